import numpy as np

from pullquote.agreement.figures.bootstrap import bootstrap, interval, resampled_sums, weights
from pullquote.agreement.measures.f1 import f1


def test_every_resample_draws_as_many_documents():
    drawn = weights(7, resamples=50)
    assert drawn.shape == (50, 7)
    assert (drawn.sum(axis=1) == 7).all()


def test_the_same_seed_gives_the_same_interval():
    parts, wholes = np.arange(20.0), np.full(20, 20.0)

    def share(part, whole):
        return part / whole

    first = bootstrap(share, parts, wholes, seed=5)
    assert first == bootstrap(share, parts, wholes, seed=5)
    assert first != bootstrap(share, parts, wholes, seed=6)
    low, high = first
    assert low < parts.sum() / wholes.sum() < high


def test_documents_that_are_alike_leave_no_doubt():
    assert bootstrap(lambda part: part, np.full(12, 0.5)) == (6.0, 6.0)


def test_one_call_equals_its_steps():
    statistics = np.random.default_rng(1).random((9, 2))
    sums = resampled_sums(weights(9), statistics)
    assert bootstrap(lambda both: both[:, 0] / both[:, 1], statistics) == interval(
        sums[:, 0] / sums[:, 1]
    )


def test_a_figure_that_no_resample_defines_has_no_interval():
    assert bootstrap(lambda part: part * np.nan, np.ones(4)) is None
    assert bootstrap(lambda part: part, np.ones(0)) is None


def test_resamples_without_a_value_are_left_out():
    assert interval(np.array([0.5, np.nan, 0.5])) == (0.5, 0.5)


def test_f1_of_resamples_in_one_step():
    matched, marked = np.array([1.0] * 6 + [0.0] * 4), np.full(10, 2.0)
    low, high = bootstrap(f1, matched, marked)
    assert low < 0.6 < high

import numpy as np

from pullquote.agreement.figures.bootstrap import SEED, interval, resample, weights
from pullquote.agreement.measures.document_sums import ShareMeasure
from pullquote.agreement.measures.f1 import PairwiseF1


def share_of(part, whole):
    """Of documents, all in one layer and of one pair of annotators."""
    return ShareMeasure(np.reshape(part, (-1, 1, 1)), np.reshape(whole, (-1, 1, 1)))


def sure(measure, *, seed=SEED):
    return resample([measure], len(measure.part), 1000, seed).intervals([measure])[0]


def test_every_resample_draws_as_many_documents():
    drawn = weights(7, resamples=50)
    assert drawn.shape == (50, 7)
    assert (drawn.sum(axis=1) == 7).all()


def test_the_same_seed_gives_the_same_interval():
    parts, wholes = np.arange(20.0), np.full(20, 20.0)
    share = share_of(parts, wholes)
    first = sure(share, seed=5)
    assert first == sure(share, seed=5)
    assert first != sure(share, seed=6)
    low, high = first
    assert low < parts.sum() / wholes.sum() < high


def test_documents_that_are_alike_leave_no_doubt():
    assert sure(share_of(np.full(12, 0.5), np.ones(12))) == (0.5, 0.5)


def test_the_interval_is_that_of_the_sums_of_each_resample():
    parts, wholes = np.random.default_rng(1).random((2, 9))
    drawn = weights(9)
    low, high = interval((drawn @ parts) / (drawn @ wholes))
    assert np.allclose(sure(share_of(parts, wholes)), (low, high))


def test_a_figure_that_no_resample_defines_has_no_interval():
    assert sure(share_of(np.zeros(4), np.zeros(4))) is None
    assert sure(share_of(np.ones(0), np.ones(0))) is None


def test_resamples_without_a_value_are_left_out():
    assert interval(np.array([0.5, np.nan, 0.5])) == (0.5, 0.5)


def test_f1_of_resamples():
    matched, marked = np.array([1.0] * 6 + [0.0] * 4), np.full(10, 2.0)
    low, high = sure(PairwiseF1(np.reshape(matched, (-1, 1, 1)), np.reshape(marked, (-1, 1, 1))))
    assert low < 0.6 < high

"""Agreement of spans: CPU time beside the packages that compute parts of it, ratios first."""

import importlib
import importlib.util
import sys
import time

import numpy as np

from pullquote.agreement.columns import Floats, Spans, annotator_pairs, both_done, pair_number
from pullquote.agreement.figures.bootstrap import RESAMPLES, SEED, resample
from pullquote.agreement.matching.matches import Matches, match_spans, overlapping
from pullquote.agreement.measures.character_alpha import CharacterAlpha, merged_spans
from pullquote.agreement.measures.document_sums import Shape, Where, dense
from pullquote.agreement.measures.f1 import PairwiseF1
from pullquote.agreement.measures.unitizing_alpha import AlphaU, Continua

LENGTH, TOKENS, MARKS, LAYERS = 6000, 1000, 20, 3
ALPHA_SECONDS, ALPHA_RATIO = 2.0, 20
EXACT_RATIO, OVERLAP_RATIO = 100, 30


def main() -> None:
    alpha()
    f1()
    unitizing()


def alpha() -> None:
    """10 annotators x 10,000 documents x 20 spans; the peer on tokens, a sixth of the units."""
    annotators, documents = 10, 10_000
    spans, done, lengths = study(annotators, documents)
    seconds, tally = timed(lambda: summed(character_alpha(spans, done, lengths)))
    if not importable("krippendorff"):
        write("alpha over characters   krippendorff is not installed")
    else:
        peer = importlib.import_module("krippendorff")
        tokens = as_tokens(spans, annotators, documents)
        theirs, _ = timed(
            lambda: peer.alpha(reliability_data=tokens, level_of_measurement="nominal"), rounds=1
        )
        ratio("alpha over characters", theirs / seconds, ALPHA_RATIO, "krippendorff on tokens")
    bar("alpha over characters", seconds, ALPHA_SECONDS)
    boot, _ = timed(
        lambda: resample([tally], documents, RESAMPLES, SEED).intervals([tally]), rounds=1
    )
    write(f"{'bootstrap, 1,000 times':24}{boot:8.3f} s for {documents:,} documents")


def character_alpha(spans: Spans, done: np.ndarray, lengths: np.ndarray) -> CharacterAlpha:
    """As the figures do: from what each marked and what each two marked both."""
    spans = merged_spans(spans)
    first, second, both = overlapping(spans)
    documents, annotators = done.shape
    shape = Shape(documents, LAYERS, annotators * (annotators - 1) // 2)
    where = Where(spans.document, spans.layer, spans.annotator)
    return CharacterAlpha(
        both=dense(shape, pairs_at(spans, first, second, annotators), both.astype(np.float64)),
        annotated=dense(shape._replace(pairs=annotators), where, spans.length.astype(np.float64)),
        length=np.repeat(lengths[:, None], LAYERS, axis=1).astype(np.float64),
        common=both_done(done),
        annotators=done.sum(axis=1),
        of=annotator_pairs(annotators),
        layers=np.arange(LAYERS),
    )


def summed(found: CharacterAlpha) -> CharacterAlpha:
    found.value(found.sums.sum(axis=0), found.squares)
    return found


def pairs_at(spans: Spans, first: np.ndarray, second: np.ndarray, annotators: int) -> Where:
    pair = pair_number(spans.annotator[first], spans.annotator[second], annotators)
    return Where(spans.document[first], spans.layer[first], pair)


def f1() -> None:
    """All pairs of 5 annotators in 1,000 documents."""
    annotators, documents = 5, 1000
    spans, done, _ = study(annotators, documents)
    found, matches = timed(lambda: match_spans(spans))
    exact, _ = timed(lambda: pairwise_f1(spans, done, matches.take(matches.exact)))
    overlap, _ = timed(lambda: pairwise_f1(spans, done, matches))
    if not importable("nervaluate"):
        write("F1                      nervaluate is not installed")
    else:
        theirs = nervaluate_seconds(spans, annotators, documents)
        ratio("F1 exact, all pairs", theirs / (found + exact), EXACT_RATIO, "nervaluate")
        ratio("F1 overlap, one to one", theirs / (found + overlap), OVERLAP_RATIO, "nervaluate")
    write(f"{'F1 exact, all pairs':24}{found + exact:8.4f} s")
    write(f"{'F1 overlap, one to one':24}{found + overlap:8.4f} s")
    one = spans.take(spans.document == 0)
    single, _ = timed(lambda: match_spans(one), rounds=20)
    write(f"{'matching one document':24}{single * 1000:8.3f} ms")


def pairwise_f1(spans: Spans, done: np.ndarray, matches: Matches) -> Floats:
    documents, annotators = done.shape
    first, second = annotator_pairs(annotators)
    shape = Shape(documents, LAYERS, len(first))
    where = Where(spans.document, spans.layer, spans.annotator)
    marked = dense(shape._replace(pairs=annotators), where)
    part = dense(shape, pairs_at(spans, matches.first, matches.second, annotators))
    return PairwiseF1(part, marked[..., first] + marked[..., second]).by_pair()


def unitizing() -> None:
    """alpha_U takes n log n: ten times the documents should take little over ten times as long."""
    small, middle, large = (unitized_seconds(documents) for documents in (100, 1000, 10_000))
    write(f"{'alpha_U, x10 documents':24}{middle / small:8.1f} x, then {large / middle:.1f} x")
    write(f"{'alpha_U, 1,000':24}{middle:8.4f} s")


def unitized_seconds(documents: int) -> float:
    spans, done, lengths = study(2, documents)
    columns = np.zeros(0)
    return timed(
        lambda: AlphaU(spans, Continua(lengths, done), LAYERS).value(columns, columns), rounds=5
    )[0]


def study(annotators: int, documents: int) -> tuple[Spans, np.ndarray, np.ndarray]:
    """Spans of which each annotator finds most, some with other ends or another layer."""
    random = np.random.default_rng(11)
    shape = (documents, MARKS)
    cell = LENGTH // MARKS
    start = np.arange(MARKS) * cell + random.integers(10, 60, shape)
    size, layer = random.integers(30, 200, shape), random.integers(0, LAYERS, shape)
    columns = []
    for annotator in range(annotators):
        found = random.random(shape) < 0.85
        moved = [np.where(random.random(shape) < 0.2, random.integers(-9, 10, shape), 0)
                 for _ in range(2)]  # fmt: skip
        other = np.where(random.random(shape) < 0.05, (layer + 1) % LAYERS, layer)
        document = np.broadcast_to(np.arange(documents)[:, None], shape)
        rows = (
            document,
            np.full(shape, annotator),
            other,
            start + moved[0],
            start + size + moved[1],
        )
        columns.append([column[found] for column in rows])
    spans = Spans(*(np.concatenate(parts).astype(np.int64) for parts in zip(*columns, strict=True)))
    done = np.ones((documents, annotators), dtype=np.bool_)
    return spans, done, np.full(documents, LENGTH)


def as_tokens(spans: Spans, annotators: int, documents: int) -> np.ndarray:
    """(annotators, tokens): what each annotator says of each token of six characters."""
    table = np.zeros((annotators, documents * TOKENS), dtype=np.int8)
    first = spans.document * TOKENS + spans.start * TOKENS // LENGTH
    last = spans.document * TOKENS + spans.end * TOKENS // LENGTH
    for annotator, layer, start, end in zip(
        spans.annotator.tolist(), spans.layer.tolist(), first.tolist(), last.tolist(), strict=True
    ):
        table[annotator, start:end] = layer + 1
    return table


def nervaluate_seconds(spans: Spans, annotators: int, documents: int) -> float:
    peer = importlib.import_module("nervaluate")
    marks = [[[] for _ in range(documents)] for _ in range(annotators)]
    for row in zip(spans.document.tolist(), spans.annotator.tolist(), spans.layer.tolist(),
                   spans.start.tolist(), spans.end.tolist(), strict=True):  # fmt: skip
        document, annotator, layer, start, end = row
        marks[annotator][document].append({"label": f"L{layer}", "start": start, "end": end})
    labels = [f"L{layer}" for layer in range(LAYERS)]

    def evaluate() -> None:
        for one in range(annotators):
            for other in range(one + 1, annotators):
                peer.Evaluator(marks[one], marks[other], tags=labels, loader="dict").evaluate()

    return timed(evaluate, rounds=1)[0]


def timed(function, rounds: int = 3):
    """The least CPU time of some rounds, and what the function gave."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        answer = function()
        least = min(least, time.process_time() - start)
    return least, answer


def importable(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def ratio(name: str, times: float, least: float, peer: str) -> None:
    verdict = "ok" if times >= least else "UNDER"
    write(f"{name:24}{times:8.1f} x {peer}, bar {least} {verdict}")


def bar(name: str, seconds: float, most: float) -> None:
    write(f"{name:24}{seconds:8.3f} s of {most} {'ok' if seconds <= most else 'OVER'}")


def write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

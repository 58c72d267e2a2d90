"""How long the list of disagreements takes, in CPU time, beside its bar."""

from collections.abc import Callable
from time import process_time

import numpy as np

from pullquote.agreement.disagreements.disagreement_list import differences_of, disagreements
from pullquote.agreement.disagreements.self_consistency import consistency
from pullquote.agreement.study.project_rows import DocumentRows, register, study_of
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import Filter, Scope
from pullquote.assets import RESOURCES
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotator

PEOPLE, DOCUMENTS, SPANS = 5, 1_000, 20
WORDS = "and they said that the bridge stays closed until the river falls again "
LAYERS = ("quote", "speaker", "cue", "date", "claim")


def main() -> None:
    study = made(np.random.default_rng(1))
    print(f"{PEOPLE} annotators, {DOCUMENTS:,} documents, {len(study.labels.id):,} labels")
    cold = timed(lambda: disagreements(study, Scope()), study)
    print(f"cold list of {len(disagreements(study, Scope())):,}: {cold:.3f} s (bar 0.3 s)")
    texts = (WORDS * 100).__str__
    told = timed(lambda: disagreements(study, Scope(), texts=lambda _: texts()))
    print(f"again, copies by their words: {told:.3f} s")
    pair = Filter(kinds=frozenset({"missed"}), pair=(1, 2))
    print(f"another cell: {timed(lambda: disagreements(study, Scope(), pair)):.3f} s")
    every = timed(lambda: list(disagreements(study, Scope())))
    print(f"every row made: {every:.3f} s")
    print(f"differences alone: {timed(lambda: differences_of(study, Scope()), study):.3f} s")
    print(f"self-agreement: {timed(lambda: consistency(study, 1, Scope())):.3f} s (one annotator)")


def timed(work: Callable[[], object], forget: Study | None = None) -> float:
    """The median of five; `forget` what the study has kept before each."""
    took = []
    for _ in range(5):
        if forget is not None:
            forget.cache.clear()
        begun = process_time()
        work()
        took.append(process_time() - begun)
    return sorted(took)[2]


def made(random: np.random.Generator) -> Study:
    """Labels that one in ten misses and one in seven bounds in another way; every fifth document
    is a copy of the one before.
    """
    labels: list[tuple[object, ...]] = []
    relations: list[tuple[object, ...]] = []
    for document in range(1, DOCUMENTS + 1):
        if document % 5:
            starts = np.sort(random.integers(0, 6_000, SPANS)).tolist()
            lengths = random.integers(5, 120, SPANS).tolist()
        for annotator in range(1, PEOPLE + 1):
            heads = _label(labels, random, document, annotator, starts, lengths)
            for head, tail in zip(heads[0::5], heads[1::5], strict=False):
                relation = len(relations) + 1
                relations.append((relation, document, annotator, "said_by", head, tail, ""))
    ids = range(1, DOCUMENTS + 1)
    rows = DocumentRows(
        documents=[(x, 6_200, None, None) for x in ids],
        done=[(x, who) for x in ids for who in range(1, PEOPLE + 1)],
        labels=labels,
        relations=relations,
    )
    copies = [(x, 0, 6_200, 1 + (x + 1) // 5, 1 + (x % 5 == 0), 0) for x in ids if x % 5 in {0, 4}]
    people = [Annotator(who, str(who), f"Person {who}") for who in range(1, PEOPLE + 1)]
    schema = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
    names = register([(x, f"Speaker {x}", None) for x in range(1, 60)])
    return study_of(schema, people, names, rows, copies)


def _label(
    labels: list[tuple[object, ...]],
    random: np.random.Generator,
    document: int,
    annotator: int,
    starts: list[int],
    lengths: list[int],
) -> list[int]:
    made = []
    for place, (start, length) in enumerate(zip(starts, lengths, strict=True)):
        dice = random.random(4)
        if dice[0] < 0.1:
            continue
        layer = LAYERS[place % 5]
        longer = int(8 * dice[2]) if dice[1] < 0.15 else 0
        speaker = 1 + (start + int(dice[3] < 0.05)) % 58 if layer in {"quote", "speaker"} else None
        day = 1 + (start + int(dice[3] < 0.05)) % 28
        stored = f'{{"value": "2031-04-{day:02}"}}' if layer == "date" else "{}"
        end = start + length + longer
        row = len(labels) + 1
        labels.append((row, document, annotator, layer, start, end, stored, speaker, "hand", None))
        made.append(row)
    return made


if __name__ == "__main__":
    main()

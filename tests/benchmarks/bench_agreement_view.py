"""The agreement view: cold from the store, and after one document has changed.

Once without repeated passages, once with them: then the figures with one copy are others, and all
is counted twice. CPU time of this process,
`python tests/benchmarks/bench_agreement_view.py [DOCUMENTS]`.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pullquote.agreement.figures.definitions import DEFINITIONS
from pullquote.agreement.figures.summary import summarise
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import Scope, Summary
from pullquote.assets import RESOURCES
from pullquote.duplicates.values import Found, FoundCluster, FoundPassage
from pullquote.model.values import ClusterKind, NewDocument
from pullquote.store import Project, Writer
from pullquote.store.values import Stamp
from pullquote.workflow import agreement

T = TypeVar("T")
Place = tuple[int, int, int]

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
ANNOTATORS, QUOTES, CHARACTERS = 5, 5, 6_000
COLD, WARM = 0.5, 0.05
NAMES = [f"{first} {last}" for first in ("Ana", "Bo", "Cai", "Dee") for last in ("Lund", "Marsh")]


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.pullquote"
        with Project.create(path, name="News", schema_toml=SCHEMA) as project:
            ids = _fill(project, documents)
            _measure(project, documents, "without repeated passages")
            _repeat(project, ids)
            _measure(project, documents, "with repeated passages and carried labels")


def _measure(project: Project, documents: int, what: str) -> None:
    summarise(agreement.read_study(project), Scope())  # imports
    spent = [cpu(lambda: _cold(project)) for _ in range(5)]
    reading = statistics.median(cpu(lambda: agreement.read_study(project))[0] for _ in range(5))
    cold, (study, labels) = statistics.median(one for one, _ in spent), spent[-1][1]
    print(f"{documents:,} documents, {ANNOTATORS} annotators, {labels:,} labels, {what}")
    print(f"{cold:>8.3f} s cold from the store {_bar(documents, COLD)}, {reading:.3f} s reading")
    changes = []
    for number in range(1, 22):
        with project.operation("Change", 1) as writer:
            label = project.annotation(number * 20 + 1)
            writer.change_annotation(label.id, end=label.end + 1)
        document = label.document
        used, study = cpu(lambda: _warm(project, study, document))  # noqa: B023
        changes.append(used)
    warm = statistics.median(changes) * 1000
    print(f"{warm:>8.1f} ms after one document changed {_bar(documents, WARM * 1000)}")
    with project.operation("Reopen", 1) as writer:
        writer.set_state(document, 1, "in_progress")
    used, study = cpu(lambda: _warm(project, study, document))
    print(f"{used * 1000:>8.1f} ms after one annotator took one document up again")
    with project.operation("Done", 1) as writer:
        for annotator in range(1, ANNOTATORS):
            writer.set_state(document, annotator, "in_progress")
    used, study = cpu(lambda: _warm(project, study, document))
    print(f"{used * 1000:>8.1f} ms with one document less, so that all resamples are others")


def _bar(documents: int, bar: float) -> str:
    return f"(bar {bar:g})" if documents == 1_000 else ""


def _cold(project: Project) -> tuple[Study, int]:
    study = agreement.read_study(project)
    return study, _seen(summarise(study, Scope())).shares.labels


def _warm(project: Project, study: Study, document: int) -> Study:
    changed = agreement.reload_study(project, study, [document])
    _seen(summarise(changed, Scope()))
    return changed


def _seen(summary: Summary) -> Summary:
    """The view shows the matrix and the tables of one figure; cells are made when looked at."""
    figure = next(f.id for f in summary.figures if DEFINITIONS[f.id].headline)
    for table in (summary.pairs, summary.by_layer, summary.by_document, summary.by_annotator):
        list(table[figure].items())
    return summary


def cpu(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def _fill(project: Project, documents: int) -> list[int]:
    chance = random.Random(1)
    text = " ".join("word" for _ in range(CHARACTERS // 5))
    with project.operation("Add", 0) as writer:
        people = [writer.add_annotator(f"Person {number}").id for number in range(ANNOTATORS)]
        speakers = [writer.add_speaker(name).id for name in NAMES]
    ids: list[int] = []
    for low in range(0, documents, 100):
        with project.operation("Fill", 0) as writer:
            for number in range(low, min(low + 100, documents)):
                document = writer.add_document(
                    NewDocument(text=f"{text} {number}", name=f"{number}")
                )
                ids.append(document)
                truth = sorted(chance.sample(range(20, CHARACTERS - 200, 180), QUOTES))
                for person in people:
                    _label(writer, document, person, truth, speakers, chance)

    return ids


def _repeat(project: Project, documents: Sequence[int]) -> None:
    """Every second document of the first half begins like the one before it, every tenth ends in
    the same words, and some labels have been carried.
    """
    clusters = [
        _cluster(number, [(document, 0, CHARACTERS // 4) for document in pair], "exact")
        for number, pair in enumerate(batched(documents[: len(documents) // 2], 2))
    ]
    ends = [(document, CHARACTERS - 200, CHARACTERS) for document in documents[::10]]
    clusters.append(_cluster(-1, ends, "line"))
    stamp = Stamp("duplicates", "1", "", project.content_hash())
    project.replace_duplicates(Found(tuple(clusters)), stamp)
    with project.operation("Carry", 0) as writer:
        for first, other in batched(documents[: len(documents) // 2], 2):
            source = project.annotations(first, 1)[0]
            writer.add_annotation(
                other, 1, source.layer, source.start + 1, source.end + 2,
                origin="carried", carried_from=source.uid,
            )  # fmt: skip


def _cluster(number: int, places: Sequence[Place], kind: ClusterKind) -> FoundCluster:
    passages = tuple(FoundPassage(*place, copy) for copy, place in enumerate(places, 1))
    return FoundCluster(str(number), kind, 1.0, kind == "line", passages)


def batched(documents: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (documents[low : low + size] for low in range(0, len(documents) - 1, size))


def _label(
    writer: Writer,
    document: int,
    person: int,
    truth: list[int],
    speakers: list[int],
    chance: random.Random,
) -> None:
    """A quote, its speaker, a date and a claim at each place, as one person sees them."""
    for place in truth:
        start, end = place + chance.choice((0, 0, 0, 4)), place + chance.choice((80, 80, 90))
        if chance.random() < 0.1:
            start, end = start + 30, end + 30
        speaker = speakers[(document + (chance.random() < 0.2)) % len(speakers)]
        quote = writer.add_annotation(document, person, "quote", start, end)
        mention = writer.add_annotation(
            document, person, "speaker", place + 125, place + 130, speaker=speaker
        )
        day = f"2026-02-{chance.choice((3, 4, 5)) + document % 20:02d}"
        date = writer.add_annotation(
            document, person, "date", place + 135, place + 140, attributes={"value": day}
        )
        claim = writer.add_annotation(document, person, "claim", place + 141, place + 160)
        writer.add_relation("said_by", quote.id, mention.id)
        writer.add_relation("dated_by", claim.id, date.id, "event")
    writer.set_state(document, person, "done")


if __name__ == "__main__":
    main()

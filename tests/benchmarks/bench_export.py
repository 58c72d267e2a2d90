"""CPU time of writing a large corpus and reading it back, beside the bar."""

import hashlib
import json
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pullquote.assets import RESOURCES
from pullquote.exchange.corpus import ClusterRecord, LabelledCorpus
from pullquote.exchange.export import corpus_losses, write_corpus
from pullquote.exchange.formats import export_format
from pullquote.exchange.records import (
    AnnotationRecord,
    AnnotatorRecord,
    DocumentRecord,
    PassageRecord,
    ProjectRecord,
    RelationRecord,
    SpeakerRecord,
    StateRecord,
)
from pullquote.model.schema_file import parse_schema
from pullquote.store import Project
from pullquote.workflow import export
from pullquote.workflow.import_.labels import import_jsonl

write_jsonl = partial(write_corpus, export_format("jsonl"))
write_csv = partial(write_corpus, export_format("csv"))

DOCUMENTS = 10_000
LABELS = 20
BAR = 20.0

_WORDS = (
    "the harbour council said that new ferries would sail again after a long winter because "
    "nobody had asked “whether” they’d pay for it on Tuesday — minister added café"
).split()
_CYCLE = ("speaker", "cue", "quote", "date", "claim")


def document(number: int) -> DocumentRecord:
    """3 kB of text with 20 labels, 12 relations and a passage that stands in ten documents."""
    chance = random.Random(number)
    sentences = [" ".join(chance.choices(_WORDS, k=14)) + "." for _ in range(36)]
    text = "\n".join(" ".join(sentences[at : at + 4]) for at in range(0, 36, 4))
    uid = f"00000000-0000-4000-8000-{number:012d}"
    starts = sorted(chance.sample(range(len(text) - 80), LABELS))
    labels = tuple(
        AnnotationRecord(
            uid=f"{number:08d}-0000-4000-8000-{n:012d}",
            annotator="Mara Lind",
            layer=_CYCLE[n % 5],
            start=start,
            end=start + (60 if n % 5 == 2 else 12),
            attributes={"type": "DATE", "value": "2026-02-10"} if n % 5 == 3 else {},
            origin="hand",
            speaker=f"speaker-{number % 500}" if n % 5 == 0 else None,
            created_by="Mara Lind",
            created_at="2026-03-01T08:00:00.000Z",
            changed_at="2026-03-01T08:00:00.000Z",
        )
        for n, start in enumerate(starts)
    )
    relations = tuple(
        RelationRecord(
            uid=f"{uid}-{n}-{kind}",
            annotator="Mara Lind",
            kind=kind,
            head=labels[n].uid,
            tail=labels[n + by].uid,
        )
        for n in range(2, LABELS - 2, 5)
        for kind, by in (("said_by", -2), ("cued_by", -1), ("dated_by", 1))
    )
    return DocumentRecord(
        uid=uid,
        name=f"article-{number:06d}",
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=sentences[0],
        states=(StateRecord("Mara Lind", "done"),),
        annotations=labels,
        relations=relations,
        passages=(
            PassageRecord(
                start=0, end=600, cluster=f"cluster-{number // 10}", copy=number % 10 + 1
            ),
        ),
    )


def corpus(count: int = DOCUMENTS) -> LabelledCorpus:
    def each() -> Iterator[DocumentRecord]:
        return map(document, range(count))

    toml = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
    return LabelledCorpus(
        project=ProjectRecord(uid="project", name="Benchmark"),
        schema=parse_schema(toml),
        schema_toml=toml,
        annotators=(AnnotatorRecord("Mara Lind"),),
        speakers=tuple(SpeakerRecord(f"speaker-{n}", f"Speaker {n}") for n in range(500)),
        clusters={
            f"cluster-{n}": ClusterRecord(f"cluster-{n}", "exact", 10, 10)
            for n in range(count // 10 + 1)
        },
        decisions=(),
        duplicates=None,
        total=count,
        each=each,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_jsonl(corpus(), folder / "source")
        baseline = _cpu(lambda: _plain(folder / "source" / "documents.jsonl"))
        print(
            f"{DOCUMENTS:,} documents, {DOCUMENTS * LABELS:,} labels, seconds of CPU; in ratio to"
        )
        print(f"json.loads and json.dumps of the same lines ({baseline:.1f} s)")
        toml = corpus(0).schema_toml
        with Project.create(folder / "a.pullquote", name="Bench", schema_toml=toml) as project:
            _report("import of the labels", baseline, lambda: _import(project, folder / "source"))
            for kind, to in (("jsonl", "jsonl"), ("jsonl", "jsonl.zip"), ("csv", "csv")):
                _report(
                    f"export as {to}, read back",
                    baseline,
                    partial(export.export, project, kind, folder / to),
                    BAR,
                )
            with export.corpus_of(project) as whole:
                count = partial(corpus_losses, export_format("csv"), whole, folder)
                _report("count of losses", baseline, count)
        small = corpus(1000)
        for what, write in (("JSONL", write_jsonl), ("CSV", write_csv)):
            print(f"{what}: most memory {_memory(partial(write, small, folder / what)):.1f} MB")


def _report(what: str, baseline: float, work: Callable[[], object], bar: float = 0) -> None:
    seconds = _cpu(work)
    print(
        f"{seconds / baseline:5.1f} x  {what}: {seconds:.1f} s" + (f" (bar {bar:.0f})" * bool(bar))
    )


def _plain(path: Path) -> None:
    with path.open("rb") as file:
        for line in file:
            json.dumps(json.loads(line), ensure_ascii=False)


def _import(project: Project, path: Path) -> None:
    report = import_jsonl(project, path, 0)
    assert (report.documents, report.annotations) == (DOCUMENTS, DOCUMENTS * LABELS)


def _cpu(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def _memory(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


if __name__ == "__main__":
    main()

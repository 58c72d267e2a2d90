"""A corpus split into train, dev and test: which part a document goes to, and what leaks.

Near documents and versions of one text stay together. A sentence that half of a corpus quotes does
not hold all of it together: a label of it says in which other parts its words stand.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import structs

from pullquote.errors import PullquoteError
from pullquote.exchange import jsonl
from pullquote.exchange.corpus import (
    CorpusSplit,
    LabelledCorpus,
    LabelRepeats,
    Leaks,
    RepeatedPassages,
)
from pullquote.exchange.errors import NotOurExport, UnreadableExport, reason_in_words
from pullquote.exchange.export import Writing
from pullquote.exchange.files import DOCUMENTS, MANIFEST, Files, pretty
from pullquote.exchange.manifest import split_option
from pullquote.exchange.records import DocumentRecord
from pullquote.exchange.replacement import publish
from pullquote.exchange.report import (
    ExportSteps,
    PartReport,
    Progress,
    SplitReport,
    Stop,
    write_file,
)
from pullquote.exchange.selection import ExportSelection, select_corpus
from pullquote.sampling.split import (
    PARTS,
    Part,
    SplitDocument,
    SplitRequest,
    deal_at_random,
    deal_parts,
)

TABLE = "split.csv"
REPORT = "report.json"
_CSV = "documents.csv"
_KNOWN: dict[str, Part] = {part: part for part in PARTS}
COLUMNS = ("text_sha256", "split", "document", "name", "source", "group")


class RepeatsUnknown(PullquoteError):
    template = (
        "The repeats of this project are not up to date, so a split would tear copies apart; "
        "look for repeats first."
    )


class UnreadableSplit(PullquoteError):
    template = "“{path}” cannot be read as a split: {reason}."


def split_corpus(
    corpus: LabelledCorpus, request: SplitRequest
) -> tuple[LabelledCorpus, SplitReport]:
    """The corpus with its parts, and what came of it; every document is read once.

    Raises RepeatsUnknown.
    """
    if corpus.duplicates is None:
        raise RepeatsUnknown
    seen = _Seen()
    for document in corpus.each():
        seen.see(document)
    documents = seen.documents(request.kept)
    parts = deal_parts(documents, request.shares, request.seed)
    split = seen.split(parts)
    at_random = deal_at_random(documents, request.shares, request.seed)
    return _with_parts(corpus, split), seen.report(documents, parts, at_random)


def write_parts(
    corpus: LabelledCorpus,
    report: SplitReport,
    path: Path,
    selection: ExportSelection,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> None:
    """Write a folder: a file of documents for each part, the table of who is where, the report.

    An earlier split there is replaced once all is written and read back. Raises CannotWriteFile,
    NotOurExport, ReadBackDiffers and ExportStopped; `path` is then as it was.
    """
    names = {file.name for file in path.iterdir()} if path.is_dir() else set()
    if names and TABLE not in names:
        raise NotOurExport(path=path, found=f"it holds no {TABLE}")
    if others := sorted(names - {TABLE, REPORT, *(f"{part}.jsonl" for part in PARTS)}):
        raise NotOurExport(path=path, found=f"it also holds {others[0]}")
    if path.exists() and not path.is_dir():
        raise NotOurExport(path=path, found="a file")
    chosen = select_corpus(corpus, selection)
    done: list[tuple[str, Writing]] = []

    def fill(folder: Path) -> None:
        for part in PARTS:
            documents = _of_part(chosen, part)
            steps = ExportSteps(path, corpus.total, progress, stop)
            writing = jsonl.start_writing(documents, selection, "file", steps)
            (folder / part).mkdir()
            writing.fill(folder / part)
            (folder / part / jsonl.PLAIN).rename(folder / f"{part}.jsonl")
            (folder / part).rmdir()
            done.append((f"{part}.jsonl", writing))
        write_file(folder, TABLE, _table(corpus))
        (folder / REPORT).write_bytes(pretty(asdict(report)))

    def check(ready: Path) -> None:
        for name, writing in done:
            writing.check(ready / name)

    publish(path, "folder", "", fill, check)


def read_split(path: Path) -> dict[str, Part]:
    """The parts of an earlier split, a table or a folder with one, by hash of text.

    Raises UnreadableSplit.
    """
    table = path / TABLE if path.is_dir() else path
    found: dict[str, Part] = {}
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not {"text_sha256", "split"} <= set(rows.fieldnames or ()):
                raise UnreadableSplit(path=table, reason="it has no columns text_sha256 and split")
            for row in rows:
                content, part = row.get("text_sha256"), _KNOWN.get(row.get("split") or "")
                if not content or part is None:
                    raise UnreadableSplit(
                        path=table, reason=f"line {rows.line_num} has no text_sha256 and split"
                    )
                found[content] = part
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableSplit(path=table, reason=reason_in_words(error)) from error
    return found


def parts_of_export(path: Path, request: SplitRequest) -> dict[str, Part]:
    """The parts that an earlier export at `path` dealt with the same seed and shares, by hash of
    text; none where there is none.
    """
    try:
        with Files(path) as files:
            options = files.json(MANIFEST).get("options") if MANIFEST in files else None
            if not isinstance(options, dict) or options.get("split") != split_option(request):
                return {}
            if DOCUMENTS in files:
                lines = (line for _, line in files.lines(DOCUMENTS))
                rows = (msgspec.json.decode(line, type=_DealtRow) for line in lines)
                return {row.text_sha256: row.split for row in rows if row.split is not None}
            with files.open(_CSV) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
                return {
                    row["text_sha256"]: _KNOWN[row["split"]]
                    for row in csv.DictReader(text)
                    if row["split"] in _KNOWN
                }
    except (UnreadableExport, msgspec.DecodeError, UnicodeDecodeError, csv.Error, KeyError):
        return {}


class _DealtRow(msgspec.Struct):
    text_sha256: str
    split: Part | None


def _table(corpus: LabelledCorpus) -> Iterator[bytes]:
    yield _line(COLUMNS)
    for found in corpus.each():
        if found.split:
            group = found.group.id if found.group else ""
            source = found.source or ""
            yield _line((found.text_sha256, found.split, found.uid, found.name, source, group))


def _line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _of_part(corpus: LabelledCorpus, part: Part) -> LabelledCorpus:
    def each() -> Iterator[DocumentRecord]:
        return (document for document in corpus.each() if document.split == part)

    return replace(corpus, each=each)


def _with_parts(corpus: LabelledCorpus, split: CorpusSplit) -> LabelledCorpus:
    def each() -> Iterator[DocumentRecord]:
        for document in corpus.each():
            yield structs.replace(document, split=split.parts.get(document.uid))

    return replace(corpus, each=each, split=split)


class _Seen:
    """What a split needs to know of the documents, without their texts."""

    def __init__(self) -> None:
        self._records: list[tuple[str, SplitDocument]] = []
        self._version_of: dict[str, str] = {}
        self._clusters: dict[str, set[int]] = defaultdict(set)
        self._words: dict[str, set[int]] = defaultdict(set)
        self._labels: list[tuple[int, LabelRepeats]] = []

    def see(self, document: DocumentRecord) -> None:
        if document.excluded is not None:
            return
        number = len(self._records)
        counts = Counter(label.layer for label in document.annotations)
        group = document.group.id if document.group else document.text_sha256
        dealt = SplitDocument(document.text_sha256, group, document.source or "", counts)
        self._records.append((document.uid, dealt))
        if document.version_of:
            self._version_of[document.uid] = document.version_of
        for passage in document.passages:
            self._clusters[passage.cluster].add(number)
        repeats = RepeatedPassages(document, {})
        for label in document.annotations:
            found = repeats.of_label(label)
            if found.words:
                self._words[found.words].add(number)
            self._labels.append((number, found))

    def documents(self, kept: Mapping[str, Part]) -> list[SplitDocument]:
        """Versions of one text are one group with all that is near any of them."""
        joined = _joined(
            chain(
                ((f"uid {uid}", f"group {document.group}") for uid, document in self._records),
                ((f"uid {uid}", f"uid {older}") for uid, older in self._version_of.items()),
            )
        )
        return [
            replace(document, group=joined[f"uid {uid}"], kept=kept.get(document.content))
            for uid, document in self._records
        ]

    def split(self, parts: list[Part]) -> CorpusSplit:
        return CorpusSplit(
            {uid: part for (uid, _), part in zip(self._records, parts, strict=True)},
            self._leaks(parts),
        )

    def report(
        self, documents: list[SplitDocument], parts: list[Part], at_random: list[Part]
    ) -> SplitReport:
        sizes = Counter(document.group for document in documents)
        held, labels = Counter(parts), Counter(parts[number] for number, _ in self._labels)
        leaking, by_chance = self._leaking(parts), self._leaking(at_random)
        torn: dict[str, set[Part]] = defaultdict(set)
        for document, part in zip(documents, at_random, strict=True):
            torn[document.group].add(part)
        return SplitReport(
            tuple(PartReport(part, held[part], labels[part], leaking[part]) for part in PARTS),
            sum(size > 1 for size in sizes.values()),
            max(sizes.values(), default=0),
            sum(document.kept is not None for document in documents),
            leaking["train"],
            sum(len(found) > 1 for found in torn.values()),
            by_chance["train"],
        )

    def _leaks(self, parts: Sequence[Part]) -> Leaks:
        return Leaks(_in_several(self._clusters, parts), _in_several(self._words, parts))

    def _leaking(self, parts: Sequence[Part]) -> Counter[Part]:
        """How many labels of each part have words that stand in another."""
        leaks = self._leaks(parts)
        return Counter(
            parts[number] for number, label in self._labels if leaks.beside(label, parts[number])
        )


def _in_several(where: Mapping[str, set[int]], parts: Sequence[Part]) -> dict[str, frozenset[Part]]:
    found = {
        what: frozenset(parts[number] for number in numbers) for what, numbers in where.items()
    }
    return {what: there for what, there in found.items() if len(there) > 1}


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What hangs together by any chain of pairs, by its least name."""
    root: dict[str, str] = {}

    def top(one: str) -> str:
        root.setdefault(one, one)
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for a, b in pairs:
        low, high = sorted((top(a), top(b)))
        root[high] = low
    return {one: top(one) for one in root}

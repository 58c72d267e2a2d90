"""Reading `pullquote/1`: what fits is given, what does not is refused by file, line and reason."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pullquote.errors import PullquoteError
from pullquote.exchange import decode, decode_project
from pullquote.exchange.corpus import (
    AnnotatorRecord,
    DecisionRecord,
    DocumentRecord,
    DuplicatesRecord,
    ProjectRecord,
    SpeakerRecord,
)
from pullquote.exchange.errors import AlreadyInFile, BrokenLine, OtherFormat, UnreadableExport
from pullquote.exchange.fields import Row, record, rows, text
from pullquote.exchange.files import DOCUMENTS, MANIFEST, SCHEMA, SPEAKERS, Files
from pullquote.exchange.manifest import JSONL, format_in

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Refused:
    """`line` counts from 1, 0 for a whole file; `what` is "" for the whole line."""

    file: str
    line: int
    what: str
    reason: PullquoteError

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}{', ' if self.what else ''}{self.what}: {self.reason}."


def is_export(path: Path) -> bool:
    """Whether a folder, an archive or a file looks like an export of ours, of any version."""
    try:
        with Files(path) as files:
            if files.plain and path.suffix.lower() != ".jsonl":
                return False
            found = format_in(files)
    except UnreadableExport:
        return False
    return found.startswith(JSONL.partition("/")[0] + "/")


def read(path: Path, *, cut: bool = False) -> "Export":
    """Open an export. Raises UnreadableExport and OtherFormat where nothing can be read."""
    files = Files(path)
    try:
        return Export(files, cut=cut)
    except PullquoteError:
        files.__exit__()
        raise


class Export:
    """An export on the disk: what belongs to the project at once, the documents one by one.

    `project`, `schema_toml` and `duplicates` are None where the file does not hold them; `refused`
    grows while documents are read. `total` is the number of documents that is promised, 0 where it
    is unknown, `size` their bytes.
    """

    def __init__(self, files: Files, *, cut: bool = False) -> None:
        self._files = files
        self._cut = cut
        self.path = files.path
        self.refused: list[Refused] = []
        manifest = self._manifest()
        self.project = _project(manifest)
        self.duplicates = _duplicates(manifest)
        self.total = _total(manifest)
        self.size = files.size(DOCUMENTS)
        self.annotators: tuple[AnnotatorRecord, ...] = self._listed(
            manifest, "annotators", decode_project.annotator
        )
        self.decisions: tuple[DecisionRecord, ...] = self._listed(
            manifest, "decisions", decode_project.decision
        )
        self.schema_toml = files.text(SCHEMA) if SCHEMA in files else None
        self.speakers: tuple[SpeakerRecord, ...] = tuple(
            self._read(SPEAKERS, decode_project.speaker)
        )
        # Names of speakers by uid, as labels give them: all that one plain file says of them.
        self.speaker_names: dict[str, str] = {}

    def __enter__(self) -> "Export":
        return self

    def __exit__(self, *_: object) -> None:
        self._files.__exit__()

    def documents(self) -> Iterator[DocumentRecord]:
        """Raises UnreadableExport where the file itself fails midway."""
        seen: set[str] = set()

        def document(row: Row) -> DocumentRecord:
            found = decode.document(row, self._refuse_part, cut=self._cut)
            if found.uid in seen:
                raise AlreadyInFile(what="document")
            seen.add(found.uid)
            self._learn_speakers(row)
            return found

        yield from self._read(DOCUMENTS, document)

    def _manifest(self) -> Row:
        if self._files.plain:
            if self._files.path.suffix.lower() != ".jsonl":
                raise UnreadableExport(path=self.path, reason="it is no folder, .zip or .jsonl")
            return {}
        if MANIFEST not in self._files or DOCUMENTS not in self._files:
            raise UnreadableExport(path=self.path, reason=f"{MANIFEST} or {DOCUMENTS} is missing")
        manifest = self._files.json(MANIFEST)
        if manifest.get("format") != JSONL:
            raise OtherFormat(found=str(manifest.get("format", ""))[:40], known=JSONL)
        return manifest

    def _listed(
        self, manifest: Row, key: str, take: Callable[[Row], _Record]
    ) -> tuple[_Record, ...]:
        taken = []
        for item in rows(manifest, key):
            try:
                taken.append(take(record(item, key)))
            except PullquoteError as problem:
                self.refused.append(Refused(MANIFEST, 0, key, problem))
        return tuple(taken)

    def _read(self, name: str, take: Callable[[Row], _Record]) -> Iterator[_Record]:
        if name not in self._files:
            return
        for number, line in self._files.lines(name):
            self._at = (name, number)
            try:
                yield take(_parsed(line))
            except PullquoteError as problem:
                self.refused.append(Refused(name, number, "", problem))

    def _refuse_part(self, what: str, problem: PullquoteError) -> None:
        name, number = self._at
        self.refused.append(Refused(name, number, what, problem))

    def _learn_speakers(self, row: Row) -> None:
        for item in rows(row, "annotations"):
            if isinstance(item, dict):
                uid, name = item.get("speaker"), item.get("speaker_name")
                if isinstance(uid, str) and isinstance(name, str) and name:
                    self.speaker_names.setdefault(uid, name)


def _parsed(line: bytes) -> Row:
    """The object of one line. Raises BrokenLine."""
    try:
        value = json.loads(line.decode())
        if b"\\u" in line:
            # An escaped half of a surrogate pair alone is a string that no file can hold.
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise BrokenLine(reason="it is nested too deeply") from None
    except UnicodeDecodeError:
        raise BrokenLine(reason="it is not UTF-8") from None
    except UnicodeEncodeError:
        raise BrokenLine(reason="it holds half a character") from None
    except ValueError as error:
        raise BrokenLine(reason=error) from None
    if not isinstance(value, dict):
        raise BrokenLine(reason="it is something else")
    return value


def _project(manifest: Row) -> ProjectRecord | None:
    found = manifest.get("project")
    if not isinstance(found, dict):
        return None
    settings = found.get("settings")
    return ProjectRecord(
        uid=text(found, "uid"),
        name=text(found, "name"),
        guidelines=text(found, "guidelines", ""),
        settings=json.dumps(
            settings if isinstance(settings, dict) else {}, ensure_ascii=False, sort_keys=True
        ),
    )


def _duplicates(manifest: Row) -> DuplicatesRecord | None:
    found = manifest.get("duplicates")
    if not isinstance(found, dict):
        return None
    return DuplicatesRecord(text(found, "engine", ""), text(found, "settings", ""))


def _total(manifest: Row) -> int:
    counts = manifest.get("counts")
    count = counts.get("documents") if isinstance(counts, dict) else 0
    return count if isinstance(count, int) else 0

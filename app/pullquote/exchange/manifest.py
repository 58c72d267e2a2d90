"""What stands in an export and how it was made; also how an export of ours is recognised."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from msgspec import structs

from pullquote import __version__
from pullquote.exchange.corpus import LabelledCorpus
from pullquote.exchange.errors import CannotWriteFile, NotOurExport, UnreadableExport
from pullquote.exchange.files import DOCUMENTS, MANIFEST, Files
from pullquote.exchange.formats import Form
from pullquote.exchange.losses import Loss
from pullquote.exchange.records import DocumentRecord
from pullquote.exchange.selection import ExportSelection
from pullquote.sampling.split import SplitRequest

_HEAD = 1 << 20
_FORMAT_FIRST = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"([^"\\]*)"')


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of an export; `rows` counts documents, speakers or rows below a header."""

    name: str
    sha256: str
    rows: int


class ExportCounts:
    """Counts what is written, document by document."""

    def __init__(self) -> None:
        self.documents = 0
        self.layers: Counter[str] = Counter()
        self.annotators: Counter[str] = Counter()
        self.origins: Counter[str] = Counter()
        self.relations: Counter[str] = Counter()
        self.named: set[str] = set()

    @property
    def annotations(self) -> int:
        return self.layers.total()

    def see(self, document: DocumentRecord) -> None:
        self.documents += 1
        for annotation in document.annotations:
            self.layers[annotation.layer] += 1
            self.annotators[annotation.annotator] += 1
            self.origins[annotation.origin] += 1
            if annotation.created_by is not None:
                self.named.add(annotation.created_by)
        self.relations.update(relation.kind for relation in document.relations)
        self.named.update(state.annotator for state in document.states)
        self.named.update(rejection.annotator for rejection in document.rejections)
        self.named.update(d.by for d in document.adjudications if d.by is not None)

    def people(self) -> set[str]:
        """The names that stand anywhere in what was seen."""
        return self.named | set(self.annotators)


def manifest(
    version: str,
    corpus: LabelledCorpus,
    selection: ExportSelection,
    counts: ExportCounts,
    losses: Iterable[Loss],
    files: Iterable[WrittenFile],
) -> dict[str, Any]:
    """No time and no machine stands in it: two exports of one project are the same bytes."""
    people = counts.people()
    return {
        "format": version,
        "program": __version__,
        "project": structs.asdict(corpus.project),
        "schema": {
            "name": corpus.schema.name,
            "sha256": hashlib.sha256(corpus.schema_toml.encode()).hexdigest(),
        },
        "duplicates": structs.asdict(corpus.duplicates) if corpus.duplicates else None,
        "annotators": [structs.asdict(a) for a in corpus.annotators if a.name in people],
        "decisions": [structs.asdict(decision) for decision in corpus.decisions],
        "counts": {
            "documents": counts.documents,
            "layers": _sorted(counts.layers),
            "annotators": _sorted(counts.annotators),
            "origins": _sorted(counts.origins),
            "relations": _sorted(counts.relations),
        },
        "options": {
            "annotators": selection.annotators,
            "layers": selection.layers,
            "documents": "done" if selection.done_only else "all",
            "copies": selection.copies,
            "split": split_option(selection.split) if selection.split else None,
            "pseudonyms": False,
            "spreadsheet": selection.spreadsheet,
        },
        "losses": [asdict(loss) for loss in losses],
        "files": [asdict(file) for file in files],
    }


def split_option(request: SplitRequest) -> dict[str, Any]:
    """What a manifest says of a split."""
    return {"seed": request.seed, "shares": list(request.shares.of)}


def version_in(files: Files) -> str:
    """The format that an export names in its manifest, or a plain file in its first line of JSON.

    "" where there is none. Raises UnreadableExport.
    """
    if not files.plain:
        return str(files.json(MANIFEST).get("format", "")) if MANIFEST in files else ""
    # A file of somebody else may be one line of any length.
    with files.open(DOCUMENTS) as file:
        head = file.read(_HEAD)
    if known := _FORMAT_FIRST.match(head):
        return known[1].decode(errors="replace")
    try:
        first = json.loads(head.partition(b"\n")[0])
    except (ValueError, RecursionError):
        return ""
    return str(first.get("format", "")) if isinstance(first, dict) else ""


def refuse_foreign(
    path: Path,
    form: Form,
    version: str,
    project: str,
    version_of: Callable[[Files], str] = version_in,
) -> None:
    """Raise NotOurExport unless `path` is free, empty, or an export of the same kind and project.

    `project` is its uid; one plain file does not say of which project it is.
    """
    try:
        if _is_free(path, form):
            return
        if path.is_dir() != (form == "folder"):
            raise NotOurExport(path=path, found="a folder" if path.is_dir() else "a file")
        with Files(path) as files:
            _refuse_other_exports(path, files, version, version_of(files), project)
    except UnreadableExport as error:
        raise NotOurExport(path=path, found=error) from error
    except OSError as error:
        raise CannotWriteFile(path=path, reason=error.strerror) from error


def _is_free(path: Path, form: Form) -> bool:
    if path.is_dir():
        return form == "folder" and not any(path.iterdir())
    return not path.exists() or (form != "folder" and path.stat().st_size == 0)


def _refuse_other_exports(path: Path, files: Files, version: str, found: str, project: str) -> None:
    if found != version:
        raise NotOurExport(path=path, found=f"its format is {found}" if found else "something else")
    if files.plain:
        return
    described = files.json(MANIFEST)
    of, listed = described.get("project"), described.get("files")
    if not isinstance(of, dict) or of.get("uid") != project:
        raise NotOurExport(path=path, found="it is of another project")
    entries = listed if isinstance(listed, list) else []
    ours = {MANIFEST, *(entry.get("name") for entry in entries if isinstance(entry, dict))}
    others = sorted(set(files.names) - ours)
    if others:
        raise NotOurExport(path=path, found=f"it also holds {others[0]}")


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))

"""What a search for repeats leaves for the next one, in files that are mapped into memory: a cache.

It lies in the user's cache folder. What is missing, damaged or of another version is made anew.
"""

import json
import os
import shutil
import zlib
from collections.abc import Sequence
from contextlib import suppress
from math import prod
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pullquote.duplicates.describe import PassageSpans
from pullquote.duplicates.index import IndexPart
from pullquote.duplicates.known import Known, Proofs
from pullquote.duplicates.matches.links import Postings
from pullquote.duplicates.matches.matches import Matches
from pullquote.duplicates.passages.passages import Passages
from pullquote.duplicates.passages.pieces import Pieces
from pullquote.duplicates.words.boundaries import Quotations
from pullquote.duplicates.words.corpus import Words, joined_words
from pullquote.folders import cache_folder
from pullquote.text.token_arrays import Array


class StoredTexts(NamedTuple):
    """Texts by their SHA-256, in the order of their words, quotations and lookup.

    `made` is a name that no other has. `room` are columns that begin with those of `words` and are
    longer; None where there are no such.
    """

    made: str
    hashes: Sequence[str]
    words: Words
    quotations: Quotations
    part: IndexPart
    room: Words | None = None

    def words_with(self, behind: Words) -> Words:
        """The words of these texts and of those behind them; what is behind is written into the
        room, if it fits, so that the others need not be copied.
        """
        if not len(behind.sizes):
            return self.words
        if self.room is None:
            return joined_words([self.words, behind])
        columns = []
        for whole, old, new in zip(self.room, self.words, behind, strict=True):
            size = len(old) + len(new)
            if size > len(whole):
                return joined_words([self.words, behind])
            whole[len(old) : size] = new
            columns.append(whole[:size])
        return Words(*columns)


class StoredDocuments(NamedTuple):
    """Documents in the order of a search: their ids, 0 for those that are gone, and the SHA-256 of
    their texts. Words and quotations are of those behind the stored texts. `order` are the numbers
    of those that are not gone by rank.
    """

    ids: Array
    hashes: Sequence[str]
    order: Array
    words: Words
    quotations: Quotations


class StoredFindings(NamedTuple):
    """What the search called `token` has left; the texts are those `made` first, then others.

    `pairs` are the documents that were worth a look, by number; `numbers` the clusters in the
    project, and `families` those of near documents, by signature. `apart` are the decisions that
    two stretches are not the same.
    """

    token: str
    made: str
    documents: StoredDocuments
    pairs: tuple[Array, Array]
    known: Known
    signatures: Array
    numbers: Array
    spans: PassageSpans
    families: Array
    apart: Sequence[Sequence[str | int | None]]


_FINDINGS = "findings-"
# The arrays one after another, each from a multiple of so many bytes on.
_DATA, _ALIGNED = "data", 8
# Behind words stays room for a sixteenth more and so many, which takes no place on a disk.
_ROOM, _ROOM_AT_LEAST = 16, 1 << 16


class RepeatsCache:
    """The files of one project."""

    def __init__(self, project_uid: str, engine: str) -> None:
        self._folder = cache_folder() / "repeats" / project_uid
        self._engine = engine

    def texts(self) -> StoredTexts | None:
        found = self._read("texts")
        if found is None:
            return None
        said, arrays = found
        try:
            hashes = [str(sha256) for sha256 in said["hashes"]]
            room = Words(*(arrays[f"words.{name}"] for name in Words._fields))
            sizes = [said["arrays"][f"words.{name}"][1][0] for name in Words._fields]
            words = Words(*(whole[:size] for whole, size in zip(room, sizes, strict=True)))
            lines, quotes = (
                Postings(arrays[f"{name}.keys"], arrays[f"{name}.rows"])
                for name in ("lines", "quotes")
            )
            part = IndexPart(arrays["grams"], lines, quotes)
            return StoredTexts(said["made"], hashes, words, _quotations(arrays), part, room)
        except (KeyError, TypeError, IndexError):
            return None

    def keep_texts(self, texts: StoredTexts) -> None:
        arrays = {f"words.{name}": values for name, values in texts.words._asdict().items()}
        arrays |= _of_quotations(texts.quotations) | {"grams": texts.part.grams}
        for name, some in (("lines", texts.part.lines), ("quotes", texts.part.quotes)):
            arrays |= {f"{name}.keys": some.keys, f"{name}.rows": some.rows}
        said: dict[str, object] = {"made": texts.made, "hashes": list(texts.hashes)}
        self._write("texts", said, arrays, roomy=tuple(f"words.{name}" for name in Words._fields))

    def findings(self, token: str) -> StoredFindings | None:
        found = self._read(f"{_FINDINGS}{token}")
        if found is None:
            return None
        said, arrays = found
        try:
            words = Words(*(arrays[f"words.{name}"] for name in Words._fields))
            documents = StoredDocuments(
                arrays["ids"], said["hashes"], arrays["order"], words, _quotations(arrays)
            )
            return StoredFindings(
                said["token"],
                said["made"],
                documents,
                (arrays["left"], arrays["right"]),
                _known(arrays),
                arrays["signatures"],
                arrays["numbers"],
                PassageSpans(*(arrays[f"spans.{name}"] for name in PassageSpans._fields)),
                arrays["near"],
                said["apart"],
            )
        except (KeyError, TypeError):
            return None

    def keep_findings(self, found: StoredFindings, before: str | None) -> None:
        """Beside those that the search called `before` has left, until they are in the project."""
        for folder in self._folder.glob(f"{_FINDINGS}*"):
            if folder.name != f"{_FINDINGS}{before}":
                shutil.rmtree(folder, ignore_errors=True)
        documents = found.documents
        arrays = {f"words.{name}": values for name, values in documents.words._asdict().items()}
        arrays |= _of_quotations(documents.quotations) | _of_known(found.known)
        arrays |= {"ids": documents.ids, "order": documents.order, "near": found.families}
        arrays |= {"left": found.pairs[0], "right": found.pairs[1]}
        arrays |= {"signatures": found.signatures, "numbers": found.numbers}
        arrays |= {f"spans.{name}": values for name, values in found.spans._asdict().items()}
        said: dict[str, object] = {"token": found.token, "made": found.made}
        said |= {"hashes": documents.hashes, "apart": found.apart}
        self._write(f"{_FINDINGS}{found.token}", said, arrays)

    def _read(self, name: str) -> tuple[dict[str, Any], dict[str, Array]] | None:
        folder = self._folder / name
        try:
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
            if manifest["engine"] != self._engine:
                return None
            with (folder / _DATA).open("rb") as file:
                # Of what was not touched since it was written no sums are needed.
                untouched = manifest["data"] == _seal(folder / _DATA)
                data = mmap(file.fileno(), 0, access=ACCESS_COPY)
            arrays, start = {}, 0
            for key, (kind, shape, room, sum_) in manifest["arrays"].items():
                whole = np.frombuffer(data, kind, prod(shape) + room, start)
                if not untouched and _sum(whole[: prod(shape)]) != sum_:
                    return None
                whole.flags.writeable = room > 0
                arrays[key] = whole if room else whole.reshape(shape)
                start += whole.nbytes + -whole.nbytes % _ALIGNED
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return manifest, arrays

    def _write(
        self,
        name: str,
        manifest: dict[str, object],
        arrays: dict[str, Array],
        roomy: Sequence[str] = (),
    ) -> None:
        """Where it cannot be written there is none: the next search takes longer."""
        folder = self._folder / name
        new = self._folder / f"{name}.{os.getpid()}"
        rooms = {key: len(arrays[key]) // _ROOM + _ROOM_AT_LEAST for key in roomy}
        with suppress(OSError):
            new.mkdir(parents=True, exist_ok=True)
            with (new / _DATA).open("wb") as file:
                for key, values in arrays.items():
                    file.write(np.ascontiguousarray(values).reshape(-1).view(np.uint8).data)
                    end = file.tell() + rooms.get(key, 0) * values.itemsize
                    file.seek(end + -end % _ALIGNED)
                file.truncate()
            said = {
                key: (values.dtype.str, values.shape, rooms.get(key, 0), _sum(values))
                for key, values in arrays.items()
            }
            seal = _seal(new / _DATA)
            whole = {"engine": self._engine, "data": seal, "arrays": said, **manifest}
            (new / "manifest.json").write_text(json.dumps(whole), "utf-8")
            shutil.rmtree(folder, ignore_errors=True)
            new.replace(folder)
        shutil.rmtree(new, ignore_errors=True)


def _seal(file: Path) -> list[int]:
    """Another one once the file was written to."""
    found = file.stat()
    return [found.st_size, found.st_mtime_ns]


def _quotations(arrays: dict[str, Array]) -> Quotations:
    return Quotations(arrays["quotations.counts"], arrays["quotations.rows"])


def _of_quotations(found: Quotations) -> dict[str, Array]:
    return {"quotations.counts": found.counts, "quotations.rows": found.rows}


_MATCHES = tuple(Matches.__dataclass_fields__)


def _of_known(known: Known) -> dict[str, Array]:
    """Half as long as they are in memory: places of so large a corpus are not stored."""
    arrays = {f"matches.{name}": getattr(known.proofs.matches, name) for name in _MATCHES}
    arrays |= {f"pieces.{name}": values for name, values in known.cut._asdict().items()}
    arrays |= {"side_a": known.paragraphs[0], "side_b": known.paragraphs[1]}
    arrays |= {"families": known.families}
    found = known.passages
    arrays |= {"starts": found.starts, "ends": found.ends, "clusters": found.clusters}
    short = {name: values.astype(np.int32) for name, values in arrays.items()}
    return short | {
        "kinds": known.proofs.kinds,
        "hidden": known.proofs.hidden,
        "whole": found.whole,
    }


def _known(arrays: dict[str, Array]) -> Known:
    def long(name: str) -> Array:
        return arrays[name].astype(np.int64)

    matches = Matches(*(long(f"matches.{name}") for name in _MATCHES))
    return Known(
        Proofs(matches, np.array(arrays["kinds"]), np.array(arrays["hidden"])),
        Pieces(*(long(f"pieces.{name}") for name in Pieces._fields)),
        (long("side_a"), long("side_b")),
        long("families"),
        Passages(long("starts"), long("ends"), long("clusters"), np.array(arrays["whole"])),
    )


def _sum(values: Array) -> int:
    return zlib.crc32(np.ascontiguousarray(values).reshape(-1).view(np.uint8).data)

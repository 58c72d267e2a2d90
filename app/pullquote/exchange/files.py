"""The files of an export on the disk: a folder, an archive or one plain file, read alike."""

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pullquote.exchange.errors import UnreadableExport, reason_in_words

MANIFEST = "manifest.json"
DOCUMENTS = "documents.jsonl"
SPEAKERS = "speakers.jsonl"
SCHEMA = "schema.toml"

# A document has at most 20 MB of text; labels and escapes come on top of that.
LONGEST_LINE = 256 << 20
# News text shrinks about threefold, an archive made to hurt a thousandfold.
_MOST_UNPACKED = 8 << 30
_MOST_RATIO = 200
_SMALL = 64 << 20
_BOM = b"\xef\xbb\xbf"


class Files:
    """Opens members by name; no name from an archive ever becomes a path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._archive: zipfile.ZipFile | None = None
        self._prefix = ""
        self._names: tuple[str, ...]
        if path.is_dir():
            self._names = tuple(sorted(file.name for file in path.iterdir()))
        elif zipfile.is_zipfile(path):
            self._archive = _opened(path)
            self._prefix = _prefix(self._archive)
            self._names = tuple(
                name.removeprefix(self._prefix)
                for name in self._archive.namelist()
                if name.startswith(self._prefix)
            )
        else:
            self._names = (DOCUMENTS,)

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, *_: object) -> None:
        if self._archive is not None:
            self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    @property
    def names(self) -> tuple[str, ...]:
        return self._names

    @property
    def plain(self) -> bool:
        """One file of documents, without a manifest."""
        return self._archive is None and not self.path.is_dir()

    def size(self, name: str) -> int:
        """In bytes, unpacked. Raises UnreadableExport."""
        try:
            if self._archive is not None:
                return self._archive.getinfo(self._prefix + name).file_size
            return (self.path if self.plain else self.path / name).stat().st_size
        except (OSError, KeyError) as error:
            raise UnreadableExport(path=self.path, reason=f"{name}: {error}") from error

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The bytes of a member. Raises UnreadableExport where they cannot be had."""
        try:
            if self._archive is None:
                with (self.path if self.plain else self.path / name).open("rb") as file:
                    yield file
            else:
                with self._archive.open(self._prefix + name) as member:
                    yield member
        except (OSError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            # An encrypted member is a RuntimeError, a broken one may end too early.
            raise UnreadableExport(path=self.path, reason=f"{name}: {error}") from error

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Number and bytes of each line that is not blank, without its end.

        A line that is longer than LONGEST_LINE is cut there, which no JSON survives.
        """
        with self.open(name) as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    _skip_line(file)
                if line.strip():
                    yield number, line.removeprefix(_BOM) if number == 1 else line

    def text(self, name: str) -> str:
        """A small member as text. Raises UnreadableExport where it is not UTF-8 or too large."""
        with self.open(name) as file:
            # In pieces: a file sets aside at once as much memory as it is asked for.
            data = b"".join(_pieces(file))
        if len(data) > _SMALL:
            raise UnreadableExport(path=self.path, reason=f"{name} is larger than 64 MB")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableExport(path=self.path, reason=f"{name} is not UTF-8") from error

    def json(self, name: str) -> dict[str, Any]:
        """A small member as a JSON object. Raises UnreadableExport."""
        text = self.text(name)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise UnreadableExport(path=self.path, reason=f"{name} is not JSON") from error
        if not isinstance(value, dict):
            raise UnreadableExport(path=self.path, reason=f"{name} is not a JSON object")
        if "\\u" in text and has_half_character(value):
            raise UnreadableExport(path=self.path, reason=f"{name} holds half a character")
        return value


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, RuntimeError, ValueError, zipfile.BadZipFile) as error:
        # Packed in a way that Python does not know, it is a RuntimeError.
        raise UnreadableExport(path=path, reason=reason_in_words(error)) from error
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist())
    if unpacked > _MOST_UNPACKED or unpacked > _SMALL + _MOST_RATIO * packed:
        archive.close()
        raise UnreadableExport(path=path, reason="it unpacks to far more than an export holds")
    return archive


def _prefix(archive: zipfile.ZipFile) -> str:
    """The folder inside the archive, "" for none: people zip the folder itself, too."""
    for member in archive.namelist():
        if member.endswith("/" + MANIFEST) and member.count("/") == 1:
            return member.removesuffix(MANIFEST)
    return ""


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    left = _SMALL + 1
    while left > 0 and (piece := file.read(min(left, 1 << 20))):
        left -= len(piece)
        yield piece


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(_SMALL)) and not rest.endswith(b"\n"):
        pass


def has_half_character(value: object) -> bool:
    """Whether a string of a JSON value holds half of a surrogate pair, which no file can hold."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return True
    return False


def pretty(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()

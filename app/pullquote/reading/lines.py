"""The lines of a large file as text, each decoded by itself."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from pullquote.reading.decoding import Decoded, decode, guess, is_binary
from pullquote.reading.errors import FileEmpty, NotText
from pullquote.reading.values import Source

_START = 64 * 1024


def decoded_lines(source: Source, file: BinaryIO) -> Iterator[tuple[bytes, Decoded]]:
    """Each line with its end: its bytes, and its text.

    A line that is not UTF-8 is read in the encoding guessed for the file; the other lines are not
    touched by it. Raises FileEmpty and NotText.
    """
    start = file.read(_START)
    file.seek(0)
    if not start:
        raise FileEmpty(file=source.name)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _lines_in(file, "utf-16", "\n")
    if is_binary(start):
        raise NotText(file=source.name)
    if b"\r" in start and b"\n" not in start:
        return _lines_in(file, _encoding(start), "\r")
    return _lines(file, start)


def _lines(file: BinaryIO, start: bytes) -> Iterator[tuple[bytes, Decoded]]:
    other = ""
    for number, raw in enumerate(file):
        encoding = "utf-8" if number else "utf-8-sig"
        try:
            yield raw, Decoded(raw.decode(encoding), "utf-8")
        except UnicodeDecodeError:
            other = other or guess(raw if _is_utf8(start) else start)
            text = raw.decode(other, "replace")
            yield raw, Decoded(text, other, text.count("\ufffd"))


def _lines_in(file: BinaryIO, encoding: str, newline: str) -> Iterator[tuple[bytes, Decoded]]:
    text = io.TextIOWrapper(file, encoding, "replace", newline)
    try:
        for line in text:
            yield line.encode(), Decoded(line, encoding, line.count("\ufffd"))
    finally:
        text.detach()


def _encoding(start: bytes) -> str:
    if _is_utf8(start):
        return "utf-8-sig"
    decoded = decode(start)
    return decoded.encoding if decoded else "utf-8"


def _is_utf8(start: bytes) -> bool:
    """Whether the start of a file, perhaps cut within a character, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True

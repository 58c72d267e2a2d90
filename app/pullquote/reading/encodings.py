"""Bytes to text: byte order mark, UTF-8, the declared charset, and only then a guess.

The lines of a large file are decoded each by itself.
"""

import codecs
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from pullquote.reading.errors import FileEmpty, NotText, UnknownEncoding
from pullquote.reading.values import Source

_GUESSED_FROM = 64 * 1024
_LOOKED_AT = 8 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)

_NO_WRITING = {"Cc", "Cn", "Co", "Cs"}

# Tab, line feed, form feed, carriage return, escape and backspace stand in ordinary text files.
_CONTROLS = bytes(set(range(32)) - {8, 9, 10, 12, 13, 27}) + b"\x7f"

# Encodings that news was written in; the others look too much like these.
_IN_USE = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 iso8859-1 iso8859-2 "
    "iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-13 iso8859-15 "
    "koi8-r koi8-u cp437 cp850 cp852 cp857 cp866 mac-roman mac-latin2 mac-cyrillic mac-greek "
    "mac-turkish gb18030 big5hkscs cp932 euc_jis_2004 cp949"
)

# A charset that a page may declare; codecs such as "hex" or "idna" are none.
_CHARSET = re.compile(r"(?:iso8859|iso2022|cp\d|koi8|mac|gb|hz|big5|shift_jis|euc|johab|tis)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`encoding` names the codec used; `replaced` counts what it had to turn into U+FFFD.

    `guessed`: nothing but the likeliness of the letters speaks for this encoding.
    """

    text: str
    encoding: str
    replaced: int = 0
    guessed: bool = False


def decode(raw: bytes, declared: str | None = None, *, asked: str = "") -> Decoded | None:
    """The text of `raw`; None when it is binary data.

    `asked` is the encoding that a person says it is in, "" if nobody says; then nothing else
    counts. Raises UnknownEncoding for one that is none.
    """
    if asked:
        return _by(codec(asked), raw.removeprefix(codecs.BOM_UTF8))
    if marked := _marked(raw) or _wide(raw[:_LOOKED_AT]):
        return _by(marked, raw)
    if is_binary(raw):
        return None
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        known = "utf-8" if is_damaged_utf8(raw) else _known(declared)
    found = _by(known or guess(raw), raw)
    return found if known else replace(found, guessed=True)


def _marked(raw: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)


def codec(name: str) -> str:
    """The codec of an encoding that a person names. Raises UnknownEncoding."""
    try:
        found = codecs.lookup(name.strip()).name
    except LookupError:
        raise UnknownEncoding(encoding=name) from None
    if not (_CHARSET.match(found) or found.startswith(("utf-8", "utf-16", "utf-32", "ascii"))):
        raise UnknownEncoding(encoding=name)
    return found


def declared_charset(raw: bytes) -> str | None:
    """What a web page says about itself in its first 4 kB."""
    found = _DECLARED.search(raw[:4096])
    return found[1].decode("ascii") if found else None


def guess(raw: bytes) -> str:
    """The most likely encoding of bytes that are not UTF-8, from their first 64 kB."""
    import chardet

    start = raw[:_GUESSED_FROM]
    found = chardet.detect_all(
        start, ignore_threshold=True, compat_names=False, include_encodings=_IN_USE.split()
    )
    if not found or found[0]["encoding"] is None:
        return "cp1252"
    names = [str(one["encoding"]) for one in found if one["confidence"] == found[0]["confidence"]]
    # Of what is as likely Windows comes first; also where others give the same letters.
    name = next((name for name in names if name.startswith("cp125")), names[0])
    if name.startswith("iso8859") and _strictly("cp1252", start) == _strictly(name, start):
        name = "cp1252"
    return codecs.lookup(name).name


def is_binary(raw: bytes) -> bool:
    start = raw[:_LOOKED_AT]
    return len(start) - len(start.translate(None, _CONTROLS)) > 2 + len(start) // 20


def _wide(start: bytes) -> str | None:
    """UTF-16 without its mark: every other byte names the alphabet, and many are control bytes."""
    controls = len(start) - len(start.translate(None, _CONTROLS))
    if len(start) < 8 or not (
        controls > 1 + len(start) // 50 or (_is_lopsided(start) and not _is_utf8(start))
    ):
        return None
    found = [
        (len({ord(letter) >> 8 for letter in text}), encoding)
        for encoding in ("utf-16-le", "utf-16-be")
        if (text := _strictly(encoding, start)) and _is_writing(text)
    ]
    # Read the wrong way round the letters of one alphabet are strewn over many.
    return min(found)[1] if found else None


# The Japanese syllables; signs follow, and lead bytes of other encodings lie far above.
_LAST_ALPHABET = 0x30


def _is_lopsided(start: bytes) -> bool:
    """One byte is common in every other place and rare in the places between."""
    half = len(start) // 2
    places = start[0::2], start[1::2]
    for here, there in (places, places[::-1]):
        byte, number = Counter(here).most_common(1)[0]
        if byte <= _LAST_ALPHABET and number > half * 0.4 and there.count(byte) < half * 0.1:
            return True
    return False


def _strictly(encoding: str, start: bytes) -> str:
    """Decoded as far as it is whole; "" where it is not in this encoding."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeDecodeError:
        return ""


def _is_writing(text: str) -> bool:
    """Whether each character is one that texts are written with: assigned, and no control."""
    return all(
        letter in "\t\n\f\r\ufeff\ufffd" or unicodedata.category(letter) not in _NO_WRITING
        for letter in text
    )


def is_damaged_utf8(raw: bytes) -> bool:
    """As many good sequences as bad bytes, or more: a guess would spoil the good ones.

    Letters of other encodings hardly ever make one. A sequence cut at the end is neither.
    """
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(raw)
    bad = text.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good >= max(bad, 1)


def _known(declared: str | None) -> str | None:
    """The codec of a declared charset, as browsers take it; None when it cannot be right."""
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    # https://encoding.spec.whatwg.org/#names-and-labels
    if name in {"iso8859-1", "ascii"}:
        return "cp1252"
    return name if _CHARSET.match(name) else None


def _by(encoding: str, raw: bytes) -> Decoded:
    try:
        return Decoded(raw.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = raw.decode(encoding, "replace")
        return Decoded(text, encoding, text.count("\ufffd"))


_START = 64 * 1024


def decoded_lines(
    source: Source, file: BinaryIO, asked: str = ""
) -> Iterator[tuple[bytes, Decoded]]:
    """Each line with its end: its bytes, and its text.

    A line that is not UTF-8 is read in the encoding guessed from the lines that are not; the other
    lines are not touched by it. `asked` as for `decode`.

    Raises FileEmpty, NotText and UnknownEncoding.
    """
    start = file.read(_START)
    file.seek(0)
    if not start:
        raise FileEmpty(file=source.name)
    newline = "\r" if b"\r" in start and b"\n" not in start else "\n"
    if asked:
        return _lines_in(file, codec(asked), newline)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _lines_in(file, "utf-16", "\n")
    if wide := _wide(start[:_LOOKED_AT]):
        return _lines_in(file, wide, "\n")
    if is_binary(start):
        raise NotText(file=source.name)
    if newline == "\r":
        other = "" if _is_utf8(start) else _other_than_utf8(start)
        return _lines_in(file, other or "utf-8-sig", "\r", guessed=other not in ("", "utf-8"))
    return _lines(file, start)


def _lines(file: BinaryIO, start: bytes) -> Iterator[tuple[bytes, Decoded]]:
    other = ""
    for number, raw in enumerate(file):
        encoding = "utf-8" if number else "utf-8-sig"
        try:
            yield raw, Decoded(raw.decode(encoding), "utf-8")
        except UnicodeDecodeError:
            if is_damaged_utf8(raw):
                yield raw, _by("utf-8", raw)
                continue
            other = other or guess(_not_utf8(start) or raw)
            yield raw, replace(_by(other, raw), guessed=True)


def _not_utf8(start: bytes) -> bytes:
    """The lines that are not; the last one may be cut."""
    return b"\n".join(line for line in start.split(b"\n") if not _is_utf8(line))


def _other_than_utf8(raw: bytes) -> str:
    return "utf-8" if is_damaged_utf8(raw) else guess(raw)


def _lines_in(
    file: BinaryIO, encoding: str, newline: str, *, guessed: bool = False
) -> Iterator[tuple[bytes, Decoded]]:
    text = io.TextIOWrapper(file, encoding, "replace", newline)
    try:
        for line in text:
            yield line.encode(), Decoded(line, encoding, line.count("\ufffd"), guessed)
    finally:
        text.detach()


def _is_utf8(start: bytes) -> bool:
    """Whether the start of a file, perhaps cut within a character, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True

"""Bytes to text: byte order mark, strict UTF-8, the declared charset, and only then a guess.

The lines of a large file are decoded each by itself.
"""

import codecs
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from pullquote.reading.errors import FileEmpty, NotText
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

# Tab, line feed, form feed, carriage return, escape and backspace stand in ordinary text files.
_CONTROLS = bytes(set(range(32)) - {8, 9, 10, 12, 13, 27}) + b"\x7f"

# Encodings that news was written in; the others look too much like these.
_IN_USE = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 koi8_r koi8_u iso8859_2 "
    "gb18030 big5hkscs cp932 euc_jp cp949"
)

# Accented letters of the languages written in encodings that share most of their bytes.
_ALPHABETS = {
    "cp1252": ("éèêëàâîïôûùüçœæ", "äöüß", "áéíóúüñ", "ãõáéíóúâêôçà", "àèéìòù", "åäöéæø"),
    "cp1250": ("áčďéěíňóřšťúůýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž", "áäčďéíľňóôšťúýž"),
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äöüõšž"),
}

# A charset that a page may declare; codecs such as "hex" or "idna" are none.
_CHARSET = re.compile(r"(?:iso8859|iso2022|cp\d|koi8|mac|gb|hz|big5|shift_jis|euc|johab|tis)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`encoding` names the codec used; `replaced` counts what it had to turn into U+FFFD."""

    text: str
    encoding: str
    replaced: int = 0


def decode(raw: bytes, declared: str | None = None) -> Decoded | None:
    """The text of `raw`; None when it is binary data."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _by(encoding, raw)
    if wide := _wide(raw[:_LOOKED_AT]):
        return _by(wide, raw)
    if is_binary(raw):
        return None
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _by(_known(declared) or guess(raw), raw)


def declared_charset(raw: bytes) -> str | None:
    """What a web page says about itself in its first 4 kB."""
    found = _DECLARED.search(raw[:4096])
    return found[1].decode("ascii") if found else None


def guess(raw: bytes) -> str:
    """The most likely encoding of bytes that are not UTF-8, from their first 64 kB."""
    if _is_damaged_utf8(raw):
        return "utf-8"
    from charset_normalizer import from_bytes

    found = from_bytes(raw[:_GUESSED_FROM], cp_isolation=_IN_USE.split())
    best = found.best()
    if best is None or best.encoding not in _ALPHABETS:
        return best.encoding if best else "cp1252"
    texts = {
        name: str(match)
        for match in found
        if match.chaos <= best.chaos + 0.02 and match.coherence >= best.coherence - 0.05
        for name in match.could_be_from_charset
    }
    return max((name for name in _ALPHABETS if name in texts), key=lambda name: _fit(name, texts))


def _fit(encoding: str, texts: Mapping[str, str]) -> float:
    """The share of accented letters that stand in one language's alphabet, at best."""
    accented = [
        letter for letter in texts[encoding].lower() if letter > "\x7f" and letter.isalpha()
    ]
    known = [sum(map(alphabet.__contains__, accented)) for alphabet in _ALPHABETS[encoding]]
    return max(known) / max(len(accented), 1)


def is_binary(raw: bytes) -> bool:
    start = raw[:_LOOKED_AT]
    return len(start) - len(start.translate(None, _CONTROLS)) > 2 + len(start) // 20


def _wide(start: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text is NUL."""
    half = len(start) // 2
    if half < 4:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > half // 3 and even <= half // 50:
        return "utf-16-le"
    if even > half // 3 and odd <= half // 50:
        return "utf-16-be"
    return None


def _is_damaged_utf8(raw: bytes) -> bool:
    """A few stray bytes among many good sequences: a guess would spoil the good ones."""
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good >= 10 * bad


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

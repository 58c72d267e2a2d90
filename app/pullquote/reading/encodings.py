"""Bytes to text: byte order mark, UTF-8, the declared charset, and only then a guess.

The lines of a large file are decoded each by itself.
"""

import codecs
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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

    `asked` is the encoding that a person says it is in, "" if nobody says; it counts before all
    but what is sure: a byte order mark, and text that is UTF-8 or UTF-16 beyond doubt. Raises
    UnknownEncoding for one that is none.
    """
    name = codec(asked) if asked else ""
    if name and not (_is_marked_or_wide(raw, name) or _is_surely_utf8(raw, name)):
        return None if is_binary(raw) and not _is_wide(name) else _by(name, raw)
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


def _is_marked_or_wide(raw: bytes, asked: str) -> bool:
    """Whether the start of a file says more certainly than a person what it is in."""
    if _marked(raw):
        return True
    return not _is_wide(asked) and is_binary(raw) and _wide(raw[:_LOOKED_AT]) is not None


def _is_wide(encoding: str) -> bool:
    return encoding.startswith(("utf-16", "utf-32"))


def _is_surely_utf8(raw: bytes, asked: str) -> bool:
    """Whether it is valid UTF-8, with so many other letters than ASCII that `asked` is ruled out.

    Plain ASCII speaks for nothing.
    """
    if not _is_valid(raw):
        return False
    text = raw.decode("utf-8")
    return _rules_out(len(text) - len(text.encode("ascii", "ignore")), asked)


def _is_valid(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rules_out(letters: int, encoding: str) -> bool:
    """One letter in UTF-8 is hardly ever words of an encoding with a byte a letter; in encodings
    of more bytes some letters are.
    """
    is_byte_a_letter = len(bytes(range(256)).decode(encoding, "replace")) == 256
    return letters >= (1 if is_byte_a_letter else 8)


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
_CHUNK = 2**20
_LOOKED_THROUGH = 64 * 2**20


def decoded_lines(
    source: Source, file: BinaryIO, asked: str = ""
) -> Iterator[tuple[bytes, Decoded]]:
    """Each line with its end: its bytes, and its text.

    Lines that are not UTF-8 are read in the encoding guessed from all of them. It is that of the
    others, too, and as much of a guess there, unless some are UTF-8 beyond doubt. `asked` as for
    `decode`, of the file and of each line.

    Raises FileEmpty, NotText and UnknownEncoding.
    """
    start = file.read(_START)
    file.seek(0)
    if not start:
        raise FileEmpty(file=source.name)
    name = codec(asked) if asked else ""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _lines_in(file, "utf-16")
    if name and not _is_marked_or_wide(start, name):
        if _is_wide(name):
            return _lines_in(file, name)
    elif wide := _wide(start[:_LOOKED_AT]):
        return _lines_in(file, wide)
    if is_binary(start):
        raise NotText(file=source.name)
    newline = b"\r" if b"\r" in start and b"\n" not in start else b"\n"
    look = _look_through(file, newline)
    if name and not (look.is_utf8 and _rules_out(look.letters, name)):
        return _lines_as_asked(file, newline, name)
    return _lines(file, newline, look)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the lines of a file are in: `other` is the guess for those that are not UTF-8, "" where
    all are; `letters` how many are UTF-8 and not ASCII, counted until one is not.
    """

    letters: int
    other: str = ""
    has_utf8: bool = False

    @property
    def is_utf8(self) -> bool:
        return not self.other


def _look_through(file: BinaryIO, newline: bytes) -> _Look:
    """Of the first 64 MB; the file is at its start before and after."""
    decoder, letters = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        for _ in range(_LOOKED_THROUGH // _CHUNK):
            chunk = file.read(_CHUNK)
            text = decoder.decode(chunk, final=len(chunk) < _CHUNK)
            letters += len(text) - len(text.encode("ascii", "ignore"))
            if len(chunk) < _CHUNK:
                break
        return _Look(letters)
    except UnicodeDecodeError:
        file.seek(0)
        return _guess_of_lines(file, newline, letters)
    finally:
        file.seek(0)


def _guess_of_lines(file: BinaryIO, newline: bytes, letters: int) -> _Look:
    """Those that are not UTF-8 first; words in ASCII help to know the language."""
    bad, plain, has_utf8 = _Some(), _Some(), False
    read = 0
    for raw in _raw_lines(file, newline):
        read += len(raw)
        if raw.isascii():
            plain.add(raw)
        elif _is_valid(raw) or is_damaged_utf8(raw):
            has_utf8 = True
        else:
            bad.add(raw)
        if read > _LOOKED_THROUGH:
            break
    other = guess(b"".join(bad.lines + plain.lines)) if bad.lines else "utf-8"
    return _Look(letters, other, has_utf8)


@dataclass(slots=True)
class _Some:
    """Lines, no more than are guessed from."""

    lines: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, line: bytes) -> None:
        if self.size < _GUESSED_FROM:
            self.lines.append(line)
            self.size += len(line)


def _lines(file: BinaryIO, newline: bytes, look: _Look) -> Iterator[tuple[bytes, Decoded]]:
    is_whole = not (look.is_utf8 or look.has_utf8)
    other = look.other
    for number, raw in enumerate(_raw_lines(file, newline)):
        if not is_whole and _is_valid(raw):
            yield raw, Decoded(raw.decode("utf-8" if number else "utf-8-sig"), "utf-8")
        elif not is_whole and is_damaged_utf8(raw):
            yield raw, _by("utf-8", raw)
        else:
            other = other or guess(raw)
            yield raw, replace(_by(other, raw), guessed=True)


def _lines_as_asked(
    file: BinaryIO, newline: bytes, encoding: str
) -> Iterator[tuple[bytes, Decoded]]:
    for raw in _raw_lines(file, newline):
        known = "utf-8" if _is_surely_utf8(raw, encoding) else encoding
        yield raw, _by(known, raw)


def _raw_lines(file: BinaryIO, newline: bytes) -> Iterator[bytes]:
    """With their ends. In all encodings but UTF-16 and UTF-32 a line end is the byte of ASCII."""
    if newline == b"\n":
        yield from file
        return
    rest = b""
    while chunk := file.read(_CHUNK):
        *whole, rest = (rest + chunk).split(newline)
        yield from (line + newline for line in whole)
    if rest:
        yield rest


def _lines_in(file: BinaryIO, encoding: str) -> Iterator[tuple[bytes, Decoded]]:
    text = io.TextIOWrapper(file, encoding, "replace", "\n")
    try:
        for line in text:
            yield line.encode(), Decoded(line, encoding, line.count("\ufffd"))
    finally:
        text.detach()


def _is_utf8(start: bytes) -> bool:
    """Whether the start of a file, perhaps cut within a character, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True

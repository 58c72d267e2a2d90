"""The form a text is stored in: what was decoded, with one newline and no forbidden characters."""

import re
from dataclasses import dataclass
from typing import Literal

Newline = Literal["lf", "crlf", "cr", "mixed", "none"]

_BOM = "\ufeff"
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Canonical:
    """`newline` is what the raw text used, `replaced` the characters that became U+FFFD."""

    text: str
    newline: Newline
    replaced: int


def canonical(raw: str) -> Canonical:
    """Drop byte order marks at the start, make every line end LF, NUL and lone surrogates U+FFFD.

    Nothing else changes; a canonical text comes back as it is.
    """
    newline = _newline(raw)
    text = raw.lstrip(_BOM)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, replaced = _FORBIDDEN.subn("\ufffd", text)
    return Canonical(text, newline, replaced)


def _newline(raw: str) -> Newline:
    both = raw.count("\r\n")
    counts: dict[Newline, int] = {
        "lf": raw.count("\n") - both,
        "crlf": both,
        "cr": raw.count("\r") - both,
    }
    used = [name for name, count in counts.items() if count]
    if len(used) > 1:
        return "mixed"
    return used[0] if used else "none"

"""What the name of an annotator may be: it stands in lists, in files and in their names."""

from unicodedata import category

from pullquote.store.errors import UnfitName

LONGEST = 100
_BREAKS = frozenset({"Cc", "Zl", "Zp"})


def checked(name: str) -> str:
    """The name itself. Raise UnfitName for line breaks, control characters and a long one."""
    if len(name) > LONGEST or any(map(_breaks, name)):
        raise UnfitName(longest=LONGEST)
    return name


def fitted(name: str, end: str = "") -> str:
    """What can be had of a name that came from elsewhere, with `end` after it."""
    line = "".join(" " if _breaks(letter) else letter for letter in name)
    return line[: LONGEST - len(end)] + end


def _breaks(letter: str) -> bool:
    return category(letter) in _BREAKS

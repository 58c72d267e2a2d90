"""Two questions of Qt's text interface that PySide keeps from Python: selection and attributes.

Both answer through pointers, and PySide 6 leaves such functions out: it puts empty ones in their
places. Here their places in the object's table of virtual functions get functions of ours. Where
they are is the order of declaration in `qaccessible.h`, which Qt 6 has promised not to change.
"""

import platform
import sys
from collections import deque
from collections.abc import Callable
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Array,
    Structure,
    addressof,
    c_char,
    c_int,
    c_size_t,
    c_ssize_t,
    c_void_p,
    cast,
    create_string_buffer,
    memmove,
    pythonapi,
    sizeof,
)
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from ctypes import _CFunctionType, _Pointer

    Number: TypeAlias = _Pointer[c_int]

Selection = Callable[[int], tuple[int, int]]
"""Of the number of a selection: start and end, in UTF-16 units."""
Attributes = Callable[[int], tuple[str, int, int]]
"""Of a place in UTF-16 units: "name:value;name:value", and where it begins and ends to be so."""

_MICROSOFT = sys.platform == "win32"
# Of C++ on all but Windows: two words stand before the table, which begins with two destructors.
_BEFORE, _DESTRUCTORS = (1, 1) if _MICROSOFT else (2, 2)
_FUNCTIONS = 16
_SELECTION, _ATTRIBUTES = _DESTRUCTORS, _DESTRUCTORS + 15
# A string that is returned has a place of its own among the arguments, but not on ARM.
_GIVES_STRINGS = platform.machine().lower() in {"x86_64", "amd64"}
_KEPT = 64

_IntPointer = POINTER(c_int)
_SelectionFunction = CFUNCTYPE(None, c_void_p, c_int, _IntPointer, _IntPointer)
_AttributesFunction = CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_int, _IntPointer, _IntPointer)


pythonapi.PyMem_RawMalloc.restype = c_void_p


class _String(Structure):
    """A QString of Qt 6: who owns the characters (nobody), where they are, how many."""

    _fields_ = (("owner", c_void_p), ("characters", c_void_p), ("size", c_ssize_t))


class CompletedInterface:
    """Answers both for one object, as long as this is kept; `pointer` is its C++ address.

    Attributes stay empty on processors where Python cannot return a string to C++.
    """

    def __init__(self, pointer: int, selection: Selection, attributes: Attributes) -> None:
        self._selection, self._attributes = selection, attributes
        self._strings: deque[Array[c_char]] = deque(maxlen=_KEPT)
        self._functions = [_SelectionFunction(self._give_selection)]
        word = sizeof(c_size_t)
        table = c_size_t.from_address(pointer)
        size = word * (_BEFORE + _DESTRUCTORS + _FUNCTIONS)
        # Never given back: the object may live longer than this, and needs it for its end.
        copy = pythonapi.PyMem_RawMalloc(c_size_t(size))
        memmove(copy, table.value - _BEFORE * word, size)
        self._functions_at = copy + _BEFORE * word
        self._put(_SELECTION, self._functions[0])
        if _GIVES_STRINGS:
            self._functions.append(_AttributesFunction(self._give_attributes))
            self._put(_ATTRIBUTES, self._functions[1])
        table.value = self._functions_at

    def _put(self, place: int, function: "_CFunctionType") -> None:
        word = c_size_t.from_address(self._functions_at + place * sizeof(c_size_t))
        word.value = cast(function, c_void_p).value or 0

    def _give_selection(self, _this: int, number: int, start: "Number", end: "Number") -> None:
        start[0] = end[0] = 0
        start[0], end[0] = self._selection(number)

    def _give_attributes(
        self, first: int, second: int, place: int, start: "Number", end: "Number"
    ) -> int:
        address = second if _MICROSOFT else first
        string = _String.from_address(address)
        string.owner, string.characters, string.size = None, None, 0
        start[0] = end[0] = place
        words, start[0], end[0] = self._attributes(place)
        coded = words.encode("utf-16-le", "surrogatepass")
        # Whoever asks copies it before it asks for many more.
        self._strings.append(create_string_buffer(coded + b"\0\0", len(coded) + 2))
        string.characters, string.size = addressof(self._strings[-1]), len(coded) // 2
        return address

"""Whether the log of a project that was not closed ends as it should.

SQLite reads its write-ahead log up to the first fault and says nothing of the rest: what stood
there was acknowledged and is gone. The layout is that of https://sqlite.org/walformat.html.
"""

import struct
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pullquote.store.sql.database import companion_file

_HEAD, _FRAME = 32, 24
_MAGIC = {0x377F0682: "little", 0x377F0683: "big"}
_CHECKED_OF_FRAME = 8
# How often a log is begun anew without being cut: each time its first salt grows by one.
_GENERATIONS = 1_000_000


class _Index(NamedTuple):
    """What the shared index said last: frames of the log that are committed, and those of them
    that are in the project already.
    """

    salts: bytes
    frames: int
    moved: int


def log_ends_clean(path: Path) -> bool:
    """False where changes that were acknowledged may be missing.

    For whoever holds the lock of the project while nothing in this process has it open. A change
    that was under way when the program was killed cannot be told from a lost one.
    """
    index = _read_index(companion_file(path, "-shm"))
    try:
        log = companion_file(path, "-wal").read_bytes()
    except FileNotFoundError:
        log = b""
    if not log:
        return index is None or index.frames <= index.moved
    return _ends_clean(log, index)


def is_log_whole(path: Path) -> bool:
    """Whether what stands in the log of a project that is open can be what was written there.

    Its shared index is not looked at: to close that would take SQLite's locks away.
    """
    try:
        log = companion_file(path, "-wal").read_bytes()
    except OSError:
        return False
    return not log or _ends_clean(log, None)


def _ends_clean(log: bytes, index: _Index | None) -> bool:
    order = _MAGIC.get(int.from_bytes(log[:4], "big"))
    size = int.from_bytes(log[8:12], "big")
    if order is None or not _is_page_size(size) or len(log) < _HEAD:
        return False
    sums = _add_up(log[:24], (0, 0), order)
    if struct.pack(">2I", *sums) != log[24:32]:
        return False
    frames = _committed(log, size, sums, order)
    if index is not None and index.salts == log[16:24] and index.frames > frames:
        return False
    return all(_is_older(log[16:24], salts) for salts in _salts_after(log, size, frames))


def _committed(log: bytes, size: int, sums: tuple[int, int], order: str) -> int:
    """How many frames from the first one are whole, up to the last that ends a transaction."""
    committed = 0
    for number, at in enumerate(range(_HEAD, len(log) - _FRAME - size + 1, _FRAME + size), 1):
        head = log[at : at + _FRAME]
        sums = _add_up(head[:_CHECKED_OF_FRAME], sums, order)
        sums = _add_up(log[at + _FRAME : at + _FRAME + size], sums, order)
        if head[8:16] != log[16:24] or struct.pack(">2I", *sums) != head[16:24]:
            break
        if head[4:8] != b"\0\0\0\0":
            committed = number
    return committed


def _salts_after(log: bytes, size: int, frames: int) -> Iterator[bytes]:
    """Of each frame behind those that count; none of the last one if it is cut short."""
    for at in range(_HEAD + frames * (_FRAME + size), len(log), _FRAME + size):
        whole = at + _FRAME + size <= len(log)
        yield log[at + 8 : at + 16] if whole else b""


def _is_older(now: bytes, salts: bytes) -> bool:
    """Whether a frame is left from before the log was last begun anew."""
    grown = int.from_bytes(now[:4], "big") - int.from_bytes(salts[:4], "big")
    return len(salts) == len(now) and 0 < grown % 2**32 < _GENERATIONS


def _is_page_size(size: int) -> bool:
    return 512 <= size <= 65536 and size & (size - 1) == 0


def _add_up(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    words = array("I", data)
    if order != sys.byteorder:
        words.byteswap()
    one, other = sums
    for at in range(0, len(words), 2):
        one = (one + words[at] + other) & 0xFFFFFFFF
        other = (other + words[at + 1] + one) & 0xFFFFFFFF
    return one, other


def _read_index(path: Path) -> _Index | None:
    """None where there is none, or one that was being written: both of its copies must agree."""
    try:
        with path.open("rb") as file:
            data = file.read(136)
    except OSError:
        return None
    if len(data) < 136 or data[:48] != data[48:96] or not data[12]:
        return None
    # In the byte order of the machine, but for the salts.
    frames, moved = struct.unpack_from("=I", data, 16)[0], struct.unpack_from("=I", data, 96)[0]
    return _Index(data[32:40], frames, moved)

"""Files without labels become documents."""

from pullquote.reading.files import FORMATS, count, expand, peek, read
from pullquote.reading.values import Columns, Limits, ReadOptions, Skipped

__all__ = [
    "FORMATS",
    "Columns",
    "Limits",
    "ReadOptions",
    "Skipped",
    "count",
    "expand",
    "peek",
    "read",
]

"""Files without labels become documents."""

from pullquote.reading.files import FORMATS, count, expand, peek, read
from pullquote.reading.values import Limits, ReadOptions, Skipped, TableColumns

__all__ = [
    "FORMATS",
    "Limits",
    "ReadOptions",
    "Skipped",
    "TableColumns",
    "count",
    "expand",
    "peek",
    "read",
]

"""Files without labels become documents."""

from pullquote.reading.files import FORMATS, SUFFIXES, count, expand, peek, read
from pullquote.reading.values import Limits, ReadOptions, Skipped, TableColumns

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "Limits",
    "ReadOptions",
    "Skipped",
    "TableColumns",
    "count",
    "expand",
    "peek",
    "read",
]

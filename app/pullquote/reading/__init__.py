"""Files without labels become documents."""

from pullquote.reading.files import FORMATS, SUFFIXES, count, expand, is_table, peek, read
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
    "is_table",
    "peek",
    "read",
]

"""The reader: a document with its repeated words, labels and suggestions painted in the text."""

from pullquote.ui.reader.values import (
    LabelId,
    LabelsShown,
    Outline,
    PaintedBlock,
    PaintedLabel,
    PaintedPlace,
    PaintedVersion,
    VersionMark,
)
from pullquote.ui.reader.view import KeyFilter, Reader

__all__ = [
    "KeyFilter",
    "LabelId",
    "LabelsShown",
    "Outline",
    "PaintedBlock",
    "PaintedLabel",
    "PaintedPlace",
    "PaintedVersion",
    "Reader",
    "VersionMark",
]

"""What the reader is asked to show: labels, repeated passages and suggestions as plain values."""

from collections.abc import Hashable
from typing import Literal, NamedTuple

from pullquote.model.schema import Underline
from pullquote.text.spans import Span

LabelId = Hashable
DifferenceLook = Literal["versions", "only_here", "only_there"]
"""In what words differ: between versions of labels, or in that another text lacks them."""
LabelsShown = Literal["all", "quotes", "none"]


class PaintedLabel(NamedTuple):
    """A label in the text: a tint, an underline, and `caption` and `value` above its first word.

    With a value and no caption ("2026-02-10"), the value is written as a caption is.

    `layer` names the colours; `main` is set for the layer the program is about (quotes): it has
    its own column in the ruler and stays when only quotes are shown. `spoken` is what a screen
    reader and the tooltip say, caption and value where it is empty.
    """

    id: LabelId
    span: Span
    layer: str
    underline: Underline
    caption: str
    value: str = ""
    carried: bool = False
    main: bool = False
    spoken: str = ""

    @property
    def said(self) -> str:
        return self.spoken or f"{self.caption.capitalize()} {self.value}".strip()


class Outline(NamedTuple):
    """A suggestion: a contour and no tint, its caption with a question mark ("QUOTE?").

    `focused` makes the contour solid.
    """

    id: LabelId
    span: Span
    layer: str
    caption: str
    value: str = ""
    focused: bool = False
    main: bool = False


class PaintedBlock(NamedTuple):
    """Words that stand elsewhere too.

    `copy` of `copies_here` counts in this document, from 1; `elsewhere` counts the places in
    others. With `copies_here` 1 the words are repeated in other documents only. `weak` ones are
    shown on request.
    """

    span: Span
    copy: int = 1
    copies_here: int = 1
    elsewhere: int = 0
    boilerplate: bool = False
    weak: bool = False

    @property
    def is_here(self) -> bool:
        """Whether it is shown as a block of its own colour."""
        return self.copies_here > 1 and not self.boilerplate and not self.weak


class VersionMark(NamedTuple):
    """A label of one version: a thin line in its lane, ticked at both ends."""

    span: Span
    layer: str
    underline: Underline


class PaintedVersion(NamedTuple):
    """What one version marks at a place; `letter` stands in the gutter beside its lane."""

    letter: str
    marks: tuple[VersionMark, ...]


class PaintedPlace(NamedTuple):
    """All versions of one place, in lanes below its words; faint where it is `settled`.

    `span` reaches over all marks.
    """

    span: Span
    versions: tuple[PaintedVersion, ...]
    settled: bool = False

"""What the keys of the text do: each press is one operation on the project."""

from typing import TYPE_CHECKING

from pullquote.late import late_modules

if TYPE_CHECKING:
    from pullquote.labelling import (
        derived_values,
        edits,
        label_dates,
        label_relations,
        label_speakers,
        open_suggestions,
    )

__all__ = [
    "derived_values",
    "edits",
    "label_dates",
    "label_relations",
    "label_speakers",
    "open_suggestions",
]

__getattr__ = late_modules(__name__, *__all__)

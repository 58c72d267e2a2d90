"""What the keys of the text do: each press is one operation on the project."""

from typing import TYPE_CHECKING

from pullquote.late import late_modules

if TYPE_CHECKING:
    from pullquote.labelling import edits, label_dates, label_relations, label_speakers

__all__ = ["edits", "label_dates", "label_relations", "label_speakers"]

__getattr__ = late_modules(__name__, *__all__)

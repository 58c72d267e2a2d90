"""Calendar values, day intervals and date expressions."""

from typing import TYPE_CHECKING

from pullquote.late import late_modules

if TYPE_CHECKING:
    from pullquote.calendar import expressions, tense

__all__ = ["expressions", "tense"]

__getattr__ = late_modules(__name__, *__all__)

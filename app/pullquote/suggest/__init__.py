"""First guesses that an annotator takes or leaves."""

from typing import TYPE_CHECKING

from pullquote.late import late_modules

if TYPE_CHECKING:
    from pullquote.suggest import dates, learned, mentions, near, quotes, register, units

__all__ = ["dates", "learned", "mentions", "near", "quotes", "register", "units"]

__getattr__ = late_modules(__name__, *__all__)

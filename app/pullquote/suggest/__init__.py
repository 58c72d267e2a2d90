"""First guesses that an annotator takes or leaves."""

from typing import TYPE_CHECKING

from pullquote.late import late_modules

if TYPE_CHECKING:
    from pullquote.suggest import (
        dates,
        learned,
        mentions,
        quotes,
        register,
        single_label,
        words_at_caret,
    )

__all__ = ["dates", "learned", "mentions", "quotes", "register", "single_label", "words_at_caret"]

__getattr__ = late_modules(__name__, *__all__)

"""Adjudication: versions lined up, what is settled, what is new, what to propose; pure."""

from typing import TYPE_CHECKING

from pullquote.late import late_modules

if TYPE_CHECKING:
    from pullquote.adjudication import values

__all__ = ["values"]

__getattr__ = late_modules(__name__, *__all__)

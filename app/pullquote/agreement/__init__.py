"""Inter-annotator agreement: figures, and the disagreements behind them; pure functions."""

from typing import TYPE_CHECKING

from pullquote.late import late_modules

if TYPE_CHECKING:
    from pullquote.agreement import values

__all__ = ["values"]

__getattr__ = late_modules(__name__, *__all__)

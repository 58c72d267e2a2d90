"""What people disagree about is settled: the board of open places, and the verbs that settle."""

from pullquote.adjudication.annotator_names import arranged_choices, shown_names
from pullquote.workflow.adjudicate.boards import (
    Board,
    DocumentBoard,
    board,
    document_items,
    refresh,
)
from pullquote.workflow.adjudicate.comparing import against_adjudicated
from pullquote.workflow.adjudicate.copying import Copy, copies, copy_counts
from pullquote.workflow.adjudicate.settling import (
    ItemChanged,
    reopen,
    settle,
    settle_edited,
    take_agreed,
)

__all__ = [
    "Board",
    "Copy",
    "DocumentBoard",
    "ItemChanged",
    "against_adjudicated",
    "arranged_choices",
    "board",
    "copies",
    "copy_counts",
    "document_items",
    "refresh",
    "reopen",
    "settle",
    "settle_edited",
    "shown_names",
    "take_agreed",
]

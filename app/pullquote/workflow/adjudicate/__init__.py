"""What people disagree about is settled: the board of open places, and the verbs that settle."""

from pullquote.adjudication.annotator_names import arranged_choices, shown_names
from pullquote.workflow.adjudicate.board import (
    Board,
    DocumentBoard,
    against_adjudicated,
    board,
    document_items,
    refresh_board,
)
from pullquote.workflow.adjudicate.item_copies import ItemCopy, copies_of_item, copy_counts
from pullquote.workflow.adjudicate.settlement import (
    ItemChanged,
    reopen,
    settle_edited,
    settle_items,
    take_agreed,
)

__all__ = [
    "Board",
    "DocumentBoard",
    "ItemChanged",
    "ItemCopy",
    "against_adjudicated",
    "arranged_choices",
    "board",
    "copies_of_item",
    "copy_counts",
    "document_items",
    "refresh_board",
    "reopen",
    "settle_edited",
    "settle_items",
    "shown_names",
    "take_agreed",
]

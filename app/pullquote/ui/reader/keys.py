"""Which keys move the caret."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from pullquote.ui.reader import moves
from pullquote.ui.reader.moves import Move

_Key = QKeySequence.StandardKey

MOVES: tuple[tuple[_Key, _Key, Move], ...] = (
    (_Key.MoveToNextChar, _Key.SelectNextChar, moves.right),
    (_Key.MoveToPreviousChar, _Key.SelectPreviousChar, moves.left),
    (_Key.MoveToNextWord, _Key.SelectNextWord, moves.word_right),
    (_Key.MoveToPreviousWord, _Key.SelectPreviousWord, moves.word_left),
    (_Key.MoveToNextLine, _Key.SelectNextLine, moves.down),
    (_Key.MoveToPreviousLine, _Key.SelectPreviousLine, moves.up),
    (_Key.MoveToStartOfLine, _Key.SelectStartOfLine, moves.line_start),
    (_Key.MoveToEndOfLine, _Key.SelectEndOfLine, moves.line_end),
    (_Key.MoveToStartOfDocument, _Key.SelectStartOfDocument, moves.page_start),
    (_Key.MoveToEndOfDocument, _Key.SelectEndOfDocument, moves.page_end),
    (_Key.MoveToStartOfBlock, _Key.SelectStartOfBlock, moves.paragraph_up),
    (_Key.MoveToEndOfBlock, _Key.SelectEndOfBlock, moves.paragraph_down),
)
"""To move, to select, and where to; the keys are those of the platform."""

_PARAGRAPHS: dict[int, Move] = {
    Qt.Key.Key_Up: moves.paragraph_up,
    Qt.Key.Key_Down: moves.paragraph_down,
}


def move_of(event: QKeyEvent) -> tuple[Move, bool] | None:
    """The move a key asks for, and whether it selects."""
    for plain, selecting, move in MOVES:
        if event.matches(plain):
            return move, False
        if event.matches(selecting):
            return move, True
    held = _held(event)
    if held & Qt.KeyboardModifier.ControlModifier and not held & Qt.KeyboardModifier.AltModifier:
        by_paragraph = _PARAGRAPHS.get(event.key())
        if by_paragraph is not None:
            return by_paragraph, bool(held & Qt.KeyboardModifier.ShiftModifier)
    return None


def pages_of(event: QKeyEvent) -> tuple[int, bool] | None:
    """The pages a key turns, -1 or 1, and whether it selects."""
    if event.matches(_Key.MoveToNextPage):
        return 1, False
    if event.matches(_Key.MoveToPreviousPage):
        return -1, False
    if event.matches(_Key.SelectNextPage):
        return 1, True
    if event.matches(_Key.SelectPreviousPage):
        return -1, True
    held = _held(event) & ~Qt.KeyboardModifier.ShiftModifier
    if event.key() == Qt.Key.Key_Space and not held:
        # As in every reading program; Shift+PgUp and PgDn select by pages.
        return (-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1), False
    return None


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

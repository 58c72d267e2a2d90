"""Markdown on screen: nothing of it is read as HTML, nothing is loaded, links wait for a click."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from pullquote.ui.theme.fonts import program_font

_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
_HEADINGS = {1: 22, 2: 15}
_SIZE = 14
_INDENT = 20
_LINE_PERCENT = 140.0
_PAGE = re.compile(r"[a-z-]+\.md")


class MarkdownView(QTextBrowser):
    """Shows Markdown that somebody else may have written.

    `page_wanted` has the name of a page that was clicked, `link_wanted` an address that is http or
    https; a click on any other link, and any link before a click, does nothing.
    """

    page_wanted = Signal(str)
    link_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = ""
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setDocument(_Closed(self))
        self.anchorClicked.connect(self._go)

    def show_markdown(self, markdown: str) -> None:
        self._markdown = markdown
        document = _Closed(self)
        document.setDefaultFont(program_font(_SIZE))
        document.setDocumentMargin(2)
        document.setIndentWidth(_INDENT)
        document.setMarkdown(markdown, _FEATURES)
        _drop_pictures(document)
        _dress(document, self.palette())
        before = self.document()
        self.setDocument(document)
        before.deleteLater()

    def mark(self, words: str) -> None:
        """Mark all places of some words, and bring the first into sight."""
        found: list[QTextEdit.ExtraSelection] = []
        for word in words.split():
            cursor = self.document().find(word)
            while not cursor.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format = _marked(self.palette())
                found.append(selection)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(found)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._markdown:
            _dress(self.document(), self.palette())

    def _go(self, url: QUrl) -> None:
        if url.scheme() in {"http", "https"} and url.host():
            self.link_wanted.emit(url.toString())
        elif _PAGE.fullmatch(url.toString()):
            self.page_wanted.emit(url.toString().removesuffix(".md"))


def plain_words(markdown: str) -> str:
    """Markdown as running words, without its signs."""
    document = _Closed()
    document.setMarkdown(markdown, _FEATURES)
    _drop_pictures(document)
    return " ".join(document.toPlainText().split())


class _Closed(QTextDocument):
    """Loads nothing, whatever its text names: Qt's own class reads files, also over a network."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        # Something: where there is nothing, Qt goes on to look for it.
        empty = QImage(1, 1, QImage.Format.Format_ARGB32)
        empty.fill(0)
        return empty


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    found, part = [], block.begin()
    while not part.atEnd():
        found.append(part.fragment())
        part += 1
    return found


def _cursor(document: QTextDocument, fragment: QTextFragment) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(fragment.position())
    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _drop_pictures(document: QTextDocument) -> None:
    """Leave the words that stand for them."""
    pictures = [
        (_cursor(document, fragment), fragment.charFormat().toImageFormat())
        for block in _blocks(document)
        for fragment in _fragments(block)
        if fragment.charFormat().isImageFormat()
    ]
    for cursor, picture in pictures:
        said = picture.property(QTextCharFormat.Property.ImageAltText.value)
        cursor.insertText(f"[{said or picture.name()}]", QTextCharFormat())


def _dress(document: QTextDocument, palette: QPalette) -> None:
    for block in _blocks(document):
        cursor = QTextCursor(block)
        cursor.mergeBlockFormat(_spacing(block))
        level = block.blockFormat().headingLevel()
        if level:
            # Set anew: what Qt has there would change the size once more.
            cursor.movePosition(cursor.MoveOperation.EndOfBlock, cursor.MoveMode.KeepAnchor)
            made = QTextCharFormat()
            made.setFont(program_font(_HEADINGS.get(level, _SIZE), QFont.Weight.DemiBold))
            cursor.setCharFormat(made)
        for fragment in () if level else _fragments(block):
            look = _look(fragment.charFormat(), palette)
            if look is not None:
                _cursor(document, fragment).mergeCharFormat(look)


def _spacing(block: QTextBlock) -> QTextBlockFormat:
    made = QTextBlockFormat()
    proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    made.setLineHeight(_LINE_PERCENT, proportional)
    heading = block.blockFormat().headingLevel()
    made.setTopMargin(20 if heading > 1 else 0)
    made.setBottomMargin(4 if block.textList() is not None else 8)
    return made


def _look(shown: QTextCharFormat, palette: QPalette) -> QTextCharFormat | None:
    """What of a stretch is otherwise than Qt would have it, None where it is plain text."""
    made = QTextCharFormat()
    if shown.isAnchor():
        made.setForeground(palette.color(QPalette.ColorRole.Link))
        made.setFontUnderline(True)
    elif shown.fontFixedPitch():
        made.setFont(program_font(_SIZE - 1, QFont.Weight.DemiBold))
        made.setBackground(palette.color(QPalette.ColorRole.AlternateBase))
    else:
        return None
    return made


def _marked(palette: QPalette) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setBackground(QColor(palette.color(QPalette.ColorRole.Highlight)))
    return made

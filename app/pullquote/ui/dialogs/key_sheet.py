"""The key sheet: every key by group, found by a word or by pressing it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pullquote.model.schema import Layer
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import KeyCap, Label, Line, SearchBox, key_name
from pullquote.ui.widgets.layout import INHERITED, Free, add_layout, add_parts, row_of
from pullquote.ui.widgets.paint import paint_layer_sign

Groups = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]

_COLUMN = 260
_MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
}


class KeySheet(Dialog):
    """`groups` have rows of (keys, what they do); a row named like a layer shows its sign."""

    def __init__(
        self,
        theme: Theme,
        groups: Groups,
        layers: Sequence[Layer] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Keys"), QSize(1264, 760), parent)
        signs = {layer.name: layer for layer in layers}
        self._groups = [_Group(title, rows, theme, signs) for title, rows in groups.items()]
        self._columns: list[QVBoxLayout] = []
        self.search = SearchBox(self.tr("Type a word or press a key"))
        self.search.editor.installEventFilter(self)
        self.search.searched.connect(self._find)
        self.search.left.connect(self.reject)
        self._nothing = Label("", "second")
        self._nothing.hide()
        self._assemble_sheet()
        self.add_foot(self.tr("Close"), key="Esc")
        self.main_clicked.connect(self.accept)
        self.note.setText(self.tr("Letters act while the text has the focus, on any layout."))
        self.search.setFocus()

    def shown(self) -> list[str]:
        """What is in sight, row by row."""
        return [text for group in self._groups for text in group.shown()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            name = _pressed(event)
            if name:
                self.search.set_text(name)
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._flow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def _assemble_sheet(self) -> None:
        self.heading.hide()
        head = row_of(Label(self.tr("Keys"), "room"), Free(), self.search, gap=INHERITED)
        self.search.setFixedWidth(280)
        self._page = QWidget()
        self._row = row_of(on=self._page, margins=(0, 0, 8, 0), gap=32)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._page)
        for ground in (scroll, self._page):
            ground.setProperty("ground", "page")
        add_parts(self.body, 24, head, 16, self._nothing, (scroll, 1))

    def _flow(self) -> None:
        """Deal the groups to as many columns as fit, in order, each about as high."""
        count = max(1, (self.width() - 100) // (_COLUMN + 40))
        count = min(count, len(self._groups))
        if count == len(self._columns):
            return
        for group in self._groups:
            group.setParent(self._page)
        for column in self._columns:
            self._row.removeItem(column)
            column.deleteLater()
        self._columns = [QVBoxLayout() for _ in range(count)]
        for column, groups in zip(self._columns, _deal(self._groups, count), strict=True):
            column.setSpacing(24)
            for group in groups:
                column.addWidget(group)
                group.setHidden(not group.shown())
            column.addStretch()
            add_layout(self._row, column, 1)

    def _find(self, words: str) -> None:
        wanted = words.strip().casefold()
        for group in self._groups:
            group.filter(wanted)
        nothing = self.tr("No key for “{}”.").format(words.strip())
        self._nothing.setText(nothing)
        self._nothing.setHidden(any(group.shown() for group in self._groups))


class _Group(QWidget):
    def __init__(
        self,
        title: str,
        rows: Sequence[tuple[tuple[str, ...], str]],
        theme: Theme,
        signs: Mapping[str, Layer],
    ) -> None:
        super().__init__()
        self._title = title
        self._rows: list[tuple[str, str, list[QWidget]]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(7)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnMinimumWidth(0, 104)
        self._grid.setColumnStretch(2, 1)
        heading = Label(title, "heading")
        self._grid.addWidget(heading, 0, 0, 1, 3)
        self._grid.addWidget(Line(), 1, 0, 1, 3)
        for place, (keys, text) in enumerate(rows, 2):
            self._add(place, keys, text, theme, signs.get(text))

    def height_of(self) -> int:
        return 2 + len(self._rows)

    def shown(self) -> list[str]:
        return [text for _, text, widgets in self._rows if not widgets[0].isHidden()]

    def filter(self, wanted: str) -> None:
        for keys, text, widgets in self._rows:
            fits = wanted in text.casefold() or wanted in keys.split(" ")
            fits = fits or wanted in self._title.casefold()
            for widget in widgets:
                widget.setHidden(not fits)
        self.setHidden(not self.shown())

    def _add(
        self, place: int, keys: tuple[str, ...], text: str, theme: Theme, layer: Layer | None
    ) -> None:
        caps = QWidget()
        row = QHBoxLayout(caps)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        # The two Enter keys of a keyboard are one on the sheet.
        names = list(dict.fromkeys(map(key_name, keys)))
        for name in names:
            row.addWidget(KeyCap(name))
        row.addStretch()
        caps.setFixedHeight(21)
        words = Label(text)
        widgets: list[QWidget] = [caps, words]
        self._grid.addWidget(caps, place, 0)
        if layer is not None:
            sign = _Sign(theme, layer)
            self._grid.addWidget(sign, place, 1)
            self._grid.addWidget(words, place, 2)
            widgets.append(sign)
        else:
            self._grid.addWidget(words, place, 1, 1, 2)
        words.setAccessibleName(f"{text}: {', '.join(names)}")
        self._rows.append((" ".join(names).casefold(), text, widgets))


class _Sign(QWidget):
    """The tint and underline of a layer, as in the text."""

    def __init__(self, theme: Theme, layer: Layer) -> None:
        super().__init__()
        self._theme = theme
        self._layer = layer
        self.setFixedSize(16, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            layer = self._layer
            paint_layer_sign(painter, 0, 9, 16, self._theme, layer.id, layer.underline)


def _deal(groups: Sequence[_Group], columns: int) -> list[list[_Group]]:
    """Groups in order, cut where a column has its share of the rows."""
    dealt: list[list[_Group]] = [[]]
    rest = sum(group.height_of() for group in groups)
    filled = 0
    for place, group in enumerate(groups):
        left, waiting = columns - len(dealt) + 1, len(groups) - place
        share = (rest + filled) / left
        full = dealt[-1] and filled + group.height_of() / 2 > share
        if len(dealt) < columns and (full or (dealt[-1] and waiting <= left - 1)):
            dealt.append([])
            filled = 0
        dealt[-1].append(group)
        filled += group.height_of()
        rest -= group.height_of()
    return [*dealt, *([] for _ in range(columns - len(dealt)))]


def _pressed(event: QKeyEvent) -> str:
    """A stroke that is no typing, by its name: Ctrl+K, F2, Del; "" for all others."""
    key = Qt.Key(event.key())
    function = Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
    if not function and not any(event.modifiers() & modifier for modifier in _MODIFIERS):
        return ""
    if key in {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta}:
        return ""
    stroke = QKeySequence(event.keyCombination())
    editing = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.SelectAll)
    if any(stroke in QKeySequence.keyBindings(known) for known in editing):
        return ""
    return key_name(stroke.toString())

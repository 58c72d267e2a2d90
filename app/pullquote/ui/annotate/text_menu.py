"""The menu of the text: the layers, and what can be done where it was asked for."""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction

from pullquote.ui.annotate.commands import TextCommands
from pullquote.ui.annotate.desk import Desk
from pullquote.ui.widgets import Menu, key_name


class TextMenu(QObject):
    """Opens at the mouse, or with the menu key at the caret."""

    def __init__(self, desk: Desk, commands: TextCommands) -> None:
        super().__init__(desk)
        self._desk, self._commands = desk, commands
        desk.room.page.reader.context_menu_requested.connect(self._open)

    def _open(self, offset: int, place: QPoint) -> None:
        if self._desk.doc is None:
            return
        menu = self.menu(offset)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def menu(self, offset: int) -> Menu:
        """The entries for the words chosen, the label selected, or else the label at `offset`."""
        reader, doc = self._desk.room.page.reader, self._desk.doc
        if doc is not None and not reader.selection() and self._desk.selected() is None:
            around = doc.at(offset)
            self._desk.select(around[0].id if around else None)
        menu = Menu(parent=reader)
        self._add_layers(menu)
        menu.addSeparator()
        selected = self._desk.selected() is not None
        writes = selected and not self._desk.project.read_only
        self._add(menu, self.tr("Move the edges"), "extent", "F2").setEnabled(writes)
        self._add(menu, self.tr("Note"), "note", "M").setEnabled(writes)
        self._add(menu, self.tr("Remove"), "remove", "Del").setEnabled(writes)
        menu.addSeparator()
        copy = menu.addAction(f"{self.tr('Copy')}\t{key_name('Ctrl+C')}")
        copy.triggered.connect(lambda _on=False: reader.copy())
        copy.setEnabled(bool(reader.selection()))
        where = self._add(menu, self.tr("Where else it stands"), "where_else", "W")
        where.setEnabled(self._desk.block_at(offset) is not None)
        return menu

    def _add_layers(self, menu: Menu) -> None:
        for layer in self._desk.project.schema.layers:
            entry = self._add(menu, layer.name, f"layer:{layer.id}", layer.key)
            entry.setEnabled(not self._desk.project.read_only)

    def _add(self, menu: Menu, text: str, command: str, key: str) -> QAction:
        entry = menu.addAction(f"{text.replace('&', '&&')}\t{key_name(key)}")
        entry.triggered.connect(lambda _on=False: self._commands.run(command))
        return entry

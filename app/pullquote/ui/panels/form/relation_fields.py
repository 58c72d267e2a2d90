"""The relations of a label: one field each, and a way to the label at the other end."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from pullquote.model.schema import Schema
from pullquote.ui.panels.values import RelationShown
from pullquote.ui.widgets import Field, plain_tooltip
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.words import tr


def role_caption(role: str) -> str:
    """The role of a date for what it dates, as a caption over it."""
    names = {"utterance": tr("Said on"), "event": tr("Event on"), "deadline": tr("Due by")}
    return names.get(role) or role.replace("_", " ").capitalize()


def relation_caption(schema: Schema, shown: RelationShown) -> str:
    relation = schema.relation(shown.relation)
    if shown.role:
        return role_caption(shown.role)
    return relation.name if relation else tr("Part of")


class RelationFields(QWidget):
    """`went` has the related label; `missed` the layer of one that is not there yet."""

    went = Signal(int)
    missed = Signal(str)

    def __init__(self, schema: Schema) -> None:
        super().__init__()
        self._schema = schema
        self._fields: dict[tuple[str, str, str], _RelationField] = {}
        self._shown: list[_RelationField] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def show_relations(self, relations: Sequence[RelationShown]) -> None:
        fields = [self._field(shown) for shown in relations]
        if fields != self._shown:
            self._lay_out(fields)
        for field, shown in zip(fields, relations, strict=True):
            field.show_relation(shown)

    def _lay_out(self, fields: "list[_RelationField]") -> None:
        for field in self._shown:
            field.setVisible(field in fields)
        for number, field in enumerate(fields):
            alone = number % 2 == 0 and number == len(fields) - 1
            self._grid.addWidget(field, number // 2, number % 2, 1, 2 if alone else 1)
            field.show()
        self._shown = fields
        self.setVisible(bool(fields))

    def _field(self, shown: RelationShown) -> "_RelationField":
        place = (shown.relation, shown.role, shown.layer)
        if place not in self._fields:
            layer = self._schema.layer(shown.layer)
            key = layer.key if layer and shown.relation else ""
            self._fields[place] = _RelationField(relation_caption(self._schema, shown), key)
            self._fields[place].pressed.connect(self._go)
        return self._fields[place]

    def _go(self, shown: RelationShown) -> None:
        if shown.label is None:
            self.missed.emit(shown.layer)
        else:
            self.went.emit(shown.label)


class _RelationField(Field):
    pressed = Signal(object)

    def __init__(self, caption: str, key: str) -> None:
        super().__init__(caption, key, read_only=True, placeholder=tr("Not set"))
        self._relation = RelationShown("", "")
        self.own_keys = self._keys
        self.editor.setCursor(Qt.CursorShape.PointingHandCursor)
        self.editor.clicked.connect(lambda: self.pressed.emit(self._relation))

    def _keys(self) -> Hints:
        there = self._relation.label is not None
        goes = tr("go to it") if there else tr("label it")
        return [("Enter", goes), ("Tab", tr("next")), ("Esc", tr("to the text"))]

    def show_relation(self, shown: RelationShown) -> None:
        if shown == self._relation:
            return
        self._relation = shown
        self._fit()
        self.setToolTip(
            plain_tooltip(", ".join(part for part in (shown.value, shown.hint) if part))
        )
        self.editor.setAccessibleDescription(shown.hint or tr("Enter goes to it"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        ):
            self.pressed.emit(self._relation)
            return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        metrics = self.editor.fontMetrics()
        self.set_text(
            metrics.elidedText(self._relation.value, Qt.TextElideMode.ElideRight, self.width() - 4)
        )

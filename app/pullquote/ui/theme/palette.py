"""Two palettes as data; widgets ask for roles, never for a colour."""

import tomllib
from collections.abc import Mapping
from typing import Literal, NamedTuple

from PySide6.QtGui import QColor, QPalette

from pullquote.assets import RESOURCES
from pullquote.model.schema import Layer

ThemeName = Literal["light", "dark"]


class LayerColours(NamedTuple):
    """`line` is the underline and the label, `tint` the ground, `selected` the ground chosen."""

    line: QColor
    tint: QColor
    selected: QColor


# What stands under or on text; every other role is drawn in the colour of text.
_SYSTEM = {
    "page": QPalette.ColorRole.Base,
    "paper": QPalette.ColorRole.Window,
    "sunk": QPalette.ColorRole.AlternateBase,
    "accent_t": QPalette.ColorRole.AlternateBase,
    "sel": QPalette.ColorRole.AlternateBase,
    "dup": QPalette.ColorRole.AlternateBase,
    "dup_active": QPalette.ColorRole.AlternateBase,
    "dis_t": QPalette.ColorRole.AlternateBase,
    "add_t": QPalette.ColorRole.AlternateBase,
    "rem_t": QPalette.ColorRole.AlternateBase,
    "on_accent": QPalette.ColorRole.Base,
}


class Theme:
    """The colours of one palette, by role and by layer; a colour is made once."""

    def __init__(
        self,
        name: ThemeName,
        roles: Mapping[str, QColor],
        layers: Mapping[str, LayerColours],
        *,
        plain: LayerColours | None = None,
    ) -> None:
        """`plain` are the colours of all layers, where they differ by underline and label alone."""
        self.name = name
        self._plain = plain
        self._roles = roles
        self._layers = layers
        self._unknown = LayerColours(roles["ink3"], roles["sunk"], roles["line"])

    @classmethod
    def load(cls, name: ThemeName) -> "Theme":
        data = tomllib.loads((RESOURCES / "themes" / f"{name}.toml").read_text(encoding="utf-8"))
        return cls(
            name,
            {role: QColor(value) for role, value in data["role"].items()},
            {layer: LayerColours(*map(QColor, three)) for layer, three in data["layer"].items()},
        )

    def in_high_contrast(self, system: QPalette) -> "Theme":
        """The system's own colours for every role; layers then differ by underline and label."""
        roles = {
            role: system.color(_SYSTEM.get(role, QPalette.ColorRole.Text)) for role in self.roles
        }
        plain = LayerColours(roles["ink"], roles["page"], roles["sunk"])
        return Theme(self.name, roles, dict.fromkeys(self.layers, plain), plain=plain)

    @property
    def dark(self) -> bool:
        return self.name == "dark"

    @property
    def roles(self) -> Mapping[str, QColor]:
        return self._roles

    @property
    def layers(self) -> Mapping[str, LayerColours]:
        return self._layers

    def color(self, role: str) -> QColor:
        return self._roles[role]

    def layer(self, layer: str) -> LayerColours:
        """The colours of a layer's id; grey for a layer that nobody knows."""
        return self._layers.get(layer, self._unknown)

    def with_layers(self, layers: tuple[Layer, ...]) -> "Theme":
        """This palette with the colours a schema brings; layers without any take the next ones."""
        if self._plain is not None:
            every = dict.fromkeys([layer.id for layer in layers], self._plain)
            return Theme(self.name, self._roles, {**self._layers, **every}, plain=self._plain)
        known = dict(self._layers)
        spare = [colours for name, colours in known.items() if name not in {x.id for x in layers}]
        for layer in layers:
            own = layer.dark if self.dark else layer.light
            if own:
                known[layer.id] = LayerColours(*map(QColor, own))
            elif layer.id not in known and spare:
                known[layer.id] = spare.pop(0)
        return Theme(self.name, self._roles, known)

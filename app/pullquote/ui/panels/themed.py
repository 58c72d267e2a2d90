"""What every part of a panel that paints can do."""

from typing import Protocol

from pullquote.model.schema import Schema
from pullquote.ui.theme.palette import Theme


class Themed(Protocol):
    def set_theme(self, theme: Theme) -> None: ...


class Schemed(Protocol):
    def set_schema(self, schema: Schema) -> None: ...


class Editable(Protocol):
    def set_read_only(self, read_only: bool) -> None: ...

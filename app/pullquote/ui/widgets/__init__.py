"""Small widgets that all rooms share; the style sheet and Qt's palette give them their colours."""

from pullquote.ui.widgets.button import Button, LinkButton
from pullquote.ui.widgets.choices import CheckBox, RadioButton, paint_check
from pullquote.ui.widgets.drops import dropped_paths
from pullquote.ui.widgets.field import ChoiceField, Field
from pullquote.ui.widgets.focus import paint_focus
from pullquote.ui.widgets.icon import Icon, IconButton, paint_icon
from pullquote.ui.widgets.keycap import KeyCap, key_name
from pullquote.ui.widgets.label import (
    ElidedLabel,
    Label,
    discard,
    plain_tooltip,
    restyle,
    set_property,
)
from pullquote.ui.widgets.lines import BusyLine, Line
from pullquote.ui.widgets.menu import Menu, MenuButton, round_corners
from pullquote.ui.widgets.message import MessageLine
from pullquote.ui.widgets.search import SearchBox
from pullquote.ui.widgets.segments import Segments
from pullquote.ui.widgets.status import StatusShape, paint_status
from pullquote.ui.widgets.words import apart, counted, day_words, number

__all__ = [
    "BusyLine",
    "Button",
    "CheckBox",
    "ChoiceField",
    "ElidedLabel",
    "Field",
    "Icon",
    "IconButton",
    "KeyCap",
    "Label",
    "Line",
    "LinkButton",
    "Menu",
    "MenuButton",
    "MessageLine",
    "RadioButton",
    "SearchBox",
    "Segments",
    "StatusShape",
    "apart",
    "counted",
    "day_words",
    "discard",
    "dropped_paths",
    "key_name",
    "number",
    "paint_check",
    "paint_focus",
    "paint_icon",
    "paint_status",
    "plain_tooltip",
    "restyle",
    "round_corners",
    "set_property",
]

"""Small widgets that all rooms share; the style sheet and Qt's palette give them their colours."""

from pullquote.ui.widgets.buttons import (
    Button,
    CheckBox,
    LinkButton,
    MenuButton,
    RadioButton,
    paint_check,
    paint_focus,
)
from pullquote.ui.widgets.empty_state import dropped_paths
from pullquote.ui.widgets.field import ChoiceField, Field, SearchBox, Segments
from pullquote.ui.widgets.icon import Icon, IconButton, StatusShape, paint_icon, paint_status
from pullquote.ui.widgets.label import (
    ElidedLabel,
    KeyCap,
    Label,
    Spoken,
    announce,
    discard_widget,
    key_name,
    plain_tooltip,
    restyle,
    set_property,
    set_tooltip,
    speak_for_widgets,
)
from pullquote.ui.widgets.lines import BusyLine, Line, MessageLine
from pullquote.ui.widgets.popup import Menu, round_corners
from pullquote.ui.widgets.words import bidi_isolated, counted, day_words, number

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
    "Spoken",
    "StatusShape",
    "announce",
    "bidi_isolated",
    "counted",
    "day_words",
    "discard_widget",
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
    "set_tooltip",
    "speak_for_widgets",
]

"""All actions in one table: the menus, the shortcuts and the key sheet come from it."""

from dataclasses import dataclass
from typing import Literal

from pullquote.model.schema import Schema

Where = Literal["window", "text", "room"]
Menu = Literal["", "file", "edit", "label", "go", "view", "help"]

MENUS: tuple[tuple[Menu, str], ...] = (
    ("file", "&File"),
    ("edit", "&Edit"),
    ("label", "&Label"),
    ("go", "&Go"),
    ("view", "&View"),
    ("help", "&Help"),
)


@dataclass(frozen=True, slots=True)
class Action:
    """`keys` as Qt writes them; those of the text act only while the text has the focus, those of a
    room only in it: the room reads them itself, and they stand here for the key sheet.

    `sheet` is the group on the key sheet, "" to leave it out; a menu's entries are parted where
    `rule` says so.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    where: Where = "window"
    menu: Menu = ""
    sheet: str = ""
    rule: bool = False


def _text(id_: str, text: str, *keys: str, menu: Menu = "", sheet: str = "Label") -> Action:
    return Action(id_, text, keys, "text", menu, sheet)


def _room(id_: str, text: str, *keys: str, sheet: str) -> Action:
    return Action(id_, text, keys, "room", "", sheet)


ACTIONS: tuple[Action, ...] = (
    Action("new", "New project…", ("Ctrl+N",), menu="file"),
    Action("open", "Open project…", ("Ctrl+O",), menu="file"),
    Action("sample", "Open the sample", (), menu="file"),
    Action("import", "Import articles…", ("Ctrl+I",), menu="file", sheet="Everywhere", rule=True),
    Action("export", "Export…", ("Ctrl+E",), menu="file", sheet="Everywhere"),
    Action("plan", "Annotators and plan…", (), menu="file", rule=True),
    Action("hand_out", "Hand out…", (), menu="file"),
    Action("collect", "Collect…", (), menu="file"),
    Action("proposals", "Proposals about speakers…", (), menu="file"),
    Action("save_copy", "Save a copy…", (), menu="file", rule=True),
    Action("name_version", "Name this version…", ("Ctrl+S",), menu="file", sheet="Everywhere"),
    Action("check", "Check the project", (), menu="file"),
    Action("settings", "Settings…", ("Ctrl+,",), menu="file", rule=True),
    Action("close_project", "Close project", ("Ctrl+W",), menu="file", rule=True),
    Action("quit", "Quit", ("Ctrl+Q",), menu="file"),
    Action("undo", "Undo", ("Ctrl+Z",), menu="edit", sheet="Everywhere"),
    Action("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), menu="edit", sheet="Everywhere"),
    Action("copy", "Copy", ("Ctrl+C",), menu="edit", sheet="Everywhere", rule=True),
    Action("select_all", "Choose all", ("Ctrl+A",), menu="edit"),
    Action("find", "Find in the text", ("Ctrl+F",), menu="edit", sheet="Everywhere", rule=True),
    Action("find_next", "Find next", ("F3",), menu="edit", sheet="Everywhere"),
    Action("find_previous", "Find previous", ("Shift+F3",), menu="edit"),
    _text("tie", "Tie to another label", "R", menu="label"),
    _text("kind", "Kind: next value", "T", menu="label"),
    _text("sure", "Sure or unsure", "Y", menu="label"),
    _text("note", "Note", "M", menu="label"),
    _text("edit", "Take what is outlined, or edit", "Return", menu="label"),
    _text("extent", "Move the edges", "F2", menu="label"),
    _text("remove", "Remove", "Del", "Backspace", menu="label"),
    _text("grow", "Grow the choice", "E", sheet="Choose words"),
    _text("shrink", "Shrink the choice", "Shift+E", sheet="Choose words"),
    _text("quotation", "Next quotation marks", "G", sheet="Choose words"),
    _text("let_go", "Let go", "Esc", sheet="Choose words"),
    Action("dates_anew", "Count dates anew", (), menu="label", rule=True),
    Action("properties", "Document…", ("Alt+Return",), menu="label"),
    Action("exclude", "Exclude from the corpus…", (), menu="label"),
    Action("remove_document", "Remove document", (), menu="label"),
    Action("room_annotate", "Annotate", ("Ctrl+1",), menu="go", sheet="Rooms and panes"),
    Action("room_agreement", "Agreement", ("Ctrl+3",), menu="go", sheet="Rooms and panes"),
    Action("room_adjudicate", "Adjudicate", ("Ctrl+4",), menu="go", sheet="Rooms and panes"),
    Action("room_progress", "Progress", ("Ctrl+7",), menu="go", sheet="Rooms and panes"),
    _text("next_label", "Next label", "J", menu="go", sheet="Go"),
    _text("previous_label", "Label before", "K", menu="go", sheet="Go"),
    _text("next_repeat", "Next repeated passage", "P", menu="go", sheet="Go"),
    _text("previous_repeat", "Repeated passage before", "Shift+P", menu="go", sheet="Go"),
    _text("where_else", "Where else it stands", "W", menu="go", sheet="Copies"),
    Action("done", "Done, next document", ("Ctrl+Return", "Ctrl+Enter"), menu="go", sheet="Go"),
    Action("skip", "Skip this document…", (), menu="go"),
    Action("next_document", "Next document", ("Ctrl+PgDown",), menu="go", sheet="Go"),
    Action("previous_document", "Document before", ("Ctrl+PgUp",), menu="go", sheet="Go"),
    Action("back", "Back", ("Alt+Left",), menu="go", sheet="Go", rule=True),
    Action("forward", "Forward", ("Alt+Right",), menu="go", sheet="Go"),
    Action("search", "Search documents", ("Ctrl+K",), menu="go", sheet="Go"),
    Action("next_pane", "Next pane", ("F6",), menu="view", sheet="Rooms and panes"),
    Action("previous_pane", "Pane before", ("Shift+F6",), menu="view"),
    Action("list", "Documents list", ("F8",), menu="view", sheet="Rooms and panes", rule=True),
    Action("panel", "Side panel", ("F9",), menu="view", sheet="Rooms and panes"),
    Action("full_screen", "Full screen", ("F11",), menu="view", sheet="Rooms and panes"),
    _text("labels_shown", "Labels: all, quotes, none", "L", menu="view", sheet="Rooms and panes"),
    Action("weak", "Weak repeats", (), menu="view"),
    Action("larger", "Larger text", ("Ctrl++", "Ctrl+="), menu="view", sheet="Rooms and panes",
           rule=True),
    Action("smaller", "Smaller text", ("Ctrl+-",), menu="view", sheet="Rooms and panes"),
    Action("usual_size", "Usual text size", ("Ctrl+0",), menu="view"),
    Action("theme_light", "Light", (), menu="view", rule=True),
    Action("theme_dark", "Dark", (), menu="view"),
    Action("theme_system", "As the system", (), menu="view"),
    _room("to_the_place", "To the place in the text", "Return", sheet="Agreement"),
    _room("settle", "Settle what is listed", "Ctrl+J", sheet="Agreement"),
    _room("copy_sentence", "Copy as a sentence", "Ctrl+C", sheet="Agreement"),
    _room("clear_filter", "Clear the filter", "Esc", sheet="Agreement"),
    _room("take_version", "Take A, B, C …", "1", "2", "3", sheet="Adjudicate"),
    _room("take_all", "Take both, or all", "B", sheet="Adjudicate"),
    _room("take_none", "Take neither", "0", sheet="Adjudicate"),
    _room("edit_version", "Edit, then Ctrl+Enter", "E", sheet="Adjudicate"),
    _room("say_why", "Say why", "M", sheet="Adjudicate"),
    _room("leave_open", "Next, left open", "J", sheet="Adjudicate"),
    _room("place_before", "Place before", "K", sheet="Adjudicate"),
    _room("open_again", "Open again", "R", sheet="Adjudicate"),
    Action("stop", "Stop what runs", ("Shift+Esc",), menu="view", sheet="Everywhere", rule=True),
    Action("keys", "Keys", ("Ctrl+/",), menu="help", sheet="Everywhere"),
    _text("keys_here", "Keys", "?", sheet=""),
    Action("help", "Help", ("F1",), menu="help"),
    Action("about", "About Pullquote", (), menu="help", rule=True),
)  # fmt: skip

SHEET_GROUPS = (
    "Label",
    "Choose words",
    "Copies",
    "Go",
    "Agreement",
    "Adjudicate",
    "Rooms and panes",
    "Everywhere",
)


def text_keys(schema: Schema) -> dict[str, str]:
    """The keys of the text: sequence to the action's id, "layer:ID" for a layer's key or digit."""
    found = {keys: a.id for a in ACTIONS if a.where == "text" for keys in a.keys}
    found["Enter"] = "edit"
    for number, layer in enumerate(schema.layers, 1):
        found[layer.key] = f"layer:{layer.id}"
        if number <= 9:
            found[str(number)] = f"layer:{layer.id}"
    return found


def key_sheet_groups(schema: Schema) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The key sheet: group to rows of (keys, text), the schema's layers first."""
    groups: dict[str, list[tuple[tuple[str, ...], str]]] = {name: [] for name in SHEET_GROUPS}
    for number, layer in enumerate(schema.layers, 1):
        groups["Label"].append(((layer.key, str(number)), layer.name))
    for action in ACTIONS:
        if action.sheet and action.keys:
            groups[action.sheet].append((action.keys, action.text))
    return groups

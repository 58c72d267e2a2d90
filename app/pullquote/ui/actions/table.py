"""All actions in one table: the menus, the shortcuts and the key sheet come from it."""

from typing import Literal, NamedTuple

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


Need = Literal[
    "project", "writable", "owner", "text",
    "annotate", "clusters", "agreement", "adjudicate", "timeline", "speakers",
    "progress",
]  # fmt: skip
"""What must be so: a project is open, no read-only one is, it is no hand-out, a text is in sight.
A room's id: that room is in sight, or one of those that are named.
"""

OPEN: tuple[Need, ...] = ("project",)
WRITE: tuple[Need, ...] = ("project", "writable")
# Who was handed a file works on it and sends it back; they see their own labels only.
OWNER: tuple[Need, ...] = ("project", "writable", "owner")
OTHERS: tuple[Need, ...] = ("project", "owner")
DOCUMENTS: tuple[Need, ...] = ("annotate",)
TEXT: tuple[Need, ...] = ("annotate", "text")
LABEL: tuple[Need, ...] = ("annotate", "text", "writable")
READER: tuple[Need, ...] = ("annotate", "adjudicate")
FIGURES: tuple[Need, ...] = ("agreement",)
PLACES: tuple[Need, ...] = ("adjudicate",)
SETTLE: tuple[Need, ...] = ("adjudicate", "writable")
CLUSTERS: tuple[Need, ...] = ("clusters",)
DECIDE: tuple[Need, ...] = ("clusters", "writable")
TIMELINE: tuple[Need, ...] = ("timeline",)
REGISTER: tuple[Need, ...] = ("speakers",)
NAME: tuple[Need, ...] = ("speakers", "writable")
ROOM_IDS: frozenset[Need] = frozenset(
    {"annotate", "clusters", "agreement", "adjudicate", "timeline", "speakers", "progress"}
)


class Action(NamedTuple):
    """`keys` as Qt writes them; those of the text act only while the text has the focus, those of a
    room only in it: the room reads them itself, and they stand here for the key sheet.

    `sheet` is the group on the key sheet, "" to leave it out; a menu's entries are parted where
    `rule` says so. The action makes sense where all of its `needs` are met.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    where: Where = "window"
    menu: Menu = ""
    sheet: str = ""
    rule: bool = False
    needs: tuple[Need, ...] = ()

    @property
    def rooms(self) -> frozenset[Need]:
        """The rooms it belongs to; none for what has a meaning everywhere."""
        return ROOM_IDS.intersection(self.needs)

    def makes_sense(self, facts: frozenset[str]) -> bool:
        """Whether all needs are met by what is so now, written in the words of `Need`."""
        rooms = self.rooms
        return facts >= set(self.needs) - rooms and (not rooms or bool(rooms & facts))


def _text(
    id_: str,
    text: str,
    *keys: str,
    menu: Menu = "",
    sheet: str = "Label",
    rule: bool = False,
    needs: tuple[Need, ...] = TEXT,
) -> Action:
    return Action(id_, text, keys, "text", menu, sheet, rule=rule, needs=needs)


def _agreement(id_: str, text: str, *keys: str) -> Action:
    return Action(id_, text, keys, "room", sheet="Agreement", needs=FIGURES)


def _adjudicate(id_: str, text: str, *keys: str, needs: tuple[Need, ...] = PLACES) -> Action:
    return Action(id_, text, keys, "room", sheet="Adjudicate", needs=needs)


def _clusters(id_: str, text: str, *keys: str, needs: tuple[Need, ...] = DECIDE) -> Action:
    return Action(id_, text, keys, "room", sheet="Clusters", needs=needs)


def _timeline(id_: str, text: str, *keys: str) -> Action:
    return Action(id_, text, keys, "room", sheet="Timeline", needs=TIMELINE)


def _speakers(id_: str, text: str, *keys: str, needs: tuple[Need, ...] = NAME) -> Action:
    return Action(id_, text, keys, "room", sheet="Speakers", needs=needs)


ACTIONS: tuple[Action, ...] = (
    Action("new", "New project…", ("Ctrl+N",), menu="file"),
    Action("open", "Open project…", ("Ctrl+O",), menu="file"),
    Action("open_recent", "Open recent", (), menu="file"),
    Action("sample", "Open the sample", (), menu="file"),
    Action("import", "Import articles…", ("Ctrl+I",), menu="file", sheet="Everywhere", rule=True,
           needs=("writable",)),
    Action("export", "Export…", ("Ctrl+E",), menu="file", sheet="Everywhere", needs=OPEN),
    Action("plan", "Annotators and plan…", (), menu="file", rule=True, needs=OWNER),
    Action("hand_out", "Hand out…", (), menu="file", needs=OWNER),
    Action("collect", "Collect…", (), menu="file", needs=OWNER),
    Action("guidelines", "Guidelines…", (), menu="file", needs=OWNER),
    Action("proposals", "Proposals about speakers…", (), menu="file", needs=OWNER),
    Action("save_copy", "Save a copy…", (), menu="file", rule=True, needs=OPEN),
    Action("backups", "Backups…", (), menu="file", needs=OPEN),
    Action("name_version", "Name this version…", ("Ctrl+S",), menu="file", sheet="Everywhere",
           needs=WRITE),
    Action("fold_history", "Fold the history…", (), menu="file", needs=WRITE),
    Action("check", "Check the project", (), menu="file", needs=OPEN),
    Action("settings", "Settings…", ("Ctrl+,",), menu="file", rule=True),
    Action("close_project", "Close project", ("Ctrl+W",), menu="file", rule=True, needs=OPEN),
    Action("quit", "Quit", ("Ctrl+Q",), menu="file"),
    Action("undo", "Undo", ("Ctrl+Z",), menu="edit", sheet="Everywhere", needs=WRITE),
    Action("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), menu="edit", sheet="Everywhere",
           needs=WRITE),
    Action("copy", "Copy", ("Ctrl+C",), menu="edit", sheet="Everywhere", rule=True, needs=TEXT),
    Action("select_all", "Choose all", ("Ctrl+A",), menu="edit", needs=TEXT),
    Action("find", "Find in the text", ("Ctrl+F",), menu="edit", sheet="Everywhere", rule=True,
           needs=TEXT),
    Action("find_next", "Find next", ("F3",), menu="edit", sheet="Everywhere", needs=TEXT),
    Action("find_previous", "Find previous", ("Shift+F3",), menu="edit", needs=TEXT),
    Action("context_menu", "Menu of this place", ("Shift+F10",), menu="edit", sheet="Everywhere",
           rule=True, needs=OPEN),
    _text("relate", "Tie to another label", "R", menu="label", needs=LABEL),
    _text("kind", "Kind: next value", "T", menu="label", needs=LABEL),
    _text("sure", "Sure or unsure", "Y", menu="label", needs=LABEL),
    _text("note", "Note", "M", menu="label", needs=LABEL),
    _text("edit", "Take what is outlined, or edit", "Return", menu="label", needs=LABEL),
    _text("extent", "Move the edges", "F2", menu="label", needs=LABEL),
    _text("next_suggestion", "Next suggestion", "Tab", menu="label", needs=LABEL),
    _text("previous_suggestion", "Suggestion before", "Shift+Tab", menu="label", needs=LABEL),
    _text("why", "Why it is suggested", "H", menu="label", needs=LABEL),
    _text("take_sure", "Take all that is sure", "Ctrl+Shift+A", menu="label", needs=LABEL),
    _text("carry", "Carry to the copies", "V", menu="label", sheet="Copies", needs=LABEL),
    _text("take_over", "Take over from the copies", "Shift+V", menu="label", sheet="Copies",
          needs=LABEL),
    _text("remove", "Remove", "Del", "Backspace", menu="label", needs=LABEL),
    _text("grow", "Grow the choice", "E", sheet="Choose words"),
    _text("shrink", "Shrink the choice", "Shift+E", sheet="Choose words"),
    _text("quotation", "Next quotation marks", "G", sheet="Choose words"),
    _text("let_go", "Let go", "Esc", sheet="Choose words"),
    Action("dates_anew", "Count dates anew", (), menu="label", rule=True, needs=LABEL),
    Action("properties", "Document…", ("Alt+Return",), menu="label", needs=TEXT),
    Action("published", "Day of publication…", ("Ctrl+D",), menu="label", needs=LABEL),
    Action("exclude", "Exclude from the corpus…", (), menu="label", needs=LABEL),
    Action("remove_document", "Remove document", (), menu="label", needs=LABEL),
    Action("room_annotate", "Annotate", ("Ctrl+1",), menu="go", sheet="Rooms and panes",
           needs=OPEN),
    Action("room_clusters", "Clusters", ("Ctrl+2",), menu="go", sheet="Rooms and panes",
           needs=OPEN),
    Action("room_agreement", "Agreement", ("Ctrl+3",), menu="go", sheet="Rooms and panes",
           needs=OTHERS),
    Action("room_adjudicate", "Adjudicate", ("Ctrl+4",), menu="go", sheet="Rooms and panes",
           needs=OTHERS),
    Action("room_timeline", "Timeline", ("Ctrl+5",), menu="go", sheet="Rooms and panes",
           needs=OPEN),
    Action("room_speakers", "Speakers", ("Ctrl+6",), menu="go", sheet="Rooms and panes",
           needs=OPEN),
    Action("room_progress", "Progress", ("Ctrl+7",), menu="go", sheet="Rooms and panes",
           needs=OPEN),
    _text("next_label", "Next label", "J", menu="go", sheet="Go", rule=True),
    _text("previous_label", "Label before", "K", menu="go", sheet="Go"),
    _text("next_part", "Next label, parts too", "Shift+J", sheet="Go"),
    _text("previous_part", "Label before, parts too", "Shift+K", sheet="Go"),
    _text("next_date", "Next date", "N", menu="go", sheet="Go"),
    _text("previous_date", "Date before", "Shift+N", menu="go", sheet="Go"),
    _text("next_repeat", "Next repeated passage", "P", menu="go", sheet="Go"),
    _text("previous_repeat", "Repeated passage before", "Shift+P", menu="go", sheet="Go"),
    _text("where_else", "Where else it stands", "W", menu="go", sheet="Copies"),
    _text("side_by_side", "Beside a copy", "Shift+Return", "Shift+Enter", menu="go",
          sheet="Copies"),
    Action("done", "Done, next document", ("Ctrl+Return", "Ctrl+Enter"), menu="go", sheet="Go",
           rule=True, needs=TEXT),
    Action("skip", "Skip this document…", (), menu="go", needs=LABEL),
    Action("next_document", "Next document", ("Ctrl+PgDown",), menu="go", sheet="Go",
           needs=DOCUMENTS),
    Action("previous_document", "Document before", ("Ctrl+PgUp",), menu="go", sheet="Go",
           needs=DOCUMENTS),
    Action("back", "Back", ("Alt+Left",), menu="go", sheet="Go", rule=True, needs=OPEN),
    Action("forward", "Forward", ("Alt+Right",), menu="go", sheet="Go", needs=DOCUMENTS),
    Action("search", "Search documents", ("Ctrl+K",), menu="go", sheet="Go", needs=OPEN),
    Action("next_pane", "Next pane", ("F6",), menu="view", sheet="Rooms and panes", needs=OPEN),
    Action("previous_pane", "Pane before", ("Shift+F6",), menu="view", needs=OPEN),
    Action("list", "Documents list", ("F8",), menu="view", sheet="Rooms and panes", rule=True,
           needs=READER),
    Action("panel", "Side panel", ("F9",), menu="view", sheet="Rooms and panes", needs=READER),
    Action("full_screen", "Full screen", ("F11",), menu="view", sheet="Rooms and panes"),
    _text("labels_shown", "Labels: all, quotes, none", "L", menu="view", sheet="Rooms and panes"),
    _text("weak_repeats", "Weak repeats", menu="view", sheet=""),
    _text("suggest_indirect", "Suggest indirect speech", menu="view", sheet=""),
    _text("suggest_claims", "Suggest dated claims", menu="view", sheet=""),
    Action("larger", "Larger text", ("Ctrl++", "Ctrl+="), menu="view", sheet="Rooms and panes",
           rule=True, needs=READER),
    Action("smaller", "Smaller text", ("Ctrl+-",), menu="view", sheet="Rooms and panes",
           needs=READER),
    Action("usual_size", "Usual text size", ("Ctrl+0",), menu="view", needs=READER),
    Action("labels_of", "Labels of …", (), menu="view", rule=True,
           needs=("annotate", "text", "owner")),
    Action("theme_light", "Light", (), menu="view", rule=True),
    Action("theme_dark", "Dark", (), menu="view"),
    Action("theme_system", "As the system", (), menu="view"),
    _clusters("open_place", "To the place in the text", "Return", needs=CLUSTERS),
    _clusters("carry_place", "Carry its labels", "V"),
    _clusters("decide_boilerplate", "Boilerplate; both right", "B"),
    _clusters("split_place", "Place does not belong", "/"),
    _clusters("join_clusters", "The same as another", "M"),
    _clusters("dismiss_cluster", "Dismiss, bring back", "Del"),
    _clusters("make_second_alike", "Make place 2 like 1", "1"),
    _clusters("make_first_alike", "Make place 1 like 2", "2"),
    _clusters("search_clusters", "Search passages", "Ctrl+F", needs=CLUSTERS),
    _clusters("let_cluster_go", "Let go, clear the search", "Esc", needs=CLUSTERS),
    _timeline("open_said", "To the place in the text", "Return"),
    _timeline("zoom_in", "Zoom in", "+"),
    _timeline("zoom_out", "Zoom out", "-"),
    _timeline("save_timeline", "Save as picture", "P"),
    _timeline("search_timeline", "Search words and names", "Ctrl+F"),
    _timeline("clear_timeline", "Clear the filter", "Esc"),
    _speakers("rename_speaker", "Rename", "F2"),
    _speakers("merge_speaker", "Merge with another", "M"),
    _speakers("split_speaker", "Split a name off", "/"),
    _speakers("add_speaker_name", "Add a name", "+"),
    _speakers("remove_speaker_name", "Remove a name", "Del"),
    _speakers("remove_speaker", "Remove a speaker", "Del"),
    _speakers("describe_speaker", "Ids elsewhere", "E"),
    _speakers("speaks_for", "Whom they speak for", "R"),
    _speakers("search_speakers", "Search names", "Ctrl+F", needs=REGISTER),
    _speakers("let_speaker_go", "Let go, clear the search", "Esc", needs=REGISTER),
    _agreement("to_the_place", "To the place in the text", "Return"),
    _agreement("settle", "Settle what is listed", "Ctrl+J"),
    _agreement("copy_sentence", "Copy as a sentence", "Ctrl+C"),
    _agreement("clear_filter", "Clear the filter", "Esc"),
    _adjudicate("take_version", "Take version 1, 2, 3 …", "1", "2", "3", needs=SETTLE),
    _adjudicate("take_all", "Take both, or all", "B", needs=SETTLE),
    _adjudicate("take_none", "Take neither", "0", needs=SETTLE),
    _adjudicate("edit_version", "Edit, then Ctrl+Enter", "E", needs=SETTLE),
    _adjudicate("say_why", "Say why", "M"),
    _adjudicate("leave_open", "Next, left open", "J"),
    _adjudicate("place_before", "Place before", "K"),
    _adjudicate("open_again", "Open again", "R", needs=SETTLE),
    Action("stop", "Stop what runs", ("Shift+Esc",), menu="view", sheet="Everywhere", rule=True,
           needs=OPEN),
    Action("keys", "Keys", ("Ctrl+/",), menu="help", sheet="Everywhere"),
    _text("keys_here", "Keys", "?", sheet="", needs=DOCUMENTS),
    Action("help", "Help", ("F1",), menu="help"),
    Action("log_file", "Log file", (), menu="help"),
    Action("about", "About Pullquote", (), menu="help", rule=True),
)  # fmt: skip

SUBMENUS: frozenset[str] = frozenset({"open_recent", "labels_of"})
"""Actions whose entry opens a menu of its own, filled when it is opened."""
THEMES = ("theme_light", "theme_dark", "theme_system")
"""One of them is marked as the one that is on."""

SHEET_GROUPS = (
    "Label",
    "Choose words",
    "Copies",
    "Go",
    "Clusters",
    "Timeline",
    "Speakers",
    "Agreement",
    "Adjudicate",
    "Rooms and panes",
    "Everywhere",
)


def text_keys(schema: Schema) -> dict[str, str]:
    """The keys of the text: sequence to what it runs.

    That is an action's id, "layer:ID" for a layer's key or digit, or "value:KEY" for the key of a
    project's own attributes.
    """
    found = {key: f"value:{key}" for key in own_keys(schema)}
    found |= {keys: a.id for a in ACTIONS if a.where == "text" for keys in a.keys}
    found["Enter"] = "edit"
    for number, layer in enumerate(schema.layers, 1):
        found[layer.key] = f"layer:{layer.id}"
        if number <= 9:
            found[str(number)] = f"layer:{layer.id}"
    return found


def own_keys(schema: Schema) -> dict[str, str]:
    """The keys of attributes that no action has, with what they do for the key sheet.

    Where there are values it is the next one; what is typed is gone to.
    """
    taken = {keys for action in ACTIONS if action.where == "text" for keys in action.keys}
    found: dict[str, dict[str, bool]] = {}
    for layer in schema.layers:
        for attribute in layer.attributes:
            if attribute.key and attribute.key not in taken:
                found.setdefault(attribute.key, {})[attribute.name] = bool(attribute.values)
    return {
        key: " / ".join(names) + (": next value" if all(names.values()) else "")
        for key, names in found.items()
    }


def key_sheet_groups(schema: Schema) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The key sheet: group to rows of (keys, text), the schema's layers and attributes first."""
    groups: dict[str, list[tuple[tuple[str, ...], str]]] = {name: [] for name in SHEET_GROUPS}
    for number, layer in enumerate(schema.layers, 1):
        groups["Label"].append(((layer.key, str(number)), layer.name))
    for key, does in own_keys(schema).items():
        groups["Label"].append(((key,), does))
    for action in ACTIONS:
        if action.sheet and action.keys:
            groups[action.sheet].append((action.keys, action.text))
    return groups


def layer_actions(schema: Schema) -> list[Action]:
    """An action for each layer, for the menu that has them first; the text reads their keys."""
    return [
        Action(f"layer:{layer.id}", layer.name, (layer.key,), "text", "label", needs=LABEL)
        for layer in schema.layers
    ]


BY_ID = {action.id: action for action in ACTIONS}

"""Draw the side panel in its states: `python tests/ui/panels/picture_panels.py FOLDER`."""

import os
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pullquote.assets import RESOURCES
from pullquote.calendar.values import is_value
from pullquote.duplicates.diff import diff
from pullquote.model.schema_file import parse_schema
from pullquote.ui.panels.side_panel import SidePanel
from pullquote.ui.panels.values import (
    CopiesShown,
    CopyRow,
    DateShown,
    DocumentShown,
    HistoryItem,
    LabelShown,
    LayerOffer,
    OpenHead,
    RelationShown,
    SpeakerCandidate,
    TreeRow,
    WordsShown,
)
from pullquote.ui.theme import style
from pullquote.ui.theme.palette import Theme

SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
TREE = [
    TreeRow(1, "claim", "“no new day has been set for the ferry talks”", 0, "2026-02-10", "date"),
    TreeRow(2, "speaker", "The Ministry", 1),
    TreeRow(3, "quote", "“No, there is no certain day yet.”"),
    TreeRow(4, "speaker", "Ilian Marsk", 1, "told"),
    TreeRow(5, "quote", "“Indeed, meetings have taken place, we can confirm this”"),
    TreeRow(6, "speaker", "he → Ilian Marsk", 1, "added"),
    TreeRow(7, "claim", "“the channel to Tann had been reopened”", 0, "2026-02-03", "date"),
    TreeRow(8, "speaker", "Emeline Kroft", 1, "announced"),
    TreeRow(9, "quote", "“We have noted Ms Kroft’s words”", 0, "suggested", suggested=True),
    TreeRow(10, "speaker", "Ilian Marsk", 1, "stating", suggested=True),
    TreeRow(11, "quote", "«لا يوجد تاريخ محدد حتى الآن»"),
    TreeRow(12, "date", "Feb. 4", 0, "XXXX-02-04", "date"),
]
PUBLISHED = RelationShown("dated_by", "date", "utterance", None, "10 Feb 2026", "publication")
QUOTE = LabelShown(
    5,
    "quote",
    "“Indeed, meetings have taken place, we can confirm this, and if that is what is wanted and "
    "needed, they will help us to settle the matter of the harbour.”",
    7,
    18,
    {"kind": "direct"},
    "Ilian Marsk",
    "known",
    "he",
    (RelationShown("cued_by", "cue", "", 92, "added"), PUBLISHED),
    provenance="You, 14:02: accepted a suggestion, moved its end",
    unlabelled_copies=1,
)
DATE = LabelShown(
    90,
    "date",
    "last week",
    3,
    18,
    {"type": "DATE", "value": "2026-W06"},
    date=DateShown(
        "2026-W06",
        "publication",
        "2026-02-12",
        "“no new day has been set for the ferry talks”",
        "claim",
        "event",
        ("utterance", "event", "deadline"),
        "2026-02-12",
    ),
)
RIGHT_TO_LEFT = LabelShown(11, "quote", "«لا يوجد تاريخ محدد حتى الآن لجولة جديدة»", 11, 18)
LONG = LabelShown(
    5,
    "quote",
    "A" * 300,
    1_117,
    11_802,
    {"kind": "indirect", "status": "unclosed", "sure": "unsure"},
    "The Standing Conference of the Harbour Masters of the Three Northern Provinces",
    "known",
    "the said standing conference",
    (RelationShown("cued_by", "cue", "", 92, "has been reported to be stating"), PUBLISHED),
    note="A note that somebody wrote late in the evening and that does not end in time",
    provenance="Annotator with a very long name indeed, 14:02: moved its end",
    unlabelled_copies=1_284,
)
WORDS = WordsShown(
    "Ministry spokesperson Ilian Marsk",
    4,
    33,
    (
        LayerOffer("speaker", related=True, value="Ilian Marsk"),
        LayerOffer("quote"),
        LayerOffer("cue"),
        LayerOffer("claim"),
    ),
)
HEAD = OpenHead(
    3,
    "quote",
    "“No, there is no certain day yet. But we still expect it to happen soon,”",
    (RelationShown("said_by", "speaker"), RelationShown("cued_by", "cue"), PUBLISHED),
)
HERE = (
    "“No, there is no certain day yet. But we still expect it to happen soon,” Ministry "
    "spokesperson Ilian Marsk told a news briefing in Orvel."
)
COPIES = CopiesShown(
    HERE,
    24,
    (
        CopyRow(1, 10, 50, HERE, here=True, below=6, paragraph=11, paragraphs=17),
        CopyRow(2, 0, 9, "“No, there is no exact day yet. But we still expect it to happen soon,” "
             "Ministry spokesman Ilian Marsk told reporters.", "No day for the ferry talks",
             "Northern Wire", "2026-02-10", similarity=0.91, same=False),
        CopyRow(3, 0, 9, "“There is no certain day yet,” the Ministry spokesperson said Tuesday.",
             "What we know of the <b>next round</b> that nobody thought would last so long",
             "Meridian News", "2026-02-11", similarity=0.74, same=False),
        CopyRow(4, 0, 9, HERE.replace(" in Orvel", ""), "Ministry awaits a call",
             "Harbour Post", similarity=0.98, same=False),
    ),
)  # fmt: skip
TODAY = date(2026, 2, 14)
HISTORY = [
    HistoryItem(40, "Quote labelled", "You", "2026-02-14T13:02:00Z", 2),
    HistoryItem(39, "Speaker set", "You", "2026-02-14T13:01:00Z", 1, undone=True),
    HistoryItem(38, "Quote carried to 3 copies", "Mara Lind", "2026-02-14T09:30:00Z", 12, 3),
    HistoryItem(37, "First round", "Mara Lind", "2026-02-13T17:30:00Z", kind="version"),
    HistoryItem(
        36, "Name of an operation " * 5, "Annotator " * 8, "2026-02-13T15:30:00Z", 1200, 871
    ),
    *(
        HistoryItem(30 - n, "Speaker set", "Jon Halder", f"2026-02-12T{23 - n}:10Z", 1)
        for n in range(9)
    ),
]


def main(folder: Path) -> None:
    app = QApplication([])
    for name, width in (("light", 1440), ("dark", 1440), ("light", 1100)):
        theme = Theme.load(name).with_layers(SCHEMA.layers)
        style.apply_theme(app, theme)
        window = QWidget()
        panel = SidePanel(theme, diff)
        panel.setParent(window)
        panel.setFixedWidth(368 if width >= 1280 else 344)
        window.resize(panel.width(), 860)
        panel.resize(panel.width(), 860)
        panel.set_schema(SCHEMA)
        panel.labels.set_parse(lambda typed: typed if is_value(typed) else None)
        panel.labels.set_register(speakers, lambda: 214)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        for number, state in enumerate(STATES):
            state(panel)
            QTest.qWait(20)
            picture = f"{name}-{panel.width()}-{number:02}-{state.__name__}.png"
            window.grab().save(str(folder / picture))
        window.close()


def speakers(_typed: str) -> list[SpeakerCandidate]:
    return [
        SpeakerCandidate(1, "Ilian Marsk", "Ministry spokesman", 41),
        SpeakerCandidate(2, "Niklas Marsk", "trade envoy", 2),
    ]


def label(panel: SidePanel) -> None:
    panel.labels.show_tree(TREE, 18, 8)
    panel.labels.show_label(QUOTE)


def speaker(panel: SidePanel) -> None:
    panel.labels.edit_speaker("he")


def speaker_typed(panel: SidePanel) -> None:
    QTest.keyClicks(panel.focusWidget(), "Mars")


def long_names(panel: SidePanel) -> None:
    panel.labels.tree.setFocus()
    panel.labels.show_label(LONG)


def right_to_left(panel: SidePanel) -> None:
    panel.labels.show_label(RIGHT_TO_LEFT)


def chosen_words(panel: SidePanel) -> None:
    panel.labels.show_words(WORDS, HEAD)


def dated(panel: SidePanel) -> None:
    panel.labels.show_label(DATE)
    panel.labels.edit()


def no_date(panel: SidePanel) -> None:
    QTest.keyClicks(panel.focusWidget(), "Febr 31")
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Return)


def calendar(panel: SidePanel) -> None:
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Escape)
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)


def document(panel: SidePanel) -> None:
    panel.tabs.setFocus()
    facts = (("Source", "Harbour Post"), ("Length", "573 words"), ("Repeated", "5 passages"))
    shown = DocumentShown(facts, "2026-02-10", "Tuesday, 10 February 2026", "", 3)
    panel.labels.show_document(shown)


def empty(panel: SidePanel) -> None:
    panel.labels.show_tree((), 0)
    panel.labels.show_document(DocumentShown())


def copies(panel: SidePanel) -> None:
    panel.copies.show_copies(COPIES)
    panel.show_page("copies")
    panel.focus_page()
    panel.copies.list.choose(1)


def no_copies(panel: SidePanel) -> None:
    panel.copies.show_nothing()


def history(panel: SidePanel) -> None:
    panel.history.show_history(HISTORY, more=False, today=TODAY)
    panel.show_page("history")
    panel.focus_page()


def no_history(panel: SidePanel) -> None:
    panel.history.show_history((), more=False, today=TODAY)


STATES = (
    label,
    speaker,
    speaker_typed,
    long_names,
    right_to_left,
    chosen_words,
    dated,
    no_date,
    calendar,
    document,
    empty,
    copies,
    no_copies,
    history,
    no_history,
)

if __name__ == "__main__":
    main(Path(sys.argv[1]))

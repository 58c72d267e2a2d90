"""Every room and every dialog with more in it than fits: long names, full lists.

Tests look whether all of it can be reached at each size, a package whether it opens.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from pullquote.adjudication.scores import ALL, Compared, Score
from pullquote.assets import DEFAULT_SCHEMA
from pullquote.exchange.formats import FORMATS
from pullquote.exchange.report import PartReport, SplitReport
from pullquote.labelling.label_dates import CountedDates
from pullquote.model.guidelines import guidelines_of, with_guidelines
from pullquote.model.schema import Schema
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Document, Published
from pullquote.reading.documents import LEFT_OUT
from pullquote.reading.values import TableColumns
from pullquote.sampling.split import PARTS
from pullquote.store.content.counts import ContentCounts
from pullquote.store.values import FoldPreview, VersionCounts, VersionPreview
from pullquote.ui.actions.table import key_sheet_groups
from pullquote.ui.adjudicate.comparison_dialog import ComparisonDialog
from pullquote.ui.agreement.export_dialog import FiguresDialog
from pullquote.ui.dialogs.about import AboutDialog
from pullquote.ui.dialogs.backups import BackupRow, BackupsDialog
from pullquote.ui.dialogs.error import ErrorDialog, OfferDialog
from pullquote.ui.dialogs.export import ExportDialog, LossRow
from pullquote.ui.dialogs.go_back import GoBackDialog
from pullquote.ui.dialogs.guidelines import GuidelinesDialog
from pullquote.ui.dialogs.help import HelpDialog
from pullquote.ui.dialogs.import_mapping import MappingDialog
from pullquote.ui.dialogs.import_report import KINDS, ImportReportDialog, ReportRow
from pullquote.ui.dialogs.key_sheet import KeySheet
from pullquote.ui.dialogs.prompt import (
    exclude_prompt,
    fold_prompt,
    skip_prompt,
    version_prompt,
)
from pullquote.ui.dialogs.properties import PropertiesDialog
from pullquote.ui.dialogs.published import PublishedDialog
from pullquote.ui.dialogs.settings import SettingsDialog
from pullquote.ui.people.collect import BothChanged, CollectDialog, Returned
from pullquote.ui.people.feedback import DifferenceRow, FeedbackDialog
from pullquote.ui.people.hand_out import HandOutDialog
from pullquote.ui.people.plan import Person, PlanDialog
from pullquote.ui.people.proposals import ProposalRow, ProposalsDialog
from pullquote.ui.screenshots import (
    ANNOTATOR,
    picture_over,
    posed_window,
    process_events,
    save_picture,
    show_beside,
    show_room,
    wait_for_rest,
)
from pullquote.ui.services.manual import read_pages
from pullquote.ui.shell.rooms import ROOMS
from pullquote.ui.theme.palette import Theme, ThemeName

MANY = 40
LONG_NAME = "Maria Wilhelmina van der Hoogenband-Oberwasserlechner of the Harbour Office"
LONG_TITLE = (
    "Harbour office says that no ferry will sail before the pilots, the tug masters and the "
    "insurers of Upper and Lower Port Anselm have agreed"
)
LONG_FILE = "/media/archive/wire-service/2026/02/port-anselm-harbour-office-statement-final-2.html"
_SENTENCE = (
    "Of these words some stand in more than one place, and what was said of one of them may be "
    "otherwise in the next; whoever settles it decides for each place by itself."
)

MakeDialog = Callable[[QWidget, Theme], QDialog]


ROOM_IDS = tuple(entry.id for entry in ROOMS)
"""All rooms, in their order on the rail."""


def _schema() -> Schema:
    return parse_schema(DEFAULT_SCHEMA.read_text(encoding="utf-8"))


def _people() -> list[Person]:
    return [Person(n, f"{LONG_NAME} {n}", 1000 + n, n, 3) for n in range(1, MANY)]


def _about(window: QWidget, _theme: Theme) -> QDialog:
    parts = [(f"{LONG_NAME[:30]} {n}", "6.11.3", "LGPL-3.0") for n in range(8)]
    return AboutDialog("0.1.0", parts, window)


def _backups(window: QWidget, _theme: Theme) -> QDialog:
    dialog = BackupsDialog(window)
    rows = [
        BackupRow(f"/b/{n}", f"Import of {LONG_TITLE}", "2026-02-10T10:00:00Z", 1234.5 + n)
        for n in range(10)
    ]
    dialog.show_backups(rows)
    counts = ContentCounts(12_345, 234_567, 123_456, 4_567, 12_000, 3_456, 40)
    dialog.show_counts("/b/0", counts, counts, [LONG_NAME, LONG_NAME])
    return dialog


def _collect(window: QWidget, _theme: Theme) -> QDialog:
    dialog = CollectDialog(window)
    files = [
        Returned(f"/f/{n}", f"{LONG_FILE[-40:]}-{n}.pullquote", LONG_NAME, 12, 345, 6789, n)
        for n in range(12)
    ]
    wrong = f"{LONG_FILE} is a file of another project and is not collected."
    files.append(Returned("/f/x", "other.pullquote", "", 0, 0, 0, 0, wrong))
    both = [
        BothChanged(str(n), "/f/0", f"{LONG_TITLE} {n}", LONG_NAME, 30, 40) for n in range(MANY)
    ]
    dialog.show_files(files, both)
    return dialog


def _comparison(window: QWidget, _theme: Theme) -> QDialog:
    scores = {ALL: Score(123, 1234, 2345)}
    compared = [Compared(n, 1000 + n, scores, scores) for n in range(MANY)]
    names = {n: f"{LONG_NAME} {n}" for n in range(MANY)}
    return ComparisonDialog(compared, names, _schema(), window)


def _error(window: QWidget, _theme: Theme) -> QDialog:
    lines = "\n".join(f"a_module_with_a_long_name.py:{n} a_function" for n in range(MANY))
    return ErrorDialog(f"{LONG_FILE} cannot be written: {_SENTENCE}", lines, window)


def _read_only(window: QWidget, _theme: Theme) -> QDialog:
    said = f"{LONG_FILE} was copied while it was open. {_SENTENCE}"
    return OfferDialog(said, _SENTENCE, "Open read-only", window)


def _export(window: QWidget, _theme: Theme) -> QDialog:
    dialog = ExportDialog(window)
    dialog.show_formats(FORMATS)
    dialog.show_choices(
        annotators=[(str(n), f"{LONG_NAME} {n}") for n in range(MANY)],
        layers=[(layer.id, layer.name) for layer in _schema().layers],
        documents=12_345,
        done=1_234,
        folder=LONG_FILE,
    )
    dialog.show_copies(234_567, 123_456)
    dialog.split.turn_on()
    parts = tuple(PartReport(part, 10_000, 234_567, 12_345) for part in PARTS)
    dialog.show_split(SplitReport(parts, 9_000, 400, 0, 12_345, 1_234, 23_456))
    losses = [LossRow(1000 + n, f"labels of kind {n}", LONG_FILE) for n in range(12)]
    dialog.show_losses(losses)
    return dialog


def _feedback(window: QWidget, _theme: Theme) -> QDialog:
    dialog = FeedbackDialog(window)
    rows = [DifferenceRow("other words", _SENTENCE, LONG_TITLE, LONG_NAME) for _ in range(MANY)]
    dialog.show_feedback(12, 52, rows)
    return dialog


def _figures(window: QWidget, _theme: Theme) -> QDialog:
    dialog = FiguresDialog(window)
    dialog.show_place(LONG_FILE)
    dialog.show_error(f"{LONG_FILE} cannot be written: the disk is full; choose another folder.")
    return dialog


def _go_back(window: QWidget, _theme: Theme) -> QDialog:
    dialog = GoBackDialog(LONG_TITLE, window)
    tables = (
        "project", "document", "annotator", "state", "speaker", "alias", "represents",
        "annotation", "relation", "rejection", "duplicate_decision", "adjudication",
    )  # fmt: skip
    counts = {table: VersionCounts(1234, 23456, 345) for table in tables}
    dialog.show_preview(VersionPreview(counts, 1234, 2345, 12))
    return dialog


def _guidelines(window: QWidget, _theme: Theme) -> QDialog:
    schema = _schema()
    words = dict.fromkeys(guidelines_of(schema), f"**{LONG_TITLE}.** {_SENTENCE}\n\n- {LONG_NAME}")
    dialog = GuidelinesDialog(window)
    dialog.show_guidelines(with_guidelines(schema, words), "quote")
    return dialog


def _hand_out(window: QWidget, _theme: Theme) -> QDialog:
    dialog = HandOutDialog(window)
    dialog.show_people(_people(), Path(LONG_FILE))
    return dialog


def _help(window: QWidget, _theme: Theme) -> QDialog:
    dialog = HelpDialog(read_pages(), window)
    dialog.show_page("annotate")
    return dialog


def _import_report(window: QWidget, _theme: Theme) -> QDialog:
    dialog = ImportReportDialog(window)
    rows = [ReportRow(kind, LONG_FILE, _SENTENCE) for kind in KINDS for _ in range(MANY)]
    dialog.show_report(12_345, rows, stopped=True, guesses=True, tables=True)
    return dialog


def _key_sheet(window: QWidget, theme: Theme) -> QDialog:
    schema = _schema()
    return KeySheet(
        theme.with_layers(schema.layers), key_sheet_groups(schema), schema.layers, window
    )


def _mapping(window: QWidget, _theme: Theme) -> QDialog:
    dialog = MappingDialog(window)
    names = tuple(f"{LONG_NAME.replace(' ', '_').lower()}_{n}" for n in range(MANY))
    dialog.show_columns(LONG_FILE, TableColumns(names, (_SENTENCE,) * MANY, {"text": names[0]}))
    return dialog


def _plan(window: QWidget, _theme: Theme) -> QDialog:
    dialog = PlanDialog(window)
    dialog.show_people(_people(), {1, 2, 3})
    dialog.show_training(1234)
    dialog.show_preview(_SENTENCE, 1234)
    dialog.show_problem(f"{LONG_NAME} is there already: give another name.")
    return dialog


def _properties(window: QWidget, _theme: Theme) -> QDialog:
    dialog = PropertiesDialog(lambda _typed: None, window)
    dialog.show_document(_document(), 12_345)
    return dialog


def _proposals(window: QWidget, _theme: Theme) -> QDialog:
    dialog = ProposalsDialog(window)
    rows = [ProposalRow(n, f"{LONG_NAME} is {LONG_NAME} {n}", LONG_NAME) for n in range(MANY)]
    dialog.show_proposals(rows)
    return dialog


def _published(window: QWidget, _theme: Theme) -> QDialog:
    dates = [CountedDates(n, f"2026-02-{n:02}") for n in range(1, 28)]
    return PublishedDialog(dates, lambda typed: typed, window)


def _settings(window: QWidget, _theme: Theme) -> QDialog:
    dialog = SettingsDialog(window)
    dialog.show_settings(name=LONG_NAME, theme="system", zoom=250, motion=True)
    return dialog


def _exclude(window: QWidget, _theme: Theme) -> QDialog:
    return exclude_prompt(12_345, window)


def _fold(window: QWidget, _theme: Theme) -> QDialog:
    names = tuple((f"{name} removed from {LONG_TITLE}", 12) for name in "ABCDEFGH")
    return fold_prompt(FoldPreview(12_345, "2026-02-10T10:00:00Z", names), window)


def _skip(window: QWidget, _theme: Theme) -> QDialog:
    return skip_prompt(window)


def _version(window: QWidget, _theme: Theme) -> QDialog:
    return version_prompt(LONG_TITLE, window)


def _document() -> Document:
    return Document(
        1, "u", "s", 54_120, LONG_FILE, LONG_TITLE, LONG_NAME, f"https://anselm.example{LONG_FILE}",
        "en", "W-1", Published("2026-02-10", "dateline", LONG_TITLE, doubt=_SENTENCE), "r",
        LONG_FILE, 0, "windows-1252", "crlf", "plain", 3, None, "not an article",
        {LEFT_OUT: _SENTENCE * 9},
    )  # fmt: skip


DIALOGS: Mapping[str, MakeDialog] = {
    "about": _about, "backups": _backups, "collect": _collect, "comparison": _comparison,
    "error": _error, "exclude": _exclude, "export": _export, "feedback": _feedback,
    "figures": _figures, "fold": _fold, "go_back": _go_back, "guidelines": _guidelines,
    "hand_out": _hand_out, "help": _help,
    "import_report": _import_report, "keys": _key_sheet, "mapping": _mapping, "plan": _plan,
    "properties": _properties, "proposals": _proposals, "published": _published,
    "read_only": _read_only, "settings": _settings, "skip": _skip, "version": _version,
}  # fmt: skip
"""Each makes a dialog over a window, in a theme, with much in it; it is not shown yet."""


def take_everything(project: Path, to: Path, theme: ThemeName = "light") -> Iterator[Path]:
    """Write every room, of the project, and every dialog, full of invented words, into `to`."""
    with posed_window(project, theme=theme, name=ANNOTATOR) as window:
        for room in ROOM_IDS:
            show_room(room)(window)
            wait_for_rest(window)
            save_picture(window.grab(), to / f"{room}.png")
            yield to / f"{room}.png"
        show_room("annotate")(window)
        show_beside(window)
        save_picture(window.grab(), to / "side-by-side.png")
        yield to / "side-by-side.png"
        for name, make in DIALOGS.items():
            dialog = make(window, window.theme)
            dialog.open()
            process_events()
            save_picture(picture_over(window, dialog), to / f"dialog-{name}.png")
            dialog.close()
            yield to / f"dialog-{name}.png"

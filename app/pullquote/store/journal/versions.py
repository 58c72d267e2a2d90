"""Named versions: marks in the journal, and the way back to the content as it was at one.

What others gave and got stays as it is: texts and their documents, annotators, assignments,
hand-outs, and the work that was collected since. All else goes back.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import peewee
from peewee import fn

from pullquote.store.errors import VersionOutOfReach
from pullquote.store.journal import operations
from pullquote.store.journal.history import WORK
from pullquote.store.journal.images import Image, read_image
from pullquote.store.journal.next_undo import last_barrier
from pullquote.store.journal.undo_conflicts import UndoConflicts
from pullquote.store.sql import full_text
from pullquote.store.sql.database import Database, broken_rule
from pullquote.store.sql.fields import mapping_from_json
from pullquote.store.sql.statements import ASKED, Statement, select, select_row
from pullquote.store.sql.tables import (
    CONTENT,
    JOURNALLED,
    AnnotationTable,
    ChangeTable,
    CollectedTable,
    DocumentTable,
    OperationTable,
    ProposalTable,
    table_name,
)
from pullquote.store.values import Change, NamedVersion, VersionCounts, VersionPreview

Row = tuple[str, int]

STAYS = frozenset({"text", "assignment", "handout", "collected", "proposal"})
# What is added since stays; what was removed since comes back, for rows that come back need it.
_ONLY_BACK = frozenset({"document", "annotator"})
_OWN_OF_FILE = frozenset({"uid", "handout_uid", "handout_annotator"})
_NAMED = ("version", "folded")
_WHOSE = ("document", "annotator")
_FILE = ("uid", "raw_sha256", "origin", "origin_row", "part")
_OF_SPEAKER = {"alias": ("speaker",), "represents": ("speaker", "institution")}
# Where two rows change places, one of them waits under a value that no other row has.
_WAITS_IN = {"annotation": "layer", "relation": "role", "alias": "folded"}

_ORDER = [name for name in map(table_name, CONTENT) if name in JOURNALLED and name not in STAYS]
_VERSION = select(OperationTable, "name", "details", by=["id"])
_MARKS = select(OperationTable, "id", "name", "actor", "at", "details", by=["kind"], order=["-id"])
_LABELS_OF_SPEAKER = select(AnnotationTable, "id", by=["speaker"])
_SINCE = Statement(
    lambda: (
        ChangeTable.select(
            ChangeTable.tab,
            ChangeTable.row,
            ChangeTable.document,
            ChangeTable.before,
            ChangeTable.after.is_null(),
        )
        .where(ChangeTable.id > ASKED, ChangeTable.tab.in_(_ORDER))
        .order_by(ChangeTable.id.desc())
    )
)
_NEWEST_BEFORE = Statement(
    lambda: ChangeTable.select(fn.MAX(ChangeTable.id)).where(ChangeTable.operation < ASKED)
)
_COLLECTED_SINCE = Statement(
    lambda: CollectedTable.select(CollectedTable.document, CollectedTable.annotator).where(
        CollectedTable.id.in_(
            ChangeTable.select(ChangeTable.row).where(
                ChangeTable.id > ASKED, ChangeTable.tab == "collected"
            )
        )
    )
)
_PROPOSED = Statement(lambda: ProposalTable.select(ProposalTable.speaker, ProposalTable.other))
_SAME_FILE = Statement(
    lambda: DocumentTable.select(DocumentTable.id).where(
        (DocumentTable.uid == ASKED)
        | (
            (DocumentTable.raw_sha256 == ASKED)
            & (DocumentTable.raw_sha256 != "")
            & (DocumentTable.origin == ASKED)
            & (DocumentTable.origin_row == ASKED)
            & (DocumentTable.part == ASKED)
        )
    )
)


def name_version(db: Database, name: str, actor: int) -> int:
    """Set a mark that undo can go back past, and return its operation."""
    details = {"reason": "version", "change": operations.last_change(db)}
    return operations.begin(db, name, actor, details, kind="barrier")


def preview_version(db: Database, version: int) -> VersionPreview:
    """What going back would do; raise VersionOutOfReach."""
    return _Way(db, version).preview()


def go_back(db: Database, version: int, actor: int) -> Change | None:
    """Put the content back as it was, in an operation of its own; None if nothing differs.

    Raise VersionOutOfReach, and UndoBlocked where a row that stays is in the way.
    """
    name, _since = _mark(db, version)
    conflicts = UndoConflicts(db, name, "gone back to")
    with operations.transaction(db, conflicts.dangling):
        db.run("PRAGMA defer_foreign_keys = ON")
        way = _Way(db, version)
        if not way.preview().counts:
            return None
        title = f"Go back to “{name}”"
        own = operations.begin(db, title, actor, {"version": version})
        operations.let_write(db, own)
        newest = operations.last_change(db)
        way.take(conflicts)
        rows = operations.changes_since(db, own, newest)
        change = operations.change_record(own, title, "do", rows)
        if "document" in change.tables:
            full_text.index_new_documents(db)
        operations.forbid_writing(db)
    return change


def read_named_versions(db: Database) -> list[NamedVersion]:
    """Those that one can go back to, the last first."""
    last = last_barrier(db)
    found = [(row, mapping_from_json(row[-1])) for row in db.every(_MARKS, "barrier")]
    return [
        NamedVersion(*row[:-1])
        for row, details in found
        if details.get("reason") in _NAMED and (details.get("until") or row[0]) >= last
    ]


def _mark(db: Database, version: int) -> tuple[str, int]:
    """The name of a version, and the last change that it holds."""
    found = db.first(_VERSION, version)
    if found is None or mapping_from_json(found[1]).get("reason") not in _NAMED:
        raise VersionOutOfReach(name=found[0] if found else version, why="it is no named version")
    details = mapping_from_json(found[1])
    if details.get("until", version) < last_barrier(db):
        raise VersionOutOfReach(name=found[0], why="the journal does not go back so far")
    since = details.get("change")
    return found[0], db.value(_NEWEST_BEFORE, version) or 0 if since is None else since


class _Seen(NamedTuple):
    """Whether a row is there now, and how it was: None for not there, else what differed."""

    here: bool
    image: Image | None


@dataclass(slots=True)
class _Steps:
    """Rows by table: those that go, what becomes of those that change, those that come back."""

    gone: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    changed: dict[str, dict[int, Image]] = field(default_factory=lambda: defaultdict(dict))
    back: dict[str, dict[int, Image]] = field(default_factory=lambda: defaultdict(dict))


class _Way:
    """From the content as it is to what it was at a version."""

    def __init__(self, db: Database, version: int) -> None:
        self._db = db
        _name, self._since = _mark(db, version)
        self._collected = set(db.every(_COLLECTED_SINCE, self._since))
        self._steps = _Steps()
        self._imported = self._lost = 0
        for (table, row), seen in self._rows_since().items():
            self._plan(table, row, seen)
        self._leave_out_lost_documents()
        self._keep_named_speakers()

    def preview(self) -> VersionPreview:
        steps = self._steps
        counts = {
            table: VersionCounts(
                len(steps.back[table]), len(steps.gone[table]), len(steps.changed[table])
            )
            for table in _ORDER
        }
        differing = {table: found for table, found in counts.items() if any(found)}
        return VersionPreview(differing, len(self._collected), self._imported, self._lost)

    def take(self, conflicts: UndoConflicts) -> None:
        """Write it: what goes first, so that its places are free."""
        for table in reversed(_ORDER):
            for row in self._steps.gone[table]:
                self._db.delete(JOURNALLED[table], row)
        for table in _ORDER:
            self._change(table, conflicts)
            for image in self._steps.back[table].values():
                try:
                    self._db.insert(JOURNALLED[table], **image)
                except peewee.IntegrityError as error:
                    raise conflicts.clash(table, image) from error

    def _change(self, table: str, conflicts: UndoConflicts) -> None:
        waiting: dict[int, Image] = {}
        for row, image in self._steps.changed[table].items():
            try:
                self._db.update(JOURNALLED[table], row, **image)
            except peewee.IntegrityError as error:
                if table not in _WAITS_IN or broken_rule(error) != "unique":
                    raise conflicts.clash(table, image) from error
                column = _WAITS_IN[table]
                waiting[row] = {**self._now(table, row, column), **image}
                self._db.update(JOURNALLED[table], row, **{column: f"waiting {row}"})
        for row, image in waiting.items():
            try:
                self._db.update(JOURNALLED[table], row, **image)
            except peewee.IntegrityError as error:
                raise conflicts.clash(table, image) from error

    def _rows_since(self) -> dict[Row, _Seen]:
        """Backwards from now: each change tells what was there before it."""
        found: dict[Row, _Seen] = {}
        for table, row, document, before, removed in self._db.run(_SINCE, (self._since,)):
            here, image = found.get((table, row), _Seen(not removed, {}))
            if before is None:
                image = None
            elif removed:
                image = read_image(table, row, document, before)
            else:
                image = {**(image or {}), **read_image(table, row, document, before)}
            found[table, row] = _Seen(here, image)
        return found

    def _plan(self, table: str, row: int, seen: _Seen) -> None:
        if self._is_collected(table, row, seen):
            return
        if seen.image is None:
            if seen.here and table not in _ONLY_BACK:
                self._steps.gone[table].add(row)
            self._imported += seen.here and table == "document"
        elif not seen.here:
            self._steps.back[table][row] = seen.image
        elif table != "annotator":
            wanted = {name: seen.image[name] for name in seen.image.keys() - _OWN_OF_FILE}
            now = self._now(table, row, *wanted) if wanted else {}
            if differing := {name: wanted[name] for name in wanted if wanted[name] != now[name]}:
                self._steps.changed[table][row] = differing

    def _is_collected(self, table: str, row: int, seen: _Seen) -> bool:
        if not self._collected or table not in WORK:
            return False
        whose = self._now(table, row, *_WHOSE) if seen.here else (seen.image or {})
        return (whose.get("document"), whose.get("annotator")) in self._collected

    def _now(self, table: str, row: int, *columns: str) -> Image:
        found = self._db.first(select_row(JOURNALLED[table], *columns), row)
        return dict(zip(columns, found or (), strict=True))

    def _leave_out_lost_documents(self) -> None:
        """A document whose file was imported anew since cannot stand beside that."""
        steps = self._steps
        lost = {
            row
            for row, image in steps.back["document"].items()
            if self._db.first(_SAME_FILE, *(image[name] for name in _FILE))
        }
        self._lost = len(lost)
        for rows in steps.back.values() if lost else ():
            for row in [row for row, image in rows.items() if image.get("document") in lost]:
                del rows[row]
        for row in lost:
            del steps.back["document"][row]

    def _keep_named_speakers(self) -> None:
        """A speaker that was added since stays, with its names, where what stays names it."""
        gone = self._steps.gone
        named = {one for pair in self._db.every(_PROPOSED) for one in pair}
        new = {one for one in gone["speaker"] if one in named or self._is_named(one)}
        kept: set[int] = set()
        while new:
            kept |= new
            gone["speaker"] -= new
            into = (self._now("speaker", one, "merged_into")["merged_into"] for one in new)
            new = {one for one in into if one in gone["speaker"]}
        for table, columns in _OF_SPEAKER.items():
            gone[table] -= {
                row
                for row in gone[table]
                if not kept.isdisjoint(self._now(table, row, *columns).values())
            }

    def _is_named(self, speaker: int) -> bool:
        """By a label that stays and keeps its speaker."""
        gone, changed = self._steps.gone["annotation"], self._steps.changed["annotation"]
        return any(
            row not in gone and "speaker" not in changed.get(row, {})
            for row in self._db.column(_LABELS_OF_SPEAKER, speaker)
        )

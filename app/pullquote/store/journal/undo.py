"""Undo and redo: new operations that put the images of an earlier one back.

What stands in the way is said in words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import peewee
from peewee import ModelSelect, fn

from pullquote.store.errors import NothingToRedo, NothingToUndo, UndoBlocked
from pullquote.store.journal import operations
from pullquote.store.journal.history import last_word
from pullquote.store.sql import full_text
from pullquote.store.sql.database import Database
from pullquote.store.sql.fields import DamagedRow
from pullquote.store.sql.statements import (
    ASKED,
    LISTED,
    Insertion,
    Statement,
    select,
    select_row,
)
from pullquote.store.sql.tables import (
    JOURNALLED,
    ChangeTable,
    DocumentTable,
    OperationTable,
    column_names,
    details,
)
from pullquote.store.values import Change, ChangeKind

Image = Mapping[str, Any]


def _last_barrier() -> "ModelSelect[Any]":
    barrier = OperationTable.alias()
    # What is folded reaches back from its mark to the last operation in it.
    reach = fn.COALESCE(fn.json_extract(barrier.details, "$.until"), barrier.id)
    return barrier.select(fn.MAX(reach)).where(
        barrier.kind == "barrier", fn.json_extract(barrier.details, "$.reason") != "version"
    )


def _floor() -> Any:  # noqa: ANN401 - an expression
    """The last operation that undo cannot go back past, 0 for none."""
    return fn.COALESCE(_last_barrier(), 0)


def _stands(operation: Any) -> Any:  # noqa: ANN401 - expressions
    """That an operation is not undone at the moment."""
    return fn.COALESCE(last_word(operation), "redo") == "redo"


def _last_done() -> "ModelSelect[Any]":
    operation = OperationTable
    return (
        operation.select(operation.id)
        .where(
            operation.actor == ASKED,
            operation.kind == "do",
            operation.state != "open",
            operation.id > _floor(),
            _stands(operation.id),
        )
        .order_by(operation.id.desc())
        .limit(1)
    )


def _last_undone() -> "ModelSelect[Any]":
    undone, done, again = OperationTable, OperationTable.alias(), OperationTable.alias()
    newest = done.select(fn.MAX(done.id)).where(done.actor == undone.actor, done.kind == "do")
    redone = again.select(again.id).where(again.of == undone.of, again.id > undone.id)
    return (
        undone.select(undone.of)
        .where(
            undone.actor == ASKED,
            undone.kind == "undo",
            undone.of > _floor(),
            undone.id > fn.COALESCE(newest, 0),
            ~fn.EXISTS(redone),
        )
        .order_by(undone.id.desc())
        .limit(1)
    )


def _standing() -> "ModelSelect[Any]":
    """Kind, the operation that it is or that it was about, how that stands, whether in reach."""
    operation = OperationTable
    original = fn.COALESCE(operation.of, operation.id)
    return operation.select(
        operation.kind, original, last_word(original), operation.state, original > _floor()
    ).where(operation.id == ASKED)


def _later() -> "ModelSelect[Any]":
    """The name of the last operation that changed a row since, and stands."""
    change, operation = ChangeTable, OperationTable
    return (
        change.select(operation.name)
        .join(operation)
        .where(
            change.tab == ASKED,
            change.row == ASKED,
            operation.id > ASKED,
            operation.kind == "do",
            _stands(operation.id),
        )
        .order_by(operation.id.desc())
        .limit(1)
    )


def _whole() -> "ModelSelect[Any]":
    """The last image of a whole row, as it came or went, and its document."""
    change = ChangeTable
    return (
        change.select(fn.COALESCE(change.before, change.after), change.document)
        .where(
            change.tab == ASKED,
            change.row == ASKED,
            change.before.is_null() | change.after.is_null(),
        )
        .order_by(change.id.desc())
        .limit(1)
    )


_LAST_BARRIER = Statement(_last_barrier)
_LAST_DONE = Statement(_last_done)
_LAST_UNDONE = Statement(_last_undone)
_STANDING = Statement(_standing)
_LATER = Statement(_later)
_WHOLE = Statement(_whole)
_NAME = select(OperationTable, "name", by=["id"])
_NAME_OF_DOCUMENT = select(DocumentTable, "name", by=["id"])
_COUNT = Statement(
    lambda: ChangeTable.select(fn.COUNT(ChangeTable.id)).where(ChangeTable.operation == ASKED)
)
_IMAGES = ("tab", "row", "document", "before", "after")
_STEPS = select(ChangeTable, *_IMAGES, by=["operation"], order=["id"])
_BACKWARDS = select(ChangeTable, *_IMAGES, by=["operation"], order=["-id"])


def next_to_undo(db: Database, actor: int) -> int | None:
    """The actor's own last operation that is not undone."""
    found: int | None = db.value(_LAST_DONE, actor)
    return found


def next_to_redo(db: Database, actor: int) -> int | None:
    """What the actor undid last, unless the actor has done something new since."""
    found: int | None = db.value(_LAST_UNDONE, actor)
    return found


def last_barrier(db: Database) -> int:
    """The last operation that undo cannot go back past, 0 for none."""
    found: int | None = db.value(_LAST_BARRIER)
    return found or 0


def operation_name(db: Database, operation: int | None) -> str | None:
    found: str | None = db.value(_NAME, operation)
    return found


def count_changes(db: Database, operation: int | None) -> int:
    found: int = db.value(_COUNT, operation)
    return found


def undo(db: Database, operation: int | None, actor: int) -> Change:
    """Raise UndoBlocked, with nothing changed, if anything touched since stands in the way."""
    if operation is None:
        raise NothingToUndo
    return _replayed(db, operation, actor, "undo")


def redo(db: Database, operation: int | None, actor: int) -> Change:
    if operation is None:
        raise NothingToRedo
    return _replayed(db, operation, actor, "redo")


def take_back(db: Database, operation: int, actor: int) -> Change:
    """Undo any operation; to take an undo back is to do again what it undid."""
    found = db.first(_STANDING, operation)
    if found is None:
        raise NothingToUndo
    kind, original, last, state, reachable = found
    obstacle = ""
    if state == "open":
        obstacle = "it is not finished"
    elif not reachable or kind == "barrier":
        obstacle = "the journal does not go back so far"
    elif (kind == "undo") == (last != "undo"):
        obstacle = "it is taken back already"
    if obstacle:
        name = operation_name(db, operation)
        raise UndoBlocked(name=name, done="undone", obstacle=obstacle, document=None)
    return _replayed(db, original, actor, "redo" if kind == "undo" else "undo")


def _replayed(db: Database, operation: int, actor: int, kind: ChangeKind) -> Change:
    name = operation_name(db, operation) or ""
    obstacles = UndoConflicts(db, name, "undone" if kind == "undo" else "done again")
    with operations.transaction(db, obstacles.dangling):
        # Ends of a relation may come back after it; SQLite looks again when the transaction ends.
        db.run("PRAGMA defer_foreign_keys = ON")
        return _replay(db, operation, obstacles, actor, kind)


class UndoConflicts(NamedTuple):
    """`name` is that of what should be `done`: "undone", "done again" or "gone back to"."""

    db: Database
    name: str
    done: str

    def later_change(self, operation: int, table: str, row: int) -> UndoBlocked:
        """The row is no longer as the operation left it."""
        thing, document = self._describe(table, row)
        later = self.db.value(_LATER, table, row, operation)
        return self._blocked(f"{thing} was changed by “{later}”" if later else thing, document)

    def clash(self, table: str, image: Mapping[str, Any]) -> UndoBlocked:
        """The place of a row that should come back is taken."""
        thing = self._words(table, image)
        return self._blocked(f"another one stands in the place of {thing}", image.get("document"))

    def dangling(self) -> UndoBlocked:
        """Something refers to what would vanish, or would come back referring to what is gone."""
        broken = self.db.every("PRAGMA foreign_key_check")
        if not broken:
            return self._blocked("something refers to it", None)
        table, row, parent, _key = broken[0]
        thing, document = self._describe(table, row)
        return self._blocked(f"{thing} needs the {parent.replace('_', ' ')} it names", document)

    def _blocked(self, obstacle: str, document: int | None) -> UndoBlocked:
        return UndoBlocked(name=self.name, done=self.done, obstacle=obstacle, document=document)

    def _describe(self, table: str, row: int) -> tuple[str, int | None]:
        found = self.db.first(_WHOLE, table, row)
        if found is None:
            return "the " + table.replace("_", " "), None
        image = {"document": found[1], **_read(table, row, found[1], found[0])}
        if "id" not in image:  # the values were dropped when older operations were folded
            columns = list(column_names(JOURNALLED[table]))
            image |= _image(self.db, table, row, columns) or {}
        return self._words(table, image), found[1]

    def _words(self, table: str, image: Mapping[str, Any]) -> str:
        where = self._place(image.get("document"))
        match table:
            case "annotation" | "rejection" if "layer" in image:
                layer = str(image.get("layer")).replace("_", " ")
                return f"the {layer} from {image.get('start')} to {image.get('end')}{where}"
            case "document" | "speaker" | "annotator" if "name" in image:
                return f"the {table} “{image.get('name')}”"
            case "alias" if "form" in image:
                return f"the name “{image.get('form')}”{where}"
            case "project":
                return "the description of the project"
        return f"the {table.replace('_', ' ')}{where}"

    def _place(self, document: int | None) -> str:
        """Its name, even if the undo has removed it a moment ago."""
        name = self.db.value(_NAME_OF_DOCUMENT, document)
        if name is None and (gone := self.db.first(_WHOLE, "document", document)):
            name = _read("document", document or 0, None, gone[0]).get("name")
        return f" in “{name}”" if name else ""


def _replay(
    db: Database, operation: int, obstacles: UndoConflicts, actor: int, kind: ChangeKind
) -> Change:
    name = obstacles.name
    own = operations.begin(db, name, actor, kind=kind, of=operation)
    operations.let_write(db, own)
    newest = operations.last_change(db)
    touched: set[tuple[str, int]] = set()
    for run in _runs(db, operation, kind):
        touched.update((step.table, step.row) for step in run)
        for step in run if len(run) == 1 else _put_many(db, run):
            try:
                fits = _put(db, step)
            except peewee.IntegrityError:
                raise obstacles.clash(step.table, step.images[1] or {}) from None
            if not fits:
                raise obstacles.later_change(operation, step.table, step.row)
    rows = operations.changes_since(db, own, newest)
    # Whatever else went along (labels of a document that vanishes) was added later.
    for changed in rows:
        if (changed.table, changed.row) not in touched:
            raise obstacles.later_change(operation, changed.table, changed.row)
    change = operations.change_record(own, name, kind, rows)
    if "document" in change.tables:
        full_text.index_new_documents(db)
    operations.forbid_writing(db)
    return change


class _Step(NamedTuple):
    """A row with the image that must be there, and the one to put there."""

    table: str
    row: int
    document: int | None
    source: str | None
    target: str | None

    @property
    def images(self) -> tuple[Image | None, Image | None]:
        """The source and the target, read."""
        source, target = (
            None if text is None else _read(self.table, self.row, self.document, text)
            for text in (self.source, self.target)
        )
        return source, target

    @property
    def way(self) -> tuple[bool, bool]:
        """Whether the row comes, and whether it goes."""
        return self.source is None, self.target is None


def _runs(db: Database, operation: int, kind: ChangeKind) -> Iterator[list[_Step]]:
    """What is to be put back, in order; of what goes, or comes, together, table by table."""
    run: list[_Step] = []
    with db.stream(_BACKWARDS if kind == "undo" else _STEPS, operation) as changes:
        for tab, row, document, before, after in changes:
            if tab not in JOURNALLED:
                raise DamagedRow("its journal names what is no table")
            images = (after, before) if kind == "undo" else (before, after)
            step = _Step(tab, row, document, *images)
            changed = step.source is not None and step.target is not None
            if run and (changed or run[-1].way != step.way or len(run) == _AT_ONCE):
                yield from _by_table(run)
                run = []
            run.append(step)
    yield from _by_table(run)


def _by_table(steps: Iterable[_Step]) -> Iterable[list[_Step]]:
    found: dict[str, list[_Step]] = {}
    for step in steps:
        found.setdefault(step.table, []).append(step)
    return found.values()


# What a statement changes is kept in memory until it is over.
_AT_ONCE = 1000


def _put_many(db: Database, steps: list[_Step]) -> list[_Step]:
    """Put those rows that stand as they should by few statements; return the other steps."""
    table = steps[0].table
    try:
        asked = json.dumps([step.row for step in steps])
        there = {row: tuple(rest) for row, *rest in db.every(_whole_rows(table), asked)}
    except (peewee.OperationalError, TypeError):  # what no image can hold stands in a damaged row
        return steps
    held = "document" in column_names(JOURNALLED[table])
    fitting = [
        step
        for step in steps
        if there.get(step.row)
        == (None if step.source is None else (step.document if held else None, step.source))
    ]
    fits = {step.row for step in fitting}
    try:
        if steps[0].target is None:
            db.run(_removal(table), (json.dumps(list(fits)),))
        else:
            columns = column_names(JOURNALLED[table])
            images = [step.images[1] or {} for step in fitting]
            rows = [tuple(image[name] for name in columns) for image in images]
            db.insert_many(_insertion(table), rows)
    except (peewee.IntegrityError, KeyError):
        return steps  # one by one it is seen which
    return [step for step in steps if step.row not in fits]


@lru_cache
def _whole_rows(table: str) -> str:
    """Ids, documents and images, as the triggers write them: by hand, as these are."""
    from pullquote.store.journal.images import whole_image

    columns = column_names(JOURNALLED[table])
    document = "document" if "document" in columns else "NULL"
    image = whole_image(table, columns)
    return f"SELECT id, {document}, {image} FROM {table} WHERE id IN {LISTED.sql}"


@lru_cache
def _removal(table: str) -> Statement:
    model = JOURNALLED[table]
    return Statement(lambda: model.delete().where(details(model).columns["id"].in_(LISTED)))


@lru_cache
def _insertion(table: str) -> Insertion:
    model = JOURNALLED[table]
    return Insertion(model, **dict.fromkeys(column_names(model), ASKED))


def _read(table: str, row: int, document: int | None, text: str) -> Image:
    # Loaded when something is undone: a project opens without it.
    from pullquote.store.journal.images import read_image

    return read_image(table, row, document, text)


def _put(db: Database, step: _Step) -> bool:
    """Turn the source into the target; False if the row is neither now."""
    table, row = step.table, step.row
    source, target = step.images
    columns = list(source or target or {})
    now = _image(db, table, row, columns)
    if now == target:
        return True
    if now != source:
        return False
    if target is None:
        db.delete(JOURNALLED[table], row)
    elif source is None:
        db.insert(JOURNALLED[table], **target)
    else:
        db.update(JOURNALLED[table], row, **target)
    return True


def _image(db: Database, table: str, row: int, columns: list[str]) -> Image | None:
    found = db.first(select_row(JOURNALLED[table], *columns), row)
    return None if found is None else dict(zip(columns, found, strict=True))

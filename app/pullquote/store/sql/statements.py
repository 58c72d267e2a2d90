"""Statements that are compiled from the tables once and kept; rows as values, values as rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import cached_property, lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any, Generic, TypeVar

from peewee import SQL, Context, Field, Model, ModelSelect, Node

from pullquote.store.sql.fields import FlagField, JsonField
from pullquote.store.sql.tables import details

Row = tuple[Any, ...]
Value = TypeVar("Value")
_Change = tuple[int, Callable[[Any], Any]]  # where in a row, and what it becomes

ASKED = SQL("?")
"""Stands in a query for a value that is given each time it runs."""
# By hand: a table that a function makes.
LISTED = SQL("(SELECT value FROM json_each(?))")
"""Stands in a query after IN for values that are given as one JSON list: any number of them."""


class Statement:
    """The text of one of Peewee's queries, compiled when it is first run, then kept.

    To build and compile a query costs twenty times what its text takes to run. Constants in it are
    written into the text; what is given later is ASKED or LISTED.
    """

    def __init__(self, build: Callable[[], Node]) -> None:
        self._build = build

    @cached_property
    def text(self) -> str:
        context = Context(value_literals=True)
        text: str = context.parse(self._build())[0]  # type: ignore[no-untyped-call]
        return text


class Query(Statement, Generic[Value]):
    """A statement whose rows are values."""

    def __init__(self, build: Callable[[], Node], make: Callable[[Row], Value]) -> None:
        super().__init__(build)
        self.make = make


class Insertion:
    """Inserts many rows by few statements.

    What a statement that fires triggers costs once, keeping the pages that it changes until it is
    over, is more than what a row costs.
    """

    def __init__(self, table: type[Model], **columns: Node) -> None:
        """`columns` gives for each what stands for its value: ASKED, or a query with it."""
        fields = [details(table).columns[name] for name in columns]
        row = tuple(columns.values())

        def build(size: int) -> Callable[[], Node]:
            return lambda: table.insert_many([row] * size, fields=fields)

        self._sizes = {size: Statement(build(size)) for size in (50, 10, 1)}

    def divide(self, rows: Sequence[Row]) -> Iterator[tuple[Statement, Row]]:
        """The statements to run, each with what it asks for."""
        done = 0
        for size, statement in self._sizes.items():
            while len(rows) - done >= size:
                yield statement, tuple(chain.from_iterable(rows[done : done + size]))
                done += size


class Among(Generic[Value]):
    """A query about all documents, `every`, and about those in a JSON list, `some`."""

    def __init__(
        self,
        build: Callable[[], "ModelSelect[Any]"],
        document: Field,
        make: Callable[[Row], Value],
    ) -> None:
        self.every = Query(build, make)
        self.some = Query(lambda: build().where(document.in_(LISTED)), make)


class Records(Generic[Value]):
    """The rows of a table as values of a class, and back: columns are called as its fields are.

    `without` are fields that are no columns: the class has defaults for them.
    """

    def __init__(self, table: type[Model], kind: type[Value], *without: str) -> None:
        self.table = table
        self._kind: Callable[..., Value] = kind
        self.names = tuple(name for name in field_names(kind) if name not in without)
        """Of the columns, in the order of the fields."""
        self.stored = tuple(name for name in self.names if name != "id")
        """What is written of a new value."""
        self.insertion = insert_statement(table, *self.stored)
        self.value = self._maker(kind)
        self._values: Callable[[Value], Row] = attrgetter(*self.stored)
        to_store = enumerate(self._fields(self.stored))
        self._to_store: list[_Change] = [
            (at, field.db_value) for at, field in to_store if _differs(field)
        ]

    @property
    def columns(self) -> list[Field]:
        """What a query of one's own asks for, so that `value` can be made of its rows."""
        return self._fields(self.names)

    def by(self, *names: str, order: Sequence[str] = ("id",)) -> Query[Value]:
        """Those with the asked values in these columns; see `select`."""
        return Query(lambda: _select(self.table, self.names, names, order), self.value)

    def row(self, value: Value) -> Row:
        """What is stored of it: all but its id."""
        if not self._to_store:
            return self._values(value)
        row = list(self._values(value))
        for at, store in self._to_store:
            row[at] = store(row[at])
        return tuple(row)

    def numbered(self, value: Value, row: int) -> Value:
        """The value as that of this row; itself, if it has no id."""
        return value if self.names == self.stored else self._kind(row, *self._values(value))

    def by_column(self, value: Value) -> dict[str, Any]:
        """As `row`."""
        return dict(zip(self.stored, self.row(value), strict=True))

    def _fields(self, names: Sequence[str]) -> list[Field]:
        return [details(self.table).columns[name] for name in names]

    def _maker(self, kind: type[Value]) -> Callable[[Row], Value]:
        to_read: list[_Change] = [
            (at, f.python_value) for at, f in enumerate(self.columns) if _differs(f)
        ]
        if not to_read:
            return lambda row: kind(*row)

        def make(row: Row) -> Value:
            values = list(row)
            for at, read in to_read:
                values[at] = read(values[at])
            return kind(*values)

        return make


def field_names(kind: type) -> tuple[str, ...]:
    """Of a dataclass or a named tuple."""
    return getattr(kind, "_fields", None) or tuple(field.name for field in fields(kind))


def select(
    table: type[Model], *names: str, by: Sequence[str] = (), order: Sequence[str] = ()
) -> Statement:
    """These columns of the rows that have the asked values in the columns `by`.

    `order` is by columns; one with a "-" before it turns round.
    """
    return Statement(lambda: _select(table, names, by, order))


@lru_cache(maxsize=512)
def select_row(table: type[Model], *names: str) -> Statement:
    """These columns of the row that has the asked id; kept for all who ask for the same."""
    return select(table, *names, by=("id",))


@lru_cache(maxsize=512)
def insert_statement(table: type[Model], *columns: str) -> Statement:
    """One row; a value is asked for each column, in this order."""
    fields = [details(table).columns[name] for name in columns]
    row = tuple(ASKED for _ in columns)
    return Statement(lambda: table.insert_many([row], fields=fields))


@lru_cache(maxsize=512)
def update_statement(
    table: type[Model], *columns: str, by: str = "id"
) -> tuple[Statement, tuple[str, ...]]:
    """And the order in which it asks for the columns, Peewee's own; `by` comes last."""
    known = details(table)
    order = tuple(f.column_name for f in known.sorted_fields if f.column_name in columns)
    pairs = {known.columns[name]: ASKED for name in order}
    return Statement(lambda: table.update(pairs).where(known.columns[by] == ASKED)), order


@lru_cache(maxsize=512)
def delete_statement(table: type[Model], *by: str) -> Statement:
    """The rows that have the asked values in these columns."""
    asked = [details(table).columns[name] == ASKED for name in by]
    return Statement(lambda: table.delete().where(*asked) if asked else table.delete())


def _select(
    table: type[Model], names: Sequence[str], by: Sequence[str], order: Sequence[str]
) -> "ModelSelect[Any]":
    columns = details(table).columns
    found: ModelSelect[Any] = table.select(*(columns[name] for name in names))
    if by:
        found = found.where(*(columns[name] == ASKED for name in by))
    return found.order_by(
        *(columns[name[1:]].desc() if name[0] == "-" else columns[name] for name in order)
    )


def _differs(field: Field) -> bool:
    return isinstance(field, JsonField | FlagField)

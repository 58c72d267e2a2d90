"""All that several people have done with a corpus, in columns sorted by document: what every
figure is made of, and how the rows of some documents are replaced.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar, get_args

import numpy as np

from pullquote.agreement.columns import Bools, Columns, Ints
from pullquote.model.schema import Schema
from pullquote.model.values import Annotator, Origin

TABLES = "tables"
"""Under this name the cache has tables of scopes, and for which documents they are out of date."""

SUMS = "sums"
"""Under this name the cache has what the tables add up to."""

EDITION = "edition"
"""Under this name the cache has how often tables were made of the study and of those before it."""

FIRST_TOOL = 1_000_000_000
"""From here on ids are those of tools whose suggestions are compared, and of what they suggest."""

ORIGINS: tuple[Origin, ...] = get_args(Origin)


class _NumberedTexts(dict[str, int]):
    """A text that is not there yet gets the next number, so that they stand in their order."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class Names:
    """Texts by number; 0 is the empty text.

    New ones are added at the end, so that numbers stay; a study and those that were made of it by
    `updated` share their names.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._numbers = _NumberedTexts()
        self._numbers[""] = 0
        self._texts: list[str] = []
        self.numbers(texts)

    def number(self, text: str) -> int:
        """The number of a text, a new one for one that is not there yet."""
        return self._numbers[text]

    def numbers(self, texts: Iterable[str]) -> Ints:
        return np.fromiter(map(self._numbers.__getitem__, texts), np.int64)

    def find(self, text: str) -> int | None:
        return self._numbers.get(text)

    def __getitem__(self, number: int) -> str:
        if number >= len(self._texts):
            self._texts = list(self._numbers)
        return self._texts[number]

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Documents(Columns):
    """Documents that somebody has done, by `id`.

    `published` is a number of `Study.dates`, `name` one of `Study.names`.
    """

    id: Ints
    name: Ints
    characters: Ints
    excluded: Bools
    published: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Done(Columns):
    """Who has done which document, by document and annotator."""

    document: Ints
    annotator: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Annotations(Columns):
    """Labels of done documents, by document, annotator, start, -end, layer and id.

    `id` is the row id, so it rises with the time of making. `layer`, `attributes` and `date` are
    numbers of the study's names, `origin` one of ORIGINS.

    `speaker` is who counts: the canonical speaker after merges, for a head of said_by that of its
    mention; 0 for none, and minus `form` for a mention that names nobody of the register. `named`
    is the speaker as it is stored, before merges. `form` is a number of `Study.forms`: the folded
    words of the mention, or the folded name of the speaker where there is no mention.

    `carried_from` is the row id of the label it was carried from, 0 for others; below 0 where that
    label is gone, the same for all that came from it.
    """

    id: Ints
    document: Ints
    annotator: Ints
    layer: Ints
    start: Ints
    end: Ints
    attributes: Ints
    date: Ints
    named: Ints
    speaker: Ints
    form: Ints
    origin: Ints
    carried_from: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Relations(Columns):
    """Relations of done documents, by document and id.

    `head` and `tail` are row ids of labels, `kind` and `role` numbers of the study's names.
    """

    id: Ints
    document: Ints
    annotator: Ints
    kind: Ints
    head: Ints
    tail: Ints
    role: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Passages(Columns):
    """Repeated stretches, by document and start; `copy` counts from 1 in the cluster."""

    document: Ints
    start: Ints
    end: Ints
    cluster: Ints
    copy: Ints
    boilerplate: Bools


@dataclass(frozen=True, slots=True)
class StudySpeakers:
    """The speakers that labels may name.

    `names` are by id, `merged` leads to the one a speaker was merged into in the end, `folded` are
    the names in the form in which two spellings are equal.
    """

    names: Mapping[int, str] = field(default_factory=dict)
    merged: Mapping[int, int] = field(default_factory=dict)
    folded: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Study:
    """What is compared. Labels of a document that is not done are not in it.

    `layers`, `kinds`, `roles`, `attributes` (as JSON), `dates` (calendar values), `forms` and
    `names` (of documents) give numbers their texts. `repeats` names the search that the passages
    come from. `cache` is for what was computed from the study, and no part of it.
    """

    schema: Schema
    people: tuple[Annotator, ...]
    register: StudySpeakers
    documents: Documents
    done: Done
    labels: Annotations
    relations: Relations
    passages: Passages
    layers: Names
    kinds: Names
    roles: Names
    attributes: Names
    dates: Names
    forms: Names
    names: Names
    repeats: str = ""
    cache: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def persons(self) -> tuple[int, ...]:
        """The annotators that take part unless others are asked for."""
        return tuple(person.id for person in self.people if person.kind == "person")

    def tools(self) -> tuple[int, ...]:
        """Tools that take part only where they are asked for."""
        return tuple(person.id for person in self.people if person.id >= FIRST_TOOL)

    def name(self, annotator: int) -> str:
        return next(person.name for person in self.people if person.id == annotator)

    def layer_names(self) -> tuple[str, ...]:
        """The layers of the schema, then those that only labels still have."""
        return tuple(self.layers)[1:]


def stale_cache(study: Study, documents: Collection[int]) -> dict[Hashable, Any]:
    """The cache for a study in which these documents, or what is left out, may be others."""
    tables = {
        key: (kept, (changed or frozenset()) | frozenset(documents))
        for key, (kept, changed) in study.cache.get(TABLES, {}).items()
    }
    return {
        TABLES: tables,
        SUMS: dict(study.cache.get(SUMS, {})),
        EDITION: study.cache.get(EDITION, 0),
    }


Table = TypeVar("Table", bound=Columns)


def replace_rows(old: Table, new: Table, others: Ints, *, by: str = "document") -> Table:
    """The old rows with those of these documents, which rise, replaced by the new ones."""
    if not len(old):
        return new
    tables, changed = (old, new), {}
    pieces = list(_pieces(getattr(old, by), getattr(new, by), others))
    for name in (each.name for each in fields(old)):
        columns = [getattr(table, name) for table in tables]
        changed[name] = np.concatenate([columns[which][low:high] for which, low, high in pieces])
    return replace(old, **changed)


def _pieces(old: Ints, new: Ints, others: Ints) -> Iterator[tuple[int, int, int]]:
    """Whether of the new one, and from which row to which."""
    done = 0
    for low, high, first, last in zip(
        np.searchsorted(old, others).tolist(),
        np.searchsorted(old, others, "right").tolist(),
        np.searchsorted(new, others).tolist(),
        np.searchsorted(new, others, "right").tolist(),
        strict=True,
    ):
        if low > done:
            yield 0, done, low
        yield 1, first, last
        done = high
    yield 0, done, len(old)

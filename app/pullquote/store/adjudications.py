"""Who has done which documents and what they say there, and what was decided between them."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from pullquote.adjudication.values import Decision, Versions
from pullquote.agreement.values import Version
from pullquote.model.values import Annotator, Relation
from pullquote.store.database import Database
from pullquote.store.labels import ANNOTATION, RELATION, annotation_of
from pullquote.store.rows import marks

_DECISION = """
    SELECT id, uid, document, outcome, sources, results, taken, note, by, at FROM adjudication
"""
_DONE = """
    FROM state s JOIN annotator a ON a.id = s.annotator
    JOIN document d ON d.id = s.document
    WHERE s.value = 'done' AND a.kind = 'person' AND d.excluded IS NULL
"""
_ADJUDICATED = """
    FROM state s JOIN annotator a ON a.id = s.annotator
    JOIN document d ON d.id = s.document AND d.excluded IS NULL
    JOIN annotator j ON j.kind = 'adjudicated'
    JOIN state js ON js.document = s.document AND js.annotator = j.id AND js.value = 'done'
"""
# The parameters of one statement are limited.
_AT_ONCE = 500


def adjudicated(db: Database) -> Annotator | None:
    found = db.first("SELECT id, uid, name, kind FROM annotator WHERE kind = 'adjudicated'")
    return None if found is None else Annotator(*found)


def decisions(db: Database, documents: Sequence[int] | None) -> Iterator[Decision]:
    if documents is None:
        yield from map(_decision, db.every(f"{_DECISION} ORDER BY document, id"))
        return
    for some in _some(documents):
        sql = f"{_DECISION} WHERE document IN ({marks(some)}) ORDER BY document, id"
        yield from map(_decision, db.every(sql, *some))


def versions(db: Database, documents: Sequence[int] | None, least: int) -> Iterator[Versions]:
    """In the order of the documents' ids."""
    if documents is None:
        yield from _versions(db, "", (), least)
        return
    for some in _some(documents):
        yield from _versions(db, f"document IN ({marks(some)})", some, least)


def compared(db: Database) -> list[int]:
    sql = f"SELECT s.document {_DONE} GROUP BY s.document HAVING count(*) > 1 ORDER BY 1"
    return [document for (document,) in db.every(sql)]


def adjudicated_and_done(db: Database) -> list[tuple[int, int]]:
    sql = f"SELECT s.document, s.annotator {_ADJUDICATED} WHERE s.value = 'done'"
    return db.every(f"{sql} AND a.kind = 'person' ORDER BY 1, 2")


def extents(db: Database) -> list[tuple[int, int, str, int, int]]:
    return db.every(f"""
        SELECT x.document, x.annotator, x.layer, x.start, x."end" {_ADJUDICATED}
        JOIN annotation x ON x.document = s.document AND x.annotator = s.annotator
        WHERE s.value = 'done' AND a.kind <> 'reference' ORDER BY x.id
    """)


def _some(documents: Sequence[int]) -> Iterator[list[int]]:
    wanted = sorted(set(documents))
    return (wanted[first : first + _AT_ONCE] for first in range(0, len(wanted), _AT_ONCE))


def _versions(db: Database, which: str, values: Sequence[int], least: int) -> Iterator[Versions]:
    done = _done(db, which, values, least)
    people = {row[0] for row in db.every("SELECT id FROM annotator WHERE kind <> 'reference'")}
    where = f"WHERE {which}" if which else ""
    order = f'{where} ORDER BY document, annotator, start, "end" DESC, layer, id'
    found = _by_document(db.every(ANNOTATION + order, *values), done)
    ties = _by_document(db.every(f"{RELATION}{where} ORDER BY document, id", *values), done)
    settled = adjudicated(db)
    own = settled.id if settled else 0
    # Most labels have the attributes of many others: each is parsed once.
    parse = lru_cache(maxsize=None)(json.loads)
    for document, who in done.items():
        mine = _by_annotator(found.get(document, ()), ties.get(document, ()), parse)
        unfinished = (mine[a].annotations for a in mine.keys() & people - {own, *who})
        yield Versions(
            document=document,
            versions=tuple(mine.get(a) or Version(a, (), ()) for a in who),
            adjudicated=mine.get(own) or Version(own, (), ()),
            unfinished=frozenset(label.uid for labels in unfinished for label in labels),
        )


def _done(db: Database, which: str, values: Sequence[int], least: int) -> dict[int, list[int]]:
    condition = f" AND s.{which}" if which else ""
    sql = f"SELECT s.document, s.annotator {_DONE}{condition} ORDER BY 1, 2"
    done: dict[int, list[int]] = defaultdict(list)
    for document, annotator in db.every(sql, *values):
        done[document].append(annotator)
    return {document: who for document, who in done.items() if len(who) >= least}


def _by_document(
    rows: list[tuple[Any, ...]], wanted: dict[int, list[int]]
) -> dict[int, list[tuple[Any, ...]]]:
    found = groupby(rows, key=itemgetter(2))
    return {document: list(some) for document, some in found if document in wanted}


def _by_annotator(
    labels: Sequence[tuple[Any, ...]],
    ties: Sequence[tuple[Any, ...]],
    parse: Callable[[str], dict[str, str]],
) -> dict[int, Version]:
    relations: dict[int, list[Relation]] = defaultdict(list)
    for row in ties:
        relations[row[3]].append(Relation(*row))
    return {
        annotator: Version(
            annotator,
            tuple(annotation_of(row, parse) for row in some),
            tuple(relations[annotator]),
        )
        for annotator, some in groupby(labels, key=itemgetter(3))
    }


def _decision(row: tuple[Any, ...]) -> Decision:
    sources = tuple((uid, content) for uid, content in json.loads(row[4]))
    results, taken = tuple(json.loads(row[5])), tuple(json.loads(row[6]))
    values = (*row[:4], sources, results, taken, *row[7:])
    return Decision(*values)

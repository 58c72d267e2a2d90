"""Who has done which documents and what they say there, and what was decided between them."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
    SELECT s.document, s.annotator FROM state s JOIN annotator a ON a.id = s.annotator
    JOIN document d ON d.id = s.document
    WHERE s.value = 'done' AND a.kind = 'person' AND d.excluded IS NULL
"""
# The parameters of one statement are limited.
_AT_ONCE = 500


def adjudicated(db: Database) -> Annotator | None:
    found = db.first("SELECT id, uid, name, kind FROM annotator WHERE kind = 'adjudicated'")
    return None if found is None else Annotator(*found)


def decisions(db: Database, document: int | None) -> list[Decision]:
    if document is None:
        return [_decision(row) for row in db.every(f"{_DECISION} ORDER BY document, id")]
    found = db.every(f"{_DECISION} WHERE document = ? ORDER BY id", document)
    return [_decision(row) for row in found]


def versions(db: Database, documents: Sequence[int] | None, least: int) -> Iterator[Versions]:
    """In the order of the documents' ids."""
    if documents is None:
        yield from _versions(db, "", (), least)
        return
    wanted = sorted(set(documents))
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        yield from _versions(db, f"document IN ({marks(some)})", some, least)


def count_compared(db: Database) -> int:
    sql = f"SELECT count(*) FROM ({_DONE} GROUP BY s.document HAVING count(*) > 1)"
    found: int = db.value(sql)
    return found


def _versions(db: Database, which: str, values: Sequence[int], least: int) -> Iterator[Versions]:
    done = _done(db, which, values, least)
    people = {row[0] for row in db.every("SELECT id FROM annotator WHERE kind <> 'reference'")}
    where = f"WHERE {which}" if which else ""
    order = f'{where} ORDER BY document, annotator, start, "end" DESC, layer, id'
    labels = _by_document(db.every(ANNOTATION + order, *values), done)
    ties = _by_document(db.every(f"{RELATION}{where} ORDER BY document, id", *values), done)
    settled = adjudicated(db)
    for document, who in done.items():
        mine = _by_annotator(labels.get(document, ()), ties.get(document, ()))
        others = {a: mine[a] for a in mine.keys() & people}
        own = others.pop(settled.id, None) if settled else None
        yield Versions(
            document=document,
            versions=tuple(others.pop(a, None) or Version(a, (), ()) for a in who),
            adjudicated=own or Version(settled.id if settled else 0, (), ()),
            unfinished=frozenset(a.uid for v in others.values() for a in v.annotations),
        )


def _done(db: Database, which: str, values: Sequence[int], least: int) -> dict[int, list[int]]:
    condition = f" AND s.{which}" if which else ""
    done: dict[int, list[int]] = defaultdict(list)
    for document, annotator in db.every(f"{_DONE}{condition} ORDER BY 1, 2", *values):
        done[document].append(annotator)
    return {document: who for document, who in done.items() if len(who) >= least}


def _by_document(
    rows: list[tuple[Any, ...]], wanted: dict[int, list[int]]
) -> dict[int, list[tuple[Any, ...]]]:
    found = groupby(rows, key=itemgetter(2))
    return {document: list(some) for document, some in found if document in wanted}


def _by_annotator(
    labels: Sequence[tuple[Any, ...]], ties: Sequence[tuple[Any, ...]]
) -> dict[int, Version]:
    relations: dict[int, list[Relation]] = defaultdict(list)
    for row in ties:
        relations[row[3]].append(Relation(*row))
    return {
        annotator: Version(annotator, tuple(map(annotation_of, some)), tuple(relations[annotator]))
        for annotator, some in groupby(labels, key=itemgetter(3))
    }


def _decision(row: tuple[Any, ...]) -> Decision:
    sources = tuple((uid, content) for uid, content in json.loads(row[4]))
    results, taken = tuple(json.loads(row[5])), tuple(json.loads(row[6]))
    return Decision(*row[:4], sources, results, taken, *row[7:])

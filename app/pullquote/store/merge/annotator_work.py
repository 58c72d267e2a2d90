"""The work of annotators in documents, named by uids, so that two files can be compared."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from pullquote.store.journal.history import WorkOperation
from pullquote.store.journal.operations import last_change
from pullquote.store.reads import Reads
from pullquote.store.sql.database import Database

WorkKey = tuple[int, int]  # document, annotator


class WorkAnnotation(NamedTuple):
    """A row of `annotation`; `speaker` and `created_by` are uids, `attributes` is JSON."""

    uid: str
    layer: str
    start: int
    end: int
    attributes: str
    speaker: str | None
    note: str | None
    origin: str
    rule: str | None
    confidence: float | None
    carried_from: str | None
    created_by: str | None
    created_at: str
    changed_at: str
    confirmed_at: str | None
    to_check: str | None

    @property
    def place(self) -> tuple[str, int, int]:
        return self.layer, self.start, self.end


class WorkRelation(NamedTuple):
    """A row of `relation`; `head` and `tail` are uids of labels."""

    uid: str
    kind: str
    head: str
    tail: str
    role: str
    created_at: str
    origin: str
    rule: str | None
    confidence: float | None


class WorkRejection(NamedTuple):
    """A row of `rejection`."""

    layer: str
    start: int
    end: int
    value: str
    at: str


class WorkState(NamedTuple):
    """A row of `state`."""

    value: str
    reason: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Work:
    """All that one annotator did in one document, in an order that depends on nothing else."""

    labels: tuple[WorkAnnotation, ...] = ()
    ties: tuple[WorkRelation, ...] = ()
    state: WorkState | None = None
    rejections: tuple[WorkRejection, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkHistoryStep:
    """One operation of the past of a work.

    `changed`: it changed the work. `head`: it took over, or found equal, the work of another file
    as that file's operation of this uid had left it.
    """

    step: WorkOperation
    changed: bool = True
    head: str | None = None


@dataclass(frozen=True, slots=True)
class WorkHistory:
    """`known`: the beginnings of the uids of operations of other files that are dealt with."""

    past: tuple[WorkHistoryStep, ...] = ()
    known: frozenset[str] = frozenset()


def read_works(db: Database, documents: Collection[int]) -> dict[WorkKey, Work]:
    """All works in these documents that there are."""
    wanted = json.dumps(list(documents))
    labels = _grouped(db.every(_ANNOTATIONS, wanted), WorkAnnotation)
    ties = _grouped(db.every(_RELATIONS, wanted), WorkRelation)
    states = _grouped(db.every(_STATES, wanted), WorkState)
    rejections = _grouped(db.every(_REJECTIONS, wanted), WorkRejection)
    return {
        whose: Work(
            tuple(labels.get(whose, ())),
            tuple(ties.get(whose, ())),
            next(iter(states.get(whose, ())), None),
            tuple(rejections.get(whose, ())),
        )
        for whose in labels.keys() | ties.keys() | states.keys() | rejections.keys()
    }


class WorkReads:
    """The works of a project as they are at the moment."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def document(self, uid: str) -> tuple[int, str] | None:
        """Its row and the SHA-256 of its text."""
        return self._db.first("SELECT id, text_sha256 FROM document WHERE uid = ?", uid)

    def annotator(self, uid: str) -> int | None:
        row: int | None = self._db.value("SELECT id FROM annotator WHERE uid = ?", uid)
        return row

    def work(self, whose: WorkKey) -> Work:
        return read_works(self._db, [whose[0]]).get(whose, Work())

    def history(self, whose: WorkKey) -> WorkHistory:
        document, annotator = whose
        past = tuple(
            WorkHistoryStep(WorkOperation(*row[:4]), bool(row[4]), row[5] or None)
            for row in self._db.every(_PAST, document, annotator)
        )
        return WorkHistory(past, self.known(whose))

    def begun(self, since: int) -> tuple[int, set[WorkKey]]:
        """The id of the newest change, and the works that changes after `since` began or ended."""
        newest = last_change(self._db)
        return newest, set(self._db.every(_BEGUN, since)) if newest > since else set()

    def known(self, whose: WorkKey) -> frozenset[str]:
        """The beginnings of the uids of operations of other files that are dealt with."""
        found = self._db.value(
            "SELECT operations FROM collected WHERE document = ? AND annotator = ?", *whose
        )
        return frozenset(json.loads(found or "[]"))

    def own_uids(self, whose: WorkKey, work: Work) -> Work:
        """With other uids for labels and relations whose uid belongs to another work.

        They are made of the uid and the work, so that they are the same each time.
        """
        document, annotator = whose
        taken = self._taken("annotation", whose, [label.uid for label in work.labels])
        ties = self._taken("relation", whose, [tie.uid for tie in work.ties])
        if not taken and not ties:
            return work
        names = self._db.first(
            "SELECT (SELECT uid FROM document WHERE id = ?), (SELECT uid FROM annotator"
            " WHERE id = ?)",
            document,
            annotator,
        )

        def own(uid: str) -> str:
            return str(uuid5(NAMESPACE_OID, f"{names} {uid}"))

        new = {uid: own(uid) for uid in taken}
        return Work(
            tuple(sorted(la._replace(uid=new.get(la.uid, la.uid)) for la in work.labels)),
            tuple(
                sorted(
                    tie._replace(
                        uid=own(tie.uid) if tie.uid in ties else tie.uid,
                        head=new.get(tie.head, tie.head),
                        tail=new.get(tie.tail, tie.tail),
                    )
                    for tie in work.ties
                )
            ),
            work.state,
            work.rejections,
        )

    def _taken(self, table: str, whose: WorkKey, uids: Collection[str]) -> set[str]:
        found = self._db.every(
            f"SELECT uid FROM {table} WHERE uid IN (SELECT value FROM json_each(?))"
            " AND (document, annotator) <> (?, ?)",
            json.dumps(list(uids)),
            *whose,
        )
        return {uid for (uid,) in found}


@contextmanager
def open_work_reads(project: Reads) -> Iterator[WorkReads]:
    """Not inside an operation of its own."""
    with project._reading() as db:  # noqa: SLF001 - of this room
        yield WorkReads(db)


def known_operations(project: Reads, uids: Collection[str]) -> frozenset[str]:
    """Those of these operations that the journal has."""
    with project._reading() as db:  # noqa: SLF001 - of this room
        found = db.every(
            "SELECT uid FROM operation WHERE uid IN (SELECT value FROM json_each(?))",
            json.dumps(list(uids)),
        )
    return frozenset(uid for (uid,) in found)


def removed_uids(project: Reads, table: str) -> frozenset[str]:
    """The uids of rows of a table that somebody removed, other than by an undo."""
    sql = """
        SELECT json_extract(c.before, '$.uid') FROM change c JOIN operation o ON o.id = c.operation
        WHERE c.tab = ? AND c.after IS NULL AND o.kind <> 'undo'
    """
    with project._reading() as db:  # noqa: SLF001 - of this room
        return frozenset(uid for (uid,) in db.every(sql, table))


def short_uids(uids: Iterable[str]) -> list[str]:
    """As they are kept in `collected`: 48 bits tell the operations of one work apart."""
    return sorted({uid[:13] for uid in uids})


def _grouped(rows: list[tuple[Any, ...]], kind: Any) -> dict[WorkKey, list[Any]]:  # noqa: ANN401
    """By the document and annotator that each row begins with."""
    found: dict[WorkKey, list[Any]] = defaultdict(list)
    for whose, some in groupby(rows, key=itemgetter(0, 1)):
        found[whose] += [kind._make(row[2:]) for row in some]
    return found


_IN = "IN (SELECT value FROM json_each(?))"
_ANNOTATIONS = f"""
    SELECT a.document, a.annotator, a.uid, a.layer, a.start, a."end", a.attributes, s.uid, a.note,
           a.origin, a.rule, a.confidence, a.carried_from, m.uid, a.created_at, a.changed_at,
           a.confirmed_at, a.to_check
    FROM annotation a LEFT JOIN speaker s ON s.id = a.speaker
    LEFT JOIN annotator m ON m.id = a.created_by
    WHERE a.document {_IN} ORDER BY a.document, a.annotator, a.uid
"""
_RELATIONS = f"""
    SELECT r.document, r.annotator, r.uid, r.kind, h.uid, t.uid, r.role, r.created_at,
           r.origin, r.rule, r.confidence
    FROM relation r JOIN annotation h ON h.id = r.head JOIN annotation t ON t.id = r.tail
    WHERE r.document {_IN} ORDER BY r.document, r.annotator, r.uid
"""
_STATES = f"SELECT document, annotator, value, reason, at FROM state WHERE document {_IN}"
_REJECTIONS = f"""
    SELECT document, annotator, layer, start, "end", value, at FROM rejection
    WHERE document {_IN} ORDER BY document, annotator, layer, start, "end", value
"""
_TABLES = "('annotation', 'relation', 'state', 'rejection', 'collected')"
# By the order of the journal: the index by table would have to read nearly all of it.
_BEGUN = f"""
    SELECT DISTINCT document, json_extract(coalesce(before, after), '$.annotator') FROM change
    WHERE id > ? AND +tab IN {_TABLES}
"""
# As for the operations of a work: another change of a row says whose it is.
_PAST = f"""
    SELECT o.id, o.uid, o.kind, o."of", max(c.tab <> 'collected'),
           max(CASE WHEN c.tab = 'collected' THEN json_extract(c.after, '$.head') END)
    FROM change c JOIN operation o ON o.id = c.operation
    WHERE c.document = ?1 AND c.tab IN {_TABLES} AND (c.tab, c.row) IN (
        SELECT tab, row FROM change WHERE document = ?1 AND tab IN {_TABLES}
        AND json_extract(coalesce(before, after), '$.annotator') = ?2)
    GROUP BY o.id ORDER BY o.id
"""

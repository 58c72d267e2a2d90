"""A study of the rows that a project has stored, and the same with some documents read anew."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from pullquote.agreement.columns import Bools, Ints
from pullquote.agreement.study.study import (
    ORIGINS,
    Annotations,
    Documents,
    Done,
    Names,
    Passages,
    Relations,
    Study,
    StudySpeakers,
    Table,
    replace_rows,
    stale_cache,
)
from pullquote.model.schema import Schema
from pullquote.model.values import Annotator, after_merges
from pullquote.text.folding import fold

Rows = Sequence[tuple[Any, ...]]

SAID_BY = "said_by"
VALUE = "value"
"""The attribute of a date that holds its calendar value."""


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """What is stored about some documents, in any order. Labels and relations are read once.

    `documents`: id, characters, why it is excluded or None, published or None.
    `done`: document, annotator.
    `labels`: id, document, annotator, layer, start, end, attributes as JSON, speaker or None,
    origin, and what it was carried from: None, a row id, or a uid that is not there any more.
    `relations`: id, document, annotator, kind, head, tail, role.
    `names` and `texts` are by document; the words of mentions come from the texts.
    """

    documents: Rows = ()
    done: Rows = ()
    labels: Iterable[tuple[Any, ...]] = ()
    relations: Iterable[tuple[Any, ...]] = ()
    names: Mapping[int, str] | None = None
    texts: Mapping[int, str] | None = None


def register(speakers: Rows) -> StudySpeakers:
    """Of (id, name, merged_into) rows."""
    into = {id_: merged for id_, _, merged in speakers if merged is not None}
    names = {id_: name for id_, name, _ in speakers}
    folded = {id_: fold(name).text.strip() for id_, name in names.items()}
    return StudySpeakers(names, {id_: after_merges(into, id_) for id_ in into}, folded)


def study_of(
    schema: Schema,
    people: Iterable[Annotator],
    speakers: StudySpeakers,
    rows: DocumentRows,
    passages: Rows = (),
    *,
    repeats: str = "",
) -> Study:
    """`passages` are document, start, end, cluster, copy, boilerplate; of any documents."""
    empty = Study(
        schema=schema,
        people=tuple(people),
        register=speakers,
        documents=_no(Documents),
        done=_no(Done),
        labels=_no(Annotations),
        relations=_no(Relations),
        passages=_passages(passages),
        layers=Names(layer.id for layer in schema.layers),
        kinds=Names(relation.id for relation in schema.relations),
        roles=Names(),
        attributes=Names(),
        dates=Names(),
        forms=Names(),
        names=Names(),
        repeats=repeats,
    )
    return updated(empty, (), rows)


def updated(study: Study, documents: Collection[int], rows: DocumentRows) -> Study:
    """The study with what it had of these documents replaced by the rows.

    Documents of which there are no rows are not in it any more.
    """
    done = _done(rows.done)
    relations = _in_columns(Relations, rows.relations, partial(_relation_columns, study))
    labels = _labels(study, rows, done, relations)
    new: dict[str, Any] = {
        "documents": _documents(study, rows, done),
        "done": done,
        "labels": labels,
        "relations": _related(relations, labels),
    }
    listed = np.fromiter(documents, np.int64, len(documents))
    others = np.union1d(listed, new["documents"].id)
    return replace(
        study,
        **{
            name: replace_rows(getattr(study, name), table, others, by=_by(name))
            for name, table in new.items()
        },
        cache=stale_cache(study, documents),
    )


def _by(table: str) -> str:
    return "id" if table == "documents" else "document"


def with_passages(study: Study, passages: Rows, repeats: str) -> Study:
    """The study with other passages: rows of document, start, end, cluster, copy, boilerplate.

    `repeats` names the search that they come from.
    """
    cache = stale_cache(study, ())
    return replace(study, passages=_passages(passages), repeats=repeats, cache=cache)


def with_people(study: Study, people: Iterable[Annotator], speakers: StudySpeakers) -> Study:
    """The study with another register; a speaker that it knows has the name it had."""
    labels = study.labels
    speaker = np.where(labels.named > 0, _merged(speakers, labels.named), labels.speaker)
    same = np.array_equal(speaker, labels.speaker)
    return replace(
        study,
        people=tuple(people),
        register=speakers,
        labels=labels if same else replace(labels, speaker=speaker),
        cache=stale_cache(study, ()) if same else {},
    )


def _passages(rows: Rows) -> Passages:
    document, start, end, cluster, copy, boilerplate = _columns(rows, 6)
    order = np.lexsort((start, document))
    table = Passages(document, start, end, cluster, copy, boilerplate.astype(np.bool_))
    return table.take(order)


def _done(rows: Rows) -> Done:
    document, annotator = _columns(rows, 2)
    return Done(document, annotator).take(np.lexsort((annotator, document)))


def _documents(study: Study, rows: DocumentRows, done: Done) -> Documents:
    known = set(done.document.tolist())
    some = sorted(row for row in rows.documents if row[0] in known)
    names = rows.names or {}
    return Documents(
        id=_ints([row[0] for row in some]),
        name=study.names.numbers([names.get(row[0], "") for row in some]),
        characters=_ints([row[1] for row in some]),
        excluded=np.array([row[2] is not None for row in some], dtype=np.bool_),
        published=study.dates.numbers([row[3] or "" for row in some]),
    )


# Rows are turned into columns while they are read: so few are kept where the processor has them at
# hand, and their memory is used again for the next ones.
_AT_ONCE = 2_000


def _in_columns(
    kind: type[Table], rows: Iterable[tuple[Any, ...]], columns: Callable[..., Table]
) -> Table:
    """`columns` makes the table of some rows from what stands in each of their columns."""
    left, parts = iter(rows), [_no(kind)]
    while some := tuple(islice(left, _AT_ONCE)):
        parts.append(columns(*zip(*some, strict=True)))
    return kind.joined(parts)


def _label_columns(study: Study, *raw: Sequence[Any]) -> Annotations:
    """With the speakers that are stored."""
    layers, attributes = study.layers.numbers(raw[3]), study.attributes.numbers(raw[6])
    named = _ints([speaker or 0 for speaker in raw[7]])
    return Annotations(
        id=_ints(raw[0]),
        document=_ints(raw[1]),
        annotator=_ints(raw[2]),
        layer=layers,
        start=_ints(raw[4]),
        end=_ints(raw[5]),
        attributes=attributes,
        date=_dates(study, layers, attributes),
        named=named,
        speaker=named,
        form=named,
        origin=Names(ORIGINS).numbers(raw[8]) - 1,
        carried_from=_numbers(raw[9]),
    )


def _labels(study: Study, rows: DocumentRows, done: Done, relations: Relations) -> Annotations:
    table = _in_columns(Annotations, rows.labels, partial(_label_columns, study))
    form = _forms(study, rows.texts or {}, table)
    speaker = np.where(table.named > 0, _merged(study.register, table.named), -form)
    table = replace(table, form=form, speaker=speaker)
    kept = table.take(_is_done(table, done))
    order = (kept.id, kept.layer, -kept.end, kept.start, kept.annotator, kept.document)
    said_by = relations.take(relations.kind == (study.kinds.find(SAID_BY) or -1))
    return _with_mentions(said_by, kept.take(np.lexsort(order)))


def _is_done(labels: Annotations, done: Done) -> Bools:
    most = int(max(labels.annotator.max(initial=0), done.annotator.max(initial=0))) + 1
    return np.isin(labels.document * most + labels.annotator, done.document * most + done.annotator)


def _dates(study: Study, layers: Ints, attributes: Ints) -> Ints:
    """The calendar value of each label of a date layer."""
    dated = [study.layers.number(x.id) for x in study.schema.layers if x.unit == "date"]
    found = np.zeros(len(layers), dtype=np.int64)
    rows = np.isin(layers, dated)
    sets, back = np.unique(attributes[rows], return_inverse=True)
    values = [
        parsed_attributes(study.attributes[number]).get(VALUE, "") for number in sets.tolist()
    ]
    found[rows] = study.dates.numbers(values)[back]
    return found


def parsed_attributes(stored: str) -> Mapping[str, str]:
    """The attributes that are set, of their JSON; "" stands for none."""
    found: Mapping[str, str] = json.loads(stored) if stored else {}
    return found


def _forms(study: Study, texts: Mapping[int, str], labels: Annotations) -> Ints:
    """The words of mentions; for other labels the name of their speaker."""
    said_by = study.schema.relation(SAID_BY)
    mentions = [study.layers.number(layer) for layer in said_by.tails] if said_by else []
    known, back = np.unique(labels.named, return_inverse=True)
    names = [study.register.folded.get(number, "") for number in known.tolist()]
    form = study.forms.numbers(names)[back]
    rows = np.flatnonzero(np.isin(labels.layer, mentions))
    places = (column[rows].tolist() for column in (labels.document, labels.start, labels.end))
    words = [
        texts.get(document, "")[start:end] for document, start, end in zip(*places, strict=True)
    ]
    spoken = np.fromiter(map(_NumberedForms(study.forms).__getitem__, words), np.int64)
    form[rows] = np.where(spoken > 0, spoken, form[rows])
    return form


class _NumberedForms(dict[str, int]):
    """Folding is slow, and the same names come again and again."""

    def __init__(self, forms: Names) -> None:
        self._forms = forms

    def __missing__(self, words: str) -> int:
        self[words] = number = self._forms.number(fold(words).text.strip())
        return number


def _with_mentions(said_by: Relations, labels: Annotations) -> Annotations:
    """Give the heads of said_by the speaker of their mention."""
    head, tail = positions(labels.id, said_by.head), positions(labels.id, said_by.tail)
    there = (head >= 0) & (tail >= 0)
    head, tail = head[there], tail[there]
    named, speaker, form = labels.named.copy(), labels.speaker.copy(), labels.form.copy()
    named[head], form[head] = labels.named[tail], labels.form[tail]
    speaker[head] = labels.speaker[tail]
    return replace(labels, named=named, speaker=speaker, form=form)


def _relation_columns(study: Study, *raw: Sequence[Any]) -> Relations:
    id_, document, annotator, kind, head, tail, role = raw
    return Relations(
        id=_ints(id_),
        document=_ints(document),
        annotator=_ints(annotator),
        kind=study.kinds.numbers(kind),
        head=_ints(head),
        tail=_ints(tail),
        role=study.roles.numbers(role),
    )


def _related(relations: Relations, labels: Annotations) -> Relations:
    """Those of labels that are in the study."""
    kept = relations.take(positions(labels.id, relations.head) >= 0)
    return kept.take(np.lexsort((kept.id, kept.document)))


def positions(ids: Ints, wanted: Ints) -> Ints:
    """Where these ids stand in a column, -1 for those that do not."""
    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.int64)
    order = np.argsort(ids, kind="stable")
    at = order[np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)]
    return np.where(ids[at] == wanted, at, -1)


def _merged(speakers: StudySpeakers, named: Ints) -> Ints:
    if not speakers.merged:
        return named
    known, back = np.unique(named, return_inverse=True)
    return _ints([speakers.merged.get(speaker, speaker) for speaker in known.tolist()])[back]


def _numbers(values: Sequence[int | str | None]) -> Ints:
    """0 for None; a uid that is not there any more becomes a number below 0, always the same."""
    found = [0 if x is None else x if isinstance(x, int) else _gone(x) for x in values]
    return _ints(found)


def _gone(uid: str) -> int:
    return -1 - int.from_bytes(uid.encode()[:7].ljust(7, b"\0"))


def _ints(values: Sequence[Any]) -> Ints:
    return np.array(values, dtype=np.int64)


def _columns(rows: Rows, count: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, count).T


def _no(table: type[Table]) -> Table:
    flags = {"excluded", "boilerplate"}
    return table(
        **{f.name: np.empty(0, np.bool_ if f.name in flags else np.int64) for f in fields(table)}
    )

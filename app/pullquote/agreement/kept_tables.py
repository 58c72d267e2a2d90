"""The tables of a study: made once for each selection, then only for documents that changed."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import replace

import numpy as np

from pullquote.agreement.selection import Selection, select
from pullquote.agreement.study import EDITION, TABLES, Study
from pullquote.agreement.tables import Tables
from pullquote.agreement.tabulate import tabulate
from pullquote.agreement.values import Scope

_MOST_KEPT = 8


def tables(study: Study, scope: Scope) -> Tables:
    """Of all layers. Kept with the study: only documents that changed are counted anew."""
    if scope.once and not len(study.passages.start):  # nothing stands twice
        scope = replace(scope, once=False)
    key = scope_key(study, scope)
    cache: dict[Hashable, tuple[Tables, frozenset[int] | None]]
    cache = study.cache.setdefault(TABLES, {})
    known, changed = cache.get(key, (None, None))
    if known is not None and changed is None:
        return known
    selection = select(study, scope)
    edition = study.cache[EDITION] = study.cache.get(EDITION, 0) + 1
    made = _equal(study, selection, cache) or (
        tabulate(study, selection, edition)
        if known is None or not np.array_equal(known.annotators, selection.annotators)
        else _renewed(study, selection, known, changed or (), edition)
    )
    while len(cache) >= _MOST_KEPT:
        cache.pop(next(iter(cache)))
    cache[key] = made, None
    return made


def scope_key(study: Study, scope: Scope) -> Hashable:
    """The same for scopes that differ in layers only."""
    annotators = study.persons() if scope.annotators is None else scope.annotators
    return replace(scope, layers=None, annotators=tuple(sorted(set(annotators))))


def _equal(
    study: Study, selection: Selection, cache: Mapping[Hashable, tuple[Tables, object]]
) -> Tables | None:
    """The tables of another scope that leaves out the same: where nothing stands twice, all copies
    and one copy are the same.
    """
    signature = selection.signature(study)
    for tables, changed in cache.values():
        if (
            changed is None
            and np.array_equal(tables.annotators, selection.annotators)
            and np.array_equal(tables.documents, selection.documents)
            and np.array_equal(tables.signature, signature)
        ):
            return tables
    return None


def _renewed(
    study: Study, selection: Selection, known: Tables, changed: Collection[int], edition: int
) -> Tables:
    signature = selection.signature(study)
    at = np.searchsorted(known.documents, selection.documents)
    before = np.append(known.documents, -1)[at] == selection.documents
    same = before & (np.append(known.signature, 0)[at] == signature)
    same &= ~np.isin(selection.documents, np.fromiter(changed, np.int64, len(changed)))
    new = tabulate(study, selection.of_documents(~same), edition)
    gone = np.setdiff1d(np.union1d(known.documents, selection.documents), selection.documents[same])
    return replace(
        new,
        documents=selection.documents,
        characters=selection.characters,
        lost=selection.lost,
        done=selection.done,
        single=selection.single,
        signature=signature,
        edition=np.where(same, np.append(known.edition, 0)[at], edition),
        kept=known.kept.renewed(new.rows, gone),
    )

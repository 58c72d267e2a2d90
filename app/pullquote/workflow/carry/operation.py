"""Labels carried, and taken back, each time as one operation."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pullquote.errors import PullquoteError
from pullquote.labelling import label_relations
from pullquote.labelling.carried import (
    CarriedGroup,
    CarriedLabel,
    copy_at,
    is_copy_of,
    is_untouched,
)
from pullquote.model.values import Annotation, Relation
from pullquote.store.errors import NotThere, WrongRelation
from pullquote.store.project import Project
from pullquote.store.writer import Writer
from pullquote.text.spans import Span
from pullquote.workflow.carry.offers import PAGE, CarryOffer, bars_of, carry_offers, is_aided

if TYPE_CHECKING:
    from pullquote.workflow.worker import Progress, Stop

# Documents written, and labels removed, in one transaction.
_AT_ONCE, _REMOVED = 20, 100


class CarryChanged(PullquoteError):
    template = "The label was changed meanwhile; nothing was carried; look at its copies again."


class CarryReport(NamedTuple):
    """`labels` were carried, parts counted, to `places` of `documents`; `left` were groups that had
    become impossible meanwhile.
    """

    labels: int = 0
    places: int = 0
    documents: int = 0
    left: int = 0


def carry(
    project: Project,
    actor: int,
    chosen: Iterable[tuple[int, CarriedGroup]],
    *,
    progress: "Progress | None" = None,
    stop: "Stop | None" = None,
) -> CarryReport:
    """Label each group in the document that it comes with, all in one operation.

    What became impossible since it was offered is left and counted. Raise CarryChanged where a
    label is not what it was then.
    """
    by_document: dict[int, list[CarriedGroup]] = {}
    for document, group in chosen:
        by_document.setdefault(document, []).append(group)
    _require_unchanged(project, chain.from_iterable(by_document.values()))
    if not by_document:
        return CarryReport()
    name, waiting = _name(project, by_document), list(by_document.items())
    report, done = CarryReport(), 0
    with project.long_operation(name, actor, {"total": len(waiting)}) as long:
        while done < len(waiting) and not (stop is not None and stop()):
            some = waiting[done : done + _AT_ONCE]
            with long.step(len(some)) as writer:
                for document, groups in some:
                    report = _Target(project, writer, actor, document).write(groups, report)
            done += len(some)
            if progress is not None:
                progress(done, len(waiting))
    return report


def remove_copies(project: Project, actor: int, uid: str, *, stop: "Stop | None" = None) -> int:
    """Remove what was carried from the label `uid`, which is gone, in one operation; how many.

    What somebody has changed or confirmed since stays.
    """
    copies = [a for a in project.carried_copies(uid) if is_untouched(a) and a.annotator == actor]
    layer = project.schema.layer(copies[0].layer) if copies else None
    what = "1 copy" if len(copies) == 1 else f"{len(copies)} copies"
    name = f"{layer.name if layer else 'Label'} removed from {what}"
    return _remove(project, actor, name, [copy.id for copy in copies], stop)


def untouched_labels(project: Project, operation: int) -> list[int]:
    """What an operation carried into documents in which nobody has changed, confirmed or removed
    any of it since: the ids of the labels.
    """
    by_document: dict[int, list[int]] = {}
    for label, document in project.added_labels(operation):
        by_document.setdefault(document, []).append(label)
    found: list[int] = []
    for document, added in by_document.items():
        there = {a.id for a in project.annotations(document) if is_untouched(a)}
        found += added if there.issuperset(added) else []
    return found


def take_back_untouched(
    project: Project, actor: int, operation: int, *, stop: "Stop | None" = None
) -> int:
    """Remove `untouched_labels` of an operation that cannot be undone whole, as one; how many."""
    labels = untouched_labels(project, operation)
    what = "1 carried label" if len(labels) == 1 else f"{len(labels)} carried labels"
    return _remove(project, actor, f"{what} taken back", labels, stop)


def _remove(
    project: Project, actor: int, name: str, labels: Sequence[int], stop: "Stop | None"
) -> int:
    done = 0
    if not labels:
        return done
    with project.long_operation(name, actor, {"total": len(labels)}) as long:
        while done < len(labels) and not (stop is not None and stop()):
            some = labels[done : done + _REMOVED]
            with long.step(len(some)) as writer:
                for label in some:
                    writer.delete_annotation(label)
            done += len(some)
    return done


def carry_everything(
    project: Project,
    actor: int,
    *,
    only_exact: bool = False,
    preview: bool = False,
    progress: "Progress | None" = None,
    stop: "Stop | None" = None,
) -> tuple[CarryReport, Counter[str]]:
    """Carry all that is sure of what the actor labelled, in one operation, or only count it.

    What was itself carried is not carried on. With `only_exact`, to places with the same words
    only. The counter has, by why, the groups that were not carried.
    """
    chosen: list[tuple[int, CarriedGroup]] = []
    why: Counter[str] = Counter()
    taken: set[tuple[int, str, Span]] = set()
    documents = project.labelled_documents(actor)
    for done, document in enumerate(documents):
        if stop is not None and stop():
            return CarryReport(), why
        for offer in _all_offers(project, actor, document):
            for group in offer.groups:
                head = group.labels[0]
                key = (offer.document, head.source.layer, head.span)
                reasons = {*group.bars, *group.doubts, *offer.bars, *offer.doubts}
                if only_exact and not offer.same_words:
                    reasons.add("words")
                if reasons:
                    why.update(reasons)
                elif key not in taken:
                    taken.add(key)
                    chosen.append((offer.document, group))
        if progress is not None:
            progress(done + 1, len(documents))
    if preview:
        count = sum(one.there is None for _, group in chosen for one in group.labels)
        return CarryReport(count, len(chosen), len({number for number, _ in chosen})), why
    return carry(project, actor, chosen, stop=stop), why


def _all_offers(project: Project, actor: int, document: int) -> Iterator[CarryOffer]:
    if not is_aided(project, actor, document):
        return
    own = {a.id for a in project.annotations(document, actor) if a.origin != "carried"}
    first, total = 0, 1
    while own and first < total:
        found = carry_offers(project, actor, document, own, first=first)
        yield from found.offers
        first, total = first + PAGE, found.total


def _require_unchanged(project: Project, groups: Iterable[CarriedGroup]) -> None:
    seen: dict[int, Annotation] = {}
    for group in groups:
        for one in group.labels:
            seen[one.source.id] = one.source
    for number, label in seen.items():
        try:
            now = project.annotation(number)
        except NotThere:
            raise CarryChanged from None
        if now != label:
            raise CarryChanged


def _name(project: Project, by_document: dict[int, list[CarriedGroup]]) -> str:
    groups = [group for some in by_document.values() for group in some]
    sources = {group.labels[0].source.id: group.labels[0].source for group in groups}
    if len(sources) == 1:
        layer = project.schema.layer(next(iter(sources.values())).layer)
        what = layer.name if layer else "Label"
    else:
        what = f"{len(sources)} labels"
    places = len(groups) if len(sources) == 1 else len(by_document)
    return f"{what} carried to {places} {'copy' if places == 1 else 'copies'}"


class _Target:
    """A document that labels are carried into, as it is in the transaction."""

    def __init__(self, project: Project, writer: Writer, actor: int, document: int) -> None:
        self._project, self._writer = project, writer
        self._actor, self._document = actor, document
        self._made: dict[int, int] = {}
        self._used: set[int] = set()

    def write(self, groups: Sequence[CarriedGroup], report: CarryReport) -> CarryReport:
        try:
            excluded = self._project.document(self._document).excluded
        except NotThere:
            return report._replace(left=report.left + len(groups))
        if any(bars_of(self._project, self._actor, self._document, excluded)):
            return report._replace(left=report.left + len(groups))
        self._labels = self._project.annotations(self._document, self._actor)
        written = [count for group in groups if (count := self._write(group))]
        if written and self._project.state(self._document, self._actor) is None:
            self._writer.set_state(self._document, self._actor, "in_progress")
        return CarryReport(
            report.labels + sum(written),
            report.places + len(written),
            report.documents + bool(written),
            report.left + len(groups) - len(written),
        )

    def _write(self, group: CarriedGroup) -> int:
        """How many labels were added or changed; 0 where another one is in the way."""
        head = group.labels[0]
        in_way = [
            a
            for a in self._labels
            if a.layer == head.source.layer
            and a.span.overlaps(head.span)
            and not is_copy_of(a, head.source)
        ]
        if in_way:
            return 0
        self._made.clear()
        count = sum(self._put(one.source, one) for one in group.labels)
        for relation in group.relations:
            self._relate(relation)
        return count

    def _put(self, source: Annotation, carried: CarriedLabel) -> bool:
        copies = [a for a in self._labels if a.id not in self._used]
        copy = copy_at(copies, source, carried.span)
        same = self._find(source.layer, carried.span)
        there = copy or same
        if there is not None:
            self._used.add(there.id)
            self._made[source.id] = there.id
            return copy is not None and same in (None, copy) and self._follow(copy, carried)
        there = self._writer.add_annotation(
            self._document,
            self._actor,
            source.layer,
            carried.span.start,
            carried.span.end,
            attributes=carried.attributes,
            speaker=carried.speaker,
            origin="carried",
            carried_from=source.uid,
        )
        self._labels.append(there)
        self._used.add(there.id)
        self._made[source.id] = there.id
        return True

    def _follow(self, copy: Annotation, carried: CarriedLabel) -> bool:
        """Let a copy say what its label says now; whether it did not."""
        now = self._writer.change_annotation(
            copy.id,
            layer=carried.source.layer,
            start=carried.span.start,
            end=carried.span.end,
            attributes=carried.attributes,
            speaker=carried.speaker,
        )
        self._labels[self._labels.index(copy)] = now
        return now != copy

    def _find(self, layer: str, span: Span) -> Annotation | None:
        return next((a for a in self._labels if a.layer == layer and a.span == span), None)

    def _relate(self, relation: Relation) -> None:
        head, tail = self._made.get(relation.head), self._made.get(relation.tail)
        labels = {label.id: label for label in self._labels}
        if head is None or tail is None:
            return
        try:
            label_relations.relate(
                self._writer,
                self._project.schema,
                self._project.relations(self._document, self._actor),
                labels[head],
                labels[tail],
                relation.role,
                origin="carried",
            )
        except WrongRelation:
            return  # with what stands there it would lead back to where it starts

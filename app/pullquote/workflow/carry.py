"""Labels carried to the copies of their words: what is offered, and what is done."""

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pullquote.duplicates.blocks import Place, places
from pullquote.errors import PullquoteError
from pullquote.labelling import label_relations
from pullquote.labelling.carried import (
    Bar,
    CarriedGroup,
    CarriedLabel,
    Doubt,
    LabelGroup,
    LabelledText,
    carried_group,
    is_copy_of,
    is_untouched,
    label_groups,
)
from pullquote.model.values import Annotation, Relation
from pullquote.store.errors import NotThere, WrongRelation
from pullquote.store.project import Project
from pullquote.store.values import DocumentRow
from pullquote.store.writer import Writer
from pullquote.text.segments import snap_to_words
from pullquote.text.spans import Span

if TYPE_CHECKING:
    from pullquote.duplicates.alignment import Alignment, Stretch
    from pullquote.workflow.worker import Progress, Stop

# So many places are offered at a time: page furniture has thousands of copies.
PAGE = 50
# Code points before and after repeated words in which a mark of quotation or a speaker may stand.
_BESIDE = 240
# Code points around labels that are compared first: to compare all that is repeated takes longer.
_NEAR = 400
_LIKE = 0.5
# Code points around a label that are shown with it.
_SHOWN = 60
_ALL = sys.maxsize
# Documents written, and labels removed, in one transaction.
_AT_ONCE, _REMOVED = 20, 100


class CarryOff(PullquoteError):
    template = "The plan wants this document labelled without help: labels are not carried from it."


class CarryChanged(PullquoteError):
    template = "The label was changed meanwhile; nothing was carried; look at its copies again."


class CarryOffer(NamedTuple):
    """A place that repeats the words of labels, and what they would be there.

    `here` and `there` are the words of the labels with a few around them. `same_words`: those of
    the labels, and between them, differ in typography only; `similarity`, 0 to 1, is of them too.
    """

    document: int
    start: int
    end: int
    title: str
    source: str | None
    published: str | None
    same_document: bool
    groups: tuple[CarriedGroup, ...]
    here: str
    there: str
    similarity: float
    same_words: bool
    doubts: tuple[Doubt, ...] = ()
    bars: tuple[Bar, ...] = ()

    @property
    def sure(self) -> tuple[CarriedGroup, ...]:
        """What can be carried unseen."""
        if self.doubts or self.bars:
            return ()
        return tuple(group for group in self.groups if group.is_sure)

    @property
    def possible(self) -> tuple[CarriedGroup, ...]:
        """What can be carried where a person wants it."""
        return () if self.bars else tuple(group for group in self.groups if not group.bars)


class CarryOffers(NamedTuple):
    """Some of the `total` places where the words of `labels` labels stand too, their parts counted.

    The first of `offers` is number `first`, from 0: those of the document itself come first, then
    in the order of the copies.
    """

    labels: int
    total: int
    first: int
    offers: tuple[CarryOffer, ...]


class CarryReport(NamedTuple):
    """`labels` were carried, parts counted, to `places` of `documents`; `left` were groups that had
    become impossible meanwhile.
    """

    labels: int = 0
    places: int = 0
    documents: int = 0
    left: int = 0


def carry_offers(
    project: Project,
    actor: int,
    document: int,
    labels: Collection[int],
    *,
    first: int = 0,
    most: int = PAGE,
) -> CarryOffers:
    """Where the words of labels of the actor stand too, a page of it, and what they would be there.

    Raise CarryOff where the plan wants the document labelled without help.
    """
    source = _Source(project, actor, document)
    if not _is_aided(project, actor, document):
        raise CarryOff
    wanted = [label for label in source.labels if label.id in labels]
    groups = label_groups(wanted, source.labels, source.relations, project.schema)
    total, shown = source.places(groups, first, most)
    rows = {row.id: row for row in project.document_rows([p.document for p in shown], actor)}
    offers = [
        offer
        for place in shown
        if place.document in rows
        and (offer := source.offer(groups, place, rows[place.document])) is not None
    ]
    count = sum(len(group.labels) for group in groups)
    return CarryOffers(count, total, first, tuple(offers))


def take_over_offers(project: Project, actor: int, document: int) -> CarryOffers:
    """What labels of the actor in copies of a document would be in it: an offer for each place of a
    copy, under the name of the copy, with what is not labelled here yet.

    Of what several copies say, the first has it. Raise CarryOff as `carry_offers`.
    """
    if not _is_aided(project, actor, document):
        raise CarryOff
    rows = project.document_rows([document], actor)
    found: list[CarryOffer] = []
    taken: set[tuple[str, Span]] = set()
    for number in _labelled_copies(project, actor, document)[:PAGE] if rows else ():
        source = _Source(project, actor, number)
        groups = label_groups(source.labels, source.labels, source.relations, project.schema)
        (copy,) = project.document_rows([number], actor)
        _, places_of = source.places(groups, 0, _ALL)
        for place in places_of:
            offer = source.offer(groups, place, rows[0]) if place.document == document else None
            new = [
                group
                for group in (offer.groups if offer else ())
                if "labelled" not in group.bars and _key(group) not in taken
            ]
            taken.update(map(_key, new))
            if offer is not None and new:
                found.append(
                    offer._replace(
                        title=copy.title or copy.name,
                        source=copy.source,
                        published=copy.published,
                        groups=tuple(new),
                    )
                )
    count = sum(one.there is None for o in found for g in o.groups for one in g.labels)
    return CarryOffers(count, len(found), 0, tuple(found))


def _labelled_copies(project: Project, actor: int, document: int) -> list[int]:
    """The documents that share words with one and in which the actor labelled, as copies come."""
    labelled = set(project.labelled_documents(actor)) - {document}
    clusters = {p.cluster for p in project.passages(document)} if labelled else set()
    copies = (
        copy.document
        for cluster in sorted(clusters)
        if not project.cluster(cluster).boilerplate
        for copy in project.cluster_passages(cluster)
    )
    return list(dict.fromkeys(number for number in copies if number in labelled))


def _key(group: CarriedGroup) -> tuple[str, Span]:
    return group.labels[0].source.layer, group.labels[0].span


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
    waiting = [a for a in project.carried_copies(uid) if is_untouched(a) and a.annotator == actor]
    if not waiting:
        return 0
    layer = project.schema.layer(waiting[0].layer)
    what = "1 copy" if len(waiting) == 1 else f"{len(waiting)} copies"
    name, done = f"{layer.name if layer else 'Label'} removed from {what}", 0
    with project.long_operation(name, actor, {"total": len(waiting)}) as long:
        while done < len(waiting) and not (stop is not None and stop()):
            some = waiting[done : done + _REMOVED]
            with long.step(len(some)) as writer:
                for label in some:
                    writer.delete_annotation(label.id)
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
    if not _is_aided(project, actor, document):
        return
    own = {a.id for a in project.annotations(document, actor) if a.origin != "carried"}
    first, total = 0, 1
    while own and first < total:
        found = carry_offers(project, actor, document, own, first=first)
        yield from found.offers
        first, total = first + PAGE, found.total


def _is_aided(project: Project, actor: int, document: int) -> bool:
    return all(given.suggestions for given in project.assignments(actor, document))


class _Source:
    """A document with the labels that are carried from it."""

    def __init__(self, project: Project, actor: int, document: int) -> None:
        self._project, self._actor, self._document = project, actor, document
        self._text = project.text(document)
        self._published = project.document(document).published.value
        self.labels = project.annotations(document, actor)
        self.relations: list[Relation] = project.relations(document, actor)
        self._stretches: dict[Span, Stretch] = {}

    @cached_property
    def _here(self) -> LabelledText:
        return LabelledText(self._text, self._published, self.labels)

    def places(
        self, groups: Sequence[LabelGroup], first: int, most: int
    ) -> tuple[int, list[Place]]:
        """How often words of `groups` stand once more, and a page of where: here first, then in the
        order of the copies.
        """
        heads = [group.head.span for group in groups]
        repeated = [
            passage
            for passage in self._project.passages(self._document)
            if any(passage.span.overlaps(head) for head in heads)
            and not self._project.cluster(passage.cluster).boilerplate
        ]
        copies = {p.cluster: self._project.cluster_passages(p.cluster) for p in repeated}
        if len(repeated) == 1:
            # Thousands of copies are no runs of several passages, of which each is to be looked at.
            (own,) = repeated
            others = [copy for copy in copies[own.cluster] if copy != own]
            others.sort(key=lambda copy: copy.document != self._document)
            found = [
                Place(copy.document, copy.start, copy.end, own.start, own.end)
                for copy in others[first : first + most]
                if any(2 * head.overlap(own.span) >= len(head) for head in heads)
            ]
            return len(others) if found or first else 0, found
        order = {
            (copy.document, copy.start): number
            for number, copy in enumerate(chain.from_iterable(copies.values()))
        }
        everywhere = [
            place for place in places(repeated, copies) if any(_holds(place, h) for h in heads)
        ]
        everywhere.sort(key=lambda p: (p.document != self._document, order[p.document, p.start]))
        return len(everywhere), everywhere[first : first + most]

    def offer(
        self, groups: Sequence[LabelGroup], place: Place, row: DocumentRow
    ) -> CarryOffer | None:
        project = self._project
        text, same = project.text(place.document), place.document == self._document
        labels = self.labels if same else project.annotations(place.document, self._actor)
        declined = [(no.layer, no.span) for no in project.rejections(row.id, self._actor)]
        there = LabelledText(text, row.published, labels, declined)
        alignment = self._alignment(groups, place, text)
        carried = [
            found
            for group in groups
            if _holds(place, group.head.span)
            and (found := carried_group(group, alignment, self._here, there, project.schema))
        ]
        if not carried:
            return None
        from pullquote.duplicates.compare import folded_words, likeness

        ours, theirs = _extent(carried, here=True), _extent(carried)
        words, other = folded_words(ours.of(self._text)), folded_words(theirs.of(text))
        return CarryOffer(
            document=place.document,
            start=min(group.labels[0].span.start for group in carried),
            end=max(group.labels[0].span.end for group in carried),
            title=row.title or row.name,
            source=row.source,
            published=row.published,
            same_document=same,
            groups=tuple(carried),
            here=_with_context(self._text, ours).of(self._text),
            there=_with_context(text, theirs).of(text),
            similarity=likeness(words, other),
            same_words=words == other,
            doubts=("done",) if row.state == "done" and not same else (),
            bars=tuple(self._bars(row)),
        )

    def _bars(self, row: DocumentRow) -> Iterator[Bar]:
        yield from bars_of(self._project, self._actor, row.id, row.excluded)

    def _alignment(self, groups: Sequence[LabelGroup], place: Place, text: str) -> "Alignment":
        from pullquote.duplicates.alignment import Alignment, Stretch

        cores = Span(place.here_start, place.here_end), Span(place.start, place.end)
        here, there = _widened(cores[0], self._text), _widened(cores[1], text)
        labels = [a for group in groups if _holds(place, group.head.span) for a in group.labels]
        start, end = min(a.start for a in labels), max(a.end for a in labels)
        if end - start + 4 * _NEAR < len(here):
            # How far words may have moved in between is at least what one has more than the other.
            moved = cores[1].start - cores[0].start
            more = len(cores[1]) - len(cores[0])
            near = _part(here, start - _NEAR, end + _NEAR)
            answer = _part(
                there,
                near.start + moved + min(0, more) - _NEAR,
                near.end + moved + max(0, more) + _NEAR,
            )
            found = Alignment(self._stretch(near), Stretch(text, answer), cores)
            if found.likeness >= _LIKE:
                return found
        return Alignment(self._stretch(here), Stretch(text, there), cores)

    def _stretch(self, span: Span) -> "Stretch":
        from pullquote.duplicates.alignment import Stretch

        if span not in self._stretches:
            self._stretches[span] = Stretch(self._text, span)
        return self._stretches[span]


def _extent(carried: Sequence[CarriedGroup], *, here: bool = False) -> Span:
    """From the first label to the last, in the copy or here."""
    labels = [one for group in carried for one in group.labels]
    spans = [one.source.span if here else one.span for one in labels]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _with_context(text: str, span: Span) -> Span:
    """With a few words around it, of the same line."""
    start = max(span.start - _SHOWN, text.rfind("\n", 0, span.start) + 1)
    line = text.find("\n", span.end)
    end = min(span.end + _SHOWN, len(text) if line < 0 else line)
    return snap_to_words(text, Span(start, end))


def bars_of(project: Project, actor: int, document: int, excluded: str | None) -> Iterator[Bar]:
    """Why nothing of the actor's may be carried into a document."""
    if excluded is not None:
        yield "excluded"
    given = project.assignments(document=document)
    own = [assignment for assignment in given if assignment.annotator == actor]
    if given and not own:
        yield "assigned"
    if not all(assignment.suggestions for assignment in own):
        yield "unaided"


def _holds(place: Place, span: Span) -> bool:
    """Whether at least half of a label is among the words that are repeated."""
    return 2 * span.overlap(Span(place.here_start, place.here_end)) >= len(span)


def _part(of: Span, start: int, end: int) -> Span:
    """What of a span is from `start` to `end`."""
    first = min(max(start, of.start), of.end)
    return Span(first, max(first, min(end, of.end)))


def _widened(span: Span, text: str) -> Span:
    """With what stands beside: a mark of quotation, or who said it."""
    start, end = max(0, span.start - _BESIDE), min(len(text), span.end + _BESIDE)
    # Not from the middle of a word, which would be another one.
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return Span(start, end)


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

    def write(self, groups: Sequence[CarriedGroup], report: CarryReport) -> CarryReport:
        try:
            excluded = self._project.document(self._document).excluded
        except NotThere:
            return report._replace(left=report.left + len(groups))
        if any(bars_of(self._project, self._actor, self._document, excluded)):
            return report._replace(left=report.left + len(groups))
        self._labels = self._project.annotations(self._document, self._actor)
        written = [count for group in groups if (count := self._write(group))]
        for relation in {r.id: r for group in groups for r in group.relations}.values():
            self._relate(relation)
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
        return 0 if in_way else sum(self._put(one.source, one) for one in group.labels)

    def _put(self, source: Annotation, carried: CarriedLabel) -> bool:
        copy = next((a for a in self._labels if is_copy_of(a, source)), None)
        same = self._find(source.layer, carried.span)
        there = copy or same
        if there is not None:
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

"""Where labels can be carried: each place that repeats their words, and what is in doubt there."""

import sys
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pullquote.duplicates.blocks import Place, places
from pullquote.errors import PullquoteError
from pullquote.labelling.carried import (
    Bar,
    CarriedGroup,
    Doubt,
    LabelGroup,
    LabelledText,
    carried_group,
    label_groups,
)
from pullquote.model.values import Annotation, Relation
from pullquote.store.project import Project
from pullquote.store.values import DocumentRow
from pullquote.text.segments import snap_to_words
from pullquote.text.spans import Span
from pullquote.workflow.find_duplicates import count_outside

if TYPE_CHECKING:
    from pullquote.duplicates.alignment import Alignment, Stretch
    from pullquote.workflow.worker import Stop

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


class CarryOff(PullquoteError):
    template = "The plan wants this document labelled without help: labels are not carried from it."


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
    in the order of the copies. In a hand-out, `outside` are copies that are not in the file.
    """

    labels: int
    total: int
    first: int
    offers: tuple[CarryOffer, ...]
    outside: int = 0


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
    if not is_aided(project, actor, document):
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
    outside = count_outside(project, document, [group.head.span for group in groups])
    return CarryOffers(count, total, first, tuple(offers), outside)


def place_offer(
    project: Project, actor: int, document: int, labels: Collection[int], place: Place
) -> CarryOffer | None:
    """What labels of the actor, or all where none is named, would be at one place.

    None where no label stands in its words. Raise CarryOff as `carry_offers`.
    """
    source = _Source(project, actor, document)
    if not is_aided(project, actor, document):
        raise CarryOff
    wanted = [label for label in source.labels if not labels or label.id in labels]
    groups = label_groups(wanted, source.labels, source.relations, project.schema)
    rows = project.document_rows([place.document], actor)
    return source.offer(groups, place, rows[0]) if rows and groups else None


def unlabelled_copies(
    project: Project, actor: int, document: int, labels: Collection[int], stop: "Stop"
) -> int:
    """In how many places the words of labels of the actor stand without a label of their layer, and
    may get one; 0 where the plan wants the document labelled without help.

    Where a label would be is told by how far the words are from the start of what is repeated.
    """
    if not is_aided(project, actor, document):
        return 0
    source = _Source(project, actor, document)
    wanted = [label for label in source.labels if label.id in labels]
    groups = label_groups(wanted, source.labels, source.relations, project.schema)
    _, everywhere = source.places(groups, 0, _ALL)
    listed = list({place.document for place in everywhere})
    free: dict[int, list[Annotation]] = {}
    for row in project.document_rows(listed, actor):
        if stop():
            return 0
        if row.id == document or not any(bars_of(project, actor, row.id, row.excluded)):
            free[row.id] = project.annotations(row.id, actor) if row.labels else []
    return sum(
        place.document in free and _is_unlabelled(groups, place, free[place.document])
        for place in everywhere
    )


def _is_unlabelled(
    groups: Sequence[LabelGroup], place: Place, labels: Sequence[Annotation]
) -> bool:
    """Whether any label that could be carried to a place has none of its layer there."""
    more = abs(place.end - place.start - (place.here_end - place.here_start))
    moved = place.start - place.here_start
    for head in (group.head for group in groups if _holds(place, group.head.span)):
        around = Span(max(0, head.start + moved - more), max(0, head.end + moved + more))
        if not any(a.layer == head.layer and a.span.overlaps(around) for a in labels):
            return True
    return False


def take_over_offers(project: Project, actor: int, document: int) -> CarryOffers:
    """What labels of the actor in copies of a document would be in it: an offer for each place of a
    copy, under the name of the copy, with what is not labelled here yet.

    Of what several copies say, the first has it. Raise CarryOff as `carry_offers`.
    """
    if not is_aided(project, actor, document):
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


def is_aided(project: Project, actor: int, document: int) -> bool:
    """Whether the plan lets labels be proposed to the actor in a document."""
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

"""Where copies of the same words carry other labels: found, kept up with the project, settled."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from pullquote.agreement.disagreements.self_consistency import inconsistencies
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import Disagreement, DisagreementPlace, Scope
from pullquote.errors import PullquoteError
from pullquote.labelling import label_relations
from pullquote.labelling.carried import (
    CarriedGroup,
    CarriedLabel,
    LabelledText,
    carried_group,
    label_groups,
)
from pullquote.model.values import Annotation
from pullquote.store.project import Project
from pullquote.store.reads import Reads
from pullquote.store.writer import Writer
from pullquote.text.segments import snap_to_words
from pullquote.text.spans import Span
from pullquote.workflow.agreement import read_study, reload_study

if TYPE_CHECKING:
    from pullquote.duplicates.alignment import Alignment
    from pullquote.workflow.worker import Progress, Stop

Side = Literal[0, 1]
# Code points beside repeated words that are aligned too: a label may reach out of them.
_BESIDE = 240


class OthersLabel(PullquoteError):
    """Raised for labels of somebody else, which stay as they are."""

    template = "The label there is {name}’s, and only {name} can change it."


class CannotAlign(PullquoteError):
    template = "The words of the label do not stand in the other place; open it and label there."


class Inconsistency(NamedTuple):
    """Two places of the same words, and what stands there: `who` is one annotator, or two."""

    who: tuple[int, ...]
    row: Disagreement


class Consistency(NamedTuple):
    """What was found in `study`, of each of `whose`, by cluster and place; `every` has that too of
    which it was decided that both are right.
    """

    study: Study
    whose: tuple[tuple[int, ...], ...]
    every: tuple[Inconsistency, ...]
    found: tuple[Inconsistency, ...]


def everybody(study: Study) -> list[tuple[int, ...]]:
    """Each annotator who has done something, then each two."""
    done = set(study.done.annotator.tolist())
    people = [person.id for person in study.people if person.id in done]
    return [*((one,) for one in people), *combinations(sorted(people), 2)]


def with_oneself(study: Study, actor: int, *, others: bool) -> list[tuple[int, ...]]:
    """The actor alone; with `others`, also with each of them."""
    persons = set(study.persons()) - {actor} if others else set()
    pairs = sorted(tuple(sorted((actor, one))) for one in persons)
    return [(actor,), *pairs]


def find_inconsistencies(
    project: Reads, study: Study, whose: Iterable[tuple[int, ...]]
) -> Sequence[Inconsistency]:
    """Of each one, and of each two with the lower id first; what was decided to be right is left
    out.
    """
    return _not_decided(project, _every(project, study, whose))


def _every(project: Reads, study: Study, whose: Iterable[tuple[int, ...]]) -> list[Inconsistency]:
    return [
        Inconsistency(who, row)
        for who in whose
        for row in inconsistencies(
            study, who[0], Scope(), other=who[1] if len(who) > 1 else None, texts=project.text
        )
    ]


def _not_decided(project: Reads, found: Sequence[Inconsistency]) -> Sequence[Inconsistency]:
    """Without those of which it was decided that both are right."""
    right = {one.fingerprint for one in project.decisions() if one.kind == "both_right"}
    if not right:
        return found
    return [one for one in found if _fingerprint(project, one.row) not in right]


def load_consistency(
    project: Project,
    actor: int,
    *,
    others: bool,
    progress: "Progress | None" = None,
    stop: "Stop | None" = None,
) -> Consistency:
    """Of the actor, and with `others` of them and each other, from a process of its own.

    Raises what `worker.run` does.
    """
    from pullquote.workflow.worker import run_on_project

    return run_on_project(read_consistency, project, actor, others, progress=progress, stop=stop)


def read_consistency(
    project: Project, actor: int, others: bool, progress: "Progress | None" = None
) -> Consistency:
    """The same in this process."""
    study = read_study(project)
    whose = with_oneself(study, actor, others=others)
    found: list[Inconsistency] = []
    for done, one in enumerate(whose):
        if progress is not None:
            progress(done, len(whose))
        found += _every(project, study, [one])
    return _consistency(project, study, tuple(whose), found)


def load_unlike_documents(
    project: Project,
    actor: int,
    *,
    progress: "Progress | None" = None,
    stop: "Stop | None" = None,
) -> frozenset[int]:
    """The documents with a copy that the actor labelled differently, from a process of its own.

    Raises what `worker.run` does.
    """
    from pullquote.workflow.worker import run_on_project

    if len(project.labelled_documents(actor)) < 2:
        return frozenset()
    return run_on_project(read_unlike_documents, project, actor, progress=progress, stop=stop)


def read_unlike_documents(
    project: Project, actor: int, progress: "Progress | None" = None
) -> frozenset[int]:
    """The same in this process."""
    found = read_consistency(project, actor, False, progress).found
    return frozenset(place.document for one in found for place in one.row.places)


def _consistency(
    project: Reads, study: Study, whose: tuple[tuple[int, ...], ...], found: list[Inconsistency]
) -> Consistency:
    every = _in_order(study, found)
    return Consistency(study, whose, tuple(every), tuple(_not_decided(project, every)))


def updated_consistency(
    project: Project, known: Consistency, actor: int, documents: Collection[int], *, others: bool
) -> Consistency:
    """With these documents as they are now: what shares no words with them is not looked at."""
    study = reload_study(project, known.study, documents)
    whose = tuple(with_oneself(study, actor, others=others))
    same = (study.repeats, study.register, study.schema) == (
        known.study.repeats, known.study.register, known.study.schema
    )  # fmt: skip
    if whose != known.whose or not same:
        return _consistency(project, study, whose, _every(project, study, whose))
    clusters = _clusters_in(study, documents)
    kept = [one for one in known.every if _cluster_of(study, one.row.place) not in clusters]
    some = np.isin(study.passages.cluster, np.fromiter(clusters, np.int64, len(clusters)))
    part = replace(study, passages=study.passages.take(some), cache={})
    return _consistency(project, study, whose, kept + _every(project, part, whose))


def _in_order(study: Study, found: Iterable[Inconsistency]) -> list[Inconsistency]:
    def order(one: Inconsistency) -> tuple[int, int, int, tuple[int, ...]]:
        first = one.row.place
        return _cluster_of(study, first), first.document, first.start, one.who

    return sorted(found, key=order)


def _clusters_in(study: Study, documents: Collection[int]) -> set[int]:
    listed = np.fromiter(documents, np.int64, len(documents))
    return set(study.passages.cluster[np.isin(study.passages.document, listed)].tolist())


def _cluster_of(study: Study, place: DisagreementPlace) -> int:
    """The cluster that a place lies in; 0 where it lies in none any more."""
    passages = study.passages
    first = int(np.searchsorted(passages.document, place.document))
    after = int(np.searchsorted(passages.document, place.document, "right"))
    at = first + int(np.searchsorted(passages.start[first:after], place.start, "right")) - 1
    return int(passages.cluster[at]) if at >= first else 0


# --- settled -------------------------------------------------------------------------------------


def _fingerprint(project: Reads, row: Disagreement) -> str:
    """Of what is said where: other labels there are to be looked at anew."""
    uids = {person.id: person.uid for person in project.annotators()}
    said = sorted(
        (*stretch, uids.get(reading.annotator, ""), reading.description)
        for stretch, reading in zip(_stretches(project, row), row.readings, strict=True)
    )
    whole = json.dumps([row.kind, row.detail, row.layer, said])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _stretches(project: Reads, row: Disagreement) -> list[tuple[str, int, int]]:
    return [
        (project.document(place.document).text_sha256, place.start, max(place.end, place.start + 1))
        for place in row.places
    ]


def accept_both(project: Project, actor: int, row: Disagreement) -> None:
    """Say that both are right: they are not listed any more, until one of them says otherwise."""
    one, other = _stretches(project, row)
    key = _fingerprint(project, row)
    with project.operation("Both are right", actor) as writer:
        writer.decide_duplicate("both_right", *one, *other, fingerprint=key)


def make_alike(project: Project, actor: int, row: Disagreement, like: Side) -> None:
    """Label the other place as this one is, in one operation; only the actor's labels are changed.

    Raises OthersLabel, and CannotAlign where the words do not stand there.
    """
    model, own = row.readings[like], row.readings[1 - like]
    if own.annotator != actor:
        raise OthersLabel(name=project.annotator(own.annotator).name)
    wanted = [project.annotation(number) for number in model.annotations]
    target = _Target(project, actor, row.places[1 - like], own.annotations)
    carried = target.carried(row.places[like], model.annotator, wanted)
    what = "Label removed to be as in its copy" if not wanted else "Labelled as in the copy"
    with project.operation(what, actor) as writer:
        target.write(writer, carried)


class _Target:
    """A place whose labels become those of its copy; `own` are the labels that are there now."""

    def __init__(
        self, project: Project, actor: int, place: DisagreementPlace, own: Sequence[int]
    ) -> None:
        self._project, self._actor, self._place = project, actor, place
        self._labels = project.annotations(place.document, actor)
        self._own = [label for label in self._labels if label.id in own]

    def carried(
        self, place: DisagreementPlace, annotator: int, wanted: Sequence[Annotation]
    ) -> list[CarriedGroup]:
        """What the labels at `place` would be here. Raises CannotAlign."""
        project, document = self._project, place.document
        labels = project.annotations(document, annotator)
        relations = project.relations(document, annotator)
        here = LabelledText(
            project.text(document), project.document(document).published.value, labels
        )
        # What stands here is to give way, so that nothing is in the way of what comes.
        there = LabelledText(
            project.text(self._place.document),
            project.document(self._place.document).published.value,
            (),
        )
        groups = label_groups(wanted, labels, relations, project.schema)
        alignment = _alignment(project, place, self._place)
        found = [carried_group(one, alignment, here, there, project.schema) for one in groups]
        if not all(found):
            raise CannotAlign
        return [group for group in found if group is not None]

    def write(self, writer: Writer, groups: Sequence[CarriedGroup]) -> None:
        """The labels here change into those that come; what is left of them goes."""
        free = list(self._own)
        for group in groups:
            made = {one.source.id: self._put(writer, one, free) for one in group.labels}
            self._relate(writer, group, made)
        for label in free:
            writer.delete_annotation(label.id)

    def _put(self, writer: Writer, one: CarriedLabel, free: list[Annotation]) -> Annotation:
        """The label that stands there already, else one of those that are `free`, else a new one,
        which says the same.
        """
        layer, span = one.source.layer, one.span
        same = (a for a in self._labels if a.layer == layer and a.span == span)
        there = next(same, None) or next((a for a in free if a.layer == layer), None)
        if there is None:
            return writer.add_annotation(
                self._place.document,
                self._actor,
                layer,
                span.start,
                span.end,
                attributes=one.attributes,
                speaker=one.speaker,
                origin="carried",
                carried_from=one.source.uid,
            )
        if there in free:
            free.remove(there)
        return writer.change_annotation(
            there.id,
            start=span.start,
            end=span.end,
            attributes=one.attributes,
            speaker=one.speaker,
        )

    def _relate(self, writer: Writer, group: CarriedGroup, made: dict[int, Annotation]) -> None:
        """The head is related as there: what it is related to otherwise, it is no longer."""
        schema, head = self._project.schema, made[group.labels[0].source.id]
        kept = {label.id for label in made.values()}
        wanted = [r for r in group.relations if r.head in made and r.tail in made]
        keys = {(made[r.head].id, r.kind, made[r.tail].id, r.role) for r in wanted}
        relations = self._project.relations(self._place.document, self._actor)
        for old in [r for r in relations if r.head == head.id]:
            if (old.head, old.kind, old.tail, old.role) not in keys:
                if old.tail in kept:
                    writer.delete_relation(old.id)
                else:
                    label_relations.unrelate(writer, schema, relations, old)
                relations.remove(old)
        for new in wanted:
            ends = made[new.head], made[new.tail]
            label_relations.relate(writer, schema, relations, *ends, new.role, origin="carried")


def _alignment(project: Reads, place: DisagreementPlace, there: DisagreementPlace) -> "Alignment":
    """Of the passages that two places lie in, with what stands beside them."""
    from pullquote.duplicates.alignment import Alignment, Stretch

    cores = tuple(_passage(project, one) for one in (place, there))
    stretches = []
    for one, core in zip((place, there), cores, strict=True):
        text = project.text(one.document)
        start, end = min(one.start, core.start), max(one.end, core.end)
        around = Span(max(0, start - _BESIDE), min(len(text), end + _BESIDE))
        stretches.append(Stretch(text, snap_to_words(text, around)))
    return Alignment(stretches[0], stretches[1], (cores[0], cores[1]))


def _passage(project: Reads, place: DisagreementPlace) -> Span:
    span = Span(place.start, place.end)
    found = [one.span for one in project.passages(place.document) if one.span.overlaps(span)]
    return max(found, key=span.overlap, default=span)

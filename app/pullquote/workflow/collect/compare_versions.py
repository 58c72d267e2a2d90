"""Work that came back compared with ours: known, equal, newer, in conflict, or not to be taken.

The label schema lets through what it has room for.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pullquote.errors import Problem, PullquoteError
from pullquote.model.schema import Schema
from pullquote.store.journal.history import WorkOperation
from pullquote.store.merge.annotator_work import (
    Work,
    WorkAnnotation,
    WorkHistory,
    WorkHistoryStep,
    WorkKey,
    WorkReads,
    WorkRelation,
    open_work_reads,
    short_uids,
)
from pullquote.store.merge.foreign_project import ForeignProject, ForeignWork
from pullquote.store.project import Project
from pullquote.workflow.collect.conflicts import annotator_beside, judge_version
from pullquote.workflow.collect.people import CollectAnnotators, CollectRegister

_NOTHING = Work()

ComparisonResult = Literal["known", "equal", "forward", "conflict", "refused"]


@dataclass(frozen=True, slots=True)
class ComparedVersion:
    """`theirs` is the work as it would stand here, `annotator` the uid of the one it is of.

    `slot` is where it goes if it goes forward, `free` where it can stand beside ours. `dropped`
    is what the label schema has no room for; a `problem` refuses all of it.
    """

    result: ComparisonResult
    annotator: str = ""
    document: int = 0
    slot: int = 1
    free: int = 2
    ours: Work = _NOTHING
    theirs: Work = _NOTHING
    dropped: tuple[PullquoteError, ...] = ()
    problem: PullquoteError | None = None


def _refused(why: str) -> ComparedVersion:
    return ComparedVersion("refused", problem=Problem(why))


def _why_not(place: tuple[int, str] | None, given: ForeignWork) -> str:
    if place is None:
        return "the project has no such document: it was removed here, or added in the file only"
    if place[1] != given.text_sha256:
        return "its text is not that of the document here, so nothing of it was taken"
    return (
        "what the file has of it is not what its own journal tells, so nothing of it was taken; "
        "ask for the file again"
    )


class VersionComparer:
    """Compares the works of files with those of a project."""

    def __init__(
        self, project: Project, annotators: CollectAnnotators, register: CollectRegister
    ) -> None:
        self._toml = project.schema_toml
        self._schema_filter = SchemaFilter(project.schema)
        self._annotators = annotators
        self._register = register
        self.handouts = {handout.uid: handout for handout in project.handouts()}
        self._bases = {
            uid: {document.uid: document.head for document in handout.documents}
            for uid, handout in self.handouts.items()
        }
        with open_work_reads(project) as reads:
            self._newest, self._begun = reads.begun(0)

    def seen(self, reads: WorkReads) -> "SeenVersions":
        """What stands at this moment."""
        self._newest, begun = reads.begun(self._newest)
        self._begun |= begun
        return SeenVersions(reads, self._begun)

    def compare(
        self,
        seen: "SeenVersions",
        file: ForeignProject,
        given: ForeignWork,
        *,
        own_uids: bool = True,
    ) -> ComparedVersion:
        """Without `own_uids` a work that comes where nothing stands keeps all its uids, though
        others may have them: it is seen when it is written.
        """
        if given.work is None or given.head in self.handouts:
            return ComparedVersion("known")
        place = seen.document(given.document)
        if place is None or place[1] != given.text_sha256 or not given.fits:
            return _refused(_why_not(place, given))
        document = place[0]
        came = replace(given, annotator=self._annotators.here(given.annotator))
        if seen.has_taken(came):
            return ComparedVersion("known")
        verdict = judge_version(seen, came, self._base(file, given), self.handouts)
        if verdict.standing == "known":
            return ComparedVersion("known")
        whose = annotator_beside(came.annotator, verdict.slot)
        ours = seen.work(whose, given.document)
        theirs, dropped = self._fitted(file, given.work, ours)
        if own_uids or ours != _NOTHING:
            theirs = seen.own_uids(whose, given.document, theirs)
        result: ComparisonResult = "equal" if theirs == ours else verdict.standing
        return ComparedVersion(
            result, came.annotator, document, verdict.slot, verdict.free, ours, theirs, dropped
        )

    def _base(self, file: ForeignProject, given: ForeignWork) -> str:
        """The operation of ours that the hand-out begins with, in the work it was made of."""
        handed = file.handout
        if handed is None or handed.annotator != given.annotator:
            return ""
        return self._bases.get(handed.handout, {}).get(given.document, "")

    def _fitted(
        self, file: ForeignProject, work: Work, ours: Work
    ) -> tuple[Work, tuple[PullquoteError, ...]]:
        """With the speakers and annotators of this project, as far as its schema has room."""
        labels = tuple(self._named(file, label) for label in work.labels)
        named = Work(labels, work.relations, work.state, work.rejections)
        # Values that the same schema does not have were kept there as they are kept here.
        if self._schema_filter.knows(named, values=file.schema_toml != self._toml):
            return named, ()
        passed = self._schema_filter.take(named, ours)
        return passed, tuple(
            {str(problem): problem for problem in self._schema_filter.refused}.values()
        )

    def _named(self, file: ForeignProject, label: WorkAnnotation) -> WorkAnnotation:
        speaker = label.speaker and self._speaker(file, label.speaker)
        maker = label.created_by and self._annotators.here(label.created_by)
        if speaker == label.speaker and maker == label.created_by:
            return label
        return label._replace(speaker=speaker, created_by=maker)

    def _speaker(self, file: ForeignProject, uid: str) -> str:
        found = self._register.find(file.register[uid])
        return found.uid if found else uid


class SeenVersions:
    """The works of a project, with those that would have been taken before the next one.

    What it has looked up it does not look up again: it is for one moment.
    """

    def __init__(self, reads: WorkReads, begun: Collection[WorkKey]) -> None:
        """`begun` are the works that the journal knows of: only these have a history to read."""
        self._reads = reads
        self._begun = begun
        self._later: dict[tuple[str, str], tuple[WorkHistory, Work]] = {}
        self.document = lru_cache(maxsize=None)(reads.document)
        self._annotators: dict[str, int] = {}
        self._read_history = lru_cache(maxsize=1)(reads.history)

    def has_taken(self, given: ForeignWork) -> bool:
        """Whether the annotator's own work has taken it, or more, before: the quickest answer."""
        whose = self._whose(given.annotator, given.document)
        known = self._reads.known(whose) if whose and whose in self._begun else ()
        return bool(set(short_uids([given.head])).intersection(known))

    def history(self, annotator: str, document: str) -> WorkHistory | None:
        if (annotator, document) in self._later:
            return self._later[annotator, document][0]
        whose = self._whose(annotator, document)
        return None if whose is None else self._history(whose)

    def work(self, annotator: str, document: str) -> Work:
        if (annotator, document) in self._later:
            return self._later[annotator, document][1]
        whose = self._whose(annotator, document)
        if whose is None or not self._history(whose).steps:
            return Work()
        return self._reads.work(whose)

    def is_untouched(self, annotator: str, document: str) -> bool:
        """Whether nothing of an annotator was ever here in a document, nor was anything taken."""
        return self._whose(annotator, document) not in self._begun

    def own_uids(self, annotator: str, document: str, work: Work) -> Work:
        whose = self._whose(annotator, document)
        return work if whose is None else self._reads.own_uids(whose, work)

    def assume(self, compared: ComparedVersion, given: ForeignWork) -> None:
        """From here on as if it had been taken."""
        own = annotator_beside(compared.annotator, compared.slot)
        before = self.history(own, given.document) or WorkHistory()
        taken = WorkHistoryStep(WorkOperation(0, "", "do"), changed=True, head=given.head)
        known = before.known | set(short_uids(given.operations))
        self._later[own, given.document] = (
            WorkHistory((*before.steps, taken), known),
            compared.theirs,
        )

    def _history(self, whose: WorkKey) -> WorkHistory:
        return self._read_history(whose) if whose in self._begun else WorkHistory()

    def _whose(self, annotator: str, document: str) -> WorkKey | None:
        row, place = self._annotator(annotator), self.document(document)
        return None if row is None or place is None else (place[0], row)

    def _annotator(self, uid: str) -> int | None:
        row = self._annotators.get(uid) or self._reads.annotator(uid)
        if row is not None:
            self._annotators[uid] = row
        return row


class SchemaFilter:
    """`refused` says what was left out of the last work, and why."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.refused: list[PullquoteError] = []
        # Many labels say the same, and so do relations.
        self._knows_label = lru_cache(4096)(self._is_label_known)
        self._fits = lru_cache(4096)(self._is_relation_known)

    def knows(self, work: Work, *, values: bool) -> bool:
        """Whether the schema has all that is in the work, which is the rule: the quick answer.

        Without `values` what attributes say is not asked.
        """
        if values and not all(self._knows_label(la.layer, la.attributes) for la in work.labels):
            return False
        if any(self._schema.layer(layer) is None for layer in {la.layer for la in work.labels}):
            return False
        layers = {label.uid: label.layer for label in work.labels}
        return all(
            self._fits(one.kind, one.role, layers.get(one.head, ""), layers.get(one.tail, ""))
            for one in work.relations
        )

    def _is_label_known(self, layer: str, attributes: str) -> bool:
        if self._schema.layer(layer) is None:
            return False
        return not dict(self._unknown(layer, json.loads(attributes)))

    def _is_relation_known(self, name: str, role: str, head: str, tail: str) -> bool:
        kind = self._schema.relation(name)
        return (
            kind is not None
            and head in kind.heads
            and tail in kind.tails
            and (not role or role in kind.roles)
        )

    def take(self, theirs: Work, ours: Work) -> Work:
        """What the schema knows of the work; what is ours already stands, known or not."""
        self.refused = []
        there = {label.uid: label for label in ours.labels}
        labels = tuple(
            passed
            for label in theirs.labels
            if (passed := self._label(label, there.get(label.uid))) is not None
        )
        layers = {label.uid: label.layer for label in labels}
        known = {relation.uid for relation in ours.relations}
        relations = tuple(
            relation for relation in theirs.relations if self._relation(relation, layers, known)
        )
        return Work(labels, relations, theirs.state, theirs.rejections)

    def _label(self, label: WorkAnnotation, ours: WorkAnnotation | None) -> WorkAnnotation | None:
        if ours is not None and (ours.layer, ours.attributes) == (label.layer, label.attributes):
            return label
        if self._schema.layer(label.layer) is None:
            self._refuse("the label schema here has no layer “{layer}”", layer=label.layer)
            return None
        values = json.loads(label.attributes)
        unknown = dict(self._unknown(label.layer, values))
        if not unknown:
            return label
        for name, value in unknown.items():
            self._refuse(
                "the label schema here does not have “{value}” for “{attribute}” of {layer}",
                layer=label.layer, attribute=name, value=value,
            )  # fmt: skip
        kept = {name: value for name, value in values.items() if name not in unknown}
        return label._replace(
            attributes=json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        )

    def _unknown(self, layer: str, values: dict[str, str]) -> Iterator[tuple[str, str]]:
        known = self._schema.layer(layer)
        for name, value in values.items():
            attribute = known.attribute(name) if known else None
            if attribute is None or (attribute.values and value and value not in attribute.values):
                yield name, value

    def _relation(
        self, relation: WorkRelation, layers: Mapping[str, str], known: Collection[str]
    ) -> bool:
        if relation.head not in layers or relation.tail not in layers:
            said = "the relation “{kind}” ties a label that was left out"
            self._refuse(said, kind=relation.kind)
            return False
        head, tail = layers[relation.head], layers[relation.tail]
        fits = relation.uid in known or self._fits(relation.kind, relation.role, head, tail)
        if not fits:
            said = "the label schema here does not have the relation “{kind}” of these labels"
            self._refuse(said, kind=relation.kind)
        return fits

    def _refuse(self, said: str, **values: str) -> None:
        self.refused.append(Problem(said, **values))

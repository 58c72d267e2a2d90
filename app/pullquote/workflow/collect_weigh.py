"""What work that came back is worth here: known, new, changed, in conflict, or not to be taken."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pullquote.errors import PullquoteError
from pullquote.model.values import Speaker
from pullquote.store.journal.history import WorkOperation
from pullquote.store.merge.annotator_work import (
    Work,
    WorkHistory,
    WorkHistoryStep,
    WorkKey,
    WorkReads,
    open_work_reads,
    short_uids,
)
from pullquote.store.merge.foreign_project import ForeignProject, ForeignWork
from pullquote.store.project import Project
from pullquote.workflow.collect_decide import judge, seated
from pullquote.workflow.collect_errors import NoSuchDocument, OtherText
from pullquote.workflow.collect_people import Annotators
from pullquote.workflow.collect_register import Register
from pullquote.workflow.collect_schema import Sieve

_NOTHING = Work()

Worth = Literal["known", "equal", "forward", "conflict", "refused"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """`theirs` is the work as it would stand here, `annotator` the uid of the one it is of.

    `seat` is where it goes if it goes forward, `free` where it can stand beside ours. `dropped`
    is what the label schema has no room for; a `problem` refuses all of it.
    """

    worth: Worth
    annotator: str = ""
    document: int = 0
    seat: int = 1
    free: int = 2
    ours: Work = _NOTHING
    theirs: Work = _NOTHING
    dropped: tuple[PullquoteError, ...] = ()
    problem: PullquoteError | None = None


class Scales:
    """Compares the works of files with those of a project."""

    def __init__(self, project: Project, annotators: Annotators, register: Register) -> None:
        self._toml = project.schema_toml
        self._sieve = Sieve(project.schema)
        self._annotators = annotators
        self._register = register
        self.handouts = {handout.uid: handout for handout in project.handouts()}
        self._bases = {
            uid: {document.uid: document.head for document in handout.documents}
            for uid, handout in self.handouts.items()
        }
        with open_work_reads(project) as reads:
            self._newest, self._begun = reads.begun(0)

    def sight(self, reads: WorkReads) -> "Sight":
        """What stands at this moment."""
        self._newest, begun = reads.begun(self._newest)
        self._begun |= begun
        return Sight(reads, self._begun)

    def weigh(self, sight: "Sight", file: ForeignProject, given: ForeignWork) -> Weighed:
        if given.head in self.handouts:
            return Weighed("known")
        place = sight.document(given.document)
        if place is None:
            return Weighed("refused", problem=NoSuchDocument())
        document, text = place
        if text != given.text_sha256:
            return Weighed("refused", problem=OtherText())
        came = replace(given, annotator=self._annotators.here(given.annotator))
        if sight.has_taken(came):
            return Weighed("known")
        verdict = judge(sight, came, self._base(file, given), self.handouts)
        if verdict.standing == "known":
            return Weighed("known")
        whose = seated(came.annotator, verdict.seat)
        ours = sight.work(whose, given.document)
        theirs, dropped = self._fitted(file, given.work, ours)
        theirs = sight.own_uids(whose, given.document, theirs)
        worth: Worth = "equal" if theirs == ours else verdict.standing
        return Weighed(
            worth, came.annotator, document, verdict.seat, verdict.free, ours, theirs, dropped
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
        register = {speaker.uid: speaker for speaker in file.speakers}
        labels = tuple(
            label._replace(
                speaker=label.speaker and self._speaker(register, label.speaker),
                created_by=label.created_by and self._annotators.here(label.created_by),
            )
            for label in work.labels
        )
        named = Work(labels, work.ties, work.state, work.rejections)
        if file.schema_toml == self._toml:
            return named, ()
        passed = self._sieve.take(named, ours)
        return passed, tuple({str(problem): problem for problem in self._sieve.refused}.values())

    def _speaker(self, register: Mapping[str, Speaker], uid: str) -> str:
        found = self._register.find(register[uid])
        return found.uid if found else uid


class Sight:
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

    def past(self, annotator: str, document: str) -> WorkHistory | None:
        if (annotator, document) in self._later:
            return self._later[annotator, document][0]
        whose = self._whose(annotator, document)
        return None if whose is None else self._history(whose)

    def work(self, annotator: str, document: str) -> Work:
        if (annotator, document) in self._later:
            return self._later[annotator, document][1]
        whose = self._whose(annotator, document)
        if whose is None or not self._history(whose).past:
            return Work()
        return self._reads.work(whose)

    def own_uids(self, annotator: str, document: str, work: Work) -> Work:
        whose = self._whose(annotator, document)
        return work if whose is None else self._reads.own_uids(whose, work)

    def assume(self, weighed: Weighed, given: ForeignWork) -> None:
        """From here on as if it had been taken."""
        own = seated(weighed.annotator, weighed.seat)
        before = self.past(own, given.document) or WorkHistory()
        taken = WorkHistoryStep(WorkOperation(0, "", "do"), changed=True, head=given.head)
        known = before.known | set(short_uids(given.operations))
        self._later[own, given.document] = (
            WorkHistory((*before.past, taken), known),
            weighed.theirs,
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

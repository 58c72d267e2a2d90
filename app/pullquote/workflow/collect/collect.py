"""Files that came back are taken into the project, each annotator's documents as a whole.

A copy of the project brings its assignments, decisions and adjudications along.
"""

from collections import deque
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

from pullquote.store.errors import BrokenWork, ReadOnlyProject
from pullquote.store.merge.annotator_work import Work, WorkKey, open_work_reads, removed_uids
from pullquote.store.merge.collected_work import (
    AdjudicationReplacer,
    CollectVerbs,
    NewWork,
    PeopleByUid,
    collect_verbs,
)
from pullquote.store.merge.foreign_project import ForeignProject, ForeignWork
from pullquote.store.project import Project
from pullquote.store.writer import LongWriter, Writer
from pullquote.workflow.collect.compare_versions import (
    ComparedVersion,
    SeenVersions,
    VersionComparer,
)
from pullquote.workflow.collect.conflicts import annotator_beside
from pullquote.workflow.collect.people import CollectAnnotators, CollectRegister, NewInRegister
from pullquote.workflow.collect.report import (
    CollectReport,
    Conflict,
    ConflictChoice,
    DecideConflict,
    HandoutCollects,
    LeftUndecided,
)
from pullquote.workflow.collect.returned_files import ReturnedFile, ReturnedFiles
from pullquote.workflow.worker import Progress, Stop, Stopped

OPERATION = "Collect"
# Works that are put by the same few statements: whoever waits meanwhile waits for all of them.
_TOGETHER, _TOGETHER_IN_COMPANY = 5, 1


def collect(
    project: Project,
    files: Sequence[Path],
    actor: int,
    *,
    decide: DecideConflict | ConflictChoice | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> CollectReport:
    """Take what annotators did in these files, as one operation that can be undone as a whole.

    A file is a hand-out, or any copy of the project that somebody went on with. The work of an
    annotator in a document (labels, relations, state, rejections) comes as a whole, so deletions
    come along. It is decided by the operations of the journals: work whose last operation is known
    here is left; work that knows of all that was done here takes its place; else the two are in
    conflict, and `decide` says whose is to stand (it is called inside a transaction, so it must
    answer at once). One that stays undecided is left out and comes up again. The order of the
    files makes no difference. A backup is made before. When `stop` says so, the documents written
    so far stay, whole.

    Raises ReadOnlyProject, HandoutCollects, and what the worker's process raises.
    """
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    _refuse_handout(project)
    details = {"paths": [str(path) for path in files]}
    with project.long_operation(OPERATION, actor, details) as long:
        return _Collecting(project, long, _deciding(decide), progress).run(files, stop)


def preview_collect(
    project: Project,
    files: Sequence[Path],
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> CollectReport:
    """What `collect` would take, file by file; nothing is written. Raises HandoutCollects."""
    _refuse_handout(project)
    annotators, register = CollectAnnotators(project), CollectRegister(project)
    comparer = VersionComparer(project, annotators, register)
    tallies = ReturnedFiles(project, annotators)
    done = 0
    with open_work_reads(project) as reads:
        seen = comparer.seen(reads)
        for tally, some in tallies.read(files, stop):
            for given in tally.pass_taken(some, annotators):
                compared = comparer.compare(seen, tally.file, given)
                tally.count(compared, given, annotators)
                if compared.result in ("forward", "equal"):
                    seen.assume(compared, given)
                    tally.leave(given, *compared.dropped)
            done += len(some)
            if progress is not None:
                progress(done, tallies.total)
    return CollectReport(tallies.report())


def _refuse_handout(project: Project) -> None:
    """Whoever was handed a file must not see in it what others did."""
    handout = project.handout
    if handout is not None:
        raise HandoutCollects(path=project.path, name=handout.name)


class _Collecting:
    """One collect under way."""

    def __init__(
        self, project: Project, long: LongWriter, decide: DecideConflict, progress: Progress | None
    ) -> None:
        self._project = project
        self._long = long
        self._decide = decide
        self._progress = progress
        self._annotators = CollectAnnotators(project)
        self._register = CollectRegister(project)
        self._comparer = VersionComparer(project, self._annotators, self._register)
        self._settled: list[tuple[Conflict, ConflictChoice]] = []
        self._united = NewInRegister()
        self._repeats = 0
        self._backed_up = False
        self._done = 0

    def run(self, files: Sequence[Path], stop: Stop | None) -> CollectReport:
        tallies = ReturnedFiles(self._project, self._annotators)
        stopped = False
        try:
            for tally, some in tallies.read(files, stop):
                if not some:
                    self._unite(tally)
                waiting = deque(tally.pass_taken(some, self._annotators))
                self._tell(len(some) - len(waiting), tallies.total)
                while waiting:
                    if stop is not None and stop():
                        raise Stopped
                    self._tell(self._take_some(tally, waiting, stop), tallies.total)
        except Stopped:
            stopped = True
        return CollectReport(
            files=tallies.report(),
            settled=tuple(self._settled),
            annotators=tuple(self._annotators.added),
            names=tuple(self._united.names),
            aliases=tuple(self._united.aliases),
            proposals=self._united.proposals,
            repeats=self._repeats,
            stopped=stopped,
        )

    def _unite(self, tally: ReturnedFile) -> None:
        """What a file says besides labels, before them."""
        file = tally.file
        people = [a.uid for a in file.annotators if a.kind == "person"]
        who = file.handout.annotator if file.handout else next(iter(people), None)
        if who is None or not (file.touched or file.assignments or file.repeats):
            return
        if not self._backed_up and not self._says_more(file, who):
            return
        with suppress(_NothingNew), self._step(0) as writer:
            found, repeats = _unite_file(
                self._project, writer, file, who, self._annotators, self._register
            )
            self._united.add(found)
            self._repeats += repeats

    def _says_more(self, file: ForeignProject, who: str) -> bool:
        """Whether there is anything to unite: a backup is made only before something is written."""
        annotators, register = CollectAnnotators(self._project), CollectRegister(self._project)
        annotators.meet(file)
        more = False
        with suppress(_NothingNew), self._long.step(0) as writer:
            _unite_file(self._project, writer, file, who, annotators, register)
            more = True
            raise _NothingNew  # it is done in earnest once there is a backup
        return more

    def _take_some(
        self, tally: ReturnedFile, waiting: deque[ForeignWork], stop: Stop | None
    ) -> int:
        """Take as many as there is time for in one step, and say how many."""
        taken, wrote = 0, False
        with suppress(_NothingNew), self._step(0) as writer:
            seen = self._comparer.seen(collect_verbs(writer))
            people = self._people().count
            while waiting:
                most = _TOGETHER_IN_COMPANY if self._long.has_company else _TOGETHER
                some = [waiting.popleft() for _ in range(min(most, len(waiting)))]
                taken += len(some)
                left = self._put_new(writer, seen, tally, some)
                wrote |= len(left) < len(some)
                for given in left:
                    wrote |= self._take(writer, seen, tally, given)
                if not self._long.has_time or (stop is not None and stop()):
                    break
            if not wrote and self._people().count == people:
                raise _NothingNew
            self._long.count(taken)
        return taken

    def _put_new(
        self, writer: Writer, seen: SeenVersions, tally: ReturnedFile, some: list[ForeignWork]
    ) -> list[ForeignWork]:
        """Put those that come where nothing stands, together, and return the others.

        If one of them cannot be put as it is, they are all left to be taken one by one.
        """
        new: list[tuple[ForeignWork, ComparedVersion]] = []
        for given in some:
            compared = self._comparer.compare(seen, tally.file, given, own_uids=False)
            if self._is_new(seen, given, compared):
                new.append((given, compared))
        if not new:
            return some
        verbs = collect_verbs(writer)
        try:
            for _given, compared in new:
                self._meet(writer, tally.file, compared.theirs)
            works = [self._new_work(writer, tally, *one) for one in new]
            verbs.put_new(works, self._people())
        except BrokenWork:
            return some
        for given, compared in new:
            tally.count(compared, given, self._annotators)
            tally.leave(given, *compared.dropped)
        put = {given.document for given, _compared in new}
        return [given for given in some if given.document not in put]

    def _is_new(self, seen: SeenVersions, given: ForeignWork, compared: ComparedVersion) -> bool:
        return (
            compared.result == "forward"
            and compared.slot == 1
            and self._annotators.kind(compared.annotator) != "adjudicated"
            and seen.is_untouched(compared.annotator, given.document)
        )

    def _new_work(
        self, writer: Writer, tally: ReturnedFile, given: ForeignWork, compared: ComparedVersion
    ) -> NewWork:
        row = self._annotators.row(writer, compared.annotator)
        return NewWork(
            (compared.document, row),
            compared.theirs,
            self._handout(tally.file),
            given.head,
            given.operations,
            given.at,
        )

    def _take(
        self, writer: Writer, seen: SeenVersions, tally: ReturnedFile, given: ForeignWork
    ) -> bool:
        """Whether anything was written."""
        compared = self._comparer.compare(seen, tally.file, given)
        goes_in = compared.result in ("forward", "equal")
        if goes_in and not self._put(writer, tally, given, compared, compared.slot):
            return False
        tally.count(compared, given, self._annotators)
        if compared.result == "conflict":
            return self._settle(writer, tally, given, compared)
        return goes_in

    def _settle(
        self, writer: Writer, tally: ReturnedFile, given: ForeignWork, compared: ComparedVersion
    ) -> bool:
        conflict = tally.conflicts[-1]
        choice = self._decide(conflict)
        if choice is None:
            tally.leave(given, LeftUndecided(name=conflict.annotator_name))
            return False
        if choice == "ours":
            row = self._annotators.row(writer, compared.annotator)
            self._note(collect_verbs(writer), (compared.document, row), tally.file, given, head="")
        elif not self._put(
            writer, tally, given, compared, 1 if choice == "theirs" else compared.free
        ):
            return False
        self._settled.append((conflict, choice))
        return True

    def _put(
        self,
        writer: Writer,
        tally: ReturnedFile,
        given: ForeignWork,
        compared: ComparedVersion,
        slot: int,
    ) -> bool:
        """Make it the work of the annotator, or of who stands beside them."""
        verbs = collect_verbs(writer)
        there = set(self._annotators.rows)
        row = self._annotators.beside(writer, compared.annotator, slot)
        whose, theirs, ours = (compared.document, row), compared.theirs, compared.ours
        if slot != compared.slot:
            ours = Work()
        if slot != compared.slot or annotator_beside(compared.annotator, slot) not in there:
            theirs = verbs.own_uids(whose, theirs)
        try:
            if theirs != ours:
                self._meet(writer, tally.file, theirs)
                verbs.put_work(whose, ours, theirs, self._people())
        except BrokenWork as problem:
            tally.leave(given, problem)
            return False
        if self._annotators.kind(compared.annotator) == "adjudicated" and slot == 1:
            take_adjudications(writer, compared.document, tally.file, given, self._annotators)
        self._note(verbs, whose, tally.file, given, head=given.head)
        tally.leave(given, *compared.dropped)
        return True

    def _meet(self, writer: Writer, file: ForeignProject, work: Work) -> None:
        """Add the people that its labels name and that are not here."""
        for uid in sorted({label.speaker for label in work.labels if label.speaker}):
            if uid not in self._register.rows:
                self._register.add(writer, file.register[uid])
                self._united.names.append(file.register[uid].name)
        for uid in sorted({label.created_by for label in work.labels if label.created_by}):
            self._annotators.row(writer, uid)

    def _note(
        self,
        verbs: CollectVerbs,
        whose: WorkKey,
        file: ForeignProject,
        given: ForeignWork,
        *,
        head: str,
    ) -> None:
        verbs.put_collected(
            whose,
            handout=self._handout(file),
            head=head,
            operations=given.operations,
            at=given.at,
        )

    def _handout(self, file: ForeignProject) -> int | None:
        handout = self._comparer.handouts.get(file.handout.handout) if file.handout else None
        return handout.id if handout else None

    def _people(self) -> PeopleByUid:
        return PeopleByUid(self._annotators.rows, self._register.rows)

    def _step(self, units: int) -> AbstractContextManager[Writer]:
        if not self._backed_up:
            self._project.back_up("collect")
            self._backed_up = True
        return self._long.step(units)

    def _tell(self, some: int, total: int) -> None:
        self._done += some
        if self._progress is not None:
            self._progress(self._done, total)


class _NothingNew(Exception):
    """Takes a step back in which nothing was written."""


def _unite_file(
    project: Project,
    writer: Writer,
    file: ForeignProject,
    who: str,
    annotators: CollectAnnotators,
    register: CollectRegister,
) -> tuple[NewInRegister, int]:
    """What is new in the register, and how many decisions are. Raise _NothingNew."""
    known = len(annotators.rows) + len(register.rows)
    found = register.unite(writer, file, annotators.row(writer, who))
    assigned = take_assignments(project, writer, file, annotators)
    repeats = take_repeat_decisions(project, writer, file, annotators)
    there = len(annotators.rows) + len(register.rows)
    if not found and not assigned and not repeats and there == known:
        raise _NothingNew
    return found, repeats


def _deciding(decide: DecideConflict | ConflictChoice | None) -> DecideConflict:
    if callable(decide):
        return decide
    return lambda _conflict: decide


def take_assignments(
    project: Project, writer: Writer, file: ForeignProject, annotators: CollectAnnotators
) -> int:
    """Add the assignments that only the copy has, and count them.

    A hand-out has no say in it; what was taken away here stays away.
    """
    if file.handout is not None:
        return 0
    gone = removed_uids(project, "assignment")
    there = {(given.document, given.annotator) for given in project.assignments()}
    uids = {annotator.id: annotator.uid for annotator in file.annotators}
    added = 0
    for given in sorted(file.assignments, key=lambda given: given.uid):
        document = project.find_document(file.documents[given.document])
        if document is None or given.uid in gone:
            continue
        who = annotators.row(writer, annotators.here(uids[given.annotator]))
        if (document, who) not in there:
            writer.add_assignment(
                document,
                who,
                given.role,
                position=given.position,
                suggestions=given.suggestions,
                batch=given.batch,
                uid=given.uid,
            )
            there.add((document, who))
            added += 1
    return added


def take_repeat_decisions(
    project: Project, writer: Writer, file: ForeignProject, annotators: CollectAnnotators
) -> int:
    """Add the decisions about repeated words that only the file has, and count them.

    What was taken back here stays so.
    """
    known = {decision.uid for decision in project.decisions()} | removed_uids(
        project, "duplicate_decision"
    )
    verbs = collect_verbs(writer)
    return sum(
        verbs.put_repeats(
            decision,
            None if decision.by is None else annotators.row(writer, annotators.here(decision.by)),
        )
        for decision in file.repeats
        if decision.uid not in known
    )


def take_adjudications(
    writer: Writer,
    document: int,
    file: ForeignProject,
    given: ForeignWork,
    annotators: CollectAnnotators,
) -> None:
    """Take the decisions that made an adjudicated version, with it."""
    uids = {annotator.id: annotator.uid for annotator in file.annotators}
    AdjudicationReplacer(writer).put(
        document,
        [
            replace(
                one,
                document=document,
                by=one.by and annotators.row(writer, annotators.here(uids[one.by])),
            )
            for one in file.decisions
            if file.documents[one.document] == given.document
        ],
    )

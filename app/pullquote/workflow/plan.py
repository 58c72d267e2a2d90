"""The plan: who labels which documents, dealt as one operation that can be undone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pullquote.errors import PullquoteError
from pullquote.model.values import Annotator
from pullquote.sampling.copy_groups import near_copies
from pullquote.sampling.plan import Dealt, Plan, deal
from pullquote.store.content.assignments import DealableDocument
from pullquote.store.errors import NameTaken, NotThere, ReadOnlyProject
from pullquote.store.journal.operations import now
from pullquote.store.project import Project
from pullquote.store.reads import Reads
from pullquote.workflow import find_duplicates
from pullquote.workflow.hand_out.operation import IsHandout
from pullquote.workflow.worker import Progress, Stop

OPERATION = "Deal documents"


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What is to be dealt.

    `annotators` are ids, `newcomers` names of people to be added. `documents` are ids, None for
    all; excluded ones are never dealt. Each goes to `per_document` people, near copies of one
    another to the same; a share `overlap` goes to `sharing` people, None for all, so that
    agreement can be measured. `training` documents go to all, first, in this order. `suggestions`
    says whether the program proposes labels where several people label the same.
    """

    annotators: tuple[int, ...] = ()
    newcomers: tuple[str, ...] = ()
    documents: tuple[int, ...] | None = None
    training: tuple[int, ...] = ()
    per_document: int = 1
    overlap: float = 0.1
    sharing: int | None = None
    suggestions: bool = False
    seed: int = 1


@dataclass(frozen=True, slots=True)
class PersonShare:
    """What is new for one person; `training` and `overlap` are among the `documents`.

    `characters` are those of all but the training documents.
    """

    name: str
    documents: int
    overlap: int
    training: int
    characters: int


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What was dealt, or would be: counts of documents, each once whoever gets it.

    `assigned` of those that were asked for stand from before and stay as they are; `left` gives
    the ids of these where documents were named. `groups` are near copies that were kept
    together; None where it is not known which documents repeat one another.
    """

    shares: tuple[PersonShare, ...]
    documents: int
    overlap: int
    training: int
    assigned: int
    left: tuple[int, ...]
    groups: int | None


def preview_plan(project: Reads, wish: PlanRequest) -> PlanReport:
    """What `make_plan` would do, with the repeats that are known; nothing is written."""
    return _Deal(project, wish).report()


def make_plan(
    project: Project,
    actor: int,
    wish: PlanRequest,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> PlanReport:
    """Deal what is not assigned yet, once repeats have been found.

    Nothing is written, and newcomers are not added, where all of it is assigned. Raises
    NotOneToDealTo, NotForNobody, NotSoManyPeople, NotSuchAShare, NoKnownAnswer, NameTaken,
    IsHandout and ReadOnlyProject; Stopped when `stop` says so.
    """
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    if project.handout is not None:
        raise IsHandout(path=project.path, name=project.handout.name)
    find_duplicates.refresh_duplicates(project, progress=progress, stop=stop)
    dealt = _Deal(project, wish)
    dealt.write(project, actor)
    return dealt.report()


class _Deal:
    """One deal; documents and people have names in it that are the same in each import."""

    def __init__(self, project: Reads, wish: PlanRequest) -> None:
        self._wish = wish
        self._project = project
        self._people = _people(project, wish)
        _check(project, wish, self._people)
        rows = project.dealable()
        self._rows = _by_key(rows)
        self._keys = {row.id: key for key, row in self._rows.items()}
        chosen = set(self._keys if wish.documents is None else wish.documents) & self._keys.keys()
        self._lessons = [self._keys[one] for one in wish.training if one in self._keys]
        self._standing = project.assignments()
        self._groups = self._near_copies()
        self._chosen = {self._keys[one] for one in chosen}
        self._plan = self._deal()

    def report(self) -> PlanReport:
        dealt = self._plan.dealt
        standing = {given.document for given in self._standing} - {
            self._rows[one.document].id for one in dealt
        }
        named = self._wish.documents
        left = () if named is None else tuple(one for one in named if one in standing)
        return PlanReport(
            shares=tuple(self._share(name) for name in self._people),
            documents=len({one.document for one in dealt}),
            overlap=len({one.document for one in dealt if one.role == "overlap"}),
            training=len({one.document for one in dealt if one.role == "training"}),
            assigned=len(standing if named is None else left),
            left=left,
            groups=self._kept_together(),
        )

    def write(self, project: Project, actor: int) -> None:
        if not self._plan.dealt:
            return
        batch = now()
        details = {"seed": self._wish.seed, "annotators": list(self._people)}
        after = Counter[int]()
        for given in self._standing:
            after[given.annotator] = max(after[given.annotator], given.position)
        with project.operation(OPERATION, actor, details) as writer:
            ids = {
                name: who.id if who is not None else writer.add_annotator(name).id
                for name, who in self._people.items()
            }
            for one in self._plan.dealt:
                annotator = ids[one.annotator]
                writer.add_assignment(
                    self._rows[one.document].id,
                    annotator,
                    one.role,
                    position=after[annotator] + 1 + one.position,
                    suggestions=one.role != "overlap" or self._wish.suggestions,
                    batch=batch,
                )

    def _deal(self) -> Plan:
        wish = self._wish
        names = {who.id: name for name, who in self._people.items() if who is not None}
        there = set[tuple[str, str]]()
        taught = set[str]()
        for given in self._standing:
            key = self._keys.get(given.document, "")
            if given.role == "training":
                taught.add(key)
            if given.role != "training" or key in self._lessons:
                there.add((key, names.get(given.annotator, f"\0{given.annotator}")))
        kept = {key for key, _who in there if key}
        wanted = (self._chosen | kept) - taught
        loads = self._project.open_characters()
        return deal(
            {key: self._rows[key].characters for key in wanted},
            self._groups or (),
            tuple(self._people),
            per_document=wish.per_document,
            overlap=wish.overlap,
            sharing=wish.sharing,
            training=self._lessons,
            there=there,
            loads={name: loads.get(annotator, 0) for annotator, name in names.items()},
            seed=wish.seed,
        )

    def _near_copies(self) -> list[set[str]] | None:
        if self._project.stamp(find_duplicates.STAMP) is None:
            return None
        lengths = {row.id: row.characters for row in self._rows.values()}
        found = near_copies(self._project.shared_characters(), lengths)
        return [{self._keys[one] for one in group} for group in found]

    def _kept_together(self) -> int | None:
        if self._groups is None:
            return None
        new = {one.document for one in self._plan.dealt if one.role != "training"}
        stand = {self._keys.get(given.document, "") for given in self._standing}
        return sum(
            not new.isdisjoint(group) and len((new | stand) & group) > 1 for group in self._groups
        )

    def _share(self, name: str) -> PersonShare:
        mine: list[Dealt] = [one for one in self._plan.dealt if one.annotator == name]
        roles = Counter(one.role for one in mine)
        characters = self._plan.loads[name]
        return PersonShare(name, len(mine), roles["overlap"], roles["training"], characters)


def _by_key(rows: Sequence[DealableDocument]) -> dict[str, DealableDocument]:
    """By what is the same in each import; only where that names two, by what is not."""
    named = Counter((row.name, row.text_sha256) for row in rows)
    return {
        f"{row.name}\0{row.text_sha256}"
        + (f"\0{row.uid}" if named[row.name, row.text_sha256] > 1 else ""): row
        for row in rows
    }


def _people(project: Reads, wish: PlanRequest) -> Mapping[str, Annotator | None]:
    """Those who take part by name; None for newcomers."""
    people: dict[str, Annotator | None] = {}
    for annotator in wish.annotators:
        who = project.annotator(annotator)
        if who.kind != "person":
            raise NotThere(what="person", id=who.name)
        people[who.name] = who
    taken = {who.name.casefold() for who in project.annotators()}
    for newcomer in wish.newcomers:
        name = newcomer.strip()
        if name.casefold() in taken:
            raise NameTaken(name=name)
        taken.add(name.casefold())
        people[name] = None
    return people


def _check(project: Reads, wish: PlanRequest, people: Mapping[str, Annotator | None]) -> None:
    if not people:
        raise NotOneToDealTo
    for wanted in (wish.per_document, 1 if wish.sharing is None else wish.sharing):
        if wanted < 1:
            raise NotForNobody(wanted=wanted)
        if wanted > len(people):
            raise NotSoManyPeople(wanted=wanted, people=len(people))
    if not 0 <= wish.overlap <= 1:
        raise NotSuchAShare(share=wish.overlap)
    known = frozenset(project.answered_documents()) if wish.training else frozenset()
    for number in set(wish.training) - known:
        document = project.document(number)
        if document.excluded is None:
            raise NoKnownAnswer(name=document.name)


class NotOneToDealTo(PullquoteError):
    template = "There is nobody to deal documents to; name at least one annotator."


class NotForNobody(PullquoteError):
    template = "A document cannot go to {wanted} annotators; ask for 1 or more."


class NotSoManyPeople(PullquoteError):
    template = (
        "Each document cannot go to {wanted} of {people} annotators; "
        "name more people, or ask for fewer on each document."
    )


class NotSuchAShare(PullquoteError):
    template = "{share} is not a share of the documents; give a number from 0 to 1."


class NoKnownAnswer(PullquoteError):
    template = (
        "Nobody knows the answer of {name} yet, so it is no document to train with; "
        "adjudicate it first, or choose another one."
    )

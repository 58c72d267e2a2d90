"""People and documents as they are named on the command line, and who a command works for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from pullquote.cli.terminal import user_login
from pullquote.errors import Problem
from pullquote.model.values import Annotator
from pullquote.store.errors import UnknownAnnotator
from pullquote.store.project import Project

_PROGRAM = 0


def acting_person(project: Project, name: str | None) -> int:
    """The id of the person called `name`, else by the login name; a new one is added."""
    wanted = (name or user_login()).strip()
    for annotator in project.annotators():
        if annotator.kind == "person" and annotator.name.casefold() == wanted.casefold():
            return annotator.id
    with project.operation("Add annotator", _PROGRAM) as writer:
        return writer.add_annotator(wanted).id


@contextmanager
def person_at_work(project: Project, name: str | None) -> Iterator[int]:
    """As `acting_person`; somebody new is not there any more where nothing was done."""
    before = _newest(project)
    actor = acting_person(project, name)
    added = _newest(project)
    try:
        yield actor
    finally:
        if added is not None and added != before and _newest(project) == added:
            project.undo_operation(added, _PROGRAM)


def _newest(project: Project) -> int | None:
    return next((done.operation for done in project.history(limit=1)), None)


def login_person(project: Project) -> int:
    """The id of the person with the login name, 0 for the program itself without one.

    For commands of somebody who need not be an annotator.
    """
    name = user_login().casefold()
    persons = (who for who in project.annotators() if who.kind == "person")
    return next((who.id for who in persons if who.name.casefold() == name), _PROGRAM)


def only_person(project: Project, name: str | None) -> Annotator:
    """The person called `name`, without one the only person there.

    Raise UnknownAnnotator where that is nobody, and Problem where it could be several.
    """
    persons = all_persons(project)
    found = persons if name is None else [find_person(project, name)]
    if len(found) == 1 and found[0] is not None:
        return found[0]
    names = ", ".join(one.name for one in persons) or "none"
    if name is None:
        raise Problem("Say for whom with --as; the annotators are: {names}.", names=names)
    raise UnknownAnnotator(name=name, known=names)


def split_names(names: str) -> list[str]:
    """The names between commas, each once."""
    return list(dict.fromkeys(name for part in names.split(",") if (name := part.strip())))


def joined_names(names: Sequence[str]) -> str:
    """Ann; Ann and Bo; Ann, Bo and Cleo."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def find_person(project: Project, name: str) -> Annotator | None:
    found = (who for who in all_persons(project) if who.name.casefold() == name.casefold())
    return next(found, None)


def all_persons(project: Project) -> list[Annotator]:
    return [who for who in project.annotators() if who.kind == "person"]


def named_people(project: Project, names: str) -> list[int]:
    """The ids of those between commas; raise UnknownAnnotator where nobody is called so."""
    found = []
    for name in split_names(names):
        who = find_person(project, name)
        if who is None:
            names = ", ".join(one.name for one in all_persons(project)) or "none"
            raise UnknownAnnotator(name=name, known=names)
        found.append(who.id)
    return found


def named_documents(project: Project, names: Iterable[str]) -> list[int]:
    """The ids of documents by file name, own id or number, also several between commas.

    Of several with one name, all. Raise Problem where there is none.
    """
    known = _documents_by_name(project)
    found: list[int] = []
    for given in names:
        for name in [given] if given in known else split_names(given):
            if name not in known:
                raise Problem(
                    "There is no document called {name} in this project; "
                    "give the name of its file, the id it came with, or its number.",
                    name=name,
                )
            found += known[name]
    return list(dict.fromkeys(found))


def _documents_by_name(project: Project) -> dict[str, list[int]]:
    """A number stands for a document only where no name is that number."""
    known: dict[str, list[int]] = defaultdict(list)
    rows = project.named_documents()
    for number, name, own in rows:
        known[name].append(number)
        if own is not None and own != name:
            known[own].append(number)
    for number, _name, _own in rows:
        known.setdefault(str(number), [number])
    return dict(known)

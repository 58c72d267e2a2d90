"""People and documents as they are named on the command line."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pullquote.errors import PullquoteError
from pullquote.model.values import Annotator
from pullquote.store.project import Project
from pullquote.workflow.hand_out_errors import UnknownAnnotator


class UnknownDocument(PullquoteError):
    template = (
        "There is no document called {name} in this project; "
        "give the name of its file, the id it came with, or its number."
    )


def split(names: str) -> list[str]:
    """The names between commas, each once."""
    return list(dict.fromkeys(name for part in names.split(",") if (name := part.strip())))


def joined(names: Sequence[str]) -> str:
    """Ann; Ann and Bo; Ann, Bo and Cleo."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def person(project: Project, name: str) -> Annotator | None:
    found = (who for who in persons(project) if who.name.casefold() == name.casefold())
    return next(found, None)


def persons(project: Project) -> list[Annotator]:
    return [who for who in project.annotators() if who.kind == "person"]


def people(project: Project, names: str) -> list[int]:
    """The ids of those between commas; raise UnknownAnnotator."""
    found = []
    for name in split(names):
        who = person(project, name)
        if who is None:
            there = ", ".join(one.name for one in persons(project)) or "none"
            raise UnknownAnnotator(name=name, names=there)
        found.append(who.id)
    return found


def documents(project: Project, names: Iterable[str]) -> list[int]:
    """The ids of documents by file name, own id or number, also several between commas.

    Of several with one name, all. Raise UnknownDocument.
    """
    known = _documents(project)
    found: list[int] = []
    for given in names:
        for name in [given] if given in known else split(given):
            if name not in known:
                raise UnknownDocument(name=name)
            found += known[name]
    return list(dict.fromkeys(found))


def _documents(project: Project) -> dict[str, list[int]]:
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

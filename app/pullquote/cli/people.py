"""Who a command works for."""

from pullquote.cli.terminal import login_name
from pullquote.store.project import Project

_PROGRAM = 0


def acting(project: Project, name: str | None) -> int:
    """The id of the person called `name`, else by the login name; a new one is added."""
    wanted = (name or login_name()).strip()
    for annotator in project.annotators():
        if annotator.kind == "person" and annotator.name.casefold() == wanted.casefold():
            return annotator.id
    with project.operation("Add annotator", _PROGRAM) as writer:
        return writer.add_annotator(wanted).id


def known(project: Project) -> int:
    """The id of the person with the login name, 0 for the program itself without one.

    For commands of somebody who need not be an annotator.
    """
    name = login_name().casefold()
    persons = (who for who in project.annotators() if who.kind == "person")
    return next((who.id for who in persons if who.name.casefold() == name), _PROGRAM)

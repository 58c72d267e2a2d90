"""Annotators of files that came back, as those of the project."""

from itertools import count

from pullquote.model.values import AnnotatorKind
from pullquote.store.content.people import fit_annotator_name
from pullquote.store.merge.foreign_project import ForeignProject
from pullquote.store.project import Project
from pullquote.store.writer import Writer
from pullquote.workflow.collect_decide import seated


class Annotators:
    """Known by uid: two people of one name stay two, and the second gets a number.

    `rows` gives the row of each uid; `added` the names of those that are new.
    """

    def __init__(self, project: Project) -> None:
        there = project.annotators()
        self.rows = {annotator.uid: annotator.id for annotator in there}
        self.added: list[str] = []
        self._described = {annotator.uid: (annotator.name, annotator.kind) for annotator in there}
        self._taken = {annotator.name.casefold() for annotator in there}

    def meet(self, file: ForeignProject) -> None:
        for annotator in file.annotators:
            self._described.setdefault(annotator.uid, (annotator.name, annotator.kind))

    def here(self, uid: str) -> str:
        """Whose work it is here: a project has one adjudicated version."""
        if self.kind(uid) != "adjudicated" or uid in self.rows:
            return uid
        return next((other for other in self.rows if self.kind(other) == "adjudicated"), uid)

    def name(self, uid: str) -> str:
        return self._described[uid][0]

    def row(self, writer: Writer, uid: str) -> int:
        """A new one if need be."""
        if uid not in self.rows:
            self._add(writer, uid, *self._described[uid])
        return self.rows[uid]

    def beside(self, writer: Writer, uid: str, seat: int) -> int:
        """Who stands beside an annotator, a new one if need be; seat 1 is the annotator's own."""
        own = seated(uid, seat)
        if own not in self.rows and seat > 1:
            kind: AnnotatorKind = "person" if self.kind(uid) == "person" else "reference"
            self._described[own] = (self.name(uid), kind)
        return self.row(writer, own)

    def kind(self, uid: str) -> AnnotatorKind:
        return self._described[uid][1]

    def _add(self, writer: Writer, uid: str, name: str, kind: AnnotatorKind) -> None:
        names = (
            fit_annotator_name(name, "" if number == 1 else f" ({number})") for number in count(1)
        )
        free = next(name for name in names if name.casefold() not in self._taken)
        self.rows[uid] = writer.add_annotator(free, kind, uid).id
        self._taken.add(free.casefold())
        self._described[uid] = (free, kind)
        self.added.append(free)

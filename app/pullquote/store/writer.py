"""The verbs that change a project, all inside one operation."""

from pullquote.store.write_documents import DocumentVerbs
from pullquote.store.write_labels import LabelVerbs
from pullquote.store.write_people import PeopleVerbs
from pullquote.store.writing import Writing


class Writer(DocumentVerbs, LabelVerbs, PeopleVerbs):
    """Each verb raises a WriteRefused on a broken rule; the operation can go on after it."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing

    def end(self) -> None:
        """From here on every verb fails: the operation is over."""
        del self._writing

"""The verbs that change a project, all inside one operation."""

from pullquote.store.write_adjudication import AdjudicationVerbs
from pullquote.store.write_documents import DocumentVerbs
from pullquote.store.write_labels import LabelVerbs
from pullquote.store.write_people import PeopleVerbs
from pullquote.store.write_plan import PlanVerbs
from pullquote.store.writing import Writing


class Writer(DocumentVerbs, LabelVerbs, AdjudicationVerbs, PeopleVerbs, PlanVerbs):
    """Each verb raises a WriteRefused on a broken rule; the operation can go on after it."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing

    def end(self) -> None:
        """From here on every verb fails: the operation is over."""
        del self._writing

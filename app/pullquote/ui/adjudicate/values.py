"""What the parts of the Adjudicate room are given to show."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pullquote.adjudication.values import ItemState

Which = Literal["open", "settled", "all"]

ItemId = tuple[int, str]
"""The document and the item's key."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line of the list; `kind` says how annotators differ, `outcome` what was decided."""

    item: ItemId
    kind: str
    words: str
    document: str
    copies: int
    state: ItemState
    outcome: str = ""


class ItemCounts(NamedTuple):
    """Places of the whole project; `people` are the annotators who are compared."""

    open: int = 0
    settled: int = 0
    agreed: int = 0
    taken: int = 0
    documents: int = 0
    people: int = 0

    @property
    def total(self) -> int:
        return self.open + self.settled


class VersionPart(NamedTuple):
    """Words of a version: in all, only here ("extra"), or not here though elsewhere ("missing")."""

    text: str
    kind: Literal["same", "extra", "missing"] = "same"


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """A version of the place.

    `index` is its place in the item's choices; `letters` are those of its annotators and `names`
    what they are called, "" while names are hidden; `description` is what differs in words,
    `parts` the words it has, `aside` what else it says of them.
    """

    index: int
    key: str
    letters: str
    names: str
    description: str
    parts: tuple[VersionPart, ...]
    aside: str = ""


class CopyShown(NamedTuple):
    """The same place over repeated words elsewhere; `alike` says how alike the words are.

    `fits` is False where no version there corresponds to any here; one that is not `sure`, for
    what its words say differs, is not ticked.
    """

    id: Hashable
    title: str
    when: str
    alike: str
    sure: bool
    fits: bool = True


class QuestionShown(NamedTuple):
    """One item as a question; `guideline` are a title and its words, empty where there is none."""

    question: str
    choices: tuple[ChoiceShown, ...]
    current: int
    guideline: tuple[str, str] = ("", "")
    copies: tuple[CopyShown, ...] = ()
    note: str = ""
    decided: str = ""
    news: str = ""

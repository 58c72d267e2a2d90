"""What the panels are given to show, worked out by the window from the project."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

SpeakerKnown = Literal["open", "unknown", "known"]
EntryKind = Literal["do", "undo", "redo", "version"]
Tick = Literal["", "on", "off", "locked"]
Scope = Literal["document", "label", "project"]


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A line of the tree: a label, or with `depth` 1 a part of the label above it.

    `aside` stands at the right edge (a cue's verb, a date's value, "open"); `aside_label` is the
    annotation it belongs to, `aside_layer` the layer that colours it.
    """

    label: int
    layer: str
    words: str
    depth: int = 0
    aside: str = ""
    aside_layer: str = ""
    aside_label: int | None = None
    suggested: bool = False


class RelationShown(NamedTuple):
    """A relation a label has or may have; `label` is None while nothing is related.

    `value` are the words of the other label or its date in words; `hint` says more in small.
    """

    relation: str
    layer: str
    role: str = ""
    label: int | None = None
    value: str = ""
    hint: str = ""


class DateShown(NamedTuple):
    """What a date label means.

    `anchor` is its attribute ("none", "publication", "date", "to_check") and `anchor_value` the
    calendar value it was counted from; `head` are the words it dates, `roles` what it may be to
    them. `published` is marked in the calendar.
    """

    value: str = ""
    anchor: str = "none"
    anchor_value: str | None = None
    head: str = ""
    head_layer: str = ""
    role: str = ""
    roles: tuple[str, ...] = ()
    published: str | None = None


class LabelShown(NamedTuple):
    """The selected label, the `number`th of `of` labels; `speaker` is a name of the register,
    `guidelines` are what is said of it, in Markdown.
    """

    label: int
    layer: str
    words: str
    number: int = 1
    of: int = 1
    attributes: Mapping[str, str] = MappingProxyType({})
    speaker: str = ""
    speaker_known: SpeakerKnown = "open"
    mention: str = ""
    relations: tuple[RelationShown, ...] = ()
    date: DateShown | None = None
    note: str = ""
    provenance: str = ""
    unlabelled_copies: int = 0
    guidelines: tuple[str, ...] = ()


class LayerOffer(NamedTuple):
    """What a layer's key would do with the chosen words; `related`: as a part of the open head.

    The `best` one stands out.
    """

    layer: str
    related: bool = False
    best: bool = False
    value: str = ""


class OpenHead(NamedTuple):
    """The quote or claim that stays open, and the parts it has or lacks."""

    label: int
    layer: str
    words: str
    parts: tuple[RelationShown, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsShown:
    """The chosen words; `count` in words, `characters` in code points; offers as in the schema."""

    words: str
    count: int
    characters: int
    offers: tuple[LayerOffer, ...] = ()


class DocumentShown(NamedTuple):
    """Facts of the document, as (name, value), with its publication date and note apart."""

    facts: tuple[tuple[str, str], ...] = ()
    published: str | None = None
    evidence: str = ""
    note: str = ""
    dates_to_check: int = 0
    doubt: str = ""


class SpeakerCandidate(NamedTuple):
    """A speaker who may be meant; `about` is a role, an alias or a note."""

    speaker: int
    name: str
    about: str = ""
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A place that repeats the words shown.

    `below` counts paragraphs from here to there (negative: above) where `here` says that it is the
    same document; `similarity` is 0 to 1, `same` that the words are equal after folding. `against`
    are the words here that this copy repeats, all of them where it is empty. `differs_in`: number,
    negation, name, date. `labels` says what is labelled there. `tick` is there while labels are
    offered for it, as a person set it; `judged` is how it was offered, and `verdict` says why.
    """

    document: int
    start: int
    end: int
    words: str
    title: str = ""
    source: str = ""
    published: str | None = None
    here: bool = False
    below: int = 0
    paragraph: int = 0
    paragraphs: int = 0
    similarity: float = 1.0
    same: bool = True
    against: str = ""
    differs_in: tuple[str, ...] = ()
    labels: str = ""
    tick: Tick = ""
    judged: Tick = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class CarryShown:
    """Labels that are offered for copies: `title` names them, `words` are counted by `count`. With
    `takes` they are those of the copies, and offered for the document in sight.

    There are `total` places, more than `copies` where they come page by page; `outside` more are
    not in the file.
    """

    title: str
    words: str
    count: int
    total: int
    copies: tuple[CopyRow, ...] = ()
    takes: bool = False
    outside: int = 0


@dataclass(frozen=True, slots=True)
class CopiesShown:
    """The passage at the caret and all its copies, itself left out; `count` in words."""

    words: str
    count: int
    copies: tuple[CopyRow, ...] = ()
    boilerplate: bool = False


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """An operation of the journal, its `name` already in the user's language; `at` is UTC, ISO.

    A version is a barrier that somebody named; it divides the list and is not undone.
    """

    operation: int
    name: str
    who: str
    at: str
    changes: int = 0
    documents: int = 1
    kind: EntryKind = "do"
    undone: bool = False
    undoable: bool = True

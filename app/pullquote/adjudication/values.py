"""What adjudication lines up: items, the choices for each, decisions."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from pullquote.model.values import Annotation, Relation
from pullquote.text.spans import Span

if TYPE_CHECKING:
    # Twenty classes, of which two are named here; whoever makes a version loads them.
    from pullquote.agreement.values import Kind, Version

Outcome = Literal["taken", "both", "neither", "edited", "both_right"]
"""`both` takes all versions over; `both_right` takes one, and says that the others are right too:
whoever compares annotators counts no mistake there."""
ItemState = Literal["agreed", "open", "settled", "changed"]
"""`agreed` and not taken over yet; `changed`: settled, but a version has changed since."""


class DocumentVersions(NamedTuple):
    """All versions of one document.

    `versions` are those of the persons who are done with it, by annotator; `adjudicated` is empty
    before there is one. `unfinished` are the uids of the labels of persons who are not done.
    """

    document: int
    versions: "tuple[Version, ...]"
    adjudicated: "Version"
    unfinished: frozenset[str] = frozenset()


class Choice(NamedTuple):
    """A version of one place, and all who have it; no annotations: they annotated nothing here."""

    annotators: tuple[int, ...]
    annotations: tuple[Annotation, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A stored decision about one item.

    `sources` are (uid, content as in `content.content`) of all annotations that were compared, in
    all versions; `taken` the uids of those that were taken, none after an edit; `results` the uids
    of the annotations that stand in the adjudicated version for it.
    """

    id: int
    uid: str
    document: int
    outcome: Outcome
    sources: tuple[tuple[str, str], ...]
    results: tuple[str, ...]
    taken: tuple[str, ...] = ()
    note: str | None = None
    by: int | None = None
    at: str = ""


class Item(NamedTuple):
    """One place that is to be settled, or is.

    `key` stays the same as long as the place's labels do; `kind` says what differs first (None
    where all agree), `detail` narrows it as in agreement. `choices` are in a fixed order: most
    annotators first, then by annotator. `span` reaches over all versions.
    """

    key: str
    document: int
    layer: str
    span: Span
    kind: "Kind | None"
    detail: str
    state: ItemState
    choices: tuple[Choice, ...]
    decision: Decision | None = None

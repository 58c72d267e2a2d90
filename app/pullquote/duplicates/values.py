"""What the search for repeats gives back."""

from dataclasses import dataclass

from pullquote.model.values import ClusterKind

Name = int | str


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Code points of a document's text; `copy` counts from 1 in its cluster."""

    document: Name
    start: int
    end: int
    copy: int


@dataclass(frozen=True, slots=True)
class FoundCluster:
    """Passages that repeat one another, first copy first; no two passages overlap.

    `fingerprint`: see `clusters.fingerprint`. `similarity`: 0 to 1, of the copy least like the
    first.
    """

    fingerprint: str
    kind: ClusterKind
    similarity: float
    boilerplate: bool
    passages: tuple[FoundPassage, ...]


@dataclass(frozen=True, slots=True)
class WeakMatch:
    """Two stretches that share too little to be called a repeat: to be shown on request only."""

    a: FoundPassage
    b: FoundPassage
    similarity: float


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """Documents that say mostly the same, and `coverage`, both as in `groups.NearDocuments`."""

    documents: tuple[Name, ...]
    coverage: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """All that one search found; nothing in it depends on the order of the documents.

    `weak` are matches under the bar of a repeat, of those whose words no cluster explains.
    """

    clusters: tuple[FoundCluster, ...]
    groups: tuple[DocumentGroup, ...] = ()
    weak: tuple[WeakMatch, ...] = ()

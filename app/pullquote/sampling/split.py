"""Dealing documents to train, dev and test, so that copies of a text are never in two of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate
from typing import Literal, get_args

Part = Literal["train", "dev", "test"]
PARTS: tuple[Part, ...] = get_args(Part)
_What = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SplitShares:
    """How much each part is to hold; only their ratio counts."""

    train: int = 80
    dev: int = 10
    test: int = 10

    def __post_init__(self) -> None:
        if min(self.train, self.dev, self.test) < 0 or not sum(self.of):
            raise ValueError(f"shares of {self.train}, {self.dev} and {self.test}")

    @property
    def of(self) -> tuple[int, int, int]:
        """In the order of PARTS."""
        return self.train, self.dev, self.test


@dataclass(frozen=True, slots=True)
class SplitRequest:
    """`kept` gives the parts of an earlier split, by the SHA-256 of a document's text."""

    shares: SplitShares
    seed: int = 1
    kept: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """`content` is a hash of the text; those with one `group` stay together, whatever else.

    `labels` counts by layer. `kept` is the part that it was dealt to before.
    """

    content: str
    group: str
    source: str = ""
    labels: Mapping[str, int] = field(default_factory=dict)
    kept: Part | None = None


def deal_parts(documents: Sequence[SplitDocument], shares: SplitShares, seed: int) -> list[Part]:
    """The part of each document, in their order.

    Groups are walked source by source, in an order drawn by `seed` from their contents. Each goes
    where it leaves the parts nearest to their shares of all that came up to there (least squares):
    of documents, of those of its source, of the labels of each layer. The same documents in any
    order get the same parts.

    What was dealt keeps its part; who joins a group goes where most of it is. Only there may one
    group be in two parts.
    """
    table = _Table(shares, documents)
    found: dict[int, Part] = {}
    for group in _in_order(documents, seed):
        members = [documents[number] for number in group]
        kept = Counter(member.kept for member in members if member.kept)
        part = max(PARTS, key=lambda part: kept[part]) if kept else table.choose(members)
        for number, member in zip(group, members, strict=True):
            found[number] = member.kept or part
            table.put(member, found[number])
    return [found[number] for number in range(len(documents))]


def deal_at_random(
    documents: Sequence[SplitDocument], shares: SplitShares, seed: int
) -> list[Part]:
    """What a split without any regard for copies gives, for comparison."""
    order = sorted(range(len(documents)), key=lambda n: (_lot(seed, documents[n].content), n))
    found: list[Part] = ["test"] * len(order)
    done = 0
    for part, up_to in zip(PARTS, accumulate(shares.of), strict=True):
        end = round(len(order) * up_to / sum(shares.of))
        for number in order[done:end]:
            found[number] = part
        done = end
    return found


def _in_order(documents: Sequence[SplitDocument], seed: int) -> Iterable[list[int]]:
    """The groups, as numbers of their documents."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        groups[document.group].append(number)
    keyed = []
    for group in groups.values():
        first = min((documents[number] for number in group), key=lambda d: (d.content, d.source))
        keyed.append((first.source, _lot(seed, first.content), group))
    return [group for _, _, group in sorted(keyed)]


class _Table:
    """What the parts hold of what has come up to now, in all, by source and by layer."""

    def __init__(self, shares: SplitShares, documents: Sequence[SplitDocument]) -> None:
        whole = sum(shares.of)
        self._shares = {part: s / whole for part, s in zip(PARTS, shares.of, strict=True) if s}
        self._have: dict[Part, Counter[_What]] = {part: Counter() for part in PARTS}
        self._come: Counter[_What] = Counter()
        # Labels are counted in documents that hold as many as is usual.
        self._weights = {
            what: (len(documents) / total) ** 2 if what[0] == "layer" else 1.0
            for what, total in sorted(_counted(documents).items())
            if total
        }

    def choose(self, members: Sequence[SplitDocument]) -> Part:
        coming = _counted(members)
        come = Counter({what: self._come[what] + count for what, count in coming.items()})
        return max(self._shares, key=lambda part: self._gain(part, coming, come))

    def put(self, member: SplitDocument, part: Part) -> None:
        counts = _counted([member])
        self._come.update(counts)
        self._have[part].update(counts)

    def _gain(self, part: Part, coming: Mapping[_What, int], come: Mapping[_What, int]) -> float:
        """By how much the sum of squares of what the parts lack falls; a constant is left out."""
        have, share = self._have[part], self._shares[part]
        return sum(
            self._weights.get(what, 0.0) * count * (share * come[what] - have[what])
            for what, count in coming.items()
        )


def _counted(documents: Iterable[SplitDocument]) -> Counter[_What]:
    found: Counter[_What] = Counter()
    for document in documents:
        found["all", ""] += 1
        found["source", document.source] += 1
        for layer, count in document.labels.items():
            found["layer", layer] += count
    return found


def _lot(seed: int, content: str) -> bytes:
    return sha256(f"{seed}:{content}".encode()).digest()

"""Dealing documents to annotators, so that near copies stay together and loads are even."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Role = Literal["label", "overlap", "training"]


@dataclass(frozen=True, slots=True)
class Dealt:
    """A document that goes to an annotator; `position` is its place among what is dealt to them."""

    document: str
    annotator: str
    role: Role
    position: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is new, by annotator and position; `loads` are those that were added to each."""

    dealt: tuple[Dealt, ...]
    loads: Mapping[str, int]


def deal(
    documents: Mapping[str, int],
    groups: Iterable[Collection[str]],
    annotators: Collection[str],
    *,
    per_document: int = 1,
    overlap: float = 0.1,
    sharing: int | None = None,
    training: Sequence[str] = (),
    there: Collection[tuple[str, str]] = (),
    loads: Mapping[str, int] | None = None,
    seed: int = 1,
) -> Plan:
    """Deal each document to `per_document` annotators, a share `overlap` to `sharing` or to all.

    `documents` gives the load of each, in characters or 1. `groups` are near copies of one
    another: a group goes as a whole to the same annotators, in overlap or not. Whole groups are
    drawn for overlap until the share of documents is reached as nearly as they allow. Each goes to
    those with the least to do, so that two annotators differ by no more than one group. What more
    than one annotator gets has the role "overlap".

    `training` documents go to all, first, in the order given. `there` are pairs (document,
    annotator) that stand already: a document among them is not dealt again, and a new copy of it
    goes to the annotators who have it. `loads` is what each has to do already.

    The same arguments in any order, but for `training`, give the same plan; a document has the
    same lot whatever others there are. Raises ValueError for more annotators per document than
    there are, for none, and for a share outside 0 to 1.
    """
    people = sorted(set(annotators))
    sharing = len(people) if sharing is None else sharing
    if not 1 <= per_document <= len(people) or sharing < 1:
        raise ValueError(f"{per_document} annotators for each document, of {len(people)}")
    if not 0 <= overlap <= 1:
        raise ValueError(f"a share of {overlap}")
    table = _Table(documents, people, seed, loads or {})
    units = _units(documents, groups, set(training))
    owners = _owners(there, set(people), set(training))
    free = [unit for unit in units if owners.keys().isdisjoint(unit)]
    drawn = _drawn(free, overlap, seed)
    wide = min(max(per_document, sharing), len(people))
    for unit in units:
        if not owners.keys().isdisjoint(unit):
            table.follow(unit, owners, per_document)
    # The largest first, each to the least laden: so loads end at most one group apart (Graham's
    # rule).
    for unit in sorted(free, key=lambda unit: (-table.load(unit), _lot(seed, unit[0]))):
        table.give(unit, wide if unit in drawn else per_document)
    return table.plan(training, set(there))


class _Table:
    """Who has got what so far."""

    def __init__(
        self, documents: Mapping[str, int], people: list[str], seed: int, loads: Mapping[str, int]
    ) -> None:
        self._documents = documents
        self._people = people
        self._seed = seed
        self._before = {who: loads.get(who, 0) for who in people}
        self._loads = dict(self._before)
        self._hands: dict[str, list[tuple[str, ...]]] = {who: [] for who in people}
        self._takers: dict[str, int] = {}

    def load(self, unit: Iterable[str]) -> int:
        return sum(self._documents[document] for document in unit)

    def give(self, unit: tuple[str, ...], count: int, first: Sequence[str] = ()) -> None:
        """To those who come first, then to those with the least to do."""

        def least(who: str) -> tuple[int, str]:
            return self._loads[who], _lot(self._seed, f"{unit[0]}\0{who}")

        others = sorted((who for who in self._people if who not in first), key=least)
        for who in [*first, *others][:count]:
            self._hands[who].append(unit)
            self._loads[who] += self.load(unit)
        self._takers |= dict.fromkeys(unit, count)

    def follow(
        self, unit: tuple[str, ...], owners: Mapping[str, Collection[str]], least: int
    ) -> None:
        """New copies go where most of those that stand already are."""
        new = tuple(document for document in unit if document not in owners)
        if not new:
            return
        have = [owners[document] for document in unit if document in owners]
        votes = Counter(who for some in have for who in some)
        most = sorted(votes, key=lambda who: (-votes[who], self._loads[who], who))
        self.give(new, max(least, *map(len, have)), most)

    def plan(self, training: Sequence[str], there: Collection[tuple[str, str]]) -> Plan:
        dealt: list[Dealt] = []
        for who in self._people:
            lessons = [one for one in dict.fromkeys(training) if (one, who) not in there]
            # In an order by lot, else everybody would begin with the largest groups and end with
            # the rest.
            hand = sorted(self._hands[who], key=lambda unit: _lot(self._seed, f"{unit[0]}\0place"))
            roles: list[tuple[str, Role]] = [(one, "training") for one in lessons]
            roles += [(one, self._role(one)) for unit in hand for one in unit]
            dealt += [Dealt(one, who, role, place) for place, (one, role) in enumerate(roles)]
        added = {who: self._loads[who] - self._before[who] for who in self._people}
        return Plan(tuple(dealt), added)

    def _role(self, document: str) -> Role:
        return "overlap" if self._takers[document] > 1 else "label"


def _units(
    documents: Iterable[str], groups: Iterable[Collection[str]], training: Collection[str]
) -> list[tuple[str, ...]]:
    """What is dealt as a whole: groups, and documents that are in none; in a fixed order."""
    wanted = set(documents) - set(training)
    unit_of = {document: frozenset((document,)) for document in wanted}
    for group in groups:
        joined = frozenset().union(*(unit_of[one] for one in group if one in wanted))
        unit_of |= dict.fromkeys(joined, joined)
    return sorted(tuple(sorted(unit)) for unit in set(unit_of.values()))


def _owners(
    there: Iterable[tuple[str, str]], people: Collection[str], training: Collection[str]
) -> dict[str, set[str]]:
    """Who has what already; a document that only others have is not theirs, but not new either."""
    owners: dict[str, set[str]] = defaultdict(set)
    for document, who in there:
        if document not in training:
            owners[document] |= {who} & set(people)
    return dict(owners)


def _drawn(units: Iterable[tuple[str, ...]], share: float, seed: int) -> set[tuple[str, ...]]:
    """Whole units, at random, with as nearly this share of the documents as they allow."""
    lots = sorted(units, key=lambda unit: _lot(seed, f"{unit[0]}\0overlap"))
    total = sum(map(len, lots))
    wanted = max(1, round(share * total)) if share else 0
    drawn: set[tuple[str, ...]] = set()
    count = 0
    for unit in lots:
        if abs(count + len(unit) - wanted) < abs(count - wanted):
            drawn.add(unit)
            count += len(unit)
    return drawn


def _lot(seed: int, what: str) -> str:
    """A random number that depends on the seed and on this alone."""
    # Not from a generator, whose numbers would shift with each document that is added before.
    return sha256(f"{seed}\0{what}".encode()).hexdigest()

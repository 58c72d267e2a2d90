"""Disjoint sets, some of which must stay apart."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from pullquote.duplicates.corpus import Extent

M = TypeVar("M", int, Extent)


class Sets(Generic[M]):
    def __init__(self, apart: Iterable[tuple[M, M]] = ()) -> None:
        self._parents: dict[M, M] = {}
        self._apart: dict[M, set[M]] = defaultdict(set)
        for a, b in apart:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def join(self, a: M, b: M) -> None:
        """Unless that would bring two members together that must stay apart."""
        root, other = self._root(a), self._root(b)
        if root != other and other not in map(self._root, self._apart[root]):
            self._parents[other] = root
            self._apart[root] |= self._apart.pop(other, set())

    def sets(self) -> list[list[M]]:
        """Those of at least two members, in order."""
        found: dict[M, list[M]] = defaultdict(list)
        for member in list(self._parents):
            found[self._root(member)].append(member)
        return sorted(sorted(members) for members in found.values() if len(members) > 1)

    def _root(self, member: M) -> M:
        path = []
        while (parent := self._parents.setdefault(member, member)) != member:
            path.append(member)
            member = parent
        self._parents.update(dict.fromkeys(path, member))
        return member

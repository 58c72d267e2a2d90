"""What a search knows and leaves for the next one: evidence, and the passages that follow from it.

All is by place, which stays what it is while documents only come behind the others or go.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pullquote.duplicates.matches.evidence import covered
from pullquote.duplicates.matches.matches import Matches, joined
from pullquote.duplicates.matches.pairs import pair_codes
from pullquote.duplicates.passages.passages import (
    Apart,
    Evidence,
    Passages,
    joined_passages,
    passages_of_pieces,
)
from pullquote.duplicates.passages.pieces import Pieces, pieces
from pullquote.duplicates.words.arrays import among, components, sums
from pullquote.duplicates.words.corpus import Corpus
from pullquote.text.token_arrays import Array, mixed

# Kinds of evidence: words; equal lines, one that opens another, quotations; what was decided.
STRONG, LINE, OPENED, QUOTE, SAME = range(5)


class Proofs(NamedTuple):
    """Matches of all kinds; those `hidden` lie in strong ones, and count where these go."""

    matches: Matches
    kinds: Array
    hidden: Array

    def take(self, at: Array) -> "Proofs":
        return Proofs(self.matches.take(at), self.kinds[at], self.hidden[at])

    def shown(self) -> Evidence:
        exact = (self.kinds >= LINE) & (self.kinds <= QUOTE)
        return Evidence(self.matches, exact, self.kinds == SAME)

    def signatures(self) -> Array:
        """Two of one signature are the same match."""
        matches, found = self.matches, self.kinds.astype(np.uint64)
        for column in (matches.a, matches.a_end, matches.b, matches.b_end):
            found = mixed(found + column.astype(np.uint64))
        parts = mixed(matches.part_a.astype(np.uint64)) + matches.part_b.astype(np.uint64)
        parts = mixed(parts) + matches.lengths.astype(np.uint64)
        spread = mixed(parts) >> np.uint64(20)
        total: Array = found + sums(spread.astype(np.int64), matches.parts).astype(np.uint64)
        return total


def proofs_of(found: Sequence[tuple[int, Matches]]) -> Proofs:
    """By kind; none is hidden."""
    sizes = [len(matches) for _, matches in found]
    kinds = np.repeat(np.array([kind for kind, _ in found], np.uint8), sizes)
    return Proofs(joined([matches for _, matches in found]), kinds, np.zeros(sum(sizes), np.bool_))


class Known(NamedTuple):
    """Evidence, its pieces with the numbers of the paragraphs on both sides, the family of each
    paragraph (-1 for none), and passages as `passages_of_pieces` gives them.
    """

    proofs: Proofs
    cut: Pieces
    paragraphs: tuple[Array, Array]
    families: Array
    passages: Passages


def nothing_known(corpus: Corpus) -> Known:
    none = np.empty(0, np.int64)
    return Known(
        proofs_of([(STRONG, joined([]))]),
        Pieces(*(none for _ in Pieces._fields)),
        (none, none),
        np.full(int(corpus.opens.sum()), -1, np.int64),
        Passages(none, none, none, none.astype(np.bool_)),
    )


def with_proofs(
    corpus: Corpus, known: Known, gone: Array, new: Proofs, parted: Array, apart: Apart
) -> Known:
    """With some proofs `gone`, a mask, and `new` ones.

    Families that they touch, or in which the gaps `parted` lie, are worked on anew: there somebody
    decided otherwise what `apart` tells, as in `passages_of_pieces`.
    """
    gone, new = _without_returned(known.proofs, gone, new)
    if not (gone.any() or len(new.kinds) or len(parted)):
        return known
    kept = known.proofs.take(~gone)
    together = Proofs(
        joined([kept.matches, new.matches]),
        np.append(kept.kinds, new.kinds),
        np.append(kept.hidden, new.hidden),
    )
    proofs = _hidden_anew(corpus, together, known.proofs.take(gone), len(kept.kinds))
    fresh = ~proofs.hidden
    fresh[: len(kept.kinds)] &= kept.hidden
    stay = np.full(len(gone), -1, np.int64)
    stay[~gone] = np.where(proofs.hidden[: len(kept.kinds)], -1, np.arange(len(kept.kinds)))
    return _cut_anew(corpus, known._replace(proofs=proofs), stay, fresh, parted, apart)


def without_proofs(corpus: Corpus, known: Known, gone: Array, apart: Apart) -> Known:
    """As if there were no such proofs; what lies in them stays hidden."""
    stay = np.where(gone, -1, np.arange(len(gone)))
    none = np.empty(0, np.int64)
    return _cut_anew(corpus, known, stay, np.zeros(len(gone), np.bool_), none, apart)


def _without_returned(old: Proofs, gone: Array, new: Proofs) -> tuple[Array, Proofs]:
    """Without those that are gone and new: they stay."""
    rows = np.flatnonzero(gone)
    before, after = old.take(rows).signatures(), new.signatures()
    gone = gone.copy()
    gone[rows[among(before, after)]] = False
    return gone, new.take(~among(after, before))


def _hidden_anew(corpus: Corpus, proofs: Proofs, gone: Proofs, old: int) -> Proofs:
    """What lies in strong ones is hidden; all but the first `old` are new."""
    codes = pair_codes(corpus, proofs.matches)
    without = pair_codes(corpus, gone.matches.take(gone.kinds == STRONG))
    strong = proofs.kinds == STRONG
    with_new = codes[old:]
    touched = among(codes, np.concatenate([without, with_new]))
    rows = np.flatnonzero(touched & ~strong & (proofs.kinds != SAME))
    others = proofs.matches.take(touched & strong)
    hidden = proofs.hidden.copy()
    hidden[rows] = covered(corpus, proofs.matches.take(rows), others)
    return proofs._replace(hidden=hidden)


def _cut_anew(
    corpus: Corpus, known: Known, stay: Array, fresh: Array, parted: Array, apart: Apart
) -> Known:
    """`stay` are the numbers that the proofs before have now, -1 for those without pieces now;
    `fresh` is a mask of the proofs that have none yet.
    """
    openings = np.flatnonzero(corpus.opens)
    proofs, cut = known.proofs, known.cut
    rows = stay[cut.rows]
    gone = rows < 0
    new_rows = np.flatnonzero(fresh)
    new = pieces(proofs.matches.take(new_rows), openings)
    new = new._replace(rows=new_rows[new.rows])
    touched = np.zeros(len(openings), np.bool_)
    for column in known.paragraphs:
        touched[column[gone]] = True
    added = [np.searchsorted(openings, gaps, "right") - 1 for gaps in (new.a, new.b)]
    for column in (*added, np.searchsorted(openings, parted, "right") - 1):
        touched[column] = True
    families = np.full(len(openings), -1, np.int64)
    families[: len(known.families)] = known.families
    whole = np.zeros(len(openings) + 1, np.bool_)
    whole[families[touched]] = True
    whole[-1] = False
    touched |= whole[families]
    cut = _joined(cut.take(~gone)._replace(rows=rows[~gone]), new)
    a, b = (np.append(x[~gone], y) for x, y in zip(known.paragraphs, added, strict=True))
    inside = np.flatnonzero(touched[a])
    families[touched] = -1
    members = components(len(openings), a[inside], b[inside])
    for column in (a[inside], b[inside]):
        families[column] = members[column]
    found = _passages(corpus, proofs, cut.take(inside), apart)
    old = known.passages
    far = ~touched[np.searchsorted(openings, old.starts, "right") - 1]
    return Known(proofs, cut, (a, b), families, joined_passages([old.take(far), found]))


def _joined(one: Pieces, other: Pieces) -> Pieces:
    return Pieces(*(np.append(x, y) for x, y in zip(one, other, strict=True)))


def _passages(corpus: Corpus, proofs: Proofs, cut: Pieces, apart: Apart) -> Passages:
    """Of some pieces, for which no more matches than theirs are looked at."""
    if not len(cut.rows):
        return nothing_known(corpus).passages
    used, rows = np.unique(cut.rows, return_inverse=True)
    return passages_of_pieces(corpus, proofs.take(used).shown(), cut._replace(rows=rows), apart)

"""Which speakers of the register may be one: names that differ in spelling, titles or parts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Literal, NamedTuple

from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.suggest.register import (
    SURNAME_RATIO,
    bare_name,
    folded_form,
    likeness,
    may_be_one,
    suffix_of,
)

Likeness = Literal["title", "given", "surname", "spelling", "alone", "several"]
"""Why two may be one: a title apart; one surname, the given name otherwise; one given name, the
surname otherwise; one name in two spellings; a surname alone that one other has; or several.
"""

# Of more people of one surname and initial only neighbours in the alphabet are compared.
_MOST_COMPARED = 40
# Shorter names are others when a letter is.
_LEAST_LETTERS = 5


class LookAlike(NamedTuple):
    """Two ids, in the order of what was asked about."""

    first: int
    second: int
    why: Likeness


class _Name(NamedTuple):
    id: int
    whole: str  # folded, without titles
    given: tuple[str, ...]
    surname: str
    suffix: str


def look_alikes(names: Sequence[tuple[int, str, bool]]) -> list[LookAlike]:
    """Pairs of speakers, given by id, name, and whether they are persons, that may be one, each
    once. What is no person has no titles and no surname: the whole is its name.

    Vetoes: another given name, and a Jr. at one of them. Takes time that grows with the names and
    with how many share a surname.
    """
    known = [name for one in names if (name := _name(*one))]
    found: dict[tuple[int, int], LookAlike] = {}
    for one in (*_of_one_surname(known), *_of_like_surnames(known)):
        found.setdefault((one.first, one.second), one)
    return list(found.values())


def _name(id_: int, text: str, is_person: bool) -> _Name | None:
    if not is_person:
        whole = " ".join(w for w in folded_form(text).split() if w not in lexicon().determiners)
        return _Name(id_, whole, (), whole, "") if whole else None
    words = bare_name(folded_form(text)).split()
    suffix = suffix_of(words)
    words = words[:-1] if suffix else words
    if not words:
        return None
    return _Name(id_, " ".join(words), tuple(words[:-1]), words[-1].strip(","), suffix)


def _of_one_surname(names: Sequence[_Name]) -> Iterator[LookAlike]:
    by_surname: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        by_surname[name.surname].append(name)
    for group in by_surname.values():
        whole = [name for name in group if name.given]
        alone = [name for name in group if not name.given]
        yield from (_pair(a, b, "title") for a, b in pairwise(alone))
        by_initial: dict[str, list[_Name]] = defaultdict(list)
        for name in whole:
            by_initial[name.given[0][:1]].append(name)
        for some in by_initial.values():
            for a, b in _pairs(some):
                if _may_be_one(a, b):
                    yield _pair(a, b, "title" if a.whole == b.whole else "given")
        if alone and whole:
            first = whole[0]
            apart = next((one for one in whole if not _may_be_one(first, one)), None)
            yield _pair(alone[0], first, "alone" if apart is None else "several")
            if apart is not None:
                yield _pair(alone[0], apart, "several")


def _of_like_surnames(names: Sequence[_Name]) -> Iterator[LookAlike]:
    """Surnames that a letter tells apart share a form from which one letter is left out."""
    surnames: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        surnames[name.surname].append(name)
    forms: dict[str, list[str]] = defaultdict(list)
    for surname in surnames:
        if len(surname) >= _LEAST_LETTERS:
            forms[surname].append(surname)
            for place in range(1, len(surname)):
                forms[surname[:place] + surname[place + 1 :]].append(surname)
    seen = set[tuple[str, str]]()
    for like in forms.values():
        for one, other in combinations(sorted(set(like))[:_MOST_COMPARED], 2):
            if (one, other) not in seen and likeness(one, other) >= SURNAME_RATIO:
                seen.add((one, other))
                yield from _across(surnames[one], surnames[other])


def _across(some: Sequence[_Name], others: Sequence[_Name]) -> Iterator[LookAlike]:
    by_given: dict[str, list[_Name]] = defaultdict(list)
    for other in others:
        by_given[other.given[0][:1] if other.given else ""].append(other)
    for one in some:
        initial = one.given[0][:1] if one.given else ""
        for other in by_given[initial][:_MOST_COMPARED]:
            if _may_be_one(one, other):
                yield _pair(one, other, "surname" if one.given else "spelling")


def _pairs(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    if len(names) > _MOST_COMPARED:
        return pairwise(sorted(names, key=lambda name: name.whole))
    return combinations(names, 2)


def _may_be_one(one: _Name, other: _Name) -> bool:
    return one.suffix == other.suffix and may_be_one(one.whole, other.whole)


def _pair(one: _Name, other: _Name, why: Likeness) -> LookAlike:
    return LookAlike(one.id, other.id, why)

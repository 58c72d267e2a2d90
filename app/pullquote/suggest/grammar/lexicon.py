"""Word classes of English that the rules lean on, read from resources/lexicon."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from pullquote.assets import RESOURCES

ENGLISH = RESOURCES / "lexicon" / "english.toml"

VerbForm = Literal["base", "s", "past", "ing"]


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """A form of a verb that reports.

    `lemma` is its base, `form` how it is inflected; `senses` are those of "speech", "manner",
    "naming" and "showing" that the lexicon lists it under.
    """

    lemma: str
    form: VerbForm
    senses: frozenset[str]

    @property
    def is_speech(self) -> bool:
        """Whether what it takes can be somebody's words as a clause: X said (that) ..."""
        return "speech" in self.senses


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words in small letters. `tags` gives a word its class, as `tagger` names them."""

    verbs: Mapping[str, ReportingVerb]
    phrases: frozenset[tuple[str, str]]
    tags: Mapping[str, str]
    titles: frozenset[str]
    bare_titles: frozenset[str]
    particles: frozenset[str]
    roles: frozenset[str]
    kin: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    carriers: frozenset[str]
    speech_nouns: frozenset[str]
    works: frozenset[str]
    naming: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]


@lru_cache(maxsize=4)
def lexicon(cues: frozenset[str] = frozenset()) -> Lexicon:
    """Read when it is first asked for; with `cues`, forms of verbs that report here, too.

    Of those nothing is known but that they stand beside what is said, as verbs of manner do.
    """
    if cues:
        known = lexicon()
        return replace(known, verbs={**{word: _learned(word) for word in cues}, **known.verbs})
    with ENGLISH.open("rb") as file:
        data = tomllib.load(file)
    people, function = data["people"], data["function"]
    words = {name: frozenset(value.split()) for name, value in {**people, **function}.items()}
    roles = words["roles"] | words["bodies"] | words["kin"] | words["people"]
    return Lexicon(
        verbs=_verbs(data["report"]),
        phrases=frozenset(_pairs(data["report"]["phrases"]["pairs"])),
        tags=_tags(function),
        titles=frozenset(title.lower() for title in words["titles"]),
        bare_titles=words["bare_titles"],
        particles=words["particles"],
        roles=frozenset(_with_plurals(roles)),
        kin=words["kin"],
        people=words["people"],
        bodies=words["bodies"],
        carriers=frozenset(_with_plurals(frozenset(data["nouns"]["carriers"].split()))),
        speech_nouns=frozenset(_with_plurals(frozenset(data["nouns"]["speech"].split()))),
        works=frozenset(_with_plurals(frozenset(data["quotations"]["works"].split()))),
        naming=frozenset(data["quotations"]["naming"].split()),
        months=words["months"],
        weekdays=words["weekdays"],
        determiners=words["determiners"],
        pronouns=words["pronouns"],
    )


def _learned(word: str) -> ReportingVerb:
    endings: dict[str, VerbForm] = {"ing": "ing", "s": "s"}
    form: VerbForm = next((form for end, form in endings.items() if word.endswith(end)), "past")
    return ReportingVerb(word, form, frozenset({"manner"}))


# One letter a class; of a word in several the last holds.
_TAG_OF = {
    "irregular_past": "e", "present": "v", "adverbs": "a", "time": "t", "prepositions": "p",
    "conjunctions": "c", "subordinators": "s", "auxiliaries": "x", "determiners": "D",
    "numbers": "#", "pronouns": "P", "relative": "W",
}  # fmt: skip


def _tags(function: Mapping[str, str]) -> dict[str, str]:
    return {word: tag for name, tag in _TAG_OF.items() for word in function[name].split()}


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pair in text.replace("\n", " ").split():
        first, _, second = pair.partition("|")
        yield first, second


def _verbs(report: Mapping[str, Any]) -> dict[str, ReportingVerb]:
    senses: dict[str, set[str]] = {}
    for sense in ("speech", "manner", "naming", "showing"):
        for lemma in report[sense].split():
            senses.setdefault(lemma, set()).add(sense)
    found: dict[str, ReportingVerb] = {}
    for lemma, known in senses.items():
        for word, form in _inflected(lemma, report["irregular"].get(lemma, "")):
            found.setdefault(word, ReportingVerb(lemma, form, frozenset(known)))
    return found


def _inflected(lemma: str, past: str) -> Iterator[tuple[str, VerbForm]]:
    """The forms of a verb, those of the past first: "read" is a past form in news."""
    stem = lemma.removesuffix("e")
    consonant_y = lemma.endswith("y") and lemma[-2] not in "aeiou"
    if past:
        yield from ((form, "past") for form in past.split())
    elif consonant_y:
        yield f"{lemma[:-1]}ied", "past"
    else:
        yield f"{stem}ed", "past"
        if _doubles(lemma):
            yield f"{lemma}{lemma[-1]}ed", "past"
    hissing = lemma.endswith(("s", "sh", "ch", "x", "z", "o"))
    yield f"{lemma[:-1]}ies" if consonant_y else f"{lemma}{'es' if hissing else 's'}", "s"
    yield f"{lemma if lemma.endswith('ee') else stem}ing", "ing"
    if _doubles(lemma):
        yield f"{lemma}{lemma[-1]}ing", "ing"
    yield lemma, "base"


def _doubles(lemma: str) -> bool:
    """Whether its last consonant may be doubled: quipped, admitted, begging."""
    end = lemma.replace("qu", "q")[-3:]
    return len(end) == 3 and end[0] not in "aeiou" and end[1] in "aeiou" and end[2] in "bgmnprtlc"


def _with_plurals(words: frozenset[str]) -> Iterator[str]:
    for word in words:
        yield word
        if word.endswith("y") and word[-2] not in "aeiou":
            yield f"{word[:-1]}ies"
        elif word.endswith("man"):
            yield f"{word[:-2]}en"
        else:
            yield f"{word}{'es' if word.endswith(('s', 'sh', 'ch', 'x')) else 's'}"

"""Find words that name a speaker: a name with its title, a role, a pronoun."""

from collections.abc import Iterator

from pullquote.suggest.lexicon import (
    DETERMINERS,
    LINKS,
    NOT_NAMES,
    PRONOUNS,
    REPORTING_VERBS,
    ROLES,
)
from pullquote.text.line_breaks import unwrapped
from pullquote.text.segments import words
from pullquote.text.spans import Span

# A plural possessive ends in a mark: the pilots' union.
_JOINTS = {" ", "' ", "’ "}
_BREAKS = {"other", "pronoun", "determiner"}


def mentions(text: str, span: Span) -> list[Span]:
    """Stretches inside `span` that can name a speaker, in order; possessive 's is left out."""
    text = unwrapped(text)
    runs = _runs(text, words(text, span))
    return [mention for run in runs if (mention := _trim(text, run)) is not None]


def mention_at(text: str, span: Span, offset: int) -> Span | None:
    """The mention in `span` that holds or touches `offset`."""
    found = mentions(text, span)
    return next((m for m in found if m.start <= offset <= m.end), None)


def is_pronoun(words_: str) -> bool:
    """Whether the whole of `words_`, in any case, is one of `lexicon.PRONOUNS`."""
    return words_.casefold() in PRONOUNS


def is_name(words_: str) -> bool:
    """True if some word is capitalised and is not just the beginning of a sentence."""
    return any(_kind(word) == "name" for word in words_.split())


def _runs(text: str, all_words: list[Span]) -> Iterator[list[Span]]:
    """Words in a row, parted by one space each, that may belong to one mention."""
    run: list[Span] = []
    kinds: set[str] = set()
    for number, word in enumerate(all_words):
        kind = _kind(word.of(text))
        joined = bool(run) and text[run[-1].end : word.start] in _JOINTS
        linked = kind == "determiner" and bool(run) and _kind(run[-1].of(text)) == "link"
        if run and (not joined or (kind in _BREAKS and not linked)):
            yield run
            run, kinds = [], set()
        if kind == "role" and kinds <= {"determiner"}:
            run = _with_modifiers(text, all_words, number) or run
        if kind != "other":
            run.append(word)
            kinds.add(kind)
    if run:
        yield run


def _with_modifiers(text: str, all_words: list[Span], role: int) -> list[Span]:
    """The small words before a role that belong to it: "harbour", "the foreign"."""
    taken: list[Span] = []
    for word in reversed(all_words[max(0, role - 3) : role]):
        following = taken[-1] if taken else all_words[role]
        if text[word.end : following.start] != " ":
            break
        kind = _kind(word.of(text))
        if kind == "determiner":
            return [word, *reversed(taken)]
        if kind != "other" or not _may_modify(word.of(text)):
            break
        taken.append(word)
    return taken[:1]


def _may_modify(word: str) -> bool:
    folded = word.casefold()
    return word.islower() and folded not in NOT_NAMES and folded not in REPORTING_VERBS


def _trim(text: str, run: list[Span]) -> Span | None:
    kinds = [_kind(word.of(text)) for word in run]
    first, after = 0, len(run)
    while after and kinds[after - 1] in {"link", "determiner"}:
        after -= 1
    while first < after and kinds[first] == "link":
        first += 1
    if not any(kind in {"name", "role", "pronoun"} for kind in kinds[first:after]):
        return None
    return Span(run[first].start, _without_possessive(text, run[after - 1]))


def _kind(word: str) -> str:
    folded = word.casefold()
    if folded in PRONOUNS:
        return "pronoun"
    if folded in DETERMINERS:
        return "determiner"
    if word[:1].isupper() and folded not in NOT_NAMES:
        return "name"
    if folded in ROLES:
        return "role"
    return "link" if folded in LINKS else "other"


def _without_possessive(text: str, word: Span) -> int:
    return word.end - 2 if word.of(text).endswith(("'s", "’s")) else word.end

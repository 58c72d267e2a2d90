"""Whom a mention means: match it with the names and aliases of the speaker register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pullquote.model.values import Speaker
from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.text.folding import fold

# Below this, two spellings of a surname are two names; Zelensky and Zelenskyy stand at 94.
SURNAME_RATIO = 90.0
LEAST = 0.5
EXACT = 1.0
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class SpeakerMatch:
    """`score` is 0 to 1, 1 for the same name after folding; `form` is the name that matched."""

    speaker: int
    score: float
    form: str


def match_speakers(
    mention: str,
    speakers: Iterable[Speaker],
    *,
    document: int | None = None,
    uses: Mapping[int, int] | None = None,
    limit: int = 8,
) -> list[SpeakerMatch]:
    """The speakers that `mention` (or what was typed of a name so far) may mean, best first.

    Aliases that count in one document are used for `document` only. Of equal scores, the speaker
    with more `uses` comes first. Merged speakers are left out: their names are at the one kept.
    """
    asked = folded_form(mention)
    if not asked:
        return []
    best = [m for s in speakers if s.merged_into is None and (m := _best(asked, s, document))]
    counts = uses or {}
    best.sort(key=lambda m: (-m.score, -counts.get(m.speaker, 0), m.form, m.speaker))
    return best[:limit]


def exact(mention: str, speakers: Iterable[Speaker], *, document: int | None = None) -> int | None:
    """The one speaker who has this very name after folding; None if there are several or none."""
    found = [
        m for m in match_speakers(mention, speakers, document=document, limit=2) if m.score == EXACT
    ]
    return found[0].speaker if len(found) == 1 else None


def without_title(mention: str) -> str:
    """The name in a mention: "harbour master Ole Brandt" is Ole Brandt."""
    words = mention.split()
    name = words[_titles(words) :]
    return " ".join(name if name and name[0][:1].isupper() else words)


def _best(asked: str, speaker: Speaker, document: int | None) -> SpeakerMatch | None:
    forms = [speaker.name]
    forms += [a.form for a in speaker.aliases if a.document in (None, document)]
    scored = [(_score(asked, folded_form(form)), form) for form in forms]
    score, form = max(scored, key=lambda pair: pair[0])
    return SpeakerMatch(speaker.id, score, form) if score >= LEAST else None


def _score(asked: str, known: str) -> float:
    if asked == known:
        return EXACT
    bare_asked, bare_known = bare_name(asked), bare_name(known)
    if bare_asked and bare_asked == bare_known:
        return 0.98
    if _begins_a_word(asked, known):
        return 0.9
    if not may_be_one(bare_asked, bare_known):
        return 0.0
    surname = likeness(bare_asked.split()[-1], bare_known.split()[-1])
    if surname >= SURNAME_RATIO:
        return 0.6 + 0.25 * surname / 100
    whole = likeness(bare_asked, bare_known)
    return 0.7 * whole / 100 if whole >= 85 else 0.0


def _begins_a_word(asked: str, known: str) -> bool:
    """True while somebody types a name: "lind" for "ada lindqvist"."""
    return known.startswith(asked) or f" {asked}" in known


def may_be_one(asked: str, known: str) -> bool:
    """Two given names, or a Jr. at one of them, keep two people apart whatever the surname.

    Both are names without titles, as `bare_name` gives them.
    """
    a, b = asked.split(), known.split()
    if not a or not b or suffix_of(a) != suffix_of(b):
        return False
    if len(a) < 2 or len(b) < 2:
        return True
    initials = len(a[0].rstrip(".")) == 1 or len(b[0].rstrip(".")) == 1
    if initials:
        return a[0][0] == b[0][0]
    return likeness(a[0], b[0]) >= 80


def suffix_of(name: Sequence[str]) -> str:
    """The Jr. behind the words of a folded name, without its stop; "" for none."""
    last = name[-1].strip(".,") if name else ""
    return last if last in _SUFFIXES else ""


def bare_name(name: str) -> str:
    """The name without its titles: "harbour master ole brandt" ends as "ole brandt"."""
    parts = name.split()
    parts = parts[_titles(parts) :] or parts
    return " ".join(part for part in parts if part not in lexicon().determiners)


def _titles(words: Sequence[str]) -> int:
    """How many words of a mention come before the name: titles, roles, and what is before them."""
    lex = lexicon()
    known = lex.roles | lex.titles | lex.bare_titles
    # The suffix of a name (Jr.) is written like a title, but behind it.
    return max((i + 1 for i, word in enumerate(words[:-1]) if word.casefold() in known), default=0)


def folded_form(name: str) -> str:
    """A name in one case, with one kind of marks and spaces."""
    return " ".join(fold(name).text.split())


def likeness(a: str, b: str) -> float:
    """Likeness in per cent; the library is loaded by the first question, not with the window."""
    from rapidfuzz.distance import Indel

    return 100 * Indel.normalized_similarity(a, b)

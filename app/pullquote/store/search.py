"""What a person types into the search field, as a question to the full-text index."""

import re
import unicodedata
from dataclasses import dataclass

_PARTS = re.compile(r'"([^"]*)"?|([^"]+)')


@dataclass(frozen=True, slots=True)
class Words:
    """`expression` is FTS5's, empty if nothing was asked; `phrases` are to be looked for after."""

    expression: str
    phrases: tuple[re.Pattern[str], ...] = ()

    def fit(self, title: str, content: str) -> bool:
        return all(
            any(phrase.search(_bare(place)) for place in (title, content))
            for phrase in self.phrases
        )


def parse(typed: str) -> Words:
    """Every word must stand somewhere; the last, if it may go on, as the beginning of a word.

    Nothing that is typed is a mistake: signs are left out, an open quotation mark closes at the
    end.
    """
    terms: list[str] = []
    phrases: list[re.Pattern[str]] = []
    for quoted, loose in _PARTS.findall(_straight(typed)):
        words = _tokens(quoted or loose)
        terms += words
        if quoted and len(words) > 1:
            phrases.append(re.compile(r"\b" + r"[\W_]+".join(words) + r"\b"))
    if not terms:
        return Words("")
    # One word may come twice: asked once is enough.
    asked = [f'"{word}"' for word in dict.fromkeys(terms)]
    if typed[-1:].isalnum():
        asked.append(f'"{terms[-1]}" *')
        if terms.count(terms[-1]) == 1:
            asked.remove(f'"{terms[-1]}"')
    return Words(" AND ".join(asked), tuple(phrases))


def _straight(typed: str) -> str:
    return re.sub("[“”„«»]", '"', typed)


def _tokens(typed: str) -> list[str]:
    """Words as the index cuts them: runs of letters and numbers, without accents and case."""
    return re.findall(r"[^\W_]+", _bare(typed))


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))

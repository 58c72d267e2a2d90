"""News text of invented words, with repeats planted in it whose places are known."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

_ONSETS = ("b", "br", "d", "dr", "f", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "st")
_RIMES = ("a", "ar", "ane", "e", "el", "eth", "i", "ing", "ir", "o", "om", "orn", "u", "und", "uth")
_SMALL = "the of to and in a that on for is was by it with as at said from he will".split()


@dataclass
class Planted:
    """A repeat: its kind, and the places of all its copies as (document, start, end)."""

    kind: str
    places: list[tuple[int, int, int]] = field(default_factory=list)


class Planter:
    """Writes articles, puts repeats into them, and remembers where."""

    def __init__(self, seed: int, articles: int) -> None:
        self.random = random.Random(seed)
        self._words = [self._word() for _ in range(3000)]
        self._lines: list[list[str | tuple[Planted, str]]] = [
            [self.sentence() for _ in range(10)] for _ in range(articles)
        ]
        self.planted: list[Planted] = []

    def _word(self) -> str:
        syllables = self.random.randint(2, 4)
        return "".join(
            self.random.choice(_ONSETS) + self.random.choice(_RIMES) for _ in range(syllables)
        )

    def words(self, count: int) -> list[str]:
        """Half of them the small words of which any text is full."""
        return [
            self.random.choice(_SMALL if self.random.random() < 0.45 else self._words)
            for _ in range(count)
        ]

    def sentence(self, least: int = 10, most: int = 30) -> str:
        words = self.words(self.random.randint(least, most))
        return " ".join([words[0].capitalize(), *words[1:]]) + "."

    def plant(self, kind: str, copies: Sequence[str], *, together: bool = False) -> None:
        """Each copy as a paragraph of another document, or all in one."""
        planted = Planted(kind)
        self.planted.append(planted)
        count = 1 if together else len(copies)
        documents = self.random.sample(range(len(self._lines)), count) * len(copies)
        for document, copy in zip(documents, copies, strict=False):
            lines = self._lines[document]
            lines.insert(self.random.randrange(len(lines) + 1), (planted, copy))

    def documents(self) -> list[tuple[int, str]]:
        """The articles with their numbers; fills in the places of what was planted."""
        texts = []
        for number, lines in enumerate(self._lines):
            text = ""
            for line in lines:
                planted, words = line if isinstance(line, tuple) else (None, line)
                if planted is not None:
                    planted.places.append((number, len(text), len(text) + len(words)))
                text += words + "\n"
            texts.append((number, text))
        return texts


@pytest.fixture(scope="session")
def planter() -> Callable[..., Planter]:
    return Planter

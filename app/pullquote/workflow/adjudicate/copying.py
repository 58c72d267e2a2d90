"""Where the words of an item are repeated, and which of its choices is which there."""

from dataclasses import dataclass

from pullquote.adjudication.values import Item


@dataclass(frozen=True, slots=True)
class Copy:
    """An open item over the same words in another place.

    `similarity` compares the words, 0 to 1; `same_words` says that they differ in typography only.
    `choices` has for each choice of the original the index of the one here that corresponds, None
    where none does.
    """

    item: Item
    similarity: float
    same_words: bool
    choices: tuple[int | None, ...]

"""What the labels of a project teach its suggestions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from pullquote.suggest.confidence import Band
from pullquote.suggest.ranker import NOTHING, Taught
from pullquote.suggest.register import folded_form

if TYPE_CHECKING:
    from pullquote.suggest.document import SuggestedLabel


class Rule(NamedTuple):
    """`source` is another tool's name, "" for a rule of ours."""

    layer: str
    rule: str
    source: str = ""


class Learned(NamedTuple):
    """From how many `documents`; `names` are the speakers of the register by the folded words that
    always meant them, `bands` how often each rule was right.
    """

    documents: int = 0
    names: Mapping[str, int] = {}
    taught: Taught = NOTHING
    bands: Mapping[Rule, Band] = {}

    def speaker(self, words: str) -> int | None:
        """Whom the words of a mention always meant."""
        return self.names.get(folded_form(words))

    def weighed(self, label: "SuggestedLabel") -> "SuggestedLabel":
        """With the confidence of its rule in this project; another tool's own stays as it was."""
        band = self.bands.get(Rule(label.layer, label.rule, label.source))
        if band is None:
            return label
        sure = label.confidence if label.source else band.confidence(label.confidence)
        return label._replace(confidence=sure, band=band)

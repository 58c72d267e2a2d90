"""How sure a suggestion is: the share that was right, of those that its rule found in news text."""

from typing import NamedTuple

# At this and above a suggestion is shown as sure.
SURE = 0.9
# What was measured elsewhere counts like so many cases of the project.
_WEIGHT = 20


class Band(NamedTuple):
    """How many of the answered suggestions of a rule were `right`, `of` how many."""

    right: int
    of: int

    def confidence(self, elsewhere: float) -> float:
        """From 0 to 1, with what is known from `elsewhere`: few cases change it little."""
        return (self.right + _WEIGHT * elsewhere) / (self.of + _WEIGHT)


# Measured on 754 quotations of 84 articles about politics; rules seen fewer than ten times are put
# beside the rule that they are a case of. What is reported with words between stays below SURE:
# there the sentence may hold two reports.
_SPEAKER = {
    "X said": 0.97,
    "said X": 0.97,
    "X said Q": 0.97,
    "X: Q": 0.95,
    "signature": 0.97,
    "said X: Q": 0.95,
    "according to": 0.95,
    "continuation": 0.95,
    "X said … Q": 0.84,
    "outer report": 0.84,
    "X called Q": 0.8,
    "passive": 0.8,
    "later": 0.75,
    "what X calls": 0.7,
    "X's words": 0.7,
    "colon before": 0.8,
    "X verbed Q": 0.7,
    "in X's view": 0.7,
    "X said far": 0.5,
    "report before in paragraph": 0.6,
    "report before": 0.5,
    "same sentence": 0.5,
    "his words": 0.4,
    "learned": 0.6,
    "subject": 0.4,
    "before its report": 0.4,
    "paragraph before": 0.3,
}
# A quotation without a speaker; dates, whose value follows from the words, or from an anchor.
UNATTRIBUTED = 0.3
DATE_IN_WORDS, DATE_FROM_ANCHOR = 0.95, 0.8
NOT_QUOTE = 0.7


def speaker_confidence(rule: str) -> float:
    """From 0 to 1, for a rule of `attribution` or `speakers`; 0.3 for "", no rule."""
    return _SPEAKER.get(rule, UNATTRIBUTED)

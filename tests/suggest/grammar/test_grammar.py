"""Verbs that report, in all their forms."""

import pytest

from pullquote.suggest.grammar.cues import cue_at
from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.suggest.grammar.tagger import tagged
from pullquote.suggest.words_at_caret import reporting_verbs
from pullquote.text.spans import Span


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("said", "say"), ("replied", "reply"), ("replies", "reply"), ("quipped", "quip"),
        ("admitting", "admit"), ("stresses", "stress"), ("agreeing", "agree"), ("wrote", "write"),
        ("arguing", "argue"), ("tweets", "tweet"), ("cries", "cry"), ("laughed", "laugh"),
    ],
)  # fmt: skip
def test_inflected_forms(form: str, lemma: str) -> None:
    assert lexicon().verbs[form].lemma == lemma


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("The United States claims that it won.", ["claims"]),
        ("His claims were false.", []),
        ("Her remarks and comments said nothing.", ["said"]),
        ("He pointed out that she went on to say so.", ["pointed out", "went on", "say"]),
        ("Officials say no.", ["say"]),
        ("The accused left.", []),
    ],
)
def test_nouns_are_told_from_verbs(text: str, verbs: list[str]) -> None:
    assert [verb.of(text) for verb in reporting_verbs(text, Span(0, len(text)))] == verbs


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Theresa May said so.", "NNVs."),
        ("In May he left.", "ptPe."),
        ("Mr. Hale of the U.N. left.", "TNpDNe."),
        ("the man who met her left", "DRWePe"),
    ],
)
def test_classes_of_words(text: str, tags: str) -> None:
    assert tagged(text, Span(0, len(text))).tags == tags


def test_words_that_report_in_a_project_are_verbs_that_stand_beside_what_is_said() -> None:
    text = "“We wait,” yodelled Holt, who yodelled the plan."
    quotation = Span(0, 10)
    line = tagged(text, Span(0, len(text)), [quotation])
    assert cue_at(line, 1) is None
    line = tagged(text, Span(0, len(text)), [quotation], frozenset({"yodelled"}))
    cue = cue_at(line, 1)
    assert cue is not None
    assert (line.raw(cue.verb), cue.strong, cue.is_manner) == ("yodelled", False, True)

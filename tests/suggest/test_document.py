"""What is proposed for a whole text."""

from pullquote.suggest.confidence import SURE
from pullquote.suggest.document import suggest_labels

TEXT = "“We wait for the ‘big tide’,” said Ada Holm on Tuesday. It came on 3 May 2026."


def test_quotes_come_with_their_speakers_and_cues():
    found = suggest_labels(TEXT, None)
    words = [(label.layer, label.span.of(TEXT)) for label in found.labels]
    assert words == [
        ("quote", "“We wait for the ‘big tide’,”"),
        ("cue", "said"),
        ("speaker", "Ada Holm"),
        ("date", "Tuesday"),
        ("date", "3 May 2026"),
    ]
    related = [(one.type, words[one.head][1][:3], words[one.tail][1]) for one in found.relations]
    assert related == [("said_by", "“We", "Ada Holm"), ("cued_by", "“We", "said")]
    assert found.labels[0].attributes == {"kind": "direct", "status": "complete"}
    assert (found.labels[0].rule, found.labels[0].confidence >= SURE) == ("said X", True)


def test_dates_count_from_the_day_of_publication():
    open_, known = (
        [label.attributes["value"] for label in suggest_labels(TEXT, day).labels[3:]]
        for day in (None, "2026-05-06")
    )
    assert open_ == ["XXXX-WXX-2", "2026-05-03"]
    assert known == ["2026-05-05", "2026-05-03"]


def test_one_name_between_two_quotes_is_one_label():
    text = "“Yes,” said Ada Holm. “No,” Ada Holm said. “So,” said Ada Holm, “it is.”"
    found = suggest_labels(text, None)
    assert len({(label.layer, label.span) for label in found.labels}) == len(found.labels)


def test_nothing_is_proposed_for_nothing():
    assert suggest_labels("", None) == ((), ())
    assert suggest_labels("\n \n", "2026-05-06") == ((), ())

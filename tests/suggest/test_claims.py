"""Dated claims: the clause around a date."""

from pullquote.suggest.document import suggest_labels

DAY = "2026-05-08"


def claims(text: str) -> list[tuple[str, str, bool]]:
    found = suggest_labels(text, DAY, frozenset({"claims"}))
    heads = [n for n, label in enumerate(found.labels) if label.layer == "claim"]
    tails = {(r.head, r.type): found.labels[r.tail].span.of(text) for r in found.relations}
    return [
        (found.labels[n].span.of(text), tails[n, "dated_by"], (n, "said_by") in tails)
        for n in heads
    ]


def test_a_clause_with_a_date_and_a_verb_is_a_claim() -> None:
    assert claims("The port was shut on 3 May. It rained.") == [
        ("The port was shut on 3 May", "3 May", False)
    ]


def test_what_is_reported_is_claimed_by_its_speaker() -> None:
    assert claims("🚢 Mia Lund said on Tuesday that the port is shut.") == [
        ("the port is shut", "Tuesday", True)
    ]


def test_a_clause_is_claimed_once_and_a_headline_not_at_all() -> None:
    assert len(claims("The port was shut on 3 May and opened on 5 May.")) == 1
    assert claims("Port shut on 3 May") == []
    assert claims("“The port was shut on 3 May,” Mia Lund said.") == []


def test_none_without_being_asked_for() -> None:
    found = suggest_labels("The port was shut on 3 May. It rained.", DAY)
    assert {label.layer for label in found.labels} == {"date"}

"""Decisions of people hold through every rebuild."""

import hashlib

import pytest

from pullquote.duplicates.find import find
from pullquote.model.values import DuplicateDecision

LEAD = "The ferry to Orsund will sail twice a day from the first of May, the board said."
PHRASE = "as everybody on the island has known for more than ten long and quiet years now,"
TAIL = "the new pier will open on Sunday with a shelter and rails against the western wind."
STORY = f"{LEAD} And {PHRASE} {TAIL}"
APART = f"Bakers pay more for flour {PHRASE} while the ministry keeps its stores shut."


def decision(kind, a, b=None, **fields):
    """About `a` and `b`, each (text, words of it)."""
    places = [place(*one) if one else (None, None, None) for one in (a, b)]
    return DuplicateDecision(1, "uid", kind, *places[0], *places[1], **fields)


def place(text, words):
    start = text.index(words)
    return hashlib.sha256(text.encode()).hexdigest(), start, start + len(words)


def found(documents, *decisions):
    texts = dict(documents)
    clusters = find(documents, decisions=decisions).clusters
    return {
        texts[c.passages[0].document][c.passages[0].start : c.passages[0].end]: c for c in clusters
    }


@pytest.fixture
def documents():
    return [(1, STORY), (2, f"Krona. {STORY}"), (3, APART)]


def test_phrase_of_a_third_document_parts_a_story(documents):
    assert len(found(documents)) == 3


def test_dismissed_phrase_parts_it_no_longer(documents):
    dismissed = decision("dismissed", (APART, PHRASE))
    (cluster,) = found(documents, dismissed).values()
    assert [p.document for p in cluster.passages] == [1, 2]
    assert cluster.passages[0].end == len(STORY)


def test_dismissed_repeat_stays_away_when_copies_come(documents):
    dismissed = decision("dismissed", (STORY, STORY))
    assert found(documents[:2], dismissed) == {}
    assert found([*documents[:2], (4, f"{STORY} Late.")], dismissed) == {}


def test_boilerplate_is_marked_in_all_its_copies_and_only_there(documents):
    marked = found(documents, decision("boilerplate", (APART, PHRASE)))
    assert {words: c.boilerplate for words, c in marked.items() if PHRASE in words} == {
        words: True for words in marked if PHRASE in words
    }
    assert sum(cluster.boilerplate for cluster in marked.values()) == 1


def test_decision_holds_by_its_fingerprint_when_its_text_is_gone(documents):
    (cluster,) = [c for words, c in found(documents).items() if PHRASE in words]
    gone = decision("boilerplate", ("Another text.", "Another"), fingerprint=cluster.fingerprint)
    marked = found(documents, gone)
    assert [c.fingerprint for c in marked.values() if c.boilerplate] == [cluster.fingerprint]
    gone = decision("dismissed", ("Another text.", "Another"), fingerprint=cluster.fingerprint)
    assert not any(PHRASE in words for words in found(documents, gone))


def test_not_the_same_keeps_two_apart_over_a_third(documents):
    one, other, third = documents[0], (2, f"{STORY} Late."), (3, f"Early. {STORY}")
    apart = decision("not_the_same", (one[1], STORY), (other[1], STORY))
    clusters = find([one, other, third], decisions=[apart]).clusters
    together = [{p.document for p in c.passages} for c in clusters]
    assert len(together) == 1
    assert not {1, 2} <= together[0]


def test_the_same_joins_what_was_not_found():
    one, other = "Pier opens at last.", "Orsund has its quay."
    documents = [(1, f"{one} {LEAD}"), (2, f"{APART} {other}")]
    assert found(documents) == {}
    same = decision("the_same", (documents[0][1], one), (documents[1][1], other))
    (cluster,) = found(documents, same).values()
    assert [(p.document, p.start) for p in cluster.passages] == [(1, 0), (2, len(APART) + 1)]


def test_decisions_about_texts_that_are_not_there_do_nothing(documents):
    absent = [
        decision("dismissed", ("Absent.", "Absent")),
        decision("the_same", ("Absent.", "Absent"), (APART, PHRASE)),
        decision("not_the_same", (APART, PHRASE), ("Absent.", "Absent")),
    ]
    assert found(documents, *absent) == found(documents)

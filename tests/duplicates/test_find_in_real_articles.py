"""Repeats in real articles, which lie beside the checkout on some machines and are not ours."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pullquote.duplicates.blocks import blocks
from pullquote.duplicates.find import find
from pullquote.model.values import Cluster, Passage

SHARED = Path(__file__).parents[3] / "shared"
ARTICLES, PLANTED = SHARED / "corpus", SHARED / "eval" / "duplicates"


@pytest.fixture(scope="module")
def articles():
    if not ARTICLES.is_dir():
        pytest.skip(f"{ARTICLES} is not there")
    return [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]


@pytest.fixture(scope="module")
def painted(articles):
    """For each article its blocks, as (words, copy, copies here, places elsewhere)."""
    clusters, copies = {}, {}
    for number, one in enumerate(find(enumerate(articles)).clusters):
        clusters[number] = Cluster(number, one.fingerprint, one.kind, len(one.passages), 0)
        copies[number] = [Passage(p.document, p.start, p.end, number, p.copy) for p in one.passages]
    everywhere = [passage for found in copies.values() for passage in found]
    return [
        [
            (text[block.start : block.end], block.copy, block.copies_here, block.elsewhere)
            for block in blocks([p for p in everywhere if p.document == at], copies, clusters)
        ]
        for at, text in enumerate(articles)
    ]


def test_body_repeated_whole_is_one_block_twice(painted, articles):
    (first, *one), (second, *two) = painted[1]
    assert first == second
    assert len(first) > 1400
    assert (one, two) == ([1, 2, 0], [2, 2, 0])
    assert articles[1].count(first) == 2


def test_headline_is_marked_four_times(painted, articles):
    headlines = [block for block in painted[3] if block[2] == 4 and " " in block[0]]
    assert [copy for _, copy, *_ in headlines] == [1, 2, 3, 4]
    assert articles[3].count(headlines[0][0]) == 4


def test_teaser_headline_lead_and_credit_are_marked(painted):
    teaser = [words for words, _, here, _ in painted[2] if here == 2 and len(words) > 40]
    assert len(teaser) == 2
    headline, credit, glued, lead = (words for words, *_ in painted[0])
    assert headline.split()[0].casefold() == lead.split()[0].casefold()
    assert credit.startswith("©")
    assert credit == glued.replace("\n", "")


def test_quotations_of_two_articles_are_linked(painted):
    for number in (2, 4):
        linked = [
            words for words, _, here, elsewhere in painted[number] if (here, elsewhere) == (1, 1)
        ]
        assert any("nothing" in words and words.endswith(('"', "”")) for words in linked)
        assert any("very good, very constructive" in words for words in linked)


def test_page_furniture_is_marked(painted):
    furniture = {words.rstrip(":") for words, *_ in painted[3] if len(words) < 40}
    assert {"Advertisement", "All News"} <= furniture
    assert sum(words.endswith("Support Us") for words in furniture) == 2
    assert [words for words, *_ in painted[2]].count("Advertisement") == 2


@pytest.mark.skipif(not PLANTED.is_dir(), reason=f"{PLANTED} is not there")
def test_planted_repeats_are_found(tmp_path):
    lines = (PLANTED / "planted_dev.docs.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [(one["id"], one["text"]) for one in map(json.loads, lines)]
    out = tmp_path / "found.jsonl"
    with out.open("w", encoding="utf-8") as file:
        for cluster in find(documents).clusters:
            passages = [
                {"document": p.document, "start": p.start, "end": p.end} for p in cluster.passages
            ]
            file.write(json.dumps({"passages": passages}) + "\n")
    scorer = SHARED / "eval" / "score_duplicates.py"
    command = [sys.executable, str(scorer), str(PLANTED / "planted_dev.gold.jsonl"), str(out)]
    scores = {}
    for line in subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.splitlines():
        kind, _, _, detected, *_ = line.split()
        scores[kind] = float(detected)
    least = {
        **dict.fromkeys(("verbatim", "typo", "indoc", "indoc_typo", "boiler", "wholedoc05"), 1.0),
        **dict.fromkeys(("sub05", "sub10", "indel10", "bracket"), 0.98),
        **dict.fromkeys(("sub20", "short_quote", "reorder"), 0.95),
    }
    assert {kind: scores[kind] for kind in least if scores[kind] < least[kind]} == {}

"""Repeats planted in articles of invented words are found, whole and in one piece."""

from collections import Counter, defaultdict

import pytest

from pullquote.duplicates.find import find

EACH = 20


def passage(planter):
    return " ".join(planter.sentence(16, 25) for _ in range(planter.random.randint(1, 4)))


def substituted(planter, text, share):
    words = text.split()
    for at in planter.random.sample(range(len(words)), round(share * len(words))):
        words[at] = planter.words(1)[0]
    return " ".join(words)


def thinned_and_filled(planter, text, share):
    words = []
    for word in text.split():
        draw = planter.random.random()
        if draw > share / 2:
            words.append(word)
        if draw > 1 - share / 2:
            words += planter.words(1)
    return " ".join(words)


def reset(planter, text):
    """The same words in other characters."""
    changes = (
        lambda word: word.upper(),
        lambda word: word.replace("a", "á"),
        lambda word: word.replace("fi", "ﬁ"),
        lambda word: f"{word[:2]}\u00ad{word[2:]}" if word[2:3].isalpha() else word,
        lambda word: f"{word[:1]}\u200b{word[1:]}" if word[1:2].isalpha() else word,
    )
    words = [
        planter.random.choice(changes)(word) if planter.random.random() < 0.3 else word
        for word in text.split()
    ]
    return "".join(word + planter.random.choice((" ", "  ", "\u00a0")) for word in words).strip()


def bracketed(planter, text):
    words = text.split()
    at = len(words) // 2
    return " ".join([*words[:at], "[the", "harbour", "board", "-", "ed]", *words[at:]])


def shuffled(planter, text):
    pieces = [planter.sentence(14, 20) for _ in range(3)]
    return " ".join(pieces), " ".join([pieces[2], pieces[0], pieces[1]])


def quoted(planter):
    words = planter.words(planter.random.randint(6, 9))
    other = [*words]
    other[planter.random.randrange(1, len(words) - 1)] = planter.words(1)[0]
    return f'"{" ".join(words)}," he said.', f"“{' '.join(other)},” the envoy added."


def plant_all(planter):
    for _ in range(EACH):
        text = passage(planter)
        planter.plant("verbatim", [text, text])
        planter.plant("sub05", [text := passage(planter), substituted(planter, text, 0.05)])
        planter.plant("sub10", [text := passage(planter), substituted(planter, text, 0.10)])
        planter.plant("sub20", [text := passage(planter), substituted(planter, text, 0.20)])
        planter.plant("indel", [text := passage(planter), thinned_and_filled(planter, text, 0.1)])
        planter.plant("typo", [text := passage(planter), reset(planter, text)])
        planter.plant("bracket", [text := passage(planter), bracketed(planter, text)])
        planter.plant("reorder", shuffled(planter, text))
        planter.plant("indoc", [text := passage(planter), text], together=True)
        planter.plant("indoc_typo", [text := passage(planter), reset(planter, text)], together=True)
        planter.plant("short_quote", quoted(planter))
        planter.plant("headline", [text := planter.sentence(4, 8).rstrip("."), text, text])
    planter.plant("boiler", [passage(planter)] * 100)


@pytest.fixture(scope="module")
def scores(planter):
    """For each kind how many were planted and found, the share of characters, and the pieces."""
    planted = planter(seed=11, articles=240)
    plant_all(planted)
    clusters = find(planted.documents()).clusters
    index = defaultdict(list)
    for number, cluster in enumerate(clusters):
        for found in cluster.passages:
            index[found.document].append((found.start, found.end, number))
    rows = defaultdict(lambda: [0, 0, 0.0, 0])
    for one in planted.planted:
        shares, pieces = zip(*linked(one.places, index), strict=True)
        row = rows[one.kind]
        row[0] += 1
        row[1] += min(shares) >= 0.5
        row[2] += sum(shares) / len(shares)
        row[3] += sum(pieces) / len(pieces)
    return rows


def linked(places, index):
    """For each place the share of it that stands in a cluster with another place, and in pieces."""
    inside = [
        [p for p in index[document] if p[0] < end and p[1] > start]
        for document, start, end in places
    ]
    seen = Counter(number for found in inside for number in {p[2] for p in found})
    for (_, start, end), found in zip(places, inside, strict=True):
        pieces = [p for p in found if seen[p[2]] > 1]
        covered = sum(min(p[1], end) - max(p[0], start) for p in pieces)
        yield covered / (end - start), len(pieces)


@pytest.mark.parametrize(
    ("kind", "recall", "characters", "pieces"),
    [
        ("verbatim", 1.0, 1.0, 1.0),
        ("sub05", 1.0, 0.99, 1.05),
        ("sub10", 1.0, 0.98, 1.05),
        ("sub20", 0.95, 0.93, 1.1),
        ("indel", 1.0, 0.97, 1.05),
        ("typo", 1.0, 1.0, 1.0),
        ("bracket", 1.0, 0.98, 1.05),
        ("reorder", 1.0, 0.95, 3.0),
        ("indoc", 1.0, 1.0, 1.0),
        ("indoc_typo", 1.0, 1.0, 1.0),
        ("short_quote", 0.95, 0.6, 1.0),
        ("headline", 1.0, 1.0, 1.0),
        ("boiler", 1.0, 1.0, 1.0),
    ],
)
def test_planted_repeats_are_found(scores, kind, recall, characters, pieces):
    planted, found, share, parts = scores[kind]
    assert found / planted >= recall
    assert share / planted >= characters
    assert parts / found <= pieces

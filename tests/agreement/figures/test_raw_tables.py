"""Each figure computed again from the diagnosis, in the plainest way."""

import json
import random
from collections import Counter, defaultdict
from itertools import combinations
from statistics import mean

import pytest

from pullquote.agreement.figures.definitions import definitions
from pullquote.agreement.figures.raw_tables import COLUMNS, raw_tables
from pullquote.agreement.figures.summary import summarise
from pullquote.agreement.study.project_rows import DocumentRows, register, study_of
from pullquote.agreement.values import Scope
from pullquote.assets import RESOURCES
from pullquote.calendar.values import days, granularity
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotator

SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
SPEAKING = {"quote", "claim"}
DATES = ["2026-02-03", "2026-02-04", "2026-02", "2026-W06", "XXXX-02-04", ""]


def made_up(seed, annotators=3, documents=9):
    """People who mark invented places nearly alike, some of them by carrying, some twice over."""
    chance = random.Random(seed)
    people = range(1, annotators + 1)
    labels, relations, done, passages = [], [], [], []
    texts = {
        document: "".join(chance.choices("abc ", k=300)) for document in range(1, 1 + documents)
    }
    for document in texts:
        places = sorted(chance.sample(range(0, 260, 20), 6))
        passages.append((document, 0, 100, 1, document, 0))
        passages.append((document, 280, 290, 2, document, 1))
        for person in people:
            if chance.random() < 0.2:
                continue
            done.append((document, person))
            known = {}
            for number, place in enumerate(places):
                if chance.random() < 0.2:
                    continue
                layer = chance.choice(["quote", "quote", "claim", "date"])
                start, end = place + chance.choice([0, 0, 1]), place + chance.choice([12, 12, 15])
                kind = chance.choice([{"kind": "direct"}, {"kind": "partial"}, {}])
                quote = (layer, start, end, kind)
                if layer == "date":
                    quote = (layer, start, end, {"value": chance.choice(DATES)})
                mention = ("speaker", place + 16, place + 19, {})
                for role, (name, low, high, said) in enumerate((quote, mention)):
                    id_ = len(labels) + 1
                    known[number, role] = (id_, name)
                    speaker = chance.choice([None, 1, 2, 3]) if name == "speaker" else None
                    origin = chance.choice(["hand", "hand", "suggestion", "carried"])
                    source = None
                    if origin == "carried" and document > 1:
                        source = next(
                            (x[0] for x in labels if x[2] == person and x[3] == name), None
                        )
                    row = (id_, document, person, name, low, high, json.dumps(said), speaker)
                    labels.append((*row, origin, source))
                head, tail = known[number, 0], known[number, 1]
                if head[1] in SPEAKING and chance.random() < 0.8:
                    kind = (len(relations) + 1, document, person, "said_by", head[0], tail[0], "")
                    relations.append(kind)
    rows = DocumentRows(
        documents=[(document, 300, None, "2026-02-03") for document in texts],
        done=done,
        labels=labels,
        relations=relations,
        names={document: f"{document}.txt" for document in texts},
        texts=texts,
    )
    speakers = register([(1, "Ann Lee", None), (2, "A. Lee", 1), (3, "Bo", None)])
    known_people = [Annotator(person, f"uid {person}", f"P{person}") for person in people]
    return study_of(SCHEMA, known_people, speakers, rows, passages, repeats="1")


SCOPES = {
    "usual": Scope(),
    "once": Scope(once=True),
    "all carried": Scope(carried="all", boilerplate=True),
    "none carried": Scope(carried="none"),
    "by hand": Scope(began="hand"),
    "suggested": Scope(began="suggestion", carried="all"),
    "quotes": Scope(layers=frozenset({"quote", "speaker"})),
    "two": Scope(annotators=(1, 3)),
}


@pytest.mark.parametrize("annotators", [2, 3, 4])
@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_the_diagnosis_gives_the_figures(scope, annotators):
    study = made_up(annotators, max(annotators, 3 if scope.annotators else 2))
    found = {figure.id: figure for figure in summarise(study, scope, resamples=0).figures}
    again = computed_again(as_dicts(raw_tables(study, scope)), study.schema, scope)
    assert set(found) <= set(definitions(study.schema))
    for figure, value in again.items():
        if figure in found:
            assert found[figure].value == pytest.approx(value, abs=1e-12), figure
    assert {figure for figure in found if figure not in again} == set()
    assert sum(figure.value is not None for figure in found.values()) > 8


def as_dicts(told):
    return {
        table: [dict(zip(columns, row, strict=True)) for row in getattr(told, table)]
        for table, columns in COLUMNS.items()
    }


def computed_again(tables, schema, scope):
    """Every figure, None where it is undefined."""
    done = defaultdict(set)
    for row in tables["documents"]:
        done[row["document"]].add(row["annotator"])
    people = sorted({person for some in done.values() for person in some})
    pairs = list(combinations(people, 2))
    both = {pair: {d for d, some in done.items() if set(pair) <= some} for pair in pairs}
    matched = [r for r in tables["pairs"] if r["layer_a"] and r["layer_a"] == r["layer_b"]]
    crossed = [r for r in tables["pairs"] if r["layer_a"] and r["layer_b"]]
    labels = [row for row in tables["labels"] if row["counts"]]
    found = {"detection.alpha": character_alpha(tables["documents"], labels, done)}

    def marked(pair):
        return sum(r["annotator"] in pair and r["document"] in both[pair] for r in labels)

    def f1(of, whole):
        values = [2 * of(pair) / whole(pair) for pair in pairs if whole(pair)]
        return mean(values) if values else None

    def where(test):
        return lambda pair: sum(
            test(r) for r in matched if (r["annotator_a"], r["annotator_b"]) == pair
        )

    found["detection.exact"] = f1(where(same_ends), marked)
    found["detection.overlap"] = f1(where(lambda r: True), marked)
    found["detection.iou"] = f1(where(lambda r: iou(r) > 0.5), marked)
    found["boundaries.iou"] = share(iou(r) for r in matched)
    found["boundaries.start"] = share(r["start_a"] == r["start_b"] for r in matched)
    found["boundaries.end"] = share(r["end_a"] == r["end_b"] for r in matched)
    found["label.observed"] = observed(
        [(r["layer_a"], r["layer_b"], r["weight_any"]) for r in crossed]
    )
    found["label.kappa"] = beyond_chance(
        [(r["layer_a"], r["layer_b"], r["weight_any"]) for r in crossed], people
    )
    chosen = [x.id for x in schema.layers if scope.layers is None or x.id in scope.layers]
    found["label.ac1"] = ac1(
        [(r["layer_a"], r["layer_b"], r["weight_any"]) for r in crossed], len(chosen)
    )
    found |= attributes(schema, scope, matched, people)
    said = set_by_anybody([r for r in matched if r["layer_a"] in SPEAKING], "speaker")
    values = [(r["speaker_a"], r["speaker_b"], r["weight"]) for r in said]
    found["speaker.observed"], found["speaker.alpha"] = observed(values), alpha(values)
    found["speaker.form"] = observed([(r["form_a"], r["form_b"], r["weight"]) for r in said])
    for kind in (None, *(relation.id for relation in schema.relations)):
        links = [r for r in tables["links"] if kind in (None, r["kind"])]

        def related(pair, links=links):
            of_pair = (r for r in links if (r["annotator_a"], r["annotator_b"]) == pair)
            return sum(bool(r["relation_a"] and r["relation_b"]) for r in of_pair)

        def there(pair, links=links):
            of_pair = (r for r in links if (r["annotator_a"], r["annotator_b"]) == pair)
            return sum(bool(r["relation_a"]) + bool(r["relation_b"]) for r in of_pair)

        found["links.f1" if kind is None else f"links.{kind}"] = f1(related, there)
    dates = set_by_anybody([r for r in matched if r["layer_a"] == "date"], "date")
    values = [(r["date_a"], r["date_b"], r["weight"]) for r in dates]
    found["date.exact"] = observed(values)
    found["date.granularity"] = observed(values, same_granularity)
    found["date.contains"] = observed(values, contains)
    found["date.jaccard"] = observed(values, jaccard)
    found["date.alpha"] = alpha(values, lambda a, b: 1 - jaccard(a, b))
    return found


def attributes(schema, scope, matched, people):
    found = {}
    for layer in schema.layers:
        of_layer = [r for r in matched if r["layer_a"] == layer.id]
        for one in layer.attributes:
            values = set_by_both(of_layer, one.id)
            if (layer.unit, one.id) != ("date", "value") and (
                scope.layers is None or layer.id in scope.layers
            ):
                found[f"attribute.{layer.id}.{one.id}"] = beyond_chance(values, people)
                if one.values:
                    found[f"ac1.{layer.id}.{one.id}"] = ac1(values, len(one.values))
    return found


def set_by_anybody(rows, name):
    """Those at whose place somebody gave a value."""
    places = {r["place"] for r in rows if r[f"{name}_a"] or r[f"{name}_b"]}
    return [r for r in rows if r["place"] in places]


def set_by_both(rows, name):
    """(value, value, weight), where m give the place a value 1 / (m - 1)."""
    said = [
        (r, *(json.loads(r[f"attributes_{side}"]).get(name, "") for side in "ab")) for r in rows
    ]
    given = [(r, a, b) for r, a, b in said if a and b]
    people = defaultdict(set)
    for r, _, _ in given:
        people[r["place"]] |= {r["annotator_a"], r["annotator_b"]}
    return [(a, b, 1 / (len(people[r["place"]]) - 1)) for r, a, b in given]


def observed(values, alike=lambda a, b: float(a == b)):
    whole = sum(weight for *_, weight in values)
    return sum(alike(a, b) * weight for a, b, weight in values) / whole if whole else None


def share(values):
    values = list(values)
    return mean(float(value) for value in values) if values else None


def same_ends(row):
    return (row["start_a"], row["end_a"]) == (row["start_b"], row["end_b"])


def iou(row):
    both = min(row["end_a"], row["end_b"]) - max(row["start_a"], row["start_b"])
    return both / (max(row["end_a"], row["end_b"]) - min(row["start_a"], row["start_b"]))


def beyond_chance(values, people):
    return cohen(values) if len(people) == 2 else alpha(values)


def ac1(values, labels):
    total = sum(2 * weight for *_, weight in values)
    if not total:
        return None
    counts = Counter()
    for one, other, weight in values:
        counts[one] += weight
        counts[other] += weight
    agreed = sum(2 * weight for one, other, weight in values if one == other) / total
    chance = sum(n / total * (1 - n / total) for n in counts.values()) / (labels - 1)
    return (agreed - chance) / (1 - chance)


def cohen(values):
    if not values:
        return None
    n = len(values)
    first, second = Counter(a for a, _, _ in values), Counter(b for _, b, _ in values)
    chance = sum(first[value] * second[value] for value in first) / n**2
    if chance == 1:
        return None
    return (sum(a == b for a, b, _ in values) / n - chance) / (1 - chance)


def alpha(values, distance=lambda a, b: float(a != b)):
    """Of pairs of values with weights: Krippendorff's coincidences, one by one."""
    coincidences = Counter()
    for a, b, weight in values:
        coincidences[a, b] += weight
        coincidences[b, a] += weight
    counts = Counter()
    for (a, _), weight in coincidences.items():
        counts[a] += weight
    n = sum(counts.values())
    if n <= 1:
        return None
    expected = sum(counts[a] * counts[b] * distance(a, b) for a in counts for b in counts)
    if not expected:
        return None
    observed = sum(weight * distance(a, b) for (a, b), weight in coincidences.items())
    return 1 - (observed / n) / (expected / (n * (n - 1)))


def character_alpha(documents, labels, done):
    """Character by character; the disagreements of the layers are added up."""
    observed = expected = 0.0
    lengths = {(r["document"], r["layer"]): r["characters"] for r in documents}
    for layer in {layer for _, layer in lengths}:
        values = []
        for document, some in done.items():
            said = {person: set() for person in some}
            for row in labels:
                if (row["document"], row["layer"]) == (document, layer):
                    marks = range(row["clipped_start"], row["clipped_end"])
                    said[row["annotator"]].update(marks)
            marked = set().union(*said.values())
            values += [[int(at in marks) for marks in said.values()] for at in marked]
            values += [[0] * len(some)] * (lengths[document, layer] - len(marked))
        ones, n = sum(map(sum, values)), sum(map(len, values))
        differ = sum(2 * sum(v) * (len(v) - sum(v)) / (len(v) - 1) for v in values)
        observed += differ / n
        expected += 2 * ones * (n - ones) / (n * (n - 1))
    return 1 - observed / expected if expected else None


def same_granularity(a, b):
    return a == b or (granularity(a) is not None and granularity(a) == granularity(b))


def contains(a, b):
    one, other = days(a), days(b)
    return a == b or bool(one and other and (one.covers(other) or other.covers(one)))


def jaccard(a, b):
    if a == b:
        return 1.0
    one, other = days(a), days(b)
    if not one or not other:
        return 0.0
    both = max((min(one.after, other.after) - max(one.first, other.first)).days, 0)
    return both / (len(one) + len(other) - both)

"""Which labels mean one place, and how people differ there."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.agreement.matching.places import Difference, Group, group, group_each
from pullquote.agreement.values import Version
from pullquote.assets import RESOURCES
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotation, Relation

SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
LAYERS = ("quote", "speaker", "cue", "date", "claim")

Told = set[tuple[str, str]]


class People:
    """Builds versions: `people(1).annotate("quote", 0, 10)` gives the id of a new label."""

    def __init__(self) -> None:
        self.labels: dict[int, list[Annotation]] = {}
        self.relations: dict[int, list[Relation]] = {}
        self._last = 0

    def done(self, *annotators: int) -> "People":
        for annotator in annotators:
            self.labels.setdefault(annotator, [])
        return self

    def annotate(
        self,
        annotator: int,
        layer: str,
        start: int,
        end: int,
        *,
        speaker: int | None = None,
        **attributes: str,
    ) -> int:
        self._last += 1
        label = Annotation(
            self._last, f"u{self._last}", 1, annotator, layer, start, end, attributes, speaker
        )
        self.labels.setdefault(annotator, []).append(label)
        return self._last

    def relate(self, annotator: int, kind: str, head: int, tail: int, role: str = "") -> None:
        self._last += 1
        relation = Relation(self._last, f"r{self._last}", 1, annotator, kind, head, tail, role)
        self.relations.setdefault(annotator, []).append(relation)

    def versions(self) -> list[Version]:
        return [
            Version(who, tuple(sorted(labels, key=_position)), tuple(self.relations.get(who, ())))
            for who, labels in self.labels.items()
        ]

    def groups(self, **options: object) -> list[Group]:
        return group(self.versions(), SCHEMA, **options)  # type: ignore[arg-type]


@pytest.fixture
def people() -> People:
    return People()


def _position(label: Annotation) -> tuple[int, int, str]:
    return label.start, -label.end, label.layer


def extents(found: Group) -> dict[int, list[tuple[int, int]]]:
    return {who: [(x.start, x.end) for x in labels] for who, labels in found.versions.items()}


def kinds(found: Group) -> Told:
    return {(difference.kind, difference.detail) for difference in found.differences}


def only(found: Iterable[Difference]) -> Difference:
    (difference,) = found
    return difference


def test_the_same_words_are_one_place_without_differences(people):
    people.annotate(1, "quote", 0, 10)
    people.annotate(2, "quote", 0, 10)
    (found,) = people.groups()
    assert found.differences == ()
    assert (found.layer, found.span.start, found.span.end) == ("quote", 0, 10)


def test_one_who_marked_nothing_missed_it(people):
    people.annotate(1, "quote", 0, 10)
    people.done(2)
    (found,) = people.groups()
    assert found.versions[2] == ()
    missed = only(found.differences)
    assert (missed.kind, missed.pairs, missed.by) == ("missed", {(1, 2)}, {2})


def test_missed_names_the_one_who_marked_it_first(people):
    people.done(1)
    people.annotate(2, "quote", 0, 10)
    assert only(people.groups()[0].differences).pairs == {(2, 1)}


def test_another_end_is_a_boundary(people):
    people.annotate(1, "quote", 0, 10)
    people.annotate(2, "quote", 0, 12)
    assert kinds(people.groups()[0]) == {("boundary", "")}


def test_two_quotes_against_one_over_the_cue_are_one_place(people):
    for start, end in ((0, 30), (45, 90)):
        people.annotate(1, "quote", start, end)
    people.annotate(2, "quote", 0, 90)
    people.annotate(3, "quote", 0, 30)
    people.annotate(3, "quote", 45, 70)
    (found,) = people.groups()
    assert extents(found) == {1: [(0, 30), (45, 90)], 2: [(0, 90)], 3: [(0, 30), (45, 70)]}
    assert kinds(found) == {("boundary", "")}


def test_a_quote_inside_a_quote_is_a_place_of_its_own(people):
    for annotator in (1, 2):
        people.annotate(annotator, "quote", 0, 100)
    people.annotate(1, "quote", 40, 60)
    outer, inner = people.groups()
    assert (kinds(outer), kinds(inner)) == (set(), {("missed", "")})
    assert extents(inner) == {1: [(40, 60)], 2: []}


def test_a_quote_around_what_both_marked_is_a_place_of_its_own(people):
    people.annotate(1, "quote", 0, 100)
    people.annotate(1, "quote", 40, 60)
    people.annotate(2, "quote", 41, 60)
    outer, inner = people.groups()
    assert extents(outer) == {1: [(0, 100)], 2: []}
    assert kinds(inner) == {("boundary", "")}


def test_neighbours_that_touch_by_a_word_stay_apart(people):
    people.annotate(1, "quote", 0, 40)
    people.annotate(1, "quote", 42, 90)
    people.annotate(2, "quote", 0, 45)
    first, second = people.groups()
    assert (kinds(first), kinds(second)) == ({("boundary", "")}, {("missed", "")})


def test_another_layer_on_the_same_words_is_a_label(people):
    people.annotate(1, "quote", 0, 10)
    people.annotate(2, "not_quote", 0, 9)
    (found,) = people.groups()
    assert kinds(found) == {("label", "")}
    assert found.layer == "quote"


def test_another_layer_on_other_words_is_missed_twice(people):
    people.annotate(1, "quote", 0, 10)
    people.annotate(2, "claim", 5, 40)
    assert [kinds(found) for found in people.groups()] == [{("missed", "")}] * 2


def test_a_claim_on_the_words_of_a_quote_that_both_marked_is_missed(people):
    people.annotate(1, "quote", 0, 10)
    people.annotate(1, "claim", 0, 10)
    people.annotate(2, "quote", 0, 10)
    told = {found.layer: kinds(found) for found in people.groups()}
    assert told == {"quote": set(), "claim": {("missed", "")}}


def test_attributes_that_are_not_set_have_no_value(people):
    people.annotate(1, "quote", 0, 10)
    people.annotate(2, "quote", 0, 10, kind="direct", sure="unsure")
    assert kinds(people.groups()[0]) == {("attribute", "kind"), ("attribute", "sure")}


def test_speakers_that_were_merged_are_the_same(people):
    people.annotate(1, "quote", 0, 10, speaker=7)
    people.annotate(2, "quote", 0, 10, speaker=8)
    assert kinds(people.groups()[0]) == {("speaker", "")}
    assert kinds(people.groups(speakers={8: 7})[0]) == set()


def test_the_mention_counts_before_the_speaker_of_the_quote(people):
    for annotator, own in ((1, 5), (2, 6)):
        quote = people.annotate(annotator, "quote", 0, 10, speaker=own)
        mention = people.annotate(annotator, "speaker", 12, 18, speaker=7)
        people.relate(annotator, "said_by", quote, mention)
    assert [kinds(found) for found in people.groups()] == [set(), set()]


def test_a_mention_of_another_differs_itself_and_its_quote_follows(people):
    for annotator, speaker in ((1, 5), (2, None)):
        quote = people.annotate(annotator, "quote", 0, 10)
        mention = people.annotate(annotator, "speaker", 12, 18, speaker=speaker)
        people.relate(annotator, "said_by", quote, mention)
    quote_place, mention_place = people.groups()
    assert only(quote_place.differences).derived == {(1, 2)}
    assert quote_place.to_settle == []
    assert only(mention_place.differences).derived == set()
    assert mention_place.to_settle == list(mention_place.differences)


def test_a_speaker_that_differs_here_for_one_and_follows_for_others_is_told_once(people):
    for annotator, speaker in ((1, None), (2, 5)):
        quote = people.annotate(annotator, "quote", 0, 10)
        mention = people.annotate(annotator, "speaker", 0, 10, speaker=speaker)
        people.relate(annotator, "said_by", quote, mention)
    people.annotate(3, "quote", 0, 10)
    quote_place, _ = people.groups()
    (speaker,) = [x for x in quote_place.differences if x.kind == "speaker"]
    assert (speaker.pairs, speaker.derived) == ({(1, 2), (2, 3)}, {(1, 2)})
    (here,) = [x for x in quote_place.to_settle if x.kind == "speaker"]
    assert (here.pairs, here.derived) == ({(2, 3)}, set())


def test_a_mention_of_nobody_known_stands_for_its_words(people):
    text = "“Not a word,” Oduya said. oduya"
    people.annotate(1, "speaker", 14, 19)
    people.annotate(2, "speaker", 14, 19)
    assert kinds(people.groups(text=text)[0]) == set()
    people.annotate(3, "speaker", 14, 18)
    assert kinds(people.groups(text=text)[0]) == {("boundary", ""), ("speaker", "")}


def test_a_link_is_the_same_where_its_end_means_the_same_place(people):
    for annotator, end in ((1, 20), (2, 22)):
        quote = people.annotate(annotator, "quote", 0, 10)
        cue = people.annotate(annotator, "cue", 12, end)
        people.relate(annotator, "cued_by", quote, cue)
    quote_place, cue_place = people.groups()
    assert (kinds(quote_place), kinds(cue_place)) == (set(), {("boundary", "")})


def test_another_role_is_another_link(people):
    for annotator, role in ((1, "event"), (2, "deadline")):
        claim = people.annotate(annotator, "claim", 0, 10)
        date = people.annotate(annotator, "date", 12, 20, value="2031-04-01")
        people.relate(annotator, "dated_by", claim, date, role)
    assert kinds(people.groups()[0]) == {("link", "dated_by")}
    (relation,) = people.groups()[0].relations[2]
    assert relation.role == "deadline"


@pytest.mark.parametrize(
    ("one", "other", "detail"),
    [
        ("2031-04-01", "2031-04", "granularity"),
        ("2031-04-01", "2030-04-01", "year"),
        ("XXXX-04-01", "2031-04-01", "year"),
        ("2031-04-01", "2031-04-02", "value"),
        ("2031-04-01", "", "value"),
        ("2031-04-01", "P3D", "granularity"),
    ],
)
def test_dates_differ_in(people, one, other, detail):
    people.annotate(1, "date", 0, 5, value=one)
    people.annotate(2, "date", 0, 5, value=other)
    assert kinds(people.groups()[0]) == {("date", detail)}


def test_a_date_counted_from_another_differs_in_its_anchor(people):
    people.annotate(1, "date", 0, 5, value="2031-04-01", anchor="publication")
    people.annotate(2, "date", 0, 5, value="2030-04-01", anchor="date")
    assert ("date", "anchor") in kinds(people.groups()[0])


@st.composite
def documents(draw: st.DrawFn) -> list[Version]:
    """Versions of up to four people, full of overlaps."""
    people = People().done(*range(1, draw(st.integers(1, 4)) + 1))
    for annotator in list(people.labels):
        extents = draw(
            st.sets(
                st.tuples(st.sampled_from(LAYERS), st.integers(0, 12), st.integers(1, 9)),
                max_size=6,
            )
        )
        marks = {
            (layer, start): people.annotate(
                annotator, layer, start, start + length, **_values(draw, layer)
            )
            for layer, start, length in sorted(extents)
        }
        quotes = [label for (layer, _), label in marks.items() if layer == "quote"]
        cues = [label for (layer, _), label in marks.items() if layer == "cue"]
        for quote, cue in zip(quotes, cues, strict=False):
            people.relate(annotator, "cued_by", quote, cue)
    return people.versions()


def _values(draw: st.DrawFn, layer: str) -> dict[str, str]:
    if layer == "date":
        return {"value": draw(st.sampled_from(["2031-04-01", "2031-04", ""]))}
    return {"kind": draw(st.sampled_from(["direct", "partial"]))} if layer == "quote" else {}


def shape(found: Iterable[Group]) -> list[tuple[object, ...]]:
    """Everything about groups but the ids of their labels."""
    return [(x.layer, x.span, sorted(extents(x).items()), x.differences) for x in found]


@given(documents())
def test_every_label_is_in_one_place(versions):
    found = group(versions, SCHEMA)
    labels = [label.id for version in versions for label in version.annotations]
    assert sorted(label.id for x in found for label in x.annotations) == sorted(labels)


@given(st.lists(documents(), max_size=4))
def test_documents_together_are_grouped_as_each_by_itself(some):
    apart = [[_raised(x, 1000 * place) for x in each] for place, each in enumerate(some)]
    assert group_each(apart, SCHEMA) == [group(each, SCHEMA) for each in apart]


@given(documents(), st.randoms())
def test_the_order_of_annotators_changes_nothing(versions, random):
    shuffled = random.sample(versions, len(versions))
    assert group(shuffled, SCHEMA) == group(versions, SCHEMA)


@given(documents(), st.integers(2, 50))
def test_other_ids_change_nothing(versions, factor):
    assert shape(group([_renumbered(x, factor) for x in versions], SCHEMA)) == shape(
        group(versions, SCHEMA)
    )


def _renumbered(version: Version, factor: int) -> Version:
    return _with_ids(version, lambda number: 10_000 - factor * number)


def _raised(version: Version, first: int) -> Version:
    return _with_ids(version, lambda number: first + number)


def _with_ids(version: Version, new: Callable[[int], int]) -> Version:
    labels = [replace(x, id=new(x.id)) for x in version.annotations]
    relations = [replace(x, head=new(x.head), tail=new(x.tail)) for x in version.relations]
    return Version(version.annotator, tuple(labels), tuple(relations))


@given(documents())
def test_other_names_of_annotators_change_no_place(versions):
    renamed = [
        Version(
            10 - version.annotator,
            tuple(replace(x, annotator=10 - x.annotator) for x in version.annotations),
            version.relations,
        )
        for version in versions
    ]
    found = {frozenset(label.id for label in x.annotations) for x in group(versions, SCHEMA)}
    again = {frozenset(label.id for label in x.annotations) for x in group(renamed, SCHEMA)}
    assert found == again


@given(documents())
def test_equal_versions_have_no_differences(versions):
    one = versions[0]
    same = [
        Version(
            who,
            tuple(replace(x, id=100 * who + x.id, annotator=who) for x in one.annotations),
            tuple(
                replace(x, annotator=who, head=100 * who + x.head, tail=100 * who + x.tail)
                for x in one.relations
            ),
        )
        for who in (1, 2, 3)
    ]
    found = group(same, SCHEMA)
    assert len(found) == len(one.annotations)
    assert all(x.differences == () for x in found)

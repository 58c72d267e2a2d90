"""What counts as repeated, where it is cut, and what it is called."""

import hashlib
import random

import pytest

from pullquote.duplicates.find import find

STORY = [
    "The ferry to Orsund will sail twice a day from the first of May, the harbour board said.",
    "Tickets bought before the winter stay valid, and children under six travel free of charge.",
    "Marta Oduya, who runs the ticket office, expects long queues on the first weekend.",
    "The old pier has been closed since a storm broke its northern piles three years ago.",
    "Repairs took longer than planned because the timber had to come from another country.",
    "Two fishing crews sued the board over lost income and settled out of court last spring.",
    "The new pier is wider, has rails on both sides and a shelter against the western wind.",
    "Engineers will watch its piles with sensors that report every movement within a minute.",
    "Critics call the tender a gift to the only builder on the island that owns a crane.",
    "A second ferry could follow in two years if enough people use the first, the board said.",
]
OTHER = [
    "Grain prices in Krona rose again while bakers waited for the new harvest to be sold.",
    "Nobody in the ministry wanted to say how much flour the state still keeps in its stores.",
    "Schools in the valley open a week later than usual because the heating is being replaced.",
    "The museum of clocks found a thief among its own guards and asked the court for advice.",
]


CHANCE = random.Random(1)
FEW_WORDS = "tide harbour ferry market wall pilot storm anchor".split()


def texts(cluster, documents):
    found = dict(documents)
    return [found[p.document][p.start : p.end] for p in cluster.passages]


def all_texts(documents, **options):
    return [texts(cluster, documents) for cluster in find(documents, **options).clusters]


def article(*parts):
    return "\n".join(parts)


def test_borders_are_carried_over_so_that_each_part_has_its_true_count():
    documents = [
        (1, article(OTHER[0], *STORY[:6], OTHER[1])),
        (2, article(OTHER[2], *STORY[2:], OTHER[3])),
        (3, article(*STORY)),
    ]
    found = sorted(map(sorted, all_texts(documents)))
    parts = (article(*STORY[:2]), article(*STORY[2:6]), article(*STORY[6:]))
    assert found == sorted([[parts[0]] * 2, [parts[1]] * 3, [parts[2]] * 2])


def test_body_repeated_whole_is_one_passage_twice():
    body = article(*STORY[:5])
    documents = [(1, article(OTHER[0], body, OTHER[1], body, OTHER[2]))]
    (cluster,) = find(documents).clusters
    assert texts(cluster, documents) == [body, body]
    assert (cluster.kind, cluster.similarity) == ("exact", 1.0)


def test_typography_makes_no_difference():
    one = 'He said: "It\'s the harbour board - not I - that decides on fees in Orsund this year."'
    other = (
        "HE SAID: “It’s  the har\u00adbour\u00a0board – not I – "
        "that decídes on fees\nin Orsund this year.”"
    )
    (cluster,) = find([("a", f"{OTHER[0]} {one}"), ("b", article(other, OTHER[1]))]).clusters
    assert cluster.kind == "exact"


def test_changed_words_make_a_near_copy():
    changed = STORY[0].replace("twice", "four times").replace("harbour", "port")
    documents = [(1, article(STORY[0], OTHER[0])), (2, article(OTHER[1], changed))]
    (cluster,) = find(documents).clusters
    assert texts(cluster, documents) == [STORY[0], changed]
    assert cluster.kind == "near"
    assert 0.8 < cluster.similarity < 0.95


def test_words_before_the_repeat_are_not_taken_in():
    lead = STORY[0].removesuffix(".")
    documents = [(1, f"date 2026-03-04 {lead}\n{OTHER[0]}\nORSUND (Krona) - {lead}, we heard.")]
    assert all_texts(documents) == [[lead, lead + ","]]


def test_short_repeats_count_in_one_document_but_not_in_two():
    eight = "the wide new pier at the western shore"
    said = [f"Nobody likes {eight}, he wrote.", f"They will paint {eight} in green."]
    assert all_texts([(1, " ".join(said))]) == [[f"{eight},", eight]]
    apart = find([(1, said[0]), (2, said[1])])
    assert apart.clusters == ()
    (weak,) = apart.weak
    assert said[0][weak.a.start : weak.a.end] == f"{eight},"


def test_tables_of_numbers_are_no_strong_match():
    row = "12 400 18 30 7 9 14 22 31 8 cts vs 41 12 90"
    assert find([(1, f"{OTHER[0]} {row}"), (2, f"{row} {OTHER[1]}")]).clusters == ()


def test_rows_of_a_table_with_other_numbers_are_no_repeat():
    clubs = "Nordhaven Orsund Lindvik Kettleby Marsk Tarnmoor Velby Ostrand".split()
    table = " ".join(f"{club} {number} 11 {number}" for number, club in enumerate(clubs, 20))
    assert len(find([(1, f"{OTHER[0]} {table}"), (2, f"{table} {OTHER[1]}")]).clusters) == 1
    later = " ".join(f"{club} {number} 11 {number}" for number, club in enumerate(clubs, 41))
    assert find([(1, f"{OTHER[0]} {table}"), (2, f"{later} {OTHER[1]}")]).clusters == ()


def test_template_that_is_filled_in_with_other_words_is_no_repeat():
    said = "Group sales of bricks and gravel, which {} owns, {} in the {} valley"
    filled = said.format("Marsk", "doubled", "upper"), said.format("Holm", "halved", "lower")
    assert find([(1, article(filled[0], OTHER[0], filled[1]))]).clusters == ()
    assert len(find([(1, article(filled[0], OTHER[0], filled[0]))]).clusters) == 1


@pytest.mark.parametrize("line", ["Advertisement", "All News", "Support us!", "Pier reopens today"])
def test_short_lines_are_found_however_short(line):
    documents = [(1, article(line, OTHER[0], line)), (2, article(OTHER[1], f"  {line}  "))]
    (cluster,) = find(documents).clusters
    assert texts(cluster, documents) == [line] * 3
    assert cluster.kind == "line"


def test_line_of_digits_is_no_repeat():
    assert find([(1, article("14:30", OTHER[0], "14:30"))]).clusters == ()


def test_words_inside_a_line_are_no_line():
    assert find([(1, article("Advertisement", "An advertisement is not news."))]).clusters == ()


def test_credit_glued_to_the_next_words_is_found():
    credit = "Krona Photo / Ida Vonnegard"
    documents = [(1, article(f"{credit}The harbour of Orsund at dawn.", credit, OTHER[0]))]
    assert all_texts(documents) == [[credit, credit]]


def test_menu_across_and_down_is_one_repeat():
    documents = [(1, article("Kro Eng Ors Support us", "Kro Eng Ors", "Support us", OTHER[0]))]
    (cluster,) = find(documents).clusters
    assert texts(cluster, documents) == ["Kro Eng Ors Support us", "Kro Eng Ors\nSupport us"]
    assert cluster.kind == "line"


def test_short_quotations_that_say_nearly_the_same():
    documents = [
        (1, article(OTHER[0], "“There’s nothing else to report,” she told the Orsund Courier.")),
        (
            2,
            article(
                OTHER[1], 'Asked again, she said: "There\'s nothing more to report."', STORY[3]
            ),
        ),
    ]
    (cluster,) = find(documents).clusters
    assert texts(cluster, documents) == [
        "“There’s nothing else to report,”",
        '"There\'s nothing more to report."',
    ]
    assert cluster.kind == "quote"


def test_quotation_cut_short_is_found_in_the_longer_one():
    long = "“I cannot give you any date for the pier, there’s nothing else to report,” she said."
    documents = [(1, article(long, OTHER[0])), (2, '"There’s nothing more to report," she said.')]
    (found,) = all_texts(documents)
    assert found == ["there’s nothing else to report,”", '"There’s nothing more to report,"']


def test_stock_phrase_in_two_quotations_is_no_repeat():
    documents = [
        (1, '"I think that it is going to rain in the valley before the harvest," he said.'),
        (2, '"We know that it is going to be a hard year for the bakers," she said.'),
    ]
    assert find([*documents, *enumerate([*OTHER, *STORY], 3)]).clusters == ()


def test_boilerplate_in_many_documents_is_one_cluster(planter):
    notice = article(STORY[5], STORY[6])
    others = planter(seed=3, articles=150).documents()
    documents = [(number, article(text, notice)) for number, text in others]
    (cluster,) = find(documents).clusters
    assert texts(cluster, documents) == [notice] * 150


def test_document_twice_is_one_passage_from_end_to_end(planter):
    ((_, text),) = planter(seed=4, articles=1).documents()
    (cluster,) = find([(1, text), (2, text)]).clusters
    assert [(p.start, p.end) for p in cluster.passages] == [(0, len(text.rstrip()))] * 2


def test_copies_are_ordered_by_date_then_document_then_place():
    line = "Pier reopens today"
    documents = [("b", article(line, OTHER[0], line)), ("a", line), ("c", line), ("d", line)]
    (cluster,) = find(documents, published={"c": "2026-01", "b": "2026-02-01"}).clusters
    order = [(passage.document, passage.copy) for passage in cluster.passages]
    assert order == [("c", 1), ("b", 2), ("b", 3), ("a", 4), ("d", 5)]


def test_fingerprint_is_of_the_folded_words_of_the_first_copy():
    (cluster,) = find([(1, "Pier – REOPENS today\n" * 2)]).clusters
    words = hashlib.sha256(b"pier reopens today").hexdigest()
    assert cluster.fingerprint == words[:12]


def test_near_duplicate_documents_are_grouped():
    documents = [
        (1, article(*STORY)),
        (2, article(OTHER[0], *STORY)),
        (3, article(*STORY[:5])),
        (4, article(*OTHER, STORY[0])),
    ]
    (group,) = find(documents, published={2: "2026-01-01"}).groups
    assert group.documents == (2, 1, 3)
    assert group.coverage[1:] == (1.0, 1.0)
    assert 0.85 < group.coverage[0] < 1.0


def test_ids_may_be_text_and_numbers_mixed():
    (cluster,) = find([("1", "Pier reopens"), (1, "Pier reopens"), (0, "Pier reopens")]).clusters
    assert [passage.document for passage in cluster.passages] == [0, 1, "1"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "...",
        "word",
        "very " * 20_000,
        "a" * 100_000,
        '"' * 50_000,
        "\n" * 50_000,
        "very\n",
        " ".join(CHANCE.choices(FEW_WORDS, k=20_000)),
        " ".join(f"“{' '.join(CHANCE.choices(FEW_WORDS, k=7))}”" for _ in range(2_000)),
    ],
    ids=(
        "empty blank marks word stutter one-word quotes lines one-line few-words few-quoted".split()
    ),
)
def test_degenerate_texts_do_no_harm(text):
    found = find([(1, text)])
    assert (found.clusters, found.weak) == ((), ())


def test_short_documents_of_few_words_share_nothing_by_chance():
    texts = [" ".join(CHANCE.choices(FEW_WORDS[:5], k=800)) for _ in range(8)]
    found = find(enumerate(texts))
    assert (found.clusters, found.weak) == ((), ())


def test_line_that_comes_back_thousands_of_times_is_one_cluster():
    (cluster,) = find([(1, "Share this story with your friends\n" * 3000)]).clusters
    assert (cluster.kind, len(cluster.passages)) == ("line", 3000)


def test_no_documents_have_no_repeats():
    found = find([])
    assert (found.clusters, found.groups, found.weak) == ((), (), ())


def test_progress_is_told_to_the_end():
    told = []
    find([(1, "Pier reopens")], progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)


def test_sentences_that_say_much_the_same_in_other_words_are_weak():
    said = "harbour spokesman Magnus Lindqvist told"
    one = f"Talks between Orsund and the isles have picked up in recent weeks, {said} the Courier."
    other = f"Orsund and the isles have intensified talks “through some offices,” {said} us there."
    texts = {1: f"{OTHER[0]} {one}", 2: f"{other} {OTHER[1]}"}
    found = find(texts.items())
    (weak,) = found.weak
    assert (found.clusters, weak.similarity < 0.7) == ((), True)
    assert [texts[p.document][p.start : p.end] for p in (weak.a, weak.b)] == [one, other]

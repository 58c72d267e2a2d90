"""Documents that share most of their words."""

from pullquote.sampling.copy_groups import near_copies


def test_half_of_the_shorter_is_enough():
    lengths = {1: 1000, 2: 200, 3: 500}
    assert near_copies([(1, 1, 100), (2, 1, 100), (3, 2, 500)], lengths) == [frozenset({1, 2})]
    assert near_copies([(1, 1, 99), (2, 1, 99)], lengths) == []


def test_passages_add_up():
    shared = [(1, 1, 60), (2, 1, 60), (1, 2, 50), (2, 2, 50)]
    assert near_copies(shared, {1: 200, 2: 300}) == [frozenset({1, 2})]


def test_the_smaller_part_counts_where_one_repeats_a_passage_more_often():
    assert near_copies([(1, 1, 200), (2, 1, 50)], {1: 400, 2: 200}) == []


def test_who_is_like_one_of_a_group_belongs_to_it():
    lengths = dict.fromkeys((1, 2, 3, 4), 100)
    shared = [(1, 1, 60), (2, 1, 60), (2, 2, 70), (3, 2, 70), (4, 3, 90)]
    assert near_copies(shared, lengths) == [frozenset({1, 2, 3})]


def test_a_document_that_is_left_out_joins_nothing():
    assert near_copies([(1, 1, 90), (2, 1, 90), (3, 1, 90)], {1: 100, 3: 100}) == [
        frozenset({1, 3})
    ]


def test_many_copies_of_one_story_are_one_group():
    lengths = dict.fromkeys(range(500), 100)
    shared = [(document, 1, 90) for document in lengths]
    assert near_copies(shared, lengths) == [frozenset(range(500))]


def test_furniture_that_all_share_joins_nobody():
    lengths = dict.fromkeys(range(300), 1000)
    assert near_copies([(document, 1, 80) for document in lengths], lengths) == []

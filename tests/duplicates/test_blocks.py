"""Blocks of passages made by hand: letters are clusters, one character each."""

from pullquote.duplicates.blocks import blocks, places
from pullquote.model.values import Cluster, Passage


class Corpus:
    """Documents spelled in letters: "ab.a" has passages of the clusters a, b and a; "." is other.

    A passage is ten characters and one of white space wide.
    """

    def __init__(self, *documents, boilerplate="", near=""):
        self.passages = {number: [] for number in range(len(documents))}
        self.copies = {}
        self.letters = {}
        for number, spelled in enumerate(documents):
            for at, letter in enumerate(spelled):
                if letter != ".":
                    self._add(number, at, letter)
        self.clusters = {
            cluster: Cluster(
                cluster,
                letter,
                "near" if letter in near else "exact",
                copies=len(self.copies[cluster]),
                documents=len({copy.document for copy in self.copies[cluster]}),
                boilerplate=letter in boilerplate,
            )
            for cluster, letter in self.letters.items()
        }

    def _add(self, document, at, letter):
        cluster = ord(letter)
        copies = self.copies.setdefault(cluster, [])
        passage = Passage(document, at * 11, at * 11 + 10, cluster, len(copies) + 1)
        copies.append(passage)
        self.passages[document].append(passage)
        self.letters[cluster] = letter

    def blocks(self, document=0, counted=""):
        copies = {
            cluster: [c for c in found if c.document == document or chr(cluster) not in counted]
            for cluster, found in self.copies.items()
        }
        return blocks(self.passages[document], copies, self.clusters, set(map(ord, counted)))

    def said(self, document=0, **options):
        return [
            f"{''.join(map(chr, block.clusters))} {block.copy}/{block.copies_here}"
            f"{f'+{block.elsewhere}' if block.elsewhere else ''}"
            for block in self.blocks(document, **options)
        ]


def test_passages_repeated_in_parallel_are_one_block():
    assert Corpus("abc.abc").said() == ["abc 1/2", "abc 2/2"]


def test_body_stays_one_block_when_another_document_has_a_sentence_of_it():
    corpus = Corpus("abc.abc", ".b.")
    assert corpus.said() == ["abc 1/2+1", "abc 2/2+1"]
    assert corpus.said(1) == ["b 1/1+2"]


def test_part_repeated_here_more_often_does_not_part_the_body():
    assert Corpus("abc.abc.b").said() == ["abc 1/2", "abc 2/2", "b 3/3"]


def test_neighbours_whose_copies_stand_apart_are_blocks_of_their_own():
    assert Corpus("ab.a.b").said() == ["a 1/2", "b 1/2", "a 2/2", "b 2/2"]


def test_what_is_repeated_here_and_what_is_not_are_not_one_block():
    assert Corpus("ab.b", "ab").said() == ["a 1/1+1", "b 1/2+1", "b 2/2+1"]


def test_story_repeated_elsewhere_is_one_block():
    corpus = Corpus("abc", ".abc", "b", "b.")
    assert corpus.said() == ["abc 1/1+3"]
    assert corpus.said(2) == ["b 1/1+3"]


def test_passages_with_words_between_are_not_joined():
    assert Corpus("a.b", "a.b").said() == ["a 1/1+1", "b 1/1+1"]


def test_boilerplate_is_not_joined_with_other_words():
    found = Corpus("ab", "ab", boilerplate="b").blocks()
    assert [(block.boilerplate, block.clusters) for block in found] == [
        (False, (ord("a"),)),
        (True, (ord("b"),)),
    ]


def test_block_of_exact_and_near_passages_is_near():
    assert [block.kind for block in Corpus("ab.c", "ab.c", near="b").blocks()] == ["near", "exact"]


def test_passage_left_without_a_copy_is_no_block():
    assert Corpus("a.b").said() == []


def test_copies_elsewhere_may_only_be_counted():
    corpus = Corpus("ab.c.d.d", "ab.c.d", "ab.c.d", "c")
    assert corpus.said(counted="abcd") == ["ab 1/1+2", "c 1/1+3", "d 1/2+2", "d 2/2+2"]
    assert corpus.said(counted="abcd") == corpus.said()
    assert Corpus("ab", "ab", "b").said(counted="b") == ["a 1/1+1", "b 1/1+2"]


def test_block_reaches_from_its_first_passage_to_its_last():
    (block,) = Corpus("..ab", "ab").blocks()
    assert (block.start, block.end) == (22, 43)


def test_places_are_as_long_as_the_block_where_they_can_be():
    corpus = Corpus("abc.abc", "bc.a", "cba")
    parts = corpus.passages[0][:3]
    assert [
        (p.document, p.start, p.end, p.here_start, p.here_end) for p in places(parts, corpus.copies)
    ] == [
        (0, 44, 76, 0, 32),
        (1, 0, 21, 11, 32),
        (1, 33, 43, 0, 10),
        (2, 0, 10, 22, 32),
        (2, 11, 21, 11, 21),
        (2, 22, 32, 0, 10),
    ]

"""Places are settled: what then stands in the adjudicated version, and what is left open."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.adjudication.values import Item
from pullquote.assets import RESOURCES
from pullquote.model.values import Annotation, NewDocument
from pullquote.store import Project, Writer
from pullquote.workflow import adjudicate

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "“The mill opens in May,” said Ida Brandt on Monday. “Nobody asked us,” a baker added. " * 2
ANNA, BO, CLEO = 1, 2, 3

Label = Callable[[Writer, int, str, str], Annotation]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "mill.pullquote", name="Mill", schema_toml=SCHEMA) as made:
        with made.operation("Add annotators", 0) as writer:
            for name in ("Anna", "Bo", "Cleo"):
                writer.add_annotator(name)
        yield made


@pytest.fixture
def document(project: Project) -> int:
    return add_document(project)


def add_document(project: Project, text: str = TEXT, name: str = "mill.txt") -> int:
    with project.operation("Add document", 0) as writer:
        return writer.add_document(NewDocument(text=text, name=name))


def annotate(
    writer: Writer, document: int, who: int, layer: str, words: str, **fields: object
) -> Annotation:
    start = TEXT.index(words)
    return writer.add_annotation(document, who, layer, start, start + len(words), **fields)  # type: ignore[arg-type]


def finish(project: Project, document: int, people: Sequence[int] = (ANNA, BO)) -> None:
    with project.operation("Done", 0) as writer:
        for who in people:
            writer.set_state(document, who, "done")


def quoted(
    writer: Writer, document: int, who: int, quote: str, cue: str = "said", speaker: int = 0
) -> None:
    """A quote with its cue and its speaker."""
    head = annotate(writer, document, who, "quote", quote, attributes={"kind": "direct"})
    said = annotate(writer, document, who, "cue", cue)
    by = annotate(writer, document, who, "speaker", "Ida Brandt", speaker=speaker or None)
    writer.add_relation("cued_by", head.id, said.id)
    writer.add_relation("said_by", head.id, by.id)


def own(project: Project, document: int) -> list[tuple[str, str]]:
    adjudicated = project.adjudicated()
    text = project.text(document)
    labels = project.annotations(document, adjudicated.id) if adjudicated else []
    return [(label.layer, label.span.of(text)) for label in labels]


def own_relations(project: Project, document: int) -> list[tuple[str, str, str]]:
    adjudicated, text = project.adjudicated(), project.text(document)
    assert adjudicated is not None
    words = {a.id: a.span.of(text) for a in project.annotations(document)}
    found = project.relations(document, adjudicated.id)
    return sorted((r.kind, words[r.head], words[r.tail]) for r in found)


def item_of(project: Project, document: int, layer: str) -> Item:
    found = adjudicate.document_items(project, document)
    return next(item for item in found if item.layer == layer)


def states(project: Project, document: int) -> list[tuple[str, str]]:
    return [(i.layer, i.state) for i in adjudicate.document_items(project, document)]


FULL, SHORT = "“The mill opens in May,”", "The mill opens in May"


@pytest.fixture
def disputed(project: Project, document: int) -> int:
    """Both quote, by other edges; Bo's cue is another word; both name the same speaker."""
    with project.operation("Label", ANNA) as writer:
        ida = writer.add_speaker("Ida Brandt").id
        quoted(writer, document, ANNA, FULL, speaker=ida)
        quoted(writer, document, BO, SHORT, cue="on Monday", speaker=ida)
    finish(project, document)
    return document


def test_what_all_agree_on_is_taken_in_one_operation(project: Project, disputed: int) -> None:
    before = project.dump()
    assert adjudicate.take_agreed(project, CLEO) == 1
    assert own(project, disputed) == [("speaker", "Ida Brandt")]
    assert states(project, disputed) == [
        ("quote", "open"),
        ("cue", "open"),
        ("speaker", "settled"),
        ("cue", "open"),
    ]
    (label,) = project.annotations(disputed, project.adjudicated().id)  # type: ignore[union-attr]
    assert (label.origin, label.created_by) == ("adjudicated", CLEO)
    assert project.undo(CLEO).name == "Take what all agree on"
    assert project.dump() == before


def test_a_version_is_taken_with_what_it_is_related_to(project: Project, disputed: int) -> None:
    before = project.dump()
    item = item_of(project, disputed, "quote")
    assert (item.kind, [c.annotators for c in item.choices]) == ("boundary", [(ANNA,), (BO,)])
    adjudicate.settle_items(project, item, "taken", 0, CLEO, note="with its marks")
    assert own(project, disputed) == [
        ("quote", FULL),
        ("cue", "said"),
        ("speaker", "Ida Brandt"),
    ]
    assert own_relations(project, disputed) == [
        ("cued_by", FULL, "said"),
        ("said_by", FULL, "Ida Brandt"),
    ]
    (decision,) = project.adjudications([disputed])
    assert (decision.outcome, decision.note, decision.by) == ("taken", "with its marks", CLEO)
    assert project.check() == []
    assert project.undo(CLEO).name == "Quote settled"
    assert project.dump() == before


def test_the_other_version_takes_the_place_of_the_first(project: Project, disputed: int) -> None:
    adjudicate.settle_items(project, item_of(project, disputed, "quote"), "taken", 0, CLEO)
    adjudicate.settle_items(project, item_of(project, disputed, "quote"), "taken", 1, CLEO)
    assert own(project, disputed) == [
        ("quote", SHORT),
        ("speaker", "Ida Brandt"),
        ("cue", "on Monday"),
    ]
    assert own_relations(project, disputed) == [
        ("cued_by", SHORT, "on Monday"),
        ("said_by", SHORT, "Ida Brandt"),
    ]
    assert len(project.adjudications([disputed])) == 1


def test_links_are_completed_when_the_other_end_is_taken(project: Project, disputed: int) -> None:
    cue = item_of(project, disputed, "cue")
    nothing = [choice.annotations for choice in cue.choices].index(())
    adjudicate.settle_items(project, cue, "taken", nothing, CLEO)
    adjudicate.settle_items(project, item_of(project, disputed, "quote"), "taken", 0, CLEO)
    assert own_relations(project, disputed) == [("said_by", FULL, "Ida Brandt")]
    adjudicate.settle_items(project, item_of(project, disputed, "cue"), "taken", 1 - nothing, CLEO)
    assert own_relations(project, disputed) == [
        ("cued_by", FULL, "said"),
        ("said_by", FULL, "Ida Brandt"),
    ]


def test_what_came_along_goes_again_with_its_relation(project: Project, document: int) -> None:
    with project.operation("Label", ANNA) as writer:
        quoted(writer, document, ANNA, FULL)
        annotate(writer, document, BO, "quote", SHORT)
    finish(project, document)
    adjudicate.settle_items(project, item_of(project, document, "cue"), "taken", 0, CLEO)
    adjudicate.settle_items(project, item_of(project, document, "quote"), "taken", 0, CLEO)
    full = [("quote", FULL), ("cue", "said"), ("speaker", "Ida Brandt")]
    assert own(project, document) == full
    adjudicate.settle_items(project, item_of(project, document, "quote"), "taken", 1, CLEO)
    assert own(project, document) == [("quote", SHORT), ("cue", "said")]
    assert own_relations(project, document) == []
    adjudicate.settle_items(project, item_of(project, document, "quote"), "taken", 0, CLEO)
    assert own(project, document) == full


def test_what_came_along_stays_open_until_it_is_settled(project: Project, disputed: int) -> None:
    adjudicate.settle_items(project, item_of(project, disputed, "quote"), "taken", 0, CLEO)
    assert ("cue", "said") in own(project, disputed)
    assert ("cue", "open") in states(project, disputed)
    adjudicate.settle_items(project, item_of(project, disputed, "cue"), "neither", None, CLEO)
    assert ("cue", "said") not in own(project, disputed)
    assert own_relations(project, disputed) == [("said_by", FULL, "Ida Brandt")]


def test_a_date_comes_along_in_its_role_and_an_earlier_quote_does_not(
    project: Project, document: int
) -> None:
    with project.operation("Label", ANNA) as writer:
        first = annotate(writer, document, ANNA, "quote", FULL)
        second = annotate(writer, document, ANNA, "quote", "“Nobody asked us,”")
        day = annotate(writer, document, ANNA, "date", "Monday")
        writer.add_relation("continues", second.id, first.id)
        writer.add_relation("dated_by", second.id, day.id, "utterance")
    finish(project, document)
    later = adjudicate.document_items(project, document)[-1]
    adjudicate.settle_items(project, later, "taken", 0, CLEO)
    assert own(project, document) == [("date", "Monday"), ("quote", "“Nobody asked us,”")]
    adjudicate.settle_items(project, item_of(project, document, "quote"), "taken", 0, CLEO)
    assert [kind for kind, *_ in own_relations(project, document)] == ["continues", "dated_by"]
    mine = project.adjudicated()
    assert mine is not None
    assert "utterance" in {relation.role for relation in project.relations(document, mine.id)}


def test_both_takes_all_and_neither_leaves_nothing(project: Project, disputed: int) -> None:
    adjudicate.settle_items(project, item_of(project, disputed, "quote"), "both", None, CLEO)
    assert [words for layer, words in own(project, disputed) if layer == "quote"] == [FULL, SHORT]
    adjudicate.settle_items(project, item_of(project, disputed, "quote"), "neither", None, CLEO)
    assert own(project, disputed) == []
    assert states(project, disputed)[0] == ("quote", "settled")


def test_one_of_two_on_the_same_words_is_taken_by_both(project: Project, document: int) -> None:
    with project.operation("Label", ANNA) as writer:
        annotate(writer, document, ANNA, "quote", FULL, attributes={"kind": "direct"})
        annotate(writer, document, BO, "quote", FULL, attributes={"kind": "partial"})
    finish(project, document)
    adjudicate.settle_items(project, item_of(project, document, "quote"), "both", None, CLEO)
    assert own(project, document) == [("quote", FULL)]
    assert project.check() == []


def test_an_edited_version_is_kept(project: Project, disputed: int) -> None:
    item = item_of(project, disputed, "quote")
    with project.operation("By hand", CLEO) as writer:
        mine = writer.adjudicated().id
        annotate(writer, disputed, mine, "quote", "mill opens in May")
    adjudicate.settle_edited(project, item, CLEO, note="shorter")
    assert states(project, disputed)[0] == ("quote", "settled")
    (decision,) = project.adjudications([disputed])
    assert (decision.outcome, decision.taken, decision.note) == ("edited", (), "shorter")
    (label,) = project.annotations(disputed, mine)
    assert (label.origin, [label.uid]) == ("adjudicated", list(decision.results))


def test_an_item_is_opened_again(project: Project, disputed: int) -> None:
    adjudicate.take_agreed(project, CLEO)
    before = project.dump()
    adjudicate.settle_items(project, item_of(project, disputed, "quote"), "taken", 0, CLEO)
    adjudicate.reopen(project, item_of(project, disputed, "quote"), CLEO)
    assert states(project, disputed)[0] == ("quote", "open")
    assert own(project, disputed) == [("speaker", "Ida Brandt")]
    project.undo(CLEO)
    project.undo(CLEO)
    assert project.dump() == before


def test_an_item_that_was_changed_meanwhile_is_not_settled(project: Project, disputed: int) -> None:
    item = item_of(project, disputed, "quote")
    with project.operation("Change", BO) as writer:
        writer.change_annotation(item.choices[1].annotations[0].id, end=20)
    before = project.dump()
    with pytest.raises(adjudicate.ItemChanged):
        adjudicate.settle_items(project, item, "taken", 0, CLEO)
    assert project.dump() == before


def test_only_what_is_new_comes_up_when_labels_change(project: Project, disputed: int) -> None:
    adjudicate.take_agreed(project, CLEO)
    while (board := adjudicate.board(project)).open:
        adjudicate.settle_items(project, board.open[0], "taken", 0, CLEO)
    adjudicated = project.adjudicated()
    assert adjudicated is not None
    state = project.state(disputed, adjudicated.id)
    assert state is not None
    assert state.value == "done"
    moved = project.annotations(disputed, BO)[0]
    with project.operation("Move", BO) as writer:
        writer.change_annotation(moved.id, end=moved.end - 4)
    board = adjudicate.refresh_board(project, board, [disputed])
    assert [(item.layer, item.state) for item in board.open] == [("quote", "changed")]
    assert adjudicate.against_adjudicated(project)
    assert adjudicate.against_adjudicated(project, board) == []
    adjudicate.settle_items(project, board.open[0], "taken", 0, CLEO)
    assert adjudicate.board(project).open == ()


def test_the_state_follows_changed_versions_when_somebody_takes_over(
    project: Project, disputed: int
) -> None:
    def state() -> str:
        adjudicated = project.adjudicated()
        found = adjudicated and project.state(disputed, adjudicated.id)
        return found.value if found else ""

    assert adjudicate.take_agreed(project, CLEO)
    while board := adjudicate.board(project).open:
        adjudicate.settle_items(project, board[0], "taken", 0, CLEO)
    before = project.dump()
    assert adjudicate.take_agreed(project, CLEO) == 0
    assert project.dump() == before
    moved = project.annotations(disputed, BO)[0]
    with project.operation("Move", BO) as writer:
        writer.change_annotation(moved.id, end=moved.end - 4)
    assert state() == "done"
    assert adjudicate.take_agreed(project, CLEO) == 0
    assert state() == "in_progress"


def test_each_annotator_is_compared_with_what_was_settled(project: Project, disputed: int) -> None:
    assert adjudicate.against_adjudicated(project) == []
    adjudicate.take_agreed(project, CLEO)
    assert adjudicate.against_adjudicated(project) == []
    while found := adjudicate.board(project).open:
        adjudicate.settle_items(project, found[0], "taken", 0, CLEO)
    anna, bo = adjudicate.against_adjudicated(project)
    assert (anna.annotator, anna.exact["quote"].f1, anna.exact["speaker"].f1) == (ANNA, 1.0, 1.0)
    assert (bo.annotator, bo.exact["quote"].f1, bo.overlap["quote"].f1) == (BO, 0.0, 1.0)


def test_a_board_of_many_documents_is_made_in_another_process(project: Project) -> None:
    for number in range(21):
        document = add_document(project, name=f"{number}.txt")
        with project.operation("Label", ANNA) as writer:
            annotate(writer, document, ANNA, "quote", FULL)
        finish(project, document)
    seen: list[tuple[int, int]] = []
    board = adjudicate.board(project, progress=lambda done, total: seen.append((done, total)))
    assert list(board.documents) == project.compared_documents()
    assert [item.kind for item in board.open] == ["missed"] * 21
    assert seen[-1] == (21, 21)
    assert adjudicate.refresh_board(project, board, board.documents) == board


def test_a_removed_result_is_a_problem_and_comes_up(project: Project, disputed: int) -> None:
    adjudicate.take_agreed(project, CLEO)
    (label,) = project.annotations(disputed, project.adjudicated().id)  # type: ignore[union-attr]
    with project.operation("Remove", CLEO) as writer:
        writer.delete_annotation(label.id)
    (problem,) = project.check()
    assert problem.kind == "adjudication"
    assert "mill.txt" in problem.sentence
    assert ("speaker", "changed") in states(project, disputed)


def test_a_document_that_one_person_has_done_is_not_on_the_board(
    project: Project, document: int
) -> None:
    finish(project, document, [ANNA])
    assert adjudicate.board(project).documents == {}
    finish(project, document, [BO])
    assert list(adjudicate.board(project).documents) == [document]


def test_copies_are_settled_together(project: Project) -> None:
    documents = [add_document(project, name=f"{number}.txt") for number in (1, 2)]
    with project.operation("Label", ANNA) as writer:
        for document in documents:
            annotate(writer, document, ANNA, "quote", FULL)
            annotate(writer, document, BO, "quote", SHORT)
    for document in documents:
        finish(project, document)
    repeat(project)
    board = adjudicate.board(project)
    assert adjudicate.copy_counts(project, board) == {item.key: 1 for item in board.open}
    item = board.open[0]
    (copy,) = adjudicate.copies_of_item(project, board, item)
    assert (copy.item, copy.same_words, copy.similarity) == (board.open[1], True, 1.0)
    assert copy.is_sure
    assert copy.choices == (0, 1)
    before = project.dump()
    adjudicate.settle_items(project, item, "taken", 1, CLEO, also=[copy])
    assert [own(project, document) for document in documents] == [[("quote", SHORT)]] * 2
    assert project.undo(CLEO).name == "Quote settled with 1 copy"
    assert project.dump() == before


def test_copies_in_one_document_are_settled_together(project: Project, document: int) -> None:
    half = len(TEXT) // 2
    with project.operation("Label", ANNA) as writer:
        for start in (0, half):
            writer.add_annotation(document, ANNA, "quote", start, start + len(FULL))
            writer.add_annotation(document, BO, "quote", start + 1, start + 1 + len(SHORT))
    finish(project, document)
    repeat(project, ((document, 0, half), (document, half, 2 * half)))
    board = adjudicate.board(project)
    (copy,) = adjudicate.copies_of_item(project, board, board.open[0])
    adjudicate.settle_items(project, board.open[0], "taken", 0, CLEO, also=[copy])
    assert own(project, document) == [("quote", FULL)] * 2
    assert adjudicate.refresh_board(project, board, [document]).open == ()


def test_a_copy_that_says_something_else_is_not_sure(project: Project) -> None:
    other = TEXT.replace("May", "June")
    documents = [add_document(project, name="1.txt"), add_document(project, other, "2.txt")]
    with project.operation("Label", ANNA) as writer:
        for document, longer in zip(documents, (0, 1), strict=True):
            for who in (ANNA, BO):
                writer.add_annotation(
                    document, who, "quote", 0, len(FULL) + longer + 5 * (who == BO)
                )
    for document in documents:
        finish(project, document)
    repeat(project)
    board = adjudicate.board(project)
    (copy,) = adjudicate.copies_of_item(project, board, board.open[0])
    assert (copy.same_words, copy.is_sure) == (False, False)


def test_a_copy_where_nobody_chose_so_stays_open(project: Project) -> None:
    documents = [add_document(project, name=f"{number}.txt") for number in (1, 2)]
    with project.operation("Label", ANNA) as writer:
        annotate(writer, documents[0], ANNA, "quote", FULL)
        annotate(writer, documents[0], BO, "quote", SHORT)
        annotate(writer, documents[1], ANNA, "quote", FULL)
    for document in documents:
        finish(project, document)
    repeat(project)
    board = adjudicate.board(project)
    (copy,) = adjudicate.copies_of_item(project, board, board.open[0])
    assert copy.choices == (0, None)
    adjudicate.settle_items(project, board.open[0], "taken", 1, CLEO, also=[copy])
    assert adjudicate.refresh_board(project, board, documents).open == (board.open[1],)


def repeat(
    project: Project, places: Sequence[tuple[int, int, int]] = ((1, 0, 84), (2, 0, 84))
) -> None:
    """Note that these (document, start, end) say the same, as the search would."""
    from pullquote.duplicates.values import Found, FoundCluster, FoundPassage
    from pullquote.store import Stamp

    passages = tuple(FoundPassage(*place, copy) for copy, place in enumerate(places, 1))
    found = Found((FoundCluster("f", "exact", 1.0, False, passages),))
    project.replace_duplicates(found, Stamp("duplicates", "1", "", project.content_hash()))


# --- all of it, on labels of any kind ---------------------------------------------------------

Spot = tuple[int, str, int, int, bool]


@st.composite
def spots(draw: st.DrawFn) -> list[Spot]:
    """(annotator, layer, start, end, related) of two people."""
    layers = ("quote", "speaker", "cue", "date", "claim")
    one = st.tuples(
        st.sampled_from([ANNA, BO]),
        st.sampled_from(layers),
        st.integers(0, 15),
        st.integers(1, 8),
        st.booleans(),
    )
    some = draw(st.lists(one, max_size=14))
    return [(who, layer, at, at + length, related) for who, layer, at, length, related in some]


def label_all(project: Project, document: int, wanted: list[Spot]) -> None:
    kinds = {"speaker": "said_by", "cue": "cued_by"}
    with project.operation("Label", ANNA) as writer:
        heads: dict[int, Annotation] = {}
        there = set()
        related_heads = set()
        for who, layer, start, end, related in wanted:
            if (who, layer, start, end) in there:
                continue
            there.add((who, layer, start, end))
            made = writer.add_annotation(document, who, layer, start, end)
            if layer == "quote":
                heads.setdefault(who, made)
            elif related and layer in kinds and who in heads and (who, layer) not in related_heads:
                writer.add_relation(kinds[layer], heads[who].id, made.id)
                related_heads.add((who, layer))
        for who in (ANNA, BO):
            writer.set_state(document, who, "done")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp("shared") / "any.pullquote"
    with Project.create(path, name="Any", schema_toml=SCHEMA) as made:
        with made.operation("Add annotators", 0) as writer:
            for name in ("Anna", "Bo", "Cleo"):
                writer.add_annotator(name)
        yield made


@settings(max_examples=40)
@given(wanted=spots(), outcomes=st.lists(st.sampled_from(["taken", "both", "neither"]), min_size=1))
def test_settling_all_leaves_nothing_open_and_undo_brings_all_back(
    shared: Project, wanted: list[Spot], outcomes: list[str]
) -> None:
    document = add_document(shared)
    label_all(shared, document, wanted)
    before, steps = shared.dump(), 0
    if adjudicate.take_agreed(shared, CLEO, [document]):
        steps += 1
    assert not any(state == "agreed" for _, state in states(shared, document))
    while found := [
        item
        for item in adjudicate.document_items(shared, document)
        if item.state in {"open", "changed"}
    ]:
        outcome = outcomes[steps % len(outcomes)]
        choice = steps % len(found[0].choices) if outcome == "taken" else None
        adjudicate.settle_items(shared, found[0], outcome, choice, CLEO)  # type: ignore[arg-type]
        steps += 1
        assert steps <= len(wanted) + 1
    assert {state for _, state in states(shared, document)} <= {"settled"}
    assert [str(problem) for problem in shared.check()] == []
    for _ in range(steps):
        shared.undo(CLEO)
    assert shared.dump() == before

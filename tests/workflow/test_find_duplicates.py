"""The repeats of a project follow its documents and what people decide."""

import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.assets import RESOURCES
from pullquote.duplicates.values import Found
from pullquote.folders import cache_folder
from pullquote.model.values import NewDocument, Published
from pullquote.store.errors import NothingToUndo, ReadOnlyProject, UndoBlocked
from pullquote.store.project import Project
from pullquote.store.values import Stamp
from pullquote.text.spans import Span
from pullquote.workflow.clusters.decisions import decide_boilerplate, dismiss
from pullquote.workflow.find_duplicates import (
    ENGINE,
    STAMP,
    document_blocks,
    is_current,
    refresh_duplicates,
    same_words,
    twins,
)
from pullquote.workflow.repeats_search import search_project
from pullquote.workflow.weak_repeats import document_weak
from pullquote.workflow.worker import Stopped

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
BODY = (
    "The ferry to Orsund will sail twice a day from the first of May, the harbour board said.\n"
    "Marta Oduya, who runs the ticket office, expects long queues on the first weekend."
)
NOTICE = "Subscribe to the Orsund Courier"
ARTICLES = {
    "double.txt": f"Ferry sails again\n{BODY}\n{BODY}\n{NOTICE}\n",
    "edited.txt": f"{BODY.replace('twice', 'four times')}\n{NOTICE}",
    "other.txt": f"Bakers pay more for flour this year.\n{NOTICE}",
}
DATES = {"double.txt": "2026-05-02", "edited.txt": "2026-05-01"}


def make(path, names):
    with Project.create(path, name="p", schema_toml=SCHEMA) as project:
        for name in names:
            add(project, name)
        yield project


def add(project, name, text=None):
    new = NewDocument(
        text or ARTICLES[name],
        name,
        title=name.partition(".")[0].title(),
        published=Published(DATES.get(name), "field" if name in DATES else "unknown"),
    )
    with project.operation("Add", 0) as writer:
        return writer.add_document(new)


@pytest.fixture
def project(tmp_path):
    yield from make(tmp_path / "p.pullquote", ARTICLES)


@pytest.fixture(scope="module")
def searched_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("searched") / "p.pullquote"
    for project in make(path, ARTICLES):
        refresh_duplicates(project)
    return path


@pytest.fixture
def searched(searched_file, tmp_path):
    with Project.open(Path(shutil.copy(searched_file, tmp_path))) as project:
        assert is_current(project)
        yield project


def ids(project):
    return {project.document(id_).name: id_ for id_, _ in project.texts()}


def seen(project):
    """All passages by the names of their documents, with their clusters' public ids."""
    return {
        (project.document(p.document).name, p.start, p.end, p.copy, cluster.fingerprint)
        for cluster in project.clusters()
        for p in project.cluster_passages(cluster.id)
    }


def test_repeats_are_found_once_and_again_when_documents_change(project):
    told = []
    assert not is_current(project)
    assert refresh_duplicates(project, progress=lambda *steps: told.append(steps))
    assert told
    assert is_current(project)
    assert not refresh_duplicates(project)
    before = seen(project)
    number = add(project, "more.txt", f"Clocks stolen\n{NOTICE}")
    assert refresh_duplicates(project)
    assert len(seen(project)) == len(before) + 1
    with project.operation("Remove", 0) as writer:
        writer.remove_document(number)
    assert refresh_duplicates(project)
    assert seen(project) == before


def test_order_of_import_makes_no_difference(searched, tmp_path):
    for other in make(tmp_path / "q.pullquote", reversed(ARTICLES)):
        refresh_duplicates(other)
        assert seen(other) == seen(searched)


def test_blocks_of_a_document_as_they_are_painted(searched):
    numbers = ids(searched)
    text = ARTICLES["double.txt"]
    found = [
        (text[block.start : block.end], block.copy, block.copies_here, block.elsewhere, block.kind)
        for block in document_blocks(searched, numbers["double.txt"])
    ]
    assert found == [
        (BODY, 1, 2, 1, "near"),
        (BODY, 2, 2, 1, "near"),
        (NOTICE, 1, 1, 2, "line"),
    ]


def test_twins_of_a_block_with_what_differs(searched):
    numbers = ids(searched)
    first, _, notice = document_blocks(searched, numbers["double.txt"])
    here, there = twins(searched, numbers["double.txt"], first)
    assert (here.words, here.similarity, here.same_document) == (BODY, 1.0, True)
    assert here.start == ARTICLES["double.txt"].rindex(BODY)
    assert (there.document, there.title, there.published) == (
        numbers["edited.txt"],
        "Edited",
        "2026-05-01",
    )
    assert 0.9 < there.similarity < 1.0
    changed = [piece for piece in there.pieces if piece.kind != "same"]
    assert [p.a.of(BODY) or p.b.of(there.words) for p in changed] == ["twice ", "four times "]
    names = [
        searched.document(twin.document).name
        for twin in twins(searched, numbers["double.txt"], notice)
    ]
    assert names == ["edited.txt", "other.txt"]


def test_the_copy_with_the_same_words_is_the_nearest_one_below(searched):
    document, edited = ids(searched)["double.txt"], ids(searched)["edited.txt"]

    def where(document, words, *, last=False):
        text = searched.text(document)
        start = text.rindex(words) if last else text.index(words)
        span = Span(start, start + len(words))
        block = next(b for b in document_blocks(searched, document) if b.start <= start < b.end)
        found = same_words(searched, document, block, span)
        return found and (found.document == document, found.start > start, found.title)

    assert where(document, "Marta Oduya, who runs") == (True, True, "Double")
    assert where(document, "Marta Oduya, who runs", last=True) == (True, False, "Double")
    assert where(edited, "Marta Oduya, who runs")[::2] == (False, "Double")
    assert where(edited, "will sail four times") is None


def test_document_removed_since_is_left_out(searched):
    numbers = ids(searched)
    with searched.operation("Remove", 0) as writer:
        writer.remove_document(numbers["edited.txt"])
    found = document_blocks(searched, numbers["double.txt"])
    assert [block.elsewhere for block in found] == [0, 0, 1]
    assert len(twins(searched, numbers["double.txt"], found[0])) == 1


def test_boilerplate_is_marked_everywhere_and_unmarked_from_any_copy(searched):
    numbers = ids(searched)
    notice = document_blocks(searched, numbers["double.txt"])[-1]
    decide_boilerplate(searched, 0, numbers["double.txt"], notice)
    assert refresh_duplicates(searched)
    there = document_blocks(searched, numbers["other.txt"])[-1]
    assert there.boilerplate
    decide_boilerplate(searched, 0, numbers["other.txt"], there, wanted=False)
    assert refresh_duplicates(searched)
    assert not document_blocks(searched, numbers["double.txt"])[-1].boilerplate
    assert searched.decisions() == []


def test_dismissed_repeat_is_gone_until_that_is_undone(searched):
    numbers = ids(searched)
    before = seen(searched)
    notice = document_blocks(searched, numbers["other.txt"])[-1]
    with searched.operation("Add annotator", 0) as writer:
        ilse = writer.add_annotator("Ilse").id
    dismiss(searched, ilse, numbers["other.txt"], notice)
    assert refresh_duplicates(searched)
    assert document_blocks(searched, numbers["other.txt"]) == []
    searched.undo(ilse)
    assert refresh_duplicates(searched)
    assert seen(searched) == before


def test_what_changes_during_the_search_is_searched_too(project):
    added = []

    def add_meanwhile(_done, _total):
        if not added:
            added.append(add(project, "late.txt", f"Late news\n{NOTICE}"))

    refresh_duplicates(project, progress=add_meanwhile)
    assert is_current(project)
    assert project.passages(added[0])


def test_stopped_search_leaves_what_was_known(searched):
    before = seen(searched)
    add(searched, "more.txt", NOTICE)
    asked = threading.Event()
    asked.set()
    with pytest.raises(Stopped):
        refresh_duplicates(searched, stop=asked.is_set)
    assert seen(searched) == before
    assert not is_current(searched)


def test_project_that_is_read_only_is_searched_by_no_one(project):
    with Project.open(project.path, read_only=True) as reader, pytest.raises(ReadOnlyProject):
        refresh_duplicates(reader)


def test_window_can_show_repeats_without_loading_numpy():
    heavy = "{'numpy', 'rapidfuzz'} & {*sys.modules}"
    code = f"import sys, pullquote.workflow.find_duplicates; print({heavy})"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "set()\n"


def test_boilerplate_of_many_documents_is_counted_and_shown_in_part(project):
    with project.operation("Add", 0) as writer:
        for number in range(230):
            writer.add_document(NewDocument(f"{NOTICE}\nNumber {number}", f"many{number:03}.txt"))
    refresh_duplicates(project)
    (notice,) = document_blocks(project, ids(project)["other.txt"])
    assert notice.elsewhere == 232
    shown = twins(project, ids(project)["other.txt"], notice)
    assert len(shown) == 200
    assert [twin.published for twin in shown[:3]] == ["2026-05-01", "2026-05-02", None]


# --- from where an earlier search has left it ----------------------------------------------------


def everything(project):
    """All that was found, by the names of documents, with what is painted."""
    found = {
        (
            cluster.fingerprint,
            cluster.kind,
            round(cluster.similarity, 6),
            cluster.boilerplate,
            *(
                (project.document(p.document).name, p.start, p.end, p.copy)
                for p in project.cluster_passages(cluster.id)
            ),
        )
        for cluster in project.clusters()
    }
    painted = {
        (project.document(document).name, *block[:6], block.boilerplate)
        for document, _ in project.texts()
        for block in document_blocks(project, document)
    }
    groups = {
        (
            project.document(row.document).name,
            round(row.coverage, 6),
            project.document(row.representative).name,
        )
        for row in project.document_groups()
    }
    rows = project.document_rows([document for document, _ in project.texts()], 0)
    return found, painted, groups, {(row.name, row.repeats) for row in rows}


def searched_anew(project):
    """The same with nothing left of earlier searches."""
    project.replace_duplicates(Found(()), Stamp("nothing", ENGINE, "", ""))
    shutil.rmtree(cache_folder() / "repeats" / project.uid)
    refresh(project)
    return everything(project)


def refresh(project):
    """As refresh_duplicates does, in this process."""
    stamp, changes = search_project(project, STAMP, ENGINE)
    assert project.update_duplicates(changes, stamp)
    return changes


PARTS = [*BODY.split("\n"), NOTICE, "Bakers pay more for flour this year.", "Late news"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            "add add add again remove undo date exclude boilerplate dismiss the_same not_the_same"
            " not_the_same".split()
        ),
        st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("\n".join),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=7,
)


def change(project, what, text, number):
    documents = [document for document, _ in project.texts()]
    chosen = documents[number % len(documents)] if documents else None
    if what == "add":
        add(project, f"{number}-{len(documents)}.txt", text)
    elif chosen is not None and what == "again":
        add(project, f"again-{number}-{len(documents)}.txt", project.text(chosen))
    elif chosen is not None and what in {"the_same", "not_the_same"}:
        decide_about_two(project, what, chosen, documents[(number + 1) % len(documents)])
    elif chosen is not None and what == "remove":
        with project.operation("Remove", 0) as writer:
            writer.remove_document(chosen)
    elif chosen is not None and what == "date":
        with project.operation("Date", 0) as writer:
            published = Published(f"2026-04-{number + 1:02}", "typed")
            writer.change_document(chosen, published=published)
    elif chosen is not None and what == "exclude":
        with project.operation("Exclude", 0) as writer:
            writer.change_document(chosen, excluded="no article")
    elif what == "undo":
        with suppress(NothingToUndo, UndoBlocked):
            project.undo(0)
    elif chosen is not None and (found := document_blocks(project, chosen)):
        decide = decide_boilerplate if what == "boilerplate" else dismiss
        decide(project, 0, chosen, found[number % len(found)])


def decide_about_two(project, what, first, second):
    """Of a repeat, and of the start of another document, that they are or are not the same."""
    found = document_blocks(project, first)
    if not found:
        return
    here = (project.document(first).text_sha256, found[-1].start, found[-1].end)
    there = (project.document(second).text_sha256, 0, min(90, len(project.text(second))))
    with project.operation("Decide", 0) as writer:
        writer.decide_duplicate(what, *here, *there)


@settings(max_examples=25)
@given(STEPS)
def test_search_from_where_an_earlier_one_left_it_finds_what_one_anew_does(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("steps")
    with Project.create(folder / "p.pullquote", name="p", schema_toml=SCHEMA) as project:
        for name, text in ARTICLES.items():
            add(project, name, text)
        refresh(project)
        for what, text, number in steps:
            change(project, what, text, number)
            refresh(project)
        assert everything(project) == searched_anew(project)


def test_only_what_is_concerned_changes(searched):
    other = "Grain prices in Krona rose again while bakers waited for the new harvest to be sold."
    add(searched, "one.txt", f"Krona\n{other}\nIt is quiet.")
    refresh(searched)
    add(searched, "two.txt", f"{other}\nMore tomorrow.")
    changes = refresh(searched)
    assert [cluster.kind for _, cluster in changes.clusters] == ["line"]
    assert (changes.gone_clusters, changes.gone_pairs, len(changes.pairs)) == ([], [], 1)


@pytest.mark.parametrize("harm", ["gone", "cut", "changed", "other engine"])
def test_cache_that_is_not_whole_is_made_anew(searched, harm, tmp_path):
    before = everything(searched)
    folder = cache_folder() / "repeats" / searched.uid
    for file in folder.rglob("data"):
        if harm == "cut":
            file.write_bytes(file.read_bytes()[:-5])
        elif harm == "changed":
            whole = bytearray(file.read_bytes())
            whole[len(whole) // 3] ^= 255
            whole[8] ^= 255
            file.write_bytes(whole)
    for file in folder.rglob("manifest.json"):
        if harm == "other engine":
            file.write_text(
                file.read_text("utf-8").replace(f'"engine": "{ENGINE}"', '"engine": "x"')
            )
    if harm == "gone":
        shutil.rmtree(folder)
    refresh(searched)
    assert everything(searched) == before


def test_weak_repeats_of_a_document_are_told_on_request(project):
    eight = "the wide new pier at the western shore"
    texts = [f"Nobody likes {eight}, he wrote to us.", f"They will paint {eight} in green."]
    numbers = [add(project, f"weak{number}.txt", text) for number, text in enumerate(texts)]
    refresh(project)
    for number in numbers:
        (found,) = document_weak(project, number)
        assert found.of(project.text(number)) == eight
        assert document_blocks(project, number) == []
    assert document_weak(project, ids(project)["edited.txt"]) == []

"""All repeats of a project in columns: what stands in them, how they are searched and sorted."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument, Published
from pullquote.store.project import Project
from pullquote.workflow.clusters.columns import load_clusters, read_clusters, with_labels
from pullquote.workflow.clusters.decisions import bring_back, decide_boilerplate, dismiss
from pullquote.workflow.find_duplicates import cluster_twins, refresh_duplicates

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
PILOTS = (
    "“We wait for the pilots of the harbour, and they decide when it is safe to go out,” "
    "ministry spokeswoman Ada Lindqvist told reporters."
)
NOTICE = "Subscribe to the Orsund Courier 🚢 today"
ARTICLES = (
    ("first.txt", "Quay News", "2026-02-03", f"{PILOTS}\nFlour is dear this year.\n{NOTICE}\n"),
    ("second.txt", "Quay News", "2026-02", f"Bakers bake.\n{PILOTS}\n{NOTICE}\n"),
    ("third.txt", None, None, f"{PILOTS.replace('harbour', 'port')}\nGulls are loud.\n"),
    ("fourth.txt", None, "2025", f"Clocks were stolen.\n{NOTICE}"),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("clusters") / "p.pullquote"
    with Project.create(path, name="p", schema_toml=SCHEMA) as project:
        with project.operation("Set up", 0) as writer:
            ada = writer.add_annotator("Ada").id
            for name, source, day, text in ARTICLES:
                said = Published(day, "field" if day else "unknown")
                number = writer.add_document(NewDocument(text, name, "", source, published=said))
                if name == "second.txt":
                    writer.add_annotation(number, ada, "quote", 13, 40)
        refresh_duplicates(project)
    return path


@pytest.fixture
def project(file, tmp_path):
    with Project.open(Path(shutil.copy(file, tmp_path))) as opened:
        yield opened


def words(project, table, number):
    row = table.row(number)
    return project.text(row.document)[row.start : row.end]


def test_each_row_says_where_and_when_its_words_stand(project):
    table = load_clusters(project, 1)
    notice, pilots = (table.row(n) for n in table.rows())
    assert words(project, table, int(table.rows()[1])) == PILOTS
    assert (pilots.copies, pilots.documents, pilots.sources, pilots.kind) == (3, 3, 1, "near")
    assert (pilots.first_day, pilots.last_day) == ("2026-02", "2026-02-03")
    assert (pilots.words, pilots.labelled, pilots.dismissed) == (24, 1, False)
    assert 0.9 < pilots.similarity < 1
    assert (notice.copies, notice.kind, notice.labelled, notice.similarity) == (3, "line", 0, 1)
    assert (notice.first_day, notice.last_day) == ("2025", "2026-02-03")
    assert 0.5 < table.repeated < 1


def test_rows_are_narrowed_searched_and_sorted(project):
    table = read_clusters(project, 1)

    def found(*asked, **how):
        return [words(project, table, n)[:9] for n in table.rows(*asked, **how).tolist()]

    assert found() == ["Subscribe", "“We wait "]
    assert found("furniture") == ["Subscribe"]
    assert found("passages") == ["“We wait "]
    assert found("quotes") == found("dismissed") == []
    assert found("all", "PILOT lind") == ["“We wait "]
    assert found("all", '"We WAIT') == ["“We wait "]
    assert found("all", "orsund 🚢") == ["Subscribe"]
    assert found("all", "flour") == found("all", "today we") == []
    assert found(order="rank") == ["“We wait ", "Subscribe"]
    assert found(order="rank", descending=False) == ["Subscribe", "“We wait "]
    assert found(order="words", descending=False) == ["Subscribe", "“We wait "]
    assert found(order="first", descending=False) == ["Subscribe", "“We wait "]


def test_labels_that_come_and_go_are_counted_anew_for_their_documents(project):
    table = read_clusters(project, 1)
    with project.operation("Label", 1) as writer:
        writer.add_annotation(1, 1, "quote", 3, 20)
        writer.delete_annotation(1)
    only_first = with_labels(project, table, 1, [1])
    assert only_first.row(1).labelled == 2
    both = with_labels(project, only_first, 1, [2])
    assert both.row(1).labelled == 1
    anew = read_clusters(project, 1)
    assert np.array_equal(anew.labelled, both.labelled)
    assert np.array_equal(anew.places.labelled, both.places.labelled)


def test_boilerplate_and_what_was_dismissed_are_told(project):
    table = read_clusters(project, 1)
    notice, pilots = (table.row(n) for n in table.rows())
    decide_boilerplate(project, 1, pilots.document, pilots)
    dismiss(project, 1, notice.document, notice)
    refresh_duplicates(project)
    table = read_clusters(project, 1)
    assert table.repeated == 0
    assert [table.row(n).boilerplate for n in table.rows()] == [True]
    (gone,) = table.rows("dismissed")
    assert words(project, table, int(gone)) == NOTICE
    assert table.row(int(gone)).dismissed
    assert table.row(int(gone)).copies == 1
    bring_back(project, 1, table.row(int(gone)).id)
    refresh_duplicates(project)
    assert len(read_clusters(project, 1).rows()) == 2


def test_a_project_without_repeats_has_no_rows(tmp_path):
    with Project.create(tmp_path / "e.pullquote", name="e", schema_toml=SCHEMA) as project:
        table = read_clusters(project, 0)
        assert len(table.rows()) == len(table.rows("quotes", "word")) == 0
        assert table.repeated == 0


def test_places_are_compared_with_the_first_page_by_page(project):
    copies = project.cluster_passages(project.passages(1)[0].cluster)
    first, second, third = cluster_twins(project, copies)
    assert first.similarity == second.similarity == 1
    assert third.similarity < 1
    assert (third.here, third.words) == (PILOTS, PILOTS.replace("harbour", "port"))
    assert cluster_twins(project, copies, 2, 5) == [third]

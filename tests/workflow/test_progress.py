"""How far the work is, counted on a real project file."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.exchange.errors import CannotWriteFile
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.progress import progress_of, write_progress_csv

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Four documents of two papers, one of them excluded; Ada has begun, Bo has not."""
    with Project.create(tmp_path / "p.pullquote", name="Ferries", schema_toml=SCHEMA) as made:
        with made.operation("Set up", 0) as writer:
            ada, _bo = writer.add_annotator("Ada"), writer.add_annotator("=Bo")
            texts = ("One ferry sails.", "Two ferries sail.", "No ferry sails.", "Not found")
            ids = [
                writer.add_document(
                    NewDocument(text, f"{n}.txt", source="Quay News" if n else None)
                )
                for n, text in enumerate(texts)
            ]
            writer.change_document(ids[3], excluded="error page")
        with made.operation("Label", ada.id) as writer:
            writer.add_annotation(ids[0], ada.id, "speaker", 0, 3)
            writer.add_annotation(ids[1], ada.id, "speaker", 0, 3)
            writer.add_annotation(ids[1], ada.id, "quote", 4, 11, origin="suggestion")
            writer.add_annotation(ids[3], ada.id, "quote", 0, 3)
            writer.set_state(ids[0], ada.id, "done")
            writer.set_state(ids[1], ada.id, "skipped", "no statements")
        yield made


def test_every_document_of_a_person_is_in_one_state(project: Project) -> None:
    progress = progress_of(project)
    assert (progress.documents, progress.excluded) == (3, 1)
    ada, bo = progress.people
    assert (ada.done, ada.in_progress, ada.skipped, ada.not_started) == (1, 0, 1, 1)
    assert (bo.done, bo.in_progress, bo.skipped, bo.not_started) == (0, 0, 0, 3)
    assert ada.documents == bo.documents == 3


def test_labels_count_by_layer_origin_and_source_without_excluded_documents(project) -> None:
    ada = project.annotators()[0].id
    assert [tuple(tally) for tally in progress_of(project).labels] == [
        (ada, "quote", "suggestion", "Quay News", 1),
        (ada, "speaker", "hand", None, 1),
        (ada, "speaker", "hand", "Quay News", 1),
    ]
    assert progress_of(project).people[0].labels == 3


def test_the_table_has_the_same_counts_and_is_safe_in_a_spreadsheet(project, tmp_path) -> None:
    write_progress_csv(progress_of(project), tmp_path / "progress.csv")
    with (tmp_path / "progress.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    done = [row["count"] for row in rows if row["what"] == "done"]
    assert done == ["1", "0"]
    assert sum(int(row["count"]) for row in rows if row["what"] == "labels") == 3
    assert {row["annotator"] for row in rows} == {"Ada", "'=Bo"}


def test_a_folder_that_is_not_there_is_said(project, tmp_path: Path) -> None:
    with pytest.raises(CannotWriteFile, match=r"progress\.csv"):
        write_progress_csv(progress_of(project), tmp_path / "gone" / "progress.csv")

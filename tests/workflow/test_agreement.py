"""The agreement of a real project: read whole, kept up with changes, written as files."""

import csv
import json
import zipfile

import pytest

from pullquote.agreement.disagreements.disagreement_list import disagreements
from pullquote.agreement.figures.raw_tables import COLUMNS, raw_tables
from pullquote.agreement.figures.summary import summarise
from pullquote.agreement.values import Filter, Scope
from pullquote.assets import RESOURCES
from pullquote.exchange.errors import CannotWriteFile, NotOurExport
from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, Project
from pullquote.workflow import find_duplicates
from pullquote.workflow.agreement import load_study, read_study, reload_study, write_figures
from pullquote.workflow.worker import Stopped

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
WORDS = "“The harbour opens again in May,” said Marta Oduya. “It took us nine long years.” "
OTHER = "Nobody had expected so many ships, and the old crane stood idle until the evening came. "


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "news.pullquote", name="News", schema_toml=SCHEMA) as made:
        with made.operation("Begin", 0) as writer:
            people = [writer.add_annotator(name).id for name in ("Ada", "Bo", "Cy")]
            writer.add_annotator("Settled", kind="adjudicated")
            speaker = writer.add_speaker("Marta Oduya").id
            for number in range(6):
                text = f"{OTHER[: 30 + 8 * number]}\n{WORDS * (1 + number % 2)}\n{number}"
                document = writer.add_document(NewDocument(text=text, name=f"{number}.txt"))
                for person in people[: 2 + number % 2]:
                    start = text.index("“")
                    end = text.index("”") + (person != people[0] and number == 3)
                    quote = writer.add_annotation(document, person, "quote", start, end)
                    at = text.index("Marta")
                    mention = writer.add_annotation(
                        document, person, "speaker", at, at + 11, speaker=speaker
                    )
                    writer.add_relation("said_by", quote.id, mention.id)
                    writer.set_state(document, person, "done" if number else "in_progress")
        yield made


def told(study, scope=None):
    summary = summarise(study, scope or Scope(), resamples=50)
    cells = [
        {figure: dict(by) for figure, by in table.items()}
        for table in (summary.pairs, summary.by_layer, summary.by_document, summary.by_annotator)
    ]
    return summary.figures, summary.shares, summary.single, summary.empty, cells


def test_a_project_is_read_in_a_process_of_its_own(project):
    steps = []
    study = load_study(project, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (3, 3)
    assert told(study) == told(read_study(project))
    assert len(summarise(study, Scope()).documents) == 5


def test_reading_can_be_stopped(project):
    with pytest.raises(Stopped):
        load_study(project, stop=lambda: True)


def test_adjudicated_labels_take_part_only_when_they_are_asked_for(project):
    settled = next(person.id for person in project.annotators() if person.kind == "adjudicated")
    with project.operation("Settle", 0) as writer:
        writer.add_annotation(2, settled, "cue", 5, 10)
        writer.set_state(2, settled, "done")
    study = read_study(project)
    assert settled not in summarise(study, Scope()).annotators
    summary = summarise(study, Scope(annotators=(1, settled)))
    assert summary.annotators == (1, settled)
    assert summary.documents == (2,)


def add(project):
    with project.operation("Quote", 1) as writer:
        writer.add_annotation(3, 1, "claim", 2, 9)
    return [3]


def remove(project):
    label = project.annotations(4, 2)[0].id
    with project.operation("Remove", 2) as writer:
        writer.delete_annotation(label)
    return [4]


def say_done(project):
    with project.operation("Done", 1) as writer:
        writer.set_state(1, 1, "done")
        writer.set_state(1, 2, "done")
    return [1]


def take_done_back(project):
    with project.operation("Not done", 1) as writer:
        writer.set_state(5, 1, "in_progress")
    return [5]


def remove_document(project):
    with project.operation("Remove", 1) as writer:
        writer.remove_document(2)
    return [2]


def exclude(project):
    with project.operation("Exclude", 1) as writer:
        writer.change_document(6, excluded="an error page")
    return [6]


def merge(project):
    with project.operation("Merge", 1) as writer:
        other = writer.add_speaker("The harbour master").id
        writer.change_annotation(project.annotations(3, 2)[1].id, speaker=other)
        writer.merge_speaker(other, 1)
    return [3]


def name_another(project):
    with project.operation("Speaker", 1) as writer:
        other = writer.add_speaker("The harbour master").id
        mention = next(a for a in project.annotations(3, 2) if a.layer == "speaker")
        writer.change_annotation(mention.id, speaker=other)
    return [3]


def rename(project):
    with project.operation("Rename", 1) as writer:
        quote = next(a for a in project.annotations(5, 2) if a.layer == "quote")
        writer.delete_relation(project.relations(5, 2)[0].id)
        writer.change_annotation(quote.id, speaker=1)
        writer.change_speaker(1, name="Marta O.")
    return [5]


def find_repeats(project):
    find_duplicates.refresh_duplicates(project)
    return []


CHANGES = (
    add, remove, say_done, take_done_back, remove_document, exclude, merge, name_another,
    rename, find_repeats,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_only_its_documents_need_to_be_read(project, change):
    study = read_study(project)
    before = told(study)
    after = reload_study(project, study, change(project))
    again = read_study(project)
    for scope in (Scope(), Scope(once=True), Scope(layers=frozenset({"quote"}))):
        assert told(after, scope) == told(again, scope)
    assert told(study) == before


def test_changes_one_after_the_other_are_kept_up_with(project):
    study = read_study(project)
    for change in CHANGES:
        study = reload_study(project, study, change(project))
        told(study)
    assert told(study) == told(read_study(project))


def suggest(project, *, moved: int = 0) -> None:
    """The model Oracle sees quotes with their speakers in all documents, a mite too long if
    `moved`."""
    with project.operation("Import suggestions", 0) as writer:
        for document in project.document_ids(DocumentQuery()):
            text = project.text(document)
            start, at = text.index("“"), text.index("Marta")
            writer.add_foreign_suggestion(
                document, "Oracle", "quote", start, text.index("”") + 1 + moved,
                attributes={"said_by": "m"}, external_id="q",
            )  # fmt: skip
            writer.add_foreign_suggestion(
                document, "Oracle", "speaker", at, at + 11, attributes={}, external_id="m"
            )


def test_a_tool_is_one_more_version_where_it_is_asked_for(project):
    before = told(read_study(project))
    suggest(project)
    study = read_study(project)
    assert told(study) == before
    [tool] = study.tools()
    assert (study.name(tool), tool in study.persons()) == ("Oracle", False)
    summary = summarise(study, Scope(annotators=(2, tool)), resamples=50)
    figures = {figure.id: figure.value for figure in summary.figures}
    # Bo's quotes end before the marks, but for one; her speakers and relations are the tool's.
    assert len(summary.documents) == 5
    assert (figures["detection.exact"], figures["links.f1"]) == (0.6, 1.0)
    assert figures["speaker.observed"] == 1.0
    listed = disagreements(study, Scope(annotators=(2, tool)), Filter(), texts=project.text)
    assert [row.kind for row in listed] == ["boundary"] * 4


def test_a_tool_is_kept_up_with(project):
    study = read_study(project)
    suggest(project, moved=1)
    documents = project.document_ids(DocumentQuery())
    after, anew = reload_study(project, study, documents), read_study(project)
    scope = Scope(annotators=(1, *anew.tools()))
    assert told(after, scope) == told(anew, scope)


def test_csv_has_a_table_each_of_figures_cells_and_what_they_come_from(project, tmp_path):
    study, to = read_study(project), tmp_path / "agreement"
    write_figures(study, Scope(), to, "csv")
    assert {path.stem for path in to.iterdir()} == {
        "figures", "cells", "confusion", "semeval", *COLUMNS
    }  # fmt: skip
    figures = {row["figure"]: row for row in rows(to / "figures.csv")}
    found = {figure.id: figure for figure in summarise(study, Scope(), all_measures=True).figures}
    assert list(figures) == list(found)
    assert float(figures["detection.exact"]["value"]) == found["detection.exact"].value
    assert figures["date.alpha"]["value"] == ""
    assert figures["date.alpha"]["why"].startswith("undefined")
    told_again = raw_tables(study, Scope())
    for table, columns in COLUMNS.items():
        of_file = [tuple(row[name] for name in columns) for row in rows(to / f"{table}.csv")]
        values = [
            tuple("" if x is None else str(x) for x in row) for row in getattr(told_again, table)
        ]
        assert of_file == values
    exact = next(r for r in rows(to / "cells.csv") if (r["by"], r["of"]) == ("pair", "Ada"))
    assert (exact["figure"], exact["and"]) == ("detection.exact", "Bo")


def test_json_holds_the_same(project, tmp_path):
    study, to = read_study(project), tmp_path / "agreement.json"
    write_figures(study, Scope(), to, "json")
    content = json.loads(to.read_text(encoding="utf-8"))
    assert content["format"] == "pullquote-agreement/1"
    assert content["annotators"] == ["Ada", "Bo", "Cy"]
    assert len(content["pairs"]) == len(raw_tables(study, Scope()).pairs)
    assert content["figures"][0]["value"] == summarise(study, Scope()).figures[0].value


def test_files_of_an_earlier_time_are_replaced_and_others_refused(project, tmp_path):
    study = read_study(project)
    for name, kind in (("a", "csv"), ("a.zip", "csv"), ("a.json", "json")):
        write_figures(study, Scope(), tmp_path / name, kind)
        write_figures(study, Scope(), tmp_path / name, kind)
    assert zipfile.is_zipfile(tmp_path / "a.zip")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("kept")
    (tmp_path / "b.json").write_text("[]")
    for to, kind in ((mine, "csv"), (mine, "json"), (tmp_path / "b.json", "json")):
        with pytest.raises(NotOurExport, match="nothing was changed"):
            write_figures(study, Scope(), to, kind)
    assert (mine / "thesis.txt").read_text() == "kept"
    with pytest.raises(CannotWriteFile, match="could not be written"):
        write_figures(study, Scope(), tmp_path / "nowhere" / "a.json", "json")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_writing_says_how_far_it_is_and_can_be_stopped(project, tmp_path, kind):
    study, steps = read_study(project), []
    to = tmp_path / ("figures.json" if kind == "json" else "figures.zip")
    with pytest.raises(Stopped):
        write_figures(study, Scope(), to, kind, stop=lambda: len(steps) == 2,
                      progress=lambda *step: steps.append(step))  # fmt: skip
    assert steps == [(1, 4), (2, 4)]
    assert not to.exists()
    steps.clear()
    write_figures(study, Scope(), to, kind, progress=lambda *step: steps.append(step))
    assert steps == [(number, 4) for number in range(1, 5)]
    assert to.exists()

"""What stands on which day of the timeline, for whom, and where copies have other dates."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.workflow.timeline.lanes import arrange_points, step_day
from pullquote.workflow.timeline.places import read_cell_places
from pullquote.workflow.timeline.points import load_points, read_points

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "🚢 “We wait,” Ada Lind said. Talks began on Tuesday."
CLAIM = "Talks began"


def add_story(writer, who: int, speaker: int, day: str | None, source: str, value: str) -> int:
    """A quote, and a claim that is tied to a date of this value; answers the document."""
    published = Published(day, "field" if day else "unknown")
    new = NewDocument(f"{TEXT} {source}", f"{source}.txt", source=source, published=published)
    document = writer.add_document(new)

    def add(layer: str, words: str, **more):
        start = TEXT.index(words)
        return writer.add_annotation(document, who, layer, start, start + len(words), **more)

    quote = add("quote", "“We wait,”")
    mention = add("speaker", "Ada Lind", speaker=speaker)
    writer.add_relation("said_by", quote.id, mention.id)
    claim = add("claim", CLAIM, attributes={"certainty": "planned"} if source == "Post" else {})
    date = add("date", "Tuesday", attributes={"value": value})
    writer.add_relation("dated_by", claim.id, date.id, "event")
    return document


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three copies: two of one day, which differ in the day of the claim, one of no known day."""
    with Project.create(tmp_path / "a.pullquote", name="A", schema_toml=SCHEMA) as made:
        with made.operation("Begin", 0) as writer:
            who = writer.add_annotator("Anna").id
            ada = writer.add_speaker("Ada Lind").id
            add_story(writer, who, ada, "2026-02-05", "Quay", "2026-02-03")
            add_story(writer, who, ada, "2026-02-05", "Post", "2026-02-10")
            add_story(writer, who, ada, None, "Gull", "2026-02")
        yield made


def listed(lanes) -> list[tuple[str, str, int, int, int]]:
    """Row, first day of the step or "", quotes, claims, places."""
    return [
        (
            lanes.names[lanes.row[cell]],
            "" if lanes.step[cell] == lanes.nowhere
            else step_day(int(lanes.step[cell]), lanes.zoom).isoformat(),
            int(lanes.quotes[cell]), int(lanes.claims[cell]), int(lanes.places[cell]),
        )
        for cell in range(len(lanes))
    ]  # fmt: skip


def test_quotes_stand_on_the_day_of_publication_claims_on_their_own(project):
    lanes = arrange_points(read_points(project, 1))
    assert listed(lanes) == [
        ("Ada Lind", "2026-02-05", 1, 0, 2),
        ("Ada Lind", "", 1, 0, 1),
        ("Nobody named", "2026-02-03", 0, 1, 1),
        ("Nobody named", "2026-02-10", 0, 1, 1),
        ("Nobody named", "", 0, 1, 1),
    ]
    assert lanes.totals.tolist() == [3, 3]
    assert [arc[1:] for arc in lanes.arcs.T.tolist()] == [[20489, 20487, 0], [20489, 20494, 1]]


def test_what_is_vague_among_days_is_certain_among_months(project):
    lanes = arrange_points(read_points(project, 1), "source", "month")
    assert listed(lanes) == [
        ("Quay", "2026-02-01", 1, 1, 2),
        ("Post", "2026-02-01", 1, 1, 2),
        ("Gull", "2026-02-01", 0, 1, 1),
        ("Gull", "", 1, 0, 1),
    ]
    weeks = arrange_points(read_points(project, 1), "source", "week")
    assert listed(weeks)[:2] == [("Quay", "2026-02-02", 1, 1, 2), ("Post", "2026-02-02", 1, 0, 1)]


def test_other_dates_in_copies_are_marked_and_said(project):
    points = read_points(project, 1)
    assert points.differs.sum() == 3
    lanes = arrange_points(points, show="differ")
    assert sum(lanes.places.tolist()) == 3
    (place,) = read_cell_places(project, points, lanes.points(0))
    assert (place.words, place.source, place.said, place.speaks_of) == (
        CLAIM, "Quay", "2026-02-05", "2026-02-03",
    )  # fmt: skip
    assert set(place.others) == {("2026-02-10", "Post"), ("2026-02-01/2026-02-28", "Gull")}


def test_the_same_day_in_other_words_does_not_differ(project):
    with project.operation("Same", 1) as writer:
        ada = project.speakers()[0].id
        for label in project.annotations(2) + project.annotations(3):
            if label.layer == "date":
                writer.change_annotation(label.id, attributes={"value": "2026-W06-2"})
        add_story(writer, 1, ada, None, "Late", "2026-02-03")
    assert not read_points(project, 1).differs.any()


def test_words_speakers_and_sources_are_searched(project):
    points = read_points(project, 1)
    for search, places in (("WAIT", 3), ("ada", 3), ("gull", 2), ("ada gull", 1), ("zebra", 0)):
        assert sum(arrange_points(points, search=search).places.tolist()) == places


def test_the_utterance_comes_before_the_day_of_publication(project):
    with project.operation("Said", 1) as writer:
        quote = next(one for one in project.annotations(1) if one.layer == "quote")
        date = next(one for one in project.annotations(1) if one.layer == "date")
        writer.add_relation("dated_by", quote.id, date.id, "utterance")
    lanes = arrange_points(read_points(project, 1), show="quotes")
    assert [row[1] for row in listed(lanes)] == ["2026-02-03", "2026-02-05", ""]


def test_the_same_stretch_of_two_people_counts_once(project):
    with project.operation("Also", 0) as writer:
        bo = writer.add_annotator("Bo").id
        claim = next(one for one in project.annotations(1) if one.layer == "claim")
        other = writer.add_annotation(1, bo, "claim", claim.start, claim.end)
        date = next(one for one in project.annotations(1) if one.layer == "date")
        theirs = writer.add_annotation(1, bo, "date", date.start, date.end,
                                       attributes={"value": "2026-02-03"})  # fmt: skip
        writer.add_relation("dated_by", other.id, theirs.id, "event")
    assert len(read_points(project, 1)) == 6


def test_labels_of_others_in_what_is_still_to_do_and_compared_are_hidden(project):
    with project.operation("Plan", 0) as writer:
        bo = writer.add_annotator("Bo").id
        writer.add_assignment(1, bo, "overlap")
    assert 1 not in read_points(project, bo).document
    assert 1 in read_points(project, 1).document
    with project.operation("Done", bo) as writer:
        writer.set_state(1, bo, "done")
    assert 1 in read_points(project, bo).document


def test_the_cell_stays_where_it_was_in_another_zoom(project):
    points = read_points(project, 1)
    days, months = arrange_points(points), arrange_points(points, zoom="month")
    assert months.like(days, 3) == 2
    assert days.like(months, 2) == 2
    assert days.like(days, 4) == 4
    anew = arrange_points(read_points(project, 1), zoom="week")
    assert anew.like(days, 3) == 3
    assert anew.like(days, 1) == 1
    assert days.like(None, -1) == 0
    nothing = arrange_points(points, search="zebra")
    assert nothing.like(days, 3) == -1
    assert len(nothing.names) == 0


def test_a_process_of_its_own_reads_the_same(project):
    one, other = load_points(project, 1), read_points(project, 1)
    assert np.array_equal(one.first, other.first)
    assert one.words == other.words


def test_an_empty_project_has_no_cells(tmp_path):
    with Project.create(tmp_path / "b.pullquote", name="B", schema_toml=SCHEMA) as empty:
        points = read_points(empty, 0)
        assert len(points) == len(arrange_points(points)) == 0

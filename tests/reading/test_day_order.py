"""Days in figures, read as the whole column has them."""

import json

import pytest

from pullquote.reading.day_order import DayOrder, find_order, is_open
from pullquote.reading.documents import DAY_FIRST, MONTH_FIRST, UNREAD_DAY


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/04/2025", "25/04/2025", "26/04/2025"], DayOrder(True, "25/04/2025")),
        (["04/25/2025", "03/04/2025"], DayOrder(False, "04/25/2025")),
        (["3-4-2025", "Fri 4-25-2025 10:30"], DayOrder(False, "Fri 4-25-2025 10:30")),
        (["25/4/25"], DayOrder(True, "25/4/25")),
        (["25/04/2025", "04/25/2025"], None),
        (["03/04/2025", "2025-04-25", "25 April 2025", "soon", ""], None),
        (["2025-04-03 10.30.25", "13/04/2025 to 20/04/2025", "32/04/2025", "13/13/2025"], None),
        (["https://a.example/25/04/2025/x", "25/04/2025/7"], None),
    ],
)
def test_the_order_is_told_by_what_can_be_read_in_one_way(values, order):
    assert find_order(values) == order


@pytest.mark.parametrize("value", ["03/04/2025", "3.4.2025", "Tue 03-04-2025 11:00", "3/4/25"])
def test_open_is_what_may_have_either_for_the_month(value):
    assert is_open(value)
    spelled = DayOrder(True, "25/04/2025").spelled(value)
    assert "2025-04-03" in spelled
    assert "2025-03-04" in DayOrder(False, "04/25/2025").spelled(value)
    assert not is_open(spelled)


@pytest.mark.parametrize("value", ["", "25/04/2025", "04/04/2025", "0/4/2025", "2025-04-03", "3/4"])
def test_other_days_are_not_open(value):
    assert not is_open(value)


def as_csv(days):
    return "date,text\n" + "".join(f"{day},Ships {n}.\n" for n, day in enumerate(days))


def as_lines(days):
    rows = ({"date": day, "text": f"Ships {n}."} for n, day in enumerate(days))
    return "".join(json.dumps(row) + "\n" for row in rows) + '{"broken\n'


def as_list(days):
    return json.dumps([{"date": d, "text": f"Ships {n}."} for n, d in enumerate(days)] + ["none"])


@pytest.mark.parametrize(
    ("name", "written"), [("a.csv", as_csv), ("a.jsonl", as_lines), ("a.json", as_list)]
)
def test_a_column_is_read_as_its_plain_days_are(read_all, tmp_path, name, written):
    path = tmp_path / name
    days = ["03/04/2025", "04/04/2025", "3/5/25 10:00", "6 May 2025", "25/04/2025"]
    path.write_text(written(days))
    documents, _ = read_all(path)
    found = [document.published for document in documents]
    assert [one.value for one in found] == [
        "2025-04-03", "2025-04-04", "2025-05-03", "2025-05-06", "2025-04-25",
    ]  # fmt: skip
    assert [one.evidence for one in found] == days
    told = {DAY_FIRST: "25/04/2025"}
    assert [document.metadata for document in documents] == [told, {}, told, {}, {}]


def test_figures_with_points_have_the_day_first_where_no_row_says_otherwise(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(as_csv(["03.04.2025"]))
    [alone], _ = read_all(path)
    assert (alone.published.value, alone.metadata) == ("2025-04-03", {})
    path.write_text(as_csv(["03.04.2025", "04.25.2025"]))
    documents, _ = read_all(path)
    assert documents[0].published.value == "2025-03-04"
    assert documents[0].metadata == {MONTH_FIRST: "04.25.2025"}


def test_where_rows_contradict_each_other_no_day_is_taken(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(as_csv(["03/04/2025", "25/04/2025", "04/25/2025"]))
    documents, _ = read_all(path)
    assert [d.published.value for d in documents] == [None, "2025-04-25", "2025-04-25"]
    assert documents[0].metadata == {"date": "03/04/2025", UNREAD_DAY: "date"}

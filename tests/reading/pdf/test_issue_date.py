import pytest

from pullquote.model.values import Published
from pullquote.reading.pdf.fragments import Fragment
from pullquote.reading.pdf.issue_date import Issue, find_issue


def row(*texts):
    return [
        Fragment(text, 60.0 + 200 * number, 160.0 + 200 * number, 810.0, 8.0, False, 20.0)
        for number, text in enumerate(texts)
    ]


def issue(value, words, outlet):
    return Issue(Published(value, "header", f"running head: {words}"), outlet)


@pytest.mark.parametrize(
    ("texts", "words", "outlet"),
    [
        (("The Gull", "Wednesday, 21 May 2025"), "Wednesday, 21 May 2025", "The Gull"),
        (("The Gull, 21 May 2025",), "21 May 2025", "The Gull"),
        (("The Gull | 21.05.2025 | Page 3",), "21.05.2025", "The Gull"),
        (("3", "Politics", "May 21, 2025"), "May 21, 2025", ""),
        (("A strike at sea", "2025-05-21"), "2025-05-21", ""),
        (("Strike At Sea", "2025-05-21"), "2025-05-21", ""),
        (("The Gull", "Marstad Edition", "21 May 2025"), "21 May 2025", ""),
    ],
)
def test_the_day_and_the_name_beside_it(texts, words, outlet):
    heads = [row(*texts), row("The last page")]
    assert find_issue(heads, "Strike at Sea") == issue("2025-05-21", words, outlet)


@pytest.mark.parametrize(
    "texts",
    [
        ("The Gull", "May 2025"),
        ("Printed 21 May 2025",),
        ("21.05.2025, 10:33", "The Gull"),
        ("Volume 12 of 2025",),
    ],
)
def test_other_days_are_none_of_publication(texts):
    assert find_issue([row(*texts), row(*texts)]) == Issue()


def test_several_days_leave_it_open():
    assert find_issue([row("21 May 2025"), row("22 May 2025")]) == Issue()

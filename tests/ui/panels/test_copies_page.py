from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from pullquote.duplicates.diff import diff
from pullquote.ui.panels.copies_page import CopiesPage
from pullquote.ui.panels.copy_rows import copy_place, copy_title, diff_parts, likeness_words
from pullquote.ui.panels.values import CopiesShown, CopyRow

HERE = "“No certain day is set yet,” Ministry spokesman Ilian Marsk told the Post in Orvel."
THERE = HERE.replace("certain", "exact").replace(" in Orvel", "")
COPIES = CopiesShown(
    HERE,
    14,
    (
        CopyRow(1, 900, 983, HERE, here=True, below=6, paragraph=11, paragraphs=17),
        CopyRow(2, 0, 74, THERE, "No day for the talks", "Northern Wire", "2026-02-10",
             similarity=0.91, same=False),
        CopyRow(3, 5, 88, HERE, "<b>Talks</b>", "Meridian News", None),
    ),
)  # fmt: skip


@pytest.fixture
def page(theme, show):
    made = CopiesPage(theme, diff)
    made.show_copies(COPIES)
    show(made)
    made.list.setFocus()
    return made


def test_the_head_counts_copies_and_says_where(page, heard):
    counted = heard(page.counted)
    page.show_copies(COPIES)
    assert page._heading.accessibleName() == "3 copies, 2 in other documents, 14 words"
    assert counted == [3]
    page.show_copies(replace(COPIES, copies=COPIES.copies[1:]))
    assert page._heading.accessibleName() == "2 copies, in other documents, 14 words"
    page.show_copies(replace(COPIES, copies=COPIES.copies[:1]))
    assert page._heading.accessibleName() == "1 copy, in this document, 14 words"


def test_the_same_copies_shown_again_keep_the_row(page):
    page.list.choose(1)
    page.show_copies(replace(COPIES, boilerplate=True))
    assert page.list.row() == 1
    page.show_copies(replace(COPIES, copies=COPIES.copies[:1]))
    assert page.list.row() == 0
    page.list.choose(0)
    page.show_copies(replace(COPIES, words="other words"))
    assert page.list.row() == 0


def test_enter_opens_the_chosen_twin(page, qtbot, heard):
    opened = heard(page.open_twin)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert opened == [COPIES.copies[1]]


def test_a_double_click_opens_too(page, qtbot, heard):
    opened = heard(page.open_twin)
    row = page.list.visualRect(page.list.model().index(2, 0)).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert opened == []
    qtbot.mouseDClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert opened == [COPIES.copies[2]]


def test_b_and_delete_decide_on_the_cluster(page, qtbot, heard):
    wanted, dismissed = heard(page.boilerplate_wanted), heard(page.dismissed)
    qtbot.keyClick(page.list, Qt.Key.Key_B)
    page.show_copies(replace(COPIES, boilerplate=True))
    assert page._said.text() == "Boilerplate: dimmed in the text."
    qtbot.keyClick(page.list, Qt.Key.Key_B)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert (wanted, len(dismissed)) == ([True, False], 1)


def test_the_buttons_do_what_the_keys_do(page, qtbot, heard):
    wanted, dismissed = heard(page.boilerplate_wanted), heard(page.dismissed)
    qtbot.mouseClick(page._boilerplate, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page._dismiss, Qt.MouseButton.LeftButton)
    assert (wanted, len(dismissed)) == ([True], 1)


def test_read_only_decides_nothing(page, qtbot, heard):
    wanted, dismissed = heard(page.boilerplate_wanted), heard(page.dismissed)
    page.set_read_only(True)
    qtbot.keyClick(page.list, Qt.Key.Key_B)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert (wanted, dismissed) == ([], [])


def test_no_copies_are_said(page, heard):
    counted = heard(page.counted)
    page.show_nothing()
    assert page._said.text() == "These words stand nowhere else."
    assert not page._boilerplate.isVisible()
    page.show_copies(COPIES)
    assert counted == [0, 3]


@pytest.mark.parametrize(
    ("below", "words"),
    [
        (0, "Here, in the same paragraph"),
        (1, "Here, 1 paragraph below"),
        (-6, "Here, 6 paragraphs above"),
    ],
)
def test_a_copy_in_this_document_says_where_it_is(qapp, below, words):
    assert copy_title(replace(COPIES.copies[0], below=below)) == words


def test_a_copy_elsewhere_says_whose_it_is(qapp):
    assert copy_place(COPIES.copies[1]) == "Northern Wire · 10 Feb 2026"
    assert copy_place(COPIES.copies[2]) == "Meridian News · undated"
    assert copy_title(replace(COPIES.copies[1], title="")) == "Without a title"


def test_other_words_are_never_called_quite_alike(qapp):
    assert likeness_words(replace(COPIES.copies[1], similarity=0.9999)) == "99 %"
    assert likeness_words(COPIES.copies[2]) == "same words"


def test_a_row_is_spoken_as_one_sentence(page):
    said = page.list.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "No day for the talks, Northern Wire · 10 Feb 2026, 91 %"


def test_rows_with_differences_are_higher(page):
    heights = [page.list.visualRect(page.list.model().index(n, 0)).height() for n in range(3)]
    assert heights[0] == heights[2] < heights[1] <= heights[0] + 6 + 6 * 20


@pytest.mark.parametrize("width", [344, 368])
def test_all_kinds_of_words_are_painted(any_theme, show, width):
    there = [THERE, "a" * 5000, "كلمات " * 300, "\u2028\n\t<b>x</b>😀", "", HERE * 40]
    copies = [replace(COPIES.copies[1], words=words, start=n) for n, words in enumerate(there)]
    page = CopiesPage(any_theme, diff)
    page.show_copies(replace(COPIES, copies=tuple(copies)))
    show(page, width)
    for row in range(len(copies)):
        page.list.choose(row)
        assert not page.grab().isNull()


def test_differences_are_struck_out_and_added_with_a_space_between():
    found = diff_parts(HERE, THERE, diff(HERE, THERE))
    assert [(s.kind, s.text.strip()) for s in found if s.kind != "same"] == [
        ("only_a", "certain"),
        ("only_b", "exact"),
        ("only_a", "in Orvel"),
    ]
    assert "certain exact" in "".join(s.text for s in found)


def test_what_is_long_and_the_same_is_cut_in_its_middle():
    words = " ".join(f"word{n}" for n in range(100))
    found = diff_parts(f"{words} end", f"{words} stop", diff(f"{words} end", f"{words} stop"))
    text = "".join(s.text for s in found)
    assert text.startswith("word0 word1")
    assert "word6 … word93" in text
    assert len(text) < 160


@given(st.text("ab, .", max_size=30), st.text("ab, .", max_size=30))
def test_short_texts_are_kept_whole(here, there):
    found = diff_parts(here, there, diff(here, there))
    assert "".join(s.text for s in found if s.kind != "only_a").replace(" ", "") == (
        there.replace(" ", "")
    )

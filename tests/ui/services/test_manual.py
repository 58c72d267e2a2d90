"""The manual is true: its keys, menus, commands and links are those of the program."""

import re
from pathlib import Path

import pytest

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.cli.main import COMMANDS
from pullquote.model.schema_file import parse_schema
from pullquote.ui import command_table
from pullquote.ui.actions.table import ACTIONS, MENUS, text_keys
from pullquote.ui.scenes import DIALOGS, ROOM_IDS
from pullquote.ui.services.manual import (
    DIALOG_PAGES,
    HELP,
    ORDER,
    ROOM_PAGES,
    find_pages,
    help_page,
    read_pages,
)

PAGES = read_pages()
# Of lists and of edges that are moved, which stand in no table; and what Qt does by itself.
ELSEWHERE = {"Space", "Shift", "A"}
FILES = {"NAME.pullquote", "NAME.backups"}
page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)


def code(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def menu_entries() -> set[str]:
    titles = {menu: title.replace("&", "") for menu, title in MENUS}
    return {f"{titles[a.menu]} › {a.text.rstrip(' …')}" for a in ACTIONS if a.menu}


def test_every_file_is_a_page_and_every_page_a_file():
    assert {f"{name}.md" for name in ORDER} == {path.name for path in Path(HELP).iterdir()}


@page
def test_a_page_begins_with_its_title_and_is_short(page):
    assert page.text.startswith(f"# {page.title}\n\n")
    assert page.title
    assert len(page.text.split()) < 500
    assert not re.search(r"<\w", page.text)


@page
def test_every_key_does_something(page):
    schema = parse_schema(DEFAULT_SCHEMA.read_text("utf-8"))
    known = {key for a in ACTIONS for key in a.keys} | set(text_keys(schema)) | ELSEWHERE
    named = {one for one in code(page.text) if not one.startswith(("pullquote", "--"))}
    assert named - known - FILES == set()


@page
def test_every_command_is_one(page):
    known = {*COMMANDS, *command_table.COMMANDS, "PROJECT", "COMMAND"}
    named = {one.split()[1] for one in code(page.text) if one.startswith("pullquote ")}
    assert named - known == set()


@page
def test_every_menu_entry_is_there(page):
    named = {words for words in re.findall(r"\*([^*\n]+)\*", page.text) if "›" in words}
    assert named - menu_entries() == set()


@page
def test_every_link_leads_to_a_page(page):
    links = re.findall(r"\]\(([^)]+)\)", page.text)
    assert [link for link in links if link.removesuffix(".md") not in ORDER] == []


def test_every_page_is_reached_from_another_or_from_what_it_is_about():
    linked = {link for one in PAGES for link in re.findall(r"\]\((\w+)\.md\)", one.text)}
    assert set(ORDER) - linked - set(ROOM_PAGES.values()) - set(DIALOG_PAGES.values()) == {
        "command-line"
    }


def test_each_room_and_each_dialog_has_a_page(qtbot, theme):
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    kinds = {type(make(window, theme)).__name__ for make in DIALOGS.values()}
    assert kinds - {"HelpDialog"} == set(DIALOG_PAGES)
    assert {*ROOM_IDS, ""} == set(ROOM_PAGES)
    assert {*ROOM_PAGES.values(), *DIALOG_PAGES.values()} <= set(ORDER)


def test_each_command_is_on_the_page_of_the_command_line():
    text = next(one.text for one in PAGES if one.id == "command-line")
    assert [name for name in COMMANDS if f"`pullquote {name}`" not in text] == []


def test_a_page_is_found_by_all_of_its_words_titles_first():
    pages = [help_page("a", "# One\n\nTwo words."), help_page("b", "# Two words\n\nOne.")]
    assert [one.id for one in find_pages(pages, "WORDS two")] == ["b", "a"]
    assert [one.id for one in find_pages(pages, "one three")] == []
    assert find_pages(pages, " ") == pages

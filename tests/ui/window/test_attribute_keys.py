"""The keys that a project's own schema gives to attributes: in the text, the strip, the sheet."""

import string

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.model.schema_file import RESERVED_KEYS, parse_schema
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.ui.actions.table import ACTIONS, key_sheet_groups, text_keys
from pullquote.ui.adjudicate.keys import edit_commands

TONE = """
[[layer.attribute]]
id = "tone"
name = "Tone"
values = ["calm", "sharp"]
key = "Z"

[[layer.attribute]]
id = "remark"
name = "Remark"
key = "B"
"""
CUE = '[[layer]]\nid = "cue"'
SPEAKER = '[[layer]]\nid = "speaker"'
PLAIN = DEFAULT_SCHEMA.read_text(encoding="utf-8")
OWN = PLAIN.replace(SPEAKER, TONE + "\n" + SPEAKER, 1)


@pytest.fixture
def project_path(project_path, tmp_path):
    """The two articles, in a project whose quotes have a tone and a remark."""
    path = tmp_path / "own.pullquote"
    with (
        Project.open(project_path) as plain,
        Project.create(path, name="Own", schema_toml=OWN) as made,
        made.operation("Import", 0) as writer,
    ):
        for document in (1, 2):
            writer.add_document(copied(plain, document))
    return path


def copied(project: Project, number: int) -> NewDocument:
    document = project.document(number)
    return NewDocument(
        project.text(number), document.name, document.title, document.source,
        published=document.published, raw_sha256=str(number), origin=document.name,
    )  # fmt: skip


def tone(window) -> str | None:
    return window.annotate.document_presenter.selected().attributes.get("tone")


def test_its_key_goes_to_the_next_value_and_one_undo_takes_it_back(ferry, hands) -> None:
    hands.keys("G", "Q")
    hands.keys("Z")
    assert tone(ferry) == "calm"
    hands.keys("Z")
    assert tone(ferry) == "sharp"
    assert ferry.projects.project.undo_name(ferry.projects.actor) == "Quote changed"
    hands.keys("Ctrl+Z")
    assert tone(ferry) == "calm"
    hands.keys("Z", "Z")
    assert tone(ferry) == "calm"


def test_what_is_typed_is_gone_to(ferry, hands) -> None:
    hands.keys("G", "Q", "B")
    hands.type("heard twice")
    hands.keys("Return")
    label = ferry.annotate.document_presenter.selected()
    assert label.attributes["remark"] == "heard twice"
    assert ferry.projects.project.speakers() == []


def test_where_it_means_nothing_it_says_so(ferry, hands) -> None:
    hands.keys("Z")
    assert ferry.strip.message() == "Select a label first: J goes to the next."
    hands.words("told")
    hands.keys("C", "Z")
    assert ferry.strip.message() == "Cue: nothing is set with Z."


def test_it_stands_in_the_strip_of_a_label_that_has_it_and_on_the_sheet(ferry, hands) -> None:
    hands.keys("G", "Q", "Esc")
    ferry.annotate.document_presenter.select(ferry.annotate.document_presenter.doc.labels()[0].id)
    QApplication.processEvents()
    assert "Z: tone" in ferry.strip._keys.accessibleName()
    hands.words("told")
    hands.keys("C")
    QApplication.processEvents()
    assert "Z: tone" not in ferry.strip._keys.accessibleName()
    rows = key_sheet_groups(parse_schema(OWN))["Label"]
    assert (("Z",), "Tone: next value") in rows
    assert (("B",), "Remark") in rows


def test_a_read_only_project_keeps_its_values(ferry, hands, make_window, project_path, hands_of):
    hands.keys("G", "Q", "Z")
    second = make_window()
    assert second.open_project(project_path)
    there = hands_of(second)
    second.annotate.open(ferry.annotate.document_presenter.document, jump=False)
    there.keys("J", "Z")
    assert second.strip.message() == "Read-only: open a copy to label."
    assert tone(second) == "calm"


def test_a_key_of_a_schema_hides_no_key_of_the_program() -> None:
    """Even if a schema gives every letter that it may give."""
    layers = {layer.key for layer in parse_schema(PLAIN).layers}
    free = sorted(set(string.ascii_uppercase) - RESERVED_KEYS - layers)
    more = "".join(
        f'[[layer.attribute]]\nid = "own_{key.lower()}"\nname = "{key}"\nkey = "{key}"\n'
        for key in free
    )
    schema = parse_schema(PLAIN.replace(CUE, more + CUE, 1))
    keys = text_keys(schema)
    assert {keys[key] for key in free} == {f"value:{key}" for key in free}
    everywhere = {
        QKeySequence(k).toString() for a in ACTIONS if a.where == "window" for k in a.keys
    }
    assert not everywhere & {QKeySequence(k).toString() for k in keys}
    for action in ACTIONS:
        if action.where == "text":
            assert all(keys[key] == action.id for key in action.keys), action.id
    assert edit_commands(schema)["J"] == "next_label"
    assert {edit_commands(schema)[key] for key in free} == {f"value:{key}" for key in free}

"""Markdown of others loads nothing and opens nothing by itself."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QTextDocument

from pullquote.ui.widgets.markdown_view import MarkdownView

DATA = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHx"
    "gljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=="
)


@pytest.fixture
def view(qtbot) -> MarkdownView:
    made = MarkdownView("Page")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


@pytest.fixture
def red(tmp_path: Path) -> Path:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert image.save(str(tmp_path / "red.png"))
    return tmp_path / "red.png"


@pytest.fixture
def heard(view) -> list[str]:
    said: list[str] = []
    view.page_wanted.connect(said.append)
    view.link_wanted.connect(said.append)
    return said


def test_a_picture_is_its_words_and_no_file_is_read(view, red):
    url = QUrl.fromLocalFile(str(red)).toString()
    for address in (str(red), url, DATA, "qrc:/x.png", "//server/share/x.png"):
        view.show_markdown(f"Before ![picture]({address}) after.")
        assert view.document().toPlainText() == "Before [picture] after."
        image = view.grab().toImage()
        colours = {image.pixel(x, y) for x in range(0, 300, 5) for y in range(0, 60, 5)}
        assert QColor("red").rgb() not in colours


@pytest.mark.parametrize(
    "address", ["red.png", "file:", "qrc:/x.png", DATA, "//server/share/x.png", "a.md"]
)
def test_the_document_answers_nothing_of_what_is_asked(view, red, address):
    url = QUrl.fromLocalFile(str(red)) if address in {"red.png", "file:"} else QUrl(address)
    for kind in QTextDocument.ResourceType:
        found = view.document().resource(kind.value, url)
        assert isinstance(found, QImage)
        assert found.size().toTuple() == (1, 1)


def test_html_is_words(view):
    view.show_markdown('Say <b>this</b>, <img src="x.png"> and <script>that</script>.')
    assert "<b>this</b>" in view.document().toPlainText()
    assert "<script>" in view.document().toPlainText()


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hosts", "qrc:/a.md", "data:text/html,hi", "//server/share/a.md", "/etc/hosts",
     "\\\\server\\share\\a.md", "javascript:alert(1)", "https:", "mailto:a@b.example", "a.txt"],
)  # fmt: skip
def test_other_links_do_nothing(view, heard, monkeypatch, address):
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    view.show_markdown(f"A [link]({address}).")
    before = view.document().toPlainText()
    view.anchorClicked.emit(QUrl(address))
    assert (heard, opened) == ([], [])
    assert view.document().toPlainText() == before


def test_web_links_and_pages_are_said_after_a_click(view, heard):
    view.show_markdown("See [it](https://press.example/a?b=1) or [here](annotate.md).")
    assert heard == []
    view.anchorClicked.emit(QUrl("https://press.example/a?b=1"))
    view.anchorClicked.emit(QUrl("annotate.md"))
    assert heard == ["https://press.example/a?b=1", "annotate"]


def test_words_are_marked(view):
    view.show_markdown("# Pilots\n\nThe pilot waits. `Q`")
    view.mark("pilot")
    assert len(view.extraSelections()) == 2
    view.mark("")
    assert view.extraSelections() == []

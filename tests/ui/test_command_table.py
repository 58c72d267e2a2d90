"""The commands that need Qt: the sample off-screen, pictures, and what they refuse."""

from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PySide6.QtGui import QImage

from pullquote.cli.main import command_line
from pullquote.ui.command_table import COMMANDS
from pullquote.ui.progress.widget import ProgressWidget

HARBOUR = """Harbour of Marstad opens again

MARSTAD, 3 March 2026 (Krona) - "The first ship came in at six," harbour master Ilse Korn said.
"""


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command_line(COMMANDS), list(map(str, arguments)))


@pytest.fixture
def articles(tmp_path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR, "utf-8")
    (folder / "again.txt").write_text(f"{HARBOUR}\nNobody waited.\n", "utf-8")
    return folder


@pytest.fixture
def project(tmp_path, articles) -> Path:
    path = tmp_path / "harbours.pullquote"
    assert call("new", path).exit_code == 0
    assert call("import", path, articles).exit_code == 0
    return path


def test_demo_of_own_articles_is_made_once_and_shown_again_when_it_changed(
    tmp_path, articles, qapp
):
    to = tmp_path / "demo"
    first = call("demo", "--offscreen", "--corpus", articles, "-o", to)
    assert (first.exit_code, first.output.split(":")[0]) == (
        0,
        f"Made {to / 'articles.pullquote'}",
    )
    light, dark = (to / f"window-{theme}.png" for theme in ("light", "dark"))
    assert QImage(str(light)).pixelColor(700, 700).lightness() > 200
    assert QImage(str(dark)).pixelColor(700, 700).lightness() < 60
    assert sorted(path.name for path in to.iterdir()) == [
        "articles.pullquote", "csv", "jsonl", "window-dark.png", "window-light.png",
    ]  # fmt: skip
    taken = light.stat().st_mtime_ns
    again = call("demo", "--offscreen", "--corpus", articles, "-o", to)
    assert again.output == first.output.replace("Made", "Kept")
    assert light.stat().st_mtime_ns == taken
    light.unlink()
    assert call("demo", "--offscreen", "--corpus", articles, "-o", to).exit_code == 0
    assert light.exists()


def test_picture_of_a_document_by_its_name(tmp_path, project, qapp):
    pictures = [tmp_path / "new" / f"{name}.png" for name in ("harbour", "again")]
    for picture in pictures:
        done = call("screenshot", project, "-o", picture, "--document", picture.stem, "--size",
                    "900x600")  # fmt: skip
        assert (done.exit_code, done.output) == (0, f"Wrote {picture}\n")
    harbour, again = (QImage(str(picture)) for picture in pictures)
    assert (harbour.width(), harbour.height()) == (900, 600)
    assert harbour != again


def test_picture_of_a_room(tmp_path, project, qapp):
    rooms = ("annotate", "clusters", "agreement", "adjudicate", "timeline", "speakers", "progress")
    for room in rooms:
        done = call("screenshot", project, "-o", tmp_path / f"{room}.png", "--room", room)
        assert done.exit_code == 0
    pictures = [QImage(str(tmp_path / f"{room}.png")) for room in rooms]
    assert all(a != b for a, b in pairwise(pictures))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--document", "none"], "No document “none” in "),
        (["--size", "0x600"], "“0x600” is no size"),
        (["--size", "10x10"], "The window cannot be 10x10 pixels large; give a size from 800x560"),
        (["--size", "99999x99999"], "The window cannot be 99999x99999 pixels large"),
        (["--size", "²x600"], "“²x600” is no size"),
        (["-o", "x.jpg"], "x.jpg would be no picture: PNG is what is written"),
        (["-o", "/dev/null/x.png"], "The picture /dev/null/x.png could not be written"),
    ],
)
def test_what_a_picture_is_refused_for(tmp_path, project, qapp, arguments, said):
    refused = call("screenshot", project, "-o", tmp_path / "x.png", *arguments)
    assert refused.exit_code == 2
    assert refused.stderr.startswith(f"pullquote: {said}")


def test_no_dialog_stands_in_the_way_of_a_picture(tmp_path, qapp):
    (tmp_path / "no.pullquote").write_text("not a project")
    refused = call("screenshot", tmp_path / "no.pullquote", "-o", tmp_path / "x.png")
    assert refused.exit_code == 2
    assert "is not a Pullquote project" in refused.stderr


def test_a_window_that_fails_gives_a_sentence_and_no_picture(tmp_path, project, monkeypatch, qapp):
    def fail(_self: object, _progress: object) -> None:
        raise ValueError("no plots here")

    monkeypatch.setattr(ProgressWidget, "show_progress", fail)
    made = call("screenshot", project, "--room", "progress", "-o", tmp_path / "a.png")
    assert (made.exit_code, made.output) == (
        2,
        "pullquote: There is no picture, for the window failed: no plots here\n",
    )
    assert not (tmp_path / "a.png").exists()


def test_every_room_and_every_dialog_is_pictured(project, tmp_path, qapp):
    from pullquote.ui.scenes import DIALOGS, ROOM_IDS

    done = call("screenshot", project, "--all", "-o", tmp_path / "all")
    assert done.exit_code == 0, done.output
    found = {path.stem for path in (tmp_path / "all").iterdir()}
    assert found == {*ROOM_IDS, "side-by-side", *(f"dialog-{name}" for name in DIALOGS)}

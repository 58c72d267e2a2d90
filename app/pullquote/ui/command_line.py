"""Open the window, build and show the sample, and take pictures, from the command line."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pullquote.errors import PullquoteError
from pullquote.ui.services.arrangement import SMALLEST
from pullquote.workflow import demo

if TYPE_CHECKING:
    from pullquote.ui.main_window import MainWindow
    from pullquote.ui.screenshots import Pose
    from pullquote.ui.theme.palette import ThemeName


class BadSize(PullquoteError):
    template = "“{size}” is no size: write width and height in pixels, as in 1440x900."


class SizeOfNoWindow(PullquoteError):
    template = "The window cannot be {size} pixels large; give a size from {least} to {most}."


class NoPicture(PullquoteError):
    template = "{path} would be no picture: PNG is what is written; let its name end in .png."


_LARGEST = (7680, 4320)


@click.command("open", short_help="Open a project in the window.")
@click.argument("project", required=False, type=click.Path(path_type=Path))
def open_command(project: Path | None) -> None:
    """Open PROJECT in the window; without one, the first screen."""
    from pullquote.ui.application import run_window

    raise SystemExit(run_window(project))


@click.command("demo", short_help="Build the sample project and show it.")
@click.option("--offscreen", is_flag=True, help="Show no window: export and take pictures.")
@click.option(
    "--corpus", type=click.Path(exists=True, path_type=Path), help="Use these articles instead."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("build/demo"),
    show_default=True, help="The folder to build in.",
)  # fmt: skip
def demo_command(offscreen: bool, corpus: Path | None, output: Path) -> None:
    """Build the sample project from its articles and labels, once, and open it."""
    made = demo.build_demo(output, corpus=corpus)
    if not offscreen:
        from pullquote.ui.application import run_window

        click.echo(f"Opening {made.project}")
        raise SystemExit(run_window(made.project, who="" if corpus else demo.READER))
    pictures: dict[ThemeName, Path] = {
        "light": output / "window-light.png",
        "dark": output / "window-dark.png",
    }
    if not demo.is_shown(made, pictures.values()):
        demo.export_all(made)
        _take_both(made.project, pictures)
    for line in demo.summary(made, output):
        click.echo(line)


def _take_both(project: Path, pictures: Mapping["ThemeName", Path]) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from pullquote.ui.screenshots import ANNOTATOR, select_a_quote, take_screenshot

    for theme, path in pictures.items():
        take_screenshot(project, path, theme=theme, name=ANNOTATOR, pose=select_a_quote)


@click.command("screenshot", short_help="Write a picture of the window.")
@click.argument("project", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path),
    help="A PNG file; with --all a folder.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Every room and every dialog.")
@click.option("--document", help="The document's id, name or title; the first one without it.")
@click.option(
    "--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True,
    help="The palette.",
)  # fmt: skip
@click.option(
    "--room",
    type=click.Choice([
        "annotate", "clusters", "agreement", "adjudicate", "timeline", "speakers", "progress",
    ]),
    help="The room that is shown; Annotate without it.",
)  # fmt: skip
@click.option("--size", default="1440x900", show_default=True, help="Width and height in pixels.")
def screenshot_command(
    project: Path,
    output: Path,
    document: str | None,
    theme: "ThemeName",
    room: str | None,
    size: str,
    everything: bool,
) -> None:
    """Write a picture of PROJECT as the window shows it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from pullquote.ui.scenes import take_everything
    from pullquote.ui.screenshots import show_document, show_room, take_screenshot

    if everything:
        for path in take_everything(project, output, theme):
            click.echo(f"Wrote {path}")
        return
    if output.suffix.lower() not in ("", ".png"):
        raise NoPicture(path=output)
    poses = [show_document(document)] if document else []
    poses += [show_room(room)] if room else []
    take_screenshot(
        project, output, theme=theme, size=_size(size),
        pose=lambda window: _take_up(window, poses),
    )  # fmt: skip
    click.echo(f"Wrote {output}")


def _take_up(window: "MainWindow", poses: Iterable["Pose"]) -> None:
    for pose in poses:
        pose(window)


def _size(words: str) -> tuple[int, int]:
    width, cross, height = words.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise BadSize(size=words)
    size = int(width), int(height)
    if not all(a <= one <= b for a, one, b in zip(SMALLEST, size, _LARGEST, strict=True)):
        least, most = ("x".join(map(str, limit)) for limit in (SMALLEST, _LARGEST))
        raise SizeOfNoWindow(size=words, least=least, most=most)
    return size

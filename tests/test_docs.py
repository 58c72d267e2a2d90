"""What README, CHANGELOG and CONTRIBUTING say is there, and what is there they say."""

import re
import tomllib
from dataclasses import replace
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pullquote import __version__
from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.exchange import formats
from pullquote.model.schema_file import parse_schema
from pullquote.reading.files import FORMATS
from pullquote.ui.actions.table import ACTIONS, MENUS, SHEET_GROUPS, key_sheet_groups
from pullquote.ui.command_table import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
TOML = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = TOML["project"]
SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text("utf-8"))


def command(name: str):
    found = command_line(COMMANDS).get_command(None, name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", command_line(COMMANDS).list_commands(None))
def test_every_command_is_in_the_readme_and_has_help(name):
    assert f"`pullquote {name} " in README
    found = command(name)
    assert found.get_short_help_str()
    options = [p for p in found.params if p.param_type_name == "option"]
    assert [option.name for option in options if not option.help] == []


def test_no_command_is_in_the_readme_that_is_not_there():
    section = README.split("## Command line")[1]
    named = set(re.findall(r"(?<![.\w])pullquote ([a-z]+) ", section))
    assert named <= set(command_line(COMMANDS).list_commands(None))


def table_of_written(kinds) -> list[str]:
    return [f"| `{kind.id}` | {kind.places} | {kind.description} |" for kind in kinds]


def test_the_table_of_written_formats_is_that_of_the_program():
    written = README.split("**Written**")[1].split("**The project**")[0]
    rows = [line for line in written.splitlines() if line.startswith("| `")]
    assert rows == table_of_written(formats.FORMATS)
    another = replace(formats.FORMATS[0], id="stub")
    assert rows != table_of_written((*formats.FORMATS, another))


def test_every_make_target_is_in_the_readme_and_in_its_help():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    targets = set(phony[1].split()) - {"help"}
    assert [t for t in sorted(targets) if not re.search(rf"^{t}:", makefile, re.MULTILINE)] == []
    assert [t for t in sorted(targets) if f"`make {t}`" not in README] == []
    assert [t for t in sorted(targets) if f'"make {t} ' not in makefile] == []
    named = re.findall(r"\bmake ([a-z]+)`", README + CONTRIBUTING)
    assert set(named) <= targets


def test_the_map_of_the_rooms_is_of_the_rooms_that_are_there():
    rooms = CONTRIBUTING.split("## Rooms")[1].split("## Words")[0]
    drawn = re.findall(r"^\| `([^`]+)` \| \S.*\|$", rooms, re.MULTILINE)
    app = ROOT / "app" / "pullquote"
    there = {path.parent.relative_to(app).as_posix() for path in app.rglob("*.py")}
    assert sorted(drawn) == sorted(there - {"."})


def test_every_file_that_is_named_to_contributors_is_there():
    named = set(re.findall(r"`((?:[\w.]+/)+[\w.]+\.\w+)`", CONTRIBUTING))
    # What somebody would add.
    named -= {"reading/subtitles.py", "tests/reading/test_subtitles.py"}
    named -= {"store/migrations/NNNN_name.py"}
    places = (ROOT, ROOT / "app" / "pullquote")
    assert [name for name in sorted(named) if not any((p / name).exists() for p in places)] == []


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not link.startswith("#") and not (ROOT / link).exists()] == []


def test_every_format_is_in_the_readme():
    suffixes = {suffix for kind in FORMATS for suffix in kind.suffixes[:1]}
    assert [suffix for suffix in sorted(suffixes) if f"`{suffix}`" not in README] == []


def test_every_layer_is_in_the_readme_with_its_keys():
    for number, layer in enumerate(SCHEMA.layers, 1):
        assert f"| `{layer.key}` or `{number}` | {layer.name}: " in README


def test_every_action_with_keys_can_be_found():
    shown = {keys for rows in key_sheet_groups(SCHEMA).values() for keys, _ in rows}
    menus = {menu for menu, _ in MENUS}
    hidden = [a.id for a in ACTIONS if a.keys and a.keys not in shown and a.menu not in menus]
    # ? does what Ctrl+/ does.
    assert hidden == ["keys_here"]
    assert {a.sheet for a in ACTIONS} - {""} <= set(SHEET_GROUPS)


def test_every_key_of_the_readme_does_something():
    known = {keys for a in ACTIONS for keys in a.keys} | {layer.key for layer in SCHEMA.layers}
    known |= {str(number) for number in range(1, len(SCHEMA.layers) + 1)}
    known |= {"Enter", "Shift", "Ctrl+Enter"}
    tour = README.split("## A tour by keys")[1].split("## Files")[0]
    named = {word for word in re.findall(r"`([^`]+)`", tour) if "pullquote " not in word}
    assert named - known == set()


def test_one_version_everywhere():
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert PROJECT["version"] == __version__ == version("pullquote")
    assert re.findall(r"^## (\d\S*)", changes, re.MULTILINE)[0] == __version__


def test_a_wheel_has_all_resources_but_the_pictures_of_the_readme():
    wheel = TOML["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    folders = {f"resources/{path.name}" for path in (ROOT / "resources").iterdir()}
    assert folders - set(wheel) == {"resources/screenshots"}


def test_the_lock_has_everything_that_is_asked_for():
    lines = (ROOT / "packaging" / "lock.txt").read_text("utf-8").splitlines()
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", "\n".join(lines), re.MULTILINE))
    pinned = {canonicalize_name(name): number for name, number in pinned.items()}
    entries = "\n".join(lines).split("\n    --hash=sha256:")
    assert len(entries) > 2 * len(pinned)
    assert all("==" not in after for line, after in pairwise(lines) if "==" in line)
    # What .venv gets; extras for people are not installed by it.
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        assert name in pinned
        assert requirement.specifier.contains(pinned[name])

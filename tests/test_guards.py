"""What once cost days: guards against faults of the parts the program is built with."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import packaging
import pytest

ROOT = Path(__file__).parents[1]


def test_void_calls_of_qt_keep_the_reference_count_of_none() -> None:
    """PySide6 6.12.0 loses one reference to None in almost every void call before Python 3.12."""
    if sys.version_info >= (3, 12):
        pytest.skip("None is immortal from Python 3.12 on")
    program = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication, QWidget\n"
        "application = QApplication([])\n"
        "widget = QWidget()\n"
        "before = sys.getrefcount(None)\n"
        "for _ in range(50_000):\n"
        "    widget.update()\n"
        "lost = before - sys.getrefcount(None)\n"
        "assert abs(lost) < 100, f'{lost} references to None lost'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_folder_packaging_does_not_hide_the_library() -> None:
    assert "site-packages" in str(packaging.__file__)
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_the_command_line_brings_no_heavy_library() -> None:
    program = (
        "import sys, pullquote.__main__, pullquote.cli.main, pullquote.ui.command_table\n"
        "heavy = {'PySide6', 'numpy', 'rapidfuzz', 'trafilatura', 'lxml'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_window_starts_without_what_it_needs_only_later() -> None:
    program = (
        "import sys, pullquote.__main__\n"
        "pullquote.__main__.load_window()\n"
        "late = {'click', 'numpy', 'rapidfuzz', 'msgspec'}\n"
        "late |= {'trafilatura', 'lxml', 'pypdfium2', 'docx'}\n"
        "assert not late & set(sys.modules), late & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_start_imports_little_and_a_key_calls_little() -> None:
    """Counts and no times: our modules before the first paint, calls and files of a press of Q."""
    program = ROOT / "tests" / "benchmarks" / "bench_window.py"
    done = subprocess.run(
        [sys.executable, str(program), "counts"], capture_output=True, text=True, check=True
    )
    modules, calls, files = map(int, done.stdout.split())
    assert modules <= 140, "modules before the first paint; the goal is 80"
    assert calls <= 2_350, "calls of a press of Q"
    assert files <= 70, "files of a press of Q"


def test_no_file_cuts_texts_with_splitlines() -> None:
    """str.splitlines cuts at U+2028 and others, which are characters of a paragraph."""
    files = (ROOT / "app").rglob("*.py")
    assert [p for p in files if ".splitlines(" in p.read_text(encoding="utf-8")] == []


def test_no_living_object_gets_another_class() -> None:
    """PySide6 6.11 frees what it made for the other class and goes on to know the place: what comes
    there next, of whatever kind, is taken for it, and Python ends somewhere in a later test.
    """
    swap = re.compile(r"\.__class__\s*=(?!=)")
    files = [file for folder in ("app", "tests") for file in (ROOT / folder).rglob("*.py")]
    found = [str(file) for file in files if swap.search(file.read_text(encoding="utf-8"))]
    assert not found, "put a function in the place of the method: monkeypatch.setattr"


def test_resources_and_seeds_are_found() -> None:
    assets = importlib.import_module("pullquote.assets")
    assert (assets.RESOURCES / "schemas" / "statements.toml").is_file()
    assert assets.SEEDS.is_dir()


def test_no_pattern_has_a_possessive_group() -> None:
    """Python before 3.11.4 takes one character more than such a group holds; atomic ones work."""
    possessive = re.compile(r"[^\\]\)(?:[*+?]|\{[\d,]+\})\+")
    texts = {path.name: path.read_text("utf-8") for path in (ROOT / "app").rglob("*.py")}
    assert {name: possessive.findall(text) for name, text in texts.items()
            if possessive.search(text)} == {}  # fmt: skip

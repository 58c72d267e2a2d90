"""What a program folder is made of: the routines that stand there for OpenBLAS."""

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import click
import numpy
import pytest

from pullquote.__main__ import COMPLETION
from pullquote.cli.main import command_line
from pullquote.ui.command_table import COMMANDS

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "packaging" / "blas.py"
STANDS_IN = ROOT / "packaging" / "no_lapack.py"
PRODUCTS = """
import importlib.util, itertools, sys

name = "numpy.linalg._umath_linalg"
spec = importlib.util.spec_from_file_location(name, sys.argv[1])
sys.modules[name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules[name])
import numpy as np

random = np.random.default_rng(1)

def array(shape, kind, laid):
    made = random.integers(-9, 9, shape).astype(kind)
    if np.iscomplexobj(made):
        made += 1j * random.integers(-9, 9, shape).astype(kind)
    if laid == "columns":
        return np.asfortranarray(made)
    step = 2 if laid == "every second" else 1
    wide = np.zeros([3 * side for side in shape], kind)
    part = tuple(slice(0, side * step, step) for side in shape)
    wide[part] = made
    return wide[part] if laid != "rows" else made

def exactly(product, one, other):
    return np.asarray(product(one.astype(object), other.astype(object))).astype(one.dtype)

SHAPES = [(1, 1, 1), (3, 4, 5), (7, 1, 2), (1, 6, 3), (5, 5, 5), (0, 3, 2), (3, 0, 2)]
LAYOUTS = ["rows", "columns", "part", "every second"]
for kind, (m, k, n) in itertools.product("fdFD", SHAPES):
    for left, right in itertools.product(LAYOUTS, LAYOUTS):
        a, b, x = array((m, k), kind, left), array((k, n), kind, right), array((k,), kind, left)
        y = array((k,), kind, right)
        for product in (np.matmul, np.dot):
            for pair in ((a, b), (a, x), (x, b), (a, a.T), (a.T, a), (x, y), (b.T, a.T)):
                wanted = exactly(product, *pair) if k else product(*pair) * 0
                assert np.array_equal(product(*pair), wanted), (kind, m, k, n, left, right)
        assert np.vdot(x, y) == np.sum(np.conj(x) * y)
loaded = open("/proc/self/maps").read()
assert "PLAIN" in loaded and "openblas" not in loaded
try:
    np.linalg.inv(np.eye(2))
except AttributeError as error:
    assert "left out" in str(error)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("cc") and shutil.which("objdump")),
    reason="needs a compiler on Linux",
)
def test_numpy_multiplies_with_the_plain_routines_of_a_bundle_as_by_hand(tmp_path: Path) -> None:
    found = list((Path(numpy.__file__).parents[1] / "numpy.libs").glob("libscipy_openblas64_*.so"))
    if not found:
        pytest.skip("this NumPy brings no OpenBLAS")
    script = runpy.run_path(str(SCRIPT))
    library = tmp_path / "PLAIN.so"
    script["build"](library, found[0].name)
    done = subprocess.run(
        [sys.executable, "-c", PRODUCTS, STANDS_IN], capture_output=True, text=True, check=False,
        env={**os.environ, "LD_PRELOAD": str(library)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


SHELL = runpy.run_path(str(ROOT / "packaging" / "shell_files.py"))


def test_the_man_page_has_every_command_and_option(tmp_path: Path) -> None:
    made = {path.name: path.read_text("utf-8") for path in SHELL["write"](tmp_path)}
    page = made["pullquote.1"].replace("\\-", "-")
    group = command_line(COMMANDS)
    context = click.Context(group, info_name="pullquote")
    for name in group.list_commands(context):
        assert f".SS pullquote {name} " in page
        options = [o for p in group.get_command(context, name).params for o in p.opts if "-" in o]
        assert [option for option in options if option not in page] == []
    assert {"pullquote", "_pullquote", "pullquote.fish"} < set(made)


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_the_man_page_is_set_without_a_warning() -> None:
    page = SHELL["man_page"](command_line(COMMANDS))
    done = subprocess.run(
        ["groff", "-Kutf8", "-man", "-Tutf8", "-ww"],
        input=page, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert "Make an empty project." in done.stdout


@pytest.mark.parametrize(
    ("line", "place", "offered"),
    [("pullquote co", 1, {"codebook", "collect", "consistency", "copy"}),
     ("pullquote export a --form", 3, {"--format"}), ("pullquote ", 1, {"open", "export"})],
)  # fmt: skip
def test_a_shell_is_told_how_a_line_can_go_on(line: str, place: int, offered: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pullquote"], capture_output=True, text=True, check=False,
        env={**os.environ, COMPLETION: "bash_complete", "COMP_WORDS": line,
             "COMP_CWORD": str(place)},
    )  # fmt: skip
    assert done.stderr == ""
    found = {answer.partition(",")[2] for answer in done.stdout.split()}
    assert offered <= found
    assert "check" not in found or line == "pullquote "

"""The shape of the code: no circles, nothing too large, front doors that say what they give, and
tests where one looks for them."""

import ast
import builtins
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

APP = Path(__file__).parents[1] / "app"
TESTS = Path(__file__).parent
FILES = {path: path.read_text("utf-8") for path in sorted(APP.rglob("*.py"))}
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def module_name(path: Path) -> str:
    parts = path.relative_to(APP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {module_name(path): path for path in FILES}
TREES = {name: ast.parse(FILES[path]) for name, path in PATHS.items()}


def from_imports(name: str) -> Iterator[tuple[str, str]]:
    """(module, name in it) of every `from` import in a module, wherever it stands in the file."""
    package = name if PATHS[name].name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            parts = above if node.level else []
            base = ".".join([*parts, *([node.module] if node.module else [])])
            yield from ((base, alias.name) for alias in node.names)


def needed(name: str) -> set[str]:
    """The modules that a module imports, types and late imports counted."""
    found = {alias.name for node in ast.walk(TREES[name]) if isinstance(node, ast.Import)
             for alias in node.names}  # fmt: skip
    for base, what in from_imports(name):
        found.add(f"{base}.{what}" if f"{base}.{what}" in PATHS else base)
    return (found & PATHS.keys()) - {name}


def room(name: str) -> str:
    return ".".join(name.split(".")[1:2])


def definitions(name: str) -> dict[str, Definition]:
    return {node.name: node for node in TREES[name].body if isinstance(node, Definition)}


def front_doors() -> set[tuple[str, str]]:
    """(module, function or class) of all that another room imports, by name or with its module."""
    found = set()
    for name, tree in TREES.items():
        modules = {}
        for base, what in from_imports(name):
            if base in PATHS and room(base) != room(name):
                found.add((base, what))
                modules[what] = f"{base}.{what}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.add((modules.get(node.value.id, ""), node.attr))
    return {(name, what) for name, what in found if name in PATHS and what in definitions(name)}


def test_every_front_door_says_what_its_signature_does_not() -> None:
    doors = front_doors()
    assert len(doors) > 200
    silent = [door for door in doors if not ast.get_docstring(definitions(door[0])[door[1]])]
    assert sorted(silent) == []


def test_no_modules_need_one_another() -> None:
    """Whoever needs a type depends on its file, so imports for types alone count too."""
    try:
        TopologicalSorter({name: needed(name) for name in PATHS}).prepare()
    except CycleError as error:
        raise AssertionError(" needs ".join(reversed(error.args[1]))) from None


def test_errors_that_docstrings_name_are_there() -> None:
    known = set(dir(builtins)) | {
        node.name
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    raised = re.compile(r"\bRaises? ((?:[\w`]+(?:, | and | or | ))*[\w`]+)")
    named = {
        (name, word)
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, Definition)
        for said in raised.findall(" ".join((ast.get_docstring(node) or "").split()))
        for word in re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b", said)
    }
    assert len(named) > 40
    assert sorted((name, word) for name, word in named if word not in known) == []


def test_no_folder_is_too_full_to_be_read_at_a_glance() -> None:
    counts = Counter(path.parent for path in FILES if path.name != "__init__.py")
    full = {str(folder.relative_to(APP)): count for folder, count in counts.items() if count > 18}
    assert full == {}


def test_no_file_is_too_long() -> None:
    lengths = {name: FILES[path].count("\n") for name, path in PATHS.items()}
    assert {name: length for name, length in lengths.items() if length > 700} == {}


def test_no_function_is_too_long() -> None:
    long = defaultdict(list)
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 50:
                    long[name].append((node.name, length))
    assert long == {}


def test_tests_lie_where_their_modules_lie_and_are_called_after_them() -> None:
    """After a module or a folder in the folder that is mirrored, after that folder where several of
    them are concerned, or after a helper beside the tests."""
    others = (".", "access", "benchmarks", "seeds", "torture", "ui/window")
    apart = {TESTS / name for name in others}
    # What the figures are compared with, computed another way.
    apart.add(TESTS / "agreement" / "reference")
    strange = []
    for folder in sorted({path.parent for path in TESTS.rglob("*.py")} - apart):
        mirrored = APP / "pullquote" / folder.relative_to(TESTS)
        beside = [mirrored, *mirrored.glob("*"), *folder.glob("*.py")]
        starts = tuple(f"test_{path.stem.removesuffix('_')}_" for path in beside)
        if not mirrored.is_dir():
            strange.append(folder)
        strange += [t for t in folder.glob("test_*.py") if not f"{t.stem}_".startswith(starts)]
    assert [str(path.relative_to(TESTS)) for path in strange] == []

"""The licences of everything in a bundle, in a folder `licences` of it; fails where one is missing.

What goes in is found, not listed: the packages that Pullquote needs, the interpreter, Qt, the
fonts, and the libraries of the system that were bundled with them.
"""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "packaging" / "licences"
WORDS = ("LICEN", "COPYING", "NOTICE", "AUTHORS")
# Their wheels hold no text of a licence.
UNDER_LGPL = {"pyside6-essentials", "shiboken6"}


def main(bundle: Path) -> None:
    to = bundle / "licences"
    shutil.rmtree(to, ignore_errors=True)
    missing = [name for name, made in needed("pullquote") if not copy_texts(name, made, to / name)]
    shutil.copytree(TEXTS, to / "Qt")
    for font in (ROOT / "resources" / "fonts").glob("OFL-*.txt"):
        put(font, to / "fonts")
    missing += [] if copy_python(to / "Python") else ["Python"]
    missing += copy_system(bundle / "_internal", to / "system")
    if missing:
        raise SystemExit(f"licences: none found of {', '.join(missing)}")
    print(f"licences: {sum(path.is_file() for path in to.rglob('*'))} files in {to}")


def needed(root: str) -> Iterator[tuple[str, Distribution]]:
    """The names and distributions of all that `root` needs at run time, itself included."""
    known: dict[str, Distribution] = {}
    waiting = [root]
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in known:
            continue
        known[name] = distribution(name)
        for line in known[name].requires or []:
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is None or marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    yield from sorted(known.items())


def copy_texts(name: str, made: Distribution, to: Path) -> bool:
    if name in UNDER_LGPL:
        return True
    inside = (file for file in made.files or [] if file.parts[0].endswith(".dist-info"))
    found = [file for file in inside if any(word in str(file).upper() for word in WORDS)]
    for file in found:
        text = Path(str(file.locate()))
        if text.is_file() and text.suffix not in {".py", ".pyc"}:
            # Some wheels have several of one name in folders.
            put(text, to.joinpath(*file.parent.parts[1:]))
    return to.is_dir() or (name == "pullquote" and put(ROOT / "LICENSE", to))


def copy_python(to: Path) -> bool:
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    found = [place / "LICENSE.txt" for place in places] + [place / "LICENSE" for place in places]
    return any(put(text, to) for text in found if text.is_file())


def copy_system(libraries: Path, to: Path) -> list[str]:
    """The copyright files of Debian's packages that bundled libraries come from."""
    if shutil.which("dpkg") is None:
        return []
    missing = []
    for library in sorted(libraries.glob("lib*.so*")):
        # Links to what stands in the folder of its package, and the interpreter.
        if library.is_symlink() or library.name.startswith("libpython"):
            continue
        asked = subprocess.run(
            ["dpkg", "-S", f"*/{library.name}*"], capture_output=True, text=True, check=False
        )
        package = asked.stdout.partition(":")[0]
        if not (package and put(Path("/usr/share/doc", package, "copyright"), to / package)):
            missing.append(library.name)
    return missing


def put(text: Path, to: Path) -> bool:
    if text.is_file():
        to.mkdir(parents=True, exist_ok=True)
        shutil.copy(text, to / text.name)
    return text.is_file()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

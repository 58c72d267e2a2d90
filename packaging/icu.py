"""Leave out of a bundle's ICU what a window of text does not ask for: three quarters of it.

Qt on Linux brings all of ICU's data, 32 MB: names of languages, regions, currencies and time zones
in hundreds of languages, and encodings, which Python decodes. What orders names in lists, in any
language, stays, and so does what folds text; what divides it Qt has itself. Needs Debian's
icu-devtools and a C compiler; without them the bundle is as large as before, and this says so.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ORDERS = "coll"
"""Kept whole; of other folders only what holds for all languages, and English."""
DIVIDES = "brkitr"
"""Where words and lines end, which Qt finds without it."""
KEPT = {"root.res", "en.res", "en_US.res", "pool.res", "res_index.res", "tzdbNames.res"}
ASSEMBLY = """
.section .note.GNU-stack,"",@progbits
.section .rodata
.balign 16
.globl {symbol}
.type {symbol}, @object
{symbol}:
.incbin "{data}"
.size {symbol}, . - {symbol}
"""


def main(bundle: Path) -> None:
    libraries = [path for path in bundle.rglob("libicudata.so.*") if not path.is_symlink()]
    lacking = [name for name in ("icupkg", "cc", "objdump") if shutil.which(name) is None]
    if lacking or not libraries:
        print(f"icu: left as it is; {', '.join(lacking) or 'a library of it'} is not there")
        return
    for library in libraries:
        before = library.stat().st_size
        with tempfile.TemporaryDirectory() as folder:
            shrink(library, Path(folder))
        print(f"icu: {before / 1e6:.0f} MB became {library.stat().st_size / 1e6:.0f}")


def shrink(library: Path, folder: Path) -> None:
    symbol, data = found_data(library)
    # The names in the table of contents begin with that of the file.
    name = symbol.replace("_dat", "l.dat")
    whole, small = folder / "whole" / name, folder / "small" / name
    for path in (whole, small):
        path.parent.mkdir()
    whole.write_bytes(data)
    items = run("icupkg", "-l", whole).split()
    dropped = folder / "dropped.txt"
    dropped.write_text("\n".join(item for item in items if not wanted(item)), "utf-8")
    run("icupkg", "-r", dropped, whole, small)
    source = folder / "data.s"
    source.write_text(ASSEMBLY.format(symbol=symbol, data=small), "utf-8")
    run("cc", "-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-o", library, source)


def found_data(library: Path) -> tuple[str, bytes]:
    """The symbol under which the data stand, and they themselves."""
    for line in run("objdump", "-T", library).splitlines():
        if line.endswith("_dat"):
            address, size, symbol = line.split()[0], line.split()[-2], line.split()[-1]
            sections = run("objdump", "-h", library)
            section = re.search(r"\.rodata\s+\S+\s+(\S+)\s+\S+\s+(\S+)", sections)
            if section is None:
                break
            start = int(address, 16) - int(section[1], 16) + int(section[2], 16)
            return symbol, library.read_bytes()[start : start + int(size, 16)]
    raise SystemExit(f"icu: no data were found in {library}")


def wanted(item: str) -> bool:
    folder, _, name = item.rpartition("/")
    if folder == ORDERS or (name in KEPT and folder != DIVIDES):
        return True
    if folder or name.endswith(".cnv"):
        return False
    return not name.endswith(".res") or is_table(name)


def is_table(name: str) -> bool:
    """Languages are called by two or three small letters, and what follows an underline."""
    stem = name.removesuffix(".res")
    return not re.fullmatch(r"[a-z]{2,3}(?:_\w+)?", stem)


def run(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]))

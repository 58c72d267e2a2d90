"""Put blas.c in the place of the OpenBLAS that NumPy's wheels bring: 41 kB instead of 27 MB.

Of linear algebra the program multiplies a few arrays; equations and eigenvalues nobody asks for,
and the part of NumPy that solves them is not in the bundle: no_lapack.py stands there. Needs a C
compiler and objdump; without them, or where NumPy asks for more than blas.c has, the bundle is as
large as before, and this says so.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("blas.c")


def main(bundle: Path) -> None:
    lacking = [name for name in ("cc", "objdump") if shutil.which(name) is None]
    folder = next(bundle.rglob("numpy.libs"), None)
    found = list(folder.glob("libscipy_openblas64_*.so")) if folder else []
    if lacking or folder is None or not found:
        print(f"blas: left as it is; {', '.join(lacking) or 'OpenBLAS'} is not there")
        return
    before = sum(path.stat().st_size for path in folder.iterdir())
    library = folder / "libplain.so"
    build(library, found[0].name)
    asked = set().union(*map(symbols, (folder.parent / "numpy").rglob("*.so")))
    if missing := asked - symbols(library):
        library.unlink()
        print(f"blas: left as it is; NumPy asks for {', '.join(sorted(missing))}")
        return
    # What remains in the folder is there for OpenBLAS alone.
    for path in folder.iterdir():
        if path != library:
            (folder.parent / path.name).unlink(missing_ok=True)
            path.unlink()
    library.rename(found[0])
    print(f"blas: {before / 1e6:.0f} MB became {found[0].stat().st_size / 1e6:.2f}")


def build(library: Path, name: str) -> None:
    """Compile the routines into a library that answers to `name`, by which NumPy asks for it."""
    flags = ("-O3", "-shared", "-fPIC", "-s", f"-Wl,-soname,{name}")
    subprocess.run(["cc", *flags, "-o", library, SOURCE], check=True)


def symbols(library: Path) -> set[str]:
    """The names of BLAS and LAPACK that a library asks for or gives."""
    command = ["objdump", "-T", library]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\bscipy_\w+$", listed, re.MULTILINE))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

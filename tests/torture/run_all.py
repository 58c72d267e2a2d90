"""Run the three at length, one after the other, each in a process of its own.

Counts may be given instead of the usual ones: `python run_all.py KILLS DAMAGED FUZZED SEED`.
"""

import subprocess
import sys
from pathlib import Path

USUAL = ("500", "2000", "200000", "0")


def main(*given: str) -> int:
    *counts, seed = (*given, *USUAL[len(given) :])
    failed = 0
    for noun, count in zip(("kills", "damage", "fuzz"), counts, strict=True):
        script = Path(__file__).with_name(f"{noun}.py")
        failed += subprocess.run([sys.executable, script, count, seed], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

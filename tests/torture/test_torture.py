"""A little of each: twenty kills, two hundred damaged files, a thousand fuzzed inputs."""

import subprocess
import sys
from pathlib import Path

import pytest

COUNTS = {"kills": 20, "damage": 200, "fuzz": 1000}


@pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")
@pytest.mark.parametrize("noun", COUNTS)
def test_nothing_is_lost_and_all_is_a_sentence(noun: str) -> None:
    script = Path(__file__).with_name(f"{noun}.py")
    done = subprocess.run(
        [sys.executable, script, str(COUNTS[noun]), "0"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr

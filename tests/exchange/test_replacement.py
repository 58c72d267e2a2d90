"""A full disk, a kill, a lock: what was there before an export stays."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pullquote.exchange import replacement
from pullquote.exchange.errors import CannotWriteFile
from pullquote.exchange.export import write_corpus
from pullquote.exchange.formats import FORMATS

CHILD = """
import resource, sys, time
from pathlib import Path
from pullquote.exchange.errors import CannotWriteFile
from pullquote.exchange.formats import FORMATS
from pullquote.exchange.replacement import publish

def fill(folder):
    for number in range(3):
        (folder / f"{number}.txt").write_bytes(b"new" * 1000)
    print("filled", flush=True)
    if sys.argv[2] == "wait":
        time.sleep(60)

out = Path(sys.argv[1])
if sys.argv[2] == "full":
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
while True:
    try:
        publish(out, FORMATS[0].form_of(out), "0.txt", fill, lambda ready: None)
    except CannotWriteFile as error:
        sys.exit(str(error))
    if sys.argv[2] != "again":
        break
"""


def child(path: Path, how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def put(path: Path, fill, check) -> None:
    replacement.publish(path, FORMATS[0].form_of(path), "0.txt", fill, check)


def fill(content: bytes):
    return lambda folder: (folder / "0.txt").write_bytes(content)


@pytest.mark.parametrize("name", ["out", "out.zip", "out.jsonl"])
def test_a_failed_check_leaves_what_was_there(name, tmp_path):
    def refuse(ready: Path) -> None:
        raise OSError(5, "Input/output error")

    put(tmp_path / name, fill(b"old"), lambda ready: None)
    before = snapshot(tmp_path)
    with pytest.raises(CannotWriteFile, match="Input/output error"):
        put(tmp_path / name, fill(b"new"), refuse)
    assert snapshot(tmp_path) == before


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@pytest.mark.skipif(sys.platform != "linux", reason="limits and signals of Linux")
@pytest.mark.parametrize("name", ["out", "out.zip", "out.jsonl"])
def test_a_full_disk_leaves_what_was_there(name, tmp_path, patience):
    put(tmp_path / name, fill(b"old"), lambda ready: None)
    before = snapshot(tmp_path)
    with child(tmp_path / name, "full") as process:
        _, said = process.communicate(timeout=patience)
    assert "could not be written: File too large." in said
    assert snapshot(tmp_path) == before


@pytest.mark.skipif(sys.platform != "linux", reason="limits and signals of Linux")
def test_a_kill_leaves_what_was_there_and_the_next_export_cleans_up(tmp_path):
    out = tmp_path / "out"
    put(out, fill(b"old"), lambda ready: None)
    with child(out, "wait") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "filled\n"
        process.kill()
    assert snapshot(out) == {"0.txt": b"old"}
    put(out, fill(b"new"), lambda ready: None)
    assert snapshot(tmp_path) == {"out/0.txt": b"new"}


@pytest.mark.skipif(sys.platform != "linux", reason="limits and signals of Linux")
def test_the_next_export_of_any_name_cleans_up_after_killed_ones_alone(tmp_path):
    (tmp_path / ".mine.part").mkdir()
    (tmp_path / ".mine.part" / "thesis.txt").write_text("mine")
    with child(tmp_path / "dead", "wait") as dead, child(tmp_path / "alive", "wait") as alive:
        for process in (dead, alive):
            assert process.stdout is not None
            assert process.stdout.readline() == "filled\n"
        dead.kill()
        dead.wait()
        put(tmp_path / "out", fill(b"new"), lambda ready: None)
        there = sorted(path.name for path in tmp_path.iterdir())
        with pytest.raises(CannotWriteFile, match="another export to it is under way"):
            put(tmp_path / "alive", fill(b"new"), lambda ready: None)
        alive.kill()
    assert there == [".alive.part", ".mine.part", "out"]


@pytest.mark.skipif(sys.platform != "linux", reason="limits and signals of Linux")
def test_a_kill_at_any_moment_leaves_the_old_or_the_new(tmp_path):
    out = tmp_path / "out"
    put(out, fill(b"old"), lambda ready: None)
    whole = {f"{number}.txt": b"new" * 1000 for number in range(3)}
    for round_ in range(6):
        with child(out, "again") as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.003 * round_)  # another moment each time
            os.kill(process.pid, signal.SIGKILL)
        assert snapshot(out) in ({"0.txt": b"old"}, whole)


def test_without_an_exchange_of_names_a_crash_between_two_is_mended(tmp_path, monkeypatch):
    out = tmp_path / "out"
    put(out, fill(b"old"), lambda ready: None)
    out.rename(tmp_path / ".out.before")
    monkeypatch.setattr(replacement, "_swap", lambda one, other: False)
    with pytest.raises(CannotWriteFile):
        put(out, lambda folder: _fail(), lambda ready: None)
    assert snapshot(tmp_path) == {"out/0.txt": b"old"}
    put(out, fill(b"new"), lambda ready: None)
    assert snapshot(tmp_path) == {"out/0.txt": b"new"}


def _fail() -> None:
    raise OSError(28, "No space left on device")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Act as somebody who is not root, for root may write anywhere."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if me == 0:
            os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_folder_without_the_right_to_write_is_said(tmp_path, sample):
    (tmp_path / "locked").mkdir(mode=0o500)
    for kind in FORMATS:
        with as_nobody(), pytest.raises(CannotWriteFile, match="Permission denied"):
            write_corpus(kind, sample, tmp_path / "locked" / "out")


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    put(tmp_path / "link", fill(b"new"), lambda ready: None)
    assert (tmp_path / "link").is_symlink()
    assert snapshot(tmp_path / "real") == {"0.txt": b"new"}

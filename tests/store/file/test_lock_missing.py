"""Disks without locks: one at a time all the same, and never locked for ever."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pullquote.store import Project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="loads its shim as Linux does")

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
static int refused(void) { errno = atoi(getenv("NO_LOCKS")); return -1; }
int flock(int fd, int how) { (void)fd; (void)how; return refused(); }
static int control(const char *name, int fd, int what, void *value) {
    int (*real)(int, int, ...) = dlsym(RTLD_NEXT, name);
    int locks = what == F_SETLK || what == F_SETLKW || what == F_GETLK
        || what == F_OFD_SETLK || what == F_OFD_SETLKW || what == F_OFD_GETLK;
    if (locks && getenv("NO_RECORD_LOCKS")) return refused();
    return real(fd, what, value);
}
#define CONTROL(name) int name(int fd, int what, ...) { \
    va_list list; va_start(list, what); void *value = va_arg(list, void *); va_end(list); \
    return control(#name, fd, what, value); }
CONTROL(fcntl)
CONTROL(fcntl64)
"""
CHILD = """
import sys
from pathlib import Path
from pullquote.store import Project
path, what = Path(sys.argv[1]), sys.argv[2]
with Project.open(path) as project:
    print(project.why_read_only or "writes", flush=True)
    if not project.read_only:
        with project.operation("Name", 1) as writer:
            writer.set_project(guidelines_md=project.guidelines + what)
        project.back_up()
        copy = path.with_name("copy.pullquote")
        project.save_copy(copy)
        with Project.open(copy) as other:
            print(other.guidelines == project.guidelines, other.check(), flush=True)
    print(project.guidelines, flush=True)
    if what == "wait":
        sys.stdin.readline()
"""


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no compiler for the shim")
    source = tmp_path_factory.mktemp("shim") / "locks.c"
    source.write_text(SHIM)
    made = source.with_suffix(".so")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)
    return made


NUMBERS = {"ENOLCK": 37, "ENOSYS": 38, "EOPNOTSUPP": 95}


@pytest.fixture(params=[(name, records) for name in NUMBERS for records in (False, True)])
def lockless(request: pytest.FixtureRequest, shim: Path) -> dict[str, str]:
    """The environment of a process whose disks have no locks, or only those of records."""
    name, records = request.param
    no_records = {"NO_RECORD_LOCKS": "1"} if records else {}
    return {**os.environ, "LD_PRELOAD": str(shim), "NO_LOCKS": str(NUMBERS[name]), **no_records}


def start(path: Path, what: str, env: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, path, what],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env,
    )  # fmt: skip


def said(path: Path, what: str, env: dict[str, str]) -> list[str]:
    out, error = start(path, what, env).communicate("\n")
    assert error == ""
    return out.splitlines()


@pytest.fixture
def closed(project: Project, path: Path) -> Path:
    project.close()
    return path


def test_a_disk_without_locks_is_written_to_by_one_at_a_time(
    closed: Path, lockless: dict[str, str]
) -> None:
    assert said(closed, "a", lockless) == ["writes", "True []", "a"]
    left = {entry.name for entry in closed.parent.iterdir()} - {"copy.backups"}
    assert left == {"news.pullquote", "news.backups", "copy.pullquote"}
    first = start(closed, "wait", lockless)
    assert first.stdout is not None
    assert [first.stdout.readline() for _ in range(3)] == ["writes\n", "True []\n", "await\n"]
    second = said(closed, "b", lockless)
    assert second[0].startswith("locked by ")
    assert second[1] == "await"
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    assert closed.with_name("news.pullquote.lock").exists()
    assert said(closed, "c", lockless) == ["writes", "True []", "awaitc"]
    assert not closed.with_name("news.pullquote.lock").exists()
    with Project.open(closed) as again:
        assert again.guidelines == "awaitc"
        assert again.check() == []


def marker(path: Path, age: float, **holder: object) -> None:
    lock = path.with_name(path.name + ".lock")
    lock.write_text(json.dumps(holder) if holder else "")
    os.utime(lock, (time.time() - age, time.time() - age))


@pytest.mark.parametrize(
    ("age", "holder", "opened"),
    [
        (60, {"host": "elsewhere", "process": 1, "user": "x", "since": "now"}, False),
        (3600, {"host": "elsewhere", "process": 1, "user": "x", "since": "now"}, True),
        (-3600, {"host": "elsewhere", "process": 1, "user": "x", "since": "now"}, False),
        (0, {"host": socket.gethostname(), "process": os.getpid(), "begun": "another"}, True),
        (1e6, {"host": socket.gethostname(), "process": os.getpid()}, False),
        (0, {"host": socket.gethostname(), "process": 2**22 + 1}, True),
        (0, {}, False),
        (60, {}, True),
    ],
)
def test_a_marker_holds_as_long_as_its_holder(
    closed: Path, shim: Path, age: float, holder: dict[str, object], opened: bool
) -> None:
    env = {**os.environ, "LD_PRELOAD": str(shim), "NO_LOCKS": "37"}
    marker(closed, age, **holder)
    assert (said(closed, "a", env)[0] == "writes") == opened

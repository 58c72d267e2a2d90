"""The program and a screen reader's side of the bridge, on a screen and a bus of their own."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import pytest

PATIENCE = 60.0
HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"


def missing() -> list[str]:
    """What the bridge needs and the machine lacks."""
    found = [name for name in ("Xvfb", "dbus-daemon") if shutil.which(name) is None]
    found += [path for path in (LAUNCHER, SYSTEM_PYTHON) if not Path(path).exists()]
    asked = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    if not found and subprocess.run(asked, capture_output=True, check=False).returncode:
        found.append("gi.repository.Atspi")
    return found


class Process:
    """One that answers each line with a line; its lines are lists in JSON."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self.running = subprocess.Popen(
            command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> "Process":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        assert self.running.stdin is not None
        self.running.stdin.close()
        try:
            self.running.wait(20)
        finally:
            self.running.kill()
            self.running.__exit__(None, None, None)
        assert self.running.returncode == 0, f"{self.name} ended with {self.running.returncode}"

    def answer(self) -> object:
        assert self.running.stdout is not None
        if not select.select([self.running.stdout], [], [], PATIENCE)[0]:
            self.running.send_signal(signal.SIGABRT)
            pytest.fail(f"{self.name} does not answer")
        line = self.running.stdout.readline()
        if not line:
            pytest.fail(f"{self.name} ended with {self.running.wait(20)}")
        return json.loads(line)

    def ask(self, name: str, *given: object) -> object:
        assert self.running.stdin is not None
        try:
            self.running.stdin.write(json.dumps([name, *given]) + "\n")
            self.running.stdin.flush()
        except BrokenPipeError:
            pytest.fail(f"{self.name} ended with {self.running.wait(20)}")
        return self.answer()

    def __getattr__(self, name: str) -> Callable[..., object]:
        return lambda *given: self.ask(name, *given)


class Bridge:
    """Both ends: `program` is driven, `walker` asks and listens."""

    def __init__(self, program: Process, walker: Process) -> None:
        self.program = program
        self.walker = walker


def background(stack: ExitStack, command: list[str], environment: dict[str, str]) -> str:
    """Start what runs until the end; its first line."""
    process = stack.enter_context(
        subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE)
    )
    stack.callback(process.terminate)
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture(scope="session")
def bridge(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bridge]:
    if "PULLQUOTE_ACCESS" not in os.environ:
        pytest.skip("run by make access")
    if lacking := missing():
        said = f"no accessibility bus can be had: {', '.join(lacking)} missing"
        if os.environ.get("PULLQUOTE_ACCESS") == "must" and os.geteuid() == 0:
            pytest.fail(said)
        pytest.skip(said)
    home = tmp_path_factory.mktemp("access")
    project = shutil.copy(sample_file, home / "Sample.pullquote")
    environment = {
        **os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home),
        "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "LANG": "C.UTF-8", "GSETTINGS_BACKEND": "memory",
    }  # fmt: skip
    home.chmod(0o700)
    with ExitStack() as stack:
        screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
        environment["DISPLAY"] = ":" + background(stack, screen, environment)
        bus = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        environment["DBUS_SESSION_BUS_ADDRESS"] = background(stack, bus, environment)
        launcher = [LAUNCHER, "--launch-immediately"]
        stack.callback(stack.enter_context(subprocess.Popen(launcher, env=environment)).terminate)
        begun = [sys.executable, "-X", "faulthandler", str(HERE / "program.py")]
        program = Process("the program", [*begun, project, str(home / "s.ini")], environment)
        stack.enter_context(program)
        assert program.answer() == "ready"
        asks = Process("the walker", [SYSTEM_PYTHON, str(HERE / "walker.py")], environment)
        yield Bridge(program, stack.enter_context(asks))

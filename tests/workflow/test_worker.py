import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from pullquote.errors import PullquoteError
from pullquote.workflow.worker import (
    Stopped,
    WorkerDied,
    WorkerSilent,
    _Patience,
    run_in_process,
    stream_from_process,
)

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs signals and limits of Linux")


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module that the other process can import too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return import_module("odd_jobs")


def test_function_runs_elsewhere_and_answers(jobs: ModuleType) -> None:
    assert run_in_process(jobs.add, 20, 22) == 42
    assert run_in_process(jobs.pid) != os.getpid()


def test_works_from_a_thread(jobs: ModuleType) -> None:
    answers: list[int] = []
    thread = threading.Thread(target=lambda: answers.append(run_in_process(jobs.add, 1, 2)))
    thread.start()
    thread.join()
    assert answers == [3]


def test_progress_ends_with_the_total(jobs: ModuleType) -> None:
    told: list[tuple[int, int]] = []
    assert run_in_process(jobs.report, 5000, progress=lambda *step: told.append(step)) == "done"
    assert told == sorted(told)
    assert told[-1] == (5000, 5000)


def test_errors_come_back_as_themselves(jobs: ModuleType) -> None:
    with pytest.raises(jobs.TooBusy, match="Too busy to do dishes"):
        run_in_process(jobs.refuse, "dishes")
    with pytest.raises(ZeroDivisionError) as caught:
        run_in_process(jobs.divide)
    assert "in divide" in caught.value.__notes__[0]
    with pytest.raises(RuntimeError, match="CannotTravel: 1 and 2"):
        run_in_process(jobs.fail_oddly)
    with pytest.raises((AttributeError, TypeError), match=r"lambda|pickle"):
        run_in_process(jobs.unsendable)


@linux
@pytest.mark.parametrize(
    ("job", "args", "why"),
    [
        ("die", (), "signal SIGKILL"),
        ("leave", (7,), "exit code 7"),
        ("crash", (), "signal SIGSEGV"),
    ],
)
def test_dead_process_is_a_sentence(
    jobs: ModuleType, job: str, args: tuple[int, ...], why: str
) -> None:
    with pytest.raises(WorkerDied, match=why) as caught:
        run_in_process(getattr(jobs, job), *args)
    assert isinstance(caught.value, PullquoteError)


@linux
def test_memory_has_a_limit(jobs: ModuleType) -> None:
    with pytest.raises(MemoryError):
        run_in_process(jobs.eat, memory=2**30)


def test_stop_ends_the_process_before_its_answer(jobs: ModuleType) -> None:
    asked = iter((False, False, True))
    with pytest.raises(Stopped):
        run_in_process(jobs.sleep, 600, stop=lambda: next(asked))
    assert multiprocessing.active_children() == []


def test_stream_gives_items_in_order(jobs: ModuleType) -> None:
    assert list(stream_from_process(jobs.squares, 2000)) == [number**2 for number in range(2000)]


def test_stream_waits_for_its_reader(jobs: ModuleType, tmp_path: Path) -> None:
    started = tmp_path / "started"
    for taken, _ in enumerate(stream_from_process(jobs.large, 50, str(started)), 1):
        assert len(started.read_text().split()) <= taken + 3


@linux
def test_items_before_a_death_arrive(jobs: ModuleType) -> None:
    got: list[int] = []
    with pytest.raises(WorkerDied):
        got.extend(stream_from_process(jobs.numbers_then_death, 100))
    assert got == list(range(100))


@pytest.mark.parametrize("job", ["numbers_then_sleep", "numbers_then_work"])
def test_silent_stream_is_ended(jobs: ModuleType, job: str) -> None:
    items = stream_from_process(getattr(jobs, job), 2, seconds=2.0)
    assert [next(items), next(items)] == [0, 1]
    with pytest.raises(WorkerSilent, match="for 2 seconds"):
        next(items)


@linux
def test_time_that_others_have_the_processor_is_not_counted(tmp_path: Path) -> None:
    """By the words of the system: a process that would like to run has what it was given."""
    stat = "7 (name) of) {} " + " ".join(["0"] * 10) + " {} 0 0 0\n"
    patience = _Patience(None, 1e9)
    patience._stat = tmp_path / "stat"
    ticks = os.sysconf("SC_CLK_TCK")
    patience._stat.write_text(stat.format("R", 5 * ticks))
    patience.is_over()
    before = patience._used
    patience._stat.write_text(stat.format("R", 7 * ticks))
    patience.is_over()
    assert patience._used - before == pytest.approx(2)
    patience._stat.write_text(stat.format("S", 7 * ticks))
    before = patience._used
    patience.is_over()
    assert patience._used > before


@linux
def test_process_ends_with_the_one_that_started_it(
    tmp_path: Path, until: Callable[[Callable[[], object]], None]
) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "import odd_jobs\n"
        "from pullquote.workflow.worker import stream_from_process\n"
        "if __name__ == '__main__':\n"
        "    items = stream_from_process(odd_jobs.numbers_then_sleep, 1)\n"
        "    next(items)\n"
        "    import multiprocessing\n"
        "    print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    folder = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, str(script), folder], capture_output=True, text=True, check=False
    )
    child = Path(f"/proc/{int(done.stdout)}/stat")

    def ended() -> bool:
        try:
            return child.read_text().rpartition(")")[2].split()[0] == "Z"
        except (FileNotFoundError, ProcessLookupError):
            return True

    until(ended)


def test_parsers_that_warn_are_not_heard(
    jobs: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    run_in_process(jobs.grumble)
    assert capfd.readouterr().err == ""

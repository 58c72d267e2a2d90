"""Long work by key: a newer question overtakes an older one, in whatever order they answer."""

from threading import Event, current_thread, main_thread

import pytest

from pullquote.ui.services.tasks import Tasks


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    made.finish()
    made.deleteLater()


def test_the_answer_to_the_newer_question_counts_even_if_it_comes_first(tasks, qtbot):
    answers, errors = [], []
    let_go = Event()

    def slow(_progress, _stop) -> str:
        let_go.wait()
        return "older"

    tasks.run("list", "", slow, answers.append, errors.append)
    tasks.run("list", "", lambda _progress, _stop: "newer", answers.append, errors.append)
    qtbot.waitUntil(lambda: answers == ["newer"])
    let_go.set()
    qtbot.waitUntil(lambda: not tasks.busy())
    assert (answers, errors) == (["newer"], [])


def test_work_that_is_stopped_but_not_overtaken_tells_how_it_ended(tasks, qtbot):
    answers = []

    def work(_progress, stop) -> str:
        while not stop():
            pass
        return "stopped"

    tasks.run("list", "", work, answers.append, answers.append)
    assert tasks.stop("list")
    qtbot.waitUntil(lambda: answers == ["stopped"])


def test_a_question_is_answered_while_long_work_takes_all_threads(tasks, qtbot):
    answers, let_go = [], Event()

    def slow(_progress, _stop) -> None:
        let_go.wait()

    for key in ("import", "export", "plan", "copy"):
        tasks.run(key, "Working", slow, lambda _answer: None, answers.append)
    tasks.run("search", "", lambda _progress, _stop: "found", answers.append, answers.append)
    qtbot.waitUntil(lambda: answers == ["found"])
    let_go.set()
    qtbot.waitUntil(lambda: not tasks.busy())


@pytest.mark.parametrize("fails", [False, True])
def test_what_work_held_dies_in_the_thread_of_the_window(tasks, qtbot, fails):
    died, ended = [], []

    class Held:
        def __del__(self) -> None:
            died.append(current_thread())

    def start() -> None:
        held = Held()

        def work(_progress, _stop) -> int:
            return id(held) if not fails else 1 // (held is None)

        tasks.run("", "", work, ended.append, ended.append)

    for started in range(1, 31):
        start()
        qtbot.waitUntil(lambda: len(ended) == started)  # noqa: B023 - called here
    ended.clear()
    assert len(died) == 30
    assert set(died) == {main_thread()}

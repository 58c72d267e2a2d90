"""What all tests share: how examples are drawn, how long they wait, the sample project."""

import faulthandler
import gc
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PATIENCE = 60.0

# How long an example takes says more about the machine than about the program. Fixtures last for
# all examples of a test: it makes anew what an example changes.
settings.register_profile(
    "pullquote",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    print_blob=True,
)
settings.load_profile("pullquote")


@pytest.hookimpl(trylast=True)  # after pytest's own, whose lines the end of a worker swallows
def pytest_configure(config: pytest.Config) -> None:
    """Where Python itself ends, it says where it was, in a file for each worker."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        path = config.rootpath / "build" / "crashes" / f"{worker}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
        faulthandler.enable(file)
        config.add_cleanup(file.close)


@pytest.fixture(autouse=True, scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests keep for the next time does not go to the user's own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PULLQUOTE_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("PULLQUOTE_SETTINGS", str(tmp_path_factory.mktemp("settings")))
        yield


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Garbage is collected between tests, in the thread that runs them, as the window does it.

    Otherwise any thread does it, also what other tests left: a widget that dies there ends Python.
    """
    gc.disable()
    yield
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, most) in enumerate(counts) if count > most]
    if due:
        gc.collect(due[-1])


@pytest.fixture(scope="session")
def patience() -> float:
    """Seconds that any test waits for what must come, however busy the machine is."""
    return PATIENCE


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, made once: to be read, or copied and changed."""
    from pullquote.workflow import demo

    return demo.build_demo(tmp_path_factory.mktemp("sample")).project


@pytest.fixture(scope="session")
def until() -> Callable[[Callable[[], object]], None]:
    """Wait until something holds. In the tests of the window `qtbot.waitUntil` does it."""

    def wait(holds: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.002)

    return wait


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Install a plug-in "parrot", of the package "aviary" 1.0, with this body of `suggest`."""
    folder = tmp_path / "site"

    def make(body: str, name: str = "parrot", package: str = "aviary", top: str = "") -> object:
        info = folder / f"{package}-1.0.dist-info"
        info.mkdir(parents=True, exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        module = f"{package}_{name}"
        entry = f"[pullquote.suggesters]\n{name} = {module}:suggest\n"
        (info / "entry_points.txt").write_text(entry)
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        (folder / f"{module}.py").write_text(f"{top}\ndef suggest(document):\n{lines}")
        monkeypatch.syspath_prepend(str(folder))
        monkeypatch.setenv("PYTHONPATH", str(folder))
        from pullquote.plugins.installed import find_plugin

        return find_plugin(name)

    return make

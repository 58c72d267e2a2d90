"""Plug-ins that crash, hang, flood and lie: one sentence each, and nothing of them left."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pullquote.plugins.process import PluginFailed, PluginLimits, PluginProcess

DOCUMENT = {"id": "d", "text": "“We wait,” said Ada Holm. 🚧", "options": {}}
USUAL, QUICK = PluginLimits(), PluginLimits(seconds=1.5)
ANSWER = "return {'annotations': [{'id': 1, 'layer': 'quote', 'start': 0, 'end': 10}]}"


def go_on() -> bool:
    return False


def ask(plugin, limits=USUAL, document=DOCUMENT, stop=go_on):
    process = PluginProcess(plugin, limits)
    try:
        return process.ask(document, "“Harbour”", stop)
    finally:
        process.close()


def is_alive(process: int) -> bool:
    """Whether it runs; what is dead and not fetched does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def is_gone(process: int) -> bool:
    end = time.monotonic() + 10
    while is_alive(process) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_alive(process)


def test_it_is_asked_in_a_process_of_its_own_that_goes_on(install):
    body = (
        "import os\nseen.append(document['text'])\nreturn {'pid': os.getpid(), 'seen': len(seen)}"
    )
    process = PluginProcess(install(body, top="seen = []"))
    one, two = (process.ask(DOCUMENT, "“Harbour”", go_on) for _ in range(2))
    assert one["pid"] == two["pid"] != os.getpid()
    assert two["seen"] == 2
    process.close()
    assert is_gone(one["pid"])
    assert process.ask(DOCUMENT, "“Harbour”", go_on)["pid"] != one["pid"]
    process.close()


def test_what_it_prints_is_no_answer(install):
    body = f"import os\nprint('hello')\nos.write(1, b'{{}}')\nprint('x' * 9_000_000)\n{ANSWER}"
    process = PluginProcess(install(body))
    assert process.ask(DOCUMENT, "“Harbour”", go_on)["annotations"][0]["end"] == 10
    process.close()
    assert set(process.printed.strip()) == {"x"}
    assert len(process.printed) <= 4_000


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise RuntimeError('no\\nmodel')", "failed (RuntimeError: no model)"),
        ("import sys\nsys.exit(3)", "ended without an answer (exit code 3)"),
        ("import os\nos.abort()", "ended without an answer (signal SIGABRT)"),
        ("import os\nos._exit(0)", "ended without an answer (exit code 0)"),
        ("return None", "answered no object"),
        ("return [1]", "answered no object"),
        ("return {'confidence': float('nan')}", "failed (ValueError: Out of range"),
        ("return {'a': object()}", "failed (TypeError: Object of type object"),
        ("a = {}\na['a'] = a\nreturn a", "failed (ValueError: Circular reference"),
        ("return {'annotations': [1] * 10_001}", "suggested more than 10,000 labels"),
        ("return {'text': 'x' * 3_000_000}", "answered with more than 1 MB and was ended"),
        ("x = bytearray(2 ** 31)\nreturn {}", "failed (MemoryError"),
        (
            "[os.write(fd, NO_NUMBER) for fd in range(3, 9) if fd_is_pipe(fd)]\nreturn {}",
            "answered with what is no JSON object",
        ),
    ],
)
def test_what_goes_wrong_is_one_sentence(install, body, said):
    top = (
        "import os, stat, fcntl\n"
        "NO_NUMBER = b'{\"answer\": NaN}' + bytes([10])\n"
        "def fd_is_pipe(fd):\n"
        "    try:\n"
        "        writes = fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY\n"
        "        return stat.S_ISFIFO(os.fstat(fd).st_mode) and writes\n"
        "    except OSError:\n"
        "        return False\n"
    )
    limits = PluginLimits(size=2**20, memory=2**30)
    with pytest.raises(PluginFailed) as caught:
        ask(install(body, top=top), limits)
    sentence = str(caught.value)
    assert sentence.startswith("The plug-in parrot ")
    assert said in sentence
    assert "“Harbour”" in sentence
    assert "\n" not in sentence


def test_one_that_cannot_be_loaded_says_why(install):
    with pytest.raises(PluginFailed, match=r"failed \(ModuleNotFoundError: No module named 'abse"):
        ask(install(ANSWER, top="import absent_library"))


def test_one_that_hangs_is_ended_with_its_children(install, tmp_path):
    pids = tmp_path / "pids"
    body = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(600)"
    )
    with pytest.raises(PluginFailed, match=r"no answer about “Harbour” in 1\.5 seconds"):
        ask(install(body), QUICK)
    assert all(is_gone(int(pid)) for pid in pids.read_text().split())


def test_it_is_ended_when_nobody_wants_the_answer_any_more(install, tmp_path):
    pid = tmp_path / "pid"
    plugin = install(
        f"import os, time\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)"
    )
    assert ask(plugin, stop=pid.exists) is None
    written = pid.read_text()
    assert not written or is_gone(int(written))


def test_it_does_not_outlive_who_asks(install, tmp_path):
    """Also where that one is killed."""
    pid = tmp_path / "pid"
    install(f"import os, time\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)")
    program = (
        "import os, threading, time\n"
        "from pathlib import Path\n"
        "from pullquote.plugins.installed import find_plugin\n"
        "from pullquote.plugins.process import PluginProcess\n"
        "process = PluginProcess(find_plugin('parrot'))\n"
        "asked = ({'text': ''}, '', lambda: False)\n"
        "threading.Thread(target=process.ask, args=asked, daemon=True).start()\n"
        f"pid = Path({str(pid)!r})\n"
        "while not (pid.exists() and pid.read_text()):\n"
        "    time.sleep(0.02)\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert is_gone(int(pid.read_text()))


def test_one_that_does_not_read_makes_nobody_wait(install):
    """A long text fills the pipe; a stopped reader is a silent plug-in."""
    body = "import time\ntime.sleep(600)"
    document = {**DOCUMENT, "text": "word " * 1_000_000}
    with pytest.raises(PluginFailed, match="no answer"):
        ask(install(body), QUICK, document)


def test_a_package_cannot_take_the_name_of_another(install):
    one = install(ANSWER, package="aviary")
    install("return {}", package="zoo")
    from pullquote.plugins.installed import find_plugin

    assert find_plugin("parrot").package == one.package == "aviary"
    assert find_plugin("zoo:parrot").package == "zoo"
    assert ask(find_plugin("zoo:parrot")) == {}
    install("return {}", name="http", package="zoo")
    assert find_plugin("http").package == "pullquote"

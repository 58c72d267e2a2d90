"""The plug-in's side: the program started again, that loads one plug-in and answers for it.

JSON lines over pipes. First {"ready": true} or {"error": why}; then for each document that comes in
{"answer": suggestions} or {"error": why}. Standard input and output are reserved: what the plug-in
prints goes to standard error, and what it reads is empty.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from pullquote.errors import PullquoteError
from pullquote.plugins.installed import find_plugin

SWITCH = "--plugin-process"
"""The first argument of the program where it is one of these, before the plug-in's name and the
most bytes of memory."""
_LESS_URGENT = 5
_LONGEST = 300


def serve(name: str, memory: str) -> None:
    """Answer for the plug-in until standard input ends; with it this process and its children."""
    incoming, outgoing = _reserved_pipes()
    documents: SimpleQueue[bytes | None] = SimpleQueue()
    Thread(target=_listen, args=(incoming, documents), daemon=True).start()
    _settle(int(memory))
    suggest = _loaded(name, outgoing)
    if suggest is None:
        return
    _send(outgoing, {"ready": True})
    while (line := documents.get()) is not None:
        _send(outgoing, _answer(suggest, line))


def _reserved_pipes() -> tuple[BinaryIO, BinaryIO]:
    """What comes in and goes out, where nothing that the plug-in does reaches it by chance."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return incoming, outgoing


def _listen(incoming: BinaryIO, documents: "SimpleQueue[bytes | None]") -> None:
    """Hand each line on; where the program that asks is gone nobody waits for an answer."""
    for line in incoming:
        documents.put(line)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _settle(memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_LESS_URGENT)
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        with suppress(ValueError, OSError):  # a lower limit stands, or the system has none
            resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def _loaded(name: str, outgoing: BinaryIO) -> Callable[[dict[str, Any]], object] | None:
    try:
        found: Callable[[dict[str, Any]], object] = find_plugin(name).entry.load()
    except Exception as error:  # noqa: BLE001 - the plug-in call: its module may raise anything
        _send(outgoing, {"error": _in_words(error)})
        return None
    return found


def _answer(suggest: Callable[[dict[str, Any]], object], line: bytes) -> dict[str, Any]:
    document = json.loads(line)
    try:
        found = suggest(document)
        json.dumps(found, allow_nan=False)
    except Exception as error:  # noqa: BLE001 - the plug-in call: it may raise anything
        return {"error": _in_words(error)}
    return {"answer": found}


def _in_words(error: Exception) -> str:
    said = " ".join(str(error).split())[:_LONGEST]
    if isinstance(error, PullquoteError):
        return said
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _send(outgoing: BinaryIO, message: Mapping[str, Any]) -> None:
    outgoing.write(json.dumps(message).encode() + b"\n")
    outgoing.flush()

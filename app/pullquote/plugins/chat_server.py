"""The plug-in "http": labels from a model behind a server of this machine that speaks the chat form
of OpenAI (POST /v1/chat/completions).

Where it is and what may be reached is set on the machine alone: `address`, `model`, and `host`, the
exact name of the one other machine that may be asked; without that only the loopback is. No proxy
is used, no redirect followed. A key comes from the environment and stands in no file.
"""

import json
import os
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, responses
from ipaddress import ip_address
from threading import Event, Timer
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from pullquote.errors import Problem
from pullquote.plugins.installed import KEY, refuse_key
from pullquote.text.folding import Folded, fold
from pullquote.text.segments import paragraphs
from pullquote.text.spans import Span

MOST_BYTES = 2 * 2**20
"""Of an answer."""
MOST_CHARACTERS = 12_000
"""Of a text that are sent at once; longer ones are sent paragraph by paragraph."""
_CONTEXT = 60
_SPARE = 1.0
_ASKED = (
    "You label news text. Answer with one JSON object and nothing else: "
    '{"labels": [{"id": 1, "layer": "quote", "words": "exact words of the text, with their '
    'quotation marks", "before": "the few words right before them", "attributes": {}}], '
    '"relations": [{"type": "said_by", "from": 1, "to": 2}]}. Copy words exactly as they stand. '
    "Leave out what you do not find. Layers, attributes with their values, and relations are: "
)


class Server(NamedTuple):
    """Where it is; `places` are what sockets connect to, each of them allowed."""

    called: str
    host: str
    port: int
    is_secure: bool
    path: str
    places: tuple[tuple[Any, ...], ...]


def chat_suggestions(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the model says about the text, put where its words stand.

    Raises Problem, to stand in a sentence, where it cannot be had.
    """
    options, text = document["options"], document["text"]
    server = find_server(options)
    end = time.monotonic() + max(document["seconds"] - _SPARE, document["seconds"] / 2)
    found = _Found(text)
    sent = 0
    for part in _parts(text):
        body = _question(document["schema"], options.get("model", ""), part.of(text))
        sent += len(part)
        found.take(_object_in(_asked(server, body, end, sent)), part)
    where = {"characters": sent, "to": server.called}
    return {**found.answer(), "sent": where}


def find_server(options: Mapping[str, str]) -> Server:
    """Raises Problem where the address is none, or none that may be asked."""
    address = options.get("address", "")
    if not address:
        said = "no address is set for it, such as http://127.0.0.1:8080"
        raise Problem(said)
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        parts, host, port = SplitResult("", "", "", "", ""), "", 0
    refuse_key(address)
    if parts.scheme not in ("http", "https") or not host:
        raise Problem("{address} is no address such as http://127.0.0.1:8080", address=address)
    called = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Problem("{called} is not known here: {why}", called=called, why=error) from error
    if host != options.get("host", "").strip().lower():
        for *_how, place in found:
            if not ip_address(str(place[0]).partition("%")[0]).is_loopback:
                raise Problem(
                    "{called} is not this machine; to send texts there, set host={host} for it",
                    called=called, host=host,
                )  # fmt: skip
    base = parts.path.rstrip("/")
    path = base if base.endswith("/v1") else f"{base}/v1"
    places = tuple((family, place) for family, _type, _protocol, _name, place in found)
    return Server(called, host, port, parts.scheme == "https", f"{path}/chat/completions", places)


def _question(schema: Mapping[str, Any], model: str, text: str) -> bytes:
    said = _ASKED + json.dumps(schema, ensure_ascii=False)
    messages = [{"role": "system", "content": said}, {"role": "user", "content": text}]
    body = {"model": model or "default", "messages": messages, "temperature": 0, "stream": False}
    return json.dumps(body).encode()


def _parts(text: str) -> Iterator[Span]:
    """Stretches of whole paragraphs; one that is too long by itself is cut."""
    start = end = 0
    for paragraph in paragraphs(text):
        if paragraph.end - start > MOST_CHARACTERS and end > start:
            yield Span(start, end)
            start = paragraph.start
        end = paragraph.end
        while end - start > MOST_CHARACTERS:
            yield Span(start, start + MOST_CHARACTERS)
            start += MOST_CHARACTERS
    if end > start:
        yield Span(start, end)


# --- the server ---------------------------------------------------------------------------------


def _asked(server: Server, body: bytes, end: float, characters: int) -> str:
    """The words of the answer. Raises Problem, with how many characters were sent by then."""
    late = Event()
    so_far = f"{characters:,} characters were sent to {server.called}"
    try:
        with _connection(server, end, late) as connection:
            connection.request("POST", server.path, body, _headers())
            answer = _read(connection.getresponse())
    except (OSError, HTTPException, ValueError) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise Problem("no whole answer in time; {sent}", sent=so_far) from error
        # What a server writes may hold the key: none of its words are repeated.
        why = getattr(error, "strerror", None) or "it does not answer as HTTP wants it"
        raise Problem("{called}: {why}", called=server.called, why=why) from error
    except _Refused as error:
        if late.is_set():
            raise Problem("no whole answer in time; {sent}", sent=so_far) from error
        raise Problem("{why}; {sent}", why=error, sent=so_far) from error
    if late.is_set():
        raise Problem("no whole answer in time; {sent}", sent=so_far)
    try:
        words = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        words = None
    if not isinstance(words, str):
        raise Problem("the answer has not the form of a chat; {sent}", sent=so_far)
    return words


def _headers() -> dict[str, str]:
    """With the key, which stands in no sentence."""
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    key = os.environ.get(KEY, "").strip()
    if key and key.isascii() and key.isprintable():
        headers["Authorization"] = f"Bearer {key}"
    elif key:
        raise Problem("what {variable} holds is no key", variable=KEY)
    return headers


class _Refused(Exception):
    """What the server answered is of no use, in words that can stand in a sentence."""


@contextmanager
def _connection(server: Server, end: float, late: Event) -> Iterator[HTTPConnection]:
    """Connected, without a proxy, to a place that was looked at; shut at `end`, wherever it is."""
    connection = HTTPConnection(server.host, server.port)
    current = _connected(server, end)

    def shut() -> None:
        late.set()
        with suppress(OSError):
            current.shutdown(socket.SHUT_RDWR)

    timer = Timer(max(end - time.monotonic(), 0), shut)
    timer.daemon = True
    timer.start()
    try:
        if server.is_secure:
            import ssl

            # The handshake comes when the timer knows of this socket.
            secure = ssl.create_default_context().wrap_socket(
                current, server_hostname=server.host, do_handshake_on_connect=False
            )
            current = secure
            secure.do_handshake()
        connection.sock = current
        yield connection
    finally:
        timer.cancel()
        connection.close()
        current.close()


def _connected(server: Server, end: float) -> socket.socket:
    failed: OSError | None = None
    for family, place in server.places:
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(max(end - time.monotonic(), 0.01))
            plain.connect(place)
        except OSError as error:
            plain.close()
            failed = error
        else:
            return plain
    raise failed or OSError("it has no address")


def _read(response: HTTPResponse) -> bytes:
    if 300 <= response.status < 400:
        raise _Refused(f"it sends on to another place ({response.status}), which is not followed")
    if response.status != 200:
        raise _Refused(
            f"it answered {response.status} {responses.get(response.status, '')}".strip()
        )
    answer = response.read(MOST_BYTES + 1)
    if len(answer) > MOST_BYTES:
        raise _Refused(f"its answer is longer than {MOST_BYTES // 2**20} MB")
    return answer


def _object_in(words: str) -> dict[str, Any]:
    """The JSON object in an answer, whatever stands round it."""
    start = words.find("{")
    try:
        decoder = json.JSONDecoder(parse_constant=lambda _name: None)
        found = decoder.raw_decode(words, start)[0] if start >= 0 else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Problem("the model answered with what is no JSON object")
    return found


# --- where its words stand ----------------------------------------------------------------------


class _Found:
    """Labels and relations of all parts of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._labels: list[dict[str, Any]] = []
        self._relations: list[dict[str, Any]] = []
        self._refused: list[dict[str, str]] = []

    def take(self, said: Mapping[str, Any], part: Span) -> None:
        """What was said about a part of the text."""
        known: dict[str, int] = {}
        folded = fold(part.of(self._text))
        for place, row in enumerate(_rows(said, "labels")):
            try:
                span = find_words(self._text, part, folded, row)
            except ValueError as error:
                what = f"“{str(row.get('words', ''))[:60]}”"
                self._refused.append({"what": what, "why": str(error)})
                continue
            known[str(row.get("id", place))] = len(self._labels)
            self._labels.append(
                {
                    "id": len(self._labels),
                    "layer": row.get("layer"),
                    "start": span.start,
                    "end": span.end,
                    "attributes": row.get("attributes"),
                    "confidence": row.get("confidence"),
                }
            )
        for row in _rows(said, "relations"):
            ends = [known.get(str(row.get(end))) for end in ("from", "to")]
            if None not in ends:
                self._relations.append({"type": row.get("type"), "from": ends[0], "to": ends[1]})

    def answer(self) -> dict[str, Any]:
        return {
            "annotations": self._labels, "relations": self._relations, "refused": self._refused
        }  # fmt: skip


def _rows(said: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found = said.get(key)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def find_words(text: str, part: Span, folded: Folded, row: Mapping[str, Any]) -> Span:
    """Where the "words" of a row stand in a part of the text, which is `folded`, too: as they are,
    or else but for case, quotation marks and spaces. Of several places the one with most of
    "before" and "after" round it.

    Raises ValueError, to stand in a sentence, where they stand nowhere, or nothing tells which of
    several places is meant.
    """
    words = row.get("words")
    words = words.strip() if isinstance(words, str) else ""
    if not words:
        raise ValueError("it has no words")
    exact = [Span(at, at + len(words)) for at in _places(text, words, part)]
    like = fold(words).text
    found = exact or [
        Span(part.start + span.start, part.start + span.end)
        for at in _places(folded.text, like, Span(0, len(folded.text)))
        for span in [folded.original(Span(at, at + len(like)))]
    ]
    if not found:
        raise ValueError("these words do not stand in the text")
    before, after = _context(row, "before")[::-1], _context(row, "after")
    scores = [
        _common(_words_of(text[max(span.start - _CONTEXT, 0) : span.start])[::-1], before)
        + _common(_words_of(text[span.end : span.end + _CONTEXT]), after)
        for span in found
    ]
    best = max(scores)
    if scores.count(best) > 1:
        raise ValueError(f"these words stand there {len(found)} times, and nothing says which")
    return found[scores.index(best)]


def _places(text: str, words: str, part: Span) -> Iterator[int]:
    at = text.find(words, part.start, part.end) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1, part.end)


def _context(row: Mapping[str, Any], key: str) -> list[str]:
    said = row.get(key)
    return _words_of(said) if isinstance(said, str) else []


def _words_of(text: str) -> list[str]:
    return fold(text).text.split()


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many first words they share."""
    number = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        number += 1
    return number

"""The plug-in http, against small servers that answer, send on, drip, flood and lie."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.errors import Problem
from pullquote.model.schema_file import parse_schema
from pullquote.plugins.chat_server import chat_suggestions, find_server, find_words
from pullquote.plugins.installed import KEY
from pullquote.plugins.plain_form import plain_schema, read_predictions
from pullquote.text.folding import fold
from pullquote.text.spans import Span

SCHEMA = parse_schema(DEFAULT_SCHEMA.read_text("utf-8"))
TEXT = "🚧 “We wait,” said Ada Holm. “We wait,” said Bo Reed.\n\nHolm  left."
QUOTE = {"id": 1, "layer": "quote", "words": "“We wait,”", "before": "said Ada Holm."}
SPEAKER = {"id": "s", "layer": "speaker", "words": "Bo Reed"}
TIED = {"type": "said_by", "from": 1, "to": "s"}

Handle = Callable[[BaseHTTPRequestHandler, bytes], None]


@contextmanager
def server(handle: Handle) -> Iterator[str]:
    """Its address; `handle` gets the request and its body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            handle(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, *_args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_args: object) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Handler) as running:
        thread = Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def answers(words: str, status: int = 200, **headers: str) -> Handle:
    def handle(request: BaseHTTPRequestHandler, _body: bytes) -> None:
        body = json.dumps({"choices": [{"message": {"content": words}}]}).encode()
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return handle


def ask(address: str, text: str = TEXT, seconds: float = 10, **options: str) -> dict:
    schema = plain_schema(SCHEMA)
    options["address"] = address
    return chat_suggestions(
        {"text": text, "schema": schema, "options": options, "seconds": seconds}
    )


def test_labels_stand_where_their_words_do_and_it_is_said_what_was_sent():
    said = json.dumps({"labels": [QUOTE, SPEAKER], "relations": [TIED]})
    with server(answers(f"Here you are:\n```json\n{said}\n```\nDone.")) as address:
        answer = ask(address, model="small")
    found = read_predictions(answer, TEXT, SCHEMA)
    quote, speaker = found.labels
    assert quote.span == Span(TEXT.rindex("“We"), TEXT.rindex("“We") + 10)
    assert quote.attributes["said_by"] == speaker.external_id
    assert found.refused == ()
    assert answer["sent"] == {"characters": len(TEXT), "to": address.removeprefix("http://")}


def test_the_text_goes_out_with_the_key_of_the_environment(monkeypatch):
    seen = []

    def handle(request, body):
        seen.append((request.path, request.headers["Authorization"], json.loads(body)))
        answers('{"labels": []}')(request, body)

    monkeypatch.setenv(KEY, " secret\n")
    with server(handle) as address:
        ask(f"{address}/v1/", model="small")
    [(path, key, body)] = seen
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer secret", "small")
    assert body["messages"][1]["content"] == TEXT
    monkeypatch.setenv(KEY, "se\ncret")
    with server(handle) as address, pytest.raises(Problem) as caught:
        ask(address)
    assert "cret" not in str(caught.value)


def test_no_proxy_is_used(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.delenv("no_proxy", raising=False)
        with server(answers('{"labels": []}')) as address:
            assert ask(address)["annotations"] == []
        proxy.settimeout(0)
        with pytest.raises(BlockingIOError):
            proxy.accept()


def test_a_redirect_is_not_followed():
    reached = []

    def other(request, _body):
        reached.append(request.path)
        answers('{"labels": []}')(request, b"")

    with server(other) as elsewhere:
        redirect = answers("", 307, Location=f"{elsewhere}/v1/chat/completions")
        with server(redirect) as address, pytest.raises(Problem, match="not followed; 6"):
            ask(address)
    assert reached == []


def drip(request, _body):
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


def drip_heads(request, _body):
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("handle", [drip, drip_heads])
def test_a_slow_answer_is_cut_in_time(handle):
    with server(handle) as address, pytest.raises(Problem, match="no whole answer in time; 6"):
        ask(address, seconds=0.8)


def test_an_endless_answer_is_cut():
    def endless(request, _body):
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b" " * 65536)

    with server(endless) as address, pytest.raises(Problem, match="longer than 2 MB"):
        ask(address)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"no json", "has not the form of a chat"),
        (b'{"choices": []}', "has not the form of a chat"),
        (b"[" * 100_000, "has not the form of a chat"),
        (b'{"choices": [{"message": {"content": 5}}]}', "has not the form of a chat"),
        ('{"choices": "é"}'.encode("latin-1"), "has not the form of a chat"),
        (b'{"choices": [{"message": {"content": "I cannot"}}]}', "is no JSON object"),
    ],
)
def test_nonsense_is_said_to_be_nonsense(body, said):
    def handle(request, _body):
        request.send_response(200)
        request.end_headers()
        request.wfile.write(body)

    with server(handle) as address, pytest.raises(Problem, match=said):
        ask(address)


def test_another_status_is_told():
    with server(answers("", 503)) as address, pytest.raises(Problem, match="503 Service Unav"):
        ask(address)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 401 no s3cret \x1b[2J\r\nContent-Length: 0\r\n\r\n", "401 Unauthorized; 6"),
        (b"HTTP/1.1 s3cret\r\n\r\n", "as HTTP wants it"),
        (b"SSH-2.0-s3cret\r\n\r\n", "as HTTP wants it"),
    ],
)
def test_a_server_that_repeats_the_key_brings_it_into_no_sentence(monkeypatch, answer, said):
    """The last error of a plug-in is kept in a file."""
    monkeypatch.setenv(KEY, "s3cret")

    def handle(request, _body):
        request.wfile.write(answer)

    with server(handle) as address, pytest.raises(Problem, match=said) as caught:
        ask(address)
    assert "s3cret" not in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "address", ["//me:s3cret@127.0.0.1", "//127.0.0.1/?k=s3cret", "//[::1]#s3cret"]
)
def test_an_address_with_a_key_in_it_is_refused_without_repeating_it(address):
    with pytest.raises(Problem, match=KEY) as caught:
        find_server({"address": f"http:{address}"})
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_an_answer_in_another_encoding_of_json_is_read(encoding):
    said = json.dumps({"choices": [{"message": {"content": json.dumps({"labels": [SPEAKER]})}}]})

    def handle(request, _body):
        request.send_response(200)
        request.end_headers()
        request.wfile.write(said.encode(encoding))

    with server(handle) as address:
        assert len(ask(address)["annotations"]) == 1


def test_a_confidence_that_is_no_number_costs_no_label():
    words = '{"labels": [{"layer": "speaker", "words": "Bo Reed", "confidence": NaN}]}'
    with server(answers(words)) as address:
        answer = ask(address)
    assert "NaN" not in json.dumps(answer, allow_nan=False)
    [label] = read_predictions(answer, TEXT, SCHEMA).labels
    assert label.confidence is None


def test_nobody_at_home_is_told():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Problem, match="Connection refused"):
        ask(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "no address is set"),
        ("ftp://127.0.0.1", "is no address"),
        ("http://" + "a" * 300, "is not known here"),
        ("http://127.0.0.1:99999", "is no address"),
        ("127.0.0.1:8080", "is no address"),
        ("http://192.0.2.7:8080", "is not this machine"),
        ("http://0.0.0.0:8080", "is not this machine"),
        ("http://[2001:db8::1]:8080", "is not this machine"),
    ],
)
def test_only_this_machine_is_asked(address, said):
    with pytest.raises(Problem, match=said):
        find_server({"address": address, "host": "192.0.2.8"})


def test_another_machine_is_asked_only_by_its_very_name():
    reached = find_server({"address": "http://192.0.2.7:8080", "host": "192.0.2.7"})
    assert [place[0] for _family, place in reached.places] == ["192.0.2.7"]
    for address in ("http://127.9.8.7:80", "http://[::1]:80", "http://localhost"):
        assert find_server({"address": address}).places


def found(text, words, **context):
    whole = Span(0, len(text))
    span = find_words(text, whole, fold(text), {"words": words, **context})
    return span, span.of(text)


def test_words_are_found_by_what_stands_round_them():
    text = "He said “no”. She said “no”. They say \u201cNo\u201d,  twice."
    second = text.index("“no”", 15)
    assert found(text, "“no”", before="She said")[0].start == second
    assert found(text, "“no”", after=". They say")[0].start == second
    assert found(text, '"no",   twice')[1] == "“No”,  twice"
    with pytest.raises(ValueError, match="2 times"):
        found(text, "“no”", before="said")
    with pytest.raises(ValueError, match="do not stand"):
        found(text, "“maybe”")
    with pytest.raises(ValueError, match="no words"):
        found(text, "")


def test_a_long_text_is_sent_in_parts():
    text = "\n\n".join(["One two. " * 500] * 7 + ["x" * 30_000, "“End,” said Ada Holm."])
    sent = []

    def handle(request, body):
        sent.append(json.loads(body)["messages"][1]["content"])
        label = {"layer": "speaker", "words": "Ada Holm"}
        answers(json.dumps({"labels": [label]}))(request, body)

    with server(handle) as address:
        answer = ask(address, text)
    assert max(map(len, sent)) <= 12_000
    assert sum(map(len, sent)) == answer["sent"]["characters"]
    assert "".join("".join(sent).split()) == "".join(text.split())
    [label] = answer["annotations"]
    assert text[label["start"] : label["end"]] == "Ada Holm"
    assert len(answer["refused"]) == len(sent) - 1

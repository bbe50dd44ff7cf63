"""A real HTTP server on this machine that misbehaves as told, and a model that answers as told."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from detente.evidence.language_model.protocol import Message

Behaviour = Callable[["Handler", dict[str, Any]], None]


@dataclass
class Endpoint:
    """The server's address, what it was sent, and how it behaves at each request."""

    url: str
    behaviours: list[Behaviour] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """Passes a request on to the behaviour whose turn it is; the last one stays."""

    endpoint: Endpoint
    timeout = 10

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        turn = len(self.endpoint.requests)
        self.endpoint.requests.append(json.loads(body) | {"path": self.path})
        self.endpoint.authorizations.append(self.headers.get("Authorization"))
        behaviour = self.endpoint.behaviours[min(turn, len(self.endpoint.behaviours) - 1)]
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            behaviour(self, self.endpoint.requests[-1])

    def log_message(self, format: str, *args: object) -> None:
        """Stays silent."""

    def send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def says(content: object) -> Behaviour:
    """Answers with this content, text or data."""

    def behave(handler: Handler, request: dict[str, Any]) -> None:
        text = content if isinstance(content, str) else json.dumps(content)
        message = {"role": "assistant", "content": text}
        completion = {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": request["model"],
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        }
        handler.send(200, json.dumps(completion).encode())

    return behave


def answers(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answers with this status and body."""
    return lambda handler, request: handler.send(status, body, headers)


def drips(handler: Handler, request: dict[str, Any]) -> None:
    """Sends one byte after another and never ends, until the test does."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        if handler.endpoint.released.wait(0.05):
            return


def waits(handler: Handler, request: dict[str, Any]) -> None:
    """Says nothing, until the test ends."""
    handler.endpoint.released.wait(10)


def floods(handler: Handler, request: dict[str, Any]) -> None:
    """Sends up to 100 MB."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1_600):
        handler.wfile.write(b" " * 65_536)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """A server of its own for each test."""
    handler = type("ThisHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    there = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    handler.endpoint = there  # pyright: ignore[reportAttributeAccessIssue]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield there
    there.released.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


@dataclass
class Puppet:
    """A model that gives prepared answers, in turn, and keeps what it was asked."""

    answers: Sequence[Any]
    name: str = "puppet"
    asked: list[list[Message]] = field(default_factory=list)

    def complete(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Any:
        self.asked.append(list(messages))
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@pytest.fixture
def puppet() -> type[Puppet]:
    return Puppet


@pytest.fixture
def behaviour() -> Any:
    """The behaviours by name."""

    class Behaviours:
        says = staticmethod(says)
        answers = staticmethod(answers)
        drips = staticmethod(drips)
        waits = staticmethod(waits)
        floods = staticmethod(floods)

    return Behaviours


@pytest.fixture
def clock() -> Iterator[Callable[[], float]]:
    """Seconds since the test began."""
    start = time.monotonic()
    yield lambda: time.monotonic() - start

"""Fetching, against a server of our own that behaves and misbehaves."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.evidence.reading.pages import HEADLINE, PAGE, RSS

from detente.evidence.reading.faults import Unreadable
from detente.evidence.reading.fetching import FetchLimits, documents_at, fetch, is_public

HERE = FetchLimits(allow_private=True, seconds=5)


class Server(BaseHTTPRequestHandler):
    """Answers by path."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def answer(self, body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **head: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in head.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        answers: dict[str, Callable[[], None]] = {
            "/page": lambda: self.answer(PAGE.encode()),
            "/feed": lambda: self.answer(RSS.encode(), "application/rss+xml"),
            "/koi8": lambda: self.answer("Переговоры продолжаются.".encode("koi8-r"), "text/plain; charset=koi8-r"),
            "/packed": lambda: self.answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
            "/bomb": lambda: self.answer(gzip.compress(b"0" * 30_000_000), Content_Encoding="gzip"),
            "/moved": lambda: self.answer(b"", status=302, Location="/page"),
            "/round": lambda: self.answer(b"", status=302, Location="/round"),
            "/file": lambda: self.answer(b"", status=302, Location="file:///etc/hostname"),
            "/elsewhere": lambda: self.answer(b"", status=301, Location=f"http://localhost:{port}/page"),
            "/picture": lambda: self.answer(b"\x89PNG", "image/png"),
            "/large": lambda: self.answer(b"x" * 3_000_000),
            "/promised": lambda: self.answer(b"x", Content_Length="999999999999"),
            "/short": lambda: self.answer(b"only this", Content_Length="5000"),
            "/drip": self.drip,
        }
        try:
            answers.get(self.path, lambda: self.answer(b"not here", status=404))()
        except OSError:
            return

    def drip(self) -> None:
        """A head of many lines, one at a time."""
        self.send_response(200)
        self.flush_headers()
        for _ in range(50):
            self.wfile.write(b"X-Slow: yes\r\n")
            self.wfile.flush()
            time.sleep(0.1)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()
    running.server_close()


def test_a_page_a_feed_and_a_text(server: str) -> None:
    (page,) = documents_at(f"{server}/page", fetch_limits=HERE)
    assert page.metadata.title == HEADLINE
    assert page.origin == f"{server}/page"
    assert len(list(documents_at(f"{server}/feed", fetch_limits=HERE))) == 2
    (text,) = documents_at(f"{server}/koi8", fetch_limits=HERE)
    assert text.text == "Переговоры продолжаются."
    assert text.metadata.url == f"{server}/koi8"
    assert fetch(f"{server}/packed", HERE).raw == PAGE.encode()
    assert fetch(f"{server}/moved", HERE).url == f"{server}/page"


def test_this_machine_is_refused_unless_allowed(server: str) -> None:
    for url in (server, server.replace("127.0.0.1", "localhost"), server.replace("127.0.0.1", "0x7f.1")):
        with pytest.raises(Unreadable, match="this machine or of a local network"):
            fetch(f"{url}/page")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/round", "more than 5 times"),
        ("/file", "no http or https"),
        ("/picture", "no kind of report"),
        ("/large", "more than 1,000,000 bytes"),
        ("/promised", "more than 1,000,000 bytes"),
        ("/bomb", "more than 1,000,000 bytes"),
        ("/short", "cannot be fetched"),
        ("/nothing", "answers 404"),
    ],
)
def test_answers_that_are_refused(server: str, path: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        fetch(f"{server}{path}", FetchLimits(allow_private=True, bytes=1_000_000, seconds=5))


def test_each_redirect_is_checked_anew(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.evidence.reading import fetching

    asked: list[str] = []
    real = fetching._number

    def watched(host: str, port: int, limits: FetchLimits, first: str) -> str:
        asked.append(host)
        return real(host, port, limits, first)

    monkeypatch.setattr(fetching, "_number", watched)
    assert fetch(f"{server}/elsewhere", HERE).raw == PAGE.encode()
    assert asked == ["127.0.0.1", "localhost"]


def test_an_answer_that_drips_is_cut_off_in_time(server: str) -> None:
    start = time.monotonic()
    with pytest.raises(Unreadable, match="within 1 seconds"):
        fetch(f"{server}/drip", FetchLimits(allow_private=True, seconds=1))
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/x", "file:///etc/passwd", "example.org", "http://", "http://a:b@example.org/", "http://[::1"],
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(Unreadable):
        fetch(url)


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(number: str, public: bool) -> None:
    assert is_public(number) is public

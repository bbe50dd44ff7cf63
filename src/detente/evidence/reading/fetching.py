"""Pages from the network, only where asked: checked addresses, limited size, limited time."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from detente.evidence.reading.document import Document
from detente.evidence.reading.faults import Unreadable
from detente.evidence.reading.limits import MB, STANDARD, Limits
from detente.evidence.reading.read import documents_of_bytes

_READABLE = (
    "text/", "application/xhtml+xml", "application/pdf", "application/rss+xml", "application/atom+xml",
    "application/rdf+xml", "application/xml", "multipart/related", "message/rfc822",
)  # fmt: skip
_MOVED = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much is fetched at most.

    `seconds` covers everything from the first connection to the last byte, over all redirects. `allow_private` lets
    addresses of this machine and of local networks through, which are refused otherwise.
    """

    bytes: int = 20 * MB
    seconds: float = 30.0
    redirects: int = 5
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave, and the address at which it was found in the end."""

    url: str
    raw: bytes
    media_type: str
    charset: str | None


@dataclass(frozen=True, slots=True)
class _Target:
    """A checked address: the host as written, and the number that was checked and will be connected to."""

    url: str
    secure: bool
    host: str
    port: int
    number: str
    path: str


def documents_at(url: str, *, limits: Limits = STANDARD, fetch_limits: FetchLimits | None = None) -> Iterator[Document]:
    """The documents at an address: a page, a PDF, or a feed's entries."""
    found = fetch(url, fetch_limits or FetchLimits())
    suffix = {"text/plain": ".txt", "text/markdown": ".md", "text/html": ".html", "application/xhtml+xml": ".html"}
    name = (PurePosixPath(urlsplit(found.url).path).stem or urlsplit(found.url).hostname or "page")[:80]
    try:
        yield from documents_of_bytes(
            found.raw, name + suffix.get(found.media_type, ""), origin=found.url, limits=limits, url=found.url,
            declared=found.charset,
        )  # fmt: skip
    except Unreadable as error:
        raise error.at(url) from None


def fetch(url: str, limits: FetchLimits | None = None) -> Fetched:
    """What stands at an http or https address; raises Unreadable where the address or the answer is refused.

    No proxy, cookie or credential is used. A name is looked up once, each of its addresses is checked, and the
    connection goes to the checked number, so that a name cannot change its mind in between.
    """
    limits = limits or FetchLimits()
    deadline = time.monotonic() + limits.seconds
    seen = url
    for _ in range(limits.redirects + 1):
        target = _checked(seen, limits, url)
        moved, found = _asked(target, limits, deadline, url)
        if found is not None:
            return found
        following = urljoin(target.url, moved)
        if target.secure and not following.lower().startswith("https://"):
            raise _refused("redirect", f"the page sends on from https to {following[:100]}", "fetch that yourself", url)
        seen = following
    raise _refused("redirect", f"the page sends on more than {limits.redirects} times", "name the last address", url)


def _refused(rule: str, what: str, todo: str, url: str) -> Unreadable:
    return Unreadable(rule, what, todo, url[:200])


def _checked(url: str, limits: FetchLimits, first: str) -> _Target:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _refused("address", "this is no web address", "write https://…", first) from None
    if parts.scheme not in ("http", "https") or not host:
        raise _refused("address", f"'{url[:100]}' is no http or https address", "write https://…", first)
    if parts.username or parts.password:
        raise _refused("address", "the address holds a name or a password", "leave them out", first)
    port = port or (443 if parts.scheme == "https" else 80)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    path += f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    return _Target(url, parts.scheme == "https", host, port, _number(host, port, limits, first), path)


def _number(host: str, port: int, limits: FetchLimits, first: str) -> str:
    """An address of the host, after each that it has was checked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _refused("address", f"the host '{host[:100]}' is not known", "check the address", first) from None
    numbers = [str(entry[4][0]) for entry in found]
    if not limits.allow_private and not all(is_public(number) for number in numbers):
        what = f"'{host[:100]}' is an address of this machine or of a local network"
        raise _refused("private", what, "save the page and read the file", first)
    return numbers[0]


def is_public(number: str) -> bool:
    """Whether an IP address is one of the open internet, also where it wraps an older one.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    inner: ipaddress.IPv4Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _connection(target: _Target, seconds: float) -> http.client.HTTPConnection:
    """A connection to the checked number that speaks under the host's name."""
    plain = socket.create_connection((target.number, target.port), timeout=seconds)
    try:
        if target.secure:
            plain = ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except (OSError, ValueError):
        plain.close()
        raise
    connection = http.client.HTTPConnection(target.host, target.port, timeout=seconds)
    connection.sock = plain
    return connection


def _asked(target: _Target, limits: FetchLimits, deadline: float, first: str) -> tuple[str, Fetched | None]:
    """Where the page sends on to, or what it holds."""
    left = deadline - time.monotonic()
    try:
        if left <= 0:
            raise TimeoutError
        connection = _connection(target, left)
        stop = threading.Timer(max(0.0, deadline - time.monotonic()), _hang_up, [connection.sock])
        stop.daemon = True
        stop.start()
        try:
            return _in_time(_answer(connection, target, limits, first), deadline)
        finally:
            stop.cancel()
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= deadline or isinstance(error, TimeoutError):
            what = f"no whole answer within {limits.seconds:g} seconds"
            raise _refused("time", what, "try later, or raise the limit", first) from None
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise _refused("network", f"the page cannot be fetched: {reason[:200]}", "try later", first) from None


def _in_time(answer: tuple[str, Fetched | None], deadline: float) -> tuple[str, Fetched | None]:
    """The answer, unless it ended because the time was up: a cut one can look like a whole one."""
    if time.monotonic() >= deadline:
        raise TimeoutError
    return answer


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _answer(
    connection: http.client.HTTPConnection, target: _Target, limits: FetchLimits, first: str
) -> tuple[str, Fetched | None]:
    head = {
        "User-Agent": "detente",
        "Accept": "text/html, application/xml, application/pdf, text/plain",
        "Accept-Encoding": "identity",
    }
    connection.request("GET", target.path, headers=head)
    answer = connection.getresponse()
    if answer.status in _MOVED:
        location = answer.getheader("Location")
        if not location:
            raise _refused("redirect", "the page sends on without saying where", "try later", first)
        return location, None
    if answer.status != 200:
        raise _refused("network", f"the host answers {answer.status} {answer.reason[:60]}", "check the address", first)
    media = answer.headers.get_content_type() if answer.getheader("Content-Type") else ""
    if media and not media.startswith(_READABLE):
        raise _refused(
            "kind", f"'{media[:60]}' is no kind of report", "only pages, text, PDF and feeds are read", first
        )
    promised = answer.getheader("Content-Length", "")
    if promised.isdecimal() and int(promised) > limits.bytes:
        raise _too_large(limits, first)
    raw = answer.read(limits.bytes + 1)
    if promised.isdecimal() and len(raw) < int(promised) and len(raw) <= limits.bytes:
        raise http.client.IncompleteRead(raw)
    if len(raw) > limits.bytes:
        raise _too_large(limits, first)
    raw = _unpacked(raw, answer.getheader("Content-Encoding", "identity"), limits, first)
    return "", Fetched(target.url, raw, media, answer.headers.get_content_charset())


def _too_large(limits: FetchLimits, first: str) -> Unreadable:
    return _refused("file-size", f"the page has more than {limits.bytes:,} bytes", "raise the limit", first)


def _unpacked(raw: bytes, encoding: str, limits: FetchLimits, first: str) -> bytes:
    if encoding.strip().lower() in ("", "identity"):
        return raw
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        raise _refused("kind", f"the page is packed as '{encoding[:40]}'", "save the page and read the file", first)
    try:
        unpacked = zlib.decompressobj(47).decompress(raw, limits.bytes + 1)
    except zlib.error:
        raise _refused("broken", "the page is packed wrongly", "save the page and read the file", first) from None
    if len(unpacked) > limits.bytes:
        raise _too_large(limits, first)
    return unpacked

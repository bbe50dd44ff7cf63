"""Pages saved as one file (`.mhtml`) and letters (`.eml`): the part that holds the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from detente.evidence.reading.faults import Unreadable
from detente.evidence.reading.pieces import one_line

_HEADER = re.compile(
    rb"^(?:From|To|Date|Subject|MIME-Version|Snapshot-Content-Location|Received|Return-Path):",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST = re.compile(rb"^[A-Za-z-]{2,40}: ?\S")
_MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """The text part, whether it is HTML, and what the head says."""

    raw: bytes
    html: bool
    charset: str | None
    subject: str | None
    url: str | None
    date: str | None


def is_letter(raw: bytes) -> bool:
    """Whether the bytes begin with the head of a letter."""
    head = raw[:4000].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    return _FIRST.match(head) is not None and len(_HEADER.findall(head)) >= 2 and b"content-" in raw[:20_000].lower()


def letter(raw: bytes) -> Letter:
    """The HTML part of a letter, else its plain text; raises Unreadable where it has neither."""
    if raw.lower().count(b"boundary=") > _MOST_PARTS:
        raise Unreadable("broken", "the saved page nests too many parts", "save it as HTML")
    try:
        message = message_from_bytes(raw)
        texts = [part for part in message.walk() if part.get_content_type() in ("text/html", "text/plain")]
        part = next((part for part in texts if part.get_content_type() == "text/html"), texts[0] if texts else None)
        payload = part.get_payload(decode=True) if part is not None else None
        charset = part.get_content_charset() if part is not None else None
    except (ValueError, LookupError, AssertionError, RecursionError, TypeError, AttributeError, MessageError):
        raise Unreadable("broken", "the saved page cannot be taken apart", "save it as HTML") from None
    if part is None or not isinstance(payload, bytes):
        raise Unreadable("no-text", "the saved page holds no text part", "save it as HTML")
    return Letter(
        payload,
        part.get_content_type() == "text/html",
        charset,
        _head(message, "Subject"),
        _head(message, "Snapshot-Content-Location") or _web(_head(part, "Content-Location")),
        _day(message),
    )


def _web(address: str | None) -> str | None:
    return address if address and address.startswith(("http://", "https://")) else None


def _head(message: Message, name: str) -> str | None:
    value = message.get(name)
    if not value:
        return None
    try:
        return one_line(str(make_header(decode_header(str(value)))))[:1000] or None
    except (ValueError, LookupError, MessageError):
        return one_line(str(value))[:1000] or None


def _day(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

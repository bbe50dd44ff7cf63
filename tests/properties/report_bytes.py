"""Reports as bytes in every form, and what can happen to bytes: flips, cuts, insertions, wrong encodings."""

from __future__ import annotations

import random

from tests.evidence.reading.pages import ATOM, PAGE, PDF_PAGES, RSS, SAVED, TEXT
from tests.evidence.reading.pdf_pages import pdf

LARGEST = 200_000
SEEDS = (
    ("a.txt", TEXT.encode()),
    ("a.md", ("# A plan\n\n- one\n- two\n\n" + TEXT).encode()),
    ("a.html", PAGE.encode()),
    ("a.pdf", pdf(PDF_PAGES, info="/Title (A report) /CreationDate (D:20250304)")),
    ("a.rss", RSS.encode()),
    ("a.atom", ATOM.encode()),
    ("a.mhtml", SAVED),
)
BITS = (
    b"<p>", b"<div>", b"</p>", b"\x00", b"\xff\xfe", b"&amp;", b"&#x0;", b"&#xd800;", b"<![CDATA[", b"-->", b"<!--",
    b"<script>", b"obj", b"endobj", b"stream", b"<<", b">>", b"\r", b"\x0c", b"\xe2\x80\xa8", b"\xe9", b"\xe2\x80\x94",
    b"]]>", b"<table>", b"<br>", b"\n\n", b"<html>", b"999999999", b"-1", b"xref", b"\x1b", b"\xed\xa0\x80", b"=E2=80",
    b"\xcc\x81", b"\xe2\x80\xae", b"<item>", b"</entry>", b"boundary=", b"charset=utf-7", b"BT ET", b"Tm",
    b"/Kids [3 0 R]", b"/Prev 9", b"<?xml", b"<!ENTITY",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "cp1252", "cp1251", "utf-32", "utf-7", "latin-1", "shift_jis", "utf-8-sig", "cp037")
OTHER_NAMES = ("b.txt", "b.html", "b.pdf", "b.xml", "b.eml", "b", "b.md")


def mutated_report(chance: random.Random) -> tuple[str, bytes]:
    """A name and bytes that were a report before something happened to them, or never were one."""
    name, seed = chance.choice(SEEDS)
    raw = bytearray(seed)
    if chance.random() < 0.05:
        raw = bytearray(chance.randbytes(chance.choice((0, 1, 7, 300, 5_000))))
    for _ in range(chance.choice((1, 1, 2, 4, 10, 40))):
        raw = _mutated(raw, chance)[:LARGEST]
    return (chance.choice(OTHER_NAMES) if chance.random() < 0.15 else name), bytes(raw)


def _mutated(raw: bytearray, chance: random.Random) -> bytearray:
    at, other = sorted((chance.randrange(len(raw) + 1), chance.randrange(len(raw) + 1)))
    match chance.randrange(7):
        case 0 if raw:
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        case 1:
            raw[at:at] = chance.choice(BITS) * chance.choice((1, 1, 1, 3, 200))
        case 2:
            del raw[at : at + chance.choice((1, 10, 300))]
        case 3:
            del raw[other:]
        case 4:
            raw[at:at] = chance.randbytes(chance.choice((1, 5, 50)))
        case 5:
            raw[at:at] = raw[at:other]
        case _:
            raw = bytearray(bytes(raw).decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace"))
    return raw

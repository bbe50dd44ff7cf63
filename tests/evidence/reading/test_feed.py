"""Feeds: each entry a document."""

from __future__ import annotations

import pytest
from tests.evidence.reading.pages import ATOM, HEADLINE, PARAGRAPHS, RSS

from detente.evidence.reading.document import Document
from detente.evidence.reading.faults import Unreadable
from detente.evidence.reading.feed import documents_of_feed, is_feed
from detente.evidence.reading.limits import Limits


def read(feed: str, **more: int) -> list[Document]:
    return list(documents_of_feed(feed.encode(), "feed", origin="feed.xml", limits=Limits(**more)))


def words(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def test_an_rss_feed() -> None:
    first, second = read(RSS)
    assert first.id == "feed-envoys-meet-in-port-vell-over-fishing-gr"
    assert words(first, "title") == [HEADLINE]
    assert words(first, "paragraph") == [PARAGRAPHS[0], PARAGRAPHS[1] + " Yes & no."]
    found = first.metadata
    assert (found.outlet, found.author, found.published, found.lang, found.url) == (
        "Harbour Times World", "Ana Ruiz", "2025-03-04", "en", "https://harbour.example/1",
    )  # fmt: skip
    assert first.origin == "feed.xml#g1"
    assert words(second, "title") == ["A second story & more"]
    assert words(second, "paragraph") == ["Only a summary stands here."]
    assert second.notes == ("the feed holds a summary only",)
    assert len({first.digest, second.digest}) == 2


def test_an_atom_feed() -> None:
    (entry,) = read(ATOM)
    assert words(entry, "paragraph") == [PARAGRAPHS[2], PARAGRAPHS[3]]
    assert (entry.metadata.published, entry.metadata.author) == ("2025-03-04", "Ana Ruiz")
    assert entry.metadata.url == "https://harbour.example/a"


def test_a_feed_with_entities_of_its_own_is_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    item = "<rss><channel><item><title>&l9;</title></item></channel></rss>"
    feed = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>{item}'
    with pytest.raises(Unreadable, match="entities"):
        read(feed)
    outside = '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>' + item
    with pytest.raises(Unreadable, match="entities"):
        read(outside)


def test_an_outer_document_type_is_not_fetched() -> None:
    feed = RSS.replace("<rss", '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">\n<rss', 1)
    assert len(read(feed)) == 2


def test_broken_and_empty_feeds() -> None:
    assert read(RSS.replace("</item>", "", 1))
    with pytest.raises(Unreadable, match="no entry"):
        read("<rss><channel><title>Nothing</title></channel></rss>")
    assert len(read(RSS, entries=1)) == 1


@pytest.mark.parametrize("reference", ["&#xd800;", "&#0;", "&#x110000;", "&#99999999;", "&nbsp;", "&#8217;"])
def test_odd_references(reference: str) -> None:
    feed = RSS.replace("In short.", "").replace("Only a summary", f"Only{reference} a summary")
    for document in read(feed):
        document.text.encode("utf-8")


def test_what_is_a_feed() -> None:
    assert is_feed(RSS.encode())
    assert is_feed(ATOM.encode())
    assert not is_feed(b"<html><body><rss></body></html>")
    assert not is_feed(b"The feed <rss> is not here")

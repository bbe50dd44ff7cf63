"""HTML: the article, what the page says of itself, and pages that mean harm."""

from __future__ import annotations

import time

import pytest
from tests.evidence.reading.pages import HEADLINE, PAGE, PARAGRAPHS

from detente.evidence.reading.document import Document
from detente.evidence.reading.faults import ReadingError, Unreadable
from detente.evidence.reading.limits import Limits
from detente.evidence.reading.page import document_of_page, pieces_of_markup

WORDS = "<p>Hello there, friends of the wide world.</p>"


def read(markup: str | bytes, **more: object) -> Document:
    raw = markup.encode() if isinstance(markup, str) else markup
    return document_of_page(raw, "p", origin="p.html", digest="", **more)  # type: ignore[arg-type]


def words(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def test_the_article_without_the_page_around_it() -> None:
    document = read(PAGE)
    assert words(document, "title") == [HEADLINE]
    expected = [*PARAGRAPHS[:3], "Quotas for cod would be set each year.", "Patrols would end by June.", PARAGRAPHS[3]]
    assert words(document, "paragraph") == expected
    assert words(document, "heading") == ["What is at stake"]
    assert "Storm closes port" not in document.text
    assert "not a word" not in document.text


def test_what_the_page_says_of_itself() -> None:
    found = read(PAGE).metadata
    assert (found.outlet, found.title, found.author) == ("The Harbour Times", HEADLINE, "Ana Ruiz")
    assert (found.published, found.lang, found.url) == ("2025-03-04", "en", "https://harbour.example/2025/envoys-meet")


def test_a_page_without_a_date_gets_none() -> None:
    page = (
        f"<html><body><article><h1>{HEADLINE}</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article></body></html>"
    )
    assert read(page).metadata.published is None


def test_all_paragraphs_where_no_article_is_seen() -> None:
    document = read(
        "<html><body><div>They met.<br><br>They parted.<br><br>No more was said.</div><nav>Home</nav></body></html>"
    )
    assert words(document, "paragraph") == ["They met.", "They parted.", "No more was said."]


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_the_declared_encoding(charset: str) -> None:
    russian = "Президент сказал, что переговоры продолжатся."
    page = f"<html><head><meta charset='{charset}'></head><body><p>{russian}</p></body></html>".encode(charset)
    assert russian in read(page).text


def test_fragments() -> None:
    found = [
        piece.text.strip() for piece in pieces_of_markup("<p>One &amp; two</p><script>x</script>three<br><br>four")
    ]
    assert found == ["One & two", "three", "four"]


HOSTILE = {
    "deep": "<html><body>" + "<div>" * 100_000 + WORDS,
    "deep enough to be read": "<html><body>" + "<div>" * 190 + WORDS * 300,
    "unclosed": "<p>" + "<b>x" * 50_000,
    "tables": "<table><tr><td>" * 20_000,
    "wide": "<html><body>" + WORDS * 40_000,
    "huge attribute": "<html><body><p a='" + "x" * 5_000_000 + "'>Hello there</p>",
    "many attributes": "<html><body><p " + " ".join(f"a{i}='1'" for i in range(100_000)) + ">Hello there</p>",
    "angles": "<" * 3_000_000,
    "references": "<p>" + "&amp;&lt;&nbsp;" * 300_000,
    "entities": "<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><p>&b;&b;&b;</p> some words",
    "script": "<script>" + "x<p>" * 1_000_000,
    "comments": "<!-- " * 300_000,
    "json": "<html><head><script type='application/ld+json'>" + "[" * 200_000 + "</script></head><body>" + WORDS * 20,
    "spaces": "<p>" + " " * 5_000_000 + "x",
    "breaks": "<p>" + "<br>" * 90_000 + "x",
    "links": "<html><body><p>" + "<a href='/x'>link text here</a> " * 40_000,
    "title": "<title>" + "a " * 2_000_000 + "</title><p>hello world",
    "dates": "<html><body>" + "<time datetime='2025-01-01'>2025-01-01</time> 2024/12/31 " * 5_000 + WORDS * 10,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon(name: str) -> None:
    start = time.process_time()
    try:
        document = read(HOSTILE[name])
    except ReadingError as error:
        assert "no words" in str(error)
    else:
        assert document.blocks
    assert time.process_time() - start < 12


def test_a_page_over_the_limit_is_refused() -> None:
    with pytest.raises(Unreadable, match="the limit is 1,000"):
        read(PAGE, limits=Limits(page_bytes=1000))
    cut = read(PAGE, limits=Limits(characters=100))
    assert len(cut.text) <= 100
    assert "cut" in cut.notes[-1]

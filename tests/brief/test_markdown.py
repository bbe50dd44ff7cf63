from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.brief.test_html import HOSTILE, hostile_brief

from detente.brief.blocks import Brief, Column, Imprint, Paragraph, Row, Section, Table
from detente.brief.prose import Code, Link, Number
from detente.brief.to_markdown import escaped, to_markdown

READER = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table")


def _tokens(text: str) -> list[Token]:
    return [inner for token in READER.parse(text) for inner in (token, *(token.children or ()))]


def _one(*blocks: Paragraph | Table) -> Brief:
    return Brief("T", "Q", "2025", "en", Imprint("c", "d", "v"), (), (Section("s", "S", blocks),))


def test_the_same_brief_gives_the_same_bytes(brief: Brief) -> None:
    assert to_markdown(brief) == to_markdown(brief)


def test_it_reads_as_headings_tables_and_lists(brief: Brief) -> None:
    text = to_markdown(brief)
    tokens = _tokens(text)
    headings = [t.content for t, before in zip(tokens[1:], tokens, strict=False) if before.type == "heading_open"]
    assert headings[:3] == ["The Lake Vessen talks, May 2031", "Main findings", "1 Who stands where"]
    assert sum(t.type == "table_open" for t in tokens) == 7
    columns = [len(line.replace("\\|", "").split("|")) for line in text.splitlines() if line.startswith("|")]
    assert min(columns) >= 4


def test_every_sentence_of_the_brief_is_there(brief: Brief) -> None:
    text = to_markdown(brief)
    for words in (
        "Holds if: Upper Vessen’s offer stands; the League agrees",
        "22 (15–30)",
        "weight 40% (35–45) (judgement)",
        "low, for the fields \\[s3\\] (single source)",
        "“No foreign hand shall touch our gauges.”",
        "(contradicted)",
        "> **Missing: No stability analysis**",
        "[Nash (1950)](https://doi.org/10.2307/1907266)",
        "`level = high and station in {joint, league}`",
        "with view “cautious”",
        "sha256:3f9a0c71d2be55a8e7c4",
    ):
        assert words in text, words


def test_hostile_text_makes_no_markup() -> None:
    tokens = _tokens(to_markdown(hostile_brief()))
    assert [t.content for t in tokens if t.type.startswith("html") and t.content != "<br>"] == []
    assert [t.type for t in tokens if t.type == "image"] == []
    links = [t.attrs["href"] for t in tokens if t.type == "link_open"]
    assert all(str(link).startswith("https://example.org/") for link in links)
    assert "\x00" not in to_markdown(hostile_brief())


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE.replace("\x00", "").replace("\x1b", "").strip(),
        "1. one",
        "- a",
        "+ a",
        "=====",
        "# a",
        "> a",
        "a | b",
        "![x](y)",
        "**a** __b__ ~~c~~",
        "&lt; &amp;",
        "http://example.org www.example.org",
        "`code`",
        "\\",
        "2) b",
    ],
)
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    (block, inline, _) = READER.parse(escaped(text))
    assert block.type == "paragraph_open"
    assert {t.type for t in inline.children or ()} <= {"text", "text_special"}
    assert "".join(t.content for t in inline.children or ()) == text
    assert not re.search(r"https?://|www\.", escaped(text))


def test_cells_stay_in_their_row() -> None:
    table = Table("t", "c", (Column("a|b"),), (Row("x|y\nz", ((Code("p | q"), "\nr"),)),), corner="|")
    rows = [t for t in _tokens(to_markdown(_one(table))) if t.type in {"th_open", "td_open"}]
    assert len(rows) == 4


def test_links_are_http_or_words() -> None:
    text = to_markdown(_one(Paragraph((Link("javascript:x", "a"), Link("https://a.org/b(c) d|e", "f")))))
    assert "a[f](https://a.org/b%28c%29%20d%7Ce)" in text
    assert "javascript" not in text


def test_judgements_are_labelled(brief: Brief) -> None:
    text = to_markdown(_one(Paragraph(("It is ", Number(4, 3, 5, basis="judgement"), "."))))
    assert "It is 4 (3–5) (judgement)." in text
    assert "- **judgement**: chosen, not measured" in text
    assert "(judgement)" not in to_markdown(replace(brief, sections=(), notices=(), front_figures=None))


def test_a_proof_is_a_list_inside_a_list(brief: Brief) -> None:
    text = to_markdown(brief)
    start = text.index("- Cannot be told: the League")
    assert text[start:].split("\n\n")[0].splitlines() == [
        "- Cannot be told: the League to Lower Vessen",
        "  1. the dam breaks \\[s1\\]",
        "  2. the League is bound",
        "     1. it signed in 2029",
        "        1. its seal is on the paper",
        "  3. **not known:** who establishes the breach",
        "  4. **arguable:** a dry summer is a breach",
        "  5. **fails:** the League was asked",
    ]
    opened = [token.type for token in _tokens(text[start:].split("\n\n")[0]) if token.type.endswith("list_open")]
    assert opened == ["bullet_list_open", "ordered_list_open", "ordered_list_open", "ordered_list_open"]

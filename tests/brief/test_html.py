from __future__ import annotations

import base64
import hashlib
import re
import sys
from dataclasses import replace
from itertools import pairwise
from urllib.parse import unquote

import pytest
from tests.brief.page_reader import Page

from detente.brief.blocks import (
    Brief,
    Cell,
    Chart,
    Column,
    Definition,
    DefinitionList,
    Figure,
    Finding,
    Imprint,
    Items,
    Note,
    Paragraph,
    Proof,
    Row,
    Section,
    Source,
    SourceList,
    Step,
    Table,
)
from detente.brief.csv_text import csv_text
from detente.brief.outline import outline
from detente.brief.prose import Cite, Code, Emphasis, Link, Refer
from detente.brief.to_html import to_html
from detente.foundation.errors import DetenteError

HOSTILE = "</title></style><script>alert('x')</script><img src=x onerror=alert(1)>\" ' {{ 7*7 }} \x00\x1b"


def _no_picture(chart: object, *, id: str, title: str, description: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" aria-label="{id}"></svg>'


@pytest.fixture(scope="module")
def html(brief: Brief) -> str:
    return to_html(brief)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def hostile_brief() -> Brief:
    """The same hostile text wherever a brief takes text."""
    table = Table(
        HOSTILE,
        HOSTILE,
        (Column(HOSTILE, under=HOSTILE),),
        (Row(HOSTILE, (HOSTILE,), group=HOSTILE),),
        HOSTILE,
    )
    return Brief(
        title=HOSTILE,
        question=HOSTILE,
        as_of=HOSTILE,
        language="en",
        imprint=Imprint(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,), ((HOSTILE, HOSTILE),)),
        front=(Finding(HOSTILE, (HOSTILE,), HOSTILE, (HOSTILE,), id=HOSTILE + "f"),),
        subtitle=HOSTILE,
        notices=(Note("warning", HOSTILE, (Paragraph(HOSTILE),)),),
        sections=(
            Section(
                HOSTILE + "s",
                HOSTILE,
                (
                    Paragraph((Emphasis(HOSTILE), Code(HOSTILE), Cite(HOSTILE), Refer(HOSTILE, HOSTILE))),
                    Paragraph(
                        (
                            Link("javascript:alert(1)", "a"),
                            Link(" JaVaScRiPt:alert(1)", "b"),
                            Link("data:text/html,<script>", "c"),
                            Link('https://example.org/"onclick="x', "d"),
                            Link("http://[", "e"),
                        )
                    ),
                    Items((HOSTILE,)),
                    Proof(HOSTILE, (Step(HOSTILE, "unknown", (Step(HOSTILE),)),)),
                    Figure(HOSTILE + "g", HOSTILE, Chart({}, {}), HOSTILE, replace(table, id="data")),
                    table,
                    DefinitionList((Definition(HOSTILE, (HOSTILE,), id=HOSTILE + "d"),)),
                    SourceList((Source(HOSTILE, HOSTILE, HOSTILE, language=HOSTILE, published=HOSTILE),)),
                ),
            ),
        ),
    )


def test_the_same_brief_gives_the_same_bytes(brief: Brief, html: str) -> None:
    assert to_html(brief) == html


def test_every_id_is_there_once_and_every_inner_link_has_its_target(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    targets = [e.attributes["href"][1:] for e in page.all("a") if e.attributes["href"].startswith("#")]
    assert len(targets) > 30
    assert set(targets) <= set(page.ids)
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(element.attributes.get(name, "").split()) <= set(page.ids)


def test_the_page_asks_nothing_of_any_host(html: str, page: Page) -> None:
    loading = [e for e in page.elements if {"src", "srcset", "poster", "background"} & e.attributes.keys()]
    assert loading == []
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & {e.tag for e in page.elements}
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", html)
    assert "@import" not in html
    assert not any("style" in e.attributes for e in page.elements)


def test_the_policy_allows_this_style_sheet_and_nothing_else(html: str, page: Page) -> None:
    (policy,) = page.all("meta", http_equiv="Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_headings_stand_in_order_and_parts_are_landmarks(page: Page) -> None:
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for landmark in ("header", "main", "nav", "footer"):
        assert len(page.all(landmark)) == 1, landmark
    assert page.all("html")[0].attributes == {"lang": "en", "dir": "ltr"}


def test_tables_have_headers_with_scope(page: Page) -> None:
    headers = page.all("th")
    assert {e.attributes.get("scope") for e in headers} == {"col", "row", "rowgroup"}
    for row in page.all("tr"):
        assert row.attributes["role"] == "row"


def test_figures_carry_finding_pictures_data_and_csv(brief: Brief, page: Page) -> None:
    figures = [
        block
        for section in brief.sections
        for part in (section, *(b for b in section.blocks if isinstance(b, Section)))
        for block in part.blocks
        if isinstance(block, Figure)
    ]
    captions = [e.text for e in page.all("figcaption")]
    links = {unquote(e.attributes["href"]) for e in page.all("a") if "download" in e.attributes}
    assert len(figures) == len(captions) == len(page.all("svg")) // 2 == len(links)
    for figure in figures:
        assert any(str(figure.finding) in caption for caption in captions)
        assert "data:text/csv;charset=utf-8,\ufeff" + csv_text(figure.data) in links
    assert len([e for e in page.all("title") if "svg" in e.parents]) == 2 * len(figures)


def test_statements_are_quoted_and_linked_both_ways(brief: Brief, html: str, page: Page) -> None:
    for source, count in outline(brief).citations.items():
        there = page.all("a", class_="cite", href=f"#source-{source}")
        assert [e.attributes["id"] for e in there] == [f"cite-{source}-{n}" for n in range(1, count + 1)]
        assert len(re.findall(f'href="#cite-{source}-', html)) == count
    assert page.all("blockquote", lang="uk")[0].text == "Ми готові прийняти станцію."


def test_judgements_and_spreads_are_labelled(page: Page) -> None:
    marks = page.all("abbr", class_="basis")
    assert any("judgement: chosen, not measured" in e.attributes.get("title", "") for e in marks)
    assert [e.text for e in page.all("span", class_="spread")].count("15–30") == 2
    assert any(e.text == "Numbers computed from judgements" for e in page.all("div"))


def test_a_citation_of_a_statement_that_is_not_listed_is_no_link(brief: Brief) -> None:
    page = Page(to_html(replace(brief, sections=(), notices=(), front_figures=None), _no_picture))
    assert page.all("a", class_="cite") == []
    assert "[s1]" in page.all("main")[0].text


def test_hostile_text_is_harmless() -> None:
    html = to_html(hostile_brief(), _no_picture)
    page = Page(html)
    assert not {"script", "img"} & {e.tag for e in page.elements}
    assert not any(name.startswith("on") for e in page.elements for name in e.attributes)
    assert page.all("h1")[0].text == HOSTILE.rstrip(" \x00\x1b")
    schemes = {e.attributes["href"].split(":")[0] for e in page.all("a") if e.attributes["href"][0] != "#"}
    assert schemes == {"https", "data"}
    assert all("download" in e.attributes for e in page.all("a") if e.attributes["href"].startswith("data:"))
    assert "49" not in page.all("h1")[0].text
    assert "\x00" not in html


def test_the_running_head_cannot_leave_its_string(brief: Brief) -> None:
    html = to_html(replace(brief, title='"}} </style><b>\\é\n'), _no_picture)
    head = re.findall(r'@top-left\{content:"([^"]*)"\}', html)
    assert len(head) == 1
    assert re.fullmatch(r"(?:[A-Za-z0-9 ]|\\[0-9a-f]+ )*", head[0])


def test_the_language_decides_the_direction(brief: Brief) -> None:
    page = Page(to_html(replace(brief, language="ar-EG"), _no_picture))
    assert page.all("html")[0].attributes == {"lang": "ar-EG", "dir": "rtl"}


def test_an_empty_brief_is_a_page_too(brief: Brief) -> None:
    bare = Brief("T", "Q", "", "en", replace(brief.imprint, views=()), (), ())
    page = Page(to_html(bare, _no_picture))
    assert page.all("h1")[0].text == "T"
    assert page.all("svg") == []


def test_tints_come_in_six_steps() -> None:
    table = Table("t", "c", (Column("a"),), tuple(Row("r", (Cell("x", tint=t),)) for t in (-1, 0.5, 2, None)))
    brief = Brief("T", "Q", "2025", "en", Imprint("c", "d", "v"), (), (Section("s", "S", (table,)),))
    tints = [e.attributes["class"].split()[2:] for e in Page(to_html(brief)).all("td") if "class" in e.attributes]
    assert tints == [["tint-0"], ["tint-2"], ["tint-5"], []]


def test_without_its_template_engine_it_says_how_to_get_it(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(DetenteError, match=r"pip install 'detente\[brief\]'"):
        to_html(brief)


def test_a_proof_is_folded_and_its_open_steps_stand_out_in_words(page: Page) -> None:
    (proof,) = page.all("details", class_="proof")
    assert "open" not in proof.attributes
    standing = [element.text for element in page.all("strong", class_="standing")]
    assert standing == ["not known:", "arguable:", "fails:"]
    inner = [element for element in page.all("ol", class_="steps") if "ol" in element.parents]
    assert [element.parents.count("ol") for element in inner] == [1, 2]

"""Broad tables on paper: every word inside the page, and large enough to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.conftest import Open

from detente.brief.blocks import Brief, Cell, Column, Imprint, Row, Section, Table
from detente.brief.prose import Number
from detente.brief.to_html import to_html

pytestmark = pytest.mark.web

PAPER = 665
"""The width of what is printed on a sheet of A4, in pixels."""

SMALLEST = 6.5 * 96 / 72
"""The smallest letters, in pixels."""

_CUT = """width => [...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility() && (e.getBoundingClientRect().right > width + 1 || e.scrollWidth > width + 1
    || (e.matches('td, th') && e.scrollWidth > e.clientWidth + 1)))
  .map(e => e.outerHTML.slice(0, 120))"""
_LETTERS = """() => [...document.querySelectorAll('table, table *')].filter(e => e.checkVisibility() && e.innerText)
  .map(e => parseFloat(getComputedStyle(e).fontSize))"""
_SHOWN = "() => [...document.querySelectorAll('tbody td')].every(e => e.innerText.trim() && e.offsetHeight > 0)"


def _stances(issues: int, options: int) -> Table:
    answers = tuple(f"an answer with the number {k}: {3 * k}" for k in range(options, 0, -1))
    cell = Cell(answers[0], under=(*answers[1:], "weight 10 % (5–20 %)"), tint=0.4)
    rows = tuple(Row(f"The Republic of Party {n}", (cell,) * issues) for n in range(3))
    return Table("stances", "Who wants what", tuple(Column(f"Issue {n}") for n in range(issues)), rows, "Party")


def _packages(issues: int, parties: int) -> Table:
    answers = tuple(Column(f"Peacekeeping and verification {n}") for n in range(issues))
    values = tuple(Column(f"Republic of Uttermost Examplestan {n}", "number") for n in range(parties))
    row = ("an undertaking that binds internationally",) * issues + (Number(61.25, low=-12, high=100),) * parties
    rows = tuple(Row(str(n), row) for n in range(4))
    return Table("packages", "What all accept", (*answers, *values), rows, "Package", narrow="scroll")


TABLES = {
    "ten issues of twenty answers": (_stances(10, 20), True),
    "six issues of twenty answers": (_stances(6, 20), False),
    "five issues and eight parties": (_packages(5, 8), True),
    "eight parties": (_packages(0, 8), False),
    "two issues and eight parties": (_packages(2, 8), False),
    "sixteen parties": (_packages(0, 16), True),
}


@pytest.mark.parametrize("name", TABLES)
def test_no_table_is_cut_on_paper(open_page: Open, tmp_path: Path, name: str) -> None:
    table, as_cards = TABLES[name]
    path = tmp_path / "broad.html"
    brief = Brief("T", "Q", "2025", "en", Imprint("c", "d", "v"), (), (Section("s", "S", (table,)),))
    path.write_text(to_html(brief), encoding="utf-8")
    page = open_page(path, PAPER)
    page.emulate_media(media="print")
    assert page.evaluate(_CUT, PAPER) == []
    assert min(page.evaluate(_LETTERS)) >= SMALLEST - 0.01
    assert page.evaluate(_SHOWN)
    heading = page.get_by_role("columnheader").first
    assert heading.is_hidden() == as_cards
    if as_cards:
        cell = page.locator("tbody td").last
        label = cell.evaluate("e => getComputedStyle(e, '::before').content")
        assert label == f'"{table.columns[-1].title}: "'

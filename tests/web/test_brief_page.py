"""The brief in a browser: at a desk, on a phone, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.brief.made_up import made_up_brief
from tests.brief.test_html import hostile_brief
from tests.web.conftest import SMALLEST_TEXT, Open

from detente.brief.csv_text import csv_text
from detente.brief.to_html import to_html

pytestmark = pytest.mark.web

_BROADER_THAN_THE_SCREEN = """() => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroller, svg') && e.checkVisibility()
    && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("width", [1280, 768, 320])
def test_no_accessibility_violation(open_page: Open, brief_file: Path, width: int) -> None:
    page = open_page(brief_file, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("width", [1280, 1024, 768, 640, 400, 320])
def test_the_page_never_scrolls_sideways(open_page: Open, brief_file: Path, width: int) -> None:
    page = open_page(brief_file, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(_BROADER_THAN_THE_SCREEN) == []


@pytest.mark.parametrize("width", [1280, 700, 360, 320])
def test_words_in_pictures_can_be_read(open_page: Open, brief_file: Path, width: int) -> None:
    page = open_page(brief_file, width)
    assert page.evaluate(SMALLEST_TEXT) >= 10.5
    assert page.locator(".drawing svg:visible").count() == page.locator("figure.chart").count()


def test_the_style_sheet_passes_the_policy(open_page: Open, brief_file: Path) -> None:
    page = open_page(brief_file)
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"


def test_a_citation_leads_to_its_quotation_and_back(open_page: Open, brief_file: Path) -> None:
    page = open_page(brief_file)
    page.locator("#cite-s2-1").click()
    assert page.url.endswith("#source-s2")
    source = page.locator("#source-s2")
    assert "No foreign hand" in source.inner_text()
    source.get_by_role("link", name="[s2] citation 1").click()
    assert page.url.endswith("#cite-s2-1")


def test_the_keyboard_reaches_the_brief(open_page: Open, brief_file: Path) -> None:
    page = open_page(brief_file)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the brief"
    assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_data_of_a_figure_can_be_opened_and_downloaded(open_page: Open, brief_file: Path) -> None:
    page = open_page(brief_file)
    figure = page.locator("figure.chart").nth(1)
    figure.get_by_text("The data of figure 2 as a table").click()
    assert figure.get_by_role("table").is_visible()
    with page.expect_download() as download:
        figure.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename == "figure-2.csv"
    blocks = made_up_brief().sections[1].blocks[1].blocks[1]  # type: ignore[union-attr]
    assert download.value.path().read_bytes().decode("utf-8-sig") == csv_text(blocks.data)  # type: ignore[union-attr]


def test_tables_on_a_phone_name_every_value(open_page: Open, brief_file: Path) -> None:
    page = open_page(brief_file, 320)
    cell = page.get_by_role("cell", name="22 15–30").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"Upper Vessen"'
    assert page.get_by_role("table").first.get_by_role("columnheader").count() == 4


def test_it_prints(open_page: Open, brief_file: Path) -> None:
    page = open_page(brief_file)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.get_by_role("link", name="Download as CSV").count() == 0
    table = page.locator("figure.chart details table").first
    assert table.evaluate("e => e.getBoundingClientRect().height") > 50
    assert page.locator(".drawing.wide svg").first.is_visible()
    assert page.locator(".drawing.narrow svg").first.is_hidden()


def test_hostile_text_runs_nothing(open_page: Open, tmp_path: Path) -> None:
    def picture(chart: object, *, id: str, title: str, description: str) -> str:
        return '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="x"></svg>'

    path = tmp_path / "hostile.html"
    path.write_text(to_html(hostile_brief(), picture), encoding="utf-8")
    page = open_page(path)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    _click_every_link(page)
    assert page.locator("script").count() == 0


def _click_every_link(page: Page) -> None:
    for link in page.locator("a[href^='#']").all():
        link.dispatch_event("click")

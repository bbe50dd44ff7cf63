"""The page of `detente compare -o`, made by the command that users type, in a browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.web.conftest import Open

pytestmark = pytest.mark.web

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "library" / "evidence-ceasefire"

_LINKS_THAT_LEAD_NOWHERE = """() => [...document.querySelectorAll('a[href^="#"]')]
  .map(link => link.getAttribute('href').slice(1))
  .filter(id => id && !document.getElementById(id))"""

_IDS_TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place) }"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("compared") / "compared.html"
    command = [sys.executable, "-m", "detente.cli.main", "compare", str(LIBRARY), "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return out


def opened(open_page: Open, page_file: Path, width: int) -> Page:
    page = open_page(page_file, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    return page


@pytest.mark.parametrize("width", [1280, 320])
def test_no_accessibility_violation_and_no_sideways_scroll(open_page: Open, page_file: Path, width: int) -> None:
    page = opened(open_page, page_file, width)
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_every_link_leads_to_one_place(open_page: Open, page_file: Path) -> None:
    page = opened(open_page, page_file, 1280)
    assert page.evaluate(_LINKS_THAT_LEAD_NOWHERE) == []
    assert page.evaluate(_IDS_TWICE) == []


def test_a_value_leads_to_its_words_in_the_report(open_page: Open, page_file: Path) -> None:
    page = opened(open_page, page_file, 1280)
    value = page.get_by_role("table").get_by_role("link", name="“Vienna”").first
    target = (value.get_attribute("href") or "").removeprefix("#")
    value.click()
    assert page.url.endswith(f"#{target}")
    marked = page.locator(f'[id="{target}"] + mark')
    expect(marked).to_be_in_viewport()
    assert marked.inner_text() == "Vienna"


def test_each_outcome_is_said_in_words(open_page: Open, page_file: Path) -> None:
    page = opened(open_page, page_file, 1280)
    points = page.get_by_role("table").first
    assert "contradicted" in points.inner_text()
    assert "are different places, and neither lies in the other" in points.inner_text()


def test_the_reports_stand_side_by_side_on_a_desk_and_below_one_another_on_a_phone(
    open_page: Open, page_file: Path
) -> None:
    tops = "[...document.querySelectorAll('[id^=part-text-of-]')].map(e => e.getBoundingClientRect().top)"
    wide = opened(open_page, page_file, 1280).evaluate(tops)
    narrow = opened(open_page, page_file, 320).evaluate(tops)
    assert len(set(wide)) < len(set(narrow))

"""The brief of the worked case, made by the command that users type, in a browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.web.conftest import SMALLEST_TEXT, Open

pytestmark = pytest.mark.web

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("example") / "ukraine-2025.html"
    command = [
        sys.executable,
        "-m",
        "detente.cli.main",
        "brief",
        str(ROOT / "examples" / "ukraine-2025"),
        "-o",
        str(out),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return out


@pytest.mark.parametrize("width", [1280, 768, 320])
def test_no_accessibility_violation_and_no_sideways_scroll(open_page: Open, page_file: Path, width: int) -> None:
    page = open_page(page_file, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_number_leads_to_a_judgement_and_the_judgement_to_a_sentence(open_page: Open, page_file: Path) -> None:
    page = open_page(page_file)
    inputs = page.get_by_role("table", name="What each input of the computation rests on")
    row = inputs.get_by_role("row").filter(has_text="red line: never Peacekeepers")
    row.get_by_role("link", name="s18").click(timeout=5000)
    assert page.url.endswith("#source-s18")
    assert "Russia rejects any peacekeeping role" in page.locator("#source-s18").inner_text()


def test_it_prints_on_few_pages(open_page: Open, page_file: Path) -> None:
    page = open_page(page_file)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    assert 10 <= pdf.count(b"/Type /Page\n") <= 40


def test_a_proof_opens_and_its_open_steps_are_heavier(open_page: Open, page_file: Path) -> None:
    page = open_page(page_file)
    proof = page.locator("details.proof", has=page.locator(".standing")).first
    steps = proof.locator("ol.steps > li")
    assert steps.first.is_hidden()
    proof.locator("summary").click()
    assert steps.first.is_visible()
    open_step = proof.locator("li", has=page.locator(".standing")).first
    assert open_step.inner_text().startswith("not known:")
    weight = "e => Number(getComputedStyle(e).fontWeight)"
    assert open_step.evaluate(weight) > steps.first.evaluate(weight)


def test_states_that_matter_are_in_one_table_and_moves_in_pictures(open_page: Open, page_file: Path) -> None:
    for width in (1280, 320):
        page = open_page(page_file, width)
        states = page.locator("#part-states")
        assert states.get_by_role("columnheader", name="Kyiv's offer").is_visible()
        for figure in ("#part-moves", "#part-ways"):
            picture = page.locator(f"{figure} svg:visible")
            assert picture.count() == 1
            box = picture.bounding_box()
            assert box is not None
            assert 200 < box["width"] <= width


def test_a_proof_is_printed_in_a_few_lines(open_page: Open, page_file: Path) -> None:
    page = open_page(page_file)
    page.emulate_media(media="print")
    proof = page.locator("details.proof").first
    assert proof.locator("li").first.is_visible()
    assert proof.evaluate("e => e.getBoundingClientRect().height") < 160


def test_a_scenario_that_repeats_leads_to_its_table(open_page: Open, page_file: Path) -> None:
    page = open_page(page_file)
    page.locator("p", has_text="A limited strike").get_by_role("link").last.click()
    assert page.url.endswith("#part-duties-renewed-invasion")


def test_the_gap_table_stacks_on_a_phone(open_page: Open, page_file: Path) -> None:
    page = open_page(page_file, 320)
    table = page.locator("[id='part-gap-nato']")
    assert table.evaluate("e => e.querySelector('.scroller').scrollWidth") <= 320
    cell = table.get_by_role("cell").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"North Atlantic Treaty"'


@pytest.mark.parametrize("width", [1280, 320])
def test_words_in_pictures_can_be_read(open_page: Open, page_file: Path, width: int) -> None:
    page = open_page(page_file, width)
    assert page.evaluate(SMALLEST_TEXT) >= 10.5
    assert page.locator(".drawing svg:visible").count() == page.locator("figure.chart").count()

"""The brief of the worked case, made by the command that users type, in a browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.web.conftest import Open

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


@pytest.mark.parametrize("width", [1280, 320])
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
    assert 10 <= pdf.count(b"/Type /Page\n") <= 26

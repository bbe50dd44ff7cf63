"""A real browser, and pages that fail their test on any error or any request to a host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.brief.made_up import made_up_brief

from detente.brief.to_html import to_html

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

SMALLEST_TEXT = """() => Math.min(...[...document.querySelectorAll('svg text')]
  .filter(e => e.checkVisibility())
  .map(e => parseFloat(e.getAttribute('font-size')
      ?? e.closest('[font-size]').getAttribute('font-size')) * e.getScreenCTM().a))"""

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: $DETENTE_CHROMIUM, or the first one on the path."""
    program = os.environ.get("DETENTE_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        missing = "no Chromium found: install one, or set DETENTE_CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(_QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def brief_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    path.write_text(to_html(made_up_brief()), encoding="utf-8")
    return path


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a file at a width; fails the test afterwards if a page complained or asked a host for anything."""
    complaints: list[str] = []
    context = browser.new_context(accept_downloads=True)

    def open_(path: Path, width: int = 1280, height: int = 900) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("console", lambda m: complaints.append(f"console {m.type}: {m.text}"))
        page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
        page.on(
            "request",
            lambda r: urlsplit(r.url).scheme in {"file", "data"} or complaints.append(f"request: {r.url}"),
        )
        page.goto(path.as_uri())
        return page

    yield open_
    context.close()
    assert complaints == []

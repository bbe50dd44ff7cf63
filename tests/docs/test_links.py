"""Every link within the repository leads to a file and a heading."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs import links
from tests.gates.tree import ROOT


def test_links_lead_somewhere() -> None:
    assert links.faults(ROOT) == []


@pytest.mark.parametrize(
    ("link", "refusal"),
    [
        ("[x](missing.md)", "missing.md is not there"),
        ("![x](pictures/none.png)", "pictures/none.png is not there"),
        ("[x](there.md#no-such-place)", "no such heading"),
        ("[x](#nor-here)", "no such heading"),
        ("[x](../outside.md)", "leads out of the tree"),
        ("[x]: missing.md", "missing.md is not there"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path, link: str, refusal: str) -> None:
    (tmp_path / "there.md").write_text("# A place\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n[a](there.md#a-place) [b](https://example.org) [c](#page)\n", encoding="utf-8")
    assert links.faults(tmp_path) == []
    page.write_text(f"# Page\n\n{link}\n", encoding="utf-8")
    found = links.faults(tmp_path)
    assert len(found) == 1
    assert refusal in found[0]

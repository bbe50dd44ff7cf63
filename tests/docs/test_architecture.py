"""ARCHITECTURE.md shows the tree that is on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs import rooms
from tests.gates.tree import ROOT

PAGE = """# House

## The tree

```text
.importlinter     walls
ARCHITECTURE.md   this
src/
  detente/        package
    case/         record
```

## Rooms to come

```text
src/detente/web/  browser
```
"""

WALLS = "[importlinter:contract:layers]\nlayers =\n    (web)\n    case\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small tree that its page describes."""
    (tmp_path / "src/detente/case").mkdir(parents=True)
    (tmp_path / "src/detente/__init__.py").touch()
    (tmp_path / "src/detente/case/__init__.py").touch()
    (tmp_path / "ARCHITECTURE.md").write_text(PAGE.replace("src/\n", "src/  code\n"), encoding="utf-8")
    (tmp_path / ".importlinter").write_text(WALLS, encoding="utf-8")
    return tmp_path


def test_the_tree_is_the_disk() -> None:
    assert rooms.faults(ROOT) == []


def test_a_true_page_passes(house: Path) -> None:
    assert rooms.faults(house) == []


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("src/detente/attic/__init__.py", "src/detente/attic/: on the disk"),
        ("src/detente/case/model/__init__.py", "src/detente/case/model/: on the disk"),
        ("src/detente/web/__init__.py", "src/detente/web/: a room to come that is there"),
        ("notes.txt", "notes.txt: on the disk"),
        ("docs/how-to/page.md", "docs/how-to/: on the disk"),
    ],
)
def test_a_room_that_the_page_does_not_show_is_refused(house: Path, path: str, refusal: str) -> None:
    (house / path).parent.mkdir(parents=True, exist_ok=True)
    (house / path).touch()
    assert any(refusal in fault for fault in rooms.faults(house))


@pytest.mark.parametrize(
    ("file", "old", "new", "refusal"),
    [
        ("ARCHITECTURE.md", "    case/         record\n", "", "src/detente/case/: on the disk"),
        (
            "ARCHITECTURE.md",
            "    case/",
            "    attic/   odds\n    case/",
            "attic/: in ARCHITECTURE.md",
        ),
        ("ARCHITECTURE.md", "src/  code", "src/", "src/: named without a word"),
        (".importlinter", "    case", "    case\n    (mcp)", "mcp/: a layer to come"),
        (".importlinter", "    case", "    (case)", "case/: in parentheses"),
    ],
)
def test_a_page_that_is_not_true_is_refused(house: Path, file: str, old: str, new: str, refusal: str) -> None:
    page = house / file
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")
    assert any(refusal in fault for fault in rooms.faults(house))

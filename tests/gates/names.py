"""A file says what it holds: no drawer names such as those below, alone or as the last word."""

from __future__ import annotations

import re
from pathlib import Path

from tests.gates.tree import files

DRAWERS = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}
ROOMS = ("src", "tests", "benchmarks", "docs", "examples", "library")


def faults(root: Path) -> list[str]:
    """One line for each file, and each folder with files, whose name tells nothing apart."""
    found = set[Path]()
    for path in files(root, *ROOMS):
        inside = path.relative_to(root)
        found.update(part for part in (inside, *inside.parents) if _last_word(part.stem) in DRAWERS)
    return [f"{part.as_posix()}: name it after the concept it holds" for part in sorted(found)]


def _last_word(stem: str) -> str:
    return re.split(r"[_\-. ]", stem.lower())[-1]

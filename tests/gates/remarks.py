"""No remark that asks for attention instead of saying what is so: the Latin abbreviation, "fix me", …"""

from __future__ import annotations

import re
from pathlib import Path

from tests.gates.tree import text_files

REMARK = re.compile(r"\bN\.\s?B\.|#\s*(?:NB|nb)\b|\bFIX" r"ME\b|#\s*(?:XX" r"X|HACK)\b")


def faults(root: Path) -> list[str]:
    """One line for each remark."""
    return [
        f"{path.relative_to(root)}:{number}: say it in the docstring, or as an issue: {match.group()}"
        for path, text in text_files(root)
        for number, line in enumerate(text.splitlines(), 1)
        if (match := REMARK.search(line))
    ]

"""The small case that these tests read, and slips made in it; § marks where a fault is to be told."""

from __future__ import annotations

from pathlib import Path

from detente.case.reading import parse_case
from detente.foundation.errors import CaseError, Fault

TEXT = (Path(__file__).parent / "border.yaml").read_text(encoding="utf-8")
TEXTS = {
    "reports/r1.txt": "North offers joint control at  Ridge.\n",
    "reports/r2.txt": "They met in the valley.\n",
    "drafts/first.txt": "Joint control.\n",
}


def slipped(*slips: tuple[str, str]) -> tuple[str, tuple[int, int]]:
    """The case with each old passage replaced by a new one, and the line and column of the mark §."""
    text = TEXT
    for old, new in slips:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    before, _, after = text.partition("§")
    return before + after, (before.count("\n") + 1, len(before) - before.rfind("\n"))


def told(text: str, texts: dict[str, str] | None = None) -> tuple[Fault, ...]:
    """Every fault and warning of the case."""
    try:
        return parse_case(text, TEXTS if texts is None else texts).warnings
    except CaseError as error:
        return error.faults


def spots(faults: tuple[Fault, ...]) -> list[tuple[int, int]]:
    """Lines and columns of the faults."""
    return [(fault.place.line, fault.place.column) for fault in faults if fault.place]

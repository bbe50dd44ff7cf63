"""The self-written drafts of the library with the edits that were planted in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.gates.tree import ROOT

from detente.case.yaml_subset import compose
from detente.evidence.drafts.alignment import units
from detente.evidence.drafts.provisions import Draft, Provision, read_draft
from detente.evidence.drafts.result import Aligned, Step

LIBRARY = ROOT / "library"
FOLDERS = tuple(sorted(path.name for path in LIBRARY.glob("drafts-*")))

Told = tuple[Any, ...]
"""An edit: its status, the units before and after by their places, whether it moved, and what differs."""


@dataclass(frozen=True)
class Planted:
    """A folder of the library: the texts by name, and what its expected.yaml says."""

    name: str
    texts: dict[str, str]
    expected: dict[str, Any]

    def edits(self, step: dict[str, Any]) -> set[Told]:
        """The edits of a step that are no headings."""
        before, after = (
            places_by_number(read_draft(self.texts[step[side]], step[side])) for side in ("before", "after")
        )
        return {
            (
                edit["status"],
                tuple(before[str(name)] for name in listed(edit.get("before"))),
                tuple(after[str(name)] for name in listed(edit.get("after"))),
                bool(edit.get("moved", False)),
                tuple(sorted(expected_difference(item) for item in edit.get("differences", ()))),
            )
            for edit in step["edits"]
        }


def planted(name: str) -> Planted:
    """One folder of the library."""
    folder = LIBRARY / name
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("[a-z].md"))}
    expected = compose((folder / "expected.yaml").read_text(encoding="utf-8"), "expected.yaml").plain()
    return Planted(name, texts, expected)


def listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def provisions(draft: Draft) -> list[Provision]:
    """What is compared, in order."""
    return [unit.provision for unit in units(draft)]


def places_by_number(draft: Draft) -> dict[str, int]:
    """The place of each provision by its number, or by its place from 1 where it has none."""
    found: dict[str, int] = {}
    for place, item in enumerate(provisions(draft)):
        if item.kind != "heading":
            found.setdefault(item.number or str(place + 1), place)
    return found


def expected_difference(item: dict[str, Any]) -> tuple[str, str, str, str]:
    return item["kind"], str(item.get("before", "")), str(item.get("after", "")), str(item.get("turn", ""))


def told_edits(step: Step, before: Draft, after: Draft) -> set[Told]:
    """What a comparison found, in the same shape; rows that are kept and headings are left out."""
    at_before = {item.id: place for place, item in enumerate(provisions(before))}
    at_after = {item.id: place for place, item in enumerate(provisions(after))}
    return {
        (
            row.status,
            tuple(at_before[item.id] for item in row.before),
            tuple(at_after[item.id] for item in row.after),
            row.move is not None,
            tuple(sorted(told_differences(row))),
        )
        for row in step.rows
        if row.status != "kept" and not row.heading
    }


def told_differences(row: Aligned) -> Iterator[tuple[str, str, str, str]]:
    for item in row.differences:
        quotes = [" ".join(side.quote.split()) if side else "" for side in (item.before, item.after)]
        yield item.kind, quotes[0], quotes[1], item.turn


def written(items: Sequence[Provision], order: Iterable[int], style: str) -> str:
    """Provisions in another order, each as a point of one flat list."""
    lines = [f"{number(style, place)} {' '.join(items[at].quote.split())}" for place, at in enumerate(order, 1)]
    return "\n\n".join(lines) + "\n"


def number(style: str, place: int) -> str:
    return {"article": f"Article {place}.", "point": f"Point {place}:", "bracket": f"({place})", "dot": f"{place}."}[
        style
    ]


TYPOGRAPHY = (
    (re.compile(r'"([^"]*)"'), r"«\1»"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"(\d) (kilometres|days|percent|years|hours|million)"), "\\1\u00a0\\2"),
    (re.compile(r"(\d),(\d{3})"), "\\1\u202f\\2"),
    (re.compile(r"(?<!\A), "), "， "),
    (re.compile(r"\.$", re.MULTILINE), "。"),
    (re.compile(r"(?<=[a-z])-(?=[a-z])"), "\u2011"),
    (re.compile(r"(?<=[a-z]):$", re.MULTILINE), "："),
    (re.compile(r"^- ", re.MULTILINE), "– "),
)


def in_other_typography(text: str) -> str:
    """The same words with guillemets, full-width stops, narrow spaces and hyphens that do not break."""
    for pattern, mark in TYPOGRAPHY:
        text = pattern.sub(mark, text)
    return text


def path_of(name: str) -> Path:
    return LIBRARY / name

"""Additions to a case file as they gather: entries of its sections, texts beside the file, ids that are taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from detente.case.changes import Change, Insert, Set
from detente.case.reading import CaseFile
from detente.evidence.reading.document import Document
from detente.evidence.review.layout import block
from detente.evidence.review.proposed import Proposed
from detente.foundation.ids import is_id

SECTIONS = ("reports", "statements", "events", "proposals", "offers")
"""The sections that items enter, in the order of the file."""


class Additions:
    """Changes as they gather, and the id in the case that each item gets."""

    def __init__(self, read: CaseFile, documents: Mapping[str, Document], copies: Mapping[str, str]) -> None:
        self.read, self.case = read, read.case
        self.texts: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.changes: list[Change] = []
        self._documents, self._copies = documents, copies
        self._sizes = {name: len(getattr(read.case, name)) for name in SECTIONS}
        self._present = {name for name in SECTIONS if read.tree.child(name) is not None}

    def in_order(self) -> tuple[Change, ...]:
        """The changes, section by section."""
        return tuple(sorted(self.changes, key=lambda change: SECTIONS.index(str(change.path[0]))))

    def size(self, section: str) -> int:
        """How many entries the section has by now."""
        return self._sizes[section]

    def add(self, section: str, entry: dict[str, Any]) -> None:
        """One entry more in a section, which is made where there is none."""
        node = self.read.tree.child(section)
        if section not in self._present:
            self._present.add(section)
            written = "\n  - " + block(entry, 4)
            self.changes.append(Set((section,), [entry], written))
        else:
            column = node.items[-1].column - 1 if node is not None and node.items else 4
            self.changes.append(Insert((section, self._sizes[section]), entry, block(entry, column)))
        self._sizes[section] += 1

    def report_fault(self, proposed: Proposed) -> str | None:
        """Why the item's report cannot be cited, if so."""
        name = proposed.report
        report = next((report for report in self.case.reports if report.id == name), None)
        document = self._documents.get(name)
        passage = proposed.item.passage
        if report is None and document is None:
            return f"the report '{name}' is neither in the case nor at hand"
        text = self.read.texts.get(report.text) if report is not None else document.text if document else None
        if text is None or text[passage.start : passage.end] != passage.quote:
            return f"the words do not stand at [{passage.start}, {passage.end}] of the case's report '{name}'"
        return None

    def cite(self, name: str) -> None:
        """Plan the report's entry and text, where the case has none."""
        known = any(report.id == name for report in self.case.reports)
        if known or any(isinstance(c, Insert | Set) and _is_report(c, name) for c in self.changes):
            return
        document = self._documents[name]
        about, path = document.metadata, f"reports/{name}.txt"
        entry = {
            "id": name, "outlet": about.outlet or "not stated", "title": about.title, "author": about.author,
            "published": about.published, "lang": about.lang if about.lang != "en" else None, "text": path,
            "url": about.url, "same-story-as": self._original(name),
        }  # fmt: skip
        self.texts[path] = document.text
        self.add("reports", {key: value for key, value in entry.items() if value})

    def _original(self, name: str) -> str | None:
        """The report of which this is a copy, where the case has that one or gets it too."""
        original = self._copies.get(name)
        known = any(report.id == original for report in self.case.reports)
        return original if known or any(_is_report(change, str(original)) for change in self.changes) else None


def free_id(words: str, otherwise: str, taken: set[str]) -> str:
    """An id made of the words that is not taken; `otherwise` comes first where the words give none."""
    base = re.sub(r"[^a-z0-9]+", "-", words.lower().removeprefix("the ")).strip("-")[:40].strip("-")
    base = base if is_id(base) else f"{otherwise}-{base}".strip("-")
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def _is_report(change: Change, name: str) -> bool:
    value = getattr(change, "value", None)
    entry = value[0] if isinstance(value, list) and value else value
    return change.path[0] == "reports" and isinstance(entry, dict) and entry.get("id") == name

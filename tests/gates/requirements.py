"""What is installed is pinned: every requirement has one version and at least one hash, and no line
tells pip where to look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[^\]]+\])?==[^\s;]+")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}(?=\s|$)")


def faults(root: Path) -> list[str]:
    """One line for each requirement without a pin or a hash, and for each option."""
    lists = sorted((root / "requirements").glob("*.txt"))
    if not lists:
        return ["requirements/: no list of pinned requirements"]
    return [f"requirements/{path.name}:{number}: {what}" for path in lists for number, what in _of(path)]


def _of(path: Path) -> Iterator[tuple[int, str]]:
    for number, entry in _entries(path.read_text(encoding="utf-8")):
        if entry.startswith("-"):
            yield number, f"an option, not a requirement: {entry.split()[0]}"
        elif not _PINNED.match(entry):
            yield number, f"not pinned to one version: {entry.split()[0]}"
        elif not _HASH.search(entry):
            yield number, f"no hash: {entry.split()[0]}"


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """Each requirement as one line, continuation lines joined, with the number of its first line."""
    first, parts = 0, list[str]()
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.split(" #")[0].strip()
        if not line or line.startswith("#"):
            continue
        first = first if parts else number
        parts.append(line.rstrip("\\").strip())
        if not line.endswith("\\"):
            yield first, " ".join(parts)
            parts = []
    if parts:
        yield first, " ".join(parts)

"""Lists of lemmas that several rules read; kept as text beside the code."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def lemmas(section: str, file: str = "exchange-words.txt") -> frozenset[str]:
    """The lemmas of one section of a list."""
    return _sections(file)[section]


@cache
def _sections(file: str) -> dict[str, frozenset[str]]:
    text = resources.files("detente.evidence.extraction").joinpath("data", file).read_text(encoding="utf-8")
    sections: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in text.splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[] \t"), set())
        elif not line.startswith("#"):
            current.update(line.split())
    return {name: frozenset(words) for name, words in sections.items()}

"""What checks of names share: names with their places, and the finding for one that is nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.case.finding import Finding, Path
from detente.foundation.ids import did_you_mean


def unknown(kind: str, named: Iterable[tuple[Path, str]], known: Iterable[str]) -> Iterator[Finding]:
    """An error for every name that is none of the known ones."""
    names = set(known)
    for path, name in named:
        if name not in names:
            what = f"there is no {kind} '{name}'"
            at_key = path[-1] == name
            yield Finding("error", f"unknown-{kind}", path, what, did_you_mean(name, names), at_key=at_key)


def each(path: Path, names: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """The names of a list, each with its place."""
    yield from (((*path, index), name) for index, name in enumerate(names))


def given(named: Iterable[tuple[Path, str | None]]) -> Iterator[tuple[Path, str]]:
    """Those names that are there."""
    yield from ((path, name) for path, name in named if name is not None)

"""The tree that ARCHITECTURE.md shows, and the tree on the disk."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

from tests.gates.tree import files

_WITH_ROOMS = {"src", "tests", "docs"}


def shown(page: str) -> dict[str, str]:
    """Path → description, of the indented block under "The tree"; folders end with a slash.

    >>> shown("## The tree\\n```text\\nsrc/    code\\n  detente/  package\\nMakefile  tasks\\n```")
    {'src/': 'code', 'src/detente/': 'package', 'Makefile': 'tasks'}
    """
    found, above = dict[str, str](), list[tuple[int, str]]()
    for line in _block(page, "The tree"):
        indent = len(line) - len(line.lstrip())
        name, _, words = line.strip().partition(" ")
        above = [(depth, folder) for depth, folder in above if depth < indent]
        path = (above[-1][1] if above else "") + name
        found[path] = words.strip()
        if name.endswith("/"):
            above.append((indent, path))
    return found


def to_come(page: str) -> list[str]:
    """The paths under "Rooms to come"."""
    return [line.split()[0] for line in _block(page, "Rooms to come")]


def on_disk(root: Path) -> set[str]:
    """What the tree has to name: entries of the root, packages, and the rooms of tests and docs."""
    every = [path.relative_to(root) for path in files(root)]
    folders = {folder for path in every for folder in path.parents if folder != Path()}
    named = {f"{f.as_posix()}/" for f in folders if len(f.parts) == 1}
    named |= {f"{f.as_posix()}/" for f in folders if len(f.parts) == 2 and f.parts[0] in _WITH_ROOMS}
    named |= {f"{p.parent.as_posix()}/" for p in every if p.name == "__init__.py" and p.parts[0] == "src"}
    return named | {path.as_posix() for path in every if len(path.parts) == 1}


def faults(root: Path) -> list[str]:
    """Where page, disk and walls differ."""
    page = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tree, later, disk = shown(page), to_come(page), on_disk(root)
    found = [f"{path}: in ARCHITECTURE.md, not on the disk" for path in tree if not _is(root, path)]
    found += [f"{path}: on the disk, not in ARCHITECTURE.md" for path in sorted(disk - set(tree))]
    found += [f"{path}: named without a word about it" for path, words in tree.items() if not words]
    found += [f"{path}: a room to come that is there already" for path in later if (root / path).exists()]
    return found + _layers_that_differ(root, set(tree), set(later))


def _layers_that_differ(root: Path, tree: set[str], later: set[str]) -> list[str]:
    walls = configparser.ConfigParser()
    walls.read(root / ".importlinter", encoding="utf-8")
    names = re.findall(r"\(?\w+\)?", walls["importlinter:contract:layers"]["layers"])
    built = {f"src/detente/{name}/" for name in names if not name.startswith("(")}
    planned = {f"src/detente/{name[1:-1]}/" for name in names if name.startswith("(")}
    differences = (
        (built - tree, "a layer of .importlinter that ARCHITECTURE.md does not show"),
        (planned & tree, "in parentheses in .importlinter, but built"),
        (planned - tree - later, "a layer to come that ARCHITECTURE.md does not list"),
    )
    return [f"{path}: {what}" for paths, what in differences for path in sorted(paths)]


def _is(root: Path, path: str) -> bool:
    return (root / path).is_dir() if path.endswith("/") else (root / path).is_file()


def _block(page: str, heading: str) -> list[str]:
    section = page.split(f"## {heading}\n", 1)[1].split("\n## ")[0]
    return section.split("```text\n", 1)[1].split("```")[0].splitlines()

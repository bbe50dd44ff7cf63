"""Every method in engines/methods has its function with a doctest and a reference, its page, and its
published case; every page under docs/methods belongs to a method."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

INDEXES = {"index", "README"}
LIBRARY_FILES = ("case.yaml", "expected.yaml", "note.md")


class Method(Protocol):
    """What the gate reads of an entry of METHODS."""

    @property
    def name(self) -> str: ...
    @property
    def function(self) -> str: ...
    @property
    def reference(self) -> object: ...
    @property
    def page(self) -> str: ...
    @property
    def library(self) -> str: ...


def faults(root: Path, methods: Iterable[Method]) -> list[str]:
    """One line for each thing that a method lacks, and for each page that no method names."""
    listed = list(methods)
    found = [f"{method.name}: {what}" for method in listed for what in _lacks(root, method)]
    for field in ("name", "function"):
        values = [getattr(method, field) for method in listed]
        found += [f"{value}: listed twice" for value in sorted({v for v in values if values.count(v) > 1})]
    pages = {(root / method.page).resolve() for method in listed}
    strays = [page for page in sorted((root / "docs/methods").glob("*.md")) if page.resolve() not in pages]
    return found + [f"{p.relative_to(root)}: no method names this page" for p in strays if p.stem not in INDEXES]


def _lacks(root: Path, method: Method) -> Iterator[str]:
    module, _, name = method.function.rpartition(".")
    file = root / "src" / Path(*module.split(".")).with_suffix(".py")
    if not file.is_file():
        yield f"no file {file.relative_to(root)}"
    else:
        yield from _function_lacks(file, name)
    page = root / method.page
    if not page.is_file():
        yield f"no page {method.page}"
    elif name not in page.read_text(encoding="utf-8"):
        yield f"the page {method.page} does not show {name}"
    if not str(method.reference).strip():
        yield "no reference"
    missing = [part for part in LIBRARY_FILES if not (root / method.library / part).is_file()]
    if missing:
        yield f"the library case {method.library or '(none)'} lacks {', '.join(missing)}"


def _function_lacks(file: Path, name: str) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if not functions:
        yield f"no function {name} in {file.name}"
        return
    docstring = ast.get_docstring(functions[0]) or ""
    if ">>>" not in docstring:
        yield f"{name} has no doctest"

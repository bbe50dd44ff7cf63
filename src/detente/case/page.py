"""A file as read, and where in it the values stand."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case.yaml_subset import Node
from detente.foundation.errors import Place

Path = tuple[str | int, ...]


def dotted(path: Path) -> str:
    """The path as messages show it."""
    return ".".join(str(part) for part in path)


@dataclass(frozen=True, slots=True)
class Page:
    """The name, the text and the values of a file."""

    file: str
    text: str
    root: Node

    def locate(self, path: Path) -> tuple[Node, Path]:
        """The deepest node that the path reaches, and that part of the path that the file really has."""
        node, real = self.root, list[str | int]()
        for part in path:
            found = node.child(part)
            wrapped = node.child("value") if found is None else None
            if wrapped is not None and wrapped.child(part) is not None:
                real.append("value")
                found = wrapped.child(part)
            if found is not None:
                node = found
                real.append(part)
        return node, tuple(real)

    def place(self, path: Path) -> Place:
        """The place of the value at the path, or of the deepest value above it."""
        node, _ = self.locate(path)
        return Place(self.file, node.line, node.column)

    def key_place(self, path: Path) -> Place:
        """The place of the key that the path ends with; of the value, where there is no key."""
        parent, _ = self.locate(path[:-1])
        key = parent.keys.get(str(path[-1]))
        return Place(self.file, key.line, key.column) if key else self.place(path)

    def place_within(self, node: Node, column: int) -> Place:
        """The place of a character of a text, counted from 1; of the text's start, where that is unclear.

        Line breaks, indentation and quotation marks around the text are allowed for; escapes are not.
        """
        start = Place(self.file, node.line, node.column)
        if node.shape != "scalar" or not isinstance(node.value, str) or column > len(node.value) + 1:
            return start
        at = self._inner_start(node)
        end = node.end - (1 if node.style in ("'", '"') else 0)
        if "".join(self.text[at:end].split()) != "".join(node.value.split()):
            return start
        before = len("".join(node.value[: column - 1].split()))
        while at < end and (before or self.text[at].isspace()):
            before -= not self.text[at].isspace()
            at += 1
        if column > len(node.value.rstrip()):
            at = at - len(self.text[node.start : at]) + len(self.text[node.start : at].rstrip())
        return Place(self.file, node.line + self.text.count("\n", node.start, at), self._column(at))

    def _inner_start(self, node: Node) -> int:
        if node.style in ("|", ">"):
            return self.text.find("\n", node.start) + 1
        return node.start + (1 if node.style else 0)

    def _column(self, at: int) -> int:
        return at - self.text.rfind("\n", 0, at)

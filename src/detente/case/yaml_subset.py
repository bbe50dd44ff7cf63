"""The strict subset of YAML 1.2 that cases are written in, read with the place of every value.

No anchors, tags, merge keys or several documents; duplicate keys are refused with both lines; only
plain numbers, true, false and null are anything but text, so `NO` and `2025-12-14` are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, cast

import yaml

from detente.foundation.errors import CaseError, Fault, Place

MOST_LINES = 100_000
MOST_CHARACTERS = 10_000_000
DEEPEST = 40

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_LEADING_TAB = re.compile(r"^ *\t", re.MULTILINE)

Shape = Literal["scalar", "list", "map"]


@dataclass(slots=True)
class Node:
    """A value and where it stands: line and column from 1, start and end in characters from 0.

    A map has `keys` and `entries`, a list has `items`; the nodes of other shapes share empty ones.
    """

    shape: Shape
    line: int
    column: int
    start: int
    end: int
    value: Any
    quoted: bool
    flow: bool
    keys: dict[str, Node]
    entries: dict[str, Node]
    items: list[Node]

    def child(self, part: str | int) -> Node | None:
        """The entry of a map or the item of a list, if there is one."""
        if self.shape == "map":
            return self.entries.get(str(part))
        if self.shape == "list" and isinstance(part, int) and 0 <= part < len(self.items):
            return self.items[part]
        return None

    def plain(self) -> Any:
        """The value as dicts, lists, text, int, Decimal, bool and None."""
        if self.shape == "map":
            return {key: node.plain() for key, node in self.entries.items()}
        if self.shape == "list":
            return [node.plain() for node in self.items]
        return self.value


_NO_ENTRIES: dict[str, Node] = {}
_NO_ITEMS: list[Node] = []


def _scalar(line: int, column: int, start: int, end: int, value: Any, quoted: bool) -> Node:
    return Node("scalar", line, column, start, end, value, quoted, False, _NO_ENTRIES, _NO_ENTRIES, _NO_ITEMS)


def _plain_scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "0123456789+-." and len(text) < 40:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
    return text


class _Composer:
    """Builds the tree from the parser's events, without recursion, and collects what is not in the subset."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.faults: list[Fault] = []
        self.root: Node | None = None
        self.parents: list[Node] = []
        self.pending: list[Node | None] = []
        self.documents = 0

    def fault(self, rule: str, line: int, column: int, what: str, todo: str) -> None:
        self.faults.append(Fault("error", rule, "", what, todo, Place(self.file, line, column)))

    def compose(self) -> Node | None:
        for event in cast(Any, yaml).parse(self.text, Loader=_LOADER):
            kind: type[Any] = event.__class__
            if kind is yaml.ScalarEvent:
                self._add(self._scalar_of(event))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._open(event, "map" if kind is yaml.MappingStartEvent else "list")
                if len(self.parents) > DEEPEST:
                    mark = event.start_mark
                    what = f"nested deeper than {DEEPEST} levels"
                    self.fault("yaml-depth", mark.line + 1, mark.column + 1, what, "flatten it")
                    break
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.parents.pop().end = event.end_mark.index
                self.pending.pop()
            elif kind is yaml.DocumentStartEvent:
                self._document(event.start_mark)
            elif kind is yaml.AliasEvent:
                mark = event.start_mark
                self.fault("yaml-alias", mark.line + 1, mark.column + 1, f"an alias (*{event.anchor})",
                           "write the value out")  # fmt: skip
                self._add(_scalar(mark.line + 1, mark.column + 1, mark.index, mark.index, None, False))
        return self.root

    def _document(self, mark: Any) -> None:
        self.documents += 1
        if self.documents == 2:
            what = "a second document starts"
            self.fault("yaml-documents", mark.line + 1, mark.column + 1, what, "a case is one document")

    def _scalar_of(self, event: Any) -> Node:
        mark = event.start_mark
        if event.anchor is not None or event.tag is not None:
            self._object(event)
        quoted = bool(event.style)
        value = event.value if quoted else _plain_scalar(event.value)
        return _scalar(mark.line + 1, mark.column + 1, mark.index, event.end_mark.index, value, quoted)

    def _object(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if event.anchor is not None:
            todo = "write the value out where it is used"
            self.fault("yaml-anchor", line, column, f"an anchor (&{event.anchor})", todo)
        if event.tag is not None:
            todo = "leave it out; quote a text that looks like a number"
            self.fault("yaml-tag", line, column, f"a tag ({event.tag})", todo)

    def _open(self, event: Any, shape: Shape) -> None:
        mark = event.start_mark
        if event.anchor is not None or event.tag is not None:
            self._object(event)
        node = Node(
            shape, mark.line + 1, mark.column + 1, mark.index, event.end_mark.index, None, False,
            bool(event.flow_style), {}, {}, [],
        )  # fmt: skip
        self._add(node)
        self.parents.append(node)
        self.pending.append(None)

    def _add(self, node: Node) -> None:
        if not self.parents:
            self.root = self.root or node
            return
        parent = self.parents[-1]
        if parent.shape == "list":
            parent.items.append(node)
            return
        key = self.pending[-1]
        if key is None:
            self.pending[-1] = node
            return
        name = key.value if isinstance(key.value, str) else _key_text(key)
        if name in parent.keys or key.shape != "scalar" or name == "<<":
            self._bad_key(parent, key, name)
        parent.keys.setdefault(name, key)
        parent.entries.setdefault(name, node)
        self.pending[-1] = None

    def _bad_key(self, parent: Node, key: Node, name: str) -> None:
        if key.shape != "scalar":
            todo = "quote it, if it is a condition with braces" if key.flow else "a key is a word"
            what = "a list or mapping stands where a key should"
            self.fault("yaml-key", key.line, key.column, what, todo)
        elif name in parent.keys:
            first = parent.keys[name].line
            what = f"the key '{name}' stands twice: first in line {first}, again in line {key.line}"
            self.fault("yaml-duplicate", key.line, key.column, what, "keep one of the two")
        elif not key.quoted:
            self.fault("yaml-merge", key.line, key.column, "a merge key (<<)", "write the values out")


def _key_text(key: Node) -> str:
    if key.shape != "scalar":
        return f"(line {key.line}, column {key.column})"
    if key.value is None or isinstance(key.value, bool):
        return "null" if key.value is None else str(key.value).lower()
    return str(key.value)


def _size_fault(text: str, file: str) -> Fault | None:
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        what, todo = f"the file has {lines:,} lines", f"the limit is {MOST_LINES:,}: is it a case?"
    elif len(text) > MOST_CHARACTERS:
        what, todo = (
            f"the file has {len(text):,} characters",
            f"the limit is {MOST_CHARACTERS:,}: is it a case?",
        )
    else:
        return None
    return Fault("error", "yaml-size", "", what, todo, Place(file, 1, 1))


def _tab_faults(text: str, file: str) -> list[Fault]:
    faults: list[Fault] = []
    for match in _LEADING_TAB.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        place = Place(file, line, match.end() - match.start())
        faults.append(Fault("error", "yaml-tab", "", "a tab in the indentation", "indent with spaces", place))
        if len(faults) == 100:
            break
    return faults


def _syntax_fault(error: Any, text: str, file: str) -> Fault:
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        position = getattr(error, "position", 0) or 0
        line = text.count("\n", 0, position) + 1
        what = str(getattr(error, "reason", None) or error)
        return Fault("error", "yaml", "", what, "remove the character", Place(file, line, 1))
    lines = text.splitlines()
    line: int = mark.line
    shown = lines[line] if line < len(lines) else ""
    context = getattr(error, "context", None)
    problem = getattr(error, "problem", None) or "cannot be read as YAML"
    what = f"{context}: {problem}" if context else str(problem)
    todo = "look at the line above too: an indent, a quote or a bracket is amiss"
    if "{" in shown and any(f" {word} " in shown for word in ("in", "=", "and", "or", "not")):
        todo = 'inside {…} a condition with braces must be quoted: never: "a in {x, y}"'
    elif ": " in shown.partition(": ")[2] and "mapping values" in what:
        todo = "quote a text that contains ': '"
    return Fault("error", "yaml", "", what, todo, Place(file, mark.line + 1, mark.column + 1))


def compose(text: str, file: str) -> Node:
    """The tree of values with their places; raises CaseError with every fault that can be seen.

    O(n) in the length of the text.
    """
    too_large = _size_fault(text, file)
    if too_large:
        raise CaseError([too_large])
    composer = _Composer(text, file)
    root: Node | None = None
    try:
        root = composer.compose()
    except yaml.YAMLError as error:
        composer.faults += _tab_faults(text, file) or [_syntax_fault(error, text, file)]
    if composer.faults:
        raise CaseError(composer.faults)
    if root is None or root.shape != "map":
        what = "the file is empty" if root is None or root.value is None else "the file is not a mapping of sections"
        todo = "it should start with: detente: 1"
        raise CaseError([Fault("error", "yaml-root", "", what, todo, Place(file, 1, 1))])
    return root

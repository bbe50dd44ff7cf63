"""The strict subset of YAML 1.2 that cases are written in, read with the place of every value.

No anchors, tags, merge keys or several documents; duplicate keys are refused with both lines; only
plain numbers, true, false and null are anything but text, so `NO` and `2025-12-14` are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import yaml

from detente.case.unreadable import forbidden_characters, size_fault, syntax_faults
from detente.foundation.errors import CaseError, Fault, Place

DEEPEST = 40
LONGEST_NUMBER = 40

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

Shape = Literal["scalar", "list", "map"]


class Numeral(Decimal):
    """A number that the file writes in a way of its own, such as 007, 1e3 or .5."""

    written: str

    def __new__(cls, text: str) -> Numeral:
        made = super().__new__(cls, text)
        made.written = text
        return made


@dataclass(slots=True)
class Node:
    """A value and where it stands: line and column from 1, start and end in characters from 0.

    `style` is the sign that a quoted text or a text block starts with, and empty for plain scalars.
    A map has `keys` and `entries`, a list has `items`; the nodes of other shapes share empty ones.
    """

    shape: Shape
    line: int
    column: int
    start: int
    end: int
    value: Any
    style: str
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


def _plain_scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "0123456789+-." and len(text) <= LONGEST_NUMBER:
        if _INTEGER.fullmatch(text):
            number = int(text)
            return number if str(number) == text else Numeral(text)
        if _DECIMAL.fullmatch(text):
            exact = Decimal(text)
            return exact if str(exact) == text else Numeral(text)
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

    def fault(self, rule: str, mark: Any, what: str, todo: str) -> None:
        place = Place(self.file, mark.line + 1, mark.column + 1)
        self.faults.append(Fault("error", rule, "", what, todo, place))

    def compose(self) -> None:
        loader = _LOADER(self.text)
        try:
            self._take_events(loader.get_event)
        finally:
            loader.dispose()

    def _take_events(self, next_event: Any) -> None:
        kinds = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        scalar, map_start, list_start = kinds
        ends = yaml.MappingEndEvent, yaml.SequenceEndEvent
        while True:
            event = next_event()
            kind = event.__class__
            if kind is scalar:
                self._scalar(event)
            elif kind is map_start or kind is list_start:
                if len(self.parents) >= DEEPEST:
                    what = f"nested deeper than {DEEPEST} levels"
                    self.fault("yaml-depth", event.start_mark, what, "a case needs no more than 10")
                    return
                self._open(event, "map" if kind is map_start else "list")
            elif kind in ends:
                self.parents.pop().end = event.end_mark.index
                self.pending.pop()
            elif kind is yaml.StreamEndEvent:
                return
            else:
                self._other(event, kind)

    def _other(self, event: Any, kind: Any) -> None:
        if kind is yaml.AliasEvent:
            what, mark = f"an alias (*{event.anchor}) is not allowed", event.start_mark
            self.fault("yaml-alias", mark, what, "write the value out")
            self._add(
                Node("scalar", mark.line + 1, mark.column + 1, mark.index, mark.index, None, "", False,
                     _NO_ENTRIES, _NO_ENTRIES, _NO_ITEMS)
            )  # fmt: skip
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents == 2:
                what = "a second document starts here"
                self.fault("yaml-documents", event.start_mark, what, "a case is one document: remove the ---")

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._ornaments(event)
        mark, value, style = event.start_mark, event.value, event.style or ""
        parent = self.parents[-1] if self.parents else None
        is_key = parent is not None and parent.shape == "map" and self.pending[-1] is None
        if not style and not is_key:
            value = _plain_scalar(value)
        node = Node(
            "scalar", mark.line + 1, mark.column + 1, mark.index, event.end_mark.index, value, style,
            False, _NO_ENTRIES, _NO_ENTRIES, _NO_ITEMS,
        )  # fmt: skip
        if is_key:
            self.pending[-1] = node
        else:
            self._add(node)

    def _ornaments(self, event: Any) -> None:
        if event.anchor is not None:
            what = f"an anchor (&{event.anchor}) is not allowed"
            self.fault("yaml-anchor", event.start_mark, what, "write the value out where it is used")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            todo = "remove it; a number that is meant as text stands in quotes"
            self.fault("yaml-tag", event.start_mark, f"a tag ({tag}) is not allowed", todo)

    def _open(self, event: Any, shape: Shape) -> None:
        mark = event.start_mark
        if event.anchor is not None or event.tag is not None:
            self._ornaments(event)
        node = Node(
            shape, mark.line + 1, mark.column + 1, mark.index, event.end_mark.index, None, "",
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
        name = key.value if key.shape == "scalar" else f"(line {key.line}, column {key.column})"
        marked = self.text[key.start - 2 : key.start] == "? "
        if name in parent.keys or key.shape != "scalar" or name == "<<" or marked:
            self._key_fault(parent, key, name)
        parent.keys.setdefault(name, key)
        parent.entries.setdefault(name, node)
        self.pending[-1] = None

    def _key_fault(self, parent: Node, key: Node, name: str) -> None:
        if key.shape != "scalar":
            rule, what = "yaml-key", "a list or mapping stands where a key should"
            todo = 'a condition with braces is quoted: never: "a in {x, y}"' if key.flow else "a key is a word"
        elif name in parent.keys:
            first = parent.keys[name].line
            rule = "yaml-duplicate"
            what = f"the key '{name}' stands twice: first in line {first}, again in line {key.line}"
            todo = "keep one of the two"
        elif name == "<<" and not key.style:
            rule, what, todo = "yaml-merge", "a merge key (<<) is not allowed", "write the values out"
        elif self.text[key.start - 2 : key.start] == "? ":
            rule, what, todo = "yaml-key", "a key marked with '?' is not allowed", "write key: value"
        else:
            return
        place = Place(self.file, key.line, key.column)
        self.faults.append(Fault("error", rule, "", what, todo, place))


def read_tree(text: str, file: str) -> tuple[Node | None, list[Fault]]:
    """The tree of values, if the text has one, and every fault that can be seen; O(n).

    With faults of content alone (such as a key that stands twice) there is a tree all the same.
    """
    found = size_fault(text, file)
    if found:
        return None, [found]
    faults = forbidden_characters(text, file)
    if faults:
        return None, faults
    composer = _Composer(text, file)
    try:
        composer.compose()
    except yaml.YAMLError as error:
        return None, composer.faults + syntax_faults(error, text, file)
    root = composer.root
    if composer.parents or composer.documents > 1:
        return None, composer.faults
    if root is None or root.shape != "map":
        empty = root is None or (root.value is None and root.shape == "scalar")
        what = "the file is empty" if empty else "the file is not a mapping of sections"
        todo = "it should start with: detente: 1"
        return None, [*composer.faults, Fault("error", "yaml-root", "", what, todo, Place(file, 1, 1))]
    return root, composer.faults


def compose(text: str, file: str) -> Node:
    """The tree of values with their places; raises CaseError with every fault that can be seen."""
    root, faults = read_tree(text, file)
    if root is None or faults:
        raise CaseError(faults)
    return root

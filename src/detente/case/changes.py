"""Edits as values: apply, invert and describe them; comments stay and only the edited lines change."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from detente.case.model.case import Case
from detente.case.writing import flow
from detente.case.yaml_subset import Node, compose
from detente.foundation.errors import CaseError, Fault, Place
from detente.foundation.ids import did_you_mean

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """Give the value at the path; the last part may be a new key of a mapping.

    `written` is the value as the file is to hold it, where that should not be chosen anew.
    """

    path: Path
    value: Any
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Insert:
    """Put a value into a list, before the item that stands at the last part of the path."""

    path: Path
    value: Any
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out the list item or the mapping entry at the path."""

    path: Path


Change = Set | Insert | Remove


def apply(text: str, changes: Iterable[Change], file: str = "case.yaml") -> str:
    """The text after the changes, one after the other; raises CaseError where a path leads nowhere."""
    for change in changes:
        root = compose(text, file)
        expected = _changed(root.plain(), change, file)
        text = _spliced(text, root, change)
        if compose(text, file).plain() != expected:
            raise _fault(f"the change at {dotted(change.path)} cannot be written without touching other lines", "")
    return text


def invert(text: str, change: Change, file: str = "case.yaml") -> Change:
    """The change that takes the text after `change` back to `text`."""
    root = compose(text, file)
    if isinstance(change, Insert):
        return Remove(change.path)
    node = _find(root, change.path)
    if node is None:
        return Remove(change.path)
    written = text[node.start : _content_end(node)]
    inline = "\n" not in written
    if isinstance(change, Set) or isinstance(change.path[-1], str):
        return Set(change.path, node.plain(), written if inline else None)
    return Insert(change.path, node.plain(), written if inline else None)


def describe(change: Change, case: Case | None = None) -> str:
    """The change in words, with the names that the case gives to parties and issues."""
    where = _in_words(change.path, case)
    if isinstance(change, Remove):
        return f"{where} is taken out"
    if isinstance(change, Insert):
        return f"{_in_words(change.path[:-1], case)} gains {flow(change.value)}"
    return f"{where} becomes {flow(change.value)}"


def parse_change(words: str, root: Node) -> Change:
    """A change as typed on a command line.

    `ukraine.walk-away=40`, `ukraine.weights.alliance={low: 10, high: 30}`, `add offers={id: o2, …}`,
    `remove offers.o1`. A path starts at a section or at a party (then at its preferences), and names
    items of lists by their ids.
    """
    action, _, rest = words.strip().partition(" ")
    if action == "remove":
        return Remove(_resolve(rest.strip(), root, must_exist=True))
    adding = action == "add"
    target, equals, value_text = (rest if adding else words).partition("=")
    if not equals or not target.strip():
        raise _fault(f"'{words}' is not a change", "write, for example, ukraine.walk-away=40 or remove offers.o1")
    value = compose(f"value: {value_text.strip()}", "change").plain()["value"]
    path = _resolve(target.strip(), root, must_exist=adding)
    if adding:
        node = _find(root, path)
        if node is None or node.shape != "list":
            raise _fault(f"{dotted(path)} is not a list", "write section.key=value to set a value")
        return Insert((*path, len(node.items)), value)
    return Set(path, value)


def dotted(path: Path) -> str:
    """The path as changes and faults show it."""
    return ".".join(str(part) for part in path)


def _fault(what: str, todo: str) -> CaseError:
    return CaseError([Fault("error", "change", "", what, todo, Place("change", 1, 1))])


def _resolve(words: str, root: Node, *, must_exist: bool) -> Path:
    parts = words.split(".")
    if parts[0] not in root.entries and _is_party(parts[0], root):
        parts = ["preferences", *parts]
    node: Node | None = root
    path: list[str | int] = []
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        found = _step(node, part)
        if found is None:
            known = _known(node)
            new_key = last and not must_exist and node is not None and node.shape == "map"
            if not new_key or not part:
                raise _fault(f"'{part}' is not at {dotted(tuple(path)) or 'the top of the case'}",
                             did_you_mean(part, known))  # fmt: skip
            path.append(part)
            break
        path.append(found)
        node = node.child(found) if node else None
    return tuple(path)


def _is_party(name: str, root: Node) -> bool:
    preferences = root.child("preferences")
    parties = root.child("parties")
    return bool(
        (preferences and preferences.child(name))
        or (parties and any((item.child("id") or item).value == name for item in parties.items))
    )


def _step(node: Node | None, part: str) -> str | int | None:
    if node is None:
        return None
    if node.shape == "map":
        return part if part in node.entries else None
    for index, item in enumerate(node.items):
        name = item.child("id") if item.shape == "map" else item
        if name is not None and str(name.value) == part:
            return index
    return int(part) if part.isdigit() and int(part) < len(node.items) else None


def _known(node: Node | None) -> list[str]:
    if node is None:
        return []
    if node.shape == "map":
        return list(node.entries)
    names = [item.child("id") for item in node.items]
    return [str(name.value) for name in names if name is not None]


def _find(root: Node, path: Path) -> Node | None:
    node: Node | None = root
    for part in path:
        node = node.child(part) if node is not None else None
    return node


def _changed(data: Any, change: Change, file: str) -> Any:
    data = copy.deepcopy(data)
    inner: Any = data
    for part in change.path[:-1]:
        try:
            inner = inner[part]
        except (KeyError, IndexError, TypeError):
            raise _fault(f"{dotted(change.path)} leads nowhere in {file}", "look at the path again") from None
    last = change.path[-1]
    try:
        if isinstance(change, Remove):
            del inner[last]
        elif isinstance(change, Insert):
            cast(list[Any], inner).insert(int(last), _normal(change.value))
        else:
            inner[last] = _normal(change.value)
    except (KeyError, IndexError, TypeError):
        raise _fault(f"{dotted(change.path)} leads nowhere in {file}", "look at the path again") from None
    return data


def _normal(value: Any) -> Any:
    return compose(f"value: {flow(value)}", "value").plain()["value"]


def _content_end(node: Node) -> int:
    """Where the last character of the value stands; a block's own end lies at the next token."""
    if node.shape == "scalar" or node.flow:
        return node.end
    last = node.items[-1] if node.shape == "list" else list(node.entries.values())[-1]
    return max(_content_end(last), node.start)


def _spliced(text: str, root: Node, change: Change) -> str:
    parent = _find(root, change.path[:-1])
    node = _find(root, change.path)
    if parent is None:
        raise _fault(f"{dotted(change.path)} leads nowhere", "look at the path again")
    if isinstance(change, Remove):
        return _without(text, parent, change.path[-1])
    written = change.written or flow(change.value)
    if isinstance(change, Insert):
        return _with_item(text, parent, int(change.path[-1]), written)
    if node is None:
        return _with_entry(text, parent, str(change.path[-1]), written)
    if node.start == node.end:
        return f"{text[: node.start].rstrip(' ')} {written}{text[node.end :]}"
    return text[: node.start] + written + text[_content_end(node) :]


def _line_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _line_end(text: str, position: int) -> int:
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1


def _with_item(text: str, parent: Node, index: int, written: str) -> str:
    if parent.flow:
        if not parent.items:
            return f"{text[: parent.start]}[{written}]{text[parent.end :]}"
        if index < len(parent.items):
            start = parent.items[index].start
            return f"{text[:start]}{written}, {text[start:]}"
        end = _content_end(parent.items[-1])
        return f"{text[:end]}, {written}{text[end:]}"
    indent = " " * (parent.column - 1)
    if index < len(parent.items):
        at = _line_start(text, text.rfind("-", 0, parent.items[index].start))
    else:
        at = _line_end(text, _content_end(parent))
    return _with_line(text, at, f"{indent}- {written}\n")


def _with_entry(text: str, parent: Node, key: str, written: str) -> str:
    entry = f"{flow(key)}: {written}"
    if parent.flow:
        if not parent.entries:
            return f"{text[: parent.start]}{{{entry}}}{text[parent.end :]}"
        end = _content_end(list(parent.entries.values())[-1])
        return f"{text[:end]}, {entry}{text[end:]}"
    at = _line_end(text, _content_end(parent))
    return _with_line(text, at, f"{' ' * (parent.column - 1)}{entry}\n")


def _with_line(text: str, at: int, line: str) -> str:
    before = text[:at] if not text[:at] or text[:at].endswith("\n") else text[:at] + "\n"
    return before + line + text[at:]


def _without(text: str, parent: Node, last: str | int) -> str:
    nodes = parent.items if parent.shape == "list" else list(parent.entries.values())
    starts = nodes if parent.shape == "list" else list(parent.keys.values())
    index = int(last) if parent.shape == "list" else list(parent.entries).index(str(last))
    if len(nodes) == 1:
        empty = "[]" if parent.shape == "list" else "{}"
        return text[: parent.start] + empty + text[_content_end(parent) :]
    if parent.flow:
        if index + 1 < len(nodes):
            return text[: starts[index].start] + text[starts[index + 1].start :]
        return text[: _content_end(nodes[index - 1])] + text[_content_end(nodes[index]) :]
    start = starts[index].start
    start = _line_start(text, text.rfind("-", 0, start) if parent.shape == "list" else start)
    if parent.shape == "map" and text[start : starts[index].start].strip():
        after = starts[index + 1].start
        return text[: starts[index].start] + text[after:]
    return text[:start] + text[_line_end(text, _content_end(nodes[index])) :]


def _in_words(path: Path, case: Case | None) -> str:
    if case is None or len(path) < 2:
        return dotted(path)
    names = {party.id: str(party.name) for party in case.parties}
    names |= {issue.id: issue.short for issue in case.issues}
    section, first, *rest = path
    if section == "preferences":
        tail = " of ".join(names.get(str(part), str(part)) for part in reversed(rest))
        return f"{names.get(str(first), str(first))}'s {tail}" if tail else f"the preferences of {first}"
    items = getattr(case, str(section).replace("-", "_"), ())
    if isinstance(first, int) and isinstance(items, tuple) and first < len(cast(tuple[Any, ...], items)):
        first = getattr(cast(tuple[Any, ...], items)[first], "id", first)
    return dotted((section, first, *rest))

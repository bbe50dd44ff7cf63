"""Edits as values: apply, invert and describe them; comments stay and only the edited lines change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_origin

from detente.case.model.case import Case
from detente.case.model.judgement import WRAPPER
from detente.case.page import Path, dotted
from detente.case.splicing import content_end, with_entry, with_item, with_value, without
from detente.case.writing import flow, flow_key
from detente.case.yaml_subset import Node, compose, read_tree
from detente.foundation.errors import CaseError, Fault, Place
from detente.foundation.ids import did_you_mean

_LISTS = frozenset(
    field.alias or name for name, field in Case.model_fields.items() if get_origin(field.annotation) is tuple
)
"""The sections of a case that are lists."""


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
        text = _applied(text, change, file)
    return text


def invert(text: str, change: Change, file: str = "case.yaml") -> Change:
    """The change that takes the text after `change` back to `text`; raises CaseError as `apply` does."""
    root = compose(text, file)
    parent, last = _target(root, change)
    path = (*change.path[:-1], last)
    node = parent.child(last)
    if isinstance(change, Insert) or node is None:
        return Remove(path)
    written = text[node.start : content_end(text, node)]
    as_written = written if node.shape == "scalar" or node.flow else None
    if isinstance(change, Set) or isinstance(last, str):
        return Set(path, node.plain(), as_written)
    return Insert(path, node.plain(), as_written)


def describe(change: Change, case: Case | None = None, root: Node | None = None) -> str:
    """The change in words, with the names that the case gives to parties and issues.

    root: the file as the change finds it, by which items of lists go by their ids and not by their places.
    """
    where = _in_words(change.path, case, root)
    if isinstance(change, Remove):
        return f"{where} is taken out"
    if isinstance(change, Insert):
        return f"{_in_words(change.path[:-1], case, root)} gains {flow(change.value)}"
    return f"{where} becomes {flow(change.value)}"


def parse_change(words: str, root: Node) -> Change:
    """A change as typed on a command line.

    `ukraine.walk-away=40`, `ukraine.weights.alliance={low: 10, high: 30}`, `add offers={id: o2, …}`,
    `remove offers.o1`, `positions.russia.guarantee.salience=0.9`. A path starts at a section or at a party (then at
    its preferences), and names items of lists by their ids; a position by its party and issue, and by its date
    where there are several.
    """
    action, _, rest = words.strip().partition(" ")
    if action == "remove":
        return Remove(_resolve(rest.strip(), root, must_exist=True))
    adding = action == "add"
    target, equals, value_text = (rest if adding else words).partition("=")
    if not equals or not target.strip():
        raise _fault(f"'{words}' is not a change", "write, for example, ukraine.walk-away=40 or remove offers.o1")
    value = compose(f"value: {value_text.strip()}", "change").plain()["value"]
    if adding and target.strip() not in root.entries and "." not in target:
        if target.strip() not in _LISTS:
            raise _fault(f"'{target.strip()}' is no list of a case", did_you_mean(target.strip(), _LISTS))
        return Set((target.strip(),), [value])
    path = _resolve(target.strip(), root, must_exist=adding)
    if adding:
        node = _find(root, path)
        if node is None or node.shape != "list":
            raise _fault(f"{dotted(path)} is not a list", "write section.key=value to set a value")
        return Insert((*path, len(node.items)), value)
    return Set(path, value)


def _fault(what: str, todo: str) -> CaseError:
    return CaseError([Fault("error", "change", "", what, todo, Place("change", 1, 1))])


def _resolve(words: str, root: Node, *, must_exist: bool) -> Path:
    parts = _by_party_and_issue(words.split("."), root.child("positions"))
    if parts[0] not in root.entries and _is_party(parts[0], root):
        parts = ["preferences", *parts]
    node: Node | None = root
    path: list[str | int] = []
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        found = _step(node, part)
        if found is None and node is not None and _is_wrapper(node):
            path.append("value")
            node = node.entries["value"]
            found = _step(node, part)
        if found is None:
            known = _known(node) + (_known(root.child("parties")) if node is root else [])
            new_key = last and not must_exist and node is not None and node.shape == "map"
            if not new_key or not part:
                where = dotted(_by_ids(tuple(path), root)) or "the top of the case"
                raise _fault(f"'{part}' is not at {where}", did_you_mean(part, known))
            path.append(part)
            break
        path.append(found)
        node = node.child(found) if node else None
    return tuple(path)


def _by_party_and_issue(parts: list[str], positions: Node | None) -> list[str]:
    """A path to a position by its party and issue, and its date where there are several, as one by its place."""
    if parts[0] != "positions" or positions is None or len(parts) == 1 or parts[1].isdecimal():
        return parts
    party, issue, *rest = parts[1:] if len(parts) > 2 else (parts[1], "")
    known = [(_text(item, "party"), _text(item, "issue")) for item in positions.items]
    if party not in dict(known):
        raise _fault(f"'{party}' has no position", did_you_mean(party, {name for name, _ in known}))
    found = [k for k, names in enumerate(known) if names == (party, issue)]
    if not found:
        what = f"{party} has no position on '{issue}'" if issue else f"'positions.{party}' does not say on which issue"
        new = f"add positions={{party: {party}, issue: {issue or '…'}, option: …, salience: 0.5, influence: 50}}"
        raise _fault(what, f"{did_you_mean(issue, {on for name, on in known if name == party})}; or '{new}'")
    place, rest = _one_of(found, rest, positions)
    return ["positions", str(place), *rest]


def _one_of(found: list[int], rest: list[str], positions: Node) -> tuple[int, list[str]]:
    """The position of one party on one issue that the path names, by its date if need be, and what follows."""
    days = [_text(positions.items[k], "on") for k in found]
    if rest and days.count(rest[0]) == 1:
        return found[days.index(rest[0])], rest[1:]
    if len(found) == 1:
        return found[0], rest
    first = positions.items[found[0]]
    stem = f"positions.{_text(first, 'party')}.{_text(first, 'issue')}"
    ways = [f"{stem}.{day}" if day and days.count(day) == 1 else f"positions.{k}"
            for k, day in zip(found, days, strict=True)]  # fmt: skip
    raise _fault(f"there are {len(found)} positions at {stem}", f"name one of {', '.join(ways)}")


def _text(item: Node, key: str) -> str:
    node = item.child(key)
    return "" if node is None or node.value is None else str(node.value)


def _is_party(name: str, root: Node) -> bool:
    preferences = root.child("preferences")
    return bool((preferences and preferences.child(name)) or name in _known(root.child("parties")))


def _is_wrapper(node: Node) -> bool:
    """Whether the node is {value, because, by} around what a path speaks of."""
    return "value" in node.entries and node.entries["value"].shape != "scalar" and node.entries.keys() <= WRAPPER


def _step(node: Node | None, part: str) -> str | int | None:
    if node is None:
        return None
    if node.shape == "map":
        return part if part in node.entries else None
    for index, item in enumerate(node.items):
        if _name(item) == part:
            return index
    return int(part) if part.isdecimal() and len(part) < 7 and int(part) < len(node.items) else None


def _known(node: Node | None) -> list[str]:
    if node is None:
        return []
    if node.shape == "map":
        return list(node.entries)
    return [name for item in node.items if (name := _name(item))]


def _name(item: Node) -> str:
    """What a path may call a list item by: its id, for a position its party and issue, or the item if it is a word."""
    if item.shape != "map":
        return "" if item.value is None else str(item.value)
    return _text(item, "id") or ".".join(name for name in (_text(item, "party"), _text(item, "issue")) if name)


def _find(root: Node, path: Path) -> Node | None:
    node: Node | None = root
    for part in path:
        node = node.child(part) if node is not None else None
    return node


def _target(root: Node, change: Change) -> tuple[Node, str | int]:
    """The mapping or list that the change is about, and the key or place in it."""
    parent = _find(root, change.path[:-1]) if change.path else None
    last = change.path[-1] if change.path else ""
    shape = parent.shape if parent is not None else "scalar"
    if parent is not None and shape == "map" and not isinstance(change, Insert):
        fits, last = isinstance(change, Set) or str(last) in parent.entries, str(last)
    elif parent is not None and shape == "list" and isinstance(last, int):
        fits = 0 <= last < len(parent.items) + isinstance(change, Insert)
    else:
        fits = False
    if parent is not None and fits:
        return parent, last
    raise _fault(f"{dotted(change.path) or 'the empty path'} leads nowhere", "look at the path again")


def _applied(text: str, change: Change, file: str) -> str:
    root = compose(text, file)
    parent, last = _target(root, change)
    expected = _changed(root.plain(), change, last)
    for written in _forms(change):
        result = _spliced(text, root, parent, last, change, written)
        found, faults = read_tree(result, file)
        if found is not None and not faults and found.plain() == expected:
            return result
    raise _fault(f"the change at {dotted(change.path)} cannot be written without touching other lines", "")


def _forms(change: Change) -> tuple[str, ...]:
    """The ways to write the new value: as the change says, and anew where that does not fit."""
    if isinstance(change, Remove):
        return ("",)
    anew = flow(change.value)
    return (anew,) if change.written is None else (change.written, anew)


def _spliced(text: str, root: Node, parent: Node, last: str | int, change: Change, written: str) -> str:
    if isinstance(change, Insert):
        return with_item(text, parent, int(last), written)
    if isinstance(change, Set):
        if parent.child(last) is None:
            between = "" if written.startswith(("\n", "\r")) else " "
            return with_entry(text, parent, f"{flow_key(last)}:{between}{written}")
        return with_value(text, parent, last, written)
    if len(parent.items) + len(parent.entries) > 1:
        return without(text, parent, last)
    above = _find(root, change.path[:-2])
    if above is None or len(change.path) < 2:
        raise _fault("the last section cannot be taken out", "a case has `parties` and `issues`")
    return with_value(text, above, change.path[-2], "[]" if parent.shape == "list" else "{}")


def _changed(data: Any, change: Change, last: str | int) -> Any:
    """The plain values after the change."""
    inner: Any = data
    for part in change.path[:-1]:
        inner = inner[part if isinstance(inner, list) else str(part)]
    if isinstance(change, Remove):
        del inner[last]
    elif isinstance(change, Insert):
        inner.insert(last, _normal(change.value))
    else:
        inner[last] = _normal(change.value)
    return data


def _normal(value: Any) -> Any:
    return compose(f"value: {flow(value)}", "value").plain()["value"]


def _in_words(path: Path, case: Case | None, root: Node | None) -> str:
    if case is None or len(path) < 2:
        return dotted(path)
    names = {party.id: str(party.name) for party in case.parties}
    names |= {issue.id: issue.short for issue in case.issues}
    section, first, *rest = path
    if section == "preferences":
        whose, told = names.get(str(first), str(first)), _of_preferences([str(part) for part in rest], names)
        return f"{_possessive(whose)} {told}" if told else f"the preferences of {first}"
    told = path if root is None else _by_ids(path, root)
    if section == "positions" and len(told) > 2:
        _, party, issue, *rest = (names.get(str(part), str(part)) for part in told)
        return _of_position(_possessive(str(party)), str(issue), [str(part) for part in rest])
    return dotted(told)


def _of_preferences(parts: list[str], names: Mapping[str, str]) -> str:
    """What of a party's preferences a path leads to.

    >>> _of_preferences(["weights", "pass"], {"pass": "Pass"}), _of_preferences(["walk-away", "less"], {})
    ('weight of Pass', 'less of walk-away')
    """
    match [part for place, part in enumerate(parts) if part != "value" or place == len(parts) - 1]:
        case ["weights", issue]:
            return f"weight of {names.get(issue, issue)}"
        case ["values", issue, answer]:
            return f"value of {answer} on {names.get(issue, issue)}"
        case inner:
            return " of ".join(names.get(part, part) for part in reversed(inner))


def _of_position(whose: str, issue: str, parts: list[str]) -> str:
    what, *inner = parts or ["option"]
    if what in ("salience", "influence"):
        return f"{whose} {' of '.join((*reversed(inner), what))} on {issue}"
    head = {"option": "", "on": "the date of "}.get(what, f"the {what} of ")
    return dotted((f"{head}{whose} position on {issue}", *inner))


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _by_ids(path: Path, root: Node) -> Path:
    """The path with ids for the places of list items that have one, and party and issue for that of a position."""
    told: list[str | int] = []
    node: Node | None = root
    for part in path:
        above, node = node, node.child(part) if node is not None else None
        if node is None or not isinstance(part, int) or above is None:
            told.append(part)
        elif path[0] == "positions" and len(told) == 1:
            told += [_text(node, "party"), _text(node, "issue")]
        else:
            told.append(_name(node) or part)
    return tuple(told)

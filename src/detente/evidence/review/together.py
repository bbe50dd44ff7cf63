"""Many new entries at the end of one list as a single edit, so that long lists take no time a second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from detente.case.changes import Change, Insert, Remove, Set, apply
from detente.case.page import Path
from detente.case.splicing import with_item
from detente.case.writing import flow
from detente.case.yaml_subset import Node, compose, read_tree
from detente.foundation.progress import Progress


def applied(text: str, changes: Sequence[Change], file: str, progress: Progress) -> str:
    """The text after the changes; the same as one after the other, with fewer readings of the whole."""
    done = 0
    newline = "\r\n" if "\r\n" in text else "\n"
    for group in _groups(changes):
        progress.at("writing the case", done, len(changes))
        fitting = [_with_line_ends(change, newline) for change in group]
        together = _together(text, fitting, file) if len(group) > 1 else None
        text = together if together is not None else apply(text, fitting, file)
        done += len(group)
    progress.at("writing the case", len(changes), len(changes))
    return text


def _groups(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Runs of entries for one list, and every other change by itself."""
    for _, run in groupby(enumerate(changes), key=lambda pair: _list_of(pair[1]) or pair[0]):
        yield [change for _, change in run]


def _list_of(change: Change) -> Path | None:
    return change.path[:-1] if isinstance(change, Insert) else None


def _with_line_ends(change: Change, newline: str) -> Change:
    if isinstance(change, Remove) or change.written is None:
        return change
    return replace(change, written=change.written.replace("\n", newline))


def _together(text: str, group: Sequence[Change], file: str) -> str | None:
    """The text with all entries of the group at the end of their list, or None where that is not so simple."""
    node: Node | None = compose(text, file)
    whole = node
    for part in group[0].path[:-1]:
        node = node.child(part) if node is not None else None
    if node is None or whole is None or node.shape != "list" or node.flow or not node.items:
        return None
    entries = [change for change in group if isinstance(change, Insert | Set)]
    if [change.path[-1] for change in entries] != list(range(len(node.items), len(node.items) + len(entries))):
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    between = newline + " " * (node.column - 1) + "- "
    written = between.join(flow(change.value) if change.written is None else change.written for change in entries)
    result = with_item(text, node, len(node.items), written)
    expected = whole.plain()
    inner = expected
    for part in group[0].path[:-1]:
        inner = inner[part]
    inner += [compose(f"value: {flow(change.value)}", "value").plain()["value"] for change in entries]
    found, faults = read_tree(result, file)
    return result if found is not None and not faults and found.plain() == expected else None

"""The case file: any text is read or refused in its place, and edits change only what they say."""

from __future__ import annotations

import copy
import itertools
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.properties.case_scribe import Scribe, mangled

from detente.case.changes import Change, Insert, Remove, Set, apply, invert
from detente.case.reading import parse_case
from detente.case.splicing import content_end
from detente.case.writing import flow, tidy
from detente.case.yaml_subset import Node, compose
from detente.foundation.errors import CaseError

ROOT = Path(__file__).parents[2]
WORKED = (ROOT / "examples" / "ukraine-2025" / "case.yaml").read_text(encoding="utf-8")
TEMPLATE = (ROOT / "src" / "detente" / "case" / "new_case.yaml").read_text(encoding="utf-8")
TEMPLATE = TEMPLATE.replace("{id}", "talks").replace("{title}", "Talks").replace("{today}", "2025-12-14")

SMALL = (ROOT / "tests" / "case" / "border.yaml").read_text(encoding="utf-8")

words = st.text(st.sampled_from("abcé= -:#{}[],'\"\\|>&*!%@`?.05~\n\t"), max_size=12)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-99, 10**12), words, st.sampled_from(["a b", "x\ny z", "no"]))
keys = st.sampled_from(["a", "b", "c", "on", "walk-away", "0", "key of words", "é", "a: b"])
trees = st.dictionaries(
    keys,
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)
seeds = st.integers(0, 2**32 - 1)


def remarks(text: str) -> Counter[str]:
    return Counter(re.findall(r"# ?remark-\d+", text))


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(trees, seeds)
def test_every_way_of_writing_reads_as_the_same_values(tree: dict[str, Any], seed: int) -> None:
    text = Scribe(random.Random(seed)).whole(tree)
    assert compose(text, "case.yaml").plain() == tree
    assert compose(text.replace("\n", "\r\n"), "case.yaml").plain() == tree


@given(trees, seeds, st.booleans())
def test_tidying_moves_white_space_only(tree: dict[str, Any], seed: int, windows: bool) -> None:
    text = Scribe(random.Random(seed)).whole(tree)
    text = text.replace("\n", "\r\n") if windows else text
    once = tidy(text)
    assert squeezed(once) == squeezed(text)
    assert compose(once, "case.yaml").plain() == tree
    assert tidy(once) == once
    assert ("\r\n" in once) == ("\r\n" in text)


def places(node: Node, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, ...]] = []
    for part, child in [*node.entries.items(), *enumerate(node.items)]:
        inner += [(*path, part), *places(child, (*path, part))]
    return inner


def found(node: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        node = node.child(part) if isinstance(node, Node) else node[part]
    return node


def edited(tree: Any, change: Change) -> Any:
    """What the change means, naively."""
    tree = copy.deepcopy(tree)
    *above, last = change.path
    inner: Any = found(tree, tuple(above))
    if isinstance(change, Remove):
        del inner[last]
    elif isinstance(change, Insert):
        inner.insert(last, change.value)
    else:
        inner[last] = change.value
    return tree


def some_change(root: Node, chance: random.Random, value: Any) -> Change | None:
    paths = places(root)
    path = chance.choice(paths)
    node = found(root, path)
    kind = chance.choice(["set", "set", "remove", "remove", "insert", "add"])
    if kind == "insert":
        lists = [path for path in paths if found(root, path).shape == "list"]
        if lists:
            path = chance.choice(lists)
            return Insert((*path, chance.randint(0, len(found(root, path).items))), value)
    if kind == "add":
        maps = [(), *(path for path in paths if found(root, path).shape == "map")]
        return Set((*chance.choice(maps), "brand-new"), value)
    if kind == "remove" and not (len(path) == 1 and len(root.entries) == 1):
        return Remove(path)
    return Set(path, value) if node is not None else None


def outer_lines(text: str, root: Node, change: Change) -> tuple[list[str], list[str]]:
    """The lines before and after those that the change is about."""
    parent, last = found(root, change.path[:-1]), change.path[-1]
    node = parent.child(last)
    if node is None:
        return [], []
    key = parent.keys.get(str(last))
    first = text.count("\n", 0, key.start if key else parent.start)
    if parent.shape == "list" and int(last):
        first = text.count("\n", 0, content_end(text, parent.items[int(last) - 1])) + (not parent.flow)
    after = text.count("\n", 0, max(content_end(text, node), node.start)) + 1
    lines = text.split("\n")
    return lines[:first], lines[after:]


def is_first(parent: Node, last: str | int) -> bool:
    return last == (0 if parent.shape == "list" else next(iter(parent.entries)))


def start_of(parent: Node, index: int) -> int:
    return (parent.items if parent.shape == "list" else list(parent.keys.values()))[index].start


def check_change(text: str, change: Change) -> None:
    root = compose(text, "case.yaml")
    after = apply(text, [change])
    assert compose(after, "case.yaml").plain() == edited(root.plain(), change)
    above = found(root, change.path[:-1])
    emptied = isinstance(change, Remove) and len(above.items) + len(above.entries) == 1
    before_lines, after_lines = outer_lines(text, root, Set(change.path[:-1], None) if emptied else change)
    lines, unmoved = after.split("\n"), after_lines
    if isinstance(change, Remove) and not emptied and not above.flow and is_first(above, change.path[-1]):
        after_lines = after_lines[
            text.count("\n", 0, start_of(above, 1)) - len(text.split("\n")) + len(after_lines) + 1 :
        ]
    assert lines[: len(before_lines)] == before_lines
    assert not after_lines or lines[-len(after_lines) :] == after_lines
    kept = remarks("\n".join([*before_lines, *unmoved]))
    assert not kept - remarks(after)
    back = invert(text, change)
    restored = apply(after, [back])
    assert compose(restored, "case.yaml").plain() == root.plain()
    node = found(root, change.path[:-1]).child(change.path[-1])
    if isinstance(change, Set) and node is not None and node.shape == "scalar":
        assert restored == text


@given(trees, seeds, scalars | trees | st.lists(scalars, max_size=3), st.booleans())
def test_edits_change_what_they_say_and_can_be_taken_back(tree: Any, seed: int, value: Any, windows: bool) -> None:
    chance = random.Random(seed)
    text = Scribe(chance).whole(tree)
    text = text.replace("\n", "\r\n") if windows else text
    change = some_change(compose(text, "case.yaml"), chance, value)
    assume(change is not None)
    assert change is not None
    check_change(text, change)


@given(seeds, st.sampled_from([40, "NO", None, {"low": 1, "high": 2}, ["a", "b"], "Київ: so"]), st.booleans())
def test_edits_of_a_real_case(seed: int, value: Any, windows: bool) -> None:
    chance = random.Random(seed)
    text = chance.choice([SMALL] * 24 + [WORKED])
    numbers = itertools.count(1)
    text = re.sub("#", lambda _: f"# remark-{next(numbers)}", text)
    text = text.replace("\n", "\r\n") if windows else text
    change = some_change(compose(text, "case.yaml"), chance, value)
    assert change is not None
    check_change(text, change)


@given(seeds)
def test_tidying_a_case_with_slips(seed: int) -> None:
    text = mangled(SMALL, random.Random(seed))
    try:
        tree = compose(text, "case.yaml").plain()
    except CaseError:
        return
    once = tidy(text)
    assert squeezed(once) == squeezed(text)
    assert compose(once, "case.yaml").plain() == tree
    assert tidy(once) == once


def read(text: str) -> None:
    """Read the text: a case, or faults that all stand inside the file."""
    try:
        parse_case(text)
    except CaseError as error:
        lines = text.removeprefix("\ufeff").split("\n")
        assert error.faults
        for fault in error.faults:
            assert fault.place is not None
            assert 1 <= fault.place.line <= len(lines), str(fault)
            assert 1 <= fault.place.column <= len(lines[fault.place.line - 1]) + 1, str(fault)
            assert fault.what
            assert "\n" not in str(fault)
            assert len(str(fault)) < 600


@given(st.text(max_size=300) | st.text(st.sampled_from("ab:-{}[]#&*!|>'\"%@? \n\t\r,\x00\x85"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    read(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read(data.decode("utf-8", "surrogateescape"))


@given(trees)
def test_any_values_are_read_or_refused(tree: dict[str, Any]) -> None:
    read(flow(tree) + "\n")


@given(seeds)
def test_a_case_with_slips_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    read(mangled(chance.choice([TEMPLATE, SMALL]), chance))

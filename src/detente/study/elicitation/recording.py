"""Answers of an interview in the case file or in a view: only the lines of the weights change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detente.case.changes import Change, Insert, Remove, Set, apply
from detente.case.model.judgement import Comparison
from detente.case.page import Page
from detente.case.reading import CaseFile
from detente.case.splicing import content_end
from detente.case.writing import flow, flow_key
from detente.case.yaml_subset import Node, compose, read_tree
from detente.foundation.errors import OutOfDomain
from detente.study.elicitation.interview import Interview, written


def stands_in_points(read: CaseFile, party: str) -> bool:
    """Whether the party's weights are points, which answers would replace."""
    weights = read.case.preferences[party].weights
    return weights is not None and bool(weights.points)


def with_answers(page: Page, interview: Interview) -> str:
    """The page's text with the comparisons of the interview as the party's weights.

    Comparisons that stand there already keep their lines and comments; new ones are added at the end, those taken
    back are taken out. Points are replaced; an order stays, beside the comparisons.
    """
    path = ("preferences", interview.party, "weights")
    node, real = page.locate(path)
    if len(real) < len(path):
        _, above = page.locate(path[:-1])
        return _set(page, (*above, "weights"), interview, None)
    listed = node.child("comparisons") if node.shape == "map" else None
    if listed is None or listed.shape != "list" or not listed.items:
        return _set(page, real, interview, node)
    return apply(page.text, _differences((*real, "comparisons"), listed, interview.comparisons), page.file)


def _differences(path: tuple[str | int, ...], listed: Node, comparisons: Sequence[Comparison]) -> list[Change]:
    before = [_same(Comparison.model_validate(item.plain())) for item in listed.items]
    after = [_same(comparison) for comparison in comparisons]
    kept, changes, following = list[int](), list[Change](), 0
    for place, item in enumerate(before):
        if item in after[following:]:
            following += after[following:].index(item) + 1
            kept.append(place)
    changes += [Remove((*path, place)) for place in reversed(range(len(before))) if place not in kept]
    if kept:
        new = [comparison for comparison in comparisons if _same(comparison) not in before]
        return [*changes, *(Insert((*path, len(kept) + i), written(item)) for i, item in enumerate(new))]
    return [Set(path, [written(comparison) for comparison in comparisons])]


def _same(comparison: Comparison) -> str:
    return comparison.model_dump_json()


def _set(page: Page, path: tuple[str | int, ...], interview: Interview, before: Node | None) -> str:
    value: dict[str, Any] = {}
    if before is not None:
        plain = before.plain()
        order = plain if before.shape == "list" else plain.get("order") if isinstance(plain, dict) else None
        value |= {"order": order} if order else {}
    value["among"] = list(interview.questions.issues)
    value["comparisons"] = [written(comparison) for comparison in interview.comparisons]
    column = page.locate(path[:-1])[0].column - 1 + 2
    lines = [f"{' ' * column}{flow_key(key)}: {flow(item)}" for key, item in value.items() if key != "comparisons"]
    lines.append(f"{' ' * column}comparisons:")
    lines += [f"{' ' * (column + 2)}- {flow(item)}" for item in value["comparisons"]]
    if not value["comparisons"]:
        lines[-1] += " []"
    return apply(page.text, [Set(path, value, "\n" + "\n".join(lines))], page.file)


def view_path(read: CaseFile, name: str) -> Path:
    """Where a view of the case is."""
    return read.path.parent / "views" / f"{name}.yaml"


def with_party(text: str | None, name: str, party: str, read: CaseFile) -> str:
    """A view's text in which the party has a preference: as it is, or with a copy of the case's own.

    A view replaces a party's whole preference, so values and walk-away come along.
    """
    node, _ = Page(read.path.name, read.text, read.tree).locate(("preferences", party))
    if text is not None:
        root = compose(text, f"views/{name}.yaml")
        inside = root.child("preferences")
        if inside is not None and inside.child(party) is not None:
            return text
        return apply(text, [Set(("preferences", party), node.plain())], f"views/{name}.yaml")
    head = (
        f"# Read only with --view {name}. It replaces what the case says of these parties' preferences.\nview: {name}\n"
    )
    for body in (_as_written(read.text, node), f" {flow(node.plain())}\n"):
        whole = f"{head}preferences:\n  {party}:{body}"
        found, faults = read_tree(whole, f"views/{name}.yaml")
        if found is not None and not faults and found.plain()["preferences"][party] == node.plain():
            return whole
    raise OutOfDomain(f"the preferences of {party} cannot be copied into the view {name}")


def _as_written(text: str, node: Node) -> str:
    """The preference's own lines, comments among them."""
    start = text.rfind("\n", 0, node.start) + 1
    return "\n" + text[start : content_end(text, node)].rstrip("\n") + "\n"

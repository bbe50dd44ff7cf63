"""What the named checks find in a case of which some parts cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import ValidationError

from detente.case.checks import every
from detente.case.finding import Finding
from detente.case.model.case import Case
from detente.case.page import Path
from detente.foundation.ids import is_id

_RULES_OF = {
    "parties": {"unknown-party"},
    "issues": {"unknown-issue", "unknown-option", "condition", "weight-without-values"},
    "preferences": {"no-values"},
    "status-quo": {"status-quo-missing", "no-values"},
    "offers": {"unknown-offer"},
    "proposals": {"unknown-proposal", "unknown-provision"},
    "reports": {"unknown-report"},
    "statements": {"unknown-statement"},
    "commitments": {"unknown-commitment", "unknown-clause"},
    "scenarios": {"unknown-scenario"},
}
"""Section → the rules that may object only because something of the section is left out."""


@dataclass(slots=True)
class _Loss:
    """What is left out: the items kept of each list, the names gone, and rules that cannot be judged any more."""

    kept: dict[str, list[int]]
    names: set[str]
    rules: set[str]


def findings_of_the_rest(data: dict[str, Any], error: ValidationError) -> list[Finding]:
    """Errors that the named checks find once the unreadable parts are left out.

    A finding that may only come from what was left out is not told.
    """
    places: list[Path] = [item["loc"] for item in error.errors(include_url=False, include_context=False)]
    rest, loss = _without(data, places)
    try:
        case = Case.model_validate(rest, by_alias=True, by_name=False)
    except ValidationError:
        return []
    return [
        _moved(finding, loss.kept)
        for finding in every.run(case, None)
        if finding.severity == "error"
        and finding.rule not in loss.rules
        and not any(f"'{name}'" in finding.what for name in loss.names)
    ]


def _without(data: dict[str, Any], places: list[Path]) -> tuple[dict[str, Any], _Loss]:
    rest = dict(data)
    loss = _Loss({}, set(), set())
    for section in {str(path[0]) for path in places if path}:
        whole = rest.get(section)
        inner = [path[1] for path in places if len(path) > 1 and path[0] == section]
        if isinstance(whole, list) and inner:
            items = cast(list[Any], whole)
            loss.kept[section] = [index for index in range(len(items)) if index not in inner]
            names = {_id(items[index]) for index in inner if isinstance(index, int)}
            loss.names |= {name for name in names if name}
            loss.rules |= _RULES_OF.get(section, set()) if None in names else set()
            rest[section] = [items[index] for index in loss.kept[section]]
        elif isinstance(whole, dict) and inner and section == "preferences":
            entries = cast(dict[str, Any], whole)
            rest[section] = {key: value for key, value in entries.items() if key not in inner}
            loss.rules |= _RULES_OF["preferences"]
        else:
            rest.pop(section, None)
            loss.rules |= _RULES_OF.get(section, set())
    return rest, loss


def _id(item: object) -> str | None:
    """The id of an item, if it has one that is an id."""
    found = cast(dict[str, Any], item).get("id") if isinstance(item, dict) else None
    return found if isinstance(found, str) and is_id(found) else None


def _moved(finding: Finding, kept: dict[str, list[int]]) -> Finding:
    path = finding.path
    if len(path) > 1 and isinstance(path[1], int) and path[0] in kept:
        return replace(finding, path=(path[0], kept[str(path[0])][path[1]], *path[2:]))
    return finding

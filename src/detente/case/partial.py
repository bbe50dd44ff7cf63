"""What the named checks find in a case of which some parts cannot be read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from pydantic import ValidationError

from detente.case import checks
from detente.case.checks.finding import Finding
from detente.case.model.case import Case
from detente.case.page import Path


def findings_of_the_rest(data: dict[str, Any], error: ValidationError) -> list[Finding]:
    """Errors that the named checks find once the unreadable parts are left out.

    A finding that may only come from what was left out is not told.
    """
    places: list[Path] = [item["loc"] for item in error.errors(include_url=False, include_context=False)]
    rest, kept, lost = _without(data, places)
    if lost & {"parties", "issues"}:
        return []
    try:
        case = Case.model_validate(rest, by_alias=True, by_name=False)
    except ValidationError:
        return []
    found = [finding for finding in checks.run(case, None) if finding.severity == "error"]
    return [_moved(finding, kept) for finding in found if not any(f"'{name}'" in finding.what for name in lost)]


def _without(data: dict[str, Any], places: list[Path]) -> tuple[dict[str, Any], dict[str, list[int]], set[str]]:
    rest = dict(data)
    kept: dict[str, list[int]] = {}
    lost: set[str] = set()
    for section in {str(path[0]) for path in places if path}:
        whole = rest.get(section)
        inner = [path[1] for path in places if len(path) > 1 and path[0] == section]
        if isinstance(whole, list) and inner:
            items = cast(list[Any], whole)
            kept[section] = [index for index in range(len(items)) if index not in inner]
            lost |= {str(_id(items[index])) for index in inner if isinstance(index, int)}
            rest[section] = [items[index] for index in kept[section]]
        elif isinstance(whole, dict) and inner:
            entries = cast(dict[str, Any], whole)
            rest[section] = {key: value for key, value in entries.items() if key not in inner}
            lost |= {str(key) for key in inner}
        else:
            rest.pop(section, None)
            lost.add(section)
    return rest, kept, lost


def _id(item: object) -> object:
    return cast(dict[str, Any], item).get("id") if isinstance(item, dict) else None


def _moved(finding: Finding, kept: dict[str, list[int]]) -> Finding:
    path = finding.path
    if len(path) > 1 and isinstance(path[1], int) and path[0] in kept:
        return replace(finding, path=(path[0], kept[str(path[0])][path[1]], *path[2:]))
    return finding

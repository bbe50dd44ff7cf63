"""Validation errors of the model, said in the words of the case file."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from detente.case.checks.finding import Finding, Path
from detente.case.yaml_subset import Node
from detente.foundation.errors import ConditionFault, Fault, Place
from detente.foundation.ids import did_you_mean

_WANTED = {
    "string_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "mapping_type": "a mapping",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "int_type": "a whole number",
    "bool_type": "true or false",
}


def locate(root: Node, path: Path) -> tuple[Node, Path]:
    """The deepest node that the path reaches, and that part of the path that the file really has."""
    node, real = root, list[str | int]()
    for part in path:
        found = node.child(part)
        if found is None and part != "value" and node.child("value") is not None:
            node = node.entries["value"]
            real.append("value")
            found = node.child(part)
        if found is None:
            continue
        node = found
        real.append(part)
    return node, tuple(real)


def dotted(path: Path) -> str:
    """The path as faults show it."""
    return ".".join(str(part) for part in path)


def place_of(root: Node, path: Path, file: str) -> Place:
    """The place of the value at the path, or of the deepest value above it."""
    node, _ = locate(root, path)
    return Place(file, node.line, node.column)


def condition_faults(
    faults: Sequence[ConditionFault], root: Node, path: Path, file: str, rule: str = "condition"
) -> list[Fault]:
    """The faults of a condition, each with the place of its own column in the file."""
    node, real = locate(root, path)
    found: list[Fault] = []
    for fault in faults:
        shift = fault.column - 1 + (1 if node.quoted else 0) if node.shape == "scalar" else 0
        place = Place(file, node.line, node.column + shift)
        found.append(Fault("error", rule, dotted(real), fault.what, fault.todo, place))
    return found


def placed(finding: Finding, root: Node, file: str) -> Fault:
    """What a named check found, with its place in the file."""
    node, real = locate(root, finding.path)
    place = Place(file, node.line, node.column)
    if finding.column and node.shape == "scalar":
        place = Place(file, node.line, node.column + finding.column - 1 + (1 if node.quoted else 0))
    elif real == finding.path and finding.at_key:
        parent, _ = locate(root, finding.path[:-1])
        key = parent.keys.get(str(finding.path[-1]), node)
        place = Place(file, key.line, key.column)
    return Fault(finding.severity, finding.rule, dotted(real), finding.what, finding.todo, place)


def validation_faults(error: ValidationError, root: Node, file: str, model: type[BaseModel]) -> list[Fault]:
    """Every fault of a validation, in reading order and without repeats."""
    faults: list[Fault] = []
    for item in error.errors(include_url=False):
        path = item["loc"]
        context = item.get("ctx", {})
        if item["type"] == "too_short" and item["input"]:
            continue
        if item["type"] == "condition_faults":
            faults += condition_faults(context["faults"], root, path, file)
            continue
        faults.append(_fault(item["type"], path, context, item, root, file, model))
    unique = {(fault.place, fault.what, fault.field): fault for fault in faults}
    return sorted(unique.values(), key=_reading_order)


def _reading_order(fault: Fault) -> tuple[int, int]:
    return (fault.place.line, fault.place.column) if fault.place else (0, 0)


def _fault(
    kind: str,
    path: Path,
    context: Mapping[str, Any],
    item: Mapping[str, Any],
    root: Node,
    file: str,
    model: type[BaseModel],
) -> Fault:
    node, real = locate(root, path)
    place = Place(file, node.line, node.column)
    field = dotted(real)
    if kind == "extra_forbidden":
        parent, parent_path = locate(root, path[:-1])
        name = str(path[-1])
        key = parent.keys.get(name)
        place = Place(file, key.line, key.column) if key else place
        known = fields_at(model, path[:-1])
        return Fault(
            "error",
            "field",
            dotted((*parent_path, name)),
            "not a field here",
            did_you_mean(name, known),
            place,
        )
    if kind == "missing":
        what = f"'{path[-1]}' is missing"
        return Fault("error", "missing", field, what, _description(model, path), place)
    if kind == "literal_error":
        expected = [word.strip(" '") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
        given = item["input"]
        todo = did_you_mean(given, expected) if isinstance(given, str) else f"one of: {', '.join(expected)}"
        return Fault("error", "choice", field, f"{given!r} is not one of its values", todo, place)
    if kind in _WANTED:
        what = f"{_kind(item['input'])} stands where {_WANTED[kind]} should"
        todo = "write it in quotes" if kind == "string_type" and not isinstance(item["input"], list | dict) else ""
        return Fault("error", "type", field, what, todo, place)
    if kind in ("too_short", "string_too_short"):
        return Fault("error", "empty", field, "is empty", "at least one is needed", place)
    return Fault("error", kind, field, str(context.get("what", item["msg"])), str(context.get("todo", "")), place)


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    return f"{value}" if not isinstance(value, str) else f"the text '{value[:40]}'"


def fields_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The fields, as written in the file, of the part of the model at the path."""
    annotation: Any = model
    for part in path:
        annotation = _step(_unwrapped(annotation), part)
    found = _unwrapped(annotation)
    if isinstance(found, type) and issubclass(found, BaseModel):
        return tuple(field.alias or name for name, field in found.model_fields.items())
    return ()


def _step(annotation: Any, part: str | int) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
        return None
    arguments = typing.get_args(annotation)
    if not arguments:
        return None
    if isinstance(part, int):
        return arguments[0]
    return arguments[-1]


def _unwrapped(annotation: Any) -> Any:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _unwrapped(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        parts = [part for part in typing.get_args(annotation) if part is not type(None)]
        return _unwrapped(parts[0]) if parts else None
    return annotation


def _description(model: type[BaseModel], path: Path) -> str:
    annotation: Any = model
    for part in path[:-1]:
        annotation = _step(_unwrapped(annotation), part)
    found = _unwrapped(annotation)
    if isinstance(found, type) and issubclass(found, BaseModel):
        for name, field in found.model_fields.items():
            if path[-1] in (name, field.alias):
                return field.description or ""
    return ""

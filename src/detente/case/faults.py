"""What is wrong with a case, said in the words of its file."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from detente.case.finding import Finding
from detente.case.model.base import LONGEST_SHOWN, shown
from detente.case.page import Page, Path, dotted
from detente.foundation.errors import ConditionFault, Fault
from detente.foundation.ids import did_you_mean

_WANTED = {
    "string_type": "a text",
    "tuple_type": "a list",
    "mapping_type": "a mapping",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "int_type": "a whole number",
    "bool_type": "true or false",
}

_LIMITS = {
    "ge": ("below", "{} or more"),
    "gt": ("not above", "more than {}"),
    "le": ("above", "{} or less"),
    "lt": ("not below", "less than {}"),
}


def reading_order(fault: Fault) -> tuple[int, int]:
    """The key that sorts faults of one file by their places."""
    return (fault.place.line, fault.place.column) if fault.place else (0, 0)


def placed(finding: Finding, page: Page) -> Fault:
    """What a named check found, with its place in the file."""
    node, real = page.locate(finding.path)
    if finding.column:
        place = page.place_within(node, finding.column)
    elif finding.at_key and real[-1:] == finding.path[-1:]:
        place = page.key_place(real)
    else:
        place = page.place(real)
    return Fault(finding.severity, finding.rule, dotted(real), finding.what, finding.todo, place)


def validation_faults(error: ValidationError, page: Page, model: type[BaseModel]) -> list[Fault]:
    """Every fault of a validation, in reading order and without repeats."""
    faults: list[Fault] = []
    for item in error.errors(include_url=False):
        if item["type"] == "condition_faults":
            faults += _condition_faults(item.get("ctx", {})["faults"], item["loc"], page)
        elif item["type"] != "too_short" or not item["input"]:
            faults.append(_SAYERS.get(item["type"], _other)(item, page, model))
    unique = {(fault.place, fault.what, fault.field): fault for fault in faults}
    return sorted(unique.values(), key=reading_order)


def _condition_faults(faults: Sequence[ConditionFault], path: Path, page: Page) -> list[Fault]:
    node, real = page.locate(path)
    return [
        Fault("error", "condition", dotted(real), fault.what, fault.todo,
              page.place_within(node, fault.column))
        for fault in faults
    ]  # fmt: skip


def _unknown_field(item: ErrorDetails, page: Page, model: type[BaseModel]) -> Fault:
    path = item["loc"]
    _, parent = page.locate(path[:-1])
    name = str(path[-1])
    known = _fields_at(model, path[:-1])
    first = re.split("[: ]", name)[0]
    todo = f"write {first}: and a space before the value" if first != name and first in known else ""
    return Fault("error", "field", dotted((*parent, name)), "not a field here", todo or did_you_mean(name, known),
                 page.key_place(path))  # fmt: skip


def _missing(item: ErrorDetails, page: Page, model: type[BaseModel]) -> Fault:
    path = item["loc"]
    _, real = page.locate(path)
    what = f"'{path[-1]}' is missing"
    return Fault("error", "missing", dotted(real), what, _description(model, path), page.place(path))


def _no_choice(item: ErrorDetails, page: Page, _model: type[BaseModel]) -> Fault:
    _, real = page.locate(item["loc"])
    expected = str(item.get("ctx", {})["expected"]).replace(" or ", ", ").split(",")
    words = [word.strip(" '") for word in expected]
    given = item["input"]
    todo = f"write {words[0]}" if len(words) == 1 else f"one of: {', '.join(words)}"
    todo = did_you_mean(given, words) if isinstance(given, str) and len(words) > 1 else todo
    what = f"{shown(given)} is not one of its values"
    return Fault("error", "choice", dotted(real), what, todo, page.place(real))


def _wrong_type(item: ErrorDetails, page: Page, model: type[BaseModel]) -> Fault:
    _, real = page.locate(item["loc"])
    given, wanted = cast(object, item["input"]), _WANTED[item["type"]]
    simple = isinstance(given, str | int | Decimal)
    todo = ""
    if wanted == "a list" and simple:
        todo = f"write [{given}]" if len(str(given)) <= LONGEST_SHOWN else "write it in [ ]"
    elif wanted == "a text" and simple:
        todo = "write it in quotes"
    elif wanted == "a mapping":
        meaning = _description(model, item["loc"])
        todo = f"write {{name: value, …}}: {meaning}" if meaning else "write {name: value, …}"
    what = f"{shown(given)} stands where {wanted} should"
    return Fault("error", "type", dotted(real), what, todo, page.place(real))


def _empty(item: ErrorDetails, page: Page, _model: type[BaseModel]) -> Fault:
    _, real = page.locate(item["loc"])
    given = cast(object, item["input"])
    if isinstance(given, str):
        what, todo = "an empty text", "write something, or leave the field out"
    else:
        what = "an empty mapping" if isinstance(given, Mapping) else "an empty list"
        todo = "at least one entry is needed"
    return Fault("error", "empty", dotted(real), what, todo, page.place(real))


def _out_of_range(item: ErrorDetails, page: Page, _model: type[BaseModel]) -> Fault:
    _, real = page.locate(item["loc"])
    (kind, limit), *_ = item.get("ctx", {}).items()
    word, todo = _LIMITS[kind]
    what = f"{shown(cast(object, item['input']))} is {word} {limit}"
    return Fault("error", "range", dotted(real), what, f"write {todo.format(limit)}", page.place(real))


def _other(item: ErrorDetails, page: Page, _model: type[BaseModel]) -> Fault:
    path, context = item["loc"], item.get("ctx", {})
    at_key = bool(path) and path[-1] == "[key]"
    _, real = page.locate(path)
    place = page.key_place(real) if at_key else page.place(real)
    what, todo = str(context.get("what", item["msg"])), str(context.get("todo", ""))
    return Fault("error", item["type"], dotted(real), what, todo, place)


_SAYERS: dict[str, Callable[[ErrorDetails, Page, type[BaseModel]], Fault]] = {
    "extra_forbidden": _unknown_field,
    "missing": _missing,
    "literal_error": _no_choice,
    "too_short": _empty,
    "string_too_short": _empty,
    **dict.fromkeys(_WANTED, _wrong_type),
    **dict.fromkeys(("greater_than_equal", "greater_than", "less_than_equal", "less_than"), _out_of_range),
}


def _fields_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    found = _annotation_at(model, path)
    if isinstance(found, type) and issubclass(found, BaseModel):
        return tuple(field.alias or name for name, field in found.model_fields.items())
    return ()


def _description(model: type[BaseModel], path: Path) -> str:
    found = _annotation_at(model, path[:-1])
    if isinstance(found, type) and issubclass(found, BaseModel):
        for name, field in found.model_fields.items():
            if path[-1] in (name, field.alias):
                return field.description or ""
    return ""


def _annotation_at(model: type[BaseModel], path: Path) -> Any:
    """What the model says of the part at the path, without the wrappings of its type."""
    annotation: Any = model
    for part in path:
        annotation = _step(_unwrapped(annotation), part)
    return _unwrapped(annotation)


def _step(annotation: Any, part: str | int) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
        return None
    arguments = typing.get_args(annotation)
    if not arguments:
        return None
    return arguments[0] if isinstance(part, int) else arguments[-1]


def _unwrapped(annotation: Any) -> Any:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _unwrapped(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        parts = [part for part in typing.get_args(annotation) if part is not type(None)]
        return _unwrapped(parts[0]) if parts else None
    return annotation

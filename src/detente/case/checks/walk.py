"""Every part and every condition of a case with its path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel

from detente.case.model.base import Label
from detente.case.page import Path
from detente.foundation.conditions import Condition


def walk(root: BaseModel) -> Iterator[tuple[Path, BaseModel | Condition]]:
    """The root, and all parts and conditions inside it but labels, in no particular order."""
    stack: list[tuple[Path, Any]] = [((), root)]
    while stack:
        path, value = stack.pop()
        kind = _kind(value.__class__)
        if kind == "part":
            yield path, value
            names = _written_names(value.__class__)
            inner = value.__dict__
            for name in value.__pydantic_fields_set__:
                found = inner[name]
                if _kind(found.__class__) != "value":
                    stack.append(((*path, names[name]), found))
        elif kind == "condition":
            yield path, value
        elif kind == "list":
            if value and _kind(value[0].__class__) != "value":
                stack += [((*path, index), item) for index, item in enumerate(value)]
        else:
            stack += [((*path, key), item) for key, item in value.items() if _kind(item.__class__) != "value"]


@cache
def _kind(given: type) -> Literal["part", "condition", "list", "map", "value"]:
    if issubclass(given, BaseModel):
        return "value" if given is Label else "part"
    if issubclass(given, Condition):
        return "condition"
    return "list" if given is tuple else "map" if given is dict else "value"


@cache
def _written_names(model: type[BaseModel]) -> dict[str, str]:
    return {name: field.alias or name for name, field in model.model_fields.items()}

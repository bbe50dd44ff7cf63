"""Results as plain values for JSON, and mappings that nobody can change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, cast

import numpy as np

NOTHING: Mapping[str, object] = MappingProxyType({})


def frozen(**entries: object) -> Mapping[str, object]:
    """Named entries nobody can change."""
    return MappingProxyType(entries)


def plain(value: Any) -> Any:
    """Plain values for JSON: fractions that are not whole as text, dates as text, arrays and tuples as lists.

    >>> plain((Fraction(1, 2), frozenset("ba"), date(2026, 1, 15)))
    ['1/2', ['a', 'b'], '2026-01-15']
    """
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value)
        return {str(name): plain(entry) for name, entry in entries.items()}
    if isinstance(value, tuple | list):
        return [plain(entry) for entry in cast("Sequence[object]", value)]
    if isinstance(value, frozenset):
        return sorted((plain(entry) for entry in cast("frozenset[object]", value)), key=str)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.ndarray | np.generic):
        return cast("Any", value).tolist()
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value

"""Values as plain data, together with what follows from them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from detente.foundation.plain_data import plain


def with_derived(value: Any, *names: str) -> dict[str, Any]:
    """The fields of a value and these of its properties, as plain values.

    >>> from detente.engines.commitments.bargaining.self_enforcement import Period
    >>> with_derived(Period(0, 0.5, 0.25, 1.0), "margin_a")
    {'time': 0, 'share': 0.5, 'low': 0.25, 'high': 1.0, 'margin_a': 0.25}
    """
    stored = {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    return stored | {name: plain(getattr(value, name)) for name in names}

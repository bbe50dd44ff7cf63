"""How a new entry is laid out in the case file: a field a line, long words over several."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any, cast

from detente.case.writing import flow, flow_key

_WIDTH = 104


def block(entry: Mapping[str, Any], column: int) -> str:
    """The entry as the file writes entries: a field a line, long words folded."""
    lines: list[str] = []
    for key, value in entry.items():
        if isinstance(value, dict) and len(flow(value)) > _WIDTH - column:
            parts = cast(dict[str, Any], value)
            lines += [f"{flow_key(key)}:", *(f"  {flow_key(name)}: {flow(part)}" for name, part in parts.items())]
            continue
        folded = _folded(value, column + 2) if isinstance(value, str) else None
        lines.append(f"{flow_key(key)}: {folded if folded else flow(value)}")
    return ("\n" + " " * column).join(lines)


def _folded(value: str, column: int) -> str | None:
    """A long text over several lines, where folding gives it back exactly."""
    if len(value) <= _WIDTH - column or "\n" in value or "  " in value or value != value.strip():
        return None
    lines = textwrap.wrap(value, _WIDTH - column, break_long_words=False, break_on_hyphens=False)
    if " ".join(lines) != value:
        return None
    return ">-\n" + "\n".join(" " * column + line for line in lines)

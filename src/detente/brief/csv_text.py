"""A table as CSV, for spreadsheets and programs."""

from __future__ import annotations

import csv
import io

from detente.brief.blocks import CellLike, Table, as_cell, plain
from detente.brief.prose import Number


def csv_text(table: Table) -> str:
    """The table as CSV: a header line, numbers bare, and low and high columns where a column has spreads.

    Text that a spreadsheet would take for a formula is led by an apostrophe.
    """
    spread = [
        any((number := _number(row.cells[place])) and number.spread for row in table.rows)
        for place in range(len(table.columns))
    ]
    header = [table.corner or "row"]
    for column, has_spread in zip(table.columns, spread, strict=True):
        title = plain(column.title) + (f" ({column.under})" if column.under else "")
        header += [title, f"{title}: low", f"{title}: high"] if has_spread else [title]
    grouped = any(row.group for row in table.rows)
    lines = [["group", *header] if grouped else header]
    group = ""
    for row in table.rows:
        group = row.group or group
        line = [group] if grouped else []
        line.append(plain(row.head))
        for cell, has_spread in zip(row.cells, spread, strict=True):
            line += _fields(cell, has_spread)
        lines.append(line)
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[_harmless(field) for field in line] for line in lines])
    return out.getvalue()


def _number(cell: CellLike) -> Number | None:
    content = as_cell(cell).content
    if isinstance(content, tuple) and len(content) >= 1 and isinstance(content[0], Number):
        return content[0]
    return content if isinstance(content, Number) else None


def _fields(cell: CellLike, has_spread: bool) -> list[str]:
    number = _number(cell)
    if number is None:
        return [plain(cell), "", ""] if has_spread else [plain(cell)]
    value = _bare(number.value)
    if not has_spread:
        return [value]
    return [value, *("" if end is None else _bare(end) for end in (number.low, number.high))]


def _bare(value: object) -> str:
    return f"{float(value):.10g}"  # type: ignore[arg-type]


def _harmless(field: str) -> str:
    if field[:1] in {"=", "+", "@", "\t", "\r"} or (field[:1] == "-" and not _is_number(field)):
        return f"'{field}"
    return field


def _is_number(field: str) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True

"""Rows as CSV for spreadsheets and as JSON Lines for programs, with PLOVER and CAMEO codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from detente.evidence.exports.records import Record, Row, Source

COLUMNS = (
    "kind", "id", "report", "outlet", "published", "start", "end", "quote", "source", "via", "act", "plover", "cameo",
    "negated", "to", "about", "if", "gist", "proposal", "on", "event", "event_kind", "slot", "value", "outcome",
    "because", "reliability", "credibility", "coder", "proposer", "rule", "confidence", "note",
)  # fmt: skip
"""The columns of the table; in JSON Lines the first passage's columns are a list of passages."""

_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_FORMULA = {"=", "+", "@", "\t", "\r", "＝", "＋", "＠", "－"}


def csv_table(record: Record) -> bytes:
    """One line a row, UTF-8 with a byte order mark, because spreadsheets take it for another encoding without.

    A row that stands in several places gives the first; `because` names the statements that give all. Text that a
    spreadsheet would take for a formula is led by an apostrophe, so that a quotation may begin with one: JSON Lines
    are verbatim.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    known = {source.id: source for source in record.sources}
    for row in record.rows:
        writer.writerow([_cell(value) for value in _line(row, known).values()])
    return out.getvalue().encode("utf-8-sig", "replace")


def json_lines(record: Record) -> bytes:
    """One JSON object a line, with every passage, verbatim; fields that say nothing are null or empty."""
    known = {source.id: source for source in record.sources}
    lines: list[str] = []
    for row in record.rows:
        line = {"record": record.id, "accepted": record.accepted, **_line(row, known)}
        for name in ("report", "outlet", "published", "start", "end", "quote", "reliability"):
            del line[name]
        line["passages"] = [_passage(row, place, known) for place in range(len(row.passages))]
        lines.append(json.dumps(line, ensure_ascii=False).translate(_LINE_ENDS) + "\n")
    return "".join(lines).encode("utf-8", "replace")


def _passage(row: Row, place: int, known: dict[str, Source]) -> dict[str, Any]:
    passage = row.passages[place]
    source = known.get(passage.report)
    where = asdict(passage) if passage.end > passage.start else {"report": passage.report}
    about = {name: getattr(source, name, None) for name in ("outlet", "published", "url", "reliability")}
    return {**where, **{name: value for name, value in about.items() if value is not None}}


def _line(row: Row, known: dict[str, Source]) -> dict[str, Any]:
    """The cells of a row by column, as values."""
    return dict(zip(COLUMNS, _values(row, known), strict=True))


def _values(row: Row, known: dict[str, Source]) -> Iterator[Any]:
    passage = row.passages[0] if row.passages else None
    source = known.get(passage.report) if passage else None
    yield from (row.kind, row.id)
    yield from (passage.report if passage else None, source.outlet if source else None)
    yield source.published if source else None
    if passage and passage.end > passage.start:
        yield from (passage.start, passage.end, passage.quote)
    else:
        yield from (None, None, None)
    yield from (row.source, list(row.via), row.act, row.plover, row.cameo, row.negated, list(row.to), row.about)
    yield from (row.if_, row.gist, row.proposal, row.on, row.subject, row.subject_kind, row.slot, row.value)
    yield from (row.outcome, list(row.because), source.reliability if source else None, row.credibility)
    yield from (row.coder, row.proposer, row.rule, row.confidence, row.note)


def _cell(value: Any) -> str:
    """A value as a spreadsheet may read it: lists with semicolons, nothing as nothing, and no formulas.

    >>> _cell(["a", "b"]), _cell(None), _cell("=1+1"), _cell("-5"), _cell("-5 degrees"), _cell(True)
    ('a; b', '', "'=1+1", '-5', "'-5 degrees", 'yes')
    """
    if value is None or value is False:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else "yes" if value is True else str(value)
    if text[:1] in _FORMULA or (text[:1] == "-" and not _is_number(text)):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

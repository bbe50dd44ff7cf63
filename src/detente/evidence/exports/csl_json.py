"""Reports as CSL-JSON, for reference managers."""

from __future__ import annotations

import json
import re
from typing import Any

from detente.evidence.exports.records import Record, Source

_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


def csl_json(record: Record) -> bytes:
    """A list of items in the order of the reports, as Zotero and pandoc read it."""
    return (json.dumps(items(record), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def items(record: Record) -> list[dict[str, Any]]:
    """The items as data; what is not known of a report is left out."""
    return [_item(source) for source in record.sources]


def _item(source: Source) -> dict[str, Any]:
    """One report: an article where it has an outlet, a web page where it has an address alone."""
    kind = "article-newspaper" if source.outlet else "webpage" if source.url else "document"
    item = {
        "id": source.id,
        "type": kind,
        "title": source.title,
        "container-title": source.outlet,
        "author": [{"literal": source.author}] if source.author else None,
        "issued": _issued(source.published) if source.published else None,
        "language": source.lang,
        "URL": source.url,
        "note": _note(source),
    }
    return {name: value for name, value in item.items() if value}


def _issued(day: str) -> dict[str, Any]:
    """A day, month or year as numbers; anything else as written.

    >>> _issued("2025-12-14"), _issued("2025-12"), _issued("in spring")
    ({'date-parts': [[2025, 12, 14]]}, {'date-parts': [[2025, 12]]}, {'raw': 'in spring'})
    """
    if _DAY.fullmatch(day) is None:
        return {"raw": day}
    return {"date-parts": [[int(part) for part in day.split("-")]]}


def _note(source: Source) -> str:
    told = [source.note or ""]
    told.append(f"reliability: {source.reliability}" if source.reliability else "")
    told.append(f"the same story as {source.same_story_as}" if source.same_story_as else "")
    return "; ".join(part for part in told if part)

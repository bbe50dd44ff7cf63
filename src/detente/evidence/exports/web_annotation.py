"""Rows as W3C Web Annotations in JSON-LD, with who coded and what found them in the terms of PROV-O.

The target of an annotation is the text of the report as it is kept, named `urn:detente:CASE:report:REPORT`, because
positions hold in that text and in no other; `via` is the address that it came from. Positions count Unicode code
points, as the model asks, from 0 and without the end; a program that counts UTF-16 units has to convert them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from detente import __version__
from detente.evidence.exports.records import RULES, Record, Row, Source
from detente.evidence.items import Passage

AROUND = 32
"""Characters before and after the quotation, so that it is found again in a text that has changed."""

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"prov": "http://www.w3.org/ns/prov#"}]
SOFTWARE = f"Détente {__version__}"


def web_annotations(record: Record) -> bytes:
    """The rows as one JSON-LD document."""
    return (json.dumps(collection(record), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def collection(record: Record) -> dict[str, Any]:
    """An AnnotationCollection whose only page holds every row, in the order of the record."""
    name = _urn(record, "annotations", "accepted" if record.accepted else "proposed")
    sources = {source.id: source for source in record.sources}
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"{record.title}: {'the record' if record.accepted else 'found by rules, reviewed by nobody'}",
        "total": len(record.rows),
    }
    if record.by:
        found["creator"] = {"type": "Person", "name": record.by}
    if record.rows:
        page = f"{name}:1"
        items = [_annotation(record, row, sources) for row in record.rows]
        found["first"] = {"id": page, "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
        found["last"] = page
    return found


def _urn(record: Record, *parts: str) -> str:
    """A name that stays the same from one export to the next."""
    return ":".join(["urn:detente", *(quote(part, safe="-.") for part in (record.id, *parts))])


def _annotation(record: Record, row: Row, sources: dict[str, Source]) -> dict[str, Any]:
    targets: list[Any] = [_target(record, passage, sources) for passage in row.passages]
    found: dict[str, Any] = {
        "id": _urn(record, row.kind, row.id),
        "type": "Annotation",
        "motivation": "describing" if row.kind == "slot" else "classifying",
        "body": [{"type": "TextualBody", **body, "format": "text/plain"} for body in _bodies(row)],
        "target": targets[0] if len(targets) == 1 else targets or _urn(record),
    }
    return {**found, **_provenance(row)}


def _bodies(row: Row) -> Iterator[dict[str, str]]:
    """What the row says, a body for each thing; a text that says two things is `name: value`."""
    if row.act:
        yield {"purpose": "tagging", "value": row.act}
    if row.slot:
        yield {"purpose": "tagging", "value": row.slot}
        yield {"purpose": "describing", "value": row.value or ""}
    if row.plover:
        yield {"purpose": "classifying", "value": f"PLOVER {row.plover}"}
    if row.cameo:
        yield {"purpose": "classifying", "value": f"CAMEO {row.cameo}"}
    subject = f"{row.subject_kind} {row.subject}" if row.subject else None
    for name, value in (
        ("event", subject),
        ("source", row.source),
        ("via", ", ".join(row.via)),
        ("to", ", ".join(row.to)),
        ("denied", "the report says that this was not so" if row.negated else None),
    ):
        if value:
            yield {"purpose": "describing", "value": f"{name}: {value}"}
    for name, value in (("about", row.about), ("if", row.if_), ("proposal", row.proposal)):
        if value:
            yield {"purpose": "classifying", "value": f"{name}: {value}"}
    for name, value in (("gist", row.gist), ("outcome", row.outcome), ("on", row.on), ("note", row.note)):
        if value:
            yield {"purpose": "commenting" if name == "note" else "describing", "value": f"{name}: {value}"}
    if row.credibility:
        yield {"purpose": "assessing", "value": f"credibility: {row.credibility}"}


def _target(record: Record, passage: Passage, sources: dict[str, Source]) -> dict[str, Any]:
    name = _urn(record, "report", passage.report)
    source = sources.get(passage.report)
    about: dict[str, Any] = {"id": name, "type": "Text", "format": "text/plain"}
    if source is not None:
        about["language"] = source.lang
        if source.url:
            about["via"] = source.url
    if passage.end <= passage.start:
        return about
    return {"type": "SpecificResource", "source": about, "selector": _selectors(passage, source.text if source else "")}


def _selectors(passage: Passage, text: str) -> list[dict[str, Any]]:
    start, end = passage.start, passage.end
    quoted = {
        "type": "TextQuoteSelector",
        "exact": text[start:end] or passage.quote,
        "prefix": text[max(start - AROUND, 0) : start],
        "suffix": text[end : end + AROUND],
    }
    return [{"type": "TextPositionSelector", "start": start, "end": end}, quoted]


def _provenance(row: Row) -> dict[str, Any]:
    """Who took the row into the record, and what found it, as far as that is known."""
    found: dict[str, Any] = {}
    if row.coder:
        found["creator"] = {"type": "Person", "name": row.coder}
        found["prov:wasAttributedTo"] = {"type": "prov:Person", "name": row.coder}
    if row.proposer:
        rules = row.proposer == RULES
        agent = SOFTWARE if rules else row.proposer
        found["generator"] = {"type": "Software", "name": agent}
        activity = f"rule {row.rule}, confidence {row.confidence}" if row.rule else f"proposed by {row.proposer}"
        found["prov:wasGeneratedBy"] = {
            "type": "prov:Activity",
            "label": activity,
            "prov:wasAssociatedWith": {"type": "prov:SoftwareAgent", "name": agent},
        }
    return found

"""The formats in which the record leaves: one list for every face."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.evidence.exports.csl_json import csl_json
from detente.evidence.exports.records import Record
from detente.evidence.exports.refi_qda import qdpx
from detente.evidence.exports.tables import csv_table, json_lines
from detente.evidence.exports.web_annotation import web_annotations


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called in words, how its files end, and what writes it; some hold the reports alone."""

    words: str
    suffix: str
    write: Callable[[Record], bytes]
    rows: bool = True


FORMATS: Mapping[str, Format] = {
    "annotations": Format("W3C Web Annotations", ".jsonld", web_annotations),
    "qdpx": Format("a REFI-QDA project", ".qdpx", qdpx),
    "csl": Format("CSL-JSON", ".csl.json", csl_json, rows=False),
    "csv": Format("a table", ".csv", csv_table),
    "jsonl": Format("JSON Lines", ".jsonl", json_lines),
}

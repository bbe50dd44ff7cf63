"""Over random texts with odd Unicode, every span comes back from every format with the words that stand there."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator

import numpy as np
import pytest

from detente.evidence.exports.records import Record, Row, Source
from detente.evidence.exports.refi_qda import qdpx
from detente.evidence.exports.refi_reading import read_qdpx
from detente.evidence.exports.tables import csv_table, json_lines
from detente.evidence.exports.web_annotation import web_annotations
from detente.evidence.items import Passage

COUNT = 2000 if os.environ.get("DETENTE_PROOF") == "1" else 120
PIECES = [
    "talks", "Łódź", "мир", "和平", "سلام", "𝔸", "🕊️", "👩‍👩‍👧", "e\u0301", "\ufeff", "\u200f", "\u2028", "\x85",
    "\n", "\n\n", " ", "\t", "\r", "=", "+1", "-", "@", "'", '"', ",", ";", "<", "&", "]]>", "\ufffd", "\ufffe",
    "\x0b", "\x1f", "\U0010ffff",
]  # fmt: skip

Span = tuple[str, int, int, str]


def records() -> Iterator[Record]:
    for seed in np.random.SeedSequence(20251214).spawn(COUNT):
        draw = np.random.default_rng(seed)
        sources: list[Source] = []
        rows: list[Row] = []
        for number in range(int(draw.integers(1, 4))):
            text = "".join(draw.choice(PIECES, int(draw.integers(1, 40))))
            sources.append(Source(f"r{number}", text))
            for _ in range(int(draw.integers(0, 5))):
                start, end = sorted(int(place) for place in draw.integers(0, len(text) + 1, 2))
                if start < end:
                    words = text[start:end]
                    row = Row(f"s{len(rows)}", "statement", (Passage(f"r{number}", start, end, words),), gist=words)
                    rows.append(row)
        yield Record("drawn", "Drawn", True, tuple(sources), tuple(rows))


def spans(record: Record) -> list[Span]:
    return sorted((p.report, p.start, p.end, p.quote) for row in record.rows for p in row.passages)


def of_annotations(record: Record) -> Iterator[Span]:
    page = json.loads(web_annotations(record)).get("first", {"items": []})
    texts = record.texts()
    for item in page["items"]:
        report = item["target"]["source"]["id"].rsplit(":", 1)[1]
        position, quoted = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert quoted["prefix"] + quoted["exact"] + quoted["suffix"] == texts[report][max(start - 32, 0) : end + 32]
        yield report, start, end, quoted["exact"]


def of_project(record: Record) -> Iterator[Span]:
    for found in read_qdpx(qdpx(record)):
        yield found.source.split(" ")[0], found.start, found.end, found.quote


def of_lines(record: Record) -> Iterator[Span]:
    for line in json_lines(record).decode("utf-8").splitlines():
        for passage in json.loads(line)["passages"]:
            yield passage["report"], passage["start"], passage["end"], passage["quote"]


def of_table(record: Record) -> Iterator[Span]:
    for line in csv.DictReader(io.StringIO(csv_table(record).decode("utf-8-sig"), newline="")):
        quote = line["quote"]
        if quote[:1] == "'" and len(quote) > int(line["end"]) - int(line["start"]):
            quote = quote[1:]
        yield line["report"], int(line["start"]), int(line["end"]), quote


@pytest.mark.parametrize("back", [of_annotations, of_project, of_lines, of_table])
def test_every_span_comes_back(back: object) -> None:
    seen = 0
    for record in records():
        found = sorted(back(record))  # type: ignore[operator]
        assert found == spans(record)
        seen += len(found)
    assert seen > COUNT

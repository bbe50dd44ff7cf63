"""CSV and JSON Lines: every row comes back, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tests.evidence.exports import made

from detente.evidence.exports.records import Record, Row
from detente.evidence.exports.tables import COLUMNS, csv_table, json_lines


def lines(record: Record) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_table(record).decode("utf-8-sig"), newline="")))


def test_the_table_comes_back() -> None:
    record = made.record()
    texts = record.texts()
    found = lines(record)
    assert [(line["kind"], line["id"]) for line in found] == [(row.kind, row.id) for row in record.rows]
    for line in found:
        assert tuple(line) == COLUMNS
        if line["start"]:
            words = texts[line["report"]][int(line["start"]) : int(line["end"])]
            assert line["quote"] in (words, f"'{words}")
    said = found[0]
    assert (said["plover"], said["cameo"], said["via"]) == ("AGREE", "03", "Harbour Wire; an aide")
    assert (said["reliability"], said["credibility"], said["coder"], said["if"]) == ("B", "2", "Ben", "term >= 10")
    assert found[2]["negated"] == "yes"


def test_it_begins_with_a_byte_order_mark_once() -> None:
    assert csv_table(made.record()).startswith(b"\xef\xbb\xbfkind,id,")
    assert csv_table(made.record()).count(b"\xef\xbb\xbf") == 1


@pytest.mark.parametrize("first", "=+@\t\r＝＋＠－")
def test_no_cell_is_a_formula(first: str) -> None:
    row = Row("s1", "statement", source=f"{first}cmd", note=f"{first}1", gist="-5", value="-5 degrees")
    (line,) = lines(Record("x", "X", True, (), (row,)))
    assert line["source"] == f"'{first}cmd"
    assert line["note"] == f"'{first}1"
    assert (line["gist"], line["value"]) == ("-5", "'-5 degrees")


def test_cells_with_commas_quotes_and_line_ends_come_back() -> None:
    words = 'a, "b"\nc\r\nd; 🕊️'
    (line,) = lines(Record("x", "X", True, (), (Row("s1", "statement", gist=words),)))
    assert line["gist"] == words


@pytest.mark.parametrize("record", [made.record(), made.proposed()], ids=["accepted", "proposed"])
def test_lines_are_verbatim(record: Record) -> None:
    texts = record.texts()
    raw = json_lines(record).decode("utf-8")
    found = [json.loads(line) for line in raw.split("\n")[:-1]]
    assert [(line["kind"], line["id"]) for line in found] == [(row.kind, row.id) for row in record.rows]
    for line, row in zip(found, record.rows, strict=True):
        assert line["accepted"] is record.accepted
        assert len(line["passages"]) == len(row.passages)
        for passage in line["passages"]:
            if "start" in passage:
                assert texts[passage["report"]][passage["start"] : passage["end"]] == passage["quote"]
        assert (line["rule"], line["confidence"]) == (row.rule, row.confidence)


def test_an_offer_has_every_place_in_lines() -> None:
    (offer,) = [line for line in map(json.loads, json_lines(made.record()).splitlines()) if line["id"] == "o1"]
    assert [passage["report"] for passage in offer["passages"]] == ["r1", "r2"]
    assert offer["passages"][0]["reliability"] == "B"


def test_nothing() -> None:
    assert lines(made.empty()) == []
    assert csv_table(made.empty()).decode("utf-8-sig").startswith("kind,")
    assert json_lines(made.empty()) == b""

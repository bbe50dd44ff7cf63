"""Rows are what the case says, or what the rules found, at the places where it stands."""

from __future__ import annotations

import re

from tests.evidence.exports import made
from tests.gates.tree import ROOT

from detente.evidence.exports.codes import codes_of
from detente.evidence.exports.records import record_of_reports
from detente.evidence.extraction.acts.plover import CROSSWALK


def test_every_passage_is_verbatim() -> None:
    for record in (made.record(), made.proposed()):
        texts = record.texts()
        for row in record.rows:
            for passage in row.passages:
                assert texts[passage.report][passage.start : passage.end] == passage.quote, row.id


def test_the_case_row_by_row() -> None:
    record = made.record()
    assert record.counts() == {"reports": 2, "statements": 4, "offers": 2, "slots": 3}
    assert record.accepted
    found = {row.id: row for row in record.rows}
    assert (found["s1"].coder, found["s1"].proposer) == ("Ben", "model tiny")
    assert (found["s2"].coder, found["s2"].proposer) == ("Cleo", None)
    assert found["s4"].coder is None
    assert found["s1"].via == ("Harbour Wire", "an aide")
    assert [passage.report for passage in found["o1"].passages] == ["r1", "r2"]
    assert found["o1"].because == ("s1", "s2")
    assert found["o2"].passages == ()
    assert [row.id for row in record.rows if row.kind == "slot"] == ["talks.place.r2", "talks.place.r2-2",
                                                                    "talks.duration.r2"]  # fmt: skip
    assert found["talks.place.r2-2"].passages[0].end == 0
    assert found["talks.duration.r2"].outcome == "soft"
    assert record.sources[0].url == "https://example.org/a?b=c&d"
    assert record.sources[1].same_story_as == "r1"


def test_codes() -> None:
    found = {row.id: (row.plover, row.cameo) for row in (*made.record().rows, *made.proposed().rows)}
    assert found["s1"] == ("AGREE", "03")
    assert found["s2"] == ("AGREE", "03")
    assert found["s3"] == ("", ""), "what is denied has no code"
    assert found["s4"] == ("", "01")
    assert found["talks.place.r2"] == ("CONSULT", "04")
    assert found["r1-s1"] == ("", ""), "what is denied has no code"
    assert found["r1-o1"] == ("THREATEN", "13")
    assert found["r1-p1.status"] == ("", "")


def test_the_page_has_the_same_codes() -> None:
    page = (ROOT / "docs/how-to/export-the-record.md").read_text(encoding="utf-8")
    seen = set[str]()
    for acts, plover, cameo in re.findall(r"^\| ([a-z][^|]+) \| ([^|]+) \| (\d\d) \|$", page, re.MULTILINE):
        for act in re.findall(r"\b[a-z]+\b", acts.split(", and ")[0]):
            wanted = "" if plover.startswith("none") else plover
            assert codes_of(act) == (wanted, cameo), act
            seen.add(act)
    assert seen == {*CROSSWALK, "propose"}


def test_what_the_rules_found() -> None:
    record = made.proposed()
    assert not record.accepted
    found = {row.id: row for row in record.rows}
    said, offer = found["r1-s1"], found["r1-o1"]
    assert (said.source, said.via, said.proposer, said.rule) == ("north", ("Harbour Wire",), "rules", "verb")
    assert said.negated
    assert offer.source == "the report itself"
    assert offer.note == "guarantors: south, others"
    assert {"r1-e1.place", "r1-e1.place-2", "r1-e1.duration"} <= set(found)
    assert found["r1-e1.duration"].value == "> 10 year"
    assert found["r1-p1.status"].subject_kind == "proposal"


def test_the_id_without_a_case_hangs_on_the_texts_alone() -> None:
    assert made.proposed().id == made.proposed().id
    assert made.proposed().id.startswith("reports-")
    assert record_of_reports(made.reports(in_names=True)).id == "river"


def test_only() -> None:
    record = made.record().only(["offer"])
    assert {row.kind for row in record.rows} == {"offer"}
    assert len(record.sources) == 2

"""The brief of a case: every section that can be written is, and every number leads to a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from detente.brief.blocks import Brief, Figure, Note, Section, SideBySide, SourceList, Table, plain
from detente.brief.prose import Cite, Mark, Number
from detente.brief.to_html import to_html
from detente.brief.to_markdown import to_markdown
from detente.brief.writing import write_brief
from detente.case.reading import parse_case, read_case

T = TypeVar("T")
EXAMPLE = Path(__file__).parents[2] / "examples" / "ukraine-2025"

SMALL = """
detente: 1
id: small
title: A small case
parties:
  - {id: north, name: North, kind: state}
  - {id: south, name: South, kind: state}
issues:
  - {id: border, question: Where?, kind: choice, options: [{id: here}, {id: between}, {id: there}]}
"""
PREFERENCES = """
status-quo: {border: here}
preferences:
  north: {weights: {border: 1}, values: {border: {here: 100, between: 60, there: 0}}, walk-away: 50}
  south: {weights: {border: 1}, values: {border: {here: 0, between: 60, there: 100}}, walk-away: SOUTH}
"""


def small(south: int | str = 50, extra: str = "") -> Brief:
    return write_brief(parse_case(SMALL + PREFERENCES.replace("SOUTH", str(south)) + extra))


@pytest.fixture
def example(worked_brief: Brief) -> Brief:
    return worked_brief


def parts(value: object) -> Iterator[object]:
    """Everything inside a block tree."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from parts(item)


def of_kind(brief: Brief | Section, kind: type[T]) -> list[T]:
    return [part for part in parts(brief) if isinstance(part, kind)]


def texts(brief: Brief) -> str:
    return to_markdown(brief)


def test_example_has_every_section(example: Brief) -> None:
    assert [section.id for section in example.sections] == [
        "question", "stances", "drafts", "zone", "frontier", "solutions", "opening", "certainty", "stability",
        "guarantees", "worth", "accession", "leads", "reports", "evidence", "timeline", "texts", "method",
    ]  # fmt: skip


def test_every_citation_is_a_listed_statement_with_its_words(example: Brief) -> None:
    listed = {source.id: source for block in of_kind(example, SourceList) for source in block.sources}
    cited = {cite.source for cite in of_kind(example, Cite)} | {name for f in example.front for name in f.evidence}
    assert cited
    assert cited <= set(listed)
    assert all(source.quotation for source in listed.values())


def test_the_front_goes_from_the_zone_to_the_guarantees_to_the_record(example: Brief) -> None:
    claims = {finding.id: plain(finding.claim) for finding in example.front}
    assert list(claims) == [
        "finding-zone", "finding-content", "finding-stability", "finding-guarantees", "finding-worth", "finding-leads",
        "finding-record",
    ]  # fmt: skip
    assert "6 of 243" in claims["finding-zone"]
    assert "Berlin or Brussels" in claims["finding-record"]
    assert max(len(claims[name]) for name in ("finding-guarantees", "finding-worth")) < 300


def test_headline_values_show_their_spread(example: Brief) -> None:
    tables = {table.id: table for table in of_kind(example, Table)}
    for name in ("acceptable", "solutions-table"):
        numbers = [number for row in tables[name].rows for number in parts(row) if isinstance(number, Number)]
        assert numbers
        assert all(number.low is not None and number.low <= number.value <= number.high for number in numbers)
        assert all(number.basis == "computed" for number in numbers)


def test_marks_follow_the_reports(example: Brief) -> None:
    listed = {source.id: source for block in of_kind(example, SourceList) for source in block.sources}
    assert "single-source" in listed["s18"].marks
    assert "contradicted" in listed["s2"].marks
    assert "agreed" in listed["s38"].marks
    assert "place" in plain(listed["s2"].note)


def test_every_figure_has_finding_alt_and_data(example: Brief) -> None:
    figures = of_kind(example, Figure)
    assert {figure.id for figure in figures} == {
        "who-blocks", "frontier-figure", "solution-dots", "certainty-figure", "certainty-tornado",
        "moves", "ways", "positions-alliance", "courses-alliance", "leverage-alliance",
        "positions-guarantee", "courses-guarantee", "leverage-guarantee",
        "map-renewed-invasion", "curve-renewed-attack", "ranges-renewed-attack",
    }  # fmt: skip
    for figure in figures:
        assert plain(figure.finding).endswith(".")
        assert figure.alt
        assert figure.data.rows


def test_every_proposal_is_marked_or_named_as_without_a_place(example: Brief) -> None:
    frontier = next(section for section in example.sections if section.id == "frontier")
    words = "\n".join(str(part) for part in parts(frontier) if isinstance(part, str))
    for title in ("Kyiv's offer", "Moscow's terms", "The 28-point plan", "Ukraine's counterproposal"):
        assert title in words


def test_an_empty_zone_says_what_would_open_it() -> None:
    brief = small(south=70)
    assert "no zone" in plain(brief.front[0].claim)
    claim = plain(brief.front[1].claim)
    assert "10 points less than the walk-away (South: 60 instead of 70)" in claim
    assert "between (Border)" in claim
    assert "what-opens" in {figure.id for figure in of_kind(brief, Figure)}
    assert to_html(brief)


def test_without_preferences_the_other_sections_are_written() -> None:
    brief = write_brief(parse_case(SMALL))
    missing = [note for note in of_kind(brief, Note) if note.kind == "missing"]
    assert any("preferences" in plain(block.prose) for note in missing for block in note.blocks)
    assert {section.id for section in brief.sections} == {
        "question", "stances", "drafts", "zone", "reports", "evidence", "method",
    }  # fmt: skip
    assert to_html(brief)
    assert to_markdown(brief)


def test_a_case_too_large_to_enumerate_gives_a_brief() -> None:
    issues = "".join(f"  - {{id: i{n}, question: Q, kind: number, from: 0, to: 99, step: 1}}\n" for n in range(5))
    weights = ", ".join(f"i{n}: 1" for n in range(5))
    values = ", ".join(f"i{n}: {{0: 0, 99: 100}}" for n in range(5))
    preference = f"  north: {{weights: {{{weights}}}, values: {{{values}}}, walk-away: 10}}\n"
    head = SMALL.partition("issues:")[0]
    brief = write_brief(parse_case(f"{head}issues:\n{issues}preferences:\n{preference}"))
    assert "10 billion packages, too many to look at each" in to_markdown(brief)


def test_a_case_too_large_to_settle_still_gives_a_brief() -> None:
    members = ", ".join(f"m{n}" for n in range(40))
    issues = f"issues:\n  - {{id: who, question: Q, kind: set, of: [{members}]}}\n"
    preference = "preferences:\n  north: {weights: {who: 1}, values: {who: {m1: 100}}, walk-away: 10}\n"
    brief = write_brief(parse_case(f"{SMALL.partition('issues:')[0]}{issues}{preference}"))
    assert "answers of one issue" in to_markdown(brief).lower()


def test_one_and_three_bargainers() -> None:
    third = "  east: {weights: {border: 1}, values: {border: {here: 50, between: 100, there: 0}}, walk-away: 10}\n"
    text = SMALL.replace("issues:", "  - {id: east, name: East, kind: state}\nissues:") + PREFERENCES.replace(
        "SOUTH", "50"
    )
    three = write_brief(parse_case(text + third))
    assert "frontier-figure" in {figure.id for figure in of_kind(three, Figure)}
    assert to_html(three)
    alone = write_brief(parse_case(text + "agreement: {consent: [north]}\n"))
    assert to_html(alone)


def test_hostile_words_stay_words() -> None:
    text = SMALL.replace("A small case", "'<script>alert(1)</script>'").replace("name: North", "name: '<img src=x>'")
    brief = write_brief(parse_case(text + PREFERENCES.replace("SOUTH", "50")))
    page = to_html(brief)
    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_the_same_case_gives_the_same_bytes(example: Brief) -> None:
    again = write_brief(read_case(EXAMPLE))
    assert to_html(again) == to_html(example)


def test_judgements_are_called_judgements(example: Brief) -> None:
    tables = {table.id: table for table in of_kind(example, Table)}
    assert tables["stances-table"].basis == "judgement"
    assert tables["floors"].basis == "judgement"
    assert any(note.kind == "judgement" for note in example.notices)


def test_section_ids_are_unique(example: Brief) -> None:
    ids = [part.id for part in parts(example) if isinstance(part, Section | Table | Figure)]
    assert len(ids) == len(set(ids))


def test_notes_have_titles_of_their_own(example: Brief) -> None:
    """On the page each is a landmark, named by its title."""
    titles = [note.title for note in of_kind(example, Note)]
    assert len(titles) == len(set(titles))


def test_marks_are_only_ones_the_legend_explains(example: Brief) -> None:
    page = to_html(example)
    assert of_kind(example, Mark)
    assert "What the marks in this brief mean" in page


def test_every_statement_leads_to_its_words_in_the_report(example: Brief) -> None:
    read = read_case(EXAMPLE)
    beside = [block for section in example.sections for block in section.blocks if isinstance(block, SideBySide)]
    stretches = [part for block in beside for text in block.texts for words in text.paragraphs for part in words]
    for statement in read.case.statements:
        report = next(item for item in read.case.reports if item.id == statement.report)
        said = read.texts[report.text][slice(*statement.span)]
        shown = "".join(part.text for part in stretches if statement.id in part.sources)
        assert " ".join(shown.split()) == " ".join(said.split())
        assert sum(f"text-{statement.id}" in part.anchors for part in stretches) == 1

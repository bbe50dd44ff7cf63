"""What guarantees would be worth, who has to agree, and how the numbers were reached: numbers done by hand."""

from __future__ import annotations

import re

import pytest
from tests.brief.test_duties import cells, no_picture, table
from tests.brief.test_writing import of_kind

from detente.brief.blocks import Brief, Figure, Note, Table, plain
from detente.brief.percent import percent, percents
from detente.brief.to_html import to_html
from detente.brief.to_markdown import to_markdown
from detente.brief.writing import write_brief
from detente.case.reading import parse_case

# North alone wins with 4/5: 0.8 - 0.3 = 0.5. With East's 12 x 0.5 = 6 it wins with 4/11 and pays 0.15 more: -0.0864.
# So with reliability q an attack is worth 0.5 - 0.5864 q: 0.2068 at 0.5, and 0 at q = 0.8527.


def test_whether_an_attack_pays_and_the_reliability_that_turns_it(pacts: Brief) -> None:
    (worth,) = [finding for finding in pacts.front if finding.id == "finding-worth"]
    assert "an attack would pay for North" in plain(worth.claim)
    condition = "reliability that all guarantors share: below about 85\u00a0% (shown 50\u00a0%)"
    assert [plain(words) for words in worth.conditions] == [condition]
    told = cells(table(pacts, "guarantors-war"))
    assert [[cell.removesuffix(" (judgement)") for cell in row] for row in told] == [
        ["East", "12.0", "0.50", "0.50", "0.15", "0.85"]
    ]
    curve = {row[0]: row[1] for row in cells(table_of(pacts, "curve-war"))}
    assert curve["0.00"] == "0.50"
    assert curve["0.50"] == "0.21"
    assert curve["1.00"] == "−0.09"


def table_of(brief: Brief, figure: str) -> Table:
    return next(part.data for part in of_kind(brief, Figure) if part.id == figure)


def test_a_planted_fault_turns_the_verdict(pacts_text: str) -> None:
    brief = write_brief(parse_case(pacts_text.replace("reliability: 0.5", "reliability: 0.9")))
    (worth,) = [finding for finding in brief.front if finding.id == "finding-worth"]
    assert "would not pay for North" in plain(worth.claim)
    assert "at least about 85" in plain(worth.conditions[0])


def test_a_contest_without_a_number_says_which_and_takes_nothing_else_away(pacts_text: str) -> None:
    brief = write_brief(parse_case(pacts_text.replace("{north: 4, south: 1}", "{north: 4}")))
    (note,) = [note for note in of_kind(brief, Note) if note.title == "What could not be computed"]
    assert note.kind == "missing"
    assert "the strength of south is missing" in plain(note.blocks[0].prose)  # type: ignore[union-attr]
    assert {"guarantees", "worth", "accession"} <= {section.id for section in brief.sections}
    assert len(cells(table(brief, "duties-attack"))) == 3
    assert to_html(brief, no_picture)


def test_a_prior_is_said_with_what_it_was_counted_over(pacts_text: str) -> None:
    prior = "prior: {beta: [4, 1.5], provenance: a made-up count, conditional-on: a war has begun}"
    brief = write_brief(parse_case(pacts_text.replace("reliability: 0.5", prior)))
    (row,) = cells(table(brief, "guarantors-war"))
    assert row[3] == "0.73; a made-up count; counted where a war has begun"
    text = to_markdown(brief)
    chance = re.search(r"deter with a chance of (\d+) %", text)
    assert chance
    assert 27 <= int(chance[1]) <= 29
    assert "no chance of joining by itself: a made-up count, counted where a war has begun" in text
    assert "20251215" in text


def test_votes_by_hand(pacts: Brief) -> None:
    told = {row[0]: row[1] for row in cells(table(pacts, "accession-joining"))}
    assert told["Does it pass?"].startswith("no, against South; a side payment of 4 in all")
    assert told["All agree, each deciding by itself"] == "40\u00a0%"
    assert told["All agree, whatever ties their decisions"] == "at most 50\u00a0%; least likely: West"
    notes = " ".join(plain(note) for note in table(pacts, "accession-joining").notes)
    assert "transferable utility" in notes
    assert "independent" in notes


def test_ratifications_in_force_by_hand(pacts_text: str) -> None:
    brief = write_brief(parse_case(pacts_text.replace("title: The vote", "title: The vote\n        at-least: 1")))
    told = {row[0]: row[1] for row in cells(table(brief, "accession-joining"))}
    assert (told["At least 1 of 2 in force"], told["At least 2 of 2 in force"]) == ("90\u00a0%", "40\u00a0%")
    notes = " ".join(plain(note) for note in table(brief, "accession-joining").notes)
    assert "taken to be independent" in notes


def test_methods_are_listed_where_they_were_used(pacts: Brief, worked_brief: Brief) -> None:
    here, there = (
        set(re.findall(r'id="part-method-([a-z-]+)"', to_html(brief, no_picture))) for brief in (pacts, worked_brief)
    )
    assert {"obligations", "deterrence", "critical-reliabilities", "accession-vote"} <= here
    assert not {"nash", "gap-table", "guarantee-term"} & here
    assert {"nash", "gap-table", "coverage", "guarantee-term", "commitment-problem"} <= there
    assert {"rank-acceptability", "sobol-indices", "flip-points"} <= there
    assert not {"accession-vote", "folded-frontier", "certified-search"} & there


def test_the_seed_is_told_where_something_is_drawn(worked_brief: Brief) -> None:
    text = to_markdown(worked_brief)
    assert "0, for the draws of all judgements" in text
    assert "nothing here is drawn at random" not in text


def test_the_limits_are_those_of_this_version(pacts: Brief, worked_brief: Brief) -> None:
    for brief in (pacts, worked_brief):
        text = to_markdown(brief)
        assert "what a guarantee would oblige whom to do are questions for engines" not in text
        assert "whether it would be done is another question" in text


def test_the_worked_case_says_what_the_guarantee_moves(worked_brief: Brief) -> None:
    figure = next(part for part in of_kind(worked_brief, Figure) if part.id == "ranges-renewed-attack")
    assert "moves from 0.52 to 0.00" in plain(figure.finding)
    assert "stays at 1.00" in plain(figure.finding)
    notes = " ".join(plain(note) for note in figure.notes)
    # 0.45 lies above the least share once help is 25 % sure (0.34), and below it with none (0.52).
    kept = "where help is 25 %, 50 %, 75 % or 100 % sure, not where it is 0 % sure"
    assert kept in notes.replace("\u00a0", " ")


def test_per_cent_has_one_style(pacts: Brief, worked_brief: Brief) -> None:
    for brief in (pacts, worked_brief):
        page = to_html(brief, no_picture)
        told = re.sub(r"<style>.*?</style>|data:text/csv[^\"]*", "", page, flags=re.S)
        assert re.findall(r"\d%|\d %", told) == []


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (1, "100 %"), (0.997, "99.7 %"), (0.9999, "99.99 %"), (0.0996, "10 %"), (1e-9, "less than 0.0001 %")],
)
def test_per_cent_never_says_never_or_always_for_nearly(share: float, text: str) -> None:
    assert percent(share) == text.replace(" %", "\u00a0%")


def test_ranges_of_per_cent() -> None:
    assert percents(0.1, 0.25) == "10–25\u00a0%"
    assert percents(1e-9, 0.25) == "less than 0.0001\u00a0% to 25\u00a0%"
    assert percents(0.25, 0.25) == "25\u00a0%"

"""Where positions lead: what the brief says of it, with which numbers, and what it says of its own reliability."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.brief.test_duties import cells, table
from tests.brief.test_writing import of_kind

from detente.brief.blocks import Brief, Figure, Note, Paragraph, Section, plain
from detente.brief.charts import Course, Led, Placed, Pull, leverage_bars, position_courses, positions_on_scale
from detente.brief.prose import Cite
from detente.brief.to_markdown import to_markdown
from detente.brief.writing import write_brief
from detente.case.reading import parse_case, read_case

RIVER = """\
detente: 1
id: river
title: The river
parties: [{id: north, name: North, kind: state}, {id: south, name: South, kind: state}]
issues: [{id: term, question: For how long?, kind: number, from: 0, to: 50, step: 5, units: years}]
positions:
  - {party: north, issue: term, option: 10, salience: 0.5, influence: 40}
  - {party: south, issue: term, option: 40, salience: 1, influence: 40}
"""


@pytest.fixture(scope="module")
def river() -> Brief:
    return write_brief(parse_case(RIVER))


def section(brief: Brief) -> Section:
    return next(part for part in brief.sections if part.id == "leads")


def test_a_case_without_positions_has_no_such_section() -> None:
    brief = write_brief(parse_case(RIVER[: RIVER.index("positions:")]))
    assert "leads" not in [part.id for part in brief.sections]
    assert "finding-leads" not in [finding.id for finding in brief.front]


def test_one_party_alone_leads_nowhere_and_the_brief_says_why() -> None:
    brief = write_brief(parse_case(RIVER[: RIVER.index("  - {party: south")]))
    (note,) = section(brief).blocks
    assert isinstance(note, Note)
    assert "only North has a position" in "".join(
        plain(part.prose) for part in note.blocks if isinstance(part, Paragraph)
    )
    assert "finding-leads" not in [finding.id for finding in brief.front]


def test_the_compromise_and_the_other_models_by_hand(river: Brief) -> None:
    # (10 x 20 + 40 x 40) / 60 = 30; by influence alone 25; the median of 20 and 40 is the second
    (finding,) = [item for item in river.front if item.id == "finding-leads"]
    assert plain(finding.claim).startswith("Term: the compromise model leads to 30 years on a scale from 0 to 50;")
    told = {row[0]: row[1] for row in cells(table(river, "models-term"))}
    assert told["Compromise model"] == "30"
    assert told["Weighted mean, by influence"] == "25"
    assert told["Weighted median, by influence and salience"] == "40"
    assert told["Nash bargaining"] == "none"


def test_leverage_by_hand(river: Brief) -> None:
    figure = next(part for part in of_kind(river, Figure) if part.id == "leverage-term")
    assert plain(figure.finding) == (
        "Most leverage: South with 67\u00a0% of the weight; a step of 5 by it moves the compromise by 3.3."
    )
    rows = [tuple(plain(cell) for cell in (row.head, *row.cells)) for row in figure.data.rows]
    assert ("South", "67\u00a0%", "0 years", "3.3") in rows
    assert ("North", "33\u00a0%", "50 years", "43.3") in rows


def test_how_far_such_models_have_been_right_stands_beside_the_forecast(worked_brief: Brief) -> None:
    told = [part for part in section(worked_brief).blocks if isinstance(part, Note) and "right before" in part.title]
    (note,) = told
    words = " ".join(plain(block.prose) for block in note.blocks if isinstance(block, Paragraph))
    for number in ("353", "22.9", "22.6", "23.1", "25.0", "28.1 and 29.0", "28.5 to 31.3", "28.0"):
        assert number in words


def test_the_worked_case_shows_each_scaled_issue_with_the_spread(worked_brief: Brief) -> None:
    parts = [part.id for part in section(worked_brief).blocks if isinstance(part, Section)]
    assert parts == ["leads-alliance", "leads-guarantee", "leads-exchange"]
    told = {row[0]: row[1] for row in cells(table(worked_brief, "models-guarantee"))}
    assert told["Compromise model"].startswith("56 (49–64)")
    assert len(told) == 10
    off = {row[0]: row[3] for row in cells(table(worked_brief, "models-guarantee"))}
    assert (off["Compromise model"], off["Challenge model, the equations as printed"]) == ("23", "31")
    (finding,) = [item for item in worked_brief.front if item.id == "finding-leads"]
    assert "the whole scale" in plain(finding.claim)
    assert len(finding.points) == 1


def test_every_position_cites_what_it_rests_on_and_shows_its_ranges(worked_brief: Brief) -> None:
    rows = table(worked_brief, "stances-guarantee").rows
    assert [plain(row.head) for row in rows] == ["Ukraine", "Russia", "United States"]
    for row in rows:
        cites = [run for run in row.cells[3] if isinstance(run, Cite)] if isinstance(row.cells[3], tuple) else []
        assert cites
    assert "0.85 (0.70–1.00)" in plain(rows[0].cells[1])
    assert "Not reported: the middle of the ladder stands in for what is unknown." in plain(rows[2].cells[0])


def test_it_is_all_in_the_text_too(worked_brief: Brief) -> None:
    text = to_markdown(worked_brief)
    assert "Round 1: Russia gives way to the United States, from 0 to 40" in text
    assert "the exchange that both sides gain most by: Russia moves on “Guarantee” from 0 to 90" in text
    assert "The United States is left out: the case gives it no position on this issue." in text
    assert "none of them is a prediction to rely on" in text


def test_what_could_replace_todays_state_on_each_scale(worked_brief: Brief) -> None:
    text = to_markdown(worked_brief)
    assert "No place on this scale is nearer than today's, 0, to both Ukraine and Russia: for Ukraine" in text
    assert "for Russia every step from today's state leads away from where it stands." in text
    assert "If NATO decided this alone, by unanimity: nothing is sure to pass, as the United States, Germany," in text
    assert text.count("This looks at one scale alone") == 2
    assert "Russia stands at 100: everything above 0 is nearer than today's." in text
    assert "leads-power" not in [part.id for part in section(worked_brief).blocks if isinstance(part, Section)]


def test_who_must_say_yes_is_not_called_another_whose_yes_is_not_needed() -> None:
    text = to_markdown(write_brief(read_case(Path(__file__).parents[2] / "library" / "scholz-2011")))
    assert "Positions of parties whose preferences the case does not state" in text
    assert "The settlement needs a yes from the Netherlands, Belgium, Luxembourg, Germany" in text
    assert "block nothing" not in text


def test_what_a_vote_is_worth_in_a_council_with_weights() -> None:
    brief = write_brief(read_case(Path(__file__).parents[2] / "library" / "banzhaf-1965"))
    rows = cells(table(brief, "power-council"))
    assert rows[0] == ["Large member 1", "4", "24\u00a0%", "23\u00a0%", "24\u00a0%"]
    assert rows[-1] == ["Small member", "1", "5.9\u00a0%", "0\u00a0%", "0\u00a0%"]
    text = to_markdown(brief)
    assert "Every place above 10 and below 20 is nearer than today's, 10" in text
    assert "stands at 15: all between 10 and 20 is nearer than today's." in text


def test_the_methods_are_named(worked_brief: Brief) -> None:
    told = to_markdown(worked_brief)
    for title in ("Compromise model", "Challenge model", "Nash bargaining on a scale"):
        assert title in told


def test_charts_stay_inside_their_width() -> None:
    rows = [Placed("A party with a name that is a good deal longer than the rest", 0, 0.2, 10), Placed("B", 90, 1, 100)]
    led = [Led("a model", 56, 40, 90, first=True), Led("another", 0)]
    charts = [
        positions_on_scale(rows, [("none", 0), ("all of it", 90)], led),
        position_courses(["A", "B"], [Course("a reading", [[0, 90], [90, 90], [45, 0]], [0, 90, 45])], 0, 90),
        leverage_bars([Pull("A", 0.5, [("none", 0.0), ("all", 90.0)]), Pull("B", 0.5, [])], 45, 0, 90),
    ]
    for chart in charts:
        for drawing, width in ((chart.wide, 700), (chart.narrow, 300)):
            assert drawing["width"] + drawing["padding"]["left"] + drawing["padding"]["right"] == width
            for layer in drawing["layer"]:
                for value in layer["data"]["values"]:
                    for name in ("px", "x", "x2"):
                        assert -drawing["padding"]["left"] <= value.get(name, 0) <= width

"""What the brief claims, held against the case settled again: turning points, shared answers, evidence, words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from tests.brief.page_reader import Page

from detente.assessment.what_if import compare
from detente.brief.blocks import Brief, Finding, Section, SourceList, Table, as_cell, plain
from detente.brief.prose import Cite, Mark, Number, runs
from detente.brief.sections.material import Material, gather
from detente.brief.sections.selections import selected_sentence
from detente.brief.sections.shared import shared_answers
from detente.brief.to_html import to_html
from detente.brief.to_markdown import to_markdown
from detente.brief.writing import findings, write_brief
from detente.case.changes import Set
from detente.case.reading import CaseFile, parse_case, read_case
from detente.engines.settlement.large_settlement import LargeSolution
from detente.engines.settlement.of_case import LargeCaseSettlement, settle_case
from detente.study.flips import Flip

EXAMPLES = Path(__file__).parents[2]
RANGES = """
detente: 1
id: ranges
title: Ranges
parties:
  - {id: north, name: North, kind: state}
  - {id: south, name: South, kind: state}
  - {id: east, name: East, kind: state}
issues:
  - {id: border, question: Where?, kind: choice, options: [{id: here}, {id: between}, {id: there}]}
  - {id: guards, question: Who?, kind: set, of: [north, east]}
  - {id: term, question: How long?, kind: number, from: 0, to: 20, step: 10, units: years}
status-quo: {border: here, guards: [], term: 0}
preferences:
  north:
    weights: [border, term, guards]
    values:
      border: {here: 100, between: 60, there: 0}
      guards: {north: 50, east: 50}
      term: {0: 0, 20: 100}
    walk-away: 30
  south:
    weights: {border: {low: 10, high: 90}, term: 10}
    values: {border: {here: 0, between: 60, there: 100}, term: {0: 100, 20: 0}}
    walk-away: {low: 40, high: 70}
  east: {weights: {guards: 1}, values: {guards: [east, north]}, walk-away: 10}
"""


@pytest.fixture
def example(worked: CaseFile) -> CaseFile:
    return worked


@pytest.fixture
def brief(worked_brief: Brief) -> Brief:
    return worked_brief


@pytest.fixture
def material(worked_material: Material) -> Material:
    return worked_material


def tables(brief: Brief) -> dict[str, Table]:
    return {block.id: block for section in brief.sections for block in section.blocks if isinstance(block, Table)}


def settled_with(read: CaseFile, flip: Flip, number: float) -> int:
    """How many packages all accept after the judgement has been written into the case file."""
    path: tuple[str | int, ...] = ("preferences", flip.party)
    if flip.what.startswith("weight of "):
        short = flip.what.removeprefix("weight of ")
        path += ("weights", next(issue.id for issue in read.case.issues if issue.short == short))
    else:
        path += ("walk-away", "less") if "cost" in flip.what else ("walk-away",)
    return compare(read, [Set(path, round(number, 6))]).after.settled.settlement.n_acceptable


def test_the_zone_turns_where_the_brief_says(example: CaseFile, material: Material) -> None:
    flips = material.flips
    assert flips is not None
    assert flips.holds
    assert [flip.party for flip in flips.decisive] == ["russia"] * 3
    for flip in flips.decisive:
        below, above = flip.around
        assert (below is None) != (above is None)
        at, step = (float(above), 0.05) if above is not None else (float(below or 0), -0.05)
        assert settled_with(example, flip, at - step) > 0
        assert settled_with(example, flip, at + step) == 0


def test_ends_of_ranges_count_what_the_engine_counts() -> None:
    read = parse_case(RANGES)
    flips = gather(read).flips
    assert flips is not None
    assert {flip.what for flip in flips.flips} == {"weight of Border", "walk-away"}
    assert flips.accepted == settle_case(read).settlement.n_acceptable
    for flip in flips.flips:
        assert flip.at_low == settled_with(read, flip, float(flip.low))
        assert flip.at_high == settled_with(read, flip, float(flip.high))


def test_the_first_finding_carries_its_turning_points(brief: Brief) -> None:
    words = [plain(condition) for condition in brief.front[0].conditions]
    assert words[1] == "weight of Guarantee (Russia): at most about 39.2 (shown 27.5, admitted 5–50)"


def test_grounds_of_a_shared_answer_rule_out_every_other_answer(material: Material) -> None:
    settled = material.settled
    assert settled is not None
    shared = shared_answers(material, settled)
    assert [item.issue.id for item in shared] == ["alliance", "guarantee", "guarantors", "peacekeepers"]
    for item in shared[:2]:
        assert item.grounds
        named = {(ground.party, ground.kind, ground.id) for ground in item.grounds}
        for code in range(settled.settlement.n_packages):
            package = settled.settlement.evaluate(code)
            if settled.in_words(code)[item.issue.id] != item.answer and package.feasible and not package.status_quo:
                assert named & {(block.party, block.kind, block.id) for block in package.blocked}


def test_what_all_accept_rests_on_red_lines_and_offers_with_their_statements(brief: Brief) -> None:
    second = brief.front[1]
    assert "whatever the numbers" in plain(second.claim)
    assert second.basis == ""
    cited = {run.source for line in second.conditions for run in runs(line) if isinstance(run, Cite)}
    marks = [run.kind for line in second.conditions for run in runs(line) if isinstance(run, Mark)]
    assert {"s2", "s18", "s38"} <= cited
    assert sorted(marks) == ["contradicted", "single-source"]


def test_numbers_that_decide_are_called_judgements() -> None:
    low = "walk-away: {low: 40, high: 70}"
    read = parse_case(RANGES.replace(low, "walk-away: {low: 70, high: 80}"))
    second = write_brief(read).front[1]
    assert "there (Border)" in plain(second.claim)
    assert "whatever the numbers" not in plain(second.claim)
    assert any("its walk-away" in plain(line) for line in second.conditions)


def test_a_statement_is_borne_out_in_part_where_an_offer_depends_on_the_same(material: Material) -> None:
    assert "refined" in material.marks_of("s10")
    assert "refined" in material.marks_of("s16")
    assert "single-source" in material.marks_of("s18")
    assert material.denied("s2") == ["the place"]


def test_ids_of_statements_in_notes_become_references(example: CaseFile, brief: Brief) -> None:
    material = Material(example, None, (), None)
    assert material.noted("two (s11, s12), as s25 says") == (
        "two", Cite("s11"), Cite("s12"), ", as ", Cite("s25"), " says",
    )  # fmt: skip
    assert material.noted("five hours on r2 (s99)") == "five hours on r2 (s99)"
    assert "(s11, s12)" not in to_markdown(brief)


def test_no_two_parts_of_the_page_share_an_id(brief: Brief) -> None:
    ids = Page(to_html(brief)).ids
    assert len(ids) == len(set(ids))


def test_the_refusals_name_every_party_in_the_order_of_the_case(brief: Brief) -> None:
    page = to_markdown(brief)
    assert "refused by each party on any ground: Ukraine 111, Russia 182, United States 0." in page


def test_walk_aways_show_their_range(brief: Brief) -> None:
    for row in tables_in(brief, "floors").rows:
        number = as_cell(row.cells[0]).content
        assert isinstance(number, Number)
        assert number.low is not None
        assert number.high is not None
        assert number.low < number.value < number.high


def tables_in(brief: Brief, name: str) -> Table:
    return tables(brief)[name]


def test_shares_of_ranked_weights_show_what_the_order_leaves_open() -> None:
    stances = tables_in(write_brief(parse_case(RANGES)), "stances-table")
    first, last, second = (" ".join(plain(line) for line in as_cell(cell).under) for cell in stances.rows[0].cells)
    assert "(33–100\u00a0%; ranked 1 of 3)" in first
    assert "(0–50\u00a0%; ranked 2 of 3)" in second
    assert "(0–33\u00a0%; ranked 3 of 3)" in last


@pytest.mark.parametrize("name", ["raiffa-1982", "nash-1950"])
def test_a_wide_zone_is_not_called_small(name: str) -> None:
    brief = write_brief(read_case(EXAMPLES / "library" / name))
    page = to_markdown(brief)
    assert "small part" not in page
    assert "fixed numbers, so how far this depends on them is not shown" in plain(brief.front[0].claim)
    assert "among ties" in plain(brief.front[1].claim) or name != "raiffa-1982"


def test_three_bargainers_with_sets_numbers_and_orders() -> None:
    brief = write_brief(parse_case(RANGES))
    assert "every party whose yes is always needed (North, South, East)" in to_markdown(brief)
    assert to_html(brief)


def test_counts_agree_with_their_nouns() -> None:
    one = RANGES.replace("walk-away: {low: 40, high: 70}", "walk-away: 100").replace("walk-away: 30", "walk-away: 0")
    one = one.replace(
        "east: {weights: {guards: 1}", "east: {red-lines: [{never: 'not guards = {east}'}], weights: {guards: 1}"
    )
    claims = [plain(finding.claim) for finding in findings(gather(parse_case(one)))]
    assert "1 of 35 possible packages is acceptable" in claims[0]
    assert claims[1].startswith("The one package that all accept: there (Border); East (Guards); 0 years (Term).")


def test_findings_and_sections_have_ids_of_their_own(brief: Brief) -> None:
    sections = {part.id for part in brief.sections if isinstance(part, Section)}
    assert not sections & {finding.id for finding in brief.front if isinstance(finding, Finding)}
    assert any(isinstance(block, SourceList) for part in brief.sections for block in parts(part))


def parts(section: Section) -> list[object]:
    return [inner for block in section.blocks for inner in (block.blocks if isinstance(block, Section) else (block,))]


def four_deals(idle: int = 0) -> str:
    """Nash and utilitarian select s, the other three r; so many issues of 100 answers more matter to nobody."""
    values = "{deal: {p: %s, q: %s, r: %s, s: %s}}"
    more = "".join(f"\n  - {{id: i{n}, question: Idle?, kind: number, from: 0, to: 99, step: 1}}" for n in range(idle))
    return f"""detente: 1
id: four-deals
title: Four deals
parties: [{{id: a, name: Anna, kind: person}}, {{id: b, name: Ben, kind: person}}]
agreement: {{consent: [a, b]}}
issues:
  - {{id: deal, question: Which?, kind: choice, options: [{{id: p}}, {{id: q}}, {{id: r}}, {{id: s}}]}}{more}
preferences:
  a: {{weights: {{deal: 1}}, values: {values % (0, 100, 57, 81)}, walk-away: 0}}
  b: {{weights: {{deal: 1}}, values: {values % (100, 0, 51, 45)}, walk-away: 12}}
"""


@pytest.mark.parametrize(
    ("idle", "ties"),
    [(0, ""), (3, ", tied with 999,999 others, proved to be best by their rules")],
    ids=["few", "many"],
)
def test_the_package_that_most_solutions_select_is_named(idle: int, ties: str) -> None:
    """The sentence names r, not what Nash selects, whether packages were enumerated or not."""
    told = write_brief(parse_case(four_deals(idle)))
    content = next(finding for finding in told.front if finding.id == "finding-content")
    chosen = "3 of 5 published solutions (Kalai–Smorodinsky, Egalitarian, Equal loss) select this package"
    assert f"{chosen}{ties}: r" in plain(content.claim)


def test_what_a_search_leaves_open_is_said_of_the_package_that_most_solutions_select() -> None:
    material = gather(parse_case(four_deals(3)))
    settled = material.settled
    assert isinstance(settled, LargeCaseSettlement)

    def told(**changed: dict[str, object]) -> str:
        named = {name.replace("_", "-"): values for name, values in changed.items()}
        solutions = {
            name: replace(item, **named.get(name, {})) if isinstance(item, LargeSolution) else item
            for name, item in settled.settlement.solutions.items()
        }
        found = replace(settled, settlement=replace(settled.settlement, solutions=solutions))
        return selected_sentence(material, found)

    assert told().startswith("3 of 5 published solutions")
    gap: dict[str, object] = {"proved": False, "gap": Fraction(3, 100)}
    assert ", proved to be best but for Egalitarian, with a gap of 3 % there: r" in told(egalitarian=gap)
    every = told(egalitarian=gap, kalai_smorodinsky=gap, equal_loss=gap)
    assert "the best met by their rules, with a gap of 3 %: r" in every
    listed = settled.settlement.solutions["egalitarian"]
    assert isinstance(listed, LargeSolution)
    part: dict[str, object] = {"counted": False, "points": dict.fromkeys(listed.points, 100)}
    some = told(egalitarian=part, kalai_smorodinsky=part, equal_loss=part)
    assert "Equal loss) select this package, tied with at least 99 others" in some
    assert "tied with at least 999,999 others" in told(egalitarian=part)
    assert told(nash={"counted": False}).startswith("At least 3 of 5 published solutions")


TIED = """detente: 1
id: tied
title: Tied
parties: [{id: a, name: Anna, kind: person}, {id: b, name: Ben, kind: person}]
agreement: {consent: [a, b]}
issues:
  - {id: water, question: How much?, label: Water, kind: choice, options: [{id: half}, {id: third}]}
  - {id: toll, question: Which?, label: Toll, kind: choice, options: [{id: high}, {id: none}]}
preferences:
  a: {weights: {water: 1, toll: 1}, values: {water: {half: 100, third: 0}, toll: {high: 0, none: 100}}, walk-away: 10}
  b: {weights: {water: 1, toll: 1}, values: {water: {half: 0, third: 100}, toll: {high: 100, none: 0}}, walk-away: 10}
"""


def test_tied_packages_are_told_one_by_one_and_fixed_numbers_have_no_ranges() -> None:
    """Half with a high toll ties with a third without one; half without a toll does not."""
    text = to_markdown(write_brief(parse_case(TIED)))
    assert "Water: half, Toll: high" in text
    assert "or Water: third, Toll: none" in text
    assert "half; or third" not in text
    assert "whatever numbers within the ranges" not in text
    assert "how far the zone depends on them is not shown" in text

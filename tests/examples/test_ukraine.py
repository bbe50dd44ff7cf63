"""The worked case: it reads without a fault, its spans hold, and its page tells of every part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from detente.assessment.stability import assess_stability
from detente.case.model.case import Case
from detente.case.model.judgement import Judgement
from detente.case.reading import CaseFile, parse_case, read_case
from detente.case.vocabulary import answer_of
from detente.engines.commitments.of_case import commitments_of_case
from detente.engines.settlement.concessions import Concessions
from detente.engines.settlement.of_case import settlement_problem
from detente.engines.settlement.settle import settle
from detente.engines.settlement.settlement import Settlement

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "ukraine-2025"
PAGE = ROOT / "docs" / "explanation" / "the-two-reports.md"


@cache
def case_file() -> CaseFile:
    return read_case(FOLDER)


def case() -> Case:
    return case_file().case


def text_of(report: str) -> str:
    return (FOLDER / "reports" / f"{report}.txt").read_text(encoding="utf-8")


def paths_on_page() -> list[str]:
    sections = "|".join(written(case()))
    page = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"`((?:{sections})(?:\.[A-Za-z0-9-]+)*)`", page)


def written(part: Any) -> dict[str, Any]:
    return part.model_dump(mode="json", by_alias=True, exclude_none=True)


def steps(part: Any, key: str) -> list[Any]:
    """What a step of a path may lead to: a field, a party's positions, or the part of that name."""
    if isinstance(part, Mapping):
        return [part[key]] if key in part else steps(part.get("points"), key)
    if isinstance(part, list):
        named = [item for item in part if isinstance(item, Mapping) and key in (item.get("id"), item.get("use"))]
        theirs = [item for item in part if isinstance(item, Mapping) and item.get("party") == key]
        issues = [item for item in part if isinstance(item, Mapping) and item.get("issue") == key]
        return named or ([theirs] if theirs else []) or issues
    return []


def resolve(path: str) -> bool:
    places: list[Any] = [written(case())]
    for key in path.split("."):
        places = [found for place in places for found in steps(place, key)]
    return any(place not in (None, [], {}) for place in places)


def slots() -> Iterator[tuple[str, Any]]:
    for event in case().events:
        for name, slot in event.slots.items():
            yield f"events.{event.id}.slots.{name}", slot


def judgements(part: Any) -> Iterator[Judgement]:
    if isinstance(part, Judgement):
        yield part
    elif isinstance(part, Mapping):
        for item in part.values():
            yield from judgements(item)
    elif isinstance(part, tuple):
        for item in part:
            yield from judgements(item)
    elif hasattr(type(part), "model_fields"):
        for name in type(part).model_fields:
            yield from judgements(getattr(part, name))


def test_it_reads_with_neither_fault_nor_warning():
    assert [str(fault) for fault in case_file().warnings] == []


def test_every_statement_quotes_what_stands_at_its_span():
    assert len(case().statements) >= 40
    for statement in case().statements:
        start, end = statement.span
        assert statement.quote == text_of(statement.report)[start:end], statement.id


def test_spans_end_at_words():
    spans = [(s.id, s.report, s.span) for s in case().statements]
    spans += [(path, value.report, value.span) for path, slot in slots() for value in slot.values if value.span]
    for name, report, (start, end) in spans:
        text = text_of(report)
        around = text[start - 1 : start] + text[end : end + 1]
        assert not re.search(r"\w", around), name
        assert text[start:end].strip() == text[start:end], name


def test_every_slot_value_has_a_span_in_the_report_that_gives_it():
    for path, slot in slots():
        assert slot.outcome is not None, path
        for value in slot.values:
            assert value.span is not None, path


@pytest.mark.parametrize(
    ("slot", "outcome"),
    [
        ("events.talks.slots.place", "hard"),
        ("events.talks.slots.duration", "soft"),
        ("events.talks.slots.day", "refines"),
        ("events.talks.slots.host", "single-source"),
        ("events.talks.slots.envoys", "soft"),
        ("events.announcement.slots.order", "soft"),
        ("events.announcement.slots.channel", "agree"),
    ],
)
def test_what_comparing_the_reports_shows(slot: str, outcome: str):
    assert dict(slots())[slot].outcome == outcome


def test_place_differs_and_the_spans_say_so():
    place = dict(slots())["events.talks.slots.place"]
    said = {value.report: text_of(value.report)[slice(*value.span)] for value in place.values}
    assert said == {"r1": "Berlin", "r2": "Brussels"}


def test_only_one_report_puts_its_two_times_of_telling_at_odds():
    order = dict(slots())["events.announcement.slots.order"]
    assert [value.report for value in order.values] == ["r1", "r2", "r2"]


def test_attributions_keep_their_chains():
    chains = {s.id: (s.source, s.via) for s in case().statements}
    assert chains["s20"] == ("lytvyn", ("reuters",))
    assert chains["s41"] == ("rubio", ("us-senators",))
    assert chains["s9"] == ("unsupportive-partners", ("zelenskyy",))


def test_sources_are_parties_or_the_report_itself():
    known = {party.id for party in case().parties} | {"the report itself"}
    assert {name for s in case().statements for name in (s.source, *s.via)} <= known


def test_every_number_that_reports_do_not_give_is_a_range_or_an_end_of_the_scale():
    for name, preference in case().preferences.items():
        assert preference.by == "analyst", name
        assert preference.weights is not None, name
        assert all(not weight.is_point and weight.because for weight in preference.weights.points.values()), name
        for judgement in judgements(preference.values):
            assert not judgement.is_point or judgement.low in (0, 50, 100), name
        assert all(values.because for values in preference.values.values()), name
        assert preference.walk_away is not None, name
        assert preference.walk_away.because, name
    for position in case().positions:
        assert position.by == "analyst", position
        assert position.because, position
        assert not any(judgement.is_point for judgement in judgements(position)), position


def test_both_sides_are_weighed_alike():
    sides = [case().preferences[name] for name in ("ukraine", "russia")]
    costs = {(side.walk_away.less.low, side.walk_away.less.high) for side in sides}  # type: ignore[union-attr]
    assert len(costs) == 1
    rungs = {(30, 50), (15, 30), (5, 15), (5, 50)}
    for side in sides:
        assert {(weight.low, weight.high) for weight in side.weights.points.values()} <= rungs  # type: ignore[union-attr]


def test_every_red_line_rests_on_a_statement():
    lines = [line for preference in case().preferences.values() for line in preference.red_lines]
    assert {line.id for line in lines} == {"guarantee-needed", "bid-dropped", "no-allied-peacekeepers"}
    assert all(line.because for line in lines)


def test_every_action_and_preference_of_the_conflict_rests_on_a_statement_or_says_whose_it_is():
    conflict = case().conflict
    assert conflict is not None
    for action in conflict.actions:
        assert action.because, action.id
    movers = {action.party for action in conflict.actions}
    assert set(conflict.preferences) == movers
    for party, preference in conflict.preferences.items():
        assert preference.by == "analyst", party
        for statement in preference.statements:
            assert statement.because or statement.by or preference.because, (party, str(statement.holds))
    for variant in conflict.variants:
        assert variant.by == "analyst", variant.id


@pytest.mark.parametrize(
    ("variant", "offer", "terms"),
    [(None, (), ("ukraine",)), ("fights-on", ("russia",), ("ukraine", "russia")), ("withholds", (), ("ukraine",))],
)
def test_which_proposals_hold_hangs_on_what_is_least_certain(
    variant: str | None, offer: tuple[str, ...], terms: tuple[str, ...]
):
    found = assess_stability(case_file(), ["seq"], variant=variant)
    leavers = {item.proposal.id: item.found.leavers["seq"] for item in found.proposals if item.found}
    assert leavers == {"kyiv-offer": offer, "moscow-terms": terms}
    assert found.today is not None
    assert found.today.holds


def test_every_path_on_the_page_leads_somewhere():
    paths = paths_on_page()
    assert len(paths) > 100
    assert [path for path in paths if not resolve(path)] == []


@pytest.mark.parametrize("path", ["statements.s99", "events.talks.slots.plaza", "positions.russia.term"])
def test_a_dangling_path_is_seen(path: str):
    assert not resolve(path)


def test_the_page_tells_of_every_part():
    told = set(paths_on_page())
    parts = {f"statements.{statement.id}" for statement in case().statements}
    parts |= {path for path, _ in slots()}
    parts |= {f"parties.{party.id}" for party in case().parties}
    parts |= {f"proposals.{proposal.id}" for proposal in case().proposals}
    parts |= {f"offers.{offer.id}" for offer in case().offers}
    parts |= {f"commitments.{item.id}.clauses.{c.id}" for item in case().commitments for c in item.clauses}
    parts |= {f"scenarios.{item.id}" for item in case().scenarios}
    parts |= {f"contests.{item.id}" for item in case().contests}
    parts |= {f"accessions.{item.id}" for item in case().accessions}
    assert sorted(parts - told) == []


def test_scenarios_contests_and_votes_are_told_as_the_analysts():
    page = PAGE.read_text(encoding="utf-8")
    own = page.partition("## What the analyst added")[2].partition("## What the engines use")[0]
    before = page.partition("## What the analyst added")[0]
    added = [("scenarios", case().scenarios), ("contests", case().contests), ("accessions", case().accessions)]
    for section, items in added:
        for item in items:
            assert f"`{section}.{item.id}`" in own
        assert f"`{section}." not in before


def test_clauses_hold_what_the_reports_say_and_leave_the_rest_open():
    clauses = {clause.id: clause for item in case().commitments for clause in item.clauses}
    for name in ("us-protects-ukraine", "partners-protect-ukraine"):
        clause = clauses[name]
        assert clause.because, name
        assert clause.unknown, name
        trigger = clause.trigger
        assert trigger is not None
        assert trigger.type == ("armed-aggression",)
        assert trigger.by is not None
        assert trigger.by.parties == ("russia",)
        assert "renewed Russian aggression" in str(trigger.text)
        assert (trigger.against, trigger.area, trigger.threshold, trigger.determined_by) == (None,) * 4
        assert (clause.duty.strength, clause.duty.automaticity, clause.duty.deadline_hours) == (None,) * 3


def test_every_number_of_the_contest_is_a_range_or_has_a_source():
    (contest,) = case().contests
    assert contest.by is not None
    assert contest.note is not None
    assert "no report gives any of these numbers" in str(contest.note)
    strengths = [*contest.strengths.values(), *(one.strength for one in contest.guarantors)]
    assert all(one is not None and one.by and "National Material Capabilities" in one.by for one in strengths)
    for one in contest.guarantors:
        assert not any(number.is_point for number in (one.projection, one.reliability, one.added_cost) if number)
    for item in case().accessions:
        given = [number for step in item.steps for ballot in step.ballots for number in judgements(ballot)]
        assert given
        assert not any(number.is_point for number in given)


def test_what_the_reports_leave_open_stays_open():
    """No attack on which anything is owed for certain, and nothing owed at all where nothing is agreed."""
    found = commitments_of_case(case_file())
    outcomes = {
        item.obligations.scenario.id: {fact.outcome for fact in item.obligations.facts} for item in found.obligations
    }
    assert outcomes.pop("invasion-without") == {"not-owed"}
    assert set(map(frozenset, outcomes.values())) == {frozenset({"open"})}
    assert len(outcomes) == 4


def test_both_shifts_of_power_are_asked_about_alike():
    (contest,) = case().contests
    costs = {(shift.cost_rising.low, shift.cost_rising.high, shift.cost_declining.low, shift.cost_declining.high)
             for shift in contest.shifts}  # fmt: skip
    assert {shift.rising for shift in contest.shifts} == {"russia", "ukraine"}
    assert len(costs) == 1


def test_no_passage_of_the_reports_stands_on_no_statement():
    """Whatever a report says after its title is in some statement, but for joining words."""
    for report in case().reports:
        text = text_of(report.id)
        covered = [False] * len(text)
        for statement in case().statements:
            if statement.report == report.id:
                covered[slice(*statement.span)] = [True] * (statement.span[1] - statement.span[0])
        body = text.index("\n")
        left = "".join("¦" if covered[i] else text[i] for i in range(body, len(text)))
        bare = [re.sub(r"\W+", " ", piece).strip() for piece in re.split(r"¦+", left)]
        assert [piece for piece in bare if len(piece.split()) > 6] == []


def settled(old: str = "", new: str = "") -> Settlement:
    """The settlement of the case, with one passage of its file replaced."""
    read = case_file()
    assert old in read.text
    return settle(settlement_problem(parse_case(read.text.replace(old, new, 1), read.texts).case))


def acceptable(settlement: Settlement) -> list[dict[str, object]]:
    packages = settlement.packages.decode(settlement.zone.acceptable)
    issues = case().issues
    return [
        {issue.id: answer_of(issue, code) for issue, code in zip(issues, package, strict=True)}
        for package in packages.tolist()
    ]


def test_there_is_a_zone_and_it_is_the_exchange_that_kyiv_offers():
    zone = acceptable(settled())
    assert zone
    for package in zone:
        assert (package["alliance"], package["guarantee"]) == ("dropped", "article5-style")
        assert {"usa", "europeans"} < set(package["guarantors"])  # type: ignore[call-overload]
        assert package["peacekeepers"] == "excluded"


def test_the_red_line_that_one_report_carries_does_not_decide():
    line = "never: peacekeepers = included"
    assert acceptable(settled(line, "never: peacekeepers = included and guarantee = none")) == acceptable(settled())


def test_the_zone_hangs_on_what_the_guarantee_means_to_russia():
    judged = "guarantee: {low: 5, high: 50, because: [s17]}"
    assert len(acceptable(settled(judged, "guarantee: {low: 5, high: 5, because: [s17]}"))) > 0
    none = settled(judged, "guarantee: {low: 50, high: 50, because: [s17]}")
    assert acceptable(none) == []
    assert isinstance(none.concessions, Concessions)
    assert none.concessions.openings

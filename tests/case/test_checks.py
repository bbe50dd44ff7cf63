"""Every named check objects to its fault, at its line and column, and to nothing else."""

from __future__ import annotations

import pytest
from tests.case.border import TEXT, slipped, spots, told

from detente.case import checks
from detente.case.checks import consistency

Slips = tuple[tuple[str, str], ...]

OFFER = "{id: o1, by: north, to: south, gives: pass = joint, if: league in monitors, on: 2025-12-14, because: [s1]}"
OTHERS_OFFER = "\n  - {id: o2, by: south, gives: term = 0, if: pass = south, replaces: §o1, because: [s1]}"
TERM_END = "step: 5, units: years}"

PLANTS: list[tuple[str, str, Slips, str, str]] = [
    # (check, rule, slips, severity, part of the message)
    ("duplicate_ids", "duplicate-id", (("{id: league, name: League", "{id: §north, name: League"),), "error",
     "the id 'north' is already that of number 1 in this list"),
    ("duplicate_ids", "duplicate-id", (("{id: south, at: 100}", "{id: §joint, at: 100}"),), "error", "number 2"),
    ("duplicate_ids", "duplicate-id", (("of: [league, un]", "of: §[league, un, un]"),), "error", "'un' stands twice"),
    ("unknown_parties", "unknown-party", (("members: [north, south]", "members: [north, §sooth]"),), "error",
     "there is no party 'sooth' (did you mean 'south'?)"),
    ("unknown_parties", "unknown-party", (("kind: person, for: south", "kind: person, for: §nobody"),), "error",
     "there is no party 'nobody'"),
    ("unknown_parties", "unknown-party", (("consent: [north, south]", "consent: [north, §est]"),), "error", "'est'"),
    ("unknown_parties", "unknown-party", (("monitors, party: league", "monitors, party: §legue"),), "error", "'legue'"),
    ("unknown_parties", "unknown-party", (("o1, by: north", "o1, by: §nrth"),), "error", "'nrth'"),
    ("unknown_parties", "unknown-party", (("obligors: north", "obligors: §nrth"),), "error", "'nrth'"),
    ("unknown_parties", "unknown-party", (("withdraw, party: north", "withdraw, party: §nrth"),), "error", "'nrth'"),
    ("unknown_parties", "unknown-party", (("\n  league:\n    weights", "\n  §leage:\n    weights"),), "error", "leage"),
    ("unknown_references", "unknown-statement", (("- {never: pass = south, because: [s1]}",
                                                 "- {never: pass = south, because: [§s9]}"),), "error",
     "there is no statement 's9'"),
    ("unknown_references", "unknown-report", (("report: r2}\n      host", "report: §r9}\n      host"),), "error", "r9"),
    ("unknown_references", "unknown-report", (("report: r1\n", "report: §r11\n"),), "error", "'r11'"),
    ("unknown_references", "unknown-offer", (("on: 2025-12-14, because: [s1]}", "replaces: §o0, because: [s1]}"),),
     "error", "there is no offer 'o0'"),
    ("unknown_references", "unknown-proposal", (("after: draft", "after: §drat"),), "error", "did you mean 'draft'?"),
    ("unknown_references", "unknown-commitment", (("commitment: pact", "commitment: §pacts"),), "error", "'pacts'"),
    ("replaced_offers", "replaces", (("on: 2025-12-14, because: [s1]}", "replaces: §o1, because: [s1]}"),), "error",
     "the offer replaces itself"),
    ("replaced_offers", "replaces", ((OFFER, OFFER + OTHERS_OFFER),), "error", "'o1' is an offer by north, not by so"),
    ("misspelt_sources", "unknown-source", (("source: north", "source: §norht"),), "warning",
     "'norht' is no party of the case (did you mean 'north'? or write"),
    ("unknown_issues", "unknown-issue", (("status-quo: {pass: north,", "status-quo: {§past: north, pass: north,"),),
     "error", "there is no issue 'past' (did you mean 'pass'?)"),
    ("unknown_issues", "unknown-option", (("status-quo: {pass: north", "status-quo: {pass: §nroth"),), "error",
     "'pass' has no option 'nroth' (did you mean 'north'?)"),
    ("unknown_issues", "unknown-option", (("status-quo: {pass: north", "status-quo: {pass: §[north]"),), "error",
     "'pass' takes one option"),
    ("unknown_issues", "unknown-option", (("monitors: [], term: 0}", "monitors: §3, term: 0}"),), "error",
     "'monitors' takes a list of members"),
    ("unknown_issues", "unknown-option", (("monitors: [], term: 0}", "monitors: [], term: §7}"),), "error",
     "7 is not on the grid of 'term' (0 to 20 in steps of 5)"),
    ("unknown_issues", "unknown-option", (("issue: pass, option: north", "issue: pass, option: §east"),), "error",
     "'pass' has no option 'east'"),
    ("unknown_issues", "unknown-issue", (("weights: {term: 1}", "weights: {term: 1, §trem: 2}"),), "error", "'trem'"),
    ("incomplete_packages", "incomplete-package", (("status-quo: {pass: north, monitors: [], term: 0}",
                                                   "status-quo: §{pass: north, monitors: []}"),), "error",
     "leaves the issue 'term' open"),
    ("incomplete_packages", "incomplete-package", (("package: {pass: joint, monitors: [un], term: 5}",
                                                   "package: §{pass: joint, monitors: [un]}"),), "error", "'term'"),
    ("condition_names", "condition", (("never: pass = south", "never: §past = south"),), "error",
     "there is no issue 'past' (did you mean 'pass'?)"),
    ("condition_names", "condition", (("in {north} and term", "in {§nroth} and term"),), "error",
     "'pass' has no option 'nroth'"),
    ("condition_names", "condition", (("      and term >= 5\n", "      and §trem >= 5\n"),), "error",
     "there is no issue 'trem'"),
    ("weights", "weight", (("weights: {pass: 50,", "weights: {pass: §-50,"),), "error", "a weight is below 0"),
    ("weights", "weight", (("weights: {term: 1}", "weights: §{term: 0}"),), "error", "no weight is above 0"),
    ("weights", "weight-without-values", (("weights: {term: 1}", "weights: {term: 1, pass: §2}"),), "error",
     "'pass' has a weight but no values"),
    ("weights", "values-without-weight", (("values: {term: {0: 0, 20: 100}}",
                                          "values: {term: {0: 0, 20: 100}, pass: §[north, joint, south]}"),),
     "warning", "'pass' has values but no weight"),
    ("values", "unknown-option", (("{value: {north: 100,", "{value: {§nort: 7, north: 100,"),), "error",
     "'pass' has no option 'nort'"),
    ("values", "missing-value", (("{value: {north: 100, joint: 60, south: 0}", "§{value: {north: 100, south: 0}"),),
     "error", "no value for joint"),
    ("values", "missing-value", (("values: {term: {0: 0, 20: 100}}", "values: {term: §{0: 0, 15: 100}}"),), "error",
     "the values do not cover the grid from 0 to 20"),
    ("values", "value", (("values: {term: {0: 0, 20: 100}}", "values: {term: {0: 0, §long: 50, 20: 100}}"),), "error",
     "'long' is not a number"),
    ("values", "value", (("values: {term: {0: 0, 20: 100}}", "values: {term: {0: 0, 20: 100, §20.0: 100}}"),), "error",
     "20 stands twice"),
    ("values", "value", (("values: {term: {0: 0, 20: 100}}", "values: {term: §[0, 20]}"),), "error",
     "an order does not fit a number"),
    ("values", "value-range", (("joint: 60, south: 0}", "joint: §160, south: 0}"),), "error",
     "the value 160 lies outside 0 to 100"),
    ("values", "value-range", (("{league: 60, un: -40}", "§{league: 80, un: -40}"),), "error", "add up to 120"),
    ("values", "value-anchors", (("{value: {north: 100, joint: 60, south: 0}",
                                 "§{value: {north: 90, joint: 60, south: 0}"),), "warning", "none is worth 100"),
    ("scales", "scale", (("salience: 0.8", "salience: §80"),), "error",
     "salience 80 lies outside 0 to 1 (write 0.8 where 80 per cent is meant)"),
    ("scales", "scale", (("influence: 60", "influence: §160"),), "error", "influence 160 lies outside 0 to 100"),
    ("places_on_scale", "scale-place", (("{id: south, at: 100}", "§{id: south}"),), "error",
     "the option 'south' of a scaled issue has no place"),
    ("interactions", "weights-missing", (("    weights: {term: 1}\n    values", "    §values"),), "error",
     "there are values or interactions but no weights"),
    ("interactions", "status-quo-missing", (("status-quo: {pass: north, monitors: [], term: 0}\n", ""),
                                           ("walk-away: {package: status-quo, less: 10}",
                                            "walk-away: §{package: status-quo, less: 10}")), "error",
     "the walk-away is the status quo, but the case has none"),
    ("unsupported", "unsupported", (("  - " + OFFER, "  - §" + OFFER.replace(", because: [s1]", "")),), "warning",
     "the offer rests on no statement"),
    ("unsupported", "unsupported", (("- {never: pass = south, because: [s1]}", "- §{never: pass = south}"),), "warning",
     "the red line rests on no statement"),
    ("unsupported", "unsupported", (("by: analyst\n", ""), ("influence: 60, because: [s1]", "influence: 60"),
                                   ("  - {party: north, issue", "  - §{party: north, issue")), "warning",
     "the position rests on no statement"),
    ("spans", "span", (("span: [31, 36]", "span: §[31, 360]"),), "error",
     "the span [31, 360] lies outside r1, which has 38 characters"),
    ("spans", "span", (("span: [0, 5]", "span: §[5, 5]"),), "error", "the span [5, 5] is empty"),
    ("spans", "quotation", (("quote: North offers joint", "quote: §North offers sole"),), "error",
     "the quotation is not what stands at [0, 26] of r1: “North offers joint control” (the quotation is nowhere"),
    ("spans", "quotation", (("span: [0, 26]", "span: [1, 26]"), ("quote: North", "quote: §North")), "error",
     "(the quotation stands at [0, 26])"),
    ("outcomes", "outcome", (("host: [{value: South, report: r2}]",
                             "host: §{outcome: agree, values: [{value: South, report: r2}]}"),), "warning",
     "the outcome is agree, but one report alone gives a value"),
    ("outcomes", "outcome", (("        outcome: hard", "        §outcome: agree"),), "warning", "the values differ"),
    ("outcomes", "outcome", (("        outcome: hard", "        §outcome: single-source"),), "warning",
     "several reports give a value"),
    ("outcomes", "outcome", (("value: Valley", "value: Ridge"), ("        outcome: hard", "        §outcome: hard")),
     "warning", "there is only one value"),
    ("dates", "date-order", (("on: 2025-12-14, because", "on: 2025-12-14, until: §2025-11, because"),), "error",
     "until 2025-11 lies before on 2025-12-14"),
    ("dates", "after-as-of", (("outlet: Daily, published: 2025-12-14", "outlet: Daily, published: §2025-12-16"),),
     "warning", "2025-12-16 lies after the case's as-of date 2025-12-15"),
    ("constraints", "contradiction", (("constraints:\n", "constraints:\n  §- {id: no-term, must: term < 0}\n"),),
     "error", "the constraints no-term, watched together exclude every package"),
    ("constraints", "impossible-option", (("constraints:\n", "constraints:\n  - {id: c, never: pass = south}\n"),
                                         ("- {id: south, at: 100}", "- §{id: south, at: 100}")), "warning",
     "no package can have pass = south"),
    ("constraints", "impossible-option", (("constraints:\n", "constraints:\n  - {id: c, never: un in monitors}\n"),
                                         ("of: [league, un]", "of: [league, §un]")), "warning",
     "no package can have un in monitors"),
    ("red_lines", "red-line-excludes-all", (("- {never: pass = south, because: [s1]}",
                                            "- §{never: term >= 0, because: [s1]}"),), "warning",
     "the red line excludes every feasible package (as it stands north accepts nothing)"),
    ("red_lines", "red-line-excludes-all", (
        ("- {never: pass = south, because: [s1]}",
         "§- {never: pass = south, because: [s1]}\n      - {never: not pass = south, because: [s1]}"),), "warning",
     "the red lines together exclude every feasible package"),
    ("empty_offers", "empty-offer", (("gives: pass = joint, if", "gives: §pass = north, if"),), "warning",
     "what the offer gives holds already in the status quo"),
]  # fmt: skip


def test_the_case_itself_has_no_fault() -> None:
    assert told(TEXT) == ()


@pytest.mark.parametrize(("check", "rule", "slips", "severity", "says"), PLANTS, ids=lambda value: str(value)[:30])
def test_a_check_objects_to_its_fault(check: str, rule: str, slips: Slips, severity: str, says: str) -> None:
    text, spot = slipped(*slips)
    found = [fault for fault in told(text) if fault.rule == rule]
    assert spot in spots(tuple(found)), "\n".join(map(str, told(text)))
    fault = found[spots(tuple(found)).index(spot)]
    assert fault.severity == severity
    assert says in str(fault)
    if rule != "unsupported":
        assert len(found) == 1


def test_every_check_has_a_fault_planted() -> None:
    named = {check.__name__ for check in (*checks.CHECKS, *consistency.CHECKS)}  # type: ignore[attr-defined]
    assert named == {plant[0] for plant in PLANTS}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("source: north", "source: an official of North"),
        ("source: north", "source: r1"),
        ("status-quo: {pass: north, monitors: []", "status-quo: {pass: north, monitors: none"),
        ("monitors: [un], term: 5}", "monitors: un, term: 5}"),
        ("{league: 60, un: -40}", "{league: 60}"),
        ("weights: {term: 1}", "weights: {term: 1, pass: 0}"),
        ("span: [31, 36]", "span: [31, 38]"),
        ("published: 2025-12,", "published: 2025,"),
        ("on: 2025-12-14, because", "on: 2025-12-14, until: 2025-12, because"),
        ("salience: 0.8", "salience: {low: 0, high: 1}"),
    ],
)
def test_what_is_right_is_let_pass(old: str, new: str) -> None:
    text, _ = slipped((old, new))
    assert told(text) == ()

"""Write a negotiation scenario for GENIUS (XML) or NegMAS (YAML), as texts by file name.

Numbers that end within 15 decimals are written as they are, others rounded there: `GRID`. Files are named by the place
and the name of the party, so that their alphabetical order is the order of the parties.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from xml.sax.saxutils import quoteattr

from detente.case.exchange.negotiation_scenario import Scenario, ScenarioParty
from detente.case.exchange.scenario_case import ids_of
from detente.case.writing import quoted

DECIMALS = 15
GRID = Fraction(1, 10**DECIMALS)
"""No weight, evaluation or reservation is moved by more than half of this."""
_LARGEST_WHOLE = 10**6
_NEARLY_NOTHING = Fraction(1, 100_000)
"""GENIUS takes every evaluation of an issue as 0 where the largest lies below this."""


def genius_files(scenario: Scenario) -> Mapping[str, str]:
    """The texts of a domain and its profiles, which GENIUS evaluates from 0 to 1.

    A party whose weights or evaluations are below 0, or whose utilities exceed 1, is written on the scale from its
    worst package at 0 to its best at 1; a comment says so. A party that takes any deal has a reservation of 0. Reads
    back with every utility moved by at most the number of issues × GRID.
    """
    names = _file_names(scenario)
    files = {"domain.xml": _domain(scenario)}
    for name, party in zip(names, scenario.parties, strict=True):
        files[f"{name}.xml"] = _profile(scenario, party)
    return files


def negmas_files(scenario: Scenario) -> Mapping[str, str]:
    """The texts of an outcome space and its linear additive utility functions, exact but for GRID.

    A party that takes any deal has a reserved value of minus infinity. A discount wraps the function in an
    ExpDiscountedUFun. Every text is quoted, so that `NO` and `2025-12-14` stay text.
    """
    names = _file_names(scenario)
    lines = [f"name: {quoted(scenario.name)}", "type: DiscreteCartesianOutcomeSpace", "issues:"]
    for issue in scenario.issues:
        lines += [f"- name: {quoted(issue.name)}", "  type: CategoricalIssue", "  values:"]
        lines += [f"  - {quoted(option)}" for option in issue.options]
    files = {"domain.yml": "\n".join(lines) + "\n"}
    for name, party in zip(names, scenario.parties, strict=True):
        files[f"{name}.yml"] = _function(scenario, party)
    return files


def _file_names(scenario: Scenario) -> list[str]:
    ids = ids_of([party.name for party in scenario.parties], "party")
    width = len(str(len(ids)))
    return [f"{place:0{width}}-{name}" for place, name in enumerate(ids, 1)]


def _number(number: Fraction) -> str:
    steps = round(number / GRID)
    whole, rest = divmod(abs(steps), 10**DECIMALS)
    decimals = f".{rest:0{DECIMALS}}".rstrip("0").rstrip(".")
    return ("-" if steps < 0 else "") + str(whole) + decimals


def _domain(scenario: Scenario) -> str:
    lines = _objective(scenario, "<negotiation_template>", f'<utility_space number_of_issues="{len(scenario.issues)}">')
    for place, issue in enumerate(scenario.issues, 1):
        lines.append(_issue_tag(place, issue.name))
        lines += [f'<item index="{index}" value={quoteattr(option)}/>' for index, option in enumerate(issue.options, 1)]
        lines.append("</issue>")
    return "\n".join([*lines, "</objective>", "</utility_space>", "</negotiation_template>"]) + "\n"


def _objective(scenario: Scenario, *opening: str) -> list[str]:
    root = f'<objective index="0" etype="objective" type="objective" description="" name={quoteattr(scenario.name)}>'
    return [*opening, root]


def _issue_tag(place: int, name: str) -> str:
    return f'<issue index="{place}" etype="discrete" type="discrete" vtype="discrete" name={quoteattr(name)}>'


def _profile(scenario: Scenario, party: ScenarioParty) -> str:
    stated = _as_genius_states(party)
    lines = ["<!-- Utilities from the worst package at 0 to the best at 1. -->"] if stated is not party else []
    lines += _objective(scenario, "<utility_space>")
    for place, (issue, row) in enumerate(zip(scenario.issues, stated.evaluations, strict=True), 1):
        lines.append(_issue_tag(place, issue.name))
        lines += [
            f'<item index="{index}" value={quoteattr(option)} evaluation="{_number(value)}"/>'
            for index, (option, value) in enumerate(zip(issue.options, _ending(row), strict=True), 1)
        ]
        lines.append("</issue>")
    for place, (weight, row) in enumerate(zip(stated.weights, stated.evaluations, strict=True), 1):
        lines.append(f'<weight index="{place}" value="{_number(weight * max(row))}"/>')
    discount = Fraction(1) if party.discount is None else party.discount
    reservation = stated.reservation or Fraction(0)
    lines += [
        "</objective>",
        f'<discount_factor value="{_number(discount)}"/>',
        f'<reservation value="{_number(reservation)}"/>',
        "</utility_space>",
    ]
    return "\n".join(lines) + "\n"


def _as_genius_states(party: ScenarioParty) -> ScenarioParty:
    """The party itself, where its weights and evaluations are what GENIUS takes, or else its image from 0 to 1."""
    numbers = [*party.weights, *(value for row in party.evaluations for value in row)]
    if min(numbers) >= 0 and party.bias == 0 and party.highest <= 1:
        return party
    span = party.highest - party.lowest or Fraction(1)
    worths = tuple(tuple((value - min(row)) / span for value in row) for row in party.worths)
    tops = tuple(max(row) for row in worths)
    return replace(
        party,
        weights=tops,
        evaluations=tuple(
            tuple(value / top if top else Fraction(0) for value in row) for row, top in zip(worths, tops, strict=True)
        ),
        reservation=None if party.reservation is None else (party.reservation - party.lowest) / span,
        bias=Fraction(0),
    )


def _ending(row: Sequence[Fraction]) -> list[Fraction]:
    """The evaluations, times a factor where they would not end otherwise; GENIUS divides by the largest anyway."""
    largest = max(row)
    if not largest or (largest >= _NEARLY_NOTHING and all(10**DECIMALS % value.denominator == 0 for value in row)):
        return list(row)
    shares = [value / largest for value in row]
    factor = math.lcm(*(share.denominator for share in shares))
    return [share * factor for share in shares] if factor <= _LARGEST_WHOLE else shares


def _function(scenario: Scenario, party: ScenarioParty) -> str:
    reserved = "-.inf" if party.reservation is None else _float(party.reservation)
    lines = ["type: LinearAdditiveUtilityFunction", f"name: {quoted(party.name)}", f"reserved_value: {reserved}"]
    if party.bias:
        lines.append(f"bias: {_float(party.bias)}")
    lines += ["weights:", *(f"- {_float(weight)}" for weight in party.weights), "values:"]
    for issue, row in zip(scenario.issues, party.evaluations, strict=True):
        lines += ["- type: TableFun", "  mapping:"]
        lines += [f"    {quoted(o)}: {_float(value)}" for o, value in zip(issue.options, row, strict=True)]
    if party.discount is not None:
        outer = ["type: ExpDiscountedUFun", f"name: {quoted(party.name)}", f"discount: {_float(party.discount)}"]
        outer += ["dynamic_reservation: true", f"reserved_value: {reserved}", "ufun:"]
        lines = [*outer, *(f"  {line}" for line in lines)]
    return "\n".join(lines) + "\n"


def _float(number: Fraction) -> str:
    """The number with a point, so that no reader takes it for a count."""
    text = _number(number)
    return text if "." in text else f"{text}.0"

"""A case.yaml from a negotiation scenario: choices with values from 0 to 100, weights, and walk-aways.

How the numbers come onto the scale of a case is said in `scenario_case_numbers`; each party's note names the way that
was taken, and by how much rounding can move a score.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction

from detente.case.exchange.negotiation_scenario import Scenario, ScenarioIssue, ScenarioParty
from detente.case.exchange.scenario_case_numbers import CaseNumbers, case_numbers, common_slope, written
from detente.case.writing import flow, flow_key
from detente.foundation.errors import OutOfDomain
from detente.foundation.ids import is_id

_BY = "the files of the scenario"
"""Whose judgements the numbers are."""


def scenario_case(
    scenario: Scenario,
    *,
    exact: bool = False,
    one_scale: bool = False,
    case_id: str | None = None,
    title: str | None = None,
) -> str:
    """The text of a case.yaml with the scenario's issues, options and parties.

    Points are an affine image of utilities, for each party its own. With `one_scale`, a point is the same utility for
    every party, so that also the solutions that compare parties' scales speak of the files' utilities. Ids are
    made of the names, in the condition language's letters and each once; the names stay as labels. With `exact`,
    raises OutOfDomain where a party's numbers would have to be rounded; also where the id is none.
    """
    name = case_id or ids_of([scenario.name], "scenario")[0]
    if not is_id(name):
        raise OutOfDomain(f"'{name}' is not an id: lower-case letters, digits and hyphens")
    parties = ids_of([party.name for party in scenario.parties], "party")
    issues = ids_of([issue.name for issue in scenario.issues], "issue")
    options = [ids_of(issue.options, "option") for issue in scenario.issues]
    lines = [
        "# Made from the files of a negotiation scenario. Weights and values are theirs, on the scale of a case.",
        "detente: 1",
        f"id: {flow(name)}",
        f"title: {flow(title or scenario.name)}",
        *([f"note: {flow(' '.join(scenario.notes))}"] if scenario.notes else []),
        f"by: {flow(_BY)}",
        "",
        "parties:",
        *(
            f"  - {flow({'id': party, 'name': one.name, 'kind': 'group'})}"
            for party, one in zip(parties, scenario.parties, strict=True)
        ),
        "",
        "agreement:",
        f"  consent: {flow(parties)}",
        "",
        "issues:",
    ]
    for issue, ids, one in zip(issues, options, scenario.issues, strict=True):
        lines += _issue_lines(issue, ids, one)
    lines += ["", "preferences:"]
    slope = common_slope(scenario) if one_scale else None
    for party, one in zip(parties, scenario.parties, strict=True):
        lines += _preference_lines(party, one, issues, options, case_numbers(one, exact=exact, slope=slope))
    return "\n".join(lines) + "\n"


def _issue_lines(issue: str, ids: Iterable[str], stated: ScenarioIssue) -> list[str]:
    return [
        f"  - id: {flow(issue)}",
        f"    question: {flow(stated.name)}",
        f"    label: {flow(stated.name)}",
        "    kind: choice",
        "    options:",
        *(f"      - {flow({'id': option, 'label': label})}" for option, label in zip(ids, stated.options, strict=True)),
    ]


def _preference_lines(
    party: str, stated: ScenarioParty, issues: Sequence[str], options: Sequence[Sequence[str]], numbers: CaseNumbers
) -> list[str]:
    lines = [
        f"  {flow_key(party)}:",
        f"    weights: {flow(dict(zip(issues, numbers.weights, strict=True)))}",
        "    values:",
    ]
    for issue, ids, row in zip(issues, options, numbers.values, strict=True):
        lines.append(f"      {flow_key(issue)}: {flow(dict(zip(ids, row, strict=True)))}")
    return [*lines, f"    walk-away: {flow(numbers.walk_away)}", f"    note: {flow(_note(stated, numbers))}"]


def _note(stated: ScenarioParty, numbers: CaseNumbers) -> str:
    said = {
        "swing": "On each issue the worst option is worth 0, and weights are swings; exact.",
        "as printed": "Weights and evaluations as the files have them; exact.",
        "slack": "Weights lie above the swings where shares would have no end otherwise; exact.",
        "recovered": "Decimals are read as the fractions that they stand for; "
        f"no package moves by more than {float(numbers.error):.1e} points.",
        "rounded": f"Rounded; no package moves by more than {float(numbers.error):.1e} points.",
    }[numbers.way]
    if stated.reservation is None:
        said += " The files name no reservation: the party takes any deal."
    else:
        said += f" Reservation in the files: {_shown(stated.reservation)}."
    if stated.discount is not None:
        said += f" Discount factor in the files: {_shown(stated.discount)}; time has no part in a case."
    return said


def _shown(number: Fraction) -> str:
    return flow(number) if written(number) else f"{float(number):.17g}"


def ids_of(names: Sequence[str], otherwise: str) -> list[str]:
    """An id for each name, no two alike: its letters and digits, and a number where that is not enough.

    >>> ids_of(["60 Gb", "Gb 60", "gb-60", "价格", "in"], "option")
    ['option-60-gb', 'gb-60', 'gb-60-2', 'option-4', 'option-in']
    """
    found: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or str(place)
        stem = stem if is_id(stem) else f"{otherwise}-{stem}"
        made, count = stem, 1
        while made in found:
            count += 1
            made = f"{stem}-{count}"
        found[made] = None
    return list(found)

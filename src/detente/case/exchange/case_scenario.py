"""A negotiation scenario from a case, for the software of others: additive preferences as weights and evaluations.

What a scenario cannot hold is refused with every reason: interactions, constraints, red lines, offers that stand, a yes
that is needed only sometimes, and orders in place of numbers. A judgement with a range counts with its shown point.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from detente.case.exchange.negotiation_scenario import MOST_OPTIONS, Scenario, ScenarioIssue, ScenarioParty
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement, Values
from detente.case.model.preference import Preference
from detente.case.vocabulary import answer_in_words, answer_of, code_of, codes_of
from detente.foundation.errors import OutOfDomain


def case_scenario(case: Case) -> Scenario:
    """The parties whose yes is needed, their issues and utilities from 0 to 1: score ÷ 100.

    Options have the words of the case, or its ids where words repeat. Parties whose yes is not needed are left out.
    Raises OutOfDomain with all that a scenario cannot hold. O(answers × parties).
    """
    consent = case.agreement.consent if case.agreement else tuple(case.preferences)
    reasons = [*_of_the_case(case), *(r for name in consent for r in _of_a_party(case, name))]
    reasons += [
        f"issue {issue.id} has over {MOST_OPTIONS:,} answers" for issue in case.issues if _size(issue) > MOST_OPTIONS
    ]
    if reasons:
        raise OutOfDomain("a scenario cannot hold this case: " + "; ".join(dict.fromkeys(reasons)))
    chosen = [party for party in case.parties if party.id in consent]
    names = [str(party.name) for party in chosen]
    if len(set(names)) < len(names):
        names = [party.id for party in chosen]
    labels = [issue.short for issue in case.issues]
    if len(set(labels)) < len(labels):
        labels = [issue.id for issue in case.issues]
    issues = tuple(ScenarioIssue(label, _words(case, issue)) for label, issue in zip(labels, case.issues, strict=True))
    parties = tuple(_party(case, name, case.preferences[party.id]) for name, party in zip(names, chosen, strict=True))
    return Scenario(str(case.title), issues, parties)


def _of_the_case(case: Case) -> Iterator[str]:
    if not case.preferences:
        yield "it has no preferences"
    if case.constraints:
        yield "constraints forbid some packages"
    if any(offer.withdrawn is None for offer in case.offers):
        yield "offers bind their authors"
    if case.agreement and case.agreement.also:
        yield "a party's yes is needed only for some packages"


def _of_a_party(case: Case, name: str) -> Iterator[str]:
    wants = case.preferences.get(name)
    if wants is None:
        yield f"nothing is said of what {name} wants"
        return
    if wants.interactions:
        yield f"{name} has interactions between issues"
    if wants.red_lines:
        yield f"{name} has red lines"
    if wants.weights is None or not wants.weights.points:
        yield f"{name} has no weights in numbers"
    elif not sum(judgement.point for judgement in wants.weights.points.values()):
        yield f"the weights of {name} add up to 0"
    else:
        weighed = {issue for issue, weight in wants.weights.points.items() if weight.point}
        for issue in sorted(weighed):
            if issue not in wants.values or not wants.values[issue].points:
                yield f"{name} has no values in numbers on {issue}"
    if wants.walk_away is None and case.status_quo is None:
        yield f"{name} has no walk-away"


def _size(issue: Issue) -> int:
    return {"choice": len(issue.names), "set": 1 << min(len(issue.of), 60), "number": len(issue.numbers)}[issue.kind]


def _words(case: Case, issue: Issue) -> tuple[str, ...]:
    answers = [answer_of(issue, code) for code in range(_size(issue))]
    words = tuple(answer_in_words(case, issue, answer) for answer in answers)
    if len(set(words)) == len(words) and all(words):
        return words
    return tuple("+".join(a) or "none" if isinstance(a, tuple) else str(a) for a in answers)


def _party(case: Case, name: str, wants: Preference) -> ScenarioParty:
    given: Mapping[str, Judgement] = wants.weights.points if wants.weights else dict[str, Judgement]()
    total = sum((weight.point for weight in given.values()), Fraction(0))
    weights = tuple(given[i.id].point / total if i.id in given else Fraction(0) for i in case.issues)
    rows = tuple(_row(issue, wants.values.get(issue.id)) for issue in case.issues)
    made = ScenarioParty(name, weights, rows)
    return ScenarioParty(name, weights, rows, reservation=_reservation(case, wants, made))


def _row(issue: Issue, values: Values | None) -> tuple[Fraction, ...]:
    points = {key: one.point / 100 for key, one in values.points.items()} if values else {}
    if not points:
        return (Fraction(0),) * _size(issue)
    if issue.kind == "choice":
        return tuple(points[option] for option in issue.names)
    if issue.kind == "number":
        line = sorted((Fraction(number), value) for number, value in points.items())
        return tuple(_height(line, number) for number in issue.numbers)
    worst = sum((value for value in points.values() if value < 0), Fraction(0))
    row = [Fraction(0)] * _size(issue)
    for size in range(len(issue.of) + 1):
        for members in itertools.combinations(issue.of, size):
            code = code_of(issue, members)
            if code is not None:
                row[code] = sum((points.get(member, Fraction(0)) for member in members), Fraction(0)) - worst
    return tuple(row)


def _height(line: Sequence[tuple[Fraction, Fraction]], number: Fraction) -> Fraction:
    """The value at a number: on straight lines between the points, and level outside them."""
    before = [point for point in line if point[0] <= number]
    after = [point for point in line if point[0] >= number]
    if not before or not after:
        return (before or after)[-1 if before else 0][1]
    (left, low), (right, high) = before[-1], after[0]
    return low if left == right else low + (high - low) * (number - left) / (right - left)


def _reservation(case: Case, wants: Preference, made: ScenarioParty) -> Fraction:
    walk_away = wants.walk_away
    if walk_away is not None and walk_away.at is not None:
        return walk_away.at.point / 100
    package = walk_away.package if walk_away is not None and isinstance(walk_away.package, Mapping) else case.status_quo
    codes = codes_of(case, package or {})
    known = [code for code in codes if code is not None]
    if len(known) < len(codes):
        raise OutOfDomain(f"{made.name}: the package that the walk-away is measured from leaves an issue open")
    less = walk_away.less.point / 100 if walk_away is not None and walk_away.less is not None else Fraction(0)
    return made.utility(known) - less

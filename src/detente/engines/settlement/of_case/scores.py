"""An analyst's judgements as exact values: weights to shares, values to points, walk-aways to numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from detente.case.model.case import Case
from detente.case.model.preference import Preference
from detente.case.vocabulary import codes_of
from detente.case.weighing import party_weights
from detente.case.worth import Choose, issue_values, point
from detente.foundation.conditions import Rule, Vocabulary, bind


@dataclass(frozen=True, slots=True)
class PartyScores:
    """One party's values on the scale from 0 to 100, exact."""

    issues: tuple[tuple[Fraction, ...], ...]
    interactions: tuple[tuple[Rule, Fraction], ...]
    walk_away: Fraction


def party_scores(case: Case, preference: Preference, terms: Vocabulary, choose: Choose = point) -> PartyScores:
    """A party's values, with each judgement replaced by the number that `choose` takes from it."""
    shares = party_weights(case, preference, choose)
    issues = tuple(
        tuple(share * value for value in issue_values(issue, preference.values.get(issue.id), choose))
        if (share := shares[issue.id])
        else (Fraction(0),) * term.size
        for issue, term in zip(case.issues, terms.terms, strict=True)
    )
    interactions = tuple((bind(item.when, terms), choose(item.points)) for item in preference.interactions)
    return PartyScores(issues, interactions, _walk_away(case, preference, issues, interactions, choose))


def _walk_away(
    case: Case,
    preference: Preference,
    issues: tuple[tuple[Fraction, ...], ...],
    interactions: Iterable[tuple[Rule, Fraction]],
    choose: Choose,
) -> Fraction:
    walk_away = preference.walk_away
    if walk_away is not None and walk_away.at is not None:
        return choose(walk_away.at)
    package = walk_away.package if walk_away is not None and isinstance(walk_away.package, Mapping) else case.status_quo
    if package is None:
        return Fraction(0)
    codes = tuple(code for code in codes_of(case, package) if code is not None)
    value = sum((table[code] for table, code in zip(issues, codes, strict=True)), Fraction(0))
    value += sum((points for rule, points in interactions if rule.holds_for(codes)), Fraction(0))
    less = choose(walk_away.less) if walk_away is not None and walk_away.less is not None else Fraction(0)
    return value - less

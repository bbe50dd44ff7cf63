"""A case as a settlement problem: judgements to exact scores, red lines and offers to grounds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.case.checks.consistency import allowed
from detente.case.model.base import first_day, last_day
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement, Values, Weights
from detente.case.model.party import Also
from detente.case.model.preference import Offer, Preference
from detente.case.vocabulary import answer_of, codes_of, vocabulary
from detente.engines.settlement.problem import Constraint, Ground, SettlementProblem, from_points
from detente.foundation.conditions import Rule, Vocabulary, bind
from detente.foundation.errors import CaseError, Fault, OutOfDomain

Choose = Callable[[Judgement], Fraction]


@dataclass(frozen=True, slots=True)
class PartyScores:
    """One party's values on the scale from 0 to 100, exact."""

    issues: tuple[tuple[Fraction, ...], ...]
    interactions: tuple[tuple[Rule, Fraction], ...]
    walk_away: Fraction


def settlement_problem(case: Case) -> SettlementProblem:
    """The settlement problem that a case states, with every judgement at its shown point.

    Raises CaseError where the case lacks what the engine needs. O(sum of options × parties).
    """
    needed(case)
    terms = vocabulary(case)
    parties = tuple(party.id for party in case.parties if party.id in case.preferences)
    scores = [party_scores(case, case.preferences[name], terms) for name in parties]
    return from_points(
        parties,
        terms,
        [
            list(zip(*(score.issues[place] for score in scores), strict=True))
            for place in range(len(case.issues))
        ],
        [score.walk_away for score in scores],
        consent=[parties.index(name) for name in consenting(case)],
        interactions=[
            (rule, index, points) for index, score in enumerate(scores) for rule, points in score.interactions
        ],
        constraints=[Constraint(item.id, allowed(item, terms)) for item in case.constraints],
        grounds=_grounds(case, parties, terms),
        conditional=[(bind(also.when, terms), parties.index(also.party)) for also in _also(case)],
        status_quo=status_quo_codes(case),
    )


def _also(case: Case) -> tuple[Also, ...]:
    return case.agreement.also if case.agreement else ()


def needed(case: Case) -> None:
    """Raise CaseError, with every reason, where the case cannot be settled."""
    faults: list[Fault] = []
    if not case.preferences:
        what = "the case has no preferences, so nothing can be said about what the parties would accept"
        todo = "add, for example, preferences: {a: {weights: {x: 1}, values: {x: {y: 100, n: 0}}}}"
        raise CaseError([Fault("error", "section-missing", "preferences", what, todo)])
    for name in (*consenting(case), *(also.party for also in _also(case))):
        if name not in case.preferences:
            what = f"{name}'s yes is needed, but the case says nothing of what {name} wants"
            todo = f"add preferences.{name}, or take {name} from `agreement`"
            faults.append(Fault("error", "preferences-missing", "preferences", what, todo))
    for name, preference in case.preferences.items():
        if preference.walk_away is None and preference.weights is not None and case.status_quo is None:
            what = f"{name} has no walk-away, and there is no status quo to take it from"
            todo = "add walk-away: 40, or the section status-quo"
            faults.append(Fault("error", "walk-away-missing", f"preferences.{name}", what, todo))
    if faults:
        raise CaseError(faults)


def consenting(case: Case) -> tuple[str, ...]:
    """The parties whose yes is always needed: as the case says, else all that have preferences."""
    if case.agreement:
        return case.agreement.consent
    return tuple(party.id for party in case.parties if party.id in case.preferences)


def status_quo_codes(case: Case) -> tuple[int, ...] | None:
    """The value codes of the status quo, or None where the case has none."""
    if case.status_quo is None:
        return None
    return tuple(code for code in codes_of(case, case.status_quo) if code is not None)


def point(judgement: Judgement) -> Fraction:
    """The shown point of a judgement."""
    return judgement.point


def party_scores(
    case: Case, preference: Preference, terms: Vocabulary, choose: Choose = point
) -> PartyScores:
    """A party's values, with each judgement replaced by the number that `choose` takes from it."""
    shares = weight_shares(preference.weights, [issue.id for issue in case.issues], choose)
    issues = tuple(
        tuple(share * value for value in issue_values(issue, preference.values.get(issue.id), choose))
        if (share := shares[issue.id])
        else (Fraction(0),) * term.size
        for issue, term in zip(case.issues, terms.terms, strict=True)
    )
    interactions = tuple((bind(item.when, terms), choose(item.points)) for item in preference.interactions)
    return PartyScores(issues, interactions, _walk_away(case, preference, issues, interactions, choose))


def weight_shares(
    weights: Weights | None, issues: Sequence[str], choose: Choose = point
) -> dict[str, Fraction]:
    """Each issue's share of the whole weight, 0 to 1; an order is read as rank-order centroids."""
    shares = dict.fromkeys(issues, Fraction(0))
    if weights is None:
        return shares
    given = {name: choose(judgement) for name, judgement in weights.points.items()} or _centroids(
        weights.order
    )
    total = sum(given.values(), Fraction(0))
    if total <= 0:
        raise OutOfDomain("the weights add up to 0")
    return {**shares, **{name: weight / total for name, weight in given.items()}}


def _centroids(order: tuple[tuple[str, ...], ...]) -> dict[str, Fraction]:
    """Rank-order centroid weights (Barron 1992); tied issues share the mean of their ranks' weights."""
    count = sum(len(step) for step in order)
    by_rank = [
        sum((Fraction(1, k) for k in range(rank, count + 1)), Fraction(0)) / count
        for rank in range(1, count + 1)
    ]
    shares: dict[str, Fraction] = {}
    used = 0
    for step in order:
        mean = sum(by_rank[used : used + len(step)], Fraction(0)) / len(step)
        shares |= dict.fromkeys(step, mean)
        used += len(step)
    return shares


def issue_values(issue: Issue, values: Values | None, choose: Choose = point) -> tuple[Fraction, ...]:
    """What each answer to the issue is worth, 0 to 100, in the order of its value codes."""
    if values is None:
        return (Fraction(0),) * _size(issue)
    given = {name: choose(judgement) for name, judgement in values.points.items()} or _equal_steps(
        issue, values.order
    )
    if issue.kind == "choice":
        return tuple(given[name] for name in issue.names)
    if issue.kind == "number":
        points = sorted((Fraction(name), value) for name, value in given.items())
        return tuple(_between(points, number) for number in issue.numbers)
    worst = sum((value for value in given.values() if value < 0), Fraction(0))
    members = [given.get(name, Fraction(0)) for name in issue.names]
    return tuple(
        sum((value for index, value in enumerate(members) if code >> index & 1), -worst)
        for code in range(_size(issue))
    )


def _size(issue: Issue) -> int:
    return {"choice": len(issue.names), "set": 1 << len(issue.of), "number": len(issue.numbers)}[issue.kind]


def _equal_steps(issue: Issue, order: tuple[tuple[str, ...], ...]) -> dict[str, Fraction]:
    """An order as numbers in equal steps: 100 to 0 for options; for members, shares of 100."""
    if issue.kind == "set":
        total = sum((len(order) - rank) * len(step) for rank, step in enumerate(order))
        return {
            name: Fraction(100 * (len(order) - rank), total)
            for rank, step in enumerate(order)
            for name in step
        }
    if len(order) == 1:
        return dict.fromkeys(order[0], Fraction(0))
    last = len(order) - 1
    return {name: Fraction(100 * (last - rank), last) for rank, step in enumerate(order) for name in step}


def _between(points: Sequence[tuple[Fraction, Fraction]], number: Fraction) -> Fraction:
    """The value at the number, on straight lines between the given points."""
    for (left, low), (right, high) in itertools.pairwise(points):
        if left <= number <= right:
            return low + (high - low) * (number - left) / (right - left)
    return points[0][1] if number <= points[0][0] else points[-1][1]


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
    package = (
        walk_away.package
        if walk_away is not None and isinstance(walk_away.package, Mapping)
        else case.status_quo
    )
    if package is None:
        return Fraction(0)
    codes = tuple(code for code in codes_of(case, package) if code is not None)
    value = sum((table[code] for table, code in zip(issues, codes, strict=True)), Fraction(0))
    value += sum((points for rule, points in interactions if rule.holds_for(codes)), Fraction(0))
    less = choose(walk_away.less) if walk_away is not None and walk_away.less is not None else Fraction(0)
    return value - less


def _grounds(case: Case, parties: Sequence[str], terms: Vocabulary) -> Iterable[Ground]:
    for name in parties:
        for index, line in enumerate(case.preferences[name].red_lines):
            yield Ground(
                "red-line", line.id or f"red-line-{index + 1}", parties.index(name), bind(line.never, terms)
            )
    status_quo = status_quo_codes(case)
    for (author, _), offers in _alternatives(live_offers(case)).items():
        if author not in parties:
            continue
        gives = bind(offers[0].gives, terms)
        if status_quo is not None and gives.holds_for(status_quo):
            continue
        rule = gives
        for offer in offers:
            rule = rule & ~bind(offer.if_, terms)
        yield Ground("offer", ", ".join(offer.id for offer in offers), parties.index(author), rule)


def live_offers(case: Case) -> tuple[Offer, ...]:
    """The offers that stand on the day on which the record closes."""
    made = [offer for offer in case.offers if not (case.as_of and offer.on) or _begun(offer, case.as_of)]
    replaced = {offer.replaces for offer in made}
    return tuple(offer for offer in made if offer.id not in replaced and not _ended(offer, case.as_of))


def _begun(offer: Offer, as_of: str) -> bool:
    return offer.on is None or first_day(offer.on) <= last_day(as_of)


def _ended(offer: Offer, as_of: str | None) -> bool:
    if as_of is None:
        return offer.withdrawn is not None
    lapsed = offer.until is not None and last_day(offer.until) < last_day(as_of)
    withdrawn = offer.withdrawn is not None and first_day(offer.withdrawn) <= last_day(as_of)
    return lapsed or withdrawn


def _alternatives(offers: Iterable[Offer]) -> dict[tuple[str, str], list[Offer]]:
    """Offers of one author that give the same: any one of their conditions is enough."""
    groups: dict[tuple[str, str], list[Offer]] = {}
    for offer in offers:
        groups.setdefault((offer.by, str(offer.gives)), []).append(offer)
    return groups


def package_answers(case: Case, codes: Sequence[int]) -> dict[str, object]:
    """A package's codes as the answers that the case writes."""
    return {issue.id: answer_of(issue, code) for issue, code in zip(case.issues, codes, strict=True)}

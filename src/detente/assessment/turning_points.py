"""Which single judgement, moved alone inside its range, opens or closes the zone, and from where on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement
from detente.case.model.preference import Preference
from detente.case.vocabulary import name_in_words, vocabulary
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.of_case.scores import PartyScores, party_scores
from detente.engines.settlement.spread import TOLERANCE
from detente.engines.settlement.zone import needed
from detente.foundation.conditions import Vocabulary, words

BoolArray = npt.NDArray[np.bool_]

MOST_VALUED = 20_000_000
"""Most package values computed for this; above it nothing is said."""
_HALVINGS = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """One judgement at either end of its range, all others at their shown points.

    at_low, at_high: how many packages all accept there. until: the last value, going from the shown point to
    the end where the zone changes between open and empty, at which it has not changed yet; None where it
    changes at neither end. downwards: whether that end is the low one.
    """

    party: str
    what: str
    judgement: Judgement
    at_low: int
    at_high: int
    until: Fraction | None = None
    downwards: bool = False


@dataclass(frozen=True, slots=True)
class Turning:
    """All ranges of the parties that are asked, moved one at a time; `shown` packages are acceptable today."""

    shown: int
    turns: tuple[Turn, ...]

    @property
    def decisive(self) -> tuple[Turn, ...]:
        """The judgements that alone open an empty zone, or empty an open one."""
        return tuple(turn for turn in self.turns if turn.until is not None)


def judgements(case: Case, terms: Vocabulary, preference: Preference) -> Iterator[tuple[str, Judgement]]:
    """Every number of a party's preference, with words for what it judges."""
    issues = {issue.id: issue for issue in case.issues}
    for issue, weight in preference.weights.points.items() if preference.weights else ():
        yield f"weight of {issues[issue].short}", weight
    for issue, values in preference.values.items():
        for name, value in values.points.items():
            yield f"{issues[issue].short}: value of “{answer(case, issues[issue], name)}”", value
    for item in preference.interactions:
        yield f"points where {words(item.when, terms)}", item.points
    walk_away = preference.walk_away
    if walk_away is not None and walk_away.at is not None:
        yield "walk-away", walk_away.at
    if walk_away is not None and walk_away.less is not None:
        yield "cost of having no deal", walk_away.less


def turning(settled: CaseSettlement) -> Turning | None:
    """Each range moved alone to its ends; None where the case is too large for it. O(ranges × packages)."""
    zone = _Zone(settled)
    ranges = [
        (settled.problem.parties.index(name), what, judgement)
        for name, preference in settled.case.preferences.items()
        if name in settled.problem.parties and settled.problem.parties.index(name) in settled.problem.asked
        for what, judgement in judgements(settled.case, settled.problem.issues, preference)
        if not judgement.is_point
    ]
    if len(ranges) * len(zone.digits) * (2 + _HALVINGS) > MOST_VALUED:
        return None
    return Turning(settled.settlement.n_acceptable, tuple(zone.turn(*item) for item in ranges))


class _Zone:
    """The zone as a function of one judgement, everything else as shown."""

    def __init__(self, settled: CaseSettlement) -> None:
        problem, packages = settled.problem, settled.settlement.packages
        codes = settled.settlement.feasible
        codes = np.arange(len(packages), dtype=np.int64) if codes is None else codes
        if problem.status_quo is not None:
            codes = codes[codes != packages.encode(problem.status_quo)]
        self.settled = settled
        self.digits = packages.decode(codes)
        self.free: dict[int, BoolArray] = {}
        self.refused: dict[int, BoolArray] = {}
        worth = packages.scores(codes)
        self.accepts: dict[int, BoolArray] = {}
        for party in problem.asked:
            where = needed(packages, codes, party)
            self.free[party] = np.zeros(len(codes), dtype=np.bool_) if where is None else ~where
            refused = np.zeros(len(codes), dtype=np.bool_)
            for ground in problem.grounds:
                if ground.party == party:
                    refused |= packages.truth_at(ground.rule, codes)
            self.refused[party] = refused
            reached = worth[:, party] >= int(problem.walk_away[party])
            self.accepts[party] = self.free[party] | (reached & ~refused)

    def turn(self, party: int, what: str, moved: Judgement) -> Turn:
        others = np.ones(len(self.digits), dtype=np.bool_)
        for other, accepts in self.accepts.items():
            if other != party:
                others &= accepts
        ends = [self.count(party, moved, end, others) for end in (moved.low, moved.high)]
        name = self.settled.problem.parties[party]
        was_open = self.settled.settlement.n_acceptable > 0
        changed = [(end > 0) != was_open for end in ends]
        if not any(changed):
            return Turn(name, what, moved, ends[0], ends[1])
        same, other = moved.point, moved.high if changed[1] else moved.low
        for _ in range(_HALVINGS):
            middle = (same + other) / 2
            if (self.count(party, moved, middle, others) > 0) == was_open:
                same = middle
            else:
                other = middle
        return Turn(name, what, moved, ends[0], ends[1], until=same, downwards=not changed[1])

    def count(self, party: int, moved: Judgement, at: Fraction, others: BoolArray) -> int:
        """How many packages all accept with one judgement of a party at this number."""
        case, terms = self.settled.case, self.settled.problem.issues
        name = self.settled.problem.parties[party]
        scores = party_scores(case, case.preferences[name], terms, lambda j: at if j is moved else j.point)
        reached = self._values(scores) >= float(scores.walk_away) - TOLERANCE
        return int((others & (self.free[party] | (reached & ~self.refused[party]))).sum())

    def _values(self, scores: PartyScores) -> npt.NDArray[np.float64]:
        total = np.zeros(len(self.digits))
        for place, table in enumerate(scores.issues):
            total += np.array([float(value) for value in table])[self.digits[:, place]]
        for rule, points in scores.interactions:
            total += float(points) * rule.holds(self.digits)
        return total


def answer(case: Case, issue: Issue, name: str) -> str:
    """An option, member or number of an issue as a reader sees it."""
    return f"{name} {issue.units or ''}".strip() if issue.kind == "number" else name_in_words(case, issue, name)


def numbers_counted(case: Case) -> tuple[int, int, int]:
    """How many points, ranges and orders the preferences are made of."""
    terms = vocabulary(case)
    found = [judgement for item in case.preferences.values() for _, judgement in judgements(case, terms, item)]
    orders = [
        ranking
        for item in case.preferences.values()
        for ranking in (item.weights, *item.values.values())
        if ranking is not None and ranking.order
    ]
    points = sum(judgement.is_point for judgement in found)
    return points, len(found) - points, len(orders)

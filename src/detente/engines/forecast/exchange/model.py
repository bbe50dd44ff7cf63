"""The exchange model: the best deal first, until none is left; then the next round."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.engines.forecast.exchange.deals import WORTH_IT, Partners, Terms, outcomes, partners, terms
from detente.engines.forecast.exchange.problem import ExchangeProblem
from detente.engines.forecast.problem import FloatArray, IntArray
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "position-exchange"


@dataclass(frozen=True, slots=True)
class Deal:
    """One exchange: what either moves, from where to where, on the issues' own scales, and what follows.

    gain: of either, salience times shares of the scale from 0 to 100. others: what it brings or costs each other
    actor, in the same measure.
    """

    round: int
    first: str
    first_moves_on: str
    first_from: float
    first_to: float
    second: str
    second_moves_on: str
    second_from: float
    second_to: float
    gain: float
    others: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExchangeForecast(Answer):
    """The outcome on each issue round by round, and the deals that lead there.

    outcomes[round, issue], round 0 before any deal, on the issues' own scales. candidates: pairs and issues on which
    a deal was looked at in the first round.
    """

    issues: tuple[str, ...]
    outcomes: FloatArray = field(repr=False)
    deals: tuple[Deal, ...] = field(repr=False)
    candidates: int
    positions: FloatArray = field(repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """A row an issue: before any deal, and after the last round."""
        return [
            {"issue": issue, "before": float(self.outcomes[0, k]), "after": float(self.outcomes[-1, k])}
            for k, issue in enumerate(self.issues)
        ]


def position_exchange(problem: ExchangeProblem, *, rounds: int = 1, progress: Progress = SILENT) -> ExchangeForecast:
    """Two actors trade votes on two issues: each gives way where it matters less to it than to the other.

    O_p = sum c s x / sum c s on each issue. Pairs on opposite sides of O on two issues exchange moves such that both
    gain alike, s_ip D_p - s_iq D_q = s_jq D_q - s_jp D_p, as far as possible; the deal with the highest gain is made,
    all others are worked out again, until no deal gains anything. Then x' = (1 - m) x + m y with
    m = 0.4 (1 - s) + 0.1 for the next round, y the votes.

    problem: positions on issues' scales, salience 0 to 1, influence 0 or more; NaN where an actor takes no part.
    rounds: how often all deals are made and positions drift towards the votes.

    No deal where nobody stands opposite another on two issues: then the outcome stays. Of deals with equal gain, to
    1e-10, the one whose issues, then actors, come first by name. Deals of more than two are not looked at.
    O(rounds deals n^2 m^2): 20 actors, 8 issues, one round in 0.1 s.

    >>> from detente.engines.forecast.exchange.problem import exchange_problem
    >>> rows = [("a", "x", 0, 0.9, 1), ("a", "y", 0, 0.1, 1), ("b", "x", 100, 0.1, 1), ("b", "y", 100, 0.9, 1)]
    >>> found = position_exchange(exchange_problem(rows, {"x": (0, 100), "y": (0, 100)}))
    >>> found.outcomes.round(1).tolist(), round(found.deals[0].gain, 6)
    ([[10.0, 90.0], [0.0, 100.0]], 8.0)

    Stokman, F. N. and Van Oosten, R. (1994). The exchange of voting positions: an object-oriented model of policy
    networks. In Bueno de Mesquita, B. and Stokman, F. N. (eds.), European Community Decision Making, Yale University
    Press, chapter 5 (recalled).
    """
    if rounds < 1:
        raise OutOfDomain(f"{rounds} rounds: at least 1")
    order = _by_name(problem)
    at, on = order
    current = problem.shares[np.ix_(at, on)]
    salience, influence = problem.salience[np.ix_(at, on)], problem.influence[np.ix_(at, on)]
    weights = salience * influence
    run = _Run(problem, at, on)
    every, counts = [outcomes(current, weights)], list[int]()
    for number in range(1, rounds + 1):
        progress.at("rounds", number, rounds)
        found = partners(current, salience, weights)
        counts.append(len(found))
        voting = run.deals_of(number, found, current, salience, weights, progress)
        every.append(outcomes(voting, weights))
        drift = 0.4 * (1 - salience) + 0.1
        current = (1 - drift) * current + drift * voting
    back = np.argsort(on)
    width = problem.high - problem.low
    return ExchangeForecast(
        method=METHOD,
        parameters=frozen(rounds=rounds),
        certificate=frozen(deals=len(run.made), first=run.made[0] if run.made else None),
        issues=problem.issues,
        outcomes=problem.low + np.array(every)[:, back] / 100 * width,
        deals=tuple(run.made),
        candidates=counts[0],
        positions=problem.low + current[np.ix_(np.argsort(at), back)] / 100 * width,
    )


def _by_name(problem: ExchangeProblem) -> tuple[IntArray, IntArray]:
    """The order of actors and of issues by name, so that ties do not depend on how they were listed."""
    at = sorted(range(len(problem.actors)), key=lambda k: problem.actors[k])
    on = sorted(range(len(problem.issues)), key=lambda k: problem.issues[k])
    return np.array(at, dtype=np.int64), np.array(on, dtype=np.int64)


class _Run:
    """The deals made so far."""

    def __init__(self, problem: ExchangeProblem, at: IntArray, on: IntArray) -> None:
        self.actors: list[str] = [problem.actors[int(k)] for k in at]
        self.issues: list[str] = [problem.issues[int(k)] for k in on]
        self.low, self.width = problem.low[on], (problem.high - problem.low)[on]
        self.made: list[Deal] = []

    def deals_of(
        self,
        number: int,
        found: Partners,
        positions: FloatArray,
        salience: FloatArray,
        weights: FloatArray,
        progress: Progress,
    ) -> FloatArray:
        """Make all deals of one round; where everybody votes after them."""
        voting = positions.copy()
        open_still = np.ones(len(found), dtype=np.bool_)
        while open_still.any():
            asked = terms(found, positions, voting, salience, weights)
            gains = np.where(open_still, asked.gains, -np.inf)
            most = gains.max()
            if not most > WORTH_IT:
                break
            best = int((gains >= most - WORTH_IT).argmax())
            open_still[best] = False
            before = outcomes(voting, weights)
            voting = _moved(voting, found, asked, best)
            shift = np.abs(before - positions) - np.abs(outcomes(voting, weights) - positions)
            self.made.append(self._deal(number, found, asked, best, voting, np.nansum(salience * shift, axis=1)))
            progress.at("deals", len(self.made))
        return voting

    def _deal(
        self, number: int, found: Partners, asked: Terms, best: int, voting: FloatArray, gained: FloatArray
    ) -> Deal:
        i, j = int(found.first[best]), int(found.second[best])
        p, q = int(found.demanded[best]), int(found.supplied[best])
        return Deal(
            round=number,
            first=self.actors[i],
            first_moves_on=self.issues[q],
            first_from=self._shown(q, float(voting[i, q] - asked.first_moves[best])),
            first_to=self._shown(q, float(voting[i, q])),
            second=self.actors[j],
            second_moves_on=self.issues[p],
            second_from=self._shown(p, float(voting[j, p] - asked.second_moves[best])),
            second_to=self._shown(p, float(voting[j, p])),
            gain=float(asked.gains[best]),
            others=tuple(
                (a, float(g)) for k, (a, g) in enumerate(zip(self.actors, gained, strict=True)) if k not in (i, j)
            ),
        )

    def _shown(self, issue: int, share: float) -> float:
        return float(self.low[issue] + share / 100 * self.width[issue])


def _moved(voting: FloatArray, found: Partners, asked: Terms, best: int) -> FloatArray:
    after = voting.copy()
    after[found.first[best], found.supplied[best]] += asked.first_moves[best]
    after[found.second[best], found.demanded[best]] += asked.second_moves[best]
    return after

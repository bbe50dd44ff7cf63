"""Moral hazard: what a promise of help does to what the protege is ready to accept."""

from __future__ import annotations

import math
from dataclasses import dataclass

from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.engines.commitments.deterrence.problem import Deterrence
from detente.engines.commitments.deterrence.threshold import ReliabilityThreshold, reliability_threshold
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen


@dataclass(frozen=True, slots=True)
class Promise:
    """One form of the promise, and what follows from it; shares of the prize are in its unit.

    reservation: the most of the prize that B concedes rather than fight; demand_rise: by how much less that is than
    without a promise. challenger_least: the least that A takes rather than fight, as A sees the promise. overlap: what
    lies between the two; negative where the promise leaves no settlement.
    """

    form: str
    reliability: float
    reservation: float
    demand_rise: float
    challenger_least: float
    overlap: float
    deterred: bool
    """Whether A, with nothing conceded, prefers the status quo to an attack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoralHazard(Answer):
    """What B concedes at most without a promise and under each form of it."""

    none: Promise
    full: Promise
    probabilistic: Promise
    conditional: Promise | NoAnswer
    least_deterring: Promise | NoAnswer
    """The probabilistic promise of the least reliability that still deters: the smallest rise of B's demand."""
    overconfidence_limit: float | NoAnswer
    """How much more reliable than A believes may B believe the promise to be, before no settlement is left."""


def moral_hazard(
    problem: Deterrence,
    protege_cost: float,
    *,
    conceded_before_help: float | None = None,
    challenger_belief: float | None = None,
) -> MoralHazard:
    """How much harder a promise of help makes the protege bargain, and which forms of promise keep that small.

    B concedes x of the prize V rather than fight iff x <= p_q V + cB, with p_q = (1 - q) p0 + q p1: the promise lowers
    B's reservation point by q (p0 - p1) V. A takes x rather than fight iff x >= p_q V - c0 - q d. A promise that holds
    only if more than x' is asked of B moves the point to the median of { p_q V + cB, x', p0 V + cB }.

    problem: one guarantor with reliability q. protege_cost: cB >= 0, of fighting, in the unit of the prize.
    conceded_before_help: x' in [0, V] of the conditional promise, None for no such promise.
    challenger_belief: the reliability in [0, 1] that A believes, when B believes the stated one; None: the same.

    `conditional`, `least_deterring` and `overconfidence_limit` are NoAnswer, with a reason, where they do not exist.
    Points are not clipped to [0, V]. O(1), closed form.

    >>> from detente.engines.commitments.deterrence.problem import Guarantor
    >>> answer = moral_hazard(Deterrence(4, 1, (Guarantor("g", 12, 0.5, 0.5, 0.15),), cost=0.3), 0.2)
    >>> round(answer.none.reservation, 3), round(answer.probabilistic.reservation, 3), round(answer.full.reservation, 3)
    (1.0, 0.782, 0.564)

    Derived here, on the question of Benson, B. V., Meirowitz, A. and Ramsay, K. W. (2014). Inducing deterrence through
    moral hazard in alliance contracts. Journal of Conflict Resolution 58(2): 307-335; their model has more
    moves and types.
    """
    if len(problem.guarantors) != 1:
        raise OutOfDomain(f"{len(problem.guarantors)} guarantors: this model has one")
    if not (math.isfinite(protege_cost) and protege_cost >= 0):
        raise OutOfDomain(f"protege_cost is {protege_cost}: give a finite number of at least 0")
    if challenger_belief is not None and not 0 <= challenger_belief <= 1:
        raise OutOfDomain(f"challenger_belief is {challenger_belief}: give a number from 0 to 1")
    (guarantor,) = problem.guarantors
    q = guarantor.reliability
    believed = q if challenger_belief is None else challenger_belief
    model = _Bargain(problem, protege_cost)
    threshold = reliability_threshold(problem)
    return MoralHazard(
        method="moral-hazard",
        none=model.promise("none", 0.0, 0.0),
        full=model.promise("full", 1.0, 1.0),
        probabilistic=model.promise("probabilistic", q, believed),
        conditional=_conditional(model, conceded_before_help, q, believed),
        least_deterring=_least(model, threshold),
        overconfidence_limit=_limit(model, believed),
        parameters=frozen(
            protege_cost=protege_cost, conceded_before_help=conceded_before_help, challenger_belief=challenger_belief
        ),
        certificate=frozen(success_alone=model.alone, success_helped=model.helped),
        caveats=("both sides are risk neutral and know the strengths; points are not clipped to the prize",),
    )


class _Bargain:
    """The two reservation points as functions of reliability."""

    def __init__(self, problem: Deterrence, protege_cost: float) -> None:
        (self.guarantor,) = problem.guarantors
        self.problem, self.protege_cost = problem, protege_cost
        self.alone, self.helped = problem.success(0.0).item(), problem.success(self.guarantor.projected).item()
        self.stake = (self.alone - self.helped) * problem.prize

    def reservation(self, q: float) -> float:
        return self.alone * self.problem.prize - q * self.stake + self.protege_cost

    def utility(self, q: float) -> float:
        return self.alone * self.problem.prize - q * (self.stake + self.guarantor.added_cost) - self.problem.cost

    def promise(self, form: str, q: float, believed: float, reservation: float | None = None) -> Promise:
        point = self.reservation(q) if reservation is None else reservation
        least = self.utility(believed)
        return Promise(
            form,
            q,
            point,
            self.reservation(0.0) - point,
            least,
            point - least,
            least - self.problem.status_quo <= self.problem.rounding,
        )


def _conditional(model: _Bargain, limit: float | None, q: float, believed: float) -> Promise | NoAnswer:
    if limit is None:
        return NoAnswer("moral-hazard", "no limit was given from which the promise would hold")
    if not 0 <= limit <= model.problem.prize:
        raise OutOfDomain(f"conceded_before_help is {limit}: give a number from 0 to the prize, {model.problem.prize}")
    point = sorted((model.reservation(q), limit, model.reservation(0.0)))[1]
    return model.promise("conditional", q, believed, point)


def _least(model: _Bargain, threshold: ReliabilityThreshold | NoAnswer) -> Promise | NoAnswer:
    if isinstance(threshold, NoAnswer):
        return NoAnswer("moral-hazard", threshold.reason)
    least = max(threshold.threshold, 0.0)
    if least > 1:
        return NoAnswer("moral-hazard", "no reliability of this guarantor deters")
    return model.promise("least deterring", least, least)


def _limit(model: _Bargain, believed: float) -> float | NoAnswer:
    """q_B - q_A at which p_qB V + cB = p_qA V - c0 - q_A d."""
    if model.stake <= model.problem.rounding:
        return NoAnswer("moral-hazard", "the guarantor's joining does not change who wins: no belief moves B's point")
    room = model.problem.cost + model.protege_cost + believed * model.guarantor.added_cost
    limit = room / model.stake
    if believed + limit > 1:
        return NoAnswer("moral-hazard", "whatever B believes, a settlement is left")
    return limit

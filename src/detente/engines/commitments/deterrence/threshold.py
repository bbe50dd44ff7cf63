"""How reliable guarantors must be: for one a closed form, for several each alone and all together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.engines.commitments.deterrence.common_factor import mixture
from detente.engines.commitments.deterrence.contest import FloatArray
from detente.engines.commitments.deterrence.expected_utility import RISK_NEUTRAL
from detente.engines.commitments.deterrence.joining import check_listed, set_probabilities, subset_sums
from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.engines.commitments.deterrence.problem import Deterrence
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen

ANYWAY = "deterred anyway, at every reliability"
FROM_HERE = "deterred from this reliability on"
NEVER = "cannot be deterred at any reliability"

ROOT_WIDTH = 1e-12
"""Bisection stops when the root is known this well; the end that deters is returned."""

SEARCHED = 12
"""Guarantors up to which roots are searched when joining is correlated: every step sums over all sets and nodes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityThreshold(Answer):
    """The least reliability of a guarantor that deters, beside the one stated."""

    guarantor: str
    threshold: float
    """q*, unclipped: at most 0 where deterred anyway, above 1 where no reliability deters."""
    case: str
    stated: float

    @property
    def deterred(self) -> bool:
        """Whether the stated reliability deters."""
        return self.case == ANYWAY or (self.case == FROM_HERE and self.stated >= self.threshold - 1e-12)


@dataclass(frozen=True, slots=True)
class CriticalReliability:
    """One guarantor's least reliability that deters while the others stay as stated."""

    guarantor: str
    stated: float
    critical: float | NoAnswer
    case: str
    utility_if_it_never_joins: float
    utility_if_it_surely_joins: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalReliabilities(Answer):
    """What would have to be true of each guarantor alone, and of all together."""

    guarantors: tuple[CriticalReliability, ...]
    multiplier: float | NoAnswer
    """The least t such that reliabilities min(1, t q_i) deter; at most 1 where the stated ones do."""
    common: float | NoAnswer
    """The least reliability that deters when it is everybody's."""


def reliability_threshold(problem: Deterrence) -> ReliabilityThreshold | NoAnswer:
    """How likely one guarantor must be to join before an attack stops paying.

    q* = (p0 V - c0 - u) / [ (p0 - p1) V + d ], with p0 = p(nobody joins), p1 = p(it joins). Deterred iff q >= q*:
    q* <= 0 is deterred anyway, q* > 1 cannot be deterred by it at any reliability.

    problem: one guarantor; domains as for `deterrence`. Its stated reliability is compared, not used.

    NoAnswer where its joining changes nothing for the challenger (no projected strength or m = 0, and no added cost).
    O(1), closed form in floats.

    >>> from detente.engines.commitments.deterrence.problem import Guarantor
    >>> answer = reliability_threshold(Deterrence(4, 1, (Guarantor("g", 12, 0.5, 0.5, 0.15),), cost=0.3))
    >>> round(answer.threshold, 6), answer.case, answer.deterred
    (0.852713, 'deterred from this reliability on', False)

    Derived here, from EU being affine in q; the question is that of Smith, A. (1995). Alliance formation and war.
    International Studies Quarterly 39(4): 405-425.
    """
    if len(problem.guarantors) != 1:
        raise OutOfDomain(
            f"{len(problem.guarantors)} guarantors: this closed form is for one; ask critical_reliabilities"
        )
    (guarantor,) = problem.guarantors
    alone, helped = problem.success(0.0).item(), problem.success(guarantor.projected).item()
    gain = problem.prize * alone - problem.cost - problem.status_quo
    loss = (alone - helped) * problem.prize + guarantor.added_cost
    if loss <= problem.rounding:
        does = "deterred" if gain <= problem.rounding else "not deterred"
        reason = f"joining of {guarantor.name} changes nothing for the challenger: {does} at every reliability"
        return NoAnswer("reliability-threshold", reason)
    return ReliabilityThreshold(
        method="reliability-threshold",
        guarantor=guarantor.name,
        threshold=gain / loss,
        case=_case(gain + problem.status_quo, gain + problem.status_quo - loss, problem),
        stated=guarantor.reliability,
        certificate=frozen(
            success_alone=alone,
            success_helped=helped,
            gain_without_help=gain,
            loss_if_joined=loss,
            utility_at_stated=gain - guarantor.reliability * loss + problem.status_quo,
        ),
        caveats=(RISK_NEUTRAL,),
    )


def critical_reliabilities(problem: Deterrence, correlation: float = 0.0) -> CriticalReliabilities:
    """For each guarantor the least reliability that deters while the others stay as they are; and for all together.

    Independent: EU is affine in each q_i, so q_i* = q solves EU(q_i = 0) + q [EU(q_i = 1) - EU(q_i = 0)] = u exactly.
    Together: the least t with EU(min(1, t q)) <= u, and the least common q with EU(q, ..., q) <= u, by bisection;
    EU never rises with any reliability, also when correlated. With correlation the single ones are bisected too.

    problem: at least one guarantor; up to 20, with correlation up to 12.
    correlation: rho in [0, 1].

    NoAnswer in a field where nothing in range deters, or a guarantor changes nothing; `case` says it in words.
    O(n 2^n) and forty sums over all sets; 20 guarantors in 0.7 s, 12 correlated in 0.5 s.

    >>> from detente.engines.commitments.deterrence.problem import Guarantor
    >>> pair = (Guarantor("g", 12, 0.5, 0.5, 0.15), Guarantor("h", 3, 0.8, 0.6, 0.05))
    >>> [round(x.critical, 4) for x in critical_reliabilities(Deterrence(4, 1, pair, cost=0.3)).guarantors]
    [0.6691, 0.9742]

    Derived here.
    """
    if not problem.guarantors:
        raise OutOfDomain("no guarantors: there is no reliability to ask for")
    check_listed(len(problem.guarantors))
    if correlation > 0 and len(problem.guarantors) > SEARCHED:
        raise TooLarge(
            "correlated guarantors",
            estimate=len(problem.guarantors),
            limit=SEARCHED,
            todo="join small ones into groups",
        )

    success, costs = problem.success(subset_sums(problem.projected)), problem.added_costs

    def utility(reliabilities: FloatArray) -> float:
        chances = set_probabilities(mixture(reliabilities, correlation))
        return problem.prize * float(chances @ success) - problem.cost - float(reliabilities @ costs)

    stated = problem.reliabilities
    return CriticalReliabilities(
        method="critical-reliabilities",
        guarantors=tuple(_single(problem, i, utility, correlation) for i in range(len(stated))),
        multiplier=_multiplier(problem, utility),
        common=_root(lambda q: utility(0 * stated + q), 0.0, 1.0, problem, "no common reliability deters, not even 1"),
        parameters=frozen(correlation=correlation),
        certificate=frozen(
            stated=utility(stated), if_nobody_joins=utility(0 * stated), if_all_join=utility(0 * stated + 1)
        ),
        caveats=(RISK_NEUTRAL,),
        tolerance=ROOT_WIDTH,
    )


def _single(
    problem: Deterrence, which: int, utility: Callable[[FloatArray], float], correlation: float
) -> CriticalReliability:
    guarantor = problem.guarantors[which]

    def at(reliability: float) -> float:
        changed = problem.reliabilities
        changed[which] = reliability
        return utility(changed)

    without, with_it = at(0.0), at(1.0)
    if without - with_it <= problem.rounding:
        critical: float | NoAnswer = NoAnswer(
            "critical-reliabilities", f"joining of {guarantor.name} changes nothing for the challenger"
        )
        case = ANYWAY if without - problem.status_quo <= problem.rounding else NEVER
        return CriticalReliability(guarantor.name, guarantor.reliability, critical, case, without, with_it)
    case = _case(without, with_it, problem)
    if correlation == 0:
        critical = (without - problem.status_quo) / (without - with_it)
    else:
        critical = _root(at, 0.0, 1.0, problem, f"with the others as stated, no reliability of {guarantor.name} deters")
    return CriticalReliability(guarantor.name, guarantor.reliability, critical, case, without, with_it)


def _case(without: float, with_it: float, problem: Deterrence) -> str:
    bar = problem.status_quo + problem.rounding
    return ANYWAY if without <= bar else FROM_HERE if with_it <= bar else NEVER


def _multiplier(problem: Deterrence, utility: Callable[[FloatArray], float]) -> float | NoAnswer:
    stated = problem.reliabilities
    positive = stated[stated > 0]
    if not len(positive):
        return NoAnswer("critical-reliabilities", "all stated reliabilities are 0: no multiple of them is more")
    return _root(
        lambda t: utility((t * stated).clip(0, 1)),
        0.0,
        float(1 / positive.min()),
        problem,
        "no multiple of the stated reliabilities deters, not even when all of them that are not 0 become 1",
    )


def _root(
    utility: Callable[[float], float], low: float, high: float, problem: Deterrence, reason: str
) -> float | NoAnswer:
    """The least argument at which a falling utility is at most the status quo, from above."""
    bar = problem.status_quo + problem.rounding
    if utility(low) <= bar:
        return low
    if utility(high) > bar:
        return NoAnswer("critical-reliabilities", reason)
    while high - low > ROOT_WIDTH * max(1.0, high):
        middle = (low + high) / 2
        low, high = (low, middle) if utility(middle) <= bar else (middle, high)
    return high

"""How reliable a guarantee must be to cure a commitment problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from detente.engines.commitments.derived import with_derived
from detente.engines.commitments.quantity import (
    TOO_CLOSE,
    Number,
    Quantity,
    discount_factor,
    not_negative,
    probability,
    too_close,
)
from detente.engines.methods.answer import Answer
from detente.foundation.plain_data import frozen

Verdict: TypeAlias = Literal["not needed", "suffices", "too small", "no help"]


@dataclass(frozen=True, slots=True)
class GuaranteeAt:
    """The two sides of the condition at one reliability; war where left > right."""

    reliability: Quantity
    left: Quantity
    right: Quantity

    @property
    def war(self) -> bool:
        """Whether no peaceful path exists."""
        return self.left > self.right

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return with_derived(self, "war")


@dataclass(frozen=True, slots=True)
class NoReliability:
    """No reliability answers the question, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that would do alone, all else as given: `symbol` at most or at least `value`."""

    what: str
    symbol: str
    bound: Literal["at most", "at least"]
    value: Quantity
    possible: bool
    """Whether the value lies where the symbol can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeNeeded(Answer):
    """The least reliability, what it is worth at those asked for, and what else would do.

    verdict: "not needed" (peace is possible without), "suffices" (a reliability of at most 1 does), "too small" (not
    even a certain guarantee does), "no help" (the guarantee does not weaken the attacker).
    """

    verdict: Verdict
    needed: Quantity | NoReliability
    without: GuaranteeAt
    lines: tuple[GuaranteeAt, ...]
    remedies: tuple[Remedy, ...]

    def rows(self) -> list[dict[str, Any]]:
        """One row a reliability, that of no guarantee first."""
        return [line.to_dict() for line in (self.without, *self.lines)]


def third_party_guarantee(
    p_now: Number,
    p_later: Number,
    p_joined: Number,
    costs: tuple[Number, Number],
    discount: Number,
    *,
    added_cost: Number = 0,
    reliability: Iterable[Number] = (),
) -> GuaranteeNeeded:
    """How sure the declining party must be that a third party would help it, so that it need not fight now.

    A guarantor joins D with probability q if the rising party R attacks from the next period on. That replaces
    p_{t+1} by (1-q) p_{t+1} + q p_joined and cR by cR + q dc in Powell's condition; peace becomes possible iff
    q >= q_G = [delta p_{t+1} - p_t - cD - delta cR] / (delta [(p_{t+1} - p_joined) + dc]).

    p_now, p_later: probability p_t, p_{t+1} that R wins now and in the next period; p_joined: in the next period
        with the guarantor on D's side. All 0 to 1.
    costs: (cR, cD) >= 0, rising side first, as shares of every later pie. discount: delta, above 0, below 1.
    added_cost: dc >= 0, to R if the guarantor joins. reliability: values of q to show, 0 to 1.

    `needed` is q_G, also above 1 ("too small": see `remedies`); where the guarantee does not weaken R it is
    `NoReliability` with the reason, and where none is needed it is at most 0 or `NoReliability`. Exact for exact
    input. O(number of reliabilities).

    >>> ask = dict(costs=("0.05", "0.05"), discount="0.9", added_cost="0.1", reliability=["0.25", "0.6"])
    >>> answer = third_party_guarantee("0.4", "0.7", "0.35", **ask)
    >>> answer.needed, [(float(x.left), float(x.right), x.war) for x in answer.lines]
    (Fraction(1, 3), [(0.15125, 0.1175, True), (0.041, 0.149, False)])

    Derived here from Powell, R. (2006). War as a commitment problem. International Organization 60(1): 169-203,
    https://doi.org/10.1017/S0020818306060061. That guarantees by third parties are what lets settlements hold:
    Walter, B. F. (1997). The critical barrier to civil war settlement. International Organization 51(3): 335-364.
    """
    delta = discount_factor(discount)
    now, later = probability(p_now, "p now"), probability(p_later, "p later")
    joined = probability(p_joined, "p with the guarantor")
    rising, declining = (
        not_negative(c, f"cost of the {side} party") for c, side in zip(costs, ("rising", "declining"), strict=True)
    )
    extra = not_negative(added_cost, "added cost")

    def at(q: Quantity) -> GuaranteeAt:
        left = delta * ((1 - q) * later + q * joined) - now
        return GuaranteeAt(q, left, declining + delta * (rising + q * extra))

    without = GuaranteeAt(0 * delta, delta * later - now, declining + delta * rising)
    lacking = without.left - without.right
    effect = delta * ((later - joined) + extra)
    verdict, needed = _verdict(lacking, effect)
    lines = tuple(at(probability(q, "reliability")) for q in reliability)
    return GuaranteeNeeded(
        method="third-party-guarantee",
        verdict=verdict,
        needed=needed,
        without=without,
        lines=lines,
        remedies=_remedies(now, later, joined, rising, declining, delta, extra) if lacking > 0 else (),
        caveats=(
            "the guarantee starts to work in the next period; today the declining party stands alone",
            "only the guarantee's size and reliability are counted, not what it costs the guarantor to keep it",
            *(("this guarantee makes the rising party stronger",) if effect < 0 else ()),
            *((TOO_CLOSE,) if any(too_close(line.left, line.right) for line in (without, *lines)) else ()),
        ),
        parameters=frozen(
            p_now=now,
            p_later=later,
            p_joined=joined,
            costs=(rising, declining),
            discount=delta,
            added_cost=extra,
        ),
        certificate=frozen(lacking=lacking, effect_of_certainty=effect),
    )


def _verdict(lacking: Quantity, effect: Quantity) -> tuple[Verdict, Quantity | NoReliability]:
    if effect <= 0:
        if lacking <= 0:
            return "not needed", NoReliability("peace is possible without a guarantee, and this one adds nothing to it")
        return "no help", NoReliability(
            "the guarantor's joining neither weakens the rising party nor costs it anything"
        )
    needed = lacking / effect
    if lacking <= 0:
        return "not needed", needed
    return ("suffices" if needed <= 1 else "too small"), needed


def _remedies(
    now: Quantity,
    later: Quantity,
    joined: Quantity,
    rising: Quantity,
    declining: Quantity,
    delta: Quantity,
    extra: Quantity,
) -> tuple[Remedy, ...]:
    """What would do alone: each the value at which the condition is an equality."""
    slowest = (now + declining) / delta + rising
    gap = later - slowest
    stronger = slowest + extra
    dearer = max(0 * gap, gap - (later - joined))
    return (
        Remedy(
            "a slower shift (caps, phased demobilisation), without any guarantee", "p_later", "at most", slowest, True
        ),
        Remedy(
            "higher costs of attack whoever joins (sanctions that snap back), without any guarantee",
            "cost of the rising party",
            "at least",
            rising + gap,
            True,
        ),
        Remedy(
            "stronger help that is certain to come (forces in place, a trip-wire)",
            "p_joined at reliability 1",
            "at most",
            stronger,
            stronger >= 0,
        ),
        Remedy(
            "help that costs the attacker more, certain to come",
            "added cost at reliability 1",
            "at least",
            dearer,
            True,
        ),
    )

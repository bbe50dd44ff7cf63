"""Whether a settlement over several periods leaves somebody, at some time, better off by fighting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from detente.engines.commitments.derived import with_derived
from detente.engines.commitments.quantity import (
    TOO_CLOSE,
    Number,
    Quantity,
    not_negative,
    probability,
    series,
    too_close,
)
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen, plain


@dataclass(frozen=True, slots=True)
class Period:
    """One period: A's share and the ends of the range; a margin below 0 is a reason to fight."""

    time: int
    share: Quantity
    low: Quantity
    high: Quantity

    @property
    def margin_a(self) -> Quantity:
        """What A has above its value of war."""
        return self.share - self.low

    @property
    def margin_b(self) -> Quantity:
        """What B has above its value of war."""
        return self.high - self.share

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return with_derived(self, "margin_a", "margin_b")


@dataclass(frozen=True, slots=True)
class Violation:
    """At `time` this side prefers war, by `by`."""

    time: int
    side: Literal["A", "B"]
    share: Quantity
    bound: Quantity
    by: Quantity


@dataclass(frozen=True, slots=True)
class Kept:
    """No violation, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfEnforcement(Answer):
    """Every period with its margins, and all violations in the order of time.

    `constant_low` to `constant_high` are the shares that, held fixed, satisfy both parties in every period; there is
    none where the first is larger.
    """

    periods: tuple[Period, ...]
    violations: tuple[Violation, ...]
    constant_low: Quantity
    constant_high: Quantity

    @property
    def holds(self) -> bool:
        """Whether nobody prefers war in any period."""
        return not self.violations

    @property
    def first(self) -> Violation | Kept:
        """The earliest violation."""
        if self.violations:
            return self.violations[0]
        return Kept("in every period both parties have at least what war would give them")

    @property
    def constant_share_exists(self) -> bool:
        """Whether some fixed share would satisfy both parties in every period."""
        return self.constant_low <= self.constant_high

    def rows(self) -> list[dict[str, Any]]:
        """One row a period."""
        broken = {violation.time: violation.side for violation in self.violations}
        return [item.to_dict() | {"violated_by": broken.get(item.time, "")} for item in self.periods]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return Answer.to_dict(self) | {
            "holds": plain(self.holds),
            "first": plain(self.first),
            "constant_share_exists": plain(self.constant_share_exists),
        }


def self_enforcing(
    shares: Iterable[Number],
    p: Number | Iterable[Number],
    costs: tuple[Number | Iterable[Number], Number | Iterable[Number]],
) -> SelfEnforcement:
    """Whether a settlement would be kept at every time because fighting pays neither party then.

    The path x_0..x_T is self-enforcing iff p_t - cA(t) <= x_t <= p_t + cB(t) for all t. Each period is judged by
    itself: nobody is punished later for what it does now, and nobody fights now because of what comes later (for
    that, see the commitment problem).

    shares: x_t, A's share in period t = 0..T, each 0 to 1.
    p: p_t, probability that A wins a war begun in t, 0 to 1; one number for all periods or one a period.
    costs: (cA, cB), each >= 0 in shares of the pie, one number or one a period.

    `first` is the earliest violation with its side, or `Kept` with the reason. Equality counts as kept. O(T);
    10^4 exact periods in 1 s.

    >>> answer = self_enforcing(["0.5", "0.5", "0.5"], ["0.5", "0.6", "0.8"], ("0.2", "0.1"))
    >>> answer.first
    Violation(time=2, side='A', share=Fraction(1, 2), bound=Fraction(3, 5), by=Fraction(1, 10))
    >>> answer.constant_low, answer.constant_high
    (Fraction(3, 5), Fraction(3, 5))

    Derived here, period by period, from Fearon, J. D. (1995). Rationalist explanations for war. International
    Organization 49(3): 379-414, https://doi.org/10.1017/S0020818300033324.
    """
    path = tuple(probability(x, f"share in period {t}") for t, x in enumerate(shares))
    if not path:
        raise OutOfDomain("a settlement needs at least one period")
    wins = [probability(v, f"p in period {t}") for t, v in enumerate(series(p, len(path), "p"))]
    cost_a, cost_b = (
        [
            not_negative(v, f"cost of {side} in period {t}")
            for t, v in enumerate(series(cost, len(path), f"cost of {side}"))
        ]
        for cost, side in zip(costs, "AB", strict=True)
    )
    periods = tuple(
        Period(t, x, win - a, win + b) for t, (x, win, a, b) in enumerate(zip(path, wins, cost_a, cost_b, strict=True))
    )
    near = any(too_close(item.share, item.low) or too_close(item.share, item.high) for item in periods)
    return SelfEnforcement(
        method="self-enforcing-settlement",
        periods=periods,
        violations=tuple(found for item in periods for found in _violations(item)),
        constant_low=max(Fraction(0), *(item.low for item in periods)),
        constant_high=min(Fraction(1), *(item.high for item in periods)),
        caveats=(
            "no punishment by later conduct is counted; it could keep more settlements",
            *((TOO_CLOSE,) if near else ()),
        ),
        parameters=frozen(periods=len(path)),
        certificate=frozen(smallest_margin=min(min(item.margin_a, item.margin_b) for item in periods)),
    )


def _violations(item: Period) -> tuple[Violation, ...]:
    if item.margin_a < 0:
        return (Violation(item.time, "A", item.share, item.low, -item.margin_a),)
    if item.margin_b < 0:
        return (Violation(item.time, "B", item.share, item.high, -item.margin_b),)
    return ()

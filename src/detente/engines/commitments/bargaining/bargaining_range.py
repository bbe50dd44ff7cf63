"""The divisions that two parties prefer to fighting (Fearon 1995)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from detente.engines.commitments.quantity import Number, Quantity, not_negative, probability, quantity
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen, plain

Utility: TypeAlias = Callable[[float], float]

MORE_THAN_TWO = (
    "the closed form holds for two parties: with more, or with a stalemate among the outcomes, "
    "no division at all may satisfy everybody (Jordan 2015); compare pairs only if the others would stay out"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BargainingRange(Answer):
    """The shares of A, from `low` to `high`, that both parties prefer to fighting.

    `outside` names the ends whose unclipped value lies outside 0 to 1: there a party accepts any share at all.
    """

    low: Quantity
    high: Quantity
    unclipped_low: Quantity
    unclipped_high: Quantity
    outside: tuple[str, ...] = ()

    @property
    def width(self) -> Quantity:
        """How wide the range is within 0 to 1."""
        return self.high - self.low

    @property
    def unclipped_width(self) -> Quantity:
        """How wide it is before clipping: the total cost of war where both parties are risk neutral."""
        return self.unclipped_high - self.unclipped_low

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return Answer.to_dict(self) | {"width": plain(self.width), "unclipped_width": plain(self.unclipped_width)}


def bargaining_range(
    p: Number, costs: tuple[Number, Number], *, risk_aversion: tuple[Number, Number] = (0, 0), parties: int = 2
) -> BargainingRange:
    """The shares that leave neither of two parties better off by fighting.

    A has x of a pie of 1, B has 1 - x. War gives A all of it with probability p and costs cA and cB, so
    A accepts u_A(x) >= p - cA and B accepts u_B(1 - x) >= 1 - p - cB. Risk neutral: x in
    [max(0, p - cA), min(1, p + cB)]. Risk averse: u(x) = x^(1-r), which widens the range at both ends.

    p: probability that A wins, 0 to 1.
    costs: (cA, cB), each >= 0, in shares of the pie (with risk aversion: in units of the utility of all of it).
    risk_aversion: (rA, rB), constant relative risk aversion, 0 <= r < 1; 0 is risk neutral.
    parties: how many may fight; anything but 2 is refused.

    The range always holds p itself, so an answer always exists; for more than two parties the closed form does
    not hold and `OutOfDomain` is raised. Exact where r is 0 or 1/(1-r) is whole. O(1).

    >>> answer = bargaining_range("0.7", ("0.1", "0.15"))
    >>> float(answer.low), float(answer.high), float(answer.width)
    (0.6, 0.85, 0.25)

    Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3): 379-414,
    https://doi.org/10.1017/S0020818300033324, the section on the bargaining range.
    """
    wins = probability(p, "probability that A wins")
    war_a, war_b, paid = _war_values(wins, costs, parties)
    averse = tuple(_aversion(r, side) for r, side in zip(risk_aversion, "AB", strict=True))
    low, high = _power_inverse(war_a, averse[0]), 1 - _power_inverse(war_b, averse[1])
    return _answer(
        low,
        high,
        any(averse),
        frozen(war_value_a=war_a, war_value_b=war_b),
        parameters=frozen(p=wins, costs=paid, risk_aversion=averse),
    )


def bargaining_range_of_utilities(
    p: Number, costs: tuple[Number, Number], utilities: tuple[Utility, Utility], *, tolerance: float = 1e-12
) -> BargainingRange:
    """The same range for any two increasing utilities with u(0) = 0 and u(1) = 1, by bisection.

    >>> answer = bargaining_range_of_utilities(0.7, (0.1, 0.15), (lambda x: x**0.5, lambda x: x))
    >>> round(answer.low, 9), round(answer.high, 9)
    (0.36, 0.85)
    """
    wins = probability(p, "probability that A wins")
    war_a, war_b, paid = _war_values(wins, costs, 2)
    for utility, side in zip(utilities, "AB", strict=True):
        if abs(utility(0.0)) > 1e-9 or abs(utility(1.0) - 1) > 1e-9:
            raise OutOfDomain(f"utility of {side}: u(0) must be 0 and u(1) must be 1")
    low = _bisected(utilities[0], float(war_a), tolerance)
    high = 1 - _bisected(utilities[1], float(war_b), tolerance)
    found = frozen(war_value_a=war_a, war_value_b=war_b)
    return _answer(low, high, True, found, parameters=frozen(p=wins, costs=paid), tolerance=tolerance)


def _war_values(
    wins: Quantity, costs: tuple[Number, Number], parties: int
) -> tuple[Quantity, Quantity, tuple[Quantity, Quantity]]:
    """What war is worth to each, in its own utility, and the costs in it."""
    if parties != 2:
        raise OutOfDomain(MORE_THAN_TWO)
    cost_a, cost_b = (not_negative(cost, f"cost of {side}") for cost, side in zip(costs, "AB", strict=True))
    return wins - cost_a, 1 - wins - cost_b, (cost_a, cost_b)


def _aversion(value: Number, side: str) -> Quantity:
    found = quantity(value, f"risk aversion of {side}")
    if not 0 <= found < 1:
        raise OutOfDomain(f"risk aversion of {side}: {value!r}; from 0 to below 1, as u(0) must be finite")
    return found


def _power_inverse(worth: Quantity, averse: Quantity) -> Quantity:
    """The share x with x^(1-r) = worth; below 0, where no share is worth so little, the line goes on straight."""
    if averse == 0 or worth <= 0:
        return worth
    exponent = 1 / (1 - averse)
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return worth**exponent.numerator
    return float(worth) ** float(exponent)


def _bisected(utility: Utility, worth: float, tolerance: float) -> float:
    """The share with this utility, by halving an interval that holds it."""
    if worth <= 0:
        return worth
    low, high = 0.0, 1.0
    while high - low > tolerance:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if utility(middle) < worth:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _answer(
    low: Quantity,
    high: Quantity,
    curved: bool,
    certificate: Mapping[str, object],
    *,
    parameters: Mapping[str, object],
    tolerance: float | None = None,
) -> BargainingRange:
    return BargainingRange(
        method="bargaining-range",
        low=max(Fraction(0), low),
        high=min(Fraction(1), high),
        unclipped_low=low,
        unclipped_high=high,
        outside=outside(low, high),
        parameters=parameters,
        certificate=certificate,
        caveats=_caveats(low, high, curved),
        tolerance=tolerance,
    )


def outside(low: Quantity, high: Quantity) -> tuple[str, ...]:
    """Which ends of a range of shares lie outside 0 to 1."""
    ends = (("low", low), ("high", high))
    return tuple(name for name, end in ends if not 0 <= end <= 1)


def _caveats(low: Quantity, high: Quantity, curved: bool) -> tuple[str, ...]:
    found = ["p, cA and cB are judgements, and both parties are taken to hold the same ones"]
    if low < 0:
        found.append("A prefers any share to war: the lower end is clipped at 0")
        if curved:
            found.append("no share has a utility below 0: the unclipped lower end continues straight")
    if high > 1:
        found.append("B prefers any share to war: the upper end is clipped at 1")
        if curved:
            found.append("no share has a utility below 0: the unclipped upper end continues straight")
    return tuple(found)

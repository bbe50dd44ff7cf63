"""How a guarantee to one party moves the range of divisions that both prefer to fighting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from detente.engines.commitments.bargaining.bargaining_range import outside
from detente.engines.commitments.derived import with_derived
from detente.engines.commitments.quantity import Number, Quantity, not_negative, probability, several
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

Role: TypeAlias = Literal["A", "B"]


@dataclass(frozen=True, slots=True)
class RangeAt:
    """The range at one reliability of the guarantee, and how far each end moved from the range without it.

    `room` is how far the divisions that both accept reach past what the other party has by fighting now, without
    the guarantee; below 0 that party rejects the guarantee whatever division comes with it.
    """

    reliability: Quantity
    unclipped_low: Quantity
    unclipped_high: Quantity
    low: Quantity
    high: Quantity
    outside: tuple[str, ...]
    moved_low: Quantity
    moved_high: Quantity
    room: Quantity

    @property
    def accepted(self) -> bool:
        """Whether some division leaves the other party no worse off than fighting now."""
        return self.room >= 0

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return with_derived(self, "accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteedRange(Answer):
    """One range for each reliability asked for, in the order asked."""

    protects: Role
    lines: tuple[RangeAt, ...]
    largest_reliability: Quantity
    """Up to here the other party accepts some division with the guarantee; 1 where it does so at any reliability."""

    def rows(self) -> list[dict[str, Any]]:
        """One row a reliability."""
        return [line.to_dict() for line in self.lines]


def guaranteed_range(
    p_alone: Number,
    p_helped: Number,
    costs: tuple[Number, Number],
    reliability: Number | Iterable[Number],
    *,
    added_cost: Number = 0,
    protects: Role = "B",
    only_if_attacked: bool = False,
) -> GuaranteedRange:
    """A guarantee moves the whole range towards the party that it protects: both effects are shown.

    With help of probability q, p_q = (1-q) p0 + q p1. Protecting B: [p_q - (cA + q d), p_q + cB]; protecting A
    (restraint of B): [p_q - cA, p_q + cB + q d]. If the guarantor joins `only_if_attacked`, the protected party's
    own end of the range stays where it is without help. A guarantee can thus make war impossible and still be
    refused: A, say, prefers fighting now wherever its best share p_q + cB is below p0 - cA.

    p_alone, p_helped: probability p0, p1 that A wins without and with the guarantor's help, 0 to 1; p1 <= p0
        when B is protected, p1 >= p0 when A is.
    costs: (cA, cB), each >= 0, in shares of the pie. reliability: q, one number or several, 0 to 1.
    added_cost: d >= 0, what the guarantor's joining adds to the cost of the party it restrains.

    There is always an answer; ends outside 0 to 1 are shown unclipped, named in `outside`, and clipped. Exact for
    exact input. O(number of reliabilities).

    >>> answer = guaranteed_range("0.8", "4/11", ("0.3", "0.2"), ["0.5", 1], added_cost="0.15")
    >>> [(round(float(r.unclipped_low), 3), round(float(r.unclipped_high), 3)) for r in answer.lines]
    [(0.207, 0.782), (-0.086, 0.564)]
    >>> answer.lines[1].outside, answer.lines[1].low, answer.lines[1].accepted
    (('low',), Fraction(0, 1), True)

    Derived here from Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3):
    379-414, https://doi.org/10.1017/S0020818300033324; that a guarantee raises demands: Benson, B. V., Meirowitz,
    A. and Ramsay, K. W. (2014). Inducing deterrence through moral hazard in alliance contracts. Journal of
    Conflict Resolution 58.
    """
    alone, helped = probability(p_alone, "p without help"), probability(p_helped, "p with help")
    if (helped > alone) if protects == "B" else (helped < alone):
        raise OutOfDomain(
            f"help to {protects} cannot make {protects} less likely to win: p {alone} and with help {helped}"
        )
    cost_a, cost_b = (not_negative(cost, f"cost of {side}") for cost, side in zip(costs, "AB", strict=True))
    extra = not_negative(added_cost, "added cost")
    low_alone, high_alone = alone - cost_a, alone + cost_b

    def at(q: Quantity) -> RangeAt:
        with_help = (1 - q) * alone + q * helped
        if protects == "B":
            low = with_help - cost_a - q * extra
            high = high_alone if only_if_attacked else with_help + cost_b
            room = min(Fraction(1), high) - low_alone
        else:
            low = low_alone if only_if_attacked else with_help - cost_a
            high = with_help + cost_b + q * extra
            room = high_alone - max(Fraction(0), low)
        return RangeAt(
            reliability=q,
            unclipped_low=low,
            unclipped_high=high,
            low=max(Fraction(0), low),
            high=min(Fraction(1), high),
            outside=outside(low, high),
            moved_low=low - low_alone,
            moved_high=high - high_alone,
            room=room,
        )

    swing = abs(alone - helped)
    most = Fraction(1) if only_if_attacked or swing == 0 else min(Fraction(1), (cost_a + cost_b) / swing)
    return GuaranteedRange(
        method="guaranteed-range",
        protects=protects,
        lines=tuple(at(probability(q, "reliability")) for q in several(reliability)),
        largest_reliability=most,
        caveats=(
            "the guarantor's help is taken to be foreseen by both parties with the same probability",
            f"the other party is taken to compare with fighting now, before the guarantee to {protects} holds",
        ),
        parameters=frozen(
            p_alone=alone,
            p_helped=helped,
            costs=(cost_a, cost_b),
            added_cost=extra,
            only_if_attacked=only_if_attacked,
        ),
        certificate=frozen(low_without=low_alone, high_without=high_alone),
    )

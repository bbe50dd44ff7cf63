"""Whether a shift of power leaves the declining party better off by fighting now (Powell 2004, 2006)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.engines.commitments.derived import with_derived
from detente.engines.commitments.quantity import (
    TOO_CLOSE,
    Number,
    Quantity,
    discount_factor,
    not_negative,
    probability,
    quantity,
    series,
    too_close,
)
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen, plain

LARGEST = 300
"""Periods; every pair of periods is compared."""


@dataclass(frozen=True, slots=True)
class Shift:
    """From `time` to `time + periods`: how far `riser` rises, and what the two together lose by war.

    War at `time` is certain to beat any peaceful path for the other party iff `left > right`. With `periods` 0 nobody
    rises: no division of today satisfies both.
    """

    time: int
    riser: Literal["A", "B"]
    periods: int
    left: Quantity
    right: Quantity

    @property
    def problem(self) -> bool:
        """Whether this shift rules out peace."""
        return self.left > self.right

    @property
    def decliner(self) -> Literal["A", "B"]:
        """The party that prefers war now."""
        return "B" if self.riser == "A" else "A"

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return with_derived(self, "problem", "decliner")


@dataclass(frozen=True, slots=True)
class NoProblem:
    """No shift rules out peace, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentProblem(Answer):
    """The shift from each period to the next, for each party as riser, and those that only add up over time.

    `next_period` holds every comparison of Powell's condition; `over_time` the shortest problem of each start and
    riser that no single step shows.
    """

    next_period: tuple[Shift, ...]
    over_time: tuple[Shift, ...]

    @property
    def problems(self) -> tuple[Shift, ...]:
        """All shifts that rule out peace, in the order of time."""
        found = [shift for shift in (*self.next_period, *self.over_time) if shift.problem]
        return tuple(sorted(found, key=lambda shift: (shift.time, shift.periods, shift.riser)))

    @property
    def exists(self) -> bool:
        """Whether no peaceful path exists from the first period on."""
        return bool(self.problems)

    @property
    def first(self) -> Shift | NoProblem:
        """The earliest shift that rules out peace."""
        found = self.problems
        if found:
            return found[0]
        return NoProblem("in every period some peaceful path gives both parties at least their value of war")

    @property
    def risers(self) -> tuple[str, ...]:
        """The parties whose rise is a problem; two when there are two problems at once."""
        return tuple(sorted({shift.riser for shift in self.problems if shift.periods}))

    def rows(self) -> list[dict[str, Any]]:
        """One row a shift."""
        return [shift.to_dict() for shift in (*self.next_period, *self.over_time)]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return Answer.to_dict(self) | {
            "exists": plain(self.exists),
            "first": plain(self.first),
            "risers": plain(self.risers),
            "problems": plain(self.problems),
        }


def commitment_problem(
    p: Sequence[Number],
    costs: tuple[Number | Iterable[Number], Number | Iterable[Number]],
    discount: Number,
    *,
    p_if_b_attacks: Sequence[Number] | None = None,
) -> CommitmentProblem:
    """Whether one party's rise is so large and so fast that the other is better off fighting now.

    Infinite horizon, one pie a period, war ends the game as a lottery over all later pies. With R rising and D
    declining, no peaceful path exists if  delta p_{t+1} - p_t > cD + delta cR,  p being R's chance to win: even all of
    today's pie does not make up to D for what R can take tomorrow. Here each party is taken as riser in turn. Slow
    shifts can add up: delta^k p_{t+k} - p_t > cD + delta^k cR is the same condition over k periods, and peace from
    the first period on is possible iff none of these holds (derived here; k = 0 says that no division satisfies both
    today, which only an advantage of attacking first can bring about).

    p: p_t, probability that A wins a war begun in t = 0..T, 0 to 1; after T nothing changes.
    costs: (cA, cB) >= 0 as a share of the pie of every period from the war on; one number or one a period.
    discount: delta, above 0, below 1. p_if_b_attacks: A's chance when B starts the war, at most p_t; p by default.

    `first` is the earliest problem or `NoProblem` with the reason. Equality is no problem. O(T^2); 300 periods of
    floats in 1 s, more are refused.

    >>> answer = commitment_problem(["0.4", "0.7"], ("0.05", "0.05"), "0.9")
    >>> float(answer.first.left), float(answer.first.right), answer.first.decliner
    (0.23, 0.095, 'B')

    Powell, R. (2006). War as a commitment problem. International Organization 60(1): 169-203,
    https://doi.org/10.1017/S0020818306060061; the condition also in Powell, R. (2004). The inefficient use of power.
    American Political Science Review 98(2). Algebra derived here.
    """
    delta = discount_factor(discount)
    wins = [probability(v, f"p in period {t}") for t, v in enumerate(p)]
    _long_enough(wins)
    wins_b = wins
    if p_if_b_attacks is not None:
        asked = series(p_if_b_attacks, len(wins), "p if B attacks")
        wins_b = [probability(v, f"p in period {t} if B attacks") for t, v in enumerate(asked)]
        if any(b > a for a, b in zip(wins, wins_b, strict=True)):
            raise OutOfDomain("A's chance cannot be larger when B attacks first than when A does")
    cost_a, cost_b = (
        [
            not_negative(v, f"cost of {side} in period {t}")
            for t, v in enumerate(series(cost, len(wins), f"cost of {side}"))
        ]
        for cost, side in zip(costs, "AB", strict=True)
    )
    worth_a = [win - cost for win, cost in zip(wins, cost_a, strict=True)]
    worth_b = [1 - win - cost for win, cost in zip(wins_b, cost_b, strict=True)]
    # In Powell's form: the left side holds the odds only, the right side the costs only.
    odds = {"A": (wins, wins_b), "B": ([1 - w for w in wins_b], [1 - w for w in wins])}
    paid = {"A": (cost_a, cost_b), "B": (cost_b, cost_a)}

    def shift(time: int, riser: Literal["A", "B"], periods: int) -> Shift:
        rising, standing = odds[riser]
        by_riser, by_decliner = paid[riser]
        fade = delta**periods
        left = fade * rising[time + periods] - standing[time]
        return Shift(time, riser, periods, left, by_decliner[time] + fade * by_riser[time + periods])

    # Without an advantage of attacking first the range of today is never empty.
    shortest = 0 if p_if_b_attacks is not None else 1
    pairs = [shift(t, riser, 1) for t in range(len(wins) - 1) for riser in _RISERS]
    return _answer(
        pairs,
        _over_time(pairs, shift, len(wins), shortest),
        parameters=frozen(p=tuple(wins), p_if_b_attacks=tuple(wins_b), discount=delta),
        certificate=frozen(war_values_a=tuple(worth_a), war_values_b=tuple(worth_b), unit="per-period equivalents"),
    )


def commitment_problem_of_values(
    values: tuple[Sequence[Number], Sequence[Number]], pie: Number, discount: Number
) -> CommitmentProblem:
    """The general form, with each party's lock-in value of every period: what it can secure by acting alone.

    delta M_R(t+1) - M_R(t) > B - [M_R(t) + M_D(t)], where M are lock-in values in sums over all later time and
    B = pie / (1 - delta) is all there is. `values` is (M_A, M_B), one number a period.

    >>> answer = commitment_problem_of_values((["3.5", "6.5"], ["5.5", "2.5"]), 1, "0.9")
    >>> float(answer.first.left), float(answer.first.right)
    (2.35, 1.0)
    """
    delta = discount_factor(discount)
    surplus = quantity(pie, "pie of one period") / (1 - delta)
    locked = {
        side: [quantity(v, f"lock-in value of {side} in period {t}") for t, v in enumerate(column)]
        for side, column in zip("AB", values, strict=True)
    }
    _long_enough(locked["A"])
    if len(locked["A"]) != len(locked["B"]):
        raise OutOfDomain("give one lock-in value a period for each party")

    def shift(time: int, riser: Literal["A", "B"], periods: int) -> Shift:
        rising, declining = locked[riser], locked["B" if riser == "A" else "A"]
        left = delta**periods * rising[time + periods] - rising[time]
        return Shift(time, riser, periods, left, surplus - (rising[time] + declining[time]))

    periods = len(locked["A"])
    pairs = [shift(t, riser, 1) for t in range(periods - 1) for riser in _RISERS]
    return _answer(
        pairs,
        _over_time(pairs, shift, periods, 0),
        parameters=frozen(discount=delta, pie=pie),
        certificate=frozen(surplus=surplus),
    )


def fearon_1995(p_now: Number, p_later: Number, cost_of_decliner: Number, discount: Number) -> Shift:
    """Fearon's version with one shift, where the riser makes every offer and costs are paid once.

    delta p_2 - p_1 > c_D (1 - delta)^2: the riser leaves D no more than D's value of war, so only D's cost counts.
    Derived here; to be compared with the article's pages 404-408 in print before it is quoted.

    >>> found = fearon_1995("0.4", "0.7", "0.5", "0.9")
    >>> float(found.left), float(found.right), found.problem
    (0.23, 0.005, True)
    """
    delta = discount_factor(discount)
    now, later = probability(p_now, "p now"), probability(p_later, "p later")
    cost = not_negative(cost_of_decliner, "cost of the declining party")
    return Shift(0, "A", 1, delta * later - now, cost * (1 - delta) ** 2)


_RISERS: tuple[Literal["A", "B"], ...] = ("A", "B")


def _long_enough(periods: Sequence[object]) -> None:
    if len(periods) < 2:
        raise OutOfDomain("a shift needs at least two periods")
    if len(periods) > LARGEST:
        raise TooLarge("periods", estimate=len(periods), limit=LARGEST, todo="use longer periods")


def _over_time(
    pairs: Sequence[Shift], shift: Callable[[int, Literal["A", "B"], int], Shift], periods: int, shortest: int
) -> tuple[Shift, ...]:
    """For each start and riser the shortest problem that no single step within it shows."""
    found = list[Shift]()
    for start in range(periods):
        for place, riser in enumerate(_RISERS):
            for length in range(shortest, periods - start):
                # `pairs` holds both risers of the first step, then both of the second, and so on.
                if length and pairs[2 * (start + length - 1) + place].problem:
                    break
                # With no time between, both parties as risers say the same.
                if length == 1 or (length == 0 and riser == "B"):
                    continue
                if (candidate := shift(start, riser, length)).problem:
                    found.append(candidate)
                    break
    return tuple(found)


def _answer(pairs: list[Shift], over_time: tuple[Shift, ...], **shared: Any) -> CommitmentProblem:
    near = any(too_close(shift.left, shift.right) for shift in pairs)
    return CommitmentProblem(
        method="commitment-problem",
        next_period=tuple(pairs),
        over_time=over_time,
        caveats=(
            "the shift is taken as given and foreseen by both; a settlement may itself slow it",
            "war is taken to decide everything at once; wars that end in a draw shrink what is at stake in it",
            *((TOO_CLOSE,) if near else ()),
        ),
        **shared,
    )

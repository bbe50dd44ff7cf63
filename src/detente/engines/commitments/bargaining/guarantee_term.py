"""A guarantee that ends or wears out: how long a settlement that rests on it is kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from detente.engines.commitments.bargaining.self_enforcement import Kept, SelfEnforcement, Violation, self_enforcing
from detente.engines.commitments.bargaining.third_party_guarantee import NoReliability
from detente.engines.commitments.quantity import (
    Number,
    Quantity,
    discount_factor,
    exceeds,
    not_negative,
    positive,
    probability,
    several,
    too_close,
)
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen, plain

LONGEST = 1_000
"""Years of a term; each is one step of the induction."""


@dataclass(frozen=True, slots=True)
class Unlimited:
    """No length of time is too long, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotAsked:
    """What was not computed, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class War:
    """When war begins if both parties look ahead, and who begins it.

    `ahead_of_time`: the attacker is content with its share of that year, and attacks because of what comes later.
    """

    year: int
    by: Literal["A", "B", "both"]
    ahead_of_time: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One length of guarantee, in years.

    `sustained`: how long the fixed share satisfies both parties, each moment judged by itself; `ends_by` says what
    ends it. `in_force`: reliability just before the term ends. `shares_low` to `shares_high`: the fixed shares that
    satisfy both in every year of the term; none where the first is larger. `after`: whether the share also
    satisfies both once the guarantee is gone. `outcome`: what happens if both look ahead.
    """

    years: Quantity
    sustained: Quantity
    ends_by: str
    in_force: Quantity
    shares_low: Quantity
    shares_high: Quantity
    after: bool
    first: Violation | Kept
    outcome: War | Kept | NotAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeTerms(Answer):
    """One line a term, and the longest term worth having.

    `needed`: the least reliability that keeps A from attacking. `longest_useful`: a longer term adds nothing, because
    by then the reliability has fallen below what is needed.
    """

    share: Quantity
    needed: Quantity | NoReliability
    longest_useful: Quantity | Unlimited
    terms: tuple[Term, ...]

    def rows(self) -> list[dict[str, Any]]:
        """One row a term."""
        return [plain(term) for term in self.terms]


def guarantee_term(
    share: Number,
    p_alone: Number,
    p_helped: Number,
    costs: tuple[Number, Number],
    *,
    reliability: Number,
    terms: Number | Iterable[Number],
    discount: Number | None = None,
    hazard: Number = 0,
    notice: Number = 0,
    added_cost: Number = 0,
    only_if_attacked: bool = False,
) -> GuaranteeTerms:
    """How long a settlement lasts that rests on a guarantee to B, and what its known end does beforehand.

    q(t) = q0 exp(-h max(0, t - N)) for t < T, then 0: notice to end it comes at hazard h and takes effect N later.
    The fixed share x is kept at t iff p_q - cA - q d <= x <= p_q + cB with p_q = (1-q) p0 + q p1. A is content iff
    q >= (p0 - cA - x) / (p0 - p1 + d). Looking ahead, by backward induction over whole years: a party attacks in t
    iff its value of war then is above (1-delta) times its share plus delta times its value of the following year.

    share: x, A's share in every year, 0 to 1. p_alone, p_helped: A's chance without and with help, p1 <= p0.
    costs: (cA, cB) >= 0. reliability: q0, 0 to 1. terms: T in years, above 0, one or several. discount: delta a year,
        above 0 and below 1; where missing, nobody looks ahead and the outcome is `NotAsked`.
    hazard: h >= 0 a year. notice: N >= 0 years. added_cost: d >= 0 to A if the guarantor joins.
    only_if_attacked: the guarantor stays out of a war that B begins.

    Where no end is near, `longest_useful` is `Unlimited` with the reason and the outcome is `Kept`. Exact for exact
    input while h = 0; with h > 0 the reliability is a float, and floats nearer than 1e-12 count as equal, equality as
    kept. O(sum of T); 50 years in 10 ms.

    >>> ask = dict(reliability="0.8", terms=[10, 50], discount="0.95", hazard="0.02", added_cost="0.15")
    >>> answer = guarantee_term("0.3", "0.8", "4/11", ("0.3", "0.2"), **ask)
    >>> round(float(answer.needed), 4), round(answer.longest_useful, 2)
    (0.3411, 42.62)
    >>> [(round(float(t.sustained), 2), t.ends_by, t.outcome.year, t.outcome.by) for t in answer.terms]
    [(10.0, 'the term', 9, 'B'), (42.62, 'wear', 49, 'B')]

    Derived here from Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3):
    379-414, https://doi.org/10.1017/S0020818300033324, and the end-point problem of finitely repeated games.
    """
    held = _Held(
        share=probability(share, "share"),
        alone=probability(p_alone, "p without help"),
        helped=probability(p_helped, "p with help"),
        cost_a=not_negative(costs[0], "cost of A"),
        cost_b=not_negative(costs[1], "cost of B"),
        start=probability(reliability, "reliability"),
        hazard=not_negative(hazard, "hazard"),
        notice=not_negative(notice, "notice"),
        extra=not_negative(added_cost, "added cost"),
        conditional=only_if_attacked,
    )
    if held.helped > held.alone:
        raise OutOfDomain("help to B cannot make A more likely to win")
    delta = None if discount is None else discount_factor(discount)
    asked = [positive(t, "term") for t in several(terms)]
    if max(asked) > LONGEST:
        raise TooLarge("years of a term", estimate=int(max(asked)), limit=LONGEST, todo="count in longer periods")
    useful = held.longest()
    return GuaranteeTerms(
        method="guarantee-term",
        share=held.share,
        needed=held.needed(),
        longest_useful=useful,
        terms=tuple(_term(held, years, useful, delta) for years in asked),
        caveats=(
            "the share is fixed: shares that follow the guarantee's decline could last longer",
            "odds and costs stay as they are; only the guarantee changes",
            "war is judged once a year, and by both parties with the same numbers",
        ),
        parameters=frozen(
            p_alone=held.alone,
            p_helped=held.helped,
            costs=(held.cost_a, held.cost_b),
            reliability=held.start,
            hazard=held.hazard,
            notice=held.notice,
            added_cost=held.extra,
            discount=delta,
            only_if_attacked=only_if_attacked,
        ),
        certificate=frozen(range_without=held.ends(0 * held.alone)),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """A share held by a guarantee that may end."""

    share: Quantity
    alone: Quantity
    helped: Quantity
    cost_a: Quantity
    cost_b: Quantity
    start: Quantity
    hazard: Quantity
    notice: Quantity
    extra: Quantity
    conditional: bool

    def reliability(self, time: Quantity) -> Quantity:
        """q at this time, while the term lasts."""
        if self.hazard == 0 or time <= self.notice:
            return self.start
        return float(self.start) * math.exp(-float(self.hazard) * float(time - self.notice))

    def ends(self, q: Quantity) -> tuple[Quantity, Quantity]:
        """The range at this reliability, unclipped."""
        with_help = (1 - q) * self.alone + q * self.helped
        return with_help - self.cost_a - q * self.extra, (self.alone if self.conditional else with_help) + self.cost_b

    def content(self, q: Quantity) -> bool:
        """Whether both parties have at least their value of war at this reliability."""
        low, high = self.ends(q)
        return not exceeds(low, self.share) and not exceeds(self.share, high)

    def values(self, q: Quantity, by: str) -> tuple[Quantity, Quantity]:
        """What war is worth to A and B when this side begins it."""
        # Where the guarantor stays out of B's wars, B's war is fought at today's odds and costs.
        q = 0 * q if self.conditional and by == "B" else q
        wins = (1 - q) * self.alone + q * self.helped
        return wins - self.cost_a - q * self.extra, 1 - wins - self.cost_b

    def needed(self) -> Quantity | NoReliability:
        """The least reliability at which A is content; above 1 where none is enough."""
        lacking = self.alone - self.cost_a - self.share
        if not exceeds(lacking, 0 * lacking):
            return 0 * lacking
        effect = self.alone - self.helped + self.extra
        return lacking / effect if effect > 0 else NoReliability("the guarantor's joining takes nothing from A")

    def longest(self) -> Quantity | Unlimited:
        """Up to when the reliability is enough, if no term ended it; 0 if it never is."""
        if not self.content(self.start):
            return Fraction(0)
        needed = self.needed()
        if isinstance(needed, NoReliability) or needed <= 0:
            return Unlimited("A is content without the guarantee")
        if self.hazard == 0:
            return Unlimited("the reliability does not fall before the term ends")
        return float(self.notice) + math.log(float(self.start) / float(needed)) / float(self.hazard)


def _term(held: _Held, years: Quantity, useful: Quantity | Unlimited, delta: Quantity | None) -> Term:
    before = math.ceil(years)
    path = [held.reliability(Fraction(t)) for t in range(before)]
    with_help = [(1 - q) * held.alone + q * held.helped for q in path]
    test = self_enforcing(
        [held.share] * before,
        with_help,
        # Where the guarantor stays out of B's wars, B counts on the odds without help.
        (
            [held.cost_a + q * held.extra for q in path],
            [held.ends(q)[1] - w for q, w in zip(path, with_help, strict=True)],
        ),
    )
    last = held.reliability(years)
    lows, highs = zip(*(held.ends(q) for q in (held.start, last)), strict=True)
    sustained, why = _sustained(held, years, useful)
    return Term(
        years=years,
        sustained=sustained,
        ends_by=why,
        in_force=last,
        shares_low=max(Fraction(0), *lows),
        shares_high=min(Fraction(1), *highs),
        after=held.content(0 * held.alone),
        first=_first(test),
        outcome=_induction(held, [*path, 0 * held.start], delta),
    )


def _first(test: SelfEnforcement) -> Violation | Kept:
    """The first violation that is more than rounding: a reliability that wears is a float."""
    real = [found for found in test.violations if not too_close(found.share, found.bound)]
    return real[0] if real else Kept("in every year of the term both parties have at least what war would give them")


def _sustained(held: _Held, years: Quantity, useful: Quantity | Unlimited) -> tuple[Quantity, str]:
    if isinstance(useful, Unlimited):
        return years, "nothing" if held.content(0 * held.alone) else "the term"
    if not held.content(held.start):
        low, _ = held.ends(held.start)
        return useful, "too little help" if held.share < low else "too small a share for B"
    return (useful, "wear") if useful < years else (years, "the term")


def _induction(held: _Held, path: Sequence[Quantity], delta: Quantity | None) -> War | Kept | NotAsked:
    """Backward from the year in which the guarantee is gone; after it nothing changes any more."""
    if delta is None:
        return NotAsked("looking ahead needs a discount factor")
    found: War | Kept = Kept("looking ahead, neither party ever prefers war")
    shares = (held.share, 1 - held.share)
    ahead: tuple[Quantity, Quantity] = shares
    for year in range(len(path) - 1, -1, -1):
        waiting = tuple((1 - delta) * now + delta * later for now, later in zip(shares, ahead, strict=True))
        wars = {side: held.values(path[year], side) for side in "AB"}
        attackers = [side for place, side in enumerate("AB") if exceeds(wars[side][place], waiting[place])]
        if attackers:
            both = len(attackers) == 2
            content = not any(exceeds(wars[side]["AB".index(side)], shares["AB".index(side)]) for side in attackers)
            by: Literal["A", "B", "both"] = "both" if both else ("A" if attackers[0] == "A" else "B")
            found = War(year, by, content)
            ahead = wars[attackers[0]]
        else:
            ahead = (waiting[0], waiting[1])
    return found

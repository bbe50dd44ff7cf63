"""Flip points: at which value of one judgement, all others as shown, a conclusion changes; exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from detente.engines.methods.answer import Answer
from detente.engines.settlement.of_case import CaseSettlement
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress
from detente.study import exact
from detente.study.factors import Factor, FloatArray
from detente.study.of_case import completions, feasible_codes, judged_parties, setting_of
from detente.study.parties import BoolArray, Drawn, IntArray, JudgedParty, Layout, Members

METHOD = "flip-points"

LIMIT = 20_000_000
"""Most package values that are worked out."""

_NONE = Fraction(0)
_NEAR = 1e-6
"""Floats this close to 0, in points, are worked out again as fractions."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One judgement moved through its range, everything else as shown.

    holds: the closed parts of the range where the conclusion holds, ascending; empty where nowhere.
    flips: the values between where it changes, ascending. At each the conclusion still holds.
    packages: for each flip the code of a package that is just accepted there, and not any more beyond.
    at_low, at_high: how many of the packages asked about everybody accepts at the ends of the range.
    """

    party: str
    what: str
    low: Fraction
    shown: Fraction
    high: Fraction
    holds: tuple[tuple[Fraction, Fraction], ...]
    flips: tuple[Fraction, ...]
    packages: tuple[int, ...]
    at_low: int
    at_high: int

    @property
    def decisive(self) -> bool:
        """Whether this judgement alone changes the conclusion somewhere in its range."""
        return bool(self.flips)

    @property
    def nearest(self) -> Fraction | None:
        """The flip nearest to the shown value; None where there is none."""
        return min(self.flips, key=lambda at: abs(at - self.shown), default=None)

    @property
    def share(self) -> Fraction:
        """The share of the range where the conclusion holds."""
        return sum((end - start for start, end in self.holds), Fraction(0)) / (self.high - self.low)

    @property
    def around(self) -> tuple[Fraction | None, Fraction | None]:
        """The flips next below and next above the shown value: between them the conclusion is what it is as shown.

        None where it stays so down, or up, to the end of the range. A flip at the shown value counts on the side
        where the conclusion changes.
        """
        for start, stop in self.holds:
            if start <= self.shown <= stop:
                return (None if start == self.low else start), (None if stop == self.high else stop)
        below = max((stop for _, stop in self.holds if stop < self.shown), default=None)
        return below, min((start for start, _ in self.holds if start > self.shown), default=None)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FlipPoints(Answer):
    """A conclusion, whether it holds at the shown judgements, and every range moved alone.

    accepted: how many of the packages asked about everybody accepts at the shown judgements.
    """

    conclusion: str
    holds: bool
    accepted: int
    flips: tuple[Flip, ...]

    @property
    def decisive(self) -> tuple[Flip, ...]:
        """The judgements that alone change the conclusion."""
        return tuple(flip for flip in self.flips if flip.decisive)


def flip_points(settled: CaseSettlement, proposal: str | None = None, *, progress: Progress = SILENT) -> FlipPoints:
    """At which value of one judgement, all others as shown, the zone opens or closes, or a proposal becomes acceptable.

    The conclusion is that everybody asked accepts some package: of all feasible ones, or of the proposal's
    completions. As a function of one weight, value, interaction or walk-away t, the margin of each package times the
    sum of the weights is linear between a few known kinks, so its root is a fraction; the conclusion holds where some
    package that all others accept has a margin of 0 or more, and flips at the ends of these parts.

    settled: a settled case. proposal: the id of a proposal; the zone where None.

    A judgement that flips nothing has no flips. Orders have no single value to move and are left out. Exact: floats
    find the packages that decide, fractions decide. Raises OutOfDomain for a proposal that is not there, TooLarge
    above 20,000,000 package values. O(judgements × kinks × packages); 35 judgements × 243 packages in 0.1 s.

    >>> from detente.case.reading import read_case
    >>> from detente.engines.settlement.of_case import settle_case
    >>> found = flip_points(settle_case(read_case("library/lahdelma-salminen-2001")))
    >>> found.holds, [(flip.party, flip.what, str(flip.shown), str(flip.nearest)) for flip in found.decisive]
    (True, [('upper', 'weight of Land', '30', '40')])

    Morgan, M. G. and Henrion, M. (1990). Uncertainty: A Guide to Dealing with Uncertainty in Quantitative Risk and
    Policy Analysis. Cambridge University Press, chapter 8, for the question; the exact roots are derived here.
    """
    codes = feasible_codes(settled)
    if proposal is not None:
        chosen = next((item for item in settled.case.proposals if item.id == proposal), None)
        if chosen is None:
            raise OutOfDomain(f"there is no proposal {proposal!r}")
        codes = completions(settled, chosen.package)
    question = _Question.of(settled, codes)
    moved = [(p, f) for p in settled.problem.asked for f in _movable(question.parties[p])]
    estimate = len(codes) * 4 * len(moved)
    if estimate > LIMIT:
        todo = "ask about a proposal, or fix some judgements as points"
        raise TooLarge("package values for flip points", estimate=estimate, limit=LIMIT, todo=todo)
    found = list[Flip]()
    packages = {party: question.open_to(party) for party in dict.fromkeys(party for party, _ in moved)}
    for place, (party, factor) in enumerate(moved):
        progress.at("flip points", place, len(moved))
        found.append(question.flip(party, factor, packages[party]))
    return FlipPoints(
        method=METHOD,
        parameters=frozen(packages=len(codes), judgements=len(moved)),
        conclusion="zone" if proposal is None else f"proposal {proposal}",
        holds=question.accepted > 0,
        accepted=question.accepted,
        flips=tuple(found),
    )


def _movable(party: JudgedParty) -> Iterator[int]:
    """The factors that are one number."""
    for place, factor in enumerate(party.factors):
        low, high = factor.form.corners[0][0], factor.form.corners[-1][0]
        if len(factor.shown) == 1 and low < high:
            yield place


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """Some packages, and which of them each party accepts at the shown judgements."""

    codes: IntArray
    parties: tuple[JudgedParty, ...]
    asked: BoolArray
    refused: BoolArray
    agreement: BoolArray
    accepts: BoolArray = field(repr=False)

    @classmethod
    def of(cls, settled: CaseSettlement, codes: IntArray) -> _Question:
        setting = setting_of(settled, codes, codes[:0], [], every=False)
        parties = judged_parties(settled, settled.settlement.packages.decode(codes))
        reached = np.stack([_reached(party, len(codes)) for party in parties])
        accepts = ~setting.asked | (reached & ~setting.refused)
        return cls(codes, parties, setting.asked, setting.refused, setting.agreement, accepts)

    @property
    def accepted(self) -> int:
        """How many packages all accept at the shown judgements."""
        return int((self.accepts.all(axis=0) & self.agreement).sum())

    def open_to(self, party: int) -> _Open:
        """The packages that all others accept and that this party may accept."""
        others = np.delete(self.accepts, party, axis=0).all(axis=0) & self.agreement
        free = np.flatnonzero(others & ~self.asked[party])
        return _Open.of(self.parties[party], free, np.flatnonzero(others & self.asked[party] & ~self.refused[party]))

    def flip(self, party: int, factor: int, packages: _Open) -> Flip:
        """One party's judgement, moved from end to end."""
        judged = self.parties[party]
        moved = judged.factors[factor]
        low, high = moved.form.corners[0][0], moved.form.corners[-1][0]
        free, rows = packages.free, packages.rows
        if _only_weight(judged, factor):
            # Its share is the whole at whatever number; a weight of 0 alone is not admitted.
            rows = rows[self.accepts[party, rows]]
            code = int(self.codes[rows[0]]) if len(rows) else 0
            parts, at_ends = [(low, high, code, code)] if len(rows) else [], (len(rows), len(rows))
        else:
            parts, at_ends = _Line(judged, factor, packages).parts(self.codes) if len(rows) else ([], (0, 0))
        if len(free):
            code = int(self.codes[free[0]])
            parts = [(low, high, code, code)]
        return _flip(judged, moved, parts, (at_ends[0] + len(free), at_ends[1] + len(free)))


def _reached(party: JudgedParty, packages: int) -> BoolArray:
    """Where the party's value reaches its walk-away at the shown judgements; exact."""
    numbers = exact.shown(party)
    judged = party.judged_by([np.array([[float(n) for n in ends]]) for ends in numbers], 1)
    margins = judged.values[0] - judged.walk_away[0]
    found = margins >= 0
    for row in np.flatnonzero(np.abs(margins) < _NEAR).tolist():
        found[row] = exact.margin(party, row, numbers) >= 0
    return found[:packages]


Part = tuple[Fraction, Fraction, int, int]
"""Where the conclusion holds: from, to, and the packages that decide either end."""


def _flip(party: JudgedParty, moved: Factor, parts: Sequence[Part], at_ends: tuple[int, int]) -> Flip:
    low, high = moved.form.corners[0][0], moved.form.corners[-1][0]
    merged = list[Part]()
    for part in parts:
        if merged and part[0] <= merged[-1][1]:
            last = merged.pop()
            merged.append((last[0], part[1], last[2], part[3]) if part[1] > last[1] else last)
        else:
            merged.append(part)
    ends = [(at, code) for a, b, left, right in merged for at, code in ((a, left), (b, right)) if low < at < high]
    # A part that is one point has the same value at both ends.
    ends = list(dict(ends).items())
    # A conclusion that holds at an end of the range and nowhere near changes at that end.
    for start, stop, left, right in merged:
        if start == stop and start in (low, high):
            ends.append((start, left if start == low else right))
    ends.sort()
    return Flip(
        party=party.name,
        what=moved.what,
        low=low,
        shown=moved.shown[0],
        high=high,
        holds=tuple((start, stop) for start, stop, _, _ in merged),
        flips=tuple(at for at, _ in ends),
        packages=tuple(code for _, code in ends),
        at_low=at_ends[0],
        at_high=at_ends[1],
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """Packages that all others accept: `free` of one party's yes, and the `rows` that wait for it.

    judged: the party on these rows alone, with its baseline behind them where it has one; layout: what no judgement
    changes of their values.
    """

    free: np.ndarray
    rows: np.ndarray
    judged: JudgedParty
    layout: Layout

    @classmethod
    def of(cls, party: JudgedParty, free: np.ndarray, rows: np.ndarray) -> _Open:
        kept = np.append(rows, len(party.digits) - 1) if party.baseline else rows
        judged = replace(party, digits=party.digits[kept], holds=party.holds[:, kept])
        return cls(free, rows, judged, judged.layout())


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """The margins of some packages as functions of one judgement."""

    party: JudgedParty
    factor: int
    packages: _Open

    @property
    def rows(self) -> np.ndarray:
        """The packages that wait for the party's yes."""
        return self.packages.rows

    def parts(self, codes: IntArray) -> tuple[list[Part], tuple[int, int]]:
        """Where some package is accepted, ascending, between kink and kink; and how many are at either end."""
        knots = self.knots()
        scaled = self._scaled_margins(knots)
        accepted = [self._accepted(margins, knot) for margins, knot in zip(scaled, knots, strict=True)]
        found = list[Part]()
        for place in range(len(knots) - 1):
            ends = (knots[place], knots[place + 1])
            found += self._piece(ends, scaled[place : place + 2], accepted[place : place + 2], codes)
        return found, (int(accepted[0].sum()), int(accepted[-1].sum()))

    def knots(self) -> list[Fraction]:
        """The ends of the range, and the kinks between: where a member's points change sign or a set reaches 100."""
        low, high = (self.party.factors[self.factor].form.corners[end][0] for end in (0, -1))
        kinks = {low, high}
        numbers = exact.shown(self.party)
        for issue, given in enumerate(self.party.values):
            mine = [i for i, s in enumerate(getattr(given, "sources", ())) if _is(s, self.factor)]
            if not isinstance(given, Members) or not mine:
                continue
            kinks.add(Fraction(0))
            numbers[self.factor] = (Fraction(0),)
            for code in {int(code) for code in self.party.digits[:, issue]}:
                points = [exact.number(source, numbers) for source in given.sources]
                rest = sum(
                    (max(p, _NONE) if code >> i & 1 else max(-p, _NONE) for i, p in enumerate(points)), Fraction(0)
                )
                kinks.add((100 - rest) if code >> mine[0] & 1 else (rest - 100))
        return sorted(kink for kink in kinks if low <= kink <= high)

    def _scaled_margins(self, knots: Sequence[Fraction]) -> FloatArray:
        """Margin × sum of the weights at each knot: [knot, package]; linear between knots."""
        numbers = [np.array([[float(n) for n in ends]] * len(knots)) for ends in exact.shown(self.party)]
        numbers[self.factor] = np.array([[float(knot)] for knot in knots])
        judged = self.packages.judged.judged_by(numbers, len(knots), self.packages.layout)
        total = self.party.weights_drawn(numbers, len(knots)).sum(axis=1)
        return (judged.values - judged.walk_away[:, None]) * np.where(total > 0, total, 1.0)[:, None]

    def _piece(
        self, ends: tuple[Fraction, Fraction], scaled: FloatArray, accepted: Sequence[BoolArray], codes: IntArray
    ) -> list[Part]:
        """Where a package is accepted between two knots: each accepting package does so at one end or at both."""
        (first, last), (at_first, at_last) = scaled, accepted
        both = np.flatnonzero(at_first & at_last)
        if len(both):
            code = int(codes[self.rows[both[0]]])
            return [(*ends, code, code)]
        found = list[Part]()
        if at_first.any():
            at, code = self._furthest(np.flatnonzero(at_first), first, last, ends, codes)
            found.append((ends[0], at, code, code))
        if at_last.any():
            at, code = self._furthest(np.flatnonzero(at_last), last, first, (ends[1], ends[0]), codes)
            found.append((at, ends[1], code, code))
        return found

    def _accepted(self, scaled: FloatArray, knot: Fraction) -> BoolArray:
        found = scaled >= 0
        for place in np.flatnonzero(np.abs(scaled) < _NEAR * max(1.0, float(np.abs(scaled).max()))).tolist():
            found[place] = self._exact(place, [knot])[0] >= 0
        return found

    def _exact(self, place: int, ends: Sequence[Fraction]) -> list[Fraction]:
        numbers = exact.shown(self.party)
        found = list[Fraction]()
        for at in ends:
            numbers[self.factor] = (at,)
            total = sum((exact.number(source, numbers) for source in self.party.weights), Fraction(0))
            found.append(exact.margin(self.party, int(self.rows[place]), numbers) * (total or 1))
        return found

    def _furthest(
        self,
        places: np.ndarray,
        near: FloatArray,
        far: FloatArray,
        ends: tuple[Fraction, Fraction],
        codes: IntArray,
    ) -> tuple[Fraction, int]:
        """How far from the near knot some package is accepted: the root that is furthest, exact."""
        reach = near[places] / (near[places] - far[places])
        best: tuple[Fraction, int] | None = None
        for place in places[reach >= reach.max() - 1e-9].tolist():
            start, stop = self._exact(place, ends)
            share = start / (start - stop)
            if best is None or share > best[0]:
                best = share, place
        assert best is not None
        return ends[0] + (ends[1] - ends[0]) * best[0], int(codes[self.rows[best[1]]])


def _only_weight(party: JudgedParty, factor: int) -> bool:
    """Whether this is a weight, and all other weights are 0 as shown."""
    numbers = exact.shown(party)
    if not any(_is(source, factor) for source in party.weights):
        return False
    return not any(exact.number(source, numbers) for source in party.weights if not _is(source, factor))


def _is(source: object, factor: int) -> bool:
    return isinstance(source, Drawn) and source.factor == factor

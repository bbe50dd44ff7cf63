"""Whether some package is accepted by everybody asked, draw by draw, where packages are too many to look at.

Draw by draw a package is looked for, and a proof that there is none: with multipliers on the parties, the best
package of a sum of their margins is found group by group. If all accept it, the question is answered; if even its
sum is negative, no package can give everybody a margin. What both leave open is folded: exact, with a limit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.folding.accepting import AcceptingGroup
from detente.engines.settlement.problem import PackageValues
from detente.engines.settlement.spread import TOLERANCE
from detente.study.factors import FloatArray
from detente.study.merged_draw import KEPT, OPEN, SHUT, UNDECIDED, merged
from detente.study.parties import BoolArray, IntArray, JudgedParty

STEPS = 40
"""Multipliers tried for a draw before it is folded."""

EXCHANGED = 5
"""After so many of them, each draw's package is made better for whom it leaves shortest, exchange by exchange."""

FOLDED = 100
"""Most draws of a chunk of 1,000 that are folded for one question; the same share of another chunk."""

_POOL = 32
_ROUNDS = 3

Verdicts = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Is some package accepted among those that answer as said? among: by group, the places of combinations."""

    name: str
    among: tuple[IntArray, ...]
    completions: int


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """What is asked of every draw: the zone first, then proposals.

    asked: the parties whose yes is needed somewhere. quo: the status quo's combination by group; None where it is no
    package of the groups. known: packages that are tried first, place of the combination[package, group].
    interactions: for each party asked the places of its interactions in the problem.
    """

    groups: tuple[AcceptingGroup, ...]
    asked: tuple[int, ...]
    quo: tuple[int, ...] | None
    questions: tuple[Question, ...]
    known: IntArray
    interactions: tuple[tuple[int, ...], ...]

    @property
    def combinations(self) -> int:
        """Values that one draw has of all groups and parties."""
        return sum(map(len, self.groups)) * len(self.asked)

    @property
    def about(self) -> Mapping[str, object]:
        """What decides an answer beside the case: what is asked, and the limits."""
        return {
            "questions": [question.name for question in self.questions],
            "known": self.known.tolist(),
            "steps": STEPS,
            "folded": FOLDED,
            "kept": KEPT,
        }

    def place(self, package: PackageValues) -> tuple[int, ...] | None:
        """The combination of a package in each group; None where constraints exclude it."""
        found = tuple(place for group in self.groups if (place := group.place(package)) is not None)
        return found if len(found) == len(self.groups) else None


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """The answers to one question in some draws.

    some: 1 open, 0 closed, -1 not decided. every: all completions are accepted. blocked[draw, party]: the party accepts
    none. alone[draw, party]: closed, and open but for this party's refusals. Columns are those of `asked`.
    """

    some: Verdicts
    every: BoolArray
    blocked: BoolArray
    alone: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class _Draws:
    """tables[group][draw, combination, party] in points, floors[draw, party]."""

    tables: tuple[FloatArray, ...]
    floors: FloatArray


def opened(
    opening: Opening, parties: Sequence[JudgedParty], uniforms: FloatArray, floors: Sequence[FloatArray]
) -> tuple[Opened, ...]:
    """The answer to each question in each draw, from rows of uniforms; floors: the walk-aways of all parties.

    O(draws × combinations × parties × 40) and what is folded; 1,000 draws × 200 × 3 in 0.3 s.
    """
    draws = _drawn(opening, parties, uniforms, floors)
    return tuple(_answered(opening, question, draws) for question in opening.questions)


def verdicts_only(
    opening: Opening, parties: Sequence[JudgedParty], uniforms: FloatArray, floors: Sequence[FloatArray]
) -> tuple[Verdicts, ...]:
    """The same, but only whether each question is open."""
    draws = _drawn(opening, parties, uniforms, floors)
    everybody = tuple(range(len(opening.asked)))
    return tuple(_decided(opening, question, draws, everybody) for question in opening.questions)


def _drawn(
    opening: Opening, parties: Sequence[JudgedParty], uniforms: FloatArray, floors: Sequence[FloatArray]
) -> _Draws:
    tables = [_tables(opening, place, parties[p], uniforms) for place, p in enumerate(opening.asked)]
    return _Draws(
        tuple(np.stack([table[g] for table in tables], axis=2) for g in range(len(opening.groups))),
        np.stack([floors[p] for p in opening.asked], axis=1),
    )


def _tables(opening: Opening, place: int, party: JudgedParty, uniforms: FloatArray) -> list[FloatArray]:
    """What each combination is worth to a party: value[draw, combination] for each group."""
    sizes = [0] * len(party.values)
    for group in opening.groups:
        for column, issue in enumerate(group.issues):
            sizes[issue] = int(group.values[:, column].max(initial=0)) + 1
    answers, bonus = party.by_answer(uniforms, sizes)
    found = list[FloatArray]()
    for group in opening.groups:
        total = np.zeros((len(uniforms), len(group)))
        for column, issue in enumerate(group.issues):
            total += answers[issue][:, group.values[:, column]]
        for points, at in zip(bonus, opening.interactions[place], strict=True):
            if at in group.holds:
                total += points[:, None] * group.holds[at]
        found.append(total)
    return found


def _answered(opening: Opening, question: Question, draws: _Draws) -> Opened:
    everybody = tuple(range(len(opening.asked)))
    some = _decided(opening, question, draws, everybody)
    shut = np.flatnonzero(some == SHUT)
    alone = np.zeros((len(some), len(everybody)), dtype=np.bool_)
    few = _Draws(tuple(table[shut] for table in draws.tables), draws.floors[shut])
    for p in everybody if len(shut) else ():
        others = tuple(q for q in everybody if q != p)
        alone[shut, p] = _decided(opening, question, few, others) == OPEN
    least, most = _ends(opening, question, draws)
    floors = draws.floors - TOLERANCE
    every: BoolArray = np.all(least >= floors, axis=1)
    return Opened(some, every, most < floors, alone)


def _ends(opening: Opening, question: Question, draws: _Draws) -> tuple[FloatArray, FloatArray]:
    """The least and the most that a completion is worth to a party; no end where it is not asked, or refuses."""
    shape = draws.floors.shape
    if not question.completions:
        return np.full(shape, -np.inf), np.full(shape, -np.inf)
    least, most = np.zeros(shape), np.zeros(shape)
    for column, party in enumerate(opening.asked):
        tables = list[FloatArray]()
        for group, table, among in zip(opening.groups, draws.tables, question.among, strict=True):
            own = table[:, among, column]
            if party in group.unasked:
                own[:, group.unasked[party][among]] = np.inf
            if party in group.refused:
                own[:, group.refused[party][among]] = -np.inf
            tables.append(own)
        quo = _quo_among(opening, question.among)
        most[:, column] = _best(tables, quo)
        least[:, column] = -_best([-table for table in tables], quo)
    return least, most


def _quo_among(opening: Opening, among: Sequence[IntArray]) -> tuple[int, ...] | None:
    """The status quo's place among combinations by group; None where it is not among them."""
    if opening.quo is None:
        return None
    places = [np.flatnonzero(some == at) for some, at in zip(among, opening.quo, strict=True)]
    return tuple(int(place[0]) for place in places) if all(len(place) for place in places) else None


def _best(tables: Sequence[FloatArray], quo: tuple[int, ...] | None) -> FloatArray:
    """The largest sum of one entry a group in each draw, the status quo left out: some entry is another than its."""
    tops = [table.max(axis=1) for table in tables]
    if quo is None:
        return np.sum(tops, axis=0)
    found = np.full(len(tops[0]), -np.inf)
    for g, (table, at) in enumerate(zip(tables, quo, strict=True)):
        if table.shape[1] > 1:
            other = np.delete(table, at, axis=1).max(axis=1)
            found = np.maximum(found, np.sum([*tops[:g], other, *tops[g + 1 :]], axis=0))
    return found


def _decided(opening: Opening, question: Question, draws: _Draws, parties: tuple[int, ...]) -> Verdicts:
    """Whether some package of the question is accepted by these parties, given as columns."""
    found = np.full(len(draws.floors), UNDECIDED, dtype=np.int8)
    among = tuple(_not_refused(opening, group, some, parties) for group, some in
                  zip(opening.groups, question.among, strict=True))  # fmt: skip
    if not question.completions or not all(len(some) for some in among):
        found[:] = SHUT
        return found
    if not parties:
        found[:] = OPEN if question.completions else SHUT
        return found
    search = _Search.of(opening, draws, among, parties)
    search = search.told(found, _tried(search, _known(opening, among)))
    for step in range(STEPS):
        if not len(search.rows):
            return found
        search = search.stepped(found, step)
        if step % EXCHANGED == EXCHANGED - 1 and len(search.rows):
            search = search.exchanged(found)
    folded = math.ceil(FOLDED * len(found) / 1000)
    for row in range(min(folded, len(search.rows))):
        found[search.rows[row]] = search.folded(row)
    return found


def _not_refused(opening: Opening, group: AcceptingGroup, among: IntArray, parties: tuple[int, ...]) -> IntArray:
    stays = np.ones(len(among), dtype=np.bool_)
    for column in parties:
        refused = group.refused.get(opening.asked[column])
        if refused is not None:
            stays &= ~refused[among]
    return among[stays]


def _known(opening: Opening, among: Sequence[IntArray]) -> IntArray:
    """The packages that are tried first, as places among these combinations."""
    rows = list[list[int]]()
    for package in opening.known.tolist():
        places = [np.flatnonzero(some == at) for some, at in zip(among, package, strict=True)]
        if all(len(place) for place in places):
            rows.append([int(place[0]) for place in places])
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(among))


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """Draws that are not decided: their places, what each combination adds to each party's margin, multipliers.

    Where a party is not asked, its entry is what is enough whatever the rest is; floors are in no table.
    """

    rows: IntArray
    tables: tuple[FloatArray, ...]
    floors: FloatArray
    multipliers: FloatArray
    quo: tuple[int, ...] | None

    @classmethod
    def of(cls, opening: Opening, draws: _Draws, among: tuple[IntArray, ...], parties: tuple[int, ...]) -> _Search:
        tables = [table[:, some][:, :, parties] for table, some in zip(draws.tables, among, strict=True)]
        floors = draws.floors[:, parties]
        for column, p in enumerate(parties):
            for g, group in enumerate(opening.groups):
                unasked = group.unasked.get(opening.asked[p])
                if unasked is not None and unasked[among[g]].any():
                    rest = np.sum([t[:, :, column].min(axis=1) for h, t in enumerate(tables) if h != g], axis=0)
                    enough = np.broadcast_to(floors[:, column] - rest + 1.0, (len(floors),))
                    tables[g][:, unasked[among[g]], column] = enough[:, None]
        even = np.full(floors.shape, 1.0 / len(parties))
        return cls(np.arange(len(floors)), tuple(tables), floors, even, _quo_among(opening, among))

    def told(self, found: Verdicts, verdicts: Verdicts) -> _Search:
        """Keep what is decided; go on with the rest."""
        found[self.rows] = verdicts
        left = np.flatnonzero(verdicts == UNDECIDED)
        if len(left) == len(self.rows):
            return self
        return replace(
            self,
            rows=self.rows[left],
            tables=tuple(table[left] for table in self.tables),
            floors=self.floors[left],
            multipliers=self.multipliers[left],
        )

    def stepped(self, found: Verdicts, step: int) -> _Search:
        """One more package for each draw, the best under its multipliers; these then lean to whom it leaves short."""
        every = np.arange(len(self.rows))
        sums = [np.einsum("dcp,dp->dc", table, self.multipliers) for table in self.tables]
        picked = np.stack([total.argmax(axis=1) for total in sums], axis=1)
        bound = np.sum([total.max(axis=1) for total in sums], axis=0) - (self.multipliers * self.floors).sum(axis=1)
        if self.quo is not None:
            bound -= _without_quo(sums, picked, self.quo)
        margins = np.sum([t[every, picked[:, g]] for g, t in enumerate(self.tables)], axis=0) - self.floors
        accepted = (margins >= -TOLERANCE).all(axis=1)
        if self.quo is not None:
            accepted &= (picked != np.array(self.quo)).any(axis=1)
        verdicts = np.where(accepted, OPEN, np.where(bound < -TOLERANCE, SHUT, UNDECIDED)).astype(np.int8)
        size = np.maximum(np.abs(margins).max(axis=1, keepdims=True), TOLERANCE)
        leaning = self.multipliers * np.exp(-2.0 / math.sqrt(step + 1.0) * margins / size)
        leaning /= leaning.sum(axis=1, keepdims=True)
        good, count = np.unique(picked[accepted], axis=0, return_counts=True)
        further = replace(self, multipliers=leaning).told(found, verdicts)
        best = good[np.argsort(-count, kind="stable")[:_POOL]]
        return further.told(found, _tried(further, best)) if len(best) else further

    def exchanged(self, found: Verdicts) -> _Search:
        """From the best packages under the multipliers: group by group what leaves the shortest with most."""
        every = np.arange(len(self.rows))
        sums = [np.einsum("dcp,dp->dc", table, self.multipliers) for table in self.tables]
        picked = np.stack([total.argmax(axis=1) for total in sums], axis=1)
        margins = np.sum([t[every, picked[:, g]] for g, t in enumerate(self.tables)], axis=0) - self.floors
        for _ in range(_ROUNDS):
            for g, table in enumerate(self.tables):
                others = table + (margins - table[every, picked[:, g]])[:, None, :]
                picked[:, g] = others.min(axis=2).argmax(axis=1)
                margins = others[every, picked[:, g]]
        accepted = (margins >= -TOLERANCE).all(axis=1)
        if self.quo is not None:
            accepted &= (picked != np.array(self.quo)).any(axis=1)
        return self.told(found, np.where(accepted, OPEN, UNDECIDED).astype(np.int8))

    def folded(self, row: int) -> int:
        """One draw by merging groups."""
        tables, floor = [table[row] for table in self.tables], self.floors[row] - TOLERANCE
        quo = self.quo
        if quo is None or (sum(t[at] for t, at in zip(tables, quo, strict=True)) < floor).any():
            return merged(tables, floor, self.multipliers[row])
        # The status quo may hide what it dominates: leave it out, one group after another.
        found = [
            merged([*tables[:g], np.delete(tables[g], quo[g], axis=0), *tables[g + 1 :]], floor, self.multipliers[row])
            for g in range(len(tables))
        ]
        return OPEN if OPEN in found else UNDECIDED if UNDECIDED in found else SHUT


def _without_quo(sums: Sequence[FloatArray], picked: IntArray, quo: tuple[int, ...]) -> FloatArray:
    """How much less the best sum is once the status quo may not be picked; changes those draws' picks to the next."""
    less = np.zeros(len(picked))
    rows = np.flatnonzero((picked == np.array(quo)).all(axis=1))
    if not len(rows):
        return less
    lost, other = np.full((len(rows), len(sums)), np.inf), np.zeros((len(rows), len(sums)), dtype=np.int64)
    for g, total in enumerate(sums):
        if total.shape[1] > 1:
            rest = total[rows].copy()
            rest[:, quo[g]] = -np.inf
            other[:, g] = rest.argmax(axis=1)
            lost[:, g] = total[rows, quo[g]] - rest.max(axis=1)
    cheapest = lost.argmin(axis=1)
    less[rows] = lost.min(axis=1)
    picked[rows, cheapest] = other[np.arange(len(rows)), cheapest]
    return less


def _tried(search: _Search, packages: IntArray) -> Verdicts:
    """Open where everybody accepts one of these packages, given as places of combinations."""
    found = np.full(len(search.rows), UNDECIDED, dtype=np.int8)
    if not len(found):
        return found
    for package in packages.tolist():
        if search.quo is not None and tuple(package) == search.quo:
            continue
        worth = np.sum([table[:, at] for table, at in zip(search.tables, package, strict=True)], axis=0)
        found[(worth - search.floors >= -TOLERANCE).all(axis=1)] = OPEN
    return found

"""Figures of the measure against human coders: reliability, rules, cross-validation, join rates, chains of promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from benchmarks.alliance_wars_data import Data
from benchmarks.alliance_wars_rules import STANDING, Readings, Verdict, invoked, with_reading

from detente.case.exchange.alliance_cases import AllianceCase
from detente.case.exchange.dyad_years import DyadYears

PERIODS: Mapping[str, tuple[int, int]] = {"1816-1944": (1816, 1944), "1945-2003": (1945, 2003)}
SEED = 1815


@dataclass(frozen=True, slots=True)
class Score:
    """How often a rule agrees with the coders."""

    right: int
    cases: int
    called: int
    called_rightly: int
    invoked: int

    @property
    def accuracy(self) -> float:
        """The share of cases on which they agree."""
        return self.right / self.cases if self.cases else float("nan")

    @property
    def precision(self) -> float:
        """Of the cases that the rule calls invoked, the share that the coders do."""
        return self.called_rightly / self.called if self.called else float("nan")

    @property
    def recall(self) -> float:
        """Of the cases that the coders call invoked, the share that the rule does."""
        return self.called_rightly / self.invoked if self.invoked else float("nan")


def score(cases: Sequence[AllianceCase], rule: Callable[[AllianceCase], bool]) -> Score:
    """The rule's answers beside the coders'."""
    answers = [rule(case) for case in cases]
    return Score(
        right=sum(answer == case.invoked for answer, case in zip(answers, cases, strict=True)),
        cases=len(cases),
        called=sum(answers),
        called_rightly=sum(answer and case.invoked for answer, case in zip(answers, cases, strict=True)),
        invoked=sum(case.invoked for case in cases),
    )


def verdict(case: AllianceCase, data: Data, readings: Readings = STANDING) -> Verdict:
    """What the better rule says; not invoked where the alliance or the attacks are not known."""
    war, alliance = data.war(case, readings), data.alliance(case)
    if war is None or alliance is None:
        return Verdict(False, "the alliance or the attacks of the war are not in the files")
    return invoked(alliance, war)


def reliability(cases: Iterable[AllianceCase], data: Data) -> list[tuple[str, str, int, int]]:
    """Kept and invoked, by period and by kind of promise: (kind, period, kept, invoked)."""
    listed = [(case, _year(case, data)) for case in cases if case.invoked]
    periods = {"all": (0, 9999), **PERIODS}
    found: list[tuple[str, str, int, int]] = []
    for kind in ("all", "defense", "offense", "neutral", "nonagg"):
        for period, (first, last) in periods.items():
            some = [
                case for case, year in listed if first <= year <= last and (kind == "all" or kind in case.obligations)
            ]
            found.append((kind, period, sum(case.honoured for case in some), len(some)))
    return found


def _year(case: AllianceCase, data: Data) -> int:
    listed = data.participants.get(case.cow_war or 0)
    if listed:
        return min(one.entered.year for one in listed)
    return case.year or 0


@dataclass(frozen=True)
class Selection:
    """Chooses readings on some wars, to be measured on others; answers that were asked for before are kept."""

    data: Data
    known: dict[Readings, tuple[bool, ...]]

    def right(self, readings: Readings) -> tuple[bool, ...]:
        """For each case whether the rule agrees with the coders."""
        if readings not in self.known:
            cases = self.data.cases
            self.known[readings] = tuple(verdict(case, self.data, readings).invoked == case.invoked for case in cases)
        return self.known[readings]

    def chosen(self, places: Sequence[int]) -> Readings:
        """From the plainest readings on, turns round whichever helps most on these cases, while any does."""
        best = plainest()
        while True:
            options = [with_reading(best, field.name) for field in fields(Readings)]
            option = max(options, key=lambda one: self._sum(one, places))
            if self._sum(option, places) <= self._sum(best, places):
                return best
            best = option

    def _sum(self, readings: Readings, places: Sequence[int]) -> int:
        right = self.right(readings)
        return sum(right[place] for place in places)


def plainest() -> Readings:
    """All readings off."""
    return Readings(**{field.name: False for field in fields(Readings)})


def cross_validated(data: Data, rounds: int = 5) -> tuple[float, float, float]:
    """Accuracy on wars that the readings were not chosen on: each war left out in turn; and halves of the wars.

    Returns the first, and mean and least of the second over the rounds.
    """
    selection = Selection(data, {})
    wars = sorted({case.war for case in data.cases})
    by_war = {war: [place for place, case in enumerate(data.cases) if case.war == war] for war in wars}
    everything = range(len(data.cases))
    right = 0
    for war in wars:
        readings = selection.chosen([place for place in everything if data.cases[place].war != war])
        right += sum(selection.right(readings)[place] for place in by_war[war])
    halves: list[float] = []
    random = np.random.default_rng(np.random.SeedSequence(SEED))
    for _ in range(rounds):
        shuffled = random.permutation(wars)
        one = [place for war in shuffled[: len(wars) // 2] for place in by_war[int(war)]]
        other = [place for war in shuffled[len(wars) // 2 :] for place in by_war[int(war)]]
        for train, test in ((one, other), (other, one)):
            marks = selection.right(selection.chosen(train))
            halves.append(sum(marks[place] for place in test) / len(test))
    return right / len(data.cases), sum(halves) / len(halves), min(halves)


def by_reading(data: Data) -> list[tuple[str, bool, int]]:
    """For each reading: how it stands, and the number right when it is turned round."""
    return [
        (field.name, getattr(STANDING, field.name), _right(data, with_reading(STANDING, field.name)))
        for field in fields(Readings)
    ]


def _right(data: Data, readings: Readings) -> int:
    return sum(verdict(case, data, readings).invoked == case.invoked for case in data.cases)


@dataclass(frozen=True, slots=True)
class Joining:
    """Allies that owed defence to a state attacked at the outbreak of a war, and those that fought beside it."""

    pairs: frozenset[tuple[int, int, int, int]]
    joined: frozenset[tuple[int, int, int, int]]

    def only(self, keep: Callable[[int, int], bool]) -> Joining:
        """The pairs for whose war and year `keep` holds."""
        return replace(
            self,
            pairs=frozenset(pair for pair in self.pairs if keep(pair[0], pair[3])),
            joined=frozenset(pair for pair in self.joined if keep(pair[0], pair[3])),
        )

    @property
    def counts(self) -> tuple[int, int]:
        """Joined, and all."""
        return len(self.joined), len(self.pairs)

    @property
    def wars(self) -> tuple[int, int]:
        """Wars in which any joined, and all."""
        return len({pair[0] for pair in self.joined}), len({pair[0] for pair in self.pairs})


def joining(data: Data) -> Joining:
    """Each (war, target, ally, year) once: the ally owed defence at outbreak and was not among the attackers then."""
    pairs: set[tuple[int, int, int, int]] = set()
    joined: set[tuple[int, int, int, int]] = set()
    for war, everyone in data.participants.items():
        first = min(one.entered.first for one in everyone)
        begin = {one.side for one in everyone if one.initiator}
        for target in everyone:
            if target.side in begin or target.entered.first != first:
                continue
            attackers = {one.state for one in everyone if one.side != target.side and one.entered.first == first}
            beside = {one.state for one in everyone if one.side == target.side}
            for ally in _owing_defence(target.state, data, first.toordinal()) - attackers:
                pair = (war, target.state, ally, first.year)
                pairs.add(pair)
                if ally in beside:
                    joined.add(pair)
    return Joining(frozenset(pairs), frozenset(joined))


def _owing_defence(state: int, data: Data, day: int) -> frozenset[int]:
    found: set[int] = set()
    for alliance in data.alliances.values():
        bound = [
            one
            for one in alliance.members
            if one.entered.first.toordinal() <= day and (one.left is None or one.left.last.toordinal() >= day)
        ]
        if any(one.member == state for one in bound):
            found |= {one.member for one in bound if "defense" in one.obligations and one.member != state}
    return frozenset(found)


def chain(table: DyadYears, attacker: int, target: int, year: int) -> list[frozenset[int]]:
    """Who would owe defence, wave by wave, if everyone who owes it were attacked in turn: breadth first.

    The first wave is what is owed directly. Neither the attacker nor the target is in any wave, nor whoever owes
    defence to nobody who was reached.
    """
    reached = {attacker, target}
    waves: list[frozenset[int]] = []
    front = frozenset({target})
    while front:
        owing = frozenset().union(*(table.owing(state, year) for state in front))
        front = owing - reached
        reached |= front
        if front:
            waves.append(front)
    return waves

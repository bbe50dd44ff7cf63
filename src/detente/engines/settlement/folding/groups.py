"""Issues that must be settled together, and what their combinations are worth.

A package's value splits over issues, except where a condition names several: a constraint, an interaction, a
red line, an offer, or the condition under which a party's yes is needed. Such issues form one group, and a
value splits over groups.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from detente.engines.settlement.grid import BoolArray, IntArray
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.foundation.conditions import And, Condition, IfThen, Not, Or, Rule, bind
from detente.foundation.errors import TooLarge

Side: TypeAlias = Literal["feasible", "acceptable"]
"""F, the packages that meet every constraint, or A, those that everybody whose yes is needed accepts."""

GROUP_LIMIT = 2_000_000
"""Most combinations of the issues of one group."""

UNASKED = 2**62
"""Stands for the value of a party whose yes is not needed: no walk-away lies above it."""

_CHUNK = 2**16


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Issues that go together, and those combinations of their values that nothing in the group forbids.

    `codes` number the combinations in mixed-radix order; `scores[combination, column]` are on the parties' grids.
    """

    issues: tuple[int, ...]
    sizes: tuple[int, ...]
    codes: IntArray
    scores: IntArray

    def __len__(self) -> int:
        return len(self.codes)

    def code(self, package: PackageValues) -> int:
        """The number of the combination that a package has here."""
        code = 0
        for issue, size in zip(self.issues, self.sizes, strict=True):
            code = code * size + package[issue]
        return code

    def values(self, codes: IntArray) -> IntArray:
        """The value codes of combinations: values[combination, issue of the group]."""
        return codes[:, None] if len(self.sizes) == 1 else _values(codes, self.sizes)


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """A problem as independent groups.

    columns: whose scores the groups hold: the bargainers, then those asked under a condition, whose score is
        UNASKED where they are not asked.
    floors: the walk-away of each column.
    """

    problem: SettlementProblem
    side: Side
    groups: tuple[Group, ...]
    columns: tuple[int, ...]
    floors: tuple[int, ...]

    @property
    def bargainers(self) -> int:
        """How many columns are bargainers; the others only restrict."""
        return len(self.problem.consent)

    @property
    def size(self) -> int:
        """How many packages the groups allow: for F, the number of feasible packages."""
        return math.prod(len(g) for g in self.groups)

    def places(self, package: PackageValues) -> tuple[int, ...]:
        """Where the package's combination stands in each group; empty where some group does not allow it."""
        places: list[int] = []
        for group in self.groups:
            code = group.code(package)
            place = int(np.searchsorted(group.codes, code))
            if place == len(group) or int(group.codes[place]) != code:
                return ()
            places.append(place)
        return tuple(places)

    def accepts(self, package: PackageValues) -> bool:
        """Whether the groups allow a package and it is worth every floor."""
        places = self.places(package)
        if not places:
            return False
        worth = [[int(s) for s in g.scores[place]] for g, place in zip(self.groups, places, strict=True)]
        return all(sum(column) >= floor for column, floor in zip(zip(*worth, strict=True), self.floors, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """One party whose yes is needed under a condition, and what breaches its grounds."""

    party: int
    under: Rule
    breaches: tuple[Rule, ...]

    @property
    def scope(self) -> tuple[int, ...]:
        return tuple(sorted({*self.under.scope, *(place for rule in self.breaches for place in rule.scope)}))


@dataclass(frozen=True, slots=True, eq=False)
class _Ties:
    """What ties issues together: what must hold, what must not, who is asked where."""

    must: tuple[Rule, ...]
    must_not: tuple[Rule, ...]
    asked: tuple[_Asked, ...]

    def rules(self, bonuses: Iterable[tuple[Rule, int, int]]) -> Iterable[Rule]:
        """Every rule, those of interactions included."""
        yield from (*self.must, *self.must_not)
        yield from (asked.under for asked in self.asked)
        yield from (rule for rule, _, _ in bonuses)

    def scopes(self) -> Iterable[tuple[int, ...]]:
        yield from (rule.scope for rule in (*self.must, *self.must_not))
        yield from (asked.scope for asked in self.asked)


def grouped(problem: SettlementProblem, side: Side) -> Grouped:
    """The groups of a problem for F or for A, in the order of their first issues.

    TooLarge where the issues of one group have more than 2,000,000 combinations. A conjunction that must hold
    is taken apart first, so that it ties only the issues within each of its parts.
    """
    ties = _ties(problem, side)
    columns = (*problem.consent, *(asked.party for asked in ties.asked))
    bonuses = [(rule, p, score) for rule, p, score in _bonuses(problem) if p in columns]
    tied = joined(len(problem.sizes), [*ties.scopes(), *(rule.scope for rule, _, _ in bonuses)])
    sizes = problem.sizes
    for issues in tied:
        count = math.prod(sizes[i] for i in issues)
        if count > GROUP_LIMIT:
            named = ", ".join(problem.issues.terms[i].id for i in issues)
            raise TooLarge(
                f"combinations of the issues that conditions tie together ({named})",
                estimate=count,
                limit=GROUP_LIMIT,
                todo="drop a condition that names several of them, or options that nobody proposes",
            )
    groups = tuple(_group(problem, issues, ties, columns, bonuses) for issues in tied)
    floors = tuple(int(problem.walk_away[p]) for p in columns)
    return _without_the_never_asked(Grouped(problem, side, groups, columns, floors))


def _bonuses(problem: SettlementProblem) -> list[tuple[Rule, int, int]]:
    return [(i.rule, i.party, i.score) for i in problem.interactions]


def _ties(problem: SettlementProblem, side: Side) -> _Ties:
    must = tuple(part for c in problem.constraints for part in parts_of(c.rule, holding=True))
    if side == "feasible":
        return _Ties(must, (), ())
    always = [g for g in problem.grounds if g.party in problem.consent]
    must_not = tuple(part for g in always for part in parts_of(g.rule, holding=False))
    asked: list[_Asked] = []
    for party in problem.asked[len(problem.consent) :]:
        rules = [rule for rule, who in problem.conditional if who == party]
        under = rules[0]
        for rule in rules[1:]:
            under = under | rule
        asked.append(_Asked(party, under, tuple(g.rule for g in problem.grounds if g.party == party)))
    return _Ties(must, must_not, tuple(asked))


def parts_of(rule: Rule, *, holding: bool) -> list[Rule]:
    """Rules that hold one by one just where the rule holds, or fail one by one just where it fails."""
    if len(rule.scope) <= 1:
        return [rule]
    parts = _conjuncts(rule.condition) if holding else _disjuncts(rule.condition)
    if len(parts) == 1:
        return [rule]
    return [bind(part, rule.vocabulary) for part in parts]


def _conjuncts(condition: Condition) -> list[Condition]:
    match condition:
        case And(parts):
            return [part for given in parts for part in _conjuncts(given)]
        case Not(denied):
            return [Not(part) for part in _disjuncts(denied)]
        case _:
            return [condition]


def _disjuncts(condition: Condition) -> list[Condition]:
    match condition:
        case Or(parts):
            return [part for given in parts for part in _disjuncts(given)]
        case IfThen(premise, consequence):
            return [Not(part) for part in _conjuncts(premise)] + _disjuncts(consequence)
        case Not(denied):
            return [Not(part) for part in _conjuncts(denied)]
        case _:
            return [condition]


def joined(issues: int, scopes: Iterable[Sequence[int]]) -> list[tuple[int, ...]]:
    """The issues in classes: two that stand in one scope are in one class."""
    first = list(range(issues))

    def root(issue: int) -> int:
        while first[issue] != issue:
            issue = first[issue]
        return issue

    for scope in scopes:
        roots = [root(issue) for issue in scope]
        for other in roots:
            first[other] = min(roots)
    classes: dict[int, list[int]] = {}
    for issue in range(issues):
        classes.setdefault(root(issue), []).append(issue)
    return [tuple(found) for found in classes.values()]


def _group(
    problem: SettlementProblem,
    issues: tuple[int, ...],
    ties: _Ties,
    columns: Sequence[int],
    bonuses: Sequence[tuple[Rule, int, int]],
) -> Group:
    sizes = tuple(problem.issues.terms[i].size for i in issues)
    count = math.prod(sizes)
    if len(issues) == 1 and not any(rule.scope[0] == issues[0] for rule in ties.rules(bonuses)):
        table = problem.scores[issues[0]][:, list(columns)]
        return Group(issues, sizes, np.arange(count, dtype=np.int64), table)
    parts = [
        _part(problem, issues, np.arange(start, min(start + _CHUNK, count), dtype=np.int64), ties, columns, bonuses)
        for start in range(0, count, _CHUNK)
    ]
    return Group(
        issues,
        sizes,
        np.concatenate([codes for codes, _ in parts]),
        np.concatenate([scores for _, scores in parts]),
    )


def _part(
    problem: SettlementProblem,
    issues: tuple[int, ...],
    codes: IntArray,
    ties: _Ties,
    columns: Sequence[int],
    bonuses: Sequence[tuple[Rule, int, int]],
) -> tuple[IntArray, IntArray]:
    """Of these combinations, those that nothing forbids, with their scores."""
    values = _values(codes, tuple(problem.sizes[i] for i in issues))
    slot = {issue: place for place, issue in enumerate(issues)}

    def truth(rule: Rule) -> BoolArray:
        return rule.holds_on_scope(np.ascontiguousarray(values[:, [slot[i] for i in rule.scope]]))

    allowed = np.ones(len(codes), dtype=np.bool_)
    for rule in ties.must:
        if rule.scope[0] in slot:
            allowed &= truth(rule)
    for rule in ties.must_not:
        if rule.scope[0] in slot:
            allowed &= ~truth(rule)
    scores = np.zeros((len(codes), len(columns)), dtype=np.int64)
    for place, issue in enumerate(issues):
        scores += problem.scores[issue][values[:, place]][:, list(columns)]
    for rule, party, score in bonuses:
        if rule.scope[0] in slot:
            scores[:, columns.index(party)] += score * truth(rule)
    for asked in ties.asked:
        if asked.under.scope[0] in slot:
            under = truth(asked.under)
            for rule in asked.breaches:
                allowed &= ~(under & truth(rule))
            scores[~under, columns.index(asked.party)] = UNASKED
    return codes[allowed], scores[allowed]


def _values(codes: IntArray, sizes: tuple[int, ...]) -> IntArray:
    values = np.zeros((len(codes), len(sizes)), dtype=np.int64)
    rest = codes
    for place in reversed(range(len(sizes))):
        rest, values[:, place] = np.divmod(rest, sizes[place])
    return values


def _without_the_never_asked(found: Grouped) -> Grouped:
    """Without the columns of parties that no allowed combination asks."""
    kept = list(range(found.bargainers))
    for column in range(found.bargainers, len(found.columns)):
        if not any(len(g) and int(g.scores[:, column].min()) == UNASKED for g in found.groups):
            kept.append(column)
    if len(kept) == len(found.columns):
        return found
    return Grouped(
        found.problem,
        found.side,
        tuple(Group(g.issues, g.sizes, g.codes, np.ascontiguousarray(g.scores[:, kept])) for g in found.groups),
        tuple(found.columns[c] for c in kept),
        tuple(found.floors[c] for c in kept),
    )

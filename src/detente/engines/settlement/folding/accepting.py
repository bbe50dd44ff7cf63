"""Who is asked and who refuses what, group by group, where values are still open: for questions asked again and again.

`groups` has one problem's scores in its groups, and leaves out what a red line forbids. Here values stay out and
nothing that a party refuses is left out, so that the same groups serve every draw of the values, and the question
what there would be without one party's refusals.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from detente.engines.settlement.folding.groups import joined, parts_of
from detente.engines.settlement.grid import BoolArray, IntArray
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.foundation.conditions import Rule
from detente.foundation.errors import TooLarge

COMBINATIONS = 20_000
"""Most combinations of all groups together."""


@dataclass(frozen=True, slots=True, eq=False)
class AcceptingGroup:
    """Issues that go together, and the combinations of their answers that constraints allow.

    values: value code[combination, issue of the group]. unasked: for a party whose yes is needed under a condition,
    where it is not; it stands in one group. refused: for a party that is asked, where a red line or an offer of its own
    is breached. holds: interaction, by its place in the problem, → where it holds.
    """

    issues: tuple[int, ...]
    values: IntArray
    unasked: Mapping[int, BoolArray]
    refused: Mapping[int, BoolArray]
    holds: Mapping[int, BoolArray]

    def __len__(self) -> int:
        return len(self.values)

    def place(self, package: PackageValues) -> int | None:
        """Which combination a package has here; None where constraints exclude it."""
        same = (self.values == np.array([package[i] for i in self.issues])).all(axis=1)
        return int(np.argmax(same)) if same.any() else None


def accepting_groups(problem: SettlementProblem, limit: int = COMBINATIONS) -> tuple[AcceptingGroup, ...]:
    """The groups of a problem, with every combination that constraints allow, in the order of their first issues.

    TooLarge where all groups together have more than `limit` combinations. O(combinations × conditions).
    """
    must = [part for c in problem.constraints for part in parts_of(c.rule, holding=True)]
    bargaining = set(problem.consent)
    always = [(part, g.party) for g in problem.grounds for part in parts_of(g.rule, holding=False)]
    always = [(part, party) for part, party in always if party in bargaining]
    asked = {p: _under(problem, p) for p in problem.asked if p not in bargaining}
    breaches = {p: [g.rule for g in problem.grounds if g.party == p] for p in asked}
    scopes = [rule.scope for rule in must] + [rule.scope for rule, _ in always]
    scopes += [item.rule.scope for item in problem.interactions]
    scopes += [
        tuple(sorted({*under.scope, *(place for rule in breaches[p] for place in rule.scope)}))
        for p, under in asked.items()
    ]
    tied = joined(len(problem.sizes), scopes)
    counts = [math.prod(problem.sizes[i] for i in issues) for issues in tied]
    if sum(counts) > limit:
        todo = "drop a condition that names several issues, or options that nobody proposes"
        what = "combinations of the issues that conditions tie together, for a study"
        raise TooLarge(what, estimate=sum(counts), limit=limit, todo=todo)
    return tuple(_group(problem, issues, must, always, asked, breaches) for issues in tied)


def _under(problem: SettlementProblem, party: int) -> Rule:
    first, *others = [rule for rule, who in problem.conditional if who == party]
    for rule in others:
        first = first | rule
    return first


def _group(
    problem: SettlementProblem,
    issues: tuple[int, ...],
    must: list[Rule],
    always: list[tuple[Rule, int]],
    asked: Mapping[int, Rule],
    breaches: Mapping[int, list[Rule]],
) -> AcceptingGroup:
    slot = {issue: place for place, issue in enumerate(issues)}
    table = np.indices([problem.sizes[i] for i in issues]).reshape(len(issues), -1).T

    def here(rule: Rule) -> bool:
        return rule.scope[0] in slot

    def truth(rule: Rule, values: IntArray) -> BoolArray:
        return rule.holds_on_scope(np.ascontiguousarray(values[:, [slot[i] for i in rule.scope]]))

    allowed = np.ones(len(table), dtype=np.bool_)
    for rule in must:
        if here(rule):
            allowed &= truth(rule, table)
    values = np.ascontiguousarray(table[allowed])
    refused, unasked = dict[int, BoolArray](), dict[int, BoolArray]()
    nothing = np.zeros(len(values), dtype=np.bool_)
    for rule, party in always:
        if here(rule):
            refused[party] = refused.get(party, nothing) | truth(rule, values)
    for party, under in asked.items():
        if here(under):
            needed = truth(under, values)
            unasked[party] = ~needed
            for rule in breaches[party]:
                refused[party] = refused.get(party, nothing) | (needed & truth(rule, values))
    holds = {place: truth(item.rule, values) for place, item in enumerate(problem.interactions) if here(item.rule)}
    return AcceptingGroup(issues, values, MappingProxyType(unasked), MappingProxyType(refused), MappingProxyType(holds))

"""Which statements of a case another source bears out: the same side, the same position, in another report."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.case.model.case import Case
from detente.case.model.record import Statement
from detente.case.vocabulary import vocabulary
from detente.foundation.conditions import Rule, bind

POSITIONS = frozenset({"offer", "demand", "propose", "accept", "reject", "oppose", "support", "concede", "promise"})
"""Acts by which a source takes a position, so that another report can bear it out."""

AGAINST = frozenset({"reject", "oppose"})
"""Acts that hold against what they are about."""

MOST_COMPARED = 20_000
"""Most combinations of answers over which two positions are compared; beyond it they count as not compared."""


@dataclass(frozen=True, slots=True)
class Corroboration:
    """How a position stands beside other sources' accounts of the same side.

    `borne_out_by`: statements that say the same or more. `in_part_by`: statements that say less, or something
    else on the same issue that can hold together with it. Silence is neither.
    """

    statement: str
    borne_out_by: tuple[str, ...]
    in_part_by: tuple[str, ...]


@dataclass(frozen=True)
class _Position:
    statement: Statement
    source: str
    claims: tuple[Rule, ...]

    @cached_property
    def issues(self) -> frozenset[int]:
        return frozenset(place for claim in self.claims for place in claim.scope)


def story(case: Case) -> Mapping[str, str]:
    """Report id → the report whose story it carries; copies of one wire story have one source.

    >>> from detente.case.reading import read_case
    >>> story(read_case("examples/ukraine-2025").case)
    {'r1': 'r1', 'r2': 'r2'}
    """
    same = {report.id: report.same_story_as for report in case.reports}
    found: dict[str, str] = {}
    for report in same:
        origin, seen = report, {report}
        while (before := same.get(origin)) is not None and before not in seen:
            seen.add(before)
            origin = before
        found[report] = min(seen) if same.get(origin) else origin
    return found


def corroborations(case: Case) -> Mapping[str, Corroboration]:
    """For each position of the case with an `about`, by which other source's statements it is borne out.

    Positions are compared within one side (a person counts for whom it acts) and one issue. B bears out A
    where whatever meets B's condition also meets A's; in part, where A's meets B's or both can hold, or where
    B makes an offer depend on it: who asks it in exchange does not ask it in any case. Time is not weighed: a
    side that has moved is not contradicted by its past. Cost: O(s²) within a side and issue.
    """
    sides = {party.id: party.for_ or (party.id,) for party in case.parties}
    stories = story(case)
    terms = vocabulary(case)
    by_side: dict[tuple[str, ...], list[_Position]] = defaultdict(list)
    for statement in case.statements:
        if statement.act not in POSITIONS or statement.about is None:
            continue
        about = bind(statement.about, terms)
        claims = [~about if statement.act in AGAINST else about]
        if statement.if_ is not None:
            claims.append(bind(statement.if_, terms))
        side = sides.get(statement.source, (statement.source,))
        by_side[side].append(_Position(statement, stories.get(statement.report, statement.report), tuple(claims)))
    return {one.statement.id: _beside(one, positions) for positions in by_side.values() for one in positions}


def _beside(one: _Position, positions: Iterable[_Position]) -> Corroboration:
    said = one.claims[0]
    full: list[str] = []
    part: list[str] = []
    for other in positions:
        if other.source == one.source or not other.issues & set(said.scope):
            continue
        if _implies(other.claims[0], said):
            full.append(other.statement.id)
        elif any(_implies(said, claim) or _can_hold(said & claim) for claim in other.claims if _share(said, claim)):
            part.append(other.statement.id)
    return Corroboration(one.statement.id, tuple(full), tuple(part))


def _share(one: Rule, other: Rule) -> bool:
    return bool(set(one.scope) & set(other.scope))


def _implies(one: Rule, other: Rule) -> bool:
    return _share(one, other) and _comparable(one & ~other) and not _can_hold(one & ~other)


def _comparable(rule: Rule) -> bool:
    return math.prod(rule.vocabulary.terms[place].size for place in rule.scope) <= MOST_COMPARED


def _can_hold(rule: Rule) -> bool:
    if not _comparable(rule):
        return False
    sizes = [rule.vocabulary.terms[place].size for place in rule.scope]
    return bool(rule.holds_on_scope(np.indices(sizes).reshape(len(sizes), -1).T).any())

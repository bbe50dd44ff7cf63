"""What is asked: ideal points in one or more dimensions, the status quo, and which coalitions win."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.power.voting_rule import (
    VotingRule,
    unanimity,
    weighted_rule,
    with_ratification,
)
from detente.engines.forecast.problem import FloatArray
from detente.foundation.errors import OutOfDomain


@dataclass(frozen=True, slots=True, eq=False)
class SpatialProblem:
    """Voters who prefer what is nearer to their ideal, what holds today, and the rule that changes it.

    ideals[voter, dimension]; status_quo[dimension]: what holds if nothing is decided, today's state or another
    reversion point. rule: over the same voters, with its vetoes. indifferent_accept: whether a voter accepts what is
    exactly as near as the status quo; the literature mostly lets it refuse. Either way somebody must gain.
    """

    voters: tuple[str, ...]
    ideals: FloatArray
    status_quo: FloatArray
    rule: VotingRule
    indifferent_accept: bool = False

    def __post_init__(self) -> None:
        ideals, quo = np.array(self.ideals, dtype=np.float64), np.array(self.status_quo, dtype=np.float64)
        if ideals.ndim != 2 or not ideals.shape[1]:
            raise OutOfDomain(f"ideal points of shape {ideals.shape}: give [voter, dimension]")
        if len(ideals) != len(self.voters) or self.rule.voters != self.voters:
            raise OutOfDomain("the voters, their ideal points and the rule must be of the same voters in one order")
        if quo.shape != ideals.shape[1:]:
            raise OutOfDomain(f"a status quo of shape {quo.shape} among ideal points in {ideals.shape[1]} dimensions")
        if not (np.isfinite(ideals).all() and np.isfinite(quo).all()):
            raise OutOfDomain("ideal points and the status quo must be numbers")
        for name, value in (("ideals", ideals), ("status_quo", quo)):
            value.flags.writeable = False
            object.__setattr__(self, name, value)

    @property
    def line(self) -> FloatArray:
        """The ideal points on the one dimension; OutOfDomain where there are more."""
        if self.ideals.shape[1] != 1:
            raise OutOfDomain(f"{self.ideals.shape[1]} dimensions: this is for one")
        return self.ideals[:, 0]

    def accepting(self, point: Sequence[float]) -> tuple[int, ...]:
        """The places of those who accept a point instead of the status quo."""
        there = np.asarray(point, dtype=np.float64)
        if there.shape != self.status_quo.shape or not np.isfinite(there).all():
            raise OutOfDomain(f"a point of {len(self.status_quo)} numbers is needed")
        near, today = (np.square(self.ideals - p).sum(axis=1) for p in (there, self.status_quo))
        willing = near <= today if self.indifferent_accept else near < today
        return tuple(np.flatnonzero(willing).tolist())

    def beats(self, point: Sequence[float]) -> bool:
        """Whether enough accept a point instead of the status quo, and one of them gains."""
        willing = list(self.accepting(point))
        there = np.asarray(point, dtype=np.float64)
        near, today = (np.square(self.ideals - p).sum(axis=1) for p in (there, self.status_quo))
        return self.rule.wins(willing) and bool((near < today)[willing].any())


def on_a_line(
    ideals: Sequence[float],
    status_quo: float,
    *,
    quota: int | None = None,
    weights: Sequence[int] = (),
    voters: Sequence[str] = (),
    vetoes: Sequence[int] = (),
    indifferent_accept: bool = False,
) -> SpatialProblem:
    """A problem on one scale, by weights and a quota; unanimity where no quota is given.

    weights: one a voter, 1 where missing. vetoes: places of voters without whom nothing passes.

    >>> on_a_line([10, 30, 50], 20, quota=2).accepting([25])
    (1, 2)
    """
    names = tuple(voters) or tuple(f"voter {k}" for k in range(len(ideals)))
    if quota is None:
        # Under unanimity also the yes of one who weighs nothing is needed.
        rule = unanimity(names) if not weights else weighted_rule(sum(weights), weights, names, vetoes=vetoes)
    else:
        rule = weighted_rule(quota, tuple(weights) or (1,) * len(names), names, vetoes=vetoes)
    return by_rule(dict(zip(names, ideals, strict=True)), status_quo, rule, indifferent_accept=indifferent_accept)


def by_rule(
    ideals: Mapping[str, float],
    status_quo: float,
    rule: VotingRule,
    *,
    ratifiers: Mapping[str, float] | None = None,
    indifferent_accept: bool = False,
) -> SpatialProblem:
    """A problem on one scale by any rule over the same voters, and with ratification by others where they are given.

    ideals: voter to ideal point, every voter of the rule. ratifiers: who must say yes afterwards, and where they stand.

    >>> rule = weighted_rule(2, [1, 1, 1], "abc")
    >>> by_rule({"a": 0, "b": 40, "c": 90}, 10, rule, ratifiers={"parliament": 30}).rule.vetoes
    (3,)
    """
    if set(ideals) != set(rule.voters):
        raise OutOfDomain(f"an ideal point is needed of each voter and of no other: {', '.join(rule.voters)}")
    stand = {voter: ideals[voter] for voter in rule.voters} | dict(ratifiers or {})
    if len(stand) < len(rule.voters) + len(ratifiers or {}):
        raise OutOfDomain("a ratifier has the name of a voter: give it one of its own, such as 'parliament of A'")
    whole = with_ratification(rule, tuple(ratifiers)) if ratifiers else rule
    points = np.array([[float(stand[voter])] for voter in whole.voters])
    return SpatialProblem(whole.voters, points, np.array([float(status_quo)]), whole, indifferent_accept)

"""Decisions of the European Union as spatial problems: whose yes is needed by each procedure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from detente.engines.forecast.power.voting_rule import VotingRule, unanimity
from detente.engines.forecast.voting.majorities import eu_qualified_majority
from detente.engines.forecast.voting.spatial_problem import SpatialProblem, by_rule
from detente.foundation.errors import OutOfDomain

Council = Literal["qualified-majority", "reinforced-majority", "unanimity"]
Procedure = Literal["consultation", "codecision"]

PARLIAMENT = "european parliament"
"""The name of the European Parliament among the voters."""


def eu_decision(
    positions: Mapping[str, float],
    reversion: float,
    *,
    council: Council = "qualified-majority",
    population: Mapping[str, int] | None = None,
    procedure: Procedure = "consultation",
    parliament: float | None = None,
    abstaining: Collection[str] = (),
) -> SpatialProblem:
    """Which positions of members, and of the Parliament, a decision on one scale has to pass.

    positions: member to position, all who take part. reversion: what holds if nothing is decided: today's state, or
    what a treaty or an expiring act falls back to; the models of these procedures differ in this more than in anything.
    population: all members to inhabitants, for the majorities. procedure: by codecision (the ordinary legislative
    procedure) the Parliament must agree too and is one more voter with a veto; by consultation it gives an opinion.
    parliament: where it stands. abstaining: members who do not vote; by unanimity they do not block, by a majority
    they count as against.

    Who proposes is asked of `agenda_setter`: the Commission, with the position it has. Amendments by the Parliament or
    by a unanimous Council, and conciliation, are left out: this says what could pass, not which of it will.

    >>> problem = eu_decision({"a": 20, "b": 60, "c": 90}, 10, council="unanimity", abstaining=["a"])
    >>> problem.voters, problem.beats([40]), problem.beats([5])
    (('b', 'c'), True, False)

    Treaty on the Functioning of the European Union, Articles 238, 289 and 294 (the last two recalled).
    """
    strangers = set(abstaining) - set(positions)
    if strangers:
        raise OutOfDomain(f"who abstains has no position: {', '.join(sorted(strangers))}")
    if procedure == "codecision" and parliament is None:
        raise OutOfDomain("by codecision the Parliament must agree: say where it stands")
    if council == "unanimity":
        rule = unanimity([m for m in positions if m not in abstaining])
    else:
        rule = _majority(positions, council, population)
    # By a majority who abstains stands where it wants no change, so that its yes never counts.
    ideals = {m: reversion if m in abstaining else positions[m] for m in rule.voters}
    ratifiers = {PARLIAMENT: parliament} if procedure == "codecision" and parliament is not None else None
    return by_rule(ideals, reversion, rule, ratifiers=ratifiers)


def _majority(positions: Mapping[str, float], council: Council, population: Mapping[str, int] | None) -> VotingRule:
    if population is None:
        raise OutOfDomain("a qualified majority needs the population of all members")
    proposer = "commission" if council == "qualified-majority" else "other"
    return eu_qualified_majority(population, proposer=proposer, taking_part=tuple(positions))

"""How a bloc or organisation of the case decides, as a voting rule, and what each member's vote is worth in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from detente.case.model.case import Case
from detente.case.model.party import Party, Rule
from detente.engines.forecast.power.banzhaf import Banzhaf, banzhaf
from detente.engines.forecast.power.shapley_shubik import ShapleyShubik, shapley_shubik
from detente.engines.forecast.power.voting_rule import VotingRule, unanimity, weighted_rule
from detente.foundation.errors import TooLarge


@dataclass(frozen=True, slots=True)
class NoRule:
    """The case does not say enough about how this party decides, and what is missing."""

    party: str
    reason: str


@dataclass(frozen=True, slots=True)
class BlocPower:
    """A bloc's rule, and both indices of the power of its members."""

    party: str
    rule: VotingRule
    shapley_shubik: ShapleyShubik
    banzhaf: Banzhaf


def bloc_rule(case: Case, party: str) -> VotingRule | NoRule:
    """The rule by which the members of this bloc or organisation decide, by the ids of the members.

    Weights that are not whole are taken times their common denominator. A majority is more than half of the weights.
    Raises KeyError for a party that the case does not have.
    """
    found = next((p for p in case.parties if p.id == party), None)
    if found is None:
        raise KeyError(f"no party {party!r}")
    reason = _missing(found)
    if reason or found.rule is None:
        return NoRule(party, reason)
    if found.rule.kind == "unanimity":
        return unanimity(found.members)
    return _weighted(found, found.rule)


def bloc_powers(case: Case) -> tuple[BlocPower | NoRule, ...]:
    """For each party that the case says how it decides, in the case's order: the power of its members, or why not."""
    found: list[BlocPower | NoRule] = []
    for party in case.parties:
        if party.rule is not None:
            rule = bloc_rule(case, party.id)
            found.append(rule if isinstance(rule, NoRule) else _power(party.id, rule))
    return tuple(found)


def _power(party: str, rule: VotingRule) -> BlocPower | NoRule:
    try:
        return BlocPower(party, rule, shapley_shubik(rule), banzhaf(rule))
    except TooLarge as too_large:
        return NoRule(party, str(too_large))


def _missing(party: Party) -> str:
    if party.rule is None:
        return "the case does not say how it decides"
    if not party.members:
        return "the case names none of its members"
    if len(set(party.members)) < len(party.members):
        return "the case names a member twice"
    if party.open_membership:
        return "it has members that the case does not name"
    strangers = [name for name in party.rule.weights if name not in party.members]
    return f"it gives a weight to {', '.join(strangers)}, no member of it" if strangers else ""


def _weighted(party: Party, rule: Rule) -> VotingRule | NoRule:
    weights = [Fraction(rule.weights.get(member, 1)) for member in party.members]
    total = sum(weights, Fraction(0))
    needed = total / 2 if rule.kind == "majority" or rule.quota is None else Fraction(rule.quota)
    if min(weights) < 0 or not 0 < needed <= total:
        return NoRule(party.id, f"its weights add up to {float(total):g}, of which it needs {float(needed):g}")
    shared = math.lcm(needed.denominator, *(w.denominator for w in weights))
    quota = int(needed * shared) + (1 if rule.kind == "majority" else 0)
    return weighted_rule(quota, [int(w * shared) for w in weights], party.members)

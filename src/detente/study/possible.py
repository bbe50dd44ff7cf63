"""Possible and necessary acceptance, exact: is a package accepted under all, some or no admitted judgements?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from detente.engines.methods.answer import Answer
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.spread import Verdict
from detente.engines.settlement.zone import needed
from detente.foundation.errors import OutOfDomain
from detente.study import exact
from detente.study.of_case import judged_parties
from detente.study.parties import JudgedParty
from detente.study.possible_jointly import READ_AT_SHOWN, Bound, JointEnds, bound, joint_ends, unsupported

METHOD = "possible-acceptance"

Witness = Mapping[str, tuple[Fraction, ...]]
"""One admitted set of a party's judgements: the name of each that is more than a point → its numbers.

A range or triangle has one number. An order of weights, or of members, has a share of 1 for each step's members, an
order of options has a level for each step.
"""


@dataclass(frozen=True, slots=True)
class PartyAcceptance:
    """One party that is asked in a package.

    least, most: what the package is worth above the walk-away, in points, at its least and its most.
    refusing, accepting: the judgements that reach these ends; who puts them into the case finds the margins there.
    breached: ids of red lines and live offers that the package breaches: then the party never accepts it.
    proof: where comparisons of packages bind weights and values at once, the linear program of both ends and the
    multipliers that prove them, as in `JointRange`; else None: the ends are then proved by sorting.
    """

    party: str
    verdict: Verdict
    least: Fraction
    most: Fraction
    refusing: Witness
    accepting: Witness
    breached: tuple[str, ...] = ()
    proof: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PossibleAcceptance(Answer):
    """One package: `always` accepted by everybody asked, `never`, or it `depends`; and for whom it does."""

    package: int
    verdict: Verdict
    parties: tuple[PartyAcceptance, ...]

    def party(self, name: str) -> PartyAcceptance:
        """What is found of this party; KeyError where it is not asked in the package."""
        for found in self.parties:
            if found.party == name:
                return found
        raise KeyError(name)


def possible_acceptance(settled: CaseSettlement, packages: Iterable[int]) -> tuple[PossibleAcceptance, ...]:
    """Whether everybody asked accepts a package under all, some or no judgements that the analysts admit.

    Necessary ("always"): min over the admitted judgements of u_p(x) - d_p is at least 0 for every p asked in x, and
    no red line or live offer is breached. Possible ("depends" or "always"): the maximum is, for every p. Parties'
    judgements vary independently of one another, so the parties' own ends are enough.

    settled: a settled case. packages: codes of packages, feasible or not.

    Each end comes with the judgements that reach it, and the margin is worked out again from these: exact, in
    fractions. The status quo is judged by its value alone. No package gives (). Ratios of linear forms are
    extreme at corners, which are found by sorting. Where a party's comparisons of packages rest on values that are
    ranges or orders of options, weights and values are bound together: then one linear program in their products gives
    each end, with its multipliers (see `joint_range`); the study's draws read such comparisons at the shown values.
    O(packages × parties × issues × judgements); 576 × 3 × 5 in 3 s.

    >>> from detente.case.reading import read_case
    >>> from detente.engines.settlement.of_case import settle_case
    >>> case = settle_case(read_case("library/lahdelma-salminen-2001"))
    >>> found = possible_acceptance(case, [1, 2])
    >>> [(x.verdict, str(x.party("upper").least), str(x.party("upper").most)) for x in found]
    [('depends', '-30', '50/9'), ('depends', '50/9', '42')]

    Greco, S., Mousseau, V. and Słowiński, R. (2008). Ordinal regression revisited: multiple criteria ranking using a
    set of additive value functions. European Journal of Operational Research 191(2): 416-436,
    https://doi.org/10.1016/j.ejor.2007.08.013, for "necessary" and "possible"; the ends are derived here.
    """
    problem, every = settled.problem, settled.settlement.packages
    codes = np.array(list(packages), dtype=np.int64)
    if not len(codes):
        return ()
    if int(codes.min()) < 0 or int(codes.max()) >= len(every):
        raise OutOfDomain(f"a package code outside 0 to {len(every) - 1}")
    parties = judged_parties(settled, every.decode(codes))
    breached = _breached(settled, codes)
    asked = {p: needed(every, codes, p) for p in problem.asked}
    bounds, caveats = _bounds(settled, parties)
    found = list[PossibleAcceptance]()
    for row, code in enumerate(codes.tolist()):
        names = [p for p, where in asked.items() if where is None or where[row]]
        each = tuple(_party(parties[p], row, breached.get((p, row), ()), bounds.get(p)) for p in names)
        verdicts = {one.verdict for one in each}
        verdict: Verdict = "never" if "never" in verdicts else "depends" if "depends" in verdicts else "always"
        found.append(PossibleAcceptance(method=METHOD, package=code, verdict=verdict, parties=each, caveats=caveats))
    return tuple(found)


def _bounds(settled: CaseSettlement, parties: Sequence[JudgedParty]) -> tuple[dict[int, Bound], tuple[str, ...]]:
    """What binds weights and values of each party at once, and why it is not used where it is not."""
    found, caveats = dict[int, Bound](), list[str]()
    for p, party in enumerate(parties):
        told = bound(settled, party)
        why = "" if told is None else unsupported(party, told)
        if told is not None and not why:
            found[p] = told
        elif why:
            caveats.append(READ_AT_SHOWN.format(why=why))
    return found, tuple(caveats)


def _breached(settled: CaseSettlement, codes: np.ndarray) -> dict[tuple[int, int], tuple[str, ...]]:
    problem, every = settled.problem, settled.settlement.packages
    quo = None if problem.status_quo is None else every.encode(problem.status_quo)
    found = dict[tuple[int, int], tuple[str, ...]]()
    for ground in problem.grounds:
        for row in np.flatnonzero(every.truth_at(ground.rule, codes) & (codes != quo)).tolist():
            found[ground.party, row] = (*found.get((ground.party, row), ()), ground.id)
    return found


def _party(party: JudgedParty, row: int, breached: tuple[str, ...], tied: Bound | None) -> PartyAcceptance:
    joint: JointEnds | None = None
    if tied is None:
        refusing = exact.extreme(party, row, most=False)
        accepting = exact.extreme(party, row, most=True)
    else:
        joint = joint_ends(party, row, tied)
        refusing, accepting = joint.refusing, joint.accepting
    least, most = exact.margin(party, row, refusing), exact.margin(party, row, accepting)
    verdict: Verdict = "always" if least >= 0 else "depends" if most >= 0 else "never"
    return PartyAcceptance(
        party=party.name,
        verdict="never" if breached else verdict,
        least=least,
        most=most,
        refusing=_named(party, refusing),
        accepting=_named(party, accepting),
        breached=breached,
        proof=None if joint is None else joint.proof,
    )


def _named(party: JudgedParty, numbers: exact.Numbers) -> Witness:
    return MappingProxyType({f.what: ends for f, ends in zip(party.factors, numbers, strict=True)})

"""Which packages of a settled case a study counts, and the tasks that `run` takes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detente.case.model.proposal import Proposal
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.result import NoSettlement, Solution
from detente.foundation.errors import OutOfDomain
from detente.study.acceptability import AcceptabilityTask
from detente.study.compared import walks
from detente.study.factors import Factor
from detente.study.of_case import completions, feasible_codes, judged_parties, setting_of
from detente.study.parties import IntArray, JudgedParty
from detente.study.sensitivity import SensitivityTask
from detente.study.tally import MOST_COMPARED, Setting

MOST_ENUMERATED = 20_000
"""Most feasible packages of which each draw is asked whether all accept them."""

MOST_COUNTED = 500
"""Most packages that are counted one by one; completions of proposals are, while there are no more."""


def packages_of_interest(settled: CaseSettlement) -> IntArray:
    """The codes, ascending, of the packages to count one by one.

    What the solutions select, where none is acceptable the smallest concessions' package, and the completions of
    every proposal, while all of these together are at most 500; else no completions.
    """
    settlement = settled.settlement
    named = {
        int(code) for found in settlement.solutions.values() if isinstance(found, Solution) for code in found.packages
    }
    if not named and not isinstance(settlement.concessions, NoSettlement):
        named |= {int(code) for code in settlement.concessions.packages[:1].tolist()}
    every = [completions(settled, proposal.package) for proposal in settled.case.proposals]
    with_completions = named | {int(code) for among in every for code in among.tolist()}
    chosen = with_completions if len(with_completions) <= MOST_COUNTED else named
    return np.array(sorted(chosen), dtype=np.int64)


def acceptability_task(settled: CaseSettlement, packages: Iterable[int] | None = None) -> AcceptabilityTask:
    """The task that counts, over draws of all judgements of a case, who accepts what.

    packages: codes to count one by one; by default those of `packages_of_interest`. Above 20,000 feasible packages only
    these and the proposals' completions are looked at: nothing is said of the zone and of what is efficient; above
    20,000 completions nothing of the proposals either. A caveat says so.
    """
    interest = packages_of_interest(settled) if packages is None else _codes(settled, packages)
    parties, setting, codes, caveats = _drawn(settled, interest)
    return AcceptabilityTask(settled.read.digest, parties, setting, codes, _names(settled, setting), caveats)


def sensitivity_task(settled: CaseSettlement, packages: Iterable[int] = (), *, resamples: int = 200) -> SensitivityTask:
    """The task that tells how much of the variation of each conclusion each judgement explains.

    The conclusions are whether the zone is open, how many packages all accept, for each proposal whether a
    completion is accepted by all, and for each of `packages` whether all accept it. One draw takes k + 2
    evaluations for k judgements.
    """
    interest = _codes(settled, packages)
    parties, setting, codes, caveats = _drawn(settled, interest)
    return SensitivityTask(
        settled.read.digest,
        parties,
        setting,
        codes,
        _names(settled, setting),
        resamples,
        caveats,
    )


def judgements_of(settled: CaseSettlement | LargeCaseSettlement) -> tuple[Factor, ...]:
    """Every judgement of the case that is more than a point, in the order in which draws take uniforms."""
    nothing = np.zeros((0, len(settled.case.issues)), dtype=np.int64)
    return tuple(f for party in judged_parties(settled, nothing) for f in party.factors if f.form.size)


def _settling(settled: CaseSettlement) -> list[Proposal]:
    return [proposal for proposal in settled.case.proposals if proposal.package]


def _names(settled: CaseSettlement, setting: Setting) -> tuple[str, ...]:
    """The proposals that are counted: all that settle something, or none."""
    return tuple(proposal.id for proposal in _settling(settled)) if setting.proposals else ()


def _drawn(
    settled: CaseSettlement, interest: IntArray
) -> tuple[tuple[JudgedParty, ...], Setting, IntArray, tuple[str, ...]]:
    feasible = feasible_codes(settled)
    every = len(feasible) <= MOST_ENUMERATED
    among = [completions(settled, proposal.package) for proposal in _settling(settled)]
    codes = feasible if every else np.unique(np.concatenate([interest, *among]).astype(np.int64))
    caveats = list[str]()
    if len(codes) > MOST_ENUMERATED:
        codes = np.unique(interest)
        among = []
        caveats.append("the proposals have too many completions: nothing is said of them")
    if not every:
        caveats.append(f"{len(feasible):,} packages are feasible: nothing is said of the zone and of what is efficient")
    elif len(interest) * len(codes) > MOST_COMPARED:
        caveats.append("too many packages to compare in each draw: nothing is said of what is efficient")
    setting = setting_of(settled, codes, interest, among, every=every)
    digits = settled.settlement.packages.decode(codes)
    parties = judged_parties(settled, digits)
    return parties, setting, codes, (*caveats, *walks(parties))


def _codes(settled: CaseSettlement, packages: Iterable[int]) -> IntArray:
    codes = np.unique(np.array(list(packages), dtype=np.int64))
    missing = np.setdiff1d(codes, feasible_codes(settled))
    if len(missing):
        raise OutOfDomain(
            f"package {int(missing[0])} is not feasible: constraints exclude it, or there is no such code"
        )
    return codes

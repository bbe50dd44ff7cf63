"""What a study asks of a case too large to enumerate, from value codes instead of package codes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from detente.case.vocabulary import codes_of
from detente.engines.settlement.folding.accepting import AcceptingGroup, accepting_groups
from detente.engines.settlement.large_settlement import LargeSolution
from detente.engines.settlement.of_case import LargeCaseSettlement
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.searching import CertifiedConcessions
from detente.engines.settlement.zone import needed_at
from detente.foundation.errors import TooLarge
from detente.study.acceptability import AcceptabilityTask, Codes
from detente.study.compared import walks
from detente.study.merged_draw import KEPT
from detente.study.of_case import judged_parties
from detente.study.opening import FOLDED, STEPS, Opening, Question
from detente.study.parties import IntArray, JudgedParty
from detente.study.sensitivity import SensitivityTask
from detente.study.tally import Setting

MOST_TIED = 20
"""Most packages of one solution that are counted one by one."""


def packages_at_size(settled: LargeCaseSettlement) -> tuple[PackageValues, ...]:
    """The packages to count one by one, as value codes, ascending.

    What the solutions select, at most 20 each, where none is acceptable the smallest concessions' package, and the
    proposals that answer every issue.
    """
    found = settled.settlement
    named = {
        package
        for solution in found.solutions.values()
        if isinstance(solution, LargeSolution)
        for package in solution.packages[:MOST_TIED]
    }
    if not named and isinstance(found.concessions, CertifiedConcessions):
        named |= set(found.concessions.packages[:1])
    named |= {package for _, given in _settling(settled) if (package := _whole(given)) is not None}
    lawful = [package for package in named if all(c.rule.holds_for(package) for c in settled.problem.constraints)]
    return tuple(sorted(package for package in lawful if package != settled.problem.status_quo))


def acceptability_task_at_size(settled: LargeCaseSettlement) -> AcceptabilityTask:
    """The task that counts, over draws of all judgements of a case too large to enumerate, who accepts what.

    Packages of interest are counted one by one, ranks among them. Whether the zone, or a proposal, is open is decided
    for each draw anew (see `opened`); draws that are not decided count apart. Nothing is said of the size of the zone,
    nor of what is efficient.
    """
    drawn = _Drawn.of(settled)
    return AcceptabilityTask(
        settled.read.digest, drawn.parties, drawn.setting, drawn.codes, drawn.proposals, drawn.caveats, drawn.opening
    )


def sensitivity_task_at_size(settled: LargeCaseSettlement, *, resamples: int = 200) -> SensitivityTask:
    """The task that tells how much each judgement explains of whether the zone, and each proposal, is open."""
    drawn = _Drawn.of(settled, packages=())
    told = "a draw in which it is not decided whether a conclusion holds counts as one in which it does not"
    return SensitivityTask(
        settled.read.digest,
        drawn.parties,
        drawn.setting,
        drawn.codes,
        drawn.proposals,
        resamples,
        (*drawn.caveats, told),
        drawn.opening,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    parties: tuple[JudgedParty, ...]
    setting: Setting
    codes: Codes
    proposals: tuple[str, ...]
    caveats: tuple[str, ...]
    opening: Opening | None

    @classmethod
    def of(cls, settled: LargeCaseSettlement, packages: Sequence[PackageValues] | None = None) -> _Drawn:
        problem = settled.problem
        interest = packages_at_size(settled) if packages is None else tuple(packages)
        digits = np.array(interest, dtype=np.int64).reshape(len(interest), len(problem.sizes))
        parties = judged_parties(settled, digits)
        caveats = list(_unsaid(settled))
        try:
            opening = _opening(settled, packages_at_size(settled))
        except TooLarge as error:
            opening = None
            caveats.append(f"nothing is said of the zone and of the proposals: {error}")
        names = () if opening is None else tuple(question.name for question in opening.questions[1:])
        codes = np.array([problem.code(package) for package in interest], dtype=object)
        return cls(parties, _setting(problem, digits), codes, names, (*caveats, *walks(parties)), opening)


def _unsaid(settled: LargeCaseSettlement) -> Iterator[str]:
    yield (
        f"{settled.problem.size:,} packages are too many to look at each: nothing is said of the size of the zone, of"
        " what is efficient, and of single judgements that turn a conclusion; ranks are among the packages counted"
    )
    yield (
        f"whether a package is accepted by all is decided in each draw by a package or a proof that there is none,"
        f" within {STEPS} tries, else by merging issues, in at most {FOLDED} of 1,000 draws with at most {KEPT:,}"
        " partial packages kept; the share of draws left undecided stands beside each share"
    )


def _settling(settled: LargeCaseSettlement) -> list[tuple[str, tuple[int | None, ...]]]:
    """The proposals that settle something, with the value codes of what they answer."""
    case = settled.case
    return [(item.id, tuple(codes_of(case, item.package))) for item in case.proposals if item.package]


def _whole(given: Sequence[int | None]) -> PackageValues | None:
    found = tuple(code for code in given if code is not None)
    return found if len(found) == len(given) else None


def _setting(problem: SettlementProblem, digits: IntArray) -> Setting:
    asked = np.zeros((len(problem.parties), len(digits)), dtype=np.bool_)
    refused = np.zeros_like(asked)
    for party in problem.asked:
        where = needed_at(problem, digits, party)
        asked[party] = True if where is None else where
    for ground in problem.grounds:
        refused[ground.party] |= ground.rule.holds(digits)
    agreement = np.ones(len(digits), dtype=np.bool_)
    if problem.status_quo is not None:
        agreement &= (digits != np.array(problem.status_quo)).any(axis=1)
    return Setting(asked, refused, agreement, problem.consent, np.arange(len(digits)), (), every=False)


def _opening(settled: LargeCaseSettlement, known: Sequence[PackageValues]) -> Opening:
    problem = settled.problem
    groups = accepting_groups(problem)
    nothing: tuple[int | None, ...] = (None,) * len(problem.sizes)
    found = Opening(
        groups=groups,
        asked=problem.asked,
        quo=None,
        questions=(),
        known=np.zeros((0, len(groups)), dtype=np.int64),
        interactions=tuple(
            tuple(place for place, item in enumerate(problem.interactions) if item.party == party)
            for party in problem.asked
        ),
    )
    quo = None if problem.status_quo is None else found.place(problem.status_quo)
    tried = [place for package in known if (place := found.place(package)) is not None]
    asked = [("", nothing), *_settling(settled)]
    return Opening(
        groups=groups,
        asked=problem.asked,
        quo=quo,
        questions=tuple(_question(name, given, groups, quo) for name, given in asked),
        known=np.array(tried, dtype=np.int64).reshape(len(tried), len(groups)),
        interactions=found.interactions,
    )


def _question(
    name: str, given: Sequence[int | None], groups: Sequence[AcceptingGroup], quo: tuple[int, ...] | None
) -> Question:
    among = list[IntArray]()
    for group in groups:
        same = np.ones(len(group), dtype=np.bool_)
        for column, issue in enumerate(group.issues):
            code = given[issue]
            if code is not None:
                same &= group.values[:, column] == code
        among.append(np.flatnonzero(same))
    count = math.prod(len(some) for some in among)
    inside = quo is not None and all(bool((some == at).any()) for some, at in zip(among, quo, strict=True))
    return Question(name, tuple(among), count - inside)

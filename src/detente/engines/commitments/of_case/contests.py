"""The case's contests as problems of deterrence and bargaining, with answers at the shown point and over the ranges."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from detente.case.model.case import Case
from detente.case.model.contest import Contest, Guarantor, Shift
from detente.case.model.judgement import Judgement
from detente.engines.commitments.bargaining.bargaining_range import BargainingRange, bargaining_range
from detente.engines.commitments.bargaining.commitment_problem import CommitmentProblem, commitment_problem
from detente.engines.commitments.bargaining.guarantee_term import GuaranteeTerms, guarantee_term
from detente.engines.commitments.bargaining.guaranteed_range import GuaranteedRange, guaranteed_range
from detente.engines.commitments.bargaining.third_party_guarantee import GuaranteeNeeded, third_party_guarantee
from detente.engines.commitments.deterrence import (
    BetaPrior,
    CriticalReliabilities,
    Deterrence,
    DeterrenceCurve,
    DeterrenceResult,
    UncertainDeterrence,
    critical_reliabilities,
    deterrence,
    deterrence_curve,
    uncertain_deterrence,
)
from detente.engines.commitments.deterrence import Guarantor as Joiner
from detente.foundation.errors import MethodError, OutOfDomain

SHOWN_RELIABILITIES = (0.0, 0.25, 0.5, 0.75, 1.0)
CURVE_POINTS = 41
SEED = 20251215
"""Of the draws from Beta priors: an answer on a case is the same each time."""

AS_ONE = "in the ranges and the terms the guarantors are taken as one, who join together or not at all"
MEAN_RELIABILITY = "in the terms that one guarantor is as sure as the guarantors are on average"


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A question that the case gives no numbers for, and which."""

    missing: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A contest that cannot be computed with, and why: a number is missing, or lies outside what the methods take."""

    contest: Contest
    reason: str


@dataclass(frozen=True, slots=True)
class Spread:
    """How far an attack's worth, beside the status quo, moves over everything that the judgements admit."""

    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Deterred, not deterred, or that it depends."""
        return "deterred" if self.high <= 0 else "not deterred" if self.low > 0 else "depends"


@dataclass(frozen=True, slots=True)
class ShiftAnswer:
    """One shift of power: whether it rules out peace, and the guarantee that would cure it."""

    rising: str
    declining: str
    note: str
    problem: CommitmentProblem
    lacking: Spread
    """Left less right side of the condition over everything the judgements admit; above 0 peace is ruled out."""
    cure: GuaranteeNeeded | NotAsked

    @property
    def over_the_ranges(self) -> str:
        """Whether a problem exists whatever the judgements, under none, or under some of them."""
        return "always" if self.lacking.low > 0 else "never" if self.lacking.high <= 0 else "under some"


@dataclass(frozen=True, slots=True)
class ContestAnswer:
    """Everything that the engine says of one contest; ids are the case's."""

    contest: Contest
    problem: Deterrence
    result: DeterrenceResult
    independent: DeterrenceResult
    spread: Spread
    critical: CriticalReliabilities | NotAsked
    curve: DeterrenceCurve | NotAsked
    uncertain: UncertainDeterrence | NotAsked
    range_alone: BargainingRange | NotAsked
    ranges: GuaranteedRange | NotAsked
    shifts: tuple[ShiftAnswer, ...]
    terms: GuaranteeTerms | NotAsked

    @property
    def caveats(self) -> tuple[str, ...]:
        """What all of this takes for granted, each once."""
        told = [*self.result.caveats]
        if not isinstance(self.uncertain, NotAsked):
            told += self.uncertain.caveats
        if not isinstance(self.ranges, NotAsked):
            told.append(AS_ONE)
        if not isinstance(self.terms, NotAsked):
            told += [*self.terms.caveats, MEAN_RELIABILITY]
        return tuple(dict.fromkeys(told))


def contests_of_case(case: Case) -> tuple[tuple[ContestAnswer, ...], tuple[Unanswered, ...]]:
    """The answers to the contests of the case, in its order; and those that have none. One does not hinder another."""
    answered: list[ContestAnswer] = []
    unanswered: list[Unanswered] = []
    for contest in case.contests:
        try:
            answered.append(contest_answer(contest))
        except MethodError as error:
            unanswered.append(Unanswered(contest, str(error)))
    return tuple(answered), tuple(unanswered)


def contest_answer(contest: Contest) -> ContestAnswer:
    """The answers to one contest at its shown points, with the spread over its ranges.

    Raises OutOfDomain where a strength is missing or a number lies outside what the methods take.
    """
    problem = deterrence_problem(contest)
    together = _point(contest.correlation, 0)
    asked = problem if problem.guarantors else None
    return ContestAnswer(
        contest=contest,
        problem=problem,
        result=deterrence(problem, together),
        independent=deterrence(problem),
        spread=_spread(contest),
        critical=critical_reliabilities(asked, together) if asked else NotAsked("guarantors"),
        curve=deterrence_curve(asked, CURVE_POINTS, together, _ranges(contest)) if asked else NotAsked("guarantors"),
        uncertain=_uncertain(contest, problem),
        range_alone=_range_alone(contest, problem),
        ranges=_ranges_with_help(contest, problem),
        shifts=tuple(_shift(contest, shift) for shift in contest.shifts),
        terms=_terms(contest, problem),
    )


def deterrence_problem(contest: Contest) -> Deterrence:
    """The contest at the shown point of every judgement."""
    return Deterrence(
        challenger_strength=_strength(contest, contest.challenger),
        protege_strength=_strength(contest, contest.protege),
        guarantors=tuple(_joiner(contest, item) for item in contest.guarantors),
        prize=_point(contest.prize, 1),
        cost=_point(contest.cost, 0),
        status_quo=_point(contest.status_quo, 0),
        decisiveness=_point(contest.decisiveness, 1),
    )


def _point(judgement: Judgement | None, default: float) -> float:
    return default if judgement is None else float(judgement.point)


def _ends(judgement: Judgement | None, default: float) -> tuple[float, float]:
    return (default, default) if judgement is None else (float(judgement.low), float(judgement.high))


def _strength(contest: Contest, party: str) -> float:
    if party not in contest.strengths:
        raise OutOfDomain(f"contest {contest.id}: the strength of {party} is missing; add it under strengths")
    return float(contest.strengths[party].point)


def _strength_of(contest: Contest, item: Guarantor) -> Judgement:
    given = contest.strengths.get(item.party) if item.strength is None else item.strength
    if given is None:
        raise OutOfDomain(f"contest {contest.id}: the strength of {item.party} is missing; add it under strengths")
    return given


def _reliability(contest: Contest, item: Guarantor) -> Judgement | float:
    if item.reliability is not None:
        return item.reliability
    if item.prior is not None:
        a, b = item.prior.beta
        return float(a / (a + b))
    raise OutOfDomain(f"contest {contest.id}: {item.party} has neither a reliability nor a prior; add one")


def _joiner(contest: Contest, item: Guarantor) -> Joiner:
    reliability = _reliability(contest, item)
    return Joiner(
        item.party,
        strength=float(_strength_of(contest, item).point),
        projection=_point(item.projection, 1),
        reliability=float(reliability.point) if isinstance(reliability, Judgement) else reliability,
        added_cost=_point(item.added_cost, 0),
    )


def _ranges(contest: Contest) -> Mapping[str, tuple[float, float]]:
    """The ranges of every input but the reliabilities, by the names that the curve knows."""
    found = {
        "challenger_strength": _ends(contest.strengths[contest.challenger], 0),
        "protege_strength": _ends(contest.strengths[contest.protege], 0),
        "prize": _ends(contest.prize, 1),
        "cost": _ends(contest.cost, 0),
        "status_quo": _ends(contest.status_quo, 0),
        "decisiveness": _ends(contest.decisiveness, 1),
    }
    for item in contest.guarantors:
        found[f"{item.party}.strength"] = _ends(_strength_of(contest, item), 0)
        found[f"{item.party}.projection"] = _ends(item.projection, 1)
        found[f"{item.party}.added_cost"] = _ends(item.added_cost, 0)
    return {name: ends for name, ends in found.items() if ends[0] < ends[1]}


def _spread(contest: Contest) -> Spread:
    """EU - u at the ends of every input in which it is monotone; decisiveness and correlation at ends and shown point.

    In strengths, prize, costs, reliabilities and the status quo EU - u is monotone, so their ends are enough. In
    decisiveness and correlation it need not be: three values of each are tried.
    """
    tried = [
        sorted({*_ends(judgement, default), _point(judgement, default)})
        for judgement, default in ((contest.decisiveness, 1.0), (contest.correlation, 0.0))
    ]
    low, high = (
        _at_end(contest, for_challenger=False),
        _at_end(contest, for_challenger=True),
    )
    found = [
        [
            -deterrence(dataclasses.replace(end, decisiveness=sharpness), together).margin
            for sharpness, together in product(*tried)
        ]
        for end in (low, high)
    ]
    return Spread(min(found[0]), max(found[1]))


def _at_end(contest: Contest, *, for_challenger: bool) -> Deterrence:
    """The inputs that favour the challenger most, or least."""
    rises, falls = (1, 0) if for_challenger else (0, 1)
    joiners: list[Joiner] = []
    for item in contest.guarantors:
        reliability = _reliability(contest, item)
        joiners.append(
            Joiner(
                item.party,
                strength=_ends(_strength_of(contest, item), 0)[falls],
                projection=_ends(item.projection, 1)[falls],
                reliability=_ends(reliability, 0)[falls] if isinstance(reliability, Judgement) else reliability,
                added_cost=_ends(item.added_cost, 0)[falls],
            )
        )
    return Deterrence(
        challenger_strength=_ends(contest.strengths[contest.challenger], 0)[rises],
        protege_strength=_ends(contest.strengths[contest.protege], 0)[falls],
        guarantors=tuple(joiners),
        prize=_ends(contest.prize, 1)[rises],
        cost=_ends(contest.cost, 0)[falls],
        status_quo=_ends(contest.status_quo, 0)[falls],
    )


def _uncertain(contest: Contest, problem: Deterrence) -> UncertainDeterrence | NotAsked:
    """The chance of deterrence where every guarantor has a prior."""
    priors = [
        BetaPrior(
            float(item.prior.beta[0]), float(item.prior.beta[1]), item.prior.provenance, item.prior.conditional_on
        )
        for item in contest.guarantors
        if item.prior is not None
    ]
    if not priors or len(priors) < len(contest.guarantors):
        return NotAsked("a prior for every guarantor")
    return uncertain_deterrence(problem, priors, seed=SEED)


def _costs(contest: Contest, problem: Deterrence) -> tuple[float, float] | NotAsked:
    """Both sides' costs in shares of the prize."""
    if contest.protege_cost is None:
        return NotAsked("protege-cost")
    return problem.cost / problem.prize, float(contest.protege_cost.point) / problem.prize


def _range_alone(contest: Contest, problem: Deterrence) -> BargainingRange | NotAsked:
    costs = _costs(contest, problem)
    return costs if isinstance(costs, NotAsked) else bargaining_range(_alone(problem), costs)


def _alone(problem: Deterrence) -> float:
    return problem.success(0.0).item()


def _helped(problem: Deterrence) -> float:
    return problem.success(float(problem.projected.sum())).item()


def _ranges_with_help(contest: Contest, problem: Deterrence) -> GuaranteedRange | NotAsked:
    """The guarantors taken as one, who join together or not at all."""
    costs = _costs(contest, problem)
    if isinstance(costs, NotAsked) or not problem.guarantors:
        return costs if isinstance(costs, NotAsked) else NotAsked("guarantors")
    return guaranteed_range(
        _alone(problem),
        _helped(problem),
        costs,
        SHOWN_RELIABILITIES,
        added_cost=float(problem.added_costs.sum()) / problem.prize,
        only_if_attacked=contest.only_if_attacked,
    )


def _shift(contest: Contest, shift: Shift) -> ShiftAnswer:
    declining = contest.protege if shift.rising == contest.challenger else contest.challenger
    costs = shift.cost_rising.point, shift.cost_declining.point
    found = commitment_problem([shift.now.point, shift.next.point], costs, shift.discount.point)
    cure: GuaranteeNeeded | NotAsked = NotAsked("with-guarantee")
    if shift.with_guarantee is not None:
        cure = third_party_guarantee(
            shift.now.point,
            shift.next.point,
            shift.with_guarantee.point,
            costs,
            shift.discount.point,
            added_cost=shift.guarantee_cost.point if shift.guarantee_cost else 0,
            reliability=SHOWN_RELIABILITIES[1:],
        )
    note = shift.note.in_language() if shift.note else ""
    return ShiftAnswer(shift.rising, declining, note, found, _lacking(shift), cure)


def _lacking(shift: Shift) -> Spread:
    """delta p' - p - cD - delta cR at its least and most: it rises with p', falls with p and the costs."""
    worst = shift.next.high - shift.cost_rising.low, shift.now.low + shift.cost_declining.low
    best = shift.next.low - shift.cost_rising.high, shift.now.high + shift.cost_declining.high
    discounts = shift.discount.low, shift.discount.high
    return Spread(
        float(min(delta * best[0] - best[1] for delta in discounts)),
        float(max(delta * worst[0] - worst[1] for delta in discounts)),
    )


def _terms(contest: Contest, problem: Deterrence) -> GuaranteeTerms | NotAsked:
    costs, fading = _costs(contest, problem), contest.fading
    if isinstance(costs, NotAsked) or contest.settlement is None or fading is None or not problem.guarantors:
        return NotAsked("protege-cost, settlement, fading and guarantors")
    years = [term for term in (fading.years, *fading.alternatives) if term is not None]
    if not years:
        return NotAsked("fading.years or fading.alternatives")
    return guarantee_term(
        float(contest.settlement.point),
        _alone(problem),
        _helped(problem),
        costs,
        reliability=float(problem.reliabilities.mean()),
        terms=sorted(set(years)),
        discount=_point(fading.discount, 0.95),
        hazard=_point(fading.hazard, 0),
        notice=float(fading.notice_years or 0),
        added_cost=float(problem.added_costs.sum()) / problem.prize,
        only_if_attacked=contest.only_if_attacked,
    )

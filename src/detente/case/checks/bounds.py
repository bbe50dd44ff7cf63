"""Checks of numbers about commitments, contests and votes: each lies where its meaning allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from detente.case.finding import Check, Finding, Path, Texts
from detente.case.model.case import Case
from detente.case.model.commitment import Reliability
from detente.case.model.contest import Contest, Guarantor
from detente.case.model.contest import Step as Vote
from detente.case.model.judgement import Judgement

Given = Judgement | Fraction | None


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Where a number may lie, in words, and how to tell."""

    words: str
    least: int
    most: int | None = None
    least_allowed: bool = True
    most_allowed: bool = True
    todo: str = ""

    def hold(self, low: Fraction, high: Fraction) -> bool:
        above = low > self.least or (self.least_allowed and low == self.least)
        below = self.most is None or high < self.most or (self.most_allowed and high == self.most)
        return above and below


_SHARE = _Bounds("between 0 and 1", 0, 1, todo="write 0.8 where 80 per cent is meant")
_DISCOUNT = _Bounds("above 0 and below 1", 0, 1, least_allowed=False, most_allowed=False)
_BELOW_ONE = _Bounds("from 0 to below 1", 0, 1, most_allowed=False, todo="write 0.9 where 90 per cent is meant")
_POSITIVE = _Bounds("above 0", 0, least_allowed=False)
_NOT_NEGATIVE = _Bounds("0 or more", 0)
_ONE_OR_MORE = _Bounds("1 or more", 1)

Bounded = Iterator[tuple[Path, Given, _Bounds]]


def bounds(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Probabilities and shares, strengths, costs and spans of time lie where they can."""
    for path, number, wanted in _numbers(case):
        if number is None:
            continue
        low, high = (number.low, number.high) if isinstance(number, Judgement) else (number, number)
        if not wanted.hold(low, high):
            said = f"{float(low):g}" if low == high else f"{float(low):g} to {float(high):g}"
            name = next(str(part) for part in reversed(path) if isinstance(part, str))
            what = f"{name.replace('-', ' ')} {said} is not {wanted.words}"
            yield Finding("error", "bounds", path, what, wanted.todo or f"write a number that is {wanted.words}")


def _numbers(case: Case) -> Bounded:
    for index, item in enumerate(case.commitments):
        path: Path = ("commitments", index)
        yield from _prior(item.reliability, (*path, "reliability"))
        if item.term:
            yield (*path, "term", "years"), item.term.years, _POSITIVE
            yield (*path, "term", "notice-months"), item.term.notice_months, _NOT_NEGATIVE
    for index, contest in enumerate(case.contests):
        path = ("contests", index)
        yield from _of_contest(contest, path)
        for number, guarantor in enumerate(contest.guarantors):
            yield from _of_guarantor(guarantor, (*path, "guarantors", number))
        yield from _of_the_years(contest, path)
    for index, accession in enumerate(case.accessions):
        path = ("accessions", index)
        yield (*path, "correlation"), accession.correlation, _BELOW_ONE
        yield (*path, "within-days"), accession.within_days, _POSITIVE
        for number, step in enumerate(accession.steps):
            yield from _of_vote(step, (*path, "steps", number))


def _of_contest(contest: Contest, path: Path) -> Bounded:
    yield (*path, "prize"), contest.prize, _POSITIVE
    yield (*path, "cost"), contest.cost, _NOT_NEGATIVE
    yield (*path, "protege-cost"), contest.protege_cost, _NOT_NEGATIVE
    yield (*path, "decisiveness"), contest.decisiveness, _NOT_NEGATIVE
    yield (*path, "correlation"), contest.correlation, _BELOW_ONE
    yield (*path, "settlement"), contest.settlement, _SHARE
    yield from (((*path, "strengths", name), strength, _POSITIVE) for name, strength in contest.strengths.items())


def _of_guarantor(guarantor: Guarantor, path: Path) -> Bounded:
    yield (*path, "strength"), guarantor.strength, _POSITIVE
    yield (*path, "projection"), guarantor.projection, _SHARE
    yield (*path, "reliability"), guarantor.reliability, _SHARE
    yield (*path, "added-cost"), guarantor.added_cost, _NOT_NEGATIVE
    yield from _prior(guarantor.prior, (*path, "prior"))


def _prior(found: Reliability | None, path: Path) -> Bounded:
    yield from (((*path, "beta", index), number, _POSITIVE) for index, number in enumerate(found.beta if found else ()))


def _of_the_years(contest: Contest, path: Path) -> Bounded:
    for index, shift in enumerate(contest.shifts):
        place: Path = (*path, "shifts", index)
        yield (*place, "now"), shift.now, _SHARE
        yield (*place, "next"), shift.next, _SHARE
        yield (*place, "discount"), shift.discount, _DISCOUNT
        yield (*place, "cost-rising"), shift.cost_rising, _NOT_NEGATIVE
        yield (*place, "cost-declining"), shift.cost_declining, _NOT_NEGATIVE
        yield (*place, "with-guarantee"), shift.with_guarantee, _SHARE
        yield (*place, "guarantee-cost"), shift.guarantee_cost, _NOT_NEGATIVE
    if contest.fading:
        place = (*path, "fading")
        yield (*place, "years"), contest.fading.years, _POSITIVE
        yield from (
            ((*place, "alternatives", i), years, _POSITIVE) for i, years in enumerate(contest.fading.alternatives)
        )
        yield (*place, "notice-years"), contest.fading.notice_years, _NOT_NEGATIVE
        yield (*place, "hazard"), contest.fading.hazard, _NOT_NEGATIVE
        yield (*place, "discount"), contest.fading.discount, _DISCOUNT


def _of_vote(step: Vote, path: Path) -> Bounded:
    yield (*path, "quota"), step.quota, _POSITIVE
    yield (*path, "at-least"), step.at_least, _ONE_OR_MORE
    yield from (((*path, "weights", name), weight, _NOT_NEGATIVE) for name, weight in step.weights.items())
    for index, ballot in enumerate(step.ballots):
        yield (*path, "ballots", index, "probability"), ballot.probability, _SHARE
        yield (*path, "ballots", index, "mean-days"), ballot.mean_days, _POSITIVE


CHECKS: tuple[Check, ...] = (bounds,)

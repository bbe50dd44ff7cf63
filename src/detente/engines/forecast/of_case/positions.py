"""Who stands where on one issue of a case, how much it cares and can do; and who is left out, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

import numpy as np

from detente.case.model.base import first_day, last_day
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement
from detente.case.model.preference import Preference
from detente.case.model.proposal import Position
from detente.case.weighing import party_weights
from detente.engines.forecast.exchange.problem import ExchangeProblem
from detente.engines.forecast.of_case.read_off import PlaceFrom, Unsaid, read_off
from detente.engines.forecast.of_case.scales import IssueScale, NoScale, scale_of
from detente.engines.forecast.problem import PositionProblem
from detente.foundation.errors import OutOfDomain
from detente.foundation.ids import did_you_mean

SalienceFrom = Literal["given", "weights"]
"""Whether the case states a salience, or it is read off the party's weights."""


@dataclass(frozen=True, slots=True)
class Stance:
    """One party on one issue: its place on the scale, how much it cares (0 to 1), how much it can do (0 to 100).

    place_from: "position" where the case states one on this issue; else what it was read off, see `read_off`; then
    `influence_on` is the issue on which the case states the influence.

    salience_from: "weights" where the case gives no salience: then it is the issue's weight over the largest weight
    that the party gives any issue, so that 1 is its foremost one.
    """

    party: str
    place: float
    salience: Judgement
    salience_from: SalienceFrom
    influence: Judgement
    position: Position = field(repr=False)
    place_from: PlaceFrom = "position"
    influence_on: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A party that an issue's forecast says nothing of, and why: what is missing is not zero."""

    party: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class IssuePositions:
    """Who stands where on one issue as of a day, and the same as the engine's problem at the shown points."""

    scale: IssueScale
    as_of: str
    stances: tuple[Stance, ...]
    left_out: tuple[LeftOut, ...]
    reversion: float | None
    problem: PositionProblem = field(repr=False)

    @property
    def issue(self) -> Issue:
        """The issue."""
        return self.scale.issue

    @property
    def caveats(self) -> tuple[str, ...]:
        """What a reader has to know of the inputs."""
        told: list[str] = []
        if any(stance.place_from != "position" for stance in self.stances):
            told.append(
                "the case states no position on this issue: places are read off statements, offers and preferences, and"
                " influence off positions on other issues"
            )
        if any(stance.salience_from == "weights" for stance in self.stances):
            told.append("where the case gives no salience it is read off the party's weights, 1 for its foremost issue")
        if len(self.scale.answers) == 2 and self.issue.kind == "choice":
            told.append("the issue has two answers: a place between them is a leaning, not an answer")
        return tuple(told)


def positions_of_case(case: Case, issue: str, as_of: str | None = None) -> IssuePositions | NoScale:
    """The latest position of each party on an issue, on or before the day on which the record closes.

    A position is dated by the first day that its date covers; one without a date counts as older than any with one.
    Where the case states no position at all on the issue, places are read off the parties' latest claims and offers,
    else off their preferences (`read_off`). Left out, with the reason: a party with a weight on the issue but no
    position, one whose positions are all later, one without influence, and one with neither a salience nor a weight.

    Raises OutOfDomain for an issue that there is not. NoScale where the issue has no scale, or fewer than two parties
    can be placed on it.
    """
    asked = next((item for item in case.issues if item.id == issue), None)
    if asked is None:
        raise OutOfDomain(f"there is no issue {issue!r} ({did_you_mean(issue, [item.id for item in case.issues])})")
    scale = scale_of(asked)
    if isinstance(scale, NoScale):
        return scale
    until = as_of or case.as_of
    stances: list[Stance] = []
    left_out: list[LeftOut] = []
    stated = any(position.issue == issue for position in case.positions)
    for party in case.parties:
        found = _stance(case, party.id, scale, until) if stated else _read_off(case, party.id, scale, until)
        if isinstance(found, Stance):
            stances.append(found)
        elif found:
            left_out.append(LeftOut(party.id, found))
    if len(stances) < 2:
        names = {party.id: str(party.name) for party in case.parties}
        who = f"only {names[stances[0].party]} has" if stances else "nobody has"
        return NoScale(asked, f"{who} a position, a salience and an influence on it: a forecast needs two parties")
    quo = (case.status_quo or {}).get(asked.id)
    reversion = None if quo is None else scale.place(quo)
    return IssuePositions(
        scale, until or "", tuple(stances), tuple(left_out), reversion, _problem(stances, scale, reversion)
    )


def exchange_of_case(asked: tuple[IssuePositions, ...]) -> ExchangeProblem | None:
    """All issues with a scale as one problem of exchange; None where there are fewer than two."""
    if len(asked) < 2:
        return None
    actors = tuple(dict.fromkeys(stance.party for item in asked for stance in item.stances))
    tables = [np.full((len(actors), len(asked)), np.nan) for _ in range(3)]
    for k, item in enumerate(asked):
        for stance in item.stances:
            numbers = (stance.place, float(stance.salience.point), float(stance.influence.point))
            for table, number in zip(tables, numbers, strict=True):
                table[actors.index(stance.party), k] = number
    ends = np.array([(item.scale.low, item.scale.high) for item in asked])
    return ExchangeProblem(
        actors, tuple(item.issue.id for item in asked), tables[0], tables[1], tables[2], ends[:, 0], ends[:, 1]
    )


def latest_position(case: Case, party: str, scale: IssueScale, until: str | None) -> Position | str:
    """A party's latest position on or before a day, or why there is none; empty where it has none at all."""
    mine = [p for p in case.positions if p.party == party and p.issue == scale.issue.id]
    known = [p for p in mine if p.on is None or until is None or first_day(p.on) <= last_day(until)]
    if mine and not known:
        return f"its position is dated after {until}"
    return max(known, key=lambda p: date.min if p.on is None else first_day(p.on)) if known else ""


def _stance(case: Case, party: str, scale: IssueScale, until: str | None) -> Stance | str:
    """A party's stance, or why it is left out; empty where nothing ties it to the issue."""
    preference = case.preferences.get(party)
    latest = latest_position(case, party, scale, until)
    if isinstance(latest, str):
        silent = "the case gives it no position on this issue" if _weighs(preference, scale.issue) else ""
        return latest or silent
    if latest.influence is None:
        return "the case does not say how much it can do"
    salience, source = latest.salience, "given"
    if salience is None:
        salience, source = _salience_by_weights(case, preference, scale.issue), "weights"
    if salience is None:
        return "the case does not say how much it cares"
    return Stance(party, scale.place(latest.option), salience, source, latest.influence, latest)


def _read_off(case: Case, party: str, scale: IssueScale, until: str | None) -> Stance | str:
    """A party's stance where the case states nobody's position on the issue, or why it is left out."""
    found = read_off(case, party, scale.issue, until)
    if isinstance(found, Unsaid):
        return found.reason
    salience = _salience_by_weights(case, case.preferences.get(party), scale.issue)
    if salience is None or found.position.influence is None:
        return "the case does not say how much it cares (it gives no weights)"
    place = scale.place(found.position.option)
    influence = found.position.influence
    return Stance(party, place, salience, "weights", influence, found.position, found.place_from, found.influence_on)


def _weighs(preference: Preference | None, issue: Issue) -> bool:
    return preference is not None and preference.weights is not None and issue.id in preference.weights.named


def _salience_by_weights(case: Case, preference: Preference | None, issue: Issue) -> Judgement | None:
    """The issue's weight over the largest; its ends where the other weights are as far the other way as they go."""
    if preference is None or preference.weights is None or issue.id not in preference.weights.named:
        return None
    shares = party_weights(case, preference)
    shown = shares[issue.id] / max(shares.values())
    points = preference.weights.points
    if not points:
        return Judgement(low=shown, high=shown)
    mine, others = points[issue.id], [item for name, item in points.items() if name != issue.id]
    low = _over(mine.low, max((item.high for item in others), default=Fraction(0)))
    high = _over(mine.high, max((item.low for item in others), default=Fraction(0)))
    return Judgement(low=min(low, shown), mode=shown, high=max(high, shown))


def _over(mine: Fraction, others: Fraction) -> Fraction:
    most = max(mine, others)
    return mine / most if most else Fraction(0)


def _problem(stances: list[Stance], scale: IssueScale, reversion: float | None) -> PositionProblem:
    return PositionProblem(
        tuple(stance.party for stance in stances),
        np.array([stance.place for stance in stances]),
        np.array([float(stance.salience.point) for stance in stances]),
        np.array([float(stance.influence.point) for stance in stances]),
        scale.low,
        scale.high,
        reversion,
    )

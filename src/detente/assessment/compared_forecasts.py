"""Where positions lead before and after a change, on the issues that the change touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.assessment.forecast import HEADLINE
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.proposal import Position
from detente.engines.forecast.of_case import IssuePositions, NoScale, Stance, positions_of_case
from detente.engines.forecast.side_by_side import ModelForecast, SideBySide, side_by_side
from detente.foundation.errors import MethodError
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True, eq=False)
class ForecastSide:
    """One issue on one side of a change: who stands where and every model, or why nothing can be computed."""

    asked: IssuePositions | NoScale
    models: SideBySide | None = field(repr=False)

    @property
    def stances(self) -> dict[str, Stance]:
        """By party; none where nothing can be computed."""
        return {} if isinstance(self.asked, NoScale) else {one.party: one for one in self.asked.stances}


@dataclass(frozen=True, slots=True)
class ComparedModel:
    """One model's outcome before and after, None on a side where it has none, and the reasons that it gives."""

    method: str
    preset: str
    today: float | None
    after: float | None
    reason_today: str = ""
    reason_after: str = ""

    @property
    def shift(self) -> float | None:
        """How far the outcome moves; None where one side has none."""
        return None if self.today is None or self.after is None else self.after - self.today


@dataclass(frozen=True, slots=True, eq=False)
class ComparedIssue:
    """One issue that the change touches, before and after."""

    issue: Issue
    today: ForecastSide
    after: ForecastSide

    @property
    def models(self) -> tuple[ComparedModel, ...]:
        """Every model that one of the sides has, the one that stands first elsewhere first."""
        before, later = _by_name(self.today.models), _by_name(self.after.models)
        names = sorted(dict.fromkeys((*before, *later)), key=lambda name: name != HEADLINE)
        return tuple(_compared(name, before.get(name), later.get(name)) for name in names)

    @property
    def moved(self) -> tuple[tuple[str, Stance | None, Stance | None], ...]:
        """The parties that are counted on one side only, or with other numbers on each: party, today, after."""
        before, later = self.today.stances, self.after.stances
        names = dict.fromkeys((*before, *later))
        told = [(name, before.get(name), later.get(name)) for name in names]
        return tuple(one for one in told if _numbers(one[1]) != _numbers(one[2]))


def compare_forecasts(
    before: Case, after: Case, progress: Progress = SILENT, known: dict[str, SideBySide] | None = None
) -> tuple[ComparedIssue, ...]:
    """Every issue on which other numbers go into the forecast after the change, at the shown points of all judgements.

    Numbers are those that count: a change to a position that a later one replaces touches nothing. Models run on
    issues that are touched only; nothing is drawn.

    known: what the models say of `before`, by issue; what is not there yet is put in, so that a second change of the
    same case finds it.
    """
    today = {} if known is None else known
    found: list[ComparedIssue] = []
    for issue in _with_positions(before, after):
        sides = [_asked(case, issue) for case in (before, after)]
        if _inputs(before, sides[0]) != _inputs(after, sides[1]):
            progress.at("issues", len(found), len(found) + 1)
            first = today.get(issue.id) or _models(sides[0])
            if first is not None:
                today[issue.id] = first
            later = ForecastSide(sides[1], _models(sides[1]))
            found.append(ComparedIssue(issue, ForecastSide(sides[0], first), later))
    return tuple(found)


def _with_positions(before: Case, after: Case) -> Iterator[Issue]:
    named = {position.issue for case in (before, after) for position in case.positions}
    issues = {issue.id: issue for case in (before, after) for issue in case.issues} | {i.id: i for i in after.issues}
    return (issue for name, issue in issues.items() if name in named)


def _asked(case: Case, issue: Issue) -> IssuePositions | NoScale:
    try:
        return positions_of_case(case, issue.id)
    except MethodError as error:
        return NoScale(issue, str(error))


def _inputs(case: Case, asked: IssuePositions | NoScale) -> object:
    """What the forecast of an issue hangs on; where there is none, the reason and the positions."""
    if isinstance(asked, NoScale):
        mine = [_given(one) for one in case.positions if one.issue == asked.issue.id]
        return asked.reason, mine
    scale = asked.scale
    left_out = [(one.party, one.reason) for one in asked.left_out]
    ends = (scale.low, scale.high, scale.answers, asked.reversion)
    return ends, [_numbers(one) for one in asked.stances], left_out


def _given(position: Position) -> object:
    return position.party, position.option, position.on, position.salience, position.influence


def _numbers(stance: Stance | None) -> object:
    if stance is None:
        return None
    return stance.party, stance.place, stance.salience, stance.influence, stance.salience_from


def _models(asked: IssuePositions | NoScale) -> SideBySide | None:
    return None if isinstance(asked, NoScale) else side_by_side(asked.problem)


def _by_name(found: SideBySide | None) -> dict[tuple[str, str], ModelForecast]:
    return {} if found is None else {(one.method, one.preset): one for one in found.models}


def _compared(name: tuple[str, str], before: ModelForecast | None, later: ModelForecast | None) -> ComparedModel:
    sides = [(None, "") if one is None else (one.outcome, one.reason) for one in (before, later)]
    return ComparedModel(*name, sides[0][0], sides[1][0], sides[0][1], sides[1][1])

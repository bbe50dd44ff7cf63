"""The scale of an issue: where each of its answers stands, and what a place between them means."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from detente.case.model.issue import Answer, Issue
from detente.foundation.errors import OutOfDomain
from detente.foundation.ids import did_you_mean


@dataclass(frozen=True, slots=True)
class NoScale:
    """Why the answers of an issue have no places on one scale."""

    issue: Issue
    reason: str


@dataclass(frozen=True, slots=True)
class IssueScale:
    """An issue's scale from `low` to `high`; `answers` its answers with a place, from the lowest to the highest.

    Of a number issue only the two ends are listed: every number between them is an answer.
    """

    issue: Issue
    low: float
    high: float
    answers: tuple[tuple[str, float], ...] = field(repr=False)

    @property
    def units(self) -> str:
        """The unit of a number; empty for places that options were given."""
        return str(self.issue.units or "") if self.issue.kind == "number" else ""

    def place(self, answer: Answer) -> float:
        """Where an answer stands; OutOfDomain for one that the issue does not have."""
        if self.issue.kind == "number":
            if isinstance(answer, Fraction) and self.low <= answer <= self.high:
                return float(answer)
            raise OutOfDomain(f"{self.issue.id}: no number from {self.low:g} to {self.high:g}: {answer}")
        known = dict(self.answers)
        if isinstance(answer, str) and answer in known:
            return known[answer]
        raise OutOfDomain(f"{self.issue.id} has no answer {answer} ({did_you_mean(str(answer), known)})")

    def words(self, place: float) -> str:
        """What a place means: a number with its unit, an answer, or between which two it lies.

        A place counts as an answer within half a hundredth of the scale.
        """
        if self.issue.kind == "number":
            return f"{place:.4g} {self.units}".strip()
        near = 0.005 * (self.high - self.low)
        for name, at in self.answers:
            if abs(place - at) <= near:
                return f"“{self.issue.option_label(name)}”"
        below = max((item for item in self.answers if item[1] < place), key=lambda item: item[1], default=None)
        above = min((item for item in self.answers if item[1] > place), key=lambda item: item[1], default=None)
        if below is None or above is None:
            return "outside the scale"
        ends = [f"“{self.issue.option_label(item[0])}” ({item[1]:g})" for item in (below, above)]
        to_below, to_above = place - below[1], above[1] - place
        nearer = (
            "" if abs(to_below - to_above) <= near else f", nearer the {'first' if to_below < to_above else 'second'}"
        )
        return f"between {ends[0]} and {ends[1]}{nearer}"


def scale_of(issue: Issue) -> IssueScale | NoScale:
    """The scale of an issue: of a number its grid, of a scaled choice the places of its options.

    >>> from detente.case.model.issue import Issue
    >>> term = Issue.model_validate(
    ...     {"id": "term", "question": "Years?", "kind": "number", "from": 0, "to": 50, "step": 5, "units": "years"})
    >>> scale_of(term).words(20)
    '20 years'
    """
    if issue.kind == "number":
        low, high = float(issue.numbers[0]), float(issue.numbers[-1])
        ends = ((f"{low:g}", low), (f"{high:g}", high))
        return IssueScale(issue, low, high, ends) if low < high else NoScale(issue, "its grid has one number only")
    if issue.kind != "choice" or not issue.scaled:
        return NoScale(issue, "its answers have no places on a scale: add scaled: true, and at: to every option")
    places = sorted(((o.id, float(o.at)) for o in issue.options if o.at is not None), key=lambda item: item[1])
    if len(places) < len(issue.options) or not places or places[0][1] == places[-1][1]:
        return NoScale(issue, "its options need places on the scale that differ")
    return IssueScale(issue, places[0][1], places[-1][1], tuple(places))

"""Checks of judgements: weights, values and other numbers that an analyst put in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from detente.case.finding import Check, Finding, Path, Texts
from detente.case.model.base import exact
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement, Values
from detente.case.model.preference import Preference
from detente.foundation.ids import did_you_mean


def weights(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Weights are 0 or more, not all 0, and a positive weight has values."""
    issues = {issue.id for issue in case.issues}
    for name, preference in case.preferences.items():
        path: Path = ("preferences", name, "weights")
        given = preference.weights
        if given is None:
            continue
        for issue, weight in given.points.items():
            if weight.low < 0:
                yield Finding("error", "weight", (*path, issue), "a weight is below 0", "write 0 or more")
        if given.points and all(weight.point <= 0 for weight in given.points.values()):
            yield Finding("error", "weight", path, "no weight is above 0", "give at least one issue a weight")
        for issue in given.named:
            weight = given.points.get(issue)
            if issue in issues and issue not in preference.values and (weight is None or weight.high > 0):
                what = f"'{issue}' has a weight but no values"
                todo = f"say under values.{issue} what each answer is worth, or drop the weight"
                yield Finding("error", "weight-without-values", (*path, issue), what, todo)
        for issue in preference.values:
            if issue in issues and issue not in given.named:
                what = f"'{issue}' has values but no weight, so they count for nothing"
                todo = f"add {issue} to the weights"
                yield Finding("warning", "values-without-weight", (*path[:2], "values", issue), what, todo)


def values(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Values cover every answer and run from 0 (worst) to 100 (best)."""
    issues = {issue.id: issue for issue in case.issues}
    for name, preference in case.preferences.items():
        for key, given in preference.values.items():
            if key in issues:
                path: Path = ("preferences", name, "values", key)
                yield from _names_of_values(issues[key], given, path)
                yield from _range_of_values(issues[key], given, path)


def _names_of_values(issue: Issue, given: Values, path: Path) -> Iterator[Finding]:
    if issue.kind == "number":
        yield from _number_values(issue, given, path)
        return
    if given.comparisons:
        return
    named = list(given.points) or list(given.ranked)
    for name in named:
        if name not in issue.names:
            what = f"'{issue.id}' has no option '{name}'"
            todo = did_you_mean(name, issue.names)
            yield Finding("error", "unknown-option", (*path, name), what, todo, at_key=True)
    missing = [name for name in issue.names if name not in named]
    if missing and (issue.kind == "choice" or given.order):
        what = f"no value for {', '.join(missing)}"
        yield Finding("error", "missing-value", path, what, "every option needs a value or a place in the order")


def _number_values(issue: Issue, given: Values, path: Path) -> Iterator[Finding]:
    numbers: list[Fraction] = []
    for key in given.points:
        number = _number(key)
        if number is None:
            what, todo = f"'{key}' is not a number", f"'{issue.id}' is a number"
            yield Finding("error", "value", (*path, key), what, todo, at_key=True)
        elif number in numbers:
            yield Finding("error", "value", (*path, key), f"{float(number):g} stands twice", "keep one", at_key=True)
        else:
            numbers.append(number)
    if given.comparisons:
        return
    if given.order:
        todo = "write, for example, {0: 0, 50: 100}; between them runs a straight line"
        yield Finding("error", "value", path, "an order does not fit a number", todo)
    elif numbers and (min(numbers) > issue.numbers[0] or max(numbers) < issue.numbers[-1]):
        low, high = float(issue.numbers[0]), float(issue.numbers[-1])
        what = f"the values do not cover the grid from {low:g} to {high:g}"
        yield Finding("error", "missing-value", path, what, "give a value for both ends")


def _number(key: str) -> Fraction | None:
    try:
        return exact(Decimal(key))
    except (ArithmeticError, ValueError):
        return None


def _range_of_values(issue: Issue, given: Values, path: Path) -> Iterator[Finding]:
    if given.order or given.comparisons:
        return
    points = list(given.points.values())
    if issue.kind == "set":
        total = sum((max(abs(point.low), abs(point.high)) for point in points), Fraction(0))
        if total > 100 and sum((abs(point.point) for point in points), Fraction(0)) > 100:
            what = f"the members' points add up to {float(total):g}"
            yield Finding("error", "value-range", path, what, "the best set is worth 100 at the most")
        return
    for name, point in given.points.items():
        if point.low < 0 or point.high > 100:
            what = f"the value {_shown(point)} lies outside 0 to 100"
            yield Finding("error", "value-range", (*path, name), what, "0 is the worst answer, 100 the best")
    if points and (min(point.low for point in points) > 0 or max(point.high for point in points) < 100):
        what = "no answer is worth 0, or none is worth 100"
        todo = "swing weights mean what they should only if each issue runs from 0 (worst) to 100 (best)"
        yield Finding("warning", "value-anchors", path, what, todo)


def _shown(judgement: Judgement) -> str:
    low, high = float(judgement.low), float(judgement.high)
    return f"{low:g}" if judgement.is_point else f"{low:g} to {high:g}"


def scales(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Salience runs from 0 to 1, influence from 0 to 100."""
    for index, position in enumerate(case.positions):
        for name, judgement, top in (
            ("salience", position.salience, 1),
            ("influence", position.influence, 100),
        ):
            if judgement is not None and (judgement.low < 0 or judgement.high > top):
                what = f"{name} {_shown(judgement)} lies outside 0 to {top}"
                todo = "write 0.8 where 80 per cent is meant" if name == "salience" else "write 0 to 100"
                yield Finding("error", "scale", ("positions", index, name), what, todo)


def places_on_scale(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Every option of a scaled issue has a place on the scale, and only choices have a scale."""
    for index, issue in enumerate(case.issues):
        for number, option in enumerate(issue.options if issue.scaled else ()):
            if option.at is None:
                what = f"the option '{option.id}' of a scaled issue has no place"
                path: Path = ("issues", index, "options", number)
                yield Finding("error", "scale-place", path, what, "add at: with its place on the scale")


def interactions(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Preferences that need one another are there: interactions and walk-aways rest on weights."""
    for name, preference in case.preferences.items():
        if preference.weights is None and (preference.values or preference.interactions):
            what = "there are values or interactions but no weights"
            todo = "add weights: {issue: points}, or an order of the issues"
            yield Finding("error", "weights-missing", ("preferences", name), what, todo)
        walk_away = preference.walk_away
        if walk_away and walk_away.package == "status-quo" and case.status_quo is None:
            what = "the walk-away is the status quo, but the case has none"
            path: Path = ("preferences", name, "walk-away")
            yield Finding("error", "status-quo-missing", path, what, "add the section status-quo")


def walk_aways(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A walk-away that is a number can be reached: packages are worth 100 at the most, and interactions' points."""
    for name, preference in case.preferences.items():
        needed = preference.walk_away.at if preference.walk_away else None
        most = 100 + sum(max(item.points.high, Fraction(0)) for item in preference.interactions)
        if needed is not None and needed.low > most:
            what = f"no package can be worth {float(needed.low):g}: the scale ends at {float(most):g}"
            path: Path = ("preferences", name, "walk-away")
            yield Finding("warning", "out-of-reach", path, what, "write a number that some package can reach")


def unsupported(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A claim about a party rests on statements, or says whose judgement it is."""
    if not case.statements:
        return
    bare: list[tuple[Path, str]] = []
    bare += [(("offers", i), "the offer") for i, item in enumerate(case.offers) if not item.because]
    bare += [(("proposals", i), "the proposal") for i, item in enumerate(case.proposals) if not item.because]
    bare += [
        (("positions", i), "the position")
        for i, item in enumerate(case.positions)
        if not (item.because or item.by or case.by)
    ]
    for name, preference in case.preferences.items():
        bare += _bare_judgements(("preferences", name), preference, bool(case.by))
    for path, what in bare:
        yield Finding("warning", "unsupported", path, f"{what} rests on no statement", "add because: [statement ids]")


def _bare_judgements(path: Path, preference: Preference, signed: bool) -> Iterator[tuple[Path, str]]:
    if preference.because:
        return
    for index, line in enumerate(preference.red_lines):
        if not line.because:
            yield (*path, "red-lines", index), "the red line"
    if not (preference.by or signed or (preference.weights and (preference.weights.by or preference.weights.because))):
        yield path, "the judgement"


CHECKS: tuple[Check, ...] = (weights, values, scales, places_on_scale, interactions, walk_aways, unsupported)

"""Checks of comparisons: what they name is there, they are of one kind, and together they leave something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.case.checks.names import bad_answer
from detente.case.checks.unknown import unknown
from detente.case.finding import Check, Finding, Path, Texts
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.judgement import Comparison, Values
from detente.case.model.preference import Preference
from detente.case.weighing import compared_weights
from detente.case.worth import MOST_COMPARED, answers_above, ends_of
from detente.foundation.contradictions import multipliers, reconsider


def compared_issues(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Comparisons of weights name issues that exist; the packages they compare answer them with options that exist."""
    issues = {issue.id: issue for issue in case.issues}
    for name, preference in case.preferences.items():
        for index, comparison in enumerate(preference.weights.comparisons if preference.weights else ()):
            path: Path = ("preferences", name, "weights", "comparisons", index)
            sides = {"more": comparison.more, "than": comparison.than, "equal": comparison.equal}
            for side, names in sides.items():
                yield from unknown("issue", [((*path, side), issue) for issue in names], issues)
            yield from _compared_packages(issues, preference, comparison, path)


def _compared_packages(
    issues: Mapping[str, Issue], preference: Preference, comparison: Comparison, path: Path
) -> Iterator[Finding]:
    first, second = (("prefers",), ("to",)) if comparison.prefers is not None else (("alike", 0), ("alike", 1))
    for one, other in comparison.packages:
        for package, place in ((one, first), (other, second)):
            yield from unknown("issue", [((*path, *place, issue), issue) for issue in package], issues)
            for issue, answer in package.items():
                if issue in issues:
                    yield from bad_answer(issues[issue], answer, (*path, *place, issue))
        same = all(one[issue] == other[issue] for issue in one)
        if same:
            todo = "compare packages that differ"
            yield Finding("error", "comparison", path, "the two packages are the same", todo)
        missing = [issue for issue in one if issue in issues and issue not in preference.values]
        for issue in missing:
            what = f"the packages answer '{issue}', but its answers have no values"
            yield Finding("error", "comparison", path, what, f"add values.{issue}, or leave it out of both packages")
        if preference.interactions and len(one) < len(issues):
            what = "the packages leave issues open, and interactions may add points for these"
            yield Finding("error", "comparison", path, what, "name the answer to every issue in both packages")


def compared_answers(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Comparisons of answers are about a choice, name its options, and make one the best and one the worst."""
    issues = {issue.id: issue for issue in case.issues}
    for name, preference in case.preferences.items():
        for key, values in preference.values.items():
            if key in issues and values.comparisons:
                yield from _answers(issues[key], values, ("preferences", name, "values", key))


def _answers(issue: Issue, values: Values, path: Path) -> Iterator[Finding]:
    if issue.kind != "choice":
        what = f"'{issue.id}' is a {issue.kind}: only the answers of a choice can be compared"
        yield Finding("error", "comparison", path, what, "write points or an order")
        return
    found = list[Finding]()
    for index, comparison in enumerate(values.comparisons):
        place: Path = (*path, "comparisons", index)
        for side, names in (("more", comparison.more), ("than", comparison.than), ("equal", comparison.equal)):
            found += unknown("option", [((*place, side), option) for option in names], issue.names)
    yield from found
    if found:
        return
    above = answers_above(issue, values.comparisons)
    best, worst = ends_of(above)
    for bits, word, side in ((best, "best", "more"), (worst, "worst", "than")):
        if not bits:
            todo = (
                f"add {{{side}: …}} so that one answer is the {word} of all: it is worth {100 if side == 'more' else 0}"
            )
            yield Finding("error", "comparison", path, f"the comparisons do not say which answer is the {word}", todo)
    if best & worst:
        what = "the comparisons make all answers worth the same"
        yield Finding("error", "comparison", path, what, "leave out the values, or one of the comparisons")
    elif len(issue.names) - (best | worst).bit_count() > MOST_COMPARED:
        what = f"more than {MOST_COMPARED} answers lie between the best and the worst"
        yield Finding("error", "comparison", path, what, "write an order, or points")


def contradictions(case: Case, _texts: Texts) -> Iterator[Finding]:
    """The comparisons of a party's weights agree; else the fewest to reconsider are named."""
    for name, preference in case.preferences.items():
        weights = preference.weights
        if weights is None or not weights.comparisons:
            continue
        path: Path = ("preferences", name, "weights")
        compared = compared_weights(case, preference)
        if multipliers(compared.rows) is None:
            continue
        found = reconsider(compared.groups)
        steps = int(bool(compared.order))
        first = min(member for member in found.sets[0])
        place: Path = (*path, "comparisons", first - steps) if first >= steps else (*path, "order")
        what = f"the comparisons contradict one another: {_shown(found.conflicts[0].judgements, steps)} cannot all hold"
        sets = "; or ".join(_shown(members, steps) for members in found.sets[:4])
        more = f"; or {len(found.sets) - 4} other choices" if len(found.sets) > 4 else ""
        yield Finding("error", "contradiction", place, what, f"reconsider {sets}{more}")


def _shown(judgements: Sequence[int], steps: int) -> str:
    """Judgements by their places, `steps` of them orders: comparisons count from 1, as a reader does."""
    numbers = [str(judgement - steps + 1) for judgement in judgements if judgement >= steps]
    words = [f"comparison{'s' if len(numbers) > 1 else ''} {' and '.join(numbers)}"] if numbers else []
    if any(judgement < steps for judgement in judgements):
        words.insert(0, "the order")
    return " with ".join(words)


CHECKS: tuple[Check, ...] = (compared_issues, compared_answers)
"""Run with the checks of names."""

TOGETHER: tuple[Check, ...] = (contradictions,)
"""Run once all names are known."""

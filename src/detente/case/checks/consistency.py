"""Checks of what follows: contradicting constraints, impossible options, red lines that exclude all."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case.finding import Check, Finding, Path, Texts
from detente.case.model.case import Case
from detente.case.model.issue import Constraint
from detente.case.vocabulary import codes_of, vocabulary
from detente.foundation.conditions import Rule, Vocabulary, bind

MOST_PACKAGES = 200_000


def allowed(constraint: Constraint, terms: Vocabulary) -> Rule:
    """The rule that holds for the packages that the constraint allows."""
    if constraint.must is not None:
        return bind(constraint.must, terms)
    if constraint.never is not None:
        return ~bind(constraint.never, terms)
    if constraint.if_ is None or constraint.then is None:
        raise ValueError(f"the constraint {constraint.id} has no form")
    return ~bind(constraint.if_, terms) | bind(constraint.then, terms)


@dataclass(frozen=True, slots=True)
class _Group:
    """Issues that rules tie together, and every combination of their answers that the rules allow."""

    scope: tuple[int, ...]
    packages: NDArray[np.int64]


def _groups(rules: Iterable[Rule]) -> list[tuple[set[int], list[Rule]]]:
    groups: list[tuple[set[int], list[Rule]]] = []
    for rule in rules:
        touched = [group for group in groups if group[0] & set(rule.scope)]
        groups = [group for group in groups if group not in touched]
        scope = set(rule.scope).union(*(group[0] for group in touched))
        groups.append((scope, [*(item for group in touched for item in group[1]), rule]))
    return groups


def _solve(scope: set[int], rules: Iterable[Rule], terms: Vocabulary) -> _Group | None:
    """All combinations over the scope that every rule allows; None where they are too many to list."""
    places = tuple(sorted(scope))
    sizes = [terms.terms[place].size for place in places]
    if math.prod(sizes) > MOST_PACKAGES:
        return None
    grid = np.indices(sizes).reshape(len(sizes), -1).T if sizes else np.zeros((1, 0), dtype=np.int64)
    packages = np.zeros((len(grid), len(terms.terms)), dtype=np.int64)
    packages[:, places] = grid
    keep = np.ones(len(packages), dtype=bool)
    for rule in rules:
        keep &= rule.holds(packages)
    return _Group(places, packages[keep])


def constraints(case: Case, _texts: Texts) -> Iterator[Finding]:
    """The constraints together leave some package, and every option stands in one."""
    terms = vocabulary(case)
    rules = [allowed(constraint, terms) for constraint in case.constraints]
    for scope, members in _groups(rules):
        found = _solve(scope, members, terms)
        if found is None:
            continue
        if len(found.packages) == 0:
            names = ", ".join(case.constraints[i].id for i, rule in enumerate(rules) if rule in members)
            what = f"the constraints {names} together exclude every package"
            yield Finding("error", "contradiction", ("constraints",), what, "loosen or drop one of them")
            continue
        for place in found.scope:
            yield from _impossible(case, place, set(found.packages[:, place].tolist()))


def _impossible(case: Case, place: int, taken: set[int]) -> Iterator[Finding]:
    issue = case.issues[place]
    path: Path = ("issues", place)
    if issue.kind == "choice":
        for index, option in enumerate(issue.options):
            if index not in taken:
                what = f"no package can have {issue.id} = {option.id}: the constraints exclude it"
                yield Finding("warning", "impossible-option", (*path, "options", index), what, "drop the option")
    elif issue.kind == "set":
        for index, member in enumerate(issue.of):
            if not any(code >> index & 1 for code in taken):
                what = f"no package can have {member} in {issue.id}: the constraints exclude it"
                yield Finding("warning", "impossible-option", (*path, "of", index), what, "drop the member")


def red_lines(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A red line leaves some feasible package, alone and with the party's other red lines."""
    terms = vocabulary(case)
    feasible = [allowed(constraint, terms) for constraint in case.constraints]
    for name, preference in case.preferences.items():
        lines = [~bind(line.never, terms) for line in preference.red_lines]
        alone = [index for index, line in enumerate(lines) if _excludes([line], feasible, terms)]
        for index in alone:
            path: Path = ("preferences", name, "red-lines", index)
            what = "the red line excludes every feasible package"
            yield Finding("warning", "red-line-excludes-all", path, what, f"as it stands {name} accepts nothing")
        if not alone and lines and _excludes(lines, feasible, terms):
            what = "the red lines together exclude every feasible package"
            path = ("preferences", name, "red-lines")
            yield Finding("warning", "red-line-excludes-all", path, what, f"as they stand {name} accepts nothing")


def _excludes(lines: list[Rule], feasible: list[Rule], terms: Vocabulary) -> bool:
    for scope, rules in _groups([*feasible, *lines]):
        if any(line in rules for line in lines):
            found = _solve(scope, rules, terms)
            if found is not None and len(found.packages) == 0:
                return True
    return False


def empty_offers(case: Case, _texts: Texts) -> Iterator[Finding]:
    """An offer gives something that does not hold already."""
    if case.status_quo is None:
        return
    codes = codes_of(case, case.status_quo)
    if None in codes:
        return
    package = np.array([codes], dtype=np.int64)
    terms = vocabulary(case)
    for index, offer in enumerate(case.offers):
        if bool(bind(offer.gives, terms).holds(package)[0]):
            what = "what the offer gives holds already in the status quo: it binds nobody"
            yield Finding("warning", "empty-offer", ("offers", index, "gives"), what, "look at the status quo again")


CHECKS: tuple[Check, ...] = (constraints, red_lines, empty_offers)

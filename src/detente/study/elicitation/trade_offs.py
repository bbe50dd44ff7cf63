"""The questions that can be put about one party: two packages that differ on few issues, each better on one of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.case.checks.consistency import allowed
from detente.case.model.case import Case
from detente.case.model.issue import Answer, Issue
from detente.case.model.preference import Preference
from detente.case.vocabulary import answer_of, codes_of, vocabulary
from detente.case.weighing import Worth
from detente.case.worth import issue_values
from detente.foundation.conditions import Rule, Term, bind
from detente.foundation.errors import OutOfDomain
from detente.study.factors import FloatArray
from detente.study.parties import IntArray

MOST_SWINGS = 10
"""Most pairs of answers to one issue that questions use."""

FEW = 60
"""Where constraints leave fewer questions, pairs of allowed packages are asked about too."""

MOST_PAIRS = 5000

TRIED = 5000
SETTINGS = 100
"""Ways to answer the issues that a question leaves alone: so many are tried, and so many used."""

Package = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Two packages to choose from: what each answers on the issues where they differ, all else equal."""

    first: Package
    second: Package


@dataclass(frozen=True, slots=True, eq=False)
class TradeOffs:
    """Questions, and gains[question, issue] of the first package over the second with what interactions add."""

    issues: tuple[str, ...]
    questions: tuple[TradeOff, ...]
    gains: FloatArray
    added: FloatArray


def trade_offs(case: Case, preference: Preference) -> TradeOffs:
    """Every question of two issues between two answers each, and of the full swing of one issue against two others.

    Of an issue with many answers, ten pairs are used: those with the largest, and with evenly spread smaller,
    differences in value. Where there are interactions both packages answer every issue, the rest alike. Where
    constraints exclude both packages, or one, however the rest is answered in a hundred ways, they are left out.
    """
    issues = [issue for issue in case.issues if issue.id in preference.values]
    if len(issues) < 2:
        raise OutOfDomain("questions need values on at least two issues: say under `values` what answers are worth")
    swings = {issue.id: _swings(issue, preference) for issue in issues}
    found = list[TradeOff]()
    for one, other in itertools.combinations(issues, 2):
        for (high, low), (up, down) in itertools.product(swings[one.id], swings[other.id]):
            found.append(TradeOff({one.id: high, other.id: down}, {one.id: low, other.id: up}))
    for one, two in itertools.product(issues, itertools.combinations(issues, 2)):
        if one not in two and all(swings[issue.id] for issue in (one, *two)):
            high, low = swings[one.id][0]
            rest = {issue.id: swings[issue.id][0] for issue in two}
            first = {one.id: high, **{name: down for name, (_, down) in rest.items()}}
            found.append(TradeOff(first, {one.id: low, **{name: up for name, (up, _) in rest.items()}}))
    found = _possible(case, preference, found)
    names = tuple(issue.id for issue in issues)
    worth = Worth.of(case, preference, names)
    rows = [worth.gains(question.first, question.second) for question in found]
    return TradeOffs(
        issues=names,
        questions=tuple(found),
        gains=np.array([[float(g) for g in gains] for gains, _ in rows]).reshape(len(rows), len(names)),
        added=np.array([float(added) for _, added in rows]),
    )


def _swings(issue: Issue, preference: Preference) -> list[tuple[Answer, Answer]]:
    """Pairs of answers, better first, from the largest difference in value down."""
    worth = issue_values(issue, preference.values[issue.id])
    levels = dict[Fraction, int]()
    for code, value in enumerate(worth):
        levels.setdefault(value, code)
    kept = _spread(sorted(levels), 6)
    pairs = sorted(((b - a, a, b) for a, b in itertools.combinations(kept, 2)), key=lambda p: (-p[0], p[1]))
    by_size = {size: (a, b) for size, a, b in reversed(pairs)}
    sizes = sorted(by_size, reverse=True)
    chosen = [by_size[size] for size in _spread(sizes, MOST_SWINGS)]
    return [(answer_of(issue, levels[b]), answer_of(issue, levels[a])) for a, b in chosen]


def _spread(items: Sequence[Fraction], most: int) -> list[Fraction]:
    """At most so many, the first and the last among them."""
    if len(items) <= most:
        return list(items)
    return [items[round(i * (len(items) - 1) / (most - 1))] for i in range(most)]


def _possible(case: Case, preference: Preference, found: list[TradeOff]) -> list[TradeOff]:
    """The questions for which the other issues can be answered so that both packages are possible.

    Packages that breach the party's own red lines are asked about only where nothing else is left to ask.
    """
    if not case.constraints and not preference.interactions and not preference.red_lines:
        return found
    terms = vocabulary(case)
    rules = [allowed(constraint, terms) for constraint in case.constraints]
    refused = [~bind(line.never, terms) for line in preference.red_lines]
    return _fitting(case, preference, found, [*rules, *refused]) or _fitting(case, preference, found, rules)


def _fitting(case: Case, preference: Preference, found: list[TradeOff], rules: Sequence[Rule]) -> list[TradeOff]:
    terms = vocabulary(case)
    settings = _settings(case, terms.terms, rules)
    kept = list[TradeOff]()
    for question in found:
        sides = [_answered(case, settings, package) for package in (question.first, question.second)]
        fits = np.ones(len(settings), dtype=np.bool_)
        for rule in rules:
            fits &= rule.holds(sides[0]) & rule.holds(sides[1])
        for row in np.flatnonzero(fits)[:1]:
            kept.append(_whole(case, [side[row] for side in sides]) if preference.interactions else question)
    return kept if len(kept) >= FEW else _once([*kept, *_pairs(case, preference, settings[1:])])


def _once(found: Sequence[TradeOff]) -> list[TradeOff]:
    """Each question once, whichever package it names first: one that was skipped is not asked again."""
    pairs = (frozenset(tuple(sorted(side.items())) for side in (one.first, one.second)) for one in found)
    return list(dict(zip(reversed(list(pairs)), reversed(found), strict=True)).values())[::-1]


def _pairs(case: Case, preference: Preference, settings: IntArray) -> Iterator[TradeOff]:
    """Pairs of allowed packages that differ on two or three issues: where constraints tie issues to one another."""
    for one, other in itertools.islice(itertools.combinations(settings, 2), MOST_PAIRS):
        differ = np.flatnonzero(one != other)
        if len(differ) in (2, 3):
            whole = _whole(case, [one, other])
            names = [case.issues[place].id for place in differ]
            short = TradeOff({n: whole.first[n] for n in names}, {n: whole.second[n] for n in names})
            yield whole if preference.interactions else short


def _settings(case: Case, terms: Sequence[Term], rules: Sequence[Rule]) -> IntArray:
    """Ways to answer all issues: the status quo first, then some at random that constraints allow."""
    rng = np.random.default_rng(np.random.SeedSequence(0))
    tried = np.stack([rng.integers(term.size, size=TRIED) for term in terms], axis=1)
    allowed_here = np.ones(TRIED, dtype=np.bool_)
    for rule in rules:
        allowed_here &= rule.holds(tried)
    codes = codes_of(case, case.status_quo or {})
    quo = [[0 if code is None else code for code in codes]]
    return np.vstack([np.array(quo, dtype=np.int64), tried[allowed_here][:SETTINGS]])


def _answered(case: Case, settings: IntArray, package: Package) -> IntArray:
    found = settings.copy()
    for place, code in enumerate(codes_of(case, package)):
        if code is not None:
            found[:, place] = code
    return found


def _whole(case: Case, sides: Sequence[IntArray]) -> TradeOff:
    first, second = (
        {issue.id: answer_of(issue, int(code)) for issue, code in zip(case.issues, side, strict=True)} for side in sides
    )
    return TradeOff(first, second)


def differing(one: Package, other: Package) -> Iterator[str]:
    """The issues on which two packages differ."""
    return (name for name in one if one[name] != other[name])

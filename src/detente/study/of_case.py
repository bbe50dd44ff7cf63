"""From a settled case to what a study draws: every judgement of every party, and the packages asked about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from detente.case.model.case import Case
from detente.case.model.issue import Answer, Issue
from detente.case.model.judgement import Judgement, Values
from detente.case.model.preference import Preference
from detente.case.vocabulary import codes_of, name_in_words
from detente.case.weighing import centroids, compared_weights
from detente.case.worth import answers_above, compared_levels, issue_values
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.zone import needed
from detente.foundation.conditions import bind, words
from detente.foundation.contradictions import Row
from detente.foundation.corners import centre
from detente.study.compared import ComparedNumbers
from detente.study.factors import Factor, Form, OrderedLevels, OrderedShares, Range, Triangle
from detente.study.parties import (
    Answers,
    Curve,
    Drawn,
    IntArray,
    JudgedParty,
    Members,
    Source,
)
from detente.study.parties import Values as StudyValues
from detente.study.tally import Setting


def judged_parties(settled: CaseSettlement | LargeCaseSettlement, digits: IntArray) -> tuple[JudgedParty, ...]:
    """Every party of the problem, in its order, with its judgements and the packages `digits[package, issue]`.

    The uniforms of a row are shared out in the order of the case: parties, then weights, values, interactions,
    walk-away. O(parties × (judgements + packages)).
    """
    start, found = 0, list[JudgedParty]()
    for name in settled.problem.parties:
        party = _Reading(settled, name, start).party(digits)
        start = max([start, *(factor.columns.stop for factor in party.factors)])
        found.append(party)
    return tuple(found)


def setting_of(
    settled: CaseSettlement, codes: IntArray, interest: IntArray, proposals: Sequence[IntArray], *, every: bool
) -> Setting:
    """What does not change from draw to draw, for packages with these codes, ascending.

    interest, proposals: codes too, all of them among `codes`.
    """
    problem, packages = settled.problem, settled.settlement.packages
    asked = np.zeros((len(problem.parties), len(codes)), dtype=np.bool_)
    refused = np.zeros_like(asked)
    for party in problem.asked:
        where = needed(packages, codes, party)
        asked[party] = True if where is None else where
    for ground in problem.grounds:
        refused[ground.party] |= packages.truth_at(ground.rule, codes)
    agreement = np.ones(len(codes), dtype=np.bool_)
    if problem.status_quo is not None:
        agreement &= codes != packages.encode(problem.status_quo)
    return Setting(
        asked=asked,
        refused=refused,
        agreement=agreement,
        bargainers=problem.consent,
        interest=np.searchsorted(codes, interest),
        proposals=tuple(np.searchsorted(codes, among) for among in proposals),
        every=every,
    )


def completions(settled: CaseSettlement, package: Mapping[str, Answer]) -> IntArray:
    """The codes, ascending, of the feasible packages that answer as a proposal does, without the status quo.

    None where it settles nothing. O(feasible packages × issues).
    """
    codes = feasible_codes(settled)
    given = codes_of(settled.case, package)
    if all(code is None for code in given):
        return codes[:0]
    digits = settled.settlement.packages.decode(codes)
    same = np.ones(len(codes), dtype=np.bool_)
    for issue, code in enumerate(given):
        if code is not None:
            same &= digits[:, issue] == code
    quo = settled.problem.status_quo
    if quo is not None:
        same &= codes != settled.settlement.packages.encode(quo)
    return codes[same]


def feasible_codes(settled: CaseSettlement) -> IntArray:
    """The codes of F, ascending."""
    feasible = settled.settlement.feasible
    return np.arange(settled.settlement.n_packages, dtype=np.int64) if feasible is None else feasible


def weight_name(issue: Issue) -> str:
    """How a study calls a swing weight."""
    return f"weight of {issue.short}"


def value_name(case: Case, issue: Issue, name: str) -> str:
    """How a study calls the value of an option, a member or a number."""
    if issue.kind == "number":
        name = f"{name} {issue.units or ''}".strip()
    else:
        name = name_in_words(case, issue, name)
    return f"{issue.short}: value of “{name}”"


def baseline_of(case: Case, preference: Preference) -> tuple[int, ...] | None:
    """The value codes of the package whose value the walk-away counts from; None where it is a number."""
    walk_away = preference.walk_away
    if walk_away is not None and walk_away.at is not None:
        return None
    package = walk_away.package if walk_away is not None and isinstance(walk_away.package, Mapping) else case.status_quo
    if package is None:
        return None
    return tuple(code for code in codes_of(case, package) if code is not None)


@dataclass(slots=True)
class _Reading:
    """One party's judgements, read in the order of the case."""

    settled: CaseSettlement | LargeCaseSettlement
    name: str
    start: int
    factors: list[Factor] = field(default_factory=list[Factor])

    @property
    def preference(self) -> Preference:
        return self.settled.case.preferences[self.name]

    def party(self, digits: IntArray) -> JudgedParty:
        case, preference = self.settled.case, self.preference
        weights = self._weights()
        values = tuple(self._values(issue, preference.values.get(issue.id)) for issue in case.issues)
        terms = self.settled.problem.issues
        interactions = tuple(
            self._source(f"points where {words(item.when, terms)}", item.points) for item in preference.interactions
        )
        baseline = baseline_of(case, preference)
        if baseline is not None:
            digits = np.vstack([digits, np.array([baseline], dtype=np.int64)])
        rules = [bind(item.when, terms) for item in preference.interactions]
        holds = [rule.holds(digits) for rule in rules]
        return JudgedParty(
            name=self.name,
            weights=weights,
            values=values,
            interactions=interactions,
            holds=np.array(holds, dtype=np.bool_).reshape(len(holds), len(digits)),
            walk_away=self._walk_away(),
            baseline=baseline is not None,
            digits=digits,
            factors=tuple(self.factors),
        )

    def _source(self, what: str, judgement: Judgement | None) -> Source:
        if judgement is None:
            return Fraction(0)
        if judgement.is_point:
            return judgement.low
        return Drawn(self._add(what, form_of(judgement), (judgement.point,)))

    def _add(self, what: str, form: Form, shown: tuple[Fraction, ...]) -> int:
        again = sum(what in (f.what, f.what.rpartition(" (")[0]) for f in self.factors)
        named = f"{what} ({again + 1})" if again else what
        self.factors.append(Factor(self.name, named, form, self.start, shown))
        self.start += form.size
        return len(self.factors) - 1

    def _weights(self) -> tuple[Source, ...]:
        issues, given = self.settled.case.issues, self.preference.weights
        if given is None:
            return (Fraction(0),) * len(issues)
        if given.comparisons or given.among:
            return self._compared_weights()
        if given.order:
            steps = {name: place for place, step in enumerate(given.order) for name in step}
            shown = centroids(given.order)
            factor = self._add(
                "order of the weights",
                OrderedShares(tuple(len(step) for step in given.order)),
                tuple(shown[step[0]] for step in given.order),
            )
            return tuple(Drawn(factor, steps[i.id]) if i.id in steps else Fraction(0) for i in issues)
        return tuple(self._source(weight_name(issue), given.points.get(issue.id)) for issue in issues)

    def _compared_weights(self) -> tuple[Source, ...]:
        compared = compared_weights(self.settled.case, self.preference)
        corners = compared.corners()
        places = {name: place for place, name in enumerate(compared.issues)}
        factor = self._add("comparisons of the weights", ComparedNumbers(corners, compared.rows), centre(corners))
        return tuple(Drawn(factor, places[i.id]) if i.id in places else Fraction(0) for i in self.settled.case.issues)

    def _values(self, issue: Issue, given: Values | None) -> StudyValues:
        if given is None:
            return None
        if given.order:
            return self._ranked(issue, given)
        if given.comparisons:
            levels = compared_levels(issue, given.comparisons)
            above = answers_above(issue, given.comparisons)
            what = f"{issue.short}: comparisons of the answers"
            factor = self._add(what, ComparedNumbers(levels, _order_of(above)), centre(levels))
            return Answers(tuple(Drawn(factor, place) for place in range(len(issue.names))))
        case = self.settled.case
        sources = {name: self._source(value_name(case, issue, name), given.points[name]) for name in given.points}
        if issue.kind == "choice":
            return Answers(tuple(sources[name] for name in issue.names))
        if issue.kind == "set":
            return Members(tuple(sources.get(name, Fraction(0)) for name in issue.of))
        return _curve(issue, sources)

    def _ranked(self, issue: Issue, given: Values) -> StudyValues:
        order = given.order
        steps = {name: place for place, step in enumerate(order) for name in step}
        what = f"{issue.short}: order of the answers"
        shown = issue_values(issue, given)
        if issue.kind == "set":
            form = OrderedShares(tuple(len(step) for step in order))
            alone = tuple(shown[1 << issue.of.index(step[0])] / 100 for step in order)
            shares = self._add(what, form, alone)
            return Members(tuple(Drawn(shares, steps[name], 100) for name in issue.of))
        levels = self._add(what, OrderedLevels(len(order)), tuple(shown[issue.names.index(s[0])] for s in order))
        return Answers(tuple(Drawn(levels, steps[name]) for name in issue.names))

    def _walk_away(self) -> Source:
        given = self.preference.walk_away
        if given is None:
            return Fraction(0)
        if given.at is not None:
            return self._source("walk-away", given.at)
        less = self._source("cost of having no deal", given.less)
        return Drawn(less.factor, less.column, -1) if isinstance(less, Drawn) else -less


def _order_of(above: Sequence[int]) -> tuple[Row, ...]:
    """The rows x_less - x_more <= 0 for each answer and those worth at least as much."""
    pairs = [(m, a) for a, bits in enumerate(above) for m in range(len(above)) if m != a and bits >> m & 1]
    return tuple(tuple(Fraction((p == less) - (p == more)) for p in range(len(above))) for more, less in pairs)


def form_of(judgement: Judgement) -> Form:
    """What is drawn for a judgement that is no point: a range, or a triangle where there is a mode."""
    if judgement.mode is None:
        return Range(judgement.low, judgement.high)
    return Triangle(judgement.low, judgement.mode, judgement.high)


def _curve(issue: Issue, sources: Mapping[str, Source]) -> Curve:
    numbers, ordered = zip(*sorted(((Fraction(n), s) for n, s in sources.items()), key=lambda at: at[0]), strict=True)
    if len(numbers) == 1:
        numbers, ordered = (numbers[0], numbers[0] + 1), ordered * 2
    left = [min(max(bisect_right(numbers, number) - 1, 0), len(numbers) - 2) for number in issue.numbers]
    part = tuple(
        min(max((number - numbers[at]) / (numbers[at + 1] - numbers[at]), Fraction(0)), Fraction(1))
        for number, at in zip(issue.numbers, left, strict=True)
    )
    return Curve(tuple(ordered), np.array(left, dtype=np.int64), part)

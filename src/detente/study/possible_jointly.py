"""One party's margin in one package where comparisons of packages bind its weights and values at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.case.model.issue import Answer
from detente.case.model.judgement import Weights
from detente.case.vocabulary import codes_of
from detente.case.weighing import Worth, compared_weights
from detente.engines.settlement.of_case import CaseSettlement
from detente.foundation.contradictions import Row
from detente.study import exact
from detente.study.factors import OrderedLevels, Range, Triangle
from detente.study.joint_judgements import Issue, joint_range
from detente.study.parties import Answers, Drawn, JudgedParty, Source

READ_AT_SHOWN = "comparisons of packages are read at the shown values: {why}"


@dataclass(frozen=True, slots=True, eq=False)
class JointEnds:
    """Judgements under which the margin is least and most, and the multipliers that prove both ends."""

    refusing: list[tuple[Fraction, ...]]
    accepting: list[tuple[Fraction, ...]]
    proof: Mapping[str, object]


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """What comparisons bind: the issues with a weight by place, conditions on weights, and pairs of packages.

    pairs: (package, other, by how many points the first may be worth less), value codes by place, None where a package
    says nothing.
    """

    places: tuple[int, ...]
    rows: tuple[Row, ...]
    pairs: tuple[tuple[Sequence[int | None], Sequence[int | None], Fraction], ...]


def bound(settled: CaseSettlement, party: JudgedParty) -> Bound | None:
    """What binds weights and values of a party at once; None where compared packages rest on no value that is drawn."""
    preference = settled.case.preferences[party.name]
    weights = preference.weights or Weights()
    if not any(comparison.packages for comparison in weights.comparisons):
        return None
    compared = compared_weights(settled.case, preference)
    kept = tuple(c for c in weights.comparisons if not c.packages)
    alone = weights.model_copy(update={"comparisons": kept, "among": compared.issues})
    rows = compared_weights(settled.case, preference.model_copy(update={"weights": alone}))
    names = [issue.id for issue in settled.case.issues]
    order = [rows.issues.index(name) for name in compared.issues]
    worth = Worth.of(settled.case, preference, compared.issues)
    pairs = list[tuple[Sequence[int | None], Sequence[int | None], Fraction]]()
    for comparison in weights.comparisons:
        for one, other in comparison.packages:
            sides = ((one, other), (other, one)) if comparison.alike else ((one, other),)
            pairs += [_pair(settled, worth, first, second, comparison.within) for first, second in sides]
    found = Bound(
        tuple(names.index(name) for name in compared.issues),
        tuple(tuple(row[place] for place in order) for row in rows.rows),
        tuple(pairs),
    )
    return found if any(_rests_on(party, found, pair) for pair in found.pairs) else None


def _pair(
    settled: CaseSettlement, worth: Worth, one: Mapping[str, Answer], other: Mapping[str, Answer], within: Fraction
) -> tuple[Sequence[int | None], Sequence[int | None], Fraction]:
    added = worth.gains(one, other)[1]
    return tuple(codes_of(settled.case, one)), tuple(codes_of(settled.case, other)), within + added


def _rests_on(
    party: JudgedParty, found: Bound, pair: tuple[Sequence[int | None], Sequence[int | None], Fraction]
) -> bool:
    return any(
        given is not None and pair[0][place] != pair[1][place] and any(isinstance(s, Drawn) for s in given.sources)
        for place in found.places
        for given in [party.values[place]]
    )


def unsupported(party: JudgedParty, found: Bound) -> str:
    """Why the ends cannot be had from one linear program; empty where they can."""
    if any(isinstance(source, Drawn) for source in party.interactions):
        return f"{party.name} has interactions that are ranges"
    for place in found.places:
        given = party.values[place]
        drawn = [s for s in given.sources if isinstance(s, Drawn)] if given is not None else []
        forms = [party.factors[source.factor].form for source in drawn]
        if drawn and not (
            isinstance(given, Answers) and all(isinstance(form, Range | Triangle | OrderedLevels) for form in forms)
        ):
            return f"{party.name} has values of sets, of numbers, or by comparisons that are no points"
    return ""


def joint_ends(party: JudgedParty, row: int, found: Bound) -> JointEnds:
    """Both ends of the margin, by one linear program each; TooLarge above 150 weights and values."""
    package = party.digits[row].tolist()
    base = party.digits[-1].tolist() if party.baseline else None
    used = [_used(place, package, base, found) for place in found.places]
    issues = [_issue(party, place, codes) for place, codes in zip(found.places, used, strict=True)]

    def local(codes: Sequence[int | None]) -> tuple[int, ...]:
        told = zip(found.places, used, strict=True)
        return tuple(0 if (code := codes[place]) is None else some.index(code) for place, some in told)

    answer = joint_range(
        issues,
        found.rows,
        [(local(one), local(other)) for one, other, _ in found.pairs],
        local(package),
        None if base is None else local(base),
        within=[short for _, _, short in found.pairs],
    )
    return JointEnds(
        _numbers(party, found, used, answer.least_at, high=True),
        _numbers(party, found, used, answer.most_at, high=False),
        answer.certificate,
    )


def _used(place: int, package: Sequence[int], base: Sequence[int] | None, found: Bound) -> tuple[int, ...]:
    sides = [*([package] if base is None else [package, base]), *(side for pair in found.pairs for side in pair[:2])]
    return tuple(sorted({code for side in sides if (code := side[place]) is not None}))


def _issue(party: JudgedParty, place: int, codes: Sequence[int]) -> Issue:
    """The ranges of these answers' values, and the order that steps give them."""
    given, order = party.values[place], list[tuple[int, int]]()
    ends, steps = list[tuple[Fraction, Fraction]](), list[int | None]()
    for code in codes:
        source = given.sources[code] if isinstance(given, Answers) else exact.answer_value(given, code, [])
        ends.append(_ends(party, source))
        ordered = isinstance(source, Drawn) and isinstance(party.factors[source.factor].form, OrderedLevels)
        steps.append(source.column if ordered and isinstance(source, Drawn) else None)
    for one, first in enumerate(steps):
        order += [
            (one, other)
            for other, second in enumerate(steps)
            if one != other and first is not None and second is not None and first <= second
        ]
    return Issue(tuple(ends), tuple(order))


def _ends(party: JudgedParty, source: Source) -> tuple[Fraction, Fraction]:
    if not isinstance(source, Drawn):
        return source, source
    reached = [source.scale * corner[source.column] for corner in party.factors[source.factor].form.corners]
    return min(reached), max(reached)


def _numbers(
    party: JudgedParty,
    found: Bound,
    used: Sequence[Sequence[int]],
    reached: tuple[tuple[Fraction, ...], tuple[tuple[Fraction, ...], ...]],
    *,
    high: bool,
) -> list[tuple[Fraction, ...]]:
    """The witness as the party's factors; high: the walk-away at its upper end."""
    numbers, (weights, values) = exact.shown(party), reached
    for column, place in enumerate(found.places):
        source = party.weights[place]
        if isinstance(source, Drawn):
            shares = list(numbers[source.factor])
            shares[source.column] = weights[column]
            numbers[source.factor] = tuple(shares)
        given, levels = party.values[place], dict[int, dict[int, Fraction]]()
        for code, value in zip(used[column], values[column], strict=True):
            answer = given.sources[code] if isinstance(given, Answers) else None
            if isinstance(answer, Drawn):
                levels.setdefault(answer.factor, {})[answer.column] = value
        for factor, known in levels.items():
            numbers[factor] = _falling(known, len(numbers[factor]))
    if isinstance(party.walk_away, Drawn):
        ends = party.factors[party.walk_away.factor].form.corners
        numbers[party.walk_away.factor] = ends[-1] if high == (party.walk_away.scale > 0) else ends[0]
    return numbers


def _falling(known: Mapping[int, Fraction], steps: int) -> tuple[Fraction, ...]:
    """The known levels, and for each other step that of the next known one below; 0 at the end, 100 at the top."""
    if steps == 1:
        return (known[0],)
    found = {0: Fraction(100), steps - 1: Fraction(0), **known}
    return tuple(found[min(step for step in found if step >= place)] for place in range(steps))

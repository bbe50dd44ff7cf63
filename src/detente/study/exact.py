"""One party's margin in one package, exact, and the admitted judgements under which it is least or largest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from detente.study.parties import Answers, Curve, Drawn, JudgedParty, Members, Source, Values

Numbers = Sequence[tuple[Fraction, ...]]
"""What each factor of a party is, in the order of its factors: one admitted set of judgements."""

_TOP = Fraction(100)
_NONE = Fraction(0)


def shown(party: JudgedParty) -> list[tuple[Fraction, ...]]:
    """Every judgement at its shown point."""
    return [factor.shown for factor in party.factors]


def number(source: Source, numbers: Numbers) -> Fraction:
    """A party's number under one set of judgements."""
    return source.scale * numbers[source.factor][source.column] if isinstance(source, Drawn) else source


def answer_value(given: Values, code: int, numbers: Numbers) -> Fraction:
    """What one answer to an issue is worth, 0 to 100."""
    match given:
        case None:
            return _NONE
        case Answers(sources):
            return number(sources[code], numbers)
        case Curve(sources, left, part):
            at, share = int(left[code]), part[code]
            return number(sources[at], numbers) * (1 - share) + number(sources[at + 1], numbers) * share
        case Members(sources):
            points = [number(source, numbers) for source in sources]
            total = sum((max(p, _NONE) if code >> i & 1 else max(-p, _NONE) for i, p in enumerate(points)), _NONE)
            return min(total, _TOP)


def value(party: JudgedParty, row: int, numbers: Numbers) -> Fraction:
    """What a package is worth to the party, in points; 0 from issues where all weights are 0."""
    weights = [number(source, numbers) for source in party.weights]
    codes = [int(code) for code in party.digits[row]]
    pairs = zip(weights, party.values, codes, strict=True)
    worth = sum((w * answer_value(v, code, numbers) for w, v, code in pairs if w), _NONE)
    total = sum(weights, _NONE)
    bonus = sum(
        (number(s, numbers) for s, where in zip(party.interactions, party.holds, strict=True) if where[row]), _NONE
    )
    return (worth / total if total else _NONE) + bonus


def margin(party: JudgedParty, row: int, numbers: Numbers) -> Fraction:
    """What a package is worth above the party's walk-away, in points, under one set of judgements; exact."""
    floor = number(party.walk_away, numbers)
    if party.baseline:
        floor += value(party, -1, numbers)
    return value(party, row, numbers) - floor


def extreme(party: JudgedParty, row: int, *, most: bool) -> list[tuple[Fraction, ...]]:
    """Admitted judgements under which a package's margin is largest (`most`) or least; exact.

    Issue by issue what the answer gains over the baseline's is moved to its end by the issue's own judgements;
    the weights then lean to the issues that gain most (or least), interactions and walk-away go to their ends.
    All vary independently, so no admitted judgements give more (or less).
    O(issues × judgements + issues × log issues).
    """
    found = shown(party)
    gains = list[Fraction]()
    codes = [int(code) for code in party.digits[row]]
    base = [int(code) for code in party.digits[-1]] if party.baseline else None
    for issue, given in enumerate(party.values):
        other = None if base is None else base[issue]
        gains.append(_move_values(party, given, codes[issue], other, found, most=most))
    _move_weights(party, gains, found, most=most)
    for source, where in zip(party.interactions, party.holds, strict=True):
        change = int(where[row]) - (int(where[-1]) if party.baseline else 0)
        if isinstance(source, Drawn) and change:
            _to_end(party, source, found, high=(change > 0) == most)
    if isinstance(party.walk_away, Drawn):
        _to_end(party, party.walk_away, found, high=(party.walk_away.scale < 0) == most)
    return found


def _to_end(party: JudgedParty, source: Drawn, found: list[tuple[Fraction, ...]], *, high: bool) -> None:
    corners = party.factors[source.factor].form.corners
    found[source.factor] = corners[-1] if high else corners[0]


def _move_values(
    party: JudgedParty, given: Values, code: int, other: int | None, found: list[tuple[Fraction, ...]], *, most: bool
) -> Fraction:
    """Move one issue's judgements so that the gain is largest or least; returns the gain."""

    def gain() -> Fraction:
        less = _NONE if other is None else answer_value(given, other, found)
        return answer_value(given, code, found) - less

    if given is None or code == other:
        return _NONE
    better: Callable[[list[Fraction]], Fraction] = max if most else min
    mine = sorted({source.factor for source in given.sources if isinstance(source, Drawn)})
    if isinstance(given, Members) and all(len(party.factors[f].shown) == 1 for f in mine):
        tries = [_members_at(party, given, code, other, most=most, shared_high=high) for high in (False, True)]
    else:
        # The gain is linear in each judgement and no two of them multiply, so each may be moved alone.
        tries = [_one_by_one(party, mine, found, gain, most=most)]
    reached = list[Fraction]()
    for numbers in tries:
        for factor, ends in numbers.items():
            found[factor] = ends
        reached.append(gain())
    for factor, ends in tries[reached.index(better(reached))].items():
        found[factor] = ends
    return better(reached)


def _one_by_one(
    party: JudgedParty,
    factors: Sequence[int],
    found: list[tuple[Fraction, ...]],
    gain: Callable[[], Fraction],
    *,
    most: bool,
) -> dict[int, tuple[Fraction, ...]]:
    chosen = dict[int, tuple[Fraction, ...]]()
    for factor in factors:
        reached = list[tuple[Fraction, tuple[Fraction, ...]]]()
        for corner in party.factors[factor].form.corners:
            found[factor] = corner
            reached.append((gain(), corner))
        chosen[factor] = (max if most else min)(reached, key=lambda pair: pair[0])[1]
        found[factor] = chosen[factor]
    return chosen


def _members_at(
    party: JudgedParty, given: Members, code: int, other: int | None, *, most: bool, shared_high: bool
) -> dict[int, tuple[Fraction, ...]]:
    """Members that one of the two sets has alone go to their ends; what both share is least, or most.

    A set is worth 100 at the most, so points that both sets have hide a difference as they grow.
    """
    chosen = dict[int, tuple[Fraction, ...]]()
    for place, source in enumerate(given.sources):
        if not isinstance(source, Drawn):
            continue
        low, high = party.factors[source.factor].form.corners[0], party.factors[source.factor].form.corners[-1]
        inside = bool(code >> place & 1)
        if other is not None and bool(other >> place & 1) == inside:
            up = inside == shared_high
        else:
            up = inside == most
        chosen[source.factor] = high if up else low
    return chosen


def _move_weights(
    party: JudgedParty, gains: Sequence[Fraction], found: list[tuple[Fraction, ...]], *, most: bool
) -> None:
    best: tuple[Fraction, dict[int, tuple[Fraction, ...]]] | None = None
    for numbers in _leanings(party, gains, most=most):
        for factor, ends in numbers.items():
            found[factor] = ends
        weights = [number(source, found) for source in party.weights]
        total = sum(weights, _NONE)
        if not total:
            continue
        mean = sum((w * g for w, g in zip(weights, gains, strict=True)), _NONE) / total
        if best is None or (mean > best[0] if most else mean < best[0]):
            best = mean, numbers
    if best is not None:
        for factor, ends in best[1].items():
            found[factor] = ends


def _leanings(
    party: JudgedParty, gains: Sequence[Fraction], *, most: bool
) -> Iterator[dict[int, tuple[Fraction, ...]]]:
    """Where the extreme weighted mean may be: corners of an order, or high weights on the first so many gains."""
    drawn = [(issue, source) for issue, source in enumerate(party.weights) if isinstance(source, Drawn)]
    ordered = next((s.factor for _, s in drawn if len(party.factors[s.factor].shown) > 1), None)
    if ordered is not None:
        for corner in party.factors[ordered].form.corners:
            yield {ordered: corner}
        return
    ranked = sorted(drawn, key=lambda pair: gains[pair[0]], reverse=most)
    for split in range(len(ranked) + 1):
        yield {
            source.factor: party.factors[source.factor].form.corners[-1 if place < split else 0]
            for place, (_, source) in enumerate(ranked)
        }

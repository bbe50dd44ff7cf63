"""Who stands where: what each party values, refuses and has said, issue by issue, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from detente.brief.blocks import Block, Cell, Column, Note, Paragraph, Row, Section, Table
from detente.brief.prose import Emphasis, Mark, Number, Prose, runs
from detente.brief.sections.material import Material, listed
from detente.brief.sections.naming import party_in_sentence
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement, Values, Weights
from detente.case.model.preference import Preference, WalkAway
from detente.case.model.proposal import Position
from detente.case.vocabulary import answer_in_words, name_in_words
from detente.case.weighing import compared_weights, party_weights
from detente.case.worth import issue_values
from detente.engines.settlement.spread import JudgementRange, value_range


def stances(material: Material) -> Section:
    """The section on who stands where."""
    blocks: list[Block] = []
    if material.case.preferences:
        blocks += [_values_table(material), _floors_table(material)]
    positions = _positions_table(material)
    if positions is not None:
        blocks.append(positions)
    if not blocks:
        text = "The case has neither preferences nor positions. Add the section preferences or positions."
        blocks.append(Note("missing", "Nothing is recorded of where the parties stand", (Paragraph(text),)))
    return Section("stances", "Who stands where", tuple(blocks))


def numbers_counted(case: Case) -> tuple[int, int, int, int]:
    """How many points, ranges, orders and comparisons the preferences are made of."""
    found = [judgement for preference in case.preferences.values() for judgement in _numbers(preference)]
    rankings = [
        ranking
        for preference in case.preferences.values()
        for ranking in (preference.weights, *preference.values.values())
        if ranking is not None
    ]
    points = sum(judgement.is_point for judgement in found)
    orders = sum(bool(ranking.order) for ranking in rankings)
    return points, len(found) - points, orders, sum(len(ranking.comparisons) for ranking in rankings)


def _numbers(preference: Preference) -> Iterator[Judgement]:
    for scores in (preference.weights, *preference.values.values()):
        yield from scores.points.values() if scores is not None else ()
    yield from (item.points for item in preference.interactions)
    floor = preference.walk_away
    yield from (number for number in (floor.at, floor.less) if number is not None) if floor is not None else ()


def _values_table(material: Material) -> Table:
    columns = tuple(Column(issue.short) for issue in material.case.issues)
    by = {preference.by or material.case.by or "" for preference in material.case.preferences.values()}
    rows = [
        Row(
            Cell(material.name(name), under=_by(material, preference) if len(by) > 1 else ()),
            tuple(_stance(material, preference, issue) for issue in material.case.issues),
        )
        for name, preference in material.case.preferences.items()
    ]
    return Table(
        id="stances-table",
        caption="What each party prefers on each issue, and how much the issue matters to it",
        columns=columns,
        rows=tuple(rows),
        corner="Party",
        notes=(*_how_to_read(material, by), *_reasons(material)),
        basis="judgement",
    )


def _how_to_read(material: Material, by: set[str]) -> tuple[str, ...]:
    text = "Answers from best to worst for the party, each with its value on a scale from 0 (worst) to 100 (best)."
    if any(issue.kind == "set" for issue in material.case.issues):
        text += " Where several may be chosen at once, the points that each adds (+) or takes away (−)."
    weight = (
        "Weight: how much it matters to the party to get its best answer on the issue instead of its worst, as a share"
        " of all issues; in brackets the share over all admitted judgements. Shading repeats the weight."
    )
    named = sorted(by)[0] if len(by) == 1 else ""
    return (text, weight, *((f"Judged by: {named}.",) if named else ()))


def _reasons(material: Material) -> tuple[Prose, ...]:
    """What the analyst says on how each party's judgements were reached."""
    return tuple(
        (f"{material.name(name)}: ", *runs(material.noted(preference.note.in_language(material.language))))
        for name, preference in material.case.preferences.items()
        if preference.note
    )


def _by(material: Material, preference: Preference) -> tuple[Prose, ...]:
    by = preference.by or material.case.by
    return (f"judged by: {by}",) if by else ()


def _stance(material: Material, preference: Preference, issue: Issue) -> Cell:
    shares = party_weights(material.case, preference)
    share = float(shares[issue.id])
    values = preference.values.get(issue.id)
    if values is None or share == 0:
        return Cell("no preference recorded")
    weights = preference.weights
    first, *others = _ranked(material, issue, values)
    because = (*_weight_because(weights, issue), *values.because)
    cites = material.cites(tuple(dict.fromkeys(because)))
    weight = Emphasis(f"{round(100 * share)}\u00a0%", strong=True)
    under: list[Prose] = [*others, ("weight ", weight, _weight_range(material.case, preference, issue))]
    if cites:
        under.append(("rests on ", *cites))
    return Cell(first, under=tuple(under), tint=min(share * 2, 1.0))


def _weight_because(weights: Weights | None, issue: Issue) -> tuple[str, ...]:
    if weights is None:
        return ()
    own = weights.points.get(issue.id)
    return own.because if own is not None and own.because else weights.because


def _weight_range(case: Case, preference: Preference, issue: Issue) -> str:
    """The share of the whole over all admitted weights, and the rank where an order was judged."""
    weights = preference.weights
    if weights is None:
        return ""
    if weights.comparisons or weights.among:
        compared = compared_weights(case, preference)
        shares = [float(100 * corner[compared.issues.index(issue.id)]) for corner in compared.corners()]
        return f" ({_percent(min(shares), max(shares))}; compared, not measured)"
    if weights.order:
        rank = next((place for place, step in enumerate(weights.order) if issue.id in step), 0)
        most = 100 / sum(len(step) for step in weights.order[: rank + 1])
        least = 100 / sum(map(len, weights.order)) if rank == 0 else 0
        return f" ({_percent(least, most)}; ranked {rank + 1} of {len(weights.order)})"
    own = weights.points[issue.id]
    others = [judgement for name, judgement in weights.points.items() if name != issue.id]
    least, most = _share(own.low, (other.high for other in others)), _share(own.high, (other.low for other in others))
    return f" ({_percent(least, most)})" if most - least >= 1 else ""


def _share(own: Fraction, others: Iterable[Fraction]) -> float:
    whole = own + sum(others, Fraction(0))
    return float(100 * own / whole) if whole else 0.0


def _percent(low: float, high: float) -> str:
    return f"{round(low)}–{round(high)}\u00a0%"


def _ranked(material: Material, issue: Issue, values: Values) -> list[str]:
    """The answers from best to worst, each with its value."""
    if values.order:
        steps = [" or ".join(_name(material, issue, name) for name in step) for step in values.order]
        return [f"{place}. {step}" for place, step in enumerate(steps, 1)]
    if values.comparisons:
        worth = dict(zip(issue.names, issue_values(issue, values), strict=True))
        best_first = sorted(worth, key=lambda name: (-worth[name], name))
        return [f"{_name(material, issue, name)}: about {float(worth[name]):.3g}" for name in best_first]
    ranked = sorted(values.points.items(), key=lambda item: (-item[1].point, item[0]))
    parts: list[str] = []
    for name, judgement in ranked:
        parts.append(f"{_name(material, issue, name)}: {_value(judgement, signed=issue.kind == 'set')}")
    return parts


def _name(material: Material, issue: Issue, name: str) -> str:
    return (
        f"{name} {issue.units or ''}".strip() if issue.kind == "number" else name_in_words(material.case, issue, name)
    )


def _value(judgement: Judgement, *, signed: bool) -> str:
    ends = (judgement.low,) if judgement.is_point else (judgement.low, judgement.high)
    shown = [f"{float(end):+g}" if signed and end else f"{float(end):g}" for end in ends]
    return " to ".join(shown).replace("-", "−")


def _floors_table(material: Material) -> Table:
    rows = []
    for name, preference in material.case.preferences.items():
        lines = [
            material.sourced(f"never: {material.condition(line.never)}", line.because) for line in preference.red_lines
        ]
        rows.append(
            Row(
                material.name(name),
                (
                    _walk_away(material, name, preference.walk_away),
                    Cell(lines[0], under=tuple(lines[1:])) if lines else "none recorded",
                ),
            )
        )
    return Table(
        id="floors",
        caption="What each party needs at least, and what it refuses whatever else it gets",
        columns=(Column("Walk-away"), Column("Red lines")),
        rows=tuple(rows),
        corner="Party",
        notes=(
            "Walk-away: the least value at which the party says yes, on its own scale from 0 to 100, with its range"
            " over all admitted judgements; scales of two parties do not compare.",
            *_line_notes(material),
        ),
        basis="judgement",
    )


def _line_notes(material: Material) -> tuple[Prose, ...]:
    return tuple(
        (f"{material.name(name)}, never {material.condition(line.never)}: ", *runs(material.noted(str(line.note))))
        for name, preference in material.case.preferences.items()
        for line in preference.red_lines
        if line.note
    )


def _walk_away(material: Material, name: str, walk_away: WalkAway | None) -> Cell:
    settled = material.settled
    if settled is None or name not in settled.problem.parties:
        return Cell("not computed")
    place = settled.problem.parties.index(name)
    low, high = _walk_away_range(settled.ranges[place])
    point = Number(settled.settlement.disagreement[place], low=low, high=high, digits=0, basis="computed")
    if walk_away is None:
        return Cell(point, under=("the value of the status quo, taken for want of a judgement",))
    if walk_away.at is not None:
        point = replace(point, basis="judgement")
        under: Prose = "a judgement"
    else:
        less = walk_away.less
        base = "the status quo" if walk_away.package in (None, "status-quo") else "a package"
        under = f"the value of {base}"
        if less is not None:
            cost = f"{float(less.low):g}" if less.is_point else f"{float(less.low):g} to {float(less.high):g}"
            under += f", less {cost} for having no deal"
    because = walk_away.because
    return Cell(point, under=(material.sourced(under, because),))


def _walk_away_range(judged: JudgementRange) -> tuple[float, float]:
    low, high = judged.walk_away
    if judged.baseline is None:
        return low, high
    least, most = value_range(judged, np.array([judged.baseline]))
    return float(least[0]) + low, float(most[0]) + high


def _positions_table(material: Material) -> Table | None:
    others = [item for item in material.case.positions if item.party not in material.case.preferences]
    if not others:
        return None
    rows = [Row(material.name(item.party), _position(material, item)) for item in others]
    agreement = material.case.agreement
    consenting = set(agreement.consent) if agreement else set[str]()
    needed = list(dict.fromkeys(item.party for item in others if item.party in consenting))
    if not needed:
        caption, block = "Positions of others, whose yes the settlement does not need", "They block nothing here."
    else:
        caption = "Positions of parties whose preferences the case does not state"
        names = [party_in_sentence(material.name(party)) for party in needed]
        block = f"The settlement needs a yes from {listed(names)}; what they would accept is not known."
    return Table(
        id="positions",
        caption=caption,
        columns=(Column("Issue"), Column("Favours"), Column("Salience", "number"), Column("Rests on")),
        rows=tuple(rows),
        corner="Party",
        notes=(f"{block} Salience: how much the issue matters to the party, from 0 to 1; a judgement.",),
    )


def _position(material: Material, item: Position) -> tuple[Prose | Number, ...]:
    issue = material.issues[item.issue]
    salience: Prose | Number = "not judged"
    if item.salience is not None:
        low, high = float(item.salience.low), float(item.salience.high)
        salience = Number(float(item.salience.point), low=low, high=high, digits=1, basis="judgement")
    cites = material.cites(item.because)
    by: Prose = cites or ("", Mark("judgement"))
    return issue.short, answer_in_words(material.case, issue, item.option), salience, by

"""Who stands where: what each party values, refuses and has said, issue by issue, with the evidence."""

from __future__ import annotations

from detente.brief.blocks import (
    Block,
    Cell,
    Column,
    Mark,
    Note,
    Number,
    Paragraph,
    Prose,
    Row,
    Section,
    Table,
)
from detente.brief.sections.material import Material
from detente.case.model.issue import Issue
from detente.case.model.judgement import Judgement, Values, Weights
from detente.case.model.preference import Preference, WalkAway
from detente.case.model.proposal import Position
from detente.case.vocabulary import answer_in_words, name_in_words
from detente.engines.settlement.of_case.scores import weight_shares


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


def _values_table(material: Material) -> Table:
    columns = tuple(Column(issue.short) for issue in material.case.issues)
    rows = [
        Row(
            Cell(material.name(name), under=_by(material, preference)),
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
        notes=(
            "Answers from best to worst for the party, with their value from 100 (best) to 0 (worst); for a set,"
            " what each member adds. Weight: the swing weight's share of the party's whole, in per cent; in"
            " brackets the swing weight that the analyst admits. Shading repeats the weight.",
        ),
        basis="judgement",
    )


def _by(material: Material, preference: Preference) -> tuple[Prose, ...]:
    by = preference.by or material.case.by
    return (f"judged by: {by}",) if by else ()


def _stance(material: Material, preference: Preference, issue: Issue) -> Cell:
    shares = weight_shares(preference.weights, [item.id for item in material.case.issues])
    share = float(shares[issue.id])
    values = preference.values.get(issue.id)
    if values is None or share == 0:
        return Cell("no preference recorded")
    weights = preference.weights
    first, *others = _ranked(material, issue, values)
    because = (*_weight_because(weights, issue), *values.because)
    cites = material.cites(tuple(dict.fromkeys(because)))
    under: list[Prose] = [*others, f"weight {round(100 * share)} %{_weight_range(weights, issue)}"]
    if cites:
        under.append(("rests on ", *cites))
    return Cell(first, under=tuple(under), tint=min(share * 2, 1.0))


def _weight_because(weights: Weights | None, issue: Issue) -> tuple[str, ...]:
    if weights is None:
        return ()
    own = weights.points.get(issue.id)
    return own.because if own is not None and own.because else weights.because


def _weight_range(weights: Weights | None, issue: Issue) -> str:
    if weights is None:
        return ""
    if weights.order:
        rank = next((i for i, step in enumerate(weights.order, 1) if issue.id in step), 0)
        return f" (ranked {rank} of {len(weights.order)})"
    judgement = weights.points.get(issue.id)
    return f" ({_range(judgement)})" if judgement is not None and not judgement.is_point else ""


def _range(judgement: Judgement) -> str:
    return f"{float(judgement.low):g}–{float(judgement.high):g}"


def _ranked(material: Material, issue: Issue, values: Values) -> list[str]:
    """The answers from best to worst, each with its value."""
    if values.order:
        steps = [" or ".join(_name(material, issue, name) for name in step) for step in values.order]
        return [f"{place}. {step}" for place, step in enumerate(steps, 1)]
    ranked = sorted(values.points.items(), key=lambda item: (-item[1].point, item[0]))
    parts: list[str] = []
    for name, judgement in ranked:
        words = f"{name} {issue.units or ''}".strip() if issue.kind == "number" else _name(material, issue, name)
        parts.append(f"{words}: {_value(judgement, signed=issue.kind == 'set')}")
    return parts


def _name(material: Material, issue: Issue, name: str) -> str:
    return name_in_words(material.case, issue, name)


def _value(judgement: Judgement, *, signed: bool) -> str:
    ends = (judgement.low,) if judgement.is_point else (judgement.low, judgement.high)
    shown = [f"{float(end):+g}" if signed else f"{float(end):g}" for end in ends]
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
        notes=("A walk-away is on the party's own scale from 0 to 100; scales of two parties do not compare.",),
        basis="judgement",
    )


def _walk_away(material: Material, name: str, walk_away: WalkAway | None) -> Cell:
    settled = material.settled
    if settled is None or name not in settled.problem.parties:
        return Cell("not computed")
    value = settled.settlement.disagreement[settled.problem.parties.index(name)]
    point = Number(value, digits=0, basis="computed")
    if walk_away is None:
        return Cell(point, under=("the value of the status quo, taken for want of a judgement",))
    if walk_away.at is not None:
        under: Prose = "a judgement" if walk_away.at.is_point else f"judged at {_range(walk_away.at)}"
    else:
        less = walk_away.less
        base = "the status quo" if walk_away.package in (None, "status-quo") else "a package"
        under = f"the value of {base}"
        if less is not None:
            cost = f"{float(less.low):g}" if less.is_point else f"{float(less.low):g} to {float(less.high):g}"
            under += f", less {cost} for having no deal"
    because = walk_away.because
    return Cell(point, under=(material.sourced(under, because),))


def _positions_table(material: Material) -> Table | None:
    others = [item for item in material.case.positions if item.party not in material.case.preferences]
    if not others:
        return None
    rows = [Row(material.name(item.party), _position(material, item)) for item in others]
    return Table(
        id="positions",
        caption="Positions of those whose yes the settlement does not need",
        columns=(Column("Issue"), Column("Favours"), Column("Salience", "number"), Column("Rests on")),
        rows=tuple(rows),
        corner="Party",
        notes=("They are shown and block nothing here. Salience runs from 0 to 1 and is a judgement.",),
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

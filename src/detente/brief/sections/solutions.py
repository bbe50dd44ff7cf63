"""The published solutions side by side, what each party gets, and which trades remain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.brief.blocks import Block, Cell, Column, Figure, Note, Paragraph, Row, Section, Table
from detente.brief.charts import Outcome, PartyScale, Spread, solution_dots
from detente.brief.prose import Number, Prose
from detente.brief.sections.material import Material, common_note, listed, split_issues, value_cell
from detente.brief.sections.selections import SOLUTIONS, TIES_SHOWN, Selection, none_selected, selections
from detente.brief.sections.zone import verdict_in_words
from detente.case.model.issue import Issue
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.spread import PackageSpread
from detente.engines.settlement.trades import Trade

RULES = {
    "nash": "largest product of the gains over the walk-aways",
    "kalai-smorodinsky": "gains as equal as can be, each as a share of the best that the party could get",
    "egalitarian": "smallest gain as large as can be, then the next",
    "utilitarian": "largest sum of values",
    "equal-loss": "largest loss from each party's best as small as can be, then the next",
}
TRADES_SHOWN = 6


def solutions(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> Section:
    """The section on the solutions; where there are none it says why."""
    told = selections(settled)
    title = "What do the published solutions select?"
    if not told:
        text = none_selected(settled)
        if settled.settlement.zone.empty:
            text += " See what would open the zone."
        return Section("solutions", title, (Paragraph(text, lead=True),))
    spreads = dict(zip(told, settled.spreads([item.packages[0] for item in told.values()]), strict=True))
    blocks: list[Block] = [
        Paragraph(different_outcomes(len(told), len({item.outcome for item in told.values()})), lead=True),
        _table(material, settled, told, spreads),
        _figure(material, settled, told, spreads),
        Note(
            "method",
            "Which of these compare the parties' scales",
            (Paragraph(scales_compared({name: item.compares_scales for name, item in told.items()})),),
        ),
    ]
    if isinstance(settled, CaseSettlement):
        blocks.append(_trades(material, settled))
    return Section("solutions", title, tuple(blocks))


def different_outcomes(solutions: int, outcomes: int) -> str:
    """Whether the solutions agree, and what that means."""
    if outcomes == 1:
        return (
            f"All {solutions} solutions select the same at the shown judgements. Each answers another question of"
            " fairness; that they agree here need not hold at other numbers."
        )
    return (
        f"The {solutions} solutions select {outcomes} different outcomes at the shown judgements."
        " Each answers another question of fairness; none is the right one, and the spread between them is part"
        " of the answer."
    )


def scales_compared(compares: Mapping[str, bool]) -> str:
    """Which solutions compare points of one party with points of another."""
    comparing = [SOLUTIONS[name] for name, does in compares.items() if does]
    others = [SOLUTIONS[name] for name, does in compares.items() if not does]
    return (
        f"{listed(comparing)} compare points of one party with points of another, which nothing in the record"
        f" justifies: take them with care. {listed(others)} do not: stretching one party's scale changes"
        " nothing in what they select."
    )


def _table(
    material: Material,
    settled: CaseSettlement | LargeCaseSettlement,
    told: Mapping[str, Selection],
    spreads: Mapping[str, PackageSpread],
) -> Table:
    parties = settled.settlement.parties
    # Where all packages were looked at, another table says how firmly all accept them, and there is nothing to prove.
    searched = isinstance(settled, LargeCaseSettlement)
    words = {name: [settled.in_words(package) for package in item.packages[:TIES_SHOWN]] for name, item in told.items()}
    differing, common = split_issues(material, [row for rows in words.values() for row in rows])
    rows: list[Row] = []
    for name, item in told.items():
        under = (RULES[name], *(("compares the parties' points",) * item.compares_scales))
        rows.append(
            Row(
                Cell(item.name, under=(*under, _sure(item)) if searched else under),
                (
                    _packages(item, words[name], differing),
                    *(value_cell(p, item.values[0][p], spreads[name]) for p in range(len(parties))),
                    *((verdict_in_words(material, spreads[name]),) if searched else ()),
                ),
            )
        )
    gets = "what each party gets, and whether all accept it" if searched else "and what each party gets"
    return Table(
        id="solutions-table",
        caption=f"What each solution selects, {gets}",
        columns=(
            Column("Package"),
            *(Column(material.name(name), "number") for name in parties),
            *((Column("All accept it"),) if searched else ()),
        ),
        rows=tuple(rows),
        corner="Solution",
        notes=(
            *common_note(common),
            "Values at the shown judgements, with their range over all admitted judgements for the same package. The"
            " values are those of the first package where several tie.",
        ),
        basis="computed",
    )


def _sure(item: Selection) -> str:
    if item.proved:
        return "proved: no package is better"
    return f"not proved: the bound leaves room for {100 * item.gap:.2g} %"


def _packages(item: Selection, words: Sequence[Mapping[str, str]], differing: Sequence[Issue]) -> Cell:
    """The answers on which solutions differ; tied packages one by one, unless one issue alone tells them apart."""
    varying = [issue for issue in differing if len({row[issue.id] for row in words}) > 1]
    lines: list[Prose] = []
    for issue in differing:
        if len(varying) < 2 or issue not in varying:
            answers = list(dict.fromkeys(row[issue.id] for row in words))
            lines.append(f"{issue.short}: {'; or '.join(answers)}")
    if len(varying) > 1:
        each = dict.fromkeys(", ".join(f"{issue.short}: {row[issue.id]}" for issue in varying) for row in words)
        lines += [told if k == 0 else f"or {told}" for k, told in enumerate(each)]
    if item.count > 1:
        lines.append(f"{item.tied} packages tie")
    return Cell(lines[0], under=tuple(lines[1:])) if lines else Cell("the same package")


def _figure(
    material: Material,
    settled: CaseSettlement | LargeCaseSettlement,
    told: Mapping[str, Selection],
    spreads: Mapping[str, PackageSpread],
) -> Figure:
    found = settled.settlement
    outcomes = [
        Outcome(item.name, tuple(Spread(v, *spreads[name].values[p]) for p, v in enumerate(item.values[0])))
        for name, item in told.items()
    ]
    scales = [PartyScale(material.name(name), float(found.disagreement[p])) for p, name in enumerate(found.parties)]
    data = Table(
        id="solution-dots-data",
        caption="Values of the solutions",
        columns=tuple(Column(material.name(name), "number") for name in found.parties),
        rows=tuple(
            Row(item.label, tuple(Number(s.value, low=s.low, high=s.high, digits=1) for s in item.values))
            for item in outcomes
        ),
        corner="Solution",
    )
    return Figure(
        id="solution-dots",
        finding=outcomes_finding([material.name(name) for name in found.parties], outcomes),
        chart=solution_dots(scales, outcomes),
        alt="For each party a row of dots, one a solution, with a bar for the range over all judgements.",
        data=data,
        notes=("Dot: at the shown judgements. Bar: over all admitted judgements. Dashed line: the walk-away.",),
        basis="computed",
    )


def outcomes_finding(parties: Sequence[str], outcomes: Sequence[Outcome]) -> str:
    """How far values move by the judgements, and how far by the choice of solution."""
    if not any(spread.ends for item in outcomes for spread in item.values):
        return "The judgements are points, so only the choice of solution moves the values."
    told: list[str] = []
    for place, name in enumerate(parties):
        spreads = [item.values[place] for item in outcomes]
        between = max(s.value for s in spreads) - min(s.value for s in spreads)
        within = max(high - low for low, high in ((s.ends or (s.value, s.value)) for s in spreads))
        told.append(f"{name} {within:.0f} and {between:.0f}")
    return (
        "How far values move, in points: by the judgements inside their ranges, and by the choice of solution:"
        f" {'; '.join(told)}."
    )


def _trades(material: Material, settled: CaseSettlement) -> Block:
    found = settled.settlement
    trades = [trade for group in found.trades for trade in group.trades][:TRADES_SHOWN]
    if not trades:
        text = (
            "From the Nash solution no change of exactly two issues makes two of the parties whose yes is always needed"
            " better off at once."
        )
        return Note("note", "Trades", (Paragraph(text),))
    rows = tuple(Row(_change(material, settled, trade), _gains(material, trade)) for trade in trades)
    return Table(
        id="trades",
        caption="Trades from the Nash solution: two issues changed together, two parties better off, in points",
        columns=(Column("Who gains"), Column("Who loses"), Column("All accept")),
        rows=rows,
        corner="Change",
        notes=(
            "Each party's points on its own scale. Ordered by the smaller of the two gains, each as a share of its"
            " party's range.",
        ),
        basis="computed",
    )


def _change(material: Material, settled: CaseSettlement, trade: Trade) -> str:
    before, after = settled.in_words(trade.baseline), settled.in_words(trade.package)
    parts = [f"{material.issues[i].short}: {before[i]} → {after[i]}" for i in trade.issues]
    return "; ".join(parts)


def _gains(material: Material, trade: Trade) -> tuple[Prose, ...]:
    gains = [
        f"{material.name(party)} {float(gain):.1f}" for party, gain in zip(trade.parties, trade.gains, strict=True)
    ]
    losers = [f"{material.name(party)} {float(loss):.1f}" for party, loss in trade.losers]
    return "; ".join(gains), "; ".join(losers) or "nobody", "yes" if trade.acceptable else "no"

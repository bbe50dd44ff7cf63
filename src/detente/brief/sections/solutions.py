"""The published solutions side by side, what each party gets, and which trades remain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from detente.brief.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Note,
    Number,
    Paragraph,
    Prose,
    Row,
    Section,
    Table,
)
from detente.brief.charts import Outcome, PartyScale, Spread, solution_dots
from detente.brief.sections.frontier import SOLUTIONS
from detente.brief.sections.material import Material, common_note, counted, listed, split_issues, value_cell
from detente.case.model.issue import Issue
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.result import NoSettlement, Solution
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
TIES_SHOWN = 4


def solutions(material: Material, settled: CaseSettlement) -> Section:
    """The section on the solutions; where there is no zone it says so."""
    found = settled.settlement
    told = {name: item for name, item in found.solutions.items() if isinstance(item, Solution)}
    if not told:
        nothing = next(iter(found.solutions.values()))
        reason = nothing.reason if isinstance(nothing, NoSettlement) else ""
        text = f"No solution exists at the shown judgements: {reason}. See what would open the zone."
        return Section("solutions", "What do the published solutions select?", (Paragraph(text, lead=True),))
    blocks: list[Block] = [
        Paragraph(different_outcomes(len(told), len({item.packages for item in told.values()})), lead=True),
        _table(material, settled, told),
        _figure(material, settled, told),
        Note(
            "method",
            "Which of these compare the parties' scales",
            (Paragraph(scales_compared({name: item.compares_scales for name, item in told.items()})),),
        ),
    ]
    blocks.append(_trades(material, settled))
    return Section("solutions", "What do the published solutions select?", tuple(blocks))


def selected_sentence(material: Material, settled: CaseSettlement) -> str:
    """The package that most solutions select, which of them do, and how many more the same ones select."""
    nash = settled.settlement.solutions["nash"]
    if isinstance(nash, NoSettlement):
        return f"No solution exists: {nash.reason}."
    told = {name: item for name, item in settled.settlement.solutions.items() if isinstance(item, Solution)}
    choosing = Counter(package for item in told.values() for package in item.packages)
    most = max(choosing.values())
    first = min(package for package, count in choosing.items() if count == most)
    same = {name: item for name, item in told.items() if first in item.packages}
    shared = frozenset.intersection(*(frozenset(item.packages) for item in same.values()))
    names = [SOLUTIONS[name] + (" among ties" if set(item.packages) != shared else "") for name, item in same.items()]
    words = settled.in_words(first)
    package = "; ".join(f"{words[issue.id]} ({issue.short})" for issue in material.case.issues)
    ties = f", tied with {counted(len(shared) - 1, 'other')}" if len(shared) > 1 else ""
    select = "selects" if len(same) == 1 else "select"
    return (
        f"No answer is common to all these packages. {len(same)} of {len(told)} published solutions"
        f" ({', '.join(names)}) {select} this one{ties}: {package}."
    )


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


def _table(material: Material, settled: CaseSettlement, told: dict[str, Solution]) -> Table:
    found = settled.settlement
    chosen = [code for item in told.values() for code in item.packages[:TIES_SHOWN]]
    differing, common = split_issues(material, settled, chosen)
    rows: list[Row] = []
    worth = _worth(settled, told)
    for name, item in told.items():
        values, spread = worth[name]
        rows.append(
            Row(
                Cell(SOLUTIONS[name], under=(RULES[name], *(("compares the parties' points",) * item.compares_scales))),
                (
                    _packages(settled, item, differing),
                    *(value_cell(p, values[p], spread) for p in range(len(found.parties))),
                ),
            )
        )
    return Table(
        id="solutions-table",
        caption="What each solution selects, and what each party gets",
        columns=(Column("Package"), *(Column(material.name(name), "number") for name in found.parties)),
        rows=tuple(rows),
        corner="Solution",
        notes=(
            *common_note(common),
            "Values at the shown judgements, with their range over all admitted judgements for the same"
            " package. Ties are all named; the values are those of the first.",
        ),
        basis="computed",
    )


def _worth(settled: CaseSettlement, told: dict[str, Solution]) -> dict[str, tuple[list[float], PackageSpread]]:
    """What the first package of each solution is worth to the parties, as shown and over all judgements."""
    firsts = [item.packages[0] for item in told.values()]
    values, spreads = settled.settlement.floats(firsts).tolist(), settled.spreads(firsts)
    return dict(zip(told, zip(values, spreads, strict=True), strict=True))


def _packages(settled: CaseSettlement, item: Solution, differing: Sequence[Issue]) -> Cell:
    rows = [settled.in_words(code) for code in item.packages[:TIES_SHOWN]]
    lines: list[Prose] = []
    for issue in differing:
        answers = list(dict.fromkeys(row[issue.id] for row in rows))
        lines.append(f"{issue.short}: {'; or '.join(answers)}")
    if len(item.packages) > 1:
        lines.append(f"{len(item.packages)} packages tie")
    return Cell(lines[0], under=tuple(lines[1:])) if lines else Cell("the same package")


def _figure(material: Material, settled: CaseSettlement, told: dict[str, Solution]) -> Figure:
    found = settled.settlement
    outcomes: list[Outcome] = []
    worth = _worth(settled, told)
    for name in told:
        values, spread = worth[name]
        spreads = tuple(Spread(value, *spread.values[p]) for p, value in enumerate(values))
        outcomes.append(Outcome(SOLUTIONS[name], spreads))
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
        finding=outcomes_finding([material.name(name) for name in settled.problem.parties], outcomes),
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

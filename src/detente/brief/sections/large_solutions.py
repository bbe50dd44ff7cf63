"""The published solutions of a case too large to enumerate, what each party gets, and whether each is proved."""

from __future__ import annotations

from collections.abc import Mapping

from detente.brief.blocks import Block, Cell, Column, Figure, Note, Number, Paragraph, Prose, Row, Section, Table
from detente.brief.charts import Outcome, PartyScale, Spread, solution_dots
from detente.brief.sections.drafts import VERDICTS
from detente.brief.sections.frontier import SOLUTIONS
from detente.brief.sections.large_numbers import split_at_size
from detente.brief.sections.material import Material, common_note, counted, value_cell
from detente.brief.sections.solutions import RULES, different_outcomes, outcomes_finding, scales_compared
from detente.case.model.issue import Issue
from detente.engines.settlement.large_settlement import LargeSolution
from detente.engines.settlement.of_case import LargeCaseSettlement
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.spread import PackageSpread

TIES_SHOWN = 4
TITLE = "What do the published solutions select?"


def solutions_at_size(material: Material, settled: LargeCaseSettlement) -> Section:
    """The section on the solutions; where there are none it says why."""
    found = settled.settlement
    told = solved(settled)
    if not told:
        reasons = dict.fromkeys(i.reason for i in found.solutions.values() if isinstance(i, NoSettlement))
        text = f"No solution is given at the shown judgements: {'; '.join(reasons)}."
        if found.zone.empty:
            text += " See what would open the zone."
        return Section("solutions", TITLE, (Paragraph(text, lead=True),))
    blocks: list[Block] = [
        Paragraph(different_outcomes(len(told), len({item.packages for item in told.values()})), lead=True),
        _table(material, settled, told),
        _figure(material, settled, told),
        Note(
            "method",
            "Which of these compare the parties' scales",
            (Paragraph(scales_compared({n: item.solution.compares_scales for n, item in told.items()})),),
        ),
    ]
    return Section("solutions", TITLE, tuple(blocks))


def solved(settled: LargeCaseSettlement) -> dict[str, LargeSolution]:
    """The solutions that select something."""
    return {n: item for n, item in settled.settlement.solutions.items() if isinstance(item, LargeSolution)}


def selected_at_size(material: Material, settled: LargeCaseSettlement) -> str:
    """What the Nash solution selects, in one sentence."""
    nash = settled.settlement.solutions["nash"]
    if isinstance(nash, NoSettlement):
        return f"No solution is given: {nash.reason}."
    words = settled.in_words(nash.packages[0])
    package = "; ".join(f"{words[issue.id]} ({issue.short})" for issue in material.case.issues)
    ties = f", tied with {counted(nash.n_packages - 1, 'other')}" if nash.n_packages > 1 else ""
    sure = "proved to be best" if nash.proved else f"the best met, with a gap of {100 * float(nash.gap):.2g} %"
    return f"The Nash solution ({RULES['nash']}) selects this package{ties}, {sure}: {package}."


def _spreads(settled: LargeCaseSettlement, told: Mapping[str, LargeSolution]) -> dict[str, PackageSpread]:
    found = settled.spreads([item.packages[0] for item in told.values()])
    return dict(zip(told, found, strict=True))


def _table(material: Material, settled: LargeCaseSettlement, told: Mapping[str, LargeSolution]) -> Table:
    parties = settled.settlement.parties
    chosen = [x for item in told.values() for x in item.packages[:TIES_SHOWN]]
    differing, common = split_at_size(material, settled, chosen)
    spreads = _spreads(settled, told)
    rows = [
        Row(
            Cell(
                SOLUTIONS[name],
                under=(RULES[name], *(("compares the parties' points",) * item.solution.compares_scales), _sure(item)),
            ),
            (
                _packages(settled, item, differing),
                *(value_cell(p, float(item.all_values[0][p]), spreads[name]) for p in range(len(parties))),
                _verdict(material, spreads[name]),
            ),
        )
        for name, item in told.items()
    ]
    return Table(
        id="solutions-table",
        caption="What each solution selects, what each party gets, and whether all accept it",
        columns=(
            Column("Package"),
            *(Column(material.name(name), "number") for name in parties),
            Column("All accept it"),
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


def _sure(item: LargeSolution) -> str:
    if item.proved:
        return "proved: no package is better"
    return f"not proved: the bound leaves room for {100 * float(item.gap):.2g} %"


def _verdict(material: Material, spread: PackageSpread) -> str:
    doubtful = [material.name(party) for party, verdict in spread.verdicts if verdict != "always"]
    words = VERDICTS[spread.verdict]
    return f"{words} (in doubt: {', '.join(doubtful)})" if doubtful else words


def _packages(settled: LargeCaseSettlement, item: LargeSolution, differing: list[Issue]) -> Cell:
    rows = [settled.in_words(x) for x in item.packages[:TIES_SHOWN]]
    lines: list[Prose] = []
    for issue in differing:
        answers = list(dict.fromkeys(row[issue.id] for row in rows))
        lines.append(f"{issue.short}: {'; or '.join(answers)}")
    if item.n_packages > 1:
        lines.append(f"{'' if item.complete else 'at least '}{item.n_packages:,} packages tie")
    return Cell(lines[0], under=tuple(lines[1:])) if lines else Cell("the same package")


def _figure(material: Material, settled: LargeCaseSettlement, told: Mapping[str, LargeSolution]) -> Figure:
    found = settled.settlement
    spreads = _spreads(settled, told)
    outcomes = [
        Outcome(
            SOLUTIONS[name],
            tuple(Spread(float(v), *spreads[name].values[p]) for p, v in enumerate(item.all_values[0])),
        )
        for name, item in told.items()
    ]
    scales = [PartyScale(material.name(n), float(found.disagreement[p])) for p, n in enumerate(found.parties)]
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

"""Results as tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Table

from detente.assessment.what_if import Comparison, Side
from detente.case.model.issue import Answer
from detente.engines.settlement.concessions import Concessions
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.result import NoSettlement, Solution

PACKAGES_SHOWN = 10


def show(parts: Sequence[RenderableType]) -> None:
    """Print one after the other."""
    console = Console(highlight=False)
    for part in parts:
        console.print(part)


def settlement_tables(settled: CaseSettlement) -> list[RenderableType]:
    """The zone, the solutions, who blocks, and what would open the zone."""
    found = settled.settlement
    asked = ", ".join(settled.party_name(name) for name in settled.problem.bargainers)
    lines = [
        f"[bold]{escape(str(settled.case.title))}[/bold]",
        f"possible packages   {found.zone.considered:,}",
        f"acceptable          {found.n_acceptable:,} at the shown judgements",
    ]
    spread = settled.zone_spread()
    if spread is not None:
        lines.append(f"{'':20}{spread.always:,} under every admitted judgement, {spread.sometimes:,} under some")
    edges = f"{len(found.frontier_feasible):,} of the possible, {len(found.frontier_acceptable):,} of the acceptable"
    lines.append(f"efficient           {edges}")
    lines.append(f"needed              the yes of {asked}, and of whoever is asked besides")
    parts: list[RenderableType] = [*lines, *_packages(settled), "", _solutions(settled), "", _blocking(settled)]
    return [*parts, *_opening(settled), "", "Numbers rest on judgements. Ids are those of the case file."]


def _letters(settled: CaseSettlement) -> dict[int, str]:
    """A letter for each package that is efficient among the acceptable, as far as they are shown."""
    found = settled.settlement
    solved = [code for item in found.solutions.values() if isinstance(item, Solution) for code in item.packages]
    edge = found.frontier_acceptable.packages.tolist()
    shown = list(dict.fromkeys([*solved, *edge]))[:PACKAGES_SHOWN]
    names = [chr(ord("A") + place) for place in range(len(shown))]
    return dict(zip(sorted(shown), names, strict=True))


def _packages(settled: CaseSettlement) -> list[RenderableType]:
    letters = _letters(settled)
    if not letters:
        return []
    more = len(settled.settlement.frontier_acceptable) - len(letters)
    note = f" ({more:,} more: --json)" if more > 0 else ""
    table = Table(title=f"Acceptable and efficient{note}", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("package")
    for issue in settled.case.issues:
        table.add_column(issue.id, overflow="fold")
    for code, letter in letters.items():
        table.add_row(letter, *(answer_text(answer) for answer in settled.answers(code).values()))
    return ["", table]


def answer_text(answer: Answer) -> str:
    """An answer as conditions write it."""
    if isinstance(answer, tuple):
        return f"{{{', '.join(answer)}}}"
    return f"{float(answer):g}" if isinstance(answer, Fraction) else answer


def _solutions(settled: CaseSettlement) -> Table:
    letters = _letters(settled)
    table = Table(title="Solutions, and what each party gets", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("solution")
    table.add_column("package")
    for name in settled.problem.parties:
        table.add_column(settled.party_name(name), justify="right")
    for name, item in settled.settlement.solutions.items():
        if isinstance(item, Solution):
            values = settled.settlement.floats(item.packages[:1])[0]
            ties = " or ".join(letters.get(code, str(code)) for code in item.packages[:6])
            table.add_row(name, ties, *(f"{value:.1f}" for value in values))
        else:
            table.add_row(name, "none", *("–" for _ in settled.problem.parties))
    floors = [f"{float(value):.1f}" for value in settled.settlement.disagreement]
    table.add_section()
    table.add_row("walk-away", "", *floors)
    return table


def _package(settled: CaseSettlement, code: int) -> str:
    answers = settled.answers(code)
    return "\n".join(f"{issue} = {answer_text(answer)}" for issue, answer in answers.items())


def _blocking(settled: CaseSettlement) -> Table:
    table = Table(title="Who blocks", title_justify="left", box=SIMPLE_HEAD)
    for name in ("party", "ground"):
        table.add_column(name)
    for name in ("packages", "blocked by nothing else"):
        table.add_column(name, justify="right")
    for ground in settled.settlement.zone.blocking:
        party = settled.party_name(ground.party) if ground.party else "(impossible)"
        table.add_row(party, f"{ground.kind} {ground.id}".strip(), f"{ground.packages:,}", f"{ground.alone:,}")
    return table


def _opening(settled: CaseSettlement) -> list[RenderableType]:
    found = settled.settlement.concessions
    if settled.settlement.n_acceptable:
        return []
    if isinstance(found, NoSettlement):
        return ["", f"No concession opens a zone: {found.reason}"]
    return ["", _concessions(settled, found)]


def _concessions(settled: CaseSettlement, found: Concessions) -> Table:
    table = Table(title="Smallest concessions that open a zone", title_justify="left", box=SIMPLE_HEAD)
    for name in ("package", "party", "concedes"):
        table.add_column(name)
    for opening in found.openings[:PACKAGES_SHOWN]:
        for place, concession in enumerate(opening.concessions):
            words = [f"{float(concession.shortfall):.1f} points"] if concession.shortfall else []
            words += [f"{block.kind} {block.id}" for block in concession.breached]
            package = _package(settled, opening.package) if place == 0 else ""
            table.add_row(package, settled.party_name(concession.party), "; ".join(words))
    return table


def comparison_tables(found: Comparison) -> list[RenderableType]:
    """Today beside what the change would make of it."""
    table = Table(box=SIMPLE_HEAD)
    table.add_column("")
    table.add_column("today")
    table.add_column("after")
    before, after = _facts(found.today), _facts(found.after)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, "–"), after.get(name, "–")
        table.add_row(name, old, new if new == old else f"[bold]{new}[/bold]")
    changes = [f"what if {change}?" for change in found.changes]
    return [*changes, table, "In bold: what changes. Values, weights and walk-aways are judgements."]


def _facts(side: Side) -> dict[str, str]:
    settled, result = side.settled, side.settled.settlement
    facts = {
        "possible packages": f"{result.zone.considered:,}",
        "acceptable to all": f"{result.n_acceptable:,}",
    }
    for party, floor in zip(settled.problem.parties, result.disagreement, strict=True):
        facts[f"walk-away of {settled.party_name(party)}"] = f"{float(floor):.1f}"
    for name, item in result.solutions.items():
        facts[name] = _outcome(settled, item)
    concessions = result.concessions
    if isinstance(concessions, Concessions) and concessions.openings:
        facts["smallest concession"] = _first_opening(settled, concessions)
    for assessed in side.proposals:
        if assessed.settles:
            facts[f"proposal {assessed.proposal.id}"] = (
                f"{assessed.acceptable:,} of {assessed.completions:,} ways to complete it acceptable to all"
            )
    return facts


def _outcome(settled: CaseSettlement, item: Solution | NoSettlement) -> str:
    if isinstance(item, NoSettlement):
        return "none"
    values = settled.settlement.floats(item.packages[:1])[0]
    pairs = zip(settled.problem.parties, values, strict=True)
    worth = ", ".join(f"{settled.party_name(party)} {value:.1f}" for party, value in pairs)
    return f"{worth}\n{', '.join(answer_text(answer) for answer in settled.answers(item.packages[0]).values())}"


def _first_opening(settled: CaseSettlement, found: Concessions) -> str:
    parts: list[str] = []
    for concession in found.openings[0].concessions:
        words = [f"{float(concession.shortfall):.1f} points"] if concession.shortfall else []
        words += [f"{block.kind} {block.id}" for block in concession.breached]
        parts.append(f"{settled.party_name(concession.party)}: {', '.join(words)}")
    return "\n".join(parts)


def comparison_dict(found: Comparison) -> dict[str, Any]:
    """The comparison as plain values, for JSON."""
    return {"changes": list(found.changes), "today": _side_dict(found.today), "after": _side_dict(found.after)}


def _side_dict(side: Side) -> dict[str, Any]:
    proposals = {
        item.proposal.id: {"completions": item.completions, "acceptable": item.acceptable} for item in side.proposals
    }
    return {**side.settled.settlement.to_dict(), "proposals": proposals}

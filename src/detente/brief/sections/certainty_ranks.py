"""How sure: on which rank each party has a package, and which weights speak for all accepting it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from detente.brief.blocks import Cell, Column, Row, Table
from detente.brief.percent import percent
from detente.brief.sections.material import Material, listed
from detente.brief.sections.selections import SOLUTIONS
from detente.engines.settlement.large_settlement import LargeSolution
from detente.engines.settlement.result import Solution
from detente.study.acceptability import PackageShares
from detente.study.case_study import CaseStudy

PACKAGES_SHOWN = 6
WEIGHED = 2
"""Most packages of which the weights are told that speak for them."""


def rank_table(found: CaseStudy) -> Table | None:
    """The packages that solutions select: how often all accept them, and on which rank each party has them."""
    shown = _shown(found)
    if not shown:
        return None
    settled, answer = found.settled, found.acceptability.answer
    parties = settled.problem.bargainers
    rows = tuple(
        Row(
            name,
            (
                percent(package.accepted.share),
                percent(package.efficient.share) if package.efficient is not None else "not counted",
                *(_rank(package.ranks[party]) for party in parties),
            ),
        )
        for name, package in shown
    )
    return Table(
        id="certainty-ranks",
        caption="Packages that solutions select, over all admitted judgements",
        columns=(
            Column("All accept it", "number"),
            Column("Efficient", "number"),
            *(Column(f"Rank for {settled.party_name(party)}", "number") for party in parties),
        ),
        rows=rows,
        corner="Package",
        notes=(
            "Shares of draws. Efficient: no possible package is better for one and worse for none. Rank: of the"
            f" {len(answer.packages):,} packages compared, which solutions select or which complete a proposal, 1 being"
            " the party's best; the median over the draws, and below it where nine of ten draws lie.",
        ),
        basis="computed",
        narrow="stack",
    )


def accepting_weights(material: Material, found: CaseStudy) -> Table | None:
    """For each party its mean weights over the draws in which all accept a package, beside those over all draws."""
    settled, answer = found.settled, found.acceptability.answer
    first = [(name, item) for name, item in _shown(found) if not name[-1].isdigit() or name.endswith(", 1")]
    shown = [(name, item) for name, item in first if 0 < item.accepted.share < 1][:WEIGHED]
    rows: list[Row] = []
    for party in settled.problem.bargainers:
        every = answer.weights.get(party)
        if every is None or not any(every):
            continue
        group = [Row("all draws", _cells(every), group=material.name(party))]
        for name, item in shown:
            weights = item.accepting[party]
            if weights is not None:
                group.append(Row(f"all accept: {name}", _cells(weights)))
        rows += group if len(group) > 1 else []
    if not rows:
        return None
    return Table(
        id="certainty-weights",
        caption="Which weights speak for a package: mean shares of the issues in the draws in which all accept it",
        columns=tuple(Column(issue.short, "number") for issue in material.case.issues),
        rows=tuple(rows),
        corner="Draws",
        notes=("Where a share differs from that over all draws, acceptance leans on the weight being so.",),
        basis="computed",
        narrow="scroll",
    )


def _cells(weights: Sequence[float]) -> tuple[str, ...]:
    return tuple(percent(share) for share in weights)


def _shown(found: CaseStudy) -> list[tuple[str, PackageShares]]:
    """The packages that solutions select, with their solutions' names; what all accept most often comes first."""
    named: dict[int, list[str]] = {}
    for name, item in found.settled.settlement.solutions.items():
        selected = item.solution if isinstance(item, LargeSolution) else item
        for code in selected.packages if isinstance(selected, Solution) else ():
            named.setdefault(code, []).append(SOLUTIONS.get(name, name))
    counted = [item for item in found.acceptability.answer.packages if item.package in named]
    told = sorted(counted, key=lambda item: (-item.accepted.share, item.package))
    words = [listed(named[item.package]) for item in told]
    times = {name: itertools.count(1) for name in words}
    numbered = [f"{name}, {next(times[name])}" if words.count(name) > 1 else name for name in words]
    return list(zip(numbered, told, strict=True))[:PACKAGES_SHOWN]


def _rank(shares: tuple[float, ...]) -> Cell:
    """The median rank, and the ranks between which nine of ten draws lie."""
    up_to = list(itertools.accumulate(shares))
    low, middle, high = (
        next((r for r, s in enumerate(up_to, 1) if s >= at - 1e-9), len(shares)) for at in (0.05, 0.5, 0.95)
    )
    return Cell(f"{middle:,}", (f"{low:,}–{high:,}",) if low < high else ())

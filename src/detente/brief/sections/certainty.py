"""How sure: in which share of all admitted judgements the conclusions hold, and what they hang on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.brief.blocks import Block, Cell, Column, Figure, Paragraph, Row, Section, Table
from detente.brief.charts import Blocked, Swing, tornado, who_blocks
from detente.brief.percent import percent
from detente.brief.prose import Number, Prose
from detente.brief.sections.certainty_ranks import accepting_weights, rank_table
from detente.brief.sections.drafts import title
from detente.brief.sections.material import Material, counted, listed
from detente.case.model.proposal import Proposal
from detente.study.acceptability import ProposalShares, Share
from detente.study.case_study import CaseStudy
from detente.study.flips import Flip, FlipPoints
from detente.study.sobol import Index, Indices

JUDGEMENTS_SHOWN = 8
FLIPS_SHOWN = 3


def certainty(material: Material) -> Section | None:
    """The section on how sure, or nothing where no judgement is more than a point."""
    found = material.study
    if found is None:
        return None
    blocks: list[Block] = [Paragraph(certainty_sentence(material, found), lead=True)]
    if found.acceptability.answer.proposals:
        blocks += [_bars(material, found), _proposals(material, found)]
    explained = _explained(material, found)
    if explained is not None:
        blocks.append(explained)
    blocks += [block for block in (rank_table(found), accepting_weights(material, found)) if block is not None]
    return Section("certainty", "How sure is this?", tuple(blocks))


def certainty_sentence(material: Material, found: CaseStudy) -> str:
    """The share of draws in which the zone is open, whose yes is missing otherwise, and what matters most."""
    draws = f"{found.acceptability.draws:,} draws of all judgements that the case admits"
    zone = found.acceptability.answer.zone
    if zone is None:
        return f"{draws[0].upper()}{draws[1:]}: the case is too large to say in how many of them the zone is open."
    text = f"Over {draws}, the zone of possible agreement is open in {percent(zone.open.share)}."
    if zone.undecided is not None and zone.undecided.share:
        text += f" In {percent(zone.undecided.share)} it is not decided: the packages are too many to look at each."
    missing = _missing(material, zone.alone)
    if missing:
        text += f" Where it is closed, the yes of one more party would open it: {missing}."
    indices = found.sensitivity.answer.conclusions.get("zone")
    if indices is not None and indices.indices:
        name, index = indices.largest(1)[0]
        text += (
            f" One judgement matters most: {_judgement(material, name)}, which has a part in {percent(_part(index))} of"
            " the variation."
        )
    return text


def _part(index: Index) -> float:
    return min(max(index.total, 0.0), 1.0)


def _missing(material: Material, shares: Mapping[str, Share]) -> str:
    """Whose yes alone is missing, in which share of all draws."""
    order = [(name, share.share) for name, share in shares.items() if share.share]
    return listed([f"{material.name(name)} in {percent(share)}" for name, share in order])


def _named(material: Material, name: str) -> str:
    proposal: Proposal = next(item for item in material.case.proposals if item.id == name)
    return title(proposal, material.language)


def _bars(material: Material, found: CaseStudy) -> Figure:
    study = found.acceptability
    rows: list[Blocked] = []
    for item in study.answer.proposals:
        name = _named(material, item.proposal)
        rows.append(Blocked(name, "all accept a completion", round(item.some.share * study.draws)))
        rows += [
            Blocked(name, f"the yes of {material.name(party)} alone is missing", round(share.share * study.draws))
            for party, share in item.alone.items()
            if share.share
        ]
    data = Table(
        id="certainty-data",
        caption="Draws, by proposal and what becomes of it",
        columns=(Column("What"), Column("Draws", "number"), Column("Share", "number")),
        rows=tuple(
            Row(row.party, (row.ground, Number(row.count, digits=0), percent(row.count / study.draws))) for row in rows
        ),
        corner="Proposal",
        basis="computed",
    )
    return Figure(
        id="certainty-figure",
        finding=_finding(material, study.answer.proposals),
        chart=who_blocks(rows, study.draws),
        alt="A bar for each proposal: the share of draws in which all accept a completion, and whose yes is missing.",
        data=data,
        notes=(
            f"{study.draws:,} draws, seed {study.seed}; every judgement over its whole range, each party's by"
            " themselves. A share of draws is no probability of what will happen. In one draw each of two parties may"
            " refuse what the others accept: it then counts for both.",
        ),
        basis="computed",
    )


def _finding(material: Material, proposals: tuple[ProposalShares, ...]) -> str:
    said = [f"{_named(material, item.proposal)} in {percent(item.some.share)}" for item in proposals]
    return f"Acceptable to all, once completed: {listed(said)} of the admitted judgements."


def _proposals(material: Material, found: CaseStudy) -> Table:
    shown = found.acceptability.answer.proposals
    rows = tuple(
        Row(
            _named(material, item.proposal),
            (
                Cell(percent(item.some.share), tuple(_beside(item))),
                percent(item.every.share),
                _missing(material, item.alone) or "nobody's alone",
                _largest(material, found, item.proposal),
                "not said" if found.skipped else _turns(material, found.flips.get(item.proposal)),
            ),
        )
        for item in shown
    )
    ways = [f"{_named(material, item.proposal)} in {counted(item.completions, 'way')}" for item in shown]
    notes = [f"Can be completed: {listed(ways)}."]
    if found.skipped:
        notes.append(f"Where one judgement turns it is not said: {found.skipped}.")
    notes += [f"{caveat[0].upper()}{caveat[1:]}." for caveat in found.acceptability.answer.caveats]
    return Table(
        id="certainty-table",
        caption="Each proposal over all admitted judgements",
        columns=(
            Column("All accept a completion"),
            Column("All accept every one"),
            Column("Else one yes is missing"),
            Column("Hangs most on"),
            Column("Turns at", under="all else as shown"),
        ),
        rows=rows,
        corner="Proposal",
        notes=tuple(notes),
        basis="computed",
    )


def _beside(item: ProposalShares) -> Iterator[str]:
    if item.some.error:
        yield f"± {percent(item.some.error)}"
    if item.undecided is not None and item.undecided.share:
        yield f"not decided in {percent(item.undecided.share)}"


def _largest(material: Material, found: CaseStudy, proposal: str) -> str:
    indices = found.sensitivity.answer.conclusions.get(f"proposal {proposal}")
    if indices is None or indices.reason or not indices.names:
        return "nothing: it is the same in every draw"
    return _judgement(material, indices.largest(1)[0][0])


def _judgement(material: Material, name: str) -> str:
    party, _, what = name.partition(": ")
    return f"{what} ({material.name(party)})"


def _turns(material: Material, flips: FlipPoints | None) -> Cell | str:
    if flips is None or not flips.decisive:
        return "at no single judgement"
    told: list[Prose] = [_turn(material, flip) for flip in flips.decisive[:FLIPS_SHOWN]]
    more = len(flips.decisive) - len(told)
    if more:
        told.append(f"and at {counted(more, 'further judgement')}")
    return Cell(told[0], tuple(told[1:]))


def _turn(material: Material, flip: Flip) -> str:
    at = flip.nearest
    where = "" if at is None else f" at {float(at):.3g} (shown {float(flip.shown):.3g})"
    return f"{flip.what} ({material.name(flip.party)}){where}"


def _explained(material: Material, found: CaseStudy) -> Figure | None:
    """The judgements that decide whether the zone is open, and where in its range each alone turns it."""
    indices: Indices | None = found.sensitivity.answer.conclusions.get("zone")
    if indices is None or indices.reason:
        return None
    flips = {f"{flip.party}: {flip.what}": flip for flip in found.flips[""].flips} if "" in found.flips else {}
    shown = [(name, index) for name, index in indices.largest(JUDGEMENTS_SHOWN) if index.total > 2 * index.total_error]
    if not shown:
        return None
    alone = [_judgement(material, name) for name, _ in shown if name in flips and flips[name].decisive]
    first, index = shown[0]
    return Figure(
        id="certainty-tornado",
        finding=(
            f"Whether the zone is open hangs most on {_judgement(material, first)}: it has a part in"
            f" {percent(_part(index))} of the variation."
            + (f" Alone, the others as shown, {listed(alone, 'or')} can turn it." if alone else "")
        ),
        chart=tornado([_swing(material, name, index, flips.get(name)) for name, index in shown]),
        alt=(
            "A bar for each judgement: how much of the variation it explains by itself and with others; beside it the"
            " judgement's range, and the part of it where the zone is open."
        ),
        data=Table(
            id="certainty-tornado-data",
            caption="Which judgements decide whether the zone is open",
            columns=(
                Column("By itself", "number"),
                Column("In all", "number"),
                Column("Error of that", "number"),
                Column("Shown", "number"),
                Column("Turns at"),
            ),
            rows=tuple(_swing_row(material, name, index, flips.get(name)) for name, index in shown),
            corner="Judgement",
            basis="computed",
        ),
        notes=(
            "Bars: the share of the variation that each judgement explains, darker by itself, lighter together with"
            f" others, so that they may add up to more than {percent(1)}"
            f" (Sobol indices; {indices.evaluations:,} evaluations). Tracks: the range that the case admits, the shown"
            " number as a line, the part where the zone is open, all other judgements as shown, as a dark bar; a"
            " diamond where it turns.",
        ),
        basis="computed",
    )


def _swing(material: Material, name: str, index: Index, flip: Flip | None) -> Swing:
    words, total = _judgement(material, name), _part(index)
    if flip is None:
        return Swing(words, index.first, total)
    holds = tuple((float(start), float(stop)) for start, stop in flip.holds)
    return Swing(words, index.first, total, float(flip.low), float(flip.shown), float(flip.high), holds)


def _swing_row(material: Material, name: str, index: Index, flip: Flip | None) -> Row:
    at = listed([f"{float(turn):.3g}" for turn in flip.flips]) if flip is not None else ""
    judged = Number(float(flip.shown), low=float(flip.low), high=float(flip.high)) if flip is not None else "an order"
    return Row(
        _judgement(material, name),
        (
            percent(min(max(index.first, 0.0), 1.0)),
            percent(_part(index)),
            f"± {percent(index.total_error)}",
            judged,
            at or "nowhere alone",
        ),
    )

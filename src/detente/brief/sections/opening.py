"""What would open the zone where it is empty, and what would close it where it is open."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.brief.blocks import Block, Column, Figure, Paragraph, Row, Section, Table
from detente.brief.charts import Shortfall, what_opens
from detente.brief.prose import Number, Prose, in_print
from detente.brief.sections.large_numbers import in_size
from detente.brief.sections.material import Material, common_note, counted, listed, split_issues
from detente.brief.sections.selections import selections
from detente.brief.sections.stances import numbers_counted
from detente.engines.settlement.concessions import Concessions, Opening
from detente.engines.settlement.large_settlement import Unsaid
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.result import NoSettlement
from detente.engines.settlement.searching import CertifiedConcessions
from detente.engines.settlement.spread import margin_range
from detente.engines.settlement.zone import needed
from detente.study.flips import Flip, FlipPoints

OPENINGS_SHOWN = 5
TURNS_SHOWN = 12


def opening(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> Section:
    """The section on what would open, or close, the zone."""
    shut = settled.settlement.zone.empty
    if shut:
        blocks = _openings(material, settled)
    elif isinstance(settled, CaseSettlement):
        blocks = _doubts(material, settled)
    else:
        blocks = [Paragraph(_doubts_of_solutions(material, settled), lead=True)]
    flips = material.flips
    if flips is not None and flips.flips:
        blocks += _turns(material, flips)
    return Section("opening", f"What would {'open a' if shut else 'close the'} zone?", tuple(blocks))


def opening_sentence(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> str:
    """The smallest concessions in one sentence, with the package that they reach."""
    found = settled.settlement.concessions
    if isinstance(found, Unsaid):
        return f"What would open a zone is not said: {found.reason}."
    if isinstance(found, NoSettlement):
        return f"No concession by a party opens a zone: {found.reason}."
    if not found.openings:
        return "No concession is needed: the zone is open."
    first = found.openings[0]
    words = settled.in_words(first.package)
    package = "; ".join(f"{words[issue.id]} ({issue.short})" for issue in material.case.issues)
    others = found.n_packages - 1
    count = f"{'' if found.complete else 'at least '}{in_size(others)} other package{'' if others == 1 else 's'}"
    sure = "" if found.proved else " That nothing less would do is not proved."
    return (
        f"The smallest concession that opens a zone: {_conceded(material, settled, first)}."
        f" It reaches this package{f', and {count} by as little' if others else ''}: {package}.{sure}"
    )


def _conceded(material: Material, settled: CaseSettlement | LargeCaseSettlement, item: Opening) -> str:
    """Who would concede what to reach a package."""
    values = dict(zip(settled.problem.parties, settled.evaluate(item.package).values, strict=True))
    parts: list[str] = []
    for concession in item.concessions:
        name = material.name(concession.party)
        if concession.shortfall > 0:
            value = values[concession.party]
            short = counted_points(float(concession.shortfall))
            parts.append(
                f"{short} less than the walk-away ({name}:"
                f" {_short(value)} instead of {_short(value + concession.shortfall)})"
            )
        for block in concession.breached:
            what = "a red line lifted" if block.kind == "red-line" else "an offer without its condition"
            parts.append(f"{what} ({name}: {block.id.replace('-', ' ')})")
    return listed(parts) or "nobody concedes anything"


def _short(points: float | Fraction) -> str:
    return in_print(points, 1).removesuffix(".0")


def counted_points(points: float) -> str:
    """Points in print: "1 point", "5.8 points"."""
    shown = _short(points)
    return f"{shown} point{'' if shown == '1' else 's'}"


def _openings(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> list[Block]:
    found = settled.settlement.concessions
    blocks: list[Block] = [Paragraph(opening_sentence(material, settled), lead=True)]
    if isinstance(found, Concessions | CertifiedConcessions) and found.openings:
        blocks += [_figure(material, settled, found.openings[0]), _table(material, settled, found)]
    return blocks


def _figure(material: Material, settled: CaseSettlement | LargeCaseSettlement, first: Opening) -> Figure:
    """Values and walk-aways at the package nearest to agreement, with how far the judgements move each value."""
    found = settled.evaluate(first.package)
    floors = settled.settlement.disagreement
    spreads = settled.spreads([first.package])[0].values
    asked = [settled.problem.parties.index(name) for name in found.asked]
    rows = [
        Shortfall(material.name(settled.problem.parties[p]), float(found.values[p]), float(floors[p])) for p in asked
    ]
    data = Table(
        id="what-opens-data",
        caption="Values and walk-aways at the package nearest to agreement",
        columns=(Column("Value", "number"), Column("Walk-away", "number")),
        rows=tuple(
            Row(
                row.party,
                (Number(row.value, low=spreads[p][0], high=spreads[p][1], digits=1), Number(row.walk_away, digits=1)),
            )
            for row, p in zip(rows, asked, strict=True)
        ),
        corner="Party",
    )
    return Figure(
        id="what-opens",
        finding=nearest_finding(rows),
        chart=what_opens(rows),
        alt="For each party a dot at the value of the package nearest to agreement and a line at its walk-away.",
        data=data,
        notes=("Each party on its own scale, at the shown judgements: distances of two parties do not compare.",),
        basis="computed",
    )


def nearest_finding(rows: Sequence[Shortfall]) -> str:
    """How far the package nearest to agreement stays below walk-aways."""
    below = [row for row in rows if row.value < row.walk_away]
    short = listed([f"{row.party} by {counted_points(row.walk_away - row.value)}" for row in below])
    if not below:
        return "The package nearest to agreement reaches every walk-away: red lines or offers stand in its way."
    return f"The package nearest to agreement stays below {len(below)} of {counted(len(rows), 'walk-away')}: {short}."


def _table(
    material: Material, settled: CaseSettlement | LargeCaseSettlement, found: Concessions | CertifiedConcessions
) -> Table:
    shown = [(settled.in_words(item.package), item) for item in found.openings[:OPENINGS_SHOWN]]
    differing, common = split_issues(material, [words for words, _ in shown])
    rows = tuple(
        Row(str(place), (*(words[issue.id] for issue in differing), _conceded(material, settled, item)))
        for place, (words, item) in enumerate(shown, 1)
    )
    more = found.n_packages - len(shown)
    return Table(
        id="openings",
        caption="Packages that the smallest concessions reach",
        columns=(*(Column(issue.short) for issue in differing), Column("What is conceded")),
        rows=rows,
        corner="Package",
        notes=(
            *common_note(common),
            "Smallest: fewest red lines and offers breached, then fewest parties below their walk-away, then the"
            " smallest sum of shortfalls, each as a share of its party's range over all possible packages. The last"
            " step compares the parties' ranges.",
            *((f"{in_size(more)} more package{'' if more == 1 else 's'} as near, not shown.",) if more > 0 else ()),
        ),
        basis="computed",
    )


def _doubts(material: Material, settled: CaseSettlement) -> list[Block]:
    codes = settled.settlement.zone.acceptable[:2000]
    spreads = settled.spreads(codes.tolist())
    rows: list[Row] = []
    doubtful: list[str] = []
    for party in settled.problem.asked:
        name = settled.problem.parties[party]
        verdicts = [dict(spread.verdicts)[name] for spread in spreads if name in dict(spread.verdicts)]
        always, depends = verdicts.count("always"), verdicts.count("depends")
        if depends:
            doubtful.append(material.name(name))
        cells: tuple[Prose | Number, ...] = (
            Number(always, digits=0),
            Number(depends, digits=0),
            *_margins(settled, party),
        )
        rows.append(Row(material.name(name), cells))
    table = Table(
        id="doubts",
        caption="How firmly each party accepts the packages of the zone",
        columns=(
            Column("Accepts whatever the judgements", "number"),
            Column("Accepts under some only", "number"),
            Column("Points above its walk-away, as shown", "number"),
            Column("In the worst case admitted", "number"),
        ),
        rows=tuple(rows),
        corner="Party",
        notes=(
            "From the package of the zone that the party likes least to the one that it likes most, on its own scale."
            " Worst case: all its judgements at once at the ends that are worst for that package; below 0 it would"
            " walk away.",
        ),
        basis="computed",
    )
    return [Paragraph(_doubt_sentence(material, [spread.verdict for spread in spreads], doubtful), lead=True), table]


def _doubts_of_solutions(material: Material, settled: LargeCaseSettlement) -> str:
    """Who would refuse, under other admitted judgements, what the solutions select."""
    chosen = dict.fromkeys(item.packages[0] for item in selections(settled).values())
    rest = "Which single judgement would close the zone is not worked out for a case of this size."
    if not chosen:
        return rest
    doubtful: set[str] = set()
    doubted = 0
    for spread in settled.spreads(list(chosen)):
        unsure = [party for party, verdict in spread.verdicts if verdict != "always"]
        doubted += bool(unsure)
        doubtful.update(unsure)
    if not any(numbers_counted(material.case)[1:]):
        return f"All judgements are fixed numbers, so how far this depends on them is not shown. {rest}"
    if not doubted:
        return (
            f"What the solutions select stays acceptable to all, whatever numbers within the ranges are right. {rest}"
        )
    return (
        f"Of {len(chosen)} packages that the solutions select, {doubted} would be refused under some admitted"
        f" judgements. In doubt: {material.named([p for p in settled.problem.parties if p in doubtful])}. {rest}"
    )


def _margins(settled: CaseSettlement, party: int) -> tuple[str, str]:
    """How far the packages of the zone clear a party's walk-away: as shown, and at worst."""
    found = settled.settlement
    codes = found.zone.acceptable
    where = needed(found.packages, codes, party)
    codes = codes if where is None else codes[where]
    if not len(codes):
        return "not asked", "not asked"
    shown = found.floats(codes)[:, party] - float(found.disagreement[party])
    worst = margin_range(settled.ranges[party], found.packages.decode(codes))[0]
    return _from_to(float(shown.min()), float(shown.max())), _from_to(float(worst.min()), float(worst.max()))


def _from_to(low: float, high: float) -> str:
    ends = list(dict.fromkeys(in_print(end, 0) for end in (low, high)))
    return " to ".join(ends)


def _doubt_sentence(material: Material, verdicts: list[str], doubtful: list[str]) -> str:
    if not any(numbers_counted(material.case)[1:]):
        return "All judgements are fixed numbers, so how far the zone depends on them is not shown."
    if not doubtful:
        return "Every package of the zone stays acceptable to all, whatever numbers within the ranges are right."
    doubted = sum(verdict != "always" for verdict in verdicts)
    return (
        f"{doubted:,} of {counted(len(verdicts), 'package')} of the zone would be refused under some admitted"
        f" judgements. In doubt: {', '.join(doubtful)}."
    )


def _turns(material: Material, found: FlipPoints) -> list[Block]:
    decisive = found.decisive
    effect = "close the zone" if found.holds else "open a zone"
    ranges = counted(len(found.flips), "range")
    if decisive:
        alone = f"Moved alone inside its range, {len(decisive)} of {ranges} would {effect}"
    else:
        alone = f"Moved alone, none of {ranges} would {effect}"
    moving = sorted(
        (flip for flip in found.flips if flip.decisive or {flip.at_low, flip.at_high} != {found.accepted}),
        key=lambda flip: (not flip.decisive, min(flip.at_low, flip.at_high), -max(flip.at_low, flip.at_high)),
    )
    if not moving:
        return [Paragraph(f"{alone}; none changes the number of packages that all accept.")]
    parties = [party.id for party in material.case.parties]
    shown = sorted(moving[:TURNS_SHOWN], key=lambda flip: parties.index(flip.party))
    rows = [_turn_row(material, flip, holds=found.holds) for flip in shown]
    still = len(found.flips) - len(moving)
    notes = ["All other judgements stay at their shown points. Several moved at once can do more than each alone."]
    if len(moving) > len(rows):
        notes.append(f"{counted(len(moving) - len(rows), 'more judgement')} with a smaller effect not shown.")
    if still:
        notes.append(f"{counted(still, 'other range')}, moved alone, would change nothing here.")
    table = Table(
        id="turns",
        caption="What one judgement, moved alone inside its range, does to the zone",
        columns=(
            Column("Judgement"),
            Column("Shown", "number"),
            Column("Packages all accept at its low end", "number"),
            Column("… at its high end", "number"),
            Column(f"Would {effect}"),
        ),
        rows=tuple(rows),
        corner="Party",
        notes=tuple(notes),
        basis="computed",
    )
    return [Paragraph(f"{alone}."), table]


def _turn_row(material: Material, flip: Flip, *, holds: bool) -> Row:
    return Row(
        material.name(flip.party),
        (
            flip.what,
            _judged(flip),
            Number(flip.at_low, digits=0),
            Number(flip.at_high, digits=0),
            _where(flip, holds=holds) or "no",
        ),
    )


def _judged(flip: Flip) -> Number:
    return Number(float(flip.shown), low=float(flip.low), high=float(flip.high), basis="judgement")


def _where(flip: Flip, *, holds: bool) -> str:
    """From where on the judgement turns the zone: beyond what is just accepted, or from it on."""
    below, above = flip.around
    sides = [("below", "at most", below), ("above", "at least", above)]
    return " or ".join(f"{side if holds else at} {_near(end)}" for side, at, end in sides if end is not None)


def _near(end: Fraction) -> str:
    """A turning point in print: as it is where it is short, else about that."""
    return _short(end) if end * 10 == int(end * 10) else f"about {_short(end)}"


def turn_condition(material: Material, flip: Flip, *, holds: bool) -> str:
    """What must hold of one judgement so that the zone stays as it is."""
    below, above = flip.around
    sides = [("at least", "above", below), ("at most", "below", above)]
    stays = " and ".join(f"{at if holds else side} {_near(end)}" for at, side, end in sides if end is not None)
    shown = _judged(flip)
    return f"{flip.what} ({material.name(flip.party)}): {stays} (shown {shown.point}, admitted {shown.spread})"

"""What a promise would be worth: whether an attack pays, how reliable guarantors must be, what would be kept."""

from __future__ import annotations

from detente.brief.blocks import Block, Cell, Column, Figure, Note, Paragraph, Row, Section, Table
from detente.brief.charts import CurvePoint, deterrence_curve
from detente.brief.percent import percent, percents
from detente.brief.prose import Number
from detente.brief.sections.bargaining import range_alone, ranges, shifts, terms
from detente.brief.sections.caveats import granted
from detente.brief.sections.material import Material
from detente.brief.sections.naming import party_in_sentence
from detente.case.model.contest import Guarantor
from detente.case.model.judgement import Judgement
from detente.engines.commitments.deterrence import CriticalReliabilities, DeterrenceCurve, UncertainDeterrence
from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.engines.commitments.deterrence.threshold import ANYWAY, FROM_HERE, NEVER, CriticalReliability
from detente.engines.commitments.of_case import ContestAnswer, NotAsked

VERDICTS = {
    "deterred": "under every judgement that the case admits",
    "not deterred": "under none of the judgements that the case admits",
    "depends": "under some of the judgements that the case admits, and not under others",
}


def contests(material: Material) -> Section | None:
    """The section on deterrence and bargaining, or nothing where the case has no contest."""
    found = material.commitments
    blocks: list[Block] = []
    for item in found.contests if found else ():
        blocks += _contest(material, item)
    missing = [material.uncommitted] if material.uncommitted else []
    missing += [item.reason for item in found.unanswered] if found else []
    if missing:
        told = tuple(Paragraph(f"{why[:1].upper()}{why[1:]}.") for why in missing)
        blocks.append(Note("missing", "What could not be computed", told))
    if not blocks:
        return None
    return Section("worth", "What would the guarantees be worth?", tuple(blocks))


def contest_sentence(material: Material, item: ContestAnswer) -> str:
    """Whether an attack pays, with the contest's title where there are several."""
    several = material.commitments is not None and len(material.commitments.contests) > 1
    verdict = _verdict(material, item)
    title = _title(material, item)
    return f"{title[:1].upper()}{title[1:]}: {verdict[:1].lower()}{verdict[1:]}" if several else verdict


def _title(material: Material, item: ContestAnswer) -> str:
    title = item.contest.title
    return title.in_language(material.language) if title else item.contest.id


def _verdict(material: Material, item: ContestAnswer) -> str:
    """Whether an attack pays, at the shown judgements and over all of them."""
    challenger = party_in_sentence(material.name(item.contest.challenger))
    shown = "would not pay" if item.result.deterred else "would pay"
    return (
        f"At the judgements shown an attack {shown} for {challenger}; it is deterred {VERDICTS[item.spread.verdict]}."
    )


def worth_condition(item: ContestAnswer) -> str:
    """The reliability on which the verdict at the judgements shown turns; nothing where none does."""
    if not isinstance(item.critical, CriticalReliabilities) or isinstance(item.critical.common, NoAnswer):
        return ""
    if not 0 < item.critical.common <= 1:
        return ""
    stated = [joiner.reliability for joiner in item.problem.guarantors]
    shown = percents(min(stated), max(stated))
    side = "at least" if item.result.deterred else "below"
    return f"reliability that all guarantors share: {side} about {percent(item.critical.common)} (shown {shown})"


def _contest(material: Material, item: ContestAnswer) -> list[Block]:
    contest = item.contest
    title = _title(material, item)
    by = f" Whose judgements: {contest.by}." if contest.by else ""
    why = contest.note.in_language(material.language) if contest.note else "No report gives any of these numbers"
    blocks: list[Block] = [
        Paragraph(f"{title}. {_verdict(material, item)}", lead=True),
        Note("judgement", f"{title}: judgements, not measurements", (Paragraph(f"{why}.{by}"),)),
    ]
    if contest.guarantors:
        blocks.append(_guarantors(material, item))
    else:
        blocks.append(Paragraph(_strengths(material, item)))
    blocks += [block for block in (range_alone(material, item),) if block]
    if not isinstance(item.uncertain, NotAsked):
        blocks.append(_uncertain(item.uncertain))
    if isinstance(item.curve, DeterrenceCurve):
        blocks.append(_curve(material, item, item.curve))
    blocks += [block for block in (ranges(material, item), shifts(material, item), terms(material, item)) if block]
    blocks.append(
        Note("method", f"{title}: what the numbers take for granted", (Paragraph(granted(item.result.caveats)),))
    )
    return blocks


def _uncertain(found: UncertainDeterrence) -> Paragraph:
    low, high = found.interval
    chance = (
        f"{percent(found.probability_deterred)} (drawn at random; 95\u00a0% interval of the draws:"
        f" {percents(low, high)})"
        if found.probability_deterred
        else f"at most {percent(high)} (none of the draws deters)"
    )
    text = f"Over everything that the priors admit, the reliabilities deter with a chance of {chance}."
    records = tuple(prior.provenance for prior in found.priors)
    others = granted(one for one in found.caveats if not one.startswith(records))
    counted = "; ".join(dict.fromkeys(f"{one.provenance}, counted where {one.conditional_on}" for one in found.priors))
    return Paragraph(f"{text} The priors rest on a record that is no chance of joining by itself: {counted}. {others}")


def _number(judgement: Judgement | None, default: float) -> Number:
    if judgement is None:
        return Number(default, digits=2)
    return Number(float(judgement.point), float(judgement.low), float(judgement.high), digits=2, basis="judgement")


def _guarantors(material: Material, item: ContestAnswer) -> Table:
    contest = item.contest
    needed = _needed(item)
    strengths = {joiner.name: joiner.strength for joiner in item.problem.guarantors}
    rows = [
        Row(
            material.name(one.party),
            (
                Number(strengths[one.party], digits=1),
                _number(one.projection, 1),
                _reliability(item, one),
                _number(one.added_cost, 0),
                needed.get(one.party, "–"),
            ),
        )
        for one in contest.guarantors
    ]
    common = ""
    if isinstance(item.critical, CriticalReliabilities):
        common = (
            "No reliability that all share would deter."
            if isinstance(item.critical.common, NoAnswer)
            else f"If all guarantors were equally reliable, {percent(item.critical.common)} would be enough to deter."
        )
    apart = item.independent.nobody_joins
    nobody = f"Nobody joins with a chance of {percent(item.result.nobody_joins)}, each deciding by itself."
    if contest.correlation is not None:
        nobody = (
            f"Nobody joins with a chance of {percent(item.result.nobody_joins)}; {percent(apart)} if each decided by"
            " itself. Guarantors that look to one another stay away together."
        )
    strength = _strengths(material, item)
    return Table(
        id=f"guarantors-{contest.id}",
        caption="Who might join, and how sure each would have to be",
        columns=(
            Column("Strength", "number"),
            Column("Share that arrives", "number", basis="judgement"),
            Column("Reliability", "number", basis="judgement"),
            Column("Cost to the other side", "number", basis="judgement"),
            Column("Reliability that deters", "number", basis="computed", under="the others as shown"),
        ),
        rows=tuple(rows),
        corner="Guarantor",
        notes=tuple(text for text in (strength, nobody, common) if text),
    )


def _strengths(material: Material, item: ContestAnswer) -> str:
    """What the two sides bring, and who says so."""
    contest = item.contest
    sides = ", ".join(
        f"{material.name(party)} {float(contest.strengths[party].point):g}"
        for party in (contest.challenger, contest.protege)
    )
    sources = sorted({one.by for one in contest.strengths.values() if one.by})
    return f"Strength: {sides} ({'; '.join(sources)})." if sources else f"Strength: {sides}."


def _reliability(item: ContestAnswer, one: Guarantor) -> Number | Cell:
    if one.reliability is not None:
        return _number(one.reliability, 0)
    stated = next(joiner.reliability for joiner in item.problem.guarantors if joiner.name == one.party)
    if one.prior is None:
        return Number(stated, digits=2)
    return Cell(Number(stated, digits=2), (f"{one.prior.provenance}; counted where {one.prior.conditional_on}",))


def _needed(item: ContestAnswer) -> dict[str, str]:
    if not isinstance(item.critical, CriticalReliabilities):
        return {}
    return {one.guarantor: _needed_of(one) for one in item.critical.guarantors}


def _needed_of(one: CriticalReliability) -> str:
    """The least reliability that deters; in words where every one does, or none up to 1."""
    if one.case == FROM_HERE and not isinstance(one.critical, NoAnswer):
        return f"{one.critical:.2f}"
    return {ANYWAY: "any is enough", NEVER: "none is enough"}.get(one.case, one.case)


def _curve(material: Material, item: ContestAnswer, curve: DeterrenceCurve) -> Figure:
    contest = item.contest
    points = [CurvePoint(p.reliability, p.expected_utility, p.low, p.high) for p in curve.points]
    stated = sorted({joiner.reliability for joiner in item.problem.guarantors})
    low, high = curve.status_quo
    every = max(1, (len(points) - 1) // 10)
    data = Table(
        id=f"curve-data-{contest.id}",
        caption="Worth of an attack at a reliability that all guarantors share",
        columns=(Column("Worth", "number"), Column("Over the judgements")),
        rows=tuple(
            Row(f"{p.reliability:.2f}", (Number(p.expected_utility, p.low, p.high, digits=2), p.over_the_ranges))
            for p in curve.points[::every]
        ),
        corner="Reliability",
        basis="computed",
    )
    notes = (
        "The band holds every judgement that the case admits but the reliabilities, which run across; the dashed"
        " line is what not attacking is worth. Circles: reliabilities that the case gives its guarantors.",
        f"With all guarantors sure to join, an attack is deterred {VERDICTS[curve.points[-1].over_the_ranges]}.",
        granted(curve.caveats),
    )
    return Figure(
        id=f"curve-{contest.id}",
        finding=_curve_finding(material, item),
        chart=deterrence_curve(points, status_quo=(item.problem.status_quo, low, high), stated=stated),
        alt="A falling line with a band: what an attack is worth, against how sure the guarantors are to join.",
        data=data,
        notes=notes,
        basis="computed",
    )


def _curve_finding(material: Material, item: ContestAnswer) -> str:
    """From which shared reliability on an attack stops paying, at the judgements shown."""
    challenger = party_in_sentence(material.name(item.contest.challenger))
    common = item.critical.common if isinstance(item.critical, CriticalReliabilities) else None
    if not isinstance(common, float):
        return f"At the judgements shown, an attack pays for {challenger} whatever reliability all guarantors share."
    if common <= 0:
        return f"At the judgements shown, an attack does not pay for {challenger} even if no guarantor joins."
    from_there = f"once every guarantor is {percent(common)} sure to join"
    return f"At the judgements shown, an attack stops paying for {challenger} {from_there}."

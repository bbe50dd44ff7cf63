"""What a promise would be worth: whether an attack pays, how reliable guarantors must be, what would be kept."""

from __future__ import annotations

from detente.brief.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Note,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
)
from detente.brief.charts import CurvePoint, ShareRange, bargaining_ranges, deterrence_curve
from detente.brief.sections.material import Material, counted
from detente.case.model.contest import Guarantor
from detente.case.model.judgement import Judgement
from detente.engines.commitments.bargaining.commitment_problem import NoProblem
from detente.engines.commitments.bargaining.guarantee_term import War
from detente.engines.commitments.bargaining.third_party_guarantee import GuaranteeNeeded, NoReliability
from detente.engines.commitments.deterrence import CriticalReliabilities, DeterrenceCurve
from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.engines.commitments.of_case import ContestAnswer, NotAsked
from detente.engines.commitments.of_case.contests import ShiftAnswer

VERDICTS = {
    "deterred": "under every judgement that the case admits",
    "not deterred": "under none of the judgements that the case admits",
    "depends": "under some of the judgements that the case admits, and not under others",
}
OVER_THE_RANGES = {
    "always": "under every judgement that the case admits",
    "never": "under none of the judgements that the case admits",
    "under some": "under some of the judgements that the case admits",
}


def contests(material: Material) -> Section | None:
    """The section on deterrence and bargaining, or nothing where the case has no contest."""
    found = material.commitments
    if found is None or not found.contests:
        return None
    blocks: list[Block] = []
    for item in found.contests:
        blocks += _contest(material, item)
    return Section("worth", "What would the guarantees be worth?", tuple(blocks))


def contest_sentence(material: Material, item: ContestAnswer) -> str:
    """Whether an attack pays, at the shown judgements and over all of them."""
    challenger = material.name(item.contest.challenger)
    shown = "would not pay" if item.result.deterred else "would pay"
    return (
        f"At the judgements shown an attack {shown} for {challenger}; it is deterred {VERDICTS[item.spread.verdict]}."
    )


def _contest(material: Material, item: ContestAnswer) -> list[Block]:
    contest = item.contest
    title = contest.title.in_language(material.language) if contest.title else contest.id
    by = f" Whose judgements: {contest.by}." if contest.by else ""
    why = contest.note.in_language(material.language) if contest.note else "No report gives any of these numbers"
    blocks: list[Block] = [
        Paragraph(f"{title}. {contest_sentence(material, item)}", lead=True),
        Note("judgement", "Judgements, not measurements", (Paragraph(f"{why}.{by}"),)),
        _guarantors(material, item),
    ]
    if isinstance(item.curve, DeterrenceCurve):
        blocks.append(_curve(material, item, item.curve))
    blocks += [block for block in (_ranges(material, item), _shifts(material, item), _terms(material, item)) if block]
    caveats = dict.fromkeys((*item.result.caveats, *(() if isinstance(item.terms, NotAsked) else item.terms.caveats)))
    told = "; ".join(caveats)
    blocks.append(Note("method", "What this takes for granted", (Paragraph(f"{told[0].upper()}{told[1:]}."),)))
    return blocks


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
            else f"If all were equally reliable, {item.critical.common:.0%} would deter."
        )
    apart = item.independent.nobody_joins
    nobody = (
        f"Nobody joins with a chance of {item.result.nobody_joins:.0%}; {apart:.0%} if each decided by itself."
        " Guarantors that look to one another stay away together."
    )
    sides = ", ".join(
        f"{material.name(party)} {float(contest.strengths[party].point):g}"
        for party in (contest.challenger, contest.protege)
    )
    sources = sorted({one.by for one in contest.strengths.values() if one.by})
    strength = f"Strength: {sides} ({'; '.join(sources)})." if sources else f"Strength: {sides}."
    return Table(
        id=f"guarantors-{contest.id}",
        caption="Who might join, and how sure each would have to be",
        columns=(
            Column("Strength", "number"),
            Column("Share that arrives", "number"),
            Column("Reliability", "number"),
            Column("Cost to the other side", "number"),
            Column("Reliability that deters", under="the others as shown"),
        ),
        rows=tuple(rows),
        corner="Guarantor",
        notes=tuple(text for text in (strength, nobody, common) if text),
        basis="judgement",
    )


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
    return {
        one.guarantor: "none is enough" if isinstance(one.critical, NoAnswer) else f"{one.critical:.2f}"
        for one in item.critical.guarantors
    }


def _curve(material: Material, item: ContestAnswer, curve: DeterrenceCurve) -> Figure:
    contest = item.contest
    points = [CurvePoint(p.reliability, p.expected_utility, p.low, p.high) for p in curve.points]
    stated = sorted({joiner.reliability for joiner in item.problem.guarantors})
    low, high = curve.status_quo
    common = item.critical.common if isinstance(item.critical, CriticalReliabilities) else None
    finding = (
        f"An attack stops paying for {material.name(contest.challenger)} once every guarantor is {common:.0%} sure"
        " to join."
        if isinstance(common, float)
        else f"No reliability of the guarantors makes an attack stop paying for {material.name(contest.challenger)}."
    )
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
        " line is"
        " what not attacking is worth. Circles: reliabilities that the case gives its guarantors.",
    )
    return Figure(
        id=f"curve-{contest.id}",
        finding=finding,
        chart=deterrence_curve(points, status_quo=(item.problem.status_quo, low, high), stated=stated),
        alt="A falling line with a band: what an attack is worth, against how sure the guarantors are to join.",
        data=data,
        notes=notes,
        basis="computed",
    )


def _ranges(material: Material, item: ContestAnswer) -> Figure | None:
    if isinstance(item.ranges, NotAsked):
        return None
    contest = item.contest
    lines = item.ranges.lines
    rows = [ShareRange(float(x.reliability), float(x.unclipped_low), float(x.unclipped_high)) for x in lines]
    challenger, protege = material.name(contest.challenger), material.name(contest.protege)
    first, last = lines[0], lines[-1]
    refused = [line for line in lines if not line.accepted]
    finding = (
        f"A guarantee moves what both prefer to war from {float(first.low):.2f} to {float(first.high):.2f} of the"
        " prize for"
        f" {challenger} to {float(last.low):.2f} to {float(last.high):.2f}."
    )
    effect = (
        f"From a reliability of {float(refused[0].reliability):.0%} on, {challenger} would rather fight now than"
        " accept the"
        " guarantee."
        if refused
        else f"At each of these, some division leaves {challenger} no worse off than fighting before the guarantee"
        " holds."
    )
    data = Table(
        id=f"ranges-data-{contest.id}",
        caption=f"Shares for {challenger} that both prefer to war",
        columns=(Column("Least", "number"), Column("Most", "number"), Column("Before the ends are cut to 0 and 1")),
        rows=tuple(
            Row(
                f"{float(x.reliability):.0%}",
                (
                    Number(float(x.low), digits=2),
                    Number(float(x.high), digits=2),
                    f"{float(x.unclipped_low):.2f} to {float(x.unclipped_high):.2f}",
                ),
            )
            for x in lines
        ),
        corner="Help is sure",
        basis="computed",
    )
    settlement = None if contest.settlement is None else float(contest.settlement.point)
    return Figure(
        id=f"ranges-{contest.id}",
        finding=finding,
        chart=bargaining_ranges(rows, settlement=settlement),
        alt="A bar for each reliability of the guarantee: the shares of the prize that both sides prefer to war.",
        data=data,
        notes=(
            f"Shares are {challenger}'s; the rest is {protege}'s. The guarantors are taken as one, who join together"
            " or not"
            " at all. Thin ends lie outside what can be divided.",
            effect,
        ),
        basis="computed",
    )


def _shifts(material: Material, item: ContestAnswer) -> Table | None:
    if not item.shifts:
        return None
    return Table(
        id=f"shifts-{item.contest.id}",
        caption="Does a shift of power make war now better than peace?",
        columns=(
            Column("Who would rather fight now"),
            Column("Over the judgements"),
            Column("Guarantee that cures it"),
        ),
        rows=tuple(
            Row(Cell(f"{material.name(x.rising)} rises", (x.note,) if x.note else ()), _shift(material, x))
            for x in item.shifts
        ),
        corner="Shift",
        notes=(
            "A party that will be weaker tomorrow may prefer war today if nothing binds the other; each party is"
            " taken as the"
            " one that rises, in turn.",
        ),
        basis="computed",
    )


def _shift(material: Material, item: ShiftAnswer) -> tuple[str, str, str]:
    declining = material.name(item.declining)
    who = "nobody, at the judgements shown" if isinstance(item.problem.first, NoProblem) else declining
    return who, f"{declining}: {OVER_THE_RANGES[item.over_the_ranges]}", _cure(item.cure)


def _cure(cure: GuaranteeNeeded | NotAsked) -> str:
    if isinstance(cure, NotAsked):
        return "not in the case"
    if isinstance(cure.needed, NoReliability):
        return cure.needed.reason
    return {
        "not needed": "none is needed at the judgements shown",
        "suffices": f"one that is {float(cure.needed):.0%} sure",
        "too small": "none of this size, however sure",
        "no help": "this one would not help",
    }[cure.verdict]


def _terms(material: Material, item: ContestAnswer) -> Table | None:
    if isinstance(item.terms, NotAsked):
        return None
    challenger, protege = material.name(item.contest.challenger), material.name(item.contest.protege)
    names = {"A": challenger, "B": protege, "both": f"{challenger} and {protege}"}
    rows: list[Row] = []
    for term in item.terms.terms:
        ahead = "kept"
        if isinstance(term.outcome, War):
            ahead = f"war in year {term.outcome.year}, begun by {names[term.outcome.by]}"
        kept = f"{counted(round(float(term.sustained)), 'year')}; ended by {_ended(term.ends_by)}"
        rows.append(Row(counted(round(float(term.years)), "year"), (kept, "yes" if term.after else "no", ahead)))
    return Table(
        id=f"terms-{item.contest.id}",
        caption="How long a settlement lasts that rests on a guarantee with a term",
        columns=(
            Column("Kept, each year by itself"),
            Column("Kept without it"),
            Column("If both look ahead to its end"),
        ),
        rows=tuple(rows),
        corner="Term",
        notes=(
            "Looking ahead, a known end works backwards: whoever would be worse off after it may act before it. The"
            " model"
            " holds shares fixed; it predicts nothing, it shows what a term without renewal leaves open.",
        ),
        basis="computed",
    )


def _ended(by: str) -> str:
    return {"wear": "the guarantee's wear", "nothing": "nothing"}.get(by, by)

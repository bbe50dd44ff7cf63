"""What a promise would be worth: whether an attack pays, how reliable guarantors must be, what would be kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

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
    in_print,
)
from detente.brief.charts import CurvePoint, ShareRange, bargaining_ranges, deterrence_curve
from detente.brief.percent import percent, percents
from detente.brief.sections.material import Material, counted, listed
from detente.brief.sections.naming import party_in_sentence
from detente.case.model.contest import Guarantor
from detente.case.model.judgement import Judgement
from detente.engines.commitments.bargaining.commitment_problem import NoProblem
from detente.engines.commitments.bargaining.guarantee_term import War
from detente.engines.commitments.bargaining.guaranteed_range import RangeAt
from detente.engines.commitments.bargaining.third_party_guarantee import GuaranteeNeeded, NoReliability
from detente.engines.commitments.deterrence import CriticalReliabilities, DeterrenceCurve, UncertainDeterrence
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
    answered = material.commitments.contests if material.commitments else ()
    blocks: list[Block] = []
    for item in answered:
        blocks += _contest(material, item)
    if material.uncommitted:
        missing = tuple(Paragraph(f"{why[:1].upper()}{why[1:]}.") for why in material.uncommitted)
        blocks.append(Note("missing", "What could not be computed", missing))
    if not blocks:
        return None
    return Section("worth", "What would the guarantees be worth?", tuple(blocks))


def contest_sentence(material: Material, item: ContestAnswer) -> str:
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
    title = contest.title.in_language(material.language) if contest.title else contest.id
    by = f" Whose judgements: {contest.by}." if contest.by else ""
    why = contest.note.in_language(material.language) if contest.note else "No report gives any of these numbers"
    blocks: list[Block] = [
        Paragraph(f"{title}. {contest_sentence(material, item)}", lead=True),
        Note("judgement", "Judgements, not measurements", (Paragraph(f"{why}.{by}"),)),
        _guarantors(material, item),
    ]
    if not isinstance(item.uncertain, NotAsked):
        blocks.append(_uncertain(item.uncertain))
    if isinstance(item.curve, DeterrenceCurve):
        blocks.append(_curve(material, item, item.curve))
    blocks += [block for block in (_ranges(material, item), _shifts(material, item), _terms(material, item)) if block]
    blocks.append(Note("method", "What this takes for granted", (Paragraph(_granted(item.result.caveats)),)))
    return blocks


def _granted(caveats: Iterable[str]) -> str:
    """What a result takes for granted, in one sentence, to stand beside its numbers."""
    told = "; ".join(dict.fromkeys(caveats))
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _uncertain(found: UncertainDeterrence) -> Paragraph:
    text = (
        f"Over everything that the priors admit, the reliabilities deter with a chance of"
        f" {percent(found.probability_deterred)} (drawn at random; 95\u00a0% interval of the draws: {percents(*found.interval)})."
    )
    return Paragraph(f"{text} {_granted(found.caveats)}".strip())


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
            else f"If all were equally reliable, {percent(item.critical.common)} would deter."
        )
    apart = item.independent.nobody_joins
    nobody = f"Nobody joins with a chance of {percent(item.result.nobody_joins)}, each deciding by itself."
    if contest.correlation is not None:
        nobody = (
            f"Nobody joins with a chance of {percent(item.result.nobody_joins)}; {percent(apart)} if each decided by"
            " itself. Guarantors that look to one another stay away together."
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
            Column("Share that arrives", "number", basis="judgement"),
            Column("Reliability", "number", basis="judgement"),
            Column("Cost to the other side", "number", basis="judgement"),
            Column("Reliability that deters", "number", basis="computed", under="the others as shown"),
        ),
        rows=tuple(rows),
        corner="Guarantor",
        notes=tuple(text for text in (strength, nobody, common) if text),
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
    challenger = party_in_sentence(material.name(contest.challenger))
    common = item.critical.common if isinstance(item.critical, CriticalReliabilities) else None
    finding = (
        f"An attack stops paying for {challenger} once every guarantor is {percent(common)} sure to join."
        if isinstance(common, float) and common > 0
        else f"An attack does not pay for {challenger} even if no guarantor joins."
        if isinstance(common, float)
        else f"No reliability that all guarantors share makes an attack stop paying for {challenger}."
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
        " line is what not attacking is worth. Circles: reliabilities that the case gives its guarantors.",
        _granted(curve.caveats),
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
    challenger, protege = (party_in_sentence(material.name(who)) for who in (contest.challenger, contest.protege))
    settlement = None if contest.settlement is None else float(contest.settlement.point)
    data = Table(
        id=f"ranges-data-{contest.id}",
        caption=f"Shares for {challenger} that both prefer to war",
        columns=(Column("Least", "number"), Column("Most", "number"), Column("Before the ends are cut to 0 and 1")),
        rows=tuple(
            Row(
                percent(x.reliability),
                (
                    Number(float(x.low), digits=2),
                    Number(float(x.high), digits=2),
                    f"{in_print(float(x.unclipped_low), 2)} to {in_print(float(x.unclipped_high), 2)}",
                ),
            )
            for x in lines
        ),
        corner="Help is sure",
        basis="computed",
    )
    return Figure(
        id=f"ranges-{contest.id}",
        finding=_moved(lines, challenger, protege),
        chart=bargaining_ranges(rows, settlement=settlement),
        alt="A bar for each reliability of the guarantee: the shares of the prize that both sides prefer to war.",
        data=data,
        notes=(
            f"Shares are {challenger}'s; the rest is {protege}'s. The guarantors are taken as one, who join together"
            " or not at all. Thin ends lie outside what can be divided.",
            _effect(lines, challenger),
            *(() if settlement is None else (_beside_settlement(lines, settlement),)),
            _granted(re.sub(r"\bB\b", protege, caveat) for caveat in item.ranges.caveats),
        ),
        basis="computed",
    )


def _moved(lines: Sequence[RangeAt], challenger: str, protege: str) -> str:
    """What sure help does to both ends of the range, in one sentence."""
    first, last = lines[0], lines[-1]
    ends = [(in_print(float(a), 2), in_print(float(b), 2)) for a, b in ((first.low, last.low), (first.high, last.high))]
    least, most = (f"from {a} to {b}" if a != b else "" for a, b in ends)
    stays = [f"stays at {a}" for a, _ in ends]
    return (
        f"With help that is sure the least share of the prize that {challenger} takes rather than fight"
        f" {f'moves {least}' if least else stays[0]}; the most that {protege} leaves it rather than fight"
        f" {f'moves {most}' if most else stays[1]}."
    )


def _effect(lines: Sequence[RangeAt], challenger: str) -> str:
    refused = [line for line in lines if not line.accepted]
    if refused:
        least = percent(refused[0].reliability)
        return f"From a reliability of {least} on, {challenger} would rather fight now than accept the guarantee."
    return f"At each of these, some division leaves {challenger} no worse off than fighting before the guarantee holds."


def _beside_settlement(lines: Sequence[RangeAt], settlement: float) -> str:
    """At which reliabilities both prefer the settlement to war."""
    kept = [percent(line.reliability) for line in lines if line.low <= settlement <= line.high]
    broken = [percent(line.reliability) for line in lines if not line.low <= settlement <= line.high]
    shown = f"the settlement shown ({in_print(settlement, 2)})"
    if not kept:
        return f"At none of these reliabilities do both prefer {shown} to war."
    rest = f", not where it is {listed(broken, 'or')} sure" if broken else ""
    return f"Both prefer {shown} to war where help is {listed(kept, 'or')} sure{rest}."


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
            "A party that will be weaker tomorrow may prefer war today if nothing binds the other; each row takes"
            " one party as the one that rises.",
            _granted(caveat for x in item.shifts for caveat in _caveats_of(x)),
        ),
        basis="computed",
    )


def _caveats_of(item: ShiftAnswer) -> tuple[str, ...]:
    return (*item.problem.caveats, *(() if isinstance(item.cure, NotAsked) else item.cure.caveats))


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
        "suffices": f"one that is {percent(cure.needed)} sure",
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
            "Looking ahead, a known end works backwards: whoever would be worse off after it may act before it. It"
            " predicts nothing; it shows what a term without renewal leaves open.",
            _granted(item.terms.caveats),
        ),
        basis="computed",
    )


def _ended(by: str) -> str:
    return {"wear": "the guarantee's wear", "nothing": "nothing"}.get(by, by)

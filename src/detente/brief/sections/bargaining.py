"""What would be kept: divisions both prefer to war, shifts of power, and settlements under a guarantee with a term."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from detente.brief.blocks import Cell, Column, Figure, Paragraph, Row, Table
from detente.brief.charts import ShareRange, bargaining_ranges
from detente.brief.percent import percent
from detente.brief.prose import Number, in_print
from detente.brief.sections.caveats import granted
from detente.brief.sections.material import Material, counted, listed
from detente.brief.sections.naming import party_in_sentence
from detente.engines.commitments.bargaining.commitment_problem import NoProblem
from detente.engines.commitments.bargaining.guarantee_term import War
from detente.engines.commitments.bargaining.guaranteed_range import GuaranteedRange, RangeAt
from detente.engines.commitments.bargaining.third_party_guarantee import GuaranteeNeeded, NoReliability
from detente.engines.commitments.of_case import ContestAnswer, NotAsked
from detente.engines.commitments.of_case.contests import ShiftAnswer

OVER_THE_RANGES = {
    "always": "under every judgement that the case admits",
    "never": "under none of the judgements that the case admits",
    "under some": "under some of the judgements that the case admits",
}


def range_alone(material: Material, item: ContestAnswer) -> Paragraph | None:
    """The divisions that two sides alone prefer to war; with guarantors the figure says it, at no help."""
    if isinstance(item.range_alone, NotAsked) or not isinstance(item.ranges, NotAsked):
        return None
    found, contest = item.range_alone, item.contest
    challenger, protege = (party_in_sentence(material.name(who)) for who in (contest.challenger, contest.protege))
    ends = f"{in_print(float(found.low), 2)} to {in_print(float(found.high), 2)}"
    whole = f"{in_print(float(found.unclipped_low), 2)} to {in_print(float(found.unclipped_high), 2)}"
    cut = f" (before the ends are cut to 0 and 1: {whole})" if found.outside else ""
    caveats = [one.replace("p, cA and cB", "the chance to win and both sides' costs") for one in found.caveats]
    text = f"{challenger} and {protege} both prefer to war any division that leaves {challenger} {ends} of the prize"
    return Paragraph(f"{text[:1].upper()}{text[1:]}{cut}. {granted(caveats)}".strip())


def ranges(material: Material, item: ContestAnswer) -> Figure | None:
    """The divisions that both prefer to war, as a guarantee grows more reliable."""
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
            _effect(item.ranges, challenger),
            *(() if settlement is None else (_beside_settlement(lines, settlement),)),
            granted(re.sub(r"\bB\b", protege, caveat) for caveat in item.ranges.caveats),
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


def _effect(found: GuaranteedRange, challenger: str) -> str:
    """Up to which reliability the challenger can accept the guarantee at all: the exact one, not the next shown."""
    if found.largest_reliability < 1:
        most = percent(found.largest_reliability)
        return f"{challenger} would rather fight now than accept a guarantee that is more than {most} sure."
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


def shifts(material: Material, item: ContestAnswer) -> Table | None:
    """Whether power that moves makes war now better than peace, one party rising a row."""
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
            granted(caveat for x in item.shifts for caveat in _caveats_of(x)),
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


def terms(material: Material, item: ContestAnswer) -> Table | None:
    """How long a settlement is kept under guarantees of several terms."""
    if isinstance(item.terms, NotAsked):
        return None
    challenger, protege = material.name(item.contest.challenger), material.name(item.contest.protege)
    names = {"A": challenger, "B": protege, "both": f"{challenger} and {protege}"}
    rows: list[Row] = []
    for term in item.terms.terms:
        ahead = "kept"
        if isinstance(term.outcome, War):
            ahead = f"in year {term.outcome.year} {names[term.outcome.by]} would gain by fighting"
        kept = f"{_years(float(term.sustained))}; ended by {_ended(term.ends_by)}"
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
            granted(item.terms.caveats),
        ),
        basis="computed",
    )


def _years(years: float) -> str:
    """A length of time, cut to a tenth of a year: never longer than it is."""
    whole = math.floor(years * 10) / 10
    return counted(int(whole), "year") if whole == int(whole) else f"{whole:.1f} years"


def _ended(by: str) -> str:
    return {"wear": "the guarantee's wear", "nothing": "nothing"}.get(by, by)

"""What `commitments` prints of contests and accessions."""

from __future__ import annotations

from fractions import Fraction

from rich.console import RenderableType

from detente.cli.tables import cell, facts, heading, note, table
from detente.engines.commitments.accession.activation import NoMean
from detente.engines.commitments.bargaining.commitment_problem import NoProblem
from detente.engines.commitments.bargaining.third_party_guarantee import GuaranteeNeeded, NoReliability
from detente.engines.commitments.deterrence import CriticalReliabilities
from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.engines.commitments.of_case import AccessionAnswer, CaseCommitments, ContestAnswer, NotAsked
from detente.engines.commitments.of_case.accessions import StepAnswer
from detente.engines.commitments.of_case.contests import ShiftAnswer

JUDGED = "Strengths, costs and chances are judgements; in brackets the range over all that they admit."


def contest_parts(found: CaseCommitments, item: ContestAnswer) -> list[RenderableType]:
    """One contest: whether an attack pays, how reliable guarantors must be, the range, the shifts, the terms."""
    contest, result = item.contest, item.result
    challenger = found.name(contest.challenger)
    worth = f"{result.expected_utility - result.status_quo:+.3f} beside not attacking"
    around = f"[{item.spread.low:+.3f} to {item.spread.high:+.3f}], the prize being {item.problem.prize:g}"
    rows = [
        ("an attack pays", f"{challenger}: {_verdict(result.verdict)} at the judgements shown; {_ranges(item)}"),
        ("worth of it", f"{worth} {around}"),
        ("nobody joins", f"{result.nobody_joins:.0%}; {_independent(item)}"),
    ]
    told: list[RenderableType] = [heading(str(contest.title or contest.id)), facts(rows)]
    if isinstance(item.critical, CriticalReliabilities):
        told += _critical(found, item.critical)
    told += _range(found, item)
    for shift in item.shifts:
        told += _shift(found, shift)
    told += _terms(item)
    return [*told, note(JUDGED), *(note(caveat) for caveat in result.caveats)]


def _verdict(words: str) -> str:
    return f"no, {words}" if words.startswith("deterred") else f"yes, {words}"


def _ranges(item: ContestAnswer) -> str:
    words = {
        "deterred": "deterred under every judgement that the case admits",
        "not deterred": "not deterred under any judgement that the case admits",
        "depends": "other judgements that the case admits turn it round",
    }
    return words[item.spread.verdict]


def _independent(item: ContestAnswer) -> str:
    return f"{item.independent.nobody_joins:.0%} if each decided by itself"


def _critical(found: CaseCommitments, item: CriticalReliabilities) -> list[RenderableType]:
    made = table("guarantor", "reliability", "needed, the others as shown", numbers=("reliability",))
    for one in item.guarantors:
        needed = "none is enough" if isinstance(one.critical, NoAnswer) else f"{one.critical:.2f} ({one.case})"
        made.add_row(cell(found.name(one.guarantor)), f"{one.stated:.2f}", cell(needed))
    common = item.common.reason if isinstance(item.common, NoAnswer) else f"{item.common:.2f}"
    return [made, note(f"the same reliability for all that would deter: {common}")]


def _range(found: CaseCommitments, item: ContestAnswer) -> list[RenderableType]:
    if isinstance(item.ranges, NotAsked):
        return []
    challenger = found.name(item.contest.challenger)
    made = table("reliability", "share of the prize both prefer to war", numbers=("reliability",))
    for line in item.ranges.lines:
        whole = f"{float(line.unclipped_low):.2f} to {float(line.unclipped_high):.2f}"
        clipped = f"; unclipped {whole}" if line.outside else ""
        refused = "" if line.accepted else f"; {challenger} would reject the guarantee itself"
        share = f"{float(line.low):.2f} to {float(line.high):.2f}"
        made.add_row(f"{float(line.reliability):.2f}", cell(f"{share}{clipped}{refused}"))
    return [made, note(f"the share is {challenger}'s; the guarantors are taken as one")]


def _shift(found: CaseCommitments, item: ShiftAnswer) -> list[RenderableType]:
    rising, declining = found.name(item.rising), found.name(item.declining)
    first = item.problem.first
    if isinstance(first, NoProblem):
        words = f"at the judgements shown {declining} need not fight now for fear of it"
    else:
        words = f"at the judgements shown {declining} is better off fighting now: no peaceful path exists"
    over = {"always": "so under every judgement", "never": "no problem under any judgement",
            "under some": "other judgements that the case admits turn it round"}[item.over_the_ranges]  # fmt: skip
    rows = [(f"if {rising} rises", f"{words}; {over}")]
    if isinstance(item.cure, GuaranteeNeeded):
        needed = item.cure.needed
        value = needed.reason if isinstance(needed, NoReliability) else _needed(item.cure.verdict, float(needed))
        rows.append(("guarantee needed", value))
    return [facts(rows)]


def _needed(verdict: str, reliability: float) -> str:
    return {
        "not needed": "none, at the judgements shown",
        "suffices": f"a reliability of at least {reliability:.2f} would do",
        "too small": "none of this size is enough, however reliable",
        "no help": "this one would not help",
    }[verdict]


def _terms(item: ContestAnswer) -> list[RenderableType]:
    if isinstance(item.terms, NotAsked):
        return []
    made = table("term in years", "kept for", "ended by", "looking ahead", numbers=("term in years", "kept for"))
    for term in item.terms.terms:
        outcome = term.outcome
        year = getattr(outcome, "year", None)
        ahead = "kept" if year is None else f"war in year {year}"
        made.add_row(f"{float(term.years):g}", f"{float(term.sustained):.0f}", term.ends_by, ahead)
    return [made]


def accession_parts(found: CaseCommitments, item: AccessionAnswer) -> list[RenderableType]:
    """One accession, vote by vote."""
    told: list[RenderableType] = [heading(str(item.accession.title or item.accession.id))]
    for step in item.steps:
        told.append(facts([(step.step.id, str(step.step.title or "")), *_step(found, item, step)]))
    if item.accession.note:
        told.append(note(str(item.accession.note)))
    return told


def _step(found: CaseCommitments, accession: AccessionAnswer, item: StepAnswer) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    if not isinstance(item.vote, NotAsked):
        blocking = ", ".join(found.name(ballot.voter) for ballot in item.vote.ballots if not ballot.consents)
        paid = f"least side payment {float(item.vote.payment):g} (assumes transferable utility)"
        rows.append(("vote", "passes" if item.vote.passes else f"blocked by {blocking}; {paid}"))
    if not isinstance(item.chance, NotAsked):
        shown, low, high = item.chance.shown, item.chance.low, item.chance.high
        least = ", ".join(found.name(voter) for voter in shown.least_likely)
        among = f"[{_share(low.independent)} to {_share(high.independent)}]"
        bound = f"at most {_share(shown.highest)} whatever the dependence; least likely {least}"
        rows.append(("all agree", f"{_share(shown.independent)} if each decides by itself {among}, {bound}"))
    if not isinstance(item.in_force, NotAsked):
        rows += [(f"{k} or more", _share(chance)) for k, chance in enumerate(item.in_force.at_least) if k]
    if not isinstance(item.delay, NotAsked):
        found_mean = item.delay.mean
        mean = found_mean.reason if isinstance(found_mean, NoMean) else f"{found_mean:.0f} days on average"
        by = "".join(f"; {_share(one.probability)} within {one.days:g} days" for one in item.delay.by)
        rows.append(("all in force", f"{mean}{by}, given that all agree"))
    return rows


def _share(value: Fraction | float) -> str:
    percent = 100 * float(value)
    return f"{percent:.0f} %" if percent >= 10 or percent == 0 else f"{percent:.2g} %"

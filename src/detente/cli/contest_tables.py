"""What `commitments` prints of contests and accessions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from rich.console import RenderableType

from detente.brief.percent import percent
from detente.cli.tables import cell, facts, heading, note, table
from detente.cli.whole_words import WholeWords
from detente.engines.commitments.accession.activation import NoMean
from detente.engines.commitments.accession.ratification import Ratification
from detente.engines.commitments.accession.voting import Vote
from detente.engines.commitments.bargaining.bargaining_range import BargainingRange
from detente.engines.commitments.bargaining.commitment_problem import NoProblem
from detente.engines.commitments.bargaining.guarantee_term import GuaranteeTerms, Term, War
from detente.engines.commitments.bargaining.guaranteed_range import GuaranteedRange
from detente.engines.commitments.bargaining.third_party_guarantee import GuaranteeNeeded, NoReliability
from detente.engines.commitments.deterrence import (
    CriticalReliabilities,
    DeterrenceResult,
    UncertainDeterrence,
)
from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.engines.commitments.deterrence.threshold import ANYWAY, FROM_HERE, NEVER, CriticalReliability
from detente.engines.commitments.of_case import AccessionAnswer, CaseCommitments, ContestAnswer, NotAsked
from detente.engines.commitments.of_case.accessions import Chance, StepAnswer
from detente.engines.commitments.of_case.contests import ShiftAnswer

SHOWN_VOTERS = 8
JUDGED = "Strengths, costs and chances are judgements"


def _elsewhere(over_all: bool) -> str:
    """Whether the same holds over the ranges of the judgements."""
    return (
        " and under all that the case admits" if over_all else "; the other way round under others that the case admits"
    )


def contest_parts(found: CaseCommitments, item: ContestAnswer) -> list[RenderableType]:
    """One contest: whether an attack pays, how reliable guarantors must be, the range, the shifts, the terms."""
    contest, result = item.contest, item.result
    challenger = found.name(contest.challenger)
    settled = item.spread.verdict != "depends"
    exact = item.spread.low == item.spread.high
    shown = "" if exact else f", at the judgements shown{_elsewhere(settled)}"
    surplus = _signed(result.expected_utility - result.status_quo)
    rows = [
        ("does an attack pay?", f"{_verdict(result)} for {challenger}{shown}"),
        ("by how much", f"{surplus}{_between(item)} beside not attacking, the prize being {item.problem.prize:g}"),
    ]
    if item.problem.guarantors:
        together, apart = share(result.nobody_joins), share(item.independent.nobody_joins)
        rows.append(("nobody joins", together if together == apart else f"{together}; {apart} if each by itself"))
    if isinstance(item.uncertain, UncertainDeterrence):
        rows.append(("chance of deterrence", _uncertain(item.uncertain)))
    told: list[RenderableType] = [heading(str(contest.title or contest.id)), facts(rows)]
    if isinstance(item.critical, CriticalReliabilities):
        told += [*_critical(found, item.critical), *_counted_over(found, item)]
    if isinstance(item.ranges, GuaranteedRange):
        told += _range(challenger, item.ranges)
    elif isinstance(item.range_alone, BargainingRange):
        told += ["", facts([("both prefer to war", _range_alone(challenger, item.range_alone))])]
    if item.shifts:
        told += ["", facts(row for shift in item.shifts for row in _shift(found, shift))]
    if isinstance(item.terms, GuaranteeTerms):
        told += _terms(found, item, item.terms)
    ranges = "" if exact else "; in brackets the range over all that the case admits"
    caveats = result.caveats
    if isinstance(item.uncertain, UncertainDeterrence):
        records = tuple(prior.provenance for prior in item.uncertain.priors)
        caveats = dict.fromkeys((*caveats, *(one for one in item.uncertain.caveats if not one.startswith(records))))
    return [*told, "", note(f"{JUDGED}{ranges}."), *(note(_sentence(caveat)) for caveat in caveats)]


def _verdict(result: DeterrenceResult) -> str:
    if not result.clear:
        return f"{'no' if result.deterred else 'yes'}, within the error of this answer,"
    return "no, by a tie," if result.tie else "no" if result.deterred else "yes"


def _between(item: ContestAnswer) -> str:
    """The range over the judgements, where there is one."""
    low, high = _signed(item.spread.low), _signed(item.spread.high)
    return "" if low == high else f" [{low} to {high}]"


def _signed(value: float) -> str:
    """A difference with its sign.

    >>> _signed(0.098), _signed(-0.69), _signed(-0.0001)
    ('+0.098', '−0.690', '0.000')
    """
    shown = f"{value:+.3f}"
    return shown[1:] if shown.strip("+-0.") == "" else shown.replace("-", "−")


def _uncertain(item: UncertainDeterrence) -> str:
    low, high = map(share, item.interval)
    if not item.probability_deterred:
        return f"at most {high}, over what the priors say"
    return f"{share(item.probability_deterred)} [{low} to {high} by the draws], over what the priors say"


def _critical(found: CaseCommitments, item: CriticalReliabilities) -> list[RenderableType]:
    made = table("guarantor", "reliability", "would deter, the others as shown", numbers=("reliability",))
    for one in item.guarantors:
        made.add_row(cell(found.name(one.guarantor)), f"{one.stated:.2f}", cell(_needed_of(one)))
    if isinstance(item.common, NoAnswer):
        common = _sentence(item.common.reason)
    elif all(one.case == ANYWAY for one in item.guarantors) and item.common <= 0:
        common = "No guarantor is needed."
    else:
        common = f"All together: a reliability of {item.common:.2f} that all of them have would deter."
    return [WholeWords(made), note(common)]


def _counted_over(found: CaseCommitments, item: ContestAnswer) -> list[RenderableType]:
    """Where a reliability comes from a record: from which, and over which cases it was counted."""
    return [
        note(
            f"Reliability of {found.name(one.party)}: the mean of what was counted where"
            f" {one.prior.conditional_on} ({one.prior.provenance.rstrip('.')}). It is no chance of joining unless"
            " that is the case asked about."
        )
        for one in item.contest.guarantors
        if one.prior is not None and one.reliability is None
    ]


def _range_alone(challenger: str, item: BargainingRange) -> str:
    """The divisions that two sides alone prefer to war."""
    ends = f"{challenger}'s share {float(item.low):.2f} to {float(item.high):.2f}"
    whole = f"{float(item.unclipped_low):.2f} to {float(item.unclipped_high):.2f}".replace("-", "−")
    return f"{ends}; before the ends are cut {whole}" if item.outside else ends


def _needed_of(one: CriticalReliability) -> str:
    if one.case == FROM_HERE and not isinstance(one.critical, NoAnswer):
        return f"{one.critical:.2f} or more"
    return {ANYWAY: "any", NEVER: "none"}.get(one.case, one.case)


def _range(challenger: str, item: GuaranteedRange) -> list[RenderableType]:
    """What both prefer to war, at some reliabilities; in a third column where the ends lie outside 0 and 1."""
    cut = any(line.outside for line in item.lines)
    extra = ("before the ends are cut",) if cut else ()
    made = table("reliability", f"{challenger}'s share that both prefer to war", *extra, numbers=("reliability",))
    for line in item.lines:
        cells = [f"{float(line.low):.2f} to {float(line.high):.2f}"]
        if cut:
            whole = f"{float(line.unclipped_low):.2f} to {float(line.unclipped_high):.2f}".replace("-", "−")
            cells.append(whole if line.outside else "")
        made.add_row(f"{float(line.reliability):.2f}", *map(cell, cells))
    told: list[RenderableType] = [WholeWords(made), note("The guarantors are taken as one: all join, or none does.")]
    if item.largest_reliability < 1:
        most = f"{float(item.largest_reliability):.2f}"
        told.append(note(f"{challenger} would rather fight now than accept a guarantee of a reliability above {most}."))
    return told


def _shift(found: CaseCommitments, item: ShiftAnswer) -> list[tuple[str, str]]:
    rising, declining = found.name(item.rising), found.name(item.declining)
    fights = not isinstance(item.problem.first, NoProblem)
    words = f"{declining} is better off fighting now" if fights else f"{declining} need not fight now for fear of it"
    over = _elsewhere(item.over_the_ranges != "under some")
    rows = [(f"if {rising} rises", f"{words}, at the judgements shown{over}")]
    if isinstance(item.cure, GuaranteeNeeded):
        needed = item.cure.needed
        value = needed.reason if isinstance(needed, NoReliability) else _needed(item.cure.verdict, float(needed))
        rows.append(("  guarantee needed", value))
    return rows


def _needed(verdict: str, reliability: float) -> str:
    return {
        "not needed": "none, at the judgements shown",
        "suffices": f"a reliability of {reliability:.2f} or more",
        "too small": "none of this size is enough, however reliable",
        "no help": "this one would not help",
    }[verdict]


def _terms(found: CaseCommitments, item: ContestAnswer, terms: GuaranteeTerms) -> list[RenderableType]:
    columns = ("term, years", "kept, years", "ended by", "if both look ahead")
    made = table(*columns, numbers=columns[:2])
    for term in terms.terms:
        cells = (_ended(found, item, term), _ahead(found, item, term))
        made.add_row(f"{float(term.years):g}", f"{math.floor(float(term.sustained) * 10) / 10:g}", *map(cell, cells))
    held = f"{found.name(item.contest.challenger)}'s share of {float(terms.share):.2f}"
    return [
        WholeWords(made),
        note(f"How long {held} is kept, each year by itself, and what the known end does before."),
    ]


def _ended(found: CaseCommitments, item: ContestAnswer, term: Term) -> str:
    """What ends it, with names for the two sides."""
    for letter, party in (("A", item.contest.challenger), ("B", item.contest.protege)):
        if term.ends_by.endswith(f" {letter}"):
            return f"{term.ends_by[:-1]}{found.name(party)}"
    return term.ends_by


def _ahead(found: CaseCommitments, item: ContestAnswer, term: Term) -> str:
    if not isinstance(term.outcome, War):
        return term.outcome.reason
    one, other = found.name(item.contest.challenger), found.name(item.contest.protege)
    who = {"A": one, "B": other, "both": f"{one} and {other}"}[term.outcome.by]
    return f"in year {term.outcome.year} {who} would gain by fighting"


def accession_parts(found: CaseCommitments, item: AccessionAnswer) -> list[RenderableType]:
    """One accession, vote by vote."""
    told: list[RenderableType] = [heading(str(item.accession.title or item.accession.id))]
    for step in item.steps:
        told += [
            cell(str(step.step.title or step.step.id)),
            facts((f"  {name}", words) for name, words in _step(found, item, step)),
        ]
    if item.accession.note:
        told.append(note(_sentence(str(item.accession.note))))
    return told


def _step(found: CaseCommitments, accession: AccessionAnswer, item: StepAnswer) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    if isinstance(item.vote, Vote):
        rows += _vote(found, item.vote)
    if isinstance(item.chance, Chance):
        rows += _chance(found, item.chance)
    if not isinstance(item.in_force, NotAsked):
        total = len(item.in_force.at_least) - 1
        chances = enumerate(item.in_force.at_least)
        rows += [(f"all {k}" if k == total else f"{k} or more", share(chance)) for k, chance in chances if k]
    if not isinstance(item.delay, NotAsked):
        mean = item.delay.mean
        words = mean.reason if isinstance(mean, NoMean) else f"{mean:.0f} days on average"
        by = "".join(f"; {share(one.probability)} within {one.days:g} days" for one in item.delay.by)
        rows.append(("until all agree", f"{words}{by}, given that they do"))
    return rows or [("no answer", "the case gives no numbers to compute with")]


def _vote(found: CaseCommitments, vote: Vote) -> list[tuple[str, str]]:
    if vote.passes:
        return [("the vote", "passes")]
    against = _some([found.name(ballot.voter) for ballot in vote.ballots if not ballot.consents])
    paid = f"{float(vote.payment):g} in all, in the voters' own units, if one can pay another"
    return [("the vote", f"fails, against {against}"), ("turned by", paid)]


def _chance(found: CaseCommitments, item: Chance) -> list[tuple[str, str]]:
    shown = item.shown
    together, low, high = (share(_dependent(one)) for one in (shown, item.low, item.high))
    rows = [("all agree", together if low == high else f"{together} [{low} to {high}]")]
    if isinstance(shown.with_correlation, float):
        rows.append(("  each by itself", share(shown.independent)))
    if shown.highest == 1:
        return [*rows, ("  because", "every chance given is 100 %")]
    rows.append(("  at most", f"{share(shown.highest)}, however alike they decide"))
    return [*rows, ("  least likely", _some([found.name(voter) for voter in shown.least_likely]))]


def _some(names: Sequence[str]) -> str:
    more = len(names) - SHOWN_VOTERS
    return ", ".join(names[:SHOWN_VOTERS]) + (f" and {more} more" if more > 0 else "")


def _dependent(item: Ratification) -> float:
    """With the correlation that the case gives; where it gives none, as if each decided by itself."""
    return item.with_correlation if isinstance(item.with_correlation, float) else float(item.independent)


def share(value: float | Fraction) -> str:
    """A share in per cent, with a plain space: a terminal breaks lines at any.

    >>> share(0.5)
    '50 %'
    """
    return percent(value).replace("\u00a0", " ")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."

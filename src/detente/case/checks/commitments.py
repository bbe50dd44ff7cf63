"""Checks of commitments, scenarios, contests and accessions: what they name exists, and what they say makes sense."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from detente.case.checks.unknown import each, given, unknown
from detente.case.finding import Check, Finding, Path, Texts
from detente.case.instruments import instrument_ids, library_instrument
from detente.case.model.base import first_day, last_day
from detente.case.model.case import Case
from detente.case.model.clause import ALL, Clause
from detente.case.model.commitment import Commitment
from detente.foundation.ids import did_you_mean

ACTS = 3
"""The least strength that obliges to act."""


def unknown_instruments(case: Case, _texts: Texts) -> Iterator[Finding]:
    """An instrument that is named is one of the case's own or of the library."""
    known = {*(item.id for item in case.commitments), *instrument_ids()}
    yield from unknown("commitment", _named_instruments(case), known)


def _named_instruments(case: Case) -> Iterator[tuple[Path, str]]:
    for index, issue in enumerate(case.issues):
        for number, option in enumerate(issue.options):
            yield from given([(("issues", index, "options", number, "commitment"), option.commitment)])
    for index, item in enumerate(case.commitments):
        yield from given([(("commitments", index, "imitates"), item.imitates)])
        for number, clause in enumerate(item.clauses):
            yield from each(("commitments", index, "clauses", number, "yields-to"), clause.yields_to)
    for index, scenario in enumerate(case.scenarios):
        path: Path = ("scenarios", index)
        yield from each((*path, "suppose"), scenario.suppose)
        for number, vote in enumerate(scenario.votes):
            yield (*path, "votes", number, "instrument"), vote.instrument
        for number, override in enumerate(scenario.overrides):
            yield (*path, "overrides", number, "instrument"), override.instrument
    for index, contest in enumerate(case.contests):
        for number, guarantor in enumerate(contest.guarantors):
            yield from given([(("contests", index, "guarantors", number, "commitment"), guarantor.commitment)])
    for index, accession in enumerate(case.accessions):
        yield from given([(("accessions", index, "commitment"), accession.commitment)])


def _instrument(case: Case, name: str) -> Commitment | None:
    """The case's own instrument of that id, else the library's; None where there is neither."""
    own = next((item for item in case.commitments if item.id == name), None)
    return library_instrument(name, case) if own is None and name in instrument_ids() else own


def unknown_clauses(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A finding that replaces a clause's names one that the instrument has."""
    for index, scenario in enumerate(case.scenarios):
        for number, override in enumerate(scenario.overrides):
            found = _instrument(case, override.instrument)
            names = {clause.id for clause in found.clauses} if found else {override.clause}
            if override.clause not in names:
                what = f"'{override.instrument}' has no clause '{override.clause}'"
                path: Path = ("scenarios", index, "overrides", number, "clause")
                yield Finding("error", "unknown-clause", path, what, did_you_mean(override.clause, names))


def unknown_provisions(case: Case, _texts: Texts) -> Iterator[Finding]:
    """An instrument's proposal exists, and its clauses name provisions that the proposal has."""
    proposals = {proposal.id: proposal for proposal in case.proposals}
    for index, item in enumerate(case.commitments):
        path: Path = ("commitments", index)
        yield from unknown("proposal", given([((*path, "proposal"), item.proposal)]), proposals)
        text = proposals.get(item.proposal or "")
        for number, clause in enumerate(item.clauses):
            place: Path = (*path, "clauses", number, "provision")
            if clause.provision is not None and item.proposal is None:
                what = f"'{item.id}' names no proposal, so '{clause.provision}' is a provision of nothing"
                yield Finding("error", "unknown-provision", place, what, "add proposal: to the instrument")
            elif text is not None:
                names = [provision.id for provision in text.provisions]
                yield from unknown("provision", given([(place, clause.provision)]), names)


def unknown_scenarios(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A contest belongs to a scenario that exists."""
    named = [(("contests", index, "scenario"), contest.scenario) for index, contest in enumerate(case.contests)]
    yield from unknown("scenario", given(named), (scenario.id for scenario in case.scenarios))


def strengths(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A contest says how strong the two sides are, and each guarantor."""
    for index, contest in enumerate(case.contests):
        there = [item.party for item in contest.guarantors if item.strength is None]
        for name in dict.fromkeys((contest.challenger, contest.protege, *there)):
            if name not in contest.strengths:
                what = f"the strength of {name} is missing, so the contest cannot be worked out"
                yield Finding(
                    "warning", "no-strength", ("contests", index, "strengths"), what, f"add strengths: {{{name}: …}}"
                )


def own_beneficiaries(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Nobody owes a clause to itself alone."""
    for path, clause in _clauses(case):
        for number, name in enumerate(clause.obligors):
            if clause.beneficiaries == (name,) and name != ALL:
                what = f"{name} owes the clause to itself alone"
                yield Finding("error", "own-beneficiary", (*path, "obligors", number), what, "name who is protected")


def _clauses(case: Case) -> Iterator[tuple[Path, Clause]]:
    for index, item in enumerate(case.commitments):
        for number, clause in enumerate(item.clauses):
            yield ("commitments", index, "clauses", number), clause


def spans_of_time(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Phases and memberships begin before they end."""
    for index, item in enumerate(case.commitments):
        spans = [("status", number, phase.from_, phase.until) for number, phase in enumerate(item.status)]
        spans += [("parties", number, party.from_, party.until) for number, party in enumerate(item.parties)]
        for field, number, start, end in spans:
            if start and end and last_day(end) < first_day(start):
                path: Path = ("commitments", index, field, number, "until")
                yield Finding("error", "date-order", path, f"until {end} lies before from {start}", "swap the dates")


def duties(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A deadline is not below 0, and a clause of defence obliges to act."""
    for path, clause in _clauses(case):
        duty = clause.duty
        if duty.deadline_hours is not None and duty.deadline_hours < 0:
            what, todo = "the deadline is below 0", "write the hours after the request"
            yield Finding("error", "deadline", (*path, "duty", "deadline-hours"), what, todo)
        if duty.kind == "defence" and duty.strength is not None and duty.strength < ACTS:
            what = f"a clause of defence has strength {duty.strength}, which obliges nobody to act"
            todo = f"write kind: consultation or support, or a strength of {ACTS} to 5"
            yield Finding("warning", "weak-defence", (*path, "duty", "strength"), what, todo)


def attacks(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Nobody attacks itself, in a scenario or in a contest."""
    for index, scenario in enumerate(case.scenarios):
        for number, attack in enumerate(scenario.attacks):
            if attack.by == attack.to:
                path: Path = ("scenarios", index, "attacks", number, "to")
                yield Finding("error", "self-attack", path, f"{attack.by} attacks itself", "name who is attacked")
    for index, contest in enumerate(case.contests):
        if contest.challenger == contest.protege:
            path = ("contests", index, "protege")
            what = f"{contest.challenger} is challenger and protégé"
            yield Finding("error", "self-attack", path, what, "name who might be attacked")


def named_once(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A guarantor stands once in its contest, and a voter votes once in a step."""
    lists: list[tuple[Path, str, list[str]]] = [
        (("contests", index, "guarantors"), "guarantor", [item.party for item in contest.guarantors])
        for index, contest in enumerate(case.contests)
    ]
    lists += [
        (("accessions", index, "steps", number, "ballots"), "voter", [item.party for item in step.ballots])
        for index, accession in enumerate(case.accessions)
        for number, step in enumerate(accession.steps)
    ]
    for path, role, names in lists:
        for index, name in enumerate(names):
            if name in names[:index]:
                what = f"{name} is a {role} twice"
                yield Finding("error", "named-twice", (*path, index, "party"), what, "name it once")


def quotas(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A vote can reach its quota, and a set of ratifications the number that it asks for."""
    for index, accession in enumerate(case.accessions):
        for number, step in enumerate(accession.steps):
            path: Path = ("accessions", index, "steps", number)
            total = sum((step.weights.get(ballot.party, Fraction(1)) for ballot in step.ballots), Fraction(0))
            for field, wanted, most in (("quota", step.quota, total), ("at-least", step.at_least, len(step.ballots))):
                if wanted is not None and wanted > most:
                    what = f"{field.replace('-', ' ')} {float(wanted):g} is more than all votes together"
                    yield Finding("error", "quota", (*path, field), what, f"write at most {float(most):g}")


def supposed_in_force(case: Case, _texts: Texts) -> Iterator[Finding]:
    """What a scenario supposes to be in force is not so anyway."""
    for index, scenario in enumerate(case.scenarios):
        when = scenario.on or case.as_of
        for number, name in enumerate(scenario.suppose):
            found = _instrument(case, name)
            if found and when and _obliges(found, first_day(when)):
                what = f"'{name}' is in force anyway on {when}"
                path: Path = ("scenarios", index, "suppose", number)
                yield Finding("warning", "supposed", path, what, "leave it out of suppose")


def _obliges(found: Commitment, day: date) -> bool:
    """Whether the instrument as a whole is in force on the day with nothing left to happen."""
    state = ""
    for phase in found.status:
        begun = phase.from_ is None or first_day(phase.from_) <= day
        over = phase.until is not None and last_day(phase.until) < day
        if begun and not over and not (phase.obligors or phase.beneficiaries):
            state = phase.state
    return state == "in-force" and all(item.met for item in found.preconditions)


CHECKS: tuple[Check, ...] = (
    unknown_instruments,
    unknown_clauses,
    unknown_provisions,
    unknown_scenarios,
    strengths,
    own_beneficiaries,
    spans_of_time,
    duties,
    attacks,
    named_once,
    quotas,
    supposed_in_force,
)

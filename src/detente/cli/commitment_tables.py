"""What `commitments` prints: the instruments, duties by scenario, and then what they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding

from detente.case.model.base import last_day
from detente.cli.contest_tables import accession_parts, contest_parts
from detente.cli.guarantee_tables import guarantee_parts
from detente.cli.tables import cell, facts, heading, note
from detente.cli.whole_words import named
from detente.engines.commitments.instrument import STRENGTHS, Instrument
from detente.engines.commitments.obligations import Fact
from detente.engines.commitments.of_case import CaseCommitments, CaseObligations
from detente.engines.commitments.of_case.groups import FactGroup, fact_groups
from detente.engines.commitments.scenario import Attack

OUTCOMES = {"owed": "owed", "breached": "broken", "open": "cannot be told", "not-owed": "not owed"}
SHOWN_PARTIES = 8
SHOWN_INSTRUMENTS = 20
FEW = 4
"""Parties of an instrument that are named; of more, the number is told."""


def commitment_tables(found: CaseCommitments, *, proofs: bool) -> list[RenderableType]:
    """Everything `commitments` says about a case, in reading order."""
    parts: list[RenderableType] = [heading(str(found.case.title)), *_instruments(found)]
    if not found.obligations and found.instruments:
        parts += _without_scenario(found)
    before: dict[tuple[str, ...], str] = {}
    for item in found.obligations:
        parts += _scenario(item, before, proofs=proofs)
    for guarantees in found.guarantees:
        parts += guarantee_parts(found, guarantees)
    for contest in found.contests:
        parts += contest_parts(found, contest)
    for unanswered in found.unanswered:
        title = str(unanswered.contest.title or unanswered.contest.id)
        parts += [heading(title), note(f"Nothing can be computed. {_sentence(unanswered.reason)}")]
    for accession in found.accessions:
        parts += accession_parts(found, accession)
    closing = "--json adds methods, references and certificates."
    if found.obligations and not proofs:
        closing = f"--scenario {found.obligations[0].obligations.scenario.id} shows the proof of each duty. {closing}"
    return [*parts, "", closing]


def _instruments(found: CaseCommitments) -> list[RenderableType]:
    """The instruments by id, with their names, what they are on the day of the case, and how many clauses they have."""
    if not found.instruments:
        return []
    day = None if found.case.as_of is None else last_day(found.case.as_of)
    rows = [(item.id, _instrument(found, item, day)) for item in found.instruments[:SHOWN_INSTRUMENTS]]
    more = len(found.instruments) - len(rows)
    return [heading("Instruments"), named(rows), *([note(f"and {more} more")] if more else [])]


def _instrument(found: CaseCommitments, item: Instrument, day: date | None) -> str:
    parties = list(dict.fromkeys(member.party for member in item.parties))
    between = ", ".join(map(found.name, parties)) if len(parties) <= FEW else f"{len(parties)} parties"
    clauses = f"{len(item.clauses)} clause{'' if len(item.clauses) == 1 else 's'}"
    by_pair = any(phase.obligors or phase.beneficiaries for phase in item.phases)
    state = "" if day is None or by_pair else item.state(day).replace("-", " ")
    return "; ".join(part for part in (item.name, between, state, clauses) if part)


def _without_scenario(found: CaseCommitments) -> list[RenderableType]:
    """What to write so that duties can be told, with parties of the case."""
    attacker, target = _strangers(found)
    example = f"scenarios:\n  - {{id: attack-on-{target}, attacks: [{{by: {attacker}, to: {target}}}]}}"
    return [
        heading("Who would owe what"),
        note("The case has no scenario, so no duty can be told. Add one, such as:"),
        Padding(cell(example), (1, 0, 0, 4)),
    ]


def _strangers(found: CaseCommitments) -> tuple[str, str]:
    """Two parties of the case: the second is owed something, and no instrument has both."""
    parties = [party.id for party in found.case.parties]
    circles = [
        {member.party for member in item.parties}.union(*(clause.beneficiaries for clause in item.clauses))
        for item in found.instruments
    ]
    owed = {name for item in found.instruments for clause in item.clauses for name in clause.beneficiaries}
    for target in (name for name in parties if name in owed):
        allies = set[str]().union(*(circle for circle in circles if target in circle))
        outside = [name for name in parties if name not in allies]
        if outside:
            return outside[0], target
    return "a", "b"


def _scenario(item: CaseObligations, before: dict[tuple[str, ...], str], *, proofs: bool) -> list[RenderableType]:
    """One scenario; where the same holds as in an earlier one, it says so."""
    found = item.obligations
    title = found.scenario.title or found.scenario.id
    told: list[RenderableType] = [heading(title)]
    attacks = [_attack(item, one.attack) for one in found.attacked if not one.counts_as]
    rows = [("id", found.scenario.id), ("on", found.scenario.on.isoformat())]
    told.append(facts([*rows, ("attack", "; ".join(dict.fromkeys(attacks)))]))
    listed = fact_groups(item, found.facts)
    if not listed:
        return [*told, note("No clause of the case is about those involved: nothing is owed.")]
    key = tuple(f"{group.first.outcome} {' '.join(_duty_lines(item, group))}" for group in listed)
    if key in before and not proofs:
        return [*told, note(f"The same is owed and open as in {before[key]}.")]
    before[key] = found.scenario.id
    for group in listed:
        told += _duty(item, group)
    if proofs:
        told += _proofs(item, listed)
    return told


def _attack(item: CaseObligations, attack: Attack) -> str:
    what = f"{attack.kind.replace('-', ' ')} ({attack.against.replace('-', ' ')})"
    on = "" if attack.on in (None, item.obligations.scenario.on) else f" on {attack.on}"
    return f"{item.name(attack.attacker)} → {item.name(attack.target)}: {what}{on}"


def _duty(item: CaseObligations, group: FactGroup) -> list[RenderableType]:
    """The outcome, and below it who owes what to whom, under what, and why it is so."""
    outcome = OUTCOMES[group.first.outcome]
    first, *rest = _duty_lines(item, group)
    below = Padding(Group(*(cell(line) for line in rest)), (0, 0, 0, 4))
    return ["", Padding(cell(f"{outcome}: {first}"), (0, 0, 0, 2)), below]


def _duty_lines(item: CaseObligations, group: FactGroup) -> list[str]:
    first = group.first
    article = f", {_article(first.article)}" if first.article else ""
    who = f"{_parties(item, group.obligors)} → {item.name(first.beneficiary)}{_against(item, first)}"
    return [who, f"under {first.instrument}{article}: {_what(first)}", *([group.reason] if group.reason else [])]


def _against(item: CaseObligations, fact: Fact) -> str:
    """Which attack it is about, where the scenario has several."""
    attacks = list(dict.fromkeys(one.attack for one in item.obligations.attacked if not one.counts_as))
    if len(attacks) < 2:
        return ""
    if fact.role == "aggressor":
        return f", which itself attacks {item.name(fact.adversary)}"
    about = fact.attacked.attack
    same_pair = [one for one in attacks if (one.attacker, one.target) == (about.attacker, about.target)]
    kind = f" ({about.kind.replace('-', ' ')})" if len(same_pair) > 1 else ""
    return f", against {item.name(fact.adversary)}{kind}"


def _article(words: str) -> str:
    return f"article {words}" if words[:1].isdigit() else words


def _parties(item: CaseObligations, parties: Sequence[str]) -> str:
    names = [item.name(party) for party in parties[:SHOWN_PARTIES]]
    more = len(parties) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _what(fact: Fact) -> str:
    if fact.strength is None:
        return fact.promise.clause.duty.text or fact.kind or "not known"
    hours = "" if fact.deadline_hours is None else f", within {fact.deadline_hours:g} h"
    return f"{STRENGTHS[fact.strength]} (strength {fact.strength}){hours}"


def _proofs(item: CaseObligations, groups: Iterable[FactGroup]) -> list[RenderableType]:
    """The proof of one fact a group: the others differ in the name alone."""
    told: list[RenderableType] = [heading("Why")]
    for group in groups:
        told.append(note(item.proof_words(group.first)))
        others = [party for party in group.obligors if party != group.first.obligor]
        if others:
            told.append(note(f"and likewise for {_parties(item, others)}"))
        told.append("")
    return told


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."

"""From a case to instruments and scenarios as the engine sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from detente.case.model import clause as in_case
from detente.case.model.base import Label, first_day, last_day
from detente.case.model.case import Case
from detente.case.model.clause import ALL
from detente.case.model.commitment import Commitment
from detente.case.model.commitment import Phase as CasePhase
from detente.case.model.scenario import Attack as CaseAttack
from detente.case.model.scenario import Scenario as CaseScenario
from detente.engines.commitments.instrument import (
    Adversary,
    Clause,
    Determination,
    Duty,
    Instrument,
    Membership,
    Phase,
    Precondition,
    Terms,
    Trigger,
)
from detente.engines.commitments.of_case.actors import Actors
from detente.engines.commitments.scenario import Attack, Override, Scenario
from detente.foundation.errors import OutOfDomain


def instruments_of_case(case: Case, commitments: Iterable[Commitment] | None = None) -> tuple[Instrument, ...]:
    """The instruments of a case, or the given ones read with the parties of the case.

    `all` becomes every party of the instrument, a bloc its members. A year counts from its first day where something
    begins, and to its last where it ends. Texts are in English where the case has them.
    """
    actors = Actors(case)
    return tuple(_instrument(item, actors) for item in (case.commitments if commitments is None else commitments))


def scenario_of_case(case: Case, scenario: str | CaseScenario) -> Scenario:
    """A scenario of the case, by its id; raises OutOfDomain where there is none, or where it has no day."""
    if isinstance(scenario, str):
        found = next((item for item in case.scenarios if item.id == scenario), None)
        if found is None:
            known = ", ".join(item.id for item in case.scenarios) or "none"
            raise OutOfDomain(f"the case has no scenario '{scenario}'; it has: {known}")
        scenario = found
    actors = Actors(case)
    joins = scenario.joins if isinstance(scenario.joins, str) else frozenset(actors.of_all(scenario.joins))
    return Scenario(
        id=scenario.id,
        on=_day(case, scenario),
        attacks=tuple(attack for item in scenario.attacks for attack in _attacks(item, actors)),
        provoked=frozenset((party, item.how) for item in scenario.provoked for party in actors.of(item.party)),
        requests=None if scenario.requests is None else frozenset(actors.of_all(scenario.requests)),
        votes=tuple(((vote.instrument, vote.who), vote.passes) for vote in scenario.votes),
        suppose=frozenset(scenario.suppose),
        overrides=tuple(
            Override(item.instrument, item.clause, item.owed, item.why, obligor)
            for item in scenario.overrides
            for obligor in (actors.of(item.obligor) if item.obligor else ("",))
        ),
        joins=joins,
        strength_to_join=scenario.strength_to_join,
        transitive=scenario.transitive,
        title=_text(scenario.title),
    )


def _day(case: Case, scenario: CaseScenario) -> date:
    if scenario.on is not None:
        return first_day(scenario.on)
    if case.as_of is not None:
        return last_day(case.as_of)
    raise OutOfDomain(f"scenario '{scenario.id}' has no day, and the case has no as-of")


def _attacks(item: CaseAttack, actors: Actors) -> Iterable[Attack]:
    """An attack by or on a bloc is one by or on each of its members."""
    for attacker in actors.of(item.by):
        for target in actors.of(item.to):
            if attacker != target or item.by == item.to:
                yield Attack(
                    attacker=attacker,
                    target=target,
                    kind=item.kind,
                    against=item.against,
                    area=frozenset(item.area),
                    scale=item.scale,
                    on=_first(item.on),
                    if_joins=item.if_joins,
                    because=tuple(item.because),
                )


def _instrument(item: Commitment, actors: Actors) -> Instrument:
    parties = tuple(member.party for member in item.parties)
    return Instrument(
        id=item.id,
        name=str(item.name),
        kind=item.kind,
        clauses=tuple(_clause(clause, item, actors) for clause in item.clauses),
        parties=tuple(
            Membership(actor, _first(member.from_) or date.min, _last(member.until) or date.max)
            for member in item.parties
            for actor in actors.of(member.party)
        ),
        phases=tuple(_phase(phase, parties, actors) for phase in item.status),
        preconditions=tuple(Precondition(p.id, str(p.what), p.met, _first(p.on)) for p in item.preconditions),
        terms=_terms(item, parties, actors),
        open_parties=item.open_parties,
        imitates=item.imitates or "",
        sources=tuple(item.sources),
        unknown=tuple(str(what) for what in item.unknown),
        unsure=tuple(item.unsure),
        because=tuple(item.because),
    )


def _phase(phase: CasePhase, parties: Sequence[str], actors: Actors) -> Phase:
    return Phase(
        state=phase.state,
        start=_first(phase.from_) or date.min,
        end=_last(phase.until) or date.max,
        obligors=_actors(phase.obligors, parties, actors),
        beneficiaries=_actors(phase.beneficiaries, parties, actors),
        note=_text(phase.note),
    )


def _clause(clause: in_case.Clause, item: Commitment, actors: Actors) -> Clause:
    parties = tuple(member.party for member in item.parties)
    duty = clause.duty
    return Clause(
        id=clause.id,
        instrument=item.id,
        obligors=_actors(clause.obligors, parties, actors),
        beneficiaries=_actors(clause.beneficiaries, parties, actors),
        trigger=_trigger(clause.trigger, actors),
        duty=Duty(
            text=_text(duty.text),
            kind=duty.kind,
            strength=duty.strength,
            automaticity=duty.automaticity,
            deadline_hours=None if duty.deadline_hours is None else float(duty.deadline_hours),
        ),
        article=clause.article or "",
        quote=clause.quote or "",
        page=clause.page or "",
        covers_parties=clause.covers_parties,
        yields_to=frozenset(clause.yields_to),
        unknown=tuple(str(what) for what in clause.unknown),
        unsure=tuple(clause.unsure),
        because=tuple(clause.because),
    )


def _trigger(trigger: in_case.Trigger | None, actors: Actors) -> Trigger:
    if trigger is None:
        return Trigger()
    by, deciders = trigger.by, trigger.determined_by
    return Trigger(
        text=_text(trigger.text),
        types=_set(trigger.type),
        against=_set(trigger.against),
        by=None if by is None else Adversary(by.kind, frozenset(actors.of_all(by.parties))),
        area=_set(trigger.area),
        except_area=frozenset(trigger.except_area),
        threshold=trigger.threshold,
        non_provocation=_set(trigger.non_provocation),
        ongoing_conflict=_text(trigger.ongoing_conflict),
        adversaries_at_least=trigger.adversaries_at_least or 1,
        demand_refused=_text(trigger.demand_refused),
        determined_by=None
        if deciders is None
        else tuple(Determination(item.who, _text(item.body), item.rule or "") for item in deciders),
    )


def _terms(item: Commitment, parties: Sequence[str], actors: Actors) -> Terms:
    legal, term, accession = item.legal, item.term, item.accession
    steps = (accession.rule, accession.second_step) if accession else ()
    return Terms(
        binding=legal.binding if legal else None,
        ratification=_text(legal.ratification) if legal else "",
        ratifications_needed=_actors(legal.needed if legal else (), parties, actors),
        ratifications_done=_actors(legal.done if legal else (), parties, actors),
        indefinite=term.indefinite if term else None,
        years=None if term is None or term.years is None else float(term.years),
        renewal=_text(term.renewal) if term else "",
        ends_when=_text(term.ends_when) if term else "",
        notice_months=None if term is None or term.notice_months is None else float(term.notice_months),
        accession="; ".join(str(step) for step in steps if step is not None),
        consent=frozenset(actors.of_all(item.consent)),
        enforcement=_text(item.enforcement),
        forces=_text(item.forces),
        limits=tuple(str(limit) for limit in item.limits),
    )


def _actors(ids: Sequence[str], parties: Sequence[str], actors: Actors) -> frozenset[str]:
    named = [name for item in ids for name in (parties if item == ALL else (item,))]
    return frozenset(actors.of_all(named))


def _set(values: Sequence[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)


def _text(label: Label | None) -> str:
    return "" if label is None else label.in_language("en")


def _first(when: str | None) -> date | None:
    return None if when is None else first_day(when)


def _last(when: str | None) -> date | None:
    return None if when is None else last_day(when)

"""Every place of a case that names a party."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.case.checks.unknown import each, given
from detente.case.finding import Path
from detente.case.instruments.naming import parties_named
from detente.case.model.case import Case
from detente.case.model.clause import ALL
from detente.case.model.conflict import Arc, Conflict
from detente.case.model.contest import Contest
from detente.case.model.contest import Step as Vote
from detente.case.model.scenario import Scenario

_MAY_BE_ALL = {"obligors", "beneficiaries", "needed"}

Named = Iterator[tuple[Path, str]]


def named_parties(case: Case) -> Named:
    """Every party that the case names outside the list of parties' own ids, and where."""
    for index, party in enumerate(case.parties):
        yield from each(("parties", index, "members"), party.members)
        yield from each(("parties", index, "for"), party.for_)
        if party.rule:
            yield from ((("parties", index, "rule", "weights", name), name) for name in party.rule.weights)
    if case.agreement:
        yield from each(("agreement", "consent"), case.agreement.consent)
        for index, also in enumerate(case.agreement.also):
            yield ("agreement", "also", index, "party"), also.party
    for name in case.preferences:
        yield ("preferences", name), name
    for index, offer in enumerate(case.offers):
        yield ("offers", index, "by"), offer.by
        yield from each(("offers", index, "to"), offer.to)
    for index, proposal in enumerate(case.proposals):
        yield from each(("proposals", index, "by"), proposal.by)
    for index, position in enumerate(case.positions):
        yield ("positions", index, "party"), position.party
    for index, statement in enumerate(case.statements):
        yield from each(("statements", index, "to"), statement.to)
    yield from _in_engines(case)


def _in_engines(case: Case) -> Named:
    if case.conflict:
        yield from _in_conflict(case.conflict, ("conflict",))
    for index, commitment in enumerate(case.commitments):
        for path, name in parties_named(commitment):
            if name != ALL or not _MAY_BE_ALL.intersection(map(str, path)) or path[0] == "status":
                yield ("commitments", index, *path), name
    for index, scenario in enumerate(case.scenarios):
        yield from _in_scenario(scenario, ("scenarios", index))
    for index, contest in enumerate(case.contests):
        yield from _in_contest(contest, ("contests", index))
    for index, accession in enumerate(case.accessions):
        yield from given([(("accessions", index, "candidate"), accession.candidate)])
        for number, step in enumerate(accession.steps):
            yield from _in_vote(step, ("accessions", index, "steps", number))


def _in_conflict(conflict: Conflict, path: Path) -> Named:
    for index, action in enumerate(conflict.actions):
        yield (*path, "actions", index, "party"), action.party
    yield from (((*path, "preferences", name), name) for name in conflict.preferences)
    yield from _in_arcs(conflict.arcs, (*path, "arcs"))
    for index, coalition in enumerate(conflict.coalitions):
        yield from each((*path, "coalitions", index, "members"), coalition.members)
    for index, view in enumerate(conflict.views):
        yield (*path, "views", index, "party"), view.party
        yield from (((*path, "views", index, "preferences", name), name) for name in view.preferences)
    for index, variant in enumerate(conflict.variants):
        yield from (((*path, "variants", index, "preferences", name), name) for name in variant.preferences)
        yield from _in_arcs(variant.arcs or (), (*path, "variants", index, "arcs"))


def _in_arcs(arcs: Iterable[Arc], path: Path) -> Named:
    for index, arc in enumerate(arcs):
        yield from each((*path, index, "party"), arc.party)


def _in_scenario(scenario: Scenario, path: Path) -> Named:
    for index, attack in enumerate(scenario.attacks):
        yield (*path, "attacks", index, "by"), attack.by
        yield (*path, "attacks", index, "to"), attack.to
    for index, provoked in enumerate(scenario.provoked):
        yield (*path, "provoked", index, "party"), provoked.party
    yield from each((*path, "requests"), scenario.requests or ())
    for index, override in enumerate(scenario.overrides):
        yield from given([((*path, "overrides", index, "obligor"), override.obligor)])
    yield from each((*path, "joins"), () if isinstance(scenario.joins, str) else scenario.joins)


def _in_contest(contest: Contest, path: Path) -> Named:
    yield (*path, "challenger"), contest.challenger
    yield (*path, "protege"), contest.protege
    yield from (((*path, "strengths", name), name) for name in contest.strengths)
    for index, guarantor in enumerate(contest.guarantors):
        yield (*path, "guarantors", index, "party"), guarantor.party
    for index, shift in enumerate(contest.shifts):
        yield (*path, "shifts", index, "rising"), shift.rising


def _in_vote(step: Vote, path: Path) -> Named:
    yield from (((*path, "weights", name), name) for name in step.weights)
    for index, ballot in enumerate(step.ballots):
        yield (*path, "ballots", index, "party"), ballot.party

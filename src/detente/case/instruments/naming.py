"""The parties of an instrument: everywhere it names one, and the names that a case has for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from detente.case.instruments.actor import Actor
from detente.case.model.case import Case
from detente.case.model.clause import ALL, Clause
from detente.case.model.commitment import Commitment, Membership, Phase
from detente.case.model.party import Party
from detente.case.page import Path


def parties_named(found: Commitment) -> Iterator[tuple[Path, str]]:
    """Every party that the instrument names, and where; `all` where it says so.

    A place that the file writes in a shorter form is found all the same: parts of a path that it does not have are
    passed over.
    """
    yield from ((("parties", index, "party"), item.party) for index, item in enumerate(found.parties))
    for index, phase in enumerate(found.status):
        for field, named in (("obligors", phase.obligors), ("beneficiaries", phase.beneficiaries), ("by", phase.by)):
            yield from _each(("status", index, field), named)
    for index, clause in enumerate(found.clauses):
        path: Path = ("clauses", index)
        yield from _each((*path, "obligors"), clause.obligors)
        yield from _each((*path, "beneficiaries"), clause.beneficiaries)
        if clause.trigger and clause.trigger.by:
            yield from _each((*path, "trigger", "by", "other-than", "parties"), clause.trigger.by.parties)
    if found.legal:
        yield from _each(("legal", "needed"), found.legal.needed)
        yield from _each(("legal", "done"), found.legal.done)
    yield from _each(("consent",), found.consent)


def _each(path: Path, names: Iterable[str]) -> Iterator[tuple[Path, str]]:
    yield from (((*path, index), name) for index, name in enumerate(names))


def with_parties_of(found: Commitment, actors: Iterable[Actor], case: Case) -> Commitment:
    """The instrument with the case's ids for its parties."""
    names = names_in(case, actors)

    def ids(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(name, name) for name in given)

    legal = found.legal
    changes: dict[str, object] = {
        "parties": tuple(_member(item, names) for item in found.parties),
        "status": tuple(_phase(phase, ids) for phase in found.status),
        "clauses": tuple(_clause(clause, ids) for clause in found.clauses),
        "legal": legal and legal.model_copy(update={"needed": ids(legal.needed), "done": ids(legal.done)}),
        "consent": ids(found.consent),
    }
    return found.model_copy(update=changes)


def _member(item: Membership, names: Mapping[str, str]) -> Membership:
    return item.model_copy(update={"party": names.get(item.party, item.party)})


def _phase(phase: Phase, ids: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Phase:
    changes = {
        "obligors": ids(phase.obligors),
        "beneficiaries": ids(phase.beneficiaries),
        "by": ids(phase.by),
    }
    return phase.model_copy(update=changes)


def _clause(clause: Clause, ids: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Clause:
    changes: dict[str, object] = {"obligors": ids(clause.obligors), "beneficiaries": ids(clause.beneficiaries)}
    trigger = clause.trigger
    if trigger and trigger.by and trigger.by.parties:
        by = trigger.by.model_copy(update={"parties": ids(trigger.by.parties)})
        changes["trigger"] = trigger.model_copy(update={"by": by})
    return clause.model_copy(update=changes)


def names_in(case: Case, actors: Iterable[Actor]) -> dict[str, str]:
    """The library's id of every actor → the id that it has in the case."""
    known = list(actors)
    names: dict[str, str] = {}
    for same in (_same_country, _same_id, _same_name):
        for actor in known:
            free = [party for party in case.parties if party.id not in names.values()]
            found = [party.id for party in free if same(actor, party)] if actor.id not in names else []
            if len(found) == 1:
                names[actor.id] = found[0]
    taken = {party.id for party in case.parties} | {ALL}
    return {actor.id: names.get(actor.id) or _own(actor.id, taken) for actor in known}


def _same_country(actor: Actor, party: Party) -> bool:
    return actor.kind == "state" == party.kind and actor.country is not None and actor.country == party.country


def _same_id(actor: Actor, party: Party) -> bool:
    return actor.id == party.id and not _contradicts(actor, party)


def _same_name(actor: Actor, party: Party) -> bool:
    names = {actor.name.casefold(), *(alias.casefold() for alias in actor.aliases)}
    theirs = {text.casefold() for text in (party.id, *party.name.texts.values(), *party.aliases)}
    return bool(names & theirs) and not _contradicts(actor, party)


def _contradicts(actor: Actor, party: Party) -> bool:
    """Whether the two cannot be the same: a person, or another country's."""
    return party.kind == "person" or (None not in (actor.country, party.country) and actor.country != party.country)


def _own(name: str, taken: set[str]) -> str:
    """The library's id, with x- before it as often as it takes to be free."""
    return _own(f"x-{name}", taken) if name in taken else name

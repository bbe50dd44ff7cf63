"""Who stands behind the ids of a case: members for blocs and organisations, and the names to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.case.model.case import Case
from detente.case.model.party import Party


def party_names(case: Case) -> Mapping[str, str]:
    """The name to show for each party."""
    return {party.id: str(party.name) for party in case.parties}


class Actors:
    """The parties of a case as those who owe and are owed.

    A bloc or organisation stands for its members, theirs included. One with open membership also stays beside them
    and stands for the members that the case does not name.
    """

    def __init__(self, case: Case) -> None:
        self._parties = {party.id: party for party in case.parties}
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, party: str) -> tuple[str, ...]:
        """Who one id stands for, in the order of the case."""
        if party not in self._known:
            found: dict[str, None] = {}
            self._collect(party, found, set())
            self._known[party] = tuple(found)
        return self._known[party]

    def of_all(self, parties: Iterable[str]) -> tuple[str, ...]:
        """Who several ids stand for, each once."""
        return tuple(dict.fromkeys(actor for party in parties for actor in self.of(party)))

    def _collect(self, party: str, found: dict[str, None], seen: set[str]) -> None:
        if party in seen:
            return
        seen.add(party)
        item: Party | None = self._parties.get(party)
        if item is None or not item.members or item.open_membership:
            found[party] = None
        for member in item.members if item else ():
            self._collect(member, found, seen)

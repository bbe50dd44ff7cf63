"""How two lists of actors relate: who stands in both, and who only in one."""

from __future__ import annotations

from collections.abc import Sequence

from detente.evidence.comparison.comparators_of_values import Knowledge, Pair, words_of
from detente.evidence.items import SlotValue
from detente.evidence.language.spelling import spelled
from detente.evidence.values import Actor, Members, Role

OPEN_TO_MORE = frozenset(("who",))
"""Lists to which a name more is never another answer: two groups may both oppose."""


def compare_lists(slot: str, a: Sequence[SlotValue], b: Sequence[SlotValue], known: Knowledge) -> Pair:
    """Two lists of actors, one a report: who stands in both, who only in one; an open list excludes nobody."""
    one, two = members_of(a), members_of(b)
    only_one = tuple(actor for actor in one.actors if not _among(actor, two, known))
    only_two = tuple(actor for actor in two.actors if not _among(actor, one, known))
    here, there = a[0].passage.report, b[0].passage.report
    if not only_one and not only_two:
        if one.open == two.open:
            return Pair("agree", f"{here} and {there} name the same: {_listed(one.actors)}")
        opener = here if one.open else there
        return Pair("refines", f"{here} and {there} name the same, but {opener} says that there are others")
    difference = "; ".join(
        f"only in {report}: {_listed(actors)}" for report, actors in ((here, only_one), (there, only_two)) if actors
    )
    apart = len(only_one) == len(one.actors) and len(only_two) == len(two.actors)
    named = all(actor.name[:1].isupper() for actor in (*one.actors, *two.actors))
    if apart and named and slot not in OPEN_TO_MORE and not one.open and not two.open and one.actors and two.actors:
        return Pair("soft", f"the lists have nobody in common: {difference}")
    return Pair("refines", f"the lists differ, and neither excludes the other: {difference}")


def members_of(values: Sequence[SlotValue]) -> Members:
    """The actors that one report gives, in order, each once; open where one of its lists is."""
    actors: dict[Actor, None] = {}
    is_open = False
    for value in values:
        inner = value.value
        if isinstance(inner, Members):
            actors.update(dict.fromkeys(inner.actors))
            is_open = is_open or inner.open
        elif isinstance(inner, Actor):
            actors[inner] = None
        elif isinstance(inner, Role):
            actors[inner.actor] = None
        else:
            actors[Actor(words_of(value))] = None
    return Members(tuple(actors), is_open)


def _among(actor: Actor, members: Members, known: Knowledge) -> bool:
    for other in members.actors:
        if actor == other or spelled(actor.name) == spelled(other.name):
            return True
        if known.actors.relation(actor, other) in {"same", "speaks-for"}:
            return True
    return False


def _listed(actors: Sequence[Actor]) -> str:
    return ", ".join(actor.name for actor in actors) or "nobody"

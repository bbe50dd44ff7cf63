"""How reports describe one person: the offices compared, and a tie to somebody out of office set against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from detente.evidence.comparison.comparators import Compared, compare_values
from detente.evidence.comparison.frames import own_key
from detente.evidence.extraction.events.words import TIES
from detente.evidence.items import SlotValue
from detente.evidence.language.names import Actors
from detente.evidence.language.roles import OfficeHolder
from detente.evidence.values import Role


def roles_by_actor(values: Iterable[SlotValue], actors: Actors) -> Iterator[tuple[str, list[SlotValue]]]:
    """The descriptions of each actor, as slots `role-<last name>`."""
    found: dict[str, list[SlotValue]] = {}
    names: dict[str, str] = {}
    for value in values:
        if isinstance(value.value, Role):
            key = own_key(actors.named(value.value.actor.name) or value.value.actor)
            found.setdefault(key, []).append(value)
            names.setdefault(key, value.value.actor.name)
    for key, given in found.items():
        yield f"role-{_slug(names[key])}", given


def _slug(name: str) -> str:
    last = name.split()[-1].lower() if name.split() else "unnamed"
    kept = "".join(letter for letter in last if letter.isascii() and (letter.isalnum() or letter == "-"))
    return kept or "unnamed"


def compare_roles(
    slot: str,
    values: Sequence[SlotValue],
    *,
    actors: Actors,
    same_source: Iterable[Iterable[str]],
    office_holders: Sequence[OfficeHolder],
    as_of: date | None,
) -> Compared:
    """Offices against offices. `Affiliated with a former president` is no office, but sits ill beside `official`."""
    offices = [value for value in values if not is_tie(value)]
    ties = [value for value in values if is_tie(value)]
    compared = compare_values(
        slot,
        offices or values,
        actors=actors,
        same_source=same_source,
        office_holders=office_holders,
        as_of=as_of,
    )
    if not offices or not ties or compared.outcome in ("soft", "hard"):
        return compared
    tied = {value.passage.report for value in ties}
    other = next((value for value in offices if value.passage.report not in tied), None)
    if other is None:
        return compared
    tie = ties[0]
    outside = isinstance(tie.value, Role) and tie.value.former
    reason = (
        f"“{other.passage.quote}” ({other.passage.report}) names an office alone; {tie.passage.report} adds "
        f"“{tie.passage.quote}”"
    )
    if outside:
        return Compared("soft", f"{reason}, a tie to somebody who holds none; both may be true", compared.within)
    return Compared("refines", reason, compared.within)


def is_tie(value: SlotValue) -> bool:
    """Whether a description ties an actor to another instead of giving an office."""
    if not isinstance(value.value, Role) or not value.value.words:
        return False
    first = value.value.words.split()[0].lower()
    return any(first in (verb, f"{verb}d", f"{verb}ed") for verb in TIES) or first in ("close", "allied", "tied")

"""Who attacked whom, and when: the events that promises are conditioned on, several to a war.

A list of participants gives a war two sides and each state a day of entry. `attacks_of` reads from these who attacked
whom, which does for wars of two states. Where a war had many attacks, such as the two World Wars, the days and sides
do not tell them; for these the package has a list of its own, `data/war-attacks.csv`, whose head says how it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from itertools import product

from detente.case.exchange.days import PartDay
from detente.case.exchange.states import States, region
from detente.case.exchange.wars import WarParticipant
from detente.foundation.errors import OutOfDomain

OPENING = timedelta(days=3)
KINDS = ("attack", "declaration", "occupation", "group")
PLACES = ("territory", "colony", "occupied", "forces", "none")


@dataclass(frozen=True, slots=True)
class Attack:
    """One state's attack or declaration of war on another.

    `kind` is attack, declaration, occupation, or group: an armed group attacks that is based in the state named.
    `on` says what of the target's was attacked: its territory, a colony, land that it occupied, forces elsewhere, or
    none for a mere declaration. `aids` are the states on whose side the attacker enters a war under way. `listed`
    tells the list of our own from what was read off days of entry.
    """

    war: str
    day: PartDay
    attacker: int
    target: int
    kind: str = "attack"
    on: str = "territory"
    area: str = ""
    aids: tuple[int, ...] = ()
    listed: bool = False


def listed_attacks(states: States) -> tuple[Attack, ...]:
    """The attacks in our own list, by day within each war; `states` turns its abbreviations into codes.

    Raises OutOfDomain where the list of states lacks one of them.
    """
    text = (files("detente.case.exchange") / "data" / "war-attacks.csv").read_text("utf-8")
    lines = [line.split(",") for line in text.splitlines() if line and not line.startswith("#")]
    found: list[Attack] = []
    for war, day, attackers, targets, kind, on, area, aids in lines[1:]:
        helped = tuple(_codes(aids, states))
        for attacker, target in product(_codes(attackers, states), _codes(targets, states)):
            others = tuple(code for code in helped if code != attacker)
            found.append(Attack(war, PartDay.of(day), attacker, target, kind, on, area, others, listed=True))
    return tuple(sorted(found, key=lambda attack: (attack.war, attack.day)))


def attacks_of(participants: Iterable[WarParticipant]) -> tuple[Attack, ...]:
    """The attacks of one war, read off sides and days of entry.

    On the first days the side of the initiators attacks the other; who enters with them and is no initiator aids them.
    Who enters later attacks whoever of the other side is at war then, in aid of its own side. An attack counts as one
    on the target's territory where the war was fought in the region in which the target lies.
    """
    entries = sorted(participants, key=lambda one: (one.entered.first, not one.initiator))
    if not entries:
        return ()
    first = entries[0].entered.first + OPENING
    opening = [one for one in entries if one.entered.first <= first]
    began = {one.side for one in opening if one.initiator} or {opening[0].side}
    found: list[Attack] = []
    for index, one in enumerate(entries):
        if one in opening:
            if one.side in began:
                own = [other for other in opening if other.side == one.side and other.initiator]
                attacked = [other for other in opening if other.side != one.side]
                found += [_attack(one, other, [] if one.initiator else own) for other in attacked]
            continue
        before = [other for other in entries[:index] if other.side == one.side]
        foes = [other for other in entries[:index] if other.side != one.side and _at_war(other, one)]
        found += [_attack(one, other, before) for other in foes]
    return tuple(found)


def attacks_in(war: str, listed: Sequence[Attack], participants: Sequence[WarParticipant]) -> tuple[Attack, ...]:
    """The attacks of the war: those of the list where it has the war, else those read off the participants."""
    known = tuple(attack for attack in listed if attack.war == war)
    return known or attacks_of(one for one in participants if str(one.war) == war)


def _codes(words: str, states: States) -> list[int]:
    missing = [word for word in words.split() if word not in states.by_abbreviation]
    if missing:
        raise OutOfDomain(f"the list of states has no {', '.join(missing)}")
    return [states.by_abbreviation[word].code for word in words.split()]


def _attack(one: WarParticipant, other: WarParticipant, aided: Sequence[WarParticipant]) -> Attack:
    day = max(one.entered, other.entered)
    home = region(other.state)
    at_home = not one.regions or home in one.regions
    area = home if at_home else min(one.regions)
    aids = tuple(dict.fromkeys(helped.state for helped in aided if helped.state != one.state))
    return Attack(str(one.war), day, one.state, other.state, "attack", "territory" if at_home else "forces", area, aids)


def _at_war(other: WarParticipant, one: WarParticipant) -> bool:
    return other.left is None or other.left.last >= one.entered.first

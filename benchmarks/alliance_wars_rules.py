"""Whether a war calls on an alliance's promises: rules with reasons, on ATOP's member conditions and a list of attacks.

Every rule is general: it reads the attacks of a war one by one and asks of each member's promises whether they are
meant. No rule knows an alliance or a war. They were written and changed with half of the coders' answers in view, so
their score on that half flatters them. The spans of time at the head were set by hand; the readings that a reasonable
person could also choose otherwise are `Readings`, so that the benchmark can turn each of them and show what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from detente.case.exchange.atop import AtopMember
from detente.case.exchange.attacks import Attack
from detente.case.exchange.days import PartDay
from detente.case.exchange.states import region

FORMED_FOR_IT = timedelta(days=365)  # a promise for a conflict under way is made at most so long before the first blow
ENDED_BY_IT = timedelta(days=30)  # an alliance that ends at most so long before a blow ended because of it

BINDING = frozenset({"defense", "offense", "neutral", "nonagg"})

Members = tuple[AtopMember, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """How the rules read what the texts and the data leave open."""

    groups: bool = False  # an attack by an armed group counts as one by the state in which it is based
    occupations: bool = False  # an occupation that nobody resists counts as an attack
    troops_abroad: bool = False  # an attack on troops or ships elsewhere counts as one on the member
    declarations: bool = False  # a mere declaration of war counts as an attack on the member
    invaded_by_the_named: bool = True  # with no clause on provocation, invasion by the named adversary is enough
    clean_hands: bool = True  # neutrality if attacked is not owed to a member that has begun a fight in this war
    guarantors: bool = True  # where only some owe a duty, they owe it to the others
    ended_by_it: bool = True  # an alliance that ends just before a blow ended because of it
    made_in_war: bool = True  # an alliance made during the war is meant for the war
    own_region: bool = True  # an alliance made in war covers troops in the home region of a member


STANDING = Readings()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the alliance is invoked, by which rule, by which attack, and who would have to act."""

    invoked: bool
    rule: str
    attack: Attack | None = None
    obligor: int | None = None


NOT_INVOKED = Verdict(False, "no promise is meant")


@dataclass(frozen=True)
class War:
    """The attacks of one war in order, and the day on which it ends."""

    attacks: tuple[Attack, ...]
    ends: date
    readings: Readings = STANDING

    @cached_property
    def begins(self) -> date:
        """The first day."""
        return min(attack.day.first for attack in self.attacks)

    @cached_property
    def fights(self) -> tuple[Attack, ...]:
        """What counts as fighting between states."""
        kinds = {"attack", "declaration"}
        kinds |= {"occupation"} if self.readings.occupations else set()
        kinds |= {"group"} if self.readings.groups else set()
        return tuple(attack for attack in self.attacks if attack.kind in kinds)

    @cached_property
    def provoked(self) -> frozenset[Attack]:
        """The attacks on those who began: who strikes first at another, or at one whom the other aids, begins.

        To strike back, for oneself or in aid of another, begins nothing; who began stays so between the two.
        """
        found: set[Attack] = set()
        began: dict[frozenset[int], int] = {}
        for attack in self.fights:
            pair = frozenset((attack.attacker, attack.target))
            if pair not in began:
                against = (frozenset((attack.target, aided)) for aided in attack.aids)
                answers = any(began.get(other) == attack.target for other in against)
                began[pair] = attack.target if answers else attack.attacker
            if began[pair] == attack.target:
                found.add(attack)
        return frozenset(found)

    def unprovoked_on(self, target: int) -> frozenset[int]:
        """The states that attack the target without its having begun."""
        return frozenset(a.attacker for a in self.fights if a.target == target and a not in self.provoked)

    def has_begun(self, state: int, day: PartDay) -> bool:
        """Whether the state has begun a fight in this war before the day."""
        return any(a.attacker == state and a.day < day and a not in self.provoked for a in self.fights)


@dataclass(frozen=True)
class Alliance:
    """The memberships of one alliance."""

    id: int
    members: Members

    def on(self, day: PartDay, readings: Readings) -> Members:
        """The memberships in force on the day, or ended by it: the latest one of each state."""
        found: dict[int, AtopMember] = {}
        for one in sorted(self.members, key=lambda member: member.entered):
            if one.entered.first <= day.last and not _ended(one, day, readings):
                found[one.member] = one
        return tuple(found.values())

    @property
    def formed(self) -> PartDay:
        """The day on which it begins."""
        return min(one.entered for one in self.members)


def owed_to(members: Members, obligation: str, readings: Readings) -> frozenset[int]:
    """The states to whom it is owed: those that do not owe it themselves, or all where all owe it.

    ATOP does not say who benefits. Where only some owe a duty, as guarantors do, it is the others whom they protect.
    """
    without = frozenset(one.member for one in members if obligation not in one.obligations)
    return without if without and readings.guarantors else frozenset(one.member for one in members)


def names(member: AtopMember, prefix: str, adversary: int) -> bool:
    """Whether the adversary is meant: none is named, or it is among the named, or ATOP does not list them."""
    return f"{prefix}adv" not in member.conditions or not member.threats or adversary in member.threats


def made_for(member: AtopMember, prefix: str, war: War) -> bool:
    """Whether a promise for a conflict under way can mean this one."""
    return f"{prefix}con" not in member.conditions or member.entered.first >= war.begins - FORMED_FOR_IT


def among_members(alliance: Alliance, war: War) -> Verdict | None:
    """Members attack each other while both are bound: any promise but one to consult is broken."""
    for attack in war.fights:
        if attack.kind == "declaration":
            continue
        one = [m for m in alliance.members if m.member == attack.attacker and _bound(m, attack, war)]
        other = [m for m in alliance.members if m.member == attack.target and _bound(m, attack, war)]
        if any(_overlap(a, b) and (a.obligations | b.obligations) & BINDING for a in one for b in other):
            return Verdict(True, "members fight each other", attack, attack.attacker)
    return None


def defence(alliance: Alliance, war: War) -> Verdict | None:
    """A member is attacked by an outsider without having begun, and every condition of the promise holds."""
    open_to = {"territory", "colony", "occupied"}
    open_to |= {"forces"} if war.readings.troops_abroad else set()
    open_to |= {"none"} if war.readings.declarations else set()
    for attack in war.fights:
        members = alliance.on(attack.day, war.readings)
        states = {one.member for one in members}
        if attack.target not in owed_to(members, "defense", war.readings) & states or attack.attacker in states:
            continue
        for one in members:
            owes = one.member != attack.target and "defense" in one.obligations
            if owes and attack.on in open_to and _defends(one, attack, war):
                return Verdict(True, "a member is attacked", attack, one.member)
    return None


def _defends(one: AtopMember, attack: Attack, war: War) -> bool:
    if attack in war.provoked and not _invaded_by_the_named(one, attack, war):
        return False
    return (
        names(one, "defco", attack.attacker)
        and made_for(one, "defco", war)
        and not ("defcoloc" in one.conditions and attack.on != "territory")
        and not ("defconum" in one.conditions and len(war.unprovoked_on(attack.target)) < 2)
    )


def _invaded_by_the_named(one: AtopMember, attack: Attack, war: War) -> bool:
    named = "defcoadv" in one.conditions and attack.attacker in one.threats
    invaded = attack.kind == "attack" and attack.on == "territory"
    return war.readings.invaded_by_the_named and named and invaded and "defconpr" not in one.conditions


def offence(alliance: Alliance, war: War) -> Verdict | None:
    """A member is at war with an outsider against whom the others have promised to fight, whoever began."""
    for attack, members, member, adversary, _ in _wars_with_outsiders(alliance, war):
        if member not in owed_to(members, "offense", war.readings):
            continue
        for one in members:
            if one.member != member and "offense" in one.obligations and _joins(one, member, adversary, war):
                return Verdict(True, "a member makes war and was promised help", attack, one.member)
    return None


def _joins(one: AtopMember, member: int, adversary: int, war: War) -> bool:
    named = "offcoadv" in one.conditions and adversary in one.threats
    return (
        names(one, "offco", adversary)
        and made_for(one, "offco", war)
        and (named or "offcoloc" not in one.conditions)
        and not ("offconum" in one.conditions and len(war.unprovoked_on(member)) < 2)
    )


def neutrality(alliance: Alliance, war: War) -> Verdict | None:
    """A member is at war with an outsider, and the others have promised to stay out."""
    for attack, members, member, adversary, attacked in _wars_with_outsiders(alliance, war):
        if member not in owed_to(members, "neutral", war.readings):
            continue
        innocent = attacked and not (war.readings.clean_hands and war.has_begun(member, attack.day))
        for one in members:
            if one.member == member or "neutral" not in one.obligations:
                continue
            if {"neucoatt", "neuconpr"} & one.conditions and not innocent:
                continue
            if names(one, "neuco", adversary) and made_for(one, "neuco", war):
                return Verdict(True, "a member is at war and was promised neutrality", attack, one.member)
    return None


def made_in_war(alliance: Alliance, war: War) -> Verdict | None:
    """An alliance made during the war to fight: a member is at war already, with one that the text names or any.

    Where the promise is to defend only, and no adversary is named, the member must not have begun the war.
    """
    if not war.readings.made_in_war or not war.begins < alliance.formed.first <= war.ends:
        return None
    for attack, members, member, adversary, attacked in _wars_with_outsiders(alliance, war, since_formed=False):
        for one in members:
            fights = one.obligations & {"defense", "offense"}
            if not fights or one.member == member or member not in _owed_any(members, fights, war.readings):
                continue
            if one.threats:
                meant = adversary in one.threats
            else:
                meant = attacked or "offense" in fights or "defcocon" in one.conditions
            if meant and ("offense" in fights or "defcoloc" not in one.conditions or _at_home(attack, members, war)):
                return Verdict(True, "it was made in this war to fight it", attack, one.member)
    return None


def _at_home(attack: Attack, members: Members, war: War) -> bool:
    near = war.readings.own_region and attack.area in {region(one.member) for one in members}
    return attack.on == "territory" or near


RULES: tuple[Callable[[Alliance, War], Verdict | None], ...] = (
    among_members,
    defence,
    offence,
    neutrality,
    made_in_war,
)


def invoked(alliance: Alliance, war: War) -> Verdict:
    """The first rule that holds, or that none does."""
    for rule in RULES:
        verdict = rule(alliance, war)
        if verdict is not None:
            return verdict
    return NOT_INVOKED


def _wars_with_outsiders(
    alliance: Alliance, war: War, *, since_formed: bool = True
) -> Iterator[tuple[Attack, Members, int, int, bool]]:
    """Each attack between a member and an outsider: the members then, the member, the outsider, who began."""
    for attack in war.fights:
        day = attack.day if since_formed else max(attack.day, alliance.formed)
        members = alliance.on(day, war.readings)
        states = {one.member for one in members}
        if attack.attacker in states and attack.target not in states:
            yield attack, members, attack.attacker, attack.target, False
        elif attack.target in states and attack.attacker not in states:
            yield attack, members, attack.target, attack.attacker, attack not in war.provoked


def _owed_any(members: Members, obligations: Iterable[str], readings: Readings) -> frozenset[int]:
    return frozenset().union(*(owed_to(members, name, readings) for name in obligations))


def _ended(one: AtopMember, day: PartDay, readings: Readings) -> bool:
    grace = ENDED_BY_IT if readings.ended_by_it else timedelta(0)
    return one.left is not None and one.left.last + grace < day.first


def _bound(member: AtopMember, attack: Attack, war: War) -> bool:
    return not _ended(member, attack.day, war.readings) and member.entered.first <= war.ends


def _overlap(one: AtopMember, other: AtopMember) -> bool:
    starts = max(one.entered.first, other.entered.first)
    return all(member.left is None or member.left.last >= starts for member in (one, other))


def with_reading(readings: Readings, name: str) -> Readings:
    """The readings with one of them turned round."""
    return replace(readings, **{name: not getattr(readings, name)})

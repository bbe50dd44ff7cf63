"""Why no promise was found to be meant: the condition that failed last, for every promise of an alliance in a war."""

from __future__ import annotations

from benchmarks.alliance_wars_rules import BINDING, Alliance, War, made_for, names, owed_to

from detente.case.exchange.atop import AtopMember
from detente.case.exchange.attacks import Attack

# From the first hurdle to the last: the reason shown for an alliance is the last hurdle that any promise came to.
HURDLES = (
    "no member is in the fighting while it is bound",
    "a promise to consult only",
    "members do not attack each other, and nothing else is promised",
    "only the member that owes the promise is attacked, none to whom it is owed",
    "what is attacked are troops or ships elsewhere, or war is declared only",
    "the member had begun",
    "another adversary is named",
    "it was made for another conflict",
    "outside the place that the text names, as far as ATOP tells",
    "not enough adversaries",
    "neutrality only if attacked, and the member had begun",
)


def why_not(alliance: Alliance | None, war: War | None) -> str:
    """The last hurdle in words."""
    if alliance is None:
        return "ATOP's file lacks the alliance"
    if war is None:
        return "the attacks of the war are not known"
    reached = {_hurdle(alliance, war, attack) for attack in war.fights}
    return HURDLES[max(reached, default=0)]


def _hurdle(alliance: Alliance, war: War, attack: Attack) -> int:
    members = alliance.on(attack.day, war.readings)
    states = {one.member for one in members}
    fighting = states & {attack.attacker, attack.target}
    if not fighting:
        return 0
    obligations = frozenset().union(*(one.obligations for one in members))
    if not obligations & BINDING:
        return 1
    if not obligations & {"defense", "offense", "neutral"}:
        return 2
    reached = [3]
    for one in members:
        if "defense" in one.obligations and attack.target in owed_to(members, "defense", war.readings) & states:
            reached.append(_defence_hurdle(one, war, attack))
        if "neutral" in one.obligations and one.member not in fighting and "neucoatt" in one.conditions:
            reached.append(10)
    return max(reached)


def _defence_hurdle(one: AtopMember, war: War, attack: Attack) -> int:
    failing = (
        (attack.on in ("forces", "none"), 4),
        (attack in war.provoked, 5),
        (not names(one, "defco", attack.attacker), 6),
        (not made_for(one, "defco", war), 7),
        ("defcoloc" in one.conditions and attack.on != "territory", 8),
        ("defconum" in one.conditions, 9),
    )
    if one.member == attack.target:
        return 3
    return next((hurdle for fails, hurdle in failing if fails), 3)

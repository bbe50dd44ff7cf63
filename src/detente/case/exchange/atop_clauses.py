"""ATOP's codes as clauses of a case: what the codes say, and by name what they leave open.

ATOP says which kinds of promises a member makes and on which kinds of conditions. It does not say how strong a duty of
defence is, whether it follows by itself, who establishes the trigger, or which place, number or demand a condition
means. These stay unknown here; nothing is put in their place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from detente.case.exchange.atop import AtopMember

KINDS: Mapping[str, tuple[str, str, str]] = {
    "defense": ("defence", "defco", "assist a party under attack with force"),
    "offense": ("offence", "offco", "join a party in a war, also one that it begins"),
    "neutral": ("neutrality", "neuco", "stay out of a war of a party, and help no enemy of it"),
    "nonagg": ("non-aggression", "", "use no force against a party"),
    "consul": ("consultation", "conco", "consult, or coordinate policy, in a crisis"),
}
"""ATOP's obligation → the kind of duty, the prefix of its conditions, and the duty in words of ours."""

Entry = dict[str, object]


def clauses(members: Sequence[AtopMember], name_of: Callable[[int], str]) -> list[Entry]:
    """The clauses of an alliance as a case writes them: one for each promise and each group with equal codes."""
    found: list[Entry] = []
    for obligation, (kind, prefix, words) in KINDS.items():
        groups: dict[tuple[frozenset[str], tuple[int, ...]], list[AtopMember]] = defaultdict(list)
        for one in members:
            if obligation in one.obligations:
                conditions = frozenset(name for name in one.conditions if prefix and name.startswith(prefix))
                adversaries = one.threats if f"{prefix}adv" in conditions else ()
                groups[conditions, adversaries].append(one)
        everyone = sum(len(group) for group in groups.values()) == len(members)
        for number, group in enumerate(groups.values(), start=1):
            suffix = f"-{number}" if len(groups) > 1 else ""
            clause = _clause(kind + suffix, kind, prefix, group[0], name_of)
            alone = everyone and len(groups) == 1
            clause["obligors"] = "all" if alone else [name_of(one.member) for one in group]
            clause["duty"] = {"text": words, "kind": kind, **_strength(kind)}
            if not everyone:
                clause["unsure"] = ["beneficiaries: ATOP does not say to whom; written here as all parties"]
            found.append(clause)
    return found


def _clause(name: str, kind: str, prefix: str, one: AtopMember, name_of: Callable[[int], str]) -> Entry:
    trigger, unknown = _trigger(kind, prefix, one, name_of)
    if kind in ("defence", "offence"):
        unknown += ["how strong the duty is", "whether it follows by itself"]
    if kind in ("defence", "offence", "neutrality"):
        unknown.append("who establishes that the trigger has occurred")
    entry: Entry = {"id": name, "obligors": "all", "beneficiaries": "all"}
    if trigger:
        entry["trigger"] = trigger
    entry["duty"] = {}
    if unknown:
        entry["unknown"] = unknown
    return entry


def _strength(kind: str) -> Entry:
    """The strength where the kind of promise fixes it: to refrain is 0, to consult is 1."""
    if kind in ("neutrality", "non-aggression"):
        return {"strength": 0}
    return {"strength": 1} if kind == "consultation" else {}


def _trigger(kind: str, prefix: str, one: AtopMember, name_of: Callable[[int], str]) -> tuple[Entry, list[str]]:
    trigger: Entry = {}
    unknown: list[str] = []
    if kind == "defence" or f"{prefix}att" in one.conditions:
        trigger["type"] = "armed-attack"
    if not prefix:
        return trigger, unknown
    _adversary(trigger, unknown, prefix, one, name_of)
    _place(trigger, unknown, prefix, one)
    if f"{prefix}npr" in one.coded:
        trigger["non-provocation"] = f"{prefix}npr" in one.conditions
    if f"{prefix}con" in one.conditions:
        trigger["ongoing-conflict"] = "the conflict under way when it was made"
    if f"{prefix}num" in one.conditions:
        unknown.append("how many adversaries it asks for")
    if f"{prefix}dem" in one.conditions:
        trigger["demand-refused"] = "a demand that ATOP does not name"
    if f"{prefix}req" in one.conditions:
        trigger["text"] = "a party asks for it"
    return trigger, unknown


def _adversary(trigger: Entry, unknown: list[str], prefix: str, one: AtopMember, name_of: Callable[[int], str]) -> None:
    if f"{prefix}adv" not in one.conditions:
        if f"{prefix}adv" in one.coded and prefix == "defco":
            trigger["by"] = "anyone"
    elif one.threats:
        trigger["by"] = [name_of(state) for state in one.threats]
    else:
        unknown.append("against which adversary, to whom the text limits it")


def _place(trigger: Entry, unknown: list[str], prefix: str, one: AtopMember) -> None:
    if f"{prefix}loc" in one.conditions:
        unknown.append("to which area the text limits it")
    elif f"{prefix}loc" in one.coded:
        trigger["area"] = "anywhere"

"""Three simple rules on when a war invokes an alliance, to compare a better one with: sides and days of entry only.

Each takes the members on the day on which the war begins; an alliance made later is never invoked under them.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.alliance_wars_data import Data
from benchmarks.alliance_wars_rules import BINDING

from detente.case.exchange.alliance_cases import AllianceCase
from detente.case.exchange.atop import AtopMember
from detente.case.exchange.wars import WarParticipant

FROM_THE_FIRST = 30  # days


def usable(case: AllianceCase, data: Data) -> bool:
    """Whether the war is in the Correlates of War list and the alliance in ATOP's file."""
    return case.cow_war in data.participants and data.alliance(case) is not None


def a_member_fights(case: AllianceCase, data: Data) -> bool:
    """R_any: a member fights and something was promised for that; or members fight each other and were bound."""
    members, fighting, _ = _at_outbreak(case, data)
    obligations = _obligations(members)
    return bool(fighting and obligations & {"defense", "offense", "neutral"}) or _against_each_other(members, fighting)


def the_right_side(case: AllianceCase, data: Data, *, named: bool = False) -> bool:
    """R_side: defence for the side attacked, offence for the side that begins, neutrality as its condition says.

    With `named`, R_cond: and the adversary that the text names, if it names any, is on the other side.
    """
    members, fighting, everyone = _at_outbreak(case, data)
    if _against_each_other(members, fighting):
        return True
    begin = {one.side for one in everyone if one.initiator}
    first = min((one.entered.first for one in everyone), default=None)
    for one in fighting:
        if first is None or (one.entered.first - first).days > FROM_THE_FIRST:
            continue
        foes = {other.state for other in everyone if other.side != one.side}
        others = [member for member in members if member.member != one.state]
        if any(_meant(member, one.side in begin, foes if named else None) for member in others):
            return True
    return False


def _meant(member: AtopMember, began: bool, foes: set[int] | None) -> bool:
    def against(prefix: str) -> bool:
        open_to_all = f"{prefix}adv" not in member.conditions or not member.threats
        return foes is None or open_to_all or bool(foes & set(member.threats))

    only_if_attacked = bool({"neucoatt", "neuconpr"} & member.conditions)
    return (
        ("defense" in member.obligations and not began and against("defco"))
        or ("offense" in member.obligations and began and against("offco"))
        or ("neutral" in member.obligations and not (began and only_if_attacked) and against("neuco"))
    )


def _at_outbreak(
    case: AllianceCase, data: Data
) -> tuple[Sequence[AtopMember], Sequence[WarParticipant], Sequence[WarParticipant]]:
    everyone = data.participants.get(case.cow_war or 0, ())
    alliance = data.alliance(case)
    if not everyone or alliance is None:
        return (), (), everyone
    first = min(one.entered.first for one in everyone)
    members = [
        one for one in alliance.members if one.entered.first <= first and (one.left is None or one.left.last >= first)
    ]
    bound = {one.member for one in members}
    return members, [one for one in everyone if one.state in bound], everyone


def _against_each_other(members: Sequence[AtopMember], fighting: Sequence[WarParticipant]) -> bool:
    return len({one.side for one in fighting}) == 2 and bool(_obligations(members) & BINDING)


def _obligations(members: Sequence[AtopMember]) -> frozenset[str]:
    return frozenset().union(*(one.obligations for one in members))

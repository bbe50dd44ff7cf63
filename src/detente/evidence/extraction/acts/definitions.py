"""The acts, what each means, and the border cases that coders and rules decide by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.evidence.items import Act


@dataclass(frozen=True, slots=True)
class ActDefinition:
    """What an act means, what it covers at its border, and what belongs elsewhere."""

    act: Act
    definition: str
    includes: str
    excludes: str


def _defined(act: Act, definition: str, includes: str, excludes: str) -> tuple[Act, ActDefinition]:
    return act, ActDefinition(act, definition, includes, excludes)


ACTS: Mapping[Act, ActDefinition] = dict(
    [
        _defined(
            "offer",
            "The source puts a step of its own, or a proposal, before others.",
            "is ready, willing or prepared to do it; proposes a text; makes an overture",
            "an unconditional undertaking (promise); a step that is already made (concede)",
        ),
        _defined(
            "demand",
            "The source asks that somebody else do something.",
            "requests, appeals, calls for, says that another must or should",
            "a demand with stated harm if it is not met (threaten)",
        ),
        _defined(
            "accept",
            "The source says yes to what another has put forward.",
            "agrees to, signs, ratifies, approves, does not object",
            "praise without consent (support); giving up an own position (concede)",
        ),
        _defined(
            "reject",
            "The source says no to what has been put forward, or refuses a step.",
            "refuses to meet, rules out, vetoes, will not give up",
            "disapproval of what another does, with nothing to answer (oppose)",
        ),
        _defined(
            "oppose",
            "The source is against a policy, an actor or an outcome.",
            "objects, criticises, condemns, accuses, does not support, disputes, is sceptical",
            "an answer to an offer or a request (reject)",
        ),
        _defined(
            "support",
            "The source is for a policy, an actor or an outcome.",
            "praises, welcomes, backs, does not oppose",
            "consent that binds (accept)",
        ),
        _defined(
            "concede",
            "The source gives up a position, a demand or a thing it holds.",
            "abandons, withdraws, waives, compromises, admits, agrees to give up",
            "a step held out for a return (offer)",
        ),
        _defined(
            "threaten",
            "The source announces harm, mostly if something is or is not done.",
            "warnings, ultimatums, is ready to use force",
            "a demand without harm (demand)",
        ),
        _defined(
            "promise",
            "The source binds itself to a later step.",
            "pledges, guarantees, vows, says that it will",
            "a step on a condition (offer); a harmful step (threaten)",
        ),
        _defined(
            "consult",
            "The source talks with others, or weighs a question.",
            "meets, negotiates, telephones, visits, considers, discusses",
            "an agreement to talk (accept); a refusal to (reject)",
        ),
        _defined(
            "announce",
            "The source makes a decision, a plan or a text public.",
            "unveils, publishes, declares, decides",
            "a plain saying (say); an announced step towards another (promise, concede, threaten)",
        ),
        _defined(
            "characterise",
            "The source says what something is like.",
            "calls, describes, regards as, compares to",
            "plain praise (support) or blame (oppose)",
        ),
        _defined(
            "justify",
            "The source gives the reason for a position.",
            "argues, explains, cites, points to",
            "a reason that the outlet supplies",
        ),
        _defined(
            "report",
            "The source passes on what others said or what happened.",
            "reported, quoted, according to an agency",
            "a party that speaks of itself (say)",
        ),
        _defined(
            "say",
            "The source says something that is none of the others.",
            "says, adds, notes, stresses, believes",
            "every content from which another act can be read",
        ),
    ]
)
"""The acts in their order, with the border cases that coders decide by."""

TURNED: Mapping[Act, Act] = {
    "support": "oppose",
    "oppose": "support",
    "accept": "reject",
    "concede": "reject",
    "offer": "reject",
    "promise": "reject",
}
"""What an act becomes when it is denied; the others stay and are marked as negated."""

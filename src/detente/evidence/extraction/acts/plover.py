"""Events in the codes of PLOVER and CAMEO: the crosswalk of our acts, and the event that a sentence tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.extraction.acts.plover_frames import event_anywhere, event_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from detente.evidence.items import Act, Confidence


@dataclass(frozen=True, slots=True)
class PloverCode:
    """A kind of event: its name in PLOVER 0.8 (16 types), in the older 18 cue categories, and its CAMEO root."""

    type: str
    category: str
    cameo: str
    rule: str
    confidence: Confidence


CATEGORIES: Mapping[str, tuple[str, str]] = {
    "AGREE": ("AGREE", "03"),
    "CONSULT": ("CONSULT", "04"),
    "SUPPORT": ("SUPPORT", "05"),
    "COOPERATE": ("COOPERATE", "06"),
    "AID": ("AID", "07"),
    "CONCEDE": ("CONCEDE", "08"),
    "RETREAT": ("RETREAT", "08"),
    "INVESTIGATE": ("ACCUSE", "09"),
    "DEMAND": ("REQUEST", "10"),
    "DISAPPROVE": ("ACCUSE", "11"),
    "REJECT": ("REJECT", "12"),
    "THREATEN": ("THREATEN", "13"),
    "PROTEST": ("PROTEST", "14"),
    "MOBILIZE": ("MOBILIZE", "15"),
    "SANCTION": ("SANCTION", "16"),
    "COERCE": ("COERCE", "17"),
    "ASSAULT": ("ASSAULT", "18"),
    "FIGHT": ("ASSAULT", "19"),
}
"""The cue categories of the gold records → the type of PLOVER 0.8 that they have become, and the CAMEO root."""

TYPES: tuple[str, ...] = tuple(dict.fromkeys(kind for kind, _ in CATEGORIES.values()))
"""The 16 event types of PLOVER 0.8."""

CROSSWALK: Mapping[Act, tuple[str, str]] = {
    "offer": ("AGREE", "03"),
    "demand": ("REQUEST", "10"),
    "accept": ("AGREE", "03"),
    "reject": ("REJECT", "12"),
    "oppose": ("ACCUSE", "11"),
    "support": ("SUPPORT", "05"),
    "concede": ("CONCEDE", "08"),
    "threaten": ("THREATEN", "13"),
    "promise": ("AGREE", "03"),
    "consult": ("CONSULT", "04"),
    "announce": ("", "01"),
    "characterise": ("", "01"),
    "justify": ("", "01"),
    "report": ("", "01"),
    "say": ("", "01"),
}
"""Act → PLOVER type and CAMEO root; PLOVER has dropped CAMEO's 01 and 02, so that plain statements have no type."""

_ACT_OF_TYPE: Mapping[str, Act] = {
    "AGREE": "accept",
    "CONSULT": "consult",
    "SUPPORT": "support",
    "CONCEDE": "concede",
    "RETREAT": "concede",
    "REQUEST": "demand",
    "ACCUSE": "oppose",
    "REJECT": "reject",
    "THREATEN": "threaten",
}


def plover_of_act(act: Act) -> str:
    """The PLOVER type of an act, empty for plain statements.

    >>> plover_of_act("demand"), plover_of_act("say")
    ('REQUEST', '')
    """
    return CROSSWALK[act][0]


def cameo_of_act(act: Act) -> str:
    """The CAMEO root code of an act, two digits.

    >>> cameo_of_act("offer")
    '03'
    """
    return CROSSWALK[act][1]


def act_of_plover(event_type: str) -> Act | None:
    """The act that a verbal PLOVER type, or an older category, stands for; nothing for material events.

    >>> act_of_plover("DEMAND"), act_of_plover("ASSAULT")
    ('demand', None)
    """
    return _ACT_OF_TYPE.get(CATEGORIES.get(event_type, (event_type, ""))[0])


def plover_event(words: Doc | Span) -> PloverCode | None:
    """The kind of event that a parsed sentence tells first; nothing where no word of the lexicon tells one."""
    roots = [token for token in words if token.dep_ == "ROOT"]
    for root in roots:
        found = event_of(root)
        if found is not None:
            return _code(*found, "high")
    found = event_anywhere(words)
    return _code(*found, "low") if found else None


def _code(category: str, rule: str, confidence: Confidence) -> PloverCode:
    kind, cameo = CATEGORIES[category]
    return PloverCode(kind, category, cameo, rule, confidence)

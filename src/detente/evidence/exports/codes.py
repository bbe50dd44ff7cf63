"""Acts and events of the record in the codes of PLOVER and CAMEO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from detente.evidence.extraction.acts.plover import CROSSWALK
from detente.evidence.items import Act

DENIED = "denied:"
"""How the note of a statement begins of which the report says that it was not made."""

OFFERED: Mapping[str, Act] = {"offer": "offer", "demand": "demand", "threat": "threaten", "report": "report"}
"""The kind of a conditional offer → the act."""

_OF_EVENTS: Mapping[str, tuple[str, str]] = {"meeting": ("CONSULT", "04"), "call": ("CONSULT", "04")}
_NO_CODE = ("", "")


def codes_of(act: str | None, event: str | None = None, *, negated: bool = False) -> tuple[str, str]:
    """The PLOVER type and the CAMEO root of an act, or of a kind of event; both empty where there is none.

    What a report denies has no code. The case knows one act more than the crosswalk: to propose goes with to offer.

    >>> codes_of("demand"), codes_of(None, "meeting"), codes_of("demand", negated=True)
    (('REQUEST', '10'), ('CONSULT', '04'), ('', ''))
    """
    if negated:
        return _NO_CODE
    if act is None:
        return _OF_EVENTS.get(event or "", _NO_CODE)
    return CROSSWALK.get(cast(Act, "offer" if act == "propose" else act), _NO_CODE)

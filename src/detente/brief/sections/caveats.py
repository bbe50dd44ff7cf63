"""What results take for granted, said beside their numbers."""

from __future__ import annotations

from collections.abc import Iterable


def granted(caveats: Iterable[str]) -> str:
    """The caveats in one sentence, each once; nothing where there are none.

    >>> granted(["odds stay as they are", "war is costly", "odds stay as they are"])
    'Odds stay as they are; war is costly.'
    """
    told = "; ".join(dict.fromkeys(caveats))
    return f"{told[:1].upper()}{told[1:]}." if told else ""

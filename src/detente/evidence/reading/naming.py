"""A report's id, made from its file's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from detente.foundation.ids import is_id

_LONGEST = 60


def id_of(name: str, taken: Container[str] = ()) -> str:
    """An id like the name that is not taken.

    >>> id_of("Talks Résumé (2)"), id_of("28 points"), id_of("r1", {"r1"}), id_of("Київ")
    ('talks-resume-2', 'r-28-points', 'r1-2', 'r')
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_LONGEST].strip("-")
    base = words if is_id(words) else f"r-{words}".strip("-")
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found

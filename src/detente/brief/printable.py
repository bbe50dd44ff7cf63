"""Text that HTML, XML and the drawing program can hold."""

from __future__ import annotations

import re
from typing import Any

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without the control characters and half characters that XML forbids.

    >>> printable("a\\x00b\\x1bc")
    'abc'
    """
    return _FORBIDDEN.sub("", text)


def all_printable(value: Any) -> Any:
    """The same tree of lists and dictionaries with every text made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: all_printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [all_printable(inner) for inner in value]
    return value

"""What a named check returns, and how checks name themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from detente.case.model.case import Case
from detente.case.page import Path

Texts = Mapping[str, str] | None
"""Report and draft texts by their names in the case; None where they are not at hand."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check objects to; the reader adds the place in the file.

    The place is that of the value at the path, of its key with `at_key`, or of a column in a condition's text.
    """

    severity: Literal["error", "warning"]
    rule: str
    path: Path
    what: str
    todo: str = ""
    column: int = 0
    at_key: bool = False


class Check(Protocol):
    """A named check: a function of the case and of the texts beside it."""

    def __call__(self, case: Case, texts: Texts, /) -> Iterator[Finding]: ...

"""What a named check returns, and how checks name themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from detente.case.model.case import Case

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check objects to; the reader adds the place in the file."""

    severity: Literal["error", "warning"]
    rule: str
    path: Path
    what: str
    todo: str = ""
    column: int = 0
    at_key: bool = False


class Check(Protocol):
    """A named check: a function of the case and of the texts beside it (None where not at hand)."""

    def __call__(self, case: Case, texts: Mapping[str, str] | None, /) -> Iterator[Finding]: ...

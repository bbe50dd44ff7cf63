"""The errors that Détente raises.

DetenteError
├── CaseError            the case or its texts have faults: all of them, each with its place
├── ReadingError         reports cannot be read: all faults, each with its file
├── ConditionError       a condition cannot be read: all faults, each with its column
├── MethodError          a method was asked for what it cannot answer
│   ├── OutOfDomain      the arguments lie outside the domain that the method states
│   └── TooLarge         the work would exceed a stated limit
├── Cancelled            the listener asked for the work to stop
└── WorkspaceError       a store refused
    └── Conflict         two edits of one value, both given

Programming faults stay Python's own (TypeError, KeyError, …).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a case: which rule, where, what is wrong, what to do."""

    severity: Severity
    rule: str
    field: str
    what: str
    todo: str = ""
    place: Place | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        field = f"{self.field}: " if self.field else ""
        todo = f" ({self.todo})" if self.todo else ""
        return f"{where}{field}{self.what}{todo}"


class DetenteError(Exception):
    """Every error that Détente raises on purpose."""


class CaseError(DetenteError):
    """The case has faults; `faults` holds all of them in reading order."""

    def __init__(self, faults: tuple[Fault, ...] | list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ReadingError(DetenteError):
    """Reports cannot be read; `faults` holds all of them in reading order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class ConditionFault:
    """One thing wrong with a condition; the column counts from 1 within its text."""

    column: int
    what: str
    todo: str = ""


class ConditionError(DetenteError):
    """A condition cannot be read or does not fit its vocabulary."""

    def __init__(self, text: str, faults: tuple[ConditionFault, ...] | list[ConditionFault]) -> None:
        self.text = text
        self.faults = tuple(faults)
        lines = [f"column {f.column}: {f.what}" + (f" ({f.todo})" if f.todo else "") for f in self.faults]
        super().__init__("\n".join(lines))


class MethodError(DetenteError):
    """A method cannot answer what it was asked."""


class OutOfDomain(MethodError):
    """The arguments lie outside the domain that the method states."""


class TooLarge(MethodError):
    """The work would exceed a stated limit; nothing was started."""

    def __init__(self, what: str, *, estimate: int, limit: int, todo: str) -> None:
        self.what, self.estimate, self.limit, self.todo = what, estimate, limit, todo
        super().__init__(f"{what}: about {estimate:,}, the limit is {limit:,} ({todo})")


class Cancelled(DetenteError):
    """The work was stopped on request."""


class WorkspaceError(DetenteError):
    """A store refused."""


class Conflict(WorkspaceError):
    """Two edits of one value."""

    def __init__(self, field: str, ours: object, theirs: object) -> None:
        self.field, self.ours, self.theirs = field, ours, theirs
        super().__init__(f"{field}: changed here to {ours!r} and elsewhere to {theirs!r}")

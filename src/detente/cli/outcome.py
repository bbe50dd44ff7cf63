"""How a command ends: its exit code, and what it says where it cannot do its work."""

from __future__ import annotations

import functools
import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec

import typer

from detente.foundation.errors import Cancelled, CaseError, DetenteError, Fault, ReadingError, TooLarge

DONE, FAULTS, WRONG_USE, BEYOND_LIMITS = 0, 1, 2, 3
"""Exit codes: done; the case has faults; wrong use; asked for more than the stated limits."""

INTERNAL, STOPPED = 70, 130
"""Exit codes: a fault of Détente itself; stopped by the user."""

ONLY_READ = frozenset({"check", "settle", "improve", "suggest", "stability", "commitments", "timeline", "grade"})
"""Commands that never write: of their faults nobody need be told that nothing was written."""

TRACE = "DETENTE_TRACEBACK"
"""The environment variable that shows where in Détente an unexpected fault lies."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_Given = ParamSpec("_Given")


def say(text: str, *, to_errors: bool = False) -> None:
    """Print a text from the case or about it; control characters in it are shown as `?`."""
    typer.echo(visible(text), err=to_errors)


def visible(text: str) -> str:
    """The text without characters that would steer the terminal.

    >>> visible("\\x1b[31mred\\ttab")
    '?[31mred\\ttab'
    """
    return _CONTROL.sub("?", text)


def say_json(answer: Mapping[str, Any]) -> None:
    """Print one JSON document: UTF-8, or plain ASCII where the output is set to something else."""
    typer.echo(json.dumps(answer, ensure_ascii=not _is_utf8(), indent=2))


def _is_utf8() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"


def fault_rows(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Faults as other programs read them."""
    return [
        {
            "severity": fault.severity,
            "rule": fault.rule,
            "file": fault.place.file if fault.place else None,
            "line": fault.place.line if fault.place else None,
            "column": fault.place.column if fault.place else None,
            "field": fault.field,
            "what": fault.what,
            "todo": fault.todo,
        }
        for fault in faults
    ]


def guarded(command: Callable[_Given, None]) -> Callable[_Given, None]:
    """The command with every error told in words, as JSON too where asked, and as an exit code."""

    @functools.wraps(command)
    def run(*given: _Given.args, **named: _Given.kwargs) -> None:
        as_json = bool(named.get("as_json", False))
        try:
            command(*given, **named)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except BrokenPipeError:
            hush()
            raise typer.Exit(DONE) from None
        except KeyboardInterrupt:
            say("detente: stopped; nothing was half-written", to_errors=True)
            raise typer.Exit(STOPPED) from None
        except Exception as error:  # noqa: BLE001  (the outer edge: every error becomes a message here)
            raise typer.Exit(_told(error, as_json, writes=command.__name__ not in ONLY_READ)) from None

    return run


def hush() -> None:
    """Write no more to an output that nobody reads, also not at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _told(error: Exception, as_json: bool, *, writes: bool) -> int:
    """Say what happened; the exit code that goes with it."""
    if isinstance(error, CaseError | ReadingError):
        _say_faults(error, as_json, writes=writes)
        return FAULTS
    code, message = _judged(error)
    if as_json and not isinstance(error, OSError):
        say_json({"error": message})
    say(f"detente: {message}", to_errors=True)
    return code


def _judged(error: Exception) -> tuple[int, str]:
    if isinstance(error, TooLarge):
        return BEYOND_LIMITS, str(error)
    if isinstance(error, MemoryError):
        return BEYOND_LIMITS, "this needs more memory than there is"
    if isinstance(error, Cancelled):
        return STOPPED, "stopped; nothing was half-written"
    if isinstance(error, DetenteError):
        return FAULTS, str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return WRONG_USE, f"{where}{(error.strerror or str(error)).lower()}"
    if os.environ.get(TRACE):
        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return INTERNAL, f"a fault of Détente itself, not of the case ({what}); please report it. {TRACE}=1 shows where"


def _say_faults(error: CaseError | ReadingError, as_json: bool, *, writes: bool) -> None:
    if as_json:
        say_json({"faults": fault_rows(error.faults)})
    for fault in error.faults:
        mark = "warning: " if fault.severity == "warning" else ""
        say(f"{mark}{fault}", to_errors=True)
    count = sum(fault.severity == "error" for fault in error.faults)
    say(f"{count} fault{'s' if count != 1 else ''}{'; nothing was written' if writes else ''}", to_errors=True)

"""How long work tells its listener where it stands, and how the listener stops it.

Every engine takes `progress: Progress = SILENT`. A face (command line, notebook, web) passes a
Progress with a listener of its own and calls `cancel()` from wherever it likes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from detente.foundation.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Step:
    """Where the work stands: `done` of `total` steps of `task`; total 0 means unknown."""

    task: str
    done: int
    total: int

    @property
    def share(self) -> float | None:
        """The share done, from 0 to 1, or None while the total is unknown."""
        return min(self.done / self.total, 1.0) if self.total else None


Listener = Callable[[Step], None]


class Progress:
    """Passes steps to a listener; raises Cancelled at the next one after `cancel()`.

    >>> seen = []
    >>> progress = Progress(lambda step: seen.append((step.task, step.share)))
    >>> progress.at("frontier", 1, 4)
    >>> seen
    [('frontier', 0.25)]
    """

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener
        self._cancelled = threading.Event()

    def at(self, task: str, done: int, total: int = 0) -> None:
        """Report, and stop here if the listener has asked for it."""
        if self._cancelled.is_set():
            raise Cancelled(f"stopped on request at {task}, {done} of {total or 'unknown'}")
        if self._listener is not None:
            self._listener(Step(task, done, total))

    def cancel(self) -> None:
        """Ask the work to stop; safe from any thread."""
        self._cancelled.set()


SILENT = Progress()
"""Nobody listens. Shared, so never cancel it: make a Progress of your own for that."""

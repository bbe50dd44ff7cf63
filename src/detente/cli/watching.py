"""Progress on the terminal for anything that takes more than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from detente.foundation.progress import Progress, Step

PATIENCE = 1.0
"""Seconds before a line of progress appears."""


@contextmanager
def watched() -> Iterator[Progress]:
    """A Progress that writes one line to the terminal, and clears it at the end."""
    started = time.monotonic()
    shown = False

    def say(step: Step) -> None:
        nonlocal shown
        if not sys.stderr.isatty() or time.monotonic() - started < PATIENCE:
            return
        share = "" if step.share is None else f" {round(100 * step.share)} %"
        sys.stderr.write(f"\r\033[K{step.task}{share}")
        sys.stderr.flush()
        shown = True

    try:
        yield Progress(say)
    finally:
        if shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

"""Progress on the terminal for anything that takes more than a second."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from detente.foundation.progress import Progress, Step

PATIENCE = 1.0
"""Seconds before a line of progress appears."""

_PAUSE = 0.25
_CLEAR = "\r\033[K"


@contextmanager
def watched() -> Iterator[Progress]:
    """A Progress that shows one line on the terminal, if it is one, while work lasts, and clears it at the end."""
    if not sys.stderr.isatty():
        yield Progress()
        return
    line = _Line(sys.stderr)
    try:
        yield Progress(line.heard)
    finally:
        line.close()


class _Line:
    """The latest step on one line, kept by a thread of its own so that a long step shows too."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._started = time.monotonic()
        self._step = Step("reading", 0, 0)
        self._over = threading.Event()
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._writer.start()

    def heard(self, step: Step) -> None:
        self._step = step

    def close(self) -> None:
        self._over.set()
        self._writer.join()

    def _write(self) -> None:
        if self._over.wait(PATIENCE):
            return
        while True:
            self._terminal.write(_CLEAR + self._words())
            self._terminal.flush()
            if self._over.wait(_PAUSE):
                break
        self._terminal.write(_CLEAR)
        self._terminal.flush()

    def _words(self) -> str:
        share = "" if self._step.share is None else f", {round(100 * self._step.share)} %"
        seconds = int(time.monotonic() - self._started)
        return f"{self._step.task}{share} ({seconds} s; Ctrl-C stops)"

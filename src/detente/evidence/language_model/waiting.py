"""A coroutine run to its end with a time limit, also where an event loop is already running (notebooks)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


def run_within(seconds: float, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The result of the work; `TimeoutError` after so many seconds, whatever it waits for.

    The work runs in a thread of its own that does not keep the program from ending.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(asyncio.run(asyncio.wait_for(work(), seconds)))
        except BaseException as error:  # noqa: BLE001  handed to the caller whatever it is
            outcome.set_exception(error)

    threading.Thread(target=run, name="language model", daemon=True).start()
    return outcome.result()

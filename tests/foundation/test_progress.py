"""Work reports its steps, and stops when it is asked to."""

from __future__ import annotations

import threading

import pytest

from detente.foundation.errors import Cancelled, DetenteError
from detente.foundation.progress import SILENT, Progress, Step


def test_a_listener_hears_every_step_in_order() -> None:
    heard: list[Step] = []
    progress = Progress(heard.append)
    progress.at("packages", 0, 2)
    progress.at("packages", 2, 2)
    progress.at("frontier", 7)
    assert heard == [Step("packages", 0, 2), Step("packages", 2, 2), Step("frontier", 7, 0)]
    assert [step.share for step in heard] == [0.0, 1.0, None]


def test_a_share_never_exceeds_the_whole() -> None:
    assert Step("packages", 5, 4).share == 1.0


def test_nobody_need_listen() -> None:
    SILENT.at("packages", 1, 2)
    Progress().at("packages", 1, 2)


def test_after_cancel_the_next_step_stops_the_work_and_is_not_heard() -> None:
    heard: list[Step] = []
    progress = Progress(heard.append)
    progress.at("packages", 1, 4)
    progress.cancel()
    with pytest.raises(Cancelled, match="stopped on request at packages, 2 of 4"):
        progress.at("packages", 2, 4)
    with pytest.raises(Cancelled, match="3 of unknown"):
        progress.at("packages", 3)
    assert heard == [Step("packages", 1, 4)]


def test_a_listener_may_cancel_while_it_listens() -> None:
    done: list[int] = []
    progress = Progress(lambda step: progress.cancel() if step.done == 3 else None)
    with pytest.raises(DetenteError):
        for number in range(10):
            progress.at("packages", number, 10)
            done.append(number)
    assert done == [0, 1, 2, 3]


def test_another_thread_may_cancel() -> None:
    progress = Progress()
    thread = threading.Thread(target=progress.cancel)
    thread.start()
    thread.join()
    with pytest.raises(Cancelled):
        progress.at("packages", 1)


def test_one_cancelled_progress_leaves_others_alone() -> None:
    Progress().cancel()
    SILENT.at("packages", 1)

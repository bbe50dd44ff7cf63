"""A run gives one answer: from any executor, in any order, stored, stopped, killed and resumed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, fields, is_dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.case.reading import read_case
from detente.engines.settlement.of_case import settle_case
from detente.foundation.errors import Cancelled, OutOfDomain
from detente.foundation.plain_data import plain
from detente.foundation.progress import Progress, Step
from detente.study import acceptability_task, run, sensitivity_task
from detente.study.acceptability import AcceptabilityTask

ROOT = Path(__file__).parents[2]
CASE = ROOT / "library/lahdelma-salminen-2001"
KILLS = 6 if os.environ.get("DETENTE_PROOF") == "1" else 1
KILLED = """
import sys, time
import numpy as np
from detente.case.reading import read_case
from detente.engines.settlement.of_case import settle_case
from detente.study import acceptability_task, run
from detente.foundation.progress import Progress

print("ready", flush=True)
task = acceptability_task(settle_case(read_case(sys.argv[1])))
run(task, 3_000, chunk=50, seed=9, store=sys.argv[2], progress=Progress(lambda step: time.sleep(0.02)))
"""


def said(answer: Any) -> Any:
    """All that an answer says."""
    if is_dataclass(answer):
        return {item.name: said(getattr(answer, item.name)) for item in fields(answer)}
    if isinstance(answer, Mapping):
        return {name: said(part) for name, part in answer.items()}
    return [said(part) for part in answer] if isinstance(answer, tuple) else plain(answer)


@pytest.fixture(scope="module")
def task() -> AcceptabilityTask:
    return acceptability_task(settle_case(read_case(CASE)))


class Backwards(Executor):
    """Works on nothing until it has several pieces, then on the last one first."""

    def __init__(self, ahead: int) -> None:
        self._held: list[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = []
        self._ahead = ahead

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        self._held.append((future, fn, args))
        if len(self._held) == self._ahead:
            while self._held:
                waiting, work, given = self._held.pop()
                waiting.set_result(work(*given))
        return future


def test_every_executor_gives_the_same(task: AcceptabilityTask) -> None:
    serial = run(task, 1050, chunk=100, seed=4)
    with ThreadPoolExecutor(3) as threads:
        assert said(run(task, 1050, chunk=100, seed=4, executor=threads).answer) == said(serial.answer)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert said(run(task, 1050, chunk=100, seed=4, executor=processes).answer) == said(serial.answer)
    assert said(run(task, 1050, chunk=100, seed=4, executor=Backwards(11)).answer) == said(serial.answer)
    assert serial.answer.draws == 1050
    assert said(run(task, 1050, chunk=100, seed=5).answer) != said(serial.answer)
    assert said(run(task, 1050, chunk=105, seed=4).answer) != said(serial.answer)


def test_sensitivity_too(tmp_path: Path) -> None:
    asked = sensitivity_task(settle_case(read_case(CASE)), [4], resamples=20)
    serial = run(asked, 300, chunk=64, seed=4)
    with ThreadPoolExecutor(3) as threads:
        assert said(run(asked, 300, chunk=64, seed=4, executor=threads, store=tmp_path).answer) == said(serial.answer)
    again = run(asked, 300, chunk=64, seed=4, store=tmp_path)
    assert (said(again.answer), again.resumed) == (said(serial.answer), 5)


@dataclass(frozen=True)
class Drawn:
    """A task that shows its random numbers."""

    name: str = "drawn"

    @property
    def about(self) -> Mapping[str, object]:
        return {"method": self.name}

    def chunk(self, draws: int, rng: np.random.Generator) -> Mapping[str, Any]:
        return {"drawn": rng.random(draws)}

    def answer(self, parts: Sequence[Mapping[str, Any]], seed: int) -> list[list[float]]:
        return [part["drawn"].tolist() for part in parts]


def test_chunk_k_draws_from_the_kth_child_of_the_seed() -> None:
    found = run(Drawn(), 25, chunk=10, seed=77)
    children = np.random.SeedSequence(77).spawn(3)
    assert found.answer == [
        np.random.default_rng(c).random(n).tolist() for c, n in zip(children, (10, 10, 5), strict=True)
    ]


def test_a_longer_run_builds_on_a_shorter_one(tmp_path: Path) -> None:
    short = run(Drawn(), 20, chunk=10, seed=1, store=tmp_path)
    longer = run(Drawn(), 35, chunk=10, seed=1, store=tmp_path)
    assert (short.resumed, longer.resumed) == (0, 2)
    assert longer.answer[:2] == short.answer
    assert longer.answer == run(Drawn(), 35, chunk=10, seed=1).answer
    assert short.key == longer.key != run(Drawn(), 35, chunk=10, seed=2).key
    assert run(Drawn("other"), 35, chunk=10, seed=1, store=tmp_path).resumed == 0
    assert run(Drawn(), 35, chunk=5, seed=1, store=tmp_path).resumed == 0


@pytest.mark.parametrize(
    "spoil", [lambda f: f.write_bytes(f.read_bytes()[:-40]), lambda f: f.write_bytes(b""), Path.unlink]
)
def test_a_spoilt_chunk_is_drawn_again(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    whole = run(Drawn(), 30, chunk=10, seed=1, store=tmp_path)
    chunks = sorted(tmp_path.rglob("*.npz"))
    assert [chunk.name for chunk in chunks] == ["000000-10.npz", "000001-10.npz", "000002-10.npz"]
    assert (chunks[0].parent / "key.json").read_text(encoding="utf-8").count("drawn") == 1
    spoil(chunks[1])
    again = run(Drawn(), 30, chunk=10, seed=1, store=tmp_path)
    assert (again.answer, again.resumed) == (whole.answer, 2)


def test_a_flipped_bit_in_a_chunk_is_found(tmp_path: Path) -> None:
    whole = run(Drawn(), 30, chunk=10, seed=1, store=tmp_path)
    chunk = min(tmp_path.rglob("*.npz"))
    held = bytearray(chunk.read_bytes())
    held[len(held) // 2] ^= 1
    chunk.write_bytes(held)
    again = run(Drawn(), 30, chunk=10, seed=1, store=tmp_path)
    assert (again.answer, again.resumed) == (whole.answer, 2)


@pytest.mark.parametrize("workers", [0, 2])
def test_progress_is_told_and_cancel_keeps_what_is_done(task: AcceptabilityTask, tmp_path: Path, workers: int) -> None:
    seen: list[Step] = []
    progress = Progress(lambda step: (seen.append(step), progress.cancel() if step.done >= 300 else None)[0])
    executor = ThreadPoolExecutor(workers) if workers else None
    with pytest.raises(Cancelled):
        run(task, 1000, chunk=100, seed=4, store=tmp_path, progress=progress, executor=executor)
    assert [step.done for step in seen] == [0, 100, 200, 300]
    assert {step.total for step in seen} == {1000}
    resumed = run(task, 1000, chunk=100, seed=4, store=tmp_path)
    assert resumed.resumed >= 4
    assert said(resumed.answer) == said(run(task, 1000, chunk=100, seed=4).answer)
    if executor:
        executor.shutdown()


def test_a_fault_of_a_worker_is_told(task: AcceptabilityTask) -> None:
    class Faulty(Drawn):
        def chunk(self, draws: int, rng: np.random.Generator) -> Mapping[str, Any]:
            raise ZeroDivisionError

    with ThreadPoolExecutor(2) as threads, pytest.raises(ZeroDivisionError):
        run(Faulty(), 100, chunk=10, executor=threads)
    with pytest.raises(OutOfDomain, match="at least 1"):
        run(task, 0)


def test_a_run_that_is_killed_goes_on_where_it_was(task: AcceptabilityTask, tmp_path: Path) -> None:
    rng = np.random.default_rng(int(time.time_ns()))
    kills = resumed = 0
    for attempt in range(KILLS):
        work = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(CASE), str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT
        )
        assert work.stdout is not None
        assert work.stdout.readline() == b"ready\n"
        deadline = time.monotonic() + 20
        while len(list(tmp_path.rglob("*.npz"))) <= resumed and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(float(rng.uniform(0, 0.3)))
        os.kill(work.pid, signal.SIGKILL)
        kills += work.wait() == -signal.SIGKILL
        work.stdout.close()
        resumed = len(list(tmp_path.rglob("*.npz")))
        assert resumed > attempt
    assert kills == KILLS
    found = run(task, 3_000, chunk=50, seed=9, store=tmp_path)
    assert 0 < found.resumed < 60
    assert found.resumed >= resumed
    assert said(found.answer) == said(run(task, 3_000, chunk=50, seed=9).answer)


def test_two_runs_may_share_a_store(tmp_path: Path) -> None:
    found: list[Any] = []
    both = [
        threading.Thread(target=lambda: found.append(run(Drawn(), 200, chunk=5, seed=1, store=tmp_path).answer))
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert found[0] == found[1] == run(Drawn(), 200, chunk=5, seed=1).answer
    assert not list(tmp_path.rglob("*.npz.*"))


def test_a_cluster_gives_the_same(task: AcceptabilityTask, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed; any executor will do")
    serial = run(task, 1050, chunk=100, seed=4)
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with cluster, distributed.Client(cluster) as client:
        executor = client.get_executor()
        first = run(task, 500, chunk=100, seed=4, executor=executor, store=tmp_path)
        whole = run(task, 1050, chunk=100, seed=4, executor=executor, store=tmp_path)
    assert (first.resumed, whole.resumed) == (0, 5)
    assert said(whole.answer) == said(serial.answer)

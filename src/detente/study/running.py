"""Run a study in chunks: on any executor, with the same answer from each, stored as it goes, resumed after a stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import numpy as np

from detente.foundation.errors import OutOfDomain
from detente.foundation.progress import SILENT, Progress
from detente.study.store import Arrays, FolderStore, key_of

CHUNK = 1000
"""Draws in one chunk, unless the caller says otherwise."""

_AHEAD = 64
"""Most chunks that an executor holds at once."""

A_co = TypeVar("A_co", covariant=True)
A = TypeVar("A")


class Task(Protocol[A_co]):
    """What is drawn again and again; it can be sent to another process."""

    @property
    def about(self) -> Mapping[str, object]:
        """All that decides what a draw gives, for the key: the case's digest, the method, its parameters."""
        ...

    def chunk(self, draws: int, rng: np.random.Generator) -> Arrays:
        """What so many draws give. Everything random comes from `rng`."""
        ...

    def answer(self, parts: Sequence[Arrays], seed: int) -> A_co:
        """The answer from all chunks, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Study(Generic[A]):
    """The answer of a task over many draws, and how to have it again.

    chunk: draws in each chunk but the last. key: names the stored chunks. resumed: how many of them were there.
    """

    answer: A
    draws: int
    chunk: int
    seed: int
    key: str
    resumed: int = field(default=0, compare=False)


def run(
    task: Task[A],
    draws: int,
    *,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    seed: int = 0,
    store: Path | str | None = None,
    progress: Progress = SILENT,
) -> Study[A]:
    """Draw a task's judgements so many times and answer it: shares, ranks, indices.

    Chunk k of a run draws from the k-th child of `numpy.random.SeedSequence(seed)`, and answers are put together
    in the order of chunks: which executor works, how many workers it has and which chunk ends first changes
    nothing. Another chunk size is another sample.

    executor: any `concurrent.futures.Executor`, threads, processes, or what a cluster's client gives for one;
        None works here. The task must be picklable where workers are other processes.
    store: a folder. Each chunk is kept there when it is finished, under a key of the task, the chunk size and
        the seed; chunks that are there are not drawn again, so a run that was stopped goes on, and a longer run
        of the same seed builds on a shorter one.
    progress: told after every chunk. After its `cancel()` the run ends with Cancelled; what is stored stays.

    Raises OutOfDomain for fewer than one draw. O(draws), memory of a few chunks and of their answers.
    """
    if draws < 1 or chunk < 1:
        raise OutOfDomain(f"{draws} draws in chunks of {chunk}: both must be at least 1")
    sizes = [min(chunk, draws - start) for start in range(0, draws, chunk)]
    parts = {**task.about, "seed": seed, "chunk": chunk}
    key = key_of(parts)
    folder = FolderStore(Path(store)) if store is not None else None
    found = {k: held for k, n in enumerate(sizes) if folder and (held := folder.load(key, k, n)) is not None}
    resumed = len(found)
    progress.at("draws", sum(sizes[k] for k in found), draws)
    missing = [k for k in range(len(sizes)) if k not in found]
    for k, arrays in _computed(task, missing, sizes, seed, executor):
        if folder:
            folder.save(key, parts, k, sizes[k], arrays)
        found[k] = arrays
        progress.at("draws", sum(sizes[j] for j in found), draws)
    answer = task.answer([found[k] for k in range(len(sizes))], seed)
    return Study(answer, draws, chunk, seed, key, resumed)


def _computed(
    task: Task[A], missing: Sequence[int], sizes: Sequence[int], seed: int, executor: Executor | None
) -> Iterator[tuple[int, Arrays]]:
    """The chunks that are missing, as they are finished."""
    if executor is None:
        for k in missing:
            yield k, one_chunk(task, seed, k, sizes[k])
        return
    waiting, running = list(reversed(missing)), dict[Future[Arrays], int]()
    try:
        while waiting or running:
            while waiting and len(running) < _AHEAD:
                k = waiting.pop()
                running[executor.submit(one_chunk, task, seed, k, sizes[k])] = k
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()


def one_chunk(task: Task[A], seed: int, chunk: int, draws: int) -> Arrays:
    """One chunk: the k-th child of the seed does not depend on how many there are."""
    child = np.random.SeedSequence(seed, spawn_key=(chunk,))
    return task.chunk(draws, np.random.default_rng(child))

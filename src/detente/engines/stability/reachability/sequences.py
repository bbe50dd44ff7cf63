"""Legal sequences: moves of several decision makers in which none moves twice in a row."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.stability.moves import Move
from detente.engines.stability.problem import BoolArray, GraphForm
from detente.engines.stability.reachability.arcs import Arcs
from detente.foundation.progress import SILENT, Progress


def over_sequences(
    movers: Sequence[Arcs], values: npt.NDArray[Any], combine: np.ufunc, empty: int, progress: Progress = SILENT
) -> npt.NDArray[Any]:
    """For each state the values of all states that legal sequences from it end in, combined; `empty` where none does.

    movers: the arcs of each member of H; of one member a legal sequence is exactly one move.
    values[state, ...]; combine: one that is idempotent, commutative and associative, such as minimum or bitwise or.

    With M_j(q) the combined values of what is reached from q on, q itself among it, after j moved there:
    M_j(q) = v(q) + sum over k in H, k != j, r in R_k(q) of M_k(r). Repeated to the least fixpoint, which is at most as
    many times as the longest shortest sequence has moves: O(sweeps |H| E), memory O(|H| N).
    """
    after = [values for _ in movers]
    by_mover = [arcs.fold(values, combine, empty) for arcs in movers]
    stale = set(range(len(movers)))
    sweep = 0
    while stale:
        sweep += 1
        progress.at("legal sequences", sweep)
        moved: set[int] = set()
        for j in range(len(movers)):
            if not stale - {j}:
                continue
            arrived = values
            for k, onward in enumerate(by_mover):
                if k != j:
                    arrived = combine(arrived, onward)
            if not np.array_equal(arrived, after[j]):
                after[j] = arrived
                moved.add(j)
        for j in moved:
            by_mover[j] = movers[j].fold(after[j], combine, empty)
        stale = moved
    total = np.full(values.shape, empty, dtype=values.dtype)
    for onward in by_mover:
        total = combine(total, onward)
    return total


def reached_blocks(
    movers: Sequence[Arcs], n_states: int, block: int, progress: Progress = SILENT
) -> Iterator[tuple[int, BoolArray]]:
    """Blocks of targets with reached[state, target in the block]: whether a legal sequence from one ends in the other.

    Memory O(|H| N block / 8), never N by N; time O(N / 64 sweeps |H| E) for all blocks.
    """
    for first in range(0, n_states, block):
        progress.at("states that legal sequences reach", first, n_states)
        count = min(block, n_states - first)
        bits = np.zeros((n_states, -(-count // 64) * 8), dtype=np.uint8)
        bits[first : first + count, : -(-count // 8)] = np.packbits(np.eye(count, dtype=np.bool_), axis=1)
        ends = over_sequences(movers, bits.view(np.uint64), np.bitwise_or, 0, progress)
        yield first, np.unpackbits(ends.view(np.uint8), axis=1, count=count).view(np.bool_)


def legal_sequences(
    form: GraphForm, members: Sequence[int], start: int, wanted: Iterable[int]
) -> dict[int, tuple[Move, ...]]:
    """For each wanted state a shortest legal sequence of at least one move of the members to it; none where none is.

    Among shortest ones the first found, members in the order given and targets ascending. O(|H| E) for all together.
    """
    missing = set(wanted)
    found: dict[int, tuple[int, int]] = {}
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    queue: deque[tuple[int, int] | None] = deque([None])
    while queue and missing:
        here = queue.popleft()
        state, last = (start, None) if here is None else here
        for member in members:
            if member == last:
                continue
            for target in form.moves(member, state).tolist():
                arrival = (target, member)
                if arrival not in before:
                    before[arrival] = here
                    queue.append(arrival)
                    if target in missing:
                        missing.remove(target)
                        found[target] = arrival
    return {target: _moves(before, arrival, start) for target, arrival in found.items()}


def _moves(
    before: Mapping[tuple[int, int], tuple[int, int] | None], arrival: tuple[int, int], start: int
) -> tuple[Move, ...]:
    moves: list[Move] = []
    here: tuple[int, int] | None = arrival
    while here is not None:
        previous = before[here]
        moves.append(Move(here[1], start if previous is None else previous[0], here[0]))
        here = previous
    return tuple(reversed(moves))

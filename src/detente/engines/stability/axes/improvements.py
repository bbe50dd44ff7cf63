"""Worst over the improvements of decision makers: blocks sorted by their owner's ranks, best first, and running minima.

A block holds the states that differ only in one decision maker's own actions. From a state of it the owner improves
exactly to the feasible states of the block that stand strictly before it, so the smallest value within reach is the
running minimum before its group of equals. Where an action goes one way, a block is sorted once for each setting of
such actions, together with the settings that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.engines.stability.axes.moves import TOP, Axis, Values, axes_of
from detente.engines.stability.problem import BoolArray, OptionForm

Codes = npt.NDArray[np.int32]

_CELLS = 1 << 16
"""States at once: few enough to stay near the processor."""

_FEW = 32
"""Where less than this part of the states fell, the blocks that hold them are sought out."""


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """Blocks as columns, each from its owner's best state down.

    states[place, block]; opens[place, block]: a strictly worse group begins here, None where every group is one state;
    origins[place, block]: whose value may fall here, None where all may. bases[block]: its state without any own
    action; own: the owner's actions that change, as bits.
    """

    own: int
    bases: Codes
    states: Codes
    opens: BoolArray | None
    origins: BoolArray | None


def ordered_blocks(problem: OptionForm, decision_maker: int, infeasible: BoolArray | None) -> tuple[Ordered, ...]:
    """The blocks of a decision maker that hold an improvement.

    O(states log(block)), and 3/2 of that for each one-way action.
    """
    axes = axes_of(problem, decision_maker)
    ranks = problem.ranks[decision_maker]
    bases = _settings([o for o in range(len(problem.actions)) if o not in dict(axes)])
    mask = sum(1 << o for o, _ in axes)
    found = (_ordered(ranks, infeasible, bases, settings, own, mask) for settings, own in _reaches(axes))
    return tuple(blocks for blocks in found if blocks is not None)


def _reaches(axes: Sequence[Axis]) -> Iterator[tuple[Codes, BoolArray | None]]:
    """For each setting of the one-way actions: the own settings within reach, and which of these are its own."""
    free = [o for o, reversal in axes if reversal == "both"]
    one_way = [(o, reversal) for o, reversal in axes if reversal != "both"]
    for setting in _settings([o for o, _ in one_way]).tolist():
        ahead = [o for o, reversal in one_way if (setting >> o & 1) == (reversal == "back")]
        behind = setting & ~sum(1 << o for o in ahead)
        reached = _settings([*free, *ahead]) | np.int32(behind)
        own = (reached & sum(1 << o for o, _ in one_way)) == setting
        yield reached, None if own.all() else own


def _settings(actions: Sequence[int]) -> Codes:
    """Every setting of these actions, the others not taken."""
    codes = np.zeros(1, dtype=np.int32)
    for action in actions:
        codes = np.concatenate([codes, codes | np.int32(1 << action)])
    return codes


def _ordered(
    ranks: Codes,
    infeasible: BoolArray | None,
    bases: Codes,
    settings: Codes,
    own: BoolArray | None,
    mask: int,
) -> Ordered | None:
    """The blocks in which somebody improves, sorted; None where nobody does."""
    bits = (len(settings) - 1).bit_length()
    step = max(_CELLS // len(settings), 1)
    kept_bases: list[Codes] = []
    states: list[Codes] = []
    opens: list[BoolArray] = []
    origins: list[BoolArray] = []
    for start in range(0, len(bases), step):
        codes = bases[start : start + step, None] | settings
        # Infeasible states go first, as if best: nothing is strictly before them, and their value is TOP.
        depth = TOP - ranks[codes].astype(np.int64)
        if infeasible is not None:
            depth[infeasible[codes]] = 0
        keys = np.sort((depth << bits) | np.arange(len(settings)), axis=1)
        place, depth = keys & ((1 << bits) - 1), keys >> bits
        falls = depth[:, 1:] != depth[:, :-1]
        kept = (falls & (depth[:, :-1] > 0)).any(axis=1)
        falls |= depth[:, :-1] == 0
        place = place[kept]
        kept_bases.append(bases[start : start + step][kept])
        states.append((kept_bases[-1][:, None] | settings[place]).T)
        opens.append(np.concatenate([np.ones((len(place), 1), np.bool_), falls[kept]], axis=1).T)
        if own is not None:
            origins.append(own[place].T)
    if not any(part.shape[1] for part in states):
        return None
    every_open = all(part.all() for part in opens)
    return Ordered(
        mask,
        np.concatenate(kept_bases),
        np.concatenate(states, axis=1),
        None if every_open else np.concatenate(opens, axis=1),
        None if own is None else np.concatenate(origins, axis=1),
    )


def lower_by(values: Values, blocks: Ordered, places: Codes | None = None) -> list[Codes]:
    """In place: let each value fall to the smallest among its owner's improvements; the states where it did.

    places: only the blocks that hold one of these states; None for all.
    """
    chosen = None if places is None else _columns(blocks, places)
    count = blocks.states.shape[1] if chosen is None else len(chosen)
    step = max(_CELLS // len(blocks.states), 1)
    fell: list[Codes] = []
    for start in range(0, count, step):
        part = slice(start, start + step) if chosen is None else chosen[start : start + step]
        states = blocks.states[:, part]
        found = values.take(states)
        lowest = _lowest(found, None if blocks.opens is None else blocks.opens[:, part])
        lower = lowest < found
        if blocks.origins is not None:
            lower &= blocks.origins[:, part]
        if 8 * np.count_nonzero(lower) > lower.size:
            np.copyto(found, lowest, where=lower)
            values[states] = found
            fell.append(states[lower])
        elif lower.any():
            fell.append(states[lower])
            values[fell[-1]] = lowest[lower]
    return fell


def _columns(blocks: Ordered, places: Codes) -> npt.NDArray[np.intp]:
    """The blocks that hold one of these states."""
    bases = places & ~np.int32(blocks.own)
    found = np.minimum(np.searchsorted(blocks.bases, bases), len(blocks.bases) - 1)
    return np.unique(found[blocks.bases[found] == bases])


def _lowest(found: Values, opens: BoolArray | None) -> Values:
    """At each place the smallest value strictly before it and its equals."""
    lowest = np.empty_like(found)
    lowest[0] = TOP
    running = found[0].copy()
    for place in range(1, len(found)):
        if opens is None:
            lowest[place] = running
        else:
            lowest[place] = lowest[place - 1]
            np.copyto(lowest[place], running, where=opens[place])
        np.minimum(running, found[place], out=running)
    return lowest


def worst_by_improvements(
    values: Values, movers: Sequence[tuple[Ordered, ...]], infeasible: BoolArray | None
) -> Values:
    """For each state the smallest value that the movers reach by improving, each from where it moves, or by no move.

    Improvements of one open improvements of another: turns go on until nothing falls. Two improvements of one in a row
    are one, so nobody looks again at what fell by its own; and where little fell, only the blocks where it did are
    looked at.
    """
    worst = values.copy()
    if infeasible is not None:
        worst[infeasible] = TOP
    few = len(values) // _FEW
    # What fell since a mover's last turn; None for anywhere.
    waiting: list[list[Codes] | None] = [None] * len(movers)
    while any(news is None or news for news in waiting):
        for turn, blocks in enumerate(movers):
            news, waiting[turn] = waiting[turn], []
            if news is not None and not news:
                continue
            places = None if news is None else np.concatenate(news)
            fell = [codes for part in blocks for codes in lower_by(worst, part, places)]
            everywhere = sum(map(len, fell)) > few
            for other, known in enumerate(waiting):
                if other != turn and known is not None:
                    waiting[other] = None if everywhere else known + fell
    return worst

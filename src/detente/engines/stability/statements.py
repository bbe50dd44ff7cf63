"""Where conditions on actions hold, over all states of a conflict at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.engines.stability.problem import MOST_ACTIONS, BoolArray
from detente.foundation.conditions import Rule
from detente.foundation.errors import OutOfDomain

_LOW = 12
"""Actions whose settings stand side by side in a row of states: a row is short enough to stay near the processor."""

_ROWS = 1 << 16
"""Settings asked of a rule at once."""

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """A condition's truth: rows[setting of its high actions] over the low ones; where[k]: the row of the k-th part."""

    rows: npt.NDArray[np.uint8]
    where: Whole

    def part(self, parts: slice) -> npt.NDArray[np.uint8]:
        """0 or 1 for the states of some parts, a row a part."""
        return self.rows[self.where[parts]]


def truth(statement: Rule, actions: Sequence[str]) -> Truth:
    """A condition on actions, asked once for each setting of the actions that it names."""
    places = _places(statement, actions)
    table = np.empty(1 << len(places), dtype=np.uint8)
    bits = np.arange(len(places))
    for start in range(0, len(table), _ROWS):
        settings = np.arange(start, min(start + _ROWS, len(table)))
        table[start : start + _ROWS] = statement.holds_on_scope((settings[:, None] >> bits & 1).astype(np.uint8))
    low = min(_LOW, len(actions))
    # The scope's actions in the low part of a state fill the low part of its setting, whatever their order is.
    order = sorted(range(len(places)), key=places.__getitem__)
    high = [t for t in order if places[t] >= low]
    beside = _gathered(np.arange(1 << low), [(places[t], t) for t in order if places[t] < low])
    above = _gathered(np.arange(1 << len(high)), list(enumerate(high)))
    parts = np.arange(1 << (len(actions) - low))
    where = _gathered(parts, [(places[t] - low, slot) for slot, t in enumerate(high)])
    return Truth(table[above[:, None] | beside], where)


def truths_by_part(statements: Sequence[Truth], n_actions: int) -> Iterator[tuple[slice, slice]]:
    """The parts of the states that are worked on together, as slices of parts and of states."""
    low = min(_LOW, n_actions)
    parts = 1 << (n_actions - low)
    step = max(_ROWS >> low, 1)
    for start in range(0, parts, step):
        stop = min(start + step, parts)
        yield slice(start, stop), slice(start << low, stop << low)


def states_where(statement: Rule, actions: Sequence[str]) -> BoolArray:
    """Where a condition holds, for each state; bit o of a state is actions[o].

    >>> from detente.foundation.conditions import Term, Vocabulary, bind, parse
    >>> vocabulary = Vocabulary((Term("sign", "action"), Term("attack", "action")))
    >>> states_where(bind(parse("sign and not attack"), vocabulary), ["sign", "attack"]).tolist()
    [False, True, False, False]
    """
    found = truth(statement, actions)
    return found.rows[found.where].reshape(-1).astype(np.bool_)


def _places(statement: Rule, actions: Sequence[str]) -> list[int]:
    """For each term in the statement's scope the place of its action."""
    if len(actions) > MOST_ACTIONS:
        raise OutOfDomain(f"{len(actions)} actions: at most {MOST_ACTIONS} in option form")
    place = {action: o for o, action in enumerate(actions)}
    if len(place) < len(actions):
        raise OutOfDomain("two actions have one name")
    found: list[int] = []
    for slot in statement.scope:
        term = statement.vocabulary.terms[slot]
        if term.kind != "action":
            raise OutOfDomain(f"{statement.text}: {term.id!r} is no action; say which action is taken instead")
        if term.id not in place:
            raise OutOfDomain(f"{statement.text}: {term.id!r} is no action of this conflict: {', '.join(actions)}")
        found.append(place[term.id])
    return found


def _gathered(codes: Whole, moves: Sequence[tuple[int, int]]) -> Whole:
    """Codes with some bits moved, each from one place to another; the rest is left out."""
    found = np.zeros_like(codes)
    for source, target in moves:
        found |= (codes >> source & 1) << target
    return found

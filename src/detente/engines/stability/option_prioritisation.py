"""Option prioritisation: a ranking of all states from a few statements, the most important first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from detente.engines.methods.answer import Answer
from detente.engines.stability.problem import BoolArray, IntArray, RankArray
from detente.engines.stability.statements import Truth, truth, truths_by_part
from detente.foundation.conditions import Rule
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

_MARKED = 2
"""Keys up to twice the number of states are numbered by marking, beyond by sorting."""

_KEY_BITS = 62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prioritisation(Answer):
    """One decision maker's ranking of the states, and the statements that it follows from."""

    statements: tuple[Rule, ...] = field(repr=False)
    actions: tuple[str, ...]
    weights: tuple[int, ...] | Literal["by order"]
    ranks: RankArray = field(repr=False)
    classes: int
    """How many groups of equally ranked feasible states there are."""

    def truths(self, state: int) -> tuple[bool, ...]:
        """Which statements hold at a state, the most important first: what its rank follows from."""
        taken = {action: state >> o & 1 for o, action in enumerate(self.actions)}
        return tuple(
            rule.holds_on_scope(np.array([[taken[rule.vocabulary.terms[k].id] for k in rule.scope]]))[0].item()
            for rule in self.statements
        )

    def rows(self) -> list[dict[str, Any]]:
        """A row a statement, the most important first."""
        count = len(self.statements)
        given = [1 << (count - 1 - k) for k in range(count)] if self.weights == "by order" else self.weights
        return [{"statement": rule.text, "weight": weight} for rule, weight in zip(self.statements, given, strict=True)]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; without the ranks of all states."""
        return {
            "method": self.method,
            "reference": self.reference,
            "statements": self.rows(),
            "actions": list(self.actions),
            "classes": self.classes,
            "caveats": list(self.caveats),
        }


def option_prioritisation(
    statements: Sequence[Rule],
    actions: Sequence[str],
    *,
    weights: Sequence[int] | None = None,
    feasible: BoolArray | None = None,
    progress: Progress = SILENT,
) -> Prioritisation:
    """Rank all states by statements about actions: of two states the one where the first that differs holds is better.

    With m statements, the k-th of weight w_k (2**(m - k) unless given), and Ψ_k(s) = w_k where it holds at s, else 0: s
    is preferred to q iff sum_k Ψ_k(s) > sum_k Ψ_k(q). Ranks number the values among feasible states: 0, 1, 2, …

    statements: conditions on actions, the most important first; any number, exactly. actions: their ids, bit o of a
    state is
        actions[o]; at most 24. weights: whole numbers instead of the order, one a statement. feasible: feasible[state].

    Without any statement all states tie, at rank 0. Infeasible states have rank 0, which does not matter. OutOfDomain
    for a statement on anything but these actions, for no feasible state, or where the weights together pass 2**62. O(m
    2^n + N log N) and one look at each rule a setting of the actions it names; 20 statements on 20 actions in 0.1 s.

    >>> from detente.foundation.conditions import Term, Vocabulary, bind, parse
    >>> vocabulary = Vocabulary((Term("sign", "action"), Term("attack", "action")))
    >>> statements = [bind(parse(text), vocabulary) for text in ("not attack", "sign iff not attack")]
    >>> option_prioritisation(statements, ["sign", "attack"]).ranks.tolist()
    [2, 3, 1, 0]

    Fang, L., Hipel, K. W., Kilgour, D. M. and Peng, X. (2003). A decision support system for interactive decision
    making, part I: model formulation. IEEE Transactions on Systems, Man, and Cybernetics C 33(1): 42-55 (recalled).
    """
    ranks = prioritised_ranks(statements, actions, weights=weights, feasible=feasible, progress=progress)
    return Prioritisation(
        method="option-prioritisation",
        parameters=frozen(statements=len(statements), given_weights=weights is not None),
        certificate=frozen(truths="truths(state) says which statements hold; compare two states from the first on"),
        statements=tuple(statements),
        actions=tuple(actions),
        weights="by order" if weights is None else tuple(weights),
        ranks=ranks,
        classes=int(ranks.max()) + 1,
        caveats=() if statements else ("there is no statement: all states tie",),
    )


def prioritised_ranks(
    statements: Sequence[Rule],
    actions: Sequence[str],
    *,
    weights: Sequence[int] | None = None,
    feasible: BoolArray | None = None,
    progress: Progress = SILENT,
) -> RankArray:
    """The ranks alone; see `option_prioritisation`.

    >>> prioritised_ranks([], ["sign", "attack"]).tolist()
    [0, 0, 0, 0]
    """
    count = 1 << len(actions)
    if feasible is not None and (feasible.shape != (count,) or not feasible.any()):
        raise OutOfDomain(f"feasible says for each of the {count} states whether it is, and one is at least")
    told = [truth(statement, actions) for statement in statements]
    kept = None if feasible is None or feasible.all() else feasible
    if weights is None:
        found = _refined(told, len(actions), kept, progress)
    else:
        found = _weighed(told, len(actions), kept, weights)
    ranks = np.zeros(count, dtype=np.int32)
    ranks[slice(None) if kept is None else kept] = found
    return ranks


def ranks_by_truths(truths: Sequence[BoolArray], n_states: int) -> RankArray:
    """The same from the truths of statements at any states, the most important first: of two states the one where the
    first that differs holds is better.

    >>> ranks_by_truths([np.array([0, 1, 1], dtype=bool), np.array([1, 0, 1], dtype=bool)], 3).tolist()
    [0, 1, 2]
    """
    found, classes, done = np.zeros(n_states, dtype=np.int64), min(1, n_states), 0
    while done < len(truths) and classes < n_states:
        batch = truths[done : done + _batch(len(truths) - done, classes, n_states)]
        for truth_ in batch:
            found = found << 1 | truth_
        found, classes = _numbered(found)
        done += len(batch)
    return found.astype(np.int32)


def _refined(told: Sequence[Truth], n_actions: int, kept: BoolArray | None, progress: Progress) -> IntArray:
    """The class of each kept state: classes are split by some statements at a time and numbered anew."""
    count = 1 << n_actions if kept is None else int(np.count_nonzero(kept))
    found, classes, done = np.zeros(count, dtype=np.int64), 1, 0
    while done < len(told) and classes < count:
        progress.at("option prioritisation", done, len(told))
        batch = told[done : done + _batch(len(told) - done, classes, count)]
        keys = np.zeros(1 << n_actions, dtype=np.int64)
        for parts, states in truths_by_part(batch, n_actions):
            part = keys[states].reshape(parts.stop - parts.start, -1)
            for statement in batch:
                np.left_shift(part, 1, out=part)
                np.bitwise_or(part, statement.part(parts), out=part)
        found <<= len(batch)
        found |= keys if kept is None else keys[kept]
        found, classes = _numbered(found)
        done += len(batch)
    return found


def _batch(left: int, classes: int, count: int) -> int:
    """How many statements are taken in at once: as many as fit a key beside the class before and a state's place."""
    return min(left, _KEY_BITS - classes.bit_length() - count.bit_length())


def _weighed(told: Sequence[Truth], n_actions: int, kept: BoolArray | None, weights: Sequence[int]) -> IntArray:
    if len(weights) != len(told):
        raise OutOfDomain(f"{len(weights)} weights for {len(told)} statements: one a statement")
    if sum(map(abs, weights)) >= 1 << _KEY_BITS:
        raise OutOfDomain("the weights together pass 2**62; leave them out and order the statements by importance")
    keys = np.zeros(1 << n_actions, dtype=np.int64)
    for parts, states in truths_by_part(told, n_actions):
        part = keys[states].reshape(parts.stop - parts.start, -1)
        for statement, weight in zip(told, weights, strict=True):
            part += statement.part(parts) * np.int64(weight)
    return _numbered(keys if kept is None else keys[kept])[0]


def _numbered(keys: IntArray) -> tuple[IntArray, int]:
    """Keys as 0, 1, 2, … in their order, and how many different ones there are."""
    low = int(keys.min())
    width = int(keys.max()) - low + 1
    if width <= _MARKED * len(keys):
        seen = np.zeros(width, dtype=np.bool_)
        seen[keys - low] = True
        number = np.cumsum(seen, dtype=np.int32)
        return number[keys - low].astype(np.int64) - 1, int(number[-1])
    bits = len(keys).bit_length()
    if width.bit_length() + bits > _KEY_BITS:
        different, places = np.unique(keys, return_inverse=True)
        return places.astype(np.int64), len(different)
    # Sorted together with their places, keys need no second look-up: three times as fast as an index of the order.
    packed = np.sort((keys - low) << bits | np.arange(len(keys)))
    order = packed & ((1 << bits) - 1)
    packed >>= bits
    number = np.zeros(len(keys), dtype=np.int64)
    np.cumsum(packed[1:] != packed[:-1], out=number[1:])
    places = np.empty_like(number)
    places[order] = number
    return places, int(number[-1]) + 1

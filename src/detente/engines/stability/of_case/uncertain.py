"""What is known of preferences that are not known in full, for the methods on uncertain preference."""

from __future__ import annotations

import numpy as np

from detente.engines.stability.of_case.asking import CaseConflict
from detente.engines.stability.of_case.ranks import Ranked
from detente.engines.stability.problem import BoolArray, OptionForm
from detente.engines.stability.uncertain_preference import Intervals, KnownOrders, Preference
from detente.foundation.errors import TooLarge

MOST_PAIRS = 50_000
"""Most pairs of states that are written out where single pairs of a ranking are unknown."""


MOST_STATES = 20_000
"""Most states of a conflict of which preferences are unknown."""


def known_preferences(found: CaseConflict) -> dict[str, Preference]:
    """For each decision maker whose preference is not known in full the pairs that are known.

    Raises TooLarge where they are too many.
    """
    count = found.problem.n_feasible if isinstance(found.problem, OptionForm) else found.problem.n_states
    if count > MOST_STATES:
        todo = "give the preferences that are missing, or leave actions out"
        raise TooLarge("states while preferences are unknown", estimate=count, limit=MOST_STATES, todo=todo)
    names = zip(found.problem.decision_makers, found.ranked, strict=True)
    return {name: _known(found, item) for name, item in names if not item.certain}


def _known(found: CaseConflict, item: Ranked) -> Preference:
    if item.form == "nothing":
        # every score between 0 and 1: of no two states is it known which one is better
        none = np.zeros(found.problem.n_states, dtype=np.int32)
        return Intervals(none, none + 1)
    if item.known:
        pairs = {pair for better, worse in item.known for pair in _pairs(found, better, worse)}
        return KnownOrders(tuple(((better,), (worse,)) for better, worse in sorted(pairs) if better != worse))
    return _but(found, item)


def _pairs(found: CaseConflict, better: BoolArray, worse: BoolArray) -> list[tuple[int, int]]:
    ones = _states(found, better)
    others = _states(found, worse)
    if len(ones) * len(others) > MOST_PAIRS:
        todo = "name fewer states in a pair"
        raise TooLarge("known pairs", estimate=len(ones) * len(others), limit=MOST_PAIRS, todo=todo)
    return [(one, other) for one in ones for other in others]


def _states(found: CaseConflict, truths: BoolArray) -> list[int]:
    return sorted({found.state_of(place) for place in np.flatnonzero(truths).tolist()})


def _but(found: CaseConflict, item: Ranked) -> KnownOrders:
    """The whole ranking, less the pairs that are unknown."""
    problem = found.problem
    states = problem.states.tolist() if isinstance(problem, OptionForm) else list(range(problem.n_states))
    groups: dict[int, list[int]] = {}
    for state in states:
        groups.setdefault(int(item.ranks[found.place_of(state)]), []).append(state)
    pairs = {pair for one, other in item.unknown for pair in _pairs(found, one, other)}
    order = tuple(tuple(groups[rank]) for rank in sorted(groups, reverse=True))
    return KnownOrders((order,), tuple(sorted((a, b) for a, b in pairs if a != b)))

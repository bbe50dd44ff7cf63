"""What is asked of a case's conflict beside the five concepts: moves at the same time, and looking moves ahead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from detente.engines.stability.expansion import Expanded
from detente.engines.stability.limited_move_stability import LimitedMoves, limited_move_stability
from detente.engines.stability.non_myopic_stability import NonMyopic, Unsettled, non_myopic_stability
from detente.engines.stability.of_case.asking import CaseConflict
from detente.engines.stability.problem import Action, BoolArray, GraphForm, OptionForm
from detente.engines.stability.simultaneous_stability import simultaneous_stability
from detente.engines.stability.verdicts import Concept, Verdicts
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

NO_VERDICTS: Mapping[str, Verdicts] = frozen()  # type: ignore[assignment]

AFTER: tuple[Concept | None, ...] = (None, "seq", "smr")
"""After which concept simultaneous sanctions are asked for: at once, after SEQ, and after SMR."""


@dataclass(frozen=True, slots=True, eq=False)
class Further:
    """Verdicts that were asked for beside the five concepts.

    simultaneous: by "sim" alone, and where others about to leave are the danger by "seq+sim" and "smr+sim".
    limited: for the horizon asked. far: non-myopic stability, or why it did not settle.
    """

    simultaneous: Mapping[str, Verdicts] = field(default_factory=lambda: NO_VERDICTS)
    limited: LimitedMoves | None = None
    far: NonMyopic | Unsettled | None = None


def further_of_case(
    found: CaseConflict,
    *,
    simultaneous: bool = False,
    horizon: int | None = None,
    far: bool = False,
    progress: Progress = SILENT,
) -> Further:
    """Simultaneous sanctions, limited-move stability at a horizon, and non-myopic stability, as asked for.

    Raises OutOfDomain where the conflict does not say what two moves give together, or horizons are asked of other than
    two decision makers; TooLarge.
    """
    limited = None if horizon is None else limited_move_stability(found.problem, horizon, progress=progress)
    return Further(
        MappingProxyType(_simultaneous(found, progress)) if simultaneous else NO_VERDICTS,
        limited,
        non_myopic_stability(found.problem, progress=progress) if far else None,
    )


def _simultaneous(found: CaseConflict, progress: Progress) -> dict[str, Verdicts]:
    problem = found.problem if isinstance(found.problem, OptionForm) else _expanded(found, found.problem)
    answers: dict[str, Verdicts] = {}
    for after in AFTER:
        verdicts = simultaneous_stability(problem, after=after, progress=progress)
        if isinstance(problem, Expanded):
            stable: BoolArray = verdicts.stable[problem.codes]
            verdicts = replace(verdicts, problem=problem.form, stable=stable)
        answers[f"{after}+sim" if after else "sim"] = verdicts
    return answers


def _expanded(found: CaseConflict, form: GraphForm) -> Expanded:
    """A graph that is an option form less some arcs, with the actions that its moves change."""
    nodes, space = found.nodes, found.space
    plain = nodes is not None and all(len(m) == 1 and m[0] < space.n_codes for m in nodes.members)
    if nodes is None or not plain or any(not arc.never for arc in found.conflict.arcs):
        raise OutOfDomain(
            "moves at the same time are known of actions only: states that count as one, stand beside the actions or "
            "have arcs of their own do not say what two moves give together"
        )
    parties = form.decision_makers
    actions = tuple(Action(item.id, parties.index(item.party), item.moves) for item in found.actions)
    ranks = tuple(item.ranks for item in found.ranked)
    codes = np.array([members[0] for members in nodes.members], dtype=np.int64)
    return Expanded(OptionForm(parties, actions, ranks, space.feasible), form, codes)

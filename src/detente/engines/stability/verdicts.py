"""What the concepts say: for each state and decision maker stable or not, and the equilibria."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from detente.engines.methods.answer import Answer
from detente.engines.stability.problem import BoolArray, Conflict, IntArray, OptionForm

Concept = Literal["nash", "gmr", "smr", "seq", "sseq"]
"""The five concepts that both engines decide; see the page of each method."""

CONCEPTS: tuple[Concept, ...] = ("nash", "gmr", "smr", "seq", "sseq")

STATES_SHOWN = 1000
"""Most states in `to_dict`; the counts are always complete."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verdicts(Answer):
    """One concept's verdict on every state for every decision maker.

    stable[state, decision_maker]: of infeasible states always False.
    """

    problem: Conflict = field(repr=False)
    stable: BoolArray = field(repr=False)

    @property
    def equilibria(self) -> IntArray:
        """The states, ascending, that are stable for every decision maker."""
        return np.flatnonzero(self.stable.all(axis=1)).astype(np.int64)

    def stable_for(self, decision_maker: int) -> IntArray:
        """The states, ascending, from which this decision maker does not move."""
        return np.flatnonzero(self.stable[:, decision_maker]).astype(np.int64)

    def rows(self) -> list[dict[str, Any]]:
        """A row a state: its code, its name, a verdict for each decision maker, and whether it is an equilibrium."""
        problem = self.problem
        states = problem.states if isinstance(problem, OptionForm) else np.arange(problem.n_states)
        return [
            {
                "state": int(s),
                "name": problem.pattern(int(s)) if isinstance(problem, OptionForm) else problem.states[int(s)],
                **{name: bool(v) for name, v in zip(problem.decision_makers, self.stable[s], strict=True)},
                "equilibrium": bool(self.stable[s].all()),
            }
            for s in states[:STATES_SHOWN].tolist()
        ]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; at most 1,000 states, all counts."""
        return {
            "method": self.method,
            "reference": self.reference,
            "parameters": dict(self.parameters),
            "caveats": list(self.caveats),
            "exact": self.tolerance is None,
            "equilibria": self.equilibria[:STATES_SHOWN].tolist(),
            "n_equilibria": len(self.equilibria),
            "states": self.rows(),
        }

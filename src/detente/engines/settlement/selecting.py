"""What a solution selects, under the name and formula that the list of methods has for it."""

from __future__ import annotations

from detente.engines.methods import method
from detente.engines.settlement.comparing import Positions
from detente.engines.settlement.grid import Bargaining
from detente.engines.settlement.result import Solution
from detente.foundation.plain_data import frozen


def selected(asked: Bargaining, name: str, won: Positions, **certificate: object) -> Solution:
    """The packages at these positions, all ties, with what proves that they are best."""
    entry = method(name)
    parameters: dict[str, object] = {"weights": asked.weights}
    if asked.disagreement is not None:
        parameters["disagreement"] = tuple(d * u for d, u in zip(asked.disagreement, asked.units, strict=True))
    return Solution(
        method=entry.name,
        formula=entry.formula,
        reference=str(entry.reference),
        packages=tuple(asked.rows[won].tolist()),
        values=asked.points(won),
        parties=asked.parties,
        parameters=frozen(**parameters),
        certificate=frozen(**certificate),
        compares_scales=entry.compares_scales,
        tolerance=asked.tolerance,
    )

"""What every answer of a study says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from detente.engines.methods import method
from detente.foundation.plain_data import NOTHING, plain


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """How it was found, under which caveats, and how to check it.

    `tolerance` is None where the answer is exact; shares of draws carry their standard errors beside them, and
    `tolerance` is then the points by which a value may miss a walk-away, or two values differ and still tie.
    """

    method: str
    parameters: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    certificate: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    caveats: tuple[str, ...] = ()
    tolerance: float | None = None
    seed: int | None = None

    @property
    def reference(self) -> str:
        """Where the method was published."""
        return str(method(self.method).reference)

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return {"reference": self.reference, **{item.name: plain(getattr(self, item.name)) for item in fields(self)}}

"""Having no answer, as a value with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A method has no answer here, and why; `method` names which one was asked."""

    method: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return {"method": self.method, "answer": None, "reason": self.reason}

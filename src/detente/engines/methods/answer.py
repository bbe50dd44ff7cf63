"""What the answers of a method say of themselves: how they were found, under which caveats, how to check them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from detente.engines.methods import method
from detente.foundation.plain_data import NOTHING, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The part that all answers share: how it was found, under which caveats, and how to check it.

    `tolerance` is None where the answer is exact or a closed form in floats, else the error that the method states
    (for a Monte Carlo answer its standard error). `seed` is None where nothing is drawn.
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

    def rows(self) -> list[dict[str, Any]]:
        """The answer as rows of a table; one row unless a kind of answer has more."""
        shared = {item.name for item in fields(Answer)}
        return [{item.name: plain(getattr(self, item.name)) for item in fields(self) if item.name not in shared}]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        values = {item.name: plain(getattr(self, item.name)) for item in fields(self)}
        return {"method": self.method, "reference": self.reference, **values}

    def to_frame(self) -> Any:
        """The rows as a table (needs pandas)."""
        try:
            pandas: Any = importlib.import_module("pandas")
        except ImportError:
            raise ImportError("to_frame() needs pandas: pip install pandas") from None
        return pandas.DataFrame(self.rows())

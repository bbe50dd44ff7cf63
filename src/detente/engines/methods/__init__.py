"""The one list of methods: name, function, reference, page, library case; a file for each part of an engine.

Light on purpose: functions are named as text, so that the list can be read without loading an engine.
"""

from __future__ import annotations

from detente.engines.methods import bargaining, commitments, deterrence, forecast, settlement, stability, study
from detente.engines.methods.entry import Method, Reference

__all__ = ["METHODS", "Method", "Reference", "method"]

METHODS: tuple[Method, ...] = (
    *settlement.METHODS,
    *commitments.METHODS,
    *deterrence.METHODS,
    *bargaining.METHODS,
    *stability.METHODS,
    *forecast.METHODS,
    *study.METHODS,
)


def method(name: str) -> Method:
    """The method of this name; KeyError lists what there is.

    >>> method("nash").reference.doi
    '10.2307/1907266'
    """
    for entry in METHODS:
        if entry.name == name:
            return entry
    raise KeyError(f"no method {name!r}; known: {', '.join(entry.name for entry in METHODS)}")

"""The methods of the commitments engine."""

from __future__ import annotations

from detente.engines.methods.entry import Method

_ENGINE = "detente.engines.commitments"

METHODS: tuple[Method, ...] = ()

"""Published instruments, coded as commitments: read from the files beside this package, one an instrument."""

from __future__ import annotations

from detente.case.instruments.actor import Actor
from detente.case.instruments.library import actors, areas, instrument_ids, library_instrument

__all__ = ["Actor", "actors", "areas", "instrument_ids", "library_instrument"]

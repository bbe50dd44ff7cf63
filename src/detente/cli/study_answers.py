"""What a study says, as JSON: the shape that docs/reference/study-json.md documents."""

from __future__ import annotations

from typing import Any

from detente import __version__
from detente.foundation.plain_data import plain
from detente.study.case_study import CaseStudy
from detente.study.flips import FlipPoints
from detente.study.running import Study

NOTE = "shares are of draws over all judgements that the case admits; they are no probabilities of what will happen"


def study_answer(found: CaseStudy) -> dict[str, Any]:
    """Everything that a study says about a case."""
    read = found.settled.read
    return {
        "detente": __version__,
        "case": found.settled.case.id,
        "digest": read.digest,
        "view": read.view.view if read.view else None,
        "note": NOTE,
        "acceptability": _study(found.acceptability),
        "sensitivity": _study(found.sensitivity),
        "flips": [_flips(item) for item in found.flips.values()],
        "skipped": found.skipped or None,
    }


def _study(found: Study[Any]) -> dict[str, Any]:
    return {"draws": found.draws, "chunk": found.chunk, "seed": found.seed, "key": found.key, **found.answer.to_dict()}


def _flips(found: FlipPoints) -> dict[str, Any]:
    told = found.to_dict()
    numbers = ("low", "shown", "high")
    told["flips"] = [
        {
            **plain(flip),
            **{name: float(getattr(flip, name)) for name in numbers},
            "holds": [[float(start), float(end)] for start, end in flip.holds],
            "flips": [float(at) for at in flip.flips],
        }
        for flip in found.flips
    ]
    return told

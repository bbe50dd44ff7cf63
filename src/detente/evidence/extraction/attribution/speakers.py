"""The speaker of each direct quotation: of those who may speak it, the likeliest.

A small network scores the candidates of a quotation by where they stand and what they hang on; it knows no words.
Its weights stand in `speaker-model.npz`; `benchmarks/polnear_speakers.py` makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from detente.evidence.extraction.attribution.cue_words import CueWords
from detente.evidence.extraction.attribution.links import Linked
from detente.evidence.extraction.attribution.model import ROOM
from detente.evidence.extraction.attribution.rules import Found, Span
from detente.evidence.extraction.attribution.speaker_candidates import Candidate, Neighbourhood, Quotation
from detente.evidence.extraction.attribution.speaker_features import WIDTH, pair_features
from detente.evidence.extraction.attribution.structure import Structure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class SpeakerModel:
    """Weights by property and value: one column a hidden unit, the last straight to the score."""

    weights: Floats
    bias: Floats
    out: Floats

    def scores(self, seen: NDArray[np.int64]) -> Floats:
        """The score of each row of properties; only differences between candidates of one quotation mean anything."""
        summed = self.weights[seen + WIDTH * np.arange(seen.shape[1])].sum(axis=1)
        return np.maximum(summed[:, :-1] + self.bias, 0) @ self.out + summed[:, -1]


@cache
def speaker_model() -> SpeakerModel:
    """The model that ships."""
    with resources.files(ROOM).joinpath("data", "speaker-model.npz").open("rb") as file, np.load(file) as stored:
        return SpeakerModel(stored["weights"].astype(np.float32) * stored["scale"], stored["bias"], stored["out"])


def with_speakers(
    layout: Structure,
    ones: Sequence[Linked],
    spans: Sequence[tuple[str, Span]],
    found: Sequence[Found],
    words: CueWords,
) -> Sequence[Linked]:
    """The attributions, each quotation with its likeliest speaker; one that has a speaker never loses it."""
    near = Neighbourhood(layout, ones, spans, found)
    if not near.quotations:
        return ones
    candidates = [near.of(quotation) for quotation in near.quotations]
    scores = speaker_model().scores(pair_features(near, words, near.quotations, candidates))
    first, chosen = 0, list[tuple[Quotation, Candidate]]()
    for quotation, those in zip(near.quotations, candidates, strict=True):
        own = scores[first : first + len(those)]
        first += len(those)
        named = 0 if ones[quotation.owner].source is None else 1
        if len(those) > named:
            best = those[named + int(own[named:].argmax())]
            if best.owner != quotation.owner:
                chosen.append((quotation, best))
    return _moved(ones, spans, chosen) if chosen else ones


def _moved(
    ones: Sequence[Linked], spans: Sequence[tuple[str, Span]], chosen: Sequence[tuple[Quotation, Candidate]]
) -> tuple[Linked, ...]:
    """The attributions after each of these quotations has gone to its candidate."""
    result: list[Linked] = list(ones)
    for quotation, one in chosen:
        own = result[quotation.owner]
        if one.owner < 0 and own.content == (quotation.span,) and _fits(own, one):
            result[quotation.owner] = replace(own, source=one.source, cue=_without(own.cue, one.source))
            continue
        left = tuple(span for span in own.content if span != quotation.span)
        result[quotation.owner] = replace(own, content=left)
        if one.owner >= 0:
            new = result[one.owner]
            result[one.owner] = replace(new, content=tuple(sorted((*new.content, quotation.span))))
        else:
            cue = one.cue if one.kind == "rule" and one.cue and not _taken(one.cue, spans) else None
            result.append(Linked(one.source, cue, (quotation.span,), one.rule if cue else None))
    kept = [one for one in result if one.cue or one.content]
    return tuple(sorted(kept, key=lambda one: (one.cue or one.content[0])[0]))


def _fits(own: Linked, one: Candidate) -> bool:
    """Whether a candidate goes with the cue that the quotation has: it brings none of its own."""
    return one.rule is None or own.cue is None or own.cue[0] <= one.rule.head < own.cue[1]


def _without(cue: Span | None, source: Span | None) -> Span | None:
    """A cue without the name inside it: of `Said Ana Port:` only `Said`."""
    if cue is None or source is None or source[1] <= cue[0] or cue[1] <= source[0]:
        return cue
    return (cue[0], source[0]) if source[0] > cue[0] else (source[1], cue[1]) if source[1] < cue[1] else None


def _taken(cue: Span, spans: Sequence[tuple[str, Span]]) -> bool:
    return any(first < cue[1] and cue[0] < end for _, (first, end) in spans)

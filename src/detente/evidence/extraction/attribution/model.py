"""The learned part of attribution: which token is source, cue, content, given grammar and what the rules found.

A linear-chain conditional random field over the tokens of a block. Its weights stand in `attribution-model.npz`,
its lexicon of base forms in `attribution-words.txt`; `benchmarks/polnear_training.py` makes both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.evidence.extraction.attribution.cue_words import spellings
from detente.evidence.extraction.attribution.features import features
from detente.evidence.extraction.attribution.rules import Found, Span
from detente.evidence.extraction.attribution.structure import Structure

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABELS = 7
KINDS = {1: "source", 3: "cue", 5: "content"}
ROOM = "detente.evidence.extraction"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights by feature and label; transitions by context (sentence start + 2 · inside a quotation)."""

    weights: NDArray[np.float32]
    transitions: NDArray[np.float32]
    start: NDArray[np.float32]
    codes: NDArray[np.uint64]
    numbers: NDArray[np.int64]

    def words(self, lemma: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The lexicon's number of each base form, 0 for one that it does not have."""
        places = np.minimum(np.searchsorted(self.codes, lemma), len(self.codes) - 1)
        return np.where(self.codes[places] == lemma, self.numbers[places], 0)

    def labels(self, structure: Structure, found: Sequence[Found]) -> NDArray[np.int64]:
        """The best sequence of labels: 0 nothing, 1 and 2 begin and rest of a source, 3, 4 cue, 5, 6 content."""
        if not len(structure):
            return np.zeros(0, dtype=np.int64)
        seen = features(structure, found, self.words(structure.lemma))
        scores = np.zeros((len(structure), LABELS), dtype=np.float32)
        for column in seen.T:
            scores += self.weights.take(column, axis=0)
        context = structure.starts.astype(np.int64) + 2 * structure.inside
        return best_sequences(scores, context, structure.offsets, self.transitions, self.start)


@cache
def model() -> Model:
    """The model that ships."""
    folder = resources.files(ROOM).joinpath("data")
    words = folder.joinpath("attribution-words.txt").read_text(encoding="utf-8").split("\n")
    with folder.joinpath("attribution-model.npz").open("rb") as file, np.load(file) as stored:
        weights = stored["weights"].astype(np.float32) * stored["scale"]
        return Model(weights, stored["transitions"], stored["start"], *word_numbers(words))


def word_numbers(words: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The codes of base forms in ascending order, and the number of each, from 1."""
    from spacy.strings import get_string_id  # noqa: PLC0415

    listed = [word for word in words if word and not word.startswith("# ")]
    numbers = {int(get_string_id(other)): n for n, word in enumerate(listed, start=1) for other in spellings(word)}
    numbers |= {int(get_string_id(word)): n for n, word in enumerate(listed, start=1)}
    pairs = sorted(numbers.items())
    return np.array([code for code, _ in pairs], dtype=np.uint64), np.array([number for _, number in pairs])


def best_sequences(
    scores: NDArray[Any], context: NDArray[Any], offsets: Sequence[int], transitions: NDArray[Any], start: NDArray[Any]
) -> NDArray[np.int64]:
    """Viterbi over several sequences at a time, the longest first, so that those that still run are a prefix."""
    lengths = np.diff(np.array(offsets))
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] > 0]
    firsts, lengths = np.array(offsets)[order], lengths[order]
    longest = int(lengths[0])
    running = [int(np.searchsorted(-lengths, -step, side="left")) for step in range(longest)]
    places = np.minimum(firsts + np.arange(longest)[:, None], len(scores) - 1)
    ahead, moves = scores[places], context[places]
    best = ahead[0] + start
    came: list[NDArray[np.int64]] = []
    for step in range(1, longest):
        count = running[step]
        reach = best[:count, :, None] + transitions[moves[step, :count]]
        came.append(reach.argmax(axis=1))
        best[:count] = reach.max(axis=1) + ahead[step, :count]
    labels = np.zeros(len(scores), dtype=np.int64)
    now = best.argmax(axis=1)
    columns = np.arange(len(firsts))
    for step in range(longest - 1, 0, -1):
        count = running[step]
        labels[places[step, :count]] = now[:count]
        now[:count] = came[step - 1][columns[:count], now[:count]]
    labels[firsts] = now
    return labels


def spans(labels: NDArray[np.int64], offsets: Sequence[int]) -> list[tuple[str, Span]]:
    """The stretches that the labels make, in order; none leaves its block."""
    result: list[tuple[str, Span]] = []
    edges = set(offsets)
    kind, first = 0, 0
    for place, label in enumerate([*labels.tolist(), 0]):
        if kind and (label != kind + 1 or place in edges):
            result.append((KINDS[kind], (first, place)))
            kind = 0
        if label in KINDS:
            kind, first = label, place
        elif label and not kind:
            kind, first = label - 1, place
    return result

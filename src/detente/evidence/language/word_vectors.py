"""The parser's first layer from memory: the vector of a word by itself is worked out once, not at every occurrence.

That layer looks at a word alone (its norm, prefix, suffix and shape, and whether a space follows); what stands
around the word comes in with the layers after it. Remembering makes the parse an eighth faster.
"""

from __future__ import annotations

from typing import Any

import numpy as np

ROOM = 32_768
"""So many words are remembered, in twelve megabytes; then memory starts anew."""

_LAYERS = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
_ORTH_FACTOR, _NORM_FACTOR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


class WordVectors:
    """Answers in place of an embedding layer that takes parses and gives one vector a word."""

    def __init__(self, layers: Any, room: int = ROOM) -> None:
        self._extract, self._to_ragged, self._embed, self._mix = layers[:4]
        self._room = room
        self._rows: dict[int, int] = {}
        self._known: Any = None

    def __call__(self, _model: Any, docs: Any, is_train: bool) -> tuple[Any, Any]:
        """The vectors of all words of each parse."""
        keys = [_keys(doc) for doc in docs]
        listed = np.concatenate(keys).tolist() if keys else []
        if self._known is None or any(key not in self._rows for key in listed):
            self._learn(docs, listed)
        known: Any = self._known
        vectors = known[[self._rows[key] for key in listed]]
        ends = np.cumsum([len(one) for one in keys])[:-1]
        return np.split(vectors, ends), None

    def _learn(self, docs: Any, keys: list[int]) -> None:
        """Works out the words not yet known; one larger batch than there is room for is remembered all the same."""
        if len(self._rows) + len(set(keys)) > self._room:
            self._rows, self._known = {}, None
        first: dict[int, int] = {}
        for place, key in enumerate(keys):
            if key not in self._rows:
                first.setdefault(key, place)
        seen = self._to_ragged.predict(self._extract.predict(docs))
        chosen = type(seen)(seen.data[list(first.values())], np.array([len(first)], dtype=np.int32))
        vectors = self._mix.predict(self._embed.predict(chosen)).data
        self._rows.update(zip(first, range(len(self._rows), len(self._rows) + len(first)), strict=True))
        self._known = vectors if self._known is None else np.concatenate([self._known, vectors])


def _keys(doc: Any) -> Any:
    """A number for all that the layer looks at of each word."""
    seen = doc.to_array(["ORTH", "NORM", "SPACY"])
    return seen[:, 0] * _ORTH_FACTOR + seen[:, 1] * _NORM_FACTOR + seen[:, 2]


def remember_vectors(language: Any) -> None:
    """Puts the memory in place, where the pipeline has the layer that it knows."""
    for _, pipe in language.pipeline:
        model = getattr(pipe, "model", None)
        embed = model.maybe_get_ref("embed") if model is not None and hasattr(model, "maybe_get_ref") else None
        if embed is not None and [layer.name.partition("(")[0] for layer in embed.layers] == _LAYERS:
            embed._func = WordVectors(embed.layers)

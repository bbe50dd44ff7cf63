"""The vectors of words from memory are those of the layer itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.evidence.language.parse import MODELS, UNNEEDED
from detente.evidence.language.word_vectors import WordVectors

TEXTS = ("He can't sign it .", "He can sign it.", "SHE signs; she signs 14 drafts, he signs 15")


@pytest.mark.parametrize("room", [1, 4, 32_768], ids=["no-room", "little-room", "room"])
def test_remembered_vectors_are_those_of_the_layer(room):
    import spacy

    name = next(name for name in MODELS if spacy.util.is_package(name))
    language = spacy.load(name, exclude=list(UNNEEDED))
    pipes: dict[str, Any] = dict(language.pipeline)
    layer = pipes["tok2vec"].model.get_ref("embed")
    memory = WordVectors(layer.layers, room)
    docs = [language.make_doc(text) for text in (*TEXTS, *TEXTS)]
    for given in (docs[:2], docs[2:3], docs, docs[:1]):
        ours, _ = memory(layer, given, False)
        assert [len(one) for one in ours] == [len(doc) for doc in given]
        for mine, theirs in zip(ours, layer.predict(given), strict=True):
            assert np.allclose(mine, theirs, atol=1e-5)

"""Kinds of events: the crosswalk, the frames, and our own sentences for every category."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from benchmarks.plover_acts import Score

from detente.evidence.extraction.acts.acts import act_of
from detente.evidence.extraction.acts.modality import modality_of
from detente.evidence.extraction.acts.plover import (
    CATEGORIES,
    CROSSWALK,
    TYPES,
    act_of_plover,
    cameo_of_act,
    plover_event,
    plover_of_act,
)
from detente.evidence.extraction.acts.plover_lexicon import FRAMES, lexicon
from detente.evidence.items import Act, Modality
from detente.evidence.language.parse import parser

_WORDS = (
    *("agree", "to", "offer", "and", "stop", "the", "demand", "for", "talks", "of", "peace", "with", "will", "not"),
    *("begin", "that", "threatened", ",", "refused", "said", "he"),
)
SENTENCES = Path(__file__).with_name("plover_sentences.txt")


def told(sentence: str) -> str:
    language, word_forms = parser()
    code = plover_event(word_forms(language(sentence)))
    return code.category if code else "-"


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Norland sends food to the island.", "AID"),
        ("Norland will send food to the island.", "AGREE"),
        ("Norland agreed to send food to the island.", "AGREE"),
        ("Norland must send food to the island.", "DEMAND"),
        ("The mayor asked Norland to send food to the island.", "DEMAND"),
        ("Norland refused to send food to the island.", "REJECT"),
        ("Norland will not send food to the island.", "REJECT"),
        ("Norland halted food aid to the island.", "SANCTION"),
        ("Norland bombed the island.", "FIGHT"),
        ("Norland will bomb the island.", "THREATEN"),
        ("Norland threatened to bomb the island.", "THREATEN"),
        ("Norland stopped the attacks on the island.", "RETREAT"),
        ("The army lifted the curfew.", "CONCEDE"),
        ("The army imposed a curfew.", "COERCE"),
        ("The army refused to lift the curfew.", "REJECT"),
    ],
)
def test_frames_turn_the_event_inside_them(sentence: str, category: str) -> None:
    assert told(sentence) == category


def test_our_own_sentences_for_every_category() -> None:
    """The words were widened with these sentences in view: a floor against regressions, not a measurement."""
    language, word_forms = parser()
    lines = [line.split("|") for line in SENTENCES.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    pairs: Counter[tuple[str, str]] = Counter()
    for doc, category in language.pipe(((sentence, category) for category, sentence in lines), as_tuples=True):
        code = plover_event(word_forms(doc))
        pairs[CATEGORIES[category][0], code.type if code else "-"] += 1
    score = Score(pairs)
    assert set(score.kinds) == set(TYPES)
    assert score.accuracy >= 0.9
    assert score.macro_f1 >= 0.9


def test_a_sentence_without_an_event_tells_none() -> None:
    assert told("The lake is blue.") == "-"


def test_the_crosswalk_covers_every_act_and_leads_back() -> None:
    assert set(CROSSWALK) == set(get_args(Act))
    for act in get_args(Act):
        kind = plover_of_act(act)
        assert kind == "" or kind in TYPES
        assert len(cameo_of_act(act)) == 2
        if kind:
            back = act_of_plover(kind)
            assert back is not None
            assert plover_of_act(back) == kind
    assert act_of_plover("DEMAND") == act_of_plover("REQUEST") == "demand"
    assert act_of_plover("ASSAULT") is None


def test_there_are_sixteen_types_and_each_category_has_a_root() -> None:
    assert len(TYPES) == 16
    assert all(len(cameo) == 2 and cameo.isdigit() for _, cameo in CATEGORIES.values())


def test_the_words_name_only_known_kinds_and_classes() -> None:
    words = lexicon()
    kinds = {kind for seconds in words.verbs.values() for kinds in seconds.values() for kind in kinds}
    kinds |= set(words.nouns.values())
    classes = {name for names in words.classes.values() for name in names}
    asked = set()
    for seconds in words.with_objects.values():
        for by_class in seconds.values():
            asked |= set(by_class)
            kinds |= {kind for kinds_ in by_class.values() for kind in kinds_}
    assert kinds <= set(CATEGORIES)
    assert asked <= classes
    assert {frame for kind in words.frames.values() for by in kind.values() for f in by.values() for frame in f} <= set(
        FRAMES
    )


def test_random_words_neither_crash_nor_take_long() -> None:
    language, word_forms = parser()
    numbers = np.random.default_rng(np.random.SeedSequence(20251215))
    spent, tokens = 0.0, 0
    for _ in range(15):
        doc = word_forms(language(" ".join(numbers.choice(_WORDS, size=int(numbers.integers(1, 300))))))
        begin = time.process_time()
        for part in (doc, doc[:0], doc[: len(doc) // 2]):
            code = plover_event(part)
            assert code is None or code.type in TYPES
        for token in doc:
            found = act_of(token)
            assert found.act in get_args(Act)
            assert 0 <= found.head < len(doc)
            assert modality_of(token) in get_args(Modality)
        tokens += len(doc)
        spent += time.process_time() - begin
    assert spent / tokens < 0.001


def test_scores_by_hand() -> None:
    score = Score(Counter({("A", "A"): 3, ("A", "B"): 1, ("B", "B"): 1, ("B", "-"): 1}))
    assert score.accuracy == 4 / 6
    assert score.of_kind("A") == (1.0, 0.75, 6 / 7, 4)
    assert score.of_kind("B") == (0.5, 0.5, 0.5, 2)
    assert score.macro_f1 == (6 / 7 + 0.5) / 2

"""How far an actor binds itself: the weakest word on the way decides."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from detente.evidence.extraction.acts.modality import SCALE, modality_of, rank, strength_of
from detente.evidence.items import Modality
from detente.evidence.language.parse import parser


def word_of(sentence: str, lemma: str):
    language, word_forms = parser()
    return next(token for token in word_forms(language(sentence)) if token.lemma_ == lemma)


@pytest.mark.parametrize(
    ("sentence", "lemma", "modality"),
    [
        ("Norland is considering giving up its bid.", "consider", "considers"),
        ("Norland may give up its bid.", "give", "considers"),
        ("Norland is prepared to give up its bid.", "give", "prepared"),
        ("Norland is willing to give up its bid.", "give", "prepared"),
        ("Norland would give up its bid if it were safe.", "give", "prepared"),
        ("The king said he would give up his bid.", "give", "promises"),
        ("The king said he would give up his bid if he were safe.", "give", "prepared"),
        ("Norland seeks to give up its bid.", "give", "seeks"),
        ("Norland offered to give up its bid.", "give", "offers"),
        ("Norland vowed to give up its bid.", "give", "promises"),
        ("Norland will give up its bid.", "give", "promises"),
        ("Norland agreed to give up its bid.", "give", "commits"),
        ("The parties shall give up their bids.", "give", "commits"),
        ("Norland gave up its bid.", "give", "does"),
        ("Norland agreed to consider the bid.", "agree", "considers"),
        ("Its opposition was known.", "opposition", "none"),
    ],
)
def test_modality(sentence: str, lemma: str, modality: Modality) -> None:
    assert modality_of(word_of(sentence, lemma)) == modality


def test_the_scale_is_strictly_ordered_and_complete() -> None:
    ranks = [rank(modality) for modality in SCALE]
    assert all(low is not None and high is not None and low < high for low, high in itertools.pairwise(ranks))
    assert {*SCALE, "none"} == set(get_args(Modality))
    assert rank("none") is None


@pytest.mark.parametrize(
    ("sentence", "lemma", "words"),
    [
        ("Norland is prepared to give up its bid.", "give", "is prepared"),
        ("Norland offered to give up its bid.", "give", "offered"),
        ("Norland will give up its bid.", "give", "will give"),
    ],
)
def test_strength_has_the_words_of_the_text(sentence: str, lemma: str, words: str) -> None:
    strength = strength_of(word_of(sentence, lemma))
    assert strength.words == words
    assert strength.rank == rank(modality_of(word_of(sentence, lemma)))

"""The words of a parse answer what spaCy answers, for every question that the rules ask."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import pytest

from detente.evidence.language.parse import parse_one
from detente.evidence.language.parsed_words import COLUMNS, ParsedWords
from detente.evidence.reading.plain import document_of_text

TEXT = (
    "The envoys of Aland and Borduria, who had met twice, said on Monday that they would sign if the port reopened. "
    '"We are ready, and we have always been," Ms. Ferro told reporters in Port Vila!\n\n'
    "What the minister proposed nobody, it seems, had expected:  a 30-day truce (or more). He didn't explain.\n\n"
    "Which of the two drafts did the mediator say they had agreed to discuss, and why?"
)
SAYS = (
    *("text", "lower_", "lemma_", "tag_", "dep_", "pos_", "i", "idx", "whitespace_", "orth", "is_sent_start"),
    *("is_title", "is_upper", "is_alpha", "is_space", "is_punct", "is_quote"),
)
POINTS = ("head", "left_edge", "right_edge")
LISTS = ("children", "lefts", "rights", "subtree", "ancestors", "conjuncts")


@cache
def _blocks() -> tuple[ParsedWords, ...]:
    blocks: list[Any] = [block.doc for block in parse_one(document_of_text(TEXT, "r1")).blocks]
    assert all(isinstance(block, ParsedWords) for block in blocks)
    return tuple(block for block in blocks if isinstance(block, ParsedWords))


def test_every_word_says_what_spacy_says_of_it():
    for words in _blocks():
        assert len(words) == len(words.source) > 3
        for word, token in zip(words, words.source, strict=True):
            for name in SAYS:
                assert getattr(word, name) == getattr(token, name), (word, name)
            for name in POINTS:
                assert getattr(word, name).i == getattr(token, name).i, (word, name)
            for name in LISTS:
                assert [one.i for one in getattr(word, name)] == [one.i for one in getattr(token, name)], (word, name)
            assert (word.sent.start, word.sent.end) == (token.sent.start, token.sent.end)
            assert len(word) == len(token)


def test_every_stretch_says_what_spacy_says_of_it():
    for words in _blocks():
        count = len(words)
        for first in range(count):
            for end in range(first + 1, min(first + 9, count) + 1):
                ours, theirs = words[first:end], cast("Any", words.source[first:end])
                assert ours.text == theirs.text
                assert ours.root.i == theirs.root.i
                assert [one.start for one in ours.sents] == [one.start for one in theirs.sents]
                assert [word.i for word in ours] == [token.i for token in theirs]


def test_the_array_is_that_of_spacy():
    for words in _blocks():
        asked: tuple[Any, ...] = (list(COLUMNS), ["LEMMA", "POS"], ["SENT_START"], "LEMMA")
        for names in asked:
            assert (words.to_array(names) == words.source.to_array(names)).all()


def test_a_word_is_the_same_object_at_every_look():
    words = _blocks()[0]
    assert words[3] is words[3] is next(word for word in words if word.i == 3)
    assert words[-1] is words[len(words) - 1]
    assert words[0].nbor() is words[1]
    with pytest.raises(IndexError):
        words[0].nbor(-1)


def test_a_stretch_of_characters_is_found_as_spacy_finds_it():
    words = _blocks()[0]
    found = words.char_span(4, 10)
    assert found is not None
    assert found.text == "envoys"
    assert words.char_span(5, 10) is None

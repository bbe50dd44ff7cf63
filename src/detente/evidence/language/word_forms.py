"""Parts of speech and base forms from memory: what spaCy's rules answer, looked up the second time.

The attribute ruler and the rule lemmatiser look at a word, its tag, its role and at most its neighbour; the same
question always gets the same answer. Asking once a question instead of once a token makes the parse a quarter
faster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

Row = tuple[int, ...]


class WordForms:
    """Fills in part of speech, morphology and base form of every token of a document that has tags and roles."""

    def __init__(self, ruler: Any, lemmatizer: Any) -> None:
        from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG  # noqa: PLC0415

        self._ruler, self._lemmatizer = ruler, lemmatizer
        self._read = [LOWER, TAG, DEP, IS_SPACE, ORTH]
        self._write = [POS, MORPH, LEMMA]
        self._named, self._firsts = _words_that_rules_name(ruler)
        self._expletive = ruler.vocab.strings["expl"]
        self._kinds: dict[Row, Row] = {}
        self._lemmas: dict[Row, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same document, filled in."""
        if not len(doc):
            return doc
        rows = doc.to_array(self._read).tolist()
        questions = self._questions(rows)
        kinds = self._kinds
        if any(question not in kinds for question in questions):
            self._ruler(doc)
            kinds.update(zip(questions, map(tuple, doc.to_array(self._write).tolist()), strict=True))
        answers = [kinds[question] for question in questions]
        if any(pos == 0 for pos, _, _ in answers):
            return self._lemmatizer(doc)
        doc.from_array(self._write, _matrix(answers))
        lemmas = [
            lemma or self._lemma(doc, place, (row[4], pos, morph))
            for place, (row, (pos, morph, lemma)) in enumerate(zip(rows, answers, strict=True))
        ]
        doc.from_array(self._write[2:], _matrix(lemmas))
        return doc

    @property
    def lookups(self) -> Any:
        """The tables of the lemmatiser."""
        return self._lemmatizer.lookups

    def _questions(self, rows: list[Row]) -> list[Row]:
        """What the rules look at: tag and role; the word, where a rule names it; its neighbours, in a few pairs."""
        named, firsts, expletive = self._named, self._firsts, self._expletive
        questions: list[Row] = []
        left, after_expletive = 0, 0
        last = len(rows) - 1
        for place, (lower, tag, dep, space, _) in enumerate(rows):
            word = lower if lower in named else 0
            right = rows[place + 1][0] if lower in firsts and place < last else 0
            questions.append((word, tag, dep, space, left, after_expletive, right))
            left, after_expletive = (lower if lower in firsts else 0), int(dep == expletive)
        return questions

    def _lemma(self, doc: Doc, place: int, key: Row) -> int:
        known = self._lemmas.get(key)
        if known is None:
            known = self._lemmas[key] = doc.vocab.strings.add(self._lemmatizer.rule_lemmatize(doc[place])[0])
        return known


def _matrix(values: list[Any]) -> Any:
    return np.array(values, dtype=np.uint64)


def _words_that_rules_name(ruler: Any) -> tuple[frozenset[int], frozenset[int]]:
    """The words that stand in any rule, and those that open a rule on two words."""
    words: set[str] = set()
    firsts: set[str] = {"y", "y'"}
    for entry in ruler.patterns:
        for pattern in entry["patterns"]:
            for token in pattern:
                named = token.get("LOWER", [])
                found = [named] if isinstance(named, str) else named.get("IN", []) if isinstance(named, dict) else []
                words.update(found)
                if len(pattern) > 1 and token is pattern[0]:
                    firsts.update(found)
    strings = ruler.vocab.strings
    return frozenset(strings[word] for word in words | firsts), frozenset(strings[word] for word in firsts)

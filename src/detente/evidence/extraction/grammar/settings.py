"""Where a content ends and the setting begins: `… during a five-hour meeting in Geneva` is not what was offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TokenSpan = tuple[int, int]

_ALWAYS = frozenset({"during", "amid"})
_WITH_EVENT = frozenset({"in", "at", "on", "over", "after", "before", "following", "ahead", "since", "via"})
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_CLOSING = frozenset({'"', ")", "]", "}", ";", ":"})
_DASHES = frozenset({"-", "--"})
_TRAILING = frozenset({",", ";", ":", "-", "--", ".", "!", "?"})
_NOT_IN_LISTS = frozenset(
    [
        "which",
        "who",
        "whose",
        "whom",
        "where",
        "while",
        "although",
        "though",
        "because",
        "however",
        "adding",
        "saying",
        "according",
        "but",
        "yet",
        "despite",
        "amid",
        "after",
        "before",
        "when",
        "whereas",
        "meaning",
        "calling",
        "citing",
    ]
)
LOOKED_AHEAD = 60


def right_edge(doc: Doc, start: int, limit: int) -> int:
    """Where a phrase that starts at `start` ends: before the clause, quotation or setting that follows it."""
    end = min(limit, start + LOOKED_AHEAD)
    at = start
    while at < end and not _stops(doc, start, at, end):
        at += 1
    return trimmed(doc, start, at)


def trimmed(doc: Doc, start: int, end: int) -> int:
    """The end without punctuation and spaces at the right."""
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in _TRAILING):
        end -= 1
    if end > start and doc[end - 1].text == '"' and sum(token.text == '"' for token in doc[start:end]) % 2:
        return trimmed(doc, start, end - 1)
    return end


def opens_setting(token: Token) -> bool:
    """Whether this preposition begins a phrase of occasion."""
    word = token.lower_
    doc = token.doc
    if word == "as":
        return _as_part_of(token)
    if word in _ALWAYS:
        return True
    if word not in _WITH_EVENT or token.i == 0:
        return False
    before = doc[token.i - 1]
    if before.pos_ not in _NOMINAL and before.text not in {",", '"', "%"}:
        return False
    if before.lemma_.lower() in lemmas("part"):
        return False
    noun = _object(token)
    return noun is not None and noun.lemma_.lower() in lemmas("event")


def settings(doc: Doc, first: int, end: int) -> list[TokenSpan]:
    """The phrases of occasion among the tokens [first, end), each to the end of its clause."""
    found: list[TokenSpan] = []
    at = first
    while at < end:
        if opens_setting(doc[at]) and doc[at].lower_ != "as":
            stop = _setting_end(doc, at, end)
            found.append((at, stop))
            at = stop
        at += 1
    return found


def _setting_end(doc: Doc, start: int, end: int) -> int:
    at = start + 1
    while (
        at < end
        and doc[at].text not in _CLOSING
        and not (doc[at].text == "," or doc[at].dep_ == "mark" or doc[at].tag_ in {"WDT", "WP", "WRB"})
    ):
        at += 1
    return trimmed(doc, start, at)


def _stops(doc: Doc, start: int, at: int, end: int) -> bool:
    token = doc[at]
    text = token.text
    if at == start:
        return token.is_space
    if token.is_sent_start and at > start:
        return True
    if text in _CLOSING:
        return not _opened(doc, start, at)
    if text in _DASHES:
        return _is_dash(doc, at)
    if text == ",":
        return _comma_stops(doc, start, at, end)
    if token.pos_ == "CCONJ":
        return _new_clause(doc, start, at, end)
    return opens_setting(token)


def _opened(doc: Doc, start: int, at: int) -> bool:
    """Whether a closing mark answers one that was opened after `start`."""
    text = doc[at].text
    if text == '"':
        return sum(token.text == '"' for token in doc[start:at]) % 2 == 1 or at == start or doc[at].tag_ == "``"
    pair = {")": "(", "]": "[", "}": "{"}.get(text)
    return pair is not None and any(token.text == pair for token in doc[start:at])


def _is_dash(doc: Doc, at: int) -> bool:
    """A dash between words, not a hyphen inside one."""
    before = doc[at - 1]
    return bool(before.whitespace_) or doc[at].tag_ == ":"


def _comma_stops(doc: Doc, start: int, at: int, end: int) -> bool:
    if at + 1 >= end:
        return True
    after = doc[at + 1]
    if after.lower_ in _NOT_IN_LISTS or after.text == '"':
        return True
    if after.lower_ == "as":
        return not (at + 2 < end and doc[at + 2].lower_ == "well")
    if after.pos_ == "CCONJ":
        return _new_clause(doc, start, at + 1, end)
    if after.tag_ in {"VBG", "VBN", "VBD", "VBZ", "VBP", "MD"} and after.head.i < at and after.dep_ != "amod":
        return True
    if after.pos_ in {"ADJ", "ADV", "NOUN", "PROPN"} and all(t.pos_ in {"ADJ", "ADV", "DET"} for t in doc[start:at]):
        return False
    head = doc[at].head
    return (head.i < start or (head.i > at and head.pos_ in _VERBAL)) and not _list_goes_on(doc, at, end)


def _list_goes_on(doc: Doc, at: int, end: int) -> bool:
    """Whether `, Canada and Japan` or `, or a seat` continues a list of nouns, whatever the parse says."""
    for position in range(at + 1, min(end, at + 12)):
        token = doc[position]
        if token.pos_ in _VERBAL:
            return False
        if token.lower_ in {"and", "or"}:
            return not _new_clause(doc, at, position, end)
    return False


def _new_clause(doc: Doc, start: int, at: int, end: int) -> bool:
    """Whether the conjunction at `at` joins a clause with a verb of its own that belongs outside the phrase."""
    for position in range(at + 1, min(end, at + 14)):
        token = doc[position]
        if token.text == "," and position > at + 1:
            return False
        if token.pos_ in _VERBAL and token.tag_ in {"VBD", "VBZ", "VBP", "MD", "VB", "VBN"}:
            if token.dep_ in {"relcl", "acl", "amod"}:
                return False
            return not (token.dep_ == "conj" and start <= token.head.i < at)
    return False


def _as_part_of(token: Token) -> bool:
    doc = token.doc
    if token.i + 3 >= len(doc) or doc[token.i + 1].lower_ != "part" or doc[token.i + 2].lower_ != "of":
        return False
    noun = _object(doc[token.i + 2])
    return noun is not None and noun.lemma_.lower() in lemmas("process")


def _object(preposition: Token) -> Token | None:
    """The noun that the preposition governs: by the parse, else the last noun of the group that follows."""
    for child in preposition.children:
        if child.dep_ == "pobj" and child.i > preposition.i:
            return child
    doc = preposition.doc
    found = None
    for position in range(preposition.i + 1, min(len(doc), preposition.i + 7)):
        token = doc[position]
        if token.pos_ in _NOMINAL:
            found = token
        elif token.pos_ not in {"DET", "ADJ", "PUNCT", "ADP"} or (token.pos_ == "ADP" and token.lower_ != "of"):
            break
    return found

"""Who can hold a position, the words that name them, and whether a clause is only supposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.extraction.grammar.clauses import SUBJECTS, VERBAL, own_subject
from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan
    from detente.evidence.items import Confidence

POSITIONS = "position-words.txt"
_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "who", "it", "which", "that"})
_EXAMPLES = frozenset({"including", "like", "notably", "such", "among"})
_COUNTING = frozenset(
    {"number", "majority", "handful", "couple", "series", "dozen", "score", "most", "some", "many", "lot", "one"}
)
_CONDITIONS = frozenset({"condition", "provided", "providing", "understanding", "proviso"})
_SUPPOSING = frozenset({"if", "unless", "provided", "providing", "whether", "once", "until", "before", "after", "when"})


@dataclass(frozen=True, slots=True)
class Position:
    """Token spans; `root` is the word that carries the act, `members` the named ones of a group."""

    source: TokenSpan | None
    cue: TokenSpan
    content: tuple[TokenSpan, ...]
    root: int
    rule: str
    confidence: Confidence
    members: tuple[TokenSpan, ...] = ()


def is_supposed(verb: Token) -> bool:
    """Whether the verb, or the one it is joined to, stands under `if`, `once`, `on condition that`."""
    word = verb
    for _ in range(4):
        for child in word.lefts:
            if child.dep_ not in {"mark", "advmod"} or child.i > verb.i:
                continue
            if child.lower_ in _SUPPOSING:
                return True
            if child.lower_ == "that" and child.i and child.nbor(-1).lower_ in _CONDITIONS:
                return True
        if word.dep_ not in {"conj", "xcomp"}:
            return False
        word = word.head
    return False


def holder_of(verb: Token) -> TokenSpan | None:
    """The group of words that names who does what the verb says, if it is somebody who can hold a position."""
    subject = own_subject(verb)
    if subject is not None and subject.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        subject = verb.head
    if (
        subject is None
        and verb.dep_ in {"advcl", "conj", "xcomp", "acl"}
        and verb.tag_ in {"VBG", "VBD", "VBZ", "VBN", "VBP"}
    ):
        if verb.dep_ in {"acl", "advcl"} and verb.tag_ != "VBG":
            return None
        above = verb.head
        for _ in range(4):
            subject = own_subject(above)
            if subject is not None or above.head.i == above.i or above.pos_ not in VERBAL:
                break
            above = above.head
    if subject is None or not can_hold(subject):
        return None
    return noun_group(subject)


def can_hold(token: Token) -> bool:
    """A name, a person's pronoun, or a noun of who can hold a position."""
    if token.lemma_.lower() in lemmas("thing", POSITIONS):
        return False
    if token.lemma_ in _COUNTING:
        of = next((child for child in token.rights if child.lower_ == "of"), None)
        held = next((child for child in of.rights if child.dep_ == "pobj"), None) if of is not None else None
        if held is not None:
            return can_hold(held)
    if token.pos_ == "PROPN":
        return True
    if token.pos_ == "PRON" or token.tag_ == "PRP":
        return token.lower_ in _PRONOUNS - {"it", "which", "that"}
    word = token.lemma_.lower()
    return (
        word in lemmas("holder", POSITIONS)
        or (token.is_title and not token.is_sent_start and token.pos_ != "VERB")
        or (token.is_sent_start is True and token.tag_ in {"JJ", "NNPS"} and token.is_title and token.dep_ in SUBJECTS)
    )


def noun_group(noun: Token) -> TokenSpan:
    """The noun with what stands before it and its short `of` phrase, without relative clauses and lists of examples."""
    start = noun.left_edge.i
    end = noun.i + 1
    doc = noun.doc
    limit = noun.right_edge.i + 1
    while end < limit and (doc[end].lower_ in {"of", "from", "in", "and", "the", "at", "for"} or doc[end].pos_ in
                           {"PROPN", "NOUN", "ADJ", "DET", "CCONJ", "PART", "NUM"}) and doc[end].head.i >= noun.i \
            and doc[end].dep_ not in {"appos", "acl", "relcl"}:  # fmt: skip
        end += 1
    while end > noun.i + 1 and doc[end - 1].pos_ not in {"PROPN", "NOUN", "NUM"}:
        end -= 1
    return start, end


def named_examples(doc: Doc, start: int, limit: int) -> tuple[TokenSpan, ...]:
    """The names after `, including`, `, such as`, `, among them`."""
    at = start + 1 if start < limit and doc[start].text == "," else start
    if at >= limit or doc[at].lower_ not in _EXAMPLES:
        return ()
    at += 2 if doc[at].lower_ in {"such", "among"} else 1
    members: list[TokenSpan] = []
    while at < limit:
        first = at
        while at < limit and (doc[at].pos_ == "PROPN" or (at == first and doc[at].lower_ == "the")):
            at += 1
        if at == first:
            break
        members.append((first, at))
        while at < limit and doc[at].lower_ in {",", "and", "or"}:
            at += 1
    return tuple(members)


def named_among_them(doc: Doc, start: int, limit: int) -> tuple[TokenSpan, ...]:
    """The names in `, A and B among them`."""
    end = next((at for at in range(start, min(limit - 1, start + 14))
                if doc[at].lower_ == "among" and doc[at + 1].lower_ == "them"), None)  # fmt: skip
    members: list[TokenSpan] = []
    at = start
    while end is not None and at < end:
        first = at
        while at < end and doc[at].pos_ == "PROPN":
            at += 1
        if at > first:
            members.append((first, at))
        at += 1
    return tuple(members)

"""Exchanges that name the condition: `as a condition for`, `on condition that`, `conditional on`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.conditionals.clauses_with_if import conditional_clause
from detente.evidence.extraction.conditionals.exchange_parts import Conditional, main_verb, opens_clause
from detente.evidence.extraction.grammar.clauses import (
    VERBAL,
    asks,
    demanded_by,
    governing_verb,
    own_subject,
    whole_clause,
)
from detente.evidence.extraction.grammar.settings import right_edge, trimmed
from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan
    from detente.evidence.items import Confidence


def named_condition(doc: Doc, token: Token) -> Conditional | None:
    at = token.i
    limit = token.sent.end
    head = at
    while head > token.sent.start and doc[head - 1].pos_ in {"DET", "ADJ", "PRON", "ADV"} and head > at - 4:
        head -= 1
        if doc[head].pos_ == "DET":
            break
    before = doc[head - 1].lower_ if head > 0 else ""
    if token.lower_ in {"understanding", "proviso", "basis"} and before not in {"on", "with"}:
        return None
    if before in {"on", "with"} and at + 1 < limit and doc[at + 1].lower_ in {"that", "of"}:
        if doc[at + 1].lower_ == "that":
            return conditional_clause(doc, doc[at + 1], head - 1, at + 2, "on condition that")
        return None
    if token.lower_ in {"understanding", "proviso", "basis"}:
        return None
    thing = _what_for(doc, at, limit)
    if thing is None:
        return None
    trigger = (head - 1 if before == "as" else head, at + 1)
    if before == "as" and opens_clause(doc, head - 1):
        return _fronted_condition(doc, trigger, thing, limit)
    asked = _asked_as_condition(doc, token, trigger[0], before)
    if asked is None:
        return None
    span, anchor, confidence = asked
    return Conditional(thing, span, trigger, anchor, "demand", "as a condition for", confidence)


def _fronted_condition(doc: Doc, trigger: TokenSpan, thing: TokenSpan, limit: int) -> Conditional | None:
    """`As a condition for talks, A would have to withdraw`."""
    if thing[1] >= limit or doc[thing[1]].text != ",":
        return None
    verb = main_verb(doc, thing[1] + 1, limit)
    if verb is None:
        return None
    end = right_edge(doc, verb.i, limit)
    return Conditional(thing, whole_clause(doc, verb, end), trigger, verb.i, "demand", "As a condition for", "medium")


def _what_for(doc: Doc, at: int, limit: int) -> TokenSpan | None:
    """`for talks`, `in peace talks`, `to any deal` after `condition`."""
    if at + 2 >= limit or doc[at + 1].lower_ not in {"for", "of", "in", "to"}:
        return None
    start = at + 2
    end = start
    while end < limit and not (doc[end].text in {",", ";", '"', "."} or doc[end].pos_ in {"CCONJ", "SCONJ", "AUX"}):
        end += 1
    end = trimmed(doc, start, end)
    return (start, end) if end > start else None


def _asked_as_condition(doc: Doc, token: Token, first: int, before: str) -> tuple[TokenSpan, int, Confidence] | None:
    """What is made the condition: the object or clause of the verb before, or the subject of a copula."""
    if first == 0:
        return None
    verb = governing_verb(doc[first - 1]) if before == "as" else governing_verb(token.head)
    if verb is None or verb.i >= first or verb.i < token.sent.start:
        return None
    word = verb.lemma_.lower()
    if before == "as" or word in {"make", "set", "name", "call", "consider", "declare"}:
        if word in lemmas("demand") or word in {"make", "set", "name", "list", "cite", "put", "include", "see"}:
            start = verb.i + 1
            if (doc[start].lower_ == "that" and doc[start].pos_ == "SCONJ") or doc[start].lower_ in {"on", "for"}:
                start += 1
            span = (start, trimmed(doc, start, first))
            return (span, verb.i, "high") if span[1] > start else None
        if demanded_by(verb) is not None or asks(verb):
            return whole_clause(doc, verb, first), verb.i, "high"
        return None
    subject = own_subject(verb)
    if verb.lemma_ not in {"be", "remain", "become"} or subject is None:
        return None
    start = subject.left_edge.i
    if doc[start].lower_ == "that" and subject.pos_ in VERBAL:
        start += 1
    return (start, subject.right_edge.i + 1), verb.i, "medium"


def conditional_on(doc: Doc, token: Token) -> Conditional | None:
    """`its signature is conditional on guarantees`, `made talks contingent upon a truce`."""
    at = token.i
    if at + 2 >= len(doc) or doc[at + 1].lower_ not in {"on", "upon"}:
        return None
    verb = governing_verb(token.head)
    if verb is None or verb.i >= at:
        return None
    subject = next((child for child in verb.rights if child.dep_ in {"dobj", "nsubj"} and child.i < at), None)
    if subject is None or verb.lemma_ == "be":
        subject = own_subject(token) or own_subject(verb)
    if subject is None or subject.pos_ == "PRON":
        return None
    gives = (subject.left_edge.i, min(subject.right_edge.i + 1, at))
    condition = (at + 2, right_edge(doc, at + 2, token.sent.end))
    return Conditional(gives, condition, (at, at + 2), subject.i, "offer", "conditional on", "medium")

"""Exchanges told with a conditional clause: `if`, `provided that`, `once`, `only after`, `unless`, `before`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.conditionals.exchange_parts import (
    Conditional,
    ExchangeAct,
    fronted_phrase,
    is_hostile,
    main_verb,
    opens_clause,
)
from detente.evidence.extraction.grammar.clauses import (
    VERBAL,
    asks,
    commits,
    demanded_by,
    giving_verb,
    governing_verb,
    innermost,
    is_exchangeable,
    is_negated,
    object_span,
    own_subject,
    subject_of,
    verb_phrase,
    whole_clause,
)
from detente.evidence.extraction.grammar.settings import right_edge
from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan
    from detente.evidence.items import Confidence


def if_(doc: Doc, token: Token) -> Conditional | None:
    first = token.i - 1 if token.i and doc[token.i - 1].lower_ in {"only", "but"} else token.i
    start = token.i + 1
    if start < len(doc) and doc[start].lower_ in {"and", "only"}:
        return None
    possible = _possible(doc, token, first)
    if possible is not None:
        return possible
    if token.head.pos_ in VERBAL and token.head.dep_ in {"ccomp", "pcomp"} and token.i > token.head.head.i:
        above = token.head.head.lemma_.lower()
        if above in {
            "ask",
            "wonder",
            "know",
            "see",
            "say",
            "clear",
            "question",
            "doubt",
            "decide",
            "check",
            "determine",
        }:
            return None
    if start < len(doc) and doc[start].text == ",":
        closing = next((at for at in range(start + 1, min(start + 16, len(doc))) if doc[at].text == ","), start)
        start = closing + 1
    return conditional_clause(doc, token, first, start, "if")


def provided(doc: Doc, token: Token) -> Conditional | None:
    at = token.i
    if at + 2 >= len(doc) or token.dep_ == "aux":
        return None
    if token.is_sent_start:
        return conditional_clause(doc, token, at, at + 2, "provided that") if doc[at + 1].lower_ == "that" else None
    if token.dep_ == "ROOT":
        return None
    if token.dep_ in {"acl", "relcl"} and doc[at + 1].lower_ != "that":
        return None
    if any(child.dep_ in {"aux", "auxpass", "dobj"} for child in token.children):
        return None
    start = at + 2 if doc[at + 1].lower_ == "that" else at + 1
    before = doc[at - 1]
    if start == at + 1 and not (before.text == "," or before.pos_ in {"NOUN", "PROPN"} or token.pos_ == "SCONJ"):
        return None
    if not _finite_follows(doc, start, token.sent.end):
        return None
    return conditional_clause(doc, token, at, start, "provided that")


def _finite_follows(doc: Doc, start: int, limit: int) -> bool:
    for at in range(start, min(limit, start + 14)):
        if doc[at].text in {",", ";"}:
            return False
        if doc[at].pos_ in VERBAL and doc[at].tag_ in {"VBZ", "VBP", "VBD", "MD", "VBN"}:
            return True
    return False


def as_long_as(doc: Doc, token: Token) -> Conditional | None:
    at = token.i
    if at == 0 or at + 2 >= len(doc) or doc[at - 1].lower_ not in {"as", "so"} or doc[at + 1].lower_ != "as":
        return None
    if not _finite_follows(doc, at + 2, token.sent.end):
        return None
    return conditional_clause(doc, doc[at + 1], at - 1, at + 2, f"as {token.lower_} as")


def once(doc: Doc, token: Token) -> Conditional | None:
    possible = _possible(doc, token, token.i)
    if possible is not None:
        return possible
    if token.dep_ not in {"mark", "advmod"} or not _finite_follows(doc, token.i + 1, token.sent.end):
        return None
    if token.head.dep_ != "advcl" or token.i > token.head.i:
        return None
    return conditional_clause(doc, token, token.i, token.i + 1, "once")


def only_after(doc: Doc, token: Token) -> Conditional | None:
    """`would sign only after a withdrawal`, `would not sign until …`."""
    at = token.i
    verb = governing_verb(token.head) if token.dep_ != "mark" else governing_verb(token.head.head)
    only = at > 0 and doc[at - 1].lower_ in {"only", "not"}
    if verb is None or verb.i >= at or not (only or (token.lower_ in {"until", "before"} and is_negated(verb))):
        return None
    verb = innermost(giving_verb(verb))
    if not (is_exchangeable(verb) or commits(verb)):
        return None
    first = at - 1 if only else at
    condition = (at + 1, right_edge(doc, at + 1, token.sent.end))
    gives = verb_phrase(doc, verb, first - (doc[first - 1].lower_ in {"but", "and"}))
    act: ExchangeAct = "offer" if only else "demand"
    return Conditional(gives, condition, (first, at + 1), verb.i, act, f"only {token.lower_}", "medium")


def only_with(doc: Doc, token: Token) -> Conditional | None:
    """`would leave only with guarantees`; `Without guarantees, it would not leave`."""
    at = token.i
    if token.lower_ == "without":
        return _without(doc, token)
    if at == 0 or doc[at - 1].lower_ != "only":
        return None
    verb = governing_verb(token.head)
    if verb is None or verb.i >= at:
        return None
    verb = innermost(giving_verb(verb))
    if not (is_exchangeable(verb) and commits(verb)) or verb.i >= at:
        return None
    condition = (at + 1, right_edge(doc, at + 1, token.sent.end))
    gives = verb_phrase(doc, verb, at - 1)
    return Conditional(gives, condition, (at - 1, at + 1), verb.i, "offer", "only with", "medium")


def _without(doc: Doc, token: Token) -> Conditional | None:
    """A harm, or a refusal of what would be given, unless the thing comes."""
    if not opens_clause(doc, token.i):
        return None
    limit = token.sent.end
    fronted = fronted_phrase(doc, token.i + 1, limit)
    main = main_verb(doc, fronted[1], limit) if fronted is not None else None
    if fronted is None or main is None or main.i < fronted[1]:
        return None
    verb = _content_verb(main)
    if not commits(verb):
        return None
    warned = any(doc[at].lemma_ in {"warn", "threaten"} for at in range(fronted[1], right_edge(doc, verb.i, limit)))
    span = verb_phrase(doc, verb, right_edge(doc, verb.i, limit))
    trigger = (token.i, token.i + 1)
    if warned or is_hostile(verb):
        return Conditional(span, fronted[0], trigger, verb.i, "threat", "without", "medium")
    if is_negated(verb) and is_exchangeable(verb):
        return Conditional(span, fronted[0], trigger, verb.i, "demand", "without", "low")
    return None


def _possible(doc: Doc, token: Token, first: int) -> Conditional | None:
    """`Joint zone possible once the claim is recognised`: a headline, or a clause with `is possible`."""
    if first == 0 or doc[first - 1].lower_ not in _POSSIBLE:
        return None
    start = token.sent.start
    colon = next((at for at in range(start, first) if doc[at].text == ":"), None)
    start = colon + 1 if colon is not None else start
    if start >= first - 1 or any(doc[at].pos_ == "VERB" for at in range(start, first)):
        return None
    condition = (token.i + 1, right_edge(doc, token.i + 1, token.sent.end))
    return Conditional((start, first), condition, (first, token.i + 1), first - 1, "offer", "possible once", "low")


_POSSIBLE = frozenset({"possible", "conceivable", "thinkable", "imaginable"})


def unless(doc: Doc, token: Token) -> Conditional | None:
    return conditional_clause(doc, token, token.i, token.i + 1, "unless")


def conditional_clause(doc: Doc, token: Token, first: int, start: int, rule: str) -> Conditional | None:
    limit = token.sent.end
    subordinate = _clause_verb(doc, token, start, limit)
    if subordinate is None:
        return None
    if opens_clause(doc, first):
        fronted = fronted_phrase(doc, start, limit)
        if fronted is None:
            return None
        condition, after = fronted
        main = main_verb(doc, after, limit, subordinate)
        if main is None or main.i < after:
            return None
        verb = _content_verb(main)
        end = right_edge(doc, verb.i, limit)
    else:
        condition = (start, right_edge(doc, start, limit))
        main = subordinate.head if subordinate.dep_ in {"advcl", "acl"} else governing_verb(doc[first - 1])
        above = governing_verb(main) if main is not None else None
        if above is None or above.i >= first or any(doc[at].text == ":" for at in range(above.i, first)):
            above = governing_verb(doc[first - 1])
        if above is None or above.i >= first:
            return None
        verb = innermost(giving_verb(_content_verb(above)))
        if verb.i >= first:
            verb = above
        if verb.i >= first:
            return None
        end = min(first, right_edge(doc, verb.i, first))
    return _judged(doc, verb, end, condition, (first, start), subordinate, rule)


_OFFERED = frozenset({"promise", "offer", "pledge", "propose", "suggest", "vow", "float"})


def _content_verb(verb: Token) -> Token:
    """Down from a verb of speech to the verb of what is said."""
    for _ in range(3):
        below = next((child for child in verb.children if child.dep_ == "ccomp"), None)
        if below is None or verb.lemma_.lower() in lemmas("concede") - {"accept", "acknowledge", "admit"}:
            return innermost(verb)
        verb = below
    return innermost(verb)


def _clause_verb(doc: Doc, token: Token, start: int, limit: int) -> Token | None:
    if token.dep_ in {"mark", "advmod"} and token.head.pos_ in VERBAL and token.head.i > token.i:
        return token.head
    for at in range(start, min(limit, start + 16)):
        if doc[at].pos_ == "VERB":
            return doc[at]
    return next((doc[at] for at in range(start, min(limit, start + 16)) if doc[at].pos_ == "AUX"), None)


def _judged(
    doc: Doc, verb: Token, end: int, condition: TokenSpan, trigger: TokenSpan, subordinate: Token, rule: str
) -> Conditional | None:
    """Whether a conditional sentence is an exchange at all, and whose."""
    offered = verb.lemma_.lower() in _OFFERED and any(child.dep_ == "dobj" for child in verb.rights)
    exchanged = is_exchangeable(verb) or offered
    answered = is_exchangeable(subordinate) or subordinate.lemma_.lower() in lemmas("demand")
    bound = commits(verb) or (offered and not is_negated(verb))
    hostile = is_hostile(verb) or (verb.dep_ in {"xcomp", "ccomp"} and verb.head.lemma_ == "threaten")
    if hostile and bound:
        return Conditional(verb_phrase(doc, verb, end), condition, trigger, verb.i, "threat", rule, "medium")
    if hostile and (demanded_by(verb) is not None or rule == "unless"):
        return Conditional(verb_phrase(doc, verb, end), condition, trigger, verb.i, "threat", rule, "medium")
    if not bound and not asks(verb):
        return None
    if asks(verb):
        if not (exchanged and answered):
            return None
        return Conditional(
            condition, whole_clause(doc, verb, end), trigger, verb.i, "demand", f"{rule}, demanded", "low"
        )
    if not exchanged and not answered:
        return None
    if verb.lemma_.lower() in lemmas("get"):
        return _turned(doc, verb, end, condition, trigger, subordinate, rule)
    confidence: Confidence = "high" if exchanged and answered else "medium" if exchanged else "low"
    act: ExchangeAct = "demand" if is_negated(verb) else "offer"
    return Conditional(verb_phrase(doc, verb, end), condition, trigger, verb.i, act, rule, confidence)


def _turned(
    doc: Doc, verb: Token, end: int, condition: TokenSpan, trigger: TokenSpan, subordinate: Token, rule: str
) -> Conditional | None:
    """`It would get its ships back if it freed the crew`: what it does is what it gives, if it is the same one."""
    subject, giver = own_subject(verb) or subject_of(verb), own_subject(subordinate)
    if subject is None or giver is None or not _same(subject, giver):
        return Conditional(whole_clause(doc, verb, end), condition, trigger, verb.i, "offer", rule, "medium")
    thing = object_span(doc, verb, end)
    gives = (subordinate.i, condition[1])
    return thing and Conditional(gives, thing, trigger, verb.i, "offer", f"{rule}, turned", "medium")


def _same(a: Token, b: Token) -> bool:
    return a.lemma_ == b.lemma_ or b.pos_ == "PRON"


def demanded_before(doc: Doc, token: Token) -> Conditional | None:
    """`insists on a withdrawal before talks`; else `would not sign before …`."""
    verb = governing_verb(token.head) if token.dep_ != "mark" else governing_verb(token.head.head)
    asking = verb if verb is not None and verb.lemma_.lower() in lemmas("demand") else None
    if verb is None or verb.i >= token.i:
        return None
    asking = asking or demanded_by(verb)
    if asking is None:
        return only_after(doc, token)
    limit = token.sent.end
    gives = (token.i + 1, right_edge(doc, token.i + 1, limit))
    if gives[1] <= gives[0] or not any(doc[at].lemma_ in lemmas("process") or doc[at].lemma_ in lemmas("consideration")
                                       for at in range(*gives)):  # fmt: skip
        return None
    if asking is verb:
        thing = object_span(doc, verb, token.i)
    else:
        thing = whole_clause(doc, verb, token.i)
    return thing and Conditional(gives, thing, (token.i, token.i + 1), verb.i, "demand", "demanded before", "medium")

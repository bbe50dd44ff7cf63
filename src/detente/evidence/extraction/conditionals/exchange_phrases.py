"""Exchanges told with a phrase: `in exchange for`, `in return`, `trade A for B`, `give up A for B`, `rather than`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.conditionals.exchange_parts import (
    Conditional,
    ExchangeAct,
    fronted_phrase,
    main_verb,
    offer_or_report,
    opens_clause,
)
from detente.evidence.extraction.conditionals.stated_conditions import named_condition
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
    is_passive,
    object_span,
    own_subject,
    verb_phrase,
    whole_clause,
)
from detente.evidence.extraction.grammar.settings import right_edge, trimmed
from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan
    from detente.evidence.items import Confidence

_SPANS_OF_TIME = frozenset({"time", "year", "month", "week", "day", "hour", "moment", "decade", "now", "good"})


def in_exchange(doc: Doc, token: Token) -> Conditional | None:
    if token.i == 0 or doc[token.i - 1].lower_ != "in":
        return None
    limit = token.sent.end
    first = token.i - 1
    if token.i + 1 >= limit or doc[token.i + 1].lower_ != "for":
        return _bare_return(doc, token)
    price_start = token.i + 2
    trigger = (first, price_start)
    if opens_clause(doc, first):
        return _fronted_exchange(doc, price_start, trigger, limit)
    price = (price_start, right_edge(doc, price_start, limit))
    verb = governing_verb(doc[first])
    if verb is None or verb.i > first:
        return _nominal(doc, first, price, trigger)
    return _arranged(doc, innermost(giving_verb(verb)), first, price, trigger, "in exchange for")


def _nominal(doc: Doc, first: int, price: TokenSpan, trigger: TokenSpan) -> Conditional | None:
    """`a freeze in exchange for relief`."""
    noun = doc[first].head
    if noun.i >= first or noun.pos_ not in {"NOUN", "PROPN"}:
        return None
    gives = (noun.left_edge.i, trimmed(doc, noun.left_edge.i, first))
    return Conditional(gives, price, trigger, noun.i, "report", "noun in exchange for", "medium")


def _arranged(
    doc: Doc, verb: Token, first: int, price: TokenSpan, trigger: TokenSpan, rule: str, confidence: Confidence = "high"
) -> Conditional | None:
    """Who gives what: `would give up A for B`, but `would receive A for B` and `demands A for B` the other way."""
    word = verb.lemma_.lower()
    if word in lemmas("get") or (word in lemmas("demand") and demanded_by(verb) is None and not _has_clause(verb)):
        thing = object_span(doc, verb, first)
        if thing is None:
            return None
        act = "demand" if word in lemmas("demand") else offer_or_report(verb)
        return Conditional(price, thing, trigger, verb.i, act, f"{rule}, turned", confidence)
    if _has_clause(verb):
        below = next(child for child in verb.rights if child.dep_ == "ccomp")
        if below.i < first:
            verb = innermost(below)
    demanded = demanded_by(verb)
    if demanded is not None or asks(verb):
        return Conditional(price, whole_clause(doc, verb, first), trigger, verb.i, "demand", f"{rule}, demanded",
                           confidence)  # fmt: skip
    return Conditional(verb_phrase(doc, verb, first), price, trigger, verb.i, offer_or_report(verb), rule, confidence)


def _has_clause(verb: Token) -> bool:
    return any(child.dep_ == "ccomp" for child in verb.rights)


def _fronted_exchange(doc: Doc, start: int, trigger: TokenSpan, limit: int) -> Conditional | None:
    """`In exchange for giving up the bid, it would expect guarantees`; `In return for guarantees, it would …`."""
    fronted = fronted_phrase(doc, start, limit)
    if fronted is None:
        return None
    price, after = fronted
    verb = main_verb(doc, after, limit)
    if verb is None:
        return None
    if _has_clause(verb) and verb.lemma_.lower() not in lemmas("demand"):
        verb = next(child for child in verb.rights if child.dep_ == "ccomp")
    verb = innermost(verb)
    word = verb.lemma_.lower()
    if word in lemmas("get") or word in lemmas("demand"):
        thing = object_span(doc, verb, limit)
        act: ExchangeAct = "demand" if word in lemmas("demand") and word != "expect" else "offer"
        return thing and Conditional(price, thing, trigger, verb.i, act, "In exchange for, turned", "high")
    end = right_edge(doc, verb.i, limit)
    return Conditional(verb_phrase(doc, verb, end), price, trigger, verb.i, offer_or_report(verb),
                       "In exchange for", "high")  # fmt: skip


def _bare_return(doc: Doc, token: Token) -> Conditional | None:
    """`… and get guarantees in return`; `In return, it would receive guarantees`, after a sentence of giving."""
    trigger = (token.i - 1, token.i + 1)
    limit = token.sent.end
    verb = governing_verb(doc[token.i - 1])
    if verb is None:
        return None
    verb = innermost(verb)
    end = token.i - 1 if verb.i < token.i else right_edge(doc, verb.i, limit)
    if is_exchangeable(verb) and verb.lemma_.lower() not in lemmas("get") and verb.i < token.i:
        asked = _asked_before(doc, token.sent.start)
        if asked is not None:
            return Conditional(verb_phrase(doc, verb, end), asked, trigger, verb.i, "offer", "in return", "medium")
    giving = _joined_giving(verb, token) or _giving_before(doc, token.sent.start)
    if giving is None or giving.i == verb.i:
        return None
    wanted = verb.lemma_.lower()
    if wanted in lemmas("get") or wanted in lemmas("demand"):
        condition = object_span(doc, verb, end)
    else:
        condition = whole_clause(doc, verb, right_edge(doc, verb.i, end))
    if condition is None or giving.i > verb.i:
        return None
    gives_end = min(right_edge(doc, giving.i, giving.sent.end), condition[0])
    gives = verb_phrase(doc, giving, gives_end)
    return Conditional(gives, condition, trigger, giving.i, offer_or_report(giving), "in return", "medium")


def _asked_before(doc: Doc, start: int) -> TokenSpan | None:
    """What the sentence before asks for: the object of a demand, or what it makes a condition."""
    if start == 0:
        return None
    for token in doc[start - 1].sent:
        if token.lower_ in {"condition", "precondition"}:
            found = named_condition(doc, token)
            if found is not None:
                return found.condition
        if token.pos_ == "VERB" and token.lemma_ in lemmas("demand"):
            return object_span(doc, token, token.sent.end)
    return None


def _joined_giving(verb: Token, trigger: Token) -> Token | None:
    """The verb of giving to which the getting is joined: `would free the crew and get its ships in return`."""
    if verb.dep_ in {"conj", "advcl", "pcomp", "xcomp"} and verb.head.i < verb.i:
        above = governing_verb(verb.head)
        if above is not None and is_exchangeable(above) and above.i < trigger.i:
            return above
    return None


def _giving_before(doc: Doc, start: int) -> Token | None:
    """The last verb of giving in the sentence before, where somebody commits to it."""
    if start == 0:
        return None
    before = doc[start - 1].sent
    for token in reversed(list(before)):
        if token.pos_ == "VERB" and is_exchangeable(token) and token.lemma_ not in lemmas("get") and commits(token):
            return token
    return None


def trade(doc: Doc, token: Token) -> Conditional | None:
    if token.pos_ != "VERB" or token.lemma_.lower() not in lemmas("trade"):
        return None
    if is_negated(token) or any(child.lower_ in {"if", "unless"} for child in token.lefts if child.dep_ == "mark"):
        return None
    limit = token.sent.end
    word = next((at for at in range(token.i + 1, min(limit, token.i + 25)) if doc[at].lower_ == "for"), None)
    if word is None or any(doc[at].text in {",", ";"} and doc[at + 1].pos_ in {"CCONJ", "PRON", "SCONJ"}
                           for at in range(token.i, word)):  # fmt: skip
        return None
    gives = (token.i + 1, trimmed(doc, token.i + 1, word))
    subject = own_subject(token)
    if is_passive(token) and subject is not None:
        gives = (subject.left_edge.i, subject.right_edge.i + 1)
    elif word == token.i + 1:
        return None
    condition = (word + 1, right_edge(doc, word + 1, limit))
    if condition[1] > condition[0] and doc[condition[1] - 1].lemma_ in _SPANS_OF_TIME:
        return None
    act: ExchangeAct = "offer" if commits(token) else "report"
    return Conditional(gives, condition, (word, word + 1), token.i, act, "trade for", "high")


def bare_price(doc: Doc, token: Token) -> Conditional | None:
    """A bare `for` or `against` after a sure verb of giving up, before a noun of what is asked in return."""
    at = token.i
    verb = governing_verb(token)
    if verb is None or verb.i >= at or at - verb.i > 14:
        return None
    verb = giving_verb(verb)
    if verb.lemma_.lower() not in lemmas("surrender") or verb.lemma_.lower() in lemmas("trade"):
        return None
    if doc[at - 1].lemma_.lower() in {
        "call",
        "demand",
        "request",
        "push",
        "campaign",
        "support",
        "need",
        "plan",
        "hope",
    }:
        return None
    if verb.lemma_ in {"give", "hand", "free", "release"} and not any(child.dep_ == "prt" for child in verb.rights):
        return None
    limit = token.sent.end
    condition = (at + 1, right_edge(doc, at + 1, limit))
    if not any(_is_consideration(doc[position]) for position in range(*condition)):
        return None
    if any(doc[position].text in {",", ";"} for position in range(verb.i, at)):
        return None
    return _arranged(doc, verb, at, condition, (at, at + 1), f"give up {token.lower_}", "medium")


def _is_consideration(token: Token) -> bool:
    word = token.lemma_.lower()
    return word in lemmas("consideration") or word.removesuffix("s") in lemmas("consideration")


def rather_than(doc: Doc, token: Token) -> Conditional | None:
    """`guarantees must be part of any deal, rather than membership`: one thing asked in the place of another."""
    at = token.i
    limit = token.sent.end
    if at + 2 >= limit or doc[at + 1].lower_ not in {"than", "of"}:
        return None
    start = at + 2
    gives = (start, right_edge(doc, start, limit))
    head = doc[gives[1] - 1] if gives[1] > start else None
    if head is None or head.pos_ not in {"NOUN", "PROPN"} or doc[start].pos_ in VERBAL:
        return None
    verb = next((doc[i] for i in range(at - 1, max(token.sent.start, at - 25) - 1, -1)
                 if doc[i].pos_ in VERBAL and asks(doc[i])), None)  # fmt: skip
    if verb is None:
        return None
    span = whole_clause(doc, verb, at)
    return Conditional(gives, span, (at, at + 2), verb.i, "demand", "rather than", "low")


def tie(doc: Doc, token: Token) -> Conditional | None:
    """`ties a halt to the withdrawal`, `linked aid to reforms`: the object comes once the other has come."""
    thing = next((child for child in token.rights if child.dep_ == "dobj"), None) if token.pos_ == "VERB" else None
    if thing is None:
        return None
    to = next((child for child in (*token.rights, *thing.subtree) if child.lower_ == "to" and child.i > thing.i), None)
    if to is None or to.i + 1 >= token.sent.end or not _is_given(thing):
        return None
    gives = (thing.left_edge.i, trimmed(doc, thing.left_edge.i, to.i))
    condition = (to.i + 1, right_edge(doc, to.i + 1, token.sent.end))
    return Conditional(gives, condition, (token.i, token.i + 1), token.i, "offer", "tie to", "low")


def _is_given(noun: Token) -> bool:
    return any(lemmas("consideration") & {word.lemma_.lower()} for word in noun.subtree)

"""Conditional offers, demands and threats: this, if that.

Each trigger word (`if`, `exchange`, `unless`, `condition`, …) has one rule, which finds what its author would give
and what is asked in return. What a demander would grant once its demand is met counts as what it gives, so that
`demands a withdrawal before talks` gives talks on the condition of a withdrawal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.evidence.extraction.candidates import with_lower
from detente.evidence.extraction.clauses import (
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
    subject_of,
    verb_phrase,
    whole_clause,
)
from detente.evidence.extraction.settings import right_edge, trimmed
from detente.evidence.extraction.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.settings import TokenSpan
    from detente.evidence.items import Confidence

ExchangeAct = Literal["offer", "demand", "threat", "report"]


@dataclass(frozen=True, slots=True)
class Conditional:
    """Token spans of one exchange in a parsed text; `anchor` is the verb or noun that carries what is given."""

    gives: TokenSpan
    condition: TokenSpan
    trigger: TokenSpan
    anchor: int
    act: ExchangeAct
    rule: str
    confidence: Confidence


def conditionals(doc: Doc) -> list[Conditional]:
    """The exchanges of a text, in its order; of two with the same trigger or overlapping spans the surer stays."""
    found: list[Conditional] = []
    for at in with_lower(doc, _TRIGGERS):
        token = doc[at]
        exchange = _RULES[token.lower_](doc, token)
        if exchange is not None and _sound(exchange):
            found.append(exchange)
    return _distinct(found)


_SURENESS = {"high": 0, "medium": 1, "low": 2}


def _sound(found: Conditional) -> bool:
    gives, condition = found.gives, found.condition
    if gives[0] >= gives[1] or condition[0] >= condition[1]:
        return False
    return gives[1] <= condition[0] or condition[1] <= gives[0]


def _distinct(found: list[Conditional]) -> list[Conditional]:
    kept: list[Conditional] = []
    for exchange in sorted(found, key=lambda item: (_SURENESS[item.confidence], item.trigger)):
        if not any(_overlap(exchange.gives, other.gives) and _overlap(exchange.condition, other.condition)
                   for other in kept):  # fmt: skip
            kept.append(exchange)
    return sorted(kept, key=lambda item: item.trigger)


def _overlap(a: TokenSpan, b: TokenSpan) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _sentence_end(token: Token) -> int:
    return token.sent.end


def _opens_clause(doc: Doc, first: int) -> bool:
    """Whether a phrase stands at the head of its sentence or clause."""
    if first == 0 or doc[first].is_sent_start:
        return True
    before = doc[first - 1]
    if before.text in {'"', "-", "--", ";", ":"}:
        return _opens_clause(doc, first - 1) if before.text == '"' else True
    return before.lower_ in {"that", "and", "but", "or"} and before.pos_ in {"SCONJ", "CCONJ"}


def _fronted(doc: Doc, start: int, limit: int) -> tuple[TokenSpan, int] | None:
    """A phrase at the head of a sentence, up to its comma, and where the main clause begins."""
    end = right_edge(doc, start, limit)
    comma = next((at for at in range(end, min(end + 12, limit)) if doc[at].text == ","), None)
    return ((start, end), comma + 1) if comma is not None else None


def _main_verb(doc: Doc, start: int, limit: int, subordinate: Token | None = None) -> Token | None:
    """The finite verb of the main clause from `start` on."""
    if subordinate is not None and subordinate.dep_ == "advcl" and subordinate.head.i >= start:
        return subordinate.head
    for at in range(start, min(limit, start + 30)):
        token = doc[at]
        if token.pos_ in VERBAL and token.dep_ in {"ROOT", "ccomp", "conj", "parataxis", "advcl"}:
            if at + 1 < limit and doc[at + 1].text == "," and token.lemma_ in _SAYING:
                continue
            return token
    return None


_SPANS_OF_TIME = frozenset({"time", "year", "month", "week", "day", "hour", "moment", "decade", "now", "good"})
_SAYING = frozenset({"say", "add", "tell", "note", "stress", "explain", "insist", "report", "write", "warn", "argue"})


# in exchange for, in return for


def _in_exchange(doc: Doc, token: Token) -> Conditional | None:
    if token.i == 0 or doc[token.i - 1].lower_ != "in":
        return None
    limit = _sentence_end(token)
    first = token.i - 1
    if token.i + 1 >= limit or doc[token.i + 1].lower_ != "for":
        return _bare_return(doc, token)
    price_start = token.i + 2
    trigger = (first, price_start)
    if _opens_clause(doc, first):
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
        act = "demand" if word in lemmas("demand") else _offer_or_report(verb)
        return Conditional(price, thing, trigger, verb.i, act, f"{rule}, turned", confidence)
    if _has_clause(verb):
        below = next(child for child in verb.rights if child.dep_ == "ccomp")
        if below.i < first:
            verb = innermost(below)
    demanded = demanded_by(verb)
    if demanded is not None or asks(verb):
        return Conditional(price, whole_clause(doc, verb, first), trigger, verb.i, "demand", f"{rule}, demanded",
                           confidence)  # fmt: skip
    return Conditional(verb_phrase(doc, verb, first), price, trigger, verb.i, _offer_or_report(verb), rule, confidence)


def _has_clause(verb: Token) -> bool:
    return any(child.dep_ == "ccomp" for child in verb.rights)


def _offer_or_report(verb: Token) -> ExchangeAct:
    if is_hostile(verb):
        return "threat"
    done = verb.tag_ in {"VBD", "VBN"} and not commits(verb) and verb.dep_ == "ROOT"
    return "report" if done and verb.lemma_.lower() not in lemmas("offering") else "offer"


def is_hostile(verb: Token) -> bool:
    """A verb of harm to another, not of stopping one's own doing."""
    word = verb.lemma_.lower()
    if word not in lemmas("hostile"):
        return False
    return word not in lemmas("concede") or verb.head.lemma_.lower() in lemmas("threaten")


def _fronted_exchange(doc: Doc, start: int, trigger: TokenSpan, limit: int) -> Conditional | None:
    """`In exchange for giving up the bid, it would expect guarantees`; `In return for guarantees, it would …`."""
    fronted = _fronted(doc, start, limit)
    if fronted is None:
        return None
    price, after = fronted
    verb = _main_verb(doc, after, limit)
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
    return Conditional(verb_phrase(doc, verb, end), price, trigger, verb.i, _offer_or_report(verb),
                       "In exchange for", "high")  # fmt: skip


# in return, in exchange (with nothing after)


def _bare_return(doc: Doc, token: Token) -> Conditional | None:
    """`… and get guarantees in return`; `In return, it would receive guarantees`, after a sentence of giving."""
    trigger = (token.i - 1, token.i + 1)
    limit = _sentence_end(token)
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
    return Conditional(gives, condition, trigger, giving.i, _offer_or_report(giving), "in return", "medium")


def _asked_before(doc: Doc, start: int) -> TokenSpan | None:
    """What the sentence before asks for: the object of a demand, or what it makes a condition."""
    if start == 0:
        return None
    for token in doc[start - 1].sent:
        if token.lower_ in {"condition", "precondition"}:
            found = _condition(doc, token)
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


# if, provided that, on condition that, as long as, once, only after, unless


def _if(doc: Doc, token: Token) -> Conditional | None:
    first = token.i - 1 if token.i and doc[token.i - 1].lower_ in {"only", "but"} else token.i
    start = token.i + 1
    if start < len(doc) and doc[start].lower_ in {"and", "only"}:
        return None
    if token.head.pos_ in VERBAL and token.head.dep_ in {"ccomp", "pcomp"} and token.i > token.head.head.i:
        above = token.head.head.lemma_.lower()
        if above in {"ask", "wonder", "know", "see", "say", "clear", "question", "doubt", "decide", "check", "determine"}:
            return None
    if start < len(doc) and doc[start].text == ",":
        closing = next((at for at in range(start + 1, min(start + 16, len(doc))) if doc[at].text == ","), start)
        start = closing + 1
    return _conditional_clause(doc, token, first, start, "if")


def _provided(doc: Doc, token: Token) -> Conditional | None:
    at = token.i
    if at + 2 >= len(doc) or token.dep_ == "aux":
        return None
    if token.is_sent_start:
        return _conditional_clause(doc, token, at, at + 2, "provided that") if doc[at + 1].lower_ == "that" else None
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
    if not _finite_follows(doc, start, _sentence_end(token)):
        return None
    return _conditional_clause(doc, token, at, start, "provided that")


def _finite_follows(doc: Doc, start: int, limit: int) -> bool:
    for at in range(start, min(limit, start + 14)):
        if doc[at].text in {",", ";"}:
            return False
        if doc[at].pos_ in VERBAL and doc[at].tag_ in {"VBZ", "VBP", "VBD", "MD", "VBN"}:
            return True
    return False


def _long(doc: Doc, token: Token) -> Conditional | None:
    at = token.i
    if at == 0 or at + 2 >= len(doc) or doc[at - 1].lower_ not in {"as", "so"} or doc[at + 1].lower_ != "as":
        return None
    if not _finite_follows(doc, at + 2, _sentence_end(token)):
        return None
    return _conditional_clause(doc, doc[at + 1], at - 1, at + 2, f"as {token.lower_} as")


def _once(doc: Doc, token: Token) -> Conditional | None:
    if token.dep_ not in {"mark", "advmod"} or not _finite_follows(doc, token.i + 1, _sentence_end(token)):
        return None
    if token.head.dep_ != "advcl" or token.i > token.head.i:
        return None
    return _conditional_clause(doc, token, token.i, token.i + 1, "once")


def _only_after(doc: Doc, token: Token) -> Conditional | None:
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
    condition = (at + 1, right_edge(doc, at + 1, _sentence_end(token)))
    gives = verb_phrase(doc, verb, first)
    act: ExchangeAct = "offer" if only else "demand"
    return Conditional(gives, condition, (first, at + 1), verb.i, act, f"only {token.lower_}", "medium")


def _unless(doc: Doc, token: Token) -> Conditional | None:
    return _conditional_clause(doc, token, token.i, token.i + 1, "unless")


def _conditional_clause(doc: Doc, token: Token, first: int, start: int, rule: str) -> Conditional | None:
    limit = _sentence_end(token)
    subordinate = _clause_verb(doc, token, start, limit)
    if subordinate is None:
        return None
    if _opens_clause(doc, first):
        fronted = _fronted(doc, start, limit)
        if fronted is None:
            return None
        condition, after = fronted
        main = _main_verb(doc, after, limit, subordinate)
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
            return None
        end = min(first, right_edge(doc, verb.i, first))
    return _judged(doc, verb, end, condition, (first, start), subordinate, rule)


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
    exchanged = is_exchangeable(verb)
    answered = is_exchangeable(subordinate) or subordinate.lemma_.lower() in lemmas("demand")
    bound = commits(verb)
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
        return Conditional(condition, whole_clause(doc, verb, end), trigger, verb.i, "demand", f"{rule}, demanded", "low")
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


# as a condition for, on condition that, a precondition for


def _condition(doc: Doc, token: Token) -> Conditional | None:
    at = token.i
    limit = _sentence_end(token)
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
            return _conditional_clause(doc, doc[at + 1], head - 1, at + 2, "on condition that")
        return None
    if token.lower_ in {"understanding", "proviso", "basis"}:
        return None
    thing = _what_for(doc, at, limit)
    if thing is None:
        return None
    trigger = (head - 1 if before == "as" else head, at + 1)
    if before == "as" and _opens_clause(doc, head - 1):
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
    verb = _main_verb(doc, thing[1] + 1, limit)
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


def _asked_as_condition(
    doc: Doc, token: Token, first: int, before: str
) -> tuple[TokenSpan, int, Confidence] | None:
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


def _conditional_on(doc: Doc, token: Token) -> Conditional | None:
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
    condition = (at + 2, right_edge(doc, at + 2, _sentence_end(token)))
    return Conditional(gives, condition, (at, at + 2), subject.i, "offer", "conditional on", "medium")


# trade A for B; give up A for B, against B; demand A before B; A rather than B


def _trade(doc: Doc, token: Token) -> Conditional | None:
    if token.pos_ != "VERB" or token.lemma_.lower() not in lemmas("trade"):
        return None
    if is_negated(token) or any(child.lower_ in {"if", "unless"} for child in token.lefts if child.dep_ == "mark"):
        return None
    limit = _sentence_end(token)
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


def _price(doc: Doc, token: Token) -> Conditional | None:
    """A bare `for` or `against` after a sure verb of giving up, before a noun of what is asked in return."""
    at = token.i
    verb = governing_verb(token)
    if verb is None or verb.i >= at or at - verb.i > 14:
        return None
    verb = giving_verb(verb)
    if verb.lemma_.lower() not in lemmas("surrender") or verb.lemma_.lower() in lemmas("trade"):
        return None
    if doc[at - 1].lemma_.lower() in {"call", "demand", "request", "push", "campaign", "support", "need", "plan", "hope"}:
        return None
    if verb.lemma_ in {"give", "hand", "free", "release"} and not any(child.dep_ == "prt" for child in verb.rights):
        return None
    limit = _sentence_end(token)
    condition = (at + 1, right_edge(doc, at + 1, limit))
    if not any(_is_consideration(doc[position]) for position in range(*condition)):
        return None
    if any(doc[position].text in {",", ";"} for position in range(verb.i, at)):
        return None
    return _arranged(doc, verb, at, condition, (at, at + 1), f"give up {token.lower_}", "medium")


def _is_consideration(token: Token) -> bool:
    word = token.lemma_.lower()
    return word in lemmas("consideration") or word.removesuffix("s") in lemmas("consideration")


def _before(doc: Doc, token: Token) -> Conditional | None:
    """`insists on a withdrawal before talks`; else `would not sign before …`."""
    verb = governing_verb(token.head) if token.dep_ != "mark" else governing_verb(token.head.head)
    asking = verb if verb is not None and verb.lemma_.lower() in lemmas("demand") else None
    if verb is None or verb.i >= token.i:
        return None
    asking = asking or demanded_by(verb)
    if asking is None:
        return _only_after(doc, token)
    limit = _sentence_end(token)
    gives = (token.i + 1, right_edge(doc, token.i + 1, limit))
    if gives[1] <= gives[0] or not any(doc[at].lemma_ in lemmas("process") or doc[at].lemma_ in lemmas("consideration")
                                       for at in range(*gives)):  # fmt: skip
        return None
    if asking is verb:
        thing = object_span(doc, verb, token.i)
    else:
        thing = whole_clause(doc, verb, token.i)
    return thing and Conditional(gives, thing, (token.i, token.i + 1), verb.i, "demand", "demanded before", "medium")


def _rather_than(doc: Doc, token: Token) -> Conditional | None:
    """`guarantees must be part of any deal, rather than membership`: one thing asked in the place of another."""
    at = token.i
    limit = _sentence_end(token)
    if at + 2 >= limit or doc[at + 1].lower_ not in {"than", "of"}:
        return None
    start = at + 2
    gives = (start, right_edge(doc, start, limit))
    head = doc[gives[1] - 1] if gives[1] > start else None
    if head is None or head.pos_ not in {"NOUN", "PROPN"} or doc[start].pos_ in VERBAL:
        return None
    verb = next((doc[i] for i in range(at - 1, max(token.sent.start, at - 25) - 1, -1)
                 if doc[i].pos_ == "VERB" and asks(doc[i])), None)  # fmt: skip
    if verb is None:
        return None
    span = whole_clause(doc, verb, at)
    return Conditional(gives, span, (at, at + 2), verb.i, "demand", "rather than", "low")


_RULES: dict[str, Callable[[Doc, Token], Conditional | None]] = {
    "exchange": _in_exchange,
    "return": _in_exchange,
    "if": _if,
    "provided": _provided,
    "providing": _provided,
    "long": _long,
    "soon": _long,
    "once": _once,
    "after": _only_after,
    "when": _only_after,
    "until": _only_after,
    "unless": _unless,
    "condition": _condition,
    "understanding": _condition,
    "proviso": _condition,
    "basis": _condition,
    "precondition": _condition,
    "prerequisite": _condition,
    "conditional": _conditional_on,
    "contingent": _conditional_on,
    "conditioned": _conditional_on,
    "for": _price,
    "against": _price,
    "before": _before,
    "rather": _rather_than,
    "instead": _rather_than,
    **dict.fromkeys(["trade", "trades", "traded", "trading", "swap", "swaps", "swapped", "swapping", "barter", "bartered", "bartering", "exchanges", "exchanged", "exchanging"], _trade),
}  # fmt: skip
_TRIGGERS = frozenset(_RULES)

"""Clauses as the rules of exchange need them: the verb that governs a word, its span without subject, its holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.grammar.settings import right_edge, trimmed
from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan

VERBAL = frozenset({"VERB", "AUX"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_MUST = frozenset({"must", "should", "ought", "shall"})
_INSIDE_NOUN = frozenset({"acl", "relcl", "pcomp"})
_COMMITS = frozenset({"will", "would", "'ll", "'d", "wo", "can", "could", "may", "might", "shall"})
_LETTING = frozenset({"let", "allow", "permit", "help"})
CLIMBED = 12


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above a token, the token included."""
    for _ in range(CLIMBED):
        if token.pos_ in VERBAL:
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def giving_verb(verb: Token) -> Token:
    """Up from a verb inside a noun's phrase (`its wish to join`) to the verb that has the noun as its object."""
    for _ in range(4):
        if verb.dep_ not in _INSIDE_NOUN:
            return verb
        above = governing_verb(verb.head)
        if above is not None and above.dep_ in {"ccomp", "xcomp"} and above.head.lemma_ in _LETTING:
            above = above.head
        if above is None or above.i >= verb.i or is_willing(verb.head) or not is_exchangeable(above):
            return verb
        verb = above
    return verb


def is_exchangeable(verb: Token) -> bool:
    """Whether the verb is one of giving, giving up or getting."""
    word = verb.lemma_.lower()
    return word in lemmas("concede") or word in lemmas("give") or word in lemmas("trade") or word in lemmas("get")


def innermost(verb: Token) -> Token:
    """Down from `offered`, `is prepared`, `agreed` to the verb of what would be done."""
    for _ in range(4):
        below = next(
            (
                child
                for child in verb.rights
                if child.dep_ in {"xcomp", "acomp", "oprd"} and (child.pos_ in VERBAL or is_willing(child))
            ),
            None,
        )
        if below is None:
            noun = next((child for child in verb.rights if child.dep_ == "dobj" and is_willing(child)), None)
            below = noun and next((child for child in noun.rights if child.dep_ in {"acl", "xcomp", "relcl"}), None)
        if below is None or not (
            is_willing(verb)
            or is_offering(verb)
            or verb.lemma_ == "be"
            or is_willing(below)
            or verb.lemma_ in {"indicate", "express", "show", "signal", "declare", "have"}
        ):
            return verb
        verb = below
    return verb


def is_willing(token: Token) -> bool:
    """`prepared`, `readiness`."""
    return token.lemma_.lower() in lemmas("willing") or token.lower_ in lemmas("willing")


def is_offering(verb: Token) -> bool:
    """`offered`, `agreed`, `threatened`."""
    word = verb.lemma_.lower()
    return word in lemmas("offering") or word in lemmas("threaten")


def subject_of(verb: Token) -> Token | None:
    """The verb's own subject, else that of the verb it depends on or is joined to."""
    for _ in range(5):
        for child in verb.lefts:
            if child.dep_ in SUBJECTS:
                return child
        if verb.dep_ not in {"xcomp", "conj", "acomp", "advcl", "oprd"} or verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def own_subject(verb: Token) -> Token | None:
    """The subject that stands before this very verb."""
    return next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)


def is_passive(verb: Token) -> bool:
    """`would be lifted`."""
    return any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.lefts)


def is_negated(verb: Token) -> bool:
    """`will not`, `never`, or a willing adjective above that is denied."""
    if any(child.dep_ == "neg" or child.lower_ in {"not", "n't", "never"} for child in verb.lefts):
        return True
    if verb.dep_ in {"xcomp", "acomp"} and verb.head.i != verb.i:
        return is_negated(verb.head) or verb.head.lemma_ == "refuse"
    return False


def asks(verb: Token) -> bool:
    """Whether the clause says that somebody must, should or has to do something."""
    if any(child.lower_ in _MUST for child in verb.lefts if child.dep_ == "aux"):
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_ in {"have", "need"} and verb.head.pos_ in VERBAL


def demanded_by(verb: Token) -> Token | None:
    """The verb of demanding of which this one is the content (`demanded that Kyiv abandon`)."""
    above = verb.head
    if verb.dep_ in {"ccomp", "xcomp", "advcl"} and above.i != verb.i and above.lemma_.lower() in lemmas("demand"):
        return above
    return None


def commits(verb: Token) -> bool:
    """Whether the verb is said to be offered, agreed to, prepared for, or stands with `will` or `would`."""
    for _ in range(5):
        if any(child.lower_ in _COMMITS for child in verb.lefts if child.dep_ == "aux"):
            return True
        above = verb.head
        if above.i == verb.i:
            return False
        if is_willing(above) or is_offering(above):
            return True
        if verb.dep_ not in {"xcomp", "conj", "acomp", "acl", "ccomp", "pcomp", "prep", "pobj"}:
            return False
        verb = above
    return False


def verb_phrase(doc: Doc, verb: Token, end: int) -> TokenSpan:
    """From the verb (with its passive subject) to `end`, less punctuation; earlier verbs of a list come with it."""
    first = verb
    for _ in range(3):
        if first.dep_ != "conj" or own_subject(first) is not None or first.head.pos_ not in VERBAL:
            break
        if not is_exchangeable(first.head):
            break
        first = first.head
    start = first.i
    if is_passive(first):
        subject = own_subject(first)
        start = subject.left_edge.i if subject is not None else start
    elif is_offering(first):
        thing = next((child for child in first.rights if child.dep_ == "dobj" and child.i < end), None)
        start = thing.left_edge.i if thing is not None else start
    return start, trimmed(doc, start, end)


def whole_clause(doc: Doc, verb: Token, end: int) -> TokenSpan:
    """From the clause's subject to `end`."""
    subject = own_subject(verb)
    start = subject.left_edge.i if subject is not None else verb.i
    return start, trimmed(doc, start, end)


def object_span(doc: Doc, verb: Token, end: int) -> TokenSpan | None:
    """The verb's object with all that belongs to it, up to `end`."""
    thing = next((child for child in verb.rights if child.dep_ in {"dobj", "attr"}), None)
    if thing is None:
        thing = next((kid for child in verb.rights if child.dep_ == "prep" for kid in child.rights), None)
    if thing is None or thing.left_edge.i >= end:
        return None
    start = thing.left_edge.i
    return start, right_edge(doc, start, end)

"""The event that a sentence tells, read from its root down.

Verbs of speech pass on to what is said. A frame (`agreed to`, `must`, `refused to`, `threatened to`, `halted`) is
applied to the event inside it: who will do something good agrees, who will do harm threatens, who halts aid
sanctions. The event inside comes from a verb with the class of its object (`sent troops`, `lifted the curfew`,
`signed a treaty`), from the verb alone, or from a noun that names an event. The words stand in `plover-words.txt`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.evidence.extraction.acts.plover_heads import (
    OBJECTS,
    Found,
    has_auxiliary,
    is_denied,
    is_of,
    none_of,
    objects,
    told_by_noun,
    told_by_verb,
    told_with_object,
)
from detente.evidence.extraction.acts.plover_lexicon import lexicon
from detente.evidence.language.phrases import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SPEECH = word_set(
    "say tell report state add note announce declare confirm quote claim believe reiterate disclose reveal show mean "
    "indicate stress emphasize suggest cite maintain affirm hear explain comment predict estimate observe think "
    "acknowledge write insist warn protest complain"
)
_COOPERATIVE = frozenset(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "INVESTIGATE"))
_HARMFUL = frozenset(("SANCTION", "COERCE", "ASSAULT", "FIGHT", "MOBILIZE", "PROTEST", "THREATEN"))
_FUTURE = frozenset(("will", "would", "'ll", "'d", "wo", "shall", "may", "might", "could"))
_MUST = frozenset(("must", "should", "ought"))
_HEADS = frozenset(("dobj", "pobj", "nsubjpass"))
_BELOW = frozenset(("xcomp", "ccomp", "pcomp", "advcl", "acl"))
_PROTESTERS = word_set("demonstrator protester protestor marcher rioter striker picketer")
_VIOLENT = frozenset(("ASSAULT", "FIGHT", "RETREAT", "SANCTION"))
_SENT = word_set("send dispatch go travel arrive fly come visit despatch appoint form gather assemble")
_TOLERATE = frozenset(("tolerate", "rest", "hesitate", "accept"))


def event_of(head: Token) -> tuple[str, str] | None:
    """The category of the event that a head word tells with everything below it, and the rule that told it."""
    return _event(head, 0)


def _event(token: Token, depth: int) -> Found | None:
    """The event of a head word with everything below it."""
    if depth > 5:
        return None
    clause = next((child for child in token.children if child.dep_ in ("ccomp", "parataxis")), None)
    if token.lemma_ in _SPEECH and clause is not None:
        return _said(token, clause, depth)
    subject = next((child for child in token.lefts if child.dep_ == "nsubj"), None)
    found = _auxiliaries(token, _under(token, depth) or _framed(token, depth) or _plain(token, depth))
    if subject is not None and subject.lemma_ in _PROTESTERS and (found is None or found[0] not in _VIOLENT):
        return "PROTEST", f"subject {subject.lemma_}"
    if found == ("CONSULT", f"verb {token.lemma_}") and not objects(token):
        return next((told for child in token.conjuncts if (told := _event(child, depth + 3))), found)
    return found


def _under(token: Token, depth: int) -> Found | None:
    """`was put under investigation`, and `sent a team to investigate`."""
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("under", "in"):
            for inner in child.rights:
                if child.lower_ == "in" and inner.lower_ == "protest":
                    return "PROTEST", "in protest"
                if child.lower_ == "under" and inner.dep_ == "pobj" and (found := _noun(inner, depth + 1)):
                    return found
        if child.dep_ in ("xcomp", "advcl", "acl") and child.tag_ == "VB" and token.lemma_ in _SENT:
            found = _event(child, depth + 1)
            if found is not None and found[0] in ("INVESTIGATE", "CONSULT", "AID"):
                return found
    return None


def _said(cue: Token, clause: Token, depth: int) -> Found | None:
    """What is said; a demand of another, a warning or a plain report."""
    if cue.lemma_ in ("protest", "complain"):
        return "DISAPPROVE", f"{cue.lemma_} that"
    if has_auxiliary(clause, _MUST) or clause.lemma_ == "need":
        return "DEMAND", f"{cue.lemma_} > must"
    for noun in objects(cue)[:3]:
        if (framed := _framed(noun, depth + 1)) and framed[0] in ("DEMAND", "REJECT", "THREATEN", "AGREE"):
            return framed
    inner = _event(clause, depth + 1)
    if cue.lemma_ == "warn" and (inner is None or inner[0] in _HARMFUL or inner[0] == "REJECT"):
        return "THREATEN", "warn"
    if inner is None:
        return _plain(cue, depth)
    return inner


def _framed(token: Token, depth: int) -> Found | None:
    """The event under a frame that the word opens, if it opens one."""
    for frame in _frames(token):
        applied = _FRAMES[frame](token, depth)
        if applied is not None:
            category, rule = applied
            return category, f"{token.lemma_} > {rule}"
    return None


def _frames(token: Token) -> list[str]:
    kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adjective"}.get(token.pos_)
    if kind is None:
        return []
    seconds = lexicon().frames[kind].get(token.lemma_.lower())
    if seconds is None:
        return []
    for child in token.rights:
        if child.lower_ in seconds and child.dep_ in ("prt", "prep", "advmod"):
            return seconds[child.lower_]
    return seconds.get("", [])


def _intend(token: Token, depth: int) -> Found | None:
    """`agreed to send`, `is willing to`, `plans to impose`: good steps are agreed to, harmful ones threatened."""
    if is_denied(token):
        return "REJECT", f"not {token.lemma_}"
    direct = told_with_object(token) if token.lemma_ == "agree" else None
    if direct is not None and direct[0] == "CONCEDE":
        return direct
    inner = _complement(token, depth)
    if inner is None:
        if token.lemma_ == "offer" and token.pos_ == "VERB":
            return "AGREE", "offer"
        return ("AGREE", "bare") if any(child.dep_ == "xcomp" for child in token.rights) else None
    return _will(inner)


def _will(inner: Found) -> Found:
    category, rule = inner
    if category in _COOPERATIVE:
        return "AGREE", rule
    if category in _HARMFUL:
        return "THREATEN", rule
    return inner


def _demand(token: Token, depth: int) -> Found | None:
    inner = _complement(token, depth)
    if token.lemma_ == "order" and (ordered := _ordered(token, inner)):
        return ordered
    if token.lemma_ in ("call", "appeal") and inner is not None and inner[0] == "SANCTION":
        return "DISAPPROVE", "call for sanctions"
    if (
        inner is None
        and token.lemma_ in ("want", "need", "seek")
        and any("stop" in _frames(noun) or noun.lemma_ == "end" for noun in objects(token))
    ):
        return "DEMAND", "an end"
    if token.lemma_ in ("order", "want", "need", "tell", "challenge", "push", "press", "seek") and inner is not None:
        return "DEMAND", inner[1]
    if token.lemma_ in ("encourage", "seek", "want", "need", "tell", "challenge", "order"):
        return ("DEMAND", "clause") if any(child.dep_ in ("ccomp", "xcomp") for child in token.rights) else None
    if token.lemma_ == "urge" and inner is not None and inner[0] == "SUPPORT":
        return "SUPPORT", "rally support"
    if token.lemma_ == "reiterate":
        return next((told for noun in objects(token) if (told := _framed(noun, depth + 1))), inner)
    return "DEMAND", "asked"


def _ordered(token: Token, inner: Found | None) -> Found | None:
    """Who orders own forces, aid or outsiders acts; who orders others demands."""
    if inner is not None and inner[0] in ("COERCE", "MOBILIZE", "SANCTION", "FIGHT"):
        return inner
    by_class = lexicon().with_objects.get("order", {}).get("", {})
    for noun in (*objects(token), *_allowed(token)):
        for name in lexicon().classes.get(noun.lemma_.lower(), ()):
            if name in by_class and (inner is None or name != "TROOPS"):
                return by_class[name][0], f"order + {name} {noun.lemma_}"
    return None


def _refuse(token: Token, depth: int) -> Found | None:
    del depth
    if token.lemma_ in ("fail", "object") and not any(child.dep_ in ("xcomp", "prep") for child in token.rights):
        return None
    return "REJECT", "refused"


def _threaten(token: Token, depth: int) -> Found | None:
    del token, depth
    return "THREATEN", "threatened"


_STOPPED: Mapping[str, str] = {
    "AID": "SANCTION",
    "COOPERATE": "SANCTION",
    "CONSULT": "SANCTION",
    "SUPPORT": "SANCTION",
    "AGREE": "SANCTION",
    "FIGHT": "RETREAT",
    "ASSAULT": "RETREAT",
    "MOBILIZE": "RETREAT",
    "SANCTION": "RETREAT",
    "COERCE": "CONCEDE",
    "PROTEST": "CONCEDE",
    "RETREAT": "SANCTION",
}


def _stop(token: Token, depth: int) -> Found | None:
    direct = told_with_object(token)
    if direct is not None:
        return direct
    inner = _complement(token, depth)
    if inner is None or inner[0] not in _STOPPED:
        return None
    return _STOPPED[inner[0]], f"end of {inner[1]}"


def _begin(token: Token, depth: int) -> Found | None:
    for noun in [noun for noun in objects(token)[:3] if noun.dep_ in _HEADS]:
        if (framed := _framed(noun, depth + 1)) and framed[0] in ("DEMAND", "REJECT", "THREATEN", "AGREE"):
            return framed
        if lexicon().nouns.get(noun.lemma_.lower()) == "INVESTIGATE":
            return "INVESTIGATE", f"noun {noun.lemma_}"
    return told_with_object(token) or _complement(token, depth)


def _allow(token: Token, depth: int) -> Found | None:
    direct = told_with_object(token)
    if direct is not None:
        return direct
    if any(is_of(noun, ("OUTSIDERS", "PEACEKEEPERS", "PRISONERS")) for noun in _allowed(token)):
        return "RETREAT", "allowed in"
    inner = _complement(token, depth)
    if any(clause.lemma_ in ("go", "leave", "enter", "return") for clause in token.rights if clause.dep_ in _BELOW):
        return "RETREAT", "allowed to go"
    return ("CONCEDE", "allowed") if inner is None or inner[0] in ("PROTEST", "CONCEDE") else ("RETREAT", "allowed")


def _allowed(token: Token) -> list[Token]:
    """Who is allowed to: the subject of the clause below."""
    return [
        noun
        for clause in token.rights
        if clause.dep_ in ("ccomp", "xcomp")
        for child in clause.lefts
        if child.dep_ in ("nsubj", "nsubjpass")
        for noun in (*(below for below in child.lefts if below.dep_ == "compound"), child)
    ]


_FRAMES = {
    "intend": _intend,
    "demand": _demand,
    "refuse": _refuse,
    "threaten": _threaten,
    "stop": _stop,
    "begin": _begin,
    "allow": _allow,
}


def _complement(token: Token, depth: int) -> Found | None:
    """The event below a frame: its infinitive or clause, its adjective, or the noun it governs."""
    for child in token.rights:
        if child.dep_ in ("xcomp", "ccomp", "acomp", "acl") and (found := _event(child, depth + 1)):
            return found
        if child.dep_ == "prep" and child.lower_ in ("to", "on", "of", "for", "from", "with"):
            for inner in child.rights:
                if inner.dep_ == "pcomp" and (found := _event(inner, depth + 1)):
                    return found
    for noun in objects(token):
        if found := _noun(noun, depth + 1):
            return found
    return None


def _plain(token: Token, depth: int) -> Found | None:
    """The event of the word itself: with its object, alone, through a noun, through a clause below it."""
    found = told_with_object(token) or told_by_verb(token)
    if found is not None:
        return found
    if token.pos_ == "NOUN":
        return _noun(token, depth + 1)
    if token.pos_ == "ADJ":
        return None
    for child in token.children:
        if child.dep_ in ("nsubj", *OBJECTS) and (found := _noun(child, depth + 1)):
            return found
    for child in token.rights:
        if child.dep_ in _BELOW and (found := _event(child, depth + 1)):
            return found
    for noun in objects(token):
        if found := _noun(noun, depth + 1):
            return found
    return None


def _noun(token: Token, depth: int) -> Found | None:
    """A noun that names an event, or one below it: `a call for`, `an attempt to`, `the withdrawal of`."""
    if depth > 6:
        return None
    framed = _framed(token, depth)
    if framed is not None:
        return framed
    named = told_by_noun(token)
    if named is not None:
        return named
    for child in token.rights:
        if child.dep_ == "acl" and child.tag_ == "VB" and (found := _event(child, depth + 1)):
            return found
        if child.dep_ == "prep" and child.lower_ == "of":
            for inner in child.rights:
                if inner.dep_ == "pobj" and (found := _noun(inner, depth + 1)):
                    return found
    return None


def _auxiliaries(token: Token, found: Found | None) -> Found | None:
    """What `must`, `will` and `not` make of the event."""
    if has_auxiliary(token, _MUST) and token.dep_ in ("ROOT", "ccomp"):
        return "DEMAND", "must"
    future = has_auxiliary(token, _FUTURE)
    denied = is_denied(token)
    if token.lemma_ == "be" and any(child.dep_ == "expl" for child in token.lefts) and none_of(token):
        return "REJECT", "there is no"
    if future and denied:
        return ("THREATEN" if token.lemma_ in _TOLERATE else "REJECT"), "will not"
    if found is None:
        return None
    if denied and found[0] in _COOPERATIVE:
        return "REJECT", f"not {found[1]}"
    if future and found[0] not in ("REJECT", "DEMAND", "DISAPPROVE"):
        return _will(found)
    return found


def event_anywhere(words: Doc | Span) -> tuple[str, str] | None:
    """Where the root tells nothing: the first verb, then the first noun, that tells an event."""
    for token in words:
        if token.pos_ == "VERB" and token.lemma_ not in _SPEECH and (found := _event(token, 3)):
            return found
    for token in words:
        if token.pos_ == "NOUN" and (kind := lexicon().nouns.get(token.lemma_.lower())):
            return kind, f"noun {token.lemma_}"
    return None

"""What one head word tells, with the nouns that it acts on and the small words beside it.

A verb tells by itself, or by the class of its object (`sent troops`, `lifted the curfew`, `signed a treaty`); a noun
that names an event tells with the words before it. Nothing here looks into another clause: `plover_frames` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from detente.evidence.extraction.acts.plover_lexicon import lexicon
from detente.evidence.language.phrases import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_T = TypeVar("_T")
Found = tuple[str, str]
"""A category of PLOVER's older list, and the rule that told it."""

OBJECTS = frozenset(("dobj", "nsubjpass", "attr", "oprd", "dative", "acomp"))
"""How the noun hangs on the verb that acts on it."""

_OF_SUBJECT = word_set(
    "arrive improve land resume begin return increase expand leave depart move steam sail mass reach stop end cease "
    "halt protect"
)
_KILLED = word_set("kill wound injure")
_SECONDS = frozenset(("prt", "prep", "advmod", "dobj", "acomp", "oprd"))
_COMPOUNDS: Mapping[tuple[str, str], str] = {
    ("air", "strike"): "FIGHT",
    ("missile", "strike"): "FIGHT",
    ("drone", "strike"): "FIGHT",
    ("military", "strike"): "FIGHT",
    ("naval", "blockade"): "COERCE",
    ("bomb", "attack"): "ASSAULT",
    ("suicide", "attack"): "ASSAULT",
    ("terrorist", "attack"): "ASSAULT",
    ("grenade", "attack"): "ASSAULT",
    ("verbal", "attack"): "DISAPPROVE",
    ("peace", "rally"): "PROTEST",
}


def told_with_object(token: Token) -> Found | None:
    """The verb with the class of what it acts on, the direct object before the prepositional."""
    seconds = lexicon().with_objects.get(token.lemma_.lower())
    if seconds is None:
        return None
    by_class = _second(token, seconds)
    if not by_class:
        return None
    classes = lexicon().classes
    for noun in objects(token):
        for name in classes.get(noun.lemma_.lower(), ()):
            if name in by_class:
                return by_class[name][0], f"{token.lemma_} + {name} {noun.lemma_}"
    return None


def told_by_verb(token: Token) -> Found | None:
    """The verb alone, or with a second word that belongs to it; forces and their weapons that kill fight."""
    if token.pos_ not in ("VERB", "AUX"):
        return None
    seconds = lexicon().verbs.get(token.lemma_.lower())
    if seconds is None:
        return None
    kinds = _second(token, seconds)
    if not kinds:
        return None
    if token.lemma_ in _KILLED and kinds[0] == "ASSAULT" and _in_war(token):
        return "FIGHT", f"verb {token.lemma_} by forces"
    return kinds[0], f"verb {token.lemma_}"


def _in_war(token: Token) -> bool:
    """Whether forces or their weapons do it: the subject, or what stands behind `by` and `in`."""
    for child in token.children:
        doers = [child] if child.dep_ == "nsubj" else []
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in ("in", "during", "with")):
            doers = [inner for inner in child.rights if inner.dep_ == "pobj"]
        for doer in doers:
            word = doer.lemma_.lower()
            if lexicon().nouns.get(word) == "FIGHT" or is_of(doer, ("TROOPS",)):
                return True
    return False


def _second(token: Token, seconds: dict[str, _T]) -> _T | None:
    if len(seconds) > 1 or "" not in seconds:
        for child in token.children:
            if child.lower_ in seconds and child.dep_ in _SECONDS:
                return seconds[child.lower_]
    return seconds.get("")


def told_by_noun(token: Token) -> Found | None:
    """The event that a noun names, alone or with the words before it: `air strike`, `ceasefire talks`."""
    inside = [child.lemma_.lower() for child in token.lefts if child.dep_ in ("compound", "amod", "nmod")]
    kind = lexicon().nouns.get(token.lemma_.lower())
    if kind is not None:
        if kind == "MOBILIZE" and "joint" in inside:
            return "COOPERATE", f"noun joint {token.lemma_}"
        return next(
            (_COMPOUNDS[pair] for word in inside if (pair := (word, token.lemma_.lower())) in _COMPOUNDS), kind
        ), f"noun {token.lemma_}"
    for word in inside:
        if kind := lexicon().nouns.get(word):
            return kind, f"noun {word} {token.lemma_}"
    return None


def is_of(noun: Token, classes: tuple[str, ...]) -> bool:
    """Whether the noun is of one of the classes of objects."""
    return any(name in classes for name in lexicon().classes.get(noun.lemma_.lower(), ()))


def objects(token: Token) -> list[Token]:
    """The nouns a verb acts on, with what is joined to or stands inside them; then those of its prepositions."""
    direct: list[Token] = []
    further: list[Token] = []
    subject: list[Token] = []
    for child in token.children:
        if child.dep_ in OBJECTS:
            _spread(child, direct, 0)
        elif child.dep_ in ("prep", "agent"):
            for inner in child.rights:
                if inner.dep_ == "pobj":
                    _spread(inner, further, 0)
        elif child.dep_ == "nsubj" and token.lemma_ in _OF_SUBJECT:
            _spread(child, subject, 0)
    return direct + subject + further


def _spread(noun: Token, into: list[Token], depth: int) -> None:
    if depth > 2:
        into.append(noun)
        return
    for child in noun.lefts:
        if child.dep_ in ("compound", "amod", "nmod", "nummod", "poss"):
            into.append(child)
    into.append(noun)
    for child in noun.rights:
        if child.dep_ in ("conj", "nmod") or (child.dep_ == "appos" and depth == 0):
            _spread(child, into, depth + 1)
        elif child.dep_ == "prep" and child.lower_ in ("of", "on", "in", "for", "from"):
            for inner in child.rights:
                if inner.dep_ == "pobj":
                    _spread(inner, into, depth + 1)


def none_of(token: Token) -> bool:
    """Whether `no` stands before what there is: `there is no plan`."""
    return any(
        below.lower_ == "no" for child in token.rights if child.dep_ in ("attr", "nsubj") for below in child.lefts
    )


def is_denied(token: Token) -> bool:
    """Whether `not`, `never`, `no longer` or `no` denies the word."""
    if token.pos_ == "ADJ" and token.dep_ == "acomp":
        token = token.head
    if token.pos_ == "NOUN" and any(child.lower_ == "no" for child in token.lefts):
        return True
    return any(
        child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in ("never", "longer"))
        for child in token.children
    )


def has_auxiliary(token: Token, words: frozenset[str]) -> bool:
    """Whether one of these words helps the verb: `must`, `will`."""
    return any(child.dep_ == "aux" and child.lower_ in words for child in token.lefts)

"""A clue: one place in a report that tells of an event, with the words that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.evidence.extraction.events.words import (
    AFTER,
    BEFORE,
    CONTAINERS,
    ENDED,
    FUTURE,
    GENERIC,
    LIGHT,
    PLANNING,
    UPCOMING,
    WITHIN,
    triggers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from detente.evidence.extraction.events.scene import Scene
    from detente.evidence.items import SlotValue

Relation = Literal["before", "during", "after"]
_CLAUSES = frozenset(("ccomp", "advcl", "parataxis", "csubj"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The clue stands before, during or after the event of another clue, as words [first, end) say."""

    relation: Relation
    anchor: Token
    first: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Clue:
    """One mention of an event; `actors` are the names of those who take part or speak."""

    kind: str
    scene: Scene
    trigger: Token
    tokens: frozenset[int]
    definite: bool
    planned: bool
    actors: frozenset[str]
    slots: tuple[SlotValue, ...] = ()
    orders: tuple[Standing, ...] = ()
    follows: bool = False
    """Only adds to an event told before it: `the chancellor was the host`."""
    one_sided: bool = False
    """A war told by one side alone: the other may be whoever the next clue names."""
    offers: bool = False
    """A statement that makes or concerns an offer: `the announcement` and `the concession` may then be one."""

    @property
    def at(self) -> tuple[int, int]:
        """Where it stands in the order of the report."""
        return self.scene.place_in_text(self.trigger.i)


def kind_of(token: Token) -> str | None:
    """The kind of event that a word may tell of, by its base form and part of speech alone."""
    part = "v" if token.tag_.startswith("VB") else "n" if token.tag_.startswith("NN") else ""
    kind = triggers().get((token.lemma_.lower(), part)) if part else None
    if kind == "meeting" and token.lower_ == "conference" and any(c.lower_ in ("press", "news") for c in token.lefts):
        return "statement"
    return kind


def opening(token: Token) -> int:
    """Where the token's sentence begins; the parser's own `sent` looks at the whole text each time."""
    at, doc = token.i, token.doc
    while at > 0 and not doc[at].is_sent_start:
        at -= 1
    return at


def container(noun: Token) -> Token:
    """The word that stands for the whole: `round` in `a round of talks`."""
    preposition = noun.head
    if noun.dep_ == "pobj" and preposition.lower_ == "of" and preposition.head.lemma_.lower() in CONTAINERS:
        return preposition.head
    return noun


def carrier(noun: Token) -> Token | None:
    """The verb that carries an event noun: `held talks`, `the talks lasted`."""
    head = container(noun)
    verb = head.head
    if head.dep_ in ("dobj", "nsubj", "nsubjpass", "attr", "conj") and verb.lemma_.lower() in LIGHT:
        return verb
    return None


def region(token: Token) -> frozenset[int]:
    """The words that belong to an event: the trigger's phrase, and of its verb's clause what is not another clause."""
    if token.tag_.startswith("VB") and token.dep_ not in _SUBJECTS:
        return frozenset(_clause(token, token))
    whole = container(token)
    found = set(_phrase(whole, token))
    verb = carrier(token)
    if verb is not None:
        found.update(_clause(verb, token))
    elif whole.dep_ == "pobj" and whole.head.lower_ in WITHIN:
        found.update(_beside(whole.head, token))
    return frozenset(found)


def _phrase(word: Token, trigger: Token) -> Iterator[int]:
    yield word.i
    for child in word.children:
        if not _is_other(child, trigger):
            yield from _phrase(child, trigger)


def _clause(verb: Token, trigger: Token) -> Iterator[int]:
    yield verb.i
    for child in verb.children:
        is_clause = child.dep_ in _CLAUSES or (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX"))
        if not is_clause and not _is_other(child, trigger):
            yield from _phrase(child, trigger)


def _is_other(word: Token, trigger: Token) -> bool:
    """Whether a word opens the telling of another event: `before the strike`."""
    if word.dep_ == "prep" and (word.lower_ in BEFORE or word.lower_ in AFTER):
        return not any(below == trigger for below in word.subtree) and _event_below(word) is not None
    return False


def _beside(preposition: Token, trigger: Token) -> Iterator[int]:
    """What follows `in talks` at once under the same verb: `… in Geneva on Monday with X`."""
    end = preposition.right_edge.i + 1
    for sibling in preposition.head.rights:
        if sibling.dep_ in ("prep", "npadvmod") and sibling.left_edge.i == end and not _is_other(sibling, trigger):
            yield from _phrase(sibling, trigger)
            end = sibling.right_edge.i + 1


def is_definite(noun: Token) -> bool:
    """Whether a noun phrase points back: `the meeting`, `that call`, `its statement`."""
    return any(c.lower_ in ("the", "this", "that", "these", "those") or c.dep_ == "poss" for c in noun.lefts)


def is_generic(token: Token) -> bool:
    """Whether no single event is meant: `any meeting`, `no talks`."""
    return any(c.lower_ in GENERIC or c.dep_ == "neg" for c in token.lefts)


def is_planned(token: Token) -> bool:
    """Whether the event is still to come: `will meet`, `are set to continue`, `the next round`."""
    if not token.tag_.startswith("VB"):
        if any(c.lower_ in UPCOMING for c in container(token).lefts):
            return True
        verb = carrier(token) or (token.head if token.dep_ in ("dobj", "nsubj", "nsubjpass") else None)
        return verb is not None and is_planned(verb)
    lefts = [child for child in token.lefts if child.dep_ in ("aux", "auxpass")]
    if any(child.lower_ in FUTURE for child in lefts):
        return not any(child.lower_ == "have" for child in lefts)
    to = any(child.lower_ == "to" for child in lefts)
    return to and (token.head.lemma_.lower() in PLANNING or token.head.lemma_ == "be")


def standings(token: Token) -> list[Standing]:
    """Where the clause of a trigger stands to other events by its own words."""
    found: list[Standing] = []
    if token.tag_.startswith("VB"):
        for verb in _with_complements(token):
            found.extend(_by_preposition(verb))
            found.extend(_by_clause(verb))
    else:
        found.extend(_by_verb(token))
        found.extend(_by_preposition(container(token)))
    return found


def _with_complements(verb: Token) -> Iterator[Token]:
    yield verb
    for child in verb.children:
        if child.dep_ in ("xcomp", "dobj") and child.i > verb.i:
            yield child


def _relation(word: str) -> Relation | None:
    if word in BEFORE:
        return "before"
    if word in AFTER:
        return "after"
    return "during" if word in ("during", "amid", "in", "at", "throughout") else None


def _by_preposition(word: Token) -> Iterator[Standing]:
    for child in word.children:
        inner = [child]
        if child.dep_ in ("npadvmod", "advmod") and child.lower_ not in BEFORE:
            inner = [below for below in child.children if below.dep_ in ("prep", "advmod")]
        for preposition in inner:
            relation = _relation(preposition.lower_)
            if relation is None or preposition.dep_ not in ("prep", "advmod"):
                continue
            anchor = _event_below(preposition)
            if anchor is None or (relation == "during" and not _is_occasion(anchor, preposition)):
                continue
            if relation == "during" and kind_of(anchor) == "call" and kind_of(word) in ("say", "statement"):
                continue  # said in a call: that is the channel
            yield Standing(relation, anchor, preposition.i, max(preposition.i, anchor.i) + 1)


def _is_occasion(anchor: Token, preposition: Token) -> bool:
    """`In` and `at` put something into a meeting or call, not into a war or a statement."""
    kind = kind_of(anchor)
    return kind in ("meeting", "call", "talks") or preposition.lower_ in ("during", "amid", "throughout")


def _event_below(preposition: Token) -> Token | None:
    """The event that a preposition points to: `after the talks`, `ahead of the meeting`, `after their conclusion`."""
    for child in preposition.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "to"):
            return _event_below(child)
        if child.dep_ == "pobj":
            return _event_at(child)
        if child.dep_ == "pcomp":
            return next((below for below in child.children if below.dep_ == "dobj" and kind_of(below)), None)
    return None


def _event_at(noun: Token) -> Token | None:
    if noun.lemma_.lower() in ENDED:
        for below in noun.children:
            if below.dep_ == "poss":
                return _meant(below)
            if below.dep_ == "prep":
                return _event_below(below)
    kind = kind_of(noun)
    if kind is not None and kind not in ("say", "frame", "ground"):
        return noun
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            return _event_below(child) if noun.lemma_.lower() in CONTAINERS else None
    return None


def _meant(pronoun: Token) -> Token | None:
    """The event noun before a pronoun in its sentence: `the talks … after their conclusion`."""
    for i in range(pronoun.i - 1, opening(pronoun) - 1, -1):
        token = pronoun.doc[i]
        if token.tag_.startswith("NN") and kind_of(token) in ("meeting", "talks", "call"):
            return token
    return None


def _by_clause(verb: Token) -> Iterator[Standing]:
    for clause in verb.children:
        if clause.dep_ != "advcl":
            continue
        mark = next((c for c in clause.children if c.dep_ in ("mark", "advmod") and c.i < clause.i), None)
        subject = next((c for c in clause.children if c.dep_ in _SUBJECTS), None)
        if mark is None or subject is None:
            continue
        is_over = clause.lemma_.lower() in ENDED or any(c.lemma_.lower() in ENDED for c in clause.children)
        relation: Relation | None = _relation(mark.lower_)
        if mark.lower_ in ("once", "when", "as"):
            relation = "after" if is_over else None
        elif mark.lower_ == "while":
            relation = "during"
        anchor = _event_at(subject) if subject.pos_ != "PRON" else _meant(subject)
        if relation is not None and anchor is not None:
            yield Standing(relation, anchor, mark.i, clause.right_edge.i + 1)


def _by_verb(noun: Token) -> Iterator[Standing]:
    """`The statement followed a meeting`; `the announcement came after talks`; `talks followed by a statement`."""
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return
    verb = noun.head
    lemma = verb.lemma_.lower()
    if lemma in ("follow", "precede"):
        other = next((c for c in verb.children if c.dep_ in ("dobj", "agent")), None)
        anchor = None if other is None else _event_below(other) if other.dep_ == "agent" else _event_at(other)
        if anchor is not None:
            after = (lemma == "follow") == (noun.dep_ == "nsubj")
            yield Standing("after" if after else "before", anchor, verb.i, anchor.i + 1)
    elif lemma in ("come", "occur", "happen", "take", "be", "begin", "start", "issue", "make", "open"):
        yield from _by_preposition(verb)

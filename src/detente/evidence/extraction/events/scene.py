"""One block of a report as the event rules see it: who, where, when and how much, looked up a sentence at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.evidence.extraction.events.words import ROLES
from detente.evidence.items import SlotValue
from detente.evidence.language.places import find_places
from detente.evidence.language.quantities import find_quantities
from detente.evidence.language.times import find_days

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc, Token

    from detente.evidence.items import Confidence, Passage, Voice
    from detente.evidence.language.cast import Cast, Mention
    from detente.evidence.language.parse import ParsedBlock, ParsedDocument
    from detente.evidence.values import Actor, Days, Place, Quantity, Value

_PRONOUNS = frozenset(("he", "she", "they", "him", "her", "them", "it", "its", "their", "his"))
_SAYING = frozenset(
    ("say", "report", "tell", "add", "state", "claim", "write", "note", "announce", "confirm", "warn", "insist")
)
_GROUPS = frozenset(("member", "partner", "country", "state", "side", "party", "government", "delegation", "team"))


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named by words [first, end): the token that heads them, and the noun that tells the role, if any."""

    actor: Actor
    head: Token
    first: int
    end: int
    role: tuple[int, int] | None = None


class Scene:
    """A parsed block with what the language rules find in it; each sentence is looked at once."""

    def __init__(self, parsed: ParsedDocument, block: ParsedBlock, number: int, cast: Cast, anchor: date | None):
        self.parsed = parsed
        self.block = block
        self.number = number
        self.doc = block.doc
        self.anchor = anchor
        self._cast = cast
        self._mentions: dict[int, Mention] | None = None
        self._found: dict[tuple[str, int], list[tuple[int, int, object]]] = {}
        self._starts = [i for i, mark in enumerate(block.doc.to_array("SENT_START").tolist()) if mark == 1] or [0]
        self._words: dict[int, list[str]] = {}
        self._accords = "ccording" in parsed.document.text[block.start : block.block.end]

    def passage(self, first: int, end: int) -> Passage:
        """Words [first, end) as they stand in the report."""
        return self.parsed.passage(self.block, first, end)

    def place_in_text(self, token: int) -> tuple[int, int]:
        """Where a token stands in the order of the report."""
        return self.number, token

    def value(
        self, slot: str, value: Value, span: tuple[int, int], rule: str, sure: Confidence, chain: tuple[Voice, ...] = ()
    ) -> SlotValue:
        """A slot with its words."""
        return SlotValue(slot, value, self.passage(*span), chain, rule, sure)

    def days(self, token: Token) -> list[tuple[int, int, Days]]:
        """The expressions of time in the token's sentence."""
        return self._look("days", token, lambda span: find_days(span, self.anchor))  # type: ignore[return-value]

    def places(self, token: Token) -> list[tuple[int, int, Place]]:
        """The places in the token's sentence."""
        return self._look("places", token, find_places)  # type: ignore[return-value]

    def quantities(self, token: Token) -> list[tuple[int, int, Quantity]]:
        """The quantities in the token's sentence."""
        return self._look("quantities", token, find_quantities)  # type: ignore[return-value]

    def _look(self, what: str, token: Token, find: Callable[[list[str]], object]) -> list[tuple[int, int, object]]:
        place = max(bisect_right(self._starts, token.i) - 1, 0)
        offset = self._starts[place]
        key = (what, offset)
        found = self._found.get(key)
        if found is None:
            end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self.doc)
            span = self._words.get(offset)
            if span is None:
                span = self._words[offset] = [self.doc[i].text for i in range(offset, end)]
            found = [(first + offset, end + offset, value) for first, end, value in find(span)]  # type: ignore[operator]
            self._found[key] = found
        return found

    def mention(self, token: Token) -> Mention | None:
        """The name that the token is part of."""
        if self._mentions is None:
            self._mentions = {
                i: mention for mention in self._cast.mentions(self.block) for i in range(mention.first, mention.end)
            }
        return self._mentions.get(token.i)

    def person(self, token: Token) -> Person | None:
        """Whom the token names: a name, a resolved pronoun, or a group described by a name (`U.S. officials`)."""
        mention = self.mention(token)
        if mention is not None:
            return Person(self._cast.actor(self.block, mention.first, mention.end), token, mention.first, mention.end)
        if token.lower_ in _PRONOUNS:
            actor = self._cast.actor(self.block, token.i, token.i + 1)
            return None if actor.name.lower() in _PRONOUNS else Person(actor, token, token.i, token.i + 1)
        if token.pos_ in ("NOUN", "PROPN") and (token.lemma_.lower() in ROLES or token.lemma_.lower() in _GROUPS):
            first, end = described(token)
            actor = self._cast.actor(self.block, first, end)
            if self._is_group(token) or _is_meant(actor, token, first, end):
                return Person(actor, token, first, end)
        return None

    def called(self, noun: Token) -> list[Person]:
        """Whoever a noun phrase describes, by its words: `the foreign ministry of Switzerland`."""
        if noun.pos_ not in ("NOUN", "PROPN"):
            return []
        first, end = described(noun)
        return [Person(self._cast.actor(self.block, first, end), noun, first, end)]

    def _is_group(self, token: Token) -> bool:
        if token.lemma_.lower() not in ROLES and token.lemma_.lower() not in _GROUPS:
            return False
        return any(child.i < token.i and self.mention(child) is not None for child in token.children)

    def people(self, token: Token) -> list[Person]:
        """Everybody that a noun phrase names: its head, who is added with `and`, and who stands in apposition."""
        found: list[Person] = []
        queue: list[tuple[Token, tuple[int, int] | None]] = [(token, None)]
        for word, role in queue:
            below = [c for c in word.children if c.dep_ in ("conj", "appos") and c.i > word.i]
            named = word.pos_ == "PROPN" or self.mention(word) is not None
            if not named and word.pos_ == "NOUN" and any(self._names(child) for child in below):
                described_as = described(word)
                queue.extend((child, described_as) for child in below)
                continue
            person = self.person(word)
            if person is not None:
                found.append(Person(person.actor, word, person.first, person.end, role))
            queue.extend((c, role) for c in below if c.dep_ == "conj" or person is None)
        return found

    def _names(self, token: Token) -> bool:
        return token.pos_ == "PROPN" and self.mention(token) is not None

    def chain(self, token: Token) -> tuple[Voice, ...]:
        """Who is said to say what the token's clause tells, from the report inwards; empty where the report itself."""
        outer: list[Voice] = []
        word = token
        for _ in range(12):
            parent = word.head
            if parent == word:
                break
            if word.dep_ == "conj" and _stands_alone(word):
                break
            if word.dep_ in ("ccomp", "relcl") and parent.lemma_.lower() in _SAYING:
                outer[:0] = self._speakers(parent)
            if word.dep_ == "relcl" and word.lemma_.lower() in _SAYING:
                outer[:0] = self._speakers(word)
            word = parent
        return (*self._according(token), *outer)

    def _speakers(self, verb: Token) -> list[Voice]:
        found: list[Voice] = []
        for child in verb.children:
            if child.dep_ == "nsubj":
                found.extend(self._voices(child))
            if child.dep_ == "advcl" and child.lemma_.lower() in _SAYING and has_mark(child, "as"):
                found[:0] = self._speakers(child)
        return found

    def _voices(self, token: Token) -> Iterator[Voice]:
        mention = self.mention(token)
        if mention is not None:
            yield mention.voice
        else:
            first, end = described(token)
            yield self._cast.voice(self.block, first, end)

    def _according(self, token: Token) -> Iterator[Voice]:
        for word in (token, *token.ancestors) if self._accords else ():
            for child in word.children:
                if child.lower_ == "according" and child.dep_ == "prep":
                    for below in child.subtree:
                        if below.dep_ == "pobj":
                            yield from self._voices(below)
                            return


def _is_meant(actor: Actor, token: Token, first: int, end: int) -> bool:
    """Whether a description was resolved to somebody: `the president`."""
    return token.tag_ == "NN" and actor.name.lower() != token.doc[first:end].text.lower()


def said(slots: Iterable[SlotValue], chain: tuple[Voice, ...]) -> tuple[SlotValue, ...]:
    """The slots with who says so, where it is not the report itself."""
    return tuple(replace(value, chain=chain) for value in slots) if chain else tuple(slots)


def _stands_alone(verb: Token) -> bool:
    """Whether a clause added by `, and` has a subject of its own: what is above it does not say it."""
    before = verb.left_edge.i - 1
    has_subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.lefts)
    return has_subject and before > 0 and verb.doc[before].lower_ == "and" and verb.doc[before - 1].text == ","


def has_mark(verb: Token, word: str) -> bool:
    """Whether a clause is opened by the word."""
    return any(child.dep_ == "mark" and child.lower_ == word for child in verb.children)


def described(noun: Token) -> tuple[int, int]:
    """A noun with its modifiers on the left and an `of`-phrase: `two envoys of the United States`, without article."""
    first = noun.left_edge.i
    doc = noun.doc
    while (
        first < noun.i
        and (doc[first].dep_ in ("det", "punct") or doc[first].tag_ == "PRP$")
        and doc[first].head == noun
    ):
        first += 1
    end = noun.i + 1
    for child in noun.rights:
        if child.i == end and child.dep_ == "prep" and child.lower_ in ("of", "to"):
            below = next((c for c in child.children if c.dep_ == "pobj"), None)
            if below is not None:
                end = below.i + 1
        break
    return first, end


def trimmed(doc: Doc, span: tuple[int, int]) -> tuple[int, int]:
    """Words without the stops, commas and quotation marks at their edges, and without a leading `that`."""
    first, end = span
    while first < end - 1 and (doc[first].is_punct or doc[first].lower_ == "that"):
        first += 1
    while end > first + 1 and doc[end - 1].is_punct:
        end -= 1
    return first, end


def np_span(noun: Token) -> tuple[int, int]:
    """A noun phrase without its leading article and without what a comma or a relative clause adds."""
    first, end = noun.left_edge.i, noun.right_edge.i + 1
    for child in noun.rights:
        if child.dep_ in ("relcl", "appos", "advcl") or (child.dep_ == "punct" and child.text in ",;:("):
            end = min(end, child.left_edge.i)
            break
    doc = noun.doc
    while first < end - 1 and doc[first].tag_ in ("DT", "``", "''", ",", ":"):
        first += 1
    while end > first + 1 and doc[end - 1].is_punct:
        end -= 1
    return first, end

"""Plans, drafts, papers and counterproposals that a report speaks of, and what it says of each.

Mentions of one text are merged within the report: `a 28-point plan`, `the plan`, `that plan`. Claims are slots,
each with the chain of those who make it; the outlet's own have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from detente.evidence.extraction.attribution.attributions import Stretch
from detente.evidence.extraction.conditionals.candidates import with_lemma
from detente.evidence.extraction.grammar.clauses import VERBAL, is_passive, own_subject
from detente.evidence.extraction.grammar.holders import can_hold, holder_of, noun_group
from detente.evidence.extraction.grammar.settings import right_edge
from detente.evidence.extraction.grammar.word_lists import lemmas
from detente.evidence.extraction.offers import innermost_around
from detente.evidence.items import ProposalMention, SlotValue
from detente.evidence.language.times import find_days
from detente.evidence.values import Actor, Members, Words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.evidence.extraction.grammar.settings import TokenSpan
    from detente.evidence.extraction.statements.statements import Reading
    from detente.evidence.items import Confidence, Statement, Voice
    from detente.evidence.language.parse import ParsedBlock
    from detente.evidence.values import Value

_FILE = "proposal-words.txt"
_RELAYING = frozenset({"say", "report", "announce", "characterise", "justify", "concede", "oppose", "support"})
_PARTS = frozenset({"element", "part", "portion", "section", "piece", "much", "most", "some"})
_POINTING = frozenset({"the", "that", "this", "these", "those", "its", "their", "his", "her", "such", "own"})


@dataclass(slots=True)
class _Text:
    """One text and its mentions while they are gathered."""

    head: str
    modifiers: frozenset[str]
    mentions: list[Stretch]
    nouns: list[Token]
    name: str
    slots: list[SlotValue] = field(default_factory=list)


def proposals_of(reading: Reading, statements: Sequence[Statement]) -> list[ProposalMention]:
    """The texts that a report speaks of, in its order, without ids."""
    texts: list[_Text] = []
    for block in reading.parsed.blocks:
        for at in with_lemma(block.doc, _nouns()):
            token = block.doc[at]
            if token.pos_ in {"NOUN", "PROPN"} and (span := _mention(token)) is not None:
                _merge(texts, token, Stretch(block, *span))
    claims = _Claims(reading, statements, texts)
    for text in texts:
        for mention, noun in zip(text.mentions, text.nouns, strict=True):
            claims.gather(text, mention.block, noun)
    return [_finished(reading, text) for text in texts]


@cache
def _nouns() -> frozenset[str]:
    words = lemmas("text", _FILE) | lemmas("agreement", _FILE)
    return words | {word.capitalize() for word in words} | {word.upper() for word in words}


def _mention(noun: Token) -> TokenSpan | None:
    """The words of a mention, or None where the noun names no text."""
    word = noun.lemma_.lower()
    before = [child for child in noun.lefts if child.dep_ in {"amod", "compound", "nummod", "poss", "nmod", "det"}]
    own = [child for child in before if child.dep_ != "det"]
    if word in lemmas("agreement", _FILE):
        if not any(kid.lemma_.lower() in lemmas("drafted", _FILE) for kid in own):
            return None
    elif word not in lemmas("text", _FILE) or (
        word in lemmas("weak", _FILE) and not own and not any(child.lower_ in {"that", "this"} for child in before)
    ):
        return None
    if noun.dep_ in {"compound", "amod"} or any(
        child.dep_ in {"acl", "relcl"} and child.tag_ == "VB" for child in noun.rights
    ):
        return None
    return noun.left_edge.i if noun.left_edge.i >= noun.i - 8 else noun.i, noun.i + 1


def _merge(texts: list[_Text], noun: Token, mention: Stretch) -> None:
    word = noun.lemma_.lower().replace("-", "")
    doc = noun.doc
    modifiers = frozenset(
        token.lower_ for token in doc[mention.first : noun.i] if token.pos_ in {"NUM", "PROPN", "NOUN", "ADJ", "VERB"}
        and token.lower_ not in _POINTING
    )  # fmt: skip
    points = any(token.lower_ in _POINTING for token in doc[mention.first : noun.i])
    plural = noun.tag_ in {"NNS", "NNPS"}
    if not plural:
        for text in reversed(texts):
            if text.head == word and (text.modifiers & modifiers or (points and not modifiers) or not text.modifiers):
                text.mentions.append(mention)
                text.nouns.append(noun)
                if len(modifiers) > len(text.modifiers):
                    text.name = _name(mention, noun)
                text.modifiers |= modifiers
                return
    texts.append(_Text(word, modifiers, [mention], [noun], _name(mention, noun)))


def _name(mention: Stretch, noun: Token) -> str:
    """The mention without article and verdicts: `28-point plan`."""
    doc = noun.doc
    first = mention.first
    while first < noun.i and _adds_no_name(doc[first]):
        first += 1
    return doc[first : noun.i + 1].text


def _adds_no_name(token: Token) -> bool:
    if token.pos_ in {"DET", "PUNCT", "PRON"} or token.lower_ in _POINTING:
        return True
    if token.lemma_.lower() in lemmas("drafted", _FILE) or token.is_title:
        return False
    return (token.pos_ == "ADJ" or token.tag_ in {"VBN", "VBG"}) and not token.nbor().text.startswith("-")


def _finished(reading: Reading, text: _Text) -> ProposalMention:
    mentions = tuple(mention.passage(reading.parsed) for mention in text.mentions)
    confidence: Confidence = "high" if text.modifiers and text.slots else "medium" if text.modifiers else "low"
    slots = tuple(sorted(text.slots, key=lambda slot: slot.passage.start))
    return ProposalMention("", text.name, mentions[0], mentions, slots, "proposal:noun", confidence)


class _Claims:
    """What the report says of each text."""

    def __init__(self, reading: Reading, statements: Sequence[Statement], texts: Sequence[_Text]) -> None:
        self._reading = reading
        self._statements = [
            statement for statement in statements if statement.act in _RELAYING or "attribution" in statement.rule
        ]
        self._texts = texts

    def gather(self, text: _Text, block: ParsedBlock, noun: Token) -> None:
        """The claims about one mention."""
        self._by_words_before(text, block, noun)
        for child in noun.rights:
            if child.dep_ in {"acl", "relcl"} and child.pos_ in VERBAL:
                below = next((kid for kid in child.rights if kid.dep_ == "ccomp"), None)
                if child.dep_ == "relcl" and below is not None and child.lemma_ not in lemmas("own", _FILE):
                    self._by_verb(text, block, noun, below)
                self._by_verb(text, block, noun, child)
            elif child.dep_ == "prep" and child.lower_ in {"by", "from"}:
                self._author(text, block, child, "author: by")
        above = _clause_of(noun)
        if above is None:
            return
        verb, as_subject = above
        if as_subject:
            self._by_verb(text, block, noun, verb)
        elif verb.lemma_ in lemmas("own", _FILE) and not is_passive(verb):
            self._submitted_by(text, block, verb)

    def _by_words_before(self, text: _Text, block: ParsedBlock, noun: Token) -> None:
        """`Russian-authored paper`, `Moscow's plan`, `counterproposal`."""
        for child in noun.lefts:
            if child.dep_ == "poss" and child.pos_ != "PRON" and can_hold(child):
                self._add(text, "author", block, noun_group(child), "author: possessive", "medium")
            if child.dep_ == "amod" and child.lemma_ in {"author", "draft", "write", "propose", "sponsor", "authored"}:
                named = next((kid for kid in child.lefts if kid.is_title), None)
                if named is not None:
                    self._add(text, "author", block, (named.i, named.i + 1), "author: participle", "high")
        if text.head.startswith("counter"):
            self._answered(text, block, noun)

    def _by_verb(self, text: _Text, block: ParsedBlock, noun: Token, verb: Token) -> None:
        """What a verb with the text as its subject, or a participle after it, says of the text."""
        word = verb.lemma_.lower()
        if word in lemmas("passed", _FILE):
            self._circulated(text, block, verb)
        if word in lemmas("based", _FILE):
            self._based_on(text, block, verb)
        if word in lemmas("reflects", _FILE) and not is_passive(verb):
            thing = next((child for child in verb.rights if child.dep_ in {"dobj", "ccomp"}), None)
            if thing is not None:
                end = right_edge(block.doc, thing.left_edge.i, thing.right_edge.i + 1)
                self._add(text, "priorities", block, (thing.left_edge.i, end), f"priorities: {word}", "high")
        if word in lemmas("own", _FILE) and verb.dep_ == "relcl" and not is_passive(verb) and verb.tag_ != "VBN":
            self._submitted_by(text, block, verb)
        elif word in lemmas("own", _FILE) and (is_passive(verb) or verb.tag_ == "VBN"):
            self._day(text, block, verb)
            self._add(text, "status", block, (verb.i, verb.i + 1), "status: participle", "medium")
            for child in verb.rights:
                if child.dep_ == "agent":
                    self._author(text, block, child, f"author: {word} by")

    def _circulated(self, text: _Text, block: ParsedBlock, verb: Token) -> None:
        self._add(text, "status", block, (verb.i, verb.i + 1), "status: circulated", "high")
        for child in verb.rights:
            if child.lower_ in {"among", "amongst", "between", "to", "within"}:
                held = next((kid for kid in child.rights if kid.dep_ == "pobj"), None)
                if held is not None:
                    self._add(text, "circulated-among", block, (held.left_edge.i, held.right_edge.i + 1),
                              "circulated among", "high")  # fmt: skip

    def _based_on(self, text: _Text, block: ParsedBlock, verb: Token) -> None:
        for child in verb.rights:
            if child.lower_ in {"on", "upon", "from"}:
                held = next((kid for kid in child.rights if kid.dep_ == "pobj"), None)
                if held is not None:
                    self._add(
                        text, "based-on", block, (held.left_edge.i, held.i + 1), f"based on: {verb.lemma_}", "high"
                    )

    def _submitted_by(self, text: _Text, block: ParsedBlock, verb: Token) -> None:
        """`Kyiv has submitted its own counterproposal`."""
        holder = holder_of(verb)
        if holder is None:
            return
        self._add(text, "author", block, holder, f"author: subject of {verb.lemma_}", "medium")
        self._add(text, "status", block, (verb.i, verb.i + 1), f"status: {verb.lemma_}", "medium")
        self._day(text, block, verb)

    def _author(self, text: _Text, block: ParsedBlock, preposition: Token, rule: str) -> None:
        held = next((kid for kid in preposition.rights if kid.dep_ == "pobj"), None)
        if held is not None and can_hold(held):
            self._add(text, "author", block, noun_group(held), rule, "high")

    def _answered(self, text: _Text, block: ParsedBlock, noun: Token) -> None:
        """A counterproposal `to` a text, else the text spoken of last before it."""
        for child in noun.rights:
            if child.dep_ == "prep" and child.lower_ == "to":
                held = next((kid for kid in child.rights if kid.dep_ == "pobj"), None)
                if held is not None:
                    self._add(text, "answers", block, (held.left_edge.i, held.i + 1), "answers: to", "high")
                    return
        place = block.start + noun.idx
        earlier = [
            (mention.block.start + mention.block.doc[mention.first].idx, mention, other)
            for other in self._texts
            if other is not text and other.modifiers
            for mention in other.mentions
        ]
        before = [found for found in earlier if found[0] < place and found[1].block is block]
        if before:
            _, mention, other = max(before, key=lambda found: (found[2].head == "plan", found[0]))
            passage = mention.passage(self._reading.parsed)
            self._put(text, SlotValue("answers", Words(other.name), passage, (), "answers: the last text", "low"))

    def _day(self, text: _Text, block: ParsedBlock, verb: Token) -> None:
        start, end = verb.left_edge.i, verb.right_edge.i + 1
        words = block.doc[start:end]
        for first, stop, days in find_days(words, self._reading.anchor):
            span = (start + first, start + stop)
            value: Value = days if days.first or days.last else Words(block.doc[span[0] : span[1]].text)
            passage = self._reading.parsed.passage(block, *span)
            self._put(
                text, SlotValue("on", value, passage, self._chain(passage.start, passage.end), "on: day", "medium")
            )
            return

    def _add(
        self, text: _Text, slot: str, block: ParsedBlock, span: TokenSpan, rule: str, confidence: Confidence
    ) -> None:
        passage = self._reading.parsed.passage(block, *span)
        chain = self._chain(passage.start, passage.end)
        self._put(text, SlotValue(slot, self._value(slot, block, span), passage, chain, rule, confidence))

    def _put(self, text: _Text, value: SlotValue) -> None:
        if not any(other.slot == value.slot and other.passage == value.passage for other in text.slots):
            text.slots.append(value)

    def _value(self, slot: str, block: ParsedBlock, span: TokenSpan) -> Value:
        if slot == "author":
            return self._actor(block, span)
        words = block.doc[span[0] : span[1]].text
        if slot == "circulated-among":
            return Members((Actor(words),), open=True)
        if slot == "based-on":
            stretch = (block, span[1] - 1)
            for text in self._texts:
                if any((mention.block, mention.end - 1) == stretch for mention in text.mentions):
                    return Words(text.name)
        return Words(words)

    def _actor(self, block: ParsedBlock, span: TokenSpan) -> Actor:
        return self._reading.cast.actor(block, *span)

    def _chain(self, start: int, end: int) -> tuple[Voice, ...]:
        around = innermost_around(self._statements, start, end)
        return around.chain if around is not None else ()


def _clause_of(noun: Token) -> tuple[Token, bool] | None:
    """The verb that has the text, or parts of it, as its subject (True) or object (False)."""
    word = noun
    if word.dep_ == "pobj" and word.head.lower_ == "of" and word.head.head.lemma_ in _PARTS:
        word = word.head.head
    verb = word.head
    if verb.pos_ not in VERBAL or verb.i == word.i:
        return None
    if word.dep_ in {"nsubj", "nsubjpass"} and own_subject(verb) is not None:
        return verb, True
    return (verb, False) if word.dep_ == "dobj" else None

"""What a report says of one plan, draft or paper: author, day, origin, length, parts, status, and on whose word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.evidence.extraction.attribution.attributions import Stretch
from detente.evidence.extraction.grammar.clauses import VERBAL, is_passive, own_subject
from detente.evidence.extraction.grammar.holders import can_hold, holder_of, noun_group
from detente.evidence.extraction.grammar.settings import right_edge, trimmed
from detente.evidence.extraction.grammar.word_lists import lemmas
from detente.evidence.extraction.offers import innermost_around
from detente.evidence.items import SlotValue
from detente.evidence.language.quantities import quantity_in
from detente.evidence.language.times import find_days
from detente.evidence.values import Actor, Members, Words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.evidence.extraction.grammar.settings import TokenSpan
    from detente.evidence.extraction.statements.statements import Reading
    from detente.evidence.items import Confidence, Statement, Voice
    from detente.evidence.language.parse import ParsedBlock
    from detente.evidence.values import Value

FILE = "proposal-words.txt"
PARTS = frozenset({"element", "part", "portion", "section", "piece", "much", "most", "some"})
_RELAYING = frozenset({"say", "report", "announce", "characterise", "justify", "concede", "oppose", "support"})
_WISHES = frozenset({"request", "behest", "urging", "invitation", "instigation"})
_AHEAD = frozenset({"be", "expect", "plan", "schedule", "set"})
_TO = frozenset({"among", "amongst", "between", "to", "within"})


@dataclass(slots=True)
class Text:
    """One text and its mentions while they are gathered; `pronouns` are places of `it` with their tokens."""

    head: str
    modifiers: frozenset[str]
    mentions: list[Stretch]
    nouns: list[Token]
    name: str
    slots: list[SlotValue] = field(default_factory=list)
    pronouns: list[tuple[Stretch, Token]] = field(default_factory=list)


class Claims:
    """What the report says of each text."""

    def __init__(self, reading: Reading, statements: Sequence[Statement], texts: Sequence[Text]) -> None:
        self._reading = reading
        self._told = statements
        self._statements = [
            statement for statement in statements if statement.act in _RELAYING or "attribution" in statement.rule
        ]
        self._texts = texts

    def gather(self, text: Text, block: ParsedBlock, noun: Token) -> None:
        """The claims about one mention."""
        if noun.pos_ != "PRON":
            self._by_words_around(text, block, noun)
        for child in _told_after(noun):
            if child.dep_ in {"acl", "relcl"} and child.pos_ in VERBAL:
                below = next((kid for kid in child.rights if kid.dep_ == "ccomp"), None)
                if child.dep_ == "relcl" and below is not None and child.lemma_ not in lemmas("own", FILE):
                    self._by_verb(text, block, below)
                self._by_verb(text, block, child)
            elif child.dep_ == "prep" and child.lower_ in {"by", "from"}:
                self._author(text, block, child, "author: by")
        above = _clause_of(noun)
        if above is None:
            return
        verb, as_subject = above
        if as_subject:
            self._by_verb(text, block, verb)
            self._standing(text, block, verb)
        elif verb.lemma_ in lemmas("own", FILE) and not is_passive(verb):
            self._submitted_by(text, block, verb)

    def judged(self, text: Text) -> None:
        """`A called the plan a basis for talks`: A's word is a status of the text."""
        places = [mention.passage(self._reading.parsed).start for mention, _ in text.pronouns] + [
            mention.passage(self._reading.parsed).start for mention in text.mentions
        ]
        starts = {mention.passage(self._reading.parsed).end for mention in text.mentions} | {at + 2 for at in places}
        for statement in self._told:
            if statement.act != "characterise" or not statement.chain or statement.cue is None:
                continue
            content = statement.content[0]
            if content.start not in places and not self._opens_with_it(text, content.start):
                continue
            end = max((at for at in starts if content.start < at <= content.end), default=content.start + 2)
            start = end + 1 + 3 * content.quote[end - content.start :].startswith(" as ")
            if start < content.end:
                passage = self._reading.passage(start, content.end)
                value = SlotValue("status", Words(passage.quote), passage, statement.chain, "status: called", "medium")
                self._put(text, value)

    def _opens_with_it(self, text: Text, start: int) -> bool:
        """Whether `it` stands there and the text is the one spoken of last before."""
        if self._reading.passage(start, start + 3).quote not in {"it ", "It "}:
            return False
        last: tuple[int, Text | None] = (-1, None)
        for other in self._texts:
            for mention in other.mentions:
                block = mention.block
                inside = block.start <= start <= block.start + len(block.doc.text)
                end = mention.passage(self._reading.parsed).end
                if inside and last[0] < end <= start:
                    last = end, other
        return last[1] is text

    def _by_words_around(self, text: Text, block: ParsedBlock, noun: Token) -> None:
        """`Russian-authored paper`, `Moscow's plan`, `a disputed plan`, `five-page paper`, `counterproposal`."""
        for child in noun.lefts:
            if child.dep_ == "poss" and child.pos_ != "PRON" and can_hold(child):
                self._add(text, "author", block, noun_group(child), "author: possessive", "medium")
            if child.dep_ == "amod" and child.lemma_ in {"author", "draft", "write", "propose", "sponsor", "authored"}:
                named = next((kid for kid in child.lefts if kid.is_title), None)
                if named is not None:
                    self._add(text, "author", block, (named.i, named.i + 1), "author: participle", "high")
            if child.lower_ in lemmas("standing", FILE):
                self._add(text, "status", block, (child.i, child.i + 1), "status: adjective", "high")
            if child.lemma_ in lemmas("unit", FILE):
                self._length(text, block, child)
        for child in noun.rights:
            if child.dep_ == "prep" and child.lower_ in {"of", "in"}:
                for unit in child.rights:
                    if unit.lemma_ in lemmas("unit", FILE):
                        self._length(text, block, unit)
        if text.head.startswith("counter"):
            self._answered(text, block, noun)

    def _length(self, text: Text, block: ParsedBlock, unit: Token) -> None:
        """`five-page`, `of five pages`."""
        number = next((kid for kid in unit.lefts if kid.pos_ == "NUM"), None)
        if number is None:
            return
        quantity = quantity_in(f"{number.lower_} {unit.lemma_}s")
        if quantity is not None:
            span = number.i, unit.i + 1
            passage = self._reading.parsed.passage(block, *span)
            chain = self._chain(passage.start, passage.end)
            self._put(text, SlotValue("length", quantity, passage, chain, "length: number", "high"))

    def _by_verb(self, text: Text, block: ParsedBlock, verb: Token) -> None:
        """What a verb with the text as its subject, or a participle after it, says of the text."""
        word = verb.lemma_.lower()
        later = next((child for child in verb.rights if child.dep_ == "xcomp"), None) if word in _AHEAD else None
        if later is not None:
            self._day(text, block, later)
        if word in lemmas("passed", FILE):
            self._circulated(text, block, verb)
        if word in lemmas("based", FILE):
            self._based_on(text, block, verb)
        if not is_passive(verb):
            self._about_content(text, block, verb)
        if word not in lemmas("own", FILE):
            return
        for child in verb.rights:
            if child.dep_ == "agent":
                self._author(text, block, child, f"author: {word} by")
        active = not is_passive(verb) and (verb.tag_ != "VBN" or own_subject(verb) is not None)
        if active and verb.dep_ == "relcl":
            self._submitted_by(text, block, verb)
        elif is_passive(verb) or verb.tag_ == "VBN":
            self._day(text, block, verb)
            if not any(child.dep_ == "neg" for child in verb.lefts):
                self._reached(text, block, verb, "status: participle")
            self._asked_for(text, block, verb)

    def _about_content(self, text: Text, block: ParsedBlock, verb: Token) -> None:
        """`reflects the wishes of A`, `covers the budget and the police`."""
        word = verb.lemma_.lower()
        slot = "priorities" if word in lemmas("reflects", FILE) else "covers" if word in lemmas("covers", FILE) else ""
        thing = next((child for child in verb.rights if child.dep_ in {"dobj", "ccomp"}), None) if slot else None
        if thing is not None:
            end = right_edge(block.doc, thing.left_edge.i, thing.right_edge.i + 1)
            self._add(text, slot, block, (thing.left_edge.i, end), f"{slot}: {word}", "high")

    def _standing(self, text: Text, block: ParsedBlock, verb: Token) -> None:
        """`is disputed`, `is in circulation`, `remains secret`."""
        if verb.lower_ in lemmas("standing", FILE) and verb.tag_ == "VBN":
            self._add(text, "status", block, (verb.i, verb.i + 1), "status: is", "high")
        words = [verb, *(child for child in verb.rights if child.dep_ == "conj")]
        for word in words:
            for child in [word, *word.rights]:
                if child.dep_ in {"acomp", "conj"} and child.lower_ in lemmas("standing", FILE):
                    self._add(text, "status", block, (child.i, child.i + 1), "status: is", "high")

    def _circulated(self, text: Text, block: ParsedBlock, verb: Token) -> None:
        self._add(text, "status", block, (verb.i, verb.i + 1), "status: circulated", "high")
        self._day(text, block, verb)
        for child in verb.rights:
            if child.lower_ in _TO:
                held = next((kid for kid in child.rights if kid.dep_ == "pobj"), None)
                if held is not None:
                    span = held.left_edge.i, right_edge(block.doc, held.left_edge.i, held.right_edge.i + 1)
                    group = (span[0], max(noun_group(held)[1], held.i + 1))
                    self._add(text, "circulated-among", block, group if group[1] <= span[1] else span,
                              "circulated among", "high")  # fmt: skip

    def _based_on(self, text: Text, block: ParsedBlock, verb: Token) -> None:
        for child in verb.rights:
            if child.lower_ in {"on", "upon", "from"}:
                held = next((kid for kid in child.rights if kid.dep_ == "pobj"), None)
                if held is not None:
                    clause = next((kid.left_edge.i for kid in held.rights if kid.dep_ in {"relcl", "acl"}), None)
                    end = right_edge(block.doc, held.left_edge.i, clause or held.right_edge.i + 1)
                    span = held.left_edge.i, max(end, held.i + 1)
                    self._add(text, "based-on", block, span, f"based on: {verb.lemma_}", "high")

    def _submitted_by(self, text: Text, block: ParsedBlock, verb: Token) -> None:
        """`Kyiv has submitted its own counterproposal`; who presents it `as` something judges it."""
        holder = holder_of(verb)
        if any(child.lower_ == "as" for child in verb.rights):
            return
        if holder is None:
            subject = own_subject(verb)
            if subject is None or subject.lower_ != "it" or not self._is_somebody(block, subject):
                return
            holder = subject.i, subject.i + 1
        if verb.lemma_.lower() not in lemmas("handed", FILE) or text.head.startswith("counter"):
            self._add(text, "author", block, holder, f"author: subject of {verb.lemma_}", "medium")
        self._reached(text, block, verb, f"status: {verb.lemma_}")
        self._day(text, block, verb)
        self._asked_for(text, block, verb)

    def _is_somebody(self, block: ParsedBlock, pronoun: Token) -> bool:
        return self._reading.cast.actor(block, pronoun.i, pronoun.i + 1).name.lower() != pronoun.lower_

    def _reached(self, text: Text, block: ParsedBlock, verb: Token, rule: str) -> None:
        """What has become of the text; that it was written is nothing new."""
        if verb.lemma_.lower() in lemmas("reached", FILE) | lemmas("handed", FILE) | lemmas("due", FILE):
            self._add(text, "status", block, (verb.i, verb.i + 1), rule, "medium")

    def _asked_for(self, text: Text, block: ParsedBlock, verb: Token) -> None:
        """`prepared a paper at the request of both sides`."""
        for child in verb.rights:
            wish = next((kid for kid in child.rights if kid.lemma_ in _WISHES), None) if child.lower_ == "at" else None
            of = next((kid for kid in wish.rights if kid.lower_ == "of"), None) if wish is not None else None
            held = next((kid for kid in of.rights if kid.dep_ == "pobj"), None) if of is not None else None
            if held is not None:
                self._add(text, "at-request-of", block, noun_group(held), "at the request of", "high")

    def _author(self, text: Text, block: ParsedBlock, preposition: Token, rule: str) -> None:
        held = next((kid for kid in preposition.rights if kid.dep_ == "pobj"), None)
        if held is not None and can_hold(held):
            self._add(text, "author", block, noun_group(held), rule, "high")

    def _answered(self, text: Text, block: ParsedBlock, noun: Token) -> None:
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

    def _day(self, text: Text, block: ParsedBlock, verb: Token) -> None:
        """When it was submitted (`submitted`), or circulated, published, … (`on`); else to whom it was sent."""
        handed = verb.lemma_.lower() in lemmas("handed", FILE) | lemmas("due", FILE)
        slot = "submitted" if handed else "on"
        start = verb.i
        for first, stop, days in find_days(block.doc[start : verb.right_edge.i + 1], self._reading.anchor):
            span = (start + first, start + stop)
            value: Value = days if days.first or days.last else Words(block.doc[span[0] : span[1]].text)
            passage = self._reading.parsed.passage(block, *span)
            chain = self._chain(passage.start, passage.end)
            self._put(text, SlotValue(slot, value, passage, chain, f"{slot}: day", "medium"))
            return
        if slot == "submitted" and any(kid.lower_ in {"to", "before", "after"} for kid in verb.rights):
            denied = next((child.i for child in verb.lefts if child.dep_ == "neg"), verb.i)
            end = trimmed(block.doc, start, verb.right_edge.i + 1)
            self._add(text, slot, block, (denied, end), f"{slot}: how", "low")

    def _add(
        self, text: Text, slot: str, block: ParsedBlock, span: TokenSpan, rule: str, confidence: Confidence
    ) -> None:
        passage = self._reading.parsed.passage(block, *span)
        chain = self._chain(passage.start, passage.end)
        self._put(text, SlotValue(slot, self._value(slot, block, span), passage, chain, rule, confidence))

    def _put(self, text: Text, value: SlotValue) -> None:
        told = [other for other in text.slots if other.slot == value.slot]
        again = value.slot in {"length", "status"} and any(
            (other.value, other.chain) == (value.value, value.chain) for other in told
        )
        if not again and not any(other.passage == value.passage for other in told):
            text.slots.append(value)

    def _value(self, slot: str, block: ParsedBlock, span: TokenSpan) -> Value:
        if slot == "author":
            return self._reading.cast.actor(block, *span)
        words = block.doc[span[0] : span[1]].text
        if slot == "circulated-among":
            return Members((Actor(words),), open=True)
        if slot == "based-on":
            for text in self._texts:
                if any(mention.block is block and span[0] < mention.end <= span[1] for mention in text.mentions):
                    return Words(text.name)
        return Words(words)

    def _chain(self, start: int, end: int) -> tuple[Voice, ...]:
        around = innermost_around(self._statements, start, end)
        return around.chain if around is not None else ()


def _clause_of(noun: Token) -> tuple[Token, bool] | None:
    """The verb that has the text, or parts of it, as its subject (True) or object (False)."""
    word = noun
    if word.dep_ == "pobj" and word.head.lower_ == "of" and word.head.head.lemma_ in PARTS:
        word = word.head.head
    verb = word.head
    if verb.pos_ not in VERBAL or verb.i == word.i:
        return None
    if word.dep_ in {"nsubj", "nsubjpass"} and own_subject(verb) is not None:
        return verb, True
    return (verb, False) if word.dep_ == "dobj" else None


def _told_after(noun: Token) -> list[Token]:
    """What hangs on the noun, and `, written by A` where the parse hangs it on a noun of the text's own phrase."""
    found = list(noun.rights)
    for child in found[:]:
        if child.dep_ == "prep":
            found += [kid for held in child.rights for kid in held.rights
                      if kid.dep_ == "acl" and kid.tag_ == "VBN" and kid.nbor(-1).text == ","]  # fmt: skip
    return found

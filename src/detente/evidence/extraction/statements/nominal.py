"""Positions told by a noun: `opposition from A`, `A's demand that`, `a B demand`; the outlet's verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.extraction.grammar.clauses import SUBJECTS, VERBAL, own_subject
from detente.evidence.extraction.grammar.holders import (
    POSITIONS,
    Position,
    can_hold,
    holder_of,
    is_supposed,
    named_examples,
    noun_group,
)
from detente.evidence.extraction.grammar.settings import right_edge, trimmed
from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan
    from detente.evidence.items import Confidence

_FROM = frozenset({"from", "by", "among", "of", "within"})
_MEETING = frozenset(
    [
        "be",
        "remain",
        "become",
        "have",
        "enjoy",
        "draw",
        "win",
        "get",
        "face",
        "meet",
        "provoke",
        "prompt",
        "attract",
        "encounter",
        "earn",
        "find",
    ]
)


def nominal(doc: Doc, noun: Token) -> Position | None:
    """`opposition from A, including B, to C`; `A's demand that`; `its opposition to`; `a Russian demand`."""
    if noun.head.lemma_ in lemmas("own view", POSITIONS) and noun.lemma_ in lemmas("verdict", POSITIONS):
        return verdict(doc, noun)
    if noun.dep_ == "dobj" and noun.head.pos_ == "VERB" and is_supposed(noun.head):
        return None
    source, members, after = _holder_around(doc, noun)
    if source is None:
        return None
    content = _towards(doc, noun, after) or _told_of(noun)
    word = noun.lemma_
    if content is None and word not in lemmas("alone", POSITIONS) and not (members or after > noun.i + 1):
        return None
    if content is None:
        content = (noun.left_edge.i, noun.i + 1)
    cue = (noun.i, noun.i + 1)
    confidence: Confidence = "medium" if content[0] > noun.i else "low"
    return Position(source, cue, (content,), noun.i, f"noun {word}", confidence, members)


def _told_of(noun: Token) -> TokenSpan | None:
    """`X is a demand of A`, `X has drawn criticism from A`, `with opposition from A`: what X is."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ == "with" and above.head.pos_ in VERBAL:
        above = above.head
    elif not (noun.dep_ in {"attr", "dobj"} and above.lemma_ in _MEETING):
        if noun.dep_ == "appos" and above.pos_ in {"NOUN", "PROPN"}:
            return above.left_edge.i, above.i + 1
        return None
    subject = own_subject(above)
    if subject is None or subject.i > noun.i:
        return None
    return subject.left_edge.i, subject.right_edge.i + 1


def _holder_around(doc: Doc, noun: Token) -> tuple[TokenSpan | None, tuple[TokenSpan, ...], int]:
    """Who holds the position of the noun, the named members of a group, and where the rest begins."""
    after = doc[noun.i + 1] if noun.i + 1 < len(doc) else noun
    beside = [after] if after.lower_ in {"from", "among"} and after.head.i != noun.i else []
    for child in [*noun.rights, *beside]:
        if child.dep_ in {"prep", "agent"} and child.lower_ in _FROM:
            held = next((kid for kid in child.rights if kid.dep_ in {"pobj", "pcomp"}), None)
            within = next((kid for kid in child.rights if kid.lower_ in {"within", "among", "inside"}), None)
            if within is not None:
                held = next((kid for kid in within.rights if kid.dep_ == "pobj"), None)
            if held is None or not can_hold(held):
                continue
            if child.lower_ == "of" and noun.lemma_ in {"goal", "aim", "hope", "fear", "threat"}:
                continue
            return _group_and_members(doc, held)
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "come":
        from_ = next((child for child in noun.head.rights if child.lower_ == "from"), None)
        held = next((kid for kid in from_.rights if kid.dep_ == "pobj"), None) if from_ is not None else None
        if held is not None and can_hold(held):
            return noun_group(held), (), noun.i + 1
    possessor = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    if possessor is not None:
        if possessor.pos_ == "PRON":
            return _of_pronoun(noun, possessor), (), noun.i + 1
        if can_hold(possessor):
            return noun_group(possessor), (), noun.i + 1
    demonym = next((child for child in noun.lefts if child.dep_ == "amod" and child.is_title
                    and not child.is_sent_start), None)  # fmt: skip
    if demonym is not None and noun.lemma_ in lemmas("alone", POSITIONS):
        return (demonym.i, demonym.i + 1), (), noun.i + 1
    return None, (), noun.i + 1


def _of_pronoun(noun: Token, possessor: Token) -> TokenSpan | None:
    """`Norland is firm in its opposition to`: the subject of the clause, if the noun is not its subject."""
    if possessor.lower_ not in {"its", "his", "her", "their"}:
        return None
    word = noun
    if noun.dep_ in SUBJECTS:
        return possessor.i, possessor.i + 1
    for _ in range(5):
        if word.head.i == word.i:
            break
        word = word.head
        if word.pos_ in VERBAL:
            return holder_of(word)
    return None


def _group_and_members(doc: Doc, held: Token) -> tuple[TokenSpan, tuple[TokenSpan, ...], int]:
    group = noun_group(held)
    after = group[1]
    members = named_examples(doc, after, len(doc))
    return group, members, members[-1][1] if members else after


def _towards(doc: Doc, noun: Token, after: int) -> TokenSpan | None:
    """What the position is about: the first phrase with `to`, `about`, `that`, … after noun and holder."""
    limit = max(noun.right_edge.i + 1, after)
    for at in range(noun.i + 1, min(len(doc), max(limit, after + 1))):
        token = doc[at]
        word = token.lower_
        if word not in lemmas("towards", POSITIONS) or (noun.i + 1 < at < after):
            continue
        if word == "of" and noun.lemma_ in {"demand", "offer", "proposal", "call"}:
            continue
        if token.head.i != noun.i and token.pos_ == "ADP" and at != after:
            continue
        start = at if word in {"to"} and at + 1 < len(doc) and doc[at + 1].pos_ == "VERB" else at + 1
        end = right_edge(doc, start, max(limit, start))
        if end > start:
            return start, trimmed(doc, start, end)
    return None


def verdict(doc: Doc, noun: Token) -> Position | None:
    """`marks a significant departure from …`, `remains a contentious issue`: what the outlet makes of it."""
    verb = noun.head
    if verb.lemma_ not in lemmas("own view", POSITIONS):
        return None
    if noun.dep_ not in {"attr", "dobj", "oprd"} or verb.pos_ not in VERBAL:
        return None
    if not any(child.lemma_.lower() in lemmas("verdict adjective", POSITIONS) for child in noun.subtree
               if child.i < noun.i):  # fmt: skip
        return None
    subject = own_subject(verb)
    if subject is None and verb.i == verb.sent.start:
        return None
    if subject is not None and (subject.tag_ in {"WDT", "WP", "PRP"} or subject.pos_ == "PROPN"):
        return None
    start = noun.left_edge.i
    content = (start, right_edge(doc, start, max(noun.right_edge.i + 1, noun.i + 1)))
    return Position(None, (verb.i, verb.i + 1), (content,), verb.i, "verdict", "low")

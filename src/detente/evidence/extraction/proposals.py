"""Plans, drafts, papers and counterproposals that a report speaks of, and what it says of each.

Mentions of one text are merged within the report: `a 28-point plan`, `the plan in 28 points`, `that disputed plan`;
`it` counts for what is said of the text, not as a mention. Claims are slots, each with the chain of those who make
it; the outlet's own have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from detente.evidence.extraction.attribution.attributions import Stretch
from detente.evidence.extraction.conditionals.candidates import with_lemma, with_lower
from detente.evidence.extraction.grammar.word_lists import lemmas
from detente.evidence.extraction.proposal_claims import FILE, PARTS, Claims, Text
from detente.evidence.items import ProposalMention

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.evidence.extraction.grammar.settings import TokenSpan
    from detente.evidence.extraction.statements.statements import Reading
    from detente.evidence.items import Confidence, Statement

_POINTING = frozenset({"the", "that", "this", "these", "those", "its", "their", "his", "her", "such", "own"})
_GENERIC = frozenset({"text", "document", "paper", "draft"})
_NAMED = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "attr"})
_IT = frozenset({"it"})


def proposals_of(reading: Reading, statements: Sequence[Statement]) -> list[ProposalMention]:
    """The texts that a report speaks of, in its order, without ids."""
    texts: list[Text] = []
    for block in reading.parsed.blocks:
        doc = block.doc
        for at in with_lemma(doc, _nouns()):
            token = doc[at]
            if token.pos_ in {"NOUN", "PROPN"} or (token.pos_ == "ADJ" and token.dep_ in _NAMED):
                _place(texts, token, Stretch(block, *_span(token)))
    if not texts:
        return []
    _with_pronouns(reading, texts)
    claims = Claims(reading, statements, texts)
    for text in texts:
        for mention, noun in [*zip(text.mentions, text.nouns, strict=True), *text.pronouns]:
            claims.gather(text, mention.block, noun)
        claims.judged(text)
    return [_finished(reading, text) for text in texts]


@cache
def _nouns() -> frozenset[str]:
    words = lemmas("text", FILE) | lemmas("agreement", FILE)
    return words | {word.capitalize() for word in words} | {word.upper() for word in words}


def _span(noun: Token) -> TokenSpan:
    return noun.left_edge.i if noun.left_edge.i >= noun.i - 8 else noun.i, noun.i + 1


def _place(texts: list[Text], noun: Token, mention: Stretch) -> None:
    """The mention joins the text that it means, or begins a new one where the words name a text by themselves."""
    if _is_part_of_another(noun):
        return
    text = _meant(texts, noun, mention)
    if text is not None:
        named = _naming(noun)
        if len(named) > len(text.modifiers):
            text.name = _name(mention, noun)
        text.mentions.append(mention)
        text.nouns.append(noun)
        text.modifiers |= named
    elif _names_a_text(noun):
        word = noun.lemma_.lower().replace("-", "")
        texts.append(Text(word, _naming(noun), [mention], [noun], _name(mention, noun)))


def _is_part_of_another(noun: Token) -> bool:
    if noun.dep_ in {"compound", "amod"}:
        return True
    return any(child.dep_ in {"acl", "relcl"} and child.tag_ == "VB" for child in noun.rights)


def _names_a_text(noun: Token) -> bool:
    word = noun.lemma_.lower()
    before = [child for child in noun.lefts if child.dep_ in {"amod", "compound", "nummod", "poss", "nmod", "det"}]
    own = [child for child in before if child.dep_ != "det"]
    if word in lemmas("agreement", FILE):
        return any(kid.lemma_.lower() in lemmas("drafted", FILE) | lemmas("unit", FILE) for kid in own)
    if word not in lemmas("weak", FILE):
        return True
    return bool(own) or any(child.lower_ in {"that", "this"} for child in before)


def _meant(texts: Sequence[Text], noun: Token, mention: Stretch) -> Text | None:
    """The text spoken of before that this mention means."""
    if noun.tag_ in {"NNS", "NNPS"}:
        return None
    word = noun.lemma_.lower().replace("-", "")
    named = _naming(noun)
    points = any(token.lower_ in _POINTING for token in noun.doc[mention.first : noun.i])
    indefinite = any(child.lower_ in {"a", "an", "another", "no", "any"} for child in noun.lefts)
    same = [text for text in texts if text.head == word]
    for text in reversed(same):
        if (text.modifiers & named) - lemmas("unit", FILE) or (
            not indefinite and (not text.modifiers or (points and not named))
        ):
            return text
    if len(same) == 1 and points and _may_be_one(same[0], named, noun):
        return same[0]
    generic = word in _GENERIC and points and not named and noun.dep_ != "pobj"
    near = [text for text in texts if text.mentions[-1].block is mention.block]
    return near[-1] if generic and near and not any(child.dep_ == "poss" for child in noun.lefts) else None


def _may_be_one(text: Text, named: frozenset[str], noun: Token) -> bool:
    """`the peace plan` after `a 28-point plan`: one of the two is told by its length alone."""
    if any(child.dep_ == "poss" or child.pos_ == "PROPN" for child in noun.lefts):
        return False
    counted = [{word for word in words if word[0].isdigit() or word in lemmas("unit", FILE) or word in _numbers()}
               for words in (text.modifiers, named)]  # fmt: skip
    return bool(counted[0]) != bool(counted[1]) and (text.modifiers == counted[0] or named == counted[1])


@cache
def _numbers() -> frozenset[str]:
    return lemmas("number", FILE)


def _naming(noun: Token) -> frozenset[str]:
    """The words around a noun that tell this text from others; verdicts such as `disputed` do not."""
    found: set[str] = set()
    for token in noun.doc[_span(noun)[0] : noun.i]:
        if token.pos_ in {"NUM", "PROPN", "NOUN", "ADJ", "VERB"} and not _adds_no_name(token):
            found.add(token.lower_)
    for child in noun.rights:
        if child.lower_ in {"of", "in", "with"} and child.dep_ == "prep":
            for unit in child.rights:
                if unit.lemma_ in lemmas("unit", FILE):
                    found.update([unit.lemma_, *(kid.lower_ for kid in unit.lefts if kid.pos_ == "NUM")])
    return frozenset(found)


def _name(mention: Stretch, noun: Token) -> str:
    """The mention without article and verdicts: `28-point plan`."""
    doc = noun.doc
    first = mention.first
    while first < noun.i and _adds_no_name(doc[first]) and doc[first].lower_ not in lemmas("drafted", FILE):
        first += 1
    return doc[first : noun.i + 1].text


def _adds_no_name(token: Token) -> bool:
    if token.pos_ in {"DET", "PUNCT", "PRON"} or token.lower_ in _POINTING:
        return True
    if token.lemma_.lower() in lemmas("drafted", FILE) or token.is_title:
        return token.is_sent_start is True and token.pos_ in {"ADJ", "VERB"}
    return (token.pos_ == "ADJ" or token.tag_ in {"VBN", "VBG"}) and not token.nbor().text.startswith("-")


def _with_pronouns(reading: Reading, texts: Sequence[Text]) -> None:
    """`it` in the sentence of a text, or in one of the two after, where its verb says what is said of texts."""
    verbs = lemmas("based", FILE) | lemmas("reflects", FILE) | lemmas("passed", FILE) | lemmas("own", FILE)
    verbs |= lemmas("covers", FILE)
    for block in reading.parsed.blocks:
        here = [(mention.end, text) for text in texts for mention in text.mentions if mention.block is block]
        for at in with_lower(block.doc, _IT) if here else ():
            token = block.doc[at]
            before = [(end, text) for end, text in here if end <= at]
            if not before:
                continue
            end, text = max(before, key=lambda pair: pair[0])
            clause = token.head.head if token.dep_ == "pobj" and token.head.head.lemma_ in PARTS else token
            told = clause.dep_ in {"nsubj", "nsubjpass"} and clause.head.lemma_.lower() in verbs
            own = clause.head.lemma_.lower() in lemmas("own", FILE) and clause.dep_ == "nsubj"
            if told and not own and sum(block.doc[place].is_sent_start is True for place in range(end, at + 1)) <= 2:
                text.pronouns.append((Stretch(block, at, at + 1), token))


def _finished(reading: Reading, text: Text) -> ProposalMention:
    mentions = tuple(mention.passage(reading.parsed) for mention in text.mentions)
    confidence: Confidence = "high" if text.modifiers and text.slots else "medium" if text.modifiers else "low"
    slots = tuple(sorted(text.slots, key=lambda slot: slot.passage.start))
    return ProposalMention("", text.name, mentions[0], mentions, slots, "proposal:noun", confidence)

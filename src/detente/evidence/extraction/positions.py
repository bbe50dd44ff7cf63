"""Positions that a text tells without a verb of speech: `which opposes …`, `opposition from …`, `is prepared to …`.

A holder (a name, or a noun of who can hold a position), a word that carries an act, and what it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.extraction.acts import act_of, is_act_word
from detente.evidence.extraction.clauses import SUBJECTS, VERBAL, is_passive, own_subject
from detente.evidence.extraction.settings import right_edge, trimmed
from detente.evidence.extraction.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.settings import TokenSpan
    from detente.evidence.items import Confidence

_FILE = "position-words.txt"
_ASSERTED = frozenset({"offer", "demand", "accept", "reject", "oppose", "support", "concede", "threaten", "promise",
                       "characterise", "justify"})  # fmt: skip
_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "who", "it", "which", "that"})
_FROM = frozenset({"from", "by", "among", "of", "within"})
_EXAMPLES = frozenset({"including", "like", "notably", "such", "among"})
_EVENTS = frozenset({"sign", "initial", "ratify", "sentence", "attack", "arrest"})
_MEETING = frozenset({"be", "remain", "become", "have", "enjoy", "draw", "win", "get", "face", "meet", "provoke", "prompt",
                      "attract", "encounter", "earn", "find"})  # fmt: skip
_LIGHT = frozenset({"have", "make", "take", "give", "voice", "express", "show", "indicate", "signal", "remain", "come",
                    "raise", "issue", "put", "reiterate", "repeat", "maintain"})  # fmt: skip
_CONDITIONS = frozenset({"condition", "provided", "providing", "understanding", "proviso"})
_SPEAKING = frozenset({"speak", "talk"})
_SUPPOSING = frozenset({"if", "unless", "provided", "providing", "whether", "once", "until", "before", "after", "when"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBG", "VBN", "VB", "MD"})


@dataclass(frozen=True, slots=True)
class Position:
    """Token spans; `root` is the word that carries the act, `members` the named ones of a group."""

    source: TokenSpan | None
    cue: TokenSpan
    content: tuple[TokenSpan, ...]
    root: int
    rule: str
    confidence: Confidence
    members: tuple[TokenSpan, ...] = ()


def positions(doc: Doc) -> list[Position]:
    """The positions of a text in its order."""
    found: list[Position] = []
    nouns, seen_as = lemmas("position", _FILE), lemmas("characterising", _FILE)
    views, verdicts = lemmas("own view", _FILE), lemmas("verdict", _FILE)
    for token in doc:
        part = token.pos_
        position = None
        if part == "VERB":
            if not _may_carry(token):
                continue
            if token.lemma_ in seen_as and _is_passive_view(token):
                position = _viewed(doc, token)
            elif token.lemma_ in _SPEAKING:
                position = _spoken(doc, token)
            else:
                position = _verbal(doc, token)
        elif part == "NOUN" and token.lemma_ in nouns:
            position = _nominal(doc, token)
        elif part == "ADJ" and token.dep_ == "acomp" and is_act_word(token):
            position = _adjectival(doc, token)
        elif part == "ADJ" and token.i and token.lemma_ in lemmas("willing") and doc[token.i - 1].is_title:
            position = _headline(doc, token)
        if position is None and part == "NOUN" and token.lemma_ in verdicts and token.head.lemma_ in views:
            position = _verdict(doc, token)
        if position is not None:
            found.append(position)
    return found


# verbs


def _may_carry(verb: Token) -> bool:
    """A cheap test before the rules: the word is in one of the lists."""
    word = verb.lemma_
    return word in _LIGHT or word in _SPEAKING or is_act_word(verb) or word in lemmas("characterising", _FILE) \
        or word in lemmas("submitting", _FILE)


def _verbal(doc: Doc, verb: Token) -> Position | None:
    if verb.tag_ not in _FINITE or verb.dep_ in {"amod", "xcomp", "compound"}:
        return None
    if is_passive(verb):
        return _by_agent(verb)
    source = holder_of(verb)
    if source is None or _is_asked_or_supposed(verb) or verb.lemma_ in _EVENTS:
        return None
    act = act_of(verb)
    called = verb.lemma_ in lemmas("characterising", _FILE) and any(child.lower_ == "as" for child in verb.rights)
    if act.act not in _ASSERTED and not called and verb.lemma_ not in lemmas("submitting", _FILE):
        return None
    if verb.lemma_ == "exchange" and not any(child.lemma_ in lemmas("text", "proposal-words.txt") for child in verb.rights):
        return None
    last = _cue_end(verb)
    content = _content(doc, verb, last)
    if content is None:
        return None
    return Position(source, (_cue_start(verb), last), (content,), verb.i, f"verb {act.act}", "medium")


def _by_agent(verb: Token) -> Position | None:
    """`is opposed by most members`."""
    subject = own_subject(verb)
    agent = next((kid for child in verb.rights if child.dep_ == "agent" for kid in child.rights), None)
    if subject is None or agent is None or not can_hold(agent) or is_supposed(verb) or verb.lemma_ in _EVENTS:
        return None
    if act_of(verb).act not in {"oppose", "support", "demand", "reject", "accept"}:
        return None
    content = (subject.left_edge.i, subject.right_edge.i + 1)
    source = noun_group(agent)
    members = named_examples(verb.doc, source[1], len(verb.doc))
    return Position(source, (_cue_start(verb), agent.head.i + 1), (content,), verb.i, "passive", "medium", members)


def _spoken(doc: Doc, verb: Token) -> Position | None:
    """`spoke to journalists about the concession`."""
    source = holder_of(verb)
    subject_matter = next((child for child in verb.rights if child.lower_ in {"about", "of"}
                           and child.dep_ == "prep"), None)  # fmt: skip
    if subject_matter is None:
        subject_matter = next((doc[at] for at in range(verb.i + 1, min(verb.sent.end, verb.i + 12))
                               if doc[at].lower_ == "about"), None)  # fmt: skip
    if source is None or subject_matter is None or is_passive(verb):
        return None
    start = subject_matter.i
    end = right_edge(doc, start + 1, verb.sent.end)
    if end <= start + 1:
        return None
    return Position(source, (_cue_start(verb), verb.i + 1), ((start, end),), verb.i, "verb speak", "medium")


def _is_asked_or_supposed(verb: Token) -> bool:
    """`if A drops it`; `demanded that A drop it`: nobody does it yet."""
    if is_supposed(verb):
        return True
    return verb.tag_ == "VB" and verb.dep_ in {"ccomp", "conj"} and not any(child.dep_ == "aux" for child in verb.lefts)


def is_supposed(verb: Token) -> bool:
    """Whether the verb, or the one it is joined to, stands under `if`, `once`, `on condition that`."""
    word = verb
    for _ in range(4):
        for child in word.lefts:
            if child.dep_ not in {"mark", "advmod"} or child.i > verb.i:
                continue
            if child.lower_ in _SUPPOSING:
                return True
            if child.lower_ == "that" and child.i and child.nbor(-1).lower_ in _CONDITIONS:
                return True
        if word.dep_ not in {"conj", "xcomp"}:
            return False
        word = word.head
    return False


def holder_of(verb: Token) -> TokenSpan | None:
    """The group of words that names who does what the verb says, if it is somebody who can hold a position."""
    subject = own_subject(verb)
    if subject is not None and subject.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        subject = verb.head
    if subject is None and verb.dep_ in {"advcl", "conj", "xcomp", "acl"} and verb.tag_ in {"VBG", "VBD", "VBZ", "VBN", "VBP"}:
        if verb.dep_ in {"acl", "advcl"} and verb.tag_ != "VBG":
            return None
        above = verb.head
        for _ in range(4):
            subject = own_subject(above)
            if subject is not None or above.head.i == above.i or above.pos_ not in VERBAL:
                break
            above = above.head
    if subject is None or not can_hold(subject):
        return None
    return noun_group(subject)


def can_hold(token: Token) -> bool:
    """A name, a person's pronoun, or a noun of who can hold a position."""
    if token.lemma_.lower() in lemmas("thing", _FILE):
        return False
    if token.pos_ == "PROPN":
        return True
    if token.pos_ == "PRON" or token.tag_ == "PRP":
        return token.lower_ in _PRONOUNS - {"it", "which", "that"}
    word = token.lemma_.lower()
    return word in lemmas("holder", _FILE) or (token.is_title and not token.is_sent_start and token.pos_ != "VERB") \
        or (token.is_sent_start is True and token.tag_ in {"JJ", "NNPS"} and token.is_title and token.dep_ in SUBJECTS)


def noun_group(noun: Token) -> TokenSpan:
    """The noun with what stands before it and its short `of` phrase, without relative clauses and lists of examples."""
    start = noun.left_edge.i
    end = noun.i + 1
    doc = noun.doc
    limit = noun.right_edge.i + 1
    while end < limit and (doc[end].lower_ in {"of", "from", "in", "and", "the", "at", "for"} or doc[end].pos_ in
                           {"PROPN", "NOUN", "ADJ", "DET", "CCONJ", "PART", "NUM"}) and doc[end].head.i >= noun.i \
            and doc[end].dep_ not in {"appos", "acl", "relcl"}:  # fmt: skip
        end += 1
    while end > noun.i + 1 and doc[end - 1].pos_ not in {"PROPN", "NOUN", "NUM"}:
        end -= 1
    return start, end


def _cue_start(verb: Token) -> int:
    start = verb.i
    for child in verb.lefts:
        if child.dep_ in {"aux", "auxpass", "neg", "advmod"} and child.i < start and child.lower_ not in {"however"}:
            if all(verb.doc[i].pos_ in {"AUX", "ADV", "PART", "VERB"} for i in range(child.i, verb.i)):
                start = child.i
                break
    return start


def _cue_end(verb: Token) -> int:
    end = verb.i + 1
    doc = verb.doc
    while end < len(doc) and doc[end].dep_ == "prt" and doc[end].head.i == verb.i:
        end += 1
    return end


def _content(doc: Doc, root: Token, start: int) -> TokenSpan | None:
    """What follows the cue, up to the end of its clause; a setting, a joined clause and a participle stay out."""
    limit = max(start, root.right_edge.i + 1)
    if root.dep_ == "relcl" and _is_bare_relative(root):
        noun = root.head
        return noun.left_edge.i, noun.i + 1
    while start < limit and doc[start].lower_ == "that" and doc[start].pos_ == "SCONJ":
        start += 1
    end = right_edge(doc, start, limit)
    return (start, end) if end > start and any(doc[i].is_alpha for i in range(start, end)) else None


def _is_bare_relative(verb: Token) -> bool:
    """`positions Moscow favours`: the noun before is the object."""
    return not any(child.dep_ in {"dobj", "xcomp", "ccomp"} for child in verb.rights) and verb.head.pos_ in {
        "NOUN", "PROPN"} and not any(child.tag_ in {"WDT", "WP"} and child.dep_ in SUBJECTS for child in verb.lefts)  # fmt: skip


def _is_passive_view(verb: Token) -> bool:
    return is_passive(verb) and any(child.lower_ == "as" for child in verb.rights)


def _viewed(doc: Doc, verb: Token) -> Position | None:
    """`is viewed by some observers as a sign`; without `by`, nobody is named."""
    subject = own_subject(verb)
    agent = next((kid for child in verb.rights if child.dep_ == "agent" for kid in child.rights), None)
    as_ = next((child for child in verb.rights if child.lower_ == "as"), None)
    if subject is None or as_ is None:
        return None
    end = right_edge(doc, as_.i + 1, verb.sent.end)
    content = ((subject.left_edge.i, subject.right_edge.i + 1), (as_.i + 1, end))
    if agent is not None:
        return Position(noun_group(agent), (_cue_start(verb), agent.head.i + 1), content, verb.i, "viewed by", "high")
    return Position(None, (_cue_start(verb), as_.i + 1), content, verb.i, "viewed as", "low")


# adjectives


def _adjectival(doc: Doc, adjective: Token) -> Position | None:
    """`is prepared to …`, `was opposed to …`."""
    verb = adjective.head
    if verb.pos_ not in VERBAL:
        return None
    act = act_of(verb)
    if act.act not in _ASSERTED or act.head != adjective.i:
        return None
    source = holder_of(verb)
    if source is None:
        return None
    content = _content(doc, adjective, adjective.i + 1)
    if content is None:
        return None
    return Position(source, (_cue_start(verb), adjective.i + 1), (content,), verb.i, f"adjective {act.act}", "medium")


def _headline(doc: Doc, adjective: Token) -> Position | None:
    """`Premier ready to …`: a headline leaves the verb out."""
    at = adjective.i + 1
    if at + 1 >= len(doc) or doc[at].lower_ != "to" or doc[at + 1].pos_ not in VERBAL:
        return None
    if doc[adjective.i - 1].pos_ in VERBAL:
        return None
    start = adjective.i - 1
    while start and doc[start - 1].pos_ in {"PROPN", "ADJ", "NOUN"} and not doc[start].is_sent_start:
        start -= 1
    end = right_edge(doc, at, adjective.sent.end)
    return Position((start, adjective.i), (adjective.i, at), ((at, end),), adjective.i, "headline offer", "medium")


# nouns


def _nominal(doc: Doc, noun: Token) -> Position | None:
    """`opposition from A, including B, to C`; `A's demand that`; `its opposition to`; `a Russian demand`."""
    source, members, after = _holder_around(doc, noun)
    if source is None:
        return None
    content = _towards(doc, noun, after) or _told_of(noun)
    word = noun.lemma_
    if content is None and word not in lemmas("alone", _FILE) and not (members or after > noun.i + 1):
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
    for child in noun.rights:
        if child.dep_ in {"prep", "agent"} and child.lower_ in _FROM:
            held = next((kid for kid in child.rights if kid.dep_ in {"pobj", "pcomp"}), None)
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
    if demonym is not None and noun.lemma_ in lemmas("alone", _FILE):
        return (demonym.i, demonym.i + 1), (), noun.i + 1
    return None, (), noun.i + 1


def _of_pronoun(noun: Token, possessor: Token) -> TokenSpan | None:
    """`Moscow has been outspoken in its opposition to`: the subject of the clause, if the noun is not its subject."""
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


def named_examples(doc: Doc, start: int, limit: int) -> tuple[TokenSpan, ...]:
    """The names after `, including`, `, such as`, `, among them`."""
    at = start + 1 if start < limit and doc[start].text == "," else start
    if at >= limit or doc[at].lower_ not in _EXAMPLES:
        return ()
    at += 2 if doc[at].lower_ in {"such", "among"} else 1
    members: list[TokenSpan] = []
    while at < limit:
        first = at
        while at < limit and (doc[at].pos_ == "PROPN" or (at == first and doc[at].lower_ == "the")):
            at += 1
        if at == first:
            break
        members.append((first, at))
        while at < limit and doc[at].lower_ in {",", "and", "or"}:
            at += 1
    return tuple(members)


def _towards(doc: Doc, noun: Token, after: int) -> TokenSpan | None:
    """What the position is about: the first phrase with `to`, `about`, `that`, … after noun and holder."""
    limit = max(noun.right_edge.i + 1, after)
    for at in range(noun.i + 1, min(len(doc), max(limit, after + 1))):
        token = doc[at]
        word = token.lower_
        if word not in lemmas("towards", _FILE) or (noun.i + 1 < at < after):
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


# the outlet's own verdict


def _verdict(doc: Doc, noun: Token) -> Position | None:
    """`marks a significant departure from …`, `remains a contentious issue`: what the outlet makes of it."""
    verb = noun.head
    if noun.dep_ not in {"attr", "dobj", "oprd"} or verb.pos_ not in VERBAL:
        return None
    if not any(child.lemma_.lower() in lemmas("verdict adjective", _FILE) for child in noun.subtree
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

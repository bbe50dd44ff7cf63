"""Positions that a text tells without a verb of speech: `which opposes …`, `opposition from …`, `is prepared to …`.

A holder (a name, or a noun of who can hold a position), a word that carries an act, and what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from detente.evidence.extraction.acts.acts import act_of, is_act_word
from detente.evidence.extraction.grammar.clauses import SUBJECTS, VERBAL, is_passive, own_subject
from detente.evidence.extraction.grammar.holders import (
    POSITIONS,
    Position,
    can_hold,
    holder_of,
    is_supposed,
    named_among_them,
    named_examples,
    noun_group,
)
from detente.evidence.extraction.grammar.settings import right_edge, trimmed
from detente.evidence.extraction.grammar.word_lists import lemmas
from detente.evidence.extraction.statements.nominal import nominal, verdict
from detente.evidence.extraction.statements.sketch import ANSWERED

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan

_ASSERTED = frozenset({"offer", "demand", "accept", "reject", "oppose", "support", "concede", "threaten", "promise",
                       "characterise", "justify"})  # fmt: skip
_EVENTS = frozenset({"sign", "initial", "ratify", "sentence", "attack", "arrest"})
_LIGHT = frozenset({"have", "make", "take", "give", "voice", "express", "show", "indicate", "signal", "remain", "come",
                    "raise", "issue", "put", "reiterate", "repeat", "maintain"})  # fmt: skip
_SPEAKING = frozenset({"speak", "talk"})
_REPUTED = frozenset({"say", "report", "believe", "think", "know"})
_BRIEFING = frozenset({"tell", "brief", "inform"})
_PERCEIVING = frozenset({"see", "view", "read", "find", "take", "hold"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBG", "VBN", "VB", "MD"})


def positions(doc: Doc) -> list[Position]:
    """The positions of a text in its order."""
    found: list[Position] = []
    rows: Any = doc.to_array(["LEMMA", "POS"])
    for at, row in enumerate(rows.tolist()):
        key = tuple(row)
        kind = _KINDS.get(key)
        if kind is None:
            kind = _KINDS[key] = _kind(doc[at])
        position = _AT[kind](doc, doc[at]) if kind else None
        if position is not None:
            found.append(position)
    return found


_KINDS: dict[tuple[int, ...], str] = {}
"""What rule a lemma and part of speech call for, remembered; "" for none."""


def _kind(token: Token) -> str:
    part, word = token.pos_, token.lemma_
    if part == "VERB":
        if word in _SPEAKING or word in _BRIEFING:
            return "speaking"
        if word == "call":
            return "calling"
        if word == "consult":
            return "consulting"
        return "verb" if _may_carry(token) else ""
    if part == "NOUN":
        return (
            "noun"
            if word in lemmas("position", POSITIONS)
            else "verdict"
            if word in lemmas("verdict", POSITIONS)
            else ""
        )
    if part == "AUX" and word == "be":
        return "standing"
    return "adjective" if part == "ADJ" and (is_act_word(token) or word in lemmas("willing")) else ""


def _may_carry(verb: Token) -> bool:
    """The word is in one of the lists."""
    word = verb.lemma_
    return (
        word in _LIGHT
        or is_act_word(verb)
        or word in lemmas("characterising", POSITIONS)
        or word in lemmas("submitting", POSITIONS)
    )


def _verbal(doc: Doc, verb: Token) -> Position | None:
    if verb.lemma_ in lemmas("characterising", POSITIONS) and _is_passive_view(verb):
        return _viewed(doc, verb)
    if verb.tag_ not in _FINITE or verb.dep_ in {"amod", "xcomp", "compound"}:
        return None
    if is_passive(verb):
        return _by_agent(verb)
    above = own_subject(verb.head) if verb.lemma_ == "oppose" and verb.dep_ == "acomp" else None
    if above is not None:
        return _opposed_to(verb, above)
    source = holder_of(verb)
    if source is None or _is_asked_or_supposed(verb) or verb.lemma_ in _EVENTS:
        return None
    act = act_of(verb)
    if act.rule.startswith("says") or (verb.dep_ == "relcl" and verb.lemma_ in lemmas("submitting", POSITIONS)):
        return None
    if act.act == "characterise" and verb.lemma_ in _PERCEIVING and not any(kid.lower_ == "as" for kid in verb.rights):
        return None
    called = verb.lemma_ in lemmas("characterising", POSITIONS) and any(child.lower_ == "as" for child in verb.rights)
    if act.act not in _ASSERTED and not called and verb.lemma_ not in lemmas("submitting", POSITIONS):
        return None
    if verb.lemma_ == "exchange" and not any(
        child.lemma_ in lemmas("text", "proposal-words.txt") for child in verb.rights
    ):
        return None
    last = _cue_end(verb)
    content, rule = _content(doc, verb, last), f"verb {act.act}"
    if content is None:
        content, rule = _answered(verb, act.act), ANSWERED
    if content is None or _is_a_time(doc, content) or (verb.lemma_ == "put" and verb.dep_ == "relcl"):
        return None
    return Position(source, (_cue_start(verb), last), (content,), verb.i, rule, "medium")


def _is_a_time(doc: Doc, content: TokenSpan) -> bool:
    """`presented | in June`: when, not what."""
    first, end = content
    return end - first == 2 and doc[first].lower_ in {"in", "on"} and doc[first + 1].tag_ in {"NNP", "CD"}


def _answered(verb: Token, act: str) -> TokenSpan | None:
    """`A was prepared to …, but B declined`: what B answers is the clause before."""
    above = verb.head
    if verb.dep_ != "conj" or act not in {"reject", "accept"} or own_subject(verb) is None or above.i > verb.i:
        return None
    joint = next((child for child in above.rights if child.dep_ == "cc" and child.i < verb.i), None)
    subject = own_subject(above)
    if joint is None or subject is None or own_subject(verb) is subject:
        return None
    first, end = subject.left_edge.i, trimmed(verb.doc, subject.left_edge.i, joint.i)
    return (first, end) if end > first else None


def _by_agent(verb: Token) -> Position | None:
    """`is opposed by most members`."""
    subject = own_subject(verb)
    agent = next((kid for child in verb.rights if child.dep_ == "agent" for kid in child.rights), None)
    if verb.lemma_ == "oppose" and agent is None and subject is not None:
        return _opposed_to(verb, subject)
    if subject is None or agent is None or not can_hold(agent) or is_supposed(verb) or verb.lemma_ in _EVENTS:
        return None
    if act_of(verb).act not in {"oppose", "support", "demand", "reject", "accept"}:
        return None
    content = (subject.left_edge.i, subject.right_edge.i + 1)
    source = noun_group(agent)
    members = named_examples(verb.doc, source[1], len(verb.doc))
    return Position(source, (_cue_start(verb), agent.head.i + 1), (content,), verb.i, "passive", "medium", members)


def _consulted(doc: Doc, verb: Token) -> Position | None:
    """`consulted the leaders of the coast before she flew`."""
    source = holder_of(verb)
    asked = next((child for child in verb.rights if child.dep_ == "dobj" and can_hold(child)), None)
    if source is None or asked is None or _is_asked_or_supposed(verb) or is_passive(verb):
        return None
    last = _cue_end(verb)
    return Position(source, (_cue_start(verb), last), (noun_group(asked),), verb.i, "consulting", "medium")


def _what_it_calls(doc: Doc, verb: Token) -> Position | None:
    """`over what it calls forced labour`; else as any verb."""
    what = next((child for child in verb.lefts if child.lower_ == "what"), None)
    subject = own_subject(verb)
    if what is None or subject is None or subject.i < what.i:
        return _verbal(doc, verb)
    end = right_edge(doc, verb.i + 1, verb.sent.end)
    if end <= verb.i + 1 or not (can_hold(subject) or subject.lower_ == "it"):
        return None
    cue = (verb.i, verb.i + 1)
    return Position(noun_group(subject), cue, ((verb.i + 1, end),), verb.i, "what it calls", "medium")


def _opposed_to(verb: Token, subject: Token) -> Position | None:
    """`is opposed to any cabinet`, where the parse sees a passive."""
    to = next((child for child in verb.rights if child.lower_ == "to" and child.dep_ == "prep"), None)
    if to is None or not can_hold(subject) or is_supposed(verb):
        return None
    content = _content(verb.doc, verb, to.i + 1)
    if content is None:
        return None
    cue = (_cue_start(verb), to.i + 1)
    return Position(noun_group(subject), cue, (content,), verb.i, "opposed to", "medium")


def _spoken(doc: Doc, verb: Token) -> Position | None:
    """`spoke to journalists about the concession`, `told them about the plan`."""
    if verb.lemma_ in _BRIEFING and any(child.dep_ in {"ccomp", "xcomp", "parataxis"} for child in verb.children):
        return None
    source = holder_of(verb)
    subject_matter = next((child for child in verb.rights if child.lower_ in {"about", "of"}
                           and child.dep_ == "prep"), None)  # fmt: skip
    if subject_matter is None:
        subject_matter = next((doc[at] for at in range(verb.i + 1, min(verb.sent.end, verb.i + 12))
                               if doc[at].lower_ == "about"), None)  # fmt: skip
    planned = any(child.lower_ in {"will", "would"} for child in verb.lefts)
    if source is None or subject_matter is None or is_passive(verb) or planned:
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
    if verb.tag_ == "VB" and verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_ in lemmas("demand"):
        return True
    return (
        verb.tag_ == "VB"
        and verb.dep_ in {"ccomp", "conj", "csubj", "csubjpass"}
        and not any(child.dep_ == "aux" for child in verb.lefts)
    )


def _cue_start(verb: Token) -> int:
    start = verb.i
    for child in verb.lefts:
        between = range(child.i, verb.i)
        if child.dep_ in {"aux", "auxpass", "neg", "advmod"} and child.lower_ != "however":
            if any(verb.doc[i].pos_ not in {"AUX", "ADV", "PART", "VERB"} for i in between):
                continue
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
    if verb.head.pos_ not in {"NOUN", "PROPN"} or any(
        child.dep_ in {"dobj", "xcomp", "ccomp"} for child in verb.rights
    ):
        return False
    return not any(child.tag_ in {"WDT", "WP"} and child.dep_ in SUBJECTS for child in verb.lefts)


def _is_passive_view(verb: Token) -> bool:
    return is_passive(verb) and any(child.lower_ == "as" for child in verb.rights)


def _viewed(doc: Doc, verb: Token) -> Position | None:
    """`is seen by analysts as a hint`; without `by`, nobody is named."""
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


def _adjectival(doc: Doc, adjective: Token) -> Position | None:
    """`is prepared to …`, `was opposed to …`."""
    if adjective.dep_ != "acomp":
        headline = adjective.i > 0 and adjective.lemma_ in lemmas("willing") and doc[adjective.i - 1].is_title
        return _headline(doc, adjective) if headline else None
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


def _standing(doc: Doc, verb: Token) -> Position | None:
    """`are against it, A and B among them`."""
    against = next((child for child in verb.rights if child.lower_ == "against"), None)
    if against is None or is_supposed(verb):
        return None
    source = holder_of(verb)
    above = verb.head
    if verb.dep_ == "xcomp" and above.lemma_ in _REPUTED and is_passive(above):
        subject = own_subject(above)
        source = noun_group(subject) if subject is not None and can_hold(subject) else None
    content = _content(doc, against, against.i + 1)
    if source is None or content is None or doc[source[0]].tag_ == "WP":
        return None
    members = named_among_them(doc, content[1], verb.sent.end)
    cue = (_cue_start(verb), against.i + 1)
    return Position(source, cue, (content,), verb.i, "standing oppose", "medium", members)


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


_AT: Mapping[str, Callable[[Doc, Token], Position | None]] = {
    "verb": _verbal,
    "standing": _standing,
    "speaking": _spoken,
    "consulting": _consulted,
    "calling": _what_it_calls,
    "noun": nominal,
    "verdict": verdict,
    "adjective": _adjectival,
}

"""What a speaker does with what is told, where the cue alone does not say it: concedes, promises, announces, judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.evidence.extraction.grammar.clauses import own_subject
from detente.evidence.extraction.grammar.holders import can_hold
from detente.evidence.extraction.statements.sketch import LOOSE, root_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.evidence.extraction.acts.acts import ActFound
    from detente.evidence.extraction.attribution.attributions import Stretch
    from detente.evidence.items import Act

CONCEDING = frozenset({"acknowledge", "admit", "concede"})
_JUDGING = frozenset({"doubt", "worry", "fear", "regret", "deplore", "lament"})
_PLAIN = frozenset({"say", "tell", "add", "confirm", "state", "write", "announce", "explain", "declare"})
_OWN = frozenset({"he", "she", "it", "they", "we", "i"})
_LASTING = frozenset(
    {"be", "have", "mean", "remain", "last", "observe", "need", "make", "help", "hurt", "harm", "harden"}
)
_PHRASES: dict[Act, tuple[str, ...]] = {
    "reject": ("out of the question", "off the table", "a non-starter", "no question of", "unacceptable"),
    "justify": ("within the law", "within its rights", "in self-defence", "in self-defense", "had no choice",
                "no other choice", "was entitled to", "were entitled to", "acted lawfully", "acted legally"),
}  # fmt: skip
_WORDS_OF_ACTS: dict[Act, str] = {
    "offer": "submit exchange table present file lodge float tender propose circulate publish",
    "justify": "cite name invoke",
    "characterise": "concern fear worry unease doubt frame cast brand",
}
ACT_OF_WORD: dict[str, Act] = {word: act for act, words in _WORDS_OF_ACTS.items() for word in words.split()}


def told_act(root: Token, act: ActFound, content: Sequence[Stretch], *, direct: bool) -> ActFound:
    """`acknowledged that others resisted` concedes; `cited A as a ground` justifies; `will take place` announces."""
    word = root.lemma_
    if word in CONCEDING and (act.holder is not None or act.act == "say"):
        return replace(act, act="concede", holder=None, head=root.i)
    if _neither(root):
        return replace(act, act="report", negated=True, head=root.i)
    if act.holder is not None and not can_hold(root.doc[act.holder]):
        act = replace(act, act="say", modality="none", negated=False, holder=None, head=root.i)
    called = any(child.lower_ == "as" for child in root.rights)
    if called and word in ACT_OF_WORD:
        return replace(act, act=ACT_OF_WORD[word])
    if word == "want" and act.act not in {"demand", "announce"} and _wants_of_another(root):
        return replace(act, act="demand", modality="seeks", negated=False, holder=None, head=root.i)
    if word in _JUDGING and act.act in LOOSE:
        return replace(act, act="characterise")
    if act.act == "consult" and _binds_itself(root, act):
        return replace(act, act="promise")
    if act.act in LOOSE and not direct and word not in {"report", "according"}:
        return _by_content(root, act, content)
    return act


def _neither(root: Token) -> bool:
    """`has neither accepted nor rejected`."""
    return any(child.lower_ == "neither" for child in root.lefts) and any(
        child.lower_ == "nor" for child in root.rights
    )


def _wants_of_another(root: Token) -> bool:
    """`wants the other to`, `wants prisoners freed`: somebody else is to do it."""
    clause = next((child for child in root.rights if child.dep_ in {"ccomp", "xcomp"}), None)
    subject = own_subject(clause) if clause is not None else None
    return subject is not None and subject.lower_ not in _OWN


def _binds_itself(root: Token, act: ActFound) -> bool:
    """`would study the offer`, `agreed to meet again`: talks that the speaker undertakes to hold."""
    if root.lemma_ in {"agree", "undertake", "promise"}:
        return True
    head = root.doc[act.head] if act.head >= 0 else root
    return head.i != root.i and act.modality in {"promises", "commits"}


def _by_content(root: Token, act: ActFound, content: Sequence[Stretch]) -> ActFound:
    words = content[0].words
    for told, phrases in _PHRASES.items():
        if any(phrase in words for phrase in phrases):
            return replace(act, act=told, holder=None)
    if root.lemma_ in _PLAIN and _is_ahead(root_of(content[0])):
        return replace(act, act="announce")
    return act


def _is_ahead(verb: Token) -> bool:
    """`will take place`, `is to be published`, `would wait ten days`."""
    if any(child.dep_ == "neg" for child in verb.lefts):
        return False
    helpers = {child.lower_ for child in verb.lefts if child.dep_ == "aux"}
    if verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"}:
        later = next((child for child in verb.rights if child.dep_ == "xcomp" and child.tag_ == "VB"), None)
        return later is not None and later.nbor(-1).lower_ in {"to", "be"}
    if "will" in helpers or "'ll" in helpers:
        return verb.lemma_ not in _LASTING or verb.lemma_ == "be"
    return "would" in helpers and verb.lemma_ not in _LASTING

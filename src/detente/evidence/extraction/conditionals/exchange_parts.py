"""What every rule of exchange shares: the found exchange, fronted phrases, main verbs, offer or threat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.evidence.extraction.grammar.clauses import VERBAL, commits
from detente.evidence.extraction.grammar.settings import right_edge
from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan
    from detente.evidence.items import Confidence

ExchangeAct = Literal["offer", "demand", "threat", "report"]


@dataclass(frozen=True, slots=True)
class Conditional:
    """Token spans of one exchange in a parsed text; `anchor` is the verb or noun that carries what is given."""

    gives: TokenSpan
    condition: TokenSpan
    trigger: TokenSpan
    anchor: int
    act: ExchangeAct
    rule: str
    confidence: Confidence


def opens_clause(doc: Doc, first: int) -> bool:
    """Whether a phrase stands at the head of its sentence or clause."""
    if first == 0 or doc[first].is_sent_start:
        return True
    before = doc[first - 1]
    if before.text in {'"', "-", "--", ";", ":"}:
        return opens_clause(doc, first - 1) if before.text == '"' else True
    return before.lower_ in {"that", "and", "but", "or"} and before.pos_ in {"SCONJ", "CCONJ"}


def fronted_phrase(doc: Doc, start: int, limit: int) -> tuple[TokenSpan, int] | None:
    """A phrase at the head of a sentence, up to its comma, and where the main clause begins."""
    end = right_edge(doc, start, limit)
    comma = next((at for at in range(end, min(end + 12, limit)) if doc[at].text == ","), None)
    return ((start, end), comma + 1) if comma is not None else None


def main_verb(doc: Doc, start: int, limit: int, subordinate: Token | None = None) -> Token | None:
    """The finite verb of the main clause from `start` on."""
    if subordinate is not None and subordinate.dep_ == "advcl" and subordinate.head.i >= start:
        return subordinate.head
    for at in range(start, min(limit, start + 30)):
        token = doc[at]
        if token.pos_ in VERBAL and token.dep_ in {"ROOT", "ccomp", "conj", "parataxis", "advcl"}:
            if at + 1 < limit and doc[at + 1].text == "," and token.lemma_ in _SAYING:
                continue
            return token
    return None


_SAYING = frozenset({"say", "add", "tell", "note", "stress", "explain", "insist", "report", "write", "warn", "argue"})


def offer_or_report(verb: Token) -> ExchangeAct:
    if is_hostile(verb):
        return "threat"
    done = verb.tag_ in {"VBD", "VBN"} and not commits(verb) and verb.dep_ == "ROOT"
    return "report" if done and verb.lemma_.lower() not in lemmas("offering") else "offer"


def is_hostile(verb: Token) -> bool:
    """A verb of harm to another, not of stopping one's own doing."""
    word = verb.lemma_.lower()
    if word not in lemmas("hostile"):
        return False
    return word not in lemmas("concede") or verb.head.lemma_.lower() in lemmas("threaten")

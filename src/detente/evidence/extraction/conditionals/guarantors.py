"""Who would have to deliver the condition of an offer: `guarantees from A and commitments from B, such as C and D`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.extraction.grammar.clauses import VERBAL, is_passive, own_subject
from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan

_NOMINAL = frozenset({"NOUN", "PROPN", "NUM"})
_EXAMPLES = frozenset({"including", "like", "notably", "especially"})
_OPENING = frozenset({"other", "others", "several", "some", "various", "including", "elsewhere"})
_BLOC_ADJECTIVES = frozenset({"western", "european", "international", "allied", "american", "regional", "foreign"})
_ARTICLES = frozenset({"the", "a", "an", "other", "its", "their", "several", "some", "various", "further", "many"})


@dataclass(frozen=True, slots=True)
class Guarantor:
    """Tokens that name a guarantor; `noun` is the shared head of `European and other partners`."""

    span: TokenSpan
    noun: int | None = None


@dataclass(frozen=True, slots=True)
class Guarantors:
    """Those named, in order; `open` where the report says that there are others."""

    named: tuple[Guarantor, ...]
    open: bool


def guarantors(doc: Doc, condition: TokenSpan) -> Guarantors:
    """The guarantors named in a condition, or none."""
    found: list[Guarantor] = []
    others = False
    at, end = condition
    while at < end:
        token = doc[at]
        if token.lower_ in {"from", "by"} and _of_instrument(doc, at, condition[0]):
            named, stop, more = _listed(doc, at + 1, end)
            found.extend(named)
            others = others or more
            at = max(stop, at + 1)
            continue
        if token.pos_ == "VERB" and token.lemma_.lower() in lemmas("give") and not is_passive(token):
            named, more = _subject(token, condition)
            found.extend(named)
            others = others or more
        at += 1
    if not found:
        found = _adjectives(doc, condition)
        others = bool(found)
    return Guarantors(tuple(_without_repeats(found)), others)


def _of_instrument(doc: Doc, at: int, start: int) -> bool:
    """Whether `from` or `by` follows something that is delivered."""
    head = doc[at].head
    if head.i >= start and (head.lemma_.lower() in lemmas("instrument") or head.lemma_.lower() in lemmas("get")):
        return True
    for position in range(at - 1, max(start, at - 9) - 1, -1):
        token = doc[position]
        if token.lemma_.lower() in lemmas("instrument"):
            return True
        if token.text in {";", "."}:
            return False
    return False


def _listed(doc: Doc, start: int, end: int) -> tuple[list[Guarantor], int, bool]:
    """The names of a list, where it ends, and whether it says that there are others."""
    found: list[Guarantor] = []
    others = False
    piece_start = start
    at = start
    while at <= end:
        at_end = at == end
        width = 0 if at_end else _separator(doc, at, end)
        if at_end or width or _ends_list(doc[at]):
            piece = _piece(doc, piece_start, at, end)
            if piece is None and at > piece_start and _has_instrument(doc, piece_start, at):
                return found, piece_start, others
            if piece is not None:
                found.append(piece)
            others = others or any(doc[i].lower_ in _OPENING for i in range(piece_start, at))
            if at_end or not width:
                return found, at, others
            others = others or doc[at].lower_ in {"such", "including"}
            at += width
            if at < end and doc[at].lower_ in {"from", "by"}:
                at += 1
            piece_start = at
            continue
        at += 1
    return found, end, others


def _separator(doc: Doc, at: int, end: int) -> int:
    """How many tokens part two names here: a comma, `and`, `as well as`, `such as`, `including`."""
    token = doc[at]
    word = token.lower_
    if word in {",", "and", "or", "&"} or word in _EXAMPLES:
        return 1
    if word == "such" and at + 1 < end and doc[at + 1].lower_ == "as":
        return 2
    if word == "as" and at + 2 < end and doc[at + 1].lower_ == "well":
        return 3
    if word == "together" and at + 1 < end and doc[at + 1].lower_ == "with":
        return 2
    return 0


def _ends_list(token: Token) -> bool:
    if token.pos_ in VERBAL and token.tag_ not in {"VBG", "VBN"}:
        return True
    return (
        token.lower_ in {"among", "that", "which", "who", "to", "for", "in", "against", "with", "as"}
        or (token.text in {"-", "--", ";", ":", "(", '"'} and token.whitespace_ != "")
        or (token.pos_ in VERBAL and token.dep_ in {"acl", "relcl"})
    )


def _piece(doc: Doc, first: int, end: int, limit: int) -> Guarantor | None:
    while first < end and (doc[first].lower_ in _ARTICLES or doc[first].is_space):
        first += 1
    if first >= end or _has_instrument(doc, first, end):
        return None
    if any(doc[i].pos_ in _NOMINAL for i in range(first, end)):
        return (
            Guarantor((first, end))
            if any(doc[i].is_title or doc[i].is_upper or doc[i].pos_ == "NOUN" for i in range(first, end))
            and not _only_others(doc, first, end)
            else None
        )
    if doc[end - 1].is_title and end < limit:
        noun = next((i for i in range(end, min(limit, end + 5)) if doc[i].pos_ == "NOUN"), None)
        return Guarantor((first, end), noun)
    return None


def _only_others(doc: Doc, first: int, end: int) -> bool:
    """`other allies` opens a list; it names nobody."""
    return (
        first > 0
        and doc[first - 1].lower_ in {"other", "others"}
        and not any(doc[i].is_title for i in range(first, end))
    )


def _has_instrument(doc: Doc, first: int, end: int) -> bool:
    return any(doc[i].lemma_.lower() in lemmas("instrument") for i in range(first, end))


def _subject(verb: Token, condition: TokenSpan) -> tuple[list[Guarantor], bool]:
    subject = own_subject(verb)
    if subject is None or subject.pos_ not in _NOMINAL or subject.i < condition[0]:
        return [], False
    doc = verb.doc
    named, _, more = _listed(doc, subject.left_edge.i, subject.right_edge.i + 1)
    return named, more


def _adjectives(doc: Doc, condition: TokenSpan) -> list[Guarantor]:
    """`Western guarantees`, `American assurances`."""
    found: list[Guarantor] = []
    for at in range(*condition):
        token = doc[at]
        if token.pos_ not in {"ADJ", "PROPN"} or not token.is_title or at + 1 >= condition[1]:
            continue
        known = token.lower_ in _BLOC_ADJECTIVES or token.tag_ == "JJ"
        following = [doc[i].lemma_.lower() for i in range(at + 1, min(condition[1], at + 4))]
        if known and any(word in lemmas("instrument") or word.removesuffix("s") in lemmas("instrument")
                         for word in following):  # fmt: skip
            found.append(Guarantor((at, at + 1)))
    return found


def _without_repeats(found: list[Guarantor]) -> list[Guarantor]:
    seen: set[TokenSpan] = set()
    kept: list[Guarantor] = []
    for guarantor in sorted(found, key=lambda item: item.span):
        if guarantor.span not in seen:
            seen.add(guarantor.span)
            kept.append(guarantor)
    return kept

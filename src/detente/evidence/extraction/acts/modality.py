"""How far an actor binds itself, on one ordered scale from considering to doing.

The weakest word on the way from the cue to the act decides: who agreed to consider a step considers it, and who
is prepared to offer one is prepared. Auxiliaries count by what they bind to: `shall` commits, `will` promises,
`would` says that one is prepared, `may`, `might` and `could` that one considers; `must` and `should` ask of others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.values import Strength

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.evidence.items import Modality

SCALE: tuple[Modality, ...] = ("considers", "prepared", "seeks", "offers", "promises", "commits", "does")
"""From the weakest to the strongest; `none` stands outside."""

RANKS: dict[Modality, int] = {modality: rank for rank, modality in enumerate(SCALE)}

_WORDS: dict[Modality, str] = {
    "considers": "consider weigh mull explore study contemplate examine ponder review think discuss evaluate assess "
    "reconsider deliberate debate possible conceivable",
    "prepared": "prepared ready willing open inclined disposed amenable readiness willingness openness preparedness",
    "seeks": "seek aim want hope plan intend try attempt wish strive desire aspire endeavour endeavor favour favor "
    "expect keen eager determined intention plan aim hope wish desire",
    "offers": "offer propose suggest volunteer float proposal suggestion",
    "promises": "promise vow pledge swear assure vowed guarantee pledge assurance",
    "commits": "commit undertake agree oblige bind sign consent accede commitment undertaking committed obliged bound",
}
_OF_LEMMA: dict[str, Modality] = {word: modality for modality, words in _WORDS.items() for word in words.split()}
_OF_AUXILIARY: dict[str, Modality] = {
    "may": "considers",
    "might": "considers",
    "could": "considers",
    "would": "prepared",
    "'d": "prepared",
    "will": "promises",
    "'ll": "promises",
    "wo": "promises",
    "shall": "commits",
    "must": "seeks",
    "should": "seeks",
    "ought": "seeks",
}
_CARRIES = frozenset(("xcomp", "acomp", "attr", "pcomp", "prep", "acl"))
"""Relations in which the lower word is what the upper one binds the actor to."""
_SPEECH = frozenset(("say", "tell", "state", "add", "note", "announce", "declare", "report", "insist", "confirm"))


def rank(modality: Modality) -> int | None:
    """The place on the scale, from 0; nothing for `none`.

    >>> rank("considers") < rank("prepared") < rank("commits")
    True
    """
    return RANKS.get(modality)


def modality_of(token: Token) -> Modality:
    """How far the act whose word is `token` binds its actor; `does` where nothing weakens it."""
    found = _weakening(token)
    if not found:
        return "does" if token.pos_ in ("VERB", "AUX") else "none"
    return min(found, key=_rank)[0]


def strength_of(token: Token) -> Strength:
    """The same as a value that reports can be compared by: the deciding words and their rank.

    The words are those of the text, `is prepared`, from the first to the last that decides.
    """
    found = _weakening(token)
    if not found:
        return Strength(token.text, rank(modality_of(token)))
    modality, word = min(found, key=_rank)
    auxiliaries = [child for child in word.lefts if child.dep_ in ("aux", "neg", "auxpass")]
    first = auxiliaries[0].i if auxiliaries else word.i
    if word.dep_ in ("acomp", "attr") and word.head.i < word.i:
        first = word.head.i
    return Strength(token.doc[first : word.i + 1].text, RANKS[modality])


def _weakening(token: Token) -> list[tuple[Modality, Token]]:
    """Every word that says how far, on the way up from the token and down its complements, with its modality."""
    found: list[tuple[Modality, Token]] = []
    word = token
    for _ in range(6):
        _add(word, found)
        if word.dep_ not in _CARRIES or word.head.lemma_ in _SPEECH:
            break
        word = word.head
    word = token
    for _ in range(4):
        below = next((child for child in word.rights if child.dep_ in ("xcomp", "acomp", "pcomp")), None)
        if below is None:
            break
        _add(below, found)
        word = below
    return found


def _rank(found: tuple[Modality, Token]) -> int:
    return RANKS[found[0]]


def _add(word: Token, found: list[tuple[Modality, Token]]) -> None:
    modality = _OF_LEMMA.get(word.lemma_.lower()) or _OF_LEMMA.get(word.lower_)
    if modality:
        found.append((modality, word))
    for child in word.lefts:
        if child.dep_ == "aux" and (auxiliary := _OF_AUXILIARY.get(child.lower_)):
            if auxiliary == "prepared" and _said_before(word):
                auxiliary = "promises"
            found.append((auxiliary, word))


def _said_before(word: Token) -> bool:
    """Whether `would` is the `will` of somebody who spoke in the past, and hangs on no `if`."""
    if word.dep_ != "ccomp" or word.head.tag_ not in ("VBD", "VBN"):
        return False
    return not any(
        child.dep_ == "advcl" and any(mark.lower_ in ("if", "unless", "provided") for mark in child.lefts)
        for child in word.children
    )

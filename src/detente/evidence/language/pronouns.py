"""Pronouns: the nearest fitting person, group or body that was named before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.evidence.language.people import Referent

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
PRONOUNS = _HE | _SHE | _THEY | _IT | _FIRST
_REMEMBERED = 30
_SENTENCES = 5
_NOT_SUBJECT = 1.2
_SENTENCE = 1.0
_BLOCK = 2.0
_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Seen:
    """Where someone is meant: block, sentence, word, the word it depends on, whether as subject, whether quoted."""

    referent: Referent
    block: int
    sentence: int
    word: int
    head: int
    subject: bool
    quoted: bool


def is_first_person(word: str) -> bool:
    """`I`, `we` and their forms, in small letters."""
    return word in _FIRST


def antecedent(
    word: str, at: Seen, before: Sequence[Seen], genders: Mapping[str, str], *, reflexive: bool
) -> Referent | None:
    """Whom a pronoun of the third person means, among those named before it.

    `genders`: name → `he` or `she`, as pronouns of this document have shown; `reflexive`: whether it may mean the
    subject of its own verb (`his`, `itself`).
    """
    near = before[-_REMEMBERED:]
    beside = {at.referent}
    if not reflexive:
        beside |= {seen.referent for seen in near if (seen.block, seen.head) == (at.block, at.head)}
    best: tuple[float, Referent] | None = None
    for step, seen in enumerate(reversed(near)):
        if seen.referent in beside or not _fits(word, seen.referent, genders) or (seen.quoted and not at.quoted):
            continue
        if seen.block < at.block - 2 or (seen.block == at.block and at.sentence - seen.sentence > _SENTENCES):
            break
        distance = (
            _BLOCK * (at.block - seen.block) if seen.block != at.block else _SENTENCE * (at.sentence - seen.sentence)
        )
        cost = distance + _STEP * step + (0 if seen.subject else _NOT_SUBJECT)
        if best is None or cost < best[0]:
            best = cost, seen.referent
    return None if best is None else best[1]


def gender_of(word: str) -> str:
    """What a pronoun shows of a person: `he`, `she` or nothing."""
    return "he" if word in _HE else "she" if word in _SHE else ""


def _fits(word: str, referent: Referent, genders: Mapping[str, str]) -> bool:
    gender = gender_of(word)
    if gender:
        shown = referent.gender or genders.get(referent.name, "")
        return referent.kind == "person" and shown in ("", gender)
    if word in _THEY:
        return referent.plural
    return referent.kind == "body"

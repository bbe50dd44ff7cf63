"""How strongly a text binds whom: modal verbs and their phrases on one ordered scale, with who is bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, Protocol

_AUXILIARIES = frozenset({"shall", "must", "will", "would", "should", "may", "might", "can", "could"})
_NOT = frozenset({"not", "never"})
_EFFORTS_AFTER = ("seek to", "endeavour to", "endeavor to", "strive to", "try to", "attempt to", "aim to", "consider",
                  "make every effort to", "make efforts to", "use its best efforts to", "use best efforts to",
                  "use their best efforts to", "do its utmost to", "do their utmost to", "work towards",
                  "work toward")  # fmt: skip
_BASES_AFTER = ("be obliged to", "be required to", "be entitled to", "have the right to", "be free to",
                "be allowed to", "be permitted to", "undertake to", "be encouraged to")  # fmt: skip
_NOUN_BEFORE = frozenset({"the", "a", "free", "political", "good", "its", "their", "of", "national", "popular", "own"})
_ADVERBS = frozenset({"also", "further", "therefore", "jointly", "immediately", "always", "only", "promptly", "fully"})
_BETWEEN = _NOT | _ADVERBS
_LIMITED = frozenset({"later", "more", "less", "fewer", "earlier", "exceeding"})
NEGATIONS = frozenset({"not", "no", "never", "neither", "nor", "without", "none", "cannot"})
_DETERMINERS = frozenset({"the", "a", "an", "each", "every", "all", "any", "either", "both", "no", "neither", "its",
                          "their", "such", "this", "these", "one"})  # fmt: skip
_NO_ACTOR = frozenset({"and", "or", "but", "that", "which", "who"})
_CLAUSE_WORDS = frozenset({"within", "after", "upon", "if", "when", "until", "by", "before", "during", "at", "on",
                           "for", "under", "from", "where", "unless"})  # fmt: skip
_LINKS = frozenset({"of", "and", "or", "the", "in"})


@dataclass(frozen=True, slots=True)
class Binding:
    """How strongly a phrase binds: `nature` names the kind, `negated` turns an obligation into a prohibition."""

    strength: int
    nature: str
    negated: bool

    @property
    def says(self) -> str:
        """The kind in words."""
        if not self.negated:
            return self.nature
        return {"permission": "prohibition", "obligation": "prohibition"}.get(self.nature, f"negated {self.nature}")

    @property
    def force(self) -> int:
        """The strength that counts: `may not` forbids as `shall not` does."""
        return 60 if self.negated and self.nature == "permission" else self.strength


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Binding]]]:
    """First word → the phrases that begin with it, the longest first."""
    lines = files("detente.evidence.drafts").joinpath("modals.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines if line and not line.startswith("#")]
    table = {tuple(phrase.split()): Binding(int(strength), nature, False) for phrase, strength, nature in rows}
    for base in _AUXILIARIES:
        binding = table[(base,)]
        for effort in _EFFORTS_AFTER:
            weak = {"obligation": 24, "intention": 22, "recommendation": 18}.get(binding.nature, 8)
            strength = weak - 6 * (effort == "consider")
            table[(base, *effort.split())] = Binding(strength, "effort", False)
        for after in _BASES_AFTER:
            words = tuple(after.split())
            tail = {"be": ("is", *words[1:]), "have": ("has", *words[1:])}.get(words[0], words)
            inner = table.get(tail)
            if inner is not None:
                table[(base, *words)] = Binding(min(inner.strength, binding.strength), inner.nature, False)
    made: dict[str, list[tuple[tuple[str, ...], Binding]]] = {}
    for phrase in sorted(table, key=len, reverse=True):
        made.setdefault(phrase[0], []).append((phrase, table[phrase]))
    return made


class Spanned(Protocol):
    """A word or token: characters [start, end) and what counts when it is compared."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def norm(self) -> str: ...


def binding_at(words: Sequence[Spanned], place: int, text: str) -> tuple[Binding, int] | None:
    """The binding phrase that begins at a word, and how many words it takes; None where there is none.

    Adverbs and `not` may stand inside: `shall not`, `shall immediately seek to`, `undertakes not to`.
    """
    first = words[place].norm
    if first == "cannot":
        return Binding(10, "permission", True), 1
    candidates = _phrases().get(first)
    if candidates is None or _is_noun(words, place, text):
        return None
    for phrase, binding in candidates:
        found = _matched(words, place, phrase)
        if found is not None:
            length, negated = found
            return Binding(binding.strength, binding.nature, negated), length
    return None


def canonical(norms: Sequence[str]) -> str:
    """A binding phrase whatever the number of its subject: `undertakes to`, `undertake to`.

    >>> canonical(["are", "entitled", "to"]), canonical(["undertakes", "not", "to"])
    ('be entitled to', 'undertake not to')
    """
    first, *rest = norms
    verb = {"is": "be", "are": "be", "has": "have", "its": "their", "does": "do"}.get(first, first)
    verb = verb[:-1] if verb.endswith("s") and verb not in _AUXILIARIES else verb
    return " ".join([verb, *("their" if word == "its" else word for word in rest)])


def _matched(words: Sequence[Spanned], place: int, phrase: tuple[str, ...]) -> tuple[int, bool] | None:
    at, negated = place, False
    last = len(words)
    for number, wanted in enumerate(phrase):
        while number and at < last and words[at].norm in _BETWEEN and words[at].norm != wanted:
            negated = negated or words[at].norm in _NOT
            at += 1
        if at >= last or words[at].norm != wanted:
            return None
        at += 1
    if phrase[-1] in _AUXILIARIES and at < last and words[at].norm in _NOT:
        limits = words[at + 1].norm in _LIMITED if at + 1 < last else False
        return (at - place, negated) if limits else (at + 1 - place, True)
    return at - place, negated


def _is_noun(words: Sequence[Spanned], place: int, text: str) -> bool:
    """Whether `will`, `may`, `might`, `can` is no verb here: the free will; May 2026."""
    word, before = words[place], words[place - 1].norm if place else ""
    after = words[place + 1].norm if place + 1 < len(words) else ""
    if word.norm == "may" and text[word.start].isupper() and not text[word.start : word.end].isupper():
        return before[:1].isdecimal() or after[:1].isdecimal() or before in {"in", "of", "by", "until", "since"}
    if word.norm in {"will", "might", "can", "must"}:
        return (before in _NOUN_BEFORE and before != "of") or (before == "of" and word.norm == "will")
    if word.norm in {"agree", "commit", "pledge", "guarantee", "attempt", "work", "use", "aim", "try"}:
        return before in {"the", "a", "an", "of", "any", "no", "to", "not", "this", "that"}
    return False


def actor_before(words: Sequence[Spanned], place: int, text: str) -> range:
    """The words that say who is bound by the phrase at `place`: the nearest noun phrase before it.

    It is empty where no such phrase is near.
    """
    start = place
    while start > 0 and place - start < 12 and not _parted(text, words[start - 1], words[start]):
        start -= 1
    if start == place or words[place - 1].norm in _NO_ACTOR:
        return range(place, place)
    for at in range(place - 1, start - 1, -1):
        if words[at].norm in _DETERMINERS and (at == start or words[at - 1].norm not in {"of", "and", "or"}):
            return range(at, place)
    at = place
    while at > start and (text[words[at - 1].start].isupper() or words[at - 1].norm in _LINKS):
        at -= 1
    while at < place and words[at].norm in _LINKS - {"the"}:
        at += 1
    if at == place and place - start <= 6 and not _CLAUSE_WORDS & {word.norm for word in words[start:place]}:
        return range(start, place)
    return range(at, place)


def _parted(text: str, before: Spanned, after: Spanned) -> bool:
    between = text[before.end : after.start]
    return any(mark in between for mark in ".;:,()")


def compared(before: Binding, after: Binding) -> tuple[Literal["", "weaker", "stronger", "reversed"], str]:
    """How one binding became another: the direction, and what it means in words."""
    if before.negated != after.negated:
        return "reversed", f"{before.says} becomes {after.says}"
    kind = "prohibition" if before.negated else "obligation"
    if before.force == after.force:
        return "", "same strength in other words"
    direction = "weaker" if after.force < before.force else "stronger"
    turned = f": {before.says} becomes {after.says}" if before.says != after.says else ""
    return direction, f"{kind} {'weakened' if direction == 'weaker' else 'strengthened'}{turned}"

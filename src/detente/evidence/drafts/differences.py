"""How the words of a provision differ between two drafts: by type where they have a value, else word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from detente.evidence.drafts.binding_words import Binding, actor_before, compared
from detente.evidence.drafts.findings import Finding, Same, findings
from detente.evidence.drafts.tokens import Token
from detente.evidence.items import Passage

DifferenceKind = Literal[
    "number", "percentage", "duration", "date", "deadline", "modal", "negation", "actor", "reference", "words"
]
Turn = Literal["", "more", "less", "longer", "shorter", "later", "earlier", "stronger", "weaker", "reversed"]

_NOBODY = re.compile(r"(?:no|neither|none)\b", re.IGNORECASE)
_LONE = {"number": "a number", "modal": "a binding word", "negation": "a negation", "reference": "a reference"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: its kind, the passages (None where only one draft has it), why, and which way."""

    kind: DifferenceKind
    before: Passage | None
    after: Passage | None
    reason: str
    turn: Turn = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one side: the draft's id, its original and plain text, and the tokens in question."""

    draft: str
    text: str
    plain: str
    tokens: tuple[Token, ...]

    def passage(self, places: range) -> Passage | None:
        """The words at these tokens, verbatim."""
        if not places:
            return None
        start, end = self.tokens[places[0]].start, self.tokens[places[-1]].end
        return Passage(self.draft, start, end, self.text[start:end])

    def actor(self, place: int) -> str:
        """Who is bound by the phrase at a token, on one line."""
        found = self.passage(actor_before(self.tokens, place, self.plain))
        return " ".join(found.quote.split()) if found else ""


def differences(before: Wording, after: Wording, same_reference: Same) -> tuple[Difference, ...]:
    """All differences between two wordings, in reading order. O(n·m) in tokens at worst, near linear as a rule."""
    found = findings(before.tokens, after.tokens, (before.plain, after.plain), same_reference)
    told = (_told(item, before, after, same_reference) for item in found)
    return tuple(item for item in told if item is not None)


def _told(item: Finding, before: Wording, after: Wording, same: Same) -> Difference | None:
    passages = before.passage(item.before), after.passage(item.after)
    if item.kind == "words":
        what = "words replaced" if all(passages) else "words dropped" if passages[0] else "words added"
        return Difference("words", *passages, what)
    if item.kind == "actor":
        return Difference("actor", *passages, "who is bound or entitled differs")
    if item.kind == "shifted":
        return Difference("words", *passages, "stands at another place of the provision")
    one = before.tokens[item.before[-1]] if item.before else None
    other = after.tokens[item.after[-1]] if item.after else None
    if one is None or other is None:
        return _lone(item, one or other, before, after)
    if one.kind == other.kind == "reference":
        return None if same(one, other) else Difference("reference", *passages, "refers to another provision")
    if isinstance(one.value, Binding) and isinstance(other.value, Binding):
        actors = before.actor(item.before[-1]), after.actor(item.after[-1])
        turn, reason = compared(_scoped(one.value, actors[0]), _scoped(other.value, actors[1]))
        actor = actors[1]
        reason = f"{reason} ({actor})" if actor else reason
        return Difference("negation" if turn == "reversed" else "modal", *passages, reason, turn)
    turn, reason = _value_change(one, other)
    return Difference(_kind(other if other.deadline or one.kind == "word" else one), *passages, reason, turn)


def _scoped(binding: Binding, actor: str) -> Binding:
    """What binds nobody forbids: `No Party shall`."""
    return replace(binding, negated=not binding.negated) if _NOBODY.match(actor) else binding


def _lone(item: Finding, token: Token | None, before: Wording, after: Wording) -> Difference:
    """A value that one side alone has."""
    kind = _kind(token)
    actor = ""
    if kind == "modal":
        actor = before.actor(item.before[-1]) if item.before else after.actor(item.after[-1])
    verb = "dropped" if item.before else "added"
    reason = f"{_LONE.get(kind, f'a {kind}')} is {verb}" + (f" ({actor})" if actor else "")
    return Difference(kind, before.passage(item.before), after.passage(item.after), reason)


def _kind(token: Token | None) -> DifferenceKind:
    if token is None or token.kind == "word":
        return "words"
    if token.kind == "bound":
        return "deadline" if token.unit in ("by", "from") else "number"
    return "deadline" if token.deadline else token.kind


def _value_change(one: Token, other: Token) -> tuple[Turn, str]:
    """How one value became another of its family."""
    if one.kind == "bound":
        return "", "the limit changes"
    if "negation" in (one.kind, other.kind):
        return ("", "a negation in other words") if one.kind == other.kind else ("reversed", "what was said is negated")
    if one.kind != other.kind or one.value is None or other.value is None:
        names = _kind(one), _kind(other)
        return "", f"a {names[0]} becomes another" if names[0] == names[1] else f"a {names[0]} becomes a {names[1]}"
    if isinstance(one.value, Fraction) and isinstance(other.value, Fraction):
        return _number_change(one, other, one.value, other.value)
    return _date_change(one, other)


def _number_change(one: Token, other: Token, before: Fraction, after: Fraction) -> tuple[Turn, str]:
    if one.unit != other.unit and one.kind == "duration":
        return "", "a length in other units"
    if before == after:
        return "", "the same value in other words"
    if one.kind == "duration" and other.deadline:
        return ("later", "deadline moved later") if after > before else ("earlier", "deadline moved earlier")
    if one.kind == "duration":
        return ("longer", "duration longer") if after > before else ("shorter", "duration shorter")
    return ("more", f"{one.kind} raised") if after > before else ("less", f"{one.kind} lowered")


def _date_change(one: Token, other: Token) -> tuple[Turn, str]:
    what = "deadline" if other.deadline else "date"
    a, b = one.value, other.value
    if not isinstance(a, tuple) or not isinstance(b, tuple) or (a[0] == 0) != (b[0] == 0):
        return "", f"{what} changed"
    shared = 3 if all((*a[1:], *b[1:])) else 2 if a[1] and b[1] else 1
    if a[:shared] == b[:shared]:
        return "", f"{what} more exact" if sum(map(bool, b)) > sum(map(bool, a)) else f"{what} less exact"
    if a[0] == 0:
        return "", f"{what} changed, without a year"
    verb = "moved " if what == "deadline" else ""
    return ("later", f"{what} {verb}later") if b > a else ("earlier", f"{what} {verb}earlier")

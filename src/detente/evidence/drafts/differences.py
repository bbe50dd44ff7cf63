"""How the words of a provision differ between two drafts: by type where they have a value, else word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import zip_longest
from typing import Literal

from detente.evidence.drafts.binding_words import Binding, actor_before, compared
from detente.evidence.drafts.tokens import Token
from detente.evidence.items import Passage

DifferenceKind = Literal[
    "number", "percentage", "duration", "date", "deadline", "modal", "negation", "actor", "reference", "words"
]
Turn = Literal["", "more", "less", "longer", "shorter", "later", "earlier", "stronger", "weaker", "reversed"]

_FAMILY = {"number": "number", "percentage": "number", "date": "time", "duration": "time"}
_SMALL_WORDS = frozenset({"the", "a", "an", "of", "to", "and", "or", "in", "by", "for", "on", "with", "its", "their"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: its kind, the passages (None where only one draft has it), the way, and why."""

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


Same = Callable[[Token, Token], bool]
"""Whether two references, one of each draft, lead to the same provision."""


def differences(before: Wording, after: Wording, same_reference: Same) -> tuple[Difference, ...]:
    """All differences between two wordings, in reading order. O(n·m) in tokens at worst, near linear as a rule."""
    return _Comparer(before, after, same_reference).all()


@dataclass(frozen=True, slots=True)
class _Finding:
    """A difference as tokens: places [start, end) on either side, None where a side has nothing."""

    kind: str
    before: range
    after: range


class _Comparer:
    def __init__(self, before: Wording, after: Wording, same_reference: Same) -> None:
        self._sides = (before, after)
        self._same_reference = same_reference
        self._actors = (_actor_places(before), _actor_places(after))

    def all(self) -> tuple[Difference, ...]:
        before, after = self._sides
        found: list[_Finding] = []
        for tag, i, i_end, j, j_end in _hunks(before.tokens, after.tokens):
            if tag == "equal":
                found += self._references(range(i, i_end), range(j, j_end))
            else:
                found += self._in_hunk(range(i, i_end), range(j, j_end))
        found = self._rejoined(found)
        return tuple(item for finding in found if (item := self._told(finding)) is not None)

    def _references(self, before: range, after: range) -> Iterator[_Finding]:
        for one, other in zip(before, after, strict=True):
            a, b = self._sides[0].tokens[one], self._sides[1].tokens[other]
            if a.kind == "reference" and a.value != b.value and not self._same_reference(a, b):
                yield _Finding("reference", range(one, one + 1), range(other, other + 1))

    def _in_hunk(self, before: range, after: range) -> Iterator[_Finding]:
        """Values with values of their kind, and the words between them."""
        typed = [(at, _family(self._sides[0].tokens[at])) for at in before if self._sides[0].tokens[at].kind != "word"]
        others = [(at, _family(self._sides[1].tokens[at])) for at in after if self._sides[1].tokens[at].kind != "word"]
        matcher = SequenceMatcher(None, [kind for _, kind in typed], [kind for _, kind in others], autojunk=False)
        i, j = before.start, after.start
        for block in matcher.get_matching_blocks():
            for step in range(block.size):
                one, other = typed[block.a + step][0], others[block.b + step][0]
                yield from self._between(range(i, one), range(j, other))
                if self._sides[0].tokens[one].norm != self._sides[1].tokens[other].norm:
                    yield _Finding("value", range(one, one + 1), range(other, other + 1))
                i, j = one + 1, other + 1
        yield from self._between(range(i, before.stop), range(j, after.stop))

    def _between(self, before: range, after: range) -> Iterator[_Finding]:
        """Words against words; a value that the other side lacks stands alone."""
        runs, lone = _runs(self._sides[0].tokens, before)
        other_runs, other_lone = _runs(self._sides[1].tokens, after)
        nothing = range(0)
        for run, other in zip_longest(runs, other_runs, fillvalue=nothing):
            yield _Finding("words", run, other)
        for at in lone:
            yield _Finding("value", range(at, at + 1), nothing)
        for at in other_lone:
            yield _Finding("value", nothing, range(at, at + 1))

    def _rejoined(self, found: list[_Finding]) -> list[_Finding]:
        """A value that is gone at one place and there at another is one difference, or none, where it is alone."""
        made = list(found)
        for family in ("number", "time", "modal", "negation", "bound", "reference"):
            gone = [item for item in made if self._lone(item, 0, family)]
            come = [item for item in made if self._lone(item, 1, family)]
            if len(gone) != 1 or len(come) != 1:
                continue
            one, other = self._sides[0].tokens[gone[0].before[0]], self._sides[1].tokens[come[0].after[0]]
            made.remove(gone[0])
            place = made.index(come[0])
            made[place : place + 1] = (
                [] if one.norm == other.norm else [_Finding("value", gone[0].before, come[0].after)]
            )
        return made

    def _lone(self, item: _Finding, side: int, family: str) -> bool:
        here, there = (item.before, item.after) if side == 0 else (item.after, item.before)
        return (
            item.kind == "value" and bool(here) and not there and _family(self._sides[side].tokens[here[0]]) == family
        )

    def _told(self, finding: _Finding) -> Difference | None:
        before, after = self._passage(0, finding.before), self._passage(1, finding.after)
        one = self._sides[0].tokens[finding.before[0]] if finding.before else None
        other = self._sides[1].tokens[finding.after[0]] if finding.after else None
        if finding.kind == "words":
            return self._words_told(finding, before, after)
        if finding.kind == "reference" or "reference" in (one and one.kind, other and other.kind):
            if one and other and self._same_reference(one, other):
                return None
            return Difference("reference", before, after, _one_sided(one, other) or "refers to another provision")
        if one is None or other is None:
            kind = _kind(one or other)
            return Difference(kind, before, after, self._named(kind, one, other))
        return self._valued(one, other, before, after)

    def _valued(self, one: Token, other: Token, before: Passage | None, after: Passage | None) -> Difference:
        kind = _kind(other) if _kind(other) == "deadline" else _kind(one)
        if isinstance(one.value, Binding) and isinstance(other.value, Binding):
            turn, reason = compared(one.value, other.value)
            actor = self._actor_words(1, other)
            kind = "negation" if turn == "reversed" else "modal"
            return Difference(kind, before, after, f"{reason} ({actor})" if actor else reason, _turn(turn))
        turn, reason = _value_change(one, other)
        return Difference(kind, before, after, reason, turn)

    def _named(self, kind: DifferenceKind, one: Token | None, other: Token | None) -> str:
        what = {"number": "a number", "modal": "a binding word", "negation": "a negation"}.get(kind, f"a {kind}")
        token, side = (one, 0) if one else (other, 1)
        actor = self._actor_words(side, token) if token and kind == "modal" else ""
        return f"{what} is {'dropped' if other is None else 'added'}" + (f" ({actor})" if actor else "")

    def _words_told(self, finding: _Finding, before: Passage | None, after: Passage | None) -> Difference:
        inside = [
            set(places) <= actors if places else True
            for places, actors in zip((finding.before, finding.after), self._actors, strict=True)
        ]
        if all(inside):
            return Difference("actor", before, after, "who is bound or entitled differs")
        what = "words replaced" if before and after else "words dropped" if before else "words added"
        return Difference("words", before, after, what)

    def _actor_words(self, side: int, token: Token) -> str:
        wording = self._sides[side]
        places = actor_before(wording.tokens, wording.tokens.index(token), wording.plain)
        if not places:
            return ""
        return " ".join(wording.text[wording.tokens[places[0]].start : wording.tokens[places[-1]].end].split())

    def _passage(self, side: int, places: range) -> Passage | None:
        if not places:
            return None
        wording = self._sides[side]
        start, end = wording.tokens[places[0]].start, wording.tokens[places[-1]].end
        return Passage(wording.draft, start, end, wording.text[start:end])


def _hunks(before: Sequence[Token], after: Sequence[Token]) -> list[tuple[str, int, int, int, int]]:
    """The runs of equal and of different tokens; a lone small word between two rewritten runs belongs to them."""
    a, b = [token.norm for token in before], [token.norm for token in after]
    matcher = SequenceMatcher(None, a, b, autojunk=len(a) * len(b) > 4_000_000)
    made: list[tuple[str, int, int, int, int]] = []
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag != "equal" and len(made) > 1 and _joins(made, before, after, (i, i_end, j, j_end)):
            made.pop()
            _, start, _, other_start, _ = made.pop()
            made.append(("replace", start, i_end, other_start, j_end))
        else:
            made.append((tag, i, i_end, j, j_end))
    return made


def _joins(
    made: Sequence[tuple[str, int, int, int, int]],
    before: Sequence[Token],
    after: Sequence[Token],
    hunk: tuple[int, int, int, int],
) -> bool:
    tag, i, i_end, _, _ = made[-1]
    if tag != "equal" or i_end - i != 1 or before[i].norm not in _SMALL_WORDS or made[-2][0] != "replace":
        return False
    sides = [*before[made[-2][1] : made[-2][2]], *after[made[-2][3] : made[-2][4]],
             *before[hunk[0] : hunk[1]], *after[hunk[2] : hunk[3]]]  # fmt: skip
    return hunk[0] < hunk[1] and hunk[2] < hunk[3] and all(token.kind == "word" for token in sides)


def _actor_places(wording: Wording) -> set[int]:
    """The tokens that say who is bound by one of the binding phrases."""
    found = set[int]()
    for place, token in enumerate(wording.tokens):
        if token.kind == "modal":
            found.update(actor_before(wording.tokens, place, wording.plain))
    return found


def _runs(tokens: Sequence[Token], places: range) -> tuple[list[range], list[int]]:
    """The runs of plain words, and the values between them."""
    runs: list[range] = []
    lone: list[int] = []
    for at in places:
        if tokens[at].kind != "word":
            lone.append(at)
        elif runs and runs[-1].stop == at:
            runs[-1] = range(runs[-1].start, at + 1)
        else:
            runs.append(range(at, at + 1))
    return runs, lone


def _family(token: Token) -> str:
    return _FAMILY.get(token.kind, token.kind)


def _kind(token: Token | None) -> DifferenceKind:
    if token is None or token.kind == "word":
        return "words"
    if token.kind == "bound":
        return "deadline" if token.unit in ("by", "from") else "number"
    return "deadline" if token.deadline else token.kind


def _one_sided(one: Token | None, other: Token | None) -> str:
    if one and other:
        return ""
    return "a reference is dropped" if one else "a reference is added"


def _turn(word: str) -> Turn:
    return word if word in ("stronger", "weaker", "reversed") else ""  # type: ignore[return-value]


def _value_change(one: Token, other: Token) -> tuple[Turn, str]:
    """How one value became another of its family."""
    if one.kind == "negation" or one.kind == "bound":
        return "", "the limit changes" if one.kind == "bound" else "a negation in other words"
    if one.kind != other.kind:
        return "", f"a {_kind(one)} becomes a {_kind(other)}"
    if isinstance(one.value, Fraction) and isinstance(other.value, Fraction):
        if one.unit != other.unit and one.kind == "duration":
            return "", "a length in other units"
        if one.value == other.value:
            return "", "the same value in other words"
        more = other.value > one.value
        if one.kind == "duration" and other.deadline:
            return ("later", "deadline moved later") if more else ("earlier", "deadline moved earlier")
        if one.kind == "duration":
            return ("longer", "duration longer") if more else ("shorter", "duration shorter")
        return ("more", f"{one.kind} raised") if more else ("less", f"{one.kind} lowered")
    return _date_change(one, other)


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

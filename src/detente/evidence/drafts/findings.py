"""Where the tokens of two wordings differ: values against values of their kind, words against words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from detente.evidence.drafts.binding_words import actor_before
from detente.evidence.drafts.tokens import DEADLINE_WORDS, Token
from detente.evidence.drafts.word_order import Opcode, opcodes

FindingKind = Literal["words", "value", "actor", "reference", "shifted"]

_FAMILIES = ("number", "time", "modal", "negation", "bound", "reference")
_FAMILY = {"number": "number", "percentage": "number", "date": "time", "duration": "time"}
_SMALL_WORDS = frozenset({"the", "a", "an", "of", "to", "and", "or", "in", "by", "for", "on", "with", "its", "their"})
_NO, _EACH = (
    frozenset({"no", "neither", "none"}),
    frozenset({"each", "every", "any", "all", "both", "either", "the", "a"}),
)

Tokens = Sequence[Token]
Same = Callable[[Token, Token], bool]
"""Whether two references, one of each draft, lead to the same provision."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Tokens that differ: places on either side, empty where a side has nothing; a value is the last of its places."""

    kind: FindingKind
    before: range
    after: range
    at: int


def findings(before: Tokens, after: Tokens, plains: tuple[str, str], same: Same) -> list[Finding]:
    """All that differs, in the order of the later wording."""
    found: list[Finding] = []
    for tag, i, i_end, j, j_end in _hunks(before, after):
        if tag == "equal":
            found += _references(before, after, range(i, i_end), range(j, j_end), same)
        else:
            found += _in_hunk((before, after), range(i, i_end), range(j, j_end))
    found = _with_actors(_rejoined((before, after), found), _actors(before, plains[0]), _actors(after, plains[1]))
    return sorted(found, key=lambda item: (item.at, bool(item.after)))


def _hunks(before: Tokens, after: Tokens) -> list[Opcode]:
    """The runs of equal and of different tokens; a lone small word between two rewritten runs belongs to them."""
    a, b = [token.norm for token in before], [token.norm for token in after]
    made: list[Opcode] = []
    for tag, i, i_end, j, j_end in opcodes(a, b):
        both = i < i_end and j < j_end
        if tag != "equal" and both and len(made) > 1 and _joins(made, before, after, before[i:i_end], after[j:j_end]):
            made.pop()
            _, start, _, other_start, _ = made.pop()
            made.append(("replace", start, i_end, other_start, j_end))
        else:
            made.append((tag, i, i_end, j, j_end))
    return made


def _joins(made: Sequence[Opcode], before: Tokens, after: Tokens, ones: Tokens, others: Tokens) -> bool:
    tag, i, i_end, _, _ = made[-1]
    if tag != "equal" or i_end - i != 1 or before[i].norm not in _SMALL_WORDS or made[-2][0] != "replace":
        return False
    earlier = [*before[made[-2][1] : made[-2][2]], *after[made[-2][3] : made[-2][4]]]
    return all(token.kind == "word" for token in (*earlier, *ones, *others))


def _references(before: Tokens, after: Tokens, ones: range, others: range, same: Same) -> list[Finding]:
    return [
        Finding("reference", range(one, one + 1), range(other, other + 1), other)
        for one, other in zip(ones, others, strict=True)
        if before[one].kind == "reference" and not same(before[one], after[other])
    ]


def _in_hunk(sides: tuple[Tokens, Tokens], before: range, after: range) -> list[Finding]:
    """Values with values of their kind, and the words between them."""
    made: list[Finding] = []
    typed, others = _typed(sides, before, after)
    matcher = SequenceMatcher(None, [kind for _, kind in typed], [kind for _, kind in others], autojunk=False)
    i, j = before.start, after.start
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            one, other = typed[block.a + step][0], others[block.b + step][0]
            if sides[0][one[-1]].norm == sides[1][other[-1]].norm:
                one, other = range(one.stop - 1, one.stop), range(other.stop - 1, other.stop)
            else:
                made.append(Finding("value", one, other, other.start))
            made += _between(sides, range(i, one.start), range(j, other.start))
            i, j = one.stop, other.stop
    return [*made, *_between(sides, range(i, before.stop), range(j, after.stop))]


def _typed(sides: tuple[Tokens, Tokens], before: range, after: range) -> list[list[tuple[range, str]]]:
    """The values of a hunk with their families; `each` counts as the counterpart of `no`."""
    found = [
        [(_with_cue(tokens, at, places.start), _family(tokens[at])) for at in places if tokens[at].kind != "word"]
        for tokens, places in zip(sides, (before, after), strict=True)
    ]
    for side, places in enumerate((before, after)):
        there = {sides[1 - side][part[-1]].norm for part, _ in found[1 - side]}
        if not found[side] and there & _NO:
            found[side] = [(range(at, at + 1), "negation") for at in places if sides[side][at].norm in _EACH][:1]
    return found


def _with_cue(tokens: Tokens, at: int, start: int) -> range:
    """The place of a value, with `within`, `by` or `before` in front of a time where that differs too."""
    cue = at > start and _family(tokens[at]) == "time" and tokens[at - 1].norm in DEADLINE_WORDS
    return range(at - cue, at + 1)


def _between(sides: tuple[Tokens, Tokens], before: range, after: range) -> list[Finding]:
    """Words against words; a value that the other side lacks stands alone."""
    runs, lone = _runs(sides[0], before)
    other_runs, other_lone = _runs(sides[1], after)
    nothing = range(0)
    made = [
        Finding("words", run, other, other.start if other else after.start)
        for run, other in zip_longest(runs, other_runs, fillvalue=nothing)
    ]
    made += [Finding("value", places, nothing, after.start) for places in lone]
    return made + [Finding("value", nothing, places, places.start) for places in other_lone]


def _runs(tokens: Tokens, places: range) -> tuple[list[range], list[range]]:
    """The runs of plain words, and the values between them."""
    runs: list[range] = []
    lone: list[range] = []
    for at in places:
        if tokens[at].kind != "word":
            lone.append(_with_cue(tokens, at, places.start))
            if len(lone[-1]) > 1:
                runs[-1] = range(runs[-1].start, at - 1)
        elif runs and runs[-1].stop == at:
            runs[-1] = range(runs[-1].start, at + 1)
        else:
            runs.append(range(at, at + 1))
    return [run for run in runs if run], lone


def _rejoined(sides: tuple[Tokens, Tokens], found: Sequence[Finding]) -> list[Finding]:
    """A value gone at one place and there at another is one difference, where it is the only one of its kind."""
    made = list(found)
    for family in _FAMILIES:
        gone = [item for item in made if item.kind == "value" and not item.after and _of(sides[0], item.before, family)]
        come = [item for item in made if item.kind == "value" and not item.before and _of(sides[1], item.after, family)]
        if len(gone) != 1 or len(come) != 1:
            continue
        one, other = gone[0].before, come[0].after
        equal = sides[0][one[-1]].norm == sides[1][other[-1]].norm
        made = [item for item in made if item not in (gone[0], come[0])]
        made.append(Finding("shifted" if equal else "value", one, other, other.start))
    return made


def _of(tokens: Tokens, places: range, family: str) -> bool:
    return bool(places) and _family(tokens[places[-1]]) == family


def _family(token: Token) -> str:
    return _FAMILY.get(token.kind, token.kind)


def _actors(tokens: Tokens, plain: str) -> list[range]:
    """Who is bound by each binding phrase, in order."""
    return [actor_before(tokens, place, plain) for place, token in enumerate(tokens) if token.kind == "modal"]


def _with_actors(found: Sequence[Finding], ones: list[range], others: list[range]) -> list[Finding]:
    """What differs within the words that say who is bound is one difference, of the whole actor."""
    made: dict[Finding, None] = {}
    for item in found:
        before, after = _around(item.before, ones), _around(item.after, others)
        told = item
        if item.kind == "words" and (before >= 0 or not item.before) and (after >= 0 or not item.after):
            told = _actor(item, before if before >= 0 else after, after if after >= 0 else before, ones, others)
        made[told] = None
    return list(made)


def _actor(item: Finding, one: int, other: int, ones: list[range], others: list[range]) -> Finding:
    paired = bool(item.before and item.after) or len(ones) == len(others)
    if paired and ones[one] and others[other]:
        return Finding("actor", ones[one], others[other], others[other].start)
    return Finding("actor", item.before, item.after, item.at)


def _around(places: range, actors: Sequence[range]) -> int:
    """The index of the actor that a run of words belongs to, -1 where there is none."""
    if not places:
        return -1
    holding = [index for index, own in enumerate(actors) if own.start <= places.start and places.stop <= own.stop]
    return holding[0] if holding else -1

"""Two or more drafts compared: what is kept, changed, moved, dropped, new, split, merged, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.evidence.drafts.alignment import Match, Unit, align, out_of_order, units
from detente.evidence.drafts.differences import Wording, differences
from detente.evidence.drafts.provisions import Draft, Provision, read_draft
from detente.evidence.drafts.references import SameReference
from detente.evidence.drafts.result import Aligned, Ancestor, Descent, DraftComparison, Move, Status, Step
from detente.evidence.drafts.tokens import Token
from detente.evidence.drafts.typography import plain
from detente.foundation.errors import OutOfDomain
from detente.foundation.progress import SILENT, Progress


def compare_drafts(texts: Mapping[str, str] | Sequence[Draft], progress: Progress = SILENT) -> DraftComparison:
    """Compare two or more drafts, each with the one before it, and trace every provision to where it first stands.

    `texts` are the texts by the ids of their drafts, or drafts already read. Spacing, line breaks, numbering and ways
    of writing quotation marks, dashes and spaces do not count; `five` and `5` are the same. Raises OutOfDomain for
    fewer than two drafts or one with no words. About O(n) in provisions, with word comparison only of what differs.

    >>> found = compare_drafts({"plan": "1. Forces halt.\\n2. Aid may pass.", "reply": "1. Aid shall pass."})
    >>> [(row.status, [item.reason for item in row.differences]) for row in found.rows]
    [('dropped', []), ('changed', ['obligation strengthened: permission becomes obligation (Aid)'])]
    """
    drafts = (
        tuple(read_draft(text, name) for name, text in texts.items()) if isinstance(texts, Mapping) else tuple(texts)
    )
    if len(drafts) < 2:
        raise OutOfDomain("a comparison needs two drafts or more")
    read = [units(draft) for draft in drafts]
    for draft, found in zip(drafts, read, strict=True):
        if not found:
            raise OutOfDomain(f"the draft '{draft.id}' has no words")
    steps: list[Step] = []
    for place in range(len(drafts) - 1):
        progress.at("drafts", place, len(drafts) - 1)
        steps.append(_step(drafts[place], drafts[place + 1], read[place], read[place + 1]))
    return DraftComparison(drafts, tuple(steps), _lineage(drafts, read, steps))


class _Pair:
    """Two drafts with their units, so that matches can be told as rows."""

    def __init__(self, before: Draft, after: Draft, ones: Sequence[Unit], others: Sequence[Unit]) -> None:
        self._drafts = (before, after)
        self._plain = (plain(before.text), plain(after.text))
        self._units = (ones, others)

    def row(self, match: Match, moved: bool, same: SameReference) -> Aligned:
        ones = [self._units[0][place] for place in match.before]
        others = [self._units[1][place] for place in match.after]

        def same_reference(one: Token, other: Token) -> bool:
            return same.within(_holder(ones, one), _holder(others, other), one, other)

        found = differences(self._wording(0, ones), self._wording(1, others), same_reference)
        move = Move(match.before[0] + 1, match.after[0] + 1) if moved else None
        status: Status = "changed" if found else "moved" if move else "kept"
        if len(others) > 1 or len(ones) > 1:
            status = "split" if len(others) > 1 else "merged"
        return Aligned(
            tuple(unit.provision for unit in ones), tuple(unit.provision for unit in others), status, found, move
        )

    def _wording(self, side: int, chosen: Sequence[Unit]) -> Wording:
        joined = tuple(token for unit in chosen for token in unit.tokens)
        return Wording(self._drafts[side].id, self._drafts[side].text, self._plain[side], joined)


def _holder(chosen: Sequence[Unit], token: Token) -> Provision:
    return next(
        (u.provision for u in chosen if u.provision.start <= token.start < u.provision.end), chosen[0].provision
    )


def _step(before: Draft, after: Draft, ones: Sequence[Unit], others: Sequence[Unit]) -> Step:
    matches = align(ones, others)
    moved = out_of_order(matches)
    became = {
        ones[one].provision.id: frozenset(others[other].provision.id for other in match.after)
        for match in matches
        for one in match.before
    }
    same = SameReference(before, after, became)
    pair = _Pair(before, after, ones, others)
    rows = {match.after[0]: pair.row(match, place in moved, same) for place, match in enumerate(matches)}
    taken = {place for match in matches for place in match.after}
    rows |= {place: Aligned((), (unit.provision,), "new") for place, unit in enumerate(others) if place not in taken}
    ordered: list[tuple[tuple[float, int, int], Aligned]] = [((place, 1, 0), row) for place, row in rows.items()]
    steady = {match.before[-1]: match.after[-1] for place, match in enumerate(matches) if place not in moved}
    known = {place for match in matches for place in match.before}
    behind = -1.0
    for place, unit in enumerate(ones):
        behind = max(behind, float(steady.get(place, -1)))
        if place not in known:
            ordered.append(((behind, 2, place), Aligned((unit.provision,), (), "dropped")))
    return Step(before.id, after.id, tuple(row for _, row in sorted(ordered, key=lambda item: item[0])))


def _lineage(drafts: Sequence[Draft], read: Sequence[Sequence[Unit]], steps: Sequence[Step]) -> tuple[Descent, ...]:
    """For every provision of every later draft, the line that leads to it."""
    lines: dict[tuple[int, str], tuple[Ancestor, ...]] = {}
    for place, step in enumerate(steps):
        for row in step.rows:
            if row.before and row.after:
                own = Ancestor(drafts[place].id, row.before, row.status, row.differences)
                for item in row.after:
                    lines[place + 1, item.id] = (*_line_to(lines, place, row.before), own)
        _from_further_back(drafts, read, steps, place, lines)
    return tuple(
        Descent(draft.id, unit.provision, lines.get((place, unit.provision.id), ()))
        for place, draft in enumerate(drafts)
        if place
        for unit in read[place]
        if unit.provision.kind != "heading"
    )


def _line_to(
    lines: Mapping[tuple[int, str], tuple[Ancestor, ...]], place: int, provisions: Sequence[Provision]
) -> tuple[Ancestor, ...]:
    found = [lines.get((place, item.id), ()) for item in provisions]
    return max(found, key=len, default=())


def _from_further_back(
    drafts: Sequence[Draft],
    read: Sequence[Sequence[Unit]],
    steps: Sequence[Step],
    place: int,
    lines: dict[tuple[int, str], tuple[Ancestor, ...]],
) -> None:
    """What a step calls new may have stood in a draft before the last one: it returns."""
    fresh = {row.after[0].id for row in steps[place].rows if row.status == "new"}
    for back in range(place - 1, -1, -1):
        gone = {row.before[0].id for row in steps[back].rows if row.status == "dropped"}
        ones = [unit for unit in read[back] if unit.provision.id in gone]
        others = [unit for unit in read[place + 1] if unit.provision.id in fresh]
        if not ones or not others:
            continue
        for row in _step(drafts[back], drafts[place + 1], ones, others).rows:
            if row.before and row.after:
                own = Ancestor(drafts[back].id, row.before, row.status, row.differences)
                for item in row.after:
                    lines[place + 1, item.id] = (*_line_to(lines, back, row.before), own)
                    fresh.discard(item.id)

"""What `drafts` prints: what changed from draft to draft, where each provision comes from, what it settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table

from detente.cli.tables import FirstThatFits, cell, heading, note, table
from detente.evidence.drafts.provisions import Provision
from detente.evidence.drafts.result import Aligned, Descent, DraftComparison, Step
from detente.evidence.drafts.settling import Settling

STATUSES = ("changed", "split", "merged", "moved", "dropped", "new", "kept")
LONGEST = 240
"""Characters of a provision that are shown where it is new or dropped; --json has all."""


def comparison_of_drafts(
    found: DraftComparison, settled: Mapping[str, Sequence[Settling]], *, everything: bool
) -> list[RenderableType]:
    """Each step from draft to draft; the lineage where there are three or more; what the last draft settles."""
    parts: list[RenderableType] = []
    for step in found.steps:
        parts += _step(step, everything)
    if len(found.drafts) > 2:
        parts += _lineage(found)
    for draft in found.drafts[-1:]:
        if settled.get(draft.id):
            parts += settled_by_draft(draft.id, settled[draft.id])
    return parts


def settled_by_draft(name: str, settlings: Sequence[Settling]) -> list[RenderableType]:
    """What the provisions of a draft settle in the case, and on whose word."""
    made = table("", "provision", "settles", "by")
    for item in settlings:
        who = "the case" if item.ground == "case" else "its words"
        made.add_row(_number(item.provision), cell(_short(item.provision.quote, 90)), cell(item.condition), who)
    told: list[RenderableType] = [heading(f"What {name} settles"), made]
    if any(item.ground == "words" for item in settlings):
        told.append(note("“its words” is a suggestion: read it over before it enters the case"))
    return told


def _step(step: Step, everything: bool) -> list[RenderableType]:
    counts = step.count()
    said = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts.get(status))
    rows = [row for row in step.rows if everything or row.status != "kept" or row.move]
    rows = [row for row in rows if not row.heading or row.status not in ("kept", "moved") or everything]
    parts: list[RenderableType] = [heading(f"From {step.before} to {step.after}: {said}")]
    if not rows:
        return [*parts, note("Every provision is kept." if not counts.keys() - {"kept"} else "--all shows them.")]
    made = table("", step.before, step.after, "what differs")
    made.columns[0].no_wrap = True
    for row in rows:
        _add(made, row)
    renumbered = sum(row.renumbered and not row.heading for row in step.rows)
    if renumbered:
        parts_after = [note(f"{renumbered} have another number, which is no change.")]
    else:
        parts_after = []
    return [*parts, made, *parts_after]


def _add(made: Table, row: Aligned) -> None:
    """A row for the provision, then one for each difference."""
    status = f"{row.status}{' heading' if row.heading else ''}"
    before, after = _numbers(row.before), _numbers(row.after)
    if row.status == "new":
        made.add_row(status, "", _told(row.after), "")
    elif row.status == "dropped":
        made.add_row(status, _told(row.before), "", "")
    else:
        moved = f"moved from place {row.move.before} to {row.move.after}" if row.move else ""
        made.add_row(status, cell(before), cell(after), moved, style="" if row.status == "kept" else "bold")
    for item in row.differences:
        quotes = [f"“{_short(side.quote)}”" if side else "–" for side in (item.before, item.after)]
        said = item.kind in item.reason or item.kind in ("words", "modal", "negation", "actor")
        reason = item.reason if said else f"{item.kind}: {item.reason}"
        made.add_row("", cell(quotes[0]), cell(quotes[1]), cell(reason))


def _told(provisions: Iterable[Provision]) -> RenderableType:
    return cell("\n".join(f"{_number(item)}  {_short(item.quote)}" for item in provisions))


def _numbers(provisions: Iterable[Provision]) -> str:
    return " + ".join(_number(item) for item in provisions)


def _number(item: Provision) -> str:
    return item.number or f"¶ {item.id.removeprefix('p')}"


def _short(words: str, longest: int = LONGEST) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rsplit(' ', 1)[0]}…"


def _lineage(found: DraftComparison) -> list[RenderableType]:
    """For each provision of the last draft, where it stood before."""
    last = found.drafts[-1].id
    earlier = [draft.id for draft in found.drafts[:-1]]
    made = table(last, *earlier, "", "first in")
    for descent in found.lineage:
        if descent.draft == last:
            made.add_row(*_line(descent, earlier))
    firsts = [descent.earliest for descent in found.lineage if descent.draft == last]
    said = ", ".join(f"{firsts.count(name)} in {name}" for name in (*earlier, last) if name in firsts)
    title = heading(f"Where the provisions of {last} first stand: {said}")
    return [title, FirstThatFits(made, _as_list(found, last))]


def _as_list(found: DraftComparison, last: str) -> Table:
    """The same for many drafts or long names: one line a provision."""
    made = table(last, "stood before in", "first in")
    for descent in found.lineage:
        if descent.draft == last:
            stood = [f"{one.draft} {_numbers(one.provisions)}" + (" (then changed)" if one.differences else "")
                     for one in descent.line]  # fmt: skip
            made.add_row(_number(descent.provision), cell("; ".join(stood) or "–"), cell(descent.earliest))
    return made


def _line(descent: Descent, earlier: Sequence[str]) -> list[RenderableType]:
    """The numbers by draft, and how often the words changed on the way."""
    at = {one.draft: _numbers(one.provisions) for one in descent.line}
    changed = [one.draft for one in descent.line if one.differences]
    said = f"changed after {', '.join(changed)}" if changed else "as it stood" if descent.line else "new"
    return [
        cell(_number(descent.provision)),
        *(cell(at.get(name, "–")) for name in earlier),
        cell(said),
        descent.earliest,
    ]

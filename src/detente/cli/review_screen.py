"""The review on a terminal: one item at a time, one key a decision; every word is written at once."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import typer
from click import getchar

from detente.case.writing import flow
from detente.cli.outcome import visible
from detente.evidence.review.acceptance import acceptance
from detente.evidence.review.decisions import Decision, Standing
from detente.evidence.review.entries import entry_of, with_edits

if TYPE_CHECKING:
    from detente.evidence.review.proposed import Proposed
    from detente.evidence.review.sitting import Sitting

KEYS = "a accept   e edit   r reject   c credibility   s skip   u undo   ? help   q stop"
HELP = """\
a  take the item into the record as it is shown
e  change its fields first: type field=value, an empty line ends; field= takes a field out
r  reject it, with a reason
c  accept it with a grade of credibility: 1 confirmed by others … 5 improbable, 6 cannot be judged
s  leave it for later
u  take your last decision back
q  stop; everything decided is kept, and the next sitting goes on here"""

CONTEXT = 180
"""Characters of the report shown before and after the item's own words."""

_HIDDEN = ("report", "span", "quote", "slots")
_WORDS_OF = {"high": "sure", "medium": "fairly sure", "low": "unsure"}


def review_on_screen(sitting: Sitting) -> None:
    """Show one waiting item after the other until none is left or the person stops."""
    asked = len(sitting.review.waiting())
    seen = asked
    while (item := sitting.review.next()) is not None:
        seen = len(sitting.review.waiting())
        _show(sitting, item, f"{asked - seen + 1} of {asked}" if seen <= asked else f"{seen} left")
        if not _decided(sitting, item):
            return
        asked = max(asked, len(sitting.review.waiting()))
    typer.echo("\nEvery item is decided." if asked else "\nNothing waits for a decision.")


def _decided(sitting: Sitting, item: Proposed) -> bool:
    """Read keys until the item is decided or left; False where the person stops."""
    review = sitting.review
    while True:
        key = getchar()
        if key == "a":
            review.decide(item, "accepted")
            return True
        if key == "r":
            review.decide(item, "rejected", why=typer.prompt("why", default="", show_default=False))
            return True
        if key == "e" and _edited(sitting, item):
            return True
        if key == "c" and (grade := typer.prompt("credibility 1 to 6", default="")) in tuple("123456"):
            review.decide(item, "accepted", credibility=int(grade))
            return True
        if key == "s":
            review.skip(item)
            return True
        if key == "u":
            back = review.undo()
            typer.echo("nothing to take back" if back is None else "taken back")
            if back is not None:
                return True
        if key in ("q", "\x03", "\x04", "\x1b"):
            return False
        typer.echo(HELP if key == "?" else KEYS)


def _edited(sitting: Sitting, item: Proposed) -> bool:
    """Ask for fields until an empty line; an edit that the case could not hold is refused at once."""
    edits: dict[str, Any] = {}
    while line := typer.prompt("field=value", default="", show_default=False):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name:
            typer.echo("write, for example, about=alliance = dropped")
            continue
        edits[name] = value or None
    if not edits:
        typer.echo("nothing was changed")
        return False
    why = _unfit(sitting, item, edits)
    if why:
        typer.echo(f"not taken: {why}")
        return False
    sitting.review.decide(item, "edited", edited=edits)
    return True


def _unfit(sitting: Sitting, item: Proposed, edits: dict[str, Any]) -> str:
    """Why the case could not hold the edited item, or nothing."""
    word = Decision(item.key, item.kind, "edited", sitting.review.coder, edited=edits)
    tried = acceptance(sitting.read, [item], {item.key: Standing("edited", (word,))}, sitting.reports.documents)
    return tried.refused[0].why if tried.refused else ""


def _show(sitting: Sitting, item: Proposed, place: str) -> None:
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    document = sitting.document(item)
    head = f"{place} · {item.item.id} · {item.kind} · {_WORDS_OF[item.item.confidence]} ({item.item.rule})"
    typer.echo("\n" + "─" * width)
    typer.secho(visible(head), bold=True)
    typer.echo(
        visible(" · ".join(filter(None, (document.metadata.outlet, document.metadata.published, document.origin))))
    )
    standing = sitting.review.standings.get(item.key)
    for word in standing.words if standing else ():
        typer.echo(visible(f"{word.by} said {word.state}{': ' + word.why if word.why else ''}"))
    if item.key in sitting.review.contested:
        typer.secho("the reports contradict one another on a part of this", bold=True)
    typer.echo()
    typer.echo(_in_context(document.text, item.item.passage.start, item.item.passage.end, width))
    typer.echo()
    for name, value in with_edits(entry_of(item.item, sitting.read.case), {}).items():
        if name not in _HIDDEN:
            typer.echo(_row(name, value if isinstance(value, str) else flow(value), width))
    for slot in getattr(item.item, "slots", ()):
        typer.echo(_row(slot.slot, f"“{' '.join(slot.passage.quote.split())}”", width))
    typer.secho(f"\n{KEYS}", dim=True)


def _row(name: str, words: str, width: int) -> str:
    return textwrap.fill(
        visible(" ".join(words.split())), width, initial_indent=f"  {name:<12} ", subsequent_indent=" " * 15
    )


def _in_context(text: str, start: int, end: int, width: int) -> str:
    """The item's words between ›› and ‹‹, with what stands before and after them in the same paragraph."""
    first = max(text.rfind("\n", 0, start) + 1, start - CONTEXT)
    after = text.find("\n", end)
    last = min(after if after >= 0 else len(text), end + CONTEXT)
    words = f"{'…' if first else ''}{text[first:start]}››{text[start:end]}‹‹{text[end:last]}"
    return textwrap.indent(textwrap.fill(visible(" ".join(words.split())), width - 2), "  ")

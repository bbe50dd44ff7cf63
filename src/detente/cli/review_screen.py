"""The review on a terminal: one item at a time, one key a decision; every word is written at once."""

from __future__ import annotations

import re
import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import typer
from click import getchar

from detente.case.reading import parse_case
from detente.case.writing import flow
from detente.case.yaml_subset import compose
from detente.cli.outcome import visible
from detente.evidence.review.acceptance import Acceptance, acceptance
from detente.evidence.review.decisions import Decision, Standing
from detente.evidence.review.entries import entry_of, with_edits
from detente.evidence.review.together import applied
from detente.foundation.errors import CaseError
from detente.foundation.progress import SILENT

if TYPE_CHECKING:
    from detente.evidence.review.proposed import Proposed
    from detente.evidence.review.sitting import Sitting

KEYS = "a accept   e edit   r reject   c credibility   s skip   u undo   ? help   q stop"
HELP = """\
a  take the item into the record as it is shown
e  take it with other fields: type field=value, an empty line ends; field= takes a field out
r  reject it, with a reason
c  take it with a grade of credibility: 1 confirmed … 5 improbable, 6 cannot be judged
s  leave it for later
u  take your last decision back
q  stop; everything decided is kept, and the next sitting goes on here"""

CONTEXT = 180
"""Characters of the report shown before and after the item's own words."""

_HIDDEN = ("report", "span", "quote", "slots")
_WORDS_OF = {"high": "sure", "medium": "fairly sure", "low": "unsure"}


def review_on_screen(sitting: Sitting) -> None:
    """Show one waiting item after the other until none is left or the person stops."""
    try:
        _review(sitting)
    except typer.Abort:
        raise KeyboardInterrupt from None


def _review(sitting: Sitting) -> None:
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
        key = _key()
        if key == "a":
            review.decide(item, "accepted")
            return True
        if key == "r":
            review.decide(item, "rejected", why=typer.prompt("why", default="", show_default=False))
            return True
        if key == "e" and _edited(sitting, item):
            return True
        if key == "c" and _graded(sitting, item):
            return True
        if key == "s":
            review.skip(item)
            return True
        if key == "u":
            back = review.undo()
            typer.echo("nothing to take back" if back is None else "taken back")
            if back is not None:
                return True
        if key in ("q", "\x1b"):
            return False
        typer.echo("\n".join(_folded(line, hanging=3) for line in HELP.splitlines()) if key == "?" else _folded(KEYS))


def _key() -> str:
    """One key; the end of the input is a wish to stop."""
    try:
        return getchar()
    except EOFError:
        return "q"


def _graded(sitting: Sitting, item: Proposed) -> bool:
    """Ask for a grade of credibility, and take the item with it."""
    grade = typer.prompt("credibility 1 to 6", default="", show_default=False).strip()
    if grade not in tuple("123456"):
        typer.echo("not taken: a grade is a number from 1 to 6")
        return False
    sitting.review.decide(item, "accepted", credibility=int(grade))
    return True


def _edited(sitting: Sitting, item: Proposed) -> bool:
    """Ask for fields until an empty line; an edit that the case could not hold is refused at once."""
    edits: dict[str, Any] = {}
    while line := typer.prompt("field=value", default="", show_default=False):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name:
            typer.echo("write, for example, about=alliance = dropped")
            continue
        edits[name] = _as_written(value)
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
    return tried.refused[0].why if tried.refused else _fault_of(sitting, tried)


def _fault_of(sitting: Sitting, tried: Acceptance) -> str:
    """What the reader of the case would say against the changes, or nothing."""
    read = sitting.read
    try:
        parse_case(applied(read.text, tried.changes, read.path.name, SILENT), {**read.texts, **tried.texts})
    except CaseError as error:
        fault = next(fault for fault in error.faults if fault.severity == "error")
        return f"{fault.field.rpartition('.')[2]}: {fault.what}" + (f" ({fault.todo})" if fault.todo else "")
    return ""


def _as_written(value: str) -> Any:
    """The value as the case file would read it: a number, a list, or the words as they are; None where it is empty.

    >>> _as_written("alliance = dropped"), _as_written("2"), _as_written("[reuters, lytvyn]"), _as_written("")
    ('alliance = dropped', 2, ['reuters', 'lytvyn'], None)
    """
    try:
        return compose(f"value: {value}", "value").plain()["value"] if value else None
    except CaseError:
        return value


def _show(sitting: Sitting, item: Proposed, place: str) -> None:
    width = _width()
    document = sitting.document(item)
    head = f"{place} · {item.item.id} · {item.kind} · {_WORDS_OF[item.item.confidence]} ({item.item.rule})"
    typer.echo("\n" + "─" * width)
    typer.secho(_folded(head), bold=True)
    typer.echo(
        _folded(" · ".join(filter(None, (document.metadata.outlet, document.metadata.published, document.origin))))
    )
    standing = sitting.review.standings.get(item.key)
    for word in standing.words if standing and sitting.review.settling else ():
        typer.echo(_folded(_said(word), hanging=2))
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
    typer.secho(f"\n{_folded(KEYS)}", dim=True)


def _said(word: Decision) -> str:
    """What another coder decided: the state, the fields that were changed, and why."""
    fields = ", ".join(
        f"{name}={value if isinstance(value, str) else flow(value)}" for name, value in word.edited.items()
    )
    return f"{word.by} said {word.state}" + (f" ({fields})" if fields else "") + (f": {word.why}" if word.why else "")


def _width() -> int:
    return min(shutil.get_terminal_size((80, 24)).columns, 100)


def _folded(words: str, hanging: int = 0) -> str:
    """The words in lines that the terminal holds; keys and what they do stay together."""
    whole = re.sub(r"(?<=\S) (?=\S)", "\u00a0", words) if words == KEYS else words
    lines = textwrap.wrap(visible(whole), _width(), subsequent_indent=" " * hanging, drop_whitespace=True)
    return "\n".join(lines).replace("\u00a0", " ")


def _row(name: str, words: str, width: int) -> str:
    return textwrap.fill(
        visible(" ".join(words.split())), width, initial_indent=f"  {name:<12} ", subsequent_indent=" " * 15
    )


def _in_context(text: str, start: int, end: int, width: int) -> str:
    """The item's words between ›› and ‹‹, with what stands before and after them in the same paragraph."""
    paragraph, after = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    first, last = max(paragraph, start - CONTEXT), min(after if after >= 0 else len(text), end + CONTEXT)
    words = f"{'…' if first > paragraph else ''}{text[first:start]}››{text[start:end]}‹‹{text[end:last]}"
    words += "…" if text[last : last + 1] not in ("", "\n") else ""
    return textwrap.indent(textwrap.fill(visible(" ".join(words.split())), width - 2), "  ")

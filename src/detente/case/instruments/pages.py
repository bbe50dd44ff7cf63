"""The library's instruments as Markdown pages, written by `python -m detente.case.instruments.pages`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from detente.case.instruments.actor import Actor
from detente.case.instruments.library import ANYWHERE, actors, areas, instrument_ids, library_instrument
from detente.case.model.clause import ALL, Adversary, Clause, Determination, Trigger
from detente.case.model.commitment import Commitment, Membership, Phase

STRENGTHS = (
    "negative assurance only",
    "consult",
    "support without force",
    "act, means of its own choice",
    "aid by all means, military included",
    "military assistance, no clause of discretion",
)
AUTOMATICITIES = (
    "no duty on the trigger",
    "consult or decide, then discretion",
    "act, choice of means",
    "military assistance",
)
NOT_CODED = "not coded"
_DECIDERS = {
    "self": "each obligor for itself",
    "victim": "whoever is attacked, by asking",
    "council": "a council",
    "official": "an official",
    "commission": "a commission",
}
_VOIDS = {"initiated": "the beneficiary having begun it", "fired-first": "the beneficiary having fired first"}
_COLUMNS = (
    "instrument", "status", "strength", "automaticity", "deadline", "duration", "binding in law", "who determines",
    "marks",
)  # fmt: skip
_INDEX = """# Instruments

{count} instruments, coded clause by clause in the form of a case's [commitments](../reference/commitments.md).
A case can name them: `imitates: nato`, `commitment: nato` under an option, `suppose: [draft-20pt-dec2025]` in a
scenario.

**One coder, no second coding.** Nobody has checked how far a second reader would agree. Fields that are recalled from
memory, guessed or disputed are marked as such, with the reason, on each page and in the data; the last column counts
these marks. The numbers order wordings and say nothing about who keeps a promise, or with what means.

{rows}

Strength, automaticity, deadline and who determines are those of the strongest clause; a deadline in brackets is that of
another clause. `?` follows a code that is marked unsure. "{not_coded}" means that the sources that were read do not say
it, or that it was not looked for. Of a draft the table says what would hold if it were concluded as it stands.

{scales}

## Read them

```python
>>> from detente.case.instruments import instrument_ids, library_instrument
>>> len(instrument_ids())
{count}
>>> [(clause.id, clause.duty.strength) for clause in library_instrument("nato").clauses]
[('article-4', 1), ('article-5', 3)]

```

With a case as second argument the parties carry the ids that the case gives them, by country code, then by id or name.

The pages are generated from the data; a change goes there.
"""


def main(folder: Path) -> None:
    """Write every page, and remove those of instruments that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for file in folder.glob("*.md"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The name of every page → its text."""
    found = {name: library_instrument(name) for name in instrument_ids()}
    return {"README.md": index(found.values()), **{f"{name}.md": page(item) for name, item in found.items()}}


def index(found: Iterable[Commitment]) -> str:
    """The table of all instruments, by their dimensions."""
    rows = [_row(item) for item in found]
    head = ["| " + " | ".join(_COLUMNS) + " |", "|---" * len(_COLUMNS) + "|"]
    return _INDEX.format(count=len(rows), rows="\n".join([*head, *rows]), scales=_scales(), not_coded=NOT_CODED)


def _scales() -> str:
    lines = ["| | strength of a duty | automaticity |", "|---|---|---|"]
    for number, words in enumerate(STRENGTHS):
        other = AUTOMATICITIES[number] if number < len(AUTOMATICITIES) else ""
        lines.append(f"| {number} | {words} | {other} |")
    return "\n".join(lines)


def headline(found: Commitment) -> Clause:
    """The clause of the greatest strength, the first of several; the first of all where none is coded."""
    return max(found.clauses, key=lambda clause: -1 if clause.duty.strength is None else clause.duty.strength)


def _row(found: Commitment) -> str:
    clause = headline(found)
    cells = [
        f"[{found.name}]({found.id}.md)",
        _state(found.status),
        _code(clause.duty.strength, "duty.strength", clause),
        _code(clause.duty.automaticity, "duty.automaticity", clause),
        _deadline(found, clause),
        _duration(found),
        _binding(found),
        _determined(clause.trigger),
        str(len(unsure(found))),
    ]
    return "| " + " | ".join(cells) + " |"


def _code(number: int | None, field: str, clause: Clause) -> str:
    doubted = any(field in mark.partition(":")[0] for mark in clause.unsure)
    return NOT_CODED if number is None else f"{number} ?" if doubted else str(number)


def _state(status: tuple[Phase, ...]) -> str:
    whole = [phase for phase in status if not (phase.obligors or phase.beneficiaries)]
    partly = [phase.state for phase in status if phase.obligors or phase.beneficiaries]
    state = _words(whole[-1].state) if whole else NOT_CODED
    return f"{state}, partly {_words(partly[-1])}" if partly and partly[-1] != whole[-1].state else state


def _deadline(found: Commitment, clause: Clause) -> str:
    own = clause.duty.deadline_hours
    others = [item.duty.deadline_hours for item in found.clauses if item.duty.deadline_hours is not None]
    if own is not None:
        return f"{float(own):g} h"
    return f"({float(min(others)):g} h)" if others else "none stated"


def _duration(found: Commitment) -> str:
    term = found.term
    if term is None or (term.indefinite is None and term.years is None):
        return "not stated"
    years = f"{float(term.years):g} years" if term.years is not None else ""
    if term.indefinite:
        return f"{years}, then no end of its own" if years else "no end of its own"
    return years


def _binding(found: Commitment) -> str:
    binding = found.legal.binding if found.legal else None
    doubted = any(mark.startswith("legal.binding") for mark in found.unsure)
    if binding is None:
        return "disputed or not stated"
    return ("yes" if binding else "no") + (" ?" if doubted else "")


def unsure(found: Commitment) -> list[str]:
    """Everything that is marked as guessed, recalled or disputed, with the clause that it is about."""
    marks = [f"{clause.id}: {text}" for clause in found.clauses for text in clause.unsure]
    return [*found.unsure, *marks]


def page(found: Commitment) -> str:
    """The page of one instrument."""
    parts = [
        f"# {found.name}",
        f"`{found.id}` · {found.kind} · {_history(found)}",
        f"Coded once: {found.coder}. Words in quotation marks are the source's, all others ours. What is marked\n"
        "**unsure** is recalled, guessed or disputed; what is marked **open** the sources do not say.",
        *([str(found.note)] if found.note else []),
        "## Parties",
        *_members(found),
        "## What is owed",
        *(text for clause in found.clauses for text in _clause(clause)),
        "## The instrument as a whole",
        _table(_whole(found)),
        *_listed("## What it leaves out", map(str, found.limits)),
        *_listed("## What is open", map(str, found.unknown)),
        *_listed("## What is unsure", found.unsure),
        *_listed("## Sources", map(_source, found.sources)),
        "[All instruments](README.md) · [the form of these entries](../reference/commitments.md)",
    ]
    return "\n\n".join(parts) + "\n"


def _history(found: Commitment) -> str:
    return "; ".join(_phase(phase) for phase in found.status) or "status not coded"


def _phase(phase: Phase) -> str:
    words = _words(phase.state) + _when(phase.from_, phase.until)
    if phase.obligors:
        words += f" for what {_named(phase.obligors)} owes"
    if phase.beneficiaries:
        words += f" for what {_named(phase.beneficiaries)} is owed"
    return words + (f" ({phase.note})" if phase.note else "")


def _when(start: str | None, end: str | None) -> str:
    return (f" from {start}" if start else "") + (f" until {end}" if end else "")


def _members(found: Commitment) -> list[str]:
    lines: list[str] = []
    for (start, end), items in groupby(found.parties, key=lambda item: (item.from_, item.until)):
        names = ", ".join(_member(item) for item in items)
        lines.append(f"- {names}{_when(start, end)}")
    others = ["It has parties that are not named here."] if found.open_parties else []
    return ["\n".join(lines), *others]


def _member(item: Membership) -> str:
    return _name(item.party) + (f" ({item.note})" if item.note else "")


def _name(actor: str) -> str:
    return _names()[actor].name if actor in _names() else actor


def _names() -> Mapping[str, Actor]:
    return {actor.id: actor for actor in actors()}


def _named(ids: Iterable[str]) -> str:
    return ", ".join("every party" if name == ALL else _name(name) for name in ids)


def _clause(clause: Clause) -> Iterator[str]:
    yield f"### {clause.id}" + (f": article {clause.article}" if clause.article else "")
    if clause.quote:
        yield f"> “{clause.quote}”" + (f" ({_source(clause.page)})" if clause.page else "")
    yield _table([*_sides(clause), *_triggers(clause.trigger), *_duties(clause)])
    if clause.note:
        yield str(clause.note)
    marked = [f"- **open:** {text}" for text in clause.unknown] + [f"- **unsure:** {text}" for text in clause.unsure]
    if marked:
        yield "\n".join(marked)


def _sides(clause: Clause) -> Iterator[tuple[str, str]]:
    yield "who owes", _named(clause.obligors)
    yield "to whom", _named(clause.beneficiaries)
    if clause.covers_parties:
        yield "attacks by a party", "covered too"
    if clause.yields_to:
        yield "goes behind", ", ".join(f"[{name}]({name}.md)" for name in clause.yields_to)


def _triggers(trigger: Trigger | None) -> Iterator[tuple[str, str]]:
    if trigger is None:
        yield "trigger", NOT_CODED
        return
    if trigger.text:
        yield "trigger", str(trigger.text)
    if trigger.type is None:
        return
    yield "kind of event", _either(trigger.type)
    yield "by whom", _adversary(trigger.by)
    yield "what is hit", _either(trigger.against) if trigger.against else NOT_CODED
    yield "where", _where(trigger)
    yield "least scale", _words(trigger.threshold or NOT_CODED)
    yield "voided by", _voids(trigger)
    yield "who determines", _determined(trigger)


def _adversary(by: Adversary | None) -> str:
    if by is None:
        return NOT_CODED
    forms = {"anyone": "anyone", "non-party": "anyone who is not a party"}
    return forms.get(by.kind) or ("anyone but " if by.kind == "other-than" else "") + _named(by.parties)


def _where(trigger: Trigger) -> str:
    labels = {area.id: area.name for area in areas()} | {ANYWHERE: "no limit"}
    if trigger.area is None:
        return NOT_CODED
    where = "; ".join(labels[label] for label in trigger.area)
    out = "; ".join(labels[label] for label in trigger.except_area)
    return f"{where}; without {out}" if out else where


def _voids(trigger: Trigger) -> str:
    if trigger.non_provocation is None:
        return NOT_CODED
    return " or ".join(_VOIDS[how] for how in trigger.non_provocation) or "no such condition"


def _determined(trigger: Trigger | None) -> str:
    steps = trigger.determined_by if trigger else None
    return ", and ".join(_step(step) for step in steps) if steps else NOT_CODED


def _step(step: Determination) -> str:
    details = "; ".join(str(part) for part in (step.body, step.rule) if part)
    return _DECIDERS[step.who] + (f" ({details})" if details else "")


def _duties(clause: Clause) -> Iterator[tuple[str, str]]:
    duty = clause.duty
    yield "duty", str(duty.text or NOT_CODED)
    yield "kind of duty", _words(duty.kind or NOT_CODED)
    yield "strength", NOT_CODED if duty.strength is None else f"{duty.strength}: {STRENGTHS[duty.strength]}"
    step = duty.automaticity
    yield "automaticity", NOT_CODED if step is None else f"{step}: {AUTOMATICITIES[step]}"
    yield "deadline", "none stated" if duty.deadline_hours is None else f"{float(duty.deadline_hours):g} hours"


def _whole(found: Commitment) -> Iterator[tuple[str, str]]:
    if found.imitates:
        yield "modelled on", f"[{found.imitates}]({found.imitates}.md)"
    for item in found.preconditions:
        state = {True: "met", False: "not met", None: "whether it is met is not coded"}[item.met]
        yield "precondition", f"{item.what} ({state})"
    legal = found.legal
    yield "binding in law", _binding(found)
    if legal:
        yield "ratification", str(legal.ratification or NOT_CODED)
        yield from (("on its force", str(note)) for note in (legal.note,) if note)
    yield "duration", _duration(found)
    term = found.term
    if term:
        yield from (("renewal", str(text)) for text in (term.renewal,) if text)
        yield from (("ends when", str(text)) for text in (term.ends_when,) if text)
        yield from (("notice", f"{float(months):g} months") for months in (term.notice_months,) if months is not None)
        yield from (("on its term", str(text)) for text in (term.note,) if text)
    rule = found.accession
    article = f" (article {rule.article})" if rule and rule.article else ""
    yield "joining", f"{rule.rule}{article}" if rule else NOT_CODED
    if rule and rule.second_step:
        yield "then", str(rule.second_step)
    yield "enforcement", str(found.enforcement or NOT_CODED)
    yield "forces", str(found.forces or NOT_CODED)


def _table(rows: Iterable[tuple[str, str]]) -> str:
    lines = ["| | |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {text.replace('|', '/')} |" for name, text in rows)])


def _listed(heading: str, texts: Iterable[str]) -> list[str]:
    lines = [f"- {text}" for text in texts]
    return [heading, "\n".join(lines)] if lines else []


def _source(text: str) -> str:
    address, _, rest = text.partition(" ")
    return f"<{address}>{' ' + rest if rest else ''}" if address.startswith("http") else text


def _either(words: Iterable[str]) -> str:
    *most, last = (_words(word) for word in words)
    return f"{', '.join(most)} or {last}" if most else last


def _words(name: str) -> str:
    return name.replace("-", " ")


if __name__ == "__main__":
    main(Path(*sys.argv[1:2] or ["docs", "instruments"]))

"""The interview on a terminal: two packages side by side, one answer at a time, each kept at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from detente.case.model.issue import Answer
from detente.case.model.judgement import Comparison
from detente.case.page import Page
from detente.case.reading import CaseFile, read_case
from detente.case.vocabulary import answer_in_words
from detente.case.yaml_subset import compose
from detente.cli.outcome import say
from detente.cli.saving import save
from detente.cli.tables import cell, facts, heading, note, show, table
from detente.foundation.errors import CaseError
from detente.study.elicitation.interview import Asked, Interview, Word
from detente.study.elicitation.recording import view_path, with_answers, with_party
from detente.study.elicitation.trade_offs import Package, differing

KEYS = (
    "1 or 2: that one   =: alike   s: skip   b: take the last answer back\n"
    "?: what is known   q: stop; every answer is kept at once"
)
_WORDS: dict[str, Word] = {"1": "1", "2": "2", "=": "=", "s": "skip"}


@dataclass(frozen=True)
class Sitting:
    """An interview, the case it is about, and the file that its answers go to."""

    read: CaseFile
    view: str | None
    interview: Interview
    was_saved: bool = False

    @property
    def target(self) -> Path:
        """The file that holds the answers."""
        return self.read.path if self.view is None else view_path(self.read, self.view)

    @property
    def name(self) -> str:
        """What the party is called."""
        parties = self.read.case.parties
        return next((str(p.name) for p in parties if p.id == self.interview.party), self.interview.party)

    def with_interview(self, interview: Interview) -> Sitting:
        """The sitting after an answer, not saved yet."""
        return replace(self, interview=interview, was_saved=False)

    def saved(self) -> Sitting:
        """Write the answers into the file: whole or not at all, and only if the case can still be read."""
        page = self._page()
        text = with_answers(page, self.interview)
        if self.view is not None:
            self.target.parent.mkdir(exist_ok=True)
        before = self.target.read_text(encoding="utf-8") if self.target.exists() else None
        save(self.target, text, "CASE" if self.view is None else "--view")
        try:
            read = read_case(self.read.path, self.view)
        except CaseError:
            if before is not None:
                save(self.target, before, "CASE")
            else:
                self.target.unlink()
            raise
        return replace(self, read=read, was_saved=True)

    def _page(self) -> Page:
        if self.view is None:
            return Page(self.read.path.name, self.read.text, self.read.tree)
        text = self.target.read_text(encoding="utf-8") if self.target.exists() else None
        text = with_party(text, self.view, self.interview.party, self.read)
        return Page(self.target.name, text, compose(text, self.target.name))


def interview_on_screen(sitting: Sitting) -> None:
    """Ask until nothing is left to ask or the person stops; every answer is kept as it is given."""
    _hello(sitting)
    while True:
        asked = sitting.interview.ask()
        if not isinstance(asked, Asked):
            say(f"\nNothing is left to ask: {asked.why}.")
            break
        _show(sitting, asked)
        following = _step(sitting, asked)
        if following is None:
            break
        sitting = following
    summary(sitting)


def _hello(sitting: Sitting) -> None:
    known = len(sitting.interview.comparisons)
    say(f"Which of the two would {sitting.name} rather take?\nAll that is not shown is the same in both.")
    say(
        f"Answers go to {sitting.target}."
        + (f" It holds {known} comparison{'s' * (known > 1)} already." if known else "")
    )
    say(KEYS)


def _step(sitting: Sitting, asked: Asked) -> Sitting | None:
    """The sitting after one answer, or after taking one back; None where the person stops."""
    while True:
        word = _typed()
        if word == "q":
            return None
        if word == "?":
            summary(sitting)
        elif word == "b":
            back = _back(sitting)
            if back is not None:
                return back
            say("there is no answer to take back")
        elif word in _WORDS:
            return _answered(sitting, asked, _WORDS[word])
        else:
            say(KEYS)


def _typed() -> str:
    try:
        return typer.prompt("1, 2, =, s, b, ?, q", prompt_suffix=" > ").strip().lower()
    except typer.Abort:
        return "q"


def _back(sitting: Sitting) -> Sitting | None:
    interview = sitting.interview
    if interview.skipped:
        return replace(sitting, interview=replace(interview, skipped=interview.skipped[:-1]))
    if not interview.comparisons or not interview.comparisons[-1].packages:
        return None
    return sitting.with_interview(interview.without([len(interview.comparisons) - 1])).saved()


def _answered(sitting: Sitting, asked: Asked, word: Word) -> Sitting:
    following = sitting.with_interview(sitting.interview.answer(asked, word))
    if word == "skip":
        return following
    if not following.interview.consistent:
        return _mended(sitting, following)
    if following.interview.too_many():
        say("With this answer the weights have too many extreme points to be computed with: it is not kept.")
        return sitting.with_interview(sitting.interview.answer(asked, "skip"))
    return following.saved()


def _mended(before: Sitting, after: Sitting) -> Sitting:
    """Ask which answers to take back; the last one alone by default."""
    say("")
    for line in contradiction_words(after):
        say(line)
    sets = after.interview.reconsider().sets
    while True:
        try:
            chosen = typer.prompt(
                "take back which (number), or enter for this last answer", default="", show_default=False
            )
        except typer.Abort:
            chosen = ""
        if not chosen.strip():
            return before
        if chosen.strip().isdecimal() and 1 <= int(chosen) <= len(sets):
            return after.with_interview(after.interview.without(sets[int(chosen) - 1])).saved()
        say(f"write a number from 1 to {len(sets)}, or nothing")


def contradiction_words(sitting: Sitting) -> Iterator[str]:
    """Which answers contradict one another, and the smallest sets to reconsider."""
    interview = sitting.interview
    found = interview.reconsider()
    shift = int(bool(interview.compared.order))
    yield "These cannot all be true of one set of weights:"
    for judgement in found.conflicts[0].judgements:
        if judgement >= shift:
            yield f"  - {in_words(sitting, interview.comparisons[judgement - shift])}"
        else:
            yield "  - the order of the weights"
    yield f"The fewest to reconsider ({len(found.sets[0]) if found.sets else 0}), any one of these:"
    if shift and any(0 in conflict.judgements for conflict in found.conflicts):
        yield "  - the order of the weights, in the file"
    for number, members in enumerate(found.sets, 1):
        yield f"  {number}. " + "; and ".join(in_words(sitting, interview.comparisons[place]) for place in members)


def in_words(sitting: Sitting, comparison: Comparison) -> str:
    """A comparison as a sentence."""
    name = sitting.name
    for one, other in comparison.packages:
        first, second = _said(sitting, one, other), _said(sitting, other, one)
        return (
            f"{name} as soon takes {first} as {second}" if comparison.alike else f"{name} takes {first} before {second}"
        )

    def named(names: Sequence[str]) -> str:
        short = {issue.id: issue.short for issue in sitting.read.case.issues}
        return " and ".join(short.get(name, name) for name in names)

    if comparison.equal:
        return f"equal weights of {named(comparison.equal)}"
    times = "" if comparison.times == 1 else f" {float(comparison.times):g} times"
    most = f" and at most {float(comparison.at_most):g} times" if comparison.at_most is not None else ""
    return f"weight of {named(comparison.more)} at least{times}{most} that of {named(comparison.than)}"


def _said(sitting: Sitting, package: Package, other: Package) -> str:
    issues = {issue.id: issue for issue in sitting.read.case.issues}
    names = differing(package, other)
    return ", ".join(f"{issues[name].short.lower()}: {_answer(sitting, name, package[name])}" for name in names)


def _answer(sitting: Sitting, issue: str, answer: Answer) -> str:
    found = next(item for item in sitting.read.case.issues if item.id == issue)
    return answer_in_words(sitting.read.case, found, answer)


def _show(sitting: Sitting, asked: Asked) -> None:
    issues = {issue.id: issue for issue in sitting.read.case.issues}
    one, other = asked.question.first, asked.question.second
    say("\n" + "─" * min(shutil.get_terminal_size((80, 24)).columns, 80))
    rows = table("", "1", "2")
    for name in differing(one, other):
        rows.add_row(
            cell(issues[name].short), cell(_answer(sitting, name, one[name])), cell(_answer(sitting, name, other[name]))
        )
    parts = [heading(f"Question {sitting.interview.answered + len(sitting.interview.skipped) + 1}"), rows]
    same = [name for name in one if one[name] == other[name]]
    if same:
        words = ", ".join(f"{issues[name].short.lower()}: {_answer(sitting, name, one[name])}" for name in same)
        parts.append(note(f"in both: {words}"))
    show(parts)


def summary(sitting: Sitting) -> None:
    """What the answers say of the weights, and how much they leave undecided."""
    issues = {issue.id: issue for issue in sitting.read.case.issues}
    found = sitting.interview.undecided()
    rows = table("issue", "central weight", "between", numbers=("central weight", "between"))
    for name, share in found["weights"].items():
        between = f"{100 * share['least']:.0f}–{100 * share['most']:.0f} %"
        rows.add_row(cell(issues[name].short), cell(f"{100 * share['central']:.0f} %"), cell(between))
    count = len(sitting.interview.comparisons)
    asked = f"{count} comparison{'s' if count != 1 else ''}"
    part = "over 99" if 0.99 < found["agreement"] < 1 else f"{100 * found['agreement']:.0f}"
    agree = f"{part} % of the weights that remain, on average over all questions that could be put"
    show([
        heading(f"{sitting.name}: what {asked} say of the weights"),
        rows,
        facts([("agree", f"{agree} (50 %: nothing is known, 100 %: all is)"), ("kept in", str(sitting.target))]),
        note("The central weight is the mean of the extreme weights that agree with every answer."),
    ])  # fmt: skip

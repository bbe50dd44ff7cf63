"""Tables for the terminal: plain words, no colours, nothing cut off at 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.case.model.issue import Answer
from detente.cli.outcome import visible
from detente.engines.settlement.of_case import PackageName, SettledCase

Package = tuple[tuple[str, str], ...]
"""What a package answers, as (issue, answer) in the case file's words."""

_UNBOUNDED = 100_000


def show(parts: Iterable[RenderableType]) -> None:
    """Print one after the other."""
    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    lines = "\n".join(line.rstrip() for line in capture.get().split("\n"))
    typer.echo(re.sub("\n{3,}", "\n\n", lines).rstrip())


class FirstThatFits:
    """The first of several forms whose words need not be broken at the width there is, else the last."""

    def __init__(self, *forms: RenderableType, wrapped: bool = False) -> None:
        self._forms = forms
        self._wrapped = wrapped

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.update(max_width=_UNBOUNDED, width=_UNBOUNDED)
        for form in self._forms[:-1]:
            need = Measurement.get(console, wide, form)
            if (need.minimum if self._wrapped else need.maximum) <= options.max_width:
                yield form
                return
        yield self._forms[-1]


def heading(words: str) -> Text:
    """The line above a table."""
    return Text(f"\n{visible(words)}", style="bold")


def note(words: str) -> Padding:
    """A remark below a table."""
    return Padding(Text(visible(words)), (0, 0, 0, 2))


def cell(words: str) -> Text:
    """Words of the case in a cell: no markup, no control characters."""
    return Text(visible(words))


def table(*columns: str, numbers: Sequence[str] = ()) -> Table:
    """An empty table; the columns in `numbers` stand to the right."""
    made = Table(box=SIMPLE_HEAD)
    for name in columns:
        made.add_column(cell(name), justify="right" if name in numbers else "left", overflow="fold")
    return made


MOST_OF_A_NAME = 20
"""Characters of a name on one line, so that what is said of it has room."""


def facts(rows: Iterable[tuple[str, str]]) -> Table:
    """Names and what there is to say of each, the second part wrapped beside the first."""
    made = Table.grid(padding=(0, 2))
    made.add_column(overflow="fold", max_width=MOST_OF_A_NAME)
    made.add_column(overflow="fold")
    for name, words in rows:
        made.add_row(cell(name), cell(words))
    return made


def answer_text(answer: Answer) -> str:
    """An answer as conditions write it."""
    if isinstance(answer, tuple):
        return f"{{{', '.join(answer)}}}"
    return f"{float(answer):g}" if isinstance(answer, Fraction) else answer


def package_of(settled: SettledCase, package: PackageName) -> Package:
    """A package in the words of the case file, so that it can be compared between cases."""
    return tuple((issue, answer_text(answer)) for issue, answer in settled.answers(package).items())


def package_list(letters: Mapping[Package, str]) -> list[RenderableType]:
    """What the packages behind the letters answer: first what they share, then where they differ."""
    packages = {letter: dict(package) for package, letter in letters.items()}
    issues = list(dict.fromkeys(issue for package in packages.values() for issue in package))
    shared = _shared(packages, issues)
    differing = [issue for issue in issues if issue not in shared]
    parts: list[RenderableType] = []
    if shared:
        words = ", ".join(f"{issue} = {answer}" for issue, answer in shared.items())
        parts.append(note(f"all of them: {words}" if differing else words))
    if differing:
        parts.append(FirstThatFits(_by_column(packages, differing), _by_line(packages, differing)))
    return parts


def _shared(packages: Mapping[str, Mapping[str, str]], issues: Iterable[str]) -> dict[str, str]:
    if len(packages) < 2:
        return {}
    found = {issue: {package.get(issue) for package in packages.values()} for issue in issues}
    return {issue: str(next(iter(answers))) for issue, answers in found.items() if len(answers) == 1}


def _by_column(packages: Mapping[str, Mapping[str, str]], issues: Sequence[str]) -> Table:
    made = table("package", *issues)
    for letter, package in packages.items():
        made.add_row(letter, *(cell(package.get(issue, "–")) for issue in issues))
    return made


def _by_line(packages: Mapping[str, Mapping[str, str]], issues: Sequence[str]) -> Group:
    rows = [
        (f"  {letter}", ", ".join(f"{issue} = {package[issue]}" for issue in issues if issue in package))
        for letter, package in packages.items()
    ]
    return Group("", facts(rows))


def points(value: float, low: float | None = None, high: float | None = None) -> str:
    """A value in points, with the range that the judgements admit where they admit one."""
    shown = f"{round(value, 1) + 0.0:.1f}"
    if low is None or high is None or high - low < 0.05:
        return shown
    return f"{shown} ({round(low)}–{round(high)})"

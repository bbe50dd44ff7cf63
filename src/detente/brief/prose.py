"""What a sentence of a brief is made of: words, and between them marks, references and numbers with their spread.

Prose is a plain string, or a tuple of runs where marks and references stand between the words:

>>> offer = ("The bid would be given up for a guarantee", Cite("s2"), Mark("single-source"), ".")
>>> unmarked(offer)
'The bid would be given up for a guarantee [s2] (single source).'

Numbers that were chosen, or that follow from such numbers, say so by their `basis`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

_ADDRESS = re.compile(r"(https?://|mailto:)\w", re.IGNORECASE)

Basis = Literal["", "reported", "judgement", "computed"]
"""Where a number comes from: a report, a judgement, or a computation on judgements."""

MarkKind = Literal["judgement", "computed", "single-source", "contradicted", "differs", "refined", "agreed"]


@dataclass(frozen=True, slots=True)
class MarkMeaning:
    """How a mark reads: in full, abbreviated where space is short, and what it tells the reader."""

    label: str
    short: str
    meaning: str


MARKS: dict[MarkKind, MarkMeaning] = {
    "judgement": MarkMeaning("judgement", "J", "chosen, not measured; no report gives it"),
    "computed": MarkMeaning("computed from judgements", "C", "follows from numbers that were chosen"),
    "single-source": MarkMeaning("single source", "1", "only one report says this"),
    "contradicted": MarkMeaning("contradicted", "≠", "another report says something incompatible"),
    "differs": MarkMeaning("reports differ", "≈", "reports differ in a way that may be reconciled"),
    "refined": MarkMeaning("refined", "+", "another report says the same in part, or in more detail"),
    "agreed": MarkMeaning("reports agree", "=", "all reports that mention this agree"),
}
"""Every mark there is; a brief explains those it uses."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words to stress; `strong` for the few that must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A condition or an id as it stands in the case file."""

    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to a statement; writers link it to its place in the source list."""

    source: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A small label on what stands before it: how well it is sourced, or that it is a judgement."""

    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Refer:
    """A reference to a section, figure, table or definition of this brief, by its id.

    Without a text the target's own number is written: "section 3", "figure 2", "table 4".
    """

    target: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to the outside. Anything but http, https and mailto is written as plain text."""

    url: str
    text: str

    @property
    def address(self) -> str:
        """The address, if it is one to follow; otherwise nothing.

        >>> Link("https://doi.org/10.2307/1907266", "Nash").address, Link("javascript:f()", "f").address
        ('https://doi.org/10.2307/1907266', '')
        """
        address = self.url.strip()
        return address if _ADDRESS.match(address) else ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its spread over the assumptions (low to high), its unit and its basis.

    >>> str(Number(62, low=55, high=70, unit="points"))
    '62 points (55–70)'
    >>> str(Number(Fraction(1, 3), digits=2))
    '0.33'
    """

    value: float | Fraction
    low: float | Fraction | None = None
    high: float | Fraction | None = None
    digits: int | None = None
    unit: str = ""
    basis: Basis = ""

    @property
    def point(self) -> str:
        """The value in print, with its unit."""
        return in_print(self.value, self.digits) + _with_unit(self.unit)

    @property
    def spread(self) -> str:
        """The low and high end in print, or nothing where there is no spread."""
        if self.low is None or self.high is None or self.low == self.high:
            return ""
        low, high = in_print(self.low, self.digits), in_print(self.high, self.digits)
        return f"{low} to {high}" if low.startswith("−") or high.startswith("−") else f"{low}–{high}"

    def __str__(self) -> str:
        return f"{self.point} ({self.spread})" if self.spread else self.point


Inline = str | Emphasis | Code | Cite | Mark | Refer | Link | Number
Prose = str | tuple[Inline, ...]


def in_print(value: float | Fraction, digits: int | None = None) -> str:
    """A number as printed: thousands set off, a real minus, decimals only where they say something.

    >>> in_print(-1536), in_print(2.5), in_print(3.0), in_print(2.25, 1)
    ('−1,536', '2.5', '3', '2.2')
    """
    if isinstance(value, float) and not math.isfinite(value):
        return "–" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    places = digits if digits is not None else (0 if value == int(value) else 1)
    text = f"{float(value):,.{places}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", "−")


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_in_words(date: str) -> str:
    """A date of the case (a day, a month or a year) as printed; anything else stays as it is.

    >>> date_in_words("2025-12-14"), date_in_words("2025-12"), date_in_words("2025")
    ('14 December 2025', 'December 2025', '2025')
    """
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    if not (month.isdecimal() and 1 <= int(month) <= 12) or (day and not day.isdecimal()):
        return date
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if day else f"{_MONTHS[int(month) - 1]} {year}"


def runs(prose: Prose | Number) -> tuple[Inline, ...]:
    """Prose as a tuple of runs."""
    return prose if isinstance(prose, tuple) else (prose,)


def unmarked(prose: Prose | Number) -> str:
    """The words alone, with marks and references in brackets."""
    return "".join(_plain_run(run) for run in runs(prose))


def _plain_run(run: Inline) -> str:
    match run:
        case Cite(source):
            return f" [{source}]"
        case Mark(kind):
            return f" ({MARKS[kind].label})"
        case Number(basis=basis):
            return f"{run} (judgement)" if basis == "judgement" else str(run)
        case Emphasis() | Code() | Refer() | Link():
            return run.text
        case str():
            return run


def _with_unit(unit: str) -> str:
    if not unit:
        return ""
    return unit if unit in {"%", "°"} else f" {unit}"

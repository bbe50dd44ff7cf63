"""Instruments and clauses as the engine sees them: named sets, numbers on the scales, and None for what nobody knows.

Strength: 0 negative assurance; 1 consult; 2 support without force; 3 act, means of its own choice; 4 aid by all means,
military included; 5 military assistance without a clause of discretion. Automaticity: 0 no duty on the trigger;
1 consult or decide, then discretion; 2 act, choice of means; 3 military assistance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
ANYWHERE = "anywhere"
"""Among the areas of a trigger: no limit."""


@dataclass(frozen=True, slots=True)
class Adversary:
    """Against whose attack a clause protects: anyone, non-party, named, other-than."""

    kind: str
    parties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Determination:
    """Who establishes that the trigger has occurred: self, victim, council, official, commission; and how."""

    who: str
    body: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What calls a clause into force; None where the sources do not say."""

    text: str = ""
    types: frozenset[str] | None = None
    against: frozenset[str] | None = None
    by: Adversary | None = None
    area: frozenset[str] | None = None
    except_area: frozenset[str] = frozenset()
    threshold: str | None = None
    non_provocation: frozenset[str] | None = None
    ongoing_conflict: str = ""
    adversaries_at_least: int = 1
    demand_refused: str = ""
    determined_by: tuple[Determination, ...] | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed once the trigger has occurred; None where the sources do not say."""

    text: str = ""
    kind: str | None = None
    strength: int | None = None
    automaticity: int | None = None
    deadline_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One directed promise of an instrument."""

    id: str
    instrument: str
    obligors: frozenset[str]
    beneficiaries: frozenset[str]
    trigger: Trigger
    duty: Duty
    article: str = ""
    quote: str = ""
    page: str = ""
    covers_parties: bool = False
    yields_to: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    because: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Instrument and clause, as facts name them."""
        return f"{self.instrument}.{self.id}"


@dataclass(frozen=True, slots=True)
class Phase:
    """A state of an instrument between two days, both included; of all of it, or between some parties only."""

    state: str
    start: date = date.min
    end: date = date.max
    obligors: frozenset[str] = frozenset()
    beneficiaries: frozenset[str] = frozenset()
    note: str = ""

    def covers(self, day: date, obligor: str, beneficiary: str) -> bool:
        """Whether the phase speaks of what this obligor owes that beneficiary on that day."""
        return (
            self.start <= day <= self.end
            and (not self.obligors or obligor in self.obligors)
            and (not self.beneficiaries or beneficiary in self.beneficiaries)
        )


@dataclass(frozen=True, slots=True)
class Membership:
    """A party to an instrument between two days, both included."""

    party: str
    start: date = date.min
    end: date = date.max


@dataclass(frozen=True, slots=True)
class Precondition:
    """Something that has to happen before an instrument obliges anybody; `met` is None where nobody knows."""

    id: str
    what: str
    met: bool | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What an instrument says of itself beside its clauses; empty or None where the sources do not say."""

    binding: bool | None = None
    ratification: str = ""
    ratifications_needed: frozenset[str] = frozenset()
    ratifications_done: frozenset[str] = frozenset()
    indefinite: bool | None = None
    years: float | None = None
    renewal: str = ""
    ends_when: str = ""
    notice_months: float | None = None
    accession: str = ""
    consent: frozenset[str] = frozenset()
    enforcement: str = ""
    forces: str = ""
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, agreement or draft: clauses with a life in time.

    `phases` are read in order, the last that covers the day counts; none at all means in force without end.
    """

    id: str
    name: str
    kind: str
    clauses: tuple[Clause, ...]
    parties: tuple[Membership, ...] = ()
    phases: tuple[Phase, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    terms: Terms = Terms()
    open_parties: bool = False
    imitates: str = ""
    sources: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    because: tuple[str, ...] = ()

    def members(self, day: date) -> Iterator[str]:
        """Who is a party on that day."""
        return (item.party for item in self.parties if item.start <= day <= item.end)

    def state(self, day: date, obligor: str = "", beneficiary: str = "") -> str:
        """What the instrument is on that day, between these two where given; before and after all phases in words."""
        found = "in-force"
        if self.phases:
            found = "not begun" if any(phase.start > day for phase in self.phases) else "ended"
        for phase in self.phases:
            if phase.covers(day, obligor, beneficiary):
                found = phase.state
        return found

    def term_end(self, day: date, obligor: str = "", beneficiary: str = "") -> date | None:
        """The last day of its term, counted from when it came into force; None where no term or no such day is known.

        A phase that states its own last day says more than the term, so that day alone counts.
        """
        if self.terms.years is None or self.terms.indefinite:
            return None
        phases = [phase for phase in self.phases if phase.covers(day, obligor, beneficiary)]
        begun = [phase.start for phase in phases if phase.state == "in-force"]
        if not begun or min(begun) == date.min or phases[-1].end != date.max:
            return None
        return _years_after(min(begun), self.terms.years) - timedelta(days=1)


def _years_after(day: date, years: float) -> date:
    """The day that many years later; of a part of a year, its share of the days of a year."""
    whole = int(years)
    if day.year + whole >= date.max.year:
        return date.max
    try:
        later = day.replace(year=day.year + whole)
    except ValueError:  # 29 February
        later = date(day.year + whole, 3, 1)
    return later + timedelta(days=round((years - whole) * 365.25))

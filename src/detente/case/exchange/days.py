"""Days as data sets give them: a year, with or without month and day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from functools import total_ordering


@total_ordering
@dataclass(frozen=True, slots=True)
class PartDay:
    """A year, month and day; month and day are 0 where they are not known.

    >>> day = PartDay(1914, 8)
    >>> day.text, day.first.isoformat(), day.last.isoformat(), day.precision
    ('1914-08', '1914-08-01', '1914-08-31', 'month')
    """

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, text: str) -> PartDay:
        """From `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raises ValueError on anything else."""
        parts = [int(part) for part in text.split("-")]
        if not 1 <= len(parts) <= 3:
            raise ValueError(text)
        return cls.checked(*parts)

    @classmethod
    def checked(cls, year: int, month: int = 0, day: int = 0) -> PartDay:
        """The day, cut to what a calendar allows; raises ValueError without a year of 1 to 9999."""
        if not 1 <= year <= 9999:
            raise ValueError(f"no year {year}")
        if not 1 <= month <= 12:
            return cls(year)
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            return cls(year, month)
        return cls(year, month, day)

    @property
    def precision(self) -> str:
        """`day`, `month` or `year`."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def text(self) -> str:
        """As a case writes it."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def first(self) -> date:
        """The earliest day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __lt__(self, other: PartDay) -> bool:
        return (self.year, self.month, self.day) < (other.year, other.month, other.day)

"""National capabilities by state and year, as a labelled default for strengths that nobody has given.

Cite: J. David Singer (1987), Reconstructing the Correlates of War Dataset on Material Capabilities of States,
1816-1985, International Interactions 14(2): 115-132, doi:10.1080/03050628808434695; National Material Capabilities,
with the version of the file. No open licence is stated, so the file is no part of the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.case.exchange.tables import Layout, read_rows
from detente.foundation.errors import OutOfDomain

COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop")

_LAYOUT = Layout(
    what="a file of national material capabilities",
    columns={"code": ("ccode",), "year": ("year",), **{name: (name,) for name in (*COMPONENTS, "cinc")}},
    needed=("code", "year", "cinc"),
    todo="give the National Material Capabilities file with one row a state and year",
)


@dataclass(frozen=True)
class Capabilities:
    """The Composite Index of National Capability: each state's share of the system's capability in a year."""

    shares: Mapping[tuple[int, int], float]
    years: tuple[int, int]
    version: str = ""

    def cinc(self, code: int, year: int) -> float | None:
        """The share of the state in the year; None where the file has none."""
        return self.shares.get((code, year))

    def total(self, codes: Iterable[int], year: int) -> float:
        """The summed shares of several states; raises OutOfDomain naming those without one."""
        listed = list(codes)
        missing = [code for code in listed if (code, year) not in self.shares]
        if missing:
            raise OutOfDomain(f"no capability in {year} for: {', '.join(map(str, missing))}")
        return sum(self.shares[code, year] for code in listed)


@dataclass(frozen=True, slots=True)
class CapabilityDefault:
    """A number to start from, and the sentence that has to stand beside it wherever it is used."""

    value: float
    provenance: str
    year: int


def read_capabilities(path: Path | str, version: str = "") -> Capabilities:
    """The shares of a National Material Capabilities file; raises ReadingError with all faults.

    `version` is for the provenance; the files do not always say it themselves.
    """
    rows = read_rows(path, _LAYOUT)
    shares: dict[tuple[int, int], float] = {}
    for row in rows:
        key, share = (row.code("code"), row.code("year")), row.number("cinc")
        if share is None:
            continue
        if not 0 <= share <= 1:
            row.note("cinc", f"{share} is no share between 0 and 1")
        if key in shares:
            row.note("year", f"state {key[0]} has a second row for {key[1]}")
        shares[key] = share
    rows.raise_faults()
    years = [year for _, year in shares] or [0]
    return Capabilities(shares, (min(years), max(years)), version)


def capability_default(table: Capabilities, codes: int | Iterable[int], year: int | None = None) -> CapabilityDefault:
    """The share of a state, or of several together, with where it comes from. Without a year, the last of the file.

    Raises OutOfDomain where a state has no share in the year: no other year is put in its place.
    """
    chosen = table.years[1] if year is None else year
    listed = [codes] if isinstance(codes, int) else list(codes)
    if not listed:
        raise OutOfDomain("no state was named")
    version = f" {table.version}" if table.version else ""
    text = f"CINC {chosen}, National Material Capabilities{version}; weighs population and steel heavily; override it"
    return CapabilityDefault(table.total(listed, chosen), text, chosen)

"""Who fought in which war, on which side and from when, from the list of wars between states.

Cite: Meredith Reid Sarkees and Frank Wayman (2010), Resort to War: 1816-2007, Washington DC: CQ Press; version 4.0 of
the Correlates of War list of inter-state wars. The project asks for version and citation; no open licence is stated,
so the file is no part of the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from detente.case.exchange.days import PartDay
from detente.case.exchange.tables import Layout, Row, read_rows

# Where a war was fought, as the list codes it, in regions.
_REGIONS: dict[int, frozenset[str]] = {
    code: frozenset(names.split())
    for code, names in {
        1: "americas",
        2: "europe",
        4: "africa",
        6: "middle-east",
        7: "asia",
        9: "oceania",
        11: "europe middle-east",
        12: "europe asia",
        13: "americas asia",
        14: "europe africa middle-east",
        15: "europe africa middle-east asia",
        16: "africa middle-east asia oceania",
        17: "asia oceania",
        18: "africa middle-east",
        19: "europe africa middle-east asia oceania",
    }.items()
}


@dataclass(frozen=True, slots=True)
class WarParticipant:
    """One state on one side of one war; a state that changes sides has two."""

    war: int
    war_name: str
    state: int
    side: int
    entered: PartDay
    left: PartDay | None
    initiator: bool
    regions: frozenset[str] = frozenset()


_LAYOUT = Layout(
    what="a list of inter-state war participants",
    columns={
        "war": ("WarNum",),
        "war_name": ("WarName",),
        "state": ("ccode",),
        "side": ("Side",),
        **{f"start-{part}": (f"Start{part}1",) for part in ("Year", "Month", "Day")},
        **{f"end-{part}": (f"End{part}1",) for part in ("Year", "Month", "Day")},
        "end-again": ("EndYear2",),
        "where": ("WhereFought",),
        "initiator": ("Initiator",),
    },
    needed=("war", "war_name", "state", "side", "start-Year", "initiator"),
    todo="give the participants' file of the Correlates of War list of inter-state wars, version 4",
)


def read_wars(path: Path | str) -> tuple[WarParticipant, ...]:
    """The participants in a COW inter-state war file; raises ReadingError with all faults."""
    rows = read_rows(path, _LAYOUT)
    found = [_participant(row) for row in rows]
    rows.raise_faults()
    return tuple(found)


def _participant(row: Row) -> WarParticipant:
    entered = row.day("start-Year", "start-Month", "start-Day")
    if entered is None:
        row.note("start-Year", "the year of entry is missing")
    left = row.day("end-Year", "end-Month", "end-Day")
    left = row.day("end-again", "", "") or left
    side = row.code("side")
    if side not in (1, 2):
        row.note("side", f"side {side} is neither 1 nor 2")
    return WarParticipant(
        war=row.code("war"),
        war_name=row.word("war_name"),
        state=row.code("state"),
        side=side,
        entered=entered or PartDay(1),
        left=left,
        initiator=row.whole("initiator") == 1,
        regions=_REGIONS.get(row.whole("where") or 0, frozenset()),
    )

"""Alliances and their members from the files of the Alliance Treaty Obligations and Provisions project (ATOP).

Cite: Brett Ashley Leeds, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long (2002), Alliance Treaty
Obligations and Provisions, 1815-1944, International Interactions 28(3): 237-260. The project asks users for this
citation; no licence is stated with the files, so none of them is part of the package. Get them from the project's
own pages. Versions 4 and 5 are read; columns that a version lacks are read as not set.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from detente.case.exchange.days import PartDay
from detente.case.exchange.tables import Layout, Row, first_cells, read_rows, text_of

OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
CONDITIONS = (
    *(f"defco{what}" for what in ("adv", "loc", "con", "num", "dem", "npr")),
    *(f"offco{what}" for what in ("adv", "loc", "con", "num", "dem")),
    *(f"neuco{what}" for what in ("adv", "loc", "con", "num", "dem", "npr", "att")),
    *(f"conco{what}" for what in ("adv", "loc", "con", "req")),
)
MOST_MEMBERS = 80


@dataclass(frozen=True, slots=True)
class AtopAlliance:
    """One alliance: when it was in force, what kinds of promises its text makes, who its members ever were."""

    id: int
    begins: PartDay
    ends: PartDay | None
    obligations: frozenset[str]
    members: tuple[int, ...]
    threats: tuple[int, ...] = ()
    wartime: bool = False
    asymmetric: bool = False
    conditional: bool = False
    secret: bool | None = None
    still_in_effect: bool = False


@dataclass(frozen=True, slots=True)
class AtopMember:
    """One membership, from entry to exit: what the member promises, and on which conditions.

    `conditions` holds the names of ATOP's condition variables that are set, such as `defcoadv`, `coded` those that the
    file has at all; `threats` are the states that the text names as threats. `left` is None while the membership was
    still in force when the file was made.
    """

    alliance: int
    member: int
    entered: PartDay
    left: PartDay | None
    obligations: frozenset[str]
    conditions: frozenset[str] = frozenset()
    coded: frozenset[str] = frozenset(CONDITIONS)
    threats: tuple[int, ...] = ()
    phase: int = 0
    wartime: bool = False
    asymmetric: bool = False

    def in_force(self, day: PartDay) -> bool:
        """Whether the membership may be in force on the day: days of which only the year is known count."""
        return self.entered.first <= day.last and (self.left is None or self.left.last >= day.first)


_ALLIANCE = Layout(
    what="an ATOP file with one row an alliance",
    columns={
        "atopid": ("atopid",),
        **{name: (name,) for name in ("begyr", "begmo", "begday", "endyr", "endmo", "endday", "ineffect")},
        **{name: (name,) for name in OBLIGATIONS},
        **{name: (name,) for name in ("statthr1", "statthr2", "wartime", "asymm", "conditio", "pubsecr")},
        **{f"mem{index}": (f"mem{index}",) for index in range(1, MOST_MEMBERS + 1)},
    },
    needed=("atopid", "begyr", "mem1", *OBLIGATIONS),
    todo="give ATOP's alliance-level file",
    forbidden=("yrent",),
)

_MEMBER = Layout(
    what="an ATOP file with one row a member",
    columns={
        **{name: (name,) for name in ("atopid", "member", "phase", "wartime", "asymm")},
        **{name: (name,) for name in ("yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")},
        **{name: (name,) for name in OBLIGATIONS},
        **{name: (name,) for name in CONDITIONS},
        **{name: (name,) for name in ("statthr1", "statthr2")},
    },
    needed=("atopid", "member", "yrent", *OBLIGATIONS),
    todo="give ATOP's member-level file",
    forbidden=("mem1",),
)


def read_alliances(path: Path | str) -> tuple[AtopAlliance, ...]:
    """The alliances of an ATOP alliance-level file, .csv or .csv.gz; raises ReadingError with all faults."""
    rows = read_rows(path, _ALLIANCE)
    found = [_alliance(row) for row in rows]
    rows.raise_faults()
    return tuple(found)


def read_members(path: Path | str) -> tuple[AtopMember, ...]:
    """The memberships of an ATOP member-level file, .csv or .csv.gz; raises ReadingError with all faults."""
    rows = read_rows(path, _MEMBER)
    coded = frozenset(name for name in CONDITIONS if rows.has(name))
    found = [_member(row, coded) for row in rows]
    rows.raise_faults()
    return tuple(found)


def is_member_file(path: Path | str) -> bool:
    """Whether the first line names the columns of a file with one row a member."""
    names = {name.strip().lower() for name in first_cells(text_of(path, _MEMBER.what))}
    return {"member", "yrent"} <= names


def _alliance(row: Row) -> AtopAlliance:
    members = (row.whole(f"mem{index}") for index in range(1, MOST_MEMBERS + 1))
    secret = row.whole("pubsecr")
    return AtopAlliance(
        id=row.code("atopid"),
        begins=_begins(row, "begyr", "begmo", "begday"),
        ends=row.day("endyr", "endmo", "endday"),
        obligations=_obligations(row),
        members=tuple(member for member in members if member),
        threats=_threats(row),
        wartime=row.flag("wartime"),
        asymmetric=row.flag("asymm"),
        conditional=row.flag("conditio"),
        secret=None if secret is None else secret > 0,
        still_in_effect=row.flag("ineffect"),
    )


def _member(row: Row, coded: frozenset[str]) -> AtopMember:
    return AtopMember(
        alliance=row.code("atopid"),
        member=row.code("member"),
        entered=_begins(row, "yrent", "moent", "dayent"),
        left=row.day("yrexit", "moexit", "dayexit"),
        obligations=_obligations(row),
        conditions=frozenset(name for name in coded if row.flag(name)),
        coded=coded,
        threats=_threats(row),
        phase=row.whole("phase") or 0,
        wartime=row.flag("wartime"),
        asymmetric=row.flag("asymm"),
    )


def _begins(row: Row, year: str, month: str, day: str) -> PartDay:
    found = row.day(year, month, day)
    if found is None:
        row.note(year, "the year in which it begins is missing")
    return found or PartDay(1)


def _obligations(row: Row) -> frozenset[str]:
    return frozenset(name for name in OBLIGATIONS if row.flag(name))


def _threats(row: Row) -> tuple[int, ...]:
    named = (row.whole("statthr1"), row.whole("statthr2"))
    return tuple(state for state in named if state)

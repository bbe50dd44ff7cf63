"""Whether alliances were invoked in wars, and kept, as human coders judged: the cases of Berkemeier and Fuhrmann.

Cite: Molly Berkemeier and Matthew Fuhrmann (2018), Reassessing the fulfillment of alliance commitments in war,
Research & Politics 5(2). The file is no part of the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from detente.case.exchange.atop import OBLIGATIONS
from detente.case.exchange.tables import Layout, Row, read_rows

_LAYOUT = Layout(
    what="the alliance and war cases of Berkemeier and Fuhrmann",
    columns={
        "war": ("warid",),
        "cow_war": ("cowwarid",),
        "war_name": ("warname",),
        "alliance": ("atopid",),
        "multilateral": ("multilateral",),
        "not_a_case": ("dnaLLM",),
        "honoured": ("honorLLM",),
        "violated": ("violateLLM",),
        **{name: (name,) for name in OBLIGATIONS},
    },
    needed=("war", "cow_war", "war_name", "alliance", "not_a_case", "honoured"),
    todo="give the replication file of Berkemeier and Fuhrmann 2018 as CSV",
)


@dataclass(frozen=True, slots=True)
class AllianceCase:
    """One alliance in one war: whether its promises were called on there, and whether they were kept.

    `war` is the number in the Interstate War Data, `cow_war` that of the Correlates of War list, where it has one.
    """

    war: int
    cow_war: int | None
    war_name: str
    alliance: int
    invoked: bool
    honoured: bool
    obligations: frozenset[str]
    multilateral: bool = False
    line: int = 0

    @property
    def year(self) -> int | None:
        """The year in which the war began, where its name says it."""
        digits = "".join(letter if letter.isdecimal() else " " for letter in self.war_name).split()
        years = [int(word) for word in digits if len(word) == 4]
        return years[0] if years else None


def read_alliance_cases(path: Path | str) -> tuple[AllianceCase, ...]:
    """The cases of the replication file; raises ReadingError with all faults."""
    rows = read_rows(path, _LAYOUT)
    found = [_case(row) for row in rows]
    rows.raise_faults()
    return tuple(found)


def _case(row: Row) -> AllianceCase:
    return AllianceCase(
        war=row.code("war"),
        cow_war=row.whole("cow_war"),
        war_name=row.word("war_name"),
        alliance=row.code("alliance"),
        invoked=row.whole("not_a_case") != 1,
        honoured=row.whole("honoured") == 1,
        obligations=frozenset(name for name in OBLIGATIONS if row.flag(name)),
        multilateral=row.flag("multilateral"),
        line=row.line,
    )

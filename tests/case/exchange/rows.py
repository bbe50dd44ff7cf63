"""Rows made up for tests, in the columns of the files that others publish. Nothing in them is real."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

STATES = """stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
AAA,11.0,Alphaland,1816.0,1.0,1.0,2016.0,12.0,31.0,2016.0
BBB,12.0,Betaland,1816.0,1.0,1.0,1850.0,6.0,30.0,2016.0
BBB,12.0,Betaland,1900.0,1.0,1.0,2016.0,12.0,31.0,2016.0
CCC,13.0,Gammaland,1816.0,1.0,1.0,2016.0,12.0,31.0,2016.0
DDD,250.0,Deltaland,1816.0,1.0,1.0,2016.0,12.0,31.0,2016.0
AND,999.0,Andland,1816.0,1.0,1.0,2016.0,12.0,31.0,2016.0
"""

_MEMBER = (
    "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,wartime,asymm,defense,offense,neutral,nonagg,consul,"
    "defcoadv,defcoloc,defcocon,defconum,defcodem,defconpr,offcoadv,offcoloc,offcocon,offconum,offcodem,"
    "neucoadv,neucoloc,neucocon,neuconum,neucodem,neuconpr,neucoatt,concoadv,concoloc,concocon,concoreq,"
    "statthr1,statthr2"
)


def member_row(**cells: object) -> str:
    """A row of a member-level file: 0 where nothing is said."""
    assert set(cells) <= set(_MEMBER.split(",")), set(cells) - set(_MEMBER.split(","))
    return ",".join(str(cells.get(name, 0)) for name in _MEMBER.split(","))


def member_file(rows: Sequence[Mapping[str, object]]) -> str:
    """The text of a member-level file."""
    return "\n".join([_MEMBER, *(member_row(**row) for row in rows)]) + "\n"


def saved(folder: Path, text: str, name: str = "rows.csv") -> Path:
    """The file with this text."""
    file = folder / name
    file.write_text(text, "utf-8")
    return file

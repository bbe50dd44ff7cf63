"""Organisations, institutions, seats of government and news agencies that reports name without saying what they are."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast

OrganisationKind = Literal["organisation", "institution", "seat", "agency", "armed-group", "company", "party"]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A line of the table; `state` is the state that a seat stands for or that an institution is part of."""

    name: str
    kind: OrganisationKind
    state: str = ""
    aliases: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def known_organisations() -> tuple[Organisation, ...]:
    """The built-in table."""
    text = files("detente.evidence.language").joinpath("data/organisations.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        Organisation(
            row["name"],
            cast("OrganisationKind", row["kind"]),
            row["for"],
            tuple(alias for alias in row["aliases"].split(";") if alias),
        )
        for row in rows
    )

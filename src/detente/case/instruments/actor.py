"""Who stands in the library's instruments, and where their clauses apply."""

from __future__ import annotations

from pydantic import Field

from detente.case.model.base import Id, Part, Text
from detente.case.model.party import Country, PartyKind


class Actor(Part):
    """A state, organisation or group that an instrument of the library names."""

    id: Id = Field(description="the id that the library's instruments use")
    name: Text = Field(description="the name to show")
    kind: PartyKind = Field(default="state", description="what it is")
    country: Country | None = Field(default=None, description="two-letter country code")
    cow: Text | None = Field(default=None, description="abbreviation in the Correlates of War's list of states")
    aliases: tuple[Text, ...] = Field(default=(), description="other names, by which a case may know it")
    note: Text | None = Field(default=None, description="what a reader should know")


class Area(Part):
    """A label for a region that clauses name; whether a place lies in it, a scenario says."""

    id: Id = Field(description="the label that triggers and attacks use")
    name: Text = Field(description="the region in words")
    note: Text | None = Field(default=None, description="where its borders are disputed, or what it stands for")


class Actors(Part):
    """The file of actors."""

    actors: tuple[Actor, ...] = Field(min_length=1, description="everyone whom the library's instruments name")


class Areas(Part):
    """The file of area labels."""

    areas: tuple[Area, ...] = Field(min_length=1, description="every label that the library's instruments use")

"""Read the library's instruments: strictly, all faults of a file at once, each file only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from detente.case.faults import placed, reading_order, validation_faults
from detente.case.finding import Finding
from detente.case.finding import Path as FieldPath
from detente.case.instruments.actor import Actor, Actors, Area, Areas
from detente.case.instruments.naming import parties_named, with_parties_of
from detente.case.model.case import Case
from detente.case.model.clause import ALL, Clause
from detente.case.model.commitment import Commitment
from detente.case.page import Page
from detente.case.yaml_subset import read_tree
from detente.foundation.errors import CaseError, Fault
from detente.foundation.ids import did_you_mean

ANYWHERE = "anywhere"
_DATA = Path(__file__).with_name("data")
_OTHERS = frozenset({"actors", "areas"})
_Model = TypeVar("_Model", bound=BaseModel)


@cache
def instrument_ids() -> tuple[str, ...]:
    """The ids of the library's instruments, in alphabetical order.

    >>> "nato" in instrument_ids()
    True
    """
    return tuple(sorted(file.stem for file in _DATA.glob("*.yaml") if file.stem not in _OTHERS))


def library_instrument(name: str, case: Case | None = None) -> Commitment:
    """An instrument of the library; with a case, in the case's names for its parties.

    A state is the case's state with the same country code, else whoever has its id or one of its names; whoever the
    case does not know keeps the library's id, with `x-` before it where the case uses the id for somebody else.

    >>> str(library_instrument("nato").name)
    'North Atlantic Treaty'

    Raises CaseError where the library has no such instrument.
    """
    if name not in instrument_ids():
        todo = did_you_mean(name, instrument_ids())
        raise CaseError([Fault("error", "unknown-commitment", "", f"the library has no instrument '{name}'", todo)])
    found = _instrument(name)
    return found if case is None else with_parties_of(found, actors(), case)


@cache
def actors() -> tuple[Actor, ...]:
    """Everyone whom the library's instruments name, in the order of the file."""
    file = "actors.yaml"
    return _read(_text(file), file, Actors)[0].actors


@cache
def areas() -> tuple[Area, ...]:
    """Every area label that the library's instruments use."""
    file = "areas.yaml"
    return _read(_text(file), file, Areas)[0].areas


@cache
def _instrument(name: str) -> Commitment:
    file = f"{name}.yaml"
    return parse_instrument(_text(file), file)


def parse_instrument(text: str, file: str) -> Commitment:
    """An instrument from the text of its file; raises CaseError with every fault of it."""
    found, page = _read(text, file, Commitment)
    faults = [placed(finding, page) for finding in _misspelt(found, Path(file).stem)]
    if faults:
        raise CaseError(sorted(faults, key=reading_order))
    return found


def _text(file: str) -> str:
    return (_DATA / file).read_text(encoding="utf-8")


def _read(text: str, file: str, model: type[_Model]) -> tuple[_Model, Page]:
    root, faults = read_tree(text, file)
    if root is None:
        raise CaseError(faults)
    page = Page(file, text, root)
    try:
        found = model.model_validate(root.plain(), by_alias=True, by_name=False)
    except ValidationError as error:
        faults += validation_faults(error, page, model)
    else:
        if not faults:
            return found, page
    raise CaseError(sorted(faults, key=reading_order))


def _misspelt(found: Commitment, name: str) -> Iterator[Finding]:
    """Ids that are nobody's: the file's own, actors, areas, and instruments that are named."""
    if found.id != name:
        yield Finding("error", "instrument", ("id",), f"the file calls itself '{found.id}'", f"write id: {name}")
    known = {actor.id for actor in actors()}
    yield from _unknown("actor", parties_named(found), known)
    labels = {area.id for area in areas()} | {ANYWHERE}
    for index, clause in enumerate(found.clauses):
        yield from _unknown("area", _areas_of(clause, ("clauses", index, "trigger")), labels)
    yield from _unknown("commitment", _instruments_of(found), set(instrument_ids()))


def _areas_of(clause: Clause, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if clause.trigger:
        yield from (((*path, "area", index), label) for index, label in enumerate(clause.trigger.area or ()))
        yield from (((*path, "except-area", index), label) for index, label in enumerate(clause.trigger.except_area))


def _instruments_of(found: Commitment) -> Iterator[tuple[FieldPath, str]]:
    if found.imitates:
        yield ("imitates",), found.imitates
    for index, clause in enumerate(found.clauses):
        path: FieldPath = ("clauses", index, "yields-to")
        yield from (((*path, number), name) for number, name in enumerate(clause.yields_to))


def _unknown(kind: str, named: Iterable[tuple[FieldPath, str]], known: set[str]) -> Iterator[Finding]:
    for path, name in named:
        if name not in known and name != ALL:
            what = f"there is no {kind} '{name}' in the library"
            yield Finding("error", f"unknown-{kind}", path, what, did_you_mean(name, known))

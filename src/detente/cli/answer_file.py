"""Answers of an interview from a file, each fault with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from detente.case.checks.comparisons import compared_issues
from detente.case.faults import placed, reading_order, validation_faults
from detente.case.model.judgement import Comparison
from detente.case.page import Page
from detente.case.reading import read_text
from detente.case.yaml_subset import Node, read_tree
from detente.foundation.errors import CaseError, Fault, Place

if TYPE_CHECKING:
    from detente.study.elicitation.interview import Interview, Word

WORDS = ("1", "2", "=", "skip")
EXAMPLE = "write, for example, [1, 2, '=', skip]"
_HEAD = "answers:\n"
_BARE = re.compile(r"(?:\s|#[^\n]*)*[-\[]")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of the file: a word for the question of its turn, or a comparison; and where it stands."""

    word: Word | None
    comparison: Comparison | None
    place: Place

    def fault(self, what: str, todo: str) -> CaseError:
        """This answer is refused."""
        return CaseError([_fault(what, todo, self.place)])


def given_answers(file: Path, interview: Interview) -> list[Given]:
    """The answers of a YAML or JSON file; raises CaseError with every fault of it."""
    page = _page(read_text(file))
    found, faults = _read(page.text, file.name)
    given = [_given(item, page.text, file.name) for item in found]
    faults += [fault for item in given if not isinstance(item, Given) for fault in item]
    whole = [item for item in given if isinstance(item, Given)]
    if len(whole) == len(given):
        faults += _of_the_case(found, whole, page.text, file.name, interview)
    if faults:
        ordered = sorted(faults, key=reading_order)
        raise CaseError([replace(f, place=page.original(f.place) if f.place else None) for f in ordered])
    return [replace(item, place=page.original(item.place)) for item in whole]


@dataclass(frozen=True, slots=True)
class _Headed:
    """A text that may have been given a head line, and one space before a bracket in the line that is named."""

    text: str
    above: int = 0
    spaced: int = 0

    def original(self, place: Place) -> Place:
        """The place in the file."""
        column = place.column - (place.line == self.spaced)
        return Place(place.file, max(place.line - self.above, 1), max(column, 1))


def _page(text: str) -> _Headed:
    """The text as a mapping: a bare list stands under a head, a list in brackets also behind a space."""
    bare = _BARE.match(text)
    if bare is None:
        return _Headed(text)
    start = bare.end() - 1
    if text[start] == "-":
        return _Headed(f"{_HEAD}{text}", 1)
    return _Headed(f"{_HEAD}{text[:start]} {text[start:]}", 1, text.count("\n", 0, start) + 2)


def _read(page: str, file: str) -> tuple[Sequence[Node], list[Fault]]:
    root, faults = read_tree(page, file)
    listed = root.child("answers") if root is not None else None
    if listed is not None and listed.shape == "list":
        return listed.items, faults
    broken = [fault for fault in faults if fault.rule != "yaml-root"]
    return (), broken or [_fault("the file holds no list of answers", EXAMPLE, Place(file, 1, 1))]


def _given(item: Node, page: str, file: str) -> Given | list[Fault]:
    place = Place(file, item.line, item.column)
    if item.shape == "map":
        try:
            return Given(None, Comparison.model_validate(item.plain()), place)
        except ValidationError as error:
            return validation_faults(error, Page(file, page, item), Comparison)
    word = str(item.plain())
    if word in WORDS:
        return Given(cast("Word", word), None, place)
    return [_fault(f"'{word}' is no answer", f"one of {', '.join(WORDS)}, or a comparison", place)]


def _of_the_case(
    items: Sequence[Node], given: Sequence[Given], page: str, file: str, interview: Interview
) -> Iterator[Fault]:
    """What the comparisons name that the case does not have."""
    nodes = [item for item, answer in zip(items, given, strict=True) if answer.comparison is not None]
    weights = interview.preference.weights
    assert weights is not None
    comparisons = tuple(answer.comparison for answer in given if answer.comparison is not None)
    preference = interview.preference.model_copy(
        update={"weights": weights.model_copy(update={"comparisons": comparisons})}
    )
    case = interview.case.model_copy(update={"preferences": {interview.party: preference}})
    for finding in compared_issues(case, {}):
        place = cast(int, finding.path[4])
        yield placed(replace(finding, path=finding.path[5:]), Page(file, page, nodes[place]))


def _fault(what: str, todo: str, place: Place) -> Fault:
    return Fault("error", "answers", "", what, todo, place)

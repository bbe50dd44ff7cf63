"""What every section of a brief reads from: the case, the results, and how well each statement stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.assessment.proposals import Assessment, assess_proposals
from detente.brief.blocks import Cite, Inline, Mark, MarkKind, Number, Prose
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.record import Outcome, Statement
from detente.case.reading import CaseFile
from detente.case.vocabulary import vocabulary
from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.engines.settlement.spread import PackageSpread, ZoneSpread
from detente.foundation.conditions import Condition, Vocabulary, bind, words
from detente.foundation.errors import CaseError, Fault
from detente.foundation.progress import SILENT, Progress

MARK_OF_OUTCOME: Mapping[Outcome, MarkKind] = {
    "agree": "agreed",
    "refines": "refined",
    "single-source": "single-source",
    "soft": "differs",
    "hard": "contradicted",
}
_WORST_FIRST: tuple[MarkKind, ...] = ("contradicted", "differs", "single-source", "refined", "agreed")


@dataclass(frozen=True)
class Material:
    """A case with all results that a brief tells; `unsettled` says why there are none."""

    read: CaseFile
    settled: CaseSettlement | None
    assessments: tuple[Assessment, ...]
    zone_spread: ZoneSpread | None
    unsettled: tuple[Fault, ...] = ()
    language: str = "en"

    @property
    def case(self) -> Case:
        """The case."""
        return self.read.case

    @cached_property
    def terms(self) -> Vocabulary:
        """The vocabulary of the case's conditions."""
        return vocabulary(self.case)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Party id → name in the brief's language."""
        return {party.id: party.name.in_language(self.language) for party in self.case.parties}

    @cached_property
    def issues(self) -> Mapping[str, Issue]:
        """Issue id → issue."""
        return {issue.id: issue for issue in self.case.issues}

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Statement id → statement."""
        return {statement.id: statement for statement in self.case.statements}

    def name(self, party: str) -> str:
        """The name of a party; words that are no party's id stay as they are."""
        return self.names.get(party, party)

    def named(self, parties: Iterable[str]) -> str:
        """Several parties in words."""
        return listed([self.name(party) for party in parties])

    def condition(self, condition: Condition) -> str:
        """A condition in words."""
        return words(condition, self.terms)

    def cites(self, because: Sequence[str]) -> tuple[Inline, ...]:
        """References to statements, and the marks that a reader must see: single source, contradicted."""
        runs: list[Inline] = [Cite(name) for name in because]
        mark = self.standing(because)
        if mark in ("single-source", "contradicted", "differs"):
            runs.append(Mark(mark))
        return tuple(runs)

    def sourced(self, text: str, because: Sequence[str]) -> Prose:
        """Words with the statements that they rest on."""
        return (text, *self.cites(because)) if because else text

    def standing(self, because: Sequence[str]) -> MarkKind | None:
        """How well a claim stands that rests on these statements.

        Contradicted or differing where any of them is; single source where all come from one report while
        the case has several.
        """
        marks = {mark for name in because for mark in self.marks_of(name)}
        for mark in ("contradicted", "differs"):
            if mark in marks:
                return mark
        reports = {self.statements[name].report for name in because if name in self.statements}
        return "single-source" if len(reports) == 1 and len(self.case.reports) > 1 else None

    def marks_of(self, statement: str) -> tuple[MarkKind, ...]:
        """How a statement stands beside the other reports, worst first."""
        return self._marks.get(statement, ())

    @cached_property
    def _marks(self) -> Mapping[str, tuple[MarkKind, ...]]:
        found: dict[str, tuple[MarkKind, ...]] = {}
        for statement in self.case.statements:
            marks = set(_slot_marks(self.case, statement)) | set(self._agreement(statement))
            if "agreed" in marks:
                marks.discard("single-source")
            found[statement.id] = tuple(mark for mark in _WORST_FIRST if mark in marks)
        return found

    def _agreement(self, statement: Statement) -> Iterable[MarkKind]:
        """Whether another report has the same side say the same kind of thing on the same issue."""
        if statement.about is None or len(self.case.reports) < 2:
            return
        others = [
            other
            for other in self.case.statements
            if other.report != statement.report
            and other.about is not None
            and self._side(other.source) == self._side(statement.source)
            and self._issues(other.about) & self._issues(statement.about)
        ]
        yield "agreed" if others else "single-source"

    def _issues(self, condition: Condition) -> set[int]:
        return set(bind(condition, self.terms).scope)

    def _side(self, source: str) -> tuple[str, ...]:
        found = next((party for party in self.case.parties if party.id == source), None)
        return found.for_ if found is not None and found.for_ else (source,)


def _slot_marks(case: Case, statement: Statement) -> Iterable[MarkKind]:
    """Marks of the event slots whose values stand inside the statement's span."""
    start, end = statement.span
    for event in case.events:
        for slot in event.slots.values():
            for value in slot.values:
                inside = value.report == statement.report and value.span is not None
                if inside and slot.outcome and start <= value.span[0] and value.span[1] <= end:  # type: ignore[index]
                    yield MARK_OF_OUTCOME[slot.outcome]


def gather(read: CaseFile, progress: Progress = SILENT, language: str = "en") -> Material:
    """Everything that the sections need; a case that cannot be settled still gives a brief."""
    try:
        settled = settle_case(read, progress)
    except CaseError as error:
        return Material(read, None, (), None, error.faults, language)
    progress.at("proposals", 0, 1)
    assessments = assess_proposals(settled)
    progress.at("spread over judgements", 0, 1)
    return Material(read, settled, assessments, settled.zone_spread(), (), language)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a, b and c"."""
    if len(words) < 2:
        return words[0] if words else ""
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 package", "6 packages"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def value_cell(settled: CaseSettlement, party: int, value: float, spread: PackageSpread | None) -> Number:
    """What a package is worth to a party, with its spread over the judgements."""
    low, high = spread.values[party] if spread is not None else (None, None)
    return Number(value, low=low, high=high, digits=0, basis="computed")

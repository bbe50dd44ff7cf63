"""What every section of a brief reads from: the case, the results, and how well each statement stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from detente.assessment.forecast import ForecastAssessment, assess_forecast
from detente.assessment.holding import Holding, assess_holding
from detente.assessment.large_proposals import LargeAssessment
from detente.assessment.proposals import Assessment, assess_proposals
from detente.brief.prose import Cite, Inline, Mark, MarkKind, Number, Prose
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.record import Event, Outcome, Slot, Statement
from detente.case.reading import CaseFile
from detente.case.vocabulary import vocabulary
from detente.engines.commitments.of_case import CaseCommitments, commitments_of_case
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement, settle_case
from detente.engines.settlement.spread import PackageSpread, ZoneSpread
from detente.evidence.comparison.corroboration import Corroboration, corroborations, story
from detente.foundation.conditions import Condition, Vocabulary, words
from detente.foundation.errors import CaseError, Fault, MethodError, TooLarge
from detente.foundation.progress import SILENT, Progress
from detente.study import judgements_of
from detente.study.case_study import CaseStudy, study_case
from detente.study.flips import FlipPoints, flip_points

MARK_OF_OUTCOME: Mapping[Outcome, MarkKind] = {
    "agree": "agreed",
    "refines": "refined",
    "single-source": "single-source",
    "soft": "differs",
    "hard": "contradicted",
}

DRAWS = 1_000
"""How often a brief draws all judgements; `detente study` draws as often as it is told."""

MOST_STUDIED = 20_000
"""Most possible packages of a case that a brief studies."""

_ID = r"[a-z][a-z0-9-]*[0-9][a-z0-9-]*"
_IDS = re.compile(_ID)
_TOKENS = re.compile(rf"(\((?:{_ID}, )*{_ID}\)|\b{_ID}\b)")
_REFERENCE = re.compile(rf"\((?:{_ID}, )*{_ID}\)|{_ID}")


@dataclass(frozen=True)
class Material:
    """A case with all results that a brief tells; `unsettled` says why there are none."""

    read: CaseFile
    settled: CaseSettlement | LargeCaseSettlement | None
    assessments: tuple[Assessment | LargeAssessment, ...]
    zone_spread: ZoneSpread | None
    unsettled: tuple[Fault, ...] = ()
    language: str = "en"
    flips: FlipPoints | None = None
    """Every judgement moved alone: where it opens or closes the zone."""
    commitments: CaseCommitments | None = None
    study: CaseStudy | None = None
    """Draws of all judgements, where some are ranges."""
    uncommitted: str = ""
    """Why there is no answer of the commitments engine, where the case asks for one."""
    holding: Holding | None = None
    """What holds, and what would have to change, where the case says who can do what alone."""
    unheld: str = ""
    """Why there is no answer of the stability engine, where the case asks for one."""
    forecast: ForecastAssessment | None = None
    """Where positions lead, where the case has positions on a scale."""
    unforecast: str = ""
    """Why there is no answer of the forecast engine, where the case has positions."""

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
        others = self.commitments.names if self.commitments else {}
        return {**others, **{party.id: party.name.in_language(self.language) for party in self.case.parties}}

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
        """References to statements, with a mark where one report alone carries the claim, or another denies a part."""
        runs: list[Inline] = []
        for name in because:
            runs.append(Cite(name))
            denied = self.denied(name)
            if denied:
                runs += [f" on {listed(denied)}", Mark("contradicted")]
        if self.single_source(because):
            runs.append(Mark("single-source"))
        return tuple(runs)

    def denied(self, statement: str) -> list[str]:
        """The points of a statement that another report contradicts."""
        found = self.statements.get(statement)
        points = self.disputed(found) if found else ()
        return [f"the {name.replace('-', ' ')}" for _, name, slot in points if slot.outcome == "hard"]

    def noted(self, text: str) -> Prose:
        """A note of the case in which the ids of statements, if they hold a digit, become references."""
        runs: list[Inline] = []
        for part in _TOKENS.split(text):
            names = _IDS.findall(part)
            if names and all(name in self.statements for name in names) and _REFERENCE.fullmatch(part):
                if runs and isinstance(runs[-1], str) and part.startswith("("):
                    runs[-1] = runs[-1].rstrip()
                runs += [Cite(name) for name in names]
            elif part and runs and isinstance(runs[-1], str):
                runs[-1] += part
            elif part:
                runs.append(part)
        return runs[0] if len(runs) == 1 and isinstance(runs[0], str) else tuple(runs)

    def sourced(self, text: str, because: Sequence[str]) -> Prose:
        """Words with the statements that they rest on."""
        return (text, *self.cites(because)) if because else text

    def single_source(self, because: Sequence[str]) -> bool:
        """Whether one of several reports alone carries a claim that rests on these statements."""
        if len(set(self._stories.values())) < 2:
            return False
        if any({"agreed", "refined"} & set(self.marks_of(name)) for name in because):
            return False
        return len({self._stories[self.statements[name].report] for name in because if name in self.statements}) == 1

    def marks_of(self, statement: str) -> tuple[MarkKind, ...]:
        """How a statement stands beside the other reports, worst first."""
        return self._marks.get(statement, ())

    def disputed(self, statement: Statement) -> tuple[tuple[Event, str, Slot], ...]:
        """The points on which reports contradict or differ and whose values stand in the statement's span."""
        start, end = statement.span
        return tuple(
            (event, name, slot)
            for event in self.case.events
            for name, slot in event.slots.items()
            if slot.outcome in ("hard", "soft")
            and any(
                value.report == statement.report and value.span and start <= value.span[0] and value.span[1] <= end
                for value in slot.values
            )
        )

    @cached_property
    def _marks(self) -> Mapping[str, tuple[MarkKind, ...]]:
        return {statement.id: tuple(self._found_marks(statement)) for statement in self.case.statements}

    def _found_marks(self, statement: Statement) -> Iterable[MarkKind]:
        outcomes = {slot.outcome for _, _, slot in self.disputed(statement)}
        if "hard" in outcomes:
            yield "contradicted"
        if "soft" in outcomes:
            yield "differs"
        beside = self._corroborations.get(statement.id)
        if beside is not None and len(set(self._stories.values())) > 1:
            yield "agreed" if beside.borne_out_by else "refined" if beside.in_part_by else "single-source"

    @cached_property
    def _corroborations(self) -> Mapping[str, Corroboration]:
        return corroborations(self.case)

    @cached_property
    def _stories(self) -> Mapping[str, str]:
        return story(self.case)


def gather(read: CaseFile, progress: Progress = SILENT, language: str = "en") -> Material:
    """Everything that the sections need; a case that cannot be settled still gives a brief."""
    found = _forecast(_held(_settled(read, progress, language), progress), progress)
    case = read.case
    if not (case.commitments or case.contests or case.accessions):
        return found
    try:
        return replace(found, commitments=commitments_of_case(read, progress=progress))
    except MethodError as error:
        return replace(found, uncommitted=str(error))


def _held(found: Material, progress: Progress) -> Material:
    conflict = found.case.conflict
    if conflict is None or not (conflict.actions or conflict.states):
        return found
    try:
        return replace(found, holding=assess_holding(found.read, progress=progress))
    except CaseError as error:
        return replace(found, unheld="; ".join(fault.what for fault in error.faults))
    except MethodError as error:
        return replace(found, unheld=str(error))


def _forecast(found: Material, progress: Progress) -> Material:
    if not found.case.positions:
        return found
    try:
        return replace(found, forecast=assess_forecast(found.read, draws=DRAWS, progress=progress))
    except MethodError as error:
        return replace(found, unforecast=str(error))


def _settled(read: CaseFile, progress: Progress, language: str) -> Material:
    try:
        settled = settle_case(read, progress)
    except CaseError as error:
        return Material(read, None, (), None, error.faults, language)
    except MethodError as error:
        return Material(read, None, (), None, (Fault("error", "settlement", "", str(error)),), language)
    if isinstance(settled, LargeCaseSettlement):
        told = assess_proposals(settled, progress)
        studied = study_case(settled, DRAWS, progress=progress) if judgements_of(settled) else None
        return Material(read, settled, told, None, (), language, study=studied)
    progress.at("proposals", 0, 1)
    assessments = assess_proposals(settled)
    progress.at("spread over judgements", 0, 1)
    spread = settled.zone_spread()
    study = _studied(settled, progress)
    flips = study.flips.get("") if study else _flips(settled, progress)
    return Material(read, settled, assessments, spread, (), language, flips, study=study)


def _studied(settled: CaseSettlement, progress: Progress) -> CaseStudy | None:
    """The study of a case that has ranges and is small enough for one."""
    if settled.settlement.zone.considered > MOST_STUDIED or not judgements_of(settled):
        return None
    return study_case(settled, DRAWS, progress=progress)


def _flips(settled: CaseSettlement, progress: Progress) -> FlipPoints | None:
    """Where single judgements open or close the zone; None where there are too many packages for it."""
    try:
        return flip_points(settled, progress=progress)
    except TooLarge:
        return None


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a, b and c"."""
    if len(words) < 2:
        return words[0] if words else ""
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 package", "6 packages"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def split_issues(material: Material, rows: Sequence[Mapping[str, str]]) -> tuple[list[Issue], list[tuple[Issue, str]]]:
    """The issues on which packages, told in words, differ, and those on which they agree, with the answer."""
    differing = [issue for issue in material.case.issues if len({row[issue.id] for row in rows}) > 1]
    common = [(issue, rows[0][issue.id]) for issue in material.case.issues if issue not in differing and rows]
    return differing, common


def common_note(common: Sequence[tuple[Issue, str]]) -> tuple[str, ...]:
    """A table note that says what all its packages share."""
    if not common:
        return ()
    return (f"The same in all of them: {'; '.join(f'{issue.short}: {answer}' for issue, answer in common)}.",)


def value_cell(party: int, value: float, spread: PackageSpread | None) -> Number:
    """What a package is worth to a party, with its spread over the judgements."""
    low, high = spread.values[party] if spread is not None else (None, None)
    return Number(value, low=low, high=high, digits=0, basis="computed")

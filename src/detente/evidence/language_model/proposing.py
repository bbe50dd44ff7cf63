"""Statements and offers that a model proposes for a report: only those whose every word stands in it.

Each quotation, each part of it, each speaker and each guarantor is looked up in the report. An item of which one is
not found does not enter: it is sent back once with the reason, and what then fails again is left to a person in
`rejected`. A speaker that the report does not name makes the item fail: to take it over without a speaker would let
the report itself assert what the model put into somebody's mouth. A speaker named in another passage than the
quotation is taken over with a note. A paragraph that gives orders to a model is not shown to it, and is listed in
`rejected` for a person to read. No item has more than low confidence, and none enters a case without review.

What the model says of acts and modality is its judgement, and marked so by the rule. Conditions over a case's
issues are read from the quoted words by our own rules, never taken from the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from detente.evidence.extraction.mapping import CaseWords
from detente.evidence.items import ConditionalOffer, Extraction, Passage, Statement, Voice
from detente.evidence.language.names import Actors
from detente.evidence.language_model.answer import Answer, OfferItem, SaidItem
from detente.evidence.language_model.grounding import Grounded, Ungrounded, ground, named
from detente.evidence.language_model.prompts import messages_for, once_more, orders, pieces

if TYPE_CHECKING:
    from detente.case.model.case import Case
    from detente.evidence.language_model.protocol import LanguageModel
    from detente.evidence.reading.document import Document

_NEAR = 1_500
"""How many characters around a quotation its speaker and guarantors are looked for before the whole report."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """What did not enter: why, the quotation, and at which attempt; at attempt 0 it was not even shown to the model."""

    reason: str
    quotation: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """What entered, as items of one report; what did not; for each item how its words were found."""

    extraction: Extraction
    rejected: tuple[Rejected, ...] = ()
    grounded: Mapping[str, tuple[Grounded, ...]] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def propose(document: Document, model: LanguageModel, case: Case | None = None) -> Proposed:
    """Asks the model about each piece of the report, at most twice, and keeps what the report itself says.

    Raises `ModelError` where the model cannot be asked or answers nothing usable.
    """
    reader = _Reader.of(document, model.name, case)
    taken: list[_Taken] = []
    rejected = [
        Rejected("the paragraph gives orders to a model, and was not shown to it", document.text[start:end], 0)
        for start, end in orders(document)
    ]
    for start, end in pieces(document):
        messages = messages_for(document.text[start:end], case)
        schema = Answer.model_json_schema()
        for attempt in (1, 2):
            data = model.complete(messages, schema)
            found, failed = reader.read(data, start, end)
            taken += found
            rejected += [Rejected(reason, quotation, attempt) for reason, quotation in failed]
            if not failed or attempt == 2:
                break
            messages = once_more(messages, data, failed)
    return _proposed(document.id, taken, rejected)


@dataclass(frozen=True, slots=True)
class _Taken:
    """An item whose words were found, and how."""

    item: Statement | ConditionalOffer
    grounded: tuple[Grounded, ...]
    notes: tuple[str, ...]


class _NotTaken(Exception):
    """An item fails; the reason is for the model and for the person."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns a model's answer into items of one document."""

    document: Document
    model: str
    actors: Actors
    words: CaseWords | None

    @classmethod
    def of(cls, document: Document, model: str, case: Case | None) -> _Reader:
        actors = Actors.of_case(case) if case is not None else Actors.general()
        return cls(document, model, actors, CaseWords(case, actors) if case is not None else None)

    def read(self, data: object, start: int, end: int) -> tuple[list[_Taken], list[tuple[str, str]]]:
        """The items that stand in characters [start, end), and the others with their reasons."""
        try:
            answer = Answer.model_validate(data)
        except (ValidationError, RecursionError) as error:
            return [], [(_of_shape(error), "")]
        taken: list[_Taken] = []
        failed: list[tuple[str, str]] = []
        for item in (*answer.statements, *answer.offers):
            try:
                taken.append(self._statement(item, start, end) if isinstance(item, SaidItem)
                             else self._offer(item, start, end))  # fmt: skip
            except _NotTaken as reason:
                failed.append((str(reason), item.quotation))
        return taken, failed

    def _statement(self, item: SaidItem, start: int, end: int) -> _Taken:
        whole = self._found("quotation", item.quotation, start, end)
        content = self._found("content", item.content, whole.start, whole.end)
        voice, where, notes = self._speaker(item.speaker, whole)
        statement = Statement(
            id="",
            passage=self._passage(whole),
            source=self._passage(where) if where and not notes else None,
            cue=None,
            content=(self._passage(content),),
            chain=(voice,) if voice else (),
            act=item.act,
            modality=item.modality,
            negated=False,
            direct=_is_direct(self.document.text, content),
            addressees=(),
            on=None,
            setting=(),
            about=self._condition(content),
            if_=None,
            proposal=None,
            rule=f"model {self.model}",
            confidence="low",
        )
        return _Taken(statement, tuple(found for found in (whole, content, where) if found), notes)

    def _offer(self, item: OfferItem, start: int, end: int) -> _Taken:
        whole = self._found("quotation", item.quotation, start, end)
        gives = self._found("gives", item.gives, whole.start, whole.end)
        condition = self._found("condition", item.condition, whole.start, whole.end)
        trigger = self._found("trigger", item.trigger, whole.start, whole.end)
        if gives.start < condition.end and condition.start < gives.end:
            raise _NotTaken("gives and condition overlap")
        voice, where, notes = self._speaker(item.speaker, whole)
        promised = [self._named("guarantor", guarantor, whole) for guarantor in item.guarantors]
        guarantors = tuple(self._voice(found) for found, _ in promised)
        offer = ConditionalOffer(
            id="",
            passage=self._passage(whole),
            statement=None,
            chain=(voice,) if voice else (),
            gives=self._passage(gives),
            condition=self._passage(condition),
            trigger=self._passage(trigger),
            guarantors=guarantors,
            guarantors_open=False,
            act=item.act,
            about=self._condition(gives),
            if_=self._condition(condition, [guarantor.party for guarantor in guarantors]),
            rule=f"model {self.model}",
            confidence="low",
        )
        elsewhere = tuple(note for _, note in promised if note)
        found = (whole, gives, condition, trigger, where, *(place for place, _ in promised))
        return _Taken(offer, tuple(place for place in found if place), (*notes, *elsewhere))

    def _found(self, what: str, quotation: str, start: int, end: int) -> Grounded:
        found = ground(quotation, self.document.text, start, end)
        if isinstance(found, Ungrounded):
            raise _NotTaken(f"{what}: {found.reason}")
        return found

    def _speaker(self, speaker: str | None, whole: Grounded) -> tuple[Voice | None, Grounded | None, tuple[str, ...]]:
        if speaker is None:
            return None, None, ()
        found, note = self._named("speaker", speaker, whole)
        return self._voice(found), found, (note,) if note else ()

    def _named(self, what: str, words: str, whole: Grounded) -> tuple[Grounded, str]:
        """Where somebody is named: in the quotation, near it, anywhere; a name need not be unique, but exact."""
        text = self.document.text
        inside = named(words, text, whole.start, whole.end)
        if inside:
            return inside[0], ""
        places = named(words, text, max(0, whole.start - _NEAR), whole.end + _NEAR) or named(words, text)
        if not places:
            raise _NotTaken(f"{what}: nobody is named {words[:80]!r} in the report")
        nearest = min(places, key=lambda place: abs(place.start - whole.start))
        return nearest, f"{what} {words[:80]!r} is named elsewhere than in the quotation"

    def _voice(self, found: Grounded) -> Voice:
        passage = self._passage(found)
        actor = self.actors.named(passage.quote)
        return Voice(passage.quote, actor.party if actor is not None else None, passage)

    def _passage(self, found: Grounded) -> Passage:
        return Passage(self.document.id, found.start, found.end, self.document.text[found.start : found.end])

    def _condition(self, found: Grounded, guarantors: Sequence[str | None] = ()) -> str | None:
        if self.words is None:
            return None
        return self.words.condition(self.document.text[found.start : found.end], guarantors=guarantors)


def _is_direct(text: str, content: Grounded) -> bool:
    """Whether the content stands in quotation marks."""
    marks = "\"“”„«»'‘’"
    before = text[content.start - 1 : content.start + 1] if content.start else text[:1]
    after = text[content.end - 1 : content.end + 2]
    return any(mark in before for mark in marks) and any(mark in after for mark in marks)


def _of_shape(error: Exception) -> str:
    """What is wrong with the shape of an answer, without repeating the answer."""
    if not isinstance(error, ValidationError):
        return "the answer is nested too deeply"
    problems = [f"{'.'.join(map(str, fault['loc'])) or 'answer'}: {fault['type']}" for fault in error.errors()[:5]]
    return f"the answer has not the shape asked: {'; '.join(problems)}"


def _proposed(report: str, taken: Sequence[_Taken], rejected: Sequence[Rejected]) -> Proposed:
    """The items without duplicates, in the order of the text, with ids of their own."""
    unique: dict[tuple[object, ...], _Taken] = {}
    for one in taken:
        item = one.item
        content = item.content if isinstance(item, Statement) else (item.gives, item.condition)
        speaker = item.chain[-1].name if item.chain else ""
        unique.setdefault((type(item), content, speaker), one)
    ordered = sorted(unique.values(), key=lambda one: (one.item.passage.start, one.item.passage.end))
    grounded: dict[str, tuple[Grounded, ...]] = {}
    notes: dict[str, tuple[str, ...]] = {}
    statements: list[Statement] = []
    offers: list[ConditionalOffer] = []
    for one in ordered:
        if isinstance(one.item, Statement):
            item = replace(one.item, id=f"{report}-ms{len(statements) + 1}")
            statements.append(item)
        else:
            item = replace(one.item, id=f"{report}-mo{len(offers) + 1}")
            offers.append(item)
        grounded[item.id] = one.grounded
        if one.notes:
            notes[item.id] = one.notes
    return Proposed(Extraction(report, tuple(statements), tuple(offers)), tuple(rejected), grounded, notes)

"""Everything that is found in reports, in one pass: statements, conditional offers, events, proposals."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from detente.evidence.extraction.attribution.attributions import Attribution, read_together
from detente.evidence.extraction.events.events import events
from detente.evidence.extraction.mapping import CaseWords
from detente.evidence.extraction.offers import offers_of
from detente.evidence.extraction.proposals import proposals_of
from detente.evidence.extraction.statements.statements import Reading, statements_of
from detente.evidence.items import ConditionalOffer, Extraction, Passage, ProposalMention, Statement
from detente.evidence.language.names import Actors
from detente.evidence.language.parse import parse
from detente.foundation.progress import SILENT, Progress

if TYPE_CHECKING:
    from detente.case.model.case import Case
    from detente.evidence.language.parse import ParsedDocument
    from detente.evidence.reading.document import Document

TOGETHER = 16
"""The attributions of so many reports are read at a time: the model costs a third of what it costs one by one."""


def extract(
    documents: Iterable[Document], *, case: Case | None = None, progress: Progress = SILENT
) -> Iterator[Extraction]:
    """Every report's items, in the order of the reports; ids such as `r1-s1` follow the order of the text."""
    actors = Actors.of_case(case) if case is not None else Actors.general()
    words = CaseWords(case, actors) if case is not None else None
    parsed, done = parse(documents), 0
    while True:
        with _collector_paused():
            together = list(itertools.islice(parsed, TOGETHER))
            told = read_together([one.blocks for one in together])
        if not together:
            return
        for one, attributions in zip(together, told, strict=True):
            with _collector_paused():
                day = _day(one.document.metadata.published or (case and case.as_of))
                found = extracted(one, actors, words, day, attributions)
            done += 1
            progress.at("extracting", done)
            yield found


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Python looks for circular rubbish after a few reports, not all the time while their words are made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def extracted(
    parsed: ParsedDocument,
    actors: Actors,
    words: CaseWords | None,
    anchor: date | None,
    told: tuple[Attribution, ...] | None = None,
) -> Extraction:
    """The items of one parsed report; relative days count from `anchor`; `told` are its attributions, if read."""
    report = parsed.document.id
    reading = Reading.of(parsed, actors, words, anchor, told)
    statements = [
        replace(statement, id=f"{report}-s{number}") for number, statement in enumerate(statements_of(reading), start=1)
    ]
    offers = [replace(offer, id=f"{report}-o{number}")
              for number, offer in enumerate(offers_of(reading, statements), start=1)]  # fmt: skip
    texts = [replace(text, id=f"{report}-p{number}")
             for number, text in enumerate(proposals_of(reading, statements), start=1)]  # fmt: skip
    return Extraction(
        report=report,
        statements=_with_texts(_with_offers(statements, offers), texts, words),
        offers=tuple(offers),
        events=tuple(events(parsed, reading.cast, actors, anchor=anchor)),
        proposals=tuple(texts),
    )


def _with_offers(statements: Sequence[Statement], offers: Sequence[ConditionalOffer]) -> tuple[Statement, ...]:
    """A statement that makes a conditional offer says what it is about, and on which condition."""
    by_statement = {offer.statement: offer for offer in reversed(offers) if offer.statement is not None}
    return tuple(_with_offer(statement, by_statement.get(statement.id)) for statement in statements)


def _with_texts(
    statements: Sequence[Statement], texts: Sequence[ProposalMention], words: CaseWords | None
) -> tuple[Statement, ...]:
    """A statement that speaks of one plan or draft of the case says which."""
    if words is None:
        return tuple(statements)
    known = [(mention, found) for text in texts if (found := _proposal(text, words)) for mention in text.mentions]
    return tuple(_with_text(statement, known) for statement in statements)


def _with_text(statement: Statement, known: Sequence[tuple[Passage, str]]) -> Statement:
    named = {
        proposal
        for mention, proposal in known
        if any(piece.start <= mention.start and mention.end <= piece.end for piece in statement.content)
    }
    return replace(statement, proposal=named.pop()) if len(named) == 1 else statement


def _proposal(text: ProposalMention, words: CaseWords) -> str | None:
    """The proposal of the case that a text is, by its name, its author and its day."""
    told = [slot.passage.quote for slot in text.slots if slot.slot in {"author", "on", "submitted"}]
    return words.proposal(text.name) or words.proposal(" ".join([text.name, *told]))


def _with_offer(statement: Statement, offer: ConditionalOffer | None) -> Statement:
    if offer is None:
        return statement
    act = statement.act
    if offer.act == "offer" and act in {
        "say",
        "announce",
        "report",
        "concede",
        "reject",
        "promise",
        "accept",
        "support",
    }:
        act = "offer"
    elif offer.act == "threat" and act != "demand":
        act = "threaten"
    if offer.act == "demand":
        return replace(statement, act=act, about=offer.if_ or statement.about)
    return replace(statement, act=act, about=offer.about or statement.about, if_=offer.if_)


def _day(written: str | None) -> date | None:
    """The day of a date that names one; a month or a year anchors nothing."""
    return date.fromisoformat(written) if written is not None and len(written) == len("2025-12-14") else None

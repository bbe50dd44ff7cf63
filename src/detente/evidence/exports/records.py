"""The record as plain rows, from a case or straight from reports, so that each format is written once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from detente.case.model.base import Label
from detente.case.model.case import Case
from detente.case.model.issue import Issue
from detente.case.model.preference import Offer
from detente.case.model.record import Reported, Statement
from detente.case.reading import CaseFile
from detente.case.vocabulary import name_in_words
from detente.evidence.exports.codes import DENIED, OFFERED, codes_of
from detente.evidence.items import ConditionalOffer, EventMention, Passage, ProposalMention, Voice
from detente.evidence.items import Statement as Found
from detente.evidence.reports import Reports
from detente.evidence.review.entries import OUTLET, day_text, in_words

RowKind = Literal["statement", "offer", "slot"]
KINDS: tuple[RowKind, ...] = ("statement", "offer", "slot")
RULES = "rules"
"""The proposer of what the rules found; else it is `model NAME`."""

PROPOSED = ", proposed by "
"""What stands between the coder and what proposed the item, where a case says who put it into the record."""


@dataclass(frozen=True, slots=True)
class Source:
    """A report: what is known of its publication, and the text that all spans count in."""

    id: str
    text: str
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    lang: str = "en"
    url: str | None = None
    reliability: str | None = None
    same_story_as: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A statement, an offer, or the value that one report gives to a slot of an event.

    `source` is the speaker, `via` the chain that leads to it from the report. `subject` is the event that a slot
    belongs to. An offer of a case stands where the statements stand that it rests on (`because`). `coder` took the
    row into the record, `proposer` found it: `rules`, with the `rule` and how sure it is, or `model NAME`.
    """

    id: str
    kind: RowKind
    passages: tuple[Passage, ...] = ()
    source: str | None = None
    via: tuple[str, ...] = ()
    act: str | None = None
    negated: bool = False
    to: tuple[str, ...] = ()
    about: str | None = None
    if_: str | None = None
    gist: str | None = None
    proposal: str | None = None
    on: str | None = None
    subject: str | None = None
    subject_kind: str | None = None
    slot: str | None = None
    value: str | None = None
    outcome: str | None = None
    because: tuple[str, ...] = ()
    credibility: int | None = None
    coder: str | None = None
    proposer: str | None = None
    rule: str | None = None
    confidence: str | None = None
    note: str | None = None

    @property
    def plover(self) -> str:
        """The event type of PLOVER, empty where the row tells none."""
        return codes_of(self.act, self.subject_kind, negated=self.negated)[0]

    @property
    def cameo(self) -> str:
        """The root code of CAMEO, empty where the row tells no event."""
        return codes_of(self.act, self.subject_kind, negated=self.negated)[1]


@dataclass(frozen=True, slots=True)
class Term:
    """An id of the case and the words for it; an issue has its options as parts."""

    id: str
    words: str
    parts: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Reports and rows, and the terms that rows use; `accepted` says whether people have taken the rows in.

    `as_of` is the day on which the record closes: that of the case, else that of the latest report, where dated.
    """

    id: str
    title: str
    accepted: bool
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]
    by: str | None = None
    as_of: str | None = None
    parties: tuple[Term, ...] = ()
    issues: tuple[Term, ...] = ()

    def only(self, kinds: Collection[RowKind]) -> Record:
        """The record with the rows of these kinds alone."""
        return replace(self, rows=tuple(row for row in self.rows if row.kind in kinds))

    def counts(self) -> dict[str, int]:
        """How many reports there are, and rows of each kind."""
        found = Counter(row.kind for row in self.rows)
        return {"reports": len(self.sources), **{f"{kind}s": found[kind] for kind in KINDS}}

    def texts(self) -> dict[str, str]:
        """Report → its text."""
        return {source.id: source.text for source in self.sources}


def record_of_case(read: CaseFile) -> Record:
    """What stands in the case: statements, offers, and the slots of its events."""
    case = read.case
    texts = {report.id: read.texts.get(report.text, "") for report in case.reports}
    sources = tuple(
        Source(
            report.id, texts[report.id], report.outlet, report.title, report.author, report.published, report.lang,
            report.url, report.reliability, report.same_story_as, _words(report.note),
        )
        for report in case.reports
    )  # fmt: skip
    passages = {said.id: _passage(texts, said.report, said.span, said.quote or "") for said in case.statements}
    rows = [_of_statement(said, passages[said.id]) for said in case.statements]
    rows += [_of_offer(offer, passages) for offer in case.offers]
    rows += _of_events(case, texts)
    return Record(
        case.id, case.title.in_language(), True, sources, _distinct(rows), case.by, case.as_of or _latest(sources),
        _parties(case), _issues(case),
    )  # fmt: skip


def record_of_reports(reports: Reports, id: str | None = None, title: str = "") -> Record:
    """What the rules found in reports; with a case, in its names. Nobody has looked at it yet.

    Without a case the id is made of the texts, so that the same reports get the same one.
    """
    case = reports.case
    graded = {report.id: report for report in case.reports} if case else {}
    sources: list[Source] = []
    rows: list[Row] = []
    for document, found in zip(reports.documents, reports.extractions, strict=True):
        known, report = document.metadata, graded.get(document.id)
        published = report.published if report else known.published
        sources.append(
            Source(
                document.id, document.text, known.outlet, known.title, known.author, published, known.lang, known.url,
                report.reliability if report else None, report.same_story_as if report else None,
            )
        )  # fmt: skip
        rows += [_of_found(item) for item in found.statements]
        rows += [_of_found_offer(item) for item in found.offers]
        rows += [row for item in (*found.events, *found.proposals) for row in _of_found_slots(item)]
    rows.sort(key=lambda row: KINDS.index(row.kind))
    if id is None:
        id = case.id if case else _id_of_texts(sources)
    return Record(
        id, title or (case.title.in_language() if case else "Reports"), False, tuple(sources), _distinct(rows),
        None, (case.as_of if case else None) or _latest(sources), _parties(case) if case else (),
        _issues(case) if case else (),
    )  # fmt: skip


def _latest(sources: Sequence[Source]) -> str | None:
    return max((source.published for source in sources if source.published), default=None)


def _id_of_texts(sources: Sequence[Source]) -> str:
    total = hashlib.sha256()
    for source in sources:
        total.update(f"{source.id}\0{source.text}\0".encode("utf-8", "replace"))
    return f"reports-{total.hexdigest()[:12]}"


def _words(label: Label | None) -> str | None:
    return label.in_language() if label else None


def _passage(texts: Mapping[str, str], report: str, span: tuple[int, int], quote: str = "") -> Passage:
    """The words of the text, which count; the quotation of the case where there is no text."""
    start, end = span
    return Passage(report, start, end, texts.get(report, "")[start:end] or quote)


def _of_statement(said: Statement, passage: Passage) -> Row:
    coder, _, proposer = (said.by or "").partition(PROPOSED)
    note = _words(said.note)
    return Row(
        said.id, "statement", (passage,), said.source, said.via, said.act, (note or "").startswith(DENIED), said.to,
        str(said.about) if said.about else None, str(said.if_) if said.if_ else None, _words(said.gist),
        said.proposal, said.on, credibility=said.credibility, coder=coder or None, proposer=proposer or None, note=note,
    )  # fmt: skip


def _of_offer(offer: Offer, passages: Mapping[str, Passage]) -> Row:
    standing = tuple(passages[name] for name in offer.because if name in passages)
    return Row(
        offer.id, "offer", standing, offer.by, act="offer", to=offer.to, about=str(offer.gives),
        if_=str(offer.if_) if offer.if_ else None, on=offer.on, because=offer.because, note=_words(offer.note),
    )  # fmt: skip


def _of_events(case: Case, texts: Mapping[str, str]) -> Iterator[Row]:
    for event in case.events:
        for name, slot in event.slots.items():
            for value in slot.values:
                yield Row(
                    f"{event.id}.{name}.{value.report}", "slot", (_where(value, texts),), value.source, on=event.on,
                    subject=event.id, subject_kind=event.kind, slot=name, value=value.value, outcome=slot.outcome,
                    note=_words(value.note),
                )  # fmt: skip


def _where(value: Reported, texts: Mapping[str, str]) -> Passage:
    return _passage(texts, value.report, value.span) if value.span else Passage(value.report, 0, 0, "")


def _of_found(item: Found) -> Row:
    return Row(
        item.id, "statement", (item.passage,), *_chain(item.chain), item.act, item.negated,
        tuple(dict.fromkeys(voice.party or voice.name for voice in item.addressees)), item.about, item.if_,
        proposal=item.proposal, on=day_text(item.on), proposer=RULES, rule=item.rule, confidence=item.confidence,
    )  # fmt: skip


def _of_found_offer(item: ConditionalOffer) -> Row:
    return Row(
        item.id, "offer", (item.passage,), *_chain(item.chain), OFFERED[item.act], about=item.about, if_=item.if_,
        gist=f"gives: {_line(item.gives.quote)}; condition: {_line(item.condition.quote)}",
        because=(item.statement,) if item.statement else (), proposer=RULES, rule=item.rule,
        confidence=item.confidence, note=_guarantors(item),
    )  # fmt: skip


def _guarantors(item: ConditionalOffer) -> str | None:
    names = [_line(voice.party or voice.name) for voice in item.guarantors]
    told = ", ".join([*names, *(["others"] if item.guarantors_open else [])])
    return f"guarantors: {told}" if told else None


def _of_found_slots(item: EventMention | ProposalMention) -> Iterator[Row]:
    kind = item.kind if isinstance(item, EventMention) else "proposal"
    for slot in item.slots:
        yield Row(
            f"{item.id}.{slot.slot}", "slot", (slot.passage,), *_chain(slot.chain), subject=item.id, subject_kind=kind,
            slot=slot.slot, value=in_words(slot.value), proposer=RULES, rule=slot.rule, confidence=slot.confidence,
        )  # fmt: skip


def _chain(chain: Sequence[Voice]) -> tuple[str, tuple[str, ...]]:
    """The speaker, and those through whom it reached the report."""
    names = tuple(voice.party or _line(voice.name) for voice in chain)
    return (names[-1], names[:-1]) if names else (OUTLET, ())


def _line(words: str) -> str:
    return " ".join(words.split())


def _distinct(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with one id each within their kind: a second `talks.place.r1` is `talks.place.r1-2`."""
    taken: set[tuple[str, str]] = set()
    found: list[Row] = []
    for row in rows:
        name, number = row.id, 1
        while (row.kind, name) in taken:
            number += 1
            name = f"{row.id}-{number}"
        taken.add((row.kind, name))
        found.append(replace(row, id=name) if number > 1 else row)
    return tuple(found)


def _parties(case: Case) -> tuple[Term, ...]:
    return tuple(Term(party.id, party.name.in_language()) for party in case.parties)


def _issues(case: Case) -> tuple[Term, ...]:
    return tuple(Term(issue.id, issue.short, _options(case, issue)) for issue in case.issues)


def _options(case: Case, issue: Issue) -> tuple[Term, ...]:
    return tuple(Term(name, name_in_words(case, issue, name)) for name in issue.names)

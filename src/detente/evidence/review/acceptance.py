"""Accepted items into the case: which changes that takes, shown before anything is written, then all or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from detente.case.changes import Change
from detente.case.reading import CaseFile, parse_case, read_text
from detente.case.vocabulary import vocabulary
from detente.case.writing import flow, write_whole
from detente.evidence.comparison.result import Comparison
from detente.evidence.items import ConditionalOffer, EventMention, ProposalMention, Statement
from detente.evidence.reading.document import Document
from detente.evidence.review.accepted_events import AcceptedEvents
from detente.evidence.review.additions import Additions, free_id
from detente.evidence.review.decisions import Decision, Standing
from detente.evidence.review.entries import entry_of, offer_as_statement, overlaps, with_edits
from detente.evidence.review.proposed import Proposed
from detente.evidence.review.together import applied
from detente.foundation.conditions import check, parse
from detente.foundation.errors import ConditionError, WorkspaceError
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True)
class Refused:
    """An accepted item that cannot enter the case as it is, and why."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What would be written: changes of the case file, texts beside it, and what stays out.

    `ids` says which id each item gets in the case.
    """

    changes: tuple[Change, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    refused: tuple[Refused, ...] = ()

    def in_words(self) -> tuple[str, ...]:
        """One line a change."""
        lines = [f"the text {name} is put beside the case" for name in self.texts]
        for change in self.changes:
            section = str(change.path[0])
            value = getattr(change, "value", None)
            shown = value[0] if isinstance(value, list) and value else value
            lines.append(f"{section} gains {flow(shown)}")
        return tuple(lines)


def acceptance(
    read: CaseFile,
    items: Iterable[Proposed],
    standings: Mapping[str, Standing],
    documents: Iterable[Document] = (),
    *,
    copies: Mapping[str, str] | None = None,
    compared: Comparison | None = None,
) -> Acceptance:
    """The changes that bring every accepted or edited item into the case, in the order of the items.

    Nothing is written. `documents` are the reports by their ids, needed where the case does not have them yet;
    `copies` says of which report another is a copy; with `compared`, mentions that were put together become one event,
    with the outcome of each slot. An item that stands in the case already, or that does not fit
    it, is refused with a reason, and the others are not kept back by it.
    """
    items = list(items)
    into = Additions(read, {document.id: document for document in documents}, dict(copies or {}))
    plan = _Plan(into, AcceptedEvents(into, items, compared))
    waiting: list[tuple[Proposed, Decision]] = []
    for item in items:
        decided = standings[item.key].decided if item.key in standings else None
        if decided is not None and decided.state in ("accepted", "edited"):
            waiting.append((item, decided))
    for wanted in (Statement, EventMention, ProposalMention, ConditionalOffer):
        for item, decided in waiting:
            if isinstance(item.item, wanted):
                plan.take(item, decided)
    return plan.result()


def write_acceptance(read: CaseFile, accepted: Acceptance, *, progress: Progress = SILENT) -> CaseFile:
    """Write the texts and the case file, all or none; raises CaseError where the case would have faults.

    Returns the case as it is then.
    """
    text = applied(read.text, accepted.changes, read.path.name, progress)
    after = parse_case(text, {**read.texts, **accepted.texts}, read.path.name)
    if read_text(read.path).removeprefix("\ufeff") != read.text.removeprefix("\ufeff"):
        raise WorkspaceError(f"{read.path}: the case was changed meanwhile; nothing was written (start again)")
    written: list[Path] = []
    try:
        for name, words in accepted.texts.items():
            target = read.path.parent / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                continue
            write_whole(target, words)
            written.append(target)
        write_whole(read.path, text)
    except OSError as error:
        for target in written:
            target.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise WorkspaceError(f"{read.path}: cannot be written: {reason}; nothing was changed") from None
    return replace(after, path=read.path)


class _Plan:
    """The items one by one: what of each goes into the case, and why not."""

    def __init__(self, into: Additions, events: AcceptedEvents) -> None:
        self._into, self._events, self._case = into, events, into.case
        self._refused: list[Refused] = []
        self._statements: list[dict[str, Any]] = [_standing_statement(found) for found in into.case.statements]
        self._statement_of: dict[str, str] = {}
        self._new_offers: dict[str, dict[str, Any]] = {}

    def result(self) -> Acceptance:
        """Everything planned."""
        self._events.finish()
        for name, entry in self._new_offers.items():
            self._into.add("offers", {"id": name, **entry})
        self._new_offers = {}
        return Acceptance(self._into.in_order(), self._into.texts, self._into.ids, tuple(self._refused))

    def take(self, proposed: Proposed, decided: Decision) -> None:
        """Plan one item, or say why not."""
        edited = dict(decided.edited)
        into = edited.pop("into", None)
        if decided.credibility is not None and isinstance(proposed.item, Statement):
            edited.setdefault("credibility", decided.credibility)
        entry = with_edits(entry_of(proposed.item, self._case), edited)
        why = self._into.report_fault(proposed)
        if why is None:
            why = self._taken(proposed, entry, _by(proposed, decided), into)
        if why is not None:
            self._refused.append(Refused(proposed.key, why))

    def _taken(self, proposed: Proposed, entry: dict[str, Any], by: str, into: Any) -> str | None:
        item = proposed.item
        if isinstance(item, Statement):
            return self._take_statement(proposed, entry, by)
        if isinstance(item, EventMention):
            return self._events.take(proposed, entry, into)
        if isinstance(item, ProposalMention):
            return self._take_proposal(proposed, entry, by)
        return self._take_offer(proposed, item, entry, by)

    def _take_statement(self, proposed: Proposed, entry: dict[str, Any], by: str) -> str | None:
        why = self._unfit(entry, ("about", "if"))
        if why is not None:
            return why
        for standing in self._statements:
            same = standing["source"] == entry["source"] and standing["act"] == entry["act"]
            if same and overlaps(proposed.item.passage, standing["report"], standing["span"]):
                self._statement_of[proposed.item.id] = standing["id"]
                return f"it stands in the case already, as {standing['id']}"
        new = self._new_statement(proposed, {**entry, "by": entry.get("by", by)})
        self._into.ids[proposed.key] = self._statement_of[proposed.item.id] = new
        return None

    def _new_statement(self, proposed: Proposed, entry: dict[str, Any]) -> str:
        self._into.cite(proposed.report)
        numbers = [int(found["id"][1:]) for found in self._statements if re.fullmatch(r"s[0-9]{1,9}", found["id"])]
        entry = {"id": f"s{max(numbers, default=0) + 1}", **entry}
        self._statements.append(entry)
        self._into.add("statements", entry)
        return entry["id"]

    def _unfit(self, entry: Mapping[str, Any], conditions: Sequence[str]) -> str | None:
        """Why the case's reader would refuse the entry, if so."""
        for name in conditions:
            if name in entry:
                try:
                    faults = check(parse(str(entry[name])), vocabulary(self._case))
                except ConditionError as error:
                    return f"`{name}` cannot be read: {error}"
                if faults:
                    return f"`{name}` does not fit the case: {faults[0].what}"
        parties = {party.id for party in self._case.parties}
        unknown = [name for name in _listed(entry.get("to")) if name not in parties]
        if unknown:
            return f"'{unknown[0]}' is no party of the case"
        proposal = entry.get("proposal")
        if proposal is not None and proposal not in {found.id for found in self._case.proposals}:
            return f"'{proposal}' is no proposal of the case"
        return None

    def _take_offer(self, proposed: Proposed, item: ConditionalOffer, entry: dict[str, Any], by: str) -> str | None:
        resting = self._statement_of.get(item.statement or "")
        own = offer_as_statement(item)
        if resting is None:
            resting = next((s["id"] for s in self._statements if overlaps(item.passage, s["report"], s["span"])), None)
        missing = [name for name in ("by", "gives", "if") if name not in entry]
        if item.act != "offer" or missing:
            if resting is not None:
                return f"it stands in the case already, as {resting}"
            reason = self._unfit(own, ("about", "if"))
            if reason is None:
                self._into.ids[proposed.key] = self._new_statement(proposed, {**own, "by": by})
            return reason
        why = self._unfit(entry, ("gives", "if"))
        if why is None and entry["by"] not in {party.id for party in self._case.parties}:
            why = f"'{entry['by']}' is no party of the case"
        if why is not None:
            return why
        same = self._same_offer(entry)
        if same in {offer.id for offer in self._case.offers} and resting is not None:
            return f"it stands in the case already, as {same}"
        resting = resting or self._new_statement(proposed, {**own, "by": by})
        if same is not None:
            self._into.ids[proposed.key] = same
            if same in self._new_offers and resting not in self._new_offers[same]["because"]:
                self._new_offers[same]["because"].append(resting)
            return None
        number = self._into.size("offers") + 1
        taken = {offer.id for offer in self._case.offers} | set(self._into.ids.values())
        while f"o{number}" in taken:
            number += 1
        because = {"because": [*_listed(entry.pop("because", None)), resting]}
        self._new_offers[f"o{number}"] = {**entry, **because}
        self._into.ids[proposed.key] = f"o{number}"
        return None

    def _same_offer(self, entry: Mapping[str, Any]) -> str | None:
        """The id of the offer that gives the same on the same condition, in the case or about to enter it."""
        sought = (entry["by"], str(parse(entry["gives"])), str(parse(entry["if"])))
        known = {(offer.by, str(offer.gives), str(offer.if_)): offer.id for offer in self._case.offers}
        known |= {(o["by"], str(parse(o["gives"])), str(parse(o["if"]))): name for name, o in self._new_offers.items()}
        return known.get(sought)

    def _take_proposal(self, proposed: Proposed, entry: dict[str, Any], by: str) -> str | None:
        names = {_plain(name): found.id for found in self._case.proposals
                 for name in (found.id, str(found.title or ""), *found.aliases)}  # fmt: skip
        if _plain(str(entry["title"])) in names:
            return f"it stands in the case already, as {names[_plain(str(entry['title']))]}"
        why = self._unfit(entry, ())
        if why is not None:
            return why
        resting = next(
            (s["id"] for s in self._statements if overlaps(proposed.item.passage, s["report"], s["span"])), None
        )
        if resting is None:
            passage = proposed.item.passage
            words = {
                "report": passage.report, "span": [passage.start, passage.end], "quote": passage.quote,
                "source": "the report itself", "act": "report", "by": by,
            }  # fmt: skip
            resting = self._new_statement(proposed, words)
        taken = {found.id for found in self._case.proposals} | set(self._into.ids.values())
        new = free_id(str(entry.pop("id", entry["title"])), "proposal", taken)
        self._into.add("proposals", {"id": new, **entry, "because": [resting]})
        self._into.ids[proposed.key] = new
        return None


def _by(proposed: Proposed, decided: Decision) -> str:
    """Who put it into the record, and what proposed it."""
    return decided.by if proposed.by == "rules" else f"{decided.by}, proposed by {proposed.by}"


def _standing_statement(found: Any) -> dict[str, Any]:
    return {"id": found.id, "report": found.report, "span": found.span, "source": found.source, "act": found.act}


def _listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else [str(part) for part in value]


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).removeprefix("the ").strip()

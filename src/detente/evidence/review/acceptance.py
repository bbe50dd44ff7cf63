"""Accepted items into the case: which changes that takes, shown before anything is written, then all or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from detente.case.changes import Change, Insert, Set
from detente.case.reading import CaseFile, parse_case, read_text
from detente.case.vocabulary import vocabulary
from detente.case.writing import flow, write_whole
from detente.evidence.comparison.result import ComparedEvent, Comparison
from detente.evidence.items import ConditionalOffer, EventMention, ProposalMention, Statement
from detente.evidence.reading.document import Document
from detente.evidence.review.decisions import Decision, Standing
from detente.evidence.review.entries import entry_of, event_entry, offer_as_statement, overlaps, with_edits
from detente.evidence.review.gathering import by_item, named_slots, together, with_outcomes
from detente.evidence.review.layout import block
from detente.evidence.review.proposed import Proposed
from detente.evidence.review.together import applied
from detente.foundation.conditions import check, parse
from detente.foundation.errors import ConditionError, WorkspaceError
from detente.foundation.ids import is_id
from detente.foundation.progress import SILENT, Progress

_SECTIONS = ("reports", "statements", "events", "proposals", "offers")


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
    plan = _Plan(read, {document.id: document for document in documents}, dict(copies or {}))
    plan.events_of(items, compared)
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
    """Changes as they gather, with the ids and places that they take."""

    def __init__(self, read: CaseFile, documents: Mapping[str, Document], copies: Mapping[str, str]) -> None:
        self._read, self._case, self._documents, self._copies = read, read.case, documents, copies
        self._changes: list[Change] = []
        self._texts: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._refused: list[Refused] = []
        self._sizes = {name: len(getattr(read.case, name)) for name in _SECTIONS}
        self._present = {name for name in _SECTIONS if read.tree.child(name) is not None}
        self._statements: list[dict[str, Any]] = [_standing_statement(found) for found in read.case.statements]
        self._events: dict[str, dict[str, int]] = {
            event.id: {name: len(slot.values) for name, slot in event.slots.items()} for event in read.case.events
        }
        self._short_slots = _short_slots(read)
        self._statement_of: dict[str, str] = {}
        self._mentions: dict[str, EventMention] = {}
        self._compared: dict[str, ComparedEvent] = {}
        self._new_events: dict[str, tuple[dict[str, Any], ComparedEvent | None]] = {}
        self._new_offers: dict[str, dict[str, Any]] = {}

    def events_of(self, items: Iterable[Proposed], compared: Comparison | None) -> None:
        """Know which mentions, also those that are not accepted, tell of one event."""
        self._mentions = {item.item.id: item.item for item in items if isinstance(item.item, EventMention)}
        self._compared = by_item(compared)

    def result(self) -> Acceptance:
        for name, (entry, event) in self._new_events.items():
            slots = entry.get("slots", {})
            judged = with_outcomes(slots, event) if event is not None else slots
            titled = {"kind": entry["kind"], **({"title": event.title} if event is not None else {}), **entry}
            self._add("events", {"id": name, **titled, **({"slots": judged} if judged else {})})
        for name, entry in self._new_offers.items():
            self._add("offers", {"id": name, **entry})
        self._new_events, self._new_offers = {}, {}
        ordered = sorted(self._changes, key=lambda change: _SECTIONS.index(str(change.path[0])))
        return Acceptance(tuple(ordered), self._texts, self._ids, tuple(self._refused))

    def take(self, proposed: Proposed, decided: Decision) -> None:
        """Plan one item, or say why not."""
        edited = dict(decided.edited)
        into = edited.pop("into", None)
        if decided.credibility is not None and isinstance(proposed.item, Statement):
            edited.setdefault("credibility", decided.credibility)
        entry = with_edits(entry_of(proposed.item, self._case), edited)
        why = self._report_fault(proposed)
        if why is None:
            why = self._taken(proposed, entry, _by(proposed, decided), into)
        if why is not None:
            self._refused.append(Refused(proposed.key, why))

    def _taken(self, proposed: Proposed, entry: dict[str, Any], by: str, into: Any) -> str | None:
        item = proposed.item
        if isinstance(item, Statement):
            return self._take_statement(proposed, entry, by)
        if isinstance(item, EventMention):
            return self._take_event(proposed, entry, into)
        if isinstance(item, ProposalMention):
            return self._take_proposal(proposed, entry, by)
        return self._take_offer(proposed, item, entry, by)

    def _report_fault(self, proposed: Proposed) -> str | None:
        """Why the item's report cannot be cited, if so."""
        name = proposed.report
        report = next((report for report in self._case.reports if report.id == name), None)
        document = self._documents.get(name)
        passage = proposed.item.passage
        if report is None and document is None:
            return f"the report '{name}' is neither in the case nor at hand"
        text = self._read.texts.get(report.text) if report is not None else document.text if document else None
        if text is None or text[passage.start : passage.end] != passage.quote:
            return f"the words do not stand at [{passage.start}, {passage.end}] of the case's report '{name}'"
        return None

    def _cite(self, name: str) -> None:
        """Plan the report's entry and text, where the case has none."""
        known = any(report.id == name for report in self._case.reports)
        if known or any(isinstance(c, Insert | Set) and _is_report(c, name) for c in self._changes):
            return
        document = self._documents[name]
        about, path = document.metadata, f"reports/{name}.txt"
        entry = {
            "id": name, "outlet": about.outlet or "not stated", "title": about.title, "author": about.author,
            "published": about.published, "lang": about.lang if about.lang != "en" else None, "text": path,
            "url": about.url, "same-story-as": self._original(name),
        }  # fmt: skip
        self._texts[path] = document.text
        self._add("reports", {key: value for key, value in entry.items() if value})

    def _original(self, name: str) -> str | None:
        """The report of which this is a copy, where the case has that one or gets it too."""
        original = self._copies.get(name)
        known = any(report.id == original for report in self._case.reports)
        return original if known or any(_is_report(change, str(original)) for change in self._changes) else None

    def _add(self, section: str, entry: dict[str, Any]) -> None:
        """One entry more in a section, which is made where there is none."""
        node = self._read.tree.child(section)
        if section not in self._present:
            self._present.add(section)
            written = "\n  - " + block(entry, 4)
            self._changes.append(Set((section,), [entry], written))
        else:
            column = node.items[-1].column - 1 if node is not None and node.items else 4
            self._changes.append(Insert((section, self._sizes[section]), entry, block(entry, column)))
        self._sizes[section] += 1

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
        self._ids[proposed.key] = self._statement_of[proposed.item.id] = new
        return None

    def _new_statement(self, proposed: Proposed, entry: dict[str, Any]) -> str:
        self._cite(proposed.report)
        numbers = [int(found["id"][1:]) for found in self._statements if re.fullmatch(r"s[0-9]{1,9}", found["id"])]
        entry = {"id": f"s{max(numbers, default=0) + 1}", **entry}
        self._statements.append(entry)
        self._add("statements", entry)
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
                self._ids[proposed.key] = self._new_statement(proposed, {**own, "by": by})
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
            self._ids[proposed.key] = same
            if same in self._new_offers and resting not in self._new_offers[same]["because"]:
                self._new_offers[same]["because"].append(resting)
            return None
        number = self._sizes["offers"] + 1
        taken = {offer.id for offer in self._case.offers} | set(self._ids.values())
        while f"o{number}" in taken:
            number += 1
        because = {"because": [*_listed(entry.pop("because", None)), resting]}
        self._new_offers[f"o{number}"] = {**entry, **because}
        self._ids[proposed.key] = f"o{number}"
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
        taken = {found.id for found in self._case.proposals} | set(self._ids.values())
        new = _free_id(str(entry.pop("id", entry["title"])), "proposal", taken)
        self._add("proposals", {"id": new, **entry, "because": [resting]})
        self._ids[proposed.key] = new
        return None

    def _take_event(self, proposed: Proposed, entry: dict[str, Any], into: Any) -> str | None:
        slots: dict[str, list[dict[str, Any]]] = entry.get("slots", {})
        if into is not None:
            return self._into_event(proposed, str(into), slots)
        standing = self._standing_event(slots)
        if standing is not None:
            return f"it stands in the case already, as {standing}"
        event = self._compared.get(proposed.item.id)
        slots = named_slots(slots, event) if event is not None else slots
        known = self._known_event(event)
        if known is not None:
            return self._into_event(proposed, known, slots)
        self._cite(proposed.report)
        for name, (other, same) in self._new_events.items():
            if event is not None and same is not None and same.id == event.id:
                other["slots"] = together(other.get("slots", {}), slots)
                self._ids[proposed.key] = name
                return None
        new = _free_id(str(entry.pop("id", entry["kind"])), "event", set(self._events))
        self._events[new] = {name: len(values) for name, values in slots.items()}
        self._new_events[new] = ({**entry, **({"slots": slots} if slots else {})}, event)
        self._ids[proposed.key] = new
        return None

    def _known_event(self, event: ComparedEvent | None) -> str | None:
        """The event of the case that holds what another mention of this event says, if there is one."""
        mentions = (
            self._mentions[name] for name in (event.items if event is not None else ()) if name in self._mentions
        )
        known = (self._standing_event(event_entry(mention).get("slots", {})) for mention in mentions)
        return next((name for name in known if name is not None), None)

    def _standing_event(self, slots: Mapping[str, list[dict[str, Any]]]) -> str | None:
        """The event of the case that holds all these values, if there is one."""
        wanted = {(_base(n), value["report"], tuple(value["span"])) for n, values in slots.items() for value in values}
        for event in self._case.events:
            held = {(_base(n), value.report, value.span) for n, slot in event.slots.items() for value in slot.values}
            if wanted and wanted <= held:
                return event.id
        return None

    def _into_event(self, proposed: Proposed, event: str, slots: Mapping[str, list[dict[str, Any]]]) -> str | None:
        """The values of a mention, added to an event that is there."""
        place = next((place for place, found in enumerate(self._case.events) if found.id == event), None)
        if place is None:
            return f"'{event}' is no event of the case" + (" yet: accept it first" if event in self._events else "")
        known = {
            (name, value.report, value.span)
            for name, slot in self._case.events[place].slots.items()
            for value in slot.values
        }
        new = {
            name: [value for value in values if (name, value["report"], tuple(value["span"])) not in known]
            for name, values in slots.items()
        }
        if not any(new.values()):
            return f"its values stand in the case already, in {event}"
        self._cite(proposed.report)
        for name, values in new.items():
            for value in values:
                self._add_value(place, event, name, value)
        self._ids[proposed.key] = event
        return None

    def _add_value(self, place: int, event: str, name: str, value: dict[str, Any]) -> None:
        sizes = self._events[event]
        if name not in sizes:
            without_slots = not sizes and not self._case.events[place].slots
            if without_slots:
                self._changes.append(Set(("events", place, "slots"), {name: [value]}))
            else:
                self._changes.append(Set(("events", place, "slots", name), [value]))
            self._short_slots.add((event, name))
            sizes[name] = 1
            return
        inner = () if (event, name) in self._short_slots else ("values",)
        self._changes.append(Insert(("events", place, "slots", name, *inner, sizes[name]), value))
        sizes[name] += 1


def _base(slot: str) -> str:
    """The name of a slot without whose it is: `role` for `role-durrin`."""
    return "role" if slot.startswith("role-") else slot


def _by(proposed: Proposed, decided: Decision) -> str:
    """Who put it into the record, and what proposed it."""
    return decided.by if proposed.by == "rules" else f"{decided.by}, proposed by {proposed.by}"


def _standing_statement(found: Any) -> dict[str, Any]:
    return {"id": found.id, "report": found.report, "span": found.span, "source": found.source, "act": found.act}


def _short_slots(read: CaseFile) -> set[tuple[str, str]]:
    """The slots that the file writes as a plain list of values."""
    found: set[tuple[str, str]] = set()
    events = read.tree.child("events")
    for place, event in enumerate(read.case.events):
        slots = events.child(place) if events is not None else None
        slots = slots.child("slots") if slots is not None else None
        for name in event.slots:
            node = slots.child(name) if slots is not None else None
            if node is not None and node.shape == "list":
                found.add((event.id, name))
    return found


def _is_report(change: Change, name: str) -> bool:
    value = getattr(change, "value", None)
    entry = value[0] if isinstance(value, list) and value else value
    return change.path[0] == "reports" and isinstance(entry, dict) and entry.get("id") == name


def _listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else [str(part) for part in value]


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).removeprefix("the ").strip()


def _free_id(words: str, otherwise: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", words.lower().removeprefix("the ")).strip("-")[:40].strip("-")
    base = base if is_id(base) else f"{otherwise}-{base}".strip("-")
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found

"""What the provisions of a draft settle in a case, and the draft as a proposal that enters the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.case.changes import Change, Insert, Set
from detente.case.model.case import Case
from detente.case.model.proposal import Proposal
from detente.case.reading import CaseFile
from detente.case.writing import flow
from detente.evidence.drafts.provisions import Draft, Provision, read_draft
from detente.evidence.extraction.mapping import CaseWords
from detente.evidence.language.names import Actors
from detente.foundation.errors import OutOfDomain
from detente.foundation.ids import is_id

Ground = Literal["case", "words"]

LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Settling:
    """A provision and what it settles, as a condition; on the word of the case, or proposed from its words."""

    provision: Provision
    condition: str
    ground: Ground


def drafts_of_case(read: CaseFile, ids: Iterable[str] = ()) -> tuple[Draft, ...]:
    """The texts of the case's proposals: of those named, in that order, else of all that can be compared, oldest first.

    Where two or more are described by provisions, the text of a proposal without any may only be a note about it, and
    is left out unless it is named.
    Raises OutOfDomain for a proposal that the case does not have, or that has no text.
    """
    known = {proposal.id: proposal for proposal in read.case.proposals}
    wanted = list(ids)
    for name in wanted:
        if name not in known:
            raise OutOfDomain(f"the case has no proposal '{name}': it has {', '.join(known) or 'none'}")
        if not known[name].text:
            raise OutOfDomain(f"the proposal '{name}' has no text; name its file under `text` in the case")
    having = sorted((item for item in known.values() if item.text), key=lambda item: item.on or "9")
    described = [item for item in having if item.provisions]
    chosen = [known[name] for name in wanted] or (described if len(described) > 1 else having)
    return tuple(
        read_draft(read.texts[item.text], item.id)
        for item in chosen
        if item.text is not None and item.text in read.texts
    )


def settled_by(draft: Draft, case: Case, *, propose: bool = True) -> tuple[Settling, ...]:
    """What the draft's provisions settle: as the case says, by its own provisions of the proposal of that id.

    Where the case is silent on a provision and `propose` is set, its words are read for the case's issues and
    options; such a link is a suggestion, for a person to accept.
    """
    told = _told(next((item for item in case.proposals if item.id == draft.id), None), draft)
    words = CaseWords(case, Actors.of_case(case)) if propose else None
    made: list[Settling] = []
    for item in draft.provisions:
        condition = told.get(item.id)
        if condition is not None:
            made.append(Settling(item, condition, "case"))
        elif words is not None and item.kind == "provision":
            found = words.condition(item.quote)
            made += [Settling(item, found, "words")] if found else []
    return tuple(made)


def _told(proposal: Proposal | None, draft: Draft) -> dict[str, str]:
    """The conditions that the case's own provisions give, by the provisions of the text that they overlap most."""
    made: dict[str, str] = {}
    for own in proposal.provisions if proposal else ():
        if own.span is None or own.settles is None:
            continue
        start, end = own.span
        overlaps = [(min(end, item.end) - max(start, item.start), item.id) for item in draft.provisions]
        shared, name = max(overlaps, default=(0, ""))
        if shared > 0:
            made[name] = " and ".join(filter(None, (made.get(name), str(own.settles))))
    return made


def proposal_values(draft: Draft, settlings: Sequence[Settling], text: str | None = None) -> dict[str, Any]:
    """The draft as a proposal of the case file, with a provision for every one that settles something.

    The package stays out: that a text settles an issue so is a judgement to be made on its provisions.
    """
    if not is_id(draft.id):
        raise OutOfDomain(f"'{draft.id}' is no id: name the proposal in lower-case letters, digits and hyphens")
    made: dict[str, Any] = {"id": draft.id}
    if draft.title:
        made["title"] = " ".join(draft.title.split())
    if text:
        made["text"] = text
    made["provisions"] = [_provision(item) for item in settlings]
    return made


def _provision(item: Settling) -> dict[str, Any]:
    words = " ".join(item.provision.quote.split())
    label = words if len(words) <= LONGEST_LABEL else words[: LONGEST_LABEL - 1].rsplit(" ", 1)[0] + "…"
    number = f"{item.provision.number}: " if item.provision.number else ""
    span = [item.provision.start, item.provision.end]
    return {"id": item.provision.id, "label": number + label, "span": span, "settles": item.condition}


def proposal_yaml(proposal: Mapping[str, Any]) -> str:
    """A proposal as lines for the case file, to be read over and pasted under `proposals:`."""
    lines = [f"{'  - ' if place == 0 else '    '}{key}: {flow(value)}" for place, (key, value) in
             enumerate((key, value) for key, value in proposal.items() if key != "provisions")]  # fmt: skip
    if proposal["provisions"]:
        lines.append("    provisions:")
        lines += [f"      - {flow(item)}" for item in proposal["provisions"]]
    return "\n".join(lines) + "\n"


def proposal_changes(read: CaseFile, proposal: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes that put the proposal into the case: a new one, or provisions for one that has none yet.

    Raises OutOfDomain where the case's proposal has provisions already, which stay as they are.
    """
    known = [item.id for item in read.case.proposals]
    if proposal["id"] in known:
        place = known.index(proposal["id"])
        if read.case.proposals[place].provisions:
            raise OutOfDomain(f"the proposal '{proposal['id']}' has provisions already; they were left as they are")
        return (Set(("proposals", place, "provisions"), proposal["provisions"]),)
    if not known:
        return (Set(("proposals",), [dict(proposal)]),)
    return (Insert(("proposals", len(known)), dict(proposal)),)

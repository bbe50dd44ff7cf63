"""How much of the annotated evidence sets is found: statements, chains, offers, events, and what comparing shows.

    python -m benchmarks.evidence_sets [SET ...] [--held-out] [--show]

Prints the development sets; --held-out adds the sets that are kept aside, as numbers only. --show lists what was
missed and what was made up, in development sets. docs/how-to/annotate-reports.md says how each line is counted.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence

from benchmarks.evidence_annotations import (
    EVENT_KINDS,
    EvidenceSet,
    OfferNote,
    ReportNotes,
    StatementNote,
    evidence_sets,
)
from benchmarks.evidence_matching import Names, characters, pairs, same_value, shared, span, touches
from benchmarks.evidence_outcomes import score_outcomes, score_traps
from benchmarks.evidence_scores import Scores, table

from detente.case.reading import read_case
from detente.evidence.items import ConditionalOffer, Extraction, Statement
from detente.evidence.language.names import Actors
from detente.evidence.reports import Reports, reports_of_case

TIGHT, LOOSE = 0.8, 0.3
SHORT = 12
"""Content of fewer characters (`It`) is matched by the whole statement instead."""
SLOT_FAMILIES = {"chair": {"chair", "mediators", "mediator", "host"}, "host": {"host", "hosts"}}


def score(one: EvidenceSet) -> Scores:
    """Read the set as any case, and compare what is found with what is annotated."""
    read = read_case(one.folder)
    return scored(one, reports_of_case(read), Names(Actors.of_case(read.case)))


def scored(one: EvidenceSet, found: Reports, names: Names) -> Scores:
    """What is found in the reports of a set, counted against its annotation."""
    scores = Scores()
    for extraction in found.extractions:
        notes, text = one.annotation.reports[extraction.report], one.texts[extraction.report]
        _statements(scores, f"{one.name} {extraction.report}", text, notes, extraction.statements, names)
        _offers(scores, f"{one.name} {extraction.report}", text, notes, extraction.offers, names)
        _values(scores, f"{one.name} {extraction.report}", text, notes, extraction)
    score_outcomes(scores, one, found)
    score_traps(scores, one, found, names)
    return scores


def _said(text: str, note: StatementNote) -> set[int]:
    start, end = note.span(text)
    content = characters(piece.span(text, start, end) for piece in note.content)
    return content if len(content) >= SHORT else set(range(start, end))


def _found_said(statement: Statement) -> set[int]:
    content = characters(map(span, statement.content))
    return content if len(content) >= SHORT else characters([span(statement.passage)])


def _once(found: Sequence[Statement]) -> list[Statement]:
    """Statements without those that repeat the cue and the content of another for one more member of a list."""
    seen: dict[object, Statement] = {}
    for statement in found:
        seen.setdefault((statement.cue, statement.content, statement.cue is None and statement.passage), statement)
    return list(seen.values())


def _statements(
    scores: Scores, where: str, text: str, notes: ReportNotes, found: Sequence[Statement], names: Names
) -> None:
    wanted, found = notes.statements, _once(found)
    said, given = [_said(text, note) for note in wanted], [_found_said(one) for one in found]
    wholes = [set(range(*note.span(text))) for note in wanted]

    def overlap(i: int, j: int) -> float:
        content = shared(said[i], given[j])
        if wanted[i].form != "nominal":
            return content
        return max(content, shared(wholes[i], characters([span(found[j].passage)])))

    def alike(i: int, j: int) -> float:
        common = overlap(i, j)
        return common + (_same_speaker(names, wanted[i], found[j]) and common >= LOOSE) * 0.3

    for name, chosen in (
        ("statements", range(len(wanted))),
        ("direct quotes", [i for i, note in enumerate(wanted) if note.direct]),
    ):
        offered = [j for j, one in enumerate(found) if name == "statements" or one.direct]
        matched = {
            chosen[i]: offered[j]
            for i, j in pairs(chosen, offered, alike, LOOSE)
            if overlap(chosen[i], offered[j]) >= LOOSE
        }
        for least in (LOOSE, TIGHT):
            right = {i: j for i, j in matched.items() if overlap(i, j) >= least}
            optional = {
                i for i in chosen if wanted[i].optional or (name != "statements" and wanted[i].direct == "mixed")
            }
            counted = len(offered) - len(optional & matched.keys())
            scores.count(f"{name} at {least}", len(chosen) - len(optional), len(right.keys() - optional), counted)
        if name == "statements":
            _details(scores, where, text, wanted, found, matched, names)
            scores.remarks += [
                f"{where}: missed {note.id} [{note.act}, {note.form}] {note.quote[:90]!r}"
                for i, note in enumerate(wanted)
                if i not in matched and not note.optional
            ]
            scores.remarks += [
                f"{where}: made up {one.id} [{one.act}, {one.rule}] {one.passage.quote[:90]!r}"
                for j, one in enumerate(found)
                if j not in matched.values()
            ]
        else:
            for i, j in matched.items():
                scores.share("direct quotes: speaker", _same_speaker(names, wanted[i], found[j]))


def _same_speaker(names: Names, note: StatementNote, found: Statement) -> bool:
    if not note.chain or not found.chain:
        return not note.chain and not found.chain
    return names.same(note.chain[-1], found.chain[-1])


def _details(
    scores: Scores,
    where: str,
    text: str,
    wanted: Sequence[StatementNote],
    found: Sequence[Statement],
    matched: dict[int, int],
    names: Names,
) -> None:
    for i, j in sorted(matched.items()):
        note, statement = wanted[i], found[j]
        if note.optional:
            continue
        if note.source is not None:
            source = set(range(*note.source.span(text, *note.span(text))))
            given = characters([span(statement.source)]) if statement.source is not None else set[int]()
            scores.share("  source words", shared(source, given) >= TIGHT)
        scores.share("  speaker", _same_speaker(names, note, statement))
        if not names.same_chain(note.chain, statement.chain):
            chain = tuple(voice.name for voice in statement.chain)
            scores.remarks.append(f"{where}: {note.id} chain {chain}, should be {note.chain}")
        if _plain_act(note.act) != _plain_act(statement.act):
            scores.remarks.append(f"{where}: {note.id} act {statement.act}, should be {note.act}: {note.quote[:70]!r}")
        name = "  chain of two or more" if len(note.chain) > 1 else "  chain of one or none"
        scores.share(name, names.same_chain(note.chain, statement.chain))
        scores.share("  act", _plain_act(note.act) == _plain_act(statement.act))
        scores.share("  direct or not", (note.direct is True) == statement.direct or note.direct == "mixed")
        if note.about is not None:
            scores.share("  about (issue and option)", statement.about is not None and note.about in statement.about)


def _plain_act(act: str) -> str:
    return "say" if act == "report" else act


def _offers(
    scores: Scores, where: str, text: str, notes: ReportNotes, found: Sequence[ConditionalOffer], names: Names
) -> None:
    wanted = notes.offers
    spans = [[set(range(*piece.span(text, *note.span(text)))) for piece in (note.gives, note.condition)]
             for note in wanted]  # fmt: skip
    given = [[characters([span(piece)]) for piece in (one.gives, one.condition)] for one in found]

    def alike(i: int, j: int) -> float:
        return min(shared(spans[i][part], given[j][part]) for part in (0, 1))

    matched = dict(pairs(range(len(wanted)), range(len(found)), alike, LOOSE))
    clean = {i: j for i, j in matched.items() if alike(i, j) >= TIGHT}
    for name, right in (("conditional offers found", matched), ("conditional offers with clean spans", clean)):
        optional = sum(wanted[i].optional for i in right)
        scores.count(name, sum(not n.optional for n in wanted), len(right) - optional, len(found) - optional)
    for i, j in matched.items():
        if not wanted[i].optional:
            _offer_details(scores, wanted[i], found[j], names)
    scores.remarks += [
        f"{where}: missed {note.id} [{note.trigger.quote}] {note.quote[:90]!r}"
        for i, note in enumerate(wanted)
        if i not in matched and not note.optional
    ]
    scores.remarks += [
        f"{where}: made up {one.id} [{one.rule}] {one.gives.quote[:60]!r} IF {one.condition.quote[:60]!r}"
        for j, one in enumerate(found)
        if j not in matched.values()
    ]


def _offer_details(scores: Scores, note: OfferNote, found: ConditionalOffer, names: Names) -> None:
    scores.share("  act of the offer", note.act == found.act)
    speaker = names.same(note.chain[-1], found.chain[-1]) if note.chain and found.chain else not note.chain
    scores.share("  who offers", speaker)
    for guarantor in note.guarantors:
        scores.share("  guarantors", any(names.same(guarantor, voice) for voice in found.guarantors))


def _family(slot: str) -> set[str]:
    return SLOT_FAMILIES.get(slot, {slot, slot.partition("-")[0]} if slot.startswith("role") else {slot})


def _values(scores: Scores, where: str, text: str, notes: ReportNotes, extraction: Extraction) -> None:
    """Slots of events and proposals: located (words found), named (in the right slot), typed value right."""
    in_events = [value for event in extraction.events for value in event.slots]
    in_proposals = [value for proposal in extraction.proposals for value in proposal.slots]
    for kind, items, found in (
        ("event", [e for e in notes.events if e.kind in EVENT_KINDS], in_events),
        ("proposal", notes.proposals, in_proposals),
    ):
        for slot, note in ((slot, value) for item in items for slot, values in item.slots.items() for value in values):
            place = note.span(text)
            here = [value for value in found if touches(place, span(value.passage))]
            named = [value for value in here if value.slot in _family(slot)]
            scores.share(f"{kind} slots: words found", bool(here))
            scores.share(f"{kind} slots: in the right slot", bool(named))
            right = [same for value in named if (same := same_value(note, value)) is not None]
            if right:
                scores.share(f"{kind} slots: typed value right", any(right))
            if not named:
                scores.remarks.append(f"{where}: {kind} slot {slot} = {note.value!r} not found ({note.quote!r})")


def total(sets: Iterable[EvidenceSet]) -> Scores:
    """The scores of several sets, added up."""
    scores = Scores()
    for one in sets:
        scores.add(score(one))
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence_sets", description=__doc__)
    parser.add_argument("sets", nargs="*", help="names of sets; all development sets where none is named")
    parser.add_argument("--held-out", action="store_true", help="also the sets kept aside, as numbers only")
    parser.add_argument("--show", action="store_true", help="list what was missed and made up (development sets)")
    asked = parser.parse_args()
    for held_out in (False, True) if asked.held_out else (False,):
        chosen = [one for one in evidence_sets(held_out=held_out) if not asked.sets or one.name in asked.sets]
        if not chosen:
            continue
        started = time.process_time()
        scores = total(chosen)
        print(f"\n{'Held out' if held_out else 'Development'}: {', '.join(one.name for one in chosen)}")
        print(f"({time.process_time() - started:.1f} s of CPU time)\n")
        print("\n".join(table(scores)))
        if asked.show and not held_out:
            print("\n" + "\n".join(scores.remarks))


if __name__ == "__main__":
    main()

"""The dimensions that stand in the clauses: who owes what to whom, called by what, found by whom."""

from __future__ import annotations

import math

from detente.engines.commitments.comparison.dimension import FORCE, Dimension
from detente.engines.commitments.comparison.extent import EVERYTHING, NONE_AT_ALL, Extent
from detente.engines.commitments.comparison.measure import Breadth, Hurdles, Scale, Value
from detente.engines.commitments.comparison.reading import Subject
from detente.engines.commitments.comparison.wordings import amount, names, steps
from detente.engines.commitments.instrument import ANYWHERE, AUTOMATICITIES, STRENGTHS, Clause
from detente.engines.commitments.obligations.events import ENTAILED, HIT

PARTIES = "its parties"
"""Stands for the parties of whichever instrument is read, among those whose attacks it does not answer."""

BREADTH_OF_THRESHOLD = {"sustained": 0, "significant": 1, "any": 2}
THRESHOLDS = (
    "only an attack that is significant, deliberate and sustained",
    "only a significant attack",
    "an attack of any size",
)


def _bound(clause: Clause, subject: Subject) -> Value | None:
    return Extent(subject.bound(clause))


def _types(clause: Clause, subject: Subject) -> Value | None:
    types = clause.trigger.types
    return None if not types else Extent(frozenset(kind for kind, met in ENTAILED.items() if met & types))


def _targets(clause: Clause, subject: Subject) -> Value | None:
    against = clause.trigger.against
    return None if not against else Extent(frozenset(hit for hit, counts in HIT.items() if counts & against))


def _forces_covered(clause: Clause, subject: Subject) -> Value | None:
    if not clause.trigger.against:
        return None
    return int(not clause.trigger.against.isdisjoint({"forces", "vessels", "aircraft"}))


def _adversaries(clause: Clause, subject: Subject) -> Value | None:
    by = clause.trigger.by
    if by is None:
        return None
    named = by.kind == "named"
    meant = Extent(by.parties, beyond=not named)
    if clause.covers_parties and by.kind != "non-party":
        return meant
    return meant - ({item.party for item in subject.instrument.parties} if named else {PARTIES})


def _areas(clause: Clause, subject: Subject) -> Value | None:
    area = clause.trigger.area
    if area is None:
        return None
    return (EVERYTHING if ANYWHERE in area else Extent(area)) - clause.trigger.except_area


def _threshold(clause: Clause, subject: Subject) -> Value | None:
    threshold = clause.trigger.threshold
    return None if threshold is None else BREADTH_OF_THRESHOLD[threshold]


def _provocation(clause: Clause, subject: Subject) -> Value | None:
    voids = clause.trigger.non_provocation
    return None if voids is None else Extent(voids)


def _further_conditions(clause: Clause, subject: Subject) -> Value | None:
    trigger = clause.trigger
    conditions: set[str] = set()
    if trigger.ongoing_conflict:
        conditions.add(f"only in this conflict: {trigger.ongoing_conflict}")
    if trigger.adversaries_at_least > 1:
        conditions.add(f"only against {trigger.adversaries_at_least} or more attackers together")
    if trigger.demand_refused:
        conditions.add(f"only once this demand is refused: {trigger.demand_refused}")
    return Extent(frozenset(conditions)) if conditions else None


def _deciders(clause: Clause, subject: Subject) -> Value | None:
    deciders = clause.trigger.determined_by
    if deciders is None:
        return None
    return Extent(frozenset(f"{item.who} by {item.rule}" if item.rule else item.who for item in deciders))


def _strength(clause: Clause, subject: Subject) -> Value | None:
    return clause.duty.strength


def _automaticity(clause: Clause, subject: Subject) -> Value | None:
    return clause.duty.automaticity


def _deadline(clause: Clause, subject: Subject) -> Value | None:
    return clause.duty.deadline_hours


BOUND = Dimension(
    name="bound",
    title="Who is bound",
    question="Who owes a duty under it?",
    ask="Who is bound by it, by name?",
    measure=Breadth(),
    words=names(nothing="no one", counted=True),
    fields=("obligors", "parties", "clauses.obligors"),
    mentions=("who is bound", "would be bound", "would sign", "signator", "which members"),
    of_clause=_bound,
    clauses="all",
)
TRIGGER = Dimension(
    name="trigger",
    title="What calls it into force",
    question="Which kinds of event certainly call the strongest duty into force?",
    ask="Which events call it into force: an armed attack, any use of force, a breach of the ceasefire, a threat?",
    measure=Breadth(),
    words=names(everything="any event"),
    fields=("trigger.type",),
    mentions=("casus", "kinds of event", "what triggers"),
    of_clause=_types,
)
ADVERSARY = Dimension(
    name="adversary",
    title="By whom",
    question="Whose attack calls it into force?",
    ask="Does it answer an attack by anyone, or only by those it names?",
    measure=Breadth(),
    words=names(),
    fields=("trigger.by", "covers-parties"),
    mentions=("adversar", "by whom", "attacker", "attack by a party"),
    of_clause=_adversaries,
)
THRESHOLD = Dimension(
    name="threshold",
    title="Threshold",
    question="How large does an attack have to be?",
    ask="How large does an attack have to be, and does a limited strike count?",
    measure=Scale(),
    words=steps(*THRESHOLDS),
    fields=("trigger.threshold",),
    mentions=("threshold", "how large", "sustained", "limited strike"),
    of_clause=_threshold,
)
TARGETS = Dimension(
    name="targets",
    title="What has to be hit",
    question="An attack on what certainly calls it into force?",
    ask="Does it cover territory only, or forces, vessels and aircraft as well?",
    measure=Breadth(),
    words=names(everything="anything"),
    fields=("trigger.against",),
    mentions=("what has to be hit", "target"),
    of_clause=_targets,
)
AREA = Dimension(
    name="area",
    title="Area",
    question="Where does an attack have to happen?",
    ask="Which areas does it cover, and on which side of which line?",
    measure=Breadth(),
    words=names(everything="anywhere", nothing="nowhere"),
    fields=("trigger.area", "trigger.except-area"),
    mentions=("area", "geograph", "line", "territor", "border"),
    of_clause=_areas,
)
FORCES_ABROAD = Dimension(
    name="forces-covered",
    title="Forces, vessels, aircraft",
    question="Does an attack on forces, vessels or aircraft call it into force?",
    ask="Does an attack on forces, vessels or aircraft, at home or abroad, count?",
    measure=Scale(),
    words=steps("no", "yes"),
    fields=("trigger.against",),
    mentions=("attack on forces", "forces of a", "vessel", "aircraft"),
    of_clause=_forces_covered,
)
FURTHER_CONDITIONS = Dimension(
    name="further-conditions",
    title="Further conditions of the trigger",
    question="Is it limited to a conflict, a number of attackers, or a refused demand?",
    ask="Is there any further condition before the duty arises?",
    measure=Hurdles(),
    words=names(),
    fields=("trigger.ongoing-conflict", "trigger.adversaries-at-least", "trigger.demand-refused"),
    mentions=("further condition",),
    of_clause=_further_conditions,
    silence=NONE_AT_ALL,
    silent_drafts=True,
)
DETERMINATION = Dimension(
    name="determination",
    title="Who determines",
    question="Who finds that the trigger has occurred?",
    ask="Who finds that it has occurred: each guarantor, the one attacked, a council, one official, a commission?",
    measure=Hurdles(),
    words=names(nothing="no one has to"),
    fields=("trigger.determined-by",),
    mentions=("determin", "who decides", "unanim", "consensus", "who finds"),
    of_clause=_deciders,
)
DEADLINE = Dimension(
    name="deadline",
    title="Deadline",
    question="Within how many hours must those bound consult or respond?",
    ask="Within how many hours must those bound consult, and respond?",
    measure=Scale(-1),
    words=amount("within {} hours", nothing="at once", endless="none stated"),
    fields=("duty.deadline-hours",),
    mentions=("deadline", "hours", "how quickly", "how soon"),
    of_clause=_deadline,
    clauses="all",
    silence=math.inf,
    directions=FORCE,
)
STRENGTH = Dimension(
    name="strength",
    title="Strength of the duty",
    question="What is the strongest thing owed?",
    ask="What does each of those bound have to do: consult, supply, act by means of its choice, send forces?",
    measure=Scale(),
    words=steps(*STRENGTHS),
    fields=("duty.strength",),
    mentions=("strength", "would have to do", "what is owed"),
    of_clause=_strength,
    directions=FORCE,
)
AUTOMATICITY = Dimension(
    name="automaticity",
    title="Automaticity",
    question="How much discretion is left once the trigger has occurred?",
    ask="Once the trigger has occurred, does the duty follow, or may those bound first decide whether to act?",
    measure=Scale(),
    words=steps(*AUTOMATICITIES),
    fields=("duty.automaticity",),
    mentions=("automatic", "discretion"),
    of_clause=_automaticity,
    directions=FORCE,
)
PROVOCATION = Dimension(
    name="provocation",
    title="Provocation that voids it",
    question="What on the side of the beneficiary voids the duty?",
    ask="Does the duty lapse if the one attacked is held to have provoked the attack, and who says so?",
    measure=Hurdles(),
    words=names(everything="any provocation", nothing="nothing"),
    fields=("trigger.non-provocation",),
    mentions=("provo", "void"),
    of_clause=_provocation,
)

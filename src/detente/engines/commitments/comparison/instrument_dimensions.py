"""The dimensions that an instrument answers as a whole: its force in law, its term, its ways in and out."""

from __future__ import annotations

import math

from detente.engines.commitments.comparison.dimension import FORCE, Dimension
from detente.engines.commitments.comparison.extent import NONE_AT_ALL, Extent
from detente.engines.commitments.comparison.measure import Hurdles, Scale, Value, Wording
from detente.engines.commitments.comparison.reading import Subject
from detente.engines.commitments.comparison.wordings import amount, names, steps, text


def _protects(subject: Subject) -> Value | None:
    return int(subject.protects)


def _forces(subject: Subject) -> Value | None:
    return subject.instrument.terms.forces or None


def _binding(subject: Subject) -> Value | None:
    binding = subject.instrument.terms.binding
    return None if binding is None else int(binding)


def _ratifications_left(subject: Subject) -> Value | None:
    terms = subject.instrument.terms
    if subject.in_force:
        return 0
    if not terms.ratifications_needed:
        return None
    return len(terms.ratifications_needed - terms.ratifications_done)


def _conditions_left(subject: Subject) -> Value | None:
    left: set[str] = set()
    for item in subject.instrument.preconditions:
        happened = item.on is None or subject.on is None or item.on <= subject.on
        if item.met is not True or not happened:
            left.add(item.what or item.id)
    return Extent(frozenset(left)) if left else None


def _years(subject: Subject) -> Value | None:
    terms = subject.instrument.terms
    return math.inf if terms.indefinite else terms.years


def _ends_when(subject: Subject) -> Value | None:
    ends = subject.instrument.terms.ends_when
    return Extent(frozenset({ends})) if ends else None


def _notice(subject: Subject) -> Value | None:
    return subject.instrument.terms.notice_months


def _consent(subject: Subject) -> Value | None:
    consent = subject.instrument.terms.consent
    return Extent(consent) if consent else None


def _accession(subject: Subject) -> Value | None:
    return subject.instrument.terms.accession or None


def _enforcement(subject: Subject) -> Value | None:
    return subject.instrument.terms.enforcement or None


def _limits(subject: Subject) -> Value | None:
    left_out = set(subject.instrument.terms.limits)
    for clause in subject.clauses:
        left_out.update(f"not in {area}" for area in clause.trigger.except_area)
    return Extent(frozenset(left_out)) if left_out else None


PROTECTS = Dimension(
    name="protects",
    title="Whether the beneficiary is protected",
    question="Does it owe the beneficiary anything?",
    ask="Is the beneficiary protected by it?",
    measure=Scale(),
    words=steps("no: read for what its parties owe one another", "yes"),
    fields=("beneficiaries",),
    mentions=("beneficiar",),
    of_instrument=_protects,
)
FORCES = Dimension(
    name="forces",
    title="Standing forces and command",
    question="Which standing forces, command and planning come with it?",
    ask="Which forces are stationed, under whose command, and who plans?",
    measure=Wording(more_than_silence=True),
    words=text("none stated"),
    fields=("forces",),
    mentions=("standing forces", "command", "station", "planning", "size of the force"),
    of_instrument=_forces,
    silence="",
    directions=FORCE,
)
BINDING = Dimension(
    name="binding",
    title="Bindingness",
    question="Does it bind in law?",
    ask="Does it bind in law, and does each side say so?",
    measure=Scale(),
    words=steps("not binding in law", "binding in law"),
    fields=("legal.binding",),
    mentions=("bind in law", "binding", "legal"),
    of_instrument=_binding,
    directions=FORCE,
)
RATIFICATION = Dimension(
    name="ratification",
    title="Ratification left to do",
    question="How many ratifications are still missing?",
    ask="Whose ratification does it need, and by when?",
    measure=Scale(-1),
    words=amount("{} left", nothing="none left"),
    fields=("legal.ratification", "legal.needed", "legal.done", "status"),
    mentions=("ratif", "entry into force", "parliament"),
    of_instrument=_ratifications_left,
    directions=FORCE,
)
PRECONDITIONS = Dimension(
    name="preconditions",
    title="What has to happen before",
    question="What still has to happen before it obliges anybody?",
    ask="What has to happen before it obliges anybody, and who establishes that it has?",
    measure=Hurdles(),
    words=names(),
    fields=("preconditions",),
    mentions=("precondition", "activat"),
    of_instrument=_conditions_left,
    silence=NONE_AT_ALL,
    directions=FORCE,
)
DURATION = Dimension(
    name="duration",
    title="Duration",
    question="For how many years does it last?",
    ask="For how long does it last, and how is it renewed?",
    measure=Scale(),
    words=amount("{} years", endless="without end"),
    fields=("term.years", "term.indefinite", "term.renewal"),
    mentions=("duration", "years", "how long"),
    of_instrument=_years,
    directions=("longer", "shorter"),
)
ENDS_WHEN = Dimension(
    name="ends-when",
    title="What ends it before",
    question="What ends it before its term?",
    ask="Is there anything that ends it before its term?",
    measure=Hurdles(),
    words=names(nothing="nothing stated"),
    fields=("term.ends-when",),
    mentions=("what ends it",),
    of_instrument=_ends_when,
    silence=NONE_AT_ALL,
    directions=FORCE,
)
NOTICE = Dimension(
    name="notice",
    title="Notice",
    question="How many months before must a party that leaves say so?",
    ask="How many months of notice must one give who leaves it?",
    measure=Scale(),
    words=amount("{} months", nothing="none needed"),
    fields=("term.notice-months",),
    mentions=("notice", "withdraw", "denunciation", "could leave"),
    of_instrument=_notice,
    directions=("longer", "shorter"),
)
CONSENT = Dimension(
    name="consent",
    title="Who must agree",
    question="Who must agree to it beside its parties?",
    ask="Whose agreement does it need beside that of its parties?",
    measure=Hurdles(),
    words=names(nothing="no one stated"),
    fields=("consent",),
    mentions=("consent", "would have to agree"),
    of_instrument=_consent,
    silence=NONE_AT_ALL,
    directions=FORCE,
)
ACCESSION = Dimension(
    name="accession",
    title="Joining it later",
    question="Who must agree that another joins?",
    ask="May others join it, and who must agree?",
    measure=Wording(),
    words=text("none stated"),
    fields=("accession", "accession.rule"),
    mentions=("accession", "could join"),
    of_instrument=_accession,
)
ENFORCEMENT = Dimension(
    name="enforcement",
    title="Enforcement",
    question="Who watches over it and decides disputes?",
    ask="Who watches over it, attributes a breach, and decides disputes?",
    measure=Wording(),
    words=text("none stated"),
    fields=("enforcement",),
    mentions=("enforce", "monitor", "dispute"),
    of_instrument=_enforcement,
)
LIMITS = Dimension(
    name="limits",
    title="What it leaves out",
    question="Which areas or matters does it leave out?",
    ask="Which areas or matters does it leave out?",
    measure=Hurdles(),
    words=names(nothing="nothing stated"),
    fields=("limits", "trigger.except-area"),
    mentions=("leaves out", "excluded"),
    of_instrument=_limits,
    silence=NONE_AT_ALL,
)

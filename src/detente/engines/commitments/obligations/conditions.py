"""The conditions of a clause, one by one and in a fixed order, each with its words.

A condition holds, fails, is unknown (a field or finding is missing), or is arguable (the text can be read both ways).
The order: in force, preconditions, parties, type of event, by whom, against what, area, threshold, non-provocation,
adversaries, conflict, demand, who determines. A clause is owed where all hold, not owed where one fails, else open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from detente.engines.commitments.instrument import ANYWHERE, Adversary, Clause, Determination, Instrument, Trigger
from detente.engines.commitments.obligations.events import (
    ARGUABLE,
    CONTESTABLE,
    ENTAILED,
    EVENT_WORDS,
    FAILS,
    HIT,
    HIT_CONTESTABLE,
    HIT_WORDS,
    HOLDS,
    SCALES,
    UNKNOWN,
    USES_FORCE,
    meets,
)
from detente.engines.commitments.obligations.proof import NO_NAMES, Sentence
from detente.engines.commitments.scenario import Attack, Scenario

PROTECTS = "protects"
JOINS_ATTACK = "joins-attack"
AGGRESSOR = "aggressor"
RESTRAINS = "restrains"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a clause: its name, whether it is met, and why, in words."""

    name: str
    truth: str
    text: str
    about: tuple[str, ...] = ()

    def words(self, names: Mapping[str, str] = NO_NAMES) -> str:
        """Why it is met or not."""
        return self.sentence.words(names)

    @property
    def sentence(self) -> Sentence:
        """The words with places for names."""
        return Sentence(self.text, self.about)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the scenario finds, in the form in which conditions ask for it."""

    scenario: Scenario
    votes: Mapping[tuple[str, str], bool] = field(init=False)
    provoked: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        provoked: dict[str, frozenset[str]] = {}
        for party, how in self.scenario.provoked:
            provoked[party] = provoked.get(party, frozenset()) | {how}
        object.__setattr__(self, "votes", dict(self.scenario.votes))
        object.__setattr__(self, "provoked", provoked)

    def day(self, attack: Attack) -> date:
        """When the attack happens."""
        return attack.on or self.scenario.on


@dataclass(frozen=True, slots=True)
class Question:
    """One clause asked about one attack: for whom, against whom, on which day, and who is a party then."""

    instrument: Instrument
    clause: Clause
    attack: Attack
    role: str
    beneficiary: str
    adversary: str
    day: date
    parties: frozenset[str]
    attackers: int
    findings: Findings

    @property
    def trigger(self) -> Trigger:
        """What calls the clause into force."""
        return self.clause.trigger


_IN_FORCE = Condition("in-force", HOLDS, "no end or suspension is on record")


def in_force(asked: Question, obligor: str) -> Condition:
    """Whether the instrument obliges this obligor towards the beneficiary on the day."""
    instrument, day = asked.instrument, asked.day
    if instrument.parties:
        for party in (obligor, asked.beneficiary):
            terms = [item for item in instrument.parties if item.party == party]
            if terms and not any(item.start <= day <= item.end for item in terms):
                return Condition("in-force", FAILS, "{0} is not a party on {1}", (party, day.isoformat()))
    if instrument.id in asked.findings.scenario.suppose:
        return Condition("in-force", HOLDS, "it is supposed to be in force")
    if not instrument.phases:
        return _IN_FORCE
    state = instrument.state(day, obligor, asked.beneficiary)
    if state == "in-force":
        ended = instrument.term_end(day, obligor, asked.beneficiary)
        if ended is not None and ended < day:
            years, renewal = f"{instrument.terms.years:g}", instrument.terms.renewal
            if renewal:
                text = "it is in force on {0}, taken to have been renewed after its term of {1} years: {2}"
                return Condition("in-force", HOLDS, text, (day.isoformat(), years, renewal))
            text = "whether it was renewed after its term of {0} years, which ended on {1}"
            return Condition("in-force", UNKNOWN, text, (years, ended.isoformat()))
        return Condition("in-force", HOLDS, "it is in force on {0}", (day.isoformat(),))
    text = "its state is “{0}” on {1}"
    if any(phase.obligors or phase.beneficiaries for phase in instrument.phases):
        text += " between {2} and {3}"
    return Condition("in-force", FAILS, text, (state, day.isoformat(), obligor, asked.beneficiary))


def shared_conditions(asked: Question) -> tuple[Condition, ...]:
    """All conditions but the first, which alone depends on the obligor."""
    return tuple(_CONDITIONS[asked.role](asked))


def _protecting(asked: Question) -> Iterator[Condition]:
    yield preconditions(asked)
    yield not_a_party(asked)
    yield event_type(asked)
    yield by_whom(asked)
    yield against_what(asked)
    yield area(asked)
    yield threshold(asked)
    yield non_provocation(asked)
    yield adversaries(asked)
    yield from cannot_be_judged(asked)
    yield from determined(asked)
    yield from duty_known(asked)


def _joining_attack(asked: Question) -> Iterator[Condition]:
    """An offence duty: the beneficiary's own attack is the trigger, so what it hits needs no words of the clause."""
    yield preconditions(asked)
    yield not_a_party(asked)
    yield by_whom(asked)
    yield area(asked)
    yield from cannot_be_judged(asked)
    yield from determined(asked)


def _for_an_aggressor(asked: Question) -> Iterator[Condition]:
    yield preconditions(asked)
    yield not_a_party(asked)
    yield by_whom(asked)
    if asked.trigger.non_provocation:
        text = "{0} itself attacks, and the clause is void where the beneficiary began"
        yield Condition("aggressor", FAILS, text, (asked.beneficiary,))
    else:
        text = "{0} itself attacks; no words on record void the clause for that, so it could be argued"
        yield Condition("aggressor", ARGUABLE, text, (asked.beneficiary,))


def _restraining(asked: Question) -> Iterator[Condition]:
    """A restraint holds always and everywhere unless its text says otherwise."""
    yield preconditions(asked)
    trigger, kind = asked.trigger, asked.attack.kind
    if trigger.types:
        yield event_type(asked)
    else:
        truth = HOLDS if kind in USES_FORCE else ARGUABLE if kind != "threat" else FAILS
        text = "{0} is a use of force" if truth == HOLDS else "whether {0} is a use of force can be argued"
        yield Condition("type", truth, "{0} is no use of force" if truth == FAILS else text, (EVENT_WORDS[kind],))
    if trigger.area is not None or trigger.except_area:
        yield area(asked)
    yield non_provocation(asked)


_CONDITIONS = {
    PROTECTS: _protecting,
    JOINS_ATTACK: _joining_attack,
    AGGRESSOR: _for_an_aggressor,
    RESTRAINS: _restraining,
}


def preconditions(asked: Question) -> Condition:
    """Whether everything has happened that has to happen before the instrument obliges."""
    name = "preconditions"
    if not asked.instrument.preconditions:
        return Condition(name, HOLDS, "it has no preconditions on record")
    if asked.instrument.id in asked.findings.scenario.suppose:
        return Condition(name, HOLDS, "its preconditions are supposed to be met")
    unmet = [item for item in asked.instrument.preconditions if item.met is False]
    later = [item for item in asked.instrument.preconditions if item.on is not None and item.on > asked.day]
    for item in (*unmet, *later):
        return Condition(name, FAILS, "a precondition is not met: {0}", (item.what,))
    for item in asked.instrument.preconditions:
        if item.met is None and item.on is None:
            return Condition(name, UNKNOWN, "whether a precondition is met: {0}", (item.what,))
    return Condition(name, HOLDS, "its preconditions are met")


def not_a_party(asked: Question) -> Condition:
    """Whether the adversary is outside the instrument, or the clause covers parties too."""
    adversary = asked.adversary
    if asked.clause.covers_parties:
        return Condition("parties", HOLDS, "it also covers what its own parties do")
    if adversary in asked.parties:
        text = "{0} is itself a party to it, and it does not cover what its parties do to one another"
        return Condition("parties", FAILS, text, (adversary,))
    return Condition("parties", HOLDS, "{0} is not a party to it", (adversary,))


def event_type(asked: Question) -> Condition:
    """Whether an event of this kind is what the clause speaks of."""
    types, kind = asked.trigger.types, asked.attack.kind
    if not types:
        return Condition("type", UNKNOWN, "the kind of event that triggers it is not known")
    truth = meets(ENTAILED, CONTESTABLE, kind, types)
    text = {
        HOLDS: "{0} is among what triggers it ({1})" if kind in types else "{0} counts as what triggers it ({1})",
        ARGUABLE: "whether {0} is among what triggers it ({1}) can be argued",
        FAILS: "{0} is not among what triggers it ({1})",
    }[truth]
    return Condition("type", truth, text, (EVENT_WORDS[kind], _listed(types)))


def by_whom(asked: Question) -> Condition:
    """Whether the clause protects against this adversary; for an offence duty, whether it is meant against it."""
    by, adversary = asked.trigger.by, asked.adversary
    if by is None:
        return Condition("by", UNKNOWN, "against whom it protects is not known")
    if _meant(by, adversary, asked.parties):
        return Condition("by", HOLDS, "it counts against {0}", (adversary,))
    return Condition("by", FAILS, "it does not count against {0}", (adversary,))


def _meant(by: Adversary, adversary: str, parties: frozenset[str]) -> bool:
    if by.kind == "non-party":
        return adversary not in parties
    if by.kind == "named":
        return adversary in by.parties
    return by.kind != "other-than" or adversary not in by.parties


def against_what(asked: Question) -> Condition:
    """Whether what is hit is what the clause protects."""
    against, hit = asked.trigger.against, asked.attack.against
    if not against:
        return Condition("against", UNKNOWN, "what has to be hit is not known")
    truth = meets(HIT, HIT_CONTESTABLE, hit, against)
    text = {
        HOLDS: "an attack on {0} is among what it protects from ({1})",
        ARGUABLE: "whether an attack on {0} is among what it protects from ({1}) can be argued",
        FAILS: "an attack on {0} is not among what it protects from ({1})",
    }[truth]
    return Condition("against", truth, text, (HIT_WORDS[hit], _listed(against)))


def area(asked: Question) -> Condition:
    """Whether the attack happens where the clause counts; the areas of the attack are given, never derived."""
    covered, left_out, where = asked.trigger.area, asked.trigger.except_area, asked.attack.area
    limited = covered is not None and ANYWHERE not in covered
    if (limited or left_out) and not where:
        return Condition("area", UNKNOWN, "the scenario does not say where the attack happens")
    inside = where - left_out
    if where and not inside:
        return Condition("area", FAILS, "{0} is left out of it", (_listed(where),))
    if covered is None:
        return Condition("area", UNKNOWN, "the area that it covers is not known")
    if not limited:
        return Condition("area", HOLDS, "it counts anywhere" if not left_out else "it counts there")
    if covered & inside:
        return Condition("area", HOLDS, "it covers {0}", (_listed(covered & inside),))
    return Condition("area", FAILS, "it covers {0}, not {1}", (_listed(covered), _listed(inside)))


def threshold(asked: Question) -> Condition:
    """Whether the attack is large enough."""
    least, scale = asked.trigger.threshold, asked.attack.scale
    if least is None:
        return Condition("threshold", UNKNOWN, "how large the attack has to be is not known")
    if SCALES.index(scale) >= SCALES.index(least):
        return Condition("threshold", HOLDS, "the attack is large enough ({0}; it needs {1})", (scale, least))
    return Condition("threshold", FAILS, "the attack is too small ({0}; it needs {1})", (scale, least))


def non_provocation(asked: Question) -> Condition:
    """Whether a finding of provocation voids the clause."""
    name, beneficiary = "non-provocation", asked.beneficiary
    found = asked.findings.provoked.get(beneficiary, frozenset[str]())
    if beneficiary == asked.attack.attacker:
        found |= {"initiated"}
    if not found:
        return Condition(name, HOLDS, "nothing in the scenario says that {0} brought it on", (beneficiary,))
    voids = asked.trigger.non_provocation
    if voids is None:
        return Condition(name, UNKNOWN, "whether provocation by {0} voids it is not known", (beneficiary,))
    if voids & found:
        text = "{0} is held to have brought it on ({1}), which voids it"
        return Condition(name, FAILS, text, (beneficiary, _listed(voids & found)))
    return Condition(name, HOLDS, "what {0} is held to have done does not void it", (beneficiary,))


def adversaries(asked: Question) -> Condition:
    """Whether enough states attack together."""
    least, name = asked.trigger.adversaries_at_least, "adversaries"
    if asked.attackers >= least:
        return Condition(name, HOLDS, "enough attack together ({0}; it needs {1})", (str(asked.attackers), str(least)))
    return Condition(name, FAILS, "too few attack together ({0}; it needs {1})", (str(asked.attackers), str(least)))


def cannot_be_judged(asked: Question) -> Iterator[Condition]:
    """Conditions in words that only a reader can judge."""
    if asked.trigger.ongoing_conflict:
        text = "whether this is part of the conflict that it is limited to: {0}"
        yield Condition("conflict", UNKNOWN, text, (asked.trigger.ongoing_conflict,))
    if asked.trigger.demand_refused:
        text = "whether the demand that it speaks of was refused: {0}"
        yield Condition("demand", UNKNOWN, text, (asked.trigger.demand_refused,))


def determined(asked: Question) -> Iterator[Condition]:
    """Whether those who have to establish that the trigger has occurred do so."""
    deciders = asked.trigger.determined_by
    if deciders is None:
        yield Condition("determined", UNKNOWN, "who establishes that the trigger has occurred is not known")
        return
    for decider in deciders:
        yield _found(asked, decider)


def _found(asked: Question, decider: Determination) -> Condition:
    name, beneficiary = "determined", asked.beneficiary
    if decider.who == "self":
        return Condition(name, HOLDS, "each obligor judges for itself whether the trigger has occurred")
    if decider.who == "victim":
        asking = asked.findings.scenario.requests
        if asking is None:
            return Condition(name, HOLDS, "{0} is taken to ask for help", (beneficiary,))
        if beneficiary in asking:
            return Condition(name, HOLDS, "{0} asks for help", (beneficiary,))
        return Condition(name, FAILS, "{0} does not ask for help", (beneficiary,))
    body = decider.body or f"the {decider.who}"
    rule = f" ({decider.rule})" if decider.rule else ""
    passes = asked.findings.votes.get((asked.instrument.id, decider.who))
    if passes is None:
        return Condition(name, UNKNOWN, "whether {0} finds that the trigger has occurred{1}", (body, rule))
    text = "{0} finds that the trigger has occurred{1}" if passes else "{0} does not find that it has occurred{1}"
    return Condition(name, HOLDS if passes else FAILS, text, (body, rule))


def duty_known(asked: Question) -> Iterator[Condition]:
    """A clause of which neither kind nor strength is known may owe anything."""
    if asked.clause.duty.kind is None and asked.clause.duty.strength is None:
        yield Condition("duty", UNKNOWN, "what is owed is not known")


def _listed(items: frozenset[str]) -> str:
    return ", ".join(sorted(item.replace("-", " ") for item in items))

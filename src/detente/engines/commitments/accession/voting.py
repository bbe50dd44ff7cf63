"""Votes on letting somebody in: who blocks, and the least payment that would change the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from detente.engines.commitments.accession.cheapest_coalition import Coalitions, cheapest_coalitions
from detente.engines.commitments.derived import with_derived
from detente.engines.commitments.quantity import Number, Quantity, as_printed, positive, quantity
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen, plain

TRANSFERABLE = "assumes transferable utility: payments are in each voter's own units, and units count alike"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter: what the two outcomes are worth to it, and what would win its consent."""

    voter: str
    weight: Quantity
    new: Quantity
    status_quo: Quantity

    @property
    def consents(self) -> bool:
        """Whether it is no worse off; equal counts as consent."""
        return self.new >= self.status_quo

    @property
    def payment(self) -> Quantity:
        """max(0, u(status quo) - u(new))."""
        return max(0 * self.new, self.status_quo - self.new)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return with_derived(self, "consents", "payment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Answer):
    """One vote. `blocking`: every voter that is worse off, in the order given; under a quota they block together.

    `payment`: the least sum that passes the vote; `paid`: every set of voters to which paying that sum suffices (one
    empty set where the vote passes as it is).
    """

    question: str
    quota: Quantity
    """The weight that must consent; the sum of all weights is unanimity."""
    ballots: tuple[Ballot, ...]
    consenting_weight: Quantity
    payment: Quantity
    paid: tuple[tuple[str, ...], ...]

    @property
    def passes(self) -> bool:
        """Whether enough weight consents."""
        return self.consenting_weight >= self.quota

    @property
    def blocking(self) -> tuple[str, ...]:
        """Every voter that is worse off."""
        return tuple(ballot.voter for ballot in self.ballots if not ballot.consents)

    @property
    def indifferent(self) -> tuple[str, ...]:
        """Voters to whom both outcomes are worth the same; they are counted as consenting."""
        return tuple(ballot.voter for ballot in self.ballots if ballot.new == ballot.status_quo)

    def rows(self) -> list[dict[str, Any]]:
        """One row a voter."""
        return [{"question": self.question, **ballot.to_dict()} for ballot in self.ballots]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return Answer.to_dict(self) | {
            "passes": plain(self.passes),
            "blocking": plain(self.blocking),
            "indifferent": plain(self.indifferent),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes(Answer):
    """Votes that must all pass, kept apart: an accession in steps, and the settlement that goes with it."""

    votes: tuple[Vote, ...]

    @property
    def passes(self) -> bool:
        """Whether every vote passes."""
        return all(vote.passes for vote in self.votes)

    @property
    def stopped_at(self) -> tuple[str, ...]:
        """The questions that do not pass, in order."""
        return tuple(vote.question for vote in self.votes if not vote.passes)

    @property
    def blocking(self) -> tuple[tuple[str, str], ...]:
        """Every (question, voter) that is worse off."""
        return tuple((vote.question, voter) for vote in self.votes for voter in vote.blocking)

    @property
    def payment(self) -> Quantity:
        """The sum of the least payments of the votes, as if each voter were paid at each vote."""
        return sum((vote.payment for vote in self.votes), Fraction(0))

    def rows(self) -> list[dict[str, Any]]:
        """One row a voter and question."""
        return [row for vote in self.votes for row in vote.rows()]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return Answer.to_dict(self) | {
            "passes": plain(self.passes),
            "stopped_at": plain(self.stopped_at),
            "blocking": plain(self.blocking),
            "payment": plain(self.payment),
        }


def accession_vote(
    new: Sequence[Number],
    status_quo: Sequence[Number],
    *,
    voters: Sequence[str] | None = None,
    weights: Sequence[Number] | None = None,
    quota: Number | None = None,
    question: str = "accession",
) -> Vote:
    """Whether a vote passes, who stands in the way, and how little would move them.

    Voter i consents iff u_i(new) >= u_i(SQ). Passes iff all consent (unanimity) or the weight of those who do reaches
    the quota. Least payment: sum max(0, u_i(SQ) - u_i(new)), under a quota over the cheapest coalition that wins. It
    assumes transferable utility.

    new, status_quo: one value a voter, on its own scale. weights: > 0, 1 each by default.
    quota: the weight needed, above 0; unanimity where missing.

    There is always an answer; equality is consent, and `indifferent` names those. Exact for exact input; ties among the
    cheapest coalitions are all listed, up to 1,000. Unanimity O(n); quota O(n × distinct weights still to be found),
    60 voters of weights up to 100 in 1 s.

    >>> answer = accession_vote([5, 2, 4], [3, 4, 5], voters=["P", "Q", "R"], quota=2)
    >>> answer.passes, answer.blocking, int(answer.payment), answer.paid
    (False, ('Q', 'R'), 1, (('R',),))

    The rule of the core under side payments, derived here; unanimity as in Tsebelis, G. (2002). Veto Players. Princeton
    University Press, chapter 1.
    """
    names = tuple(voters) if voters is not None else tuple(f"voter {i}" for i in range(len(new)))
    given = weights if weights is not None else [1] * len(new)
    if not len(new) == len(status_quo) == len(names) == len(given):
        raise OutOfDomain("give one value of each outcome, one name and one weight a voter")
    if not names:
        raise OutOfDomain("a vote needs at least one voter")
    if len(set(names)) < len(names):
        raise OutOfDomain("a voter votes once: the names must differ")
    ballots = tuple(
        Ballot(
            name,
            positive(w, f"weight of {name}"),
            quantity(u, f"value for {name}"),
            quantity(s, f"value for {name}"),
        )
        for name, w, u, s in zip(names, given, new, status_quo, strict=True)
    )
    total = sum((as_printed(w, "weight") for w in given), Fraction(0))
    needed = total if quota is None else as_printed(quota, "quota")
    if not 0 < needed <= total:
        raise OutOfDomain(f"quota {needed}: above 0 and at most the sum of the weights, {total}")
    consenting = sum((as_printed(b.weight, "weight") for b in ballots if b.consents), Fraction(0))
    found = _cheapest(ballots, needed - consenting, unanimity=quota is None)
    return Vote(
        method="accession-vote",
        question=question,
        quota=needed,
        ballots=ballots,
        consenting_weight=consenting,
        payment=sum((ballots[i].payment for i in found.coalitions[0]), Fraction(0)),
        paid=tuple(tuple(ballots[i].voter for i in coalition) for coalition in found.coalitions),
        caveats=(
            TRANSFERABLE,
            *((f"only the first {len(found.coalitions)} coalitions are listed",) if found.cut else ()),
        ),
        parameters=frozen(rule="unanimity" if quota is None else "quota", quota=needed, total_weight=total),
        certificate=frozen(missing_weight=max(Fraction(0), needed - consenting)),
    )


def accession_in_steps(*steps: Vote, settlement: Vote | None = None) -> Votes:
    """An accession by several votes, such as an invitation and then ratifications, each with voters of its own.

    Passes iff every step passes. A party outside that must consent to the settlement has no vote on the accession: its
    consent is a vote on the settlement, given apart and kept apart in the answer.

    steps: votes of `accession_vote`, in their order. settlement: the vote on the settlement, if there is one.

    O(number of votes).

    >>> invited = accession_vote([1, 1], [0, 0], question="invitation")
    >>> ratified = accession_vote([1, 1], [0, 2], question="ratification")
    >>> answer = accession_in_steps(invited, ratified)
    >>> answer.passes, answer.blocking
    (False, (('ratification', 'voter 1'),))

    North Atlantic Treaty, Article 10; Treaty on European Union, Article 49.
    """
    if not steps:
        raise OutOfDomain("an accession needs at least one step")
    votes = (*steps, *((settlement,) if settlement is not None else ()))
    if len({vote.question for vote in votes}) < len(votes):
        raise OutOfDomain("each vote needs a question of its own, so that the answer can name it")
    return Votes(
        method="accession-vote",
        votes=votes,
        caveats=(TRANSFERABLE, "a voter that is worse off in two votes is paid twice in the sum"),
        parameters=frozen(steps=len(steps), settlement="" if settlement is None else settlement.question),
    )


def _cheapest(ballots: tuple[Ballot, ...], missing: Fraction, *, unanimity: bool) -> Coalitions:
    """Positions of the voters to pay."""
    against = tuple(i for i, ballot in enumerate(ballots) if not ballot.consents)
    if unanimity:
        return Coalitions((against,), cut=False)
    found = cheapest_coalitions(
        [as_printed(ballots[i].weight, "weight") for i in against],
        # The difference of what was given, each as printed: a difference of floats would break ties by rounding.
        [as_printed(ballots[i].status_quo, "value") - as_printed(ballots[i].new, "value") for i in against],
        missing,
    )
    return Coalitions(tuple(tuple(against[k] for k in chosen) for chosen in found.coalitions), found.cut)

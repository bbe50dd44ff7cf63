"""Who would owe what to whom: clauses of instruments, asked about attacks, with a proof for every answer."""

from detente.engines.commitments.obligations.conditions import Condition
from detente.engines.commitments.obligations.dyads import dyad_instruments
from detente.engines.commitments.obligations.facts import Attacked, Fact, Join
from detente.engines.commitments.obligations.index import ObligationIndex
from detente.engines.commitments.obligations.proof import Proof, Source
from detente.engines.commitments.obligations.random_joins import RandomJoins, random_joins
from detente.engines.commitments.obligations.result import Highest, Obligations, derive

__all__ = [
    "Attacked",
    "Condition",
    "Fact",
    "Highest",
    "Join",
    "ObligationIndex",
    "Obligations",
    "Proof",
    "RandomJoins",
    "Source",
    "derive",
    "dyad_instruments",
    "random_joins",
]

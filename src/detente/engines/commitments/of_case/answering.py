"""What the engine says about a scenario of a case, with the names that the case gives its parties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.case.model.case import Case
from detente.case.reading import CaseFile
from detente.engines.commitments.obligations import Fact, Obligations, derive
from detente.engines.commitments.of_case.actors import party_names
from detente.engines.commitments.of_case.asking import instruments_of_case, scenario_of_case


@dataclass(frozen=True, slots=True, eq=False)
class CaseObligations:
    """Who owes what to whom in one scenario of a case, in the case's names."""

    case: Case
    obligations: Obligations
    names: Mapping[str, str] = field(repr=False)

    def name(self, party: str) -> str:
        """The name to show for a party."""
        return self.names.get(party, party)

    def proof_words(self, fact: Fact) -> str:
        """Why a fact is so, line by line."""
        return self.obligations.proof(fact).words(self.names)

    def says(self, fact: Fact) -> str:
        """A fact in one sentence."""
        return fact.says.words(self.names)

    def why(self, fact: Fact) -> str:
        """Which condition fails, or what is unknown or arguable; empty for what is owed."""
        return "; ".join(condition.words(self.names) for condition in fact.deciding)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, with names in the words."""
        return {**self.obligations.to_dict(self.names), "names": dict(self.names)}


def obligations_of_case(read_or_case: CaseFile | Case, scenario: str) -> CaseObligations:
    """Who owes what to whom in one scenario of a case, by its id; raises OutOfDomain where there is none."""
    case = read_or_case.case if isinstance(read_or_case, CaseFile) else read_or_case
    found = derive(instruments_of_case(case), scenario_of_case(case, scenario))
    return CaseObligations(case, found, party_names(case))

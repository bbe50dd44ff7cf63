"""States, moves and verdicts in the case's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from detente.engines.stability.certificates import Certificate
from detente.engines.stability.moves import Move
from detente.engines.stability.narration import listed, words
from detente.engines.stability.of_case.asking import CaseConflict
from detente.engines.stability.problem import OptionForm

Named = Callable[[str], str]
"""A party's name as it stands inside a sentence."""


def _as_it_is(name: str) -> str:
    return name


@dataclass(frozen=True, eq=False)
class ConflictWords:
    """How a case's conflict is told; `named` puts an article before the names that need one."""

    found: CaseConflict = field(repr=False)
    named: Named = _as_it_is

    @cached_property
    def parties(self) -> Mapping[str, str]:
        """The names of the decision makers, as they stand in a sentence."""
        names = {party.id: self.named(str(party.name)) for party in self.found.case.parties}
        return {party: names[party] for party in self.found.problem.decision_makers}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the decision makers in their order."""
        return tuple(self.parties.values())

    def name(self, state: int) -> str:
        """A state's name: the case's own, else its pattern of Y and N."""
        problem = self.found.problem
        if not isinstance(problem, OptionForm):
            return problem.states[state]
        own = self._own_names.get(state)
        return own or problem.pattern(state)

    @cached_property
    def _own_names(self) -> Mapping[int, str]:
        space = self.found.space
        return {self.found.state_of(int(truths.argmax())): name for name, truths in space.named.items() if truths.any()}

    def pattern(self, state: int) -> str:
        """Y or N for each action, - where the states that count as one differ; empty for one beside the option form."""
        places = (state,) if self.found.nodes is None else self.found.nodes.members[state]
        space = self.found.space
        if places[0] >= space.n_codes:
            return ""
        patterns = [space.pattern(place) for place in places]
        return "".join(signs[0] if len(set(signs)) == 1 else "-" for signs in zip(*patterns, strict=True))

    def taken(self, state: int) -> tuple[str, ...]:
        """The ids of the actions taken in a state; in one that several count as, those taken in all of them."""
        pattern = self.pattern(state)
        return tuple(action.id for action, sign in zip(self.found.actions, pattern, strict=False) if sign == "Y")

    def state(self, state: int) -> str:
        """A state in words: its label, or who has done what."""
        own = self._own_names.get(state)
        labels = {item.id: str(item.label) for item in self.found.conflict.states if item.label}
        if own is not None and own in labels:
            return labels[own]
        if not self.pattern(state):
            return self.name(state).replace("-", " ")
        return "; ".join(f"{name}: {done}" for name, done in self.said(state)) or "none of the actions is taken"

    def said(self, state: int) -> list[tuple[str, str]]:
        """Who has done what in a state, as (party, what); nothing for those who have done nothing."""
        taken = set(self.taken(state))
        rows: list[tuple[str, str]] = []
        for party, name in self.parties.items():
            done = [str(a.label) for a in self.found.actions if a.party == party and a.id in taken]
            if done:
                rows.append((name, ", ".join(done)))
        return rows

    def phrase(self, step: Move) -> str:
        """What a mover does in one step, as after "could"."""
        before, after = self.pattern(step.origin), self.pattern(step.target)
        party = self.found.problem.decision_makers[step.mover]
        own = [k for k, action in enumerate(self.found.actions) if action.party == party]
        changes = [k for k in own if before and after and before[k] != after[k]]
        if not changes or any(after[k] == "-" or before[k] == "-" for k in changes):
            return f"move to {self.state(step.target)}"
        return listed([self._done(k, after[k] == "Y") for k in changes])

    def _done(self, place: int, taken: bool) -> str:
        action = self.found.actions[place]
        if taken:
            return str(action.label)
        return str(action.undone) if action.undone else f"go back on “{action.label}”"

    def step(self, step: Move) -> str:
        """Who does what in one step, as a clause: Ukraine could give up the bid."""
        return f"{self.names[step.mover]} could {self.phrase(step)}"

    def told(self, certificate: Certificate, most: int | None = None) -> tuple[str, ...]:
        """Why a decision maker stays at a state or goes, one sentence for each improvement, without the verdict."""
        if certificate.stable and not certificate.sanctions:
            return (f"No move is better for {self.names[certificate.decision_maker]}.",)
        problem = replace(certificate.problem, decision_makers=self.names)
        sentences = words(replace(certificate, problem=problem), phrase=self.phrase, most=most)[1:]
        return tuple(_capital(sentence) for sentence in sentences)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]

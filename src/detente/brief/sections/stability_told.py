"""The states of a conflict that a brief tells of, and their names in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from detente.assessment.holding import Holding
from detente.assessment.stability import ProposalStability, StateStability
from detente.brief.sections.material import Material, listed
from detente.brief.sections.naming import party_in_sentence
from detente.case.conflict_states import conflict_vocabulary
from detente.case.model.state_preference import PreferenceStatement
from detente.engines.stability.moves import Move
from detente.engines.stability.of_case import CaseStability, ConflictWords
from detente.engines.stability.problem import OptionForm
from detente.engines.stability.verdicts import Concept
from detente.foundation.conditions import Condition, Vocabulary, words

CONCEPT_NAMES: Mapping[Concept, str] = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ"}
CONCEPT_WORDS: Mapping[Concept, tuple[str, str]] = {
    "nash": ("Nash stability", "nobody has a move of its own that it prefers."),
    "gmr": (
        "General metarationality (GMR)",
        "whoever has such a move could be left no better by what others can do, whether they gain by it or not.",
    ),
    "smr": (
        "Symmetric metarationality (SMR)",
        "as under GMR, and no further move of its own would then make whoever moved better off.",
    ),
    "seq": ("Sequential stability (SEQ)", "as under GMR, but everybody who answers must gain by what it does."),
    "sseq": (
        "Symmetric sequential stability (SSEQ)",
        "as under SEQ, and no further move of its own would then make whoever moved better off.",
    ),
}
"""Each concept in full, and when nobody would leave a state under it."""
MOST_SHOWN = 7
"""Most states that a table or a picture shows."""
MOST_GROUPED = 5_000
"""Most equilibria that are looked through for those alike."""


@dataclass(frozen=True, slots=True)
class ShownState:
    """A state with those alike: actions in `free` may be taken or not, and it stays an equilibrium under as much."""

    state: int
    free: tuple[int, ...] = ()

    @property
    def alike(self) -> int:
        """How many states there are of this kind, itself among them."""
        return 1 << len(self.free)


@dataclass(frozen=True, eq=False)
class Told:
    """What all parts of the section share."""

    material: Material
    holding: Holding

    @property
    def answer(self) -> CaseStability:
        """The engine's answer."""
        return self.holding.found.answer

    @property
    def concept(self) -> Concept:
        """The concept by which stability is told in words."""
        return self.holding.concept

    @cached_property
    def words(self) -> ConflictWords:
        """The conflict in words."""
        return ConflictWords(self.answer.found, party_in_sentence)

    @cached_property
    def proposals(self) -> tuple[ProposalStability, ...]:
        """The proposals that describe a state."""
        return tuple(item for item in self.holding.found.proposals if item.found is not None)

    @cached_property
    def today(self) -> StateStability | None:
        """The status quo, if the case gives one."""
        return self.holding.found.today

    @cached_property
    def names(self) -> Mapping[int, str]:
        """State → what the brief calls it: today, or the proposals that describe it."""
        named: dict[int, list[str]] = {}
        if self.today is not None:
            named[self.today.state] = ["today"]
        for item in self.proposals:
            assert item.found is not None
            named.setdefault(item.found.state, []).append(self.title(item))
        return {state: listed(names) for state, names in named.items()}

    def title(self, item: ProposalStability) -> str:
        """The title of a proposal, as inside a sentence."""
        proposal = item.proposal
        title = proposal.title.in_language(self.material.language) if proposal.title else proposal.id
        return f"the {title[4:]}" if title.startswith("The ") else title

    def called(self, state: int) -> str:
        """A state's name in the brief, with its number: "today (193)", "state 218"."""
        number = self.answer.number(state)
        own = self.names.get(state)
        return f"{own} ({number})" if own else f"state {number}"

    def parties(self, ids: tuple[str, ...]) -> str:
        """Decision makers in a sentence."""
        return listed([self.words.parties[name] for name in ids])

    def step(self, move: Move) -> str:
        """Who could do what."""
        return self.words.step(move)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The actions with their labels, each with whose it is where two are worded alike."""
        found = self.answer.found
        labels = [str(action.label) for action in found.actions]
        whose = {
            a.id: f"{self.material.name(a.party)}: {a.label}" for a in found.actions if labels.count(str(a.label)) > 1
        }
        terms = conflict_vocabulary(found.conflict).terms
        return Vocabulary(tuple(replace(term, label=whose.get(term.id, term.label)) for term in terms))

    def wish(self, statement: PreferenceStatement) -> str:
        """A statement of preference in words."""
        return self.condition(statement.holds)

    def wish_inside(self, statement: PreferenceStatement) -> str:
        """The same, to stand inside quotation marks."""
        return self.wish(statement).replace("“", "‘").replace("”", "’")

    def condition(self, condition: Condition) -> str:
        """A condition on states in words."""
        return words(condition, self.vocabulary)

    @cached_property
    def shown(self) -> tuple[ShownState, ...]:
        """Today, the proposals' states, then the equilibria of different kinds, those under most concepts first."""
        return tuple(self._kinds)[:MOST_SHOWN]

    @property
    def kinds(self) -> int:
        """How many kinds of states there would be to show."""
        return len(self._kinds)

    @cached_property
    def _kinds(self) -> tuple[ShownState, ...]:
        answer = self.answer
        every = answer.states.tolist()
        if len(every) <= MOST_SHOWN:
            return tuple(ShownState(state) for state in dict.fromkeys((*self.names, *every)))
        found = {state for c in answer.concepts for state in answer.equilibria(c)[:MOST_GROUPED]}
        under = {state: answer.equilibrium_under(state) for state in found}
        today = self.today.state if self.today else 0
        apart = (lambda s: (s ^ today).bit_count()) if isinstance(answer.found.problem, OptionForm) else (lambda s: 0)
        shown = [self._kind(state, under) for state in self.names]
        covered = {state for one in shown for state in _members(one)}
        for state in sorted(found, key=lambda s: (-len(under[s]), apart(s), s)):
            if state not in covered:
                shown.append(self._kind(state, under))
                covered |= _members(shown[-1])
        return tuple(shown)

    def _kind(self, state: int, under: Mapping[int, tuple[Concept, ...]]) -> ShownState:
        """The state with the actions that may be otherwise, in all combinations, without a change of verdicts."""
        kind = ShownState(state)
        if state not in under or not isinstance(self.answer.found.problem, OptionForm):
            return kind
        for place in range(len(self.answer.found.actions)):
            wider = ShownState(state, (*kind.free, place))
            if all(under.get(one) == under[state] for one in _members(wider)):
                kind = wider
        return kind


def _members(kind: ShownState) -> set[int]:
    found = {kind.state}
    for place in kind.free:
        found |= {state ^ 1 << place for state in found}
    return found

"""A certificate in words: who could do what, who could answer how, and what that leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detente.engines.stability.certificates import CREDIBLE, SYMMETRIC, Certificate, Sanction, Unanswered
from detente.engines.stability.moves import Move, Moves
from detente.engines.stability.problem import Conflict, OptionForm

Phrase = Callable[[Move], str]
"""What a mover does in one step, after "could": "take “Sign”, reaching NY"."""

ENGLISH = {
    "nash": "Nash",
    "gmr": "GMR",
    "smr": "SMR",
    "seq": "SEQ",
    "sseq": "SSEQ",
}


def words(certificate: Certificate, *, phrase: Phrase | None = None, most: int | None = None) -> tuple[str, ...]:
    """A certificate as sentences: the verdict, then one for each improvement, at most so many of them.

    phrase: says what a mover does in a step; by default the actions it takes and gives up, or the state it moves to.

    >>> from detente.engines.stability.certificates import certificate
    >>> from detente.engines.stability.problem import graph_form
    >>> war = graph_form(["A", "B"], ["peace", "raid", "war"], {"A": [("peace", "raid")], "B": [("raid", "war")]},
    ...                  {"A": [["raid"], ["peace"], ["war"]], "B": [["peace"], ["war"], ["raid"]]})
    >>> words(certificate(war, "seq", 0, 0))[1]
    'A could move to raid; then B could move to war, leaving A no better.'
    """
    problem = certificate.problem
    say = phrase or phrase_of(problem)
    who = problem.decision_makers[certificate.decision_maker]
    verdict = "stays at" if certificate.stable else "does not stay at"
    concept = ENGLISH[certificate.concept]
    said = [f"{who} {verdict} {Moves(problem).name(certificate.state)} ({concept})."]
    if certificate.unanswered is not None:
        return (*said, _not_answered(certificate, certificate.unanswered, who, say))
    if not certificate.sanctions:
        return (*said, f"No move from there is better for {who}.")
    shown = certificate.sanctions if most is None else certificate.sanctions[:most]
    said += [_answered(certificate, sanction, who, say) for sanction in shown]
    left = len(certificate.sanctions) - len(shown)
    if left:
        said.append(f"{left} more {'improvement is' if left == 1 else 'improvements are'} answered likewise.")
    return tuple(said)


def phrase_of(problem: Conflict) -> Phrase:
    """What is said of a step where the caller says nothing: the actions taken and given up, or the state moved to."""

    def phrase(step: Move) -> str:
        if not isinstance(problem, OptionForm):
            return f"move to {problem.states[step.target]}"
        changed = [a.name for o, a in enumerate(problem.actions) if (step.origin ^ step.target) >> o & 1]
        now = {a.name for o, a in enumerate(problem.actions) if step.target >> o & 1}
        taken = listed([f"“{name}”" for name in changed if name in now])
        dropped = listed([f"“{name}”" for name in changed if name not in now])
        return " and ".join([f"take {taken}"] * bool(taken) + [f"give up {dropped}"] * bool(dropped))

    return phrase


def listed(parts: Sequence[str]) -> str:
    """Parts with commas, and "and" before the last.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _answered(certificate: Certificate, sanction: Sanction, who: str, say: Phrase) -> str:
    answer = ", then ".join(
        f"{certificate.problem.decision_makers[step.mover]} could {say(step)}" for step in sanction.steps
    )
    after = ""
    if certificate.concept in SYMMETRIC:
        after = (
            f", and {'no further move would help' if sanction.counter_moves else 'there is no further move for'} {who}"
        )
    start = _temptation(certificate, sanction.improvement, who, say)
    return f"{start}; then {answer}, leaving {who} no better{after}."


def _not_answered(certificate: Certificate, unanswered: Unanswered, who: str, say: Phrase) -> str:
    start = f"{_temptation(certificate, unanswered.improvement, who, say)}, which is better for {who}"
    if certificate.concept == "nash":
        return f"{start}."
    if not unanswered.reached:
        able = " gains by an answer" if certificate.concept in CREDIBLE else " can answer"
        return f"{start}, and nobody else{able}."
    how = " by moves that improve each mover's own lot" if certificate.concept in CREDIBLE else ""
    if unanswered.escapes:
        return f"{start}; whatever the others could do{how}, {who} would stay or become better off by a further move."
    return f"{start}; nothing that the others could do{how} would leave {who} no better."


def _temptation(certificate: Certificate, improvement: int, who: str, say: Phrase) -> str:
    return f"{who} could {say(Move(certificate.decision_maker, certificate.state, improvement))}"

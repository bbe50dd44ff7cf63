"""What `stability` says when asked for more: moves at the same time, looking ahead, a wanted state, robustness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from rich.console import RenderableType

from detente.assessment.wanted_state import WantedState
from detente.cli.tables import cell, facts, heading, note, table
from detente.engines.stability.inverse_preferences import InversePreferences, NotWorkedOut, PreferenceChange
from detente.engines.stability.of_case import CaseStability, ConflictWords
from detente.engines.stability.of_case.further import Further
from detente.engines.stability.verdicts import STATES_SHOWN, Verdicts
from detente.study.stability_robustness import StabilityRobustness

SHOWN: Mapping[str, str] = {
    "nash": "Nash",
    "gmr": "GMR",
    "smr": "SMR",
    "seq": "SEQ",
    "sseq": "SSEQ",
    "sim": "SIM",
    "seq+sim": "SEQ and SIM",
    "smr+sim": "SMR and SIM",
}
NUMBERS = 20
"""Most states that one line names."""
ROWS = 20
"""Most states whose shares are printed."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What the command was asked for beside the five concepts."""

    further: Further
    wanted: WantedState | None = None
    robustness: StabilityRobustness | None = None


NOTHING_ASKED = Asked(Further())


def asked_tables(answer: CaseStability, words: ConflictWords, asked: Asked) -> list[RenderableType]:
    """The parts that were asked for, each with its heading."""
    parts = [*_simultaneous(answer, asked.further), *_ahead(answer, asked.further)]
    if asked.wanted is not None:
        parts += _wanted(answer, words, asked.wanted)
    if asked.robustness is not None:
        parts += _robustness(answer, words, asked.robustness, asked.wanted)
    return parts


def _numbers(answer: CaseStability, states: Sequence[int]) -> str:
    named = ", ".join(str(answer.number(state)) for state in states[:NUMBERS])
    return (named or "none") + (f" and {len(states) - NUMBERS:,} more" if len(states) > NUMBERS else "")


def _simultaneous(answer: CaseStability, further: Further) -> list[RenderableType]:
    if not further.simultaneous:
        return []
    rows = [(SHOWN[c], _numbers(answer, item.equilibria.tolist())) for c, item in further.simultaneous.items()]
    told = (
        "SIM: every move that somebody gains by could meet moves of others at the same moment that leave its mover no "
        "better. After SEQ or SMR only the moves of those count whom that does not hold."
    )
    return [heading("Equilibria if several could move at the same moment"), facts(rows), note(told)]


def _ahead(answer: CaseStability, further: Further) -> list[RenderableType]:
    rows: list[tuple[str, str]] = []
    notes: list[str] = []
    if further.limited is not None:
        horizon = further.limited.parameters["horizon"]
        rows.append((f"{horizon} moves ahead", _numbers(answer, further.limited.equilibria.tolist())))
        notes += further.limited.caveats
    if further.far is not None:
        found = further.far
        told = _numbers(answer, found.equilibria.tolist()) if isinstance(found, Verdicts) else found.reason
        rows.append(("non-myopic", told))
        notes += found.caveats
    if not rows:
        return []
    return [
        heading("Equilibria if both look ahead"),
        facts(rows),
        *(note(_sentence(one)) for one in dict.fromkeys(notes)),
    ]


def _wanted(answer: CaseStability, words: ConflictWords, wanted: WantedState) -> list[RenderableType]:
    name = f"{answer.number(wanted.state)} {words.name(wanted.state)}"
    rows = [(SHOWN[c], _asks(answer, words, wanted.state, found)) for c, found in wanted.inverse.items()]
    parts = [heading(f"What would make {name} hold"), note(f"{words.state(wanted.state)}."), facts(rows)]
    if any(isinstance(f.change, PreferenceChange) and f.change.n_pairs for f in wanted.inverse.values()):
        parts.append(
            note("Counted are pairs of states that somebody would have to rank otherwise; other changes may do.")
        )
    return parts


def _asks(answer: CaseStability, words: ConflictWords, state: int, found: InversePreferences) -> str:
    """One concept: whether it holds, else the smallest change of preferences, and the share of rankings that do."""
    if found.holds:
        told = "It holds already."
    elif isinstance(found.change, NotWorkedOut):
        told = _sentence(found.change.reason)
    else:
        told = f"{_how_many(found.change)}: {'; '.join(_changes(answer, words, state, found.change))}."
    if isinstance(found.count, NotWorkedOut):
        return told
    share = float(found.count.share)
    return f"{told} It holds under {share:.1%} of all rankings." if 0 < share < 1 else told


def _how_many(change: PreferenceChange) -> str:
    pairs = f"{change.n_pairs:,} pair{'' if change.n_pairs == 1 else 's'}"
    if change.fewest:
        return f"{pairs}, and no fewer"
    return f"At most {pairs}, at least {change.at_least:,}"


def _changes(answer: CaseStability, words: ConflictWords, state: int, change: PreferenceChange) -> Iterable[str]:
    """Who would have to prefer what; where the wanted state rises, above which states."""
    problem = answer.found.problem
    for i, name in enumerate(words.names):
        own = [pair for pair in change.pairs if pair.decision_maker == i]
        over = [q for p in own for q in (p.one, p.other) if state in (p.one, p.other) and q != state]
        rising = sorted(q for q in over if change.ranks[i][state] > change.ranks[i][q])
        if rising:
            above = problem.ranks[i]
            tied = [q for q in rising if above[q] == above[state]]
            better = [q for q in rising if q not in tied]
            level = f", and above {len(tied)} that tie with it now" if better and tied else ""
            yield f"{name} would have to rank it above {_numbers(answer, better or tied)}{level}"
        for pair in own:
            if (pair.one not in (state,) and pair.other not in (state,)) or _falls(
                change, i, state, pair.one, pair.other
            ):
                high, low = (pair.one, pair.other) if pair.after > 0 else (pair.other, pair.one)
                how = "prefer" if pair.after else "be as glad of"
                joined = "to" if pair.after else "as of"
                yield f"{name} would have to {how} {answer.number(high)} {joined} {answer.number(low)}"


def _falls(change: PreferenceChange, i: int, state: int, one: int, other: int) -> bool:
    """Whether the wanted state comes down in a pair."""
    q = other if one == state else one
    return change.ranks[i][state] <= change.ranks[i][q]


def _robustness(
    answer: CaseStability, words: ConflictWords, found: StabilityRobustness, wanted: WantedState | None
) -> list[RenderableType]:
    names = answer.found.problem.decision_makers
    open_names = cast("tuple[str, ...]", found.parameters["open"])
    open_ = [str(words.parties[name]) for name in names if name in open_names]
    how = "all" if found.exact else "drawn with equal chances from"
    count = f"{found.profiles:,}" if found.exact else f"{found.profiles:,}, {how} {_large(found.n_profiles)}"
    made = table(
        "no.", "state", *(SHOWN[c] for c in found.concepts), numbers=["no.", *(SHOWN[c] for c in found.concepts)]
    )
    kept = [s for s in found.states if any(found.equilibrium[c][found.states.index(s)] for c in found.concepts)]
    if wanted is not None and wanted.state not in kept:
        kept.append(wanted.state)
    kept.sort(key=lambda s: (*(-found.share(c, s) for c in reversed(found.concepts)), s))
    for state in kept[:ROWS]:
        shares = [f"{float(found.share(c, state)):.0%}" for c in found.concepts]
        made.add_row(str(answer.number(state)), cell(words.name(state)), *shares)
    said = f"Open: {', '.join(open_)}. Profiles of rankings: {count}."
    if found.tolerance is not None:
        said += f" Standard error at most {found.tolerance:.1%}."
    more = len(kept) - ROWS
    parts: list[RenderableType] = [
        heading("In what share of the preferences left open each state holds"),
        made,
        note(said),
    ]
    if more > 0:
        parts.append(note(f"and {more:,} more states that hold in some; --json lists them."))
    return [*parts, *(note(_sentence(caveat)) for caveat in found.caveats)]


def _large(count: int) -> str:
    return f"{count:,}" if count < 10**9 else f"about 10^{len(str(count)) - 1}"


def asked_answer(answer: CaseStability, words: ConflictWords, asked: Asked) -> dict[str, Any]:
    """The same as JSON: null, or empty, where it was not asked for."""
    further = asked.further
    return {
        "simultaneous": {c: _equilibria(answer, item) for c, item in further.simultaneous.items()},
        "limited": further.limited
        and {
            "horizon": further.limited.parameters["horizon"],
            "ties": further.limited.parameters["ties"],
            **_equilibria(answer, further.limited),
        },
        "non_myopic": _far(answer, further),
        "wanted": asked.wanted and _wanted_answer(answer, words, asked.wanted),
        "robustness": asked.robustness and _robustness_answer(answer, asked.robustness),
    }


def _equilibria(answer: CaseStability, found: Verdicts) -> dict[str, Any]:
    names = found.problem.decision_makers
    return {
        "method": found.method,
        "reference": found.reference,
        "equilibria": [answer.number(s) for s in found.equilibria[:STATES_SHOWN].tolist()],
        "n_equilibria": len(found.equilibria),
        "stable": {
            name: [answer.number(s) for s in found.stable_for(i)[:STATES_SHOWN].tolist()]
            for i, name in enumerate(names)
        },
        "caveats": list(found.caveats),
    }


def _far(answer: CaseStability, further: Further) -> dict[str, Any] | None:
    if further.far is None:
        return None
    if isinstance(further.far, Verdicts):
        return {"reason": None, **_equilibria(answer, further.far)}
    return {"reason": further.far.reason, "method": further.far.method, "reference": further.far.reference}


def _wanted_answer(answer: CaseStability, words: ConflictWords, wanted: WantedState) -> dict[str, Any]:
    names = answer.found.problem.decision_makers
    concepts: dict[str, Any] = {}
    for concept, found in wanted.inverse.items():
        told = found.to_dict()
        told["state"] = answer.number(found.state)
        told["words"] = _asks(answer, words, wanted.state, found)
        if isinstance(found.change, PreferenceChange):
            told["change"]["pairs"] = [
                {
                    "party": names[p.decision_maker],
                    "states": [answer.number(p.one), answer.number(p.other)],
                    "before": p.before,
                    "after": p.after,
                }
                for p in found.change.pairs
            ]
        concepts[concept] = told
    return {"asked": wanted.asked, "state": answer.number(wanted.state), "concepts": concepts}


def _robustness_answer(answer: CaseStability, found: StabilityRobustness) -> dict[str, Any]:
    told = found.to_dict()
    rows = told["states"][:STATES_SHOWN]
    told["states"] = [{**row, "state": answer.number(int(row["state"]))} for row in rows]
    return told


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"

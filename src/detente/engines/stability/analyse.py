"""Several concepts on one conflict, decided together by whichever engine fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from detente.engines.stability import axes, reachability
from detente.engines.stability.problem import Conflict, OptionForm
from detente.engines.stability.verdicts import CONCEPTS, Concept, Verdicts
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

Engine = Literal["axes", "reachability", "auto"]

METHODS: Mapping[Concept, str] = MappingProxyType(
    {
        "nash": "nash-stability",
        "gmr": "general-metarationality",
        "smr": "symmetric-metarationality",
        "seq": "sequential-stability",
        "sseq": "symmetric-sequential-stability",
    }
)
"""The method's name in the list of methods, for each concept."""


def analyse(
    problem: Conflict,
    concepts: Sequence[Concept] = CONCEPTS,
    *,
    engine: Engine = "auto",
    progress: Progress = SILENT,
) -> Mapping[Concept, Verdicts]:
    """Verdicts on every state for every decision maker under several concepts, worked out together.

    problem: a conflict in option form or as an explicit graph. concepts: which, in any order, each once.
    engine: "axes" takes the option form only and is fast; "reachability" takes both forms; "auto" takes the one that
        fits. Where both apply they agree: the tests compare them with each other and with the definitions.

    Raises OutOfDomain for an unknown concept or engine, or where "axes" is asked of an explicit graph.

    >>> from detente.engines.stability.problem import graph_form
    >>> war = graph_form(["a", "b"], ["peace", "war"], {"a": [("peace", "war")]},
    ...                  {"a": [["war"], ["peace"]], "b": [["peace"], ["war"]]})
    >>> {concept: found.equilibria.tolist() for concept, found in analyse(war, ["nash", "seq"]).items()}
    {'nash': [1], 'seq': [1]}
    """
    asked = tuple(dict.fromkeys(concepts))
    unknown = [concept for concept in asked if concept not in CONCEPTS]
    if unknown:
        raise OutOfDomain(f"{unknown[0]!r} is no concept: {', '.join(CONCEPTS)}")
    if engine not in ("axes", "reachability", "auto"):
        raise OutOfDomain(f"{engine!r} is no engine: axes, reachability or auto")
    chosen = engine
    if engine == "auto":
        chosen = "axes" if isinstance(problem, OptionForm) else "reachability"
    decide = axes.decide if chosen == "axes" else reachability.decide
    stable = decide(problem, asked, progress=progress)  # pyright: ignore[reportArgumentType] (axes says itself why not)
    found: dict[Concept, Verdicts] = {}
    for concept in asked:
        counts = stable[concept].sum(axis=0).tolist()
        found[concept] = Verdicts(
            method=METHODS[concept],
            parameters=frozen(concept=concept, engine=chosen),
            certificate=frozen(
                stable_states=frozen(**dict(zip(problem.decision_makers, counts, strict=True))),
                moves="certificates.certificate names, for any state and decision maker, the moves behind the verdict",
            ),
            problem=problem,
            stable=stable[concept],
        )
    return MappingProxyType(found)

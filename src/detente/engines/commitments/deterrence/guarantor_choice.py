"""When a guarantor joins by its own lights: reliability from its stake, its cost and the price of a broken word."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from types import MappingProxyType

from detente.engines.commitments.deterrence.problem import Deterrence, Guarantor
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen


def _logistic(x: float) -> float:
    """Of scale 1."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _uniform(x: float) -> float:
    """On [-1, 1]."""
    return min(max((x + 1) / 2, 0.0), 1.0)


NOISES: Mapping[str, Callable[[float], float]] = MappingProxyType(
    {"logistic": _logistic, "normal": NormalDist().cdf, "uniform": _uniform}
)
"""Distribution functions F of what nobody sees of a guarantor's calculation, by name, before scaling."""

ASSUMED = "assumption of Détente; there is no published source for these numbers"


@dataclass(frozen=True, slots=True)
class ReputationMapping:
    """What breaking its word costs a guarantor, from the codes of its promise: K = automaticity + bindingness.

    automaticity[code] for codes 0 to 3 (no duty; consult or decide; act, by means of choice; military assistance) and
    bindingness[code] for codes 0 to 2 (political; disputed; legally binding), in the unit of the guarantor's values.
    Edit it: any other numbers are as good as their `source`.
    """

    automaticity: tuple[float, ...] = (0.0, 0.05, 0.15, 0.25)
    bindingness: tuple[float, ...] = (0.0, 0.05, 0.1)
    source: str = ASSUMED

    def __post_init__(self) -> None:
        for what, costs, count in (("automaticity", self.automaticity, 4), ("bindingness", self.bindingness, 3)):
            if len(costs) != count or not all(math.isfinite(cost) for cost in costs):
                raise OutOfDomain(f"{what} maps {len(costs)} codes: give {count} finite numbers")
            if any(low > high for low, high in itertools.pairwise(costs)):
                raise OutOfDomain(f"{what} falls where the code rises: a firmer promise cannot cost less to break")

    def cost(self, automaticity: int, bindingness: int) -> float:
        """K for these codes."""
        if not (0 <= automaticity < len(self.automaticity) and 0 <= bindingness < len(self.bindingness)):
            raise OutOfDomain(f"no codes {automaticity} and {bindingness}: they are 0 to 3 and 0 to 2")
        return self.automaticity[automaticity] + self.bindingness[bindingness]


@dataclass(frozen=True, slots=True)
class Stake:
    """What one guarantor weighs, all in one unit of its own.

    value: v >= 0, what it is worth to it that the protege prevails. cost: c >= 0, of joining.
    automaticity, bindingness: codes of its promise, for the mapping. Of forces that are already there:
    saved: the part of the cost that is spent already, 0 <= saved <= cost.
    prepositioned: strength >= 0 that arrives besides the projected one if it joins, because it is near.
    stationed: projected strength >= 0 that fights whether or not it joins with the rest (a trip-wire).
    """

    value: float
    cost: float
    automaticity: int = 0
    bindingness: int = 0
    saved: float = 0.0
    prepositioned: float = 0.0
    stationed: float = 0.0

    def __post_init__(self) -> None:
        for what in ("value", "cost", "saved", "prepositioned", "stationed"):
            if not (math.isfinite(getattr(self, what)) and getattr(self, what) >= 0):
                raise OutOfDomain(f"{what} is {getattr(self, what)}: give a finite number of at least 0")
        if self.saved > self.cost:
            raise OutOfDomain(f"saved is {self.saved} of a cost of {self.cost}: no more than the cost can be saved")


@dataclass(frozen=True, slots=True)
class Choice:
    """Why a guarantor joins as often as it does: the terms of q = F(help value + K - cost)."""

    guarantor: str
    reliability: float
    success_alone: float
    success_helped: float
    value_of_helping: float
    """(p0 - p_i) v."""
    cost_of_reneging: float
    """K."""
    cost_of_joining: float
    """c less what is spent already."""

    @property
    def inclination(self) -> float:
        """What F is taken of."""
        return self.value_of_helping + self.cost_of_reneging - self.cost_of_joining


@dataclass(frozen=True, slots=True, kw_only=True)
class GuarantorChoices(Answer):
    """The reliabilities that follow, and the problem with them put in."""

    choices: tuple[Choice, ...]
    problem: Deterrence


def guarantor_choice(
    problem: Deterrence,
    stakes: Sequence[Stake],
    noise: str = "logistic",
    scale: float = 0.1,
    mapping: ReputationMapping | None = None,
) -> GuarantorChoices:
    """How reliable a guarantor is, from what it gains by helping and what helping, or breaking its word, costs it.

    i joins iff (p0 - p_i) v_i + K_i >= c_i + e_i with e_i ~ F, so q_i = F((p0 - p_i) v_i + K_i - c_i). p0: the
    challenger's chance when nobody joins but stationed forces are there; p_i: when i alone joins with all it has.

    problem: as for `deterrence`; the stated reliabilities are replaced. stakes: one a guarantor, in their order.
    noise: 'logistic', 'normal' or 'uniform' (on [-scale, scale]); scale > 0 in the unit of the stakes.
    mapping: from the codes of the promise to K; the default is an assumption without a published source.

    Always an answer; the problem in it goes on to `deterrence`, with stationed forces counted to the protege. Each one
    decides as if no other joined: no bandwagon, no free riding. O(n).

    >>> from detente.engines.commitments.deterrence.problem import Guarantor
    >>> asked = Deterrence(4, 1, (Guarantor("g", 12, 0.5, added_cost=0.15),), cost=0.3)
    >>> answer = guarantor_choice(asked, [Stake(value=1, cost=0.5, automaticity=2)])
    >>> round(answer.choices[0].inclination, 4), round(answer.choices[0].reliability, 3)
    (0.0864, 0.703)

    Derived here, after Fearon, J. D. (1997). Signaling foreign policy interests: tying hands versus sinking costs.
    Journal of Conflict Resolution 41(1): 68-90, https://doi.org/10.1177/0022002797041001004; and Smith, A. (1995).
    Alliance formation and war. International Studies Quarterly 39(4): 405-425.
    """
    if len(stakes) != len(problem.guarantors):
        raise OutOfDomain(
            f"{len(stakes)} stakes for {len(problem.guarantors)} guarantors: give one each, in their order"
        )
    if noise not in NOISES:
        raise OutOfDomain(f"no noise {noise!r}; known: {', '.join(NOISES)}")
    if not 0 < scale < math.inf:
        raise OutOfDomain(f"scale is {scale}: give a positive finite number")
    chosen = mapping or ReputationMapping()
    present = math.fsum(stake.stationed for stake in stakes)
    alone = problem.success(present).item()
    choices: list[Choice] = []
    changed: list[Guarantor] = []
    for guarantor, stake in zip(problem.guarantors, stakes, strict=True):
        more = guarantor.projected + stake.prepositioned - stake.stationed
        if guarantor.projected + stake.prepositioned > guarantor.strength:
            raise OutOfDomain(f"{guarantor.name} would bring more than its strength: lower prepositioned or projection")
        if more < 0:
            raise OutOfDomain(f"{guarantor.name} has more stationed than it brings in all: lower stationed")
        helped = problem.success(present + more).item()
        terms = ((alone - helped) * stake.value, chosen.cost(stake.automaticity, stake.bindingness))
        joining = stake.cost - stake.saved
        reliability = NOISES[noise]((terms[0] + terms[1] - joining) / scale)
        choices.append(Choice(guarantor.name, reliability, alone, helped, *terms, joining))
        changed.append(replace(guarantor, strength=more, projection=1.0, reliability=reliability))
    return GuarantorChoices(
        method="guarantor-choice",
        choices=tuple(choices),
        problem=replace(problem, protege_strength=problem.protege_strength + present, guarantors=tuple(changed)),
        parameters=frozen(noise=noise, scale=scale, mapping=chosen),
        certificate=frozen(
            terms=tuple(
                (choice.value_of_helping, choice.cost_of_reneging, -choice.cost_of_joining) for choice in choices
            )
        ),
        caveats=(
            f"cost of reneging from the codes of the promise: {chosen.source}",
            "each guarantor decides as if no other joined",
        ),
    )

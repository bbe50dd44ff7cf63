"""How reliable guarantors have been: Beta priors with their provenance, and what a published record says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from detente.engines.commitments.deterrence.incomplete_beta import beta_quantile, incomplete_beta
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

WAR_OCCURRED = "conditional on war having occurred; not a probability of joining"
"""What every number from a record of wars carries: attacks that were deterred are not in it."""


@dataclass(frozen=True, slots=True)
class BetaPrior:
    """What is believed of a reliability: q ~ Beta(a, b), and where that comes from.

    a, b > 0. provenance: who counted what, or whose judgement. conditional_on: what must have happened for the numbers
    to apply; every result that uses the prior repeats it.
    """

    a: float
    b: float
    provenance: str
    conditional_on: str = ""

    def __post_init__(self) -> None:
        if not (0 < self.a < math.inf and 0 < self.b < math.inf):
            raise OutOfDomain(f"a Beta distribution needs positive finite a and b, not {self.a} and {self.b}")
        if not self.provenance.strip():
            raise OutOfDomain("a prior needs a provenance: say who counted what, or whose judgement it is")

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What a result that uses this prior must say."""
        return (f"{self.provenance}: {self.conditional_on}",) if self.conditional_on else ()

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The equal-tailed interval of this level."""
        if not 0 < level < 1:
            raise OutOfDomain(f"a level is {level}: give a number between 0 and 1")
        tail = (1 - level) / 2
        # The upper end from the other side: 1 - x loses no digits there.
        return beta_quantile(self.a, self.b, tail), 1 - beta_quantile(self.b, self.a, tail)

    def at_least(self, reliability: float) -> float:
        """P(q >= reliability)."""
        return incomplete_beta(self.b, self.a, 1 - min(max(reliability, 0.0), 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedReliability(Answer):
    """What a record of kept and broken promises says of a reliability."""

    prior: BetaPrior
    fulfilled: int
    cases: int
    mean: float
    interval: tuple[float, float]
    """Equal-tailed, 95 %."""


@dataclass(frozen=True, slots=True)
class Record:
    """Promises that were fulfilled, of those that a war called on."""

    fulfilled: int
    cases: int
    what: str


_SOURCE = "Berkemeier and Fuhrmann (2018), own count of their cases"

RECORDS: Mapping[str, Record] = MappingProxyType(
    {
        "defence-1816-1944": Record(36, 59, f"defence pacts called on in wars, 1816-1944; {_SOURCE}"),
        "defence-1945-2003": Record(6, 43, f"defence pacts called on in wars, 1945-2003; {_SOURCE}"),
        "defence-1816-2003": Record(42, 102, f"defence pacts called on in wars, 1816-2003; {_SOURCE}"),
        "all-1816-2003": Record(73, 146, f"alliances of all types called on in wars, 1816-2003; {_SOURCE}"),
    }
)
"""Base rates by name. Fulfilled means coded as honoured, of the alliances that the war called on."""


def recorded_reliability(fulfilled: int, cases: int, provenance: str, conditional_on: str = "") -> RecordedReliability:
    """What a count of kept promises says about the next one, and how far the count leaves it open.

    q ~ Beta(k + 1/2, n - k + 1/2), the Jeffreys posterior: mean (k + 1/2) / (n + 1), equal-tailed interval of 95 %.

    fulfilled, cases: whole numbers 0 <= k <= n. With n = 0 it is the Jeffreys prior itself.
    provenance: who counted what. conditional_on: what had to happen for a promise to be counted; becomes a caveat.

    Always an answer; the cases are taken to be alike and independent, which a caveat says. Closed form; the interval by
    own incomplete beta function, to 1e-12. O(sqrt(n)).

    >>> answer = recorded_reliability(6, 43, "defence pacts, 1945-2003", "war having occurred")
    >>> round(answer.mean, 3), [round(end, 3) for end in answer.interval]
    (0.148, [0.06, 0.265])

    Berkemeier, M. and Fuhrmann, M. (2018). Reassessing the fulfillment of alliance commitments in war. Research &
    Politics 5(2) (the record); Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial
    proportion. Statistical Science 16(2): 101-133, https://doi.org/10.1214/ss/1009213286, section 3.1.2.
    """
    if not 0 <= fulfilled <= cases:
        raise OutOfDomain(f"{fulfilled} fulfilled of {cases} cases: give 0 <= fulfilled <= cases")
    prior = BetaPrior(fulfilled + 0.5, cases - fulfilled + 0.5, provenance, conditional_on)
    interval = prior.interval()
    return RecordedReliability(
        method="recorded-reliability",
        prior=prior,
        fulfilled=fulfilled,
        cases=cases,
        mean=prior.mean,
        interval=interval,
        certificate=frozen(
            a=prior.a,
            b=prior.b,
            below_interval=incomplete_beta(prior.a, prior.b, interval[0]),
            above_interval=prior.at_least(interval[1]),
        ),
        caveats=(*prior.caveats, "the cases are taken to be alike and independent of one another"),
    )


def published_reliability(name: str) -> RecordedReliability:
    """The reliability that a published record gives; `RECORDS` lists the names.

    >>> published_reliability("all-1816-2003").mean
    0.5
    """
    if name not in RECORDS:
        raise OutOfDomain(f"no record {name!r}; known: {', '.join(RECORDS)}")
    record = RECORDS[name]
    return recorded_reliability(record.fulfilled, record.cases, record.what, WAR_OCCURRED)

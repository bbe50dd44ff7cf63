"""Counts over draws: who accepts what, what is efficient, who ranks what where, and under which weights.

All that is added up is a whole number, also the weights, which are rounded to multiples of 2**-32: sums of whole
numbers do not depend on the order in which draws, chunks or machines come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.spread import TOLERANCE
from detente.study.factors import FloatArray
from detente.study.opening import Opened, Opening
from detente.study.parties import BoolArray, IntArray, Judged

Counts = Mapping[str, npt.NDArray[np.int64]]
"""Sums over draws, by name; sums of several chunks are added."""

GRAIN = 2.0**-32
"""Weights are added up in multiples of this: exactly, for up to 2**20 draws at once."""

UNKNOWN = -(2**40)
"""Stands for a count that is not made; sums of it stay negative."""

MOST_COMPARED = 1_000_000
"""Most packages of interest × feasible packages for which each draw tells what is efficient."""


def _indexes() -> IntArray:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What does not change from draw to draw.

    asked, refused: [party, package]: where the party's yes is needed, and where a red line or a live offer of it
        is breached. agreement: [package], False for the status quo, which is no agreement.
    bargainers: the parties over whom a package is efficient.
    interest: places of the packages that are counted one by one.
    proposals: for each the places of its completions.
    every: whether the packages are all of F, so that it can be said what is efficient and whether a zone is open.
    """

    asked: BoolArray
    refused: BoolArray
    agreement: BoolArray
    bargainers: tuple[int, ...]
    interest: IntArray = field(default_factory=_indexes)
    proposals: tuple[IntArray, ...] = ()
    every: bool = True

    @property
    def compares(self) -> bool:
        """Whether each draw tells which packages of interest are efficient."""
        return self.every and len(self.interest) * self.asked.shape[1] <= MOST_COMPARED


@dataclass(frozen=True, slots=True, eq=False)
class Acceptance:
    """accepts[party][draw, package]: the party is not asked, or accepts; all_accept[draw, package]; how many refuse."""

    accepts: tuple[BoolArray, ...]
    refusing: npt.NDArray[np.int16]
    all_accept: BoolArray


def acceptance(setting: Setting, judged: Sequence[Judged]) -> Acceptance:
    """Who accepts which package in which draw."""
    accepts = tuple(
        ~asked | (~refused & (party.values >= (party.walk_away - TOLERANCE)[:, None]))
        for asked, refused, party in zip(setting.asked, setting.refused, judged, strict=True)
    )
    refusing = np.zeros(accepts[0].shape, dtype=np.int16)
    for accepted in accepts:
        refusing += ~accepted
    return Acceptance(accepts, refusing, (refusing == 0) & setting.agreement)


def tally(setting: Setting, judged: Sequence[Judged]) -> Counts:
    """All counts over some draws. O(draws × packages × (parties + packages of interest))."""
    found = acceptance(setting, judged)
    # What all but one party accept.
    without = [(found.refusing == ~accepts) & setting.agreement for accepts in found.accepts]
    efficient = _efficient(setting, judged) if setting.compares else None
    return {
        "draws": np.array(len(found.all_accept)),
        **_of_zone(setting, found, without),
        **_of_packages(setting, found, efficient),
        **_of_proposals(setting, found, without, efficient),
        **_of_ranks(setting, judged, found),
    }


def tally_opened(opening: Opening, found: Sequence[Opened], parties: int) -> Counts:
    """The counts of the zone and of proposals where packages are too many to look at: what `opened` answers, added up.

    Draws that are not decided count apart, and as nothing else.
    """
    asked = list(opening.asked)

    def by_party(columns: BoolArray) -> IntArray:
        counted = np.zeros(parties, dtype=np.int64)
        counted[asked] = columns.sum(axis=0)
        return counted

    zone, proposals = found[0], found[1:]
    shape = (len(proposals), parties)
    return {
        "zone.open": np.array(int((zone.some == 1).sum())),
        "zone.undecided": np.array(int((zone.some < 0).sum())),
        "zone.alone": by_party(zone.alone),
        "proposal.some": np.array([int((one.some == 1).sum()) for one in proposals], dtype=np.int64),
        "proposal.undecided": np.array([int((one.some < 0).sum()) for one in proposals], dtype=np.int64),
        "proposal.every": np.array([int(one.every.sum()) for one in proposals], dtype=np.int64),
        "proposal.blocked": np.array([by_party(one.blocked) for one in proposals], dtype=np.int64).reshape(shape),
        "proposal.alone": np.array([by_party(one.alone) for one in proposals], dtype=np.int64).reshape(shape),
        "proposal.efficient": np.full(len(proposals), UNKNOWN),
        "proposal.both": np.full(len(proposals), UNKNOWN),
    }


def added(parts: Sequence[Counts]) -> Counts:
    """The sum of the counts of several chunks."""
    return {name: np.sum([part[name] for part in parts], axis=0) for name in parts[0]}


def _of_zone(setting: Setting, found: Acceptance, without: Sequence[BoolArray]) -> dict[str, npt.NDArray[np.int64]]:
    """How often the zone is open, how large it is, and who alone keeps it closed."""
    if not setting.every:
        return {}
    size = found.all_accept.sum(axis=1)
    shut = size == 0
    alone = [int((shut & others.any(axis=1)).sum()) for others in without]
    return {
        "zone.open": np.array(int((~shut).sum())),
        "zone.size": np.array(int(size.sum())),
        "zone.alone": np.array(alone),
        "zone.accepts": found.all_accept.sum(axis=0),
    }


def _of_packages(setting: Setting, found: Acceptance, efficient: BoolArray | None) -> dict[str, npt.NDArray[np.int64]]:
    at = setting.interest
    agreed, refusing = found.all_accept[:, at], found.refusing[:, at]
    refuses = [~accepts[:, at] for accepts in found.accepts]
    counts = {
        "package.accepted": agreed.sum(axis=0),
        "package.blocked": np.stack([r.sum(axis=0) for r in refuses], axis=1),
        "package.alone": np.stack([(r & (refusing == 1)).sum(axis=0) for r in refuses], axis=1),
    }
    if efficient is not None:
        counts["package.efficient"] = efficient.sum(axis=0)
        counts["package.both"] = (efficient & agreed).sum(axis=0)
    return counts


def _of_proposals(
    setting: Setting, found: Acceptance, without: Sequence[BoolArray], efficient: BoolArray | None
) -> dict[str, npt.NDArray[np.int64]]:
    parties = len(found.accepts)
    place = {int(package): row for row, package in enumerate(setting.interest)}
    some, every, efficient_some, both = list[int](), list[int](), list[int](), list[int]()
    blocked, alone = list[list[int]](), list[list[int]]()
    for among in setting.proposals:
        agreed = found.all_accept[:, among]
        opens = agreed.any(axis=1)
        some.append(int(opens.sum()))
        every.append(int(agreed.all(axis=1).sum()) if len(among) else 0)
        blocked.append([int((~found.accepts[p][:, among].any(axis=1)).sum()) for p in range(parties)])
        alone.append([int((~opens & others[:, among].any(axis=1)).sum()) for others in without])
        if efficient is None or any(int(package) not in place for package in among):
            efficient_some.append(UNKNOWN)
            both.append(UNKNOWN)
        else:
            here = efficient[:, [place[int(package)] for package in among]]
            efficient_some.append(int(here.any(axis=1).sum()))
            both.append(int((here & agreed).any(axis=1).sum()))
    shape = (len(setting.proposals), parties)
    return {
        "proposal.some": np.array(some, dtype=np.int64),
        "proposal.every": np.array(every, dtype=np.int64),
        "proposal.blocked": np.array(blocked, dtype=np.int64).reshape(shape),
        "proposal.alone": np.array(alone, dtype=np.int64).reshape(shape),
        "proposal.efficient": np.array(efficient_some, dtype=np.int64),
        "proposal.both": np.array(both, dtype=np.int64),
    }


def _efficient(setting: Setting, judged: Sequence[Judged]) -> BoolArray:
    """Which packages of interest no feasible one dominates, draw by draw: as good for all, better for one."""
    values = [judged[p].values for p in setting.bargainers]
    found = np.ones((len(values[0]), len(setting.interest)), dtype=np.bool_)
    for place, package in enumerate(setting.interest.tolist()):
        at_least = np.ones(values[0].shape, dtype=np.bool_)
        better = np.zeros(values[0].shape, dtype=np.bool_)
        for column in values:
            own = column[:, package : package + 1]
            at_least &= column >= own - TOLERANCE
            better |= column > own + TOLERANCE
        found[:, place] = ~(at_least & better).any(axis=1)
    return found


def _of_ranks(setting: Setting, judged: Sequence[Judged], found: Acceptance) -> dict[str, npt.NDArray[np.int64]]:
    at = setting.interest
    if not len(at):
        return {}
    agreed = found.all_accept[:, at].astype(np.float64)
    ranks, best, accepting = list[IntArray](), list[IntArray](), list[IntArray]()
    weights = list[IntArray]()
    for party in judged:
        values = np.ascontiguousarray(party.values[:, at])
        whole = np.rint(party.shares / GRAIN)
        ranks.append(_rank_counts(values))
        first = (values >= values.max(axis=1, keepdims=True) - TOLERANCE).astype(np.float64)
        best.append((first.T @ whole).astype(np.int64))
        accepting.append((agreed.T @ whole).astype(np.int64))
        weights.append(whole.sum(axis=0).astype(np.int64))
    return {
        "rank": np.stack(ranks),
        "weights.first": np.stack(best),
        "weights.accepted": np.stack(accepting),
        "weights.all": np.stack(weights),
    }


def _rank_counts(values: FloatArray) -> IntArray:
    """How often each column has each rank, ties sharing the better one: count[column, rank]."""
    size = values.shape[1]
    order = np.argsort(-values, axis=1)
    falling = np.take_along_axis(values, order, axis=1)
    new = np.ones(values.shape, dtype=np.bool_)
    new[:, 1:] = falling[:, :-1] - falling[:, 1:] > TOLERANCE
    places = np.arange(size)
    if new.all():
        ranks = np.broadcast_to(places, values.shape)
    else:
        ranks = np.maximum.accumulate(np.where(new, places, 0), axis=1)
    return np.bincount((order * size + ranks).reshape(-1), minlength=size * size).reshape(size, size)


def blocks_of_draws(draws: int, packages: int) -> Iterator[slice]:
    """Slices of draws, few enough at once that what is computed between stays near the processor."""
    step = max(16, 2**18 // max(packages, 1))
    for start in range(0, draws, step):
        yield slice(start, min(start + step, draws))

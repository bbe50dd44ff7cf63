"""The spatial model and its election in plain loops, one number at a time: slow, and easy to read beside the page."""

from __future__ import annotations

import math
from collections.abc import Callable

from detente.engines.forecast.spatial_model.problem import SpatialProblem
from detente.engines.forecast.spatial_model.readings import SpatialReading

Row = list[float]
Table = list[Row]
Deal = tuple[int, int, Row, Row]
"""Initiator, receiver, and where each of them would go."""

Pick = Callable[[int, list[Deal | None], Row], int]
"""Which of its bargains an actor takes, the first being none; by their chances."""


def vote(rule: str, weight: float, du: float) -> float:
    du = 0.0 if abs(du) <= 1e-12 else du
    binary = max(-1.0, min(1.0, du / 1e-8))
    by_rule = {
        "proportional": du,
        "binary": binary,
        "proportional-binary": 0.8 * du + 0.2 * binary,
        "cubic": du**3,
        "proportional-cubic": 0.5 * du + 0.5 * du**3,
    }
    return weight * by_rule[rule]


def wins(law: str, a: float, b: float) -> float:
    if a == b:
        return 0.5
    if law == "binary":
        return max(1e-6, min(1 - 1e-6, (a / (a + b) * 2.1 - 1) / 0.1))
    power = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}[law]
    top = max(a, b)
    return (a / top) ** power / ((a / top) ** power + (b / top) ** power)


def election(utilities: Table, weights: Row, votes: str, victory: str, how: str) -> Row:
    """utilities[option][voter]."""
    n = len(utilities)
    support = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            for k, w in enumerate(weights):
                support[i][j] += max(0.0, vote(votes, w, utilities[i][k] - utilities[j][k]))
    p = [[wins(victory, support[i][j], support[j][i]) for j in range(n)] for i in range(n)]
    if how == "conditional":
        chances = [math.prod(p[i][j] for j in range(n) if j != i) for i in range(n)]
        return [c / sum(chances) for c in chances]
    pi = [1 / n] * n
    for _ in range(2000):
        q = [0.0] * n
        for j in range(n):  # j is on the table
            urge = [1.0 if how == "markov-uniform" else support[i][j] * p[i][j] for i in range(n)]
            if how == "markov-incentive":
                urge[j] = 0.0
            if sum(urge) == 0:
                q[j] += pi[j]
                continue
            for i in range(n):
                c = pi[j] * urge[i] / sum(urge)
                q[i] += c * (p[i][j] if i != j else 0.5)
                q[j] += c * (p[j][i] if i != j else 0.5)
        change = max(abs(a - b) for a, b in zip(q, pi, strict=True))
        pi = [(a + b) / 2 for a, b in zip(q, pi, strict=True)]
        if change < 1e-13:
            break
    return pi


class World:
    """One state: positions and ideals on [0, 1]."""

    def __init__(
        self, positions: Table, salience: Table, capability: Row, reading: SpatialReading, ideals: Table | None = None
    ) -> None:
        self.x, self.s, self.c, self.o = positions, salience, capability, reading
        self.ideals = ideals or [list(row) for row in positions]
        self.n = len(positions)
        self.total = [sum(row) for row in salience]
        n = self.n
        self.d = [[self.distance(i, self.x[j]) for j in range(n)] for i in range(n)]
        neutral = [[1 - self.d[i][j] for i in range(n)] for j in range(n)]
        p = election(neutral, self.c, reading.votes, reading.victory, reading.election)
        low, high = min(p), max(p)
        start = {"min": 0.0, "mid": -0.5, "max": -1.0}[reading.risk_range]
        self.risk = [start + (1 - start) * (a - low) / (high - low) if high - low > 1e-9 else 0.0 for a in p]

    def distance(self, i: int, place: Row) -> float:
        s = self.s[i] if sum(self.s[i]) > 0 else [1.0] * len(place)
        top = sum((sk * (a - b)) ** 2 for sk, a, b in zip(s, self.ideals[i], place, strict=True))
        return min(1.0, math.sqrt(top / sum(sk**2 for sk in s)))

    def seen(self, h: int, i: int, j: int) -> float:
        a = self.o.risk_known
        r = (1 - a) * self.risk[h] + a * self.risk[i]
        return (1 - self.d[i][j]) * (1 + r * self.d[i][j])

    def weight(self, n: int) -> float:
        return self.c[n] * self.total[n]

    def challenge(self, h: int, k: int, i: int, j: int) -> tuple[float, float]:
        """h's estimate: the chance that i beats j, and what it gains k."""
        f = self.o.votes
        of_i, of_j = 0.0, 0.0
        for m in (i, j):
            v = vote(f, self.weight(m), self.seen(h, m, i) - self.seen(h, m, j))
            of_i, of_j = of_i + max(0.0, v), of_j + max(0.0, -v)
        for_i, for_j = of_i, of_j
        for m in range(self.n):
            if m in (i, j):
                continue
            ui, uj, own = self.seen(h, m, i), self.seen(h, m, j), self.seen(h, m, m)
            if self.o.third_parties == "stay-out":
                continue
            v = vote(f, self.weight(m), ui - uj)
            a, b = of_i + max(0.0, v), of_j + max(0.0, -v)
            pi = a / (a + b) if a + b > 0 else 0.5
            pj = 1 - pi
            # Where three stand, if i beats j with m beside it, and so on: the loser moves, and who stood beside it.
            beside_i = pi * (ui + ui + own) + pj * (uj + uj + uj)
            beside_j = pi * (ui + ui + ui) + pj * (uj + uj + own)
            v = vote(f, self.weight(m), beside_i - beside_j)
            for_i, for_j = for_i + max(0.0, v), for_j + max(0.0, -v)
        p = for_i / (for_i + for_j) if for_i + for_j > 0 else 0.5
        win, lose = 2 * self.seen(h, k, i), 2 * self.seen(h, k, j)
        fought = p * win + (1 - p) * lose
        s = self.total[j]
        return p, (1 - s) * win + s * fought - (self.seen(h, k, i) + self.seen(h, k, j))

    def between(self, i: int, j: int, p: float) -> tuple[Row, Row]:
        first: Row = []
        second: Row = []
        for a, b, s, t in zip(self.x[i], self.x[j], self.s[i], self.s[j], strict=True):
            if self.o.meeting == "s2pmax":
                di, dj = max(0.0, 1 - 2 * p), max(0.0, 2 * p - 1)
                gi = di * t * t / (di * t * t + 1e-6 + (1 - di) * s * s)
                gj = dj * s * s / (dj * s * s + 1e-6 + (1 - dj) * t * t)
                first.append(a + gi * (b - a))
                second.append(b + gj * (a - b))
                continue
            m = {"s1p1": 1, "s2p2": 2}[self.o.meeting]
            wi, wj = (s * p) ** m, (t * (1 - p)) ** m
            total = wi + wj + 1e-6
            first.append(math.floor(0.5 + 1e4 * ((wi + 1e-6) * a + wj * b) / total) / 1e4)
            second.append(math.floor(0.5 + 1e4 * (wi * a + (wj + 1e-6) * b) / total) / 1e4)
        return first, second

    def bargains(self) -> list[Deal]:
        found: list[Deal] = []
        for i in range(self.n):
            best, target, chance = 1e-5, -1, 0.0
            for j in range(self.n):
                if j != i:
                    p, gain = self.challenge(i, i, i, j)
                    if gain > best + (0 if target < 0 else 1e-9):
                        best, target, chance = gain, j, p
            if target < 0:
                continue
            mine = self.between(i, target, chance)
            theirs = self.between(i, target, self.challenge(target, i, i, target)[0])
            if self.o.bargain == "compromise":
                wi, wj = self.weight(i), self.weight(target)
                share = wi / (wi + wj) if wi + wj > 0 else 0.5
                both = [
                    [share * a + (1 - share) * b for a, b in zip(m, t, strict=True)]
                    for m, t in zip(mine, theirs, strict=True)
                ]
                found.append((i, target, both[0], both[1]))
            else:
                found.append((i, target, *mine))
                if self.o.bargain == "both":
                    found.append((i, target, *theirs))
        return found

    def worth(self, k: int, bargain: Deal | None) -> float:
        places = [list(row) for row in self.x]
        if bargain:
            places[bargain[0]], places[bargain[1]] = bargain[2], bargain[3]
        d = [self.distance(k, place) for place in places]
        return sum((1 - a) * (1 + self.risk[k] * a) for a in d) / self.n

    def choices(self) -> tuple[list[list[Deal | None]], list[Row]]:
        found = self.bargains()
        every: list[list[Deal | None]] = []
        chances: list[Row] = []
        for k in range(self.n):
            mine: list[Deal | None] = [None, *[b for b in found if b[0] == k], *[b for b in found if b[1] == k]]
            u = [[self.worth(a, b) for a in range(self.n)] for b in mine]
            every.append(mine)
            chances.append(election(u, self.c, self.o.votes, self.o.victory, self.o.election))
        return every, chances

    def after(self, pick: Pick, accommodation: Table) -> World:
        every, chances = self.choices()
        places = [list(row) for row in self.x]
        for k in range(self.n):
            chosen = every[k][pick(k, every[k], chances[k])]
            if chosen:
                places[k] = chosen[2] if chosen[0] == k else chosen[3]
        ideals: Table = []
        for i in range(self.n):
            rest = 1 - sum(accommodation[i])
            ideals.append(
                [
                    sum(a * places[j][m] for j, a in enumerate(accommodation[i])) + rest * self.ideals[i][m]
                    for m in range(len(places[i]))
                ]
            )
        return World(places, self.s, self.c, self.o, ideals)

    def win_chances(self) -> Row:
        """Of the position of each, equal positions together."""
        heads: list[int] = []
        of: list[int] = []
        for i in range(self.n):
            same = [k for k, h in enumerate(heads) if math.dist(self.x[i], self.x[h]) < 1e-3]
            of.append(same[0] if same else len(heads))
            if not same:
                heads.append(i)
        u = [[self.seen(k, k, h) for k in range(self.n)] for h in heads]
        p = election(u, self.c, self.o.votes, self.o.victory, self.o.election)
        return [p[k] for k in of]


def likeliest(_k: int, _bargains: list[Deal | None], chances: Row) -> int:
    """The greatest chance, of equal ones the first."""
    top = max(chances)
    return next(m for m, p in enumerate(chances) if p >= top - 1e-9)


def world(problem: SpatialProblem, reading: SpatialReading) -> World:
    """The start."""
    return World(problem.places.tolist(), problem.salience.tolist(), problem.capability.tolist(), reading)


def moved(a: World, b: World) -> float:
    """What all together moved."""
    return sum(math.dist(p, q) for p, q in zip(a.x, b.x, strict=True))


def states(problem: SpatialProblem, reading: SpatialReading, turns: int, pick: Pick = likeliest) -> list[World]:
    """Every turn."""
    n = len(problem.actors)
    own = problem.accommodation
    accommodation = [[float(i == j) for j in range(n)] for i in range(n)] if own is None else own.tolist()
    found = [world(problem, reading)]
    for t in range(1, turns + 1):
        found.append(found[-1].after(pick, accommodation))
        if t >= 2 and moved(found[-2], found[-1]) / (moved(found[0], found[1]) + 1e-4) < 0.02:
            break
    return found

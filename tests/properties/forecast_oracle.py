"""The challenge and the exchange model in plain loops, written from their definitions: slow, and independent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.engines.forecast.challenge.readings import Reading
from detente.engines.forecast.problem import PositionProblem

NEAR = 1e-9


def lower_median(x: Sequence[float], w: Sequence[float]) -> float:
    """The least x with at least half of the weight at it or below."""
    total = sum(w)
    for at in sorted(x):
        if sum(b for a, b in zip(x, w, strict=True) if a <= at) >= total * (0.5 - 1e-12):
            return at
    raise AssertionError("no weight")


def votes(x: Sequence[float], w: Sequence[float], i: int, j: int, r: Sequence[float], spread: float) -> list[float]:
    """Each voter's votes for i against j, distances raised to its exponent."""
    far = [[(abs(a - x[m]) / spread) ** e for m in (i, j)] for a, e in zip(x, r, strict=True)]
    return [b * (to_j - to_i) for b, (to_i, to_j) in zip(w, far, strict=True)]


def chances(
    x: Sequence[float], w: Sequence[float], r: Sequence[float], reading: Reading, spread: float
) -> list[list[float]]:
    """P[i][j]."""
    n = range(len(x))
    cast = [[votes(x, w, i, j, r, spread) for j in n] for i in n]
    favour = [[sum(v for v in cast[i][j] if v > 0) for j in n] for i in n]
    every = sum(abs(v) for i in n for j in n for v in cast[i][j])
    found = [[0.0 for _ in n] for _ in n]
    for i in n:
        for j in n:
            if x[i] == x[j]:
                continue
            if reading.denominator == "all":
                found[i][j] = favour[i][j] / every if every else 0.0
            else:
                both = sum(abs(v) for v in cast[i][j])
                found[i][j] = favour[i][j] / both if both > 1e-14 * sum(w) else 0.5
    return found


def expected(g: float, h: float, p: float, salience: float, r: float, q: float, *, responder_farther: bool) -> float:
    """E of challenging one at distance g with this salience, by one at h from the median, with exponent r."""
    success, failure = 2 - 4 * (0.5 - 0.5 * g) ** r, 2 - 4 * (0.5 + 0.5 * g) ** r
    quo = 2 - 4 * 0.5**r
    better, worse = 2 - 4 * (0.5 - 0.25 * (h + g)) ** r, 2 - 4 * (0.5 + 0.25 * (h + g)) ** r
    challenge = salience * (p * success + (1 - p) * failure) + (1 - salience) * success
    return challenge - q * quo - (1 - q) * (better if responder_farther else worse)


def one_round(
    x: Sequence[float], s: Sequence[float], c: Sequence[float], reading: Reading, spread: float
) -> list[float]:
    """Where all stand after one round."""
    n, w = range(len(x)), [a * b for a, b in zip(s, c, strict=True)]
    median = lower_median(x, w)
    h = [abs(a - median) / spread for a in x]
    g = [[abs(a - b) / spread for b in x] for a in x]

    def challenge(i: int, j: int, r: float, p: list[list[float]]) -> float:
        farther = g[i][j] - h[i] > NEAR
        return expected(g[i][j], h[i], p[i][j], s[j], r, reading.q, responder_farther=farther)

    ones = [1.0 for _ in n]
    p = chances(x, w, ones, reading, spread)
    security = [sum(challenge(j, i, 1.0, p) for j in n if j != i) for i in n]
    top, bottom = max(security), min(security)
    place = [(2 * a - top - bottom) / (top - bottom) if top - bottom > NEAR else 0.0 for a in security]
    r = [(1 - a / 3) / (1 + a / 3) for a in place]
    if reading.curved_votes:
        p = chances(x, w, r, reading, spread)
    after: list[float] = []
    for i in n:
        made: list[tuple[str, float, float, float]] = []
        for j in n:
            a, b = challenge(i, j, r[i], p), challenge(j, i, r[i] if reading.view == "own" else r[j], p)
            if g[i][j] <= NEAR or b <= NEAR:
                continue
            if a > NEAR:
                if b - a > NEAR and reading.conflict_moves:
                    made.append(("conflict", x[j], b, 0.0))
            elif a < -NEAR and a + b > NEAR:
                average = (abs(a) * x[i] + abs(b) * x[j]) / (abs(a) + abs(b))
                made.append(("compromise", x[i] + (x[j] - x[i]) * abs(a / b), b, average))
            elif a < -NEAR and reading.compels:
                made.append(("compel", x[j], b, 0.0))
        after.append(taken(x[i], made, reading, NEAR * spread))
    return after


def taken(at: float, made: list[tuple[str, float, float, float]], reading: Reading, near: float) -> float:
    """Where one goes who has these offers: kind, target, what its maker expects, weighted average."""
    if reading.offers == "highest-utility" and made:
        most = max(b for _, _, b, _ in made)
        made = [offer for offer in made if offer[2] >= most - NEAR]
    if reading.offers == "contest-first":
        for kind in ("conflict", "compromise", "compel"):
            if any(offer[0] == kind for offer in made):
                made = [offer for offer in made if offer[0] == kind]
                break
        if made and made[0][0] == "compromise":
            least = min(offer[3] for offer in made)
            return min(offer[1] for offer in made if offer[3] <= least + near)
    if not made:
        return at
    least = min(abs(target - at) for _, target, _, _ in made)
    return min(target for _, target, _, _ in made if abs(target - at) <= least + near)


def together(x: Sequence[float], spread: float) -> list[float]:
    """Who stands within rounding of the next below stands at its place."""
    found, below = list(x), float("-inf")
    for k in sorted(range(len(x)), key=lambda k: x[k]):
        found[k] = below = below if x[k] - below <= NEAR * spread else x[k]
    return found


def challenge_positions(problem: PositionProblem, reading: Reading, rounds: int) -> list[list[float]]:
    """Positions after every round, round 0 as given."""
    x, s, c = (a.tolist() for a in (problem.positions, problem.salience, problem.influence))
    spread, every = max(x) - min(x) or 1.0, [x]
    x = together(x, spread)
    for _ in range(rounds):
        if reading.spread == "current":
            spread = max(x) - min(x) or 1.0
        x = together(one_round(x, s, c, reading, spread), spread)
        every.append(x)
    return every


Stand = Mapping[tuple[str, str], tuple[float, float, float]]
"""Actor and issue to position, salience and influence."""


def outcome(stand: Stand, votes_at: Mapping[tuple[str, str], float], issue: str) -> float:
    """The weighted mean of the votes on one issue."""
    on = [(votes_at[key], s * c) for key, (_, s, c) in stand.items() if key[1] == issue]
    return sum(x * w for x, w in on) / sum(w for _, w in on)


def deal_terms(
    stand: Stand, at: Mapping[tuple[str, str], float], i: str, j: str, p: str, q: str
) -> tuple[float, float, float] | None:
    """i demands p of j and supplies q: the gain of each and the new votes of i on q and of j on p.

    From the largest shift on p that all allow: j goes no further than i's position, i no further than j's, and neither
    outcome passes the position of the one who asks for it.
    """
    (x_ip, s_ip, _), (x_jp, s_jp, c_jp) = stand[i, p], stand[j, p]
    (x_iq, s_iq, c_iq), (x_jq, s_jq, _) = stand[i, q], stand[j, q]
    if not s_jp * c_jp > 0 or not s_iq * c_iq > 0:
        return None
    power = {issue: sum(s * c for key, (_, s, c) in stand.items() if key[1] == issue) for issue in (p, q)}
    price = (s_ip + s_jp) / (s_iq + s_jq)
    up_p, up_q = (1 if x_ip > x_jp else -1), (1 if x_jq > x_iq else -1)
    shift = min(
        up_p * (x_ip - at[j, p]) * s_jp * c_jp / power[p],
        up_p * (x_ip - outcome(stand, at, p)),
        up_q * (x_jq - at[i, q]) * s_iq * c_iq / power[q] / price,
        up_q * (x_jq - outcome(stand, at, q)) / price,
    )
    gain = s_ip * shift - s_iq * shift * price
    if shift <= 0 or gain <= 1e-10:
        return None
    return (
        gain,
        at[i, q] + up_q * shift * price * power[q] / (s_iq * c_iq),
        at[j, p] + up_p * shift * power[p] / (s_jp * c_jp),
    )


def exchanges(stand: Stand) -> tuple[int, list[float], dict[str, float]]:
    """Candidates, gains of the deals in order, and the outcome on each issue after one round."""
    actors, issues = sorted({a for a, _ in stand}), sorted({i for _, i in stand})
    at = {key: x for key, (x, _, _) in stand.items()}
    left = {key: x <= outcome(stand, at, key[1]) + NEAR for key, (x, _, _) in stand.items()}
    pairs: list[tuple[str, str, str, str]] = []
    for k, p in enumerate(issues):
        for q in issues[k + 1 :]:
            for m, i in enumerate(actors):
                for j in actors[m + 1 :]:
                    keys = [(i, p), (j, p), (i, q), (j, q)]
                    if all(key in stand for key in keys) and left[i, p] != left[j, p] and left[i, q] != left[j, q]:
                        first = stand[i, p][1] * stand[j, q][1] > stand[j, p][1] * stand[i, q][1]
                        pairs.append((i, j, p, q) if first else (i, j, q, p))
    candidates, gains = len(pairs), list[float]()
    while True:
        open_still = [(pair, terms) for pair in pairs if (terms := deal_terms(stand, at, *pair)) is not None]
        if not open_still:
            return candidates, gains, {issue: outcome(stand, at, issue) for issue in issues}
        most = max(terms[0] for _, terms in open_still)
        pair, terms = next((p, t) for p, t in open_still if t[0] >= most - 1e-10)
        pairs.remove(pair)
        i, j, p, q = pair
        gains.append(terms[0])
        at[i, q], at[j, p] = terms[1], terms[2]

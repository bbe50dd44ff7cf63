"""Where to look for good multipliers: a smoothed dual problem, solved in floating point.

Multipliers turn all columns into one number a choice; the best choice of every block then bounds every package.
Nothing here needs to be right: any multipliers that are not negative give a bound, and bounds are worked out in
whole numbers elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

LARGEST = 30.0
"""No scaled multiplier grows beyond; reached where the floors cannot all be met."""

_STEPS = 20
_COOLING = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What the dual problem minimises over multipliers m >= 0, all per column:

    the sum over blocks of the largest (base + m)·score, less m·target, less logs·log m, where equal·m = 1 if
    `equal` is not all zero.
    """

    target: Floats
    base: Floats
    equal: Floats
    logs: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """The blocks that are still open, their scores flat: score[choice of any block, column], scaled."""

    scores: Floats
    starts: npt.NDArray[np.intp]
    owner: npt.NDArray[np.intp]
    scale: Floats

    @staticmethod
    def of(blocks: Sequence[Floats], scale: Floats) -> Dual:
        """The dual of some blocks; `scale` is what counts as one step of each column."""
        sizes = np.array([len(b) for b in blocks])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
        return Dual(np.concatenate(blocks) / scale, starts, np.repeat(np.arange(len(sizes)), sizes), scale)

    def solve(
        self, form: Form, partial: Floats, *, smooth: tuple[float, float], start: Floats | None = None
    ) -> tuple[Floats, Floats]:
        """Good multipliers (base included), and how much of each choice the smoothed problem takes.

        smooth: the first and the last temperature; partial: what the columns have already.
        """
        count = len(self.scale)
        equal = form.equal / self.scale
        if equal.any():
            equal /= equal[equal > 0].mean()
        base = form.base * self.scale
        if base.any():
            base /= base.max()
        logs = form.logs * (len(self.starts) / form.logs.sum()) if form.logs.any() else form.logs
        shift = (partial - form.target) / self.scale
        first = 1 / max(1, np.count_nonzero(equal) + np.count_nonzero(logs))
        m = np.full(count, first) if start is None else np.clip(start * self.scale, 1e-4, LARGEST / 2)
        if equal.any():
            m[equal > 0] *= 1 / float(equal @ m)
        smoothed = _Smoothed(self, shift, base, equal, logs)
        temperature, last = smooth
        weights = np.zeros(len(self.scores))
        with np.errstate(all="ignore"):
            while True:
                m, weights = smoothed.descend(m, temperature)
                if temperature <= last:
                    break
                temperature = max(temperature * _COOLING, last)
        return (base + m) / self.scale, weights


@dataclass(frozen=True, slots=True, eq=False)
class _Smoothed:
    """The largest of each block replaced by a soft one, and walls at 0 and at the largest multiplier."""

    dual: Dual
    shift: Floats
    base: Floats
    equal: Floats
    logs: Floats

    def descend(self, m: Floats, temperature: float) -> tuple[Floats, Floats]:
        """Newton's method at one temperature."""
        weights = np.zeros(len(self.dual.scores))
        count, tied = len(m), bool(self.equal.any())
        for _ in range(_STEPS):
            weights, gradient, curve = self._slopes(m, temperature)
            system = np.zeros((count + tied, count + tied))
            system[:count, :count] = curve
            if tied:
                system[count, :count] = system[:count, count] = self.equal
            wanted = np.concatenate([-gradient, [1 - self.equal @ m]]) if tied else -gradient
            try:
                step: Floats = np.linalg.solve(system, wanted)[:count].astype(np.float64)
            except np.linalg.LinAlgError:
                break
            gain = float(-gradient @ step)
            if not np.isfinite(step).all() or not gain > 0:
                break
            m = m + self._length(m, step, gain, temperature) * step
            if gain < 0.3 * temperature:
                break
        return m, weights

    def _slopes(self, m: Floats, temperature: float) -> tuple[Floats, Floats, Floats]:
        dual = self.dual
        weights = self._weights(dual.scores @ (self.base + m), temperature)[0]
        taken = weights[:, None] * dual.scores
        mean = np.add.reduceat(taken, dual.starts, axis=0)
        walls = self.logs + temperature
        gradient = mean.sum(axis=0) + self.shift - walls / m + temperature / (LARGEST - m)
        curve = (taken.T @ dual.scores - mean.T @ mean) / temperature
        diagonal = np.arange(len(m))
        curve[diagonal, diagonal] += walls / m**2 + temperature / (LARGEST - m) ** 2
        return weights, gradient, curve

    def _weights(self, worth: Floats, temperature: float) -> tuple[Floats, float]:
        dual = self.dual
        top = np.maximum.reduceat(worth, dual.starts)
        weights = np.exp((worth - top[dual.owner]) / temperature)
        total = np.add.reduceat(weights, dual.starts)
        return weights / total[dual.owner], float((top + temperature * np.log(total)).sum())

    def _height(self, m: Floats, temperature: float) -> float:
        if (m <= 0).any() or (m >= LARGEST).any():
            return np.inf
        soft = self._weights(self.dual.scores @ (self.base + m), temperature)[1]
        walls = (self.logs + temperature) @ np.log(m) + temperature * np.log(LARGEST - m).sum()
        return float(soft + self.shift @ m - walls)

    def _length(self, m: Floats, step: Floats, gain: float, temperature: float) -> float:
        """How far to go along the step: within the walls, and down."""
        down, up = step < 0, step > 0
        length = 1.0
        if down.any():
            length = min(length, 0.95 * float(np.min(-m[down] / step[down])))
        if up.any():
            length = min(length, 0.95 * float(np.min((LARGEST - m[up]) / step[up])))
        here = self._height(m, temperature)
        while length > 1e-6 and self._height(m + length * step, temperature) > here - 0.2 * length * gain:
            length *= 0.5
        return length

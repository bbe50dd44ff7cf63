"""Whether one model has really been nearer than another, or only on these issues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.record import Grade
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen

METHOD = "forecast-score"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedErrors(Answer):
    """The mean absolute error of one model less that of another on the same issues, in hundredths of the scale.

    low to high: where the difference lies in `confidence` of the resamples. nearer: on how many issues the first was
    nearer, the two were as near, and the second was nearer.
    """

    model: str
    other: str
    issues: int
    difference: float
    low: float
    high: float
    confidence: float
    nearer: tuple[int, int, int]

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def paired_errors(
    grades: Iterable[Grade],
    model: str,
    other: str,
    *,
    groups: Mapping[str, str] | None = None,
    resamples: int = 10_000,
    confidence: float = 0.9,
    seed: int = 0,
) -> PairedErrors:
    """Is this model's error really larger than that one's, or would other issues of the kind have shown the opposite?

    d_i = e_i(model) - e_i(other) on every issue that both forecast; the mean of d, and the percentiles of that mean
    over resamples of the issues with replacement.

    grades: of any models. groups: issue to what it belongs to, such as the act that several issues are a part of; whole
    groups are resampled then, since issues of one act tend to be missed together. resamples: how many. confidence:
    the share of them that the interval holds.

    Raises OutOfDomain where no issue is common to both. O(resamples groups): 350 issues in 0.1 s.

    >>> from datetime import date
    >>> from detente.engines.forecast.record import Forecast, grade
    >>> def said(model, issue, point):
    ...     return Forecast(issue, model, point, 0, 100, 0.8, 0, 100, date(2026, 1, 1), "the text")
    >>> grades = [grade(said(m, str(k), k * step), 9 * k) for k in range(9) for m, step in (("a", 9), ("b", 10))]
    >>> found = paired_errors(grades, "b", "a")
    >>> found.difference, found.nearer, found.told_apart
    (4.0, (0, 1, 8), True)

    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman and Hall, chapter 13 (recalled).
    """
    if not 0 < confidence < 1 or resamples < 1:
        raise OutOfDomain(f"a confidence of {confidence:g} over {resamples} resamples: above 0 and below 1, at least 1")
    errors: dict[str, dict[str, float]] = {model: {}, other: {}}
    for one in grades:
        if one.forecast.model in errors:
            errors[one.forecast.model][one.forecast.issue] = one.absolute_error
    common = sorted(errors[model].keys() & errors[other].keys())
    if not common or model == other:
        raise OutOfDomain(f"{model} and {other} have no issue in common on which both were graded")
    apart = np.array([errors[model][issue] - errors[other][issue] for issue in common])
    names = [issue if groups is None else groups.get(issue, issue) for issue in common]
    place = {name: k for k, name in enumerate(dict.fromkeys(names))}
    member = np.array([place[name] for name in names], dtype=np.int64)
    sums, sizes = np.bincount(member, weights=apart), np.bincount(member)
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    picked = rng.integers(0, len(place), (resamples, len(place)))
    means = sums[picked].sum(axis=1) / sizes[picked].sum(axis=1)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    near = 1e-9
    return PairedErrors(
        method=METHOD,
        parameters=frozen(resamples=resamples, confidence=confidence, groups=len(place)),
        seed=seed,
        certificate=frozen(differences=dict(zip(common, apart.tolist(), strict=True))),
        model=model,
        other=other,
        issues=len(common),
        difference=float(apart.mean()),
        low=float(low),
        high=float(high),
        confidence=confidence,
        nearer=(int((apart < -near).sum()), int((abs(apart) <= near).sum()), int((apart > near).sum())),
    )

"""Weighted sums and leximin where the weights themselves do not fit 64 bits."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.engines.settlement.comparing import highest_sum, leximin

TINY = Fraction(1, 10**30)


@pytest.mark.parametrize("chosen", [highest_sum, leximin])
def test_a_column_of_zeros_may_have_any_weight(chosen: type) -> None:
    zeros, some = np.zeros(3, dtype=np.int64), np.array([1, 3, 3])
    assert chosen([zeros, some], (Fraction(1), TINY)).tolist() in ([1, 2], [0, 1, 2])
    assert highest_sum([zeros, some], (Fraction(1), TINY)).tolist() == [1, 2]
    assert leximin([zeros, -some], (Fraction(1), TINY)).tolist() == [0]

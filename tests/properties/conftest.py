"""How many cases the property tests try: fixed-seed samples, or the full counts of `make proof`.

DETENTE_PROOF=1 asks for the full counts; DETENTE_PROOF_EXAMPLES says how many examples hypothesis then tries.
"""

from __future__ import annotations

import os
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

PROOF = os.environ.get("DETENTE_PROOF") == "1"

settings.register_profile(
    "sample",
    derandomize=True,
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "proof",
    max_examples=int(os.environ.get("DETENTE_PROOF_EXAMPLES", "2000")),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("proof" if PROOF else "sample")


class CaseCount(Protocol):
    """The number of cases that a test with a loop of its own tries."""

    def __call__(self, *, sample: int, proof: int) -> int: ...


@pytest.fixture(scope="session")
def case_count() -> CaseCount:
    """`case_count(sample=…, proof=…)` is the one of the two that this run asks for."""

    def count(*, sample: int, proof: int) -> int:
        return proof if PROOF else sample

    return count

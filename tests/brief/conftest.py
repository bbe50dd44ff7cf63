from __future__ import annotations

import pytest
from tests.brief.made_up import made_up_brief

from detente.brief.blocks import Brief


@pytest.fixture(scope="session")
def brief() -> Brief:
    return made_up_brief()

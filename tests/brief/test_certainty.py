"""The section on how sure: its shares are those of the study, its words say what they are not."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gates.tree import ROOT

from detente.brief.blocks import Figure, Section, Table, plain
from detente.brief.sections.certainty import certainty
from detente.brief.sections.material import DRAWS, Material, gather
from detente.case.reading import parse_case, read_case
from detente.study import acceptability_task, run

EXAMPLE = ROOT / "examples/ukraine-2025"


@pytest.fixture(scope="module")
def material() -> Material:
    return gather(read_case(EXAMPLE))


@pytest.fixture(scope="module")
def section(material: Material) -> Section:
    found = certainty(material)
    assert found is not None
    return found


def table(section: Section, name: str) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table) and block.id == name)


def test_the_shares_are_those_of_the_study(material: Material, section: Section) -> None:
    assert material.settled is not None
    shares = run(acceptability_task(material.settled), DRAWS, seed=0).answer
    offer = shares.proposal("kyiv-offer").some.share
    row = table(section, "certainty-table").rows[0]
    assert plain(row.head) == "Kyiv's offer"
    assert f"{100 * offer:.0f}" in plain(row.cells[0])
    assert shares.zone is not None
    assert f"{100 * shares.zone.open.share:.0f}" in plain(section.blocks[0].prose)  # type: ignore[union-attr]


def test_what_is_said_beside_each_proposal(section: Section) -> None:
    row = table(section, "certainty-table").rows[0]
    assert "Russia" in plain(row.cells[2])
    assert plain(row.cells[3]) == "weight of Guarantee (Russia)"
    assert "weight of NATO bid (Russia) at 31.4 (shown 40)" in plain(row.cells[4])


def test_the_figure_says_that_shares_are_no_probabilities(section: Section) -> None:
    figure, tornado = (block for block in section.blocks if isinstance(block, Figure))
    assert "no probability of what will happen" in " ".join(plain(note) for note in figure.notes)
    assert figure.data.rows
    assert tornado.data.rows


def test_the_tornado_shows_the_indices_and_the_flips_of_the_zone(material: Material, section: Section) -> None:
    assert material.study is not None
    (tornado,) = (b for b in section.blocks if isinstance(b, Figure) and b.id == "certainty-tornado")
    indices = material.study.sensitivity.answer.conclusions["zone"].largest(3)
    flips = {f"{flip.party}: {flip.what}": flip for flip in material.study.flips[""].flips}
    for row, (name, index) in zip(tornado.data.rows, indices, strict=False):
        assert plain(row.head).startswith(name.partition(": ")[2])
        assert f"{100 * index.total:.0f}" in plain(row.cells[1])
        assert f"{float(flips[name].flips[0]):.3g}" in plain(row.cells[4])
    assert plain(tornado.finding).endswith("can turn it.")


def test_ranks_and_weights_are_those_of_the_study(material: Material, section: Section) -> None:
    assert material.study is not None
    assert material.settled is not None
    answer = material.study.acceptability.answer
    nash = material.settled.settlement.solutions["nash"].packages[0]  # type: ignore[union-attr]
    shares, row = answer.package(nash), table(section, "certainty-ranks").rows[0]
    assert plain(row.head) == "Nash and Egalitarian, 1"
    assert f"{100 * shares.accepted.share:.0f}" in plain(row.cells[0])
    ranks = np.repeat(
        np.arange(1, len(shares.ranks["ukraine"]) + 1), np.rint(np.array(shares.ranks["ukraine"]) * DRAWS).astype(int)
    )
    assert plain(row.cells[2]).startswith(str(int(np.quantile(ranks, 0.5, method="inverted_cdf"))))
    weights = table(section, "certainty-weights")
    assert [row.group for row in weights.rows] == ["Ukraine", "", "", "Russia", "", ""]
    mean = answer.weights["russia"][1]
    leaning = shares.accepting["russia"]
    assert leaning is not None
    assert plain(weights.rows[3].cells[1]) == f"{100 * mean:.0f}\u00a0%"
    assert plain(weights.rows[4].cells[1]) == f"{100 * leaning[1]:.0f}\u00a0%"


def test_a_case_of_points_has_no_such_section() -> None:
    text = (ROOT / "library/nash-1950/case.yaml").read_text(encoding="utf-8")
    assert certainty(gather(parse_case(text))) is None

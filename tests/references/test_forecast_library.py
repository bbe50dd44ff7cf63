"""The published answers through the library's cases, as a reader of the case gets them and not through arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.assessment.forecast import assess_forecast
from detente.assessment.what_if import PositionsAlone, what_if
from detente.case.changes import Set
from detente.case.reading import CaseFile, read_case

LIBRARY = Path(__file__).parents[2] / "library"


def published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((LIBRARY / name / "expected.yaml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def emission() -> CaseFile:
    return read_case(LIBRARY / "scholz-2011")


def test_the_case_holds_the_printed_inputs(emission: CaseFile) -> None:
    inputs = published("scholz-2011")["inputs"]
    assert [party.id for party in emission.case.parties] == list(inputs) == [p.party for p in emission.case.positions]
    for position in emission.case.positions:
        given = inputs[position.party]
        assert position.salience is not None
        assert position.influence is not None
        found = (position.option, float(position.salience.point), float(position.influence.point) / 100)
        assert found == pytest.approx((given["position"], given["salience"], given["influence"]))


def test_the_printed_medians_and_means_of_the_emission_standards(emission: CaseFile) -> None:
    expected = published("scholz-2011")
    (item,) = assess_forecast(emission, presets=("scholz-figure",)).issues
    found, printed = item.forecast.challenge["scholz-figure"], expected["published"]
    assert item.headline.outcome == pytest.approx(expected["computed"]["mean"], abs=1e-6)
    assert found.medians == pytest.approx(expected["computed"]["scholz-figure"]["medians"], abs=1e-5)
    off = {k for k, median in enumerate(printed["medians"], 1) if abs(found.medians[k] - median) > 0.1}
    assert off == {2}
    assert found.means[1:9] == pytest.approx(printed["means"], abs=0.1)


def test_what_if_needs_no_preferences(emission: CaseFile) -> None:
    """The compromise is sum c s x / sum c s: over the printed inputs with one of them at 10."""
    place = [p.party for p in emission.case.positions].index("belgium")
    found = what_if(emission, [Set(("positions", place, "option"), 10)])
    assert isinstance(found, PositionsAlone)
    assert [fault.field for fault in found.missing] == ["preferences"]
    inputs = published("scholz-2011")["inputs"]
    inputs["belgium"]["position"] = 10
    weights = {name: v["salience"] * v["influence"] for name, v in inputs.items()}
    mean = sum(weights[name] * v["position"] for name, v in inputs.items()) / sum(weights.values())
    (issue,) = found.forecasts
    assert (issue.models[0].method, issue.models[0].after) == ("compromise", pytest.approx(mean))
    assert issue.models[0].today == pytest.approx(published("scholz-2011")["computed"]["mean"], abs=1e-6)


def test_the_first_deal_on_the_climate() -> None:
    expected = published("stokman-van-oosten-1994")["first-deals"]["climate-first"]["deal"]
    found = assess_forecast(read_case(LIBRARY / "stokman-van-oosten-1994"), draws=0).found.exchange
    assert found is not None
    deal = found.deals[0]
    ends = {(deal.first, deal.first_moves_on): deal.first_to, (deal.second, deal.second_moves_on): deal.second_to}
    assert deal.gain == pytest.approx(expected["gain"], abs=1e-7)
    assert ends == {
        ("a", "q"): pytest.approx(expected["a-on-q"], abs=1e-6),
        ("b", "p"): pytest.approx(expected["b-on-p"], abs=1e-6),
    }

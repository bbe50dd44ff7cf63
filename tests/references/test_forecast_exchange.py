"""The exchange model against what two programs by others give for their test data.

The deals of library/stokman-van-oosten-1994 always; with DETENTE_DATA, a folder that holds those data as JSON (their
licences keep them out of here), the whole cases.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.engines.forecast.exchange.model import ExchangeForecast, position_exchange
from detente.engines.forecast.exchange.problem import exchange_problem

CASE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "library/stokman-van-oosten-1994/expected.yaml").read_text(encoding="utf-8")
)
WHOLE = CASE["whole"]


def whole(name: str) -> tuple[dict[str, Any], ExchangeForecast]:
    """The data of one case, and its forecast."""
    folder = os.environ.get("DETENTE_DATA")
    if not folder or not (file := Path(folder) / f"{name}.json").is_file():
        pytest.skip(f"set DETENTE_DATA to a folder with {name}.json: its licence keeps it out of the repository")
    data = json.loads(file.read_text(encoding="utf-8"))
    scales = {k: tuple(v) for k, v in data["issues"].items()} if "issues" in data else None
    rows = [(r["actor"], r["issue"], r["position"], r["salience"], r["power"]) for r in data["records"]]
    return data, position_exchange(exchange_problem(rows, scales or {r[1]: (0.0, 100.0) for r in rows}))


@pytest.mark.parametrize("name", list(CASE["first-deals"]))
def test_the_first_deals(name: str) -> None:
    given = CASE["first-deals"][name]
    found = position_exchange(exchange_problem(given["rows"], {"p": (0, 100), "q": (0, 100)}))
    deal, expected = found.deals[0], given["deal"]
    ends = {(deal.first, deal.first_moves_on): deal.first_to, (deal.second, deal.second_moves_on): deal.second_to}
    assert deal.gain == pytest.approx(expected["gain"], abs=1e-12)
    assert ends == {
        ("a", "q"): pytest.approx(expected["a-on-q"], abs=1e-9),
        ("b", "p"): pytest.approx(expected["b-on-p"], abs=1e-9),
    }


@pytest.mark.parametrize(
    ("name", "key"), [("groningen-toll-exchange", "toll"), ("paris-cop21-2015-exchange", "climate")]
)
def test_candidates_and_the_first_ten_deals(name: str, key: str) -> None:
    data, found = whole(name)
    assert found.candidates == WHOLE[key]["candidates"] == data["reference_output"]["potential"]
    assert found.deals[0].gain == pytest.approx(WHOLE[key]["first"], abs=1e-12)
    for deal, expected in zip(found.deals[:10], data["reference_output"]["first10"], strict=True):
        assert deal.gain == pytest.approx(expected["gain"], abs=1e-9)
        assert {deal.first, deal.second} == {expected["i"], expected["j"]}
        assert {deal.first_moves_on, deal.second_moves_on} == {expected["i_supply"], expected["j_supply"]}
    if "deals" in WHOLE[key]:
        assert found.deals[1].gain == pytest.approx(WHOLE[key]["second"], abs=1e-12)
        assert len(found.deals) == WHOLE[key]["deals"]


def test_every_deal_of_the_other_program() -> None:
    """The program in R works every deal out anew, as we do: all 20 deals, in its order, from where to where."""
    data, found = whole("paris-cop21-3issues-exchange-R")
    columns = data["shipped_output_columns"]
    expected = [dict(zip(columns, line, strict=True)) for line in data["shipped_output"]]
    assert len(found.deals) == len(expected) == WHOLE["climate-three-issues"]["deals"]
    assert found.deals[0].gain == pytest.approx(WHOLE["climate-three-issues"]["first"], abs=1e-12)
    for deal, line in zip(found.deals, expected, strict=True):
        assert deal.gain == pytest.approx(float(line["gain"]), abs=1e-9)
        moves = {
            (deal.first, deal.first_moves_on): (deal.first_from, deal.first_to),
            (deal.second, deal.second_moves_on): (deal.second_from, deal.second_to),
        }
        for side in ("i", "j"):
            start, end = moves[line[side], line[f"{side}_supply_issue"]]
            assert start == pytest.approx(float(line[f"{side}_position"]), abs=1e-6)
            assert end == pytest.approx(float(line[f"{side}_new"]), abs=1e-6)

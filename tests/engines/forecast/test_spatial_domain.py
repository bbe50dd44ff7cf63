"""What the spatial model and its election refuse, and what they say where there is little to say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.engines.forecast import side_by_side as beside
from detente.engines.forecast.problem import position_problem
from detente.engines.forecast.spatial_model.election import condorcet_election
from detente.engines.forecast.spatial_model.model import spatial_model
from detente.engines.forecast.spatial_model.problem import ACTORS, on_one_scale, spatial_problem
from detente.engines.forecast.spatial_model.readings import KTAB
from detente.foundation.errors import OutOfDomain, TooLarge

Rows = list[tuple[str, float, list[float], list[float]]]

SCALES = {"x": (0.0, 100.0), "y": (0.0, 10.0)}
TWO: Rows = [("a", 1, [10, 1], [0.5, 0.5]), ("b", 2, [90, 9], [0.2, 0.7])]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([], "needs an actor"),
        ([TWO[0], TWO[0]], "two actors have one name"),
        ([("a", 1, [10], [0.5])], "a: 1 positions and 1 saliences on 2 scales"),
        (
            [("a", -1, [10, 11], [50, 20]), ("b", 1, [float("nan"), 1], [0.1, 0.1])],
            "a: a position outside its scale.*a: a salience.*divide by 100.*a: a capability.*b: a position that is no",
        ),
        ([("a", 1, [10, 1], [0.8, 0.7])], "a: saliences that sum to 1.5: they are shares of attention"),
        ([("a", 1, [10, 1], [-0.1, 0.7])], "a: a salience outside 0 to 1$"),
        ([("a", 0, [10, 1], [0.1, 0.7])], "nobody has capability"),
        ([("a", float("inf"), [10, 1], [0.1, 0.7])], "a: a capability below 0, or none"),
    ],
    ids=["nobody", "one-name", "too-few", "many-faults", "attention", "negative", "no-capability", "endless"],
)
def test_problems_out_of_range(rows: Rows, what: str) -> None:
    with pytest.raises(OutOfDomain, match=what):
        spatial_problem(rows, SCALES)


def test_scales_and_sizes_out_of_range() -> None:
    with pytest.raises(OutOfDomain, match="y: the scale runs from 4 to 4"):
        spatial_problem(TWO, {"x": (0, 100), "y": (4, 4)})
    with pytest.raises(OutOfDomain, match="and a scale"):
        spatial_problem([("a", 1, [], [])], {})
    with pytest.raises(TooLarge, match=f"{ACTORS + 1}.*{ACTORS}"):
        spatial_problem([(f"a{k}", 1, [10, 1], [0.1, 0.1]) for k in range(ACTORS + 1)], SCALES)
    for row in ([[0.7, 0.7], [0, 1]], [[1, -0.1], [0, 1]]):
        with pytest.raises(OutOfDomain, match="a: accommodation is 0 or more of each, and at most 1 of all"):
            replace(spatial_problem(TWO, SCALES), accommodation=np.array(row))
    with pytest.raises(OutOfDomain, match=r"accommodation of shape \(1, 2\)"):
        replace(spatial_problem(TWO, SCALES), accommodation=np.ones((1, 2)))


def test_words_and_numbers_that_the_model_does_not_know() -> None:
    problem = spatial_problem(TWO, SCALES)
    for call, what in (
        (lambda: spatial_model(problem, preset="smp"), "no preset 'smp': ktab"),
        (lambda: spatial_model(problem, turns=0), "0 turns"),
        (lambda: replace(KTAB, risk_known=1.1), "risk_known = 1.1"),
        (lambda: condorcet_election([1, 2], [1]), r"utilities of shape \(2,\)"),
        (lambda: condorcet_election([[1, 2]], [1]), "2 voters need one each"),
        (lambda: condorcet_election([[1], [2]], [1], options=["a"]), "2 options need a name each"),
        (lambda: condorcet_election([[1], [2]], [0]), "one of them is above 0"),
        (lambda: condorcet_election([[1], [float("nan")]], [1]), "a utility that is no number"),
        (lambda: condorcet_election([[1], [2]], [1], votes="loud"), "no 'loud': proportional"),  # type: ignore[arg-type]
    ):
        with pytest.raises(OutOfDomain, match=what):
            call()
    with pytest.raises(TooLarge, match="votes between pairs"):
        condorcet_election(np.zeros((3000, 3)), [1, 1, 1])


def test_one_actor_stays_and_its_position_is_sure() -> None:
    found = spatial_model(spatial_problem(TWO[:1], SCALES))
    assert (found.turns, found.settled, found.bargains) == (2, True, ())
    assert found.outcome == (10, 1)
    assert found.probabilities.tolist() == [[1], [1], [1]]


def test_all_at_one_place_stay_there() -> None:
    found = spatial_model(on_one_scale(position_problem([(name, 40, 0.5, 2) for name in "abc"])))
    assert (found.positions == 40).all()
    assert (found.outcome, found.risk.tolist(), found.settled) == ((40,), [0, 0, 0], True)


def test_who_attends_to_nothing_or_has_nothing_still_has_a_place() -> None:
    """Salience 0 and capability 0: the one measures all scales alike, the other has no vote."""
    rows: Rows = [*TWO, ("idle", 3, [50, 5], [0, 0]), ("weak", 0, [20, 3], [0.3, 0.3])]
    found = spatial_model(spatial_problem(rows, SCALES), turns=5)
    assert np.isfinite(found.positions).all()
    assert np.isfinite(found.probabilities).all()


def test_stopping_before_it_has_come_to_rest_is_a_caveat() -> None:
    rows = [("a", 10, 0.5, 1), ("b", 90, 1, 1), ("c", 60, 0.4, 3)]
    found = spatial_model(on_one_scale(position_problem(rows)), turns=1)
    assert (found.turns, found.settled) == (1, False)
    assert found.stopped == "after turn 1, the last that was asked for"
    assert "positions still move in turn 1" in found.caveats[0]
    later = spatial_model(on_one_scale(position_problem(rows)))
    assert later.settled
    assert later.changes[-1] < 0.02 <= min(later.changes[1:-1], default=1.0)
    assert later.seed is None


def test_rows_and_plain_values() -> None:
    found = spatial_model(spatial_problem(TWO, SCALES), turns=1)
    assert found.rows()[0] == {"turn": 0, "actor": "a", "probability": found.probabilities[0, 0], "x": 10, "y": 1}
    assert found.to_dict()["bargains"][0]["turn"] == 1
    vote = condorcet_election([[1, 0], [0, 1]], [3, 1], options=["up", "down"])
    up, down = vote.rows()
    assert (up["option"], down["option"]) == ("up", "down")
    assert [up["probability"], up["hardest"], down["probability"]] == pytest.approx([0.75, 0.75, 0.25])
    assert vote.unbeaten == vote.likeliest == ("up",)
    assert condorcet_election([[1, 0], [0, 1]], [1, 1]).unbeaten == ("option 0", "option 1")


def test_all_alike_have_no_attitude_to_risk_by_rounding() -> None:
    """Seven on a circle have equal chances but for the last digits; those must not be stretched to attitudes."""
    angles = 2 * np.pi * np.arange(7) / 7
    places = np.stack([50 + 40 * np.cos(angles), 5 + 4 * np.sin(angles)], axis=1).tolist()
    rows: Rows = [(f"a{k}", 1.7, place, [0.3, 0.3]) for k, place in enumerate(places)]
    found = spatial_model(spatial_problem(rows, SCALES), turns=1)
    assert np.ptp(found.probabilities[0]) > 0
    assert found.risk.tolist() == [0] * 7


def test_beside_the_other_models_it_stands_with_its_mean_place(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = position_problem([("a", 10, 0.5, 1), ("b", 90, 1, 1), ("c", 60, 0.4, 3), ("d", 35, 0.9, 2)])
    last = beside.side_by_side(problem, rounds=4).models[-1]
    alone = spatial_model(on_one_scale(problem), turns=4)
    assert (last.method, last.preset, last.outcome) == ("spatial-model", "ktab", alone.outcome[0])
    assert last.reason == "; ".join(alone.caveats)
    monkeypatch.setattr(beside, "ACTORS", 3)
    many = beside.side_by_side(problem, rounds=4).models[-1]
    assert (many.outcome, many.reason) == (None, "it is run for 3 actors at most")

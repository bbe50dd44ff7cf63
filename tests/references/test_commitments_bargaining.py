"""The bargaining methods against the numbers of the library, which none of the sources prints.

Fearon and Powell give formulas; the numbers are worked examples of our own, computed once by hand and once by the
method. What is read here are only the inputs of the case and the expected numbers.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.engines.commitments.bargaining.bargaining_range import bargaining_range
from detente.engines.commitments.bargaining.commitment_problem import NoProblem, commitment_problem
from detente.engines.commitments.bargaining.guarantee_term import guarantee_term
from detente.engines.commitments.bargaining.guaranteed_range import guaranteed_range
from detente.engines.commitments.bargaining.third_party_guarantee import third_party_guarantee

LIBRARY = Path(__file__).parents[2] / "library"


def read(name: str, file: str) -> Any:
    """Numbers as text, so that they stay exact."""
    return yaml.load((LIBRARY / name / file).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def contest(name: str, of: str) -> dict[str, Any]:
    return next(c for c in read(name, "case.yaml")["contests"] if c["id"] == of)


def odds(fight: dict[str, Any]) -> tuple[Fraction, Fraction]:
    """A's chance alone and with the guarantor, shares of strength."""
    strength = {party: Fraction(s) for party, s in fight["strengths"].items()}
    a, b = strength[fight["challenger"]], strength[fight["protege"]]
    help_sent = sum(
        (Fraction(g["projection"]) * strength[g["party"]] for g in fight.get("guarantors", ())), Fraction(0)
    )
    return a / (a + b), a / (a + b + help_sent)


def agrees(value: Any, printed: str) -> bool:
    """Whether the value rounds to what is shown, at the places that are shown."""
    places = -int(Decimal(printed).as_tuple().exponent)
    return abs(Fraction(value) - Fraction(printed)) <= Fraction(1, 2 * 10**places)


def test_the_range_of_fearon() -> None:
    fight, expected = contest("fearon-1995", "without-guarantor"), read("fearon-1995", "expected.yaml")["computed"]
    shown = expected["without-guarantor"]
    p, _ = odds(fight)
    answer = bargaining_range(p, (fight["cost"], fight["protege-cost"]))
    assert p == Fraction(shown["p"])
    assert [answer.low, answer.high, answer.width] == [Fraction(shown[k]) for k in ("low", "high", "width")]
    assert answer.outside == ()


def test_the_range_under_a_guarantee() -> None:
    fight, expected = contest("fearon-1995", "with-guarantor"), read("fearon-1995", "expected.yaml")["computed"]
    shown = expected["with-guarantor"]["ranges"]
    alone, helped = odds(fight)
    answer = guaranteed_range(
        alone,
        helped,
        (fight["cost"], fight["protege-cost"]),
        [row["reliability"] for row in shown],
        added_cost=fight["guarantors"][0]["added-cost"],
    )
    for line, row in zip(answer.lines, shown, strict=True):
        assert agrees(line.unclipped_low, row["low"])
        assert agrees(line.unclipped_high, row["high"])
        assert line.low == (Fraction(row["clipped-low"]) if "clipped-low" in row else line.unclipped_low)
        assert line.outside == (("low",) if "clipped-low" in row else ())
    # More digits of the same table, computed with it.
    assert float(answer.lines[1].unclipped_low) == pytest.approx(0.35340909090909106)
    assert float(answer.lines[4].unclipped_low) == pytest.approx(-0.08636363636363631)


def test_the_terms_of_a_guarantee() -> None:
    fight = contest("fearon-1995", "guarantee-for-a-term")
    shown = read("fearon-1995", "expected.yaml")["computed"]["guarantee-for-a-term"]
    alone, helped = odds(fight)
    answer = guarantee_term(
        fight["settlement"],
        alone,
        helped,
        (fight["cost"], fight["protege-cost"]),
        reliability=fight["guarantors"][0]["reliability"],
        terms=[fight["fading"]["years"], *fight["fading"]["alternatives"]],
        hazard=fight["fading"]["hazard"],
        added_cost=fight["guarantors"][0]["added-cost"],
    )
    assert agrees(answer.needed, shown["needed-reliability"])
    assert agrees(answer.longest_useful, shown["longest-useful-term"])
    for term, row in zip(answer.terms, shown["terms"], strict=True):
        assert term.ends_by == row["ends-by"]
        assert not term.after
        for field in ("years", "sustained", "in-force", "shares-low", "shares-high"):
            assert agrees(getattr(term, field.replace("-", "_")), row[field]), field


def test_the_shift_of_powell_and_its_cure() -> None:
    (shift,) = contest("powell-2006", "shift")["shifts"]
    shown = read("powell-2006", "expected.yaml")["computed"]
    costs = (shift["cost-rising"], shift["cost-declining"])
    problem = commitment_problem([shift["now"], shift["next"]], costs, shift["discount"])
    first = problem.first
    assert not isinstance(first, NoProblem)
    without = shown["without-guarantee"]
    assert (first.left, first.right) == (Fraction(without["left"]), Fraction(without["right"]))
    assert (first.riser, first.decliner, problem.risers) == ("A", "B", ("A",))
    answer = third_party_guarantee(
        shift["now"],
        shift["next"],
        shift["with-guarantee"],
        costs,
        shift["discount"],
        added_cost=shift["guarantee-cost"],
        reliability=[row["reliability"] for row in shown["at"]],
    )
    assert (answer.verdict, answer.needed) == ("suffices", Fraction(shown["needed-reliability"]))
    assert (answer.without.left, answer.without.right) == (first.left, first.right)
    for line, row in zip(answer.lines, shown["at"], strict=True):
        assert (line.left, line.right) == (Fraction(row["left"]), Fraction(row["right"]))
        assert line.war == (row["war"] == "true")

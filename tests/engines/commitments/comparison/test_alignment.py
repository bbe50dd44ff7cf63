"""Which clause of a new draft is which of the old one."""

from __future__ import annotations

from dataclasses import replace

from detente.engines.commitments.comparison.alignment import align, likeness
from detente.engines.commitments.instrument import Clause, Duty, Trigger


def clause(name: str, article: str = "", strength: int = 3, beneficiary: str = "b") -> Clause:
    trigger = Trigger(types=frozenset({"armed-attack"}), threshold="any")
    return Clause(name, "x", frozenset("g"), frozenset(beneficiary), trigger, Duty(strength=strength), article)


def pairs(before: list[Clause], after: list[Clause]) -> set[tuple[str, str, str]]:
    return {(p.before.id if p.before else "", p.after.id if p.after else "", p.by) for p in align(before, after)}


def test_id_goes_before_article_and_article_before_content() -> None:
    before = [clause("a", "1"), clause("b", "2"), clause("c", "3", beneficiary="c")]
    after = [clause("b", "1"), clause("x", "3", 5, "z"), clause("y", "", beneficiary="b")]
    # b keeps its id although its article is now a's; x has the article of c; y has the content of a.
    assert pairs(before, after) == {("b", "b", "id"), ("c", "x", "article"), ("a", "y", "content")}


def test_an_article_of_several_clauses_pairs_none() -> None:
    before = [clause("a", "5"), clause("b", "5", beneficiary="c")]
    after = [clause("x", "5", beneficiary="c"), clause("y", "5")]
    assert pairs(before, after) == {("a", "y", "content"), ("b", "x", "content")}


def test_clauses_too_unlike_are_dropped_and_added() -> None:
    other = Clause("y", "x", frozenset("h"), frozenset("c"), Trigger(threshold="sustained"), Duty(strength=1))
    assert likeness(clause("a"), other) == 0
    assert pairs([clause("a")], [other]) == {("a", "", ""), ("", "y", "")}


def test_likeness_counts_only_what_one_of_them_states() -> None:
    first = clause("a")
    assert likeness(first, replace(first, id="z", article="9")) == 1
    # obligors, beneficiaries, types, threshold the same; strength differs.
    assert likeness(first, replace(first, duty=Duty(strength=4))) == 4 / 5
    # A strength of 0 is stated.
    assert likeness(first, replace(first, duty=Duty(strength=0))) == 4 / 5
    assert likeness(first, replace(first, duty=Duty())) == 4 / 5

"""What is refused, and what is answered at the edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from detente.engines.commitments.comparison.coverage import coverage
from detente.engines.commitments.comparison.differences import clause_differences
from detente.engines.commitments.comparison.dimensions import DIMENSIONS, dimension
from detente.engines.commitments.comparison.gap import gap_table
from detente.engines.commitments.comparison.standard_scenarios import STANDARD, standard_scenarios
from detente.engines.commitments.instrument import (
    ANYWHERE,
    Adversary,
    Clause,
    Duty,
    Instrument,
    Phase,
    Precondition,
    Terms,
    Trigger,
)
from detente.foundation.errors import OutOfDomain

DAY = date(2027, 1, 1)


def pact(name: str, *clauses: Clause, kind: str = "treaty") -> Instrument:
    return Instrument(name, f"Pact {name}", kind, clauses)


def clause(name: str, strength: int | None, **more: object) -> Clause:
    fields = {"deadline_hours": more.pop("hours", None), "automaticity": more.pop("automaticity", None)}
    duty = Duty(kind="defence", strength=strength, **fields)  # type: ignore[arg-type]
    trigger = more.pop("trigger", Trigger())
    return Clause(name, "pact", frozenset("gh"), frozenset("b"), trigger, duty, **more)  # type: ignore[arg-type]


def test_what_is_refused() -> None:
    one = pact("one", clause("help", 3))
    with pytest.raises(OutOfDomain, match="at least one instrument"):
        gap_table([], one, "b")
    with pytest.raises(OutOfDomain, match="same id: one"):
        gap_table([one, one], one, "b")
    with pytest.raises(OutOfDomain, match="two instruments have the same id: one"):
        coverage([one, one], standard_scenarios("a", "b", DAY))
    with pytest.raises(OutOfDomain, match="at least one scenario"):
        coverage([one], [])
    with pytest.raises(OutOfDomain, match="two scenarios have the same id"):
        coverage([one], standard_scenarios("a", "b", DAY) * 2)
    with pytest.raises(OutOfDomain, match="name two parties"):
        standard_scenarios("a", "a", DAY)
    with pytest.raises(KeyError, match="known: protects"):
        dimension("colour")
    with pytest.raises(KeyError, match="known: protects"):
        gap_table([one], one, "b").row("colour")


def test_an_instrument_without_clauses_says_nothing() -> None:
    gap = gap_table([pact("empty")], pact("one", clause("help", 3)), "b")
    assert gap.row("strength").difference == "unknown"
    assert any("owes b nothing" in caveat for caveat in gap.caveats)
    (cell,) = coverage([pact("empty")], standard_scenarios("a", "b", DAY)[:1]).cells[0]
    assert (cell.outcome, cell.strength, cell.words) == ("none", None, "nothing: it owes those attacked nothing")


def test_silence_of_a_draft_is_not_an_answer() -> None:
    """A text that was read and has no deadline has none; a draft known in part may have one."""
    reference = pact("old", clause("help", 3, hours=24.0))
    read = gap_table([pact("new", clause("help", 3))], reference, "b").row("deadline")
    whole = pact("new", clause("help", 3), kind="draft")
    draft = gap_table([replace(whole, unknown=("the annex",))], reference, "b").row("deadline")
    assert gap_table([whole], reference, "b").row("deadline").difference == "narrower"
    noted = gap_table([pact("new", clause("help", 3, unknown=("within how many hours",)))], reference, "b")
    assert (read.difference, read.cells[0].reading.standing) == ("narrower", "silent")
    assert read.cells[0].question == "Pact new: Within how many hours must those bound consult, and respond?"
    neither = gap_table([pact("new", clause("help", 3))], pact("old", clause("help", 3)), "b").row("deadline")
    assert (neither.difference, neither.cells[0].question) == (0, "")
    assert (draft.difference, draft.cells[0].reading.standing) == ("unknown", "unknown")
    assert noted.row("deadline").difference == "unknown"
    assert noted.row("deadline").cells[0].question.endswith("(open: within how many hours)")


def test_a_bound_from_below_is_marked() -> None:
    """One clause of unknown strength may be stronger than the one that is known."""
    gap = gap_table([pact("new", clause("help", 2), clause("more", None))], pact("old", clause("help", 3)), "b")
    cell = gap.row("strength").together
    assert (cell.difference, cell.at_least, cell.reading.standing) == (-1, True, "partly")
    assert cell.question.startswith("Pact new: What does each of those bound have to do")


def test_notes_are_shown_where_they_belong() -> None:
    """By the field they begin with, else by their words; the whole belongs everywhere."""
    unsure = ("duty.strength, duty.automaticity: guesses", "trigger.area: recalled", "the whole: from the press")
    gap = gap_table([pact("new", clause("help", 2, unsure=unsure))], pact("old", clause("help", 3)), "b")

    def notes(name: str) -> tuple[str, ...]:
        return gap.row(name).together.reading.unsure

    assert notes("strength") == (unsure[0], unsure[2])
    assert notes("area") == unsure[1:]
    assert notes("notice") == unsure[2:]
    assert any("guessed, recalled or disputed" in caveat for caveat in gap.caveats)


def test_the_strongest_duty_gives_the_automaticity() -> None:
    """A lesser duty that follows by itself does not make the stronger one automatic."""
    reference = pact("old", clause("help", 3, automaticity=2))
    two = pact("new", clause("consult", 1, automaticity=3), clause("fight", 4, automaticity=1))
    assert gap_table([two], reference, "b").row("automaticity").difference == -1


def test_a_duty_to_join_an_attack_is_no_protection() -> None:
    """Neither does a duty to keep still, of a strength that nobody coded, leave the strength open."""
    helping, joining, still = clause("help", 2), clause("join", 5), clause("still", None)
    joining = replace(joining, duty=replace(joining.duty, kind="offence"))
    still = replace(still, duty=replace(still.duty, kind="neutrality"))
    cell = (
        gap_table([pact("new", helping, joining, still)], pact("old", clause("help", 3)), "b").row("strength").together
    )
    assert (cell.difference, cell.at_least) == (-1, False)


def test_several_instruments_together() -> None:
    reference = pact("old", clause("help", 3, hours=48.0))
    gap = gap_table([pact("m", clause("a", 1, hours=24.0)), pact("n", clause("b", 4))], reference, "b")
    assert [cell.difference for cell in gap.row("strength").cells] == [-2, 1]
    assert gap.row("strength").difference == 1
    assert (gap.row("deadline").difference, gap.row("deadline").direction) == (24, "stronger")
    assert [row["instrument"] for row in gap.rows()][:3] == ["m", "n", "together"]
    assert any("no single instrument need offer all of it" in caveat for caveat in gap.caveats)


def test_coverage_names_the_duty_that_is_open_beside_the_one_that_is_owed() -> None:
    doubtful = replace(SURE, determined_by=None)
    both = pact("pact", clause("consult", 1, trigger=SURE, hours=24.0), clause("fight", 5, trigger=doubtful))
    cell = coverage([both], standard_scenarios("a", "b", DAY)[:1], names={"b": "Borduria"}).cell("full-attack", "pact")
    assert (cell.strength, cell.obligors, cell.deadline_hours) == (1, ("g", "h"), 24.0)
    assert cell.words.startswith("1 by 2, first step within 24 h; open: 5 by 2 (who establishes")


SURE = Trigger(
    types=frozenset({"armed-attack"}),
    against=frozenset({"territory"}),
    by=Adversary("anyone"),
    area=frozenset({ANYWHERE}),
    threshold="any",
    non_provocation=frozenset(),
    determined_by=(),
)


def test_the_strongest_is_named_first() -> None:
    """Among what is open, and among what fails, whatever the order of the clauses."""
    small, large = replace(SURE, determined_by=None), replace(SURE, threshold="sustained")
    for order in (1, -1):
        open_ones = [clause("a", 1, trigger=small), clause("b", 5, trigger=small)][::order]
        failing = [clause("c", 1, trigger=large), clause("d", 5, trigger=large)][::order]
        found = coverage([pact("pact", *open_ones, *failing)], standard_scenarios("a", "b", DAY)[1:2])
        (cell,) = found.cells[0]
        assert [duty.clause for duty in cell.open] == ["pact.b", "pact.a"]
        assert [item.clause for item in cell.failing] == ["pact.d", "pact.c"]


def test_consequences_take_both_drafts_as_in_force() -> None:
    """A draft obliges nobody today; a later deadline is weaker, and so is a duty that is only open."""
    full = standard_scenarios("a", "b", DAY)[:1]

    def draft(hours: float, trigger: Trigger = SURE) -> Instrument:
        one = pact("pact", clause("help", 3, hours=hours, trigger=trigger), kind="draft")
        return replace(one, phases=(Phase("draft"),), preconditions=(Precondition("p", "a ceasefire", False),))

    def changes(before: Instrument, after: Instrument) -> set[tuple[str, str]]:
        return {(item.obligor, item.change) for item in clause_differences(before, after, full).consequences}

    assert changes(draft(24.0), draft(72.0)) == {("g", "weaker"), ("h", "weaker")}
    assert changes(draft(72.0), draft(24.0)) == {("g", "stronger"), ("h", "stronger")}
    doubtful = draft(24.0, replace(SURE, determined_by=None))
    assert changes(draft(24.0), doubtful) == {("g", "disappears"), ("h", "disappears")}
    assert changes(pact("pact"), doubtful) == {("g", "opens"), ("h", "opens")}
    assert coverage([draft(24.0)], full).cells[0][0].failing[0].condition == "in-force"


def test_standard_scenarios() -> None:
    scenarios = standard_scenarios("a", "b", DAY, area=["land"], area_of_forces=["sea"], suppose=["pact"])
    assert tuple(scenario.id for scenario in scenarios) == STANDARD
    assert all(scenario.suppose == {"pact"} and scenario.title for scenario in scenarios)
    where = {scenario.id: set(scenario.attacks[0].area) for scenario in scenarios}
    assert (where["forces-outside"], where["blockade"]) == ({"sea"}, {"land"})
    assert [scenario.id for scenario in scenarios if scenario.provoked] == ["provocation-claimed"]


def test_what_is_left_to_do_before_it_obliges() -> None:
    """By the day: ratifications still missing, and what has yet to happen."""
    terms = Terms(ratifications_needed=frozenset("gh"), ratifications_done=frozenset("g"))
    waiting = replace(
        pact("new", clause("help", 3)),
        phases=(Phase("signed", end=date(2027, 12, 31)), Phase("in-force", start=date(2028, 1, 1))),
        preconditions=(Precondition("p", "a ceasefire", True, on=date(2028, 1, 1)),),
        terms=terms,
    )
    old = pact("old", clause("help", 3))
    before, after = (gap_table([waiting], old, "b", on=day) for day in (DAY, date(2028, 6, 1)))
    assert [gap.row("ratification").difference for gap in (before, after)] == [-1, 0]
    assert [gap.row("preconditions").difference for gap in (before, after)] == ["narrower", "same"]


def test_every_dimension_is_complete() -> None:
    """One name each, a question, what to ask for, and one way to read it."""
    names = [entry.name for entry in DIMENSIONS]
    assert len(set(names)) == len(names) == 25
    for entry in DIMENSIONS:
        assert entry.question.endswith("?") and entry.ask.endswith("?")
        assert (entry.of_clause is None) != (entry.of_instrument is None)
        assert entry.mentions and entry.fields


def test_drafts_without_clauses_in_common() -> None:
    found = clause_differences(pact("old", clause("a", 3)), pact("new"))
    assert [(item.change, item.before, item.after) for item in found.clauses] == [("dropped", "a", "")]
    assert not found.same
    assert clause_differences(pact("old"), pact("old")).same

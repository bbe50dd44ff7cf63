"""The evidence sets of library/: annotations that are whole, and scores that may not fall.

docs/how-to/annotate-reports.md says what the annotations mean.
"""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.evidence_annotations import (
    OUTCOMES,
    Annotation,
    EvidenceSet,
    NotVerbatim,
    Quote,
    evidence_sets,
    spans_of,
)
from benchmarks.evidence_matching import days_of
from pydantic import ValidationError

from detente.case.reading import read_case
from detente.case.vocabulary import vocabulary
from detente.foundation.conditions import check, parse

SETS = evidence_sets()
WORDS = range(150, 451)
HELD_OUT = {"evidence-missiles", "evidence-corridor"}

FLOORS: dict[str, tuple[float, float]] = {
    "statements at 0.3": (0.85, 0.92),
    "statements at 0.8": (0.73, 0.79),
    "conditional offers found": (0.89, 0.93),
    "conditional offers with clean spans": (0.85, 0.88),
    "proposal slots: in the right slot": (0.86, 0.0),
    "contradictions flagged, hard or soft": (0.65, 1.0),
    "outcome hard": (0.55, 1.0),
    "outcome soft": (0.75, 1.0),
    "contradictions inside one report": (0.75, 1.0),
    "flags that are right": (0.9, 0.9),
    "outcome agree": (0.6, 1.0),
    "outcome refines": (0.3, 1.0),
    "outcome single-source": (0.7, 1.0),
    "traps passed": (0.98, 1.0),
    "  of these, with the passages compared": (0.43, 1.0),
}
"""Line of benchmarks.evidence_sets → least recall (or share) and least precision on the development sets."""

named = pytest.mark.parametrize("one", SETS, ids=lambda one: one.name)


def test_there_are_eight_sets_and_two_are_held_out() -> None:
    assert len(SETS) == 8
    assert {one.name for one in SETS if one.annotation.held_out} == HELD_OUT


@named
def test_the_case_has_no_faults_and_the_same_reports(one: EvidenceSet) -> None:
    read = read_case(one.folder)
    assert read.warnings == ()
    assert read.case.id == one.name
    files = sorted(file.stem for file in (one.folder / "reports").iterdir())
    assert [report.id for report in read.case.reports] == files == sorted(one.annotation.reports)
    assert (one.folder / "note.md").is_file()


@named
def test_every_quotation_is_verbatim_and_in_one_place(one: EvidenceSet) -> None:
    for report, notes in one.annotation.reports.items():
        text = one.texts[report]
        assert len(text.split()) in WORDS
        spans = dict(spans_of(text, notes))
        assert all(0 <= start < end <= len(text) for start, end in spans.values())
    for trap in one.annotation.traps:
        for passage in trap.passages:
            passage.span(one.texts[passage.report])


@named
def test_ids_follow_the_text(one: EvidenceSet) -> None:
    for report, notes in one.annotation.reports.items():
        for items, letter in ((notes.statements, "s"), (notes.offers, "o")):
            assert [item.id for item in items] == [f"{report}-{letter}{n}" for n in range(1, len(items) + 1)]
            starts = [item.span(one.texts[report])[0] for item in items]
            assert starts == sorted(starts)


@named
def test_conditions_name_issues_and_options_of_the_case(one: EvidenceSet) -> None:
    terms = vocabulary(read_case(one.folder).case)
    for notes in one.annotation.reports.values():
        for item in (*notes.statements, *notes.offers):
            for condition in (item.about, item.if_):
                assert condition is None or check(parse(condition), terms) == (), (item.id, condition)


@named
def test_speakers_are_named_as_the_report_or_the_case_names_them(one: EvidenceSet) -> None:
    names = {name for party in read_case(one.folder).case.parties for name in (str(party.name), *party.aliases)}
    for report, notes in one.annotation.reports.items():
        for item in (*notes.statements, *notes.offers):
            for link in (name.strip() for joint in item.chain for name in joint.split(";")):
                known = link in names or link in one.texts[report] or link[0].islower()
                assert known, (item.id, link)
        for statement in notes.statements:
            assert statement.chain or (statement.source is None and statement.optional), statement.id


@named
def test_outcomes_fit_the_sources_that_give_values(one: EvidenceSet) -> None:
    givers: dict[tuple[str, str], Counter[str]] = {}
    for event, slot, report, _, _ in one.values():
        givers.setdefault((event, slot), Counter())[report] += 1
    compared = {(event.event, slot): o for event in one.annotation.comparison for slot, o in event.slots.items()}
    assert compared.keys() == givers.keys()
    for place, outcome in compared.items():
        alone = one.sources(set(givers[place])) == 1
        assert (outcome.outcome == "single-source") == alone, place
        assert all(givers[place][within.report] > 1 for within in outcome.within), place


@named
def test_contradictions_say_why(one: EvidenceSet) -> None:
    for event in one.annotation.comparison:
        for slot, outcome in event.slots.items():
            assert outcome.outcome not in ("soft", "hard") or outcome.why, (event.event, slot)


@named
def test_traps_name_reports_of_the_set_and_something_to_compare(one: EvidenceSet) -> None:
    for trap in one.annotation.traps:
        assert {*trap.silent, *(passage.report for passage in trap.passages)} <= one.annotation.reports.keys()
        assert len(trap.passages) > 1 or trap.silent or trap.kind == "repeated", trap
        assert bool(trap.silent) == (trap.kind == "silence"), trap


@pytest.mark.parametrize("held_out", [False, True])
def test_both_parts_hold_every_outcome(held_out: bool) -> None:
    sets = evidence_sets(held_out=held_out)
    outcomes = [slot for one in sets for event in one.annotation.comparison for slot in event.slots.values()]
    assert {slot.outcome for slot in outcomes} == set(OUTCOMES)
    assert any(slot.within for slot in outcomes)
    statements = [s for one in sets for notes in one.annotation.reports.values() for s in notes.statements]
    assert {s.form for s in statements} == {"said", "nominal", "headline", "position"}
    assert {s.direct for s in statements} == {True, False, "mixed"}
    assert max(len(s.chain) for s in statements) == 3


def test_copies_are_near_duplicates_and_nothing_else_is() -> None:
    pytest.importorskip("numpy")
    from detente.evidence.reading.duplicates import near_duplicates
    from detente.evidence.reading.plain import document_of_text

    for one in SETS:
        found = near_duplicates([document_of_text(text, name) for name, text in one.texts.items()])
        assert {frozenset(group) for group in found} == {frozenset(group) for group in one.annotation.copies}


def test_odd_typography_stands_in_both_parts() -> None:
    for held_out in (False, True):
        texts = [text for one in evidence_sets(held_out=held_out) for text in one.texts.values()]
        assert any(all(sign in text for sign in "“”’\u2011\u00a0") for text in texts)


@pytest.mark.parametrize(
    ("words", "nth", "refusal"),
    [
        ("the gates", None, "not in the text"),
        ("the gate", None, "2 times in the text"),
        ("the gate", 3, "there are 2"),
        ("stood", 1, "there are 1"),
    ],
)
def test_a_quotation_that_is_not_in_one_place_is_refused(words: str, nth: int | None, refusal: str) -> None:
    text = "At the gate they stood, and at the gate they said that all was well."
    assert Quote(quote="the gate", nth=2).span(text)[0] == text.rindex("the gate")
    with pytest.raises(NotVerbatim, match=refusal):
        Quote(quote=words, nth=nth).span(text)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("comparison", 0, "slots", "place", "outcome"), "contradicts"),
        (("reports", "r1", "statements", 0, "act"), "promises"),
        (("traps", 0, "kind"), "trick"),
        (("reports", "r1", "statements", 0, "speaker"), "Marek Tolvane"),
        (("format",), 2),
    ],
)
def test_a_word_that_the_format_does_not_have_is_refused(path: tuple[str | int, ...], value: object) -> None:
    plain = SETS[[one.name for one in SETS].index("evidence-ceasefire")].annotation.model_dump(by_alias=True)
    Annotation.model_validate(plain)
    part = plain
    for key in path[:-1]:
        part = list(part) if isinstance(part, tuple) else part
        part = part[key]  # type: ignore[index]
    part[path[-1]] = value  # type: ignore[index]
    with pytest.raises(ValidationError):
        Annotation.model_validate(plain)


def test_dates_have_a_normal_form() -> None:
    assert days_of("2031-02") == days_of("2031-02-01/2031-02-28")
    assert days_of("last autumn") is None


@pytest.mark.parametrize("line", FLOORS or [pytest.param("", marks=pytest.mark.skip(reason="no floors yet"))])
def test_scores_do_not_fall(line: str, development_scores: dict[str, tuple[float, float]]) -> None:
    recall, precision = development_scores[line]
    least_recall, least_precision = FLOORS[line]
    assert recall >= least_recall
    assert precision >= least_precision


@pytest.fixture(scope="module")
def development_scores() -> dict[str, tuple[float, float]]:
    """Line → recall (or share) and precision, on the development sets."""
    pytest.importorskip("spacy")
    from benchmarks.evidence_sets import total

    tallies = total(evidence_sets(held_out=False)).tallies
    return {name: (tally.recall, 1.0 if tally.one_sided else tally.precision) for name, tally in tallies.items()}

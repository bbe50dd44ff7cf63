"""What guarantees oblige whom to do: sentences, maps, tables and proofs, on a case small enough for a pencil."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.brief.page_reader import Page
from tests.brief.test_writing import of_kind

from detente.brief.blocks import Brief, Figure, Note, Paragraph, Proof, Section, Step, Table, plain
from detente.brief.charts import Tie
from detente.brief.sections.duties import MOST_PROOFS, MOST_ROWS, MOST_TIES, map_finding
from detente.brief.sections.naming import in_sentence
from detente.brief.to_html import to_html
from detente.brief.to_markdown import to_markdown
from detente.brief.writing import write_brief
from detente.case.reading import parse_case

PROMISE = """
  - id: promise
    name: Promise to West
    kind: draft
    status: draft
    imitates: first
    parties: [east, west]
    clauses:
      - {id: stand-by, obligors: east, beneficiaries: west, duty: {text: stand by it}}
"""


def no_picture(chart: object, *, id: str, title: str, description: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" aria-label="{id}"></svg>'


def section(brief: Brief, name: str) -> Section:
    return next(part for part in brief.sections if part.id == name)


def table(brief: Brief, name: str) -> Table:
    return next(part for part in of_kind(brief, Table) if part.id == name)


def cells(found: Table) -> list[list[str]]:
    return [[plain(row.head), *(plain(cell) for cell in row.cells)] for row in found.rows]


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from all_steps(step.because)


def test_who_owes_what_is_what_a_pencil_derives(pacts: Brief) -> None:
    told = cells(table(pacts, "duties-attack"))
    assert [row[:3] for row in told] == [
        ["owed", "East", "South"],
        ["owed", "South", "East"],
        ["owed", "West", "East"],
    ]
    assert told[0][3:] == ["come to its aid (strength 4: aid by all means, military included)",
                           "First Treaty, Article 2", ""]  # fmt: skip
    assert plain(table(pacts, "duties-attack").caption) == "North attacks South (March 2030)"


def test_a_planted_fault_changes_the_derivation(pacts_text: str) -> None:
    changed = write_brief(parse_case(pacts_text.replace("parties: [west, east]", "parties: [west, east, north]")))
    told = cells(table(changed, "duties-attack"))
    assert ["not owed", "West", "East"] in [row[:3] for row in told]
    assert any("North is itself a party" in row[5] for row in told)


def test_a_proof_is_folded_and_nested_where_one_duty_follows_from_another(pacts: Brief) -> None:
    proofs = of_kind(pacts, Proof)
    assert [plain(proof.claim).partition(" (")[0] for proof in proofs] == [
        "Owed: East to South, under Article 2 of the First Treaty, “shall come to its aid”",
        "Owed: South to East, under Article 2 of the First Treaty, “shall come to its aid”",
        "Owed: West to East, under Article 7 of the Second Treaty",
    ]
    attack = next(step for step in proofs[2].steps if "once it joins" in plain(step.prose))
    assert plain(attack.because[0].prose) == "East joins South against North, as it owes"
    assert "First Treaty" in plain(attack.because[0].because[0].prose)
    assert len(attack.because[0].because[0].because) == 12


def test_proofs_are_details_with_lists_inside_lists(pacts: Brief) -> None:
    page = Page(to_html(pacts, no_picture))
    folded = page.all("details", class_="proof")
    assert len(folded) == 3
    assert all("open" not in element.attributes for element in folded)
    lists = page.all("ol", class_="steps")
    assert max(element.parents.count("ol") for element in lists) == 3
    markdown = to_markdown(pacts)
    assert re.search(r"^  12\. East is attacked by North once it joins.*\n      1\. East joins South", markdown, re.M)


def test_steps_that_are_open_say_so_in_words_and_in_weight(pacts_text: str) -> None:
    text = pacts_text.replace(", area: anywhere, threshold: any, non-provocation: false, determined-by: self", "")
    brief = write_brief(parse_case(text))
    proof = of_kind(brief, Proof)[0]
    standing = {plain(step.prose): step.standing for step in all_steps(proof.steps)}
    assert standing["the area that it covers"] == "unknown"
    assert standing["how large the attack has to be"] == "unknown"
    assert standing["North is not a party to it"] == "holds"
    assert "not known" in plain(proof.claim)
    page = Page(to_html(brief, no_picture))
    assert {element.text for element in page.all("strong", class_="standing")} == {"not known:"}
    assert "not known: not known" not in to_markdown(brief)
    assert "is not known" not in " ".join(standing)


def test_arguable_steps_are_neither_known_nor_unknown(pacts_text: str) -> None:
    text = pacts_text.replace("{by: north, to: south}", "{by: north, to: south, kind: cyber}")
    steps = [step for proof in of_kind(write_brief(parse_case(text)), Proof) for step in all_steps(proof.steps)]
    assert {step.standing for step in steps} == {"holds", "arguable"}


def test_what_is_not_owed_is_told_by_the_table_alone(pacts_text: str) -> None:
    brief = write_brief(parse_case(pacts_text.replace("status: in-force", "status: signed")))
    assert {row[0] for row in cells(table(brief, "duties-attack"))} == {"not owed"}
    assert "its state is “signed” on 1 March 2030" in cells(table(brief, "duties-attack"))[0][5]
    assert not of_kind(brief, Proof)
    assert not [figure for figure in of_kind(brief, Figure) if figure.id.startswith("map-")]


def test_a_map_and_a_table_are_shown_once(pacts_text: str) -> None:
    again = """  - id: again
    title: North attacks South again
    on: 2031-03
    attacks: [{by: north, to: south}, {by: north, to: east, if-joins: true}]
    joins: all
  - id: alone
    title: North attacks South alone
    on: 2030-03
    attacks: [{by: north, to: south}]
contests:"""
    brief = write_brief(parse_case(pacts_text.replace("contests:", again, 1)))
    assert [figure.id for figure in of_kind(brief, Figure) if figure.id.startswith("map-")] == [
        "map-attack", "map-alone",
    ]  # fmt: skip
    said = [plain(block.prose) for block in of_kind(brief, Paragraph)]
    assert any(words.startswith("North attacks South again (March 2031): the same is owed") for words in said)


def test_the_worked_case_draws_one_map_and_refers_to_it(worked_brief: Brief) -> None:
    maps = [figure.id for figure in of_kind(worked_brief, Figure) if figure.id.startswith("map-")]
    assert maps == ["map-renewed-invasion"]
    notes = [plain(note) for note in table(worked_brief, "duties-after-a-claim").notes]
    assert notes == ["The picture of who owes whom is the same as ."]
    assert "The picture of who owes whom is the same as figure" in to_markdown(worked_brief)


@pytest.mark.parametrize(
    ("ties", "sentence"),
    [
        ([("United States", "open")], "Attack: it cannot be told whether the United States owes Ukraine help."),
        (
            [("Canada", "open"), ("Japan", "open")],
            "Attack: of none of the 2 parties asked can it be told whether they owe Ukraine help.",
        ),
        ([("Canada", "owed")], "Attack: Canada owes Ukraine help for certain."),
        (
            [("Canada", "owed"), ("Japan", "subsumed"), ("Germany", "open")],
            "Attack: 2 parties owe Ukraine help for certain; of 1 more party it cannot be told.",
        ),
    ],
)
def test_the_finding_of_a_map_is_a_sentence(ties: list[tuple[str, str]], sentence: str) -> None:
    drawn = [Tie(who, "Ukraine", None, kind) for who, kind in ties]  # type: ignore[arg-type]
    assert map_finding("Attack", drawn) == sentence


def many(count: int) -> str:
    """A case in which each of many parties has its own treaty with one that is attacked."""
    names = [f"p{n}" for n in range(count)]
    parties = "".join(f"  - {{id: {name}, name: {name.upper()}, kind: state}}\n" for name in (*names, "a", "b"))
    trigger = (
        "{type: armed-attack, against: territory, by: anyone, area: anywhere, threshold: any, determined-by: self}"
    )
    pacts = "".join(
        f"  - {{id: pact-{name}, name: Pact {name}, kind: treaty, status: in-force, parties: [{name}, b], clauses: "
        f"[{{id: aid, obligors: {name}, beneficiaries: b, trigger: {trigger}, "
        "duty: {kind: defence, strength: 3}}]}\n"
        for name in names
    )
    issues = "issues:\n  - {id: i, question: Q, kind: choice, options: [{id: x}, {id: y}]}\n"
    return (
        f"detente: 1\nid: many\ntitle: Many\nas-of: 2000-01-01\nparties:\n{parties}{issues}commitments:\n{pacts}"
        "scenarios:\n  - {id: attack, attacks: [{by: a, to: b}]}\n"
    )


def test_hundreds_of_duties_are_cut_and_counted() -> None:
    brief = write_brief(parse_case(many(90)))
    told = table(brief, "duties-attack")
    assert len(told.rows) == MOST_ROWS
    assert any("of 90 rows" in plain(note) for note in told.notes)
    assert len(of_kind(brief, Proof)) == MOST_PROOFS
    assert "78 more proofs, not shown" in to_markdown(brief)
    drawn = next(figure for figure in of_kind(brief, Figure) if figure.id == "map-attack")
    assert len(drawn.data.rows) == 90
    assert f"The first {MOST_TIES} of 90" in plain(drawn.notes[0])
    assert "90 parties owe B help for certain" in plain(drawn.finding)


def test_without_a_scenario_the_clauses_are_listed_and_the_scenario_is_missed(pacts_text: str) -> None:
    text = re.sub(r"scenarios:.*?(?=contests:)", "", pacts_text, flags=re.S)
    brief = write_brief(parse_case(text))
    told = cells(table(brief, "clauses"))
    assert told[0] == [
        "First Treaty", "South and East", "South and East", "not known",
        "come to its aid (strength 4: aid by all means, military included); Article 2", "in force",
    ]  # fmt: skip
    assert "2 instruments on record have 2 clauses" in to_markdown(brief)
    assert any(note.kind == "missing" and note.title == "No scenario" for note in of_kind(brief, Note))
    assert not [finding for finding in brief.front if finding.id == "finding-guarantees"]
    assert to_html(brief, no_picture)


def test_a_case_without_commitments_has_no_section_on_them(pacts_text: str) -> None:
    brief = write_brief(parse_case(pacts_text.partition("commitments:")[0]))
    assert not {"guarantees", "worth", "accession"} & {part.id for part in brief.sections}
    assert "this one has none" in to_markdown(brief)


def test_a_draft_stands_beside_what_it_imitates(pacts_text: str) -> None:
    brief = write_brief(parse_case(pacts_text.replace("scenarios:", f"{PROMISE.lstrip(chr(10))}scenarios:", 1)))
    lead = plain(section(brief, "guarantees").blocks[0].prose)  # type: ignore[union-attr]
    found = re.match(r"Beside the First Treaty, the promise to West leaves open (\d+) of (\d+) points", lead)
    assert found, lead
    gap = table(brief, "gap-first")
    assert len(gap.rows) == int(found[2])
    note = next(note for note in of_kind(brief, Note) if note.title.startswith("What a reader would have to ask for"))
    assert note.kind == "note"
    assert f"({found[1]} questions)" in note.title
    groups = [row.group for row in gap.rows if row.group]
    assert groups == ["Said in part at least", "Not known of any of them"]
    silent = [row[2] for row in cells(gap)[[row.group for row in gap.rows].index(groups[1]) :]]
    assert set(silent) == {"not known"}
    strength = next(row for row in cells(gap) if row[0] == "Strength of the duty")
    assert strength[1].startswith("aid by all means")
    assert "Article 2" in strength[1]


def test_questions_of_one_instrument_alone_name_it(worked_brief: Brief) -> None:
    note = next(n for n in of_kind(worked_brief, Note) if n.title.startswith("What a reader would have to ask for"))
    lines = [plain(item) for block in note.blocks for item in getattr(block, "items", ())]
    assert "Of comparable commitments of partners: Does it bind in law, and does each side say so?" in lines
    assert not any(line.startswith("Of the bilateral") for line in lines)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("North Atlantic Treaty", "the North Atlantic Treaty"),
        ("Bilateral Security Agreement between the United States and Ukraine",
         "the Bilateral Security Agreement between the United States and Ukraine"),
        ("Solidarity declarations of Norway with Sweden", "solidarity declarations of Norway with Sweden"),
        ("NATO's defence, as reports describe it", "NATO's defence, as reports describe it"),
        ("The guarantee", "the guarantee"),
        ("", ""),
    ],
)  # fmt: skip
def test_names_of_instruments_inside_a_sentence(name: str, inside: str) -> None:
    assert in_sentence(name, ["United States", "Ukraine", "Norway", "Sweden", "NATO"]) == inside

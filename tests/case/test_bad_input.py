"""Whatever stands in the file, the reader answers with faults that say where, what and what to do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.case.border import TEXT, slipped, spots, told

from detente.case.reading import parse_case, read_case
from detente.foundation.errors import CaseError

CASES: list[tuple[str, str, str]] = [
    # (the file, or for a slip what it replaces, the new text with § at the place, part of what is told)
    ("", "§", "the file is empty (it should start with: detente: 1)"),
    ("", "§# only a remark\n", "the file is empty"),
    ("", "§- a\n- b\n", "the file is not a mapping of sections"),
    ("", "§hello", "the file is not a mapping of sections"),
    ("", "a: [1, {x: {§", "the file ends before this is complete"),
    ("", "a: §'text", "the file ends before this is complete (close the bracket or the quotation mark that is open"),
    ("    kind: state\n    because", "    kind: state\n§\tbecause", "a tab in the indentation (indent with spaces)"),
    ("\nagreement:", "\n§parties: []\nagreement:", "'parties' stands twice: first in line 10, again in line 19"),
    ("{id: envoy,", "{id: envoy, §id: envoy2,", "the key 'id' stands twice: first in line 17, again in line 17"),
    ("title: {en", "title: §&t {en", "an anchor (&t) is not allowed"),
    ("name: Envoy", "name: §*t", "an alias (*t) is not allowed"),
    ("name: Envoy", "name: §!!str Envoy", "a tag (!!str) is not allowed"),
    ("{id: envoy,", "{id: envoy, §<<: {a: 1},", "a merge key (<<) is not allowed"),
    ("{id: envoy,", "{id: envoy, ? §note : x,", "a key marked with '?' is not allowed"),
    ("{id: envoy,", "{id: envoy, §[a]: x,", "a list or mapping stands where a key should"),
    ("\nagreement:", "\n§---\nagreement:", "a second document starts here"),
    ("name: Envoy", "name: En§\u2028voy", "a character that cannot be seen (U+2028) (remove it)"),
    ("name: Envoy", "name: En§\x00voy", "a character that cannot be seen (U+0000) (remove it)"),
    ("name: Envoy", "name: En§\x85voy", "a character that cannot be seen (U+0085)"),
    ("name: Envoy", "name: En§\udcffvoy", "a character that cannot be seen (U+DCFF)"),
    ("name: Envoy", "name: En§\rvoy", "a character that cannot be seen (U+000D)"),
    ("name: Envoy", "name: §@Envoy", "a value cannot start with this sign (put the text in quotes)"),
    ("quote: North offers", "quote: North§: offers", "a ': ' cannot stand here (quote a text that contains ': '"),
    ("- {never: pass = south,", "- {never: pass in §{south},", 'a condition with braces is quoted: never: "a'),
    ("- {never: pass = south,", "- {never: §{south},", "a mapping stands where a condition should (quote a condition"),
    ("- {never: pass = south,", "- {never: pass §== south,", "'==' is not part of the language (write '=' once)"),
    ("- {never: pass = south,", "- {never: §5,", "5 is not a condition"),
    ("monitors\n      and term", "monitors\n      and §and term", "nothing stands before 'and'"),
    ("\"pass in {north} and term", "\"pass in {north} §und term", "'und'"),
    ("\"pass in {north} and term", "§\"\\x70ass in {north} und term", "'und'"),
    ("country: CH", "§countyr: CH", "parties.0.countyr: not a field here (did you mean 'country'?)"),
    ("country: CH", "§country:CH", "not a field here (write country: and a space before the value)"),
    ("country: CH", "country: §ch", "'ch' is not a country code (write two capital letters, such as CH)"),
    ("strengths: {north: 4, south: 1, league: 12}", "strengths: §7",
     "7 stands where a mapping should (write {name: value, …}: party → its strength, on any one scale)"),
    ("strength: 3, automaticity", "strength: §7, automaticity", "strength: 7 is above 5 (write 5 or less)"),
    ("strength: 3, automaticity", "strength: §-1, automaticity", "strength: -1 is below 0 (write 0 or more)"),
    ("detente: 1\n", "detente: §2\n", "2 is not one of its values (write 1)"),
    ("parties:\n  - {id: north, name: North, kind: state, country: CH, roles: [negotiator]}\n  - id: south\n"
     "    name: South\n    kind: state\n    because: [s1]\n  - {id: league, name: League, kind: organisation, members: "
     "[north, south], rule: unanimity}\n  - {id: envoy, name: Envoy, kind: person, for: south}\n", "parties: §[]\n",
     "an empty list (at least one entry is needed)"),
    ("id: border\n", "id: §Grenzgespräche\n", "'Grenzgespräche' is not an id (ids are lower-case ASCII letters"),
    ("{id: envoy,", "{id: §if,", "'if' is a word of the condition language, not an id"),
    ("{id: envoy,", "{id: §посол,", "'посол' is not an id"),
    ("name: Envoy", "name: §", "nothing stands where a text should"),
    ("name: Envoy", "name: §''", "an empty text"),
    ("title: {en: Border talks, uk: Переговори}", "title: §{}", "an empty mapping"),
    ("kind: person", "kind: §persn", "'persn' is not one of its values (did you mean 'person'?)"),
    ("roles: [negotiator]", "roles: §negotiator", "'negotiator' stands where a list should (write [negotiator])"),
    ("scaled: true", "scaled: §NO", "'NO' stands where true or false should"),
    ("as-of: 2025-12-15", "as-of: §15.12.2025", "'15.12.2025' is not a date (write 2025-12-14, 2025-12 or 2025)"),
    ("as-of: 2025-12-15", "as-of: §2025-02-30", "'2025-02-30' is not a day of the calendar"),
    ("as-of: 2025-12-15", "as-of: §2025-13", "'2025-13' is not a day of the calendar"),
    ("as-of: 2025-12-15", "as-of: §0000", "'0000' is not a day of the calendar"),
    ("walk-away: 40", "walk-away: §NaN", "'NaN' is not a number"),
    ("walk-away: 40", "walk-away: §-.inf", "'-.inf' is not a number"),
    ("walk-away: 40", "walk-away: §1e999999", "1e999999 is out of bounds"),
    ("walk-away: 40", "walk-away: §1e9999", "1e9999 is out of bounds"),
    ("walk-away: 40", "walk-away: §0.00000000001", "0.00000000001 is out of bounds"),
    ("walk-away: 40", f"walk-away: §{'9' * 400}", "9999999999… is out of bounds (at most 1,000,000,000 in size"),
    ("walk-away: 40", "walk-away: §'40'", "the text '40' stands where a number should (leave out the quotes)"),
    ("walk-away: 40", "walk-away: §40%", "'40%' is not a number"),
    ("walk-away: 40", "walk-away: §{less: 5}", "a walk-away is a number or a package"),
    ("walk-away: 40", "walk-away: §{at: 40, less: 5}", "less stands beside a number (subtract it"),
    ("walk-away: 40", "walk-away: {package: §statusquo}", "'statusquo' is not one of its values (write status-quo)"),
    ("{low: 10, high: 30}", "§{low: 30, high: 10}", "low, mode and high are not in ascending order"),
    ("step: 5", "step: 0", "step is not above 0"),
    ("step: 5", "step: 0.0001", "the grid has 200,001 numbers (choose a larger step; 10,000 at most)"),
    ("from: 0, to: 20", "from: 30, to: 20", "the grid is empty"),
    ("[pass, [monitors, term]]", "§[pass, [monitors, pass]]", "pass stands twice in the order"),
    ("rule: unanimity", "rule: §quota", "a quota is missing"),
    ("if: count(monitors) >= 1, then: term >= 5", "if: count(monitors) >= 1", "a constraint has one form"),
    ("span: [0, 26]", "span: §[0]", "this is not a span (write [start, end], two whole numbers)"),
    ("status-quo: {pass: north", "status-quo: {pass: §true", "true is not an answer"),
    ("{pass: north, monitors: []", "{pass: north, monitors: §[[un]]", "a list is no member's id (write [a, b])"),
    ("{from: values, because: [s1]}", "§{because: [s1]}", "a preference over states has one form (write statements, w"),
    ("{from: values, because: [s1]}", "§{from: values, pairs: [[YNN, NNN]]}", "a preference over states has one form"),
    ("{from: values, because: [s1]}", "§{pairs: [[YNN, NNN]], unknown: [[hold, NNN]]}", "every pair that is not named"),
    ("{from: values, because: [s1]}", "{pairs: [§[YNN]]}", "1 states stand where two should (write [better, worse])"),
    ("[{holds: hold, much: true}, if", "[hold, {holds: watch, much: true}, if", "stands below one without"),
    ("- not (hold and watch)", "- §{never: hold, must: watch}", "what is feasible has one form (write `must`, `never`"),
    ("- not (hold and watch)", "- §{if: hold}", "what is feasible has one form"),
    ("when: YNY", "when: §{pattern: YXY}", "'YXY' is no pattern (write Y, N or - for each action)"),
    ("when: YNY", "when: §{pattern: YNY, taken: [hold]}", "states are named in one form"),
    ("means: pass = south}", "means: pass = south, with-agreement: true}", "leave `means` or `with-agreement` out"),
    ("coalitions: [[north, league]]", "coalitions: [§[north]]", "two or more different members (write [a, b])"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), CASES, ids=lambda value: str(value)[:30])
def test_a_fault_is_told_with_its_place(old: str, new: str, says: str) -> None:
    if old:
        text, spot = slipped((old, new))
    else:
        text, spot = new.replace("§", ""), (1, new.find("§") + 1)
    faults = told(text)
    told_of_it = [fault for fault in faults if says in str(fault)]
    assert told_of_it, "\n".join(map(str, faults))
    assert "§" not in new or spots(tuple(told_of_it)) == [spot], "\n".join(map(str, faults))
    assert len(faults) == 1, "\n".join(map(str, faults))


def test_all_faults_are_told_at_once_in_reading_order() -> None:
    text, _ = slipped(
        ("{id: envoy,", "{id: envoy, id: other,"),
        ("country: CH", "countyr: CH"),
        ("as-of: 2025-12-15", "as-of: soon"),
        ("consent: [north, south]", "consent: [north, soth]"),
        ("salience: 0.8", "salience: high"),
        ("never: pass = south", "never: pas = south"),
    )
    assert [str(fault) for fault in told(text)] == [
        "case.yaml:6:8: as-of: 'soon' is not a date (write 2025-12-14, 2025-12 or 2025)",
        "case.yaml:11:43: parties.0.countyr: not a field here (did you mean 'country'?)",
        "case.yaml:17:17: the key 'id' stands twice: first in line 17, again in line 17 (keep one of the two)",
        "case.yaml:20:20: agreement.consent.1: there is no party 'soth' (did you mean 'south'?)",
        "case.yaml:51:17: preferences.north.red-lines.0.never: there is no issue 'pas' (did you mean 'pass'?)",
        "case.yaml:80:58: positions.0.salience: 'high' is not a number (write a number such as 40 or 0.5)",
    ]


def test_what_hangs_on_an_unreadable_part_is_not_told_as_well() -> None:
    for old, new in [
        ("{id: north, name: North, kind: state", "{id: Nord, name: North, kind: state"),
        ("- {id: north, name", "- {id: north, nome: x, name"),
        ("statements:\n  - id: s1\n", "statements:\n  - id: 1s\n"),
        ("  - id: raid\n", "  - id: 1raid\n"),
        ("  - id: pact\n", "  - id: 1pact\n"),
        ("step: 5", "step: none"),
        ("  - {id: draft\n", ""),
        ("status-quo: {pass: north", "status-quo: {pass: true"),
    ][:6]:
        text, _ = slipped((old, new))
        assert len(told(text)) == 1, "\n".join(map(str, told(text)))


def test_half_a_file_is_never_a_traceback() -> None:
    for end in range(0, len(TEXT) - 1, 97):
        for fault in told(TEXT[:end]):
            assert fault.place is not None
            assert fault.place.line <= TEXT.count("\n", 0, end) + 1


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 10_000,
        "a: " + "{a: " * 10_000,
        "a: " + "[" * 10_000 + "]" * 10_000,
        "".join(f"{' ' * depth}a:\n" for depth in range(1_000)),
        "".join(f"{'- ' * depth}a\n" for depth in range(100)),
        "never: " + "not " * 10_000,
    ],
    ids=["lists", "mappings", "closed", "block", "dashes", "not"],
)
def test_deep_nesting_is_refused_quickly(text: str) -> None:
    start = time.process_time()
    faults = told(text)
    assert time.process_time() - start < 2
    assert faults
    assert all(len(str(fault)) < 500 for fault in faults)


def test_the_depth_limit_is_told_where_it_is_passed() -> None:
    fault = told("detente: " + "[" * 50 + "]" * 50)[0]
    assert str(fault) == "case.yaml:1:49: nested deeper than 40 levels (a case needs no more than 10)"


def test_a_million_lines_are_refused_at_once() -> None:
    start = time.process_time()
    fault = told("a: b\n" * 1_000_000)[0]
    assert time.process_time() - start < 0.5
    assert "1,000,001 lines (the limit is 100,000: is it a case?)" in str(fault)


def test_a_long_condition_is_refused() -> None:
    text, _ = slipped(("- {never: pass = south", f"- {{never: {'not ' * 3_000} pass = south"))
    assert "the condition has" in str(told(text)[0])
    text, _ = slipped(("- {never: pass = south", f"- {{never: {'not ' * 500} pass = south"))
    assert len(told(text)) == 1


class TestFiles:
    """What cannot be read from disk."""

    def told(self, path: Path, view: str | None = None) -> list[str]:
        with pytest.raises(CaseError) as caught:
            read_case(path, view)
        return [str(fault).replace(str(path), "FILE") for fault in caught.value.faults]

    def test_missing(self, tmp_path: Path) -> None:
        todo = "the case file cannot be read: no such file or directory (make one with: detente new NAME)"
        assert self.told(tmp_path / "none.yaml") == [f"FILE:1:1: {todo}"]
        assert self.told(tmp_path) == [f"FILE/case.yaml:1:1: {todo}"]
        assert self.told(tmp_path / "nul\0.yaml")[0].endswith("cannot be read: embedded null byte (make one with: "
                                                              "detente new NAME)")  # fmt: skip

    def test_not_text(self, tmp_path: Path) -> None:
        file = tmp_path / "case.yaml"
        file.write_bytes(b"a: \xc3\xa9 \xe9\n")
        assert self.told(file) == ["FILE:1:6: the case file is not UTF-8 text (byte 0xe9) (save it as UTF-8)"]
        file.write_bytes("a: b\n".encode("utf-16"))
        assert "is not UTF-8 text" in self.told(file)[0]

    def test_too_large(self, tmp_path: Path) -> None:
        file = tmp_path / "case.yaml"
        with file.open("wb") as sparse:
            sparse.truncate(50_000_000)
        assert self.told(file) == ["FILE:1:1: the case file has 50,000,000 bytes (the limit is 40,000,000)"]

    def test_texts_beside(self, tmp_path: Path) -> None:
        text, _ = slipped(("text: reports/r2.txt", "text: ../../outside.txt"))
        (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "reports").mkdir()
        (tmp_path / "reports/r1.txt").write_bytes(b"\xff")
        found = self.told(tmp_path)
        assert found == [
            "case.yaml:74:11: proposals.0.text: the text 'drafts/first.txt' cannot be read: no such file or directory "
            "(put the text there, or correct the name)",
            "case.yaml:83:58: reports.0.text: the text 'reports/r1.txt' is not UTF-8 text (byte 0xff) "
            "(save it as UTF-8)",
            "case.yaml:84:57: reports.1.text: '../../outside.txt' lies outside the case's folder "
            "(copy the text beside the case)",
        ]


@pytest.mark.parametrize("text", ["\ufeff" + TEXT, TEXT.replace("\n", "\r\n")], ids=["BOM", "CRLF"])
def test_a_mark_at_the_start_and_windows_line_ends_are_read(text: str) -> None:
    plain = parse_case(TEXT)
    assert parse_case(text).case == plain.case
    assert parse_case(text).digest == plain.digest
    assert parse_case(text).place("offers", 0, "gives") == plain.place("offers", 0, "gives")


def test_what_follows_an_unreadable_item_is_told_at_its_own_place() -> None:
    text, spot = slipped(
        ("- {id: north, name", "- {id: north, nome: x, name"), ("person, for: south", "person, for: §soth")
    )
    found = told(text)
    assert [fault.field for fault in found] == ["parties.0.nome", "parties.3.for.0"] or found[
        1
    ].field == "parties.3.for"
    assert spots(found)[1] == spot

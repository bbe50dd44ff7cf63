"""The project has the elements of REFI-QDA 1.0 in the order of its schema, and every reference leads somewhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest
from tests.evidence.exports import made

from detente.evidence.exports.records import Record, Row, Source, record_of_reports
from detente.evidence.exports.refi_qda import placeless, project, qdpx
from detente.evidence.exports.refi_reading import read_qdpx
from detente.evidence.items import Passage

TEXT = ("Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue")
ORDER: dict[str, tuple[str, ...]] = {
    "Project": ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"),
    "Users": ("User",),
    "User": (),
    "CodeBook": ("Codes",),
    "Codes": ("Code",),
    "Code": ("Description", "NoteRef", "Code"),
    "Sources": ("TextSource",),
    "TextSource": TEXT,
    "Note": TEXT,
    "Notes": ("Note",),
    "PlainTextSelection": ("Description", "Coding", "NoteRef"),
    "Coding": ("CodeRef", "NoteRef"),
    "CodeRef": (),
    "NoteRef": (),
    "Description": (),
    "PlainTextContent": (),
}
"""The sequences of Project.xsd of 18 March 2019, as far as a project of texts uses them."""

NEEDED = {
    "Project": {"name"},
    "User": {"guid"},
    "Code": {"guid", "name", "isCodable"},
    "TextSource": {"guid"},
    "Note": {"guid"},
    "PlainTextSelection": {"guid", "startPosition", "endPosition"},
    "Coding": {"guid"},
    "CodeRef": {"targetGUID"},
    "NoteRef": {"targetGUID"},
}
ALLOWED = {
    "Project": {
        "origin",
        "creatingUserGUID",
        "creationDateTime",
        "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation",
    },
    "User": {"name"},
    "TextSource": {"name", "plainTextPath", "creatingUser", "creationDateTime"},
    "Note": {"name", "creatingUser", "creationDateTime"},
    "PlainTextSelection": {"name", "creatingUser", "creationDateTime"},
    "Coding": {"creatingUser", "creationDateTime"},
}
NEVER_EMPTY = {"Users", "Codes", "Sources", "Notes", "Coding"}
GUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def name(element: Element) -> str:
    namespace, _, tag = element.tag.partition("}")
    assert namespace == "{urn:QDA-XML:project:1.0"
    return tag


def structure_faults(root: Element) -> Iterator[str]:
    """What the schema would refuse."""
    for element in root.iter():
        tag = name(element)
        inside = [name(child) for child in element]
        places = [ORDER[tag].index(child) if child in ORDER[tag] else -1 for child in inside]
        if -1 in places or places != sorted(places):
            yield f"{tag} holds {inside}"
        if tag in NEVER_EMPTY and not inside:
            yield f"{tag} is empty"
        needed = NEEDED.get(tag, set())
        if not needed <= set(element.attrib) <= needed | ALLOWED.get(tag, set()):
            yield f"{tag} has the attributes {sorted(element.attrib)}"
        if tag == "Coding" and inside.count("CodeRef") != 1:
            yield "a coding has one code"
        if tag in ("TextSource", "Note") and ("plainTextPath" in element.attrib) == ("PlainTextContent" in inside):
            yield f"{tag} has its text once, in the project or beside it"


def reference_faults(root: Element) -> Iterator[str]:
    owners = {element.attrib["guid"]: name(element) for element in root.iter() if "guid" in element.attrib}
    counted = Counter(element.attrib["guid"] for element in root.iter() if "guid" in element.attrib)
    yield from (f"{guid} stands {count} times" for guid, count in counted.items() if count > 1)
    yield from (f"{guid} is no GUID" for guid in owners if not GUID.fullmatch(guid))
    wanted = {"CodeRef": "Code", "NoteRef": "Note"}
    for element in root.iter():
        tag = name(element)
        if tag in wanted and owners.get(element.attrib["targetGUID"]) != wanted[tag]:
            yield f"{tag} leads to {owners.get(element.attrib['targetGUID'])}"
        for user in ("creatingUser", "creatingUserGUID"):
            if user in element.attrib and owners.get(element.attrib[user]) != "User":
                yield f"{tag} was made by nobody"


RECORDS = {
    "accepted": made.record(),
    "proposed": made.proposed(),
    "proposed in the case's names": record_of_reports(made.reports(in_names=True)),
    "empty": made.empty(),
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_structure_and_references(record: Record) -> None:
    root = fromstring(project(record))
    assert list(structure_faults(root)) == []
    assert list(reference_faults(root)) == []


def test_the_check_of_structure_can_fail() -> None:
    raw = project(made.record()).decode("utf-8")
    assert list(structure_faults(fromstring(raw.replace("PlainTextSelection", "Coding"))))
    assert list(structure_faults(fromstring(raw.replace("isCodable=", "codable="))))
    assert list(reference_faults(fromstring(raw.replace("<CodeRef targetGUID=", "<NoteRef targetGUID="))))


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_selections_come_back(record: Record) -> None:
    found = sorted((selection.start, selection.end, selection.quote) for selection in read_qdpx(qdpx(record)))
    texts = record.texts()
    passages = [passage for row in record.rows for passage in row.passages if passage.end > passage.start]
    assert found == sorted((p.start, p.end, texts[p.report][p.start : p.end]) for p in passages)


def test_codes_and_notes_come_back() -> None:
    found = {selection.notes[0].split("\n")[0]: selection for selection in read_qdpx(qdpx(made.record()))}
    said = found["statement s1"]
    assert said.codes == (
        ("Acts", "offer"),
        ("Parties", "North"),
        ("Parties", "South"),
        ("Issues", "River", "River: shared"),
        ("Issues", "Term"),
    )
    assert said.by == "Ben"
    assert said.source == "r1 =Talks"
    lines = said.notes[0].split("\n")
    assert {"about: river = shared", "if: term >= 10", "credibility: 2", "proposed by: model tiny"} <= set(lines)
    assert found["slot talks.duration.r2"].codes == (("Slots of events", "duration"), ("Parties", "North"))
    assert {selection.by for selection in read_qdpx(qdpx(made.proposed()))} == {"rules of Détente"}


def test_what_a_condition_denies_is_no_option() -> None:
    row = Row(
        "s1", "statement", (Passage("r1", 0, 3, ""),), about="not river = upstream and north in wardens",
        if_="river != shared or wardens = {south} or (if term >= 10 then river = downstream)",
    )  # fmt: skip
    record = made.record()
    (selection,) = read_qdpx(qdpx(replace(record, rows=(row,))))
    assert selection.codes == (
        ("Issues", "River"),
        ("Issues", "Wardens", "Wardens: North"),
        ("Issues", "Wardens"),
        ("Issues", "Wardens", "Wardens: South"),
        ("Issues", "Term"),
    )


def test_rows_without_a_place_are_counted_and_those_of_a_whole_report_code_it() -> None:
    assert placeless(made.record()) == 1
    root = fromstring(project(made.record()))
    space = "{urn:QDA-XML:project:1.0}"
    whole = [source.findall(f"{space}Coding") for source in root.iter(f"{space}TextSource")]
    assert [len(codings) for codings in whole] == [0, 1]


def test_what_other_readers_need() -> None:
    """Dates and users everywhere, code names that are unique in any case, texts whose names are names of files."""
    for record in RECORDS.values():
        root = fromstring(project(record))
        space = "{urn:QDA-XML:project:1.0}"
        for tag in ("TextSource", "PlainTextSelection", "Coding", "Note"):
            for element in root.iter(space + tag):
                assert {"creatingUser", "creationDateTime"} <= set(element.attrib)
        names = [code.attrib["name"].casefold() for code in root.iter(f"{space}Code")]
        assert len(names) == len(set(names))
    source = Source("r1", "", title='A/B: "what?" <c>|*\\ U.S.')
    (text,) = fromstring(project(Record("x", "X", True, (source,), ()))).iter(f"{space}TextSource")
    assert text.attrib["name"] == "r1 A B what c U.S"


def test_the_day_on_which_the_record_closes() -> None:
    for day, wanted in (
        ("2025-12-14", "2025-12-14"),
        ("2025", "2025-01-01"),
        (None, "1980-01-01"),
        ("?", "1980-01-01"),
    ):
        root = fromstring(project(Record("x", "X", True, (), (), as_of=day)))
        assert root.attrib["creationDateTime"] == f"{wanted}T00:00:00Z"
    assert made.record().as_of == "2025-12-14"


def test_the_archive() -> None:
    archive = zipfile.ZipFile(io.BytesIO(qdpx(made.record())))
    first, *texts = archive.namelist()
    assert first == "project.qde"
    assert all(re.fullmatch(rf"sources/{GUID.pattern}\.txt", text) for text in texts)
    assert archive.read(texts[0]).decode("utf-8") == made.R1
    assert archive.testzip() is None


def test_the_same_record_gives_the_same_bytes() -> None:
    assert qdpx(made.record()) == qdpx(made.record())


def test_a_text_that_begins_with_a_byte_order_mark_and_one_that_xml_cannot_hold() -> None:
    text = "\ufeffone\x0b\x1f two\ufffe"
    row = Row("s1", "statement", (Passage("r", 1, 4, ""),), gist="a\x00b\x0b]]>&<", source="\ud800")
    (selection,) = read_qdpx(qdpx(Record("x", "X\x01", True, (Source("r", text),), (row,))))
    assert (selection.quote, selection.start) == ("one", 1)
    assert "gist: a\ufffdb\ufffd]]>&<" in selection.notes[0]

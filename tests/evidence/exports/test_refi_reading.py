"""A project from elsewhere is read with care: what is hostile or broken is refused in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.evidence.exports import made

from detente.evidence.exports import refi_reading
from detente.evidence.exports.refi_qda import qdpx
from detente.evidence.exports.refi_reading import read_qdpx
from detente.foundation.errors import ReadingError

HEAD = '<?xml version="1.0" encoding="utf-8"?>'
START = f'{HEAD}<Project xmlns="urn:QDA-XML:project:1.0" name="x">'
GUID = "{{5215CC69-B628-4E02-AFB9-9BEEAEE5580{}}}"


def archive(project: str | None, compression: int = zipfile.ZIP_DEFLATED, **files: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made_up:
        if project is not None:
            made_up.writestr("project.qde", project)
        for name, data in files.items():
            made_up.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def source(path: str, selection: str = "") -> str:
    text = f'<TextSource guid="{GUID.format(1)}" name="t" plainTextPath="{path}">{selection}</TextSource>'
    return f"{START}<Sources>{text}</Sources></Project>"


def refused(data: bytes) -> str:
    with pytest.raises(ReadingError) as error:
        read_qdpx(data)
    return str(error.value)


def test_a_project_of_another_program() -> None:
    """Braces around GUIDs, capitals, another case of names, a byte order mark, CRLF, an inline text."""
    code = f'<CodeBook><Codes><Code guid="{GUID.format(2)}" name="Food" isCodable="true"/></Codes></CodeBook>'
    selection = (
        f'<PlainTextSelection guid="{GUID.format(3)}" startPosition="5" endPosition="7">'
        f'<Coding guid="{GUID.format(4)}"><CodeRef targetGUID="{GUID.format(2).strip("{}").lower()}"/></Coding>'
        f'<NoteRef targetGUID="{GUID.format(5)}"/></PlainTextSelection>'
    )
    note = f'<Notes><Note guid="{GUID.format(5)}"><PlainTextContent>tasty</PlainTextContent></Note></Notes>'
    xml = source("internal://A.TXT", selection).replace("<Sources>", f"{code}<Sources>")
    xml = xml.replace("</Sources>", f"</Sources>{note}")
    text = b"\xef\xbb\xbf\xf0\x9f\x95\x8a\r\n\r\nok"
    data = archive(None, Project_dot_qde=xml, Sources__a_dot_txt=text)
    (found,) = read_qdpx(data)
    assert (found.quote, found.codes, found.notes) == ("ok", (("Food",),), ("tasty",))


@pytest.mark.parametrize(
    "path",
    ["internal://../project.qde", "internal://..", "internal:///etc/passwd", "internal://a\\b", "relative:///a.txt",
     "absolute:///etc/passwd", "/etc/passwd", "file:///etc/passwd"],
)  # fmt: skip
def test_no_path_leads_out(path: str) -> None:
    assert "lies outside the project" in refused(archive(source(path)))


def test_what_is_missing_or_no_project() -> None:
    assert "no REFI-QDA project" in refused(b"not a zip file")
    assert "no REFI-QDA project" in refused(qdpx(made.record())[:500])
    assert "there is no project.qde" in refused(archive(None, readme=b""))
    assert "there is no sources/a.txt" in refused(archive(source("internal://a.txt")))
    assert "no project of REFI-QDA" in refused(archive(f"{HEAD}<Project/>"))
    assert "is no XML" in refused(archive("<Project"))
    assert "is not UTF-8" in refused(archive(source("internal://a.txt"), sources__a_dot_txt=b"\xff\xfe"))


def test_entities_are_refused_before_they_are_read() -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x" * 100}">' for n in range(12))
    for inside in (bomb, '<!ENTITY a0 SYSTEM "file:///etc/passwd">', ""):
        xml = f"{HEAD}<!DOCTYPE Project [{inside}]>{START.removeprefix(HEAD)}</Project>"
        assert "declares a document type" in refused(archive(xml))


def test_depth_and_size_and_number_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nested deeper" in refused(archive(START + '<Code guid="a">' * 5000 + "</Code>" * 5000 + "</Project>"))
    monkeypatch.setattr(refi_reading, "MOST_BYTES", 1000)
    assert "larger than the limit" in refused(archive(source("internal://a.txt"), sources__a_dot_txt=b"\0" * 1_000_000))
    monkeypatch.setattr(refi_reading, "MOST_FILES", 3)
    assert "holds 5 files" in refused(archive(source("internal://a.txt"), a=b"", b=b"", c=b"", d=b""))


@pytest.mark.parametrize("span", [(0, 4), (-1, 2), (2, 1), ("x", 2), (0, 10**30)])
def test_a_selection_that_is_not_in_its_text_is_refused(span: tuple[object, object]) -> None:
    selection = f'<PlainTextSelection guid="{GUID.format(3)}" startPosition="{span[0]}" endPosition="{span[1]}"/>'
    data = archive(source("internal://a.txt", selection), sources__a_dot_txt=b"abc")
    assert "does not stand in t" in refused(data)


def test_all_that_is_wrong_is_told_at_once() -> None:
    selection = f'<PlainTextSelection guid="{GUID.format(3)}" startPosition="0" endPosition="9"/>' * 3
    with pytest.raises(ReadingError) as error:
        read_qdpx(archive(source("internal://a.txt", selection), sources__a_dot_txt=b"abc"))
    assert len(error.value.faults) == 3


def test_a_damaged_archive_never_crashes() -> None:
    whole = bytearray(qdpx(made.record()))
    for place in range(0, len(whole), 211):
        damaged = bytes(whole[:place]) + bytes([whole[place] ^ 0x55]) + bytes(whole[place + 1 :])
        try:
            read_qdpx(damaged)
        except ReadingError as error:
            assert str(error)


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "river.qdpx"
    path.write_bytes(qdpx(made.record()))
    assert read_qdpx(path) == read_qdpx(str(path)) == read_qdpx(path.read_bytes())
    with pytest.raises(ReadingError, match=r"no\.qdpx"):
        read_qdpx(tmp_path / "no.qdpx")

"""Files and folders: what is read, what is refused, and that all faults come at once."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from tests.evidence.reading.pages import ATOM, HEADLINE, PAGE, PARAGRAPHS, PDF_PAGES, RSS, SAVED, TEXT
from tests.evidence.reading.pdf_pages import pdf

from detente.evidence.reading.faults import ReadingError
from detente.evidence.reading.limits import MB, Limits
from detente.evidence.reading.read import documents_of_bytes, read_documents
from detente.foundation.errors import Cancelled, DetenteError, Fault
from detente.foundation.progress import Progress


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b" / ".hidden").mkdir(parents=True)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b" / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b" / "paper.pdf").write_bytes(pdf(PDF_PAGES))
    (tmp_path / "c.xml").write_text(RSS, encoding="utf-8")
    (tmp_path / "d.atom").write_text(ATOM, encoding="utf-8")
    (tmp_path / "e.mhtml").write_bytes(SAVED)
    (tmp_path / "f.md").write_text(f"# {HEADLINE}\n\n{PARAGRAPHS[0]}\n", encoding="utf-8")
    (tmp_path / "b" / ".hidden" / "g.txt").write_text("not this one", encoding="utf-8")
    return tmp_path


def test_a_folder_with_every_kind(folder: Path) -> None:
    found = list(read_documents([folder]))
    assert [document.id for document in found] == [
        "a", "c-envoys-meet-in-port-vell-over-fishing-gr", "c-a-second-story-more",
        "d-envoys-meet-in-port-vell-over-fishing-gr", "e", "f", "page", "paper",
    ]  # fmt: skip
    kinds = [document.media_type for document in found]
    assert kinds == [
        "text/plain", "application/feed", "application/feed", "application/feed", "message/rfc822", "text/markdown",
        "text/html", "application/pdf",
    ]  # fmt: skip
    text, page = found[0], found[6]
    assert (text.metadata.author, text.metadata.published) == ("Ana Ruiz", "2025-03-04")
    assert page.metadata.title == text.metadata.title == HEADLINE
    assert len(text.digest) == 64
    assert text.origin == str(folder / "a.txt")


def test_a_saved_page() -> None:
    (document,) = documents_of_bytes(SAVED, "saved.mhtml")
    assert document.metadata.url == "https://harbour.example/saved"
    assert (document.metadata.title, document.metadata.published) == ("Envoys meet in the old port", "2025-03-04")
    assert "The two sides met on Monday, and neither’s envoy spoke." in document.text


def test_every_fault_is_told_and_the_others_are_read(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b" \n\n ")
    (folder / "letter.docx").write_bytes(b"PK\x03\x04rest")
    (folder / "no.pdf").write_text("not a PDF", encoding="utf-8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 9)
    faults: list[Fault] = []
    found = list(read_documents([folder, folder / "letter.docx", folder / "nowhere.txt"], on_fault=faults.append))
    assert len(found) == 8
    told = {Path(fault.place.file).name: fault.rule for fault in faults if fault.place}
    assert told == {
        folder.name: "other-files", "empty.txt": "empty", "blank.txt": "empty", "letter.docx": "kind", "no.pdf": "kind",
        "binary.txt": "binary", "nowhere.txt": "file",
    }  # fmt: skip
    with pytest.raises(ReadingError) as raised:
        list(read_documents([folder, folder / "nowhere.txt"]))
    assert isinstance(raised.value, DetenteError)
    assert len(raised.value.faults) == 6
    assert "nowhere.txt" in str(raised.value)


def test_two_files_of_one_name_get_two_ids(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Report 1.txt").write_text(TEXT, encoding="utf-8")
    assert [document.id for document in read_documents([tmp_path])] == ["report-1", "report-1-2"]


def test_a_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as opened:
        opened.truncate(100 * MB)
    start = time.process_time()
    with pytest.raises(ReadingError, match="100,000,000 bytes, the limit is 20,000,000"):
        list(read_documents([large]))
    assert time.process_time() - start < 0.5


def test_a_large_file_is_read_where_the_limit_is_raised(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_text((TEXT + "\n") * 4_000, encoding="utf-8")
    size = large.stat().st_size
    with pytest.raises(ReadingError, match="the limit"):
        list(read_documents([large], limits=Limits(file_bytes=size - 1)))
    start = time.process_time()
    (document,) = read_documents([large], limits=Limits(file_bytes=9, characters=9).for_files_of(size))
    assert len(document.text) > 2 * MB
    assert time.process_time() - start < 20


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadingError, match="no ordinary file"):
        list(read_documents([tmp_path]))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    closed = tmp_path / "closed.txt"
    closed.write_text(TEXT, encoding="utf-8")
    closed.chmod(0)
    with pytest.raises(ReadingError, match="permission denied"):
        list(read_documents([closed]))


def test_reading_can_be_watched_and_stopped(folder: Path) -> None:
    progress = Progress(lambda step: progress.cancel() if step.done == 2 else None)
    with pytest.raises(Cancelled):
        list(read_documents([folder], progress=progress))


def test_another_language_is_noted(tmp_path: Path) -> None:
    words = "Die beiden Seiten trafen sich am Montag in der alten Halle, sagte der Vermittler nach den Gesprächen.\n\n"
    (tmp_path / "bericht.txt").write_text(words * 5, encoding="utf-8")
    (document,) = read_documents([tmp_path])
    assert document.metadata.lang == "und"
    assert "English only" in document.notes[-1]

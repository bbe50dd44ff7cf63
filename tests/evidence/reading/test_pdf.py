"""PDF: paragraphs from lines, running lines aside, and files that are locked, broken or mean harm."""

from __future__ import annotations

import io
import time
import zlib

import pytest
from tests.evidence.reading.pages import HEADLINE, PDF_PAGES
from tests.evidence.reading.pdf_pages import drawing, pdf, pdf_of_streams

from detente.evidence.reading.document import Document
from detente.evidence.reading.faults import ReadingError, Unreadable
from detente.evidence.reading.limits import Limits
from detente.evidence.reading.pdf import document_of_pdf

INFO = f"/Title ({HEADLINE}) /Author (Ana Ruiz) /CreationDate (D:20250304120000)"


def read(raw: bytes, limits: Limits | None = None) -> Document:
    return document_of_pdf(raw, "p", origin="p.pdf", digest="", limits=limits or Limits())


def words(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def test_paragraphs_are_joined_over_lines_and_pages() -> None:
    document = read(pdf(PDF_PAGES, info=INFO))
    first, second, third = words(document, "paragraph")
    assert first.startswith("Envoys of Norland")
    assert "the mediator said" in first
    assert first.endswith("since March.")
    assert "her country would consider the offer" in second
    assert "long-standing quarrel" in second
    assert second.endswith("good will.")
    assert third.startswith("Sudria has long demanded")
    assert words(document, "title") == [HEADLINE]
    assert words(document, "heading") == ["What is at stake"]


def test_running_lines_are_set_aside_at_the_end() -> None:
    document = read(pdf(PDF_PAGES, info=INFO))
    assert words(document, "boilerplate") == ["The Harbour Times - Special Report", "Page 1"]
    assert document.text.count("Special Report") == 1


def test_what_the_file_says_of_itself() -> None:
    document = read(pdf(PDF_PAGES, info=INFO))
    assert (document.metadata.title, document.metadata.author) == (HEADLINE, "Ana Ruiz")
    assert document.metadata.published is None
    assert "made on 2025-03-04" in document.notes[0]


def test_a_locked_file_says_so() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(PDF_PAGES)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(Unreadable, match="locked"):
        read(locked.getvalue())


def test_a_file_that_opens_without_a_password_is_read() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(PDF_PAGES)))
    writer.encrypt(user_password="", owner_password="secret", algorithm="RC4-128")
    opened = io.BytesIO()
    writer.write(opened)
    assert "Port Vell" in read(opened.getvalue()).text


@pytest.mark.parametrize("raw", [b"%PDF-1.4 nothing", pdf(PDF_PAGES)[:300], b"%PDF-1.7\n" + b"\x00" * 5000])
def test_a_broken_file_says_so(raw: bytes) -> None:
    with pytest.raises(Unreadable, match=r"broken|no text"):
        read(raw)


def test_a_file_without_text_says_so() -> None:
    with pytest.raises(Unreadable, match="no text"):
        read(pdf([[], []]))


def test_pages_beyond_the_limit_are_noted() -> None:
    document = read(pdf([["One page of words."], ["Another one."], ["A third."]]), Limits(pages=2))
    assert "A third." not in document.text
    assert "2 of 3 pages" in document.notes[0]


def test_an_enormous_page_is_skipped_and_named() -> None:
    raw = pdf_of_streams([drawing(["A page of words."]), "q Q " * 30_000])
    document = read(raw, Limits(pdf_page_bytes=100_000))
    assert "not readable: page 2" in document.notes[0]
    assert "A page of words." in document.text


def test_endless_drawing_ends_soon() -> None:
    start = time.process_time()
    with pytest.raises(ReadingError, match="page 1"):
        read(pdf_of_streams(["q Q " * 900_000]))
    with pytest.raises(ReadingError, match="page 1"):
        read(pdf_of_streams(["q Q " * 60_000]), Limits(operations=50_000))
    assert time.process_time() - start < 15


def test_forms_within_forms_do_not_multiply() -> None:
    """Each form draws the next one nine times: 9^9 drawings, if one followed them all."""
    start = time.process_time()
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
        "<< /Length 5 >>\nstream\n/X Do\nendstream",
    ]
    for number in range(5, 15):
        inner = "/X Do " * 9 if number < 14 else "BT (x) Tj ET"
        below = f"/Resources << /XObject << /X {number + 1} 0 R >> >>" if number < 14 else ""
        head = f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {below}"
        bodies.append(f"<< {head} /Length {len(inner)} >>\nstream\n{inner}\nendstream")
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(whole))
        whole += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\n"
    with pytest.raises(ReadingError):
        read(whole + f"{end}startxref\n{len(whole)}\n%%EOF\n".encode())
    assert time.process_time() - start < 60


def test_a_stream_that_unfolds_without_end_is_refused() -> None:
    packed = zlib.compress(b"0 " * 60_000_000, 9).decode("latin-1")
    start = time.process_time()
    raw = pdf_of_streams(["x"]).replace(
        b"<< /Length 1 >>\nstream\nx\nendstream",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed.encode("latin-1") + b"\nendstream",
    )
    with pytest.raises(ReadingError):
        read(raw)
    assert time.process_time() - start < 20

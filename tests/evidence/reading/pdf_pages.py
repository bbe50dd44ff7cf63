"""PDF files made by hand for the tests: words at places on pages, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

LEADING = 14
TOP = 780


def pdf(pages: Sequence[Sequence[str]], *, info: str = "", extra: str = "") -> bytes:
    """A PDF with these lines on its pages; an empty line leaves half a line's room."""
    return pdf_of_streams([drawing(lines) + extra for lines in pages], info=info)


def drawing(lines: Sequence[str]) -> str:
    """The operators that print the lines from the top of a page."""
    found: list[str] = []
    height = float(TOP)
    for line in lines:
        if not line:
            height -= LEADING / 2
            continue
        words = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        found.append(f"BT /F1 11 Tf 1 0 0 1 72 {height:g} Tm ({words}) Tj ET")
        height -= LEADING
    return "\n".join(found)


def pdf_of_streams(streams: Sequence[str], *, info: str = "") -> bytes:
    """A PDF whose pages are drawn by these operators."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(streams)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(streams):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        bodies.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    bodies.append(f"<< {info} >>")
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(whole))
        whole += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(bodies) + 1} /Root 1 0 R /Info {len(bodies)} 0 R >>"
    end = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(whole)}\n%%EOF\n"
    return whole + end.encode("ascii")

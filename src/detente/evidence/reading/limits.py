"""How much is read at most: each limit is a number that a caller may raise."""

from __future__ import annotations

from dataclasses import dataclass, replace

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may be at most; beyond it the file is refused or cut, and a note says so.

    `file_bytes`      a larger file is refused before it is read
    `page_bytes`      a larger HTML page or feed is refused: its tree takes many times its size in memory
    `tree_nodes`      a page with more elements is read by its text alone, without looking for the article
    `tree_depth`      the same for a deeper one
    `pages`           pages of a PDF
    `pdf_page_bytes`  what one page of a PDF may unfold to; a larger one is skipped
    `pdf_bytes`       what all its pages may unfold to
    `operations`      drawing steps of one page; a page with more is skipped
    `characters`      characters of one document's text
    `entries`         entries of a feed
    `files`           files in a folder, at any depth
    """

    file_bytes: int = 20 * MB
    page_bytes: int = 20 * MB
    tree_nodes: int = 20_000
    tree_depth: int = 200
    pages: int = 500
    pdf_page_bytes: int = 1 * MB
    pdf_bytes: int = 15 * MB
    operations: int = 400_000
    characters: int = 20 * MB
    entries: int = 1_000
    files: int = 100_000

    def for_files_of(self, size: int) -> Limits:
        """These limits, raised to files of so many bytes; what they hold may be as long."""
        return replace(
            self,
            file_bytes=max(size, self.file_bytes),
            page_bytes=max(size, self.page_bytes),
            characters=max(size, self.characters),
        )


STANDARD = Limits()

"""Reports as they come: files, folders and feeds, read into documents."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from detente.evidence.reading.document import Document, Metadata
from detente.evidence.reading.encodings import decoded
from detente.evidence.reading.faults import Unreadable
from detente.evidence.reading.feed import documents_of_feed, is_feed
from detente.evidence.reading.languages import language_of
from detente.evidence.reading.limits import STANDARD, Limits
from detente.evidence.reading.mail import is_letter, letter
from detente.evidence.reading.naming import id_of
from detente.evidence.reading.page import document_of_page
from detente.evidence.reading.pdf import document_of_pdf
from detente.evidence.reading.plain import document_of_text
from detente.evidence.reading.said import stated_by
from detente.foundation.errors import Fault, Place, ReadingError
from detente.foundation.progress import SILENT, Progress

TEXT = (".txt", ".text", ".md", ".markdown", ".asc", "")
PAGES = (".html", ".htm", ".xhtml")
FEEDS = (".rss", ".atom", ".xml", ".rdf")
SAVED = (".mhtml", ".mht", ".eml")
READABLE = frozenset((*TEXT[:-1], *PAGES, *FEEDS, *SAVED, ".pdf"))
"""The ends of names that a folder is searched for; a file named by itself is read whatever it is called."""

_REFUSED = (
    (b"PK\x03\x04", "a ZIP archive, such as a Word or OpenDocument file", "save it as PDF or text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save it as PDF or text"),
    (b"{\\rtf", "rich text", "save it as PDF or text"),
    (b"\x1f\x8b", "a compressed file", "unpack it"),
    (b"\x89PNG", "a picture", "run text recognition on it, or write down what it says"),
    (b"\xff\xd8\xff", "a picture", "run text recognition on it, or write down what it says"),
    (b"GIF8", "a picture", "run text recognition on it, or write down what it says"),
)

OnFault = Callable[[Fault], None]


def read_documents(
    paths: Iterable[Path | str],
    *,
    limits: Limits = STANDARD,
    progress: Progress = SILENT,
    on_fault: OnFault | None = None,
) -> Iterator[Document]:
    """The documents in the files, folders and feeds, in the order given; a folder's files by name, at any depth.

    Each gets an id made from its file's name. A file that cannot be read is passed to `on_fault` and the others go
    on; without it all faults are raised together, as ReadingError, after the last document.
    """
    faults: list[Fault] = []
    tell = on_fault or faults.append
    files = list(report_files(paths, limits=limits, on_fault=tell))
    taken: set[str] = set()
    for number, file in enumerate(files):
        progress.at("reading reports", number, len(files))
        try:
            for document in documents_of_file(file, limits=limits, taken=taken):
                taken.add(document.id)
                yield document
        except ReadingError as error:
            for fault in error.faults:
                tell(fault)
    progress.at("reading reports", len(files), len(files))
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        raise ReadingError(faults)


def report_files(
    paths: Iterable[Path | str], *, limits: Limits = STANDARD, on_fault: OnFault | None = None
) -> Iterator[Path]:
    """The files meant by the paths; what a folder holds besides reports is told once, as a warning."""
    tell = on_fault or (lambda _: None)
    count = 0
    for given in paths:
        path = Path(given)
        try:
            folder = path.is_dir()
        except (OSError, ValueError):
            folder = False
        if not folder:
            yield path
            continue
        passed_over = 0
        for file in _in_folder(path, tell):
            if file.suffix.lower() not in READABLE:
                passed_over += 1
                continue
            count += 1
            if count > limits.files:
                what = f"the folder holds more than {limits.files:,} reports"
                tell(_fault("files", what, "name fewer at a time, or raise the limit", path))
                return
            yield file
        if passed_over:
            todo = "name one of them by itself to have it read"
            tell(_fault("other-files", f"{passed_over} files are no reports by their names", todo, path, "warning"))


def _in_folder(folder: Path, tell: OnFault) -> Iterator[Path]:
    def failed(error: OSError) -> None:
        tell(_fault("file", f"the folder cannot be read: {_reason(error)}", "allow reading it", Path(error.filename)))

    for above, inner, names in os.walk(folder, onerror=failed, followlinks=False):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(above) / name


def _fault(rule: str, what: str, todo: str, path: Path, severity: str = "error") -> Fault:
    return Fault("warning" if severity == "warning" else "error", rule, "", what, todo, Place(str(path), 1, 1))


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def documents_of_file(file: Path | str, *, limits: Limits = STANDARD, taken: Iterable[str] = ()) -> Iterator[Document]:
    """The documents in one file: one, or a feed's entries; raises ReadingError, with the file in it."""
    path = Path(file)
    try:
        raw = bytes_of_file(path, limits)
        yield from documents_of_bytes(raw, path.name, origin=str(path), limits=limits, taken=taken)
    except Unreadable as error:
        raise error.at(str(path)) from None


def bytes_of_file(path: Path, limits: Limits = STANDARD) -> bytes:
    """What a file holds; raises Unreadable for one that is too large, before it is read, and for what is no file."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Unreadable("file", "this is a folder", "name the files in it", str(path))
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable("file", "this is no ordinary file", "copy what it holds to a file", str(path))
        if found.st_size > limits.file_bytes:
            raise _too_large(found.st_size, limits, path)
        with path.open("rb") as opened:
            raw = opened.read(limits.file_bytes + 1)
    except (OSError, ValueError) as error:
        raise Unreadable("file", f"the report cannot be read: {_reason(error)}", "check the name", str(path)) from None
    if len(raw) > limits.file_bytes:
        raise _too_large(len(raw), limits, path)
    return raw


def _too_large(size: int, limits: Limits, path: Path) -> Unreadable:
    what = f"the report has {size:,} bytes, the limit is {limits.file_bytes:,}"
    return Unreadable("file-size", what, "split it, or raise the limit", str(path))


def documents_of_bytes(
    raw: bytes, name: str, *, origin: str = "", limits: Limits = STANDARD, taken: Iterable[str] = (),
    url: str | None = None, declared: str | None = None,
) -> Iterator[Document]:  # fmt: skip
    """The documents in these bytes, told apart by what they hold first and by the name second."""
    stem, suffix = Path(name).stem or "report", Path(name).suffix.lower()
    if not raw.strip():
        raise Unreadable("empty", "the report is empty", "leave it out, or save it anew")
    for mark, what, todo in _REFUSED:
        if raw.startswith(mark):
            raise Unreadable("kind", f"this is {what}", todo)
    taken = frozenset(taken)
    if is_feed(raw):
        for document in documents_of_feed(raw, stem, origin=origin, limits=limits):
            free = id_of(document.id, taken)
            taken |= {free}
            yield _finished(replace(document, id=free))
        return
    as_named = _Named(id_of(stem, taken), origin, hashlib.sha256(raw).hexdigest(), url, declared)
    yield _finished(_document(raw, suffix, as_named, limits))


@dataclass(frozen=True, slots=True)
class _Named:
    """What the document is to be called, and where it comes from."""

    id: str
    origin: str
    digest: str
    url: str | None = None
    declared: str | None = None


def _document(raw: bytes, suffix: str, named: _Named, limits: Limits) -> Document:
    if b"%PDF-" in raw[:1024]:
        return document_of_pdf(raw, named.id, origin=named.origin, digest=named.digest, limits=limits)
    if suffix in SAVED or is_letter(raw):
        return _of_letter(raw, named, limits)
    if suffix in PAGES or _is_page(raw):
        return _of_page(raw, named, limits)
    if suffix in FEEDS or suffix == ".pdf":
        what = "this is no PDF" if suffix == ".pdf" else "this is no feed"
        raise Unreadable("kind", f"{what}, though its name says so", "name it .txt or .html if it is text or a page")
    return _of_text(raw, suffix, named, limits)


def _is_page(raw: bytes) -> bool:
    beginning = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return beginning.startswith(b"<") and any(
        mark in beginning for mark in (b"<html", b"<!doctype html", b"<body", b"<head")
    )


def _of_page(raw: bytes, named: _Named, limits: Limits, title: str | None = None) -> Document:
    return document_of_page(
        raw, named.id, origin=named.origin, digest=named.digest, url=named.url, declared=named.declared, title=title,
        limits=limits,
    )  # fmt: skip


def _of_text(raw: bytes, suffix: str, named: _Named, limits: Limits) -> Document:
    read = decoded(raw, declared=named.declared)
    if len(read.text) > limits.characters:
        what = f"the report has {len(read.text):,} characters, the limit is {limits.characters:,}"
        raise Unreadable("file-size", what, "split it, or raise the limit")
    media = "text/markdown" if suffix in (".md", ".markdown") else "text/plain"
    document = document_of_text(
        read.text, named.id, metadata=Metadata(url=named.url), origin=named.origin, media_type=media,
        encoding=read.encoding, digest=named.digest, notes=read.notes,
    )  # fmt: skip
    if not document.blocks:
        raise Unreadable("empty", "the report holds no words", "leave it out, or save it anew")
    return replace(document, metadata=stated_by(document))


def _of_letter(raw: bytes, named: _Named, limits: Limits) -> Document:
    found = letter(raw)
    named = replace(named, url=found.url or named.url, declared=found.charset or named.declared)
    if found.html:
        document = _of_page(found.raw, named, limits, found.subject)
    else:
        document = _of_text(found.raw, ".txt", named, limits)
    known = document.metadata
    title, published = known.title or found.subject, known.published or found.date
    return replace(document, metadata=replace(known, title=title, published=published), media_type="message/rfc822")


def _finished(document: Document) -> Document:
    """The document with its language looked at: what does not read as English is said to be so."""
    found, note = language_of(document.text, document.metadata.lang)
    if not note:
        return document
    return replace(document, metadata=replace(document.metadata, lang=found), notes=(*document.notes, note))

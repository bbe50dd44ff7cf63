"""RSS and Atom feeds: each entry a document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from detente.evidence.reading.document import Document, Metadata
from detente.evidence.reading.encodings import decoded
from detente.evidence.reading.faults import Unreadable, missing
from detente.evidence.reading.limits import STANDARD, Limits
from detente.evidence.reading.naming import id_of
from detente.evidence.reading.page import pieces_of_markup
from detente.evidence.reading.pieces import assembled, one_line
from detente.evidence.reading.plain import cleaned

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROOT = re.compile(rb"<\s*(?:[a-z]+:)?(?:rss|feed|RDF)[\s>]", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")
_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,9}|[0-9]{1,9});")
_LONGEST_NAME = 40


def is_feed(raw: bytes) -> bool:
    """Whether the bytes begin as a feed does."""
    beginning = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    root = _ROOT.search(beginning)
    return beginning.startswith(b"<") and root is not None and b"<html" not in beginning[: root.start()].lower()


def documents_of_feed(raw: bytes, name: str, *, origin: str, limits: Limits = STANDARD) -> Iterator[Document]:
    """The entries that hold text, in the feed's order; raises Unreadable where it is no feed or has none."""
    if len(raw) > limits.page_bytes:
        what = f"the feed has {len(raw):,} bytes, the limit is {limits.page_bytes:,}"
        raise Unreadable("file-size", what, "split it, or raise the limit")
    if _ENTITIES.search(raw[:65536]):
        raise Unreadable("entities", "the feed defines entities of its own, which no feed needs", "take them out")
    root = _root(raw)
    if root is None:
        raise Unreadable("broken", "the feed is no XML", "save it anew, or save its pages")
    outlet, lang = _of_channel(root)
    taken: set[str] = set()
    found = 0
    for entry in _entries(root):
        document = _document(entry, name, taken, outlet=outlet, lang=lang, origin=origin, limits=limits)
        if document is not None:
            taken.add(document.id)
            found += 1
            yield document
        if found >= limits.entries:
            break
    if not found:
        raise Unreadable("no-text", "the feed has no entry with words", "save the pages that it links to")


def _root(raw: bytes) -> Element | None:
    try:
        import lxml.etree as etree  # noqa: PLC0415
    except ModuleNotFoundError:
        raise missing("lxml") from None
    declared = _DECLARATION.match(raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n"))
    text = decoded(raw, declared=declared.group(1).decode("ascii") if declared else None).text
    text = _REFERENCE.sub(_valid_reference, cleaned(text)).lstrip()
    text = re.sub(r"^<\?xml[^>]{0,200}\?>", "", text)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _valid_reference(found: re.Match[str]) -> str:
    """A reference to a character that may not stand in text becomes U+FFFD."""
    digits = found.group(1)
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return found.group() if allowed else "\ufffd"


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _children(node: Element, *names: str) -> list[Element]:
    """The children with the first of these names that there is."""
    by_name: dict[str, list[Element]] = {}
    for child in node:
        by_name.setdefault(_local(child), []).append(child)
    return next((by_name[name] for name in names if name in by_name), [])


def _words(node: Element, *names: str) -> str | None:
    for name in names:
        for child in _children(node, name):
            text = one_line("".join(child.itertext()))
            if text:
                return text[:1000]
    return None


def _of_channel(root: Element) -> tuple[str | None, str]:
    """The feed's name and language."""
    channel = next(iter(_children(root, "channel")), root)
    stated = _words(channel, "language") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "en"
    lang = stated.split("-")[0].lower()
    return _words(channel, "title"), lang if re.fullmatch("[a-z]{2,3}", lang) else "en"


def _entries(root: Element) -> Iterator[Element]:
    for node in root.iter():
        if _local(node) in ("item", "entry"):
            yield node


def _document(
    entry: Element, name: str, taken: set[str], *, outlet: str | None, lang: str, origin: str, limits: Limits
) -> Document | None:
    title = _plain(_words(entry, "title"))
    full = next(iter(_children(entry, "encoded", "content")), None)
    short = next(iter(_children(entry, "summary", "description")), None)
    markup = _markup(full if full is not None and _markup(full).strip() else short)
    pieces = pieces_of_markup(markup) if markup.strip() else []
    text, blocks, cut = assembled(pieces, title=title, most=limits.characters)
    if not blocks:
        return None
    link = _link(entry)
    metadata = Metadata(outlet, title, _author(entry), _published(entry), lang, link)
    notes = ("the feed holds a summary only",) if full is None else ()
    notes += ("the text was cut at the limit",) if cut else ()
    mark = _words(entry, "guid", "id") or link or title or ""
    digest = hashlib.sha256("\n".join((mark, title or "", markup)).encode("utf-8")).hexdigest()
    slug = id_of(title or mark or "entry")[:_LONGEST_NAME].strip("-")
    return Document(
        id_of(f"{name}-{slug}", taken),
        text,
        blocks,
        metadata,
        f"{origin}#{mark}",
        "application/feed",
        "",
        digest,
        notes,
    )


def _plain(words: str | None) -> str | None:
    """A headline without the markup that some feeds put into it."""
    if not words:
        return None
    return one_line(" ".join(piece.text for piece in pieces_of_markup(words)))[:1000] or None


def _markup(node: Element | None) -> str:
    """What the node holds, as HTML: escaped text, or XHTML elements."""
    if node is None:
        return ""
    if len(node) and node.get("type") == "xhtml":
        import lxml.etree as etree  # noqa: PLC0415

        try:
            return "".join(etree.tostring(child, encoding="unicode", method="html") for child in node)
        except etree.LxmlError:
            return "".join(text for text in node.itertext() if isinstance(text, str))
    return "".join(text for text in node.itertext() if isinstance(text, str))


def _link(entry: Element) -> str | None:
    links = _children(entry, "link")
    for node in links:
        if node.get("href") and node.get("rel", "alternate") == "alternate":
            return str(node.get("href"))[:2000]
    return _words(entry, "link")


def _author(entry: Element) -> str | None:
    for node in _children(entry, "creator", "author"):
        return _words(node, "name") or (one_line("".join(node.itertext()))[:1000] or None)
    return None


def _published(entry: Element) -> str | None:
    """The day of publication, as 2025-12-14."""
    stated = _words(entry, "pubdate", "published", "issued", "date", "updated")
    if not stated:
        return None
    iso = re.match(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", stated)
    try:
        if iso:
            parts = [int(part) for part in iso.group().split("-")]
            datetime(*[*parts, 1, 1][:3])  # type: ignore[arg-type]
            return iso.group()
        return parsedate_to_datetime(stated).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

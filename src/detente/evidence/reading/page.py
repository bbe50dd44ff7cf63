"""HTML as a document: the article without the page around it, and what the page says of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detente.evidence.reading.document import Document, Metadata
from detente.evidence.reading.encodings import decoded
from detente.evidence.reading.faults import Unreadable, missing
from detente.evidence.reading.limits import STANDARD, Limits
from detente.evidence.reading.pieces import Hint, Piece, assembled, one_line
from detente.evidence.reading.plain import cleaned

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_TAG = re.compile(r"<(?:!--.*?(?:-->|$)|[^<>]*>?)", re.DOTALL)
_MUTE = re.compile(r"<(script|style|template|svg|noscript)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_LONG_TAG = re.compile(r"<(/?[A-Za-z][\w:-]*)[^<>]{2000,}>")
_ABOUT_ITSELF = 300_000
_TAGS_LOOKED_AT = 1_500
_BREAK = "\x0b"
_BREAKS = re.compile(r"\x0b\s*\x0b")

_HINTS: dict[str, Hint | None] = dict.fromkeys(
    ("h1", "h2", "h3", "h4", "h5", "h6", "head", "legend", "summary"), "heading"
)
_HINTS |= dict.fromkeys(("p", "quote", "blockquote"), "prose")
_HINTS |= dict.fromkeys(("li", "item", "dd", "dt"), "listed")
_HINTS |= dict.fromkeys(("figcaption", "caption"), "furniture")
_BOXES = (
    "div section article main body html table tr td th row cell ul ol dl list pre center address fieldset figure hr "
    "details tbody thead ab code"
)
_HINTS |= dict.fromkeys(_BOXES.split())
_NEVER_READ = (
    "script style template svg noscript head nav header footer aside form button select iframe object canvas audio "
    "video math menu dialog textarea"
)
_SKIPPED = frozenset(_NEVER_READ.split())
_SHORT = 200


@dataclass(frozen=True, slots=True)
class _Read:
    """What was found on a page, and how."""

    pieces: list[Piece]
    metadata: Metadata
    notes: tuple[str, ...] = ()


def document_of_page(
    raw: bytes, id: str, *, origin: str, digest: str, url: str | None = None, limits: Limits = STANDARD,
    declared: str | None = None, title: str | None = None,
) -> Document:  # fmt: skip
    """The article on an HTML page; raises Unreadable where there are no words on it.

    `declared` is the encoding that its transport names, `title` the headline to take where the page has none.
    """
    if len(raw) > limits.page_bytes:
        what = f"the page has {len(raw):,} bytes, the limit is {limits.page_bytes:,}"
        raise Unreadable("file-size", what, "save the article alone, or raise the limit")
    match = _CHARSET.search(raw[:4096])
    page = decoded(raw, declared=declared or (match.group(1).decode("ascii") if match else None))
    read = _article(page.text, url, limits)
    known = replace(read.metadata, title=read.metadata.title or title)
    text, blocks, cut = assembled(read.pieces, title=known.title, most=limits.characters)
    if not blocks:
        raise Unreadable("no-text", "the page holds no words", "save the article as text")
    notes = (*page.notes, *read.notes, *(("the text was cut at the limit",) if cut else ()))
    return Document(id, text, blocks, known, origin, "text/html", page.encoding, digest, notes)


def pieces_of_markup(markup: str) -> list[Piece]:
    """The paragraphs in a fragment of HTML, such as a feed's entry."""
    if "<" not in markup and "&" not in markup:
        return [Piece(part, None) for part in re.split(r"\n\s*\n", markup)]
    tree = _tree(markup)
    found = list(_pieces(tree)) if tree is not None else []
    return found or _stripped(markup)


def _article(markup: str, url: str | None, limits: Limits) -> _Read:
    markup = _LONG_TAG.sub(r"<\1>", cleaned(markup))
    tree = _tree(markup)
    if tree is None:
        return _Read(_stripped(markup), Metadata(url=url), ("the page is no HTML; its tags were left out",))
    lang = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "en").split("-")[0].lower()
    plain_metadata = Metadata(title=_title(tree), lang=lang if re.fullmatch("[a-z]{2,3}", lang) else "en", url=url)
    if not _modest(tree, limits):
        found = list(_pieces(tree))
        return _Read(
            found or _stripped(markup), plain_metadata, ("the page is too large or too deep to look for the article",)
        )
    everything = list(_pieces(tree))
    metadata = _metadata(_tree(_opening(markup)), plain_metadata)
    extracted = _by_trafilatura(tree)
    if _is_article(extracted, everything):
        return _Read(extracted, metadata)
    note = "no article was found on the page; all its paragraphs were taken"
    return _Read(everything or _stripped(markup), metadata, (note,))


def _opening(markup: str) -> str:
    """The head of the page and as many tags below it as are looked through for what the page says of itself."""
    head = max(markup.find("</head>", 0, _ABOUT_ITSELF), 0)
    end = head
    for _ in range(_TAGS_LOOKED_AT):
        end = markup.find("<", end + 1, _ABOUT_ITSELF)
        if end < 0:
            return markup[:_ABOUT_ITSELF]
    return markup[:end]


def _is_article(extracted: list[Piece], everything: list[Piece]) -> bool:
    """Whether what was extracted is worth more than all paragraphs: long enough, and not all run into one."""
    whole = _length(everything)
    if len(extracted) == 1 and len(everything) > 2 and _length(extracted) > 0.6 * whole:
        return False
    return _length(extracted) >= _SHORT or (bool(extracted) and 4 * _length(extracted) < whole)


def _length(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _tree(markup: str) -> Element | None:
    try:
        import lxml.etree as etree  # noqa: PLC0415
        import lxml.html as html  # noqa: PLC0415
    except ModuleNotFoundError:
        raise missing("lxml") from None
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _modest(tree: Element, limits: Limits) -> bool:
    """Whether the tree is small and flat enough for an extractor that goes over it many times."""
    import lxml.etree as etree  # noqa: PLC0415

    depth = nodes = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        nodes += event == "start"
        if depth > limits.tree_depth or nodes > limits.tree_nodes:
            return False
    return True


def _trafilatura() -> Any:
    try:
        import trafilatura  # noqa: PLC0415
        import trafilatura.metadata  # noqa: PLC0415
    except ModuleNotFoundError:
        raise missing("trafilatura") from None
    for name in ("trafilatura", "htmldate", "justext", "readability"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return trafilatura


def _by_trafilatura(tree: Element) -> list[Piece]:
    """The paragraphs of the article, or none where trafilatura sees no article."""
    found = _trafilatura().bare_extraction(tree, with_metadata=False, include_comments=False)
    return list(_pieces(found.body, frozenset())) if found is not None and found.body is not None else []


def _metadata(beginning: Element | None, known: Metadata) -> Metadata:
    """What the page says of itself in its beginning; a date only where the page states one."""
    if beginning is None:
        return known
    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-12-31", "min_date": "1990-01-01"}
    found = _trafilatura().metadata.extract_metadata(beginning, known.url, dates, extensive=False)
    return Metadata(
        outlet=_said(found.sitename),
        title=_said(found.title) or known.title,
        author=_said(found.author),
        published=_said(found.date),
        lang=known.lang,
        url=_said(found.url) or known.url,
    )


def _said(value: str | None) -> str | None:
    return (one_line(value)[:1000] or None) if value else None


def _title(tree: Element) -> str | None:
    for path in (".//h1", ".//title"):
        found = tree.find(path)
        words = one_line("".join(found.itertext())) if found is not None else ""
        if words:
            return words[:1000]
    return None


def _pieces(root: Element, skipped: frozenset[str] = _SKIPPED) -> Iterator[Piece]:
    """The paragraphs of a tree in one walk, without what is never read."""
    import lxml.etree as etree  # noqa: PLC0415

    gathered: list[str] = []
    inside: list[str] = []
    skipping = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if skipping or (tag in skipped and node is not root):
                skipping += 1
                continue
            if tag in _HINTS:
                yield from _flushed(gathered, inside)
                inside.append(tag)
            gathered.append(_BREAK if tag in ("br", "lb") else _own_text(node, tag))
        elif skipping > 1:
            skipping -= 1
        else:
            if tag in _HINTS and not skipping:
                yield from _flushed(gathered, inside)
                inside.pop()
            skipping = 0
            if node is not root and node.tail:
                gathered.append(node.tail)
    yield from _flushed(gathered, inside)


def _own_text(node: Element, tag: str) -> str:
    text = node.text or ""
    return text.replace("\n", _BREAK) if tag == "pre" else text


def _flushed(gathered: list[str], inside: list[str]) -> Iterator[Piece]:
    hint = _HINTS[inside[-1]] if inside else None
    text = "".join(gathered)
    gathered.clear()
    for part in _BREAKS.split(text):
        if part.strip():
            yield Piece(part, hint)


def _stripped(markup: str) -> list[Piece]:
    """What is left when the tags are taken out, for what no parser reads."""
    from html import unescape  # noqa: PLC0415

    text = cleaned(unescape(_TAG.sub("\n\n", _MUTE.sub("\n\n", markup))))
    return [Piece(part) for part in re.split(r"\n\s*\n", text) if part.strip()]

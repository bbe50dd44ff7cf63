"""Which kind of block each paragraph of a text is: by its words, its length, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from detente.evidence.reading.document import BlockKind

_FINAL_STOP = re.compile(r"""[.!?…。！？।؟۔][\s"'”’»)\]*_]*$""")
_SENTENCE_STOP = re.compile(r"""[.…。।۔][\s"'”’»)\]*_]*$""")
_NOT_WORD = re.compile(r"[^\w']+")
_LISTED = re.compile(r"^\s*(?:[-*•–—‣▪]\s+|\(?[0-9]{1,3}[.)]\s+|\(?[a-zA-Z][.)]\s+|[ivxlIVXL]{1,6}[.)]\s+|[>|])")
_MARKDOWN_HEADING = re.compile(r"^\s*#{1,6}\s+\S")
_RULE = re.compile(r"^[\W_]+$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = (
    rf"(?:[0-9]{{1,2}}\s+{_MONTH}\s+[0-9]{{4}}|{_MONTH}\s+[0-9]{{1,2}},?\s+[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
)
_SMALL = (
    r"(?:and|for|of|in|at|the|with|de|da|del|di|du|la|le|van|von|der|den|bin|al|el|our|own|special|staff|a"
    r"|correspondents?|reporters?|agencies)"
)
_NAMES = rf"(?>(?-i:[A-Z\u00c0-\u024f])[\w.'’-]*|{_SMALL}(?![\w])|[|&/·•—–-])"
_BYLINE = re.compile(
    rf"""^(?:by\s+{_NAMES}(?:[,\s]+{_NAMES}){{0,14}}+
    |(?:words|text|story|report)\s+by\s+{_NAMES}(?:[,\s]+{_NAMES}){{0,14}}+
    |\(?(?:(?:additional\s+|with\s+)?(?:reporting|editing)|written|compiled)\s+(?:by|from)\s.{{1,180}}
    |(?:published|updated|last\s+updated|posted|first\s+published|modified)(?:\s+(?:on|at)\b)?[\s:—–-]+.{{0,30}}(?:[0-9]{{1,2}}[:.][0-9]{{2}}|{_DATE})[^.!?]{{0,40}}
    |(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?{_DATE}[^.!?]{{0,30}}
    |[^.!?]{{2,70}},\s+(?:{_DATE}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)
    |[0-9]{{1,2}}\s+min(?:ute)?s?\s+(?:read|ago)[^.!?]{{0,20}}
    |[0-9]{{1,2}}\s+hours?\s+ago)$""",
    re.IGNORECASE | re.VERBOSE,
)
_OUTLET = re.compile(
    r"\b(?:news|times|post|agency|herald|tribune|journal|daily|gazette|press|radio|wire|observer|chronicle|courier|mail"
    r"|weekly|review|today|broadcasting|telegraph|television|tv|newsletter)\b",
    re.IGNORECASE,
)
_LONGEST_SHORT = 200
_LONGEST_HEADING = 90
_LONGEST_COMPARED = 400
_OPENING = 12


def squeezed(text: str) -> str:
    """The words alone, in lower case: what two prints of one headline share."""
    return _NOT_WORD.sub(" ", text.replace("’", "'").lower()).strip()


def is_outlet(words: str) -> bool:
    """Whether a few words read as the name of a paper, a station or an agency: `Sabel Valley Post`."""
    return _OUTLET.search(words) is not None and len(words.split()) <= 5 and words[:1].isupper()


@cache
def _furniture() -> dict[str, frozenset[str]]:
    page = resources.files("detente.evidence.reading").joinpath("furniture.txt").read_text(encoding="utf-8")
    entries = [line.split(" ", 1) for line in page.splitlines() if line and not line.startswith("#")]
    return {mark: frozenset(words for given, words in entries if given == mark) for mark in "=>*"}


@cache
def _label_starts() -> dict[str, tuple[str, ...]]:
    """The beginnings of labels by their first word."""
    found: dict[str, tuple[str, ...]] = {}
    for start in sorted(_furniture()[">"]):
        first = start.partition(" ")[0]
        found[first] = (*found.get(first, ()), start)
    return found


def starts_a_list(words: str) -> bool:
    """Whether what follows is a list of other articles: `Related Articles`, `Most read`."""
    return words in _furniture()["*"]


def is_furniture(text: str, words: str) -> bool:
    """Whether a short line belongs to the page and not to the article."""
    if words in _furniture()["="] or words in _furniture()["*"]:
        return True
    if len(words) > _LONGEST_SHORT or (_SENTENCE_STOP.search(text) and len(words.split()) > 18):
        return False
    starts = _label_starts().get(words.partition(" ")[0], ())
    return any(_begins(words, start) and _reads_as_label(text, start) for start in starts) or "©" in text


def _begins(words: str, start: str) -> bool:
    return words == start or words.startswith(start + " ")


def _reads_as_label(text: str, start: str) -> bool:
    """One word must be followed by a colon, a stroke, a number or nothing to be a label: `Photo: …`, `Page 3`."""
    return " " in start or re.match(r"^\W*\w+\s*(?:[:|/©]|[-–—]\s|[0-9]+\b|$)", text) is not None


def kinds(paragraphs: Sequence[str], *, title: str | None = None) -> list[BlockKind]:
    """The kind of each paragraph, in their order; `title` is the headline where it is known otherwise."""
    squeezed_all = [squeezed(text) if len(text) <= _LONGEST_COMPARED else "" for text in paragraphs]
    headline = _headline(paragraphs, squeezed_all, title)
    found: list[BlockKind] = [_kind_alone(text, words) for text, words in zip(paragraphs, squeezed_all, strict=True)]
    title_words = squeezed(title) if title else ""
    if headline is not None:
        found[headline] = "title"
        title_words = title_words or squeezed_all[headline]
    _mark_repeated(found, squeezed_all, headline, title_words)
    _set_aside_before_and_after(found, paragraphs, squeezed_all, headline)
    _set_aside_lists(found, squeezed_all)
    return found


def _kind_alone(text: str, words: str) -> BlockKind:
    if len(text) > _LONGEST_SHORT:
        return "paragraph"
    if _MARKDOWN_HEADING.match(text):
        return "heading"
    if not words or _RULE.match(text) or is_furniture(text, words):
        return "boilerplate"
    if _BYLINE.match(text):
        return "byline"
    if _FINAL_STOP.search(text) or _LISTED.match(text) or len(text) > _LONGEST_HEADING:
        return "paragraph"
    if text.rstrip().endswith((",", ";")) or (text.rstrip().endswith(":") and len(words.split()) > 4):
        return "paragraph"
    return "heading"


def _headline(paragraphs: Sequence[str], squeezed_all: Sequence[str], title: str | None) -> int | None:
    """Which of the opening paragraphs is the headline: the known one, or a short line before the first sentence."""
    opening = range(min(_OPENING, len(paragraphs)))
    wanted = squeezed(title) if title else ""
    if wanted:
        return next((i for i in opening if same_headline(squeezed_all[i], wanted)), None)
    short: list[int] = []
    for i in opening:
        kind = _kind_alone(paragraphs[i], squeezed_all[i])
        if kind == "heading" or _headline_with_stop(paragraphs, i, kind):
            short.append(i)
        elif kind == "paragraph" and not (len(paragraphs[i]) <= _LONGEST_SHORT and _unstopped(paragraphs[i])):
            break
        elif kind == "paragraph":
            short.append(i)
    if not short or len(paragraphs) == 1:
        return None
    return next((i for i in short if len(squeezed_all[i].split()) >= 4), max(short, key=lambda i: len(squeezed_all[i])))


def _unstopped(text: str) -> bool:
    return not _FINAL_STOP.search(text) and not _LISTED.match(text) and not text.rstrip().endswith((",", ";", ":"))


def _headline_with_stop(paragraphs: Sequence[str], i: int, kind: BlockKind) -> bool:
    """A first line that asks or exclaims, or a short one set apart above a long paragraph."""
    text = paragraphs[i]
    if kind != "paragraph" or i > 2 or _LISTED.match(text) or len(text) > 120 or _SENTENCE_STOP.search(text):
        return False
    return any(len(other) > len(text) for other in paragraphs[i + 1 : i + 4])


def same_headline(words: str, wanted: str) -> bool:
    """Whether both print one headline; the page's own title often adds the outlet's name."""
    if not words or (len(words.split()) < 2 and words != wanted):
        return False
    shorter, longer = sorted((words, wanted), key=len)
    return words == wanted or (len(shorter.split()) >= 4 and longer.startswith(shorter + " "))


def _set_aside_before_and_after(
    found: list[BlockKind], paragraphs: Sequence[str], squeezed_all: Sequence[str], headline: int | None
) -> None:
    """Lone words and outlets above the first sentence and short lines below the last one are no headings."""
    prose = [i for i, kind in enumerate(found) if kind == "paragraph"]
    first, last = (prose[0], prose[-1]) if prose else (len(found), -1)
    for i, kind in enumerate(found):
        if kind != "heading" or i == headline:
            continue
        words = len(squeezed_all[i].split())
        above_title = headline is not None and i < headline
        above_text = i < first and (words <= 2 or is_outlet(paragraphs[i]))
        if (above_title and words <= 6) or above_text or (prose and i > last):
            found[i] = "boilerplate"


def _set_aside_lists(found: list[BlockKind], squeezed_all: Sequence[str]) -> None:
    """Below `Related Articles` short lines are titles of other articles, until a paragraph comes."""
    inside = False
    for i, kind in enumerate(found):
        if starts_a_list(squeezed_all[i]):
            inside = True
        elif kind == "paragraph":
            inside = False
        elif inside and kind in ("heading", "byline"):
            found[i] = "boilerplate"


def _mark_repeated(found: list[BlockKind], squeezed_all: Sequence[str], headline: int | None, title_words: str) -> None:
    """The headline again, or a passage of four words or more that stands there already."""
    seen: set[str] = set()
    for i, words in enumerate(squeezed_all):
        if found[i] == "boilerplate" or not words:
            continue
        again = title_words and i != headline and same_headline(words, title_words) and len(words.split()) >= 2
        if (again and found[i] != "byline") or (len(words.split()) >= 4 and words in seen and i != headline):
            found[i] = "repeated"
        seen.add(words)

"""PolNeAR and CofeNet's rows of it, read from paths; nothing of either is in this repository.

PolNeAR (Newell, Margolin and Ruths, LREC 2018) has texts and stand-off annotations. CofeNet (Wang et al., COLING
2022) has rows of CoreNLP tokens with BIO labels; a row is a sentence, or several where a content reaches over them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from detente.evidence.language.normalised import normalised
from detente.evidence.language.parse import ParsedDocument
from detente.evidence.reading.document import Block, Document

KINDS = ("source", "cue", "content")
TITLE_LENGTH = 160
ROWS_OF = {"dev": "valid", "test": "test"}
_BRACKETS = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_PIECE = re.compile(r"\w+?(?=n't\b)|\w+|[^\w\s]")

Characters = tuple[int, int]
Annotation = dict[str, list[Characters]]


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what each of its annotators marked, by the name of the annotation's file."""

    document: Document
    annotations: dict[str, list[Annotation]]

    @property
    def first(self) -> list[Annotation]:
        """What the first annotator marked."""
        return next(iter(self.annotations.values()), [])


def articles(folder: Path, split: str) -> list[Article]:
    """The articles of train, dev or test, in the order of their names; `folder` holds these three."""
    marked: dict[str, dict[str, list[Annotation]]] = {}
    for path in sorted((folder / split / "attributions").glob("*.ann")):
        marked.setdefault(path.stem.rpartition("_")[0], {})[path.stem] = _annotations(path)
    texts = sorted((folder / split / "text").glob("*.txt"))
    return [Article(_document(path), marked.get(path.stem, {})) for path in texts]


def _document(path: Path) -> Document:
    """Lines as paragraphs; a short first line without a final stop as the title."""
    text, blocks, start = path.read_text(encoding="utf-8"), [], 0
    for line in text.split("\n"):
        if line.strip():
            title = not blocks and len(line) < TITLE_LENGTH and not re.search(r"[.!?:;\"”]\s*$", line)
            blocks.append(Block("title" if title else "paragraph", start, start + len(line)))
        start += len(line) + 1
    return Document(path.stem, text, tuple(blocks))


def _annotations(path: Path) -> list[Annotation]:
    marked: dict[str, list[Characters]] = {}
    found: list[Annotation] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split("\t")
        if line.startswith("T") and len(fields) > 2 and fields[1].strip():
            places = fields[1].partition(" ")[2]
            marked[fields[0]] = [(int(a), int(b)) for a, b in (place.split() for place in places.split(";"))]
        elif line.startswith("E"):
            annotation: Annotation = {kind: [] for kind in KINDS}
            for part in fields[1].split():
                kind, _, name = part.partition(":")
                kind = kind.rstrip("2").lower()
                if kind in annotation and name in marked:
                    annotation[kind] += marked[name]
            found.append(annotation)
    return found


@dataclass(frozen=True, slots=True)
class Labelled:
    """Gold by token: label as in the model (0, source 1 2, cue 3 4, content 5 6), and number of the attribution."""

    labels: np.ndarray
    attribution: np.ndarray


def labelled(parsed: ParsedDocument, annotations: Iterable[Annotation]) -> Labelled:
    """Annotations laid on our tokens, all blocks end to end."""
    tokens = [(block.start + token.idx, len(token)) for block in parsed.blocks for token in block.doc]
    starts = np.array([start for start, _ in tokens], dtype=np.int64)
    ends = starts + np.array([length for _, length in tokens], dtype=np.int64)
    labels, numbers = np.zeros(len(tokens), dtype=np.int64), np.full(len(tokens), -1)
    for number, annotation in enumerate(annotations):
        for code, kind in ((5, "content"), (1, "source"), (3, "cue")):
            for piece, (start, end) in enumerate(sorted(annotation[kind])):
                first, stop = int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))
                if stop <= first:
                    continue
                goes_on = piece > 0 and first > 0 and numbers[first - 1] == number and labels[first - 1] >= code
                goes_on = goes_on and labels[first - 1] <= code + 1
                labels[first:stop], numbers[first:stop] = code + 1, number
                if not goes_on:
                    labels[first] = code
                if stop < len(labels) and labels[stop] == code + 1:
                    labels[stop] = code
    return Labelled(labels, numbers)


# CofeNet's rows


@dataclass(frozen=True, slots=True)
class Rows:
    """CofeNet's rows of one article: its name, where each token stands in the text (None: not found), labels a row."""

    article: str
    places: tuple[Characters | None, ...]
    labels: tuple[tuple[str, ...], ...]


def rows(folder: Path, split: str, texts: dict[str, str]) -> list[Rows]:
    """The rows of dev or test by article, each token aligned with the article's text.

    CofeNet's tokens are CoreNLP's; they are found in the text by aligning the words and marks of both.
    """
    by_article: dict[str, list[dict[str, list[str]]]] = {}
    for line in (folder / "res" / "polnear" / f"{ROWS_OF[split]}.txt").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_article.setdefault(row["id"], []).append(row)
    result: list[Rows] = []
    for name, group in by_article.items():
        article = name.rpartition("_")[0]
        places = aligned([token for row in group for token in row["tokens"]], texts[article])
        result.append(Rows(article, tuple(places), tuple(tuple(row["labels"]) for row in group)))
    return result


def aligned(tokens: Sequence[str], text: str) -> list[Characters | None]:
    """Where each token stands in the text."""
    pieces, owners = [], []
    for owner, token in enumerate(tokens):
        plain = normalised(_BRACKETS.get(token, token).replace("\\/", "/").replace("\\*", "*")).replace("`", "'")
        for match in _PIECE.finditer(plain):
            pieces.append(match.group())
            owners.append(owner)
    there = list(_PIECE.finditer(_plain(text)))
    places: list[Characters | None] = [None] * len(tokens)
    matcher = SequenceMatcher(None, pieces, [match.group() for match in there], autojunk=False)
    for first, second, size in matcher.get_matching_blocks():
        for step in range(size):
            start, end = there[second + step].span()
            known = places[owners[first + step]]
            places[owners[first + step]] = (start, end) if known is None else (known[0], end)
    return places


def _plain(text: str) -> str:
    """Same length; two single marks in a row become one double mark and a space."""
    return normalised(text).replace("''", '" ').replace("``", '" ').replace("`", "'").replace("…", ".")


def projected(rows_of_article: Rows, found: Sequence[tuple[str, int, int]]) -> list[list[str]]:
    """Spans of characters (kind, start, end), none overlapping another, as BIO labels of the rows."""
    places = rows_of_article.places
    owner = np.full(len(places), -1)
    has = np.array([place is not None for place in places], dtype=bool)
    starts = np.array([place[0] if place else -1 for place in places])
    ends = np.array([place[1] if place else -1 for place in places])
    for number, (_, start, end) in enumerate(found):
        owner[has & (starts < end) & (ends > start)] = number
    for token in np.flatnonzero(~has).tolist():
        after = token
        while after < len(places) and not has[after]:
            after += 1
        if token and after < len(places) and owner[token - 1] == owner[after]:
            owner[token] = owner[after]
    result, first = [], 0
    for row in rows_of_article.labels:
        labels, before = [], -1
        for number in owner[first : first + len(row)].tolist():
            labels.append("O" if number < 0 else ("I-" if number == before else "B-") + found[number][0])
            before = number
        result.append(labels)
        first += len(row)
    return result


def elements(labels: Sequence[str]) -> set[tuple[str, int, int]]:
    """The spans of a row's labels, read as CofeNet's `get_element` does."""
    found: set[tuple[str, int, int]] = set()
    kind, first = "", 0
    for place, label in enumerate([*labels, "O"]):
        if kind and not (label[0] == "I" and label[2:] == kind):
            found.add((kind, first, place))
            kind = ""
        if label[0] == "B":
            kind, first = label[2:], place
    return found

"""How well attributions are found: PolNeAR in CofeNet's protocol, beside published numbers.

    python -m benchmarks.polnear DATA_POLNEAR DATA_COFENET [--split test|dev] [--rules-only] [--cache FOLDER]

DATA_POLNEAR holds train/, dev/ and test/ (github.com/networkdynamics/PolNeAR, folder `data`), DATA_COFENET the
folder `res` (github.com/cofe-ai/CofeNet). Neither is in this repository.

**Spans.** CofeNet's rows give CoreNLP tokens and BIO labels. We read the original text, find attributions (those
that are neither nested in another nor of low confidence), lay their characters on the row's tokens, which are
aligned with the text, and count: a span counts when kind, first and last token are those of the row's labels.
Precision, recall and F1 by kind are what CofeNet's `evaluate_extraction` calls `exact_match`.

**Quotations.** A direct quotation is a content piece of the annotation that holds an opening quotation mark. It is
found at overlap x when a piece of ours that holds one shares at least x of the tokens that either covers (each
piece used once); F1 over both sides. The speaker has the right words when, for a quotation found at .3 that has an
annotated source, the source of our attribution overlaps the annotated one. It is right after names and pronouns are
resolved when it does, or when Détente takes both for the same named person or body (`she` and `Ana Port` a sentence
before); what it takes them for it reads from the text alone, and so can be wrong, in either direction.
"""

from __future__ import annotations

import argparse
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.polnear_data import KINDS, Article, Characters, elements, projected, rows
from benchmarks.polnear_training import Parsed, parsed_articles

from detente.evidence.extraction.attribution.attributions import Attribution, Stretch, read_blocks
from detente.evidence.language.cast import Cast
from detente.evidence.language.names import Actors
from detente.evidence.language.normalised import normalised
from detente.evidence.language.parse import ParsedBlock, ParsedDocument
from detente.evidence.language.pronouns import PRONOUNS

PUBLISHED = (
    ("rule baseline", (11, 23, 6)),
    ("CoreNLP", (14, None, 18)),
    ("CRF", (51, 53, 29)),
    ("BiLSTM+CRF", (70, 67, 59)),
    ("BERT+Cofe", (83, 75, 73)),
)
Piece = tuple[str, int, int]
Found = dict[str, tuple[Attribution, ...]]


def pieces(parsed: ParsedDocument, found: Sequence[Attribution]) -> list[Piece]:
    """The spans of outermost attributions as (kind, start, end) in characters; the first to claim a word keeps it."""
    claimed: dict[tuple[int, int], str] = {}
    for one in found:
        if one.nested or one.confidence == "low":
            continue
        for kind, stretches in (("source", (one.source,)), ("cue", (one.cue,)), ("content", one.content)):
            for stretch in stretches:
                if stretch is not None:
                    claimed.setdefault(characters(parsed, stretch), kind)
    result: list[Piece] = []
    for (start, end), kind in sorted(claimed.items()):
        if not result or start >= result[-1][2]:
            result.append((kind, start, end))
    return result


def characters(parsed: ParsedDocument, stretch: Stretch) -> Characters:
    """Where a stretch stands in the text."""
    passage = stretch.passage(parsed)
    return passage.start, passage.end


def span_scores(data: Parsed, found: Found, cofenet: Path, split: str) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of source, cue and content."""
    parsed = {article.document.id: one for article, one in data}
    texts = {name: one.document.text for name, one in parsed.items()}
    right, ours, theirs = Counter(), Counter(), Counter()
    for group in rows(cofenet, split, texts):
        labels = projected(group, pieces(parsed[group.article], found[group.article]))
        for gold, guess in zip(group.labels, labels, strict=True):
            annotated, given = elements(gold), elements(guess)
            theirs.update(kind for kind, _, _ in annotated)
            ours.update(kind for kind, _, _ in given)
            right.update(kind for kind, _, _ in annotated & given)
    return {kind: _scores(right[kind], ours[kind], theirs[kind]) for kind in KINDS}


def _scores(right: int, ours: int, theirs: int) -> tuple[float, float, float]:
    precision, recall = right / max(ours, 1), right / max(theirs, 1)
    return precision, recall, 2 * right / max(ours + theirs, 1)


def quotation_scores(data: Parsed, found: Found) -> dict[str, float]:
    """F1 of direct quotations at overlap .3 and .8, and the share of right speakers, as words and as persons."""
    right, ours, theirs = Counter(), 0, 0
    speakers = persons = named = 0
    for article, parsed in data:
        given = [
            (characters(parsed, stretch), one.source)
            for one in found[article.document.id]
            if not one.nested and one.confidence != "low"
            for stretch in one.content
            if '"' in normalised(stretch.passage(parsed).quote) or "''" in stretch.passage(parsed).quote
        ]
        annotated = annotated_quotations(article)
        who = Who(parsed)
        ours, theirs = ours + len(given), theirs + len(annotated)
        for least in (0.3, 0.8):
            free = list(given)
            for quotation, sources in annotated:
                best = max(free, key=lambda one: overlap(one[0], quotation), default=None)
                if best is None or overlap(best[0], quotation) < least:
                    continue
                free.remove(best)
                right[least] += 1
                if least == 0.3 and sources:
                    named += 1
                    same_words = best[1] is not None and _meets(characters(parsed, best[1]), sources)
                    speakers += same_words
                    persons += same_words or (best[1] is not None and who.is_one_of(best[1], sources))
    scores = {f"F1 at {least}": _scores(right[least], ours, theirs)[2] for least in (0.3, 0.8)}
    shares = {"speaker": speakers / max(named, 1), "person": persons / max(named, 1)}
    return {**scores, **shares, "quotations": theirs, "named": named}


def _meets(one: Characters, others: Sequence[Characters]) -> bool:
    return any(overlap(one, other) > 0 for other in others)


class Who:
    """Whom words of a document mean, by the names and pronouns that Détente resolves; it sees no annotation."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self.parsed, self.cast = parsed, Cast.of(parsed, Actors.general())

    def is_one_of(self, speaker: Stretch, sources: Sequence[Characters]) -> bool:
        """Whether the speaker and one of the sources mean the same, and that is somebody with a name."""
        name = self._name(speaker.block, speaker.first, speaker.end)
        return name is not None and any(name == self._name_at(source) for source in sources)

    def _name_at(self, place: Characters) -> str | None:
        blocks = self.parsed.blocks
        block = blocks[max(bisect_right(blocks, place[0], key=lambda one: one.start) - 1, 0)]
        span = block.doc.char_span(place[0] - block.start, place[1] - block.start, alignment_mode="contract")
        return self._name(block, span.start, span.end) if span is not None else None

    def _name(self, block: ParsedBlock, first: int, end: int) -> str | None:
        name = self.cast.actor(block, first, end).name
        words = [word for word in name.split() if word.lower() not in PRONOUNS]
        return name if any(word[0].isupper() for word in words) else None


def annotated_quotations(article: Article) -> list[tuple[Characters, list[Characters]]]:
    """The annotated pieces of content that hold a quotation mark, each with the pieces of its source."""
    text = normalised(article.document.text)
    return [(p, source) for p, source in annotated_pieces(article) if '"' in text[slice(*p)] or "''" in text[slice(*p)]]


def annotated_pieces(article: Article) -> list[tuple[Characters, list[Characters]]]:
    """The annotated pieces of content, those joined that only white space parts, each with the pieces of its source."""
    text = article.document.text
    pieces: list[tuple[Characters, list[Characters]]] = []
    for annotation in article.first:
        joined: list[Characters] = []
        for start, end in sorted(annotation["content"]):
            if joined and not text[joined[-1][1] : start].strip():
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        pieces += [(piece, annotation["source"]) for piece in joined]
    return pieces


def overlap(one: Characters, other: Characters) -> float:
    """The share of what either covers that both cover."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0.0, shared / (max(one[1], other[1]) - min(one[0], other[0])))


def found_in(data: Parsed, *, rules_only: bool) -> Found:
    """The attributions of every article."""
    return {article.document.id: read_blocks(one.blocks, rules_only=rules_only) for article, one in data}


def main(show: Callable[[str], None] = print) -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data_polnear", type=Path)
    options.add_argument("data_cofenet", type=Path)
    options.add_argument("--split", choices=("test", "dev"), default="test")
    options.add_argument("--rules-only", action="store_true", help="without the learned model")
    options.add_argument("--cache", type=Path, help="a folder for parses")
    given = options.parse_args()
    data = parsed_articles(given.data_polnear, given.split, given.cache)
    found = found_in(data, rules_only=given.rules_only)
    spans = span_scores(data, found, given.data_cofenet, given.split)
    show(f"PolNeAR {given.split}, {len(data)} articles, exact spans, F1 (precision, recall)")
    show(f"{'':16}" + "".join(f"{kind:>22}" for kind in KINDS))
    own = "rules" if given.rules_only else "rules and model"
    values = (f"{100 * f1:.1f} ({100 * p:.1f}, {100 * r:.1f})" for p, r, f1 in spans.values())
    show(f"{own:16}" + "".join(f"{value:>22}" for value in values))
    for name, numbers in PUBLISHED:
        show(f"{name:16}" + "".join(f"{'-' if n is None else n:>22}" for n in numbers))
    quoted = quotation_scores(data, found)
    show(
        f"direct quotations ({quoted['quotations']:.0f}): F1 {100 * quoted['F1 at 0.3']:.1f} at overlap .3, "
        f"{100 * quoted['F1 at 0.8']:.1f} at .8"
    )
    show(
        f"speaker of the {quoted['named']:.0f} found with an annotated source: right words "
        f"{100 * quoted['speaker']:.1f} %, right after names and pronouns are resolved {100 * quoted['person']:.1f} %"
    )


if __name__ == "__main__":
    main()

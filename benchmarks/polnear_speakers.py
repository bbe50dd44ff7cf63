"""Makes the model that chooses the speaker of a quotation from the training part of PolNeAR.

    python -m benchmarks.polnear_speakers DATA_POLNEAR [--cache FOLDER] [--out FOLDER]

Only train/ is read. Run it after `benchmarks.polnear_training`, whose lexicons it uses. What it learns from are the
candidates among labels that the attribution model did not learn by heart: the articles are parted in five, and a
model made of four parts labels the fifth. Right is a candidate that overlaps the annotated source of the annotated
content that our piece overlaps most, by at least .3. Indirect contents are learned from too, as if they were quoted.

Written is `speaker-model.npz`: weights of properties of grammar and place, none of a word. Seeded.
"""

from __future__ import annotations

import argparse
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.polnear import annotated_pieces, overlap
from benchmarks.polnear_data import Article, Characters
from benchmarks.polnear_training import ROOM, SEED, Parsed, examples, parsed_articles, train

from detente.evidence.extraction.attribution.cue_words import cue_words
from detente.evidence.extraction.attribution.links import linked
from detente.evidence.extraction.attribution.model import Model, spans, word_numbers
from detente.evidence.extraction.attribution.quote_edges import with_names_apart
from detente.evidence.extraction.attribution.rules import Reader, Span
from detente.evidence.extraction.attribution.speaker_candidates import Neighbourhood, Quotation
from detente.evidence.extraction.attribution.speaker_features import WIDTH, pair_features
from detente.evidence.extraction.attribution.structure import Structure, structure
from detente.evidence.language.parse import ParsedDocument

PARTS, LEAST_OVERLAP, NETWORKS = 5, 0.3, 3
HIDDEN, PASSES, RATE, LEAST_RATE, SHRINKING, LEFT_OUT, BATCH = 16, 5, 0.004, 0.0003, 1e-4, 0.2, 32
Choice = tuple[Any, Any]


def unlearned_models(data: Parsed) -> Iterator[tuple[Model, Parsed]]:
    """A fifth of the articles at a time, with an attribution model that was made without them."""
    words = (ROOM / "attribution-words.txt").read_text(encoding="utf-8").split("\n")
    for part in range(PARTS):
        others = [one for number, one in enumerate(data) if number % PARTS != part]
        weights, transitions, start = train(*examples(others, words, cue_words()))
        scale = np.float32(np.abs(weights).max() / 127)
        kept = np.round(weights / scale).astype(np.int8).astype(np.float32) * scale
        yield Model(kept, transitions, start, *word_numbers(words)), data[part::PARTS]


def choices(model: Model, article: Article, parsed: ParsedDocument) -> list[Choice]:
    """Of each piece of content with an annotated source: the candidates' properties, and which of them are right."""
    layout = structure([block.doc for block in parsed.blocks])
    if not len(layout):
        return []
    found = list(Reader(layout, cue_words()).candidates())
    pieces = with_names_apart(layout, spans(model.labels(layout, found), layout.offsets))
    ones = linked(layout, pieces, found)
    near = Neighbourhood(layout, ones, pieces, found)
    contents = sorted((Quotation(s, n) for n, one in enumerate(ones) for s in one.content), key=lambda one: one.span)
    candidates = [near.of(one) for one in contents]
    if not contents:
        return []
    rows = pair_features(near, cue_words(), contents, candidates)
    ends = np.cumsum([len(those) for those in candidates])
    annotated = annotated_pieces(article)
    result: list[Choice] = []
    for one, those, end in zip(contents, candidates, ends, strict=True):
        place = _characters(layout, parsed, one.span)
        best = max(annotated, key=lambda pair: overlap(pair[0], place), default=None)
        if best is None or overlap(best[0], place) < LEAST_OVERLAP:
            continue
        where = [_characters(layout, parsed, each.source) if each.source else None for each in those]
        right = np.array([w is not None and any(overlap(w, source) > 0 for source in best[1]) for w in where])
        if right.any():
            result.append((rows[end - len(those) : end], right))
    return result


def _characters(layout: Structure, parsed: ParsedDocument, span: Span) -> Characters:
    number = bisect_right(layout.offsets, span[0]) - 1
    offset = layout.offsets[number]
    passage = parsed.passage(parsed.blocks[number], span[0] - offset, span[1] - offset)
    return passage.start, passage.end


def fit(data: Sequence[Choice], seed: int) -> tuple[Any, Any, Any]:
    """Weights (the last column straight to the score), bias and output weights that make the right ones likely.

    Adam on the log-likelihood of the right candidates together; some hidden units are left out each time; the mean
    over the later passes.
    """
    random = np.random.default_rng(seed)
    columns = data[0][0].shape[1]
    rows = [seen + WIDTH * np.arange(columns) for seen, _ in data]
    size = columns * WIDTH
    values = [
        random.normal(0, 0.1, (size, HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        random.normal(0, 0.3, HIDDEN).astype(np.float32),
        np.zeros(size, np.float32),
    ]
    means, squares = [np.zeros_like(value) for value in values], [np.zeros_like(value) for value in values]
    sums, step = [np.zeros_like(value) for value in values], 0
    for number in range(PASSES):
        order = random.permutation(len(data))
        rate = RATE * (1 - number / PASSES) + LEAST_RATE
        total = 0.0
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            likelihood, slopes = _slopes([rows[one] for one in batch], [data[one][1] for one in batch], values, random)
            total, step = total + likelihood, step + 1
            for value, mean, square, slope in zip(values, means, squares, slopes, strict=True):
                mean += 0.1 * (slope - mean)
                square += 0.001 * (slope * slope - square)
                value -= (rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)).astype("f4")
        if number >= PASSES // 2:
            sums = [a + b for a, b in zip(sums, values, strict=True)]
        print(f"pass {number + 1}: log-likelihood a choice {total / len(data):.4f}", flush=True)
    weights, bias, out, straight = (value / (PASSES - PASSES // 2) for value in sums)
    return np.concatenate([weights, straight[:, None]], axis=1), bias, out


def joined(networks: Sequence[tuple[Any, Any, Any]]) -> tuple[Any, Any, Any]:
    """Several networks as one, which scores by their mean: one alone leaves a few quotations in 1,000 to chance."""
    count = len(networks)
    straight = sum(weights[:, -1:] for weights, _, _ in networks) / count
    weights = np.concatenate([*(weights[:, :-1] for weights, _, _ in networks), straight], axis=1)
    return weights, np.concatenate([one for _, one, _ in networks]), np.concatenate([o for _, _, o in networks]) / count


def _slopes(
    rows: Sequence[Any], right: Sequence[Any], values: Sequence[Any], random: np.random.Generator
) -> tuple[float, list[Any]]:
    """Log-likelihood of some choices, and the slope of its negative a choice at each of the values."""
    weights, bias, out, straight = values
    seen, starts = np.concatenate(rows), np.cumsum([0, *(len(one) for one in rows[:-1])])
    chosen = np.concatenate(right)
    before = weights[seen].sum(axis=1) + bias
    kept = ((random.random(before.shape) > LEFT_OUT) / (1 - LEFT_OUT)).astype(np.float32)
    hidden = np.maximum(before, 0) * kept
    lengths = [len(one) for one in rows]
    scores = hidden @ out + straight[seen].sum(axis=1)
    likely = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), lengths))
    likely /= np.repeat(np.add.reduceat(likely, starts), lengths)
    together = np.maximum(np.add.reduceat(likely * chosen, starts), 1e-9)
    slope = ((likely - likely * chosen / np.repeat(together, lengths)) / len(rows)).astype(np.float32)
    at_hidden = slope[:, None] * out * kept * (before > 0)
    flat = seen.ravel()
    order = np.argsort(flat, kind="stable")
    first = np.flatnonzero(np.r_[True, np.diff(flat[order]) != 0])
    places, owners = flat[order][first], order // seen.shape[1]
    at_weights, at_straight = SHRINKING * weights, SHRINKING * straight
    at_weights[places] += np.add.reduceat(at_hidden[owners], first, axis=0)
    at_straight[places] += np.add.reduceat(slope[owners], first)
    return float(np.log(together).sum()), [at_weights, at_hidden.sum(axis=0), hidden.T @ slope, at_straight]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data_polnear", type=Path)
    options.add_argument("--cache", type=Path, help="a folder for parses")
    options.add_argument("--out", type=Path, default=ROOM)
    given = options.parse_args()
    data = parsed_articles(given.data_polnear, "train", given.cache)
    learned = [
        choice
        for model, part in unlearned_models(data)
        for article, parsed in part
        for choice in choices(model, article, parsed)
    ]
    print(f"{len(learned)} choices", flush=True)
    weights, bias, out = joined([fit(learned, SEED + number) for number in range(NETWORKS)])
    scale = np.float32(np.abs(weights).max() / 127)
    whole = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(given.out / "speaker-model.npz", weights=whole, scale=scale, bias=bias, out=out)


if __name__ == "__main__":
    main()

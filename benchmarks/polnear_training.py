"""Makes the lexicon of cue words and the attribution model from the training part of PolNeAR.

    python -m benchmarks.polnear_training DATA_POLNEAR [--cache FOLDER] [--out FOLDER]

DATA_POLNEAR holds train/, dev/ and test/; only train/ is read. Needs scipy beside `detente[evidence]`. Seeded: the
same data and libraries give the same files. Written are

- `cue-words.csv`: verbs and how often each, with a construction, makes an attribution;
- `attribution-words.txt`: base forms that the model may know by themselves, no proper names;
- `attribution-model.npz`: weights of hashed features of grammar, quotation marks and single base forms.

No words of the texts in a row are kept: no feature joins two words of the lexicon.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.polnear_data import Article, articles, labelled

from detente.evidence.extraction.attribution import cue_words as cue_lexicon
from detente.evidence.extraction.attribution.features import BUCKETS, features
from detente.evidence.extraction.attribution.model import LABELS, word_numbers
from detente.evidence.extraction.attribution.rules import Reader
from detente.evidence.extraction.attribution.structure import PART, Structure, structure
from detente.evidence.language.parse import ParsedBlock, ParsedDocument, parse, parser

ROOM = Path(__file__).resolve().parents[1] / "src" / "detente" / "evidence" / "extraction" / "data"
CLOSED = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ", "ADV", "PUNCT"})
CONTEXTS, NEVER = 4, -30.0
EPOCHS, RATE, DECAY, SEED, TOKENS_A_BATCH = 10, 0.06, 8e-5, 1, 6000

Parsed = list[tuple[Article, ParsedDocument]]


def parsed_articles(folder: Path, split: str, cache: Path | None = None) -> Parsed:
    """The articles of a split with their parses, which `cache` keeps for the next time."""
    from spacy.tokens import DocBin

    read = articles(folder, split)
    store = cache / f"{split}.spacy" if cache else None
    if store and store.exists():
        docs = iter(list(DocBin().from_disk(store).get_docs(parser()[0].vocab)))
        return [
            (one, ParsedDocument(one.document, tuple(ParsedBlock(b, next(docs), b.start) for b in one.document.blocks)))
            for one in read
        ]
    result = list(zip(read, parse(article.document for article in read), strict=True))
    if store:
        kept = DocBin(["ORTH", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "SPACY"])
        for _, parsed in result:
            for block in parsed.blocks:
                kept.add(getattr(block.doc, "source", block.doc))
        store.parent.mkdir(parents=True, exist_ok=True)
        kept.to_disk(store)
    return result


# the lexicon of cue words


class _EveryVerb(cue_lexicon.CueWords):
    def known(self, structure: Structure) -> Any:
        return (structure.part == PART["VERB"]) | (structure.lower == self.according)

    def rate(self, structure: Structure, place: int, construction: str) -> float:
        return 1.0


def cue_shares(data: Parsed) -> list[tuple[str, str, float]]:
    """Base form, construction, smoothed share of attributions among the verbs outside any content or source."""
    every = _EveryVerb({}, np.zeros(0, np.uint64), cue_lexicon.read_cue_words("lemma,construction,share").according)
    cues: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for article, parsed in data:
        laid = structure([block.doc for block in parsed.blocks])
        gold = labelled(parsed, article.first).labels
        lemmas = [token.lemma_.lower() for block in parsed.blocks for token in block.doc]
        for found in Reader(laid, every).candidates():
            if gold[found.head] in (0, 3, 4) and lemmas[found.head].isalpha():
                seen[lemmas[found.head], found.construction] += 1
                cues[lemmas[found.head], found.construction] += int(gold[found.head] in (3, 4))
    own, all_ = Counter(), Counter()
    for (lemma, construction), count in seen.items():
        own[lemma] += cues[lemma, construction]
        all_[lemma] += count
    rows = []
    for (lemma, construction), count in sorted(seen.items()):
        base = (own[lemma] + 0.2) / (all_[lemma] + 1)
        share = (cues[lemma, construction] + 3 * base) / (count + 3)
        if all_[lemma] >= 5 and own[lemma] >= 2 and share >= 0.05:
            rows.append((lemma, construction, share))
    return rows


def cue_csv(rows: Sequence[tuple[str, str, float]]) -> str:
    """The lexicon as it ships."""
    head = (
        "# English verbs, and how often each with a construction makes an attribution where none encloses it.\n"
        "# Counted on the training part of PolNeAR by benchmarks/polnear_training.py, smoothed, rounded.\n"
        "lemma,construction,share\n"
    )
    return head + "".join(f"{lemma},{construction},{share:.2f}\n" for lemma, construction, share in rows)


# the words that the model may know


def known_words(data: Parsed, cues: set[str], least: int = 60) -> list[str]:
    """Frequent English base forms and the cue words; nothing that is mostly a name."""
    tables = parser()[1].lookups.get_table("lemma_index")
    english = set().union(*(set(tables.get(part, ())) for part in ("verb", "noun", "adj", "adv")))
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, parsed in data:
        for block in parsed.blocks:
            for token in block.doc:
                parts[token.lemma_][token.pos_] += 1
    words = []
    for lemma, counts in sorted(parts.items(), key=lambda item: (-item[1].total(), item[0])):
        if lemma != lemma.lower() or counts["PROPN"] > 0.2 * counts.total():
            continue
        common = lemma in english or counts.most_common(1)[0][0] in CLOSED
        written = lemma.isalpha() or (len(lemma) <= 3 and not any(character.isalnum() for character in lemma))
        if lemma in cues or (counts.total() >= least and common and written):
            words.append(lemma)
    return words


# the random field


def examples(data: Parsed, words: Sequence[str], cues: cue_lexicon.CueWords) -> tuple[Any, ...]:
    """Features, labels, block number and context of every token."""
    codes, numbers = word_numbers(words)
    columns: list[tuple[Any, ...]] = []
    blocks = 0
    for article, parsed in data:
        laid = structure([block.doc for block in parsed.blocks])
        places = np.minimum(np.searchsorted(codes, laid.lemma), len(codes) - 1)
        known = np.where(codes[places] == laid.lemma, numbers[places], 0)
        seen = features(laid, list(Reader(laid, cues).candidates()), known).astype(np.int32)
        context = laid.starts.astype(np.int64) + 2 * laid.inside
        columns.append((seen, labelled(parsed, article.first).labels, laid.block + blocks, context))
        blocks += len(parsed.blocks)
    return tuple(np.concatenate(column) for column in zip(*columns, strict=True))


def train(seen: Any, labels: Any, blocks: Any, context: Any) -> tuple[Any, Any, Any]:
    """Weights, transitions and start that make the labels likely; the mean over the later passes."""
    from scipy.sparse import csr_matrix

    random = np.random.default_rng(SEED)
    batches = _batches(blocks, random)
    legal = np.where(_legal(), 0.0, NEVER).astype(np.float32)
    values = [
        np.zeros((BUCKETS, LABELS), np.float32),
        np.repeat(legal[None], CONTEXTS, axis=0),
        np.where(np.isin(np.arange(LABELS), (2, 4, 6)), NEVER, 0.0).astype(np.float32),
    ]
    squares = [np.full_like(value, 1e-2) for value in values]
    sums, passes = [np.zeros_like(value) for value in values], 0
    for epoch in range(EPOCHS):
        total = 0.0
        for number in random.permutation(len(batches)):
            batch = batches[number]
            inside = batch >= 0
            tokens = batch[inside]
            width = seen.shape[1]
            matrix = csr_matrix(
                (
                    np.ones(len(tokens) * width, np.float32),
                    seen[tokens].ravel(),
                    np.arange(0, len(tokens) * width + 1, width),
                ),
                shape=(len(tokens), BUCKETS),
            )
            scores = np.zeros((*batch.shape, LABELS), np.float32)
            scores[inside] = matrix @ values[0]
            there = np.maximum(batch, 0)
            likelihood, at_scores, at_transitions, at_start = _slope(
                scores, context[there], inside, np.where(inside, labels[there], 0), values[1], values[2]
            )
            slopes = [matrix.T @ at_scores[inside] - DECAY * len(tokens) * values[0], at_transitions, at_start]
            for value, square, slope in zip(values, squares, slopes, strict=True):
                square += slope * slope
                value += np.where(value > NEVER / 2, RATE * slope / np.sqrt(square), 0)
            total += likelihood
        if epoch >= EPOCHS // 2:
            sums, passes = [a + b for a, b in zip(sums, values, strict=True)], passes + 1
        print(f"pass {epoch + 1}: log-likelihood a token {total / len(labels):.4f}", flush=True)
    weights, transitions, start = (value / passes for value in sums)
    return weights, transitions, start


def _legal() -> Any:
    allowed = np.ones((LABELS, LABELS), dtype=bool)
    for rest in (2, 4, 6):
        allowed[:, rest] = np.isin(np.arange(LABELS), (rest - 1, rest))
    return allowed


def _batches(blocks: Any, random: np.random.Generator) -> list[Any]:
    """Blocks of like length side by side: token numbers, one column a block, −1 below its end."""
    firsts = np.flatnonzero(np.r_[True, np.diff(blocks) != 0])
    lengths = np.diff(np.r_[firsts, len(blocks)])
    result, group = [], []
    for block in [*np.argsort(lengths + random.random(len(lengths)) * 0.5, kind="stable").tolist(), -1]:
        if group and (block < 0 or (len(group) + 1) * lengths[block] > TOKENS_A_BATCH):
            table = np.full((max(lengths[group]), len(group)), -1)
            for column, one in enumerate(group):
                table[: lengths[one], column] = np.arange(firsts[one], firsts[one] + lengths[one])
            result.append(table)
            group = []
        group.append(block)
    return result


def _log_sum(values: Any, axis: int) -> Any:
    top = values.max(axis=axis, keepdims=True)
    return (top + np.log(np.exp(values - top).sum(axis=axis, keepdims=True))).squeeze(axis)


def _slope(scores: Any, context: Any, inside: Any, gold: Any, transitions: Any, start: Any) -> tuple[Any, ...]:
    """Log-likelihood of the gold labels and its slope at scores, transitions and start (forward and backward)."""
    steps = len(scores)
    forward = np.empty_like(scores)
    forward[0] = scores[0] + start
    for step in range(1, steps):
        onward = _log_sum(forward[step - 1][:, :, None] + transitions[context[step]], 1) + scores[step]
        forward[step] = np.where(inside[step][:, None], onward, forward[step - 1])
    whole = _log_sum(forward[-1], 1)
    backward = np.zeros_like(scores)
    at_transitions = np.zeros_like(transitions)
    for step in range(steps - 1, 0, -1):
        onward = transitions[context[step]] + (scores[step] + backward[step])[:, None, :]
        pairs = np.exp(forward[step - 1][:, :, None] + onward - whole[:, None, None])
        for kind in range(CONTEXTS):
            at_transitions[kind] -= pairs[(context[step] == kind) & inside[step]].sum(axis=0)
        backward[step - 1] = np.where(inside[step][:, None], _log_sum(onward, 2), backward[step])
    at_scores = -np.exp(forward + backward - whole[None, :, None]) * inside[:, :, None]
    at_start = at_scores[0].sum(axis=0)
    np.add.at(at_start, gold[0], 1)
    step, column = np.nonzero(inside)
    at_scores[step, column, gold[step, column]] += 1
    likelihood = scores[step, column, gold[step, column]].sum() + start[gold[0]].sum() - whole.sum()
    step, column = np.nonzero(inside[1:])
    pair = context[1:][step, column], gold[:-1][step, column], gold[1:][step, column]
    np.add.at(at_transitions, pair, 1)
    return float(likelihood + transitions[pair].sum()), at_scores, at_transitions, at_start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data_polnear", type=Path)
    options.add_argument("--cache", type=Path, help="a folder for parses")
    options.add_argument("--out", type=Path, default=ROOM)
    given = options.parse_args()
    data = parsed_articles(given.data_polnear, "train", given.cache)
    shares = cue_csv(cue_shares(data))
    (given.out / "cue-words.csv").write_text(shares, encoding="utf-8")
    cues = cue_lexicon.read_cue_words(shares)
    words = known_words(data, {line.split(",")[0] for line in shares.splitlines()[3:]})
    head = (
        "# Base forms that the attribution model may know by themselves; the line is the number, so keep the order.\n"
    )
    (given.out / "attribution-words.txt").write_text(head + "\n".join(words) + "\n", encoding="utf-8")
    weights, transitions, start = train(*examples(data, words, cues))
    scale = np.float32(np.abs(weights).max() / 127)
    whole = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(
        given.out / "attribution-model.npz", weights=whole, scale=scale, transitions=transitions, start=start
    )


if __name__ == "__main__":
    main()

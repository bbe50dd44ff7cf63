"""Who moved whom, and what was exchanged, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from detente.engines.forecast.challenge.model import ChallengeForecast, Move
from detente.engines.forecast.exchange.model import Deal

READING_WORDS: Mapping[str, str] = {
    "scholz-text": "the equations as printed",
    "scholz-figure": "the reading that gives the published table",
    "no-conflict-move": "nobody moves in a conflict",
}
"""The readings of the challenge model, as a reader meets them."""

PLACE_WORDS: Mapping[str, str] = {
    "statement": "by what it says",
    "offer": "by what its offer asks for",
    "preference": "by what it values most",
}
"""What a place was read off, where the case states no position on the issue."""

Name = Callable[[str], str]


def model_words(method: str, preset: str) -> str:
    """The name of a model in a table.

    >>> model_words("weighted-median", "both"), model_words("challenge-model", "scholz-text")
    ('weighted median, by influence and salience', 'challenge model, the equations as printed')
    """
    title = method.replace("-outcome", " bargaining").replace("-", " ")
    title = title.replace("nash", "Nash").replace("compromise", "compromise model")
    title = title.replace("condorcet election", "election over positions")
    how = {"influence": "by influence", "both": "by influence and salience", "ktab": "as its toolkit has it"}
    how["markov-uniform"] = "each challenged by any other"
    how |= READING_WORDS
    return f"{title}, {how.get(preset, preset)}" if preset else title


def moves_words(moves: Sequence[Move], name: Name) -> str:
    """Moves that are alike but for who moves: how far, towards whom, and why."""
    first = moves[0]
    movers, other = _listed([name(move.actor) for move in moves]), name(first.towards)
    one = len(moves) == 1
    way = f"from {first.start:.4g} to {first.end:.4g}"
    if first.kind == "conflict":
        gives = "gives" if one else "give"
        return f"{movers} {gives} way to {other}, {way}: both sides expect to gain from a challenge, {other} more"
    lose = "loses" if one else "lose"
    if first.kind == "compromise":
        goes = "goes" if one else "go"
        return (
            f"{movers} {goes} part of the way to {other}, {way}: by a challenge {other} wins more than {movers} {lose}"
        )
    yields = "yields" if one else "yield"
    return f"{movers} {yields} to {other}, {way}: by a challenge {movers} {lose} more than {other} wins"


def rounds_in_words(found: ChallengeForecast, name: Name, *, least: float = 0.0) -> list[tuple[int, str]]:
    """The moves of each round in which somebody moves, in one line a round; moves that are alike are told together.

    Moves shorter than `least` are counted, not told. A round that repeats an earlier one says so: the process may go in
    a circle.
    """
    lines: list[tuple[int, str]] = []
    told: dict[str, int] = {}
    for k in range(1, len(found.medians)):
        alike: dict[tuple[object, ...], list[Move]] = {}
        small = 0
        for move in found.moves:
            if move.round != k:
                continue
            if abs(move.end - move.start) < least:
                small += 1
            else:
                alike.setdefault((move.towards, move.kind, round(move.start, 6), round(move.end, 6)), []).append(move)
        if alike or small:
            told_here = [moves_words(moves, name) for moves in alike.values()]
            if small:
                told_here.append(f"{small} {'move' if small == 1 else 'moves'} of less than {least:.3g}")
            words = "; ".join(told_here)
            lines.append((k, f"as in round {told[words]}" if words in told else words))
            told.setdefault(words, k)
    return lines


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def deal_words(deal: Deal, name: Name, issue: Name) -> str:
    """One exchange: who moves where on what."""
    first = (
        f"{name(deal.first)} moves on {issue(deal.first_moves_on)} from {deal.first_from:.4g} to {deal.first_to:.4g}"
    )
    second = f"{name(deal.second)} on {issue(deal.second_moves_on)} from {deal.second_from:.4g} to {deal.second_to:.4g}"
    return f"{first}, {second}"

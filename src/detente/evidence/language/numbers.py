"""Numbers in words, `twenty-five` and `two hundred and fifty thousand`, and the words that bound a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from detente.evidence.values import Relation

Number = TypeVar("Number", float, Fraction)

_TO_NINETEEN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS: Mapping[str, int] = {
    **{word: number for number, word in enumerate(_TO_NINETEEN)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
}
SCALES: Mapping[str, int] = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
BOUNDS: Mapping[tuple[str, ...], Relation] = {
    ("more", "than"): ">", ("over",): ">", ("less", "than"): "<", ("fewer", "than"): "<", ("under",): "<",
    ("at", "least"): ">=", ("no", "less", "than"): ">=", ("no", "fewer", "than"): ">=", ("not", "less", "than"): ">=",
    ("not", "fewer", "than"): ">=", ("a", "minimum", "of"): ">=", ("at", "most"): "<=", ("up", "to"): "<=",
    ("no", "more", "than"): "<=", ("not", "more", "than"): "<=", ("a", "maximum", "of"): "<=",
    ("approximately",): "~",
}  # fmt: skip
"""What stands before a number and says how it relates to the truth, in any kind of text."""


def number_in_words(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The number below a hundred that starts at a word, and where it ends; a hyphen may join its parts.

    >>> number_in_words(["twenty", "-", "five", "days"], 0)
    (25, 3)
    """
    if at >= len(words) or words[at] not in NUMBER_WORDS:
        return None
    number, end = NUMBER_WORDS[words[at]], at + 1
    ones = end + 1 if end < len(words) and words[end] == "-" else end
    if number >= 20 and ones < len(words) and 0 < NUMBER_WORDS.get(words[ones], 0) < 10:
        return number + NUMBER_WORDS[words[ones]], ones + 1
    return number, end


def scaled(number: Number, words: Sequence[str], at: int, scales: Mapping[str, int] = SCALES) -> tuple[Number, int]:
    """The number times the scale words that follow it, with `and fifty` after a hundred, and where they end.

    >>> scaled(2.0, ["two", "hundred", "and", "fifty", "thousand"], 1)
    (250000.0, 5)
    """
    end = at
    while end < len(words):
        step = end + 1 if words[end] == "-" else end
        if step >= len(words) or words[step] not in scales or (step > end and words[step] not in SCALES):
            break
        number, end = number * scales[words[step]], step + 1
        if words[step] == "hundred" and end < len(words) and words[end] == "and":
            rest = number_in_words(words, end + 1)
            number, end = (number + rest[0], rest[1]) if rest is not None else (number, end)
    return number, end

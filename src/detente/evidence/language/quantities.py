"""Quantities: durations, counts, shares and sums of money, with their relation to the truth.

`more than five hours` is `> 5 hour`, `nearly four years` is `< 4 year`, `up to 10,000 troops` is `<= 10000 troop`.
What names no number (`lengthy`, `several`) is no quantity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.evidence.language.date_arithmetic import UNITS_OF_TIME
from detente.evidence.language.numbers import BOUNDS, NUMBER_WORDS, SCALES, number_in_words, scaled
from detente.evidence.language.phrases import texts, word_set
from detente.evidence.values import Quantity, Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_SCALES = {**SCALES, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_SUFFIX = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)(k|m|mn|bn|tn)?", re.ASCII)
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_HOURS = {name: float(UNITS_OF_TIME[name][1]) for name in ("second", "minute", "hour")}
_HOURS |= {"min": _HOURS["minute"], "hr": _HOURS["hour"]}
_UNITS = frozenset({*_HOURS, "day", "week", "month", "year", "decade"})
_LONG_TIMES = frozenset({"day", "week", "month", "year", "decade"})
_BEFORE_MORE = word_set("lasted lasting lasts for took takes taken of after well just little is was")
_CURRENCIES = {
    "$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₴": "hryvnia", "₽": "rouble", "us$": "dollar",
    "eur": "euro", "usd": "dollar", "gbp": "pound",
}  # fmt: skip
_NO_UNIT = word_set(
    "and or of the to in at on for from with by that which who is are was were has have had said say says a an , . ; "
    ": ) ( \" ' as but than if then when while per after before since until ago o'clock its his her their this between "
    "am pm p.m. a.m. 's"
)
_IRREGULAR = {
    "men": "man", "women": "woman", "people": "person", "persons": "person", "children": "child", "lives": "life",
    "parties": "party", "countries": "country", "cities": "city", "bodies": "body", "casualties": "casualty",
    "deputies": "deputy", "families": "family", "penalties": "penalty", "treaties": "treaty",
}  # fmt: skip
_RELATIONS: dict[tuple[str, ...], Relation] = {
    **BOUNDS,
    ("greater", "than"): ">", ("longer", "than"): ">", ("in", "excess", "of"): ">", ("above",): ">",
    ("exceeding",): ">", ("upwards", "of"): ">", ("well", "over"): ">", ("just", "over"): ">",
    ("below",): "<", ("nearly",): "<", ("almost",): "<", ("just", "under"): "<", ("as", "many", "as"): "<=",
    ("about",): "~", ("around",): "~", ("some",): "~", ("roughly",): "~", ("circa",): "~", ("close", "to"): "~",
    ("an", "estimated"): "~", ("estimated",): "~", ("exactly",): "=", ("precisely",): "=",
}  # fmt: skip
_LONGEST = max(map(len, _RELATIONS))
_LAST_WORDS = frozenset(words[-1] for words in _RELATIONS)
_AFTERWARDS: dict[tuple[str, ...], Relation] = {
    ("or", "more"): ">=", ("or", "less"): "<=", ("or", "fewer"): "<=", ("or", "so"): "~",
    ("at", "least"): ">=", ("at", "most"): "<=",
}  # fmt: skip
_ARTICLES = frozenset({"a", "an"})
_ARTICLES_WITH = word_set("half quarter hundred thousand million dozen couple decade")
_AFTER_ARTICLES = _ARTICLES_WITH | word_set("hour day week month year")
_TRIGGERS = frozenset(NUMBER_WORDS) | _AFTER_ARTICLES | frozenset(_CURRENCIES)
_DIGITS = frozenset("0123456789")
_HYPHENED = frozenset("-")
_OPENED = frozenset("$€£¥₴₽0123456789")


def find_quantities(words: Sequence[str] | Doc | Span) -> list[tuple[int, int, Quantity]]:
    """The quantities, as [first, end) of the words; years and days of a month are none.

    >>> find_quantities("a meeting of more than five hours".split())
    [(3, 7, Quantity(number=5.0, unit='hour', relation='>'))]
    """
    plain = texts(words)
    low = [word.lower() for word in plain]
    found: list[tuple[int, int, Quantity]] = []
    free = 0
    for i in [i for i, word in enumerate(low) if word in _TRIGGERS or word[:1] in _OPENED or "-" in word[1:]]:
        start = i - 1 if i > free and low[i] in _AFTER_ARTICLES and low[i - 1] in _ARTICLES else i
        if start < free or (start == i and low[i] in _UNITS):
            continue
        match = _compound(low, i) if "-" in low[i][1:] else _quantity(low, start, free)
        if match is not None:
            found.append(match)
            free = match[1]
    return found


def quantity_in(text: str) -> Quantity | None:
    """The first quantity of a short text."""
    found = find_quantities(re.sub(r"([-$€£,](?=\D|$)|(?<=\d)%|-)", r" \1 ", text).split())
    return found[0][2] if found else None


def _compound(low: list[str], i: int) -> tuple[int, int, Quantity] | None:
    """A word such as `five-hour` or `more-than-five-hour` that was not cut at its hyphens."""
    parts = [part for part in low[i].split("-") if part]
    inner = find_quantities(parts)
    if len(parts) < 2 or not inner or inner[-1][1] != len(parts) or inner[-1][2].unit not in _UNITS:
        return None
    quantity = inner[-1][2]
    if inner[-1][0] > 0:
        return None
    start, relation = _relation_before(low, i, 0)
    return start, i + 1, Quantity(quantity.number, quantity.unit, relation or quantity.relation)


def _quantity(low: list[str], i: int, free: int) -> tuple[int, int, Quantity] | None:
    currency = _CURRENCIES.get(low[i])
    at = i + 1 if currency else i
    if at >= len(low):
        return None
    article = low[at] in _ARTICLES
    if article and (currency or at + 1 == len(low)):
        return None
    number, end, loose = _number(low, at)
    if number is None:
        return None
    unit, end = _unit(low, end, currency)
    if unit is None or (article and loose == "unit" and not _measures(low, i)):
        return None
    start, relation = _relation_before(low, i, free)
    if (
        relation is None
        and i - 2 >= free
        and low[i - 1] in {"-", "to", "or"}
        and _plain_number(low, i - 2)[0] is not None
    ):
        changed = low[i - 1] == "to" and i - 3 >= free and low[i - 3] == "from"
        start, relation = (i, "=") if changed else (i - 2, "<=")
    if relation == ">" and low[start] == "over" and unit in _LONG_TIMES and not _is_more(low, start):
        start, relation = i, None
    end, relation_after = _relation_after(low, end)
    shown = relation or relation_after or ("~" if loose == "about" else "=")
    scale = _HOURS.get(unit)
    return start, end, Quantity(round(number * scale, 4) if scale else number, "hour" if scale else unit, shown)


def _is_more(low: list[str], at: int) -> bool:
    """Whether `over` means more than: `lasted over two years`, not `paid over two years`."""
    return at == 0 or low[at - 1] in _BEFORE_MORE


def _measures(low: list[str], i: int) -> bool:
    """Whether `an hour`, `a week` measures: after `than`, `over`, `for`, `lasted`, not in `twice a week`."""
    if _is(low, i + 2, "-") and _is(low, i + 3, "long"):
        return True
    return i > 0 and low[i - 1] in {
        "than", "over", "nearly", "almost", "about", "around", "lasted", "lasting", "within", "least", "under", "for",
    }  # fmt: skip


def _number(low: list[str], at: int) -> tuple[float | None, int, str]:
    """The number at a word, where it ends, and whether it is loose (`a couple`, `a dozen`, the article of a unit)."""
    word = low[at]
    if word in {"a", "an"}:
        nxt = low[at + 1]
        if nxt == "couple":
            return 2.0, at + (3 if _is(low, at + 2, "of") else 2), "about"
        if nxt == "half":
            return (0.5, at + 2, "") if not _is(low, at + 2, "of") else (None, at, "")
        if nxt == "quarter":
            return None, at, ""
        if nxt in _SCALES:
            return _scaled(1.0, low, at + 1)
        return 1.0, at + 1, "unit"
    if word == "half":
        ahead = at + 2 if _is(low, at + 1, "a") or _is(low, at + 1, "an") else at + 1
        return (0.5, ahead, "") if ahead < len(low) and _singular(low[ahead]) in _UNITS else (None, at, "")
    if word == "couple":
        return None, at, ""
    if word in {"dozen", "hundred"}:
        return _scaled(1.0, low, at)
    number, end = _plain_number(low, at)
    return (None, at, "") if number is None else _scaled(number, low, end)


def _plain_number(low: list[str], at: int) -> tuple[float | None, int]:
    named = number_in_words(low, at)
    if named is not None:
        return float(named[0]), named[1]
    word = low[at]
    bare = word[1:] if word[:1] in _CURRENCIES else word
    match = _SUFFIX.fullmatch(bare)
    if match is None:
        return None, at
    return float(match[1].replace(",", "")) * _SUFFIXES.get(match[2] or "", 1), at + 1


def _scaled(number: float, low: list[str], at: int) -> tuple[float, int, str]:
    """The number with the scale words after it, and with `and a half`."""
    number, end = scaled(number, low, at, _SCALES)
    if _is(low, end, "and") and _is(low, end + 1, "a") and _is(low, end + 2, "half"):
        return number + 0.5, end + 3, ""
    return number, end, ""


def _is(low: list[str], at: int, word: str) -> bool:
    return at < len(low) and low[at] == word


def _unit(low: list[str], end: int, currency: str | None) -> tuple[str | None, int]:
    """What is counted, in the singular; nothing where a number is a year, a day of a month, or a bare figure."""
    if currency:
        return currency, end
    at = end + 1 if _is(low, end, "-") else end
    if at >= len(low):
        return None, end
    word = low[at]
    if word in {"%", "percent", "percentage"} or (word == "per" and _is(low, at + 1, "cent")):
        return "percent", at + (2 if word == "per" else 1)
    if word == "of" and _is(low, at + 1, "the"):
        return _unit_of_whole(low, at + 2, end)
    if word == "more" and at + 1 < len(low):
        word, at = low[at + 1], at + 1
    if word in {"u.s.", "us"} and _is(low, at + 1, "dollars"):
        return "dollar", at + 2
    if word in _NO_UNIT or word in NUMBER_WORDS or not word.replace("-", "").isalpha():
        return None, end
    unit = _singular(word)
    if unit in _UNITS or at > end:
        return unit, at + 1
    if unit == word and word not in _IRREGULAR:
        return _unit_after_adjective(low, at, end)
    return unit, at + 1


def _unit_of_whole(low: list[str], at: int, end: int) -> tuple[str | None, int]:
    """`19 of the 120 seats`: what the whole counts."""
    if at >= len(low) or _plain_number(low, at)[0] is None:
        return None, end
    return _unit(low, _plain_number(low, at)[1], None)


def _unit_after_adjective(low: list[str], at: int, end: int) -> tuple[str | None, int]:
    """`10,000 armed troops`: the plural noun one or two words on."""
    for ahead in (at + 1, at + 2):
        if ahead >= len(low) or low[ahead] in _NO_UNIT or not low[ahead].isalpha():
            break
        unit = _singular(low[ahead])
        if unit != low[ahead]:
            return unit, ahead + 1
    return None, end


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 5 and word not in {"specimen", "regimen", "acumen", "abdomen"}:
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _relation_before(low: list[str], i: int, free: int) -> tuple[int, Relation | None]:
    """The words before a number that say how it relates to the truth; hyphens between them are passed over."""
    at = i - 1 if i > free and low[i - 1] in _HYPHENED else i
    if at <= free or low[at - 1] not in _LAST_WORDS:
        return i, None
    before: list[tuple[int, str]] = []
    while at > free and len(before) < _LONGEST:
        at -= 1
        if low[at] not in _HYPHENED:
            before.insert(0, (at, low[at]))
    for length in range(min(_LONGEST, len(before)), 0, -1):
        relation = _RELATIONS.get(tuple(word for _, word in before[-length:]))
        if relation is not None:
            return before[-length][0], relation
    return i, None


def _relation_after(low: list[str], end: int) -> tuple[int, Relation | None]:
    relation = _AFTERWARDS.get(tuple(low[end : end + 2]))
    return (end, None) if relation is None else (end + 2, relation)

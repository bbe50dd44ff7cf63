"""A condition's text as words, numbers and signs, and what is wrong with those that are none."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from detente.foundation.conditions.syntax import MAX_DIGITS
from detente.foundation.errors import ConditionError, ConditionFault
from detente.foundation.ids import KEYWORDS

MAX_LENGTH = 10_000
"""How many characters a condition has at most."""

MOST_FAULTS = 20
"""How many faults of one text are told at once."""


class Token(NamedTuple):
    """`kind` is "id", "number", "compare", "end", or the keyword or bracket itself."""

    kind: str
    text: str
    column: int


_QUOTES = "\"'`´“”„‟‘’‚«»‹›"
_LEXEME = re.compile(
    r"""\s*+(?:
      (?P<id> [a-z][a-z0-9]*+ (?:-(?!>)[a-z0-9]*+)*+ (?!\w))
    | (?P<bracket> [(){},])
    | (?P<number> -?+[0-9]++ (?:\.[0-9]++)?+ (?![\w-]|\.[0-9]))
    | (?P<word> \w(?:\w|-(?!>))*+)
    | (?P<misspelt> <=> | <-{1,3}> | ={1,3}> | -{1,3}> | := | ===?+ | !==  | =< | =! | <> | &&?+ | \|\|?+ | !(?!=)
                  | [¬~∧∨≤≥≠∈∉→⇒↔⇔+*/^−–—:;\[\]%-])
    | (?P<compare> <=|>=|!=|[=<>])
    | (?P<quote> [QUOTES][^QUOTES]*+[QUOTES]?+)
    | (?P<other> .))
    """.replace("QUOTES", _QUOTES),
    re.DOTALL | re.VERBOSE,
)
_ID = re.compile(r"[a-z][a-z0-9-]*")
_DIFFERENCE = re.compile(r"[0-9]+(?:-[0-9]+)+")

_ARITHMETIC = "compare one issue with one value, as in 'term <= 50'; an id's hyphen stands without spaces"
_IMPLIES = "write 'if … then …'"
_LIST = "write a list in braces: {x, y}"
_MISSPELT = {
    **dict.fromkeys(["==", "==="], "write '=' once"),
    **dict.fromkeys([":=", ":"], "write '='"),
    **dict.fromkeys(["!==", "=!", "<>", "≠"], "write '!='"),
    **dict.fromkeys(["=<", "≤"], "write '<='"),
    "≥": "write '>='",
    **dict.fromkeys(["&", "&&", "∧"], "write 'and'"),
    **dict.fromkeys(["|", "||", "∨"], "write 'or'"),
    **dict.fromkeys(["!", "¬", "~"], "write 'not'"),
    **dict.fromkeys(["→", "⇒"], _IMPLIES),
    **dict.fromkeys(["<=>", "↔", "⇔"], "write 'iff'"),
    "∈": "write 'in'",
    "∉": "write 'not x in a'",
    **dict.fromkeys("[]", _LIST),
    ";": "join conditions with 'and' or 'or'",
    "%": "write the number alone",
}
_DASHES = "−–—"


def tokens(text: str) -> list[Token]:
    """The tokens of a text, the last of kind "end"; raises ConditionError with every sign that is none."""
    if len(text) > MAX_LENGTH:
        what = f"the condition has {len(text):,} characters, the limit is {MAX_LENGTH:,}"
        raise ConditionError(text, [ConditionFault(MAX_LENGTH + 1, what, "split it into several conditions")])
    found: list[Token] = []
    faults: list[ConditionFault] = []
    for match in _LEXEME.finditer(text.rstrip()):
        kind = match.lastgroup or "other"
        lexeme, column = match[kind], match.start(kind) + 1
        if kind == "id":
            found.append(Token(lexeme if lexeme in KEYWORDS else "id", lexeme, column))
        elif kind == "bracket":
            found.append(Token(lexeme, lexeme, column))
        elif kind == "compare" or (kind == "number" and sum(map(str.isdigit, lexeme)) <= MAX_DIGITS):
            found.append(Token(kind, lexeme, column))
        else:
            faults.append(_fault(kind, lexeme, column))
    if faults:
        raise ConditionError(text, faults[:MOST_FAULTS])
    found.append(Token("end", "", len(text) + 1))
    return found


def _fault(kind: str, lexeme: str, column: int) -> ConditionFault:
    match kind:
        case "word":
            return _word_fault(lexeme, column)
        case "number":
            return ConditionFault(column, f"a number of more than {MAX_DIGITS} digits", "write a shorter one")
        case "quote":
            todo = "write the id without quotes"
            return ConditionFault(column, f"quotes ({lexeme[0]}) are not part of the language", todo)
        case "misspelt":
            return _sign_fault(lexeme, column)
        case _ if lexeme == ".":
            return ConditionFault(column, "a point stands only inside a number", "write it as in 0.5")
        case _:
            return ConditionFault(column, f"{_shown(lexeme)} cannot stand in a condition", "remove it")


def _sign_fault(sign: str, column: int) -> ConditionFault:
    if sign in _MISSPELT:
        return ConditionFault(column, f"'{sign}' is not part of the language", _MISSPELT[sign])
    if sign == "=>":
        todo = f"write '>=' for 'at least', or for what follows {_IMPLIES}"
        return ConditionFault(column, "'=>' is not part of the language", todo)
    if sign.endswith(">"):
        todo = "write 'iff'" if sign.startswith("<") else _IMPLIES
        return ConditionFault(column, f"'{sign}' is not part of the language", todo)
    if sign in _DASHES:
        todo = "write '-' inside an id or before a number; there is no arithmetic"
        return ConditionFault(column, f"{_shown(sign)} is not a hyphen", todo)
    return ConditionFault(column, f"there is no arithmetic ('{sign}')", _ARITHMETIC)


def _word_fault(word: str, column: int) -> ConditionFault:
    if word.lower() in KEYWORDS:
        what = f"'{_cut(word)}' is a keyword in capitals"
        return ConditionFault(column, what, f"write '{word.lower()}'")
    if _DIFFERENCE.fullmatch(word):
        what = f"'{_cut(word)}' is no number, and there is no arithmetic"
        return ConditionFault(column, what, "write one number")
    if word[0] in "0123456789":
        todo = "an id starts with a letter; a number has only digits and a point"
        return ConditionFault(column, f"'{_cut(word)}' is neither a number nor an id", todo)
    for place, letter in enumerate(word):
        if not (letter.isascii() and (letter.isalnum() or letter in "-_")):
            todo = "ids have only the letters a to z, digits and hyphens; labels may be in any script"
            return ConditionFault(column + place, f"{_shown(letter)} cannot stand in an id", todo)
    lowered = word.lower().replace("_", "-").strip("-")
    todo = f"write '{_cut(lowered)}'" if _ID.fullmatch(lowered) else "an id starts with a letter"
    what = f"'{_cut(word)}' is not an id: lower-case letters, digits and hyphens"
    return ConditionFault(column, what, todo)


def _shown(letter: str) -> str:
    """The letter with its name where it cannot be told by looking."""
    if letter.isascii() and letter.isprintable():
        return f"'{letter}'"
    name = unicodedata.name(letter, f"U+{ord(letter):04X}")
    return f"'{letter}' ({name})" if letter.isprintable() else f"the character {name}"


def _cut(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:39]}…"

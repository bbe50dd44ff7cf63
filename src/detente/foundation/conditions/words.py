"""A condition as a fragment of an English sentence, for readers who have never seen the case file.

Labels decide the shape, term by term:

- a label that names the issue is the subject: `Ukraine's bid is “given up”`;
- a label that asks (it ends in a question mark) cannot be one, and repeating the question in every
  condition would bury the answer, so the answer comes first and the id of the issue follows in
  parentheses: `“the bid is given up” (alliance)`;
- without a label the id is the subject: `alliance is “dropped”`.

Answers are quoted as they are labelled, because they may be phrases or whole clauses. Negation goes into the
atom (`anything but “none” (guarantee)`), a joined pair inside another is said with `both … and` or
`either … or`, and what remains ambiguous stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.foundation.conditions.syntax import (
    And,
    Atom,
    Compare,
    Condition,
    Count,
    Has,
    Holds,
    Iff,
    IfThen,
    Is,
    Name,
    Not,
    OneOf,
    Operator,
    Or,
    SetIs,
    decimal_text,
)
from detente.foundation.conditions.vocabulary import Term, Vocabulary

_QUESTION_MARKS = ("?", "？", "؟")

_DENIED: dict[Operator, Operator] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_BOUND: dict[Operator, str] = {"<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least "}


def words(condition: Condition, vocabulary: Vocabulary) -> str:
    """The condition in words, with labels where the vocabulary has them and ids elsewhere.

    It begins in lower case unless a label does not, has no full stop, and fits after "a package where" or
    "never:". Names that the vocabulary does not know stand as they are.

    >>> from detente.foundation.conditions import parse
    >>> options = {"kept": "the bid stands", "dropped": "the bid is given up"}
    >>> alliance = Term("alliance", "choice", tuple(options), label="What becomes of the bid?",
    ...                 option_labels=tuple(options.values()))
    >>> vocabulary = Vocabulary((alliance, Term("term", "number", label="the term", unit="years")))
    >>> words(parse("if alliance = dropped then not term < 10"), vocabulary)
    'if “the bid is given up” (alliance), then the term is at least 10 years'
    """
    return _Speaker(vocabulary).fragment(condition)


class _Speaker:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def fragment(self, condition: Condition) -> str:
        """The words, for a place where nothing around them can be misread as a part of them."""
        match condition:
            case And(parts):
                return self._joined("and", parts)
            case Or(parts):
                return self._joined("or", parts)
            case Not(part):
                return self._denial(part)
            case Iff(left, right):
                return f"{self._grouped(left)} exactly when {self._grouped(right)}"
            case IfThen(premise, consequence):
                nested = isinstance(premise, Iff | IfThen)
                first = self._grouped(premise) if nested else self.fragment(premise)
                return f"if {first}, then {self.fragment(consequence)}"
            case _:
                return self._atom(condition, denied=False)

    def _denial(self, part: Condition) -> str:
        if isinstance(part, Atom):
            return self._atom(part, denied=True)
        return self.fragment(part.part) if isinstance(part, Not) else f"it is not so that {self._grouped(part)}"

    def _joined(self, word: str, parts: Sequence[Condition]) -> str:
        comma = "" if all(_simple(part) for part in parts) else ","
        return f"{comma} {word} ".join(self._grouped(part) for part in parts)

    def _grouped(self, condition: Condition) -> str:
        """The words, set off from what stands around them."""
        match condition:
            case Not(Not(part)):
                return self._grouped(part)
            case And((left, right)) if _simple(left) and _simple(right):
                return f"both {self.fragment(condition)}"
            case Or((left, right)) if _simple(left) and _simple(right):
                return f"either {self.fragment(condition)}"
            case _:
                said = self.fragment(condition)
                return said if _simple(condition) else f"[{said}]"

    def _atom(self, atom: Atom, *, denied: bool) -> str:
        match atom:
            case Holds(action):
                label = self._term(action).label.strip() or action.id
                return f"“{label}” is {'not ' if denied else ''}done"
            case Is(issue, option, negated):
                return _option_words(self._term(issue), (option,), denied != negated)
            case OneOf(issue, options):
                return _option_words(self._term(issue), options, denied)
            case SetIs(issue, members, negated):
                return _exact_words(self._term(issue), members, denied != negated)
            case Has(issue, member):
                return _member_words(self._term(issue), member, denied)
            case Count(issue, operator, number):
                return _count_words(self._term(issue), _DENIED[operator] if denied else operator, number)
            case Compare(issue, operator, number):
                return _number_words(self._term(issue), _DENIED[operator] if denied else operator, number)

    def _term(self, name: Name) -> Term:
        return self._vocabulary.term(name.id) or Term(name.id, "action")


def _simple(condition: Condition) -> bool:
    match condition:
        case Not(part):
            return _simple(part)
        case And() | Or() | Iff() | IfThen():
            return False
        case _:
            return True


def _asks(term: Term) -> bool:
    return term.label.strip().endswith(_QUESTION_MARKS)


def _named(term: Term) -> str:
    return term.label.strip() or term.id


def _quoted(term: Term, names: Sequence[Name], word: str) -> str:
    labels = [f"“{term.option_label(name.id)}”" for name in names]
    return f" {word} ".join([", ".join(labels[:-1]), labels[-1]]) if len(labels) > 1 else labels[0]


def _option_words(term: Term, options: Sequence[Name], denied: bool) -> str:
    match len(options), denied:
        case 1, False:
            answer = _quoted(term, options, "or")
        case 1, True:
            answer = ("anything but " if _asks(term) else "not ") + _quoted(term, options, "or")
        case 2, False:
            answer = "either " + _quoted(term, options, "or")
        case 2, True:
            answer = "neither " + _quoted(term, options, "nor")
        case _:
            answer = ("none of " if denied else "one of ") + _quoted(term, options, "or")
    return f"{answer} ({term.id})" if _asks(term) else f"{_named(term)} is {answer}"


def _member_words(term: Term, member: Name, denied: bool) -> str:
    label = f"“{term.option_label(member.id)}”"
    if _asks(term):
        return f"{label} {'left out' if denied else 'included'} ({term.id})"
    return f"{label} is {'not ' if denied else ''}among {_named(term)}"


def _exact_words(term: Term, members: Sequence[Name], denied: bool) -> str:
    if not members:
        return _count_words(term, ">=" if denied else "=", 1 if denied else 0)
    answer = f"{'not ' if denied else ''}exactly {_quoted(term, members, 'and')}"
    verb = "is" if len(members) == 1 else "are"
    return f"{answer} ({term.id})" if _asks(term) else f"{answer} {verb} among {_named(term)}"


def _count_words(term: Term, operator: Operator, number: int) -> str:
    match operator:
        case "=":
            answer = f"exactly {number}" if number else "none"
        case "!=":
            answer = f"not exactly {number}"
        case "<":
            answer = f"fewer than {number}"
        case _:
            answer = f"{_BOUND[operator]}{number}"
    if _asks(term):
        return f"{answer} ({term.id})"
    verb = "is" if number == 1 or answer == "none" else "are"
    return f"{answer} {verb} among {_named(term)}"


def _number_words(term: Term, operator: Operator, number: Fraction) -> str:
    whole, _, rest = decimal_text(abs(number)).partition(".")
    shown = f"{'−' if number < 0 else ''}{int(whole):,}{'.' if rest else ''}{rest}"
    amount = f"{shown} {term.unit}".rstrip()
    match operator:
        case "=":
            answer = amount
        case "!=":
            answer = f"anything but {amount}" if _asks(term) else f"not {amount}"
        case _:
            answer = f"{_BOUND[operator]}{amount}"
    return f"{answer} ({term.id})" if _asks(term) else f"{_named(term)} is {answer}"

"""One language for constraints, red lines, offers and triggers.

    alliance = dropped and not guarantee in {none, assurances}

| about | write |
|---|---|
| a choice | `a = x`, `a != x`, `a in {x, y}` |
| a set | `x in a`, `a = {x, y}`, `a != {}`, `count(a) >= 2` |
| a number | `a <= 50`, `a = 2.5` |
| an action | `a` |

`not` binds most tightly, then `and`, `or`, `iff`, and last `if … then …`; parentheses group. `iff` joins two
conditions; a third needs parentheses, because its readers would not agree on what it says. Comparisons
are `=`, `!=`, `<`, `<=`, `>` and `>=`; there is no arithmetic, so a hyphen belongs to the id.

`parse` reads a text, `check` tells what keeps it from fitting a `Vocabulary`, `bind` makes the `Rule` that
answers for packages, `words` says it in English, and `str` writes it back.

>>> vocabulary = Vocabulary((
...     Term("alliance", "choice", ("kept", "dropped"), label="The bid", option_labels=("kept", "given up")),
...     Term("guarantors", "set", ("usa", "europeans")),
... ))
>>> condition = parse("alliance = dropped and usa in guarantors")
>>> bind(condition, vocabulary).holds_for([1, 0b01])
True
>>> words(condition, vocabulary)
'The bid is “given up” and “usa” is among guarantors'
>>> check(parse("alliance = droped"), vocabulary)
(ConditionFault(column=12, what="'alliance' has no option 'droped'", todo="did you mean 'dropped'?"),)
"""

from detente.foundation.conditions.binding import Rule, bind
from detente.foundation.conditions.checking import check
from detente.foundation.conditions.parsing import parse
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
    atoms,
)
from detente.foundation.conditions.vocabulary import Kind, Term, Vocabulary
from detente.foundation.conditions.words import words

__all__ = [
    "And",
    "Atom",
    "Compare",
    "Condition",
    "Count",
    "Has",
    "Holds",
    "IfThen",
    "Iff",
    "Is",
    "Kind",
    "Name",
    "Not",
    "OneOf",
    "Operator",
    "Or",
    "Rule",
    "SetIs",
    "Term",
    "Vocabulary",
    "atoms",
    "bind",
    "check",
    "parse",
    "words",
]

"""Random drafts, random edits of them with the script of what was done, and random ways to set them in type."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from random import Random

ACTORS = ("Each Party", "The Parties", "Northland", "Southmark", "The Commission", "The guarantor", "Both governments",
          "The river council", "The mediator", "The Joint Staff")  # fmt: skip
MODALS = {"shall": 60, "must": 60, "will": 40, "should": 30, "will seek to": 22, "may": 10, "undertakes to": 50}
VERBS = ("withdraw", "publish", "repair", "inspect", "exchange", "register", "finance", "protect", "supply", "escort",
         "recognise", "suspend", "verify", "transfer", "restore", "demolish", "translate", "audit", "vaccinate",
         "map")  # fmt: skip
THINGS = ("convoys", "archives", "turbines", "pilots", "grain", "vessels", "pensions", "antennas", "mines", "schools",
          "harvests", "passports", "battalions", "orchards", "bridges", "salaries", "hospitals", "ballots", "wells",
          "timber", "claims", "museums", "cables", "tolls", "fisheries", "radars", "quarries", "buses", "vineyards",
          "lighthouses", "customs posts", "water meters", "border stones", "power lines", "land titles")  # fmt: skip
PLACES = ("in Arden", "on the northern bank", "at the Lime Gate", "beyond the canal", "near Old Ferry", "in the delta",
          "along the ridge", "under the viaduct", "around Cape Sorrel", "in the eastern districts", "at sea",
          "on the plateau", "in every province", "inside the demilitarised belt", "along the coast road")  # fmt: skip
PURPOSES = ("for families to return", "with the help of engineers", "at its own expense", "under neutral flags",
            "as the annexed map shows", "free of charge for farmers", "according to the census", "in both languages",
            "with the consent of the elders", "until the court has ruled", "in the presence of observers",
            "for the benefit of the towns", "as agreed at the winter talks", "in open session")  # fmt: skip
MONTHS = ("January", "March", "June", "September", "November")

EDITS = ("keep", "keep", "delete", "insert", "number", "date", "duration", "percentage", "modal", "negation", "words",
         "split", "merge", "swap")  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A sentence by its parts, so that one part can be changed and all others kept."""

    actor: str
    modal: str
    verb: str
    thing: str
    place: str
    purpose: str
    tail: str = ""

    def __str__(self) -> str:
        words = [self.actor, self.modal, self.verb, self.thing, self.place, self.purpose, self.tail]
        return " ".join(word for word in words if word) + "."


@dataclass
class Script:
    """What was done: two lists of provisions, and for each row its status, places and the kinds of difference."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    rows: set[tuple[str, tuple[int, ...], tuple[int, ...], tuple[str, ...]]] = field(default_factory=set)


def sentence(draw: Random, kind: str = "") -> Sentence:
    """A random sentence; a kind gives it a value of that kind."""
    tails = {
        "number": f"to the number of {draw.randint(2, 900)}",
        "date": f"on {draw.randint(1, 28)} {draw.choice(MONTHS)} {draw.randint(2030, 2060)}",
        "deadline": f"no later than {draw.randint(1, 28)} {draw.choice(MONTHS)} {draw.randint(2030, 2060)}",
        "duration": f"for {draw.randint(2, 60)} {draw.choice(('days', 'months', 'years'))}",
        "percentage": f"up to {draw.randint(2, 95)} percent",
    }
    modal = draw.choice(tuple(MODALS))
    actor = draw.choice(ACTORS)
    return Sentence(
        actor, modal, draw.choice(VERBS), draw.choice(THINGS), draw.choice(PLACES), draw.choice(PURPOSES),
        tails.get(kind, draw.choice(["", *tails.values()])),
    )  # fmt: skip


def script(draw: Random) -> Script:
    """A random draft, an edited one, and the script of the edits."""
    made = Script()
    used: list[Sentence] = []
    count = draw.randint(5, 22)
    while len(made.before) < count:
        edit = draw.choice(EDITS)
        first = fresh(draw, used, {"date": draw.choice(("date", "deadline"))}.get(edit, edit))
        _apply(draw, edit, first, used, made)
    return made


def fresh(draw: Random, used: list[Sentence], kind: str = "") -> Sentence:
    """A sentence that shares at most one of its five parts with any other, so that a person can tell them apart."""
    while True:
        made = sentence(draw, kind)
        if all(sum(one == other for one, other in zip(_parts(made), _parts(old), strict=True)) <= 1 for old in used):
            used.append(made)
            return made


def _parts(of: Sentence) -> tuple[str, ...]:
    return of.actor, of.verb, of.thing, of.place, of.purpose


def _apply(draw: Random, edit: str, first: Sentence, used: list[Sentence], made: Script) -> None:
    i, j = len(made.before), len(made.after)
    if edit == "delete":
        made.before.append(str(first))
        made.rows.add(("dropped", (i,), (), ()))
    elif edit == "insert":
        made.after.append(str(first))
        made.rows.add(("new", (), (j,), ()))
    elif edit in ("split", "merge"):
        whole, parts = f"{first} {(second := fresh(draw, used))}", [str(first), str(second)]
        if edit == "split":
            made.before.append(whole)
            made.after += parts
            made.rows.add(("split", (i,), (j, j + 1), ()))
        else:
            made.before += parts
            made.after.append(whole)
            made.rows.add(("merged", (i, i + 1), (j,), ()))
    elif edit == "swap":
        second = fresh(draw, used)
        made.before += [str(first), str(second)]
        made.after += [str(second), str(first)]
        made.rows |= {("swap", (i,), (j + 1,), ()), ("swap", (i + 1,), (j,), ())}
    else:
        changed, kinds = edited(draw, edit, first)
        made.before.append(str(first))
        made.after.append(str(changed))
        made.rows.add(("changed" if kinds else "kept", (i,), (j,), kinds))


def edited(draw: Random, edit: str, of: Sentence) -> tuple[Sentence, tuple[str, ...]]:
    """The sentence after an edit, and the kinds of difference that the edit makes."""
    parts = {name: getattr(of, name) for name in Sentence.__dataclass_fields__}
    if edit == "modal":
        parts["modal"] = draw.choice([word for word in MODALS if word != of.modal])
        return Sentence(**parts), ("modal",)
    if edit == "negation":
        parts["modal"] = "undertakes not to" if of.modal == "undertakes to" else of.modal.replace(" seek", " not seek")
        parts["modal"] += "" if "not" in parts["modal"] else " not"
        return Sentence(**parts), ("negation",)
    if edit == "words":
        parts["purpose"] = draw.choice(
            [words for words in PURPOSES if not set(words.split()) & set(of.purpose.split())]
        )
        return Sentence(**parts), ("words",)
    if edit in ("number", "date", "duration", "percentage"):
        while parts["tail"] == of.tail:
            parts["tail"] = _other_value(draw, edit, of.tail)
        return Sentence(**parts), ("deadline" if of.tail.startswith("no later") else edit,)
    return of, ()


def _other_value(draw: Random, edit: str, tail: str) -> str:
    words = tail.split()
    if edit == "number":
        return " ".join([*words[:-1], str(draw.randint(2, 900))])
    if edit == "percentage":
        return " ".join([*words[:-2], str(draw.randint(2, 95)), words[-1]])
    if edit == "duration":
        return " ".join([*words[:-2], str(draw.randint(2, 60)), words[-1]])
    return " ".join([*words[:-3], str(draw.randint(1, 28)), draw.choice(MONTHS), str(draw.randint(2030, 2060))])


def typeset(draw: Random, provisions: list[str]) -> str:
    """The provisions as a text: some way of numbering, wrapping, quoting and spacing."""
    style = draw.choice(("{}.", "{})", "({})", "Article {}.", "Point {}:", "§ {}", "-", "", "{}. "))
    width = draw.choice((50, 72, 110, 100_000))
    gap = draw.choice(("\n\n", "\n", "\n\n\n")) if style and style != "-" else "\n\n"
    parts = []
    for place, words in enumerate(provisions, 1):
        marked = f"{style.format(place)} {words}" if style else words
        indent = "   " if style == "-" else ""
        lines = textwrap.wrap(marked, width, subsequent_indent=indent, break_on_hyphens=False)
        parts.append("\n".join(lines))
    title = draw.choice(("# Draft\n\n", "DRAFT OF THE WINTER TALKS\n\n", "Draft for discussion\n\n"))
    text = title + gap.join(parts) + draw.choice(("", "\n", "\n\n"))
    if draw.random() < 0.4:
        text = text.replace(" percent", "\u00a0percent").replace(". ", ".\u2003").replace(":", "：")
    return text.replace("\n", "\r\n") if draw.random() < 0.1 else text

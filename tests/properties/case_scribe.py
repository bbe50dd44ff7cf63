"""Writes plain values as YAML of the subset in every style people use: spacing, quotes, brackets, comments."""

from __future__ import annotations

import itertools
import json
import random
import re
from typing import Any

_PLAIN = re.compile(r"[a-zé][a-zé0-9 _.=-]*[a-zé0-9]")
_WORDS = {"true", "false", "null"}


class Scribe:
    """One way of writing: `whole(tree)` is a text that reads as the tree, with numbered comments."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.numbers = itertools.count(1)
        self.after_text = False

    def whole(self, tree: dict[str, Any]) -> str:
        lines = self.block(tree, self.some(0, 0, 2))
        return "\n".join(lines) + self.one("\n", "\n", "", "\n\n\n")

    def one(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def some(self, *counts: int) -> int:
        return self.chance.choice(counts)

    def remark(self) -> str:
        return f"#{self.one('', ' ')}remark-{next(self.numbers)}{self.one('', ' ünd é', ': - {[')}"

    def end(self) -> str:
        """What may stand at the end of any line."""
        return self.one("", "", "", "", " ", f" {self.remark()}", f"     {self.remark()}")

    def between(self, indent: int) -> list[str]:
        """Comments and blank lines that may stand before any line of a block."""
        columns = (indent, 0) if self.after_text else (indent, indent, 0, indent + 1, indent + 3)
        found = [" " * self.some(*columns) + self.remark() for _ in range(self.some(0, 0, 0, 1, 2))]
        self.after_text = False
        return found + [""] * self.some(0, 0, 0, 0, 1, 4)

    def block(self, value: Any, indent: int, lead: str | None = None) -> list[str]:
        """Lines of a block; `lead` is what stands in its first line already, as wide as the indent."""
        lines: list[str] = []
        entries = list(value.items()) if isinstance(value, dict) else [(None, item) for item in value]
        for number, (key, item) in enumerate(entries):
            lines += self.between(indent) if number or lead is None else []
            head = lead if number == 0 and lead is not None else " " * indent
            lines += self.entry(head, key, item, indent)
        return lines

    def entry(self, head: str, key: str | None, item: Any, indent: int) -> list[str]:
        start = head + ("-" if key is None else self.key(key) + self.one(":", ":", " :"))
        if item and isinstance(item, dict | list) and self.one(True, True, False):
            if key is None and self.one(True, True, False):
                gap = " " * self.some(1, 1, 3)
                return self.block(item, indent + 1 + len(gap), start + gap)
            same_column = key is not None and isinstance(item, list) and self.one(True, False)
            inner = indent + (0 if same_column else self.some(1, 2, 4))
            return [start + self.end(), *self.block(item, inner)]
        text = self.text_block(start, item, indent) if isinstance(item, str) and self.chance.random() < 0.3 else []
        if text:
            return text
        if item is None and self.one(True, False):
            return [start + self.end()]
        if self.chance.random() < 0.1:
            return [start + self.end(), " " * (indent + self.some(1, 3)) + self.flow(item) + self.end()]
        return self.flow_lines(start + " " * self.some(1, 1, 4), item, indent)

    def flow_lines(self, start: str, item: Any, indent: int) -> list[str]:
        if not item or not isinstance(item, dict | list) or self.one(True, True, False):
            return [start + self.flow(item) + self.end()]
        opened, closed = ("{", "}") if isinstance(item, dict) else ("[", "]")
        parts = (
            [f"{self.key(key)}: {self.flow(inner)}" for key, inner in item.items()]
            if isinstance(item, dict)
            else [self.flow(inner) for inner in item]
        )
        comma = self.one("", ",")
        pad = " " * (indent + self.some(1, 2, 6))
        lines = [start + opened + self.one("", f" {self.remark()}")]
        for number, part in enumerate(parts):
            lines += [pad + self.remark()] if self.one(True, False, False, False) else []
            lines.append(pad + part + (comma if number + 1 == len(parts) else ",") + self.end())
        return [*lines, pad + closed + self.end()]

    def text_block(self, start: str, item: str, indent: int) -> list[str]:
        if item != item.strip() or not item or any(not line or line != line.strip() for line in item.split("\n")):
            return []
        pad = " " * (indent + self.some(1, 2, 5))
        header, told = self.one("|-", ">-"), ""
        if self.one(True, False, False):
            told = str(len(pad) - indent)
        lines = item.split("\n") if header == "|-" else item.replace("\n", "\n\n").replace(" ", "\n", 1).split("\n")
        if any(line.strip() != line for line in lines):
            return []
        self.after_text = True
        return [
            f"{start} {header[0]}{told}{header[1]}{self.one('', ' # of a text')}",
            *(pad + line if line else "" for line in lines),
        ]

    def key(self, key: str) -> str:
        if not _PLAIN.fullmatch(key) or self.chance.random() < 0.1:
            return json.dumps(key, ensure_ascii=False)
        return key

    def flow(self, item: Any) -> str:
        pad = self.one("", "", " ")
        if isinstance(item, dict):
            inner = f"{self.one(',', ', ', ' , ')}".join(
                f"{self.key(key)}:{self.one(' ', '  ')}{self.flow(value)}" for key, value in item.items()
            )
            return "{" + pad + inner + pad + "}"
        if isinstance(item, list):
            return "[" + pad + f"{self.one(',', ', ')}".join(self.flow(value) for value in item) + pad + "]"
        return self.scalar(item)

    def scalar(self, item: Any) -> str:
        if not isinstance(item, str):
            return {"None": "null", "True": "true", "False": "false"}.get(str(item), str(item))
        style = self.one("plain", "plain", "single", "double")
        if style == "plain" and _PLAIN.fullmatch(item) and item not in _WORDS:
            return item
        if style == "single" and "\n" not in item:
            return "'" + item.replace("'", "''") + "'"
        return json.dumps(item, ensure_ascii=False)


_ODD = ("", "NaN", "-5", "1e999", "[]", "{}", "null", "~", "nobody", "{a: 1}", "a: 1", "[[1]]", "9" * 50, "ключ")


def mangled(text: str, chance: random.Random) -> str:
    """The text after a few slips of the hand: lines and characters lost, doubled, swapped, other words."""
    for _ in range(chance.randint(1, 4)):
        lines = text.split("\n")
        at, to, spot = chance.randrange(len(lines)), chance.randrange(len(lines)), chance.randrange(len(text))
        match chance.choice(["drop", "swap", "double", "indent", "delete", "type", "word"]):
            case "drop":
                lines.pop(at)
                text = "\n".join(lines)
            case "swap":
                lines[at], lines[to] = lines[to], lines[at]
                text = "\n".join(lines)
            case "double":
                text = "\n".join([*lines[:at], lines[to], *lines[at:]])
            case "indent":
                text = "\n".join([*lines[:at], " " * chance.randint(1, 3) + lines[at], *lines[at + 1 :]])
            case "delete":
                text = text[:spot] + text[spot + 1 :]
            case "type":
                text = text[:spot] + chance.choice("{}[]:,-'\"#&*!| \t\n0é") + text[spot:]
            case _:
                text = text[:spot] + re.sub(r"\b[a-z0-9][a-z0-9-]*\b", chance.choice(_ODD), text[spot:], count=1)
    return text

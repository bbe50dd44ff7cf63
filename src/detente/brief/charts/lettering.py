"""Text measured without asking for a font: how wide it is, and what of it fits."""

from __future__ import annotations

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What stands on a mark whose words stand elsewhere."""

_NARROW_LETTERS = frozenset("iljtfrI.,:;'’|!()[]- 1")
_BROAD_LETTERS = frozenset("mwMWЩШЮЖМщшюжм@%—…")


def text_width(text: str, size: float) -> float:
    """About how wide a line is in Helvetica; a little generous, so that what fits here fits on the page."""
    return size * sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return 0.34
    if letter in _BROAD_LETTERS:
        return 0.88
    if ord(letter) >= 0x2E80:
        return 1.0
    return 0.69 if letter.isupper() else 0.565


def wrap(text: str, room: float, size: float, lines: int = 3) -> list[str]:
    """The text in lines that fit the room; the last one ends in … where it is too long.

    >>> wrap("bilateral guarantee with a tripwire", 120, 12)
    ['bilateral guarantee', 'with a tripwire']
    """
    done: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if not line or text_width(longer, size) <= room:
            line = longer
        else:
            done.append(line)
            line = word
    done.append(line)
    if len(done) > lines:
        done = [*done[: lines - 1], f"{done[lines - 1]} …"]
    return [shorten(part, room, size) for part in done]


def shorten(text: str, room: float, size: float) -> str:
    """The text, cut with … where it does not fit the room."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"

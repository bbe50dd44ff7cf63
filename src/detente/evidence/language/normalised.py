"""Typography made plain without moving a character, so that every offset counts in both texts."""

from __future__ import annotations

_DOUBLE = "“”„‟«»″‶＂〝〞"
_SINGLE = "‘’‚‛‹›′‵ʼ＇"
_HYPHENS = "‐‑‒–—―−﹘﹣－"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

_PLAIN = {
    ord(character): plain
    for characters, plain in ((_DOUBLE, '"'), (_SINGLE, "'"), (_HYPHENS, "-"), (_SPACES, " "))
    for character in characters
}


def normalised(text: str) -> str:
    """The text with plain quotes, hyphens and spaces; the same length, each character in its place.

    Zero-width characters, combining marks and the ellipsis stay as they are.

    >>> normalised("“Yes,” he said – a well‑known\\u00a0line")
    '"Yes," he said - a well-known line'
    """
    return text.translate(_PLAIN)

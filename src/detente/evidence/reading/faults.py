"""What can be wrong with a file of reports: each a Fault with its file, what is wrong and what to do."""

from __future__ import annotations

from detente.foundation.errors import Fault, Place, ReadingError


class Unreadable(ReadingError):
    """One file cannot be read."""

    def __init__(self, rule: str, what: str, todo: str = "", file: str = "") -> None:
        self.rule, self.what, self.todo, self.file = rule, what, todo, file
        super().__init__([Fault("error", rule, "", what, todo, Place(file, 1, 1) if file else None)])

    def at(self, file: str) -> Unreadable:
        """The same fault, with the file in which it is."""
        return Unreadable(self.rule, self.what, self.todo, file)


def missing(library: str, extra: str = "evidence") -> Unreadable:
    """The fault of a library that is not installed."""
    return Unreadable("missing-library", f"{library} is not installed", f"pip install 'detente[{extra}]'")

"""Tables of others as rows of numbers and words, and every fault of a file at once."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from detente.case.exchange.days import PartDay
from detente.foundation.errors import Fault, Place, ReadingError

MOST_BYTES = 256_000_000
MOST_FAULTS = 25
MISSING = frozenset({"", "na", "nan", ".", "-8", "-9", "-8.0", "-9.0", "null"})


@dataclass(frozen=True, slots=True)
class Layout:
    """What a kind of file is called, its columns with the names that its versions give them, and those it must have.

    `forbidden` are columns that only another kind of file has, by which a mix-up is seen.
    """

    what: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    todo: str
    forbidden: tuple[str, ...] = ()


@dataclass(slots=True)
class Rows:
    """The rows of a file, and the faults found in them so far."""

    layout: Layout
    file: str
    places: Mapping[str, int]
    cells: list[tuple[int, list[str]]]
    faults: list[Fault] = field(default_factory=list)
    untold: int = 0

    def __iter__(self) -> Iterator[Row]:
        for line, cells in self.cells:
            yield Row(self, line, cells)

    def has(self, name: str) -> bool:
        """Whether the file has the column."""
        return name in self.places

    def note(self, fault: Fault) -> None:
        """Keep the fault; past the limit, count it."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
        else:
            self.untold += 1

    def raise_faults(self) -> None:
        """Raise ReadingError with all that was noted; nothing happens where there was nothing."""
        if self.untold:
            what = f"{self.untold:,} more faults in {self.layout.what}"
            self.faults.append(Fault("error", "more", "", what, "mend those above first"))
        if self.faults:
            raise ReadingError(self.faults)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by name. A cell that cannot be read is noted, and read as missing."""

    rows: Rows
    line: int
    cells: list[str]

    def word(self, name: str) -> str:
        """The cell as it stands; empty where the file has no such column."""
        place = self.rows.places.get(name)
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def number(self, name: str) -> float | None:
        """The cell as a number; None where it is missing."""
        word = self.word(name)
        if word.lower() in MISSING:
            return None
        try:
            value = float(word)
        except ValueError:
            value = float("nan")
        if value - value != 0:  # no number, or none that is finite
            self.note(name, f"'{word[:40]}' is not a number")
            return None
        return value

    def whole(self, name: str) -> int | None:
        """The cell as a whole number; None where it is missing."""
        value = self.number(name)
        if value is None:
            return None
        if value != int(value):
            self.note(name, f"{value} is not a whole number")
            return None
        return int(value)

    def code(self, name: str) -> int:
        """A whole number that every row must have; a row without it is noted."""
        value = self.whole(name)
        if value is None:
            if self.word(name).lower() in MISSING:
                self.note(name, "a number is missing")
            return 0
        if not 0 <= value < 1_000_000:
            self.note(name, f"{value} is no code or year")
            return 0
        return value

    def flag(self, name: str) -> bool:
        """Whether the cell is a number above zero."""
        return (self.number(name) or 0) > 0

    def day(self, year: str, month: str, day: str) -> PartDay | None:
        """The day in three cells; None without a year."""
        number = self.whole(year)
        if number is None or number <= 0:
            return None
        if number > 9999:
            self.note(year, f"{number} is not a year")
            return None
        return PartDay.checked(number, self.whole(month) or 0, self.whole(day) or 0)

    def note(self, name: str, what: str) -> None:
        """A fault of this cell."""
        rows = self.rows
        place = rows.places.get(name, 0)
        column = 1 + sum(len(cell) + 1 for cell in self.cells[:place])
        field_name = rows.layout.columns.get(name, (name,))[0]
        where = Place(rows.file, self.line, column)
        rows.note(Fault("error", "cell", field_name, what, "correct the cell or leave it empty", where))


def text_of(path: Path | str, what: str) -> str:
    """The text of a file, packed by gzip or not, with a newline for every line end; raises ReadingError."""
    file = Path(path)
    try:
        raw = file.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                raw = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(file, f"{what} cannot be read: {reason.lower()}", "look at its name and rights") from None
    if len(raw) > MOST_BYTES:
        raise _unreadable(file, f"the file has over {MOST_BYTES:,} bytes", f"this reads {what}")
    if b"\0" in raw[:4096]:
        raise _unreadable(file, "this is no text file", "export it as CSV first")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")  # older releases write names of states so; numbers are the same in both
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_rows(path: Path | str, layout: Layout) -> Rows:
    """The rows of a CSV file; raises ReadingError where it is empty, or has not the columns of its kind."""
    text = text_of(path, layout.what)
    lines = csv.reader(io.StringIO(text))
    try:
        header = first_cells(text)
        next(lines, None)
        places = column_places(header, path, layout)
        cells = [(lines.line_num, row) for row in lines if any(row)]
    except csv.Error as error:
        raise _unreadable(Path(path), f"line {lines.line_num} is no CSV: {error}", layout.todo) from None
    if not cells:
        raise _unreadable(Path(path), f"{layout.what} has no rows", layout.todo)
    rows = Rows(layout, str(path), places, cells)
    for line, row in cells:
        if len(row) != len(header):
            what = f"{len(row)} cells, where the first line has {len(header)}"
            rows.note(Fault("error", "row", "", what, "correct the line", Place(str(path), line, 1)))
    return rows


def first_cells(text: str) -> list[str]:
    """The cells of the first line, which names the columns."""
    for cells in csv.reader(io.StringIO(text.partition("\n")[0])):
        return cells
    return []


def column_places(header: list[str], path: Path | str, layout: Layout) -> Mapping[str, int]:
    """Where each known column stands; raises ReadingError, with all that are missing, for another kind of file."""
    given = [name.strip().lower() for name in header]
    if not any(given):
        raise _unreadable(Path(path), f"{layout.what} is empty", layout.todo)
    places: dict[str, int] = {}
    for name, spellings in layout.columns.items():
        found = [given.index(spelling.lower()) for spelling in spellings if spelling.lower() in given]
        if found:
            places[name] = found[0]
    missing = [name for name in layout.needed if name not in places]
    strange = [name for name in layout.forbidden if name in given]
    where = Place(str(path), 1, 1)
    if strange or len(missing) == len(layout.needed):
        shown = ", ".join(given[:8]) + (", …" if len(given) > 8 else "")
        what = f"this is not {layout.what}: its columns are {shown}"
        raise ReadingError([Fault("error", "file-kind", "", what, layout.todo, where)])
    if missing:
        raise ReadingError(
            Fault("error", "column", layout.columns[name][0], "the column is missing", layout.todo, where)
            for name in missing
        )
    return places


def _unreadable(file: Path, what: str, todo: str) -> ReadingError:
    return ReadingError([Fault("error", "file", "", what, todo, Place(str(file), 1, 1))])

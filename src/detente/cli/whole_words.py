"""Tables whose columns are never narrower than their longest word."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table

from detente.cli.tables import cell


class WholeWords:
    """A table that gives each column room for its longest word, and shares out the rest by what columns could use."""

    def __init__(self, made: Table) -> None:
        self._table = made

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self._table)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        ranges = [self._range(console, options, index) for index in range(len(self._table.columns))]
        around = 3 * len(ranges) + 1
        made = copy.copy(self._table)
        made.columns = [copy.copy(column) for column in self._table.columns]
        for column, width in zip(made.columns, shared_out(ranges, options.max_width - around), strict=True):
            column.width = width
        yield made

    def _range(self, console: Console, options: ConsoleOptions, index: int) -> tuple[int, int]:
        column = self._table.columns[index]
        cells = [column.header, *column.cells]
        found = [Measurement.get(console, options, cell) for cell in cells]
        return max(one.minimum for one in found), max(one.maximum for one in found)


def shared_out(ranges: Sequence[tuple[int, int]], room: int) -> list[int]:
    """Widths between the least and the most of each column: what is left after the least goes to the narrowest first.

    >>> shared_out([(3, 5), (4, 30), (4, 10)], 26), shared_out([(3, 5), (4, 6)], 26), shared_out([(8, 9), (8, 9)], 10)
    ([5, 11, 10], [5, 6], [8, 8])
    """
    widths = [least for least, _ in ranges]
    for _ in range(room - sum(widths)):
        open_columns = [index for index, (_, most) in enumerate(ranges) if widths[index] < most]
        if not open_columns:
            break
        widths[min(open_columns, key=lambda index: widths[index])] += 1
    return widths


def named(rows: Iterable[tuple[str, str]]) -> Table:
    """Ids, never broken, and beside each what there is to say of it."""
    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for name, words in rows:
        made.add_row(cell(name), cell(words))
    return made

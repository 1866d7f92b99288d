"""Tables that are wider than a page: turned, or split into parts, so that no name is broken."""

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from .cells import Cell, Grid

WIDEST_WORD = 30  # letters of a word, of running text, for which a column is given room
BOLDER = 1.15  # how much wider bold letters are
HEAD_LINES, WIDEST_HEAD = 4, 20  # of a heading; letters beyond which it may have more lines
SPARE = 0.5  # letters, for words of wide ones
TEXT_LINES = 5  # of a text, where a column has no longer words
CHINESE = 4  # letters: the narrowest column of Chinese, two of its own

Room = Callable[[int], float]  # letters in a line of a table of so many columns


def width_of(words: str) -> int:
    """Letters that a text is wide; those of Chinese count as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def longest_word(texts: Sequence[str]) -> int:
    """Letters of the longest piece that a line is not broken in; Chinese is broken anywhere."""
    longest = 0
    for said in texts:
        for piece in re.split(r"[\s，。；：、（）]+", said):
            latin = re.split(r"[^\x00-\u02ff]", piece)
            longest = max([longest, *(len(word) for word in latin)])
            longest = max(longest, CHINESE if len(piece) > len("".join(latin)) else 0)
    return longest


def least_widths(cells: Grid) -> list[float]:
    """Letters that each column needs: numbers and words whole, headings in a few lines."""
    least = []
    for place, heading in enumerate(cells.headings):
        column = [row[place] for row in cells.rows]
        lines = min(WIDEST_HEAD, width_of(heading) / HEAD_LINES)
        head = BOLDER * max(longest_word([heading]), lines)
        numbers = max((width_of(cell.text) for cell in column if cell.is_number), default=0)
        texts = [cell.text for cell in column if not cell.is_number]
        longest = max(map(width_of, texts), default=0)
        words = min(WIDEST_WORD, max(longest_word(texts), longest / TEXT_LINES))
        least.append(max(head, numbers, words) + SPARE)
    return least


def fits(cells: Grid, room: Room) -> bool:
    """Whether there is room for all that a table's columns need."""
    return sum(least_widths(cells)) <= room(len(cells.headings))


def arranged(cells: Grid, room: Room, last_room: Room | None = None) -> list[Grid]:
    """Return a table as it is, turned, or in parts, whichever has room first.

    Parameters
    ----------
    cells : Grid
    room : function
        Letters in a line of a table of so many columns.
    last_room : function, optional
        The same of smaller letters, which are taken before a table is split.

    Returns
    -------
    list of Grid
        Several with the first columns in each, where the columns had to be split.
    """
    if not cells.rows or fits(cells, room):
        return [cells]
    if len(cells.rows) + 1 < len(cells.headings) and not cells.left_out:
        turned = turn(cells)
        if fits(turned, room):
            return [turned]
    if last_room is not None and fits(cells, last_room):
        return [cells]
    return _split(cells, room)


def turn(cells: Grid) -> Grid:
    """Rows as columns: the first column becomes the headings, the headings the first column."""
    headings = (cells.headings[0], *(row[0].text for row in cells.rows))
    rows = [
        (Cell(heading, False), *(row[place] for row in cells.rows))
        for place, heading in enumerate(cells.headings)
    ][1:]
    numeric = [
        2 * sum(row[place].is_number for row in rows) > len(rows) for place in range(len(headings))
    ]
    return Grid(headings, tuple(numeric), rows, 0)


def shared_headings(parts: Sequence[Grid]) -> list[str]:
    """Headings that all parts of a table begin with."""
    return [name for name in parts[0].headings if all(name in part.headings for part in parts)]


def _split(cells: Grid, room: Room) -> list[Grid]:
    """Columns in parts of about equal number that have room, those that tell rows apart in each."""
    keys = _keys(cells)
    first, last = len(keys), len(cells.headings)
    for several in range(2, last - first + 1):
        size = math.ceil((last - first) / several)
        parts = [
            _columns(cells, [*keys, *range(at, min(at + size, last))])
            for at in range(first, last, size)
        ]
        if all(fits(part, room) for part in parts):
            return parts
    return [_columns(cells, [*keys, place]) for place in range(first, last)] or [cells]


def _keys(cells: Grid) -> list[int]:
    """First columns: as many as tell the rows apart, but none of numbers after the first."""
    count = 1
    while count < len(cells.headings) - 1 and not cells.numeric[count]:
        told = {tuple(cell.text for cell in row[:count]) for row in cells.rows}
        if len(told) == len(cells.rows):
            break
        count += 1
    return list(range(count))


def _columns(cells: Grid, places: Sequence[int]) -> Grid:
    return replace(
        cells,
        headings=tuple(cells.headings[place] for place in places),
        numeric=tuple(cells.numeric[place] for place in places),
        rows=[tuple(row[place] for place in places) for row in cells.rows],
    )

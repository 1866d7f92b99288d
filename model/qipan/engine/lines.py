"""Tables whose rows begin where a line of the processor's cache begins.

Memory comes to the processor in lines of 64 bytes. A row that begins within one takes a line more
than it needs, and columns that are used together are to lie in the same.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LINE = 64  # bytes

Column = tuple[str, str]


def in_lines(columns: Sequence[Column], first: Sequence[str]) -> np.dtype[Any]:
    """Row of a whole number of lines, with some columns in the first of them.

    Parameters
    ----------
    columns : sequence of (name, format)
        In the order in which the record shows them.
    first : sequence of str
        Names of those that are used most, most of all first; the widest should come first, so
        that no room is lost between them.

    Returns
    -------
    dtype
        Names in the order of `columns`.
    """
    kinds = {name: np.dtype(kind) for name, kind in columns}
    others = sorted(
        (name for name in kinds if name not in first), key=lambda name: -kinds[name].itemsize
    )
    offsets, end = {}, 0
    for name in (*first, *others):
        size = kinds[name].itemsize
        offsets[name] = -(-end // size) * size
        end = offsets[name] + size
    return np.dtype(
        {
            "names": list(kinds),
            "formats": list(kinds.values()),
            "offsets": [offsets[name] for name in kinds],
            "itemsize": -(-end // LINE) * LINE,
        },
        align=True,
    )


def zeros(rows: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Table of rows of 0 that begins where a line begins."""
    room = np.zeros(rows * dtype.itemsize + LINE, np.uint8)
    begin = -room.__array_interface__["data"][0] % LINE
    table: NDArray[Any] = room[begin : begin + rows * dtype.itemsize].view(dtype)
    return table

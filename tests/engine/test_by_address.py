"""A world behind one address reads and writes like the arrays that it is made of."""

from typing import Any, NamedTuple

import numba
import numpy as np
import pytest
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen

from qipan.engine.by_address import fetch, fetch_line, lay
from qipan.engine.compile import OPTIONS
from qipan.engine.placed import Placed

ROW = np.dtype([("flag", "?"), ("small", "u1"), ("number", "f4"), ("key", "u8")], align=True)


class Numbers(NamedTuple):
    """Stands for rules."""

    switched_on: bool
    factor: float
    most: int


class Small(NamedTuple):
    """Stands for a world."""

    rows: Any
    squares: Any
    counts: Any
    rules: Numbers


def small() -> Small:
    """World with a table, a table of two axes and one without columns, all filled."""
    rng = np.random.default_rng(1)
    rows = np.zeros(5, ROW)
    rows["key"] = rng.integers(0, 2**63, 5).astype(np.uint64) * np.uint64(2)
    rows["number"] = rng.random(5)
    rows["small"] = rng.integers(0, 256, 5)
    rows["flag"] = [True, False, True, False, True]
    squares = np.zeros((3, 4), ROW)
    squares["number"] = rng.random((3, 4))
    counts = rng.integers(0, 9, (2, 3, 4)).astype(np.int32)
    return Small(rows, squares, counts, Numbers(True, 2.5, 3))


@numba.njit(**OPTIONS)
def _change(w):
    """Write to each kind of table."""
    w.rows[0] = w.rows[1]
    for i in range(w.rows.shape[0]):
        w.rows.small[i] += 1  # wraps round at 256
        w.rows.flag[i] = not w.rows.flag[i]
        w.rows.number[np.uint8(i)] *= w.rules.factor
    w.squares.number[2, np.int32(1)] = w.rows.number[w.rules.most]
    w.counts[1, 2, 3] += w.rules.most
    if w.rules.switched_on:
        row = w.rows[4]
        w.rows.key[2] = row.key
    return w.squares.shape[0] * 10 + w.squares.shape[1]


@numba.njit(**OPTIONS)
def _lay_out(world, place):
    return lay(world, place)


def placed(world: Small) -> Placed:
    """Lay a world out."""
    return Placed(world).of(world, _lay_out)


@numba.njit(**OPTIONS)
def _slice(w):
    return w.rows[1:]


@numba.njit(**OPTIONS)
def _fetch(w):
    fetch(w.rows, 3)


def test_a_fetched_row_is_asked_of_the_memory_and_stays_as_it_is() -> None:
    fetched = small()
    _fetch(placed(fetched))
    assert all(
        a.tobytes() == b.tobytes()
        for a, b in zip(small(), fetched, strict=True)
        if isinstance(a, np.ndarray)
    )
    assert "llvm.prefetch" in next(iter(_fetch.inspect_llvm().values()))


@numba.njit(**OPTIONS)
def _fetch_line(w):
    fetch_line(w.rows, 3)


def test_one_line_of_a_row_is_one_question_to_the_memory() -> None:
    _fetch_line(placed(small()))
    asked = next(iter(_fetch_line.inspect_llvm().values()))
    assert asked.count("call void @llvm.prefetch") == 1


def test_what_is_written_through_the_address_is_what_numba_writes_to_the_arrays() -> None:
    plain, addressed = small(), small()
    assert _change(plain) == _change(placed(addressed)) == 34
    for name in ("rows", "squares", "counts"):
        before = getattr(small(), name)
        assert getattr(plain, name).tobytes() == getattr(addressed, name).tobytes()
        assert before.tobytes() != getattr(addressed, name).tobytes()


def test_a_table_with_gaps_is_refused_before_anything_is_read() -> None:
    gaps = small()._replace(rows=np.zeros(10, ROW)[::2])
    with pytest.raises(Exception, match="contiguous"):
        _change(placed(gaps))


def test_there_are_no_slices() -> None:
    with pytest.raises(numba.TypingError):
        _slice(placed(small()))


def test_a_place_that_is_too_small_is_left_as_it_is() -> None:
    place = np.zeros(8, np.uint8)
    assert _lay_out(small(), place) > len(place)
    assert not place.any()


def test_a_world_is_laid_out_once_until_it_is_another_one() -> None:
    calls = []

    def lay_out(world: Small, place: Any) -> int:
        calls.append(world)
        return int(_lay_out(world, place))

    first, second = small(), small()
    where = Placed(first)
    for world in (first, first, second):
        assert _change(where.of(world, lay_out)) == 34
    assert [world is first for world in calls] == [True, True, False]  # first to learn the size
    assert first.counts[1, 2, 3] == small().counts[1, 2, 3] + 6
    assert second.counts[1, 2, 3] == small().counts[1, 2, 3] + 3


def test_numba_has_the_private_methods_that_spare_most_of_compiling() -> None:
    """Without them the engine compiles twice as long, and nobody would notice."""
    assert callable(JITCodeLibrary.finalize)
    assert callable(JITCPUCodegen.set_env)
    assert JITCodeLibrary(numba.core.registry.cpu_target.target_context.codegen(), "x")

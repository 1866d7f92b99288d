"""Numbers and texts as readers write them, and places side by side."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qipan.charts.beside import spread
from qipan.charts.letters import joined, width_of, wrap
from qipan.charts.numbers import estimate, number


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (12345.6, "12,346", "12,346"),
        (123456.0, "123,456", "12.3万"),
        (1.5e7, "15 million", "1,500万"),
        (0.00125, "0.00125", "0.00125"),
        (-3.5, "−3.5", "−3.5"),
        (1e-9, "0", "0"),
        (math.nan, "–", "–"),
    ],
)
def test_numbers(value: float, en: str, zh: str) -> None:
    assert number(value, "en") == en
    assert number(value, "zh") == zh


def test_a_sign_is_asked_for_and_zero_has_none() -> None:
    assert number(2.0, "en", signed=True) == "+2"
    assert number(0.0, "en", signed=True) == "0"
    assert number(-0.0004, "en", decimals=2) == "0.00"


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        ((-6.5, -7.1, -5.9), "−6.5 [−7.1, −5.9]"),
        ((0.4, 0.25, 0.55), "0.40 [0.25, 0.55]"),
        ((-12345.6, -15000, -9000), "−12,346 [−15,000, −9,000]"),
        ((2e6, 1.8e6, 2.2e6), "2.00 [1.80, 2.20] million"),
        ((3.0, 3.0, 3.0), "3.00 [3.00, 3.00]"),
        ((3.0, math.nan, math.nan), "3"),
        ((math.nan,) * 3, "–"),
    ],
)
def test_a_mean_has_the_digits_of_its_interval(
    interval: tuple[float, float, float], said: str
) -> None:
    assert estimate(*interval, "en") == said


@given(st.text(st.sampled_from("abc 中文，。（）._-/9")), st.floats(20.0, 200.0))
def test_a_broken_text_fits_and_keeps_its_letters(text: str, width: float) -> None:
    broken = wrap(text, width, 10.0)
    assert all(width_of(line, 10.0) <= width for line in broken.split("\n"))
    assert broken.replace("\n", "").replace(" ", "") == text.replace(" ", "")


def test_breaks_are_where_a_reader_expects_them() -> None:
    assert wrap("solved 91.6% of all", 60.0, 10.0).split("\n")[0] in ("solved", "solved 91.6%")
    lines = wrap("期末：已解决，自行消失。", 45.0, 10.0).split("\n")
    assert not any(line[0] in "，。：" for line in lines)
    assert wrap("one two three four five six", 50.0, 10.0, lines=2).endswith("…")


@pytest.mark.parametrize("mark", list("％‰℃～·，。）】》…"))
def test_no_line_begins_with_a_mark_that_closes(mark: str) -> None:
    text = f"按时办结率为九十{mark}其余办理中" * 3
    for width in range(30, 120, 7):
        assert not any(line.startswith(mark) for line in wrap(text, width, 10.0).split("\n"))


@pytest.mark.parametrize("mark", list("￥＄（【《“"))
def test_no_line_ends_with_a_mark_that_opens(mark: str) -> None:
    text = f"专项经费全年共计{mark}一百万元整" * 3
    for width in range(30, 120, 7):
        assert not any(line.endswith(mark) for line in wrap(text, width, 10.0).split("\n"))


def test_chinese_sentences_follow_one_another_without_a_space() -> None:
    assert joined("zh", "一。", "", "二。") == "一。二。"
    assert joined("en", "One.", "", "Two.") == "One. Two."


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(1, 20)), min_size=1, max_size=12),
    st.booleans(),
)
def test_names_are_moved_apart_and_no_farther_than_needed(
    wanted: list[tuple[float, float]], bounded: bool
) -> None:
    wanted.sort()
    at, heights = zip(*wanted, strict=True)
    low = 0.0 if bounded else -math.inf
    places = np.array(spread(at, heights, low, 1000.0))
    gaps = np.diff(places) - (np.array(heights[1:]) + heights[:-1]) / 2.0
    assert (gaps >= -1e-9).all()
    assert (places - np.array(heights) / 2.0 >= low - 1e-9).all()
    if not bounded and len(at) > 1 and (np.diff(at) >= max(heights)).all():
        assert np.allclose(places, at)


def test_ticks_are_told_from_their_neighbours() -> None:
    ticks = [number(value, "zh", step=200.0) for value in (169000.0, 169200.0, 169400.0)]
    assert ticks == ["16.9万", "16.92万", "16.94万"]
    assert number(1_000_500.0, "en", step=500.0) == "1.0005 million"
    assert number(0.25, "en", step=0.05) == "0.25"

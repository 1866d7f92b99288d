"""Names that differ still differ when they are cut, at any width that allows it."""

from hypothesis import given
from hypothesis import strategies as st

from qipan.charts.cut_names import MORE, cut_names
from qipan.charts.letters import width_of
from qipan.charts.named import in_lines

PARTS = (
    "改革方案",
    "网格员下沉",
    "不",
    "巡查",
    "加倍",
    "减半",
    "（一）",
    "plan ",
    "patrol ",
    "10",
    "15",
)
NAMES = st.lists(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=12).map("".join),
    min_size=2,
    max_size=9,
    unique_by=lambda name: " ".join(name.split()),
)


@given(NAMES, st.integers(4, 40))
def test_names_that_differ_stay_distinct(names: list[str], width: int) -> None:
    cut = cut_names(names, lambda text: len(text) <= width)
    assert len(set(cut)) == len(names)
    assert all(len(text) <= width for text in cut)
    assert all(text == name for text, name in zip(cut, names, strict=True) if len(name) <= width)


@given(NAMES, st.floats(24.0, 300.0), st.integers(1, 3))
def test_names_stay_distinct_on_a_chart(names: list[str], width: float, lines: int) -> None:
    broken = in_lines(names, width, 10.0, lines)
    assert len(set(broken)) == len(names)
    assert all(text.count("\n") < lines and width_of(text, 10.0) <= width for text in broken)


@given(NAMES, st.integers(4, 40))
def test_names_stay_distinct_without_the_letters_a_font_lacks(names: list[str], width: int) -> None:
    def shown(text: str) -> str:
        return text.translate(dict.fromkeys(map(ord, "加减"), "□"))

    cut = cut_names(names, lambda text: len(text) <= width, shown)
    different = len({shown(name) for name in names})
    assert len(set(map(shown, cut))) >= different


def test_the_part_that_differs_is_what_is_kept() -> None:
    names = [f"福鼎市街道社区治理改革综合方案（网格员{way}）" for way in ("下沉", "轮岗", "不变")]
    cut = cut_names(names, lambda text: len(text) <= 10)
    assert [way in text for way, text in zip(("下沉", "轮岗", "不变"), cut, strict=True)] == [
        True
    ] * 3
    assert all(text.startswith("福") and MORE in text for text in cut)
    numbers = [f"full-time cadres in each community: {n} of them" for n in (10, 15, 105)]
    cut = cut_names(numbers, lambda text: len(text) <= 16)
    assert all(str(n) in text for n, text in zip((10, 15, 105), cut, strict=True))


def test_names_that_differ_twice_keep_both_places() -> None:
    names = [
        f"every community gets {cadres} cadres, and its office stays open until {hour} o'clock"
        for cadres in (1, 2)
        for hour in (18, 20)
    ]
    cut = cut_names(names, lambda text: len(text) <= 24)
    assert len(set(cut)) == 4
    assert all(str(hour) in text for hour, text in zip((18, 20, 18, 20), cut, strict=True))


def test_a_name_alone_loses_its_end_and_equal_names_are_cut_alike() -> None:
    assert cut_names(["a long name", "a long name"], lambda text: len(text) <= 7) == ["a long…"] * 2


def test_without_any_room_names_are_numbered() -> None:
    names = [f"同样开头的方案{end}并保持其他不变" for end in ("甲一", "甲二", "乙一")]
    assert cut_names(names, lambda text: len(text) <= 3) == ["[1]", "[2]", "[3]"]

"""Words in two languages: counts that agree, and Chinese spacing."""

import pytest

from qipan.counted import Count, counted
from qipan.words import Words

BETWEEN = Words.of("between {low} and {high}", "介于 {low} 与 {high} 之间")
TIGHT = Words.of("", "介于 {low}与 {high}之间")


@pytest.mark.parametrize("words", [BETWEEN, TIGHT])
def test_a_number_has_spaces_on_both_sides_and_a_unit_none(words):
    assert words.say("zh", low="0.377", high="0.573") == "介于 0.377 与 0.573 之间"
    assert words.say("zh", low="3 天", high="4 天") == "介于 3 天与 4 天之间"
    assert words.say("zh", low="−3%", high="+4%") == "介于 −3% 与 +4% 之间"


def test_punctuation_and_quotes_take_no_space():
    words = Words.of("", "{metric}为 {value}（{interval}）。“{name}”较好。")
    said = words.say("zh", metric="负荷", value="1.2", interval="95% 区间", name="A方案")
    assert said == "负荷为 1.2（95% 区间）。“A方案”较好。"
    assert words.say("zh", metric="p90", value="无", interval="无", name="乙") == (
        "p90 为无（无）。“乙”较好。"
    )


def test_a_count_chooses_its_word():
    words = Words.of("{n} {n:world is|worlds are} left out", "{n} 个情形未计入")
    assert words.say("en", n=1) == "1 world is left out"
    assert words.say("en", n=0) == "0 worlds are left out"
    assert words.say("en", n=2) == "2 worlds are left out"
    assert words.say("zh", n=1) == "1 个情形未计入"
    assert f"{Count(1234):,}" == "1,234" and f"{Count(1234):it|all #}" == "all 1,234"
    assert [counted(n, "point") for n in (0, 1, 2)] == ["0 points", "1 point", "2 points"]


def test_words_without_fields_are_left_alone():
    assert Words.of("{", "{").say("en") == "{"

import pytest

import qipan
from qipan.report.parts.differences import differences_section, differences_table, unique


def test_switches_and_numbers_that_differ_are_listed_and_no_others(tiny):
    other = tiny.revise(
        {"name": "other", "policy.burden.on": True, "closure.false_share.value": 0.2}
    )
    frame = differences_table([tiny, other], "en").frame
    assert set(frame["key"]) == {"policy.burden.on", "closure.false_share"}
    row = frame[frame["key"] == "policy.burden.on"].iloc[0]
    assert list(row)[:3] == ["burden relief: in force", "no", "yes"]


def test_in_chinese_the_mechanisms_have_the_names_of_the_cases(tiny):
    other = tiny.revise({"policy.councils.on": True})
    frame = differences_table([tiny, other], "zh").frame
    assert frame.iloc[0, 0] == "议事会：启用"


def test_equal_scenarios_are_said_to_be_equal(tiny):
    section = differences_section([tiny, tiny], "en")
    assert section.tables == () and "the same" in section.paragraphs[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_before_and_after_of_a_city_differ_in_its_mechanisms(language):
    scenarios = [qipan.load(f"scenarios/{name}.yaml") for name in ("fuding_before", "fuding")]
    frame = differences_table(scenarios, language).frame
    assert len(frame) == 13 and frame.shape[1] == 4


def test_columns_of_one_name_are_told_apart():
    assert unique(["a", "a", "b", "a"]) == ["a", "a (2)", "b", "a (3)"]

import pytest

from qipan.report.glossary import STATUSES
from qipan.report.parts.provenance import inputs_table, provenance_section
from qipan.report.parts.structure import VALUES, WHAT, structure_table
from qipan.scenario.grounds import grounds
from qipan.scenario.provenance import STATUSES as ALL_STATUSES
from qipan.units import CHINESE, unit


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_is_listed_once(tiny, language):
    table = inputs_table([tiny], language)
    assert sorted(table.frame.iloc[:, 0]) == sorted(row.key for row in tiny.provenance)
    assert table.most_rows is None


def test_the_doubtful_come_first_the_widest_range_before_the_others(tiny):
    frame = inputs_table([tiny], "en").frame
    statuses = list(dict.fromkeys(frame["status"]))
    assert statuses.index("assumed") < statuses.index("literature") < statuses.index("chosen")
    assumed = frame[frame["status"] == "assumed"]
    low, high = assumed["range, low"], assumed["range, high"]
    width = (high - low) / ((low.abs() + high.abs()) / 2)
    assert width.is_monotonic_decreasing


def test_the_influential_come_first_where_influence_was_measured(tiny):
    key = "closure.false_share"
    frame = inputs_table([tiny], "en", {key: 0.9}).frame
    assert frame.iloc[0]["key"] == key and frame.iloc[0]["influence"] == 0.9


def test_a_number_that_scenarios_share_is_listed_once(tiny):
    other = tiny.revise({"name": "other", "closure.false_share.value": 0.2})
    frame = inputs_table([tiny, other], "en").frame
    assert len(frame) == len(tiny.provenance) + 1
    shared = frame[frame["key"] == "closure.false_share"]
    assert sorted(shared["scenario"]) == ["other", "tiny"]
    assert set(frame[frame["key"] != "closure.false_share"]["scenario"]) == {"all"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_numbers_of_blocks_that_are_off_are_not_counted_among_those_that_act(tiny, language):
    said = provenance_section([tiny], language).paragraphs[0]
    counted = grounds(tiny)
    assert counted.inactive > 0 and f"{counted.inactive}" in said
    assert f"{sum(counted.acting.values())}" in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_structural_assumptions_are_listed_with_what_could_also_be(tiny, language):
    other = tiny.revise({"name": "other", "desks.community.order": "shortest"})
    table = structure_table([tiny, other], language)
    frame = table.frame.set_index(table.frame.columns[-1])
    rows = frame.loc[["desks.community.order"]]
    assert len(rows) == 2 and set(rows.iloc[:, 3]) == {"tiny", "other"}
    assert frame.loc["closure.month_end.on"].iloc[1] == {"en": "no", "zh": "否"}[language]
    assert "closure.month_end.easy_first" not in frame.index, "it acts only with the other"
    names = [each.name for each in provenance_section([tiny], language).tables]
    assert table.name in names


def test_every_structural_key_and_value_has_its_words(tiny):
    from qipan.scenario.structure import structure

    on = tiny.revise({"closure.month_end.on": True})
    assert {each.key for each in structure(on)} == set(WHAT)
    assert {level for each in structure(on) for level in each.levels} == set(VALUES)


def test_sources_have_title_publisher_and_date(tiny):
    sources = provenance_section([tiny], "zh").tables[2].frame
    assert len(sources) == len(tiny.document.sources)
    assert not (sources[["标题", "发布者", "日期"]] == "").any().any()


def test_every_status_and_unit_has_a_chinese_name(tiny):
    from qipan.outcomes.metrics import METRICS

    assert set(STATUSES) == set(ALL_STATUSES)
    units = {row.unit for row in tiny.provenance} | {metric.unit for metric in METRICS.values()}
    assert units - {""} <= set(CHINESE)
    assert unit("days", "zh") == "天" and unit("days", "en") == "days"

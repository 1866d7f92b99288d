"""Windows: the scenario's own targets and tables of one's own."""

import pytest

from qipan.scenario import ScenarioError, load
from qipan.studies.calibration.windows import windows_of

HEAD = "target,metric,low,high,source\n"


@pytest.fixture(scope="module")
def fuding():
    return load("fuding")


@pytest.fixture
def table(tmp_path):
    def write(text, encoding="utf-8"):
        file = tmp_path / "bulletin.csv"
        file.write_bytes(text.encode(encoding))
        return str(file)

    return write


def test_all_targets_of_the_scenario_stand_where_none_is_named(fuding):
    assert [one.name for one in windows_of(fuding)] == list(fuding.document.targets)


def test_targets_are_taken_by_name_and_from_tables(fuding, table):
    text = HEAD + "满意度,satisfied_share,80,,公报\n"
    found = windows_of(fuding, ["repeats", table(text, "utf-8-sig")])
    assert [one.name for one in found] == ["repeats", "满意度"]
    assert found[1].low == 80.0
    assert found[1].high == float("inf")
    assert found[1].unit == "%"


def test_the_table_that_targets_writes_is_taken(fuding, table):
    text = "target,metric,title,unit,window_low,window_high\nrep,repeat_share,Repeats,%,5,30\n"
    (window,) = windows_of(fuding, [table(text)])
    assert (window.low, window.high) == (5.0, 30.0)


@pytest.mark.parametrize(
    ("rows", "key", "said"),
    [
        ("x,no_metric,1,2,\n", "metric", "no metric of the city is named 'no_metric'"),
        ("x,load,three,2,\n", "low", "found 'three'"),
        ("x,load,3,2,\n", "low", "low 3 is above high 2"),
        ("x,load,,,\n", "low", "a window needs one end at least"),
    ],
)
def test_a_bad_row_is_told_with_its_line(fuding, table, rows, key, said):
    file = table(HEAD + "fine,load,0,1,\n" + rows)
    with pytest.raises(ScenarioError) as told:
        windows_of(fuding, [file])
    (fault,) = told.value.faults
    assert (fault.file, fault.line, fault.key) == (file, 3, key)
    assert said in fault.found


@pytest.mark.parametrize(
    ("text", "said"),
    [("target,metric,low\n", "no column high"), (HEAD, "a header and no row")],
)
def test_what_is_no_table_of_windows_is_refused(fuding, table, text, said):
    with pytest.raises(ScenarioError, match=said):
        windows_of(fuding, [table(text)])


def test_unknown_names_and_missing_files_are_told_at_once(fuding):
    with pytest.raises(ScenarioError) as told:
        windows_of(fuding, ["repeat", "none.csv", "repeats", "repeats"])
    said = str(told.value)
    assert "no target named 'repeat'" in said
    assert "repeats" in said
    assert "none.csv" in said
    assert "two targets have this name" in said


def test_a_scenario_without_targets_needs_a_table():
    with pytest.raises(ScenarioError, match="no targets"):
        windows_of(load("tiny"))

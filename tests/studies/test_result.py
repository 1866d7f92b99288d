"""Every study hands back a result: tables, an answer, charts, a report, and a folder."""

import json

import pandas as pd
import pytest

import qipan
from qipan.studies.attribution.attribute import Request, attribute

TINY = qipan.load("tiny").revise({"horizon.days": 10, "horizon.warm_up_days": 0})
EASED = TINY.revise({"name": "eased", "policy.burden.on": True})


def studies():
    return {
        "runs": qipan.replicate(TINY, n=2),
        "comparison": qipan.compare([TINY, EASED], n=2, metrics=["load", "backlog_end"]),
        "attribution": attribute(TINY, EASED, Request(("backlog_end",), replications=2)),
    }


@pytest.fixture(scope="module")
def results():
    return studies()


@pytest.mark.parametrize("study", ["runs", "comparison", "attribution"])
def test_the_folder_holds_the_tables_and_a_reader_sees_both_languages(results, study, tmp_path):
    found = results[study]
    folder = found.save(tmp_path / study, report=False, language="zh")
    for name, table in found.tables.items():
        written = pd.read_csv(folder / f"{name}.csv")
        assert list(written.columns) == list(table.frame.columns)
        english, chinese = (list(table.said(language).frame.columns) for language in ("en", "zh"))
        assert len(english) == len(set(english)) == len(chinese) == len(set(chinese))
        assert not set(english) & set(chinese) or not table.columns
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [each["name"] for each in said["scenarios"]] == [s.name for s in found.scenarios]
    assert found.complete and (folder / "charts").is_dir()


@pytest.mark.parametrize("study", ["runs", "comparison", "attribution"])
def test_answer_cautions_and_charts_are_those_of_the_report(results, study):
    found = results[study]
    report = found.report("zh", "qipan")
    assert found.answer("zh") == report.answer and found.answer("en") != report.answer
    assert len(found.cautions()) == len(found.cautions("zh"))
    assert found.cautions() or study == "attribution"  # nothing stands in the way of its reading
    names = [chart.name for chart in report.charts]
    assert found.plot(names[-1]).axes and found.plot().axes
    with pytest.raises(LookupError, match=f"no chart named 'backlogg'; there are: {names[0]}"):
        found.plot("backlogg")


@pytest.mark.parametrize("study", ["runs", "comparison", "attribution"])
def test_the_end_of_an_interval_has_one_name(results, study):
    for table in results[study].tables.values():
        assert not any("ci_" in name or "simultaneous" in name for name in table.frame.columns)

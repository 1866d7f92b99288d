"""`qipan fit` as it is typed."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from qipan.cli import app
from qipan.fit.ensemble import read
from qipan.fit.fit import Settings, fit_ledger
from qipan.fit.world.times import times_of
from qipan.imports.ledgers.ledger import write_ledger
from qipan.runs.replication import simulate
from qipan.scenario import ScenarioError, load
from qipan.scenario.physical import BY_UNIT

from .made import AREAS, KINDS, made_frame, made_ledger


def typed(folder, frame, *words):
    write_ledger(made_ledger(frame), folder / "ledger.parquet")
    words = ["fit", str(folder / "ledger.parquet"), "--out", str(folder / "out"), *words]
    return CliRunner().invoke(app, words)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fit")
    frame = made_frame()
    done = typed(folder, frame, "--draws", "3", "--lang", "zh")
    assert done.exit_code == 0, done.output
    return folder / "out", done.output


def test_scenario_and_draws_are_scenarios_with_the_ledger_as_their_source(fitted):
    folder, _ = fitted
    scenario = load(folder / "scenario.yaml")
    assert scenario.document.horizon.days == 365
    assert [place.id for place in scenario.document.city.communities] == sorted(
        AREAS, key=[p.id for p in scenario.document.city.communities].index
    )
    members = read(folder / "ensemble")
    assert [member.seed for member in members] == [1, 2, 3]
    assert sum(member.weight for member in members) == pytest.approx(1)
    levels = {m.scenario.document.issues.levels.factor for m in members}
    assert len(levels) == 3
    assert sum(member.weight for member in read(folder / "ensemble", draws=2)) == pytest.approx(1)


def test_births_are_those_of_the_ledger(fitted):
    folder, _ = fitted
    births = pd.read_csv(folder / "births.csv")
    assert births["births_per_year"].sum() == pytest.approx(len(made_frame()) / 420 * 365, rel=0.15)


def test_no_number_of_staff_or_work_comes_from_a_ledger(fitted):
    folder, _ = fitted
    document = load(folder / "scenario.yaml").document
    assert document.desks.department.staff_per_desk >= 1000
    told = json.loads((folder / "fit.json").read_text("utf-8"))
    assert told["identified"]["staff"] == "no" and told["identified"]["load"] == "no"
    text = (folder / "scenario.yaml").read_text("utf-8")
    block = text[text.index("staff_per_desk") : text.index("ticket_share")]
    assert "assumed" in block and "derived" not in block


def test_the_proof_stands_beside_naive_methods(fitted):
    folder, output = fitted
    table = pd.read_csv(folder / "validation.csv")
    assert set(table["method"]) == {"fit", "seasonal_naive", "weeks_bootstrap", "kaplan_meier"}
    for grain in ("day", "week", "month", "kind x month", "area x month", "kind x quarter"):
        assert grain in set(table["grain"])
    assert "往年同期" in output and "不能" in output
    for name in ("report.html", "report.docx"):
        assert (folder / name).stat().st_size > 1000


def test_the_same_requests_in_another_order_give_the_same_bytes(fitted, tmp_path):
    folder, _ = fitted
    frame = made_frame().sample(frac=1, random_state=5)
    assert typed(tmp_path, frame, "--draws", "3", "--lang", "zh").exit_code == 0
    for file in ("scenario.yaml", "births.csv", "levels.csv", "validation.csv"):
        assert (folder / file).read_bytes() == (tmp_path / "out" / file).read_bytes(), file
    for file in sorted((folder / "ensemble").iterdir()):
        assert file.read_bytes() == (tmp_path / "out" / "ensemble" / file.name).read_bytes()


def short():
    return made_frame(days=40)


def backwards():
    frame = made_frame(days=200)
    wrong = np.arange(len(frame)) % 5 == 0
    frame.loc[wrong, "closed_at"] = frame.loc[wrong, "opened_at"] - pd.Timedelta(days=3)
    frame.loc[wrong, "ending"] = "closed"
    return frame


def gap():
    frame = made_frame(days=200)
    day = (frame["opened_at"] - frame["opened_at"].min()).dt.days
    return frame[(day < 80) | (day > 95)]


def addresses():
    frame = made_frame(days=200)
    frame["kind"] = [f"kind {n % 300}" for n in range(len(frame))]
    return frame


def another_year():
    frame = made_frame(days=600)
    later = frame["opened_at"].dt.year > 2022
    frame.loc[later, "kind"] = "new " + frame.loc[later, "kind"]
    return frame


@pytest.mark.parametrize(
    ("frame", "words", "said"),
    [
        (short, (), "eight weeks"),
        (backwards, (), "before their opening"),
        (gap, (), "gaps of a week"),
        (addresses, (), "--kind-level"),
        (another_year, (), "categories changed between 2022 and 2023"),
        (short, ("--frame", "closed"), "--frame: found closed"),
        (short, ("--frame", "open_at_start:May"), "after open_at_start: must be a date"),
        (short, ("--until", "May"), "--until: found May"),
        (short, ("--until", "2021-05-01"), "no row is left"),
        (short, ("--kind-level", "2"), "no level 2"),
        (short, ("--residents", "none.csv"), "--residents"),
        (short, ("--staff", "none.csv"), "there is no such file"),
        (short, ("--status-on", "May"), "--status-on: found May"),
        (lambda: made_frame(days=200), ("--holidays", "XX"), "no calendar of XX"),
    ],
)
def test_bad_input_is_told_and_nothing_written(tmp_path, frame, words, said):
    done = typed(tmp_path, frame(), *words)
    assert done.exit_code == 2, done.output
    assert said in done.output
    assert not (tmp_path / "out").exists()


def test_all_faults_are_told_at_once(tmp_path):
    areas = tmp_path / "areas.csv"
    areas.write_text("区域,人口\n西潞街道,50000\n", encoding="utf-8")
    frame = gap()
    frame["kind"] = [f"kind {n % 300}" for n in range(len(frame))]
    done = typed(tmp_path, frame, "--residents", str(areas))
    assert done.exit_code == 2
    for said in ("gaps of a week", "--kind-level", "拱辰街道"):
        assert said in done.output
    assert "超过" not in done.output
    done = typed(tmp_path, frame, "--residents", str(areas), "--lang", "zh")
    assert done.exit_code == 2
    for said in ("超过", "--kind-level", "拱辰街道"):
        assert said in done.output
    assert "gaps of a week" not in done.output


def test_a_file_that_is_no_ledger_is_refused(tmp_path):
    (tmp_path / "ledger.parquet").write_text("id,opened_at\n")
    done = CliRunner().invoke(
        app, ["fit", str(tmp_path / "ledger.parquet"), "--out", str(tmp_path / "out")]
    )
    assert done.exit_code == 2 and "qipan import ledger" in done.output


def test_quiet_weeks_and_a_sample_are_taken_as_told(tmp_path):
    write_ledger(made_ledger(made_frame()), tmp_path / "l.parquet")
    whole = fit_ledger(made_ledger(made_frame()), Settings(draws=2))
    tenth = fit_ledger(made_ledger(made_frame()), Settings(draws=2, sample=0.1))
    np.testing.assert_allclose(tenth.drawn.births, 10 * whole.drawn.births)
    assert tenth.arrivals.factor.city == whole.arrivals.factor.city
    assert whole.requests.kinds == tuple(sorted(KINDS, key=whole.requests.kinds.index))


def test_an_ensemble_that_is_none_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="cannot be read"):
        read(tmp_path)
    (tmp_path / "index.csv").write_text("draw,file,seed\n1,a.yaml,1\n")
    with pytest.raises(ScenarioError, match="no column weight"):
        read(tmp_path)
    (tmp_path / "index.csv").write_text("draw,file,weight,seed\n1,a.yaml,0.5,1\n")
    with pytest.raises(ScenarioError, match="sum to 1"):
        read(tmp_path)


def test_waits_that_are_hardly_known_are_written_so_that_they_can_be_read(tmp_path):
    whole = fit_ledger(made_ledger(made_frame(days=120)), Settings(draws=2))
    wild = replace(whole.drawn, wait=whole.drawn.wait * 1e12)
    points = times_of(wild, 0, 1)["outside_wait"]["wait_days"]["points"]["value"]
    assert max(days for _, days in points) <= BY_UNIT["days"].high


def test_what_was_open_when_a_ledger_begins_is_no_arrival():
    """Old rows are there only because they took long: they tell of long times alone."""
    frame = made_frame(days=300)
    start = pd.Timestamp("2022-04-01")
    fresh = frame[frame["opened_at"] >= start]
    old = frame[(frame["opened_at"] < start) & ~(frame["closed_at"] < start)]
    since = Settings(draws=2, since=np.datetime64("2022-04-01"))
    both = fit_ledger(made_ledger(pd.concat([old, fresh], ignore_index=True)), since)
    alone = fit_ledger(made_ledger(fresh), Settings(draws=2))
    np.testing.assert_array_equal(both.drawn.births, alone.drawn.births)
    np.testing.assert_array_equal(both.drawn.level, alone.drawn.level)
    middle = both.drawn.wait.shape[2] // 2
    np.testing.assert_allclose(
        both.drawn.wait[..., middle], alone.drawn.wait[..., middle], rtol=0.2
    )
    assert both.earlier is not None and alone.earlier is None


def test_rows_that_tell_only_of_a_deadline_are_arrivals_alone():
    frame = made_frame(days=200)
    frame["status"] = np.where(frame["closed_at"].notna(), "closed_in_time", "open")
    frame[["closed_at", "ending"]] = [pd.NaT, None]
    fit = fit_ledger(made_ledger(frame), Settings(draws=2))
    assert fit.closing is None and fit.elasticity is None
    assert any("whether a deadline was met" in each.en for each in fit.warnings)


def test_requests_come_on_the_days_of_the_ledger_not_when_an_office_opens(fitted):
    """Weekends have half of a working day's: what waits for Monday would come a second time."""
    folder, _ = fitted
    text = (folder / "scenario.yaml").read_text("utf-8")
    (folder / "run.yaml").write_text(text.replace("warm_up_days: 420", "warm_up_days: 0"), "utf-8")
    opened = pd.to_datetime(simulate(folder / "run.yaml").ledger()["opened"])
    day = opened.dt.dayofweek.value_counts(normalize=True)
    asked = pd.to_datetime(made_frame()["opened_at"]).dt.dayofweek.value_counts(normalize=True)
    assert day[[5, 6]].sum() == pytest.approx(asked[[5, 6]].sum(), abs=0.03)
    assert day[0] == pytest.approx(asked[0], abs=0.03)

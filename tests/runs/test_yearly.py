"""Results by year: nothing is lost, nothing is counted twice, a single year has no such table."""

import datetime
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.runs.yearly import METRICS, yearly_values, years_of
from qipan.scenario.horizon import years_without_holidays
from qipan.scenario.standing import standing

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TINY = qipan.load(SCENARIOS / "tiny.yaml")
LONG = TINY.revise(
    {
        "horizon": {"start": "2019-03-01", "days": 396, "warm_up_days": 10},
    }
)


@pytest.fixture(scope="module")
def found():
    grown = LONG.revise({"name": "grown", "growth": {"demand_shares": [0.8]}})
    return qipan.compare([LONG, grown], n=2)


def test_years_cover_the_horizon_once(found) -> None:
    runs = found.of("tiny")
    years = years_of(runs)
    assert [year.days for year in years] == [366, 30]
    assert years[1].first == datetime.date(2020, 3, 1)
    values = yearly_values(runs)
    for row, replication in enumerate(runs.replications):
        daily = replication.daily[replication.daily["measured"]]
        for metric, name in (("born_per_year", "born"), ("closed_per_year", "closed")):
            rates = values[row, :, METRICS.index(metric)]
            counted = sum(rate * year.days / 365.0 for rate, year in zip(rates, years, strict=True))
            assert counted == pytest.approx(daily[name].sum())
        end = values[row, 1, METRICS.index("backlog_end")]
        assert end == replication.table["backlog_end"]


def test_a_comparison_tells_years_and_what_changes_in_each(found) -> None:
    table = found.tables["years"].frame
    both = table.pivot_table("mean", ["year", "metric"], "scenario", sort=False)
    change = table[table["scenario"] == "grown"].set_index(["year", "metric"])["difference"]
    assert change.to_numpy() == pytest.approx((both["grown"] - both["tiny"]).to_numpy())
    born = change.xs("born_per_year", level="metric")
    assert born[2] > born[1] > 0  # births rise more in the second year
    assert table.loc[table["scenario"] == "tiny", "difference"].isna().all()
    assert len(table) == 2 * 2 * len(METRICS)
    for language, heading in (("en", "Year by year"), ("zh", "逐年情况")):
        sections = {each.heading: each for each in found.report(language).sections}
        assert len(sections[heading].tables[0].frame) == len(table)


def test_a_single_year_has_no_such_table() -> None:
    runs = qipan.replicate(TINY, 2)
    assert set(runs.tables) == {"summary"}


@pytest.mark.parametrize(
    ("days", "closed", "named"),
    [
        (365, [], []),
        (731, [], [2019, 2020, 2021]),
        (731, ["2019-10-01", "2021-10-01"], [2020]),
        (731, ["2019-10-01", "2020-10-01", "2021-10-01"], []),
    ],
)
def test_no_year_without_holidays_is_passed_over(days, closed, named) -> None:
    horizon = {"start": "2019-03-01", "days": days, "warm_up_days": 0}
    scenario = TINY.revise({"horizon": horizon, "public_holidays.closed": closed})
    assert years_without_holidays(scenario.document) == named
    told = {stand.name: stand for stand in standing(scenario)}
    assert ("no_holidays" in told) == bool(named)
    if named:
        assert ", ".join(map(str, named)) in told["no_holidays"].sentence


def test_a_year_begins_on_its_day_even_after_a_leap_day() -> None:
    horizon = TINY.revise({"horizon": {"start": "2020-02-29", "days": 800, "warm_up_days": 0}})
    horizon = horizon.document.horizon
    assert horizon.year_begins(1) == datetime.date(2021, 2, 28)
    assert np.isclose((horizon.year_begins(4) - horizon.start).days, 1461)

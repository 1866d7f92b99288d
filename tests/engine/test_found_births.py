"""Births shaped by data: levels, holidays, slow factors, shocks at random, recorded arrivals."""

import math

import numpy as np
import pytest
from scipy.stats import poisson

import qipan
from qipan.city import build_city
from qipan.city.draws import seed_key
from qipan.engine import codes
from qipan.engine.build import build_world
from qipan.engine.intensity import slow_factor
from qipan.engine.purposes import P_SLOW_CITY
from qipan.engine.shocks import held_reports, shocks_of
from qipan.scenario.catalogue import SlowFactor

from .conftest import same_records, total

BETWEEN = 0.9995  # two-sided intervals of 99.9 %
TINY = qipan.load("tiny")
CALM = TINY.revise(
    {
        "horizon": {"start": "2019-02-01", "days": 59, "warm_up_days": 0},
        "issues.city_factor.variance.value": 0,
        "issues.city_factor.variance.range": [0, 1],
        "issues.kind_factor.variance.value": 0,
        "issues.kind_factor.variance.range": [0, 1],
        "issues.rate_factor": 4,
    }
)
KINDS = list(CALM.document.issues.kinds)
FEBRUARY, MARCH = range(28), range(28, 59)
ID = {"en": "x", "zh": "x"}


def candidates(scenario, seed):
    """Births that disorder may still thin, and their expected number by cell and day."""
    document = scenario.regimes[0].document
    city = build_city(document)
    _, births, _ = build_world(document, city, seed)
    daily = np.diff(births.levels[:, :: 24 * births.per_hour], axis=1)
    expected = births.cells["rate"][:, None] * daily[births.cells["level"]]
    return births.window(0, document.horizon.total_days * 24), expected


def counts(scenario, seeds):
    """Births by cell and day, summed over seeds; the expected number of one."""
    found = np.zeros(0)
    for seed in seeds:
        table, expected = candidates(scenario, seed)
        day = (table["time"] // 24).astype(int)
        new = np.bincount(table["cell"] * 59 + day, minlength=expected.size)
        found = new if not found.size else found + new
    return found.reshape(expected.shape), expected


def covers(mean, number):
    return poisson.ppf(1 - BETWEEN, mean) <= number <= poisson.ppf(BETWEEN, mean)


def levels(**columns):
    return CALM.revise({"issues.levels": columns})


def test_births_by_month_and_kind_meet_the_levels() -> None:
    twice, half = KINDS[KINDS.index("noise")], KINDS[KINDS.index("parking")]
    scenario = levels(
        month=["2019-02", "2019-03"] * 3,
        kind=[twice, twice, half, half, "", ""],
        factor=[2.0, 3.0, 0.5, 0.0, 1.0, 1.5],
    )
    found, _ = counts(scenario, range(6))
    _, usual = counts(CALM, range(1))
    of_kind = {name: np.arange(len(found)) % len(KINDS) == n for n, name in enumerate(KINDS)}
    for kind, february, march in ((twice, 2.0, 4.5), (half, 0.5, 0.0), ("enquiry", 1.0, 1.5)):
        rows = of_kind[kind]
        for days, factor in ((FEBRUARY, february), (MARCH, march)):
            mean = 6 * factor * usual[rows][:, days].sum()
            assert covers(mean, found[rows][:, days].sum())
    assert found[of_kind[half]][:, MARCH].sum() == 0


def test_levels_of_an_area_are_its_own_and_multiply_those_of_the_city() -> None:
    scenario = levels(
        month=["2019-02", "2019-03"] * 3,
        area=["", "", "s001", "s001", "c0002", "c0002"],
        factor=[2.0, 1.0, 1.5, 1.0, 3.0, 0.0],
    )
    _, expected = counts(scenario, range(1))
    _, usual = counts(CALM, range(1))
    ratio = expected / np.where(usual > 0.0, usual, np.nan)
    first, second = np.nanmean(ratio[: len(KINDS)], axis=0), np.nanmean(ratio[len(KINDS) :], axis=0)
    assert first == pytest.approx([3.0] * 28 + [1.0] * 31)
    assert second == pytest.approx([9.0] * 28 + [0.0] * 31)


def test_levels_of_one_everywhere_and_neutral_factors_are_as_if_absent() -> None:
    neutral = {
        "issues.levels": {
            "month": ["2019-02", "2019-03", "2019-02", "2019-03"],
            "area": ["", "", "c0001", "c0001"],
            "factor": [1.0] * 4,
        },
        "issues.community_births": {"community": ["c0001"], "kind": ["noise"], "factor": [1.0]},
        "issues.slow_factor": {"variance": 0, "memory_weeks": 3},
        "issues.kind_factor.variances.noise": 0,
    }
    assert same_records(qipan.simulate(CALM, 3), qipan.simulate(CALM.revise(neutral), 3))


@pytest.mark.parametrize("named", [False, True])
def test_births_on_holidays_and_after_them_meet_their_factors(named) -> None:
    dates = ["2019-02-05", "2019-02-06", "2019-02-07", "2019-02-08"]
    said = {"holidays": {"spring": 0.25}} if named else {"holiday": 0.25}
    said["day_after_holiday"] = 2.0
    profiles = {name: {**said} for name in CALM.document.issues.profiles}
    scenario = CALM.revise(
        {
            "public_holidays": {"closed": dates, "worked": [], "named": {"spring": dates}},
            "issues.profiles": profiles,
        }
    )
    found, _ = counts(scenario, range(6))
    _, usual = counts(CALM, range(1))
    # The 8th is a Friday: the first working day after it is Monday.
    for days, factor in ((range(4, 8), 0.25), ([8, 9], 1.0), ([10], 2.0), (range(11, 59), 1.0)):
        assert covers(6 * factor * usual[:, days].sum(), found[:, days].sum())


def test_births_a_year_of_a_community_do_not_ask_for_residents() -> None:
    places = [name for name in ("c0001", "c0002") for _ in KINDS]
    yearly = [100.0 if name == "c0001" else 300.0 for name in places]
    columns = {"community": places, "kind": KINDS * 2, "births_per_year": yearly}
    scenario = CALM.revise({"issues.community_births": columns, "issues.rate_factor": 1})
    _, few = counts(scenario, range(1))
    _, many = counts(scenario.revise({"city.residents": 12_000}), range(1))
    assert few == pytest.approx(many)
    gain = [1 + kind.disorder_gain * kind.visible for kind in CALM.document.issues.kinds.values()]
    without_months = {name: {"month": [1.0] * 12} for name in CALM.document.issues.profiles}
    _, flat = counts(scenario.revise({"issues.profiles": without_months}), range(1))
    weeks = flat[:, :56].sum(axis=1) / np.tile(gain, 2) * 365 / 56
    assert weeks == pytest.approx(yearly)


def test_recorded_arrivals_are_exactly_those_that_arise() -> None:
    trace = {
        "on": ["2019-02-03", "2019-02-03", "2019-03-30", "2019-02-03"],
        "hour": [8.5, 8.5, 23.9, 0.0],
        "community": ["c0002", "c0002", "c0001", "c0001"],
        "kind": ["noise", "noise", "refuse", "enquiry"],
    }
    scenario = CALM.revise({"issues.trace": trace})
    record = qipan.simulate(scenario, 5).record
    born = [
        (float(row["birth"]), record.city.places.ids[row["community"]], KINDS[row["kind"]])
        for row in record.issues
    ]
    assert born == [
        (48.0, "c0001", "enquiry"),
        (56.5, "c0002", "noise"),
        (56.5, "c0002", "noise"),
        (pytest.approx(57 * 24 + 23.9), "c0001", "refuse"),
    ]
    assert len(set(record.issues["key"].tolist())) == 4
    one_by_one = [
        dict(zip(("on", "hour", "community", "kind"), row, strict=True))
        for row in zip(*trace.values(), strict=True)
    ]
    planted = CALM.revise({"issues.planted": one_by_one, "issues.rate_factor": 0})
    assert same_records(qipan.simulate(planted, 5), qipan.simulate(scenario, 5))


def test_a_slow_factor_has_its_variance_and_its_memory() -> None:
    variance, weeks, seeds = 0.3, 2.0, 400
    factor = SlowFactor(variance=variance, memory_weeks=weeks)
    days = np.arange(737_000, 737_000 + 57)
    paths = np.array(
        [slow_factor(factor, seed_key(s, "x"), P_SLOW_CITY, days) for s in range(seeds)]
    )
    fourth = variance**2 * (3.0 + 6.0 * variance)  # of a gamma number of mean 1
    last = paths[:, -1]
    assert abs(last.mean() - 1.0) < 3.5 * math.sqrt(variance / seeds)
    assert abs(last.var() - variance) < 3.5 * math.sqrt((fourth - variance**2) / seeds)
    near, far = (np.corrcoef(paths[:, -1 - lag], last)[0, 1] for lag in (1, 56))
    assert near > 0.85
    assert abs(far - math.exp(-4.0)) < 3.5 / math.sqrt(seeds)


def test_the_variance_of_a_kind_is_its_own() -> None:
    wild = CALM.revise({"issues.kind_factor.variances": {"noise": 1.0}})
    _, expected = counts(wild, range(1))
    _, usual = counts(CALM, range(1))
    changed = (expected != usual).any(axis=1).reshape(2, -1).any(axis=0)
    assert [KINDS[n] for n in np.flatnonzero(changed)] == ["noise"]


STORM = {
    "title": ID,
    "shocks_per_year": 12,
    "length_days": {"distribution": "uniform", "low": 1, "high": 5},
    "size": {"distribution": "lognormal", "mean": 3, "sigma": 0.5},
}


def test_shocks_come_at_random_at_their_rate_and_the_same_under_every_policy() -> None:
    scenario = CALM.revise({"random_shocks.storm": STORM})
    shocks = [shocks_of(scenario.document, seed) for seed in range(200)]
    # A day holds one beginning of a sort at most.
    mean = 200 * 59 * -math.expm1(-12 / 365)
    assert covers(mean, sum(map(len, shocks)))
    assert {shock.days for each in shocks for shock in each} <= set(range(1, 6))
    sizes = np.array([shock.other_kinds for each in shocks for shock in each])
    assert abs(sizes.mean() - 3.0) < 3.5 * sizes.std() / math.sqrt(len(sizes))
    other = scenario.revise({"policy.patrol.on": False, "horizon.days": 40})
    cut = [
        each for each in shocks_of(scenario.document, 7) if each.start.isoformat() < "2019-03-13"
    ]
    assert list(shocks_of(other.document, 7)) == cut


HOLD = {
    "title": ID,
    "start": "2019-02-11",
    "days": 12,
    "reports_held_share": 1,
    "reports_held_days": 10,
    "reports_released_days": 2,
}
QUIET = CALM.revise(
    {
        "policy.patrol.on": False,
        "issues.kinds": {name: {"lapse_mean_days": None, "disorder_gain": 0} for name in KINDS},
    }
)


def test_reports_that_a_shock_holds_back_are_made_after_it_and_none_is_lost() -> None:
    without = qipan.simulate(QUIET, 2).record
    record = qipan.simulate(QUIET.revise({"shocks": [HOLD]}), 2).record
    reported = record.issues["reported"]
    begin, end = 10 * 24.0, 20 * 24.0
    would = without.issues["reported"]
    # Who has set out for an office before the shock is there when it opens.
    visitors = [rows["channel"] == codes.VISIT for rows in (without.issues, record.issues)]
    held = (would >= begin) & (would < end) & ~visitors[0]
    assert held.sum() > 10
    assert not ((reported >= begin) & (reported < end) & ~visitors[1]).any()
    made = dict(zip(record.issues["key"].tolist(), reported.tolist(), strict=True))
    times = np.array([made[key] for key in without.issues["key"][held].tolist()])
    assert ((times >= end) & (times <= end + 48.0)).all()


def test_a_share_of_the_reports_is_held_back() -> None:
    some = QUIET.revise({"shocks": [{**HOLD, "reports_held_share": 0.5}]})
    table = held_reports(some.document, 1)
    assert list(np.flatnonzero(table["share"])) == list(range(10, 20))
    days = [total(qipan.simulate(s, 2).record, "reports") for s in (QUIET, some)]
    assert days[0] == pytest.approx(days[1], rel=0.1)
    reported = qipan.simulate(some, 2).record.issues["reported"]
    within = ((reported >= 240.0) & (reported < 480.0)).sum()
    would = qipan.simulate(QUIET, 2).record.issues["reported"]
    assert 0 < within < ((would >= 240.0) & (would < 480.0)).sum()


def test_desks_are_slow_while_a_shock_lasts() -> None:
    shock = {"title": ID, "start": "2019-02-04", "days": 50, "desk_work_factor": 6}
    scenarios = (QUIET, QUIET.revise({"shocks": [shock]}))
    usual, slow = (total(qipan.simulate(s, 4).record, "closed") for s in scenarios)
    assert slow < 0.6 * usual


OPEN = {
    "community": ["c0001", "c0002", "c0001", "c0001"],
    "kind": ["noise", "refuse", "noise", "leak_repair"],
    "age_days": [540, 3, 540, 12.5],
    "level": ["department", "community", "department", "subdistrict"],
}


def test_tickets_open_at_the_start_are_counted_and_conserved() -> None:
    scenario = QUIET.revise({"horizon.open_tickets": OPEN})
    record = qipan.simulate(scenario, 2).record  # conservation is checked at its end
    without = qipan.simulate(QUIET, 2).record
    carried = record.issues["birth"] < 0.0
    assert sorted(-record.issues["birth"][carried] / 24) == sorted(OPEN["age_days"])
    assert total(record, "born") == (~carried).sum() == len(without.issues)
    assert np.array_equal(record.issues["key"][~carried], without.issues["key"])
    assert len(set(record.issues["key"].tolist())) == len(record.issues)
    tickets = record.tickets[:4]
    assert sorted(-tickets["opened"] / 24) == sorted(OPEN["age_days"])
    assert [int(level) for level in tickets["entered"]] == [3, 3, 2, 1]
    assert total(record, "opened") == len(record.tickets) - 4
    assert (tickets["closed"] >= 0.0).any()
    assert (record.tickets["opened"][4:] >= 0.0).all()


def test_old_open_tickets_do_not_lapse_at_once() -> None:
    lapsing = {"noise": {"lapse_mean_days": 30}}
    many = {"community": ["c0001"] * 200, "kind": ["noise"] * 200, "age_days": [300] * 200}
    scenario = CALM.revise({"horizon.open_tickets": many, "issues.kinds": lapsing})
    record = qipan.simulate(scenario, 2).record
    carried = record.issues[record.issues["birth"] < 0.0]
    first_days = ((carried["over"] >= 0.0) & (carried["over"] < 24.0)).sum()
    assert len(carried) == 200
    assert first_days < 60

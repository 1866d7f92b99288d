"""Waits that take nobody's time, tickets that no desk handles, and departments of their own."""

import datetime
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.stats import beta

import qipan
from qipan.engine import codes
from qipan.runs.replication import Run
from qipan.scenario.catalogue import ENDINGS

from .conftest import BEFORE, SCENARIOS, same_records, total

KIND = "issues.kinds.task"
POINTS = [[0, 0], [0.25, 1], [0.5, 4], [0.9, 20], [1, 30]]
QUANTILES = {"distribution": "quantiles", "points": POINTS}
ONE = qipan.load(SCENARIOS / "one_queue.yaml").revise(
    {
        "city.community_count": 5,
        "city.residents": 5000,
        "horizon": {"start": "2019-01-01", "days": 200, "warm_up_days": 0},
        f"{KIND}.births_per_1000_residents_year": 730,
        f"{KIND}.work_hours": 2,
        "calendars.office": {"days": ["mon", "tue", "wed", "thu", "fri"], "hours": [[9, 17]]},
    }
)


@cache
def _simulated(text: str) -> Run:
    return qipan.simulate(ONE.revise(eval(text)), 1)


def run(**overrides: Any) -> Run:
    """Simulate the one kind with some of its keys set; equal questions are asked once."""
    return _simulated(repr({f"{KIND}.{key}": value for key, value in overrides.items()}))


def holds(hits: int, number: int, expected: float) -> bool:
    """Whether the exact 99.9 % interval of a share holds the expected one (Clopper-Pearson)."""
    low = beta.ppf(0.0005, hits, number - hits + 1) if hits else 0.0
    high = beta.ppf(0.9995, hits + 1, number - hits) if hits < number else 1.0
    return bool(low <= expected <= high)


def days_to_close(found: Run, before_day: int = 160) -> np.ndarray:
    """Days from opening to closing of those opened so early that all are closed."""
    tickets = found.tickets[found.tickets.opened_hours < 24 * before_day]
    assert tickets.closed_hours.notna().all()
    return (tickets.closed_hours - tickets.opened_hours).to_numpy() / 24


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kind_that_only_waits_outside_closes_by_the_quantiles_given(when: str) -> None:
    days = days_to_close(run(work_hours=0, outside_wait={"wait_days": QUANTILES, "when": when}))
    assert len(days) > 1000
    assert days.max() <= 30
    for probability, value in POINTS[1:-1]:
        assert holds(int((days <= value).sum()), len(days), probability)


def test_a_lognormal_wait_has_the_median_and_the_p90_given() -> None:
    wait = {"wait_days": {"distribution": "lognormal", "median": 2, "p90": 5}}
    days = days_to_close(run(work_hours=0, outside_wait=wait), 120)
    assert holds(int((days <= 2).sum()), len(days), 0.5)
    assert holds(int((days <= 5).sum()), len(days), 0.9)


def test_work_by_quantiles_takes_so_long() -> None:
    quick = {"distribution": "quantiles", "points": [[0, 1], [0.5, 1], [1, 3]]}
    tickets = run(work_hours=quick).tickets.dropna(subset="closed_hours")
    hours = (tickets.closed_hours - tickets.responded_hours).to_numpy()
    assert hours.min() >= 1 - 1e-9 and hours.max() <= 3 + 1e-9
    assert holds(int((hours <= 1 + 1e-9).sum()), len(hours), 0.5)
    assert holds(int((hours <= 2).sum()), len(hours), 0.75)


def test_a_wait_outside_takes_nobodys_time() -> None:
    alone, waits = run(), run(outside_wait={"wait_days": 10})
    for column in ("busy_hours", "ticket_hours", "services"):
        assert np.array_equal(alone.record.desks_after[column], waits.record.desks_after[column]), (
            column
        )
    both = alone.tickets.merge(waits.tickets, on=["community", "ordinal"], suffixes=("", "_waits"))
    later = (both.closed_hours_waits - both.closed_hours).dropna()
    assert len(later) > 1000 and np.allclose(later, 240)


def test_metrics_say_how_much_of_the_time_was_waited_outside() -> None:
    table = run(work_hours=0, outside_wait={"wait_days": 10}).table
    assert table["outside_wait_mean"] == pytest.approx(10)
    assert table["outside_wait_share"] == pytest.approx(100)
    assert np.isnan(run().table["outside_wait_mean"]) and run().table["outside_wait_share"] == 0


def test_working_days_are_those_on_which_the_calendar_opens() -> None:
    wait = {"wait_days": 5, "calendar": "office"}
    tickets = run(work_hours=0, outside_wait=wait).tickets.dropna(subset="closed_hours")
    first = datetime.date(2019, 1, 1)
    for row in tickets.itertuples():
        opened, closed = int(row.opened_hours // 24), int(np.ceil(row.closed_hours / 24)) - 1
        weekdays = [(first + datetime.timedelta(days=d)).weekday() for d in (opened, closed)]
        assert weekdays[1] < 5
        if weekdays[0] < 5:  # a week later, at the same hour
            assert row.closed_hours - row.opened_hours == pytest.approx(7 * 24)


def test_a_reopened_ticket_waits_again() -> None:
    false = {"closure.false_share": 0.5, "closure.recheck_mean_days": 1}
    found = qipan.simulate(ONE.revise({f"{KIND}.outside_wait": {"wait_days": 3}, **false}), 1)
    tickets = found.tickets.dropna(subset="closed_hours")
    assert (tickets.reopened > 0).any()
    assert np.allclose(tickets.outside_hours, 72 * (1.0 + tickets.reopened.astype(float)))


def test_nobody_waits_or_works_on_what_is_closed_at_once() -> None:
    tickets = run(at_once_share=0.3, outside_wait={"wait_days": 10}).tickets
    at_once = tickets[tickets.handled_by == "answer"]
    assert holds(len(at_once), len(tickets), 0.3)
    assert (at_once.closed_hours == at_once.opened_hours).all()
    assert (at_once.services == 0).all() and (at_once.responded_hours == at_once.opened_hours).all()
    others = tickets[tickets.handled_by == "desk"].dropna(subset="closed_hours")
    assert (others.closed_hours >= others.opened_hours + 240).all()


def test_what_nobody_ever_takes_up_stays_open_and_is_censored() -> None:
    found = run(never_share=0.4)
    tickets = found.tickets
    idle = tickets[(tickets.ending == "open") & (tickets.opened_hours < 24 * 190)]
    assert holds(len(idle), int((tickets.opened_hours < 24 * 190).sum()), 0.4)
    assert idle.responded_hours.isna().all() and (idle.services == 0).all()
    open_now = total(found.record, "opened") - total(found.record, "closed")
    assert open_now == (tickets.ending == "open").sum() == found.table["backlog_end"]
    # Six tenths are ever closed: there is a median, and no ninth decile.
    assert found.table["close_p50"] < 5 and np.isnan(found.table["close_p90"])
    assert np.isnan(found.table["close_mean"])
    assert holds(
        round(found.table["sla_breach_share"] / 100 * len(tickets)), len(tickets), 0.4
    )  # an SLA of 168 hours, which all others keep


def test_other_endings_have_their_shares_and_are_no_closures() -> None:
    endings = {
        "cancelled": {"share": 0.1, "after_days": 2},
        "duplicate": {"share": 0.2},
        "transferred": {
            "share": 0.15,
            "after_days": {"distribution": "uniform", "low": 1, "high": 3},
        },
    }
    found = run(other_endings=endings)
    tickets = found.tickets[found.tickets.opened_hours < 24 * 190]
    for name, ending in endings.items():
        ended = tickets[tickets.ending == name]
        assert holds(len(ended), len(tickets), ending["share"])
        assert ended.closed_hours.isna().all() and (ended.services == 0).all()
        assert total(found.record, f"ended_{name}") == (found.tickets.ending == name).sum()
        assert found.table[f"{name}_share"] == pytest.approx(
            100 * (found.tickets.ending == name).mean()
        )
    stayed = tickets.withdrawn_hours - tickets.opened_hours
    assert (stayed[tickets.ending == "duplicate"] == 0).all()
    assert np.allclose(stayed[tickets.ending == "cancelled"], 48)
    assert stayed[tickets.ending == "transferred"].between(24, 72).all()
    assert (
        total(found.record, "solved") + total(found.record, "lapsed")
        == (found.tickets.ending != "open").sum()
    )
    ended = [total(found.record, f"ended_{name}") for name in endings]
    assert total(found.record, "withdrawn") == sum(ended)


def test_a_larger_share_keeps_whom_the_smaller_one_had() -> None:
    few, more = run(never_share=0.1).tickets, run(never_share=0.4).tickets
    never_few, never_more = few.responded_hours.isna(), more.responded_hours.isna()
    assert never_few.sum() < never_more.sum()
    settled = few.opened_hours < 24 * 190
    assert not (never_few & ~never_more & settled).any()


@pytest.mark.parametrize("level", ["community", "subdistrict", "department"])
def test_tickets_enter_where_they_are_said_to_and_at_no_wrong_desk(level: str) -> None:
    errors = {"triage.error_without_sorting": 0.5, "triage.look_hours": 1}
    found = qipan.simulate(ONE.revise({f"{KIND}.enters_at": level, **errors}), 1)
    tickets = found.tickets
    assert (tickets.entered == level).all() and (tickets.level == level).all()
    assert total(found.record, "misrouted") == 0
    assert tickets.closed_hours.notna().mean() > 0.9
    layout = found.record.layout
    first = {
        "community": 0,
        "subdistrict": layout.first_subdistrict,
        "department": layout.first_department,
    }
    busy = found.record.desks_after["busy_hours"] > 0
    assert busy[first[level] :].any() and not busy[: first[level]][layout.grids :].any()


def test_neutral_numbers_are_none() -> None:
    short = BEFORE.revise({"horizon": {"start": "2019-03-01", "days": 40, "warm_up_days": 0}})
    kinds = list(short.document.issues.kinds)[:3]
    neutral = {
        f"issues.kinds.{kind}.{key}": value
        for kind in kinds
        for key, value in {
            "at_once_share": 0,
            "never_share": 0,
            "other_endings": {"cancelled": {"share": 0, "after_days": 4}},
        }.items()
    }
    assert same_records(qipan.simulate(short, 1), qipan.simulate(short.revise(neutral), 1))


def test_a_department_keeps_its_own_hours_speed_and_staff() -> None:
    departments = {
        "only": {"staff_share": None, "staff": 2, "calendar": "office"},
        "other": {"title": {"en": "Other", "zh": "另一局"}, "staff": 3, "speed": 2},
    }
    other = ONE.document.issues.kinds["task"].model_dump(mode="json")
    scenario = ONE.revise(
        {
            "desks.departments": departments,
            f"{KIND}.enters_at": "department",
            "issues.kinds.errand": {**other, "department": "other", "enters_at": "department"},
        }
    )
    found = qipan.simulate(scenario, 1)
    first = found.record.layout.first_department
    assert list(found.record.desks_after["servers"][first : first + 2]) == [2, 3]
    closed = found.tickets.dropna(subset="closed_hours")
    day = (closed.closed_hours.to_numpy() // 24).astype(int)
    hour = closed.closed_hours.to_numpy() % 24
    weekend = ((day + datetime.date(2019, 1, 1).weekday()) % 7) >= 5
    task = (closed.kind == "task").to_numpy()
    assert not weekend[task].any() and (weekend[~task]).any()
    assert ((hour[task] > 9) & (hour[task] <= 17)).all()
    taken = (closed.closed_hours - closed.responded_hours).to_numpy()
    assert np.allclose(taken[~task], 1)  # two hours of work at twice the speed


def test_endings_are_of_the_codes() -> None:
    assert codes.FATES[int(codes.CANCELLED) :] == ENDINGS

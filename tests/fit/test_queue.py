"""Whether a ledger shows a queue: laws of the queue part of `qipan fit`."""

import json

import numpy as np
import pandas as pd
import pytest
from simulated_desks import FIRST, DeskTruth, frame_of, served, waiting_only

from qipan.fit.findings import LedgerFaults
from qipan.fit.queue.clock import seen_clock, worked_clock
from qipan.fit.queue.load import Spells, likely, states_of
from qipan.fit.queue.queue import FEW, NOT_FOLLOWED, find_queue
from qipan.fit.queue.staff import on_duty, read_staff
from qipan.fit.requests import requests_of
from qipan.fit.world.served import served_departments
from qipan.runs.replication import simulate
from qipan.scenario import load
from qipan.studies.uncertainty.ends import ALL_WAIT, ALL_WORK, read_ends

from .test_fit_command import typed

ENDS = (ALL_WAIT, ALL_WORK)
STAFF = "部门,人数,工作日,上班时间\n城管,{people},周一至周五,9-17\n"


def looked(frame, shifts=()):
    return find_queue(frame, requests_of(frame), {}, shifts).desks[0]


def desk(load, seed=1, **more):
    opened, closed, truth = served(DeskTruth(4, load, **more), np.random.default_rng(seed))
    return frame_of(opened, closed, more.get("days", 728)), truth


def shifts_of(folder, text):
    file = folder / "staff.csv"
    file.write_text(text, encoding="utf-8")
    return read_staff(file)


@pytest.mark.parametrize("order", ["fifo", "random"])
def test_the_load_of_a_desk_near_its_capacity_is_found(order):
    frame, truth = desk(0.95, order=order)
    found = looked(frame)
    assert found.identified and found.low <= truth <= found.high
    assert found.high - found.low <= 0.12
    assert all(np.isnan(found.work_hours)), "no work without staff"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_load_of_a_desk_far_from_its_capacity_is_not_identified(seed):
    frame, _ = desk(0.7, seed)
    found = looked(frame)
    assert not found.identified and np.isnan(found.load)


def test_waits_that_drift_and_follow_bursts_are_no_queue():
    """Closings come at one rate there too: what tells is that times do not follow."""
    opened, closed = waiting_only(
        DeskTruth(1, 0.5, variance=0.3, a_day=20, days=1092), np.random.default_rng(4)
    )
    assert not looked(frame_of(opened, closed, 1092)).identified


def test_times_that_do_not_follow_what_is_open_are_told_as_the_reason():
    """Thirty closed a day whatever is open, anyone next, and as many waits beside."""
    frame, _ = desk(0.95)
    rng = np.random.default_rng(1)
    swapped = frame.copy()
    took = rng.permutation(frame["closed_at"] - frame["opened_at"])
    swapped["closed_at"] = (frame["opened_at"] + pd.to_timedelta(took)).dt.floor("s")
    found = looked(swapped)
    assert not found.identified
    assert found.why is NOT_FOLLOWED or found.follows < 0.5


def test_few_closings_tell_nothing():
    frame, _ = desk(0.95)
    assert looked(frame.head(150)).why is FEW


def test_with_staff_the_work_of_a_request_is_its_share_of_their_hours(tmp_path):
    frame, truth = desk(0.95)
    found = looked(frame, shifts_of(tmp_path, STAFF.format(people=4)))
    hours = 4 * 8 * 5 * 104  # people, hours, days, weeks
    assert found.staff_hours == pytest.approx(hours)
    low, high = found.work_hours[1:]
    assert low <= truth * hours / len(frame) <= high
    assert found.at_most == pytest.approx(truth, abs=0.02), "each hand has one request"


def test_with_staff_a_load_that_is_not_identified_has_a_bound(tmp_path):
    frame, truth = desk(0.6)
    found = looked(frame, shifts_of(tmp_path, STAFF.format(people=4)))
    assert not found.identified
    assert truth - 0.02 <= found.at_most < 0.7


def test_only_departments_with_staff_and_a_queue_are_served_in_the_scenario(tmp_path):
    frame, _ = desk(0.95)
    requests = requests_of(frame)
    shifts = shifts_of(tmp_path, STAFF.format(people=4))
    served_ = served_departments(find_queue(frame, requests, {}, shifts), requests)
    assert served_["城管"].staff == pytest.approx(4)
    assert served_["城管"].hours == ((9, 17),)
    assert not served_departments(find_queue(frame, requests, {}, ()), requests)


def test_names_that_only_one_of_both_knows_are_told(tmp_path):
    frame, _ = desk(0.95)
    shifts = shifts_of(tmp_path, STAFF.format(people=4).replace("城管", "水务"))
    unknown = find_queue(frame, requests_of(frame), {}, shifts).unknown
    assert [("水务" in each.en, "城管" in each.en) for each in unknown] == [
        (True, False),
        (False, True),
    ]


def test_order_of_rows_makes_no_difference():
    frame, _ = desk(0.95, days=364)
    assert looked(frame) == looked(frame.sample(frac=1, random_state=1))


def test_states_add_up_to_the_window():
    spells = Spells(
        np.array([1.0, 2.0, 2.0]), np.array([3.0, np.inf, 4.0]), np.array([True, True, False]), 10.0
    )
    states = states_of(spells)
    assert states.length.sum() == pytest.approx(10.0)
    assert states.closing.sum() == 1, "what was cancelled was not served"
    by_state = np.bincount(states.open, states.length)
    np.testing.assert_allclose(by_state, [1.0, 7.0, 1.0, 1.0])


def test_one_hand_that_is_never_idle_has_load_one():
    at = np.arange(400.0)
    found = likely(Spells(at, at + 0.999, np.ones(400, bool), 400.0))
    assert found.load[found.best] == pytest.approx(0.999)


def test_a_seen_clock_stands_still_on_weekends_at_night_and_on_holidays():
    rng = np.random.default_rng(1)
    day = np.repeat([d for d in range(140) if d % 7 < 5 and d != 16], 30)
    clock = seen_clock(day + rng.uniform(9, 17, len(day)) / 24, 140, 0)
    on = clock.speed.reshape(140, 24) > 0
    assert on[0, 9:17].all() and not on[0, :9].any() and not on[0, 17:].any()
    assert not on[16].any() and not on[5].any()
    assert clock.time(np.array([140.0]))[0] == pytest.approx(clock.hours)


def test_more_hands_make_the_clock_faster():
    clock = worked_clock(np.array([0.0, 1.0, 3.0, 0.0]))
    np.testing.assert_allclose(clock.time(np.array([2.0, 3.0, 4.0]) / 24), [0.5, 2.0, 2.0])


def test_a_table_of_staff_is_read_in_both_languages(tmp_path):
    first = shifts_of(
        tmp_path,
        "承办单位,区域,在岗人数,工作日,上班时间,起始日期\n"
        "城管,西潞,3,周一至周五,08:00-12:00、14:00-18:00,2022-03-01\n",
    )
    second = shifts_of(
        tmp_path,
        'department,area,people,days,hours,from\n城管,西潞,3,mon-fri,"8-12, 14-18",2022/3/1\n',
    )
    assert first == second
    people = on_duty(first, np.datetime64("2022-02-28"), 7, {np.datetime64("2022-03-02")})
    assert people.reshape(7, 24).sum(axis=1).tolist() == [0, 24, 0, 24, 24, 0, 0]


def test_all_bad_cells_of_a_table_of_staff_are_told_at_once(tmp_path):
    with pytest.raises(LedgerFaults) as error:
        shifts_of(
            tmp_path,
            "department,people,days,hours,from\n"
            "a,none,mon-fri,9-17,\n,1,mon-fri,9-17,\nb,1,fri-mon,9-17,\nc,1,mon,9-9,\n"
            "d,1,mon,9:30-17,\ne,1,mon,9-17,31.2.2022\n",
        )
    said = error.value.say("en")
    for number, column in enumerate(["people", "department", "days", "hours", "hours", "from"]):
        assert f"staff.csv:{number + 2}: {column}: " in said
    assert len(error.value.findings) == 6 and "应为" in error.value.say("zh")


def test_a_table_of_staff_without_hours_is_refused(tmp_path):
    with pytest.raises(LedgerFaults, match=r"hours \(工作时间\)"):
        shifts_of(tmp_path, "department,people,days\na,1,mon\n")


def test_simulated_weeks_begin_on_a_monday():
    assert FIRST.weekday() == 0


def test_the_scenario_serves_by_the_staff_given_and_says_what_it_must_not_be_asked(tmp_path):
    frame, truth = desk(0.95, days=364)
    other, _ = desk(0.6, days=364)
    other = other.assign(department="水务", kind="漏水")
    both = pd.concat([frame, other], ignore_index=True).assign(id=range(len(frame) + len(other)))
    (tmp_path / "staff.csv").write_text(
        STAFF.format(people=4) + "水务,4,周一至周五,9-17\n", encoding="utf-8"
    )
    done = typed(tmp_path, both, "--draws", "2", "--staff", str(tmp_path / "staff.csv"))
    assert done.exit_code == 0, done.output
    assert "must not be asked, but of the desks 城管" in done.output
    for file in ("scenario.yaml", "ensemble/draw_002.yaml"):
        document = load(tmp_path / "out" / file).document
        kinds = {kind.title.en: kind for kind in document.issues.kinds.values()}
        hours = truth * 4 * 8 * 260 / len(frame)
        assert kinds["噪音扰民"].work_hours.mean == pytest.approx(hours, rel=0.05)
        assert kinds["噪音扰民"].outside_wait is None
        assert kinds["漏水"].outside_wait is not None
        offices = {each.title.en: each for each in document.desks.departments.values()}
        assert offices["城管"].staff == offices["水务"].staff == pytest.approx(4)
        assert offices["水务"].calendar != offices["城管"].calendar
        (untold,) = document.untold_loads
        assert document.desks.departments[untold].title.en == "水务"
    told = json.loads((tmp_path / "out" / "fit.json").read_text("utf-8"))
    assert told["identified"]["load"].startswith("城管: ") and told["must_not_be_asked"]
    table = pd.read_csv(tmp_path / "out" / "tables" / "queue.csv").set_index("desk")
    assert table["identified"].tolist() == [True, False]
    assert table.loc["水务", "load_at_most"] < 0.75
    bound = table.loc["水务", "load_at_most"] * 4 * 8 * 260 / len(other)
    both_ends_bound_what_staff_may_do(tmp_path / "out" / "ends", bound)


def both_ends_bound_what_staff_may_do(folder, bound):
    """More staff changes nothing at one end, and shortens times at the other."""
    fitted = load(folder.parent / "scenario.yaml")
    middle = {}
    for place, end in enumerate(ENDS):
        scenario = load(folder / f"{end}.yaml")
        kinds = scenario.document.issues.kinds
        ((kind_id, kind),) = [(n, k) for n, k in kinds.items() if k.title.en == "漏水"]
        assert (kind.outside_wait is None) == (end == "all_work")
        if end == "all_work":
            assert kind.work_hours.mean == pytest.approx(bound, rel=0.02)
        offices = scenario.document.desks.departments.items()
        (office,) = [name for name, each in offices if each.title.en == "水务"]
        assert scenario.document.untold_loads == ((office,) if end == "all_wait" else ())
        middle[end] = []
        for staff in (4, 8):
            policy = fitted.revise({f"desks.departments.{office}.staff": staff})
            (laid,) = read_ends(folder).on([policy])[place]
            assert laid.document.issues.kinds == kinds and laid.name == fitted.name
            tickets = simulate(laid, 1).tickets
            tickets = tickets[tickets["kind"] == kind_id]
            took = (tickets["first_closed_hours"] - tickets["opened_hours"]).dropna()
            middle[end].append(took.median())
    assert middle["all_wait"][0] == middle["all_wait"][1]
    assert middle["all_work"][1] < middle["all_work"][0]

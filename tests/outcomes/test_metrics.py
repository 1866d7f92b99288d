"""Metrics of records small enough to be counted by hand."""

from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.engine import codes, columns
from qipan.outcomes.catalogue import METRICS, UnknownMetricError, headline
from qipan.outcomes.metrics import compute_metrics
from qipan.outcomes.shares import add_three_rates
from qipan.outcomes.table import MetricTable
from qipan.outcomes.waiting import log_sd

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
BEGIN = 240.0  # ten days of warm-up
END = 110 * 24.0
PARKING, DISPUTE = 0, 1


def nan(value):
    return np.isnan(value)


@pytest.fixture
def ten_issues(make_record):
    """Born together in one community: eight solved after 1 to 8 days, one lapsed, one unknown."""
    solved = [
        {"birth": BEGIN, "over": BEGIN + 24.0 * n, "reported": BEGIN + 1.0, "state": codes.SOLVED}
        for n in range(1, 9)
    ]
    lapsed = {"birth": BEGIN, "over": BEGIN + 12.0, "state": codes.LAPSED}
    unknown = {"birth": BEGIN}
    bred = {"birth": BEGIN, "cohort": 0}
    warm_up = {"birth": BEGIN - 1.0, "over": BEGIN + 1.0, "state": codes.SOLVED}
    return make_record(issues=[*solved, lapsed, unknown, bred, warm_up])


def test_fixed_cohort_keeps_the_unreported_and_the_lapsed(ten_issues):
    table = compute_metrics(ten_issues)
    assert table["fixed_cohort_p50"] == 5.0
    assert nan(table["fixed_cohort_p90"])  # eight of ten are ever solved
    assert nan(table["fixed_cohort_mean"])  # one is censored
    assert table["fixed_cohort_solved_share"] == pytest.approx(80.0)
    assert table["birth_to_solved_p50"] == 6.0  # the one that disorder bred counts here
    assert table["report_to_solved_p50"] == pytest.approx(4.0 - 1.0 / 24.0)
    assert table["report_to_solved_mean"] == pytest.approx(4.5 - 1.0 / 24.0)
    assert table["unreported_share"] == pytest.approx(100.0 * 3 / 11)


def test_who_is_solved_within_days_is_counted_whatever_becomes_of_the_rest(ten_issues):
    table = compute_metrics(ten_issues)
    within = [table[f"solved_within_{days}_days"] for days in (3, 7, 15, 30)]
    assert within == pytest.approx([30.0, 70.0, 80.0, 80.0])


def test_the_worst_community_within_days_is_the_one_that_solves_least(make_record):
    born = {"birth": BEGIN, "state": codes.SOLVED}
    record = make_record(
        issues=[
            {**born, "over": BEGIN + 24.0, "community": 0},
            {**born, "over": BEGIN + 24.0 * 10, "community": 2},
            {"birth": BEGIN, "community": 2},
        ]
    )
    table = compute_metrics(record)
    shares = table.values("solved_within_15_days", "community")
    assert shares == pytest.approx([100.0, np.nan, 50.0], nan_ok=True)
    assert table["solved_within_15_days_worst_community"] == pytest.approx(50.0)
    assert table["solved_within_7_days_worst_community"] == pytest.approx(0.0)


def test_who_is_solved_within_days_is_told_by_kind_and_kept_in_exports(make_record):
    born = {"birth": BEGIN, "over": BEGIN + 24.0, "state": codes.SOLVED}
    table = compute_metrics(make_record(issues=[born, {"birth": BEGIN, "kind": DISPUTE}]))
    assert table.values("solved_within_3_days", "kind").tolist() == [100.0, 0.0]
    frame = table.frame()
    for days in (3, 7, 15, 30):
        rows = frame[frame.metric == f"solved_within_{days}_days"]
        assert sorted(rows[rows.kind != "all"].kind) == ["dispute", "parking"]
        assert sorted(rows[rows.community != "all"].community) == ["c1", "c2", "c3"]


def test_nobody_is_said_to_be_solved_within_more_days_than_were_measured():
    scenario = qipan.load(TINY).revise({"horizon.days": 10, "horizon.warm_up_days": 0})
    table = qipan.simulate(scenario, seed=1).table
    assert not nan(table["solved_within_7_days"])
    assert nan(table["solved_within_15_days"])


def test_times_by_community_and_kind_are_those_of_its_own(make_record):
    born = {"birth": BEGIN, "state": codes.SOLVED}
    record = make_record(
        issues=[
            {**born, "over": BEGIN + 24.0, "community": 2, "kind": DISPUTE},
            {**born, "over": BEGIN + 48.0, "community": 0, "kind": PARKING},
            {**born, "over": BEGIN + 72.0, "community": 0, "kind": DISPUTE},
        ]
    )
    table = compute_metrics(record)
    assert table.values("fixed_cohort_p90", "community") == pytest.approx(
        [3.0, np.nan, 1.0], nan_ok=True
    )
    assert table.values("fixed_cohort_p50", "kind").tolist() == [2.0, 1.0]
    assert table["p90_worst_community"] == 3.0  # a community without issues is not the worst
    assert table["p90_missing_communities"] == 0
    assert table["p90_gini"] == pytest.approx(0.25)
    assert table["p90_vocal_third"] == 1.0
    assert nan(table["p90_quiet_third"])  # nothing ever happened in the quiet one


def test_the_worst_community_may_be_one_that_never_solves(make_record):
    solved = {"birth": BEGIN, "over": BEGIN + 24.0, "state": codes.SOLVED}
    table = compute_metrics(make_record(issues=[solved, {"birth": BEGIN, "community": 1}]))
    assert nan(table["p90_worst_community"])
    assert table["p90_missing_communities"] == 1


@pytest.fixture
def tickets(make_record):
    """Five due tickets of residents, and five that do not count among them."""
    day = 24.0
    closed = {"opened": BEGIN, "responded": BEGIN + 1.0, "state": codes.CLOSED, "level": 1}
    given = [
        # Solved in time and satisfied; solved late and not satisfied; closed but not solved.
        ({**closed, "closed": BEGIN + day, "satisfied": 2, "returns": 3}, codes.SOLVED),
        ({**closed, "closed": BEGIN + 9 * day, "satisfied": 1, "level": 2}, codes.SOLVED),
        ({**closed, "closed": BEGIN + 2 * day, "satisfied": 2}, codes.CLOSED_ALIVE),
        # Never taken up; reopened and again open; withdrawn late.
        ({"opened": BEGIN}, codes.TICKETED),
        ({"opened": BEGIN, "responded": BEGIN + 8 * day, "reopened": 1}, codes.TICKETED),
        # Withdrawn in time; not due yet; found by patrol; opened in the warm-up.
        ({"opened": BEGIN, "closed": BEGIN + day, "state": codes.WITHDRAWN}, codes.LAPSED),
        ({"opened": END - day}, codes.TICKETED),
        ({**closed, "closed": BEGIN, "level": 0, "channel": codes.PATROLLED}, codes.SOLVED),
        ({**closed, "opened": BEGIN - 1.0, "closed": BEGIN + 1.0}, codes.SOLVED),
    ]
    issues = [
        {"birth": BEGIN, "reported": BEGIN, "state": s, "ticket": n}
        for n, (_, s) in enumerate(given)
    ]
    return make_record(issues=issues, tickets=[{**t, "issue": n} for n, (t, _) in enumerate(given)])


def test_shares_of_due_tickets(tickets):
    table = compute_metrics(tickets)
    assert table["closed_share"] == pytest.approx(60.0)
    assert table["solved_share"] == pytest.approx(40.0)
    assert table["satisfied_share"] == pytest.approx(200 / 3)
    assert table["closed_minus_satisfied"] == pytest.approx(60.0 - 200 / 3)
    assert table["closed_minus_solved"] == pytest.approx(20.0)
    assert table["sla_breach_share"] == pytest.approx(50.0)  # of six, the patrol's included
    assert table["response_rate"] == pytest.approx(60.0)
    assert table["three_rates"] == pytest.approx(0.1 * 60 + 0.45 * 40 + 0.45 * 200 / 3)
    assert nan(table.values("closed_share", "kind")[DISPUTE])


def test_on_time_is_of_the_first_closure_and_set_beside_what_was_solved(make_record):
    day = 24.0
    closed = {"opened": BEGIN, "state": codes.CLOSED}
    given = [
        # Solved in time; closed in time and reopened, solved late; the same and still open.
        ({**closed, "first_closed": BEGIN + day, "closed": BEGIN + day}, BEGIN + day),
        ({**closed, "first_closed": BEGIN + day, "closed": BEGIN + 20 * day}, BEGIN + 20 * day),
        ({"opened": BEGIN, "first_closed": BEGIN + day, "reopened": 1}, None),
        # Closed late; never; by a patrol; not due yet.
        ({**closed, "first_closed": BEGIN + 8 * day, "closed": BEGIN + 8 * day}, BEGIN + 8 * day),
        ({"opened": BEGIN}, None),
        ({**closed, "first_closed": BEGIN, "closed": BEGIN, "channel": codes.PATROLLED}, BEGIN),
        ({"opened": END - day, "first_closed": END}, None),
    ]
    issues = [
        {"birth": BEGIN, "over": -1.0 if over is None else over, "ticket": n}
        | {"state": codes.TICKETED if over is None else codes.SOLVED}
        for n, (_, over) in enumerate(given)
    ]
    tickets = [{**ticket, "issue": n} for n, (ticket, _) in enumerate(given)]
    table = compute_metrics(make_record(issues=issues, tickets=tickets))
    assert table["on_time_share"] == pytest.approx(60.0)
    assert table["solved_on_time_share"] == pytest.approx(20.0)
    assert table.values("on_time_share", "kind")[0] == pytest.approx(60.0)


def test_empty_closures_are_counted_found_out_or_not(make_record):
    """The honest gap: it does not fall because residents look late."""
    counts = [(11, 0, "closed", 8), (11, 0, "falsely_closed", 2), (12, 1, "closed", 2)]
    for found_out in (0, 2):
        table = compute_metrics(make_record(counts=[*counts, (20, 0, "reopened", found_out)]))
        assert table["false_closure_share"] == pytest.approx(20.0)
        assert table.values("false_closure_share", "community")[:2].tolist() == [25.0, 0.0]
    assert "closed_minus_solved" not in headline()
    assert {"false_closure_share", "closed_share"} <= set(headline())


def test_bulletins_divide_closed_by_accepted_and_finds_by_calls(make_record):
    def ticket(channel, state=codes.CLOSED):
        return {"opened": BEGIN, "channel": channel, "state": state}

    calls = [ticket(codes.HOTLINE), ticket(codes.HOTLINE, codes.QUEUED), ticket(codes.VISIT)]
    late = {"opened": END - 1.0, "channel": codes.HOTLINE}  # accepted, not due yet
    given = [*calls, late, *[ticket(codes.PATROLLED)] * 6]
    issues = [{"birth": BEGIN, "ticket": n} for n in range(len(given))]
    rows = [{**each, "issue": n} for n, each in enumerate(given)]
    table = compute_metrics(make_record(issues=issues, tickets=rows))
    assert table["patrol_per_hotline"] == pytest.approx(2.0)
    assert table["closed_of_opened_share"] == pytest.approx(50.0)
    assert nan(compute_metrics(make_record())["patrol_per_hotline"])


def test_weights_of_the_three_rates_are_the_callers(tickets):
    table = MetricTable(tickets.city.places.ids, tickets.layout.kinds)
    rates = (np.array([50.0]), np.array([60.0]), np.array([90.0]))
    add_three_rates(table, "all", rates, weights=(0.5, 0.0, 0.5))
    assert table["three_rates"] == pytest.approx(70.0)


def test_counts_per_ticket_and_by_level(tickets):
    table = compute_metrics(tickets)
    assert table["returns_per_ticket"] == pytest.approx(3 / 8)
    assert table["reopenings_per_ticket"] == pytest.approx(1 / 8)
    assert table["patrol_share"] == pytest.approx(100 / 8)
    assert table.values("resolved_at_level_share", "level") == pytest.approx([25, 50, 25, 0])
    assert table.values("close_p50", "level") == pytest.approx([0, 1, 9, np.nan], nan_ok=True)
    assert table["close_completed_mean"] == pytest.approx((1 + 9 + 2 + 0) / 4)
    assert table["close_log_sd"] == pytest.approx(np.log([24, 216, 48]).std(ddof=1))


def test_response_waits_for_those_never_taken_up(tickets):
    table = compute_metrics(tickets)
    assert table["response_p50"] == 1.0
    assert nan(table["response_p99"])


def test_withdrawal_before_any_response_is_no_response(make_record):
    answered = {"opened": BEGIN, "responded": BEGIN + 1.0}
    withdrawn = {"opened": BEGIN, "closed": BEGIN + 2.0, "state": codes.WITHDRAWN}
    both = {**withdrawn, "responded": BEGIN + 1.0}
    issues = [{"birth": BEGIN}] * 3
    table = compute_metrics(make_record(issues, [answered, withdrawn, both]))
    assert table["response_p50"] == 1.0
    assert nan(table["response_p90"])  # two of three are ever answered
    assert table["response_mean"] == 1.0


def test_spread_leaves_out_the_first_hour():
    assert log_sd(np.array([0.0, 0.5, 1.0, np.e**2])) == pytest.approx(np.sqrt(2.0))
    assert nan(log_sd(np.array([0.5, 3.0])))


def test_counters_are_cut_to_the_measured_days(make_record):
    record = make_record(
        days=73,  # a fifth of a year
        counts=[
            (3, 0, "reports", 100),
            (10, 0, "reports", 6),
            (11, 1, "duplicates", 3),
            (82, 1, "repeat_calls", 1),
        ],
    )
    table = compute_metrics(record)
    assert table["reports_per_year"] == 30.0
    assert table["repeat_share"] == pytest.approx(40.0)
    assert table.values("reports_per_1000_residents_year", "community").tolist() == [30.0, 7.5, 0.0]
    assert table["reports_per_1000_residents_year"] == pytest.approx(45.0 / 4)
    assert table["patrol_hours_per_year"] == 250.0
    assert table["mean_trust"] == pytest.approx(0.5)
    assert nan(table["false_closure_share"])


def test_backlog_counts_what_the_warm_up_left(make_record):
    record = make_record(
        counts=[
            (0, 0, "opened", 5),
            (20, 0, "closed", 3),
            (60, 0, "reopened", 1),
            (60, 1, "opened", 4),
            (100, 1, "withdrawn", 2),
        ]
    )
    table = compute_metrics(record)
    assert table.values("backlog_end", "community").tolist() == [3.0, 2.0, 0.0]
    days = 10 * 5 + 40 * 2 + 50 * 3
    assert table.values("backlog_ticket_days", "community") == pytest.approx(
        [days, 40 * 4 + 10 * 2, 0]
    )
    assert table["backlog_mean"] == pytest.approx((days + 180) / 100)


def test_growth_at_the_communities_desks_alone_is_not_stationary(make_record):
    backlog = np.zeros((110, 10), np.int32)
    assert compute_metrics(make_record(backlog=backlog))["stationary"] == 1.0
    backlog[:, 5] = 3 * np.arange(110)
    table = compute_metrics(make_record(backlog=backlog))
    assert table["stationary"] == 0.0
    assert table["growing_desks_share"] == pytest.approx(10.0)
    assert table.values("desk_backlog_growth", "level")[1] == pytest.approx(3 * 365 / 12)
    assert nan(compute_metrics(make_record(days=20, backlog=backlog[:30]))["stationary"])


def test_growth_is_that_of_the_measured_days(make_record):
    backlog = np.zeros((110, 10), np.int32)
    backlog[:50, 5] = 20 * np.arange(50)
    backlog[50:, 5] = 1000
    table = compute_metrics(make_record(warm_up_days=51, days=59, backlog=backlog))
    assert table["stationary"] == 1.0
    table = compute_metrics(make_record(warm_up_days=10, days=100, backlog=backlog))
    assert table.values("desk_backlog_growth", "level")[1] > 0.0


def test_load_is_utilisation_times_arrivals_over_services(make_record):
    before = np.zeros(10, columns.DESK)
    before["level"] = [0] * 4 + [1] * 3 + [2] * 2 + [3]
    after = before.copy()
    before["busy_hours"][4] = before["open_hours"][4] = 50.0
    before["arrivals"][4] = 10
    after["busy_hours"][4:6] = 150.0, 20.0
    after["open_hours"][4:6] = 150.0, 100.0
    after["arrivals"][4:6] = 130, 10
    after["services"][4:6] = 100, 10
    table = compute_metrics(make_record(desks_before=before, desks_after=after))
    assert table.values("utilisation", "level") == pytest.approx(
        [np.nan, 0.6, np.nan, np.nan], nan_ok=True
    )
    assert table["load"] == pytest.approx((100 * 1.2 + 20) / 200)


def test_deliberation_is_a_share_of_what_was_solved(make_record):
    solved = {"birth": BEGIN, "over": BEGIN + 1.0, "state": codes.SOLVED}
    needs = codes.NEEDS_CONSENSUS | codes.NEEDS_MONEY
    record = make_record(
        issues=[
            {**solved, "needs": needs},
            {**solved, "birth": 0.0, "over": 1.0, "needs": needs},  # in the warm-up
            solved,
            solved,
            solved,
            {"birth": BEGIN, "needs": needs},
        ]
    )
    assert compute_metrics(record)["deliberation_share"] == pytest.approx(25.0)


def test_an_empty_record_has_no_times_but_counts_of_zero(make_record):
    table = compute_metrics(make_record())
    for name in ("fixed_cohort_p50", "close_p90", "sla_breach_share", "returns_per_ticket", "load"):
        assert nan(table[name]), name
    assert table["born_per_year"] == table["backlog_end"] == 0.0


def test_every_counter_is_told_by_the_year():
    yearly = {name for name, m in METRICS.items() if m.unit == "per year" and m.of_city}
    # counted by who lends, and by who moves them, not by the kernel
    yearly -= {"lendings_per_year", "cadres_moved_per_year"}
    assert yearly == {f"{name}_per_year" for name in codes.COUNTERS}


def test_metrics_know_whether_they_are_the_citys(make_record):
    columns = list(compute_metrics(make_record()))
    of_city = {column.metric for column in columns if column.by == "all"}
    assert {column.metric for column in columns} - of_city == {
        name for name, metric in METRICS.items() if not metric.of_city
    }


def test_every_metric_is_computed_and_every_headline_is_the_citys(make_record):
    table = compute_metrics(make_record())
    assert {column.metric for column in table} == set(METRICS) - {
        f"{name}_per_year"
        for name in (
            *(f"{of}_hours" for of in ("dispatched", "lost_at_sender", "inspection", "meeting")),
            *("counter_hours", "training_hours", "career_yuan", "vacant_post_days", "leavers"),
            "steward_hours",
        )
    }
    for name in headline():
        table[name]


@pytest.mark.parametrize("ask", ["getitem", "get", "table", "add"])
def test_a_misspelt_metric_raises_and_names_the_nearest(make_record, ask):
    table = compute_metrics(make_record())
    with pytest.raises(UnknownMetricError, match="did you mean 'fixed_cohort_p90'"):
        {
            "getitem": lambda: METRICS["fixed_cohort_p_90"],
            "get": lambda: METRICS.get("fixed_cohort_p_90"),
            "table": lambda: table["fixed_cohort_p_90"],
            "add": lambda: table.add("fixed_cohort_p_90", 1.0),
        }[ask]()


def test_an_unknown_cost_raises(make_record):
    with pytest.raises(UnknownMetricError):
        compute_metrics(make_record(costs={"petrol_hours": 1.0}))


def test_the_table_refuses_a_value_too_many_and_a_second_one(make_record):
    table = MetricTable(("a", "b"), ("k",))
    with pytest.raises(ValueError, match="values for 2"):
        table.add("close_p50", [1.0, 2.0, 3.0], "community")
    table.add("close_p50", 1.0)
    with pytest.raises(ValueError, match="already"):
        table.add("close_p50", 1.0)
    with pytest.raises(LookupError, match="not kept by 'kind'"):
        table.values("close_p50", "kind")


def test_the_frame_names_units_and_sorts_by_id(make_record):
    frame = compute_metrics(make_record()).frame()
    rows = frame[(frame.metric == "mean_trust")]
    assert rows.community.tolist() == ["all", "c1", "c2", "c3"]
    assert rows.value.tolist() == [0.5, 0.5, 0.6, 0.4]
    assert set(rows.unit) == {"share"} and set(rows.kind) == {"all"}
    levels = frame[frame.metric == "utilisation"].level.tolist()
    assert levels == ["all", "estate", "community", "subdistrict", "department"]
    keys = ["metric", "level", "community", "kind"]
    assert not frame.duplicated(keys).any()


def test_tickets_by_the_channel_that_residents_chose(make_record):
    channels = [codes.VISIT, codes.HOTLINE, codes.HOTLINE, codes.APP, codes.RIDER, codes.STEWARD]
    opened = {"opened": 250.0}
    record = make_record(
        issues=[{"ticket": n} for n in range(len(channels))],
        tickets=[{**opened, "issue": n, "channel": c} for n, c in enumerate(channels)],
    )
    table = compute_metrics(record)
    ways = ("visit", "hotline", "app", "petition")
    assert [table[f"by_{way}_share"] for way in ways] == [25.0, 50.0, 25.0, 0.0]

"""公益创投: projects compete for the fund, and residents may have to bear a share."""

import numpy as np
import pytest

import qipan
from qipan.city.draws import uniform
from qipan.engine import codes, purposes
from qipan.scenario import ScenarioError

from .conftest import CITY, counted, falls, rises, simulate, values

COST = 10_000
PROJECT = codes.LOG_EVENTS.index("project")
BASE = CITY.revise(
    {
        "horizon": {"start": "2019-01-01", "days": 300, "warm_up_days": 0},
        "issues.kinds.public_facility.needs.money": 1,
        "issues.kinds.public_facility.money_yuan": COST,
        "issues.kinds.public_facility.lapse_mean_days": None,
        "closure.false_share": 0,
        "handling.other_budgets.yuan_per_1000_residents_year": 0,
        **{
            f"policy.fund.{key}": value
            for key, value in {
                "on": True,
                "rules_clear": True,
                "approval_days": 20,
                "build_days": 10,
                "return_share": 0,
                "carry_over": True,
                "earmarks.office": None,
                "earmarks.service.kinds": ["public_facility"],
                "earmarks.service.places": None,
                "earmarks.service.yuan_per_community_year": 200_000,
            }.items()
        },
    }
)


def scored(base=BASE, **fields):
    chosen = {"selection": "scored", "score_noise": 0, **fields}
    return base.revise({f"policy.fund.{key}": value for key, value in chosen.items()})


def begun(run):
    """Issues whose projects the fund has paid for, and the hour of each."""
    log = run.record.log[run.record.log["event"] == PROJECT]
    return log["issue"], log["time"]


def served(run):
    """Residents served by the fund's projects, on average."""
    return float(run.record.issues["circle"][begun(run)[0]].mean())


def test_projects_begin_on_the_days_of_selection_alone():
    run = qipan.simulate(scored(selection_months=3), 1, events=True)
    days = np.unique(begun(run)[1] / 24.0)
    assert set(days) <= {90.0, 181.0, 273.0}  # 1 April, July and October
    assert len(days) >= 2
    other = qipan.simulate(scored(selection_months=6), 1, events=True)
    assert set(np.unique(begun(other)[1] / 24.0)) == {181.0}


def test_without_error_the_best_are_paid():
    model = qipan.CityModel(scored(selection_months=6), 1, log=True)
    lists = model.layer.layout.gates["fund_queue"]
    while model.today.isoformat() != "2019-07-01":
        model.simulate_day()
    tickets = model.layer.tickets.copy()
    model.simulate_day()
    short = 0
    for gate in lists:
        rows = np.flatnonzero((tickets["state"] == codes.QUEUED) & (tickets["desk"] == gate))
        issues = model.layer.issues[tickets["issue"][rows]]
        need_money = np.array([k.service is None for k in model.document.issues.kinds.values()])
        rows, issues = rows[need_money[issues["kind"]]], issues[need_money[issues["kind"]]]
        payable = issues["kind"] == list(model.document.issues.kinds).index("public_facility")
        rows, issues = rows[payable], issues[payable]
        score = issues["circle"] * uniform(issues["key"], int(purposes.P_READY), 0)
        paid = model.layer.tickets["decided"][rows] & codes.PAID > 0
        assert paid.sum() <= 200_000 / COST
        if not paid.all():
            short += 1
            assert paid.sum() == 200_000 / COST
            assert score[paid].min() > score[~paid].max()
    assert short, "somewhere the money is short"


def test_a_selection_serves_more_residents_and_a_bad_jury_fewer():
    costly = BASE.revise({"issues.kinds.public_facility.money_yuan": 3 * COST})
    first = [qipan.simulate(costly, seed, events=True) for seed in range(1, 6)]
    good = [qipan.simulate(scored(costly), seed, events=True) for seed in range(1, 6)]
    blind = [qipan.simulate(scored(costly, score_noise=5), seed, events=True) for seed in (1, 2, 3)]
    assert np.mean([served(run) for run in good]) > np.mean([served(run) for run in first])
    assert np.mean([served(run) for run in good]) > np.mean([served(run) for run in blind])


def test_a_selection_makes_projects_wait():
    """It can hurt: who would be paid for at once waits for the day on which all are compared."""
    rich = BASE.revise({"policy.fund.earmarks.service.yuan_per_community_year": 5_000_000})
    assert falls(scored(rich), counted("projects_built"), rich)


def test_residents_who_share_a_cost_stretch_the_money_if_they_agree():
    shared = BASE.revise({"policy.fund.own_share": 0.5})
    assert rises(shared, counted("projects"), BASE)
    run = simulate(shared, 1)
    assert run.table["mean_project_yuan"] == pytest.approx(0.5 * COST)
    assert (run.record.budgets["spent"] <= 200_000).all()
    unwilling = shared.revise({"policy.fund.own_agree_share": 0.05})
    assert falls(unwilling, counted("projects"), BASE)
    nobody = shared.revise({"policy.fund.own_agree_share": 0})
    assert (values(nobody, counted("projects")) == 0).all()


def test_numbers_of_a_selection_do_nothing_where_there_is_none():
    idle = BASE.revise(
        {
            "policy.fund.selection_months": 5,
            "policy.fund.score_noise": 1,
            "policy.fund.own_agree_share": 0.5,
        }
    )
    plain, other = (simulate(scenario, 1).record for scenario in (BASE, idle))
    assert np.array_equal(plain.tickets, other.tickets)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("selection", "scores", "first_come"),
        ("selection_months", 0, "must be from 1 to 12"),
        ("selection_months", 13, "must be from 1 to 12"),
        ("score_noise", -1, "must be 0 or more"),
        ("own_share", 1, "from 0 to below 1"),
        ("own_agree_share", 1.2, "1.2"),
    ],
)
def test_a_selection_that_cannot_be_is_refused(key, value, words):
    with pytest.raises(ScenarioError) as refused:
        BASE.revise({f"policy.fund.{key}": value})
    said = str(refused.value)
    assert f"policy.fund.{key}" in said
    assert words in said

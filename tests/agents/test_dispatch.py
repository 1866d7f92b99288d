"""Rules that lend cadres (按规则调派): they act as they are written, are counted, and cost."""

import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import qipan
from qipan.outcomes.metrics import compute_metrics
from qipan.outcomes.yuan import yuan_by_lever
from qipan.scenario import ScenarioError

from .conftest import SCENARIOS

DAYS, WARM_UP = 60, 20
TINY = qipan.load(SCENARIOS / "tiny.yaml").revise(
    {"horizon": {"start": "2019-03-01", "days": DAYS, "warm_up_days": WARM_UP}}
)
WHEN = {"tickets_per_worker_above": 1.5, "days": 4}
THEN = {"cadres": 2, "days": 15}


def ruled(base: qipan.Scenario = TINY, /, *, rule: dict[str, Any] | None = None, **fields: Any):
    help_ = {"when": WHEN, "then": THEN, **(rule or {})}
    given = {"on": True, "speed": 0.8, "lost_at_sender_share": 0.5, "rules": {"help": help_}}
    return base.revise({"policy.dispatch": {**given, **fields}})


def watched(scenario: qipan.Scenario, seed: int = 1):
    """A finished model, and tickets per worker at each midnight on which rules looked."""
    model = qipan.CityModel(scenario, seed=seed)
    seen = {}
    dispatcher = model.dispatcher
    assert dispatcher is not None
    looked = dispatcher.tickets_per_worker

    def look():
        seen[model.day] = looked()
        return seen[model.day]

    dispatcher.tickets_per_worker = look
    return model.run(), seen


def test_off_is_absent_to_the_byte() -> None:
    off = ruled(on=False)
    usual, same = (qipan.CityModel(s, seed=3).run().record() for s in (TINY, off))
    assert same.costs == usual.costs
    for table in ("tickets", "issues", "residents"):
        if hasattr(usual, table):
            assert np.array_equal(getattr(usual, table), getattr(same, table))
    never = ruled(rule={"when": {**WHEN, "tickets_per_worker_above": 1e6}})
    assert (
        compute_metrics(qipan.CityModel(never, seed=3).run().record())["closed_per_year"]
        == (compute_metrics(usual)["closed_per_year"])
    )
    assert "dispatch" not in TINY.document.policy.model_dump()


def test_a_rule_acts_after_its_days_above_the_line_and_not_before() -> None:
    model, seen = watched(ruled())
    lendings = model.dispatcher.lendings
    assert lendings
    for lent in lendings:
        days = range(lent.first - WHEN["days"] + 1, lent.first + 1)
        assert all(seen[day][lent.community] > WHEN["tickets_per_worker_above"] for day in days)
        assert lent.end - lent.first == THEN["days"]
        assert lent.cadres == THEN["cadres"]


def test_nobody_is_lent_to_twice_by_one_rule_nor_before_it_has_rested() -> None:
    model, _ = watched(ruled(rule={"rest_days": 7}))
    for community in range(2):
        mine = [each for each in model.dispatcher.lendings if each.community == community]
        for before, after in itertools.pairwise(mine):
            assert after.first >= before.end + 7 + WHEN["days"] - 1


def test_few_cadres_go_first_where_most_is_behind() -> None:
    line = {"tickets_per_worker_above": 0.01, "days": 2}
    model, seen = watched(ruled(rule={"when": line}, cadres=2))
    lendings = sorted(model.dispatcher.lendings, key=lambda each: each.first)
    assert lendings
    for before, after in itertools.pairwise(lendings):
        assert after.first >= before.end  # two there are, two are lent
    first = lendings[0]
    both = [seen[day] > 0.01 for day in (first.first - 1, first.first)]
    if np.all(both):
        assert first.community == int(np.argmax(seen[first.first]))


def test_lending_is_counted_and_costs_hours_and_yuan() -> None:
    prices = dict.fromkeys(
        (
            *("worker_yuan_year", "patroller_yuan_year", "clerk_yuan_year"),
            *("centre_yuan_per_m2_year", "volunteer_yuan_per_hour"),
        ),
        0,
    )
    costs = {**prices, "cadre_yuan_year": 100_000, "post_hours_per_year": 2000}
    model, _ = watched(ruled().revise({"costs": costs}))
    years = DAYS / 365.0
    metrics = compute_metrics(model.record())
    lendings = model.dispatcher.lendings
    begun = sum(each.first >= WARM_UP for each in lendings)
    assert metrics["lendings_per_year"] == pytest.approx(begun / years)
    spans = [min(each.end, WARM_UP + DAYS) - max(each.first, WARM_UP) for each in lendings]
    days = sum(THEN["cadres"] * max(0, span) for span in spans)
    assert metrics["lent_cadre_days_per_year"] == pytest.approx(days / years)
    hours = metrics["dispatched_hours_per_year"]
    assert 0 < hours * years < 24 * days
    assert metrics["lost_at_sender_hours_per_year"] == pytest.approx(0.5 * hours)
    own = compute_metrics(qipan.CityModel(TINY.revise({"costs": costs}), seed=1).run().record())
    more = metrics["cost_yuan_year"] - own["cost_yuan_year"]
    assert more >= hours / 2000 * 100_000 * 0.5
    assert math.isnan(own["lendings_per_year"])


def test_cadres_work_while_they_are_there_and_go_home() -> None:
    model = qipan.CityModel(ruled(rule={"then": {"cadres": 2, "days": 5}}), seed=1)
    while model.running and not model.dispatcher.lendings:
        model.simulate_day()
    lent = model.dispatcher.lendings[0]
    community = model.communities[lent.community]
    usual = community.people()
    assert community.staffing().servers == round(usual + 2)
    while model.day < lent.end:
        model.simulate_day()
    model.simulate_day()
    assert community.staffing().servers == max(1, round(usual))


def test_nothing_happens_before_its_date_nor_after_it_is_switched_off() -> None:
    starts = "2019-03-20"
    dated = ruled(starts=starts)
    day = dated.document.horizon.day_of(dated.document.policy.dispatch.starts)
    model, _ = watched(dated)
    assert model.dispatcher.lendings
    assert min(each.first for each in model.dispatcher.lendings) >= day + WHEN["days"] - 1
    change = {"on": starts, "set": {"policy": {"dispatch": {"on": False}}}}
    ended = ruled().revise({"policy.changes": [change]})
    model, _ = watched(ended)
    assert all(each.first < day for each in model.dispatcher.lendings)
    assert not any(sum(community._borrowed) for community in model.communities)


LEAVING = TINY.revise({"desks.community.turnover.leave_per_year": 6.0})


def empty_midnights(model: qipan.CityModel) -> dict[int, np.ndarray]:
    """Let a model remember what share of posts its office saw empty, by day."""
    looked, seen = model.dispatcher.empty_posts_share, {}

    def look():
        seen[model.day] = looked()
        return seen[model.day]

    model.dispatcher.empty_posts_share = look
    return seen


def test_a_rule_acts_where_posts_stand_empty_and_not_where_they_are_held() -> None:
    when = {"empty_posts_share_above": 0.1, "days": 3}
    model = qipan.CityModel(ruled(LEAVING, rule={"when": when}), seed=1)
    seen = empty_midnights(model)
    model.run()
    assert model.dispatcher.lendings
    for lent in model.dispatcher.lendings:
        days = range(lent.first - 2, lent.first + 1)
        assert all(seen[day][lent.community] > 0.1 for day in days)
    stays = TINY.revise({"desks.community.turnover.leave_per_year": 0.0})
    assert not qipan.CityModel(ruled(stays, rule={"when": when}), seed=1).run().dispatcher.lendings


def test_of_two_conditions_both_must_hold() -> None:
    both = {**WHEN, "empty_posts_share_above": 0.1}
    model = qipan.CityModel(ruled(LEAVING, rule={"when": both}), seed=1)
    seen = empty_midnights(model)
    by_both = model.run().dispatcher.lendings
    by_tickets = qipan.CityModel(ruled(LEAVING), seed=1).run().dispatcher.lendings
    assert 0 < len(by_both) < len(by_tickets) or by_both[0].first > by_tickets[0].first
    assert all(seen[each.first][each.community] > 0.1 for each in by_both)


def test_hired_clerks_take_over_paperwork_while_they_are_there_and_are_paid() -> None:
    prices = {"clerk_yuan_year": 73_000, "post_hours_per_year": 2000}
    others = ("worker_yuan_year", "patroller_yuan_year", "cadre_yuan_year")
    others += ("centre_yuan_per_m2_year", "volunteer_yuan_per_hour")
    costs = prices | dict.fromkeys(others, 0)
    scenario = ruled(rule={"then": {"clerks": 0.3, "days": 5}}, speed=None, cadres=None)
    model = qipan.CityModel(scenario.revise({"costs": costs}), seed=1)
    while model.running and not model.dispatcher.lendings:
        model.simulate_day()
    lent = model.dispatcher.lendings[0]
    community = model.communities[lent.community]
    relief, people = model.document.desks.community.clerk_relief, community.people()
    helped = community.paperwork
    assert (lent.cadres, lent.clerks) == (0.0, 0.3)
    while model.day < lent.end:
        model.simulate_day()
    model.simulate_day()
    assert community.paperwork - helped == pytest.approx(0.3 * relief / people, rel=0.05)
    record = model.run().record()
    metrics = compute_metrics(record)
    spans = (min(e.end, WARM_UP + DAYS) - max(e.first, WARM_UP) for e in model.dispatcher.lendings)
    yearly = 0.3 * sum(max(0, span) for span in spans) / (DAYS / 365)
    assert metrics["hired_clerk_days_per_year"] == pytest.approx(yearly)
    assert yuan_by_lever(record, DAYS / 365)["paperwork"] == pytest.approx(200.0 * yearly)
    assert metrics["lent_cadre_days_per_year"] == 0.0


FILE = """\
extends: {tiny}
name: ruled
title: {{en: a, zh: b}}
policy:
  dispatch:
    on: true
    speed: {{value: 0.8, range: [0.5, 1], assumed: strangers to the place}}
    lost_at_sender_share: {{value: 1, range: [0, 1], assumed: all of it}}
    rules:
      help:
        when: {{tickets_per_worker_above: 2, days: 5}}
        then: {{cadres: 2, days: 30}}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("days: 5", "days: 0", ":11  policy.dispatch.rules.help.when.days: found 0"),
        ("tickets_per_worker_above: 2, ", "", "help.when: no condition"),
        ("cadres: 2, ", "", "help.then: nothing to be done"),
        ("above: 2", "above: -2", "when.tickets_per_worker_above: found -2"),
        ("cadres: 2", "cadre: 2", "did you mean 'cadres'?"),
        ("days: 5", "days: 5000", "it could never act"),
        ("on: true\n", "on: true\n    cadres: 1\n", "policy.dispatch.cadres, 1"),
        ("value: 0.8", "value: 0", ":7  policy.dispatch.speed: found 0"),
        ("speed: {value", "# speed: {value", ":5  policy.dispatch.speed: not given"),
        (
            "30}\n",
            "30}\n        communities: [c0009]\n",
            "[0]: no community named 'c0009'",
        ),
    ],
)
def test_bad_rules_are_refused_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    good = FILE.format(tiny=SCENARIOS / "tiny.yaml")
    file = tmp_path / "ruled.yaml"
    file.write_text(good)
    loaded = qipan.load(file)
    assert loaded.document.policy.dispatch.rules["help"].then.cadres == 2
    assert "policy.dispatch.speed" in {row.key for row in loaded.provenance}
    assert old in good
    file.write_text(good.replace(old, new))
    with pytest.raises(ScenarioError) as refused:
        qipan.load(file)
    assert said in str(refused.value)
    assert "ruled.yaml:" in str(refused.value)

"""Which rules hold from which day."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qipan.scenario import Fault, Scenario, load
from qipan.scenario.policy import MECHANISMS, Policy


@pytest.fixture
def scenario(village: Path) -> Scenario:
    return load(village)


def test_one_regime_for_each_date_on_which_something_changes(scenario: Scenario) -> None:
    # 30 days of warm-up from 2018-12-02; authority from June, a change in July
    assert [regime.day for regime in scenario.regimes] == [0, 181, 211]
    start, june, july = (regime.document for regime in scenario.regimes)
    assert [each.policy.authority.on for each in (start, june, july)] == [False, True, True]
    assert [each.policy.burden.on for each in (start, june, july)] == [False, False, True]
    assert [each.closure.pressure for each in (start, june, july)] == [0.5, 0.5, 0.2]
    assert july.closure.false_share == 0.1
    assert july.policy.burden.community_duties_ratio == 0.6
    assert all(each.policy.sent_down.on for each in (start, june, july))


def test_regimes_hold_no_dates(scenario: Scenario) -> None:
    for regime in scenario.regimes:
        policy = regime.document.policy
        assert policy.changes == ()
        assert all(getattr(policy, name).starts is None for name in MECHANISMS)
    assert scenario.document.policy.changes and scenario.document.policy.authority.starts


def test_present_but_off_is_absent(scenario: Scenario) -> None:
    assert scenario.regimes[0].document.policy.authority == Policy().authority
    off = scenario.revise({"policy.sent_down.on": False})
    absent = scenario.revise({"policy.sent_down": None})
    assert [regime.document for regime in off.regimes] == [
        regime.document for regime in absent.regimes
    ]


def test_dates_that_change_nothing_make_no_regime(scenario: Scenario) -> None:
    same = scenario.revise({"policy": {"authority": None, "changes": None}})
    assert [regime.day for regime in same.regimes] == [0]
    idle = scenario.revise(
        {"policy": {"authority": {"on": False, "starts": None}, "changes": None}}
    )
    assert [regime.day for regime in idle.regimes] == [0]


def test_changes_build_on_each_other_in_order_of_time(scenario: Scenario) -> None:
    changes = [
        {"on": "2019-05-01", "set": {"closure": {"pressure": 0.9}}},
        {"on": "2019-02-01", "set": {"closure": {"pressure": 0.1, "false_share": 0.2}}},
    ]
    revised = scenario.revise({"policy": {"authority": None, "changes": changes}})
    closures = [regime.document.closure for regime in revised.regimes]
    assert [each.pressure for each in closures] == [0.5, 0.1, 0.9]
    assert [each.false_share for each in closures] == [0.1, 0.2, 0.2]


def test_a_change_may_switch_off_and_remove(scenario: Scenario) -> None:
    changes = [
        {"on": "2019-02-01", "set": {"policy": {"sent_down": None, "authority": {"on": False}}}}
    ]
    revised = scenario.revise({"policy": {"changes": changes}})
    assert revised.regimes[-1].document.policy == Policy()


@pytest.mark.parametrize(
    ("setting", "key", "said"),
    [
        ("city: {residents: 3}", "policy.changes[0].set.city", "a change may set policy, triage"),
        ("polcy: {}", "policy.changes[0].set.polcy", "did you mean 'policy'?"),
        (
            "policy: {burden: {starts: 2019-05-01}}",
            "policy.changes[0].set.policy.burden.starts",
            "a change has a date already",
        ),
        ("policy: {changes: []}", "policy.changes[0].set.policy.changes", "further changes"),
        ("policy: {burdn: {on: true}}", "policy.burdn", "did you mean 'burden'?"),
        ("closure: {pressure: -1}", "closure.pressure", "found -1; must be from 0 to 1"),
        ("closure: {pressure: null}", "closure.pressure", "missing"),
        ("policy: {councils: {on: true}}", "policy.councils.on", "on, with no council"),
    ],
)
def test_faults_inside_set_stand_on_their_line(
    setting: str, key: str, said: str, faults_of: Callable[[str], list[Fault]]
) -> None:
    (fault,) = faults_of(
        f"policy:\n  changes:\n    - on: 2019-03-01\n      set:\n        {setting}"
    )
    assert (fault.key, fault.line) == (key, 6)
    assert said in str(fault)


@pytest.mark.parametrize("change", ["{}", "{on: 2019-03-01}", "{on: 2019-03-01, set: {}}", "3"])
def test_malformed_changes_are_faults(change: str, faults_of: Callable[[str], list[Fault]]) -> None:
    assert all("changes[0]" in fault.key for fault in faults_of(f"policy: {{changes: [{change}]}}"))

"""What moves in a sweep, and what cannot."""

from pathlib import Path

import pytest

import qipan
from qipan.engine.codes import ORDERS
from qipan.scenario.grounds import is_active
from qipan.studies.file.scenario_checks import settable
from qipan.studies.sweep.factors import KeyRange, SweepError, assumed_factors, chosen_factors
from qipan.studies.sweep.worlds import Worlds

SCENARIOS = Path(__file__).parents[3] / "scenarios"
TINY = qipan.load(SCENARIOS / "tiny.yaml")
PAIR = tuple(qipan.load(SCENARIOS / f"fuding{end}.yaml") for end in ("_before", ""))


def by_name(factors):
    return {factor.name: factor for factor in factors}


def test_every_number_with_a_range_moves_and_no_other() -> None:
    found = by_name(assumed_factors([TINY]))
    for row in TINY.provenance:
        idle = not is_active(TINY, row)
        moves = any(f.key == row.key or f.key.startswith(f"{row.key}[") for f in found.values())
        assert moves == (row.range is not None and not idle), row.key


def test_each_number_of_a_list_moves_by_itself() -> None:
    found = by_name(assumed_factors([TINY]))
    hours = [f for f in found.values() if f.group == "issues.profiles.day.hour"]
    assert len(hours) == 24
    assert (hours[7].name, hours[7].base) == ("issues.profiles.day.hour[7]", 60)


def test_whole_numbers_are_those_of_the_schema_not_those_written_without_a_point() -> None:
    found = by_name(assumed_factors([TINY]))
    count, clip = found["city.community_count"], found["residents.reporting.trust_clip"]
    assert count.whole and count.steps == 5
    assert [count.value(share) for share in (0.0, 0.19, 0.21, 0.999, 1.0)] == [1, 1, 2, 5, 5]
    assert clip.base == 2 and not clip.whole and clip.value(0.25) == 1.5


def test_the_value_as_given_lies_at_its_share() -> None:
    for factor in assumed_factors(PAIR):
        share = factor.base_share
        assert share is not None and factor.value(share) == pytest.approx(factor.base), factor


def test_no_factor_leaves_its_range_at_its_ends() -> None:
    factors = assumed_factors(PAIR)
    for factor in factors:
        assert (factor.value(0.0), factor.value(1.0)) == (factor.low, factor.high), factor
    worlds = Worlds(PAIR, factors)
    narrow = [f for f in factors if f.low + 1.0 * (f.high - f.low) > f.high]
    assert narrow  # rounding passes the end of some ranges
    assert worlds.at({factor.name: 1.0 for factor in narrow}) is not None, worlds.unsound


def test_what_differs_between_scenarios_is_two_assumptions() -> None:
    found = by_name(assumed_factors(PAIR))
    one = found["triage.merged_share (fuding_before)"]
    other = found["triage.merged_share (fuding)"]
    assert (one.scenarios, one.high, other.scenarios, other.low) == ((0,), 0.3, (1,), 0.5)
    assert found["closure.false_share"].scenarios == (0, 1)


def test_mechanisms_that_are_off_everywhere_do_not_move() -> None:
    keys = {factor.key for factor in assumed_factors(PAIR)}
    assert "policy.burden.community_duties_ratio" in keys  # on in one of the two
    assert not any(key.startswith("policy.shifts.") for key in keys)
    later = TINY.revise({"policy.burden.on": True, "policy.burden.starts": "2019-03-10"})
    assert any(f.key.startswith("policy.burden.") for f in assumed_factors([later]))


@pytest.mark.parametrize(
    ("key", "given", "values"),
    [
        ("closure.false_share", KeyRange(low=0.05, high=0.2), [0.05, 0.2]),
        ("city.community_count", KeyRange(low=2, high=4), [2, 4]),
        ("policy.patrol.on", KeyRange(levels=(False, True)), [False, True]),
        ("policy.patrol.calendar", KeyRange(levels=("patrol", "office")), ["patrol", "office"]),
        ("issues.profiles.day.hour[3]", KeyRange(low=0, high=50), [0, 50]),
        ("horizon.warm_up_days", KeyRange(levels=(10, 20, 30)), [10, 30]),
        ("city.household_size", KeyRange(low=2, high=3), [2.0, 3.0]),
        ("closure.false_share", None, [0, 0.25]),
    ],
)
def test_keys_of_every_type(key: str, given: KeyRange | None, values: list[object]) -> None:
    (factor,) = chosen_factors([TINY], {key: given})
    worlds = Worlds([TINY.revise({"policy.patrol.own_staff_share.value": 0})], [factor])
    for share, value in zip((0.0, 1.0), values, strict=True):
        made = worlds.at({factor.name: share})
        assert made is not None, worlds.unsound
        (set_to,) = [v for k, v in worlds.values(0, {factor.name: share}).items()]
        assert set_to == value and type(set_to) is type(factor.value(share))


def test_a_list_by_its_key_moves_in_every_number() -> None:
    found = chosen_factors([TINY], {"issues.profiles.home.weekday": None})
    assert [factor.key[-3:] for factor in found] == [f"[{n}]" for n in range(7)]


def test_setting_keeps_the_source() -> None:
    assert settable(TINY, "closure.false_share") == "closure.false_share.value"
    assert settable(TINY, "policy.patrol.on") == "policy.patrol.on"
    (factor,) = chosen_factors([TINY], {"closure.false_share": None})
    made = Worlds([TINY], [factor]).at({factor.name: 1.0})
    assert made is not None
    (row,) = (r for r in made[0].provenance if r.key == "closure.false_share")
    assert (row.value, row.status, row.range) == (0.25, "assumed", (0, 0.25))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            {"closure.fals_share": None},
            r"no scenario has this key; did you mean 'closure.false_share'",
        ),
        ({"closure.nothing": KeyRange(0, 1)}, "no scenario has this key"),
        ({"closure.false_share": KeyRange(0, 0.9)}, "found 0.9; its range in tiny is 0 to 0.25"),
        ({"closure.false_share": KeyRange(levels=(0.1, 0.3))}, "found 0.3; its range"),
        ({"issues.profiles.day.hour[0]": KeyRange(0, 151)}, "found 151; its range"),
        ({"closure.false_share": KeyRange(0.2, 0.1)}, "low 0.2 is not below high 0.1"),
        ({"closure.false_share": KeyRange(low=0.1)}, "both low and high"),
        ({"horizon.days": None}, "has no range in the scenario"),
    ],
)
def test_bad_keys_are_refused(keys: dict[str, KeyRange | None], said: str) -> None:
    with pytest.raises(SweepError, match=said):
        chosen_factors([TINY], keys)


def test_all_bad_keys_are_named_at_once() -> None:
    with pytest.raises(SweepError) as caught:
        chosen_factors([TINY], {"closure.x": None, "horizon.days": None})
    assert len(str(caught.value).splitlines()) == 2


def test_a_scenario_without_ranges_has_nothing_to_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = qipan.load(SCENARIOS / "tiny.yaml")
    object.__setattr__(bare, "provenance", tuple(r for r in bare.provenance if not r.range))
    with pytest.raises(SweepError, match="has a range: name keys"):
        assumed_factors([bare])


def test_a_structural_assumption_moves_over_all_that_may_be_said_there() -> None:
    (order,) = chosen_factors([TINY], {"desks.community.order": None})
    assert order.levels == tuple(ORDERS) and order.base == "priority_first_come"
    assert order.base_share == pytest.approx(0.1) and order.value(0.5) == "shortest"
    two = KeyRange(levels=("oldest", "random"))
    (chosen,) = chosen_factors([TINY], {"desks.community.order": two})
    assert chosen.levels == ("oldest", "random") and chosen.base_share is None
    worlds = Worlds([TINY], [order])
    (world,) = worlds.at({order.name: 0.5}) or ()
    assert world.document.desks.community.order == "shortest"


def test_all_structural_assumptions_are_asked_for_by_one_name() -> None:
    found = by_name(chosen_factors([TINY], {"structure": None}))
    assert {"desks.estate.order", "desks.load_effect.on", "closure.month_end.on"} <= set(found)
    assert "closure.month_end.easy_first" not in found, "it has no effect while the habit is off"
    hurried = TINY.revise({"closure.month_end.on": True})
    assert "closure.month_end.easy_first" in by_name(chosen_factors([hurried], {"structure": None}))
    assert not set(found) & set(by_name(assumed_factors([TINY])))


def test_numbers_of_any_block_that_is_off_do_not_move_by_themselves() -> None:
    assert "closure.month_end.last_days" not in by_name(assumed_factors([TINY]))
    on = TINY.revise({"closure.month_end.on": True})
    assert by_name(assumed_factors([on]))["closure.month_end.last_days"].whole

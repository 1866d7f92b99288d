"""Plans of hours: against enumeration, closed forms, duality, another solver, rules."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qipan.programs.hours.plan import CannotBeDone, HoursProgram, build
from qipan.programs.hours.problem import (
    Groups,
    HoursCase,
    HoursRules,
    Units,
    Work,
    no_groups,
    no_units,
    within_radius,
)
from qipan.programs.hours.program import SAYS
from qipan.programs.solver import solve, write
from qipan.programs.warm import WarmProgram

from . import cbc
from .cases import rows_and_bounds

GOLDEN = Path(__file__).parent / "golden"
MANY = range(60)


def names(letter, count):
    return tuple(f"{letter}{n + 1}" for n in range(count))


def plan_hours(case, objective="total"):
    return HoursProgram(case, objective).solve()


def units_gave_yuan(plan):
    """Value of what each unit gives in a plan."""
    first = len(plan.case.groups.home)
    hours = np.bincount(plan.source, plan.hours, minlength=len(plan.case.sources))
    return hours[first:] * plan.case.units.yuan_per_hour


def some_pairs(rng, sources, communities, share):
    return np.nonzero(rng.random((sources, communities)) < share)


def whole_case(seed):
    """A small case in whole hours, its combinations few enough to try all."""
    rng = np.random.default_rng(seed)
    while True:
        work = Work(
            names("c", 2),
            names("k", 2),
            rng.integers(0, 4, (2, 2)),
            rng.integers(0, 2, (2, 2)),
            rng.integers(1, 9, (2, 2)),
        )
        groups = Groups(
            np.array([0, 1]),
            ("a", "b"),
            rng.integers(0, 4, 2),
            np.zeros(2),
            rng.random((2, 2)) < 0.7,
            some_pairs(rng, 2, 2, 0.7),
        )
        units = Units(
            ("u1",), rng.integers(0, 3, 1), rng.random((1, 2)) < 0.7, some_pairs(rng, 1, 2, 0.7)
        )
        case = HoursCase(work, groups, units)
        if len(build(case)[1].given) <= 7:
            return case


def any_case(seed, communities=4, kinds=3, urgent=False):
    """A case in which every rule may bind."""
    rng = np.random.default_rng(seed)
    groups, units = 2 * communities, 3
    most_left = np.full((communities, kinds), np.inf)
    demand = rng.gamma(2, 10, (communities, kinds))
    if urgent:
        most_left[0, 0] = 0.95 * demand[0, 0]
    work = Work(
        names("c", communities),
        names("k", kinds),
        demand,
        rng.gamma(1, 5, (communities, kinds)),
        rng.uniform(1, 9, (communities, kinds)),
        rng.uniform(500, 5000, communities),
        most_left,
    )
    home = np.repeat(np.arange(communities), 2)
    return HoursCase(
        work,
        Groups(
            home,
            ("care", "repair") * communities,
            rng.gamma(1, 15, groups),
            rng.uniform(0, 0.5, groups),
            rng.random((groups, kinds)) < 0.6,
            some_pairs(rng, groups, communities, 0.5),
            np.where(rng.random(groups) < 0.7, rng.gamma(1, 40, groups), np.inf),
            rng.uniform(1, 6, (groups, kinds)),
        ),
        Units(
            names("u", units),
            rng.gamma(1, 20, units),
            rng.random((units, kinds)) < 0.7,
            some_pairs(rng, units, communities, 0.5),
            np.full(units, 50.0),
            rng.uniform(0, 300, units),
            rng.uniform(0, 800, units),
        ),
        HoursRules(return_share=0.5),
    )


def least_by_trying(case):
    """Smallest weighted backlog over all whole numbers of hours."""
    made = build(case)[1]
    source, where, kind = made.source, made.community, made.kind
    most = case.coming_hours.astype(int)
    tried = np.indices([most[s] + 1 for s in source]).reshape(len(source), -1)
    fits = np.ones(tried.shape[1], bool)
    for row, hours in enumerate(most):
        fits &= tried[source == row].sum(axis=0) <= hours
    total = np.zeros(tried.shape[1])
    for (c, k), hours in np.ndenumerate(case.work_hours):
        done = tried[(where == c) & (kind == k)].sum(axis=0)
        fits &= done <= hours
        total += case.work.weight[c, k] * (hours - done)
    return total[fits].min()


@pytest.mark.parametrize("seed", MANY)
def test_least_backlog_is_that_of_all_plans_tried(seed):
    case = whole_case(seed)
    assert plan_hours(case).weighted_backlog == pytest.approx(least_by_trying(case), abs=1e-6)


@pytest.mark.parametrize("seed", MANY)
def test_plans_keep_every_rule(seed):
    case = any_case(seed)
    for objective in ("total", "worst"):
        plan = plan_hours(case, objective)
        by_source = np.bincount(plan.source, plan.hours, minlength=len(case.sources))
        assert (by_source <= case.coming_hours + 1e-6).all()
        done = np.zeros(case.work.demand.shape)
        np.add.at(done, (plan.community, plan.kind), plan.hours)
        assert np.allclose(done + plan.left, case.work_hours, atol=1e-5)
        groups = len(case.groups.home)
        of_group = plan.source < groups
        calls = np.zeros(groups)
        needed = case.groups.calls_per_hour[plan.source[of_group], plan.kind[of_group]]
        np.add.at(calls, plan.source[of_group], needed * plan.hours[of_group])
        assert (calls <= case.groups.calls + 1e-5).all()
        gave = units_gave_yuan(plan)
        before = case.units.given_yuan
        repaid = case.units.benefit_yuan >= 0.5 * (before + gave) - 1e-4
        assert (repaid | (gave < 1e-4)).all()
        able = np.concatenate([case.groups.can, case.units.can])
        near = np.concatenate([case.groups.reach[0], case.units.pairs[0] + groups])
        there = np.concatenate([case.groups.reach[1], case.units.pairs[1]])
        pairs = set(zip(near.tolist(), there.tolist(), strict=True))
        for at in np.flatnonzero(plan.hours):
            assert able[plan.source[at], plan.kind[at]]
            assert (plan.source[at], plan.community[at]) in pairs


@pytest.mark.parametrize("seed", MANY)
def test_prices_prove_the_plan(seed):
    case = any_case(seed)
    program = HoursProgram(case)
    optimum = WarmProgram(program.problem).solve()
    right = [-row.constant for row in program.problem.constraints()]
    assert optimum.prices @ np.array(right) == pytest.approx(optimum.objective, abs=1e-6)
    reduced = {v.name: program.problem.objective.get(v, 0.0) for v in program.problem.variables()}
    for row, price in zip(program.problem.constraints(), optimum.prices, strict=True):
        for variable, factor in row.items():
            reduced[variable.name] -= price * factor
    assert min(reduced.values()) > -1e-6
    assert all(binding.price < 0.0 for binding in program.solve().binding)


@pytest.mark.parametrize("objective", ["total", "worst"])
@pytest.mark.parametrize("seed", range(12))
def test_another_solver_agrees(seed, objective):
    case = any_case(seed, urgent=True)
    problem = build(case, objective)[0].problem
    try:
        plan = plan_hours(case, objective)
    except CannotBeDone:
        assert cbc.least(problem) is None
        return
    found = plan.weighted_backlog if objective == "total" else plan.worst_backlog
    assert cbc.least(problem) == pytest.approx(found, rel=1e-5, abs=1e-7)
    assert solve(problem).objective == pytest.approx(found, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("objective", ["total", "worst"])
@pytest.mark.parametrize("seed", range(15))
def test_a_plan_made_again_is_a_new_plan(seed, objective):
    case = any_case(seed)
    program = HoursProgram(case, objective)
    found = "weighted_backlog" if objective == "total" else "worst_backlog"
    before = getattr(program.solve(), found)
    for row in range(len(case.groups.home)):
        for step in (8.0, -min(8.0, case.groups.hours[row])):
            hours = case.groups.hours.copy()
            hours[row] += step
            anew = plan_hours(replace(case, groups=replace(case.groups, hours=hours)), objective)
            again = getattr(program.again(hours=hours), found)
            assert again == pytest.approx(getattr(anew, found), rel=1e-5, abs=1e-6)
            assert (again - before) * step <= 1e-6
    again = program.again(hours=case.groups.hours)
    assert getattr(again, found) == pytest.approx(before), "asking changes nothing"


@pytest.mark.parametrize("seed", range(15))
def test_prices_lie_between_small_steps(seed):
    case = any_case(seed)
    program = HoursProgram(case)
    plan = program.solve()
    prices = {line.rule.name: line.price for line in plan.binding}
    for row in range(len(case.groups.home)):
        price = prices.get(f"coming({case.sources[row]})", 0.0) * (1.0 - case.groups.no_show[row])
        small = min(1e-3, case.groups.hours[row])
        for step in (1e-3, -small):
            hours = case.groups.hours.copy()
            hours[row] += step
            change = program.again(hours=hours).weighted_backlog - plan.weighted_backlog
            assert change >= price * step - 1e-6


@pytest.mark.parametrize("objective", ["total", "worst"])
def test_warm_plans_are_as_good_as_new_ones(objective):
    case = any_case(1, communities=6)
    program = HoursProgram(case, objective)
    program.solve()
    rng = np.random.default_rng(5)
    for _ in range(30):
        demand = case.work.demand * rng.uniform(0, 2, case.work.demand.shape)
        hours = case.groups.hours * rng.uniform(0, 2, len(case.groups.home))
        warm = program.again(demand=demand, hours=hours, unit_hours=rng.gamma(1, 20, 3))
        cold = plan_hours(program.case, objective)
        assert warm.worst_backlog == pytest.approx(cold.worst_backlog, rel=1e-5, abs=1e-9)
        assert warm.weighted_backlog == pytest.approx(cold.weighted_backlog, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("objective", ["total", "worst"])
def test_warm_plans_follow_weights_and_names_of_any_kind(objective):
    case = any_case(2, communities=4)
    places = ("old-town", "new/town", "c 3", "c4")
    case = replace(case, work=replace(case.work, communities=places))
    program = HoursProgram(case, objective)
    program.solve()
    rng = np.random.default_rng(7)
    for _ in range(10):
        weight = case.work.weight * rng.uniform(0.1, 3, case.work.weight.shape)
        demand = case.work.demand * rng.uniform(0, 2, case.work.demand.shape)
        warm = program.again(demand=demand, weight=weight, hours=case.groups.hours * rng.uniform())
        cold = plan_hours(program.case, objective)
        assert warm.worst_backlog == pytest.approx(cold.worst_backlog, rel=1e-5, abs=1e-9)
        assert warm.weighted_backlog == pytest.approx(cold.weighted_backlog, rel=1e-5, abs=1e-6)


def one_kind(demand, hours, residents):
    """One kind of work, and one group that reaches everybody."""
    count = len(demand)
    work = Work(
        names("c", count), ("repair",), np.array(demand)[:, None], residents=np.array(residents)
    )
    reach = (np.zeros(count, int), np.arange(count))
    groups = Groups(np.array([0]), ("a",), np.array([hours]), np.zeros(1), np.ones((1, 1)), reach)
    return HoursCase(work, groups, no_units(work))


@pytest.mark.parametrize("seed", MANY)
def test_worst_backlog_is_that_of_water_filling(seed):
    rng = np.random.default_rng(seed)
    demand, residents = rng.gamma(2, 10, 5), rng.uniform(1, 9, 5)
    hours = rng.uniform(0, demand.sum())
    level = (0.0, float((demand / residents).max()))
    for _ in range(100):
        middle = sum(level) / 2
        enough = np.maximum(0.0, demand - middle * residents).sum() <= hours
        level = (level[0], middle) if enough else (middle, level[1])
    plan = plan_hours(one_kind(demand, hours, residents), "worst")
    assert plan.worst_backlog == pytest.approx(level[1], rel=1e-6)
    assert plan.weighted_backlog == pytest.approx(demand.sum() - hours, rel=1e-6)


def test_nobody_helps_where_nobody_is():
    work = Work(names("c", 2), names("k", 2), np.ones((2, 2)), np.ones((2, 2)))
    program = HoursProgram(HoursCase(work, no_groups(work), no_units(work)))
    plan = program.solve()
    assert np.array_equal(plan.left, np.full((2, 2), 2.0))
    assert plan.weighted_backlog == 8.0
    assert plan.given == plan.binding == ()
    assert program.again(carried=plan.left).weighted_backlog == 12.0


def test_weeks_carry_over_what_is_left_and_what_units_gave():
    program = HoursProgram(any_case(3))
    first = program.solve()
    gave = first.case.units.given_yuan + units_gave_yuan(first)
    second = program.again(carried=first.left, given_yuan=gave)
    assert np.array_equal(second.case.work.carried, first.left)
    by_unit = np.bincount(second.source, second.hours, minlength=len(second.case.sources))[-3:]
    assert (50.0 * by_unit <= second.case.yuan_to_give + 1e-5).all()


def test_a_unit_that_gave_too_much_is_asked_for_nothing_and_the_week_is_planned():
    case = any_case(3)
    spent = replace(case, units=replace(case.units, given_yuan=np.full(3, 1e6)))
    assert not units_gave_yuan(plan_hours(spent)).any()


def test_urgent_work_that_cannot_be_done_is_named_with_what_is_missing():
    case = one_kind([10.0, 4.0], 6.0, [1.0, 1.0])
    case = replace(case, work=replace(case.work, most_left=np.array([[3.0], [np.inf]])))
    with pytest.raises(CannotBeDone) as error:
        plan_hours(case)
    assert error.value.reasons == [
        "In c1, of 10 hours of repair at most 3 may be left over, but those who can do it and come "
        "in time leave 4: allow 1 more, or find as many hours."
    ]
    program = HoursProgram(case)
    assert program.again(hours=[7.0]).left[0, 0] == pytest.approx(3.0)
    with pytest.raises(CannotBeDone, match="allow 2 more"):
        program.again(hours=[5.0])


def test_missing_units_are_named():
    case = any_case(0)
    pairs = (np.array([0, 1, 2, 0, 0]), np.array([0, 0, 0, 1, 2]))
    case = replace(
        case,
        units=replace(case.units, pairs=pairs),
        rules=HoursRules(least_units=3, one_to_one=True),
    )
    with pytest.raises(CannotBeDone) as error:
        plan_hours(case)
    assert error.value.reasons[0] == "c2 is paired with 1 units; 3 are asked for."
    assert error.value.reasons[-1].startswith("u1 is paired with 3 communities")
    assert len(error.value.reasons) == 4


def test_radius():
    group, there = within_radius([0, 2], [0.0, 1.0, 5.0], [0.0, 0.0, 0.0], 1.5)
    assert group.tolist() == [0, 0, 1]
    assert there.tolist() == [0, 1, 2]


@pytest.mark.parametrize("objective", ["total", "worst"])
def test_the_program_reads_as_reviewed(objective, tmp_path):
    """Rows of the exported program; a change of a formula shows as a change of this file."""
    work = Work(
        ("c1", "c2"), ("care", "repair"), [[8, 2], [5, 9]], weight=[[1, 2], [3, 4]],
        residents=[2, 4], most_left=[[np.inf, 2], [np.inf, np.inf]],
    )  # fmt: skip
    groups = Groups(
        np.array([0, 1]), ("nurse", "fitter"), [6, 10], [0.5, 0.2],
        np.array([[True, False], [True, True]]), ([0, 1, 1], [0, 0, 1]),
        [np.inf, 30], [[3, 3], [4, 5]],
    )  # fmt: skip
    units = Units(("bank",), [5], [[False, True]], ([0], [1]), [50], [20], [60])
    problem = build(HoursCase(work, groups, units, HoursRules(1, True, 0.5)), objective)[0].problem
    write(problem, tmp_path / "now.lp")
    golden = GOLDEN / f"hours_{objective}.lp"
    assert rows_and_bounds(tmp_path / "now.lp") == rows_and_bounds(golden)
    assert {row.name.split("(")[0] for row in problem.constraints()} <= set(SAYS)


def test_what_cannot_be_is_refused_in_words():
    case = any_case(0)
    work, groups = case.work, case.groups
    with pytest.raises(
        ValueError, match=r"no-shows is 2 at \(c1.care\); it must be a number from 0"
    ):
        replace(case, groups=replace(groups, no_show=np.full(8, 2.0)))
    with pytest.raises(ValueError, match=r"The demand in hours is -1 at \(c1, k1\)"):
        replace(work, demand=np.full((4, 3), -1.0))
    with pytest.raises(ValueError, match=r"must have the shape \(4, 3\); it has \(3, 4\)"):
        replace(work, demand=np.ones((3, 4)))
    with pytest.raises(ValueError, match="'c 1' and 'c-1' do not"):
        Work(("c 1", "c-1"), ("k",), np.ones((2, 1)))
    with pytest.raises(ValueError, match="A group of a pair is row 9, but there are 8 groups"):
        replace(case, groups=replace(groups, reach=([9], [0])))
    with pytest.raises(ValueError, match="make a new program"):
        HoursProgram(case).again(calls=np.where(np.isinf(groups.calls), 5.0, np.inf))
    with pytest.raises(ValueError, match="must be 'total' or 'worst'"):
        HoursProgram(case, "best")

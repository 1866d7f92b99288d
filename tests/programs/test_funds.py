"""Plans of funds: against enumeration, closed forms, duality, another solver, rules."""

import math
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from qipan.programs.curve import Curve
from qipan.programs.funds import plan as funds
from qipan.programs.funds.plan import FundsProgram
from qipan.programs.funds.problem import Benefit, Earmark, FundsCase
from qipan.programs.highs import SolverError
from qipan.programs.hours.plan import CannotBeDone
from qipan.programs.objectives import (
    ConditionalValueAtRisk,
    LexicographicMaxMin,
    MeanPlusGini,
    Utilitarian,
)
from qipan.programs.solver import duals, solve, write

from . import cbc
from .cases import rows_and_bounds

GOLDEN = Path(__file__).parent / "golden"
MANY = range(60)
OBJECTIVES = [
    Utilitarian(),
    LexicographicMaxMin(),
    ConditionalValueAtRisk(share=0.5),
    MeanPlusGini(weight=0.8),
]


def plan_funds(case, objective=None):
    return FundsProgram(case, objective).solve()


def names(letter, count):
    return tuple(f"{letter}{n + 1}" for n in range(count))


def concave(rng, points=3, unit=1.0, whole=False):
    slopes = np.sort(rng.integers(1, 20, points) if whole else rng.uniform(0.1, 9, points))[::-1]
    widths = rng.integers(1, 3, points) * unit
    ends = np.concatenate([[0.0], np.cumsum(widths)])
    return Benefit(ends, np.concatenate([[0.0], np.cumsum(widths * slopes)]))


def benefits(rng, communities, purposes, **how):
    pairs = product(communities, purposes)
    return {pair: concave(rng, **how) for pair in pairs if rng.random() < 0.85}


def any_case(seed, communities=4, years=1, **changed):
    """A case in which every rule may bind; amounts in thousands of yuan."""
    rng = np.random.default_rng(seed)
    places, purposes = names("c", communities), names("k", 3)
    earmarks = (
        Earmark("service", tuple(rng.uniform(2, 8, years)), ("k1", "k2"), 1.0, 0.7),
        Earmark("works", tuple(rng.uniform(2, 8, years)), ("k2", "k3")),
    )
    given = {
        "communities": places,
        "purposes": purposes,
        "earmarks": earmarks,
        "benefits": benefits(rng, places, purposes),
        "residents": rng.uniform(500, 5000, communities),
        "absorption": rng.uniform(0.4, 1, communities),
        "floors": rng.uniform(0, 0.4, (communities, 2)),
        "year_weights": tuple(rng.uniform(0.5, 1, years)),
        "weights": rng.uniform(0.5, 2, communities),
    }
    return FundsCase(**{**given, **changed})


def best_by_trying(case):
    """Largest benefit over whole amounts of two earmarks, pooled or not, without match."""
    total = [int(earmark.yuan[0]) for earmark in case.earmarks]
    kinds = [
        (c, k, e)
        for c in case.communities
        for e, earmark in enumerate(case.earmarks)
        for k in earmark.purposes
    ]
    tried = np.indices([total[e] + 1 for _, _, e in kinds]).reshape(len(kinds), -1)
    fits = np.ones(tried.shape[1], bool)
    for e, most in enumerate(total):
        fits &= tried[[row for row, kind in enumerate(kinds) if kind[2] == e]].sum(axis=0) <= most
    tried = tried[:, fits]
    value = np.zeros(tried.shape[1])
    for c, k in product(case.communities, case.purposes):
        rows = [row for row, kind in enumerate(kinds) if kind[:2] == (c, k)]
        value += case.benefit(c, k).of(tried[rows].sum(axis=0))
    return value.max()


@pytest.mark.parametrize("seed", MANY)
def test_benefit_is_that_of_all_plans_tried(seed):
    rng = np.random.default_rng(seed)
    places, purposes = names("c", 2), names("k", 2)
    marks = (
        Earmark("a", (float(rng.integers(0, 5)),), purposes),
        Earmark("b", (float(rng.integers(0, 4)),), purposes[:1]),
    )
    what = benefits(rng, places, purposes, whole=True)
    case = FundsCase(places, purposes, marks, what, np.ones(2))
    plan = plan_funds(case)
    assert plan.benefit.sum() == pytest.approx(best_by_trying(case), abs=1e-6)
    assert plan.objective == pytest.approx(-plan.benefit.sum(), abs=1e-6)


@pytest.mark.parametrize("seed", MANY)
def test_one_earmark_goes_where_a_yuan_of_the_city_does_most(seed):
    """Closed form: pieces in order of slope × absorption × (1 + match)."""
    rng = np.random.default_rng(seed)
    unit = (1.0, 20_000.0)[seed % 2]
    places, purposes = names("c", 4), names("k", 3)
    absorption = rng.uniform(0.3, 1, 4)
    total = rng.uniform(0, 20) * unit
    case = FundsCase(
        places,
        purposes,
        (Earmark("a", (total,), purposes, 1.0, 0.6),),
        benefits(rng, places, purposes, unit=unit),
        np.ones(4),
        absorption,
    )
    pieces = []
    for c, place in enumerate(places):
        reach = absorption[c] * 1.6
        for purpose in purposes:
            of = case.benefit(place, purpose)
            for width, slope in zip(of.widths[:-1], of.slopes, strict=False):
                pieces.append((slope * reach, width / reach))
    best, left = 0.0, total
    for per_yuan, yuan in sorted(pieces, reverse=True):
        best += per_yuan * min(yuan, left)
        left -= min(yuan, left)
    assert plan_funds(case).benefit.sum() == pytest.approx(best, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("seed", MANY)
def test_plans_keep_every_rule(seed):
    for pooled, carry in product((False, True), repeat=2):
        case = any_case(seed, years=2, pooled=pooled, carry_over=carry, county_yuan=(3.0, 4.0))
        plan = plan_funds(case)
        totals = np.array([earmark.yuan for earmark in case.earmarks])
        assert (plan.city.sum(axis=0) <= totals + 1e-6).all()
        assert (plan.city >= case.floors[:, :, None] - 1e-6).all()
        assert np.allclose(plan.county, plan.city * np.array([0.7, 0.0])[:, None], atol=1e-6)
        assert (plan.county.sum(axis=(0, 1)) <= np.array([3.0, 4.0]) + 1e-6).all()
        money = plan.city + plan.county
        money = money.sum(axis=1, keepdims=True) if pooled else money
        money[:, :, 1:] += plan.kept[:, :, :-1]
        spent = plan.spent.sum(axis=2)
        assert (spent <= case.absorption[:, None, None] * money + 1e-6).all()
        assert (spent + plan.kept <= money + 1e-6).all()
        assert (plan.unspent > -1e-6).all()
        assert plan.kept[:, :, 0].any() <= carry
        assert not plan.kept[:, :, 1].any()
        if not pooled:
            assert not plan.spent[:, 0, 2].any()
            assert not plan.spent[:, 1, 0].any()


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.name)
@pytest.mark.parametrize("seed", range(15))
def test_prices_prove_the_plan_and_another_solver_agrees(seed, objective):
    program = FundsProgram(any_case(seed, years=1 + seed % 2, carry_over=True), objective)
    problem = program.problem
    found = solve(problem)
    assert cbc.least(problem) == pytest.approx(found.objective, rel=1e-5)
    prices = duals(problem, found).rows
    reduced = {v.name: problem.objective.get(v, 0.0) for v in problem.variables()}
    bound = problem.objective.constant
    for row in problem.constraints():
        price = prices[row.name]
        assert price * row.sense >= -1e-7, "the price of a limit has the sign of its side"
        bound -= price * row.constant
        for variable, factor in row.items():
            reduced[variable.name] -= price * factor
    for variable in problem.variables():
        cost = reduced[variable.name]
        if variable.lowBound in (None, -math.inf):
            assert cost == pytest.approx(0.0, abs=1e-6)
        elif variable.upBound in (None, math.inf):
            assert cost > -1e-6
        else:
            bound += variable.upBound * min(0.0, cost)
    assert bound == pytest.approx(found.objective, rel=1e-6)


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.name)
@pytest.mark.parametrize("seed", range(10))
def test_an_objective_is_that_of_its_plan_and_no_other_plan_is_better(seed, objective):
    case = any_case(seed)
    program = FundsProgram(case, objective)
    plan = program.solve()
    assert solve(program.problem).objective == pytest.approx(plan.objective, abs=1e-6)
    for other in OBJECTIVES:
        rival = plan_funds(case, other)
        assert objective.value(case, rival.ticket_days) >= plan.objective - 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_the_order_from_the_worst_is_best(seed):
    """No plan of another objective is better in the first place where they differ."""
    case = any_case(seed)
    first = LexicographicMaxMin()
    mine = np.sort(first.scores(case, plan_funds(case, first).ticket_days))[::-1]
    for other in OBJECTIVES:
        rival = np.sort(first.scores(case, plan_funds(case, other).ticket_days))[::-1]
        differs = np.flatnonzero(np.abs(mine - rival) > 1e-5)
        assert len(differs) == 0 or mine[differs[0]] < rival[differs[0]]


def test_need_turns_what_is_saved_into_what_is_left():
    case = any_case(2, need=np.array([90.0, 50.0, 70.0, 60.0]))
    plan = plan_funds(case, LexicographicMaxMin())
    assert plan.objective == pytest.approx((1000 * plan.ticket_days / case.residents).max())
    assert np.allclose(
        plan.ticket_days, case.need - plan.benefit.sum(axis=(1, 2)) * case.year_weights
    )


def after_gift(case, c, k, yuan):
    """A case in which somebody else has paid so much for a purpose already, and what it did."""
    pair = (case.communities[c], case.purposes[k])
    of = case.benefit(*pair)
    later = of.yuan[of.yuan > yuan]
    points = np.concatenate([[0.0], later - yuan])
    did = float(of.of(yuan))
    moved = Benefit(points, np.concatenate([[0.0], of.of(later) - did]))
    return replace(case, benefits={**case.benefits, pair: moved}), did


@pytest.mark.parametrize("seed", range(15))
def test_values_of_money_are_differences_of_new_plans(seed):
    case = any_case(seed)
    program = FundsProgram(case)
    before = program.solve()
    for at, value in enumerate(program.value_of_money(0.5)):
        c, k = divmod(at, 3)
        given, did = after_gift(case, c, k, 0.5)
        after = plan_funds(given).objective - case.weights[c] * case.year_weights[0] * did
        assert value.more == pytest.approx(after - before.objective, rel=1e-6, abs=1e-7)
        problem = FundsProgram(case).problem
        problem.get_constraint_by_name(f"spending.k{k + 1}.c{c + 1}.1").changeRHS(-0.5)
        without = solve(problem)
        assert np.isnan(value.less) == (without.status == "infeasible")
        if without.proven:
            lost = without.objective - before.objective
            assert value.less == pytest.approx(lost, rel=1e-6, abs=1e-7)
        assert value.more <= 1e-9
        assert np.isnan(value.less) or value.less >= -1e-9
        # Gains shrink: what half as much more brings is at least half as good.
    small = program.value_of_money(0.01)
    for less, more in zip(small, program.value_of_money(0.02), strict=True):
        assert 2 * less.more <= more.more + 1e-7
        assert np.isnan(less.less) or less.less >= -less.more - 1e-7
    assert program.solve().objective == pytest.approx(before.objective), "asking changes nothing"


@pytest.mark.parametrize("seed", range(15))
def test_losing_money_costs_what_a_plan_with_a_loss_lacks(seed):
    """With one earmark, community and purpose the loss is read off the curve."""
    rng = np.random.default_rng(seed)
    of = concave(rng)
    total = float(rng.uniform(1, 6))
    case = FundsCase(
        ("c",), ("k",), (Earmark("a", (total,), ("k",)),), {("c", "k"): of}, np.ones(1)
    )
    (value,) = FundsProgram(case).value_of_money(0.8)
    assert value.less == pytest.approx(float(of.of(total) - of.of(total - 0.8)), abs=1e-7)
    assert value.more == pytest.approx(float(of.of(total) - of.of(total + 0.8)), abs=1e-7)


def test_more_than_a_community_can_spend_cannot_be_lost():
    case = any_case(0, absorption=np.zeros(4))
    assert all(np.isnan(value.less) for value in FundsProgram(case).value_of_money(0.5))


@pytest.mark.parametrize("seed", range(15))
def test_a_pool_and_carrying_over_never_hurt_in_the_program(seed):
    def best(**how):
        return plan_funds(any_case(seed, years=2, **how)).objective

    assert best(pooled=True) <= best() + 1e-7
    assert best(carry_over=True) <= best() + 1e-7


def test_money_that_lapses_is_lost_and_money_that_stays_is_spent_next_year():
    """100 in the first year, nothing in the second; half can be spent: 50, then 25."""
    of = {("c", "k"): Benefit([0.0, 1000.0], [0.0, 1000.0])}
    mark = (Earmark("a", (100.0, 0.0), ("k",)),)
    case = FundsCase(
        ("c",), ("k",), mark, of, np.ones(1), np.full((), 0.5), year_weights=(1.0, 1.0)
    )
    lapsed, stayed = plan_funds(case), plan_funds(replace(case, carry_over=True))
    assert lapsed.spent[0, 0, 0] == pytest.approx([50.0, 0.0])
    assert lapsed.unspent[0] == pytest.approx([50.0, 0.0])
    assert stayed.spent[0, 0, 0] == pytest.approx([50.0, 25.0])
    assert stayed.kept[0, 0] == pytest.approx([50.0, 0.0])


def test_the_county_doubles_what_the_city_gives_as_far_as_its_money_goes():
    of = {("c", "k"): Benefit([0.0, 1000.0], [0.0, 1000.0])}
    mark = (Earmark("a", (100.0,), ("k",), 1.0),)
    case = FundsCase(("c",), ("k",), mark, of, np.ones(1))
    assert plan_funds(case).benefit.sum() == pytest.approx(200.0)
    short = plan_funds(replace(case, county_yuan=(30.0,)))
    assert short.benefit.sum() == pytest.approx(60.0)
    assert [b.rule.description for b in short.binding] == ["money of the county"]
    assert short.binding[0].price == pytest.approx(-2.0)


def test_floors_that_need_too_much_are_named_with_the_sums():
    case = any_case(0)
    mark = replace(case.earmarks[0], yuan=(150_000.0,))
    floors = np.zeros((4, 2))
    floors[:3, 0] = 60_000.0
    with pytest.raises(CannotBeDone) as error:
        replaced = replace(
            case, earmarks=(mark, case.earmarks[1]), floors=floors, county_yuan=(100_000.0,)
        )
        plan_funds(replaced)
    assert error.value.reasons == [
        "The floors of service add up to 180,000 yuan for 3 communities; the city has 150,000 in "
        "year 1: 30,000 are missing.",
        "To match the floors the county needs 126,000 yuan; it has 100,000 in year 1: 26,000 are "
        "missing.",
    ]


def test_wages_are_refused():
    with pytest.raises(ValueError, match="service lists k2, which is wages"):
        any_case(0, wages=("k2",))


def test_what_cannot_be_is_refused_in_words():
    case = any_case(0)
    with pytest.raises(ValueError, match="works lists roads; purposes are k1, k2, k3"):
        replace(case, earmarks=(Earmark("works", (1.0,), ("roads",)),), floors=np.zeros(()))
    with pytest.raises(ValueError, match="given for 1 years; 2 are planned"):
        replace(case, year_weights=(1.0, 1.0))
    with pytest.raises(ValueError, match=r"can spend is 1.5 at \(c1\); it must be a number from 0"):
        replace(case, absorption=np.full(4, 1.5))
    with pytest.raises(ValueError, match="not concave"):
        Benefit([0.0, 1.0, 2.0], [0.0, 1.0, 3.0])
    with pytest.raises(ValueError, match="must not do less"):
        Benefit([0.0, 1.0], [0.0, -1.0])
    with pytest.raises(ValueError, match="begin with 0 yuan"):
        Benefit([1.0, 2.0], [0.0, 1.0])
    with pytest.raises(ValueError, match="no purpose and community"):
        replace(case, benefits={("c9", "k1"): Benefit([0.0], [0.0])})
    with pytest.raises(ValueError, match="Year 2 is not planned"):
        FundsProgram(case).value_of_money(year=2)


def test_a_curve_of_open_ticket_days_is_a_benefit():
    of = Benefit.of_curve(Curve(np.array([0.0, 10.0, 30.0]), np.array([9.0, 4.0, 3.0])))
    assert of.of([0.0, 10.0, 20.0, 90.0]) == pytest.approx([0.0, 5.0, 5.5, 6.0])
    with pytest.raises(ValueError, match="must begin at 0"):
        Benefit.of_curve(Curve(np.array([1.0, 2.0]), np.array([2.0, 1.0])))


@pytest.mark.parametrize("kind", ["earmarked", "pooled"])
def test_the_program_reads_as_reviewed(kind, tmp_path):
    """Rows of the exported program; a change of a formula shows as a change of this file."""
    case = FundsCase(
        ("c1", "c2"),
        ("repairs", "events"),
        (
            Earmark("service", (100.0, 120.0), ("repairs", "events"), 1.0, 0.5),
            Earmark("works", (80.0, 80.0), ("repairs",)),
        ),
        {
            ("c1", "repairs"): Benefit([0.0, 50.0, 90.0], [0.0, 100.0, 140.0]),
            ("c2", "repairs"): Benefit([0.0, 60.0], [0.0, 90.0]),
            ("c2", "events"): Benefit([0.0, 40.0], [0.0, 20.0]),
        },
        np.array([1000.0, 2000.0]),
        np.array([0.8, 1.0]),
        np.array([[10.0, 0.0], [10.0, 5.0]]),
        pooled=kind == "pooled",
        carry_over=kind == "earmarked",
        year_weights=(1.0, 0.9),
        county_yuan=(60.0, 60.0),
    )
    write(FundsProgram(case).problem, tmp_path / "now.lp")
    now, golden = tmp_path / "now.lp", GOLDEN / f"funds_{kind}.lp"
    assert rows_and_bounds(now) == rows_and_bounds(golden)


def test_a_solve_that_is_stopped_gives_no_plan(monkeypatch):
    case = any_case(1)
    stopped = replace(solve(FundsProgram(case).problem), status="stopped")
    monkeypatch.setattr(funds, "solve", lambda *_, **__: stopped)
    with pytest.raises(SolverError, match="proven best: the solve ended as stopped"):
        FundsProgram(case, time_limit=0.1).solve()


@pytest.mark.parametrize("seed", range(5))
def test_of_plans_as_good_the_one_that_takes_least_is_taken(seed):
    case = any_case(seed, floors=np.zeros((4, 2)))
    totals = np.array([earmark.yuan[0] for earmark in case.earmarks])
    usual = np.full((4, 2), 0.25) * totals
    best = plan_funds(case).objective
    program = FundsProgram(case)
    exact = program.nearest(usual)
    assert exact.objective <= best + 1e-5 * abs(best)
    easy = program.nearest(usual, indifference=0.2)
    assert easy.objective <= best + 0.2001 * abs(best)
    plans = (program.solve(), exact, easy)
    lost = [np.maximum(0.0, usual - plan.city[:, :, 0]).sum() for plan in plans]
    assert lost[2] <= lost[1] + 1e-6
    assert lost[1] <= lost[0] + 1e-6
    # Where all are alike, nothing need be taken from anybody.
    alike = Benefit(np.array([0.0, 100.0]), np.array([0.0, 10.0]))
    same = replace(case, benefits=dict.fromkeys(product(case.communities, case.purposes), alike))
    same = replace(same, absorption=np.ones(4), weights=np.ones(4))
    assert FundsProgram(same).nearest(usual).city[:, :, 0] == pytest.approx(usual, rel=1e-4)

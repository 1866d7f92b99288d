"""The loop with a simulation that is a formula, so that what it should find is known."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from qipan.planning.answer import frontier_frame, rules_frame, values_frame
from qipan.planning.confirming import Confirmed, confirm
from qipan.planning.explaining import explain
from qipan.planning.frontier import frontier
from qipan.planning.heads import heads_bought, heads_of
from qipan.planning.learning import Years
from qipan.planning.problem import Option, PlanProblem, Priced, Staff
from qipan.planning.program import NoPlan, Objective, nearest, solve
from qipan.planning.thumb import by_rules

from .cases import FRESH, FURTHER, SEEDS, TESTED, problem


def years(given: PlanProblem, factor: float, noise: float):
    """A city that waits `factor` times as long as the program thinks, and 20 tickets more."""
    count = given.communities
    staff = given.staff[0]

    def simulate(
        heads: NDArray[np.int64], seeds: Sequence[int], units: NDArray[np.float64] | None = None
    ) -> Years:
        posts = np.append(heads, np.zeros(len(given.desks) - count))
        held = replace(staff, floors=posts, caps=posts)
        days = solve(replace(given, staff=(held,), budgets={})).ticket_days(given)[:count]
        luck = [1.0 + noise * np.random.default_rng(seed).normal(size=count) for seed in seeds]
        return Years(np.array([(factor * days + 20 * 365.0) * one for one in luck]))

    return simulate


def found(given: PlanProblem, **other: object) -> Confirmed:
    per_post = np.full(len(given.desks), given.staff[0].hours)
    made = {"seeds": SEEDS, "further_seeds": FURTHER, "fresh_seeds": FRESH}
    made |= {"tested_seeds": TESTED} | other
    plain = replace(given, asked=replace(given.asked, wait_days=np.full(len(given.desks), np.inf)))
    simulate = years(plain, 1.5, 0.01)
    return confirm(given, "least_waiting", simulate, per_post, **made)  # type: ignore[arg-type]


def test_a_promise_comes_true_once_the_curves_are_corrected() -> None:
    given = problem([1400.0, 900.0, 2100.0], periods=1)
    done = found(given)
    uncorrected = float(solve(given).ticket_days(given)[:3].sum())
    assert abs(uncorrected / done.searched - 1) > 0.05
    assert abs(done.gap.mean) < 0.05
    assert done.searched == pytest.approx(done.promised, rel=0.05)
    assert done.against(done.nobody).proven_below_0


def test_seeds_of_the_search_do_not_judge() -> None:
    with pytest.raises(ValueError, match="searched"):
        found(problem([1400.0]), fresh_seeds=[3])


def test_days_asked_are_kept_in_fresh_years() -> None:
    given = problem([1400.0, 900.0], periods=1, budget=600_000.0, wait_days=60.0)
    done = found(given)
    assert done.kept == 1.0
    waits = {name: days / done.given.tickets[:2] for name, days in done.rules.items()}
    assert done.rules_kept == {name: (w <= 60.0).all(axis=1).mean() for name, w in waits.items()}
    assert rules_frame(done)["kept"].tolist() == [
        done.rules_kept[name] for name in rules_frame(done)["rule"]
    ]
    free = found(problem([1400.0, 900.0], periods=1))
    assert free.kept is None
    assert "kept" not in rules_frame(free)


def test_the_rule_sends_the_next_one_where_load_is_highest() -> None:
    given = problem([1400.0, 900.0, 2100.0])
    placed = by_rules(given, 3, np.full(4, 500.0))
    assert placed["equal_utilisation"].tolist() == [1, 0, 2]
    assert {name: int(heads.sum()) for name, heads in placed.items()} == dict.fromkeys(placed, 3)


def test_parts_of_heads_add_up_to_the_hours_that_are_paid() -> None:
    most = np.array([300.0, 300.0, 300.0, 0.0])
    priced = (Priced("help", 1.0, most),)
    given = problem([1400.0, 1400.0, 1400.0], staff=(), priced=priced, budget=900.0)
    plan, per_post = solve(given), np.full(4, 500.0)
    assert heads_of(given, plan, per_post).tolist() == [0.6, 0.6, 0.6]
    assert heads_bought(given, plan, per_post).tolist() == [0.6, 0.6, 0.6]


def test_a_rule_gives_no_community_more_than_the_levers_could() -> None:
    given = problem([1400.0, 900.0, 9000.0], periods=1)
    caps = np.array([9.0, 9.0, 2.0, 0.0])
    given = replace(given, staff=(replace(given.staff[0], caps=caps),))
    per_post = np.full(4, given.staff[0].hours)
    assert all(heads[2] <= 2 for heads in by_rules(given, 6, per_post).values())
    bought = np.array([0.0, 2.4, 0.0])  # cannot be had elsewhere
    placed = by_rules(given, 4.9, per_post, bought=bought)
    assert all(heads[1] >= 2.4 for heads in placed.values())
    assert all(heads.sum() == pytest.approx(4.9) for heads in placed.values())
    # Two whole heads go to the highest load, and of half a head as much where a third would go.
    assert placed["equal_utilisation"] == pytest.approx([0.5, 2.4, 2.0])


def test_every_rule_meets_the_plan_and_the_best_has_luck_on_its_side() -> None:
    done = found(problem([1400.0, 900.0, 2100.0], periods=1))
    assert {"equal", "proportional_to_load", "equal_utilisation"} <= set(done.rules)
    fewest = min(days.sum() for days in done.rules.values())
    assert done.rules[done.best_rule].sum() == fewest


def test_what_cannot_be_kept_is_explained_in_yuan_and_days() -> None:
    given = problem([1400.0, 2100.0], periods=1, budget=60_000.0, wait_days=40.0)
    with pytest.raises(NoPlan):
        solve(given)
    told = explain(given)
    assert told.yuan_year is not None
    assert told.yuan_year > 60_000.0
    assert solve(replace(given, budgets={("", 0): told.yuan_year * 1.001})).gap <= 0.01
    assert told.rules == ("requirements.wait_days",)
    assert told.days > 40.0
    said = " ".join(told.sentences(given))
    assert "¥60,000" in said
    assert told.worst in said


def test_caps_that_hold_back_are_not_blamed_on_money() -> None:
    given = problem([9000.0], periods=1, budget=60_000.0, wait_days=10.0)
    told = explain(given)
    assert told.yuan_year is None
    assert "More money alone does not help" in " ".join(told.sentences(given))


def linear(given: PlanProblem, gains: list[float], above: float = 0.0):
    """A city where a head saves so many ticket-days; `above` for each that others have too."""

    def simulate(
        heads: NDArray[np.int64], seeds: Sequence[int], units: NDArray[np.float64] | None = None
    ) -> Years:
        days = 20_000.0 - heads * np.array(gains) - above * (heads.sum() - heads)
        return Years(np.array([days + 10.0 * seed for seed in seeds]))

    return simulate


def confirmed(
    given: PlanProblem,
    gains: list[float],
    above: float = 0.0,
    objective: Objective = "least_waiting",
) -> Confirmed:
    per_post = np.full(len(given.desks), given.staff[0].hours)
    return confirm(
        given,
        objective,
        linear(given, gains, above),
        per_post,
        seeds=SEEDS,
        further_seeds=FURTHER,
        fresh_seeds=FRESH,
        tested_seeds=TESTED,
    )


def test_a_full_desk_above_does_not_hide_what_residents_wait_for() -> None:
    given = problem([1100.0, 1100.0, 2900.0], handed_up=0.9)
    given = replace(given, own=np.array([1000.0, 1000.0, 1000.0, 10.0]))
    # What is served fills the desk above in the program, but residents wait less all the same.
    done = confirmed(given, [300.0, 300.0, 4000.0])
    assert done.heads.tolist() == [0, 0, 3]


@pytest.mark.parametrize("above", [0.0, 200.0])
def test_the_plan_is_never_worse_than_a_rule_that_could_be_had(above: float) -> None:
    given = problem([1400.0, 900.0, 2100.0], periods=1)
    done = confirmed(given, [2500.0, 100.0, 900.0], above)
    assert done.against(done.rules[done.best_rule]).mean <= 1e-6
    assert all(yuan <= given.budgets["", 0] + 1e-6 for yuan in done.rule_yuan.values())
    assert done.heads.tolist() == [3, 0, 0]


def test_the_nearest_plan_keeps_the_budget_and_comes_as_near_as_it_can() -> None:
    given = problem([1400.0, 900.0, 2100.0], periods=1, budget=120_000.0)
    wished = np.array([0.0, 500.0, 500.0])
    assert heads_of(given, nearest(given, wished), np.full(4, 500.0)).tolist() == [0, 1, 1]
    plan = nearest(given, 3 * wished)
    assert plan.yuan.sum() <= 120_000.0 + 1e-6
    assert heads_of(given, plan, np.full(4, 500.0)).sum() == 2


def test_more_money_buys_more_and_what_cannot_be_kept_is_an_empty_row() -> None:
    given = problem([1400.0, 900.0, 2100.0], periods=1)
    done = found(given)
    simulate, per_post = years(given, 1.5, 0.01), np.full(4, 500.0)
    points = frontier(done.given, [180_000.0, 0.0, 60_000.0], simulate, per_post, FRESH)
    assert [point.budget for point in points] == [0.0, 60_000.0, 180_000.0]
    promised = [point.promised for point in points]
    assert promised == sorted(promised, reverse=True)
    table = frontier_frame(points)
    assert table["ticket_days"].is_monotonic_decreasing
    asked = replace(done.given, asked=replace(done.given.asked, wait_days=np.full(4, 1.0)))
    (none,) = frontier(asked, [60_000.0], simulate, per_post, FRESH)
    assert none.promised is None
    assert frontier_frame([none])["ticket_days"].isna().all()
    assert "kept" not in table


def test_plans_of_other_budgets_leave_nobody_worse_where_that_is_asked() -> None:
    given = problem([1400.0, 900.0], periods=1)
    today = np.array([2.0, 0.0, 0.0])
    given = replace(given, staff=(replace(given.staff[0], today=today),))
    simulate, per_post = linear(given, [100.0, 2500.0]), np.full(3, 500.0)
    seeds = {"seeds": SEEDS, "further_seeds": FURTHER, "fresh_seeds": FRESH}
    for no_worse in (False, True):
        done = confirm(
            given,
            "least_waiting",
            simulate,
            per_post,
            **seeds,
            tested_seeds=TESTED,
            no_worse=no_worse,
        )
        (point,) = frontier(done.given, [60_000.0], simulate, per_post, FRESH)
        assert (point.promised is None) == no_worse  # one head leaves the first without its two


def test_values_are_by_the_curves_that_the_plan_was_promised_by() -> None:
    given = problem([1400.0, 900.0, 2100.0], periods=1)
    for gains in ([2500.0, 100.0, 900.0], [100.0, 100.0, 100.0]):
        done = confirmed(given, gains, above=200.0)
        table = values_frame(done.given, done.plan)
        assert table["as_planned"].notna().all()
        by_curves = done.plan.ticket_days(done.given)[:3].sum()
        assert by_curves == pytest.approx(done.promised, rel=0.01)


def patrolled(each: float, heads_too: float = 0.0):
    """A city where a patroller saves `each` ticket-days, `heads_too` fewer beside each head."""

    def simulate(
        heads: NDArray[np.int64], seeds: Sequence[int], units: NDArray[np.float64] | None = None
    ) -> Years:
        walking = np.zeros(2) if units is None else units[0]
        days = 20_000.0 - 500.0 * heads - walking * (each - heads_too * heads)
        return Years(np.array([days + 10.0 * seed for seed in seeds]))

    return simulate


def walking(yuan: float, each: float, heads_too: float = 0.0) -> Confirmed:
    given = problem([1400.0, 1400.0], periods=1, budget=400_000.0)
    caps, none = np.array([3.0, 3.0, 0.0]), np.zeros(3)
    walk = Option("walk", "patrollers", yuan, caps, none, whole=True)
    return confirm(
        replace(given, options=(walk,)),
        "least_waiting",
        patrolled(each, heads_too),
        np.full(3, 500.0),
        seeds=SEEDS,
        further_seeds=FURTHER,
        fresh_seeds=FRESH,
        tested_seeds=TESTED,
    )


def test_an_option_is_promised_what_the_simulation_shows_of_it() -> None:
    done = walking(1.0, 100.0)
    assert done.units.tolist() == [[3.0, 3.0]]
    assert done.heads.sum() == 6  # there is money for both
    assert done.searched == pytest.approx(done.rounds[-1][0])
    effect = done.given.options[0].effect
    assert effect is not None
    assert 365.0 * (effect.at(np.full(2, 3.0)) - effect.at(np.zeros(2))) == pytest.approx(
        [-300.0] * 2
    )
    assert not walking(1e9, 100.0).units.any()
    assert not walking(1.0, 0.0).units.any()
    assert not walking(1.0, -100.0).units.any()  # who finds more may make more wait


def test_an_option_is_measured_again_beside_the_heads_of_a_plan() -> None:
    # Alone a patroller saves 100; beside three heads it does harm, and a head saves more.
    done = walking(60_000.0, 100.0, heads_too=50.0)
    assert done.heads.tolist() == [3, 3]
    assert not done.units.any()
    assert walking(60_000.0, 900.0).units.sum() == 6  # heads of 500 have what is left


def test_a_rule_that_leaves_money_of_the_plan_divides_as_many_more_as_it_pays() -> None:
    zero = np.zeros(4)
    dear = Staff("dear", 500.0, 120_000.0, zero, np.array([1.0, 0.0, 0.0, 0.0]), zero)
    cheap = Staff("cheap", 500.0, 60_000.0, zero, np.array([0.0, 3.0, 3.0, 0.0]), zero)
    given = problem([100.0, 100.0, 9000.0], periods=1, staff=(dear, cheap), budget=180_000.0)
    # The plan pays for the dear head; by load all go where a third cheap one can be had for that.
    done = confirmed(given, [1300.0, 100.0, 600.0])
    assert done.heads.tolist() == [1, 0, 1]
    assert done.placed["proportional_to_load"].tolist() == [0, 0, 3]
    assert done.rule_yuan["proportional_to_load"] == pytest.approx(180_000.0)
    assert max(done.rule_yuan.values()) <= 180_000.0 + 1e-6


def test_a_rule_that_is_dearer_than_the_cheapest_plan_divides_no_more() -> None:
    zero = np.zeros(4)
    dear = Staff("dear", 500.0, 240_000.0, zero, np.array([3.0, 0.0, 0.0, 0.0]), zero)
    cheap = Staff("cheap", 500.0, 60_000.0, zero, np.array([0.0, 3.0, 3.0, 0.0]), zero)
    given = problem(
        [9000.0, 1400.0, 2000.0], periods=1, staff=(dear, cheap), budget=900_000.0, wait_days=25.0
    )
    # What is asked for is had for one cheap head; by load all go where heads are dear.
    done = confirmed(given, [1000.0, 12_000.0, 100.0], objective="least_cost")
    assert done.plan.yuan_year(done.given) == pytest.approx(60_000.0)
    assert done.rule_yuan["proportional_to_load"] == pytest.approx(240_000.0)


def crowding(gains: tuple[float, ...] = (3000.0, 1000.0, 2000.0), noise: float = 0.0):
    """A city where heads of the first community take from the second what those there save."""

    def simulate(
        heads: NDArray[np.int64], seeds: Sequence[int], units: NDArray[np.float64] | None = None
    ) -> Years:
        days = 20_000.0 - np.array(gains) * heads + heads[0] * np.array([0.0, 300.0, 0.0])
        luck = np.array([np.random.default_rng(seed).normal(size=len(heads)) for seed in seeds])
        return Years(days + noise * luck)

    return simulate


def judged(simulate: object, **asked: object) -> Confirmed:
    given = problem([1400.0, 1400.0, 1400.0], periods=1, budget=240_000.0)
    no_worse = bool(asked.pop("no_worse", False))
    given = replace(given, asked=replace(given.asked, **asked))  # type: ignore[arg-type]
    return confirm(
        given,
        "least_waiting",
        simulate,  # type: ignore[arg-type]
        np.full(4, 500.0),
        seeds=SEEDS,
        further_seeds=FURTHER,
        fresh_seeds=FRESH,
        tested_seeds=TESTED,
        no_worse=no_worse,
    )


def test_who_would_be_worse_off_than_today_in_the_simulation_gets_help_or_is_named() -> None:
    # By the curve of each community alone nobody is ever worse off; the simulation knows better.
    free = judged(crowding((3000.0, 400.0, 2000.0)))
    assert free.worse is None
    assert (free.simulated - free.today)[:, 1].mean() == pytest.approx(900.0)
    helped = judged(crowding((3000.0, 400.0, 2000.0)), no_worse=True)
    assert helped.worse == ()
    assert ((helped.simulated - helped.today).mean(axis=0) <= 1e-6).all()
    beyond = judged(crowding((3000.0, 50.0, 2000.0)), no_worse=True)
    harmed = np.flatnonzero((beyond.simulated - beyond.today).mean(axis=0) > 1e-6)
    assert beyond.worse == tuple(beyond.given.desks[row] for row in harmed)


def test_a_cap_below_todays_posts_is_named_as_what_makes_someone_worse_off() -> None:
    given = problem([1400.0, 900.0], periods=1)
    caps, today = np.array([0.0, 3.0, 0.0]), np.array([2.0, 0.0, 0.0])
    given = replace(given, staff=(replace(given.staff[0], caps=caps, today=today),))
    with pytest.raises(NoPlan) as none:
        confirm(
            given,
            "least_waiting",
            linear(given, [2500.0, 100.0]),
            np.full(3, 500.0),
            seeds=SEEDS,
            further_seeds=FURTHER,
            fresh_seeds=FRESH,
            tested_seeds=TESTED,
            no_worse=True,
        )
    assert none.value.given is not None
    told = explain(none.value.given)
    assert told.rules == ("requirements.no_worse",)
    assert told.yuan_year is None  # no money gets round a cap


def test_equity_is_judged_year_by_year_and_asked_for_with_a_margin() -> None:
    free = judged(crowding(noise=200.0))
    assert free.kept is None
    done = judged(crowding(noise=200.0), equity=1.3)
    assert done.kept is not None
    waits = done.simulated / done.given.tickets[:3]
    times = waits.max(axis=1) / (done.simulated.sum(axis=1) / done.given.tickets[:3].sum())
    assert done.kept == pytest.approx((times <= 1.3).mean())
    assert done.kept >= 0.95


def test_an_option_that_seemed_useful_by_chance_alone_is_left_out() -> None:
    def simulate(
        heads: NDArray[np.int64], seeds: Sequence[int], units: NDArray[np.float64] | None = None
    ) -> Years:
        walked = np.zeros(2) if units is None else units[0]
        # On the years of the search a patroller seems to save; on others it does nothing.
        luck = np.array([[300.0 if seed in set(SEEDS) else -100.0] for seed in seeds])
        return Years(
            20_000.0 - 500.0 * heads - luck * walked + 10.0 * np.array([[1.0]] * len(seeds))
        )

    given = problem([1400.0, 1400.0], periods=1, budget=400_000.0)
    caps, none = np.array([3.0, 3.0, 0.0]), np.zeros(3)
    walk = Option("walk", "patrollers", 1.0, caps, none, whole=True)
    said: list[str] = []
    done = confirm(
        replace(given, options=(walk,)),
        "least_waiting",
        simulate,
        np.full(3, 500.0),
        seeds=SEEDS,
        further_seeds=FURTHER,
        fresh_seeds=FRESH,
        tested_seeds=TESTED,
        told=said.append,
    )
    assert not done.units.any()
    assert any("walk" in str(one) for one in said)
    assert done.rules  # of the plan without it


def test_what_each_option_does_is_told_against_the_plan_without_it() -> None:
    done = walking(1.0, 100.0)
    assert set(done.without) == {"", "walk"}
    assert done.against(done.without["walk"]).mean == pytest.approx(-600.0)
    assert done.against(done.without[""]).mean == pytest.approx(-3000.0)

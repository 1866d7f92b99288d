"""Sites of service centres in a plan: residents whom two of them reach count once."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import qipan
from qipan.outcomes.yuan import yuan_by_lever
from qipan.planning.answer import by_lever, sites_opened
from qipan.planning.confirming import confirm
from qipan.planning.cover import Cover, cells_of
from qipan.planning.document import PlanDocument
from qipan.planning.effects import measured_cover, worth_of
from qipan.planning.learning import Years
from qipan.planning.levers.lever import OfferedSite
from qipan.planning.levers.sites import SiteLever
from qipan.planning.options import OptionWork
from qipan.planning.problem import Asked, Lines, Option, PlanProblem, Staff
from qipan.planning.program import NoPlan, Objective, solve
from qipan.planning.spending import costs_frame, why_left
from qipan.programs.sites.choice import choose
from qipan.programs.sites.problem import SitesProblem
from qipan.runs.variants import Variant
from qipan.studies.allocation.placement import with_cadres
from qipan.studies.allocation.plans import FROM_OUTSIDE, PlanSimulator
from tests.outcomes.test_yuan import PRICES as PRICED

from .cases import problem, write_program

GOLDEN = Path(__file__).parent / "golden"
COMMUNITIES, SITES, CELLS = 3, 4, 7
PRICES = np.array([60_000.0, 80_000.0, 50_000.0, 90_000.0])


def sited(
    seed: int = 0,
    *,
    budget: float | None = 200_000.0,
    periods: int = 1,
    late: float | None = None,
    floors: Sequence[float] = (0, 0, 0),
    caps: Sequence[float] = (2, 2, 2),
    most: float = np.inf,
    harms: bool = False,
    posts: int = 1,
) -> PlanProblem:
    """Three communities, posts, and four sites that reach the same residents in part."""
    rng = np.random.default_rng(seed)
    home = np.array([0, 0, 1, 2])
    nothing = np.zeros(COMMUNITIES + 1)
    options = tuple(
        Option(
            f"site_{n}",
            "centres",
            yuan,
            (np.arange(COMMUNITIES + 1) == home[n]).astype(float),
            nothing,
            whole=True,
            lever="sites",
        )
        for n, yuan in enumerate(PRICES)
    )
    worth = rng.uniform(-0.05, -0.01, COMMUNITIES)
    if harms:
        worth[1] = 0.04
    cover = Cover(
        rows=np.arange(SITES),
        home=home,
        community=rng.integers(0, COMMUNITIES, CELLS),
        residents=rng.uniform(100.0, 900.0, CELLS),
        reaches=rng.uniform(size=(CELLS, SITES)) < 0.5,
        floors=np.array(floors, float),
        caps=np.array(caps, float),
        most=most,
        open=worth,
        late=worth / 300.0,
    )
    staff = (
        Staff("worker", 500.0, 70_000.0, nothing, posts * np.array([1.0, 1.0, 1.0, 0.0]), nothing),
    )
    given = problem([1400.0, 900.0, 1200.0], staff=staff, budget=budget, periods=periods)
    asked = Asked(nothing + np.inf, late=None if late is None else np.full(COMMUNITIES, late))
    lines = Lines(np.full((COMMUNITIES, 1), 90.0), np.full((COMMUNITIES, 1), -0.04))
    missed = Lines(np.full((COMMUNITIES, 1), 0.5), np.full((COMMUNITIES, 1), -0.0001))
    return replace(given, options=options, cover=cover, simulated=lines, late=missed, asked=asked)


def units_of(given: PlanProblem, there: Sequence[float]) -> np.ndarray:
    assert given.cover is not None
    units = np.zeros((SITES, COMMUNITIES))
    units[np.arange(SITES), given.cover.home] = there
    return units


def by_hand(given: PlanProblem, objective: Objective) -> float:
    """Least objective of all plans."""
    cover, best = given.cover, np.inf
    assert cover is not None
    assert given.simulated is not None
    assert given.late is not None
    span = given.spans.sum()
    most = int(given.staff[0].caps.max())
    for posts in product(range(most + 1), repeat=COMMUNITIES):
        for there in product(range(2), repeat=SITES):
            at_home = np.bincount(cover.home, there, COMMUNITIES)
            yuan = (70_000.0 * sum(posts) + PRICES @ np.array(there)) * span
            budget = given.budgets.get(("", 0), np.inf)
            units, hours = units_of(given, there), 500.0 * np.array(posts)
            late = given.late.at(hours) + cover.late_at(units)
            if (
                (at_home < cover.floors).any()
                or (at_home > cover.caps).any()
                or sum(there) > cover.most
                or yuan > budget
                or (given.asked.late is not None and (late > given.asked.late).any())
            ):
                continue
            waits = np.maximum(given.simulated.at(hours) + cover.open_at(units), 0.0)
            value = yuan / span if objective == "least_cost" else 365.0 * waits.sum()
            best = min(best, float(value))
    return best


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"harms": True},
        {"floors": (1, 1, 0), "budget": 500_000.0},
        {"caps": (1, 0, 1)},
        {"most": 1},
        {"periods": 2, "posts": 0},  # which might come and go
    ],
    ids=str,
)
def test_no_plan_of_all_is_better(seed: int, asked: dict[str, Any]) -> None:
    given = sited(seed, **asked)
    plan = solve(given, gap=0.0)
    least = by_hand(given, "least_waiting")
    assert plan.objective == pytest.approx(least, abs=1.0)  # yuan count a little


@pytest.mark.parametrize("seed", range(4))
def test_the_cheapest_that_keeps_a_share_is_found(seed: int) -> None:
    given = sited(seed, budget=None, late=0.42)
    least = by_hand(given, "least_cost")
    if not np.isfinite(least):
        with pytest.raises(NoPlan):
            solve(given, "least_cost", gap=0.0)
        return
    assert solve(given, "least_cost", gap=0.0).objective == pytest.approx(least, abs=1.0)


def test_a_centre_is_there_for_the_whole_plan() -> None:
    given = sited(periods=3, budget=400_000.0)
    assert given.cover is not None
    plan = solve(given, gap=0.0)
    opened = plan.units[given.cover.rows, given.cover.home]
    assert 0 < opened[:, 0].sum() < SITES
    assert (opened == opened[:, :1]).all()


def test_of_large_plans_sites_are_branched_on_and_posts_alone_are_rounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half of a small site and half of a large one would keep floor and budget."""
    monkeypatch.setattr("qipan.planning.program.MOST_WHOLE", 0)
    given = sited(1, floors=(1, 0, 0), caps=(2, 0, 0), budget=70_000.0)
    assert given.cover is not None
    reaches = np.zeros((CELLS, SITES), bool)
    reaches[0, 0] = reaches[1:, 1] = True
    given = replace(given, cover=replace(given.cover, reaches=reaches))
    plan = solve(given, gap=0.0)
    assert plan.units[given.cover.rows, given.cover.home, 0].tolist() == [1.0, 0.0, 0.0, 0.0]


def test_the_program_of_sites_reads_as_agreed(tmp_path: Path) -> None:
    given = sited(3, periods=2, floors=(1, 0, 0), most=1, late=0.6)
    cover = given.cover
    assert cover is not None
    few = replace(
        cover,
        rows=np.arange(2),
        home=cover.home[1:3],
        community=np.array([0, 0, 1]),
        residents=np.array([300.0, 500.0, 800.0]),
        reaches=np.array([[True, False], [True, True], [False, True]]),
        open=np.array([-0.05, -0.04, 0.0]),
        late=np.array([-0.0001, -0.0002, 0.0]),
    )
    given = replace(given, options=given.options[1:3], cover=few, staff=())
    file = tmp_path / "plan.lp"
    write_program(given, "least_waiting", file)
    assert file.read_text() == (GOLDEN / "sites.lp").read_text()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("centres", [1, 2, 4])
def test_it_opens_what_the_siting_of_the_same_instance_opens(seed: int, centres: int) -> None:
    """Sites alone, all at one price, and a resident worth the same everywhere: maximal covering."""
    rng = np.random.default_rng(seed)
    places, within = 12, 400.0
    at = rng.uniform(0.0, 2.0, (places, 2))
    metres = 1000.0 * np.hypot(*(at[:, None] - at).transpose(2, 0, 1))
    people = rng.integers(500, 5_000, places).astype(float)
    names = tuple(f"d{n}" for n in range(places))
    alone = SitesProblem(
        *(names, names, people, metres, np.zeros(places, bool), np.full(places, np.inf)),
        objective="most_covered",
        centres=centres,
        within=within,
    )
    covering = choose(alone)
    assert covering is not None
    nothing = np.zeros(places + 1)
    given = problem([1000.0] * places, staff=(), periods=1, budget=50_000.0 * centres)
    given = replace(
        given,
        options=tuple(
            Option(
                *(name, "centres", 50_000.0, (np.arange(places + 1) == n).astype(float), nothing),
                whole=True,
                lever="sites",
            )
            for n, name in enumerate(names)
        ),
        cover=Cover(
            rows=np.arange(places),
            home=np.arange(places),
            community=np.arange(places),
            residents=people,
            reaches=metres <= within,
            floors=np.zeros(places),
            caps=np.ones(places),
            open=np.full(places, -1e-3),
        ),
        simulated=Lines(np.full((places, 1), 100.0), np.zeros((places, 1))),
    )
    plan = solve(given, gap=0.0)
    assert given.cover is not None
    reached = given.cover.reached(plan.units.max(axis=2)[:, :places]).sum()
    assert reached == pytest.approx(covering.objective)
    apart = sorted(people[metres[n] <= within].sum() for n in range(places))[-centres:]
    assert centres == 1 or reached < sum(apart)  # some reach the same, or none would be told


def test_cells_are_all_who_have_the_same_sites_in_reach() -> None:
    rng = np.random.default_rng(3)
    reaches = rng.uniform(size=(200, 3)) < 0.3
    owner, residents = rng.integers(0, 4, 200), rng.integers(0, 30, 200).astype(float)
    community, people, by_site = cells_of(reaches, owner, residents)
    assert len(people) <= 4 * 7
    cover = Cover(
        np.arange(3), np.zeros(3, int), community, people, by_site, np.zeros(4), np.ones(4)
    )
    for there in product((0.0, 1.0), repeat=3):
        units = np.zeros((3, 4))
        units[:, 0] = there
        near = (reaches & (np.array(there) > 0)).any(axis=1)
        assert cover.reached(units) == pytest.approx(np.bincount(owner, residents * near, 4))


def test_the_worth_of_a_resident_is_drawn_to_what_all_have_in_common() -> None:
    rng = np.random.default_rng(1)
    residents = np.append(rng.uniform(200.0, 3_000.0, 30), 0.0)
    alike = -0.01 * residents + rng.normal(size=(6, 31)) * 5.0
    found = worth_of(alike, residents)
    assert found[-1] == 0.0
    luck = alike.mean(axis=0)[:-1] / residents[:-1]
    assert found[:-1].std() < 0.5 * luck.std()
    assert (found * residents).sum() == pytest.approx(alike[:, :-1].mean(axis=0).sum(), rel=0.1)
    apart = np.where(np.arange(31) < 15, -0.03, 0.0) * residents + rng.normal(size=(6, 31))
    told = worth_of(apart, residents)
    assert told[:15] == pytest.approx(-0.03, rel=0.2)
    assert told[15:-1] == pytest.approx(0.0, abs=0.005)


def simulator(given: PlanProblem, worth: float):
    """A city in which a resident who is reached is worth so many tickets, wherever he lives."""
    cover = given.cover
    assert cover is not None

    def simulate(heads: np.ndarray, seeds: Sequence[int], units=None, /) -> Years:
        reached = np.zeros(COMMUNITIES) if units is None else cover.reached(units)
        luck = [np.random.default_rng(seed).normal(size=COMMUNITIES) for seed in seeds]
        return Years(365.0 * (90.0 - 20.0 * np.minimum(heads, 1) + worth * reached + luck))

    return simulate


@pytest.mark.parametrize(("worth", "anything"), [(-0.02, True), (0.0, False)])
def test_centres_are_had_where_being_reached_changes_something(
    worth: float, anything: bool
) -> None:
    given = replace(sited(2, budget=130_000.0), staff=(), late=None)
    simulate, cover = simulator(given, worth), given.cover
    assert cover is not None
    measured = measured_cover(given, simulate, np.zeros(3), np.zeros((SITES, 3)), range(4))
    assert measured is not None
    assert measured.open == pytest.approx(np.full(3, worth), abs=0.002)
    done = confirm(
        given,
        "least_waiting",
        simulate,
        np.full(4, 500.0),
        seeds=range(4),
        further_seeds=range(50, 66),
        fresh_seeds=range(100, 120),
        rounds=2,
    )
    opened = sites_opened(done.given, done.plan)
    assert bool(opened) == anything
    if anything:
        best = max(
            cover.reached(units_of(given, there)).sum()
            for there in product(range(2), repeat=SITES)
            if PRICES @ np.array(there) <= 130_000.0
        )
        assert cover.reached(done.units).sum() == pytest.approx(best)
        assert done.against(done.without["sites"]).mean == pytest.approx(
            365.0 * worth * best, rel=1e-6
        )
        assert abs(done.gap.mean) < 0.05


def test_tables_have_all_sites_as_one_lever_and_say_why_money_is_left() -> None:
    given = sited(2, budget=130_000.0)
    given = replace(given, staff=())
    plan = solve(given, gap=0.0)
    ((name, unit, amounts, yuan),) = by_lever(given, plan)
    opened = plan.units.sum()
    assert (name, unit, amounts.sum()) == ("sites", "centres", opened)
    assert yuan.sum() == pytest.approx(plan.yuan.sum())
    costs = costs_frame(given, plan)
    assert costs.type.tolist()[0] == "sites"
    assert costs.amount.tolist()[0] == opened
    assert why_left(given, plan) == "price"
    full = sited(2, budget=900_000.0, most=1)
    full = replace(full, staff=())
    assert why_left(full, solve(full, gap=0.0)) == "caps"


# -- in a city -------------------------------------------------------------------------------------

DAYS = 73  # a fifth of a year
TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
AWAY = 0.15  # km from a community's middle, beyond the radius


@pytest.fixture(scope="module")
def work() -> OptionWork:
    """Two sites away from the middles of both communities, in a circle of 150 metres."""
    scenario = qipan.load(TINY).revise(
        {
            "costs": PRICED | {"centre_fitting_yuan_per_m2_year": 150},
            "horizon": {"start": "2019-03-01", "days": DAYS, "warm_up_days": 0},
            "policy.service_circle.on": True,
            "policy.service_circle.radius_metres": 150,
            "policy.service_circle.own_staff_share": 0.5,
            "issues.rate_factor": 3,
        }
    )
    document = PlanDocument(
        plan={"en": "a plan", "zh": "方案"},
        scenario="tiny.yaml",
        budgets_yuan=(1e6,),
        sites=SiteLever(m2=200, clerks=1.5, cap=2),
    )
    city = qipan.CityModel(scenario, 1).city
    middles = zip(city.places.x_km.tolist(), city.places.y_km.tolist(), strict=True)
    away = [(x + sign * AWAY, y + AWAY) for x, y in middles for sign in (-1, 1)]
    sites = tuple(OfferedSite(f"s{n}", *point, 200.0, 1.5) for n, point in enumerate(away[:3]))
    return OptionWork(document, scenario, city, sites)


BOUNDS = {"sites": (np.zeros(3), np.array([2.0, 2.0, 0.0]))}


def test_sites_reach_whom_the_simulation_has_come_to_them(work: OptionWork) -> None:
    cover = work.cover(BOUNDS)
    assert cover is not None
    before = qipan.CityModel(work.scenario, 1).centres.reached
    assert (before < 1.0).all()
    for there in ((1.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0)):
        units = np.zeros((3, 2))
        units[cover.rows, cover.home] = there
        world = work.scenario.revise(work.changes(units))
        assert len(world.document.policy.service_circle.added) == sum(there)
        reached = qipan.CityModel(world, 1).centres.reached - before
        told = cover.reached(units) / work.city.places.residents
        assert told == pytest.approx(reached)
        assert told.sum() > 0


def test_the_price_of_a_site_is_what_the_simulated_year_costs(work: OptionWork) -> None:
    cover, options = work.cover(BOUNDS), work.options(BOUNDS)
    assert cover is not None
    units = cover.with_all(np.zeros((3, 2)))
    plain, dear = (
        yuan_by_lever(_record(world), DAYS / 365)
        for world in (work.scenario, work.scenario.revise(work.changes(units)))
    )
    paid = sum(dear[name] - plain[name] for name in ("counters", "centres"))
    priced = sum(option.yuan_year for option in options)
    opened = work.city.calendars.opened[work.city.calendars.index["office"]]
    in_days = float(opened[DAYS * 24]) / DAYS
    usual = float(work.city.calendars.open[work.city.calendars.index["office"]].mean()) * 24
    assert in_days == pytest.approx(usual, rel=0.1)  # holidays of these days against a week's
    rent = 3 * 200.0 * (300 + 150)
    assert dear["centres"] - plain["centres"] == pytest.approx(rent)
    assert paid - rent == pytest.approx((priced - rent) * in_days / usual)


def _record(scenario: qipan.Scenario):
    model = qipan.CityModel(scenario, 1)
    model.run()
    return model.record()


def test_centres_take_work_off_desks_that_are_full_and_a_circle_that_does_nothing_takes_none(
    work: OptionWork,
) -> None:
    def change(**revised: object) -> float:
        scenario = work.scenario.revise(
            {f"policy.service_circle.{key}": value for key, value in revised.items()}
            | {"desks.community.staff_per_10000_residents": 6.0, "policy.patrol.own_staff_share": 0}
        )
        own = OptionWork(work.document, scenario, work.city, work.sites)
        cover = own.cover(BOUNDS)
        assert cover is not None
        simulator = PlanSimulator(with_cadres(scenario))

        def simulate(heads: np.ndarray, seeds, units=None, /) -> Years:
            assert units is not None
            world = simulator.placed(heads, FROM_OUTSIDE | own.changes(units))
            return Years(simulator.simulate(Variant(world), seeds).ticket_days)

        given = problem([1000.0, 1000.0], staff=(), options=own.options(BOUNDS), cover=cover)
        nobody = np.zeros(2, dtype=int)
        found = measured_cover(given, simulate, nobody, np.zeros((3, 2)), (1, 2, 3))
        assert found is not None
        return float(found.open_at(cover.with_all(np.zeros((3, 2)))).sum())

    nothing = {"absorbed_share": 0.0, "report_factor": 1.0, "kinds": ()}
    settled = {"report_factor": 1.0, "absorbed_share": 1.0, "own_staff_share": 0.0}
    assert change(**settled) < -0.5
    told = change(**nothing)
    assert abs(told) < 0.5 * abs(change(**settled))

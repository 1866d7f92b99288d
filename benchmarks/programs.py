"""Time and memory of the programs of plans, cadres, hours and funds, at full size.

Run as ``python -m benchmarks.programs``, or with the names of some programs. Each runs alone in a
process of its own. Numbers are made up; sizes are those of Dalian (plans, cadres, funds) and of a
city of 1,300 communities (hours).
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.harness import machine
from qipan.planning.problem import NOBODY, Asked, Lines, Option, PlanProblem, Priced, Staff
from qipan.planning.program import solve
from qipan.programs.cadres.plan import CadreProblem, solve_cadres
from qipan.programs.curve import convex_curve
from qipan.programs.funds.plan import FundsProgram
from qipan.programs.funds.problem import Benefit, Earmark, FundsCase
from qipan.programs.hours.plan import HoursProgram
from qipan.programs.hours.problem import Groups, HoursCase, Units, Work, within_radius
from qipan.programs.objectives import (
    ConditionalValueAtRisk,
    LexicographicMaxMin,
    Objective,
    Utilitarian,
)

PLACES = 1671
HOURS_PLACES, KINDS, SKILLS = 1300, 12, 4
PERIODS, AREAS = 12, 150
TIME_LIMIT = 60.0  # seconds, for programs with whole numbers
GAP = 1e-3
WARM = 9  # periods planned after the first
KIB = 1024


@dataclass
class Clock:
    """User time since the last lap: others' load on the machine does not count."""

    then: float = 0.0

    def lap(self) -> float:
        """Seconds of user time since the lap before."""
        now = time.process_time()
        then, self.then = self.then, now
        return now - then


def plan_problem() -> PlanProblem:
    """1,671 communities under 150 subdistricts, five types of posts, help, patrollers, 12 months.

    With curves as a simulation has them.
    """
    rng, desks = np.random.default_rng(6), PLACES + AREAS
    at_places = (np.arange(desks) < PLACES).astype(float)
    none, areas = np.zeros(desks), np.arange(PLACES) % AREAS
    work = rng.lognormal(7.5, 0.5, PLACES)
    arrivals = np.zeros((desks, 1, PERIODS))
    arrivals[:PLACES, 0] = work[:, None] * rng.uniform(0.8, 1.2, PERIODS)
    types = [(800.0, 9e4, 3), (700.0, 7.6e4, 3), (500.0, 6e4, 2), (250.0, 3.4e4, 2)]
    staff = tuple(
        Staff(f"type{n}", hours, yuan, none, most * at_places, none)
        for n, (hours, yuan, most) in enumerate(types)
    )
    shared = Staff("area", 700.0, 9.5e4, none, 3 * (1.0 - at_places), none, shared=True)
    slopes = -rng.uniform(0.002, 0.05, PLACES)[:, None] * np.array([1.0, 0.5, 0.2, 0.0])
    bends = -np.diff(slopes) * np.array([400.0, 900.0, 1800.0])
    heights = np.cumsum(np.hstack([np.full((PLACES, 1), 90.0), bends]), axis=1)
    walk = -rng.uniform(0.2, 4.0, PLACES)[:, None] * np.array([1.0, 0.3])
    effect = Lines(np.hstack([np.zeros((PLACES, 1)), -np.diff(walk)]), walk)
    patrols = Option(
        "patrols", "patrollers", 60_000.0, 3 * at_places, none, whole=True, effect=effect
    )
    return PlanProblem(
        desks=tuple(f"d{n:04d}" for n in range(desks)),
        communities=PLACES,
        above=np.concatenate([PLACES + areas, np.full(AREAS, NOBODY)]),
        kinds=("all",),
        period_days=np.full(PERIODS, 365.0 / PERIODS),
        years=np.zeros(PERIODS, dtype=int),
        arrivals=arrivals,
        handed_up=np.full((desks, 1), 0.2),
        own=np.concatenate(
            [work * rng.uniform(0.8, 1.3, PLACES), np.full(AREAS, work.sum() / 400)]
        ),
        ticket_hours=np.full(desks, 2.0),
        lapse=0.5,
        weights=np.ones(1),
        staff=(*staff, shared),
        priced=(Priced("help", 15.0, 500.0 * at_places),),
        asked=Asked(np.full(desks, np.inf)),
        budgets={("", 0): 60_000.0 * PLACES},
        queue_loads=np.array([0.5, 0.75, 0.9, 0.95]),
        simulated=Lines(heights, slopes),
        options=(patrols,),
    )


def plan() -> dict[str, object]:
    """Plan all levers over twelve months once."""
    clock = Clock()
    given = plan_problem()
    clock.lap()
    found = solve(given, time_limit=2 * TIME_LIMIT)
    return {"first": clock.lap(), "note": f"gap {100 * found.gap:.2g} % proven"}


def cadre_problem() -> CadreProblem:
    """1,671 places, with floors, and caps: 0 where nobody may serve."""
    rng = np.random.default_rng(1)
    x = np.array([0.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0])
    load = rng.lognormal(7.0, 0.7, PLACES)
    scale = rng.uniform(400.0, 3000.0, PLACES)
    curves = [convex_curve(x, a * np.exp(-x / b)) for a, b in zip(load, scale, strict=True)]
    serves = rng.random(PLACES) < 0.7
    return CadreProblem(
        communities=[f"c{n:04d}" for n in range(PLACES)],
        curves=curves,
        residents=rng.lognormal(8.3, 0.5, PLACES),
        hours_gained=1000.0 * rng.uniform(0.4, 0.9, PLACES),
        total=1671,
        floors=((rng.random(PLACES) < 0.2) & serves).astype(float),
        caps=np.where(serves, 3.0, 0.0),
    )


def hours_case() -> HoursCase:
    """1,300 communities, 12 kinds of work, four sets of skills in each, two units for each."""
    rng = np.random.default_rng(2)
    places, shape = HOURS_PLACES, (HOURS_PLACES, KINDS)
    side = math.sqrt(places)
    home = np.repeat(np.arange(places), SKILLS)
    work = Work(
        tuple(f"c{n:04d}" for n in range(places)),
        tuple(f"k{n:02d}" for n in range(KINDS)),
        rng.gamma(1.0, 6.0, shape),
        rng.gamma(0.5, 6.0, shape),
        rng.uniform(0.5, 3.0, shape),
        rng.lognormal(8.3, 0.5, places),
    )
    can = np.tile(rng.random((SKILLS, KINDS)) < 0.5, (places, 1))
    groups = Groups(
        home,
        tuple(f"s{n}" for n in range(SKILLS)) * places,
        rng.gamma(1.0, 12.0, len(home)),
        np.full(len(home), 0.2),
        can,
        within_radius(home, side * rng.random(places), side * rng.random(places), 0.8),
        rng.gamma(1.0, 40.0, len(home)),
        np.full((len(home), KINDS), 2.0),
    )
    units = 2 * places
    serves = np.arange(units), np.arange(units) % places
    return HoursCase(
        work,
        groups,
        Units(
            tuple(f"u{n:04d}" for n in range(units)),
            rng.gamma(1.0, 5.0, units),
            rng.random((units, KINDS)) < 0.3,
            serves,
        ),
    )


def funds_case() -> FundsCase:
    """1,671 places, two earmarks and three purposes, curves of six pieces, floors."""
    rng = np.random.default_rng(3)
    ids = tuple(f"c{n:04d}" for n in range(PLACES))
    purposes = ("leak", "facility", "lane")
    points = np.array([0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0])
    benefits = {
        (place, purpose): Benefit(points * yuan, days * (1.0 - np.exp(-1.5 * points)))
        for place in ids
        for purpose, yuan, days in zip(
            purposes, rng.lognormal(11.0, 0.6, 3), rng.lognormal(6.0, 0.8, 3), strict=True
        )
    }
    return FundsCase(
        ids,
        purposes,
        (
            Earmark("service", (200_000.0 * PLACES,), purposes),
            Earmark("office", (50_000.0 * PLACES,), ("leak",)),
        ),
        benefits,
        rng.lognormal(8.3, 0.5, PLACES),
        np.full(PLACES, 0.7),
        np.full((PLACES, 2), 20_000.0),
    )


def cadres(objective: Objective) -> dict[str, object]:
    """Place cadres once."""
    given, clock = cadre_problem(), Clock()
    clock.lap()
    plan = solve_cadres(given, objective, time_limit=TIME_LIMIT, gap=GAP)
    proven = f"gap {100 * plan.gap:.2g} %" + ("" if plan.proven else ", not proven")
    return {"first": clock.lap(), "note": proven}


def hours() -> dict[str, object]:
    """Plan a week, then some more of other demand, warm."""
    rng, clock = np.random.default_rng(4), Clock()
    case = hours_case()
    clock.lap()
    program = HoursProgram(case)
    build = clock.lap()
    plan = program.solve()
    cold = clock.lap()
    warm = []
    for _ in range(WARM):
        demand = case.work.demand * rng.uniform(0.9, 1.1, case.work.demand.shape)
        plan = program.again(demand=demand, carried=plan.left)
        warm.append(clock.lap())
    again = float(np.median(warm))
    columns = len(plan.source)
    return {
        "build": build,
        "first": cold,
        "again": again,
        "note": f"{columns:,} combinations; warm {cold / again:.1f} times as fast",
    }


def hours_of_one() -> dict[str, object]:
    """Plan a week, then again with 100 hours more in one group at a time, warm."""
    clock = Clock()
    case = hours_case()
    program = HoursProgram(case)
    clock.lap()
    program.solve()
    cold = clock.lap()
    asked = np.arange(0, len(case.groups.home), 260)
    for group in asked:
        hours = case.groups.hours.copy()
        hours[group] += 100.0
        program.again(hours=hours)
    again = clock.lap() / len(asked)
    return {"first": cold, "again": again, "note": f"warm {cold / again:.0f} times as fast"}


def funds() -> dict[str, object]:
    """Divide a year's money, then value 10,000 yuan in ten places."""
    clock = Clock()
    case = funds_case()
    clock.lap()
    program = FundsProgram(case)
    build = clock.lap()
    program.solve()
    first = clock.lap()
    places = np.arange(0, PLACES, 167)
    values = program.value_of_money(communities=places)
    again = clock.lap() / (2 * len(values))
    return {"build": build, "first": first, "again": again, "note": "proven best"}


PROGRAMS: dict[str, Callable[[], dict[str, object]]] = {
    "plan": plan,
    "cadres, sum": lambda: cadres(Utilitarian()),
    "cadres, max-min": lambda: cadres(LexicographicMaxMin()),
    "cadres, CVaR": lambda: cadres(ConditionalValueAtRisk()),
    "hours, other weeks": hours,
    "hours, 100 more": hours_of_one,
    "funds": funds,
}


def in_own_process(name: str) -> dict[str, object]:
    """Measure a program where nothing else has taken memory."""
    command = [sys.executable, "-m", "benchmarks.programs", "--one", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main() -> None:
    """Print a table of the programs named, by default all; or one measurement as JSON."""
    if sys.argv[1:2] == ["--one"]:
        measured = PROGRAMS[sys.argv[2]]()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB
        print(json.dumps({**measured, "peak": peak}))
        return
    unknown = [name for name in sys.argv[1:] if name not in PROGRAMS]
    if unknown:
        sys.exit(f"no program named {unknown[0]!r}; there are {', '.join(PROGRAMS)}")
    console = Console()
    console.print(machine())
    table = Table("program", "build s", "first solve s", "solve again s", "peak MB", "remarks")
    for name in sys.argv[1:] or PROGRAMS:
        found = in_own_process(name)
        seconds = [
            f"{found[key]:.3g}" if key in found else "–" for key in ("build", "first", "again")
        ]
        table.add_row(name, *seconds, f"{float(str(found['peak'])) / 1e6:,.0f}", str(found["note"]))
    console.print(table)
    console.print("Seconds are of user time.")


if __name__ == "__main__":
    main()

"""Ticket-days ahead: the fluid, the queue, and a desk simulated by chance between them."""

import numpy as np
import pytest
from scipy.stats import t as student

from qipan.programs.cadres.forecast import ticket_days


def test_of_many_small_tickets_it_is_the_fluid() -> None:
    # 100 hours lie there; 5 come and 3 go a day: a trapezoid. 9 go: empty after 25 days.
    grows = ticket_days(100.0, 5.0, 3.0, days=30, ticket_hours=1e-5)
    assert grows * 1e-5 == pytest.approx(100 * 30 + 2 * 30**2 / 2, rel=1e-3)
    empties = ticket_days(100.0, 5.0, 9.0, days=90, ticket_hours=1e-5)
    assert empties * 1e-5 == pytest.approx(100 * 25 / 2, rel=1e-2)
    leaves = ticket_days(100.0, 5.0, 3.0, days=30, ticket_hours=1e-5, leaving=0.02)
    level, left = 2 / 0.02, np.exp(-0.02 * 30)
    assert leaves * 1e-5 == pytest.approx(level * 30 + (100 - level) * (1 - left) / 0.02, rel=1e-3)


@pytest.mark.parametrize("load", [0.3, 0.6, 0.8])
def test_a_steady_desk_has_the_queue_of_pollaczek_and_khinchine(load: float) -> None:
    days = 20_000
    found = ticket_days(0.0, 8.0 * load, 8.0, days=days, ticket_hours=1.0)
    assert found / days == pytest.approx(load / (1 - load), rel=0.02)


@pytest.mark.parametrize(("able", "leaving"), [(4.0, 0.0), (5.2, 0.0), (4.0, 0.01)])
def test_a_desk_by_chance_waits_as_long(able: float, leaving: float) -> None:
    """Poisson tickets of exponential work, day by day; 99.9 % interval."""
    rng, paths, steps, ticket_hours = np.random.default_rng(3), 3000, 10, 1.0
    work, total = np.full(paths, 40.0), np.zeros(paths)
    for _ in range(60 * steps):
        tickets = rng.poisson(5.0 / ticket_hours / steps, paths)
        came = np.where(tickets > 0, rng.gamma(np.maximum(tickets, 1), ticket_hours), 0.0)
        after = np.maximum(0.0, work * np.exp(-leaving / steps) + came - able / steps)
        total += (work + after) / 2 / steps
        work = after
    half = student.ppf(0.9995, paths - 1) * total.std(ddof=1) / np.sqrt(paths)
    found = ticket_days(40.0, 5.0, able, days=60, ticket_hours=ticket_hours, leaving=leaving)
    assert abs(found * ticket_hours - total.mean()) < half + 0.015 * total.mean()
    slower = ticket_days(40.0, 5.0, 0.9 * able, days=60, ticket_hours=1.0, leaving=leaving)
    assert abs(slower - total.mean()) > half + 0.015 * total.mean()


@pytest.mark.parametrize("leaving", [0.0, 0.003, 0.03])
@pytest.mark.parametrize("backlog", [0.0, 30.0, 500.0])
def test_it_falls_and_is_convex(leaving: float, backlog: float) -> None:
    able = np.linspace(0.2, 15.0, 120)
    days = ticket_days(backlog, 5.0, able, days=182, ticket_hours=2.0, leaving=leaving)
    assert (np.diff(days) < 0).all()
    assert (np.diff(days, 2) > -1e-6 * days[0]).all()


def test_nothing_that_comes_is_nothing_that_waits() -> None:
    assert ticket_days(0.0, 0.0, 3.0, days=91, ticket_hours=2.0) == pytest.approx(0.0, abs=0.05)

"""Qipan's engine on the static network: its scenario, reduced to queues that escalate.

Grids are estate desks, offices community desks, and departments the posts of subdistricts. The
whole model runs: institutions as Mesa agents, residents in buildings, a record for each issue and
each ticket, daily counters, and the conservation check at the end.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

import qipan
from benchmarks.network import StaticNetwork
from benchmarks.record import IssueRecord
from qipan.engine.codes import CLOSED

RESIDENTS_PER_GRID = 20
SCENARIO = Path(__file__).parents[2] / "scenarios" / "one_queue.yaml"
HOURS = 24.0


def simulate(network: StaticNetwork, seed: int) -> IssueRecord:
    """Run the network and return the record of its issues."""
    model = qipan.CityModel(scenario(network), seed)
    model.run()
    tickets = model.layer.tickets
    closed = np.where(tickets["state"] == CLOSED, tickets["closed"] / HOURS, np.nan)
    return IssueRecord(tickets["opened"] / HOURS, closed, tickets["level"].astype(np.int8))


def scenario(network: StaticNetwork) -> qipan.Scenario:
    """Say the network as a scenario."""
    grids, offices, departments = np.bincount(network.level)
    first = {level: int(np.flatnonzero(network.level == level)[0]) for level in range(3)}
    residents = int(grids) * RESIDENTS_PER_GRID
    rate = float(network.arrival_rate[0]) * 365.0 * 1000.0 / RESIDENTS_PER_GRID
    mean = [float(network.mean_service[first[level]]) for level in range(3)]
    top_servers = float(network.servers[network.level == 2].sum())
    goes_up = {"simple": 1.0 - network.escalation, "slope": 0}
    return qipan.load(SCENARIO).revise(
        {
            "horizon": {"days": int(network.days), "warm_up_days": 0},
            "city": {
                "community_count": int(offices),
                "subdistrict_count": int(departments),
                "residents": residents,
                "grids_per_community": int(grids) // int(offices),
            },
            "issues.kinds.task": {
                "sorting_class": "private",
                "births_per_1000_residents_year": rate,
                "work_hours": {"distribution": "exponential", "mean": mean[0] * HOURS},
            },
            "policy.tri_party": {"on": True, "coverage": 0, "three_way_sorting": True},
            "desks": {
                "estate": {"staff_per_desk": 1, "success": goes_up},
                "community": {
                    "staff_per_desk": int(network.servers[first[1]]),
                    "work_factor": mean[1] / mean[0],
                    "success": goes_up,
                },
                "subdistrict": {
                    "staff_per_desk": None,
                    "staff_per_10000_residents": top_servers / residents * 10_000,
                    "work_factor": mean[2] / mean[0],
                },
            },
        }
    )

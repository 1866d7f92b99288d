"""What any plan of cadres is measured against: today as it stands, and nobody sent."""

from collections.abc import Sequence

import numpy as np

from ...programs.aim import Aim
from ...programs.cadres.final_plan import Candidate
from .placement import Facts
from .plans import PlanSimulator

TODAY, NONE = "today", "none_sent"


def reference_plans(
    simulator: PlanSimulator, known: Facts, target: Aim, seeds: Sequence[int]
) -> tuple[Candidate, Candidate]:
    """Simulate today and nobody sent, beside plans of any total.

    Today is the scenario exactly as it stands, whatever its total, floors and caps; nobody sent
    leaves part-time cadres where they are.

    Parameters
    ----------
    simulator : PlanSimulator
    known : Facts
    target : Aim
        What plans are judged by; NaN where it does not exist under a reference.
    seeds : sequence of int
        Those on which plans meet.
    """
    none = np.zeros_like(known.today)
    outcomes = {
        TODAY: (known.today, simulator.simulate(simulator.scenario, seeds, True)),
        NONE: (none, simulator(none, seeds, True)),
    }
    today, nobody = (
        Candidate(name, plan, outcome, target.estimate(outcome))
        for name, (plan, outcome) in outcomes.items()
    )
    return today, nobody

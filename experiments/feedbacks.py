"""What residents and disorder add to a plain queue: Fuding's reform with each of them off, or on.

Run from the project's folder: python experiments/feedbacks.py [--replications N] [--added]

Prints a table in Markdown: before, reformed and gain, with paired 95 % intervals. What acts as
given is switched off, one by one; with --added what residents may do besides is switched on.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import qipan
from qipan.runs.paired import paired_difference

SCENARIOS = Path(__file__).parents[1] / "scenarios"
METRICS = ("fixed_cohort_solved_share", "solved_within_15_days", "backlog_mean")
KINDS = qipan.load(SCENARIOS / "fuding.yaml").document.issues.kinds
NO_TRUST = {
    "residents.trust.learning_rate": 0,
    "residents.trust.repeat_call_loss": 0,
    "residents.reporting.trust_slope": 0,
}
NO_CALLS = {f"issues.kinds.{kind}.patience_days": None for kind in KINDS}
NO_NEIGHBOURS = {"residents.reporting.neighbour_weight": 0}
NO_DISORDER = {f"issues.kinds.{kind}.disorder_gain": 0 for kind in KINDS}
OFF: dict[str, Mapping[str, Any]] = {
    "as given": {},
    "trust moves nothing": NO_TRUST,
    "nobody calls again": NO_CALLS,
    "neighbours do not report": NO_NEIGHBOURS,
    "disorder breeds none": NO_DISORDER,
    "a plain queue: none of these": {**NO_TRUST, **NO_CALLS, **NO_NEIGHBOURS, **NO_DISORDER},
}

CHOOSE = {"residents.choice.on": True}
PETITION = {"residents.petitions.on": True}
HOUSEHOLDS = {"residents.households.on": True}
STEWARDS = {f"policy.councils.{who}.on": True for who in ("building_heads", "members")}
STATIONS = {**HOUSEHOLDS, "policy.service_circle.stations_share": 1}
ADDED: dict[str, Mapping[str, Any]] = {
    "as given": {},
    "they choose a channel, and learn": CHOOSE,
    "they choose, and learn nothing": {**CHOOSE, "residents.choice.learning_rate": 0},
    "they petition": PETITION,
    "they choose, learn and petition": {**CHOOSE, **PETITION},
    "households of four types": HOUSEHOLDS,
    "the same, and couriers tell at stations": STATIONS,
    "heads of buildings and council members": STEWARDS,
    "all of these": {**CHOOSE, **PETITION, **STATIONS, **STEWARDS},
}


def main() -> None:
    """Replicate Fuding before and after with each feedback off, or each behaviour on."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=10)
    parser.add_argument("--added", action="store_true", help="what residents may do besides")
    asked = parser.parse_args()
    n = asked.replications
    metrics = (*METRICS, "unreported_share") if asked.added else METRICS
    print("| | " + " | ".join(f"{metric}: before | reformed | gain" for metric in metrics) + " |")
    print("| --- |" + " ---: |" * 3 * len(metrics))
    for name, changes in (ADDED if asked.added else OFF).items():
        before, after = (
            qipan.replicate(qipan.load(SCENARIOS / f"{file}.yaml").revise(changes), n)
            for file in ("fuding_before", "fuding")
        )
        cells = []
        for metric in metrics:
            gain = paired_difference(before, after, metric)
            cells += [f"{runs.interval(metric).mean:,.1f}" for runs in (before, after)]
            cells.append(f"{gain.mean:+,.1f} [{gain.low:+,.1f}, {gain.high:+,.1f}]")
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()

"""The tables of docs/fit.md: a year of a ledger forecast from what was there before.

Run from the project's folder: python experiments/ledger_held_out.py LEDGER FIRST_DAY
[--holidays US] [--draws 40] [--seeds 1 2 3]

LEDGER is what `qipan import ledger` wrote. All from FIRST_DAY on is held out. Prints the scores by
seed, and the statistics of the held-out year beside an ensemble run through the engine.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from engine_check import held_against, run_member, spells_of_ledger

import qipan
from qipan.fit.ensemble import read
from qipan.fit.fit import FORECASTS, Settings, fit_ledger
from qipan.fit.holidays_of import holidays_named
from qipan.fit.proof.heldout import hold_out
from qipan.fit.requests import DAY, requests_of
from qipan.fit.tables import validation_table
from qipan.fit.world.plan import Plan
from qipan.fit.world.write import write_world
from qipan.imports.ledgers.ledger import read_ledger


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger")
    parser.add_argument("first_day", type=lambda text: np.datetime64(text, "D"))
    parser.add_argument("--holidays")
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    asked = parser.parse_args()
    ledger = read_ledger(asked.ledger)
    requests = requests_of(ledger.frame)
    last = requests.first + requests.days * DAY
    holidays = holidays_named(asked.holidays, requests.first, last)
    share = float((last - asked.first_day) / DAY) / requests.days
    tables = []
    for seed in asked.seeds:
        rng = np.random.default_rng(seed)
        tables.append(validation_table(hold_out(requests, holidays, share, FORECASTS, rng)))
    print(_over_seeds(tables).to_string(index=False))
    days = int((last - asked.first_day) / DAY)
    settings = Settings(
        until=asked.first_day, holidays=asked.holidays, draws=asked.draws, days=days
    )
    fit = fit_ledger(ledger, settings)
    base = qipan.load("base").document
    plan = Plan(
        "held_out",
        fit.start,
        days,
        fit.warm_up,
        ledger.provenance.title,
        ledger.provenance.publisher,
        ledger.provenance.published,
        emptied=tuple(base.issues.kinds),
        departments=tuple(base.desks.departments),
        profiles=tuple(base.issues.profiles),
    )
    with tempfile.TemporaryDirectory() as folder:
        write_world(Path(folder), fit.requests, fit.arrivals, fit.drawn, fit.days, plan)
        runs = [run_member(member) for member in read(Path(folder) / "ensemble")]
    table = held_against(runs, spells_of_ledger(requests, asked.first_day, days))
    print(table.round(3).to_string(index=False))
    print(f"{table['inside'].sum()} of {len(table)} inside, {len(runs)} draws")


def _over_seeds(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Mean of each number over the seeds, and the range of coverage."""
    keys = ["subject", "grain", "method"]
    grouped = pd.concat(tables).groupby(keys, sort=False)
    shown = grouped[["cells", "coverage", "crps", "width"]].mean().round(3)
    shown["lowest"], shown["highest"] = grouped["coverage"].min(), grouped["coverage"].max()
    return shown.reset_index().round(3)


if __name__ == "__main__":
    main()

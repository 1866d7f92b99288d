"""Each quarter of a ledger predicted from what was there before it.

Run from the project's folder: python experiments/ledger_rolling.py LEDGER FIRST_DAY [--holidays US]

LEDGER is what `qipan import ledger` wrote. Every whole quarter from FIRST_DAY on is forecast, the
fit made anew for each. Prints coverage of 90 % intervals and CRPS by quarter, beside the same
season of earlier years and weeks drawn from the past.
"""

import argparse

import numpy as np

from qipan.fit.arrivals.arrivals import fit_arrivals
from qipan.fit.arrivals.forecast import forecast
from qipan.fit.fit import FORECASTS
from qipan.fit.holidays_of import holidays_named
from qipan.fit.proof.arrival_scores import arrival_scores
from qipan.fit.proof.naive import seasonal_naive, weeks_bootstrap
from qipan.fit.requests import DAY, requests_of
from qipan.imports.ledgers.ledger import read_ledger

NAIVE = {"seasonal_naive": seasonal_naive, "weeks_bootstrap": weeks_bootstrap}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger")
    parser.add_argument("first_day", type=lambda text: np.datetime64(text, "D"))
    parser.add_argument("--holidays")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    requests = requests_of(read_ledger(asked.ledger).frame)
    end = requests.first + requests.days * DAY
    holidays = holidays_named(asked.holidays, requests.first, end)
    first = asked.first_day.astype("M8[M]")
    starts = np.arange(first, end.astype("M8[M]") + 1, 3).astype("M8[D]")
    print("quarter|method|grain|forecasts|coverage|CRPS")
    for n in range(len(starts) - 1):
        at, until = (int((day - requests.first).astype(int)) for day in starts[n : n + 2])
        known, held = requests.until(at), requests.until(until).since(at)
        arrivals = fit_arrivals(known, holidays)
        ahead = arrivals.ahead(held.first, held.days)
        rng = np.random.default_rng([asked.seed, n])
        drawn = {"fit": forecast(arrivals, ahead, FORECASTS, rng)}
        for name, method in NAIVE.items():
            drawn[name] = method(known, ahead, FORECASTS, rng)
        for method, one in drawn.items():
            for s in arrival_scores(method, one, held):
                where = f"{starts[n].astype('M8[M]')}|{method}|{s.grain}"
                print(f"{where}|{s.cells}|{s.coverage:.3f}|{s.crps:.3f}", flush=True)


if __name__ == "__main__":
    main()

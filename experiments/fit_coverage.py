"""How often the ensembles of fitted ledgers hold a truth that is known.

Run from the project's folder: python experiments/fit_coverage.py [--ledgers 200] [--days 730]

Ledgers are made from truths drawn from the priors of the fit. Prints, by quantity, the share of
90 % intervals that hold it, and the 95 % interval of that share, each ledger being one trial.
"""

import argparse
from collections import defaultdict

import numpy as np
from closed_loop import found_again, made_requests, truth_of


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledgers", type=int, default=200)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    held: dict[str, list[float]] = defaultdict(list)
    for rng in np.random.default_rng(asked.seed).spawn(asked.ledgers):
        truth = truth_of(asked.days, rng)
        found = found_again(truth, made_requests(truth, rng), asked.draws, rng)
        for name, values in found.items():
            held[name].append(float(values.mean()))
    print(f"{asked.ledgers} ledgers of {asked.days} days")
    print("quantity|coverage|low|high")
    for name, shares in held.items():
        share = float(np.mean(shares))
        error = 1.96 * float(np.std(shares, ddof=1)) / np.sqrt(len(shares))
        print(f"{name}|{share:.3f}|{max(share - error, 0):.3f}|{min(share + error, 1):.3f}")


if __name__ == "__main__":
    main()

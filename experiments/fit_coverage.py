"""How often the ensembles of fitted ledgers hold a truth that is known.

Run from the project's folder: python experiments/fit_coverage.py [--ledgers 200] [--days 730]
[--engine] [--keep FILE]

Ledgers are made from truths drawn from the priors of the fit; with --engine each truth is written
as a scenario, and its run through the engine is the ledger. Prints, by quantity, the share of
90 % intervals that hold it, and the 95 % interval of that share, each ledger being one trial. What
each ledger gave is added to FILE, and the same command goes on where it was broken off.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
from closed_loop import Truth, found_again, made_requests, truth_of
from closed_loop_runs import run_requests

from qipan.fit.requests import Requests


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledgers", type=int, default=200)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", action="store_true")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    lines = asked.keep.read_text().splitlines() if asked.keep and asked.keep.exists() else []
    shares = [json.loads(line) for line in lines]
    for rng in np.random.default_rng(asked.seed).spawn(asked.ledgers)[len(shares) :]:
        truth = truth_of(asked.days, rng)
        requests = simulated(truth, rng) if asked.engine else made_requests(truth, rng)
        found = found_again(truth, requests, asked.draws, rng)
        shares.append({name: float(values.mean()) for name, values in found.items()})
        if asked.keep:
            with asked.keep.open("a") as file:
                file.write(json.dumps(shares[-1]) + "\n")
    print_shares(shares, asked.days)


def print_shares(found: list[dict[str, float]], days: int) -> None:
    """Print the shares of intervals that held the truth, and how well these shares are known."""
    held: dict[str, list[float]] = defaultdict(list)
    for ledger in found:
        for name, share in ledger.items():
            held[name].append(share)
    print(f"{len(found)} ledgers of {days} days")
    print("quantity|coverage|low|high")
    for name, shares in held.items():
        share = float(np.mean(shares))
        error = 1.96 * float(np.std(shares, ddof=1)) / np.sqrt(len(shares))
        print(f"{name}|{share:.3f}|{max(share - error, 0):.3f}|{min(share + error, 1):.3f}")


def simulated(truth: Truth, rng: np.random.Generator) -> Requests:
    """Run a truth through the engine, on a seed of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return run_requests(truth, Path(folder), int(rng.integers(1_000_000)))


if __name__ == "__main__":
    main()

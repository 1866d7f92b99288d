"""What two checkouts take for the same work, in one run: a replication, help, a check.

    python -m benchmarks.checkouts ../before . --rounds 5

Seconds are of the processor, medians over rounds in which the checkouts take turns. A busy machine
slows both; read the ratios. The engine is compiled before anything is measured.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.harness import machine

FUDING = Path("scenarios", "fuding.yaml")

REPLICATION = """
import json, statistics, sys, time
import qipan
from qipan.agents.city_model import CityModel
from qipan.city import build_city
from qipan.runs.replication import Run

scenario = qipan.load(sys.argv[1])
city = build_city(scenario.regimes[0].document)
taken = []
for seed in range(1, 7):
    begun = time.thread_time()
    model = CityModel(scenario, seed, city=city)
    built = time.thread_time()
    record = model.run().record()
    run = time.thread_time()
    Run(scenario, seed, record).table
    taken.append((built - begun, run - built, time.thread_time() - run))
print(json.dumps([statistics.median(part) for part in zip(*taken[1:])]))
"""


def environment(checkout: Path) -> dict[str, str]:
    """Environment in which Python finds the code of a checkout, and keeps what it has read of it.

    Reading every file anew at each start takes a tenth of a second that no user waits for.
    """
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(checkout.resolve() / "model")}


def replication(checkout: Path) -> dict[str, float]:
    """Seconds of a replication of Fuding, whose city is built already, by part."""
    command = [sys.executable, "-W", "ignore", "-c", REPLICATION, str(FUDING)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, env=environment(checkout), text=True
    )
    build, run, metrics = json.loads(done.stdout)
    whole = {"replication": build + run + metrics}
    return {**whole, "  building": build, "  simulating": run, "  metrics": metrics}


def command(checkout: Path, *words: str) -> float:
    """Seconds of a command, its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "qipan.cli", *words],
        stdout=subprocess.DEVNULL,
        check=True,
        env=environment(checkout),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measured(checkout: Path) -> dict[str, float]:
    """All figures of a checkout."""
    return {
        **replication(checkout),
        "qipan --help": command(checkout, "--help"),
        "qipan check fuding": command(checkout, "check", str(FUDING)),
    }


def main() -> None:
    """Measure in turns, and print medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path, nargs="?", default=Path())
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    for checkout in (given.before, given.after):  # compiles, and fills the disk's cache
        replication(checkout)
    rounds = [(measured(given.before), measured(given.after)) for _ in range(given.rounds)]
    print(machine())
    print(f"{'seconds of processor':24s}{'before':>10s}{'after':>10s}{'ratio':>8s}")
    for what in rounds[0][0]:
        before, after = (median(one[side][what] for one in rounds) for side in (0, 1))
        print(f"{what:24s}{before:10.3f}{after:10.3f}{after / before:8.2f}")


if __name__ == "__main__":
    main()

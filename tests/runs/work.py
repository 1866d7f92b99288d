"""A run that tests start in another process, and kill: replications of a small city."""

import os
import sys
from pathlib import Path

import qipan
from qipan.runs.opening import Workers, opened_runner

N = 20
TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml").revise(
    {"horizon.days": 20, "horizon.warm_up_days": 10}
)
SCENARIOS = [TINY, TINY.revise({"policy.burden.on": True, "name": "other"})]


def seen(variable: str) -> tuple[str | None, bool]:
    """What a worker sees: a variable of its environment, and whether it was forked ready."""
    return os.environ.get(variable), "qipan.runs.execution.preloaded" in sys.modules


def main() -> None:
    """Make replications of the store and of the kind that the command line names."""
    store, processes = Path(sys.argv[1]), sys.argv[2] == "processes"

    def report(progress: object) -> None:
        print(progress, flush=True)

    workers = Workers(jobs=2, processes=processes, store=store)
    with opened_runner(workers, progress=report) as runner:
        runner.replicate(SCENARIOS, range(N))


if __name__ == "__main__":
    main()

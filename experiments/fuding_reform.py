"""Fuding before and after its reform, on common random numbers.

Run from the project's folder: python experiments/fuding_reform.py [replications]
"""

import sys
import time
from pathlib import Path

import pandas as pd

import qipan
from qipan.engine.compile import is_compiled
from qipan.experiments.paired import comparison
from qipan.experiments.replications import Runs
from qipan.experiments.result_folder import check_writable
from qipan.experiments.save import save
from qipan.experiments.targets import check_targets
from qipan.report.console import console, print_comparison, print_targets
from qipan.report.run_charts import chart_files

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results"
SCENARIOS = ROOT / "scenarios"
JOBS = 2


def main(replications: int) -> None:
    """Simulate both, print the comparison, and write tables, charts and both result folders."""
    out = console()
    folders = [RESULTS / "fuding_before", RESULTS / "fuding"]
    for folder in folders:
        check_writable(folder)
    if not is_compiled():
        out.print("Compiling the engine, once; this takes about half a minute.")
        qipan.simulate(SCENARIOS / "tiny.yaml")
    begun = time.perf_counter()
    before, after = (
        qipan.replicate(SCENARIOS / f"{name}.yaml", n=replications, jobs=JOBS)
        for name in ("fuding_before", "fuding")
    )
    seconds = time.perf_counter() - begun
    print_comparison(before, after, out)
    print_targets(after, before, out)
    for runs, folder in zip((before, after), folders, strict=True):
        save(runs, folder, seconds=seconds, jobs=JOBS, charts=chart_files([runs]))
    write_comparison(before, after, RESULTS / "fuding_reform")
    out.print(f"{2 * replications} replications in {seconds:.1f} s, {JOBS} at a time.")
    out.print("Comparison and charts: results/fuding_reform/", highlight=False)


def write_comparison(before: Runs, after: Runs, folder: Path) -> None:
    """Write the table of differences, the table of targets and the charts of both."""
    folder.mkdir(parents=True, exist_ok=True)
    comparison(before, after).to_csv(folder / "comparison.csv", index=False)
    checks = [
        {**check._asdict(), "simulated": check.simulated.mean, "met": check.met}
        for check in check_targets(after)
    ]
    pd.DataFrame(checks).to_csv(folder / "targets.csv", index=False)
    for name, content in chart_files([before, after]).items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)

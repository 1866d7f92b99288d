"""Fuding before and after its reform, on common random numbers.

Run from the project's folder: python experiments/fuding_reform.py [replications]
"""

import sys
import time
from pathlib import Path

import qipan
from qipan.engine.compile import is_compiled
from qipan.experiments.result_folder import check_writable
from qipan.experiments.save import save
from qipan.report.charts import chart_files
from qipan.report.console import console, print_comparison, print_targets

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results"
JOBS = 2


def main(replications: int) -> None:
    """Simulate both, print the comparison, and write both result folders and the charts."""
    out = console()
    folders = [RESULTS / "fuding_before", RESULTS / "fuding_reform"]
    for folder in folders:
        check_writable(folder)
    if not is_compiled():
        out.print("Compiling the engine, once; this takes about half a minute.")
    begun = time.perf_counter()
    before, after = (
        qipan.replicate(ROOT / "scenarios" / f"{name}.yaml", n=replications, jobs=JOBS)
        for name in ("fuding_before", "fuding")
    )
    seconds = time.perf_counter() - begun
    print_comparison(before, after, out)
    print_targets(after, before, out)
    save(before, folders[0], seconds=seconds, jobs=JOBS)
    save(after, folders[1], seconds=seconds, jobs=JOBS, charts=chart_files([before, after]))
    out.print(f"{2 * replications} years simulated in {seconds:.1f} s.")
    out.print(f"Charts and tables: {folders[1].relative_to(ROOT)}/")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)

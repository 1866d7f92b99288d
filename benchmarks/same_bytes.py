"""Do two checkouts give the same bytes? Every published scenario, seeds 1 and 2.

    python -m benchmarks.same_bytes ../before . --scenarios tiny fuding

A replication is told by one hash over all its records, metrics and curves, each written by name.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

NOT_CITIES = {"base", "one_queue"}

DIGESTS = """
import dataclasses, hashlib, json, sys
import numpy as np
import qipan
from qipan.runs.runs import solved_curve

def add(digest, name, value):
    if isinstance(value, np.ndarray) and value.dtype.names:
        for column in value.dtype.names:  # between columns there may be bytes that nobody writes
            add(digest, f"{name}/{column}", value[column])
    elif isinstance(value, np.ndarray):
        digest.update(f"{name} {value.dtype} {value.shape}".encode())
        digest.update(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, (dict, int, float)):
        digest.update(f"{name} {value!r}".encode())

for file, seed in json.load(sys.stdin):
    run = qipan.simulate(file, seed, events=True)
    digest = hashlib.sha256()
    for field in dataclasses.fields(run.record):
        add(digest, field.name, getattr(run.record, field.name))
    for column in run.table:
        add(digest, f"{column.metric}/{column.by}", column.values)
    add(digest, "solved", solved_curve(run.record))
    digest.update(run.daily.to_csv().encode())
    print(json.dumps([file, seed, digest.hexdigest()]), flush=True)
"""


def digests(checkout: Path, asked: list[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Hash of each replication, as the code of a checkout makes it."""
    environment = {**os.environ, "PYTHONPATH": str(checkout.resolve() / "model")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DIGESTS],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=environment,
    )
    return {(file, seed): told for file, seed, told in map(json.loads, done.stdout.splitlines())}


def main() -> None:
    """Compare, and end with exit code 1 where a byte differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path, nargs="?", default=Path())
    parser.add_argument("--scenarios", nargs="+", help="by default all that are published")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2])
    given = parser.parse_args()
    names = given.scenarios or [
        file.stem
        for file in sorted(Path("scenarios").glob("*.yaml"))
        if file.stem not in NOT_CITIES
    ]
    # The files of this checkout in both, so that only the code differs.
    files = [str(Path("scenarios", f"{name}.yaml").resolve()) for name in names]
    asked = [(file, seed) for file in files for seed in given.seeds]
    before, after = (digests(checkout, asked) for checkout in (given.before, given.after))
    differing = [one for one in asked if before[one] != after[one]]
    for file, seed in differing:
        print(f"{Path(file).stem}, seed {seed}: differs")
    print(f"{len(asked) - len(differing)} of {len(asked)} replications are the same to the byte")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()

"""Hold allocations of two checkouts against each other: the same tables, byte for byte.

Run from the project's folder: python experiments/same_allocations.py OLD NEW [--renamed A=B ...]

Each checkout makes its own plans, of cadres, funds and hours, and its own values, in a small city.
What has another name since, a column or what a cell names, is told with --renamed; all else must be
the same.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CITY = """extends: {tiny}
name: town
horizon: {{start: 2019-03-01, days: 90, warm_up_days: 30}}
city: {{community_count: 4, residents: 12000}}
units: {{count: 12}}
policy:
  patrol: {{on: false}}
  sent_down: {{on: true}}
  fund: {{on: true}}
  orders: {{on: true}}
  pairing: {{on: true}}
"""
FEW = ["--replications", "2"]
SHORT = [*FEW, "--fresh", "3", "--check", "1"]
CADRES = ["--cadres", "6", "--cap", "4"]
WORST = ["--objective", "max_min"]
ASKED: dict[str, list[str]] = {
    "cadres": ["allocate", *SHORT, *CADRES, "--lp", "--frontier", "max_min"],
    "worst": ["allocate", *SHORT, *CADRES, *WORST, "--target", "p50"],
    "curves": ["allocate", *FEW, *CADRES, "--no-loop"],
    "robust": ["allocate", *SHORT, *CADRES, "--robust", "2"],
    "funds": ["allocate", "--resource", "funds", *SHORT, "--lp", "--worlds", "20"],
    "less": ["allocate", "--resource", "funds", *SHORT, *WORST, "--yuan", "20000"],
    "hours": ["allocate", "--resource", "hours", *SHORT, "--mps"],
    "fair": ["allocate", "--resource", "hours", *SHORT, *WORST],
    "worth": ["worth", *FEW, "--loaded", "1"],
}
START = "from qipan.cli import app; app()"
TABLES = (".csv", ".lp", ".mps")


def made_by(checkout: Path, folder: Path, asked: list[str]) -> dict[str, bytes]:
    """Tables and programs of one question, by name of the file."""
    scenario = folder / "town.yaml"
    tiny = checkout.resolve() / "scenarios" / "tiny.yaml"
    scenario.write_text(CITY.format(tiny=tiny), encoding="utf-8")
    out = folder / "out"
    command, *options = asked
    run = [sys.executable, "-c", START, command, str(scenario), "--out", str(out), *options]
    env = {**os.environ, "PYTHONPATH": str(checkout.resolve() / "model")}
    done = subprocess.run(run, env=env, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{checkout}: {' '.join(run)}\n{done.stdout}{done.stderr}")
    files = [file for file in sorted(out.iterdir()) if file.suffix in TABLES]
    return {file.name: file.read_bytes() for file in files}


def renamed(content: bytes, names: dict[str, str]) -> bytes:
    """A table with its columns, and what its cells name, called as they are called now."""
    lines = content.decode().split("\n")
    return "\n".join(
        ",".join(names.get(cell, cell) for cell in line.split(",")) for line in lines
    ).encode()


def differences(old: dict[str, bytes], new: dict[str, bytes], names: dict[str, str]) -> list[str]:
    """Names of files that are not the same."""
    tables = {
        name: renamed(content, names) if name.endswith(".csv") else content
        for name, content in old.items()
    }
    return [name for name in sorted({*old, *new}) if tables.get(name) != new.get(name)]


def main() -> None:
    """Compare question by question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--renamed", nargs="*", default=[], metavar="OLD=NEW")
    parser.add_argument("--only", nargs="*", default=list(ASKED), choices=list(ASKED))
    given = parser.parse_args()
    names = dict(pair.split("=", 1) for pair in given.renamed)
    unlike = 0
    for name in given.only:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            old = made_by(given.old, Path(one), ASKED[name])
            new = made_by(given.new, Path(other), ASKED[name])
        wrong = differences(old, new, names)
        unlike += len(wrong)
        print(f"{name}: {len(new)} files, {', '.join(wrong) or 'the same'}", flush=True)
    raise SystemExit(1 if unlike else 0)


if __name__ == "__main__":
    main()

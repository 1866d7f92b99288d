"""Do two checkouts of the project write the same numbers? Small studies, file by file.

    python experiments/same_exports.py ../before . [compare run ...]

Each command runs in both, from the same small files. What a result folder holds must be the same to
the byte, but for columns that `RENAMED` lists, and what may differ between identical runs.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SCENARIO = "extends: tiny\nhorizon: {days: 20, warm_up_days: 5}\n"
PLAN = """plan: {en: Posts, zh: 岗位}
scenario: a.yaml
budgets_yuan: [180000]
staff:
  worker:
    title: {en: workers, zh: 工作者}
    yuan_year: 90000
    price_from: assumed, an ordinary wage
    cap: 2
replications: 2
fresh: 3
rounds: 2
"""
FILES = {
    "posts.yaml": PLAN,
    "a.yaml": f"{SCENARIO}name: a\n",
    "b.yaml": f"{SCENARIO}name: b\npolicy: {{shifts: {{on: true, calendar: two_shifts}}}}\n",
    "short.yaml": "extends: fuding\nname: short\nhorizon: {days: 20, warm_up_days: 10}\n",
    "trial.yaml": (
        "name: trial\ntitle: {en: Trial, zh: 试验}\nreplications: 3\n"
        "compare:\n  scenarios: [a.yaml, b.yaml, {file: a.yaml, name: same}]\n"
        "  pairs: [{before: a.yaml, after: b.yaml}]\n  equal_cost: {yuan_per_hour: 60}\n"
    ),
}
STUDIES = {
    name: words.split()
    for name, words in {
        "run": "run a.yaml --replications 3 --events",
        "compare": "compare trial.yaml",
        "layers": "compare a.yaml b.yaml --replications 3 --worlds 20 --cities 3 --metric load",
        "attribute": "attribute a.yaml b.yaml --replications 3",
        "sweep": "sweep a.yaml b.yaml --replications 2 --metric load --points 8 --detail 2",
        "seek": "seek a.yaml --lever closure.false_share --low 0.02 --high 0.2 --tolerance 0.05 "
        "--metric load --below 0.5 --replications 3 --most 6",
        "plan": "plan posts.yaml",
        "targets": "targets short.yaml --replications 2",
    }.items()
}
# Of CSV files: what a column was called before.
RENAMED = {
    "differences.csv": {
        "ci_low": "low",
        "ci_high": "high",
        "simultaneous_low": "together_low",
        "simultaneous_high": "together_high",
    },
    "targets.csv": {
        "low": "window_low",
        "high": "window_high",
        "ci_low": "low",
        "ci_high": "high",
        "before_ci_low": "before_low",
        "before_ci_high": "before_high",
    },
    "costs.csv": {"ci_low": "low", "ci_high": "high"},
    "cities.csv": {"ci_low": "low", "ci_high": "high"},
    "levels.csv": {"ci_low": "low", "ci_high": "high"},
    "contributions.csv": {"ci_low": "low", "ci_high": "high"},
    "interactions.csv": {"ci_low": "low", "ci_high": "high"},
}
NEW = {"summary.csv"}
KEYS = {b'"ci_low"': b'"low"', b'"ci_high"': b'"high"'}  # of summary.json
VARIES = {"run_info.json", "manifest.json"}  # times; the code's own hash
DATA = {".csv", ".parquet", ".json"}


def carry_out(checkout: Path, words: list[str], folder: Path) -> None:
    """Run a command of a checkout in a folder of its own.

    Raises
    ------
    SystemExit
        If it fails.
    """
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(checkout / "model")}
    done = subprocess.run(
        [sys.executable, "-m", "qipan.cli", *words, "--out", _out(words[0]), *_plain(words[0])],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{checkout}: qipan {' '.join(words)}\n{done.stdout}{done.stderr}")


def _out(command: str) -> str:
    return "out.csv" if command == "targets" else "out"


def _plain(command: str) -> list[str]:
    return [] if command in ("run", "targets") else ["--no-report"]


def different(before: Path, after: Path) -> Iterator[str]:
    """Say which files of data are not the same, and which are there once only."""
    there = [_data(folder) for folder in (before, after)]
    for name in sorted((there[0] ^ there[1]) - NEW):
        yield f"{name}: only in {'the first' if name in there[0] else 'the second'}"
    for name in sorted(there[0] & there[1]):
        renamed = RENAMED.get("targets.csv" if name == "." else Path(name).name, {})
        contents = [_content(before / name, renamed), (after / name).read_bytes()]
        if contents[1] not in (contents[0], (before / name).read_bytes()):
            yield f"{name}: not the same"


def _data(folder: Path) -> set[str]:
    if folder.is_file():
        return {"."}
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.suffix in DATA and path.name not in VARIES
    }


def _content(path: Path, renamed: dict[str, str]) -> bytes:
    """Bytes of a file, its columns called as they are now."""
    content = path.read_bytes()
    if path.suffix == ".json":
        for old, new in KEYS.items():
            content = content.replace(old, new)
    if path.suffix != ".csv":
        return content
    head, _, rest = content.partition(b"\n")
    names = [renamed.get(name, name) for name in head.decode().split(",")]
    return ",".join(names).encode() + b"\n" + rest


def main() -> None:
    """Compare two checkouts."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("before", type=Path)
    reader.add_argument("after", type=Path)
    reader.add_argument("studies", nargs="*", default=list(STUDIES))
    asked = reader.parse_args()
    faults = []
    for study in asked.studies:
        with tempfile.TemporaryDirectory() as place:
            folders = [Path(place) / name for name in ("before", "after")]
            for checkout, folder in zip((asked.before, asked.after), folders, strict=True):
                carry_out(checkout.resolve(), STUDIES[study], folder)
            found = list(different(*(folder / _out(STUDIES[study][0]) for folder in folders)))
        print(f"{study}: {'the same' if not found else '; '.join(found)}", flush=True)
        faults += found
    if faults:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

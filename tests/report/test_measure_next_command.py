"""``qipan measure-next``: from worlds on disk to a table, a chart and a sentence."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from qipan.cli import app
from qipan.studies.uncertainty.layer import LOAD, Layer
from qipan.studies.uncertainty.tables import PLACES, WORLDS, tables_of
from qipan.studies.uncertainty.worlds import AssumedWorlds

METRIC = "close_p50"
FAMILIES = ("work", "births", "trust")


def folder(path: Path, n: int = 60, gain: float = 0.0) -> Path:
    """Worlds in which the policy helps where cases take long, written as compare does."""
    places = np.random.default_rng(3).random((n, len(FAMILIES)))
    values = np.zeros((n, 2, 2, 3))
    values[:, 1, :, 0] = 10.0 * (0.5 - places[:, 0])[:, None] - gain
    layer = Layer(("old", "new"), "old", (METRIC, "reports", LOAD), tuple(range(n)), values, n, {})
    worlds = AssumedWorlds(layer, FAMILIES, places, 0.8, 3)
    made = tables_of((METRIC,), 0.95, worlds, None)
    path.mkdir()
    for name in (WORLDS, PLACES):
        made[name].to_parquet(path / name)
    return path


def run(*words: str):
    return CliRunner().invoke(app, ["measure-next", *words])


@pytest.mark.draws
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_family_that_matters_is_named(tmp_path: Path, language: str) -> None:
    source, out = folder(tmp_path / "town"), tmp_path / "out"
    said = run(str(source), "--out", str(out), "--lang", language)
    assert said.exit_code == 0, said.output
    first = {"en": "Measure first: Hours that cases take.", "zh": "首先测量："}[language]
    assert first in said.output
    table = pd.read_csv(out / "measure_next.csv")
    assert table["family"][0] == "work" and table["above_chance"][0]
    assert (out / "charts" / "measure_next.png").stat().st_size > 0
    assert not table["above_chance"][1:].all()
    assert first.rstrip(".") in (out / "report.html").read_text("utf-8")


def test_where_one_policy_is_better_in_every_world_nothing_need_be_measured(tmp_path: Path) -> None:
    said = run(str(folder(tmp_path / "town", gain=6.0)), "--out", str(tmp_path / "out"))
    assert said.exit_code == 0 and "Measure first" not in said.output
    assert "No survey would change the choice" in " ".join(said.output.split())


@pytest.mark.parametrize(
    ("n", "words", "said"),
    [
        (60, ["--metric", "clos_p50"], "did you mean 'close_p50'"),
        (60, ["--metric", "close_p90"], "--metric: close_p90 is not among those of the worlds"),
        (60, ["--lang", "fr"], "'fr' is not one of 'en', 'zh'"),
        (60, ["--comparison", "2"], "there is no comparison 2, only one"),
        (10, [], "close_p50 exists under all policies in 10 of 10 worlds; 20 at least"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_written(
    tmp_path: Path, n: int, words: list[str], said: str
) -> None:
    source, out = folder(tmp_path / "town", n), tmp_path / "out"
    found = run(str(source), "--out", str(out), *words)
    assert found.exit_code == 2 and said in " ".join(found.output.split())
    assert not out.exists()


def test_a_folder_without_worlds_is_refused(tmp_path: Path) -> None:
    found = run(str(tmp_path), "--out", str(tmp_path / "out"))
    assert found.exit_code == 2 and "--worlds N" in found.output

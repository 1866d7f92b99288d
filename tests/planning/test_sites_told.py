"""What a plan that opens centres says of them: on the page, in tables and on the map."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qipan.city import build_city
from qipan.planning.confirming import confirm
from qipan.planning.learning import Years
from qipan.planning.options import OptionWork
from qipan.planning.plan_file import load_plan
from qipan.planning.planned import Planned
from qipan.planning.posing import Measured, pose
from qipan.report.planning.maps import plan_maps
from qipan.report.planning.page import page

from .test_plan_file import SITES, two_sites, with_sites, write


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """A plan for a city in which nothing is simulated: a resident who is reached is a formula."""
    folder: Path = tmp_path_factory.mktemp("sites")
    plan = SITES.replace("[180000]", "[220000]")
    file = load_plan(write(folder, with_sites(folder, two_sites(), plan)))
    work = OptionWork(file.document, file.scenario, build_city(file.scenario.document), file.sites)
    bounds = {name: (one.floors, one.caps) for name, one in file.bounds.items()}
    cover = work.cover(bounds)
    assert cover is not None
    each = np.array([1000.0, 1000.0, 2000.0])
    measured = Measured(each, 1.5 * each, np.full(3, 2.0), np.full(3, 500.0))
    given = pose(file, measured, work.options(bounds), cover)

    def simulate(heads: np.ndarray, seeds: Sequence[int], units: Any = None, /) -> Years:
        reached = np.zeros(2) if units is None else cover.reached(units)
        luck = [np.random.default_rng(seed).normal(size=2) for seed in seeds]
        return Years(365.0 * (90.0 - 0.02 * reached + luck))

    seeds = {"seeds": range(4), "further_seeds": range(50, 58), "fresh_seeds": range(100, 108)}
    found = confirm(given, "least_waiting", simulate, np.full(3, 500.0), rounds=1, **seeds)
    return Planned(file, found)


def test_the_page_names_the_sites_and_what_they_do_together(planned: Planned) -> None:
    english = page(planned.file, planned.found, "en")
    assert "Centres are opened at 东门 (c0001), west (c0002)." in english
    assert "more service centres: 2 in year 1, ¥210,000" in english
    assert "Of this, more service centres: -" in english
    chinese = page(planned.file, planned.found, "zh")
    assert "在东门 (c0001)、west (c0002)新设服务中心。" in chinese
    assert "增设服务中心：第 1 年 2 处，210,000 元" in chinese


def test_tables_have_a_row_for_each_site_and_one_for_what_they_cost(planned: Planned) -> None:
    tables = planned.tables
    rows = tables["plan"].frame[["place", "type", "amount", "yuan"]].to_numpy().tolist()
    assert rows == [["c0001", "东门", 1.0, 90_000.0], ["c0002", "west", 1.0, 120_000.0]]
    costs = tables["costs"].frame
    assert costs[costs.row == "lever"][["type", "amount", "yuan"]].to_numpy().tolist() == [
        ["sites", 2.0, 210_000.0]
    ]
    assert tables["places"].frame.sites.tolist() == [1.0, 1.0]
    said = tables["plan"].said("zh")
    assert "处" in str(said)


def test_the_map_labels_the_sites(planned: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: dict[str, Any] = {}
    monkeypatch.setattr("qipan.charts.allocation_map", lambda *values, **told: drawn.update(told))
    (chart,) = (one for one in plan_maps(planned, "en") if one.name == "map_sites")
    chart.draw()
    assert drawn["names"] == ["东门 c0001", "west c0002"]

"""What stands at the door: public names, and how results show themselves."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import qipan
from qipan.report.render.cells import grid
from qipan.statistics.interval import Interval, mean_interval

ROOT = Path(__file__).parents[1]
TINY = qipan.load("tiny").revise({"horizon.days": 5, "horizon.warm_up_days": 0})
GROUPS = {".institutions", ".measures"}  # of entry points, which other packages offer
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_dir_lists_what_is_public_and_nothing_else():
    listed = [name for name in dir(qipan) if not name.startswith("__")]
    assert listed == sorted(qipan.__all__)
    for name in qipan.__all__:
        assert getattr(qipan, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Plannner'"):
        _ = qipan.Plannner


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_of_the_package_in_a_page_exists(page):
    named = set(re.findall(r"\bqipan((?:\.[A-Za-z_]\w*)+)", page.read_text("utf-8")))
    for dotted in named - GROUPS:
        found = qipan
        for name in dotted.split(".")[1:]:
            found = getattr(found, name, None) or submodule(found, name)
            assert found is not None, f"{page.name}: qipan{dotted}"


def submodule(package, name):
    from importlib import import_module

    try:
        return import_module(f"{package.__name__}.{name}")
    except ImportError:
        return None


class Shown:
    """An object's `repr`, and the texts of the cells of its HTML."""

    def __init__(self, thing):
        self.text = repr(thing)
        tree = ElementTree.fromstring(thing._repr_html_())  # well-formed, so all is escaped
        self.cells = [cell.text for cell in tree.iter("td")]
        self.all = " ".join(tree.itertext())


def test_a_scenario_shows_days_hash_and_grounds_of_its_numbers():
    wild = TINY.revise({"title": {"en": "<script>alert(1)</script> & more", "zh": "小"}})
    shown = Shown(wild)
    for said in ("'tiny'", "5 days from 2019-03-01", wild.sha256[:12]):
        assert said in shown.text
    assert "<script>alert(1)</script> & more · 小" in shown.cells
    assert wild.sha256 in shown.cells
    assert "assumed" in shown.all


@pytest.fixture(scope="module")
def runs():
    return qipan.replicate(TINY, n=3, seed=4)


def test_a_run_shows_what_it_holds():
    run = qipan.simulate(TINY, seed=4)
    shown = Shown(run)
    assert f"{len(run.record.issues):,} issues" in shown.text
    assert "seed 4" in shown.text
    assert "backlog_end" in shown.all


def test_runs_show_how_many_there_are_and_intervals(runs):
    shown = Shown(runs)
    assert "3 of 3 replications" in shown.text
    assert "seed 4" in shown.text
    interval = runs.interval("backlog_end")
    assert f"[{interval.low:.4g}, {interval.high:.4g}]" in shown.cells
    assert len(repr(runs.replications[0])) < 80
    stopped = type(runs)(runs.scenario, 4, 5, runs.replications)
    assert "2 replications are missing" in Shown(stopped).all


def test_a_comparison_shows_differences_with_intervals():
    others = [
        TINY.revise({"name": name, "policy.burden.on": on})
        for name, on in (("eased", True), ("not", False))
    ]
    compared = qipan.compare([TINY, *others], n=3, metrics=["backlog_end"])
    shown = Shown(compared)
    assert "'eased', 'not' with 'tiny': 3 replications each, 1 metrics" in shown.text
    found = compared.difference("eased", "backlog_end")
    table = compared.tables["differences"].said("en")
    for row in grid(table, "en").rows:
        assert all(cell.text in shown.cells for cell in row)
    one = Shown(found)
    assert "backlog_end, eased minus tiny" in one.text
    assert "n = 3" in one.text
    assert found.metric in one.all


def test_an_interval_shows_that_there_is_none():
    assert str(mean_interval([1.0, 2.0, 3.0])).startswith("2 [")
    assert str(Interval(2.0, float("nan"), float("nan"), 1)) == "2 –, n = 1"
    assert "–" in Shown(Interval(2.0, float("nan"), float("nan"), 1)).cells
    mean, low, high, n = mean_interval([1.0, 2.0, 3.0])  # it stays a tuple
    assert (mean, n) == (2.0, 3) and low < high


def test_an_allocation_shows_its_plan():
    scenario = qipan.load("fuding").revise({"horizon.days": 20, "horizon.warm_up_days": 5})
    plan = qipan.allocate(scenario, "cadres", 20, loop=False, replications=2, fresh=2)
    shown = Shown(plan)
    placed = plan.plan["plan"]
    assert "Allocation of cadres for 'fuding'" in shown.text
    assert "utilitarian, not simulated" in shown.text
    assert f"{placed.sum()} cadres in {(placed > 0).sum()} of 16 communities" in shown.text
    assert set(plan.plan["community"]) <= set(shown.cells)


def test_a_model_and_its_institutions_show_who_they_are():
    model = qipan.CityModel(TINY, seed=4)
    model.step()
    assert repr(model).startswith("<CityModel of 'tiny', seed 4: day 1 of 5, ")
    assert repr(model.communities[0]) == "<Community c0001>"

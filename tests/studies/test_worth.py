"""Cadres, paperwork, money and hours beside each other."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.runs.errors import ResourceError
from qipan.studies.allocation.paperwork import STEPS, _as_many, paperwork_in_cadres
from qipan.studies.allocation.placement import with_cadres
from qipan.studies.allocation.plans import PlanSimulator
from qipan.studies.worth import value_of_cadres, worth
from qipan.studies.worth_asked import Steps

from .allocation.test_allocation import CITY

SEEDS = range(4)


def test_values_of_cadres_are_differences_of_simulations() -> None:
    simulator = PlanSimulator(CITY)
    city, alone = value_of_cadres(simulator, ["c0002"], 0.1, SEEDS)
    today = np.ones(5, int)
    base, all_more, one_more = (
        simulator(plan, SEEDS).ticket_days.sum(axis=1)
        for plan in (today, today + 1, today + np.eye(5, dtype=int)[1])
    )
    assert city.change.mean == pytest.approx((all_more - base).mean() / 50)
    assert alone.change.mean == pytest.approx((one_more - base).mean() / 10)
    assert city.change.proven_below_0 and city.community is None


def test_ten_points_of_paperwork_are_told_in_cadres() -> None:
    found = paperwork_in_cadres(PlanSimulator(CITY), 10.0, SEEDS)
    assert found is not None
    assert found.before - found.after == pytest.approx(0.1)
    assert found.change.proven_below_0
    assert 0.0 < found.cadres_each.mean < STEPS[-1]
    assert found.cadres_each.low < found.cadres_each.mean < found.cadres_each.high
    # What so many cadres change lies between what the numbers beside it do.
    saved = dict(found.saved_by_cadres)
    above = min(step for step in STEPS if step >= found.cadres_each.mean)
    assert saved[above].mean <= found.change.mean


def test_numbers_of_cadres_are_interpolated_and_not_beyond_what_was_tried() -> None:
    assert _as_many(np.array([-15.0, -10.0, -20.0, -30.0, -33.0])) == pytest.approx(1.5)
    assert _as_many(np.array([-5.0, -10.0, -20.0, -30.0, -33.0])) == pytest.approx(0.5)
    assert np.isnan(_as_many(np.array([-40.0, -10.0, -20.0, -30.0, -33.0])))


def test_what_a_scenario_has_not_got_is_left_out_and_said() -> None:
    unsent = CITY.revise({"policy.sent_down.on": False})
    found = worth(unsent, replications=2)
    assert [value.resource for value in found.values] == ["cadres"]
    assert any("policy.fund is off" in reason for reason in found.left_out)
    assert any("policy.orders is off" in reason for reason in found.left_out)
    assert found.notes == ("policy.sent_down is off: cadres are valued as the first to be sent.",)
    assert with_cadres(CITY) is CITY
    nobody = PlanSimulator(with_cadres(unsent))
    model = qipan.CityModel(nobody.placed(np.zeros(5, int)), 1)
    assert all(community.cadres.heads == 0.0 for community in model.communities)


def test_faulty_steps_and_places_are_refused() -> None:
    with pytest.raises(ResourceError, match=r"a step of -1 yuan"):
        worth(CITY, steps=Steps(yuan=-1.0))
    with pytest.raises(ResourceError, match="no community 'c9'; it has c0001 to c0005"):
        worth(CITY, ["c9"])


def test_the_command_values_all_that_a_city_has(tmp_path: Path) -> None:
    town = tmp_path / "town.yaml"
    scenarios = Path(__file__).parents[2] / "scenarios"
    town.write_text(f"extends: {scenarios / 'tiny.yaml'}\nname: town\n")
    out = tmp_path / "worth"
    options = ["--replications", "2", "--loaded", "1", "--out", str(out)]
    done = CliRunner().invoke(app, ["worth", str(town), *options])
    assert done.exit_code == 0, done.output
    assert "Paperwork at community desks from" in done.stdout
    rows = pd.read_csv(out / "worth.csv")
    assert {"cadres", "paperwork"} <= set(rows["resource"])
    assert (out / "manifest.json").exists()
    refused = CliRunner().invoke(app, ["worth", str(town), "--yuan", "0", "--out", str(out)])
    assert refused.exit_code == 2 and "--yuan  found 0; must be from above 0" in refused.stderr

"""A calibration: its files, its ensemble, its report; simulated by a game."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from qipan.scenario import load
from qipan.studies.calibration import Calibration, CalibrationError, Request, Settings
from qipan.studies.calibration.matching import match
from qipan.studies.calibration.request import factors_of, shown_factors
from qipan.studies.calibration.windows import Window
from qipan.studies.sweep.factors import KeyRange
from qipan.studies.sweep.families import numbers
from qipan.studies.uncertainty.ensemble import laid, read_draws

SETTINGS = Settings(points=40, waves=1, replications=2, draws=3)
KEYS = {"closure.false_share": None, "desks.community.success.simple": KeyRange(0.5, 0.9)}


@pytest.fixture(scope="module")
def tiny():
    return load("tiny")


def made(scenario, request, high):
    factors = factors_of(scenario, request)
    noise = np.array([0.1, -0.1])[None, :, None]

    def model(points):
        return np.stack([10 * points[:, 0], points[:, 1]], axis=1)[:, None] + noise

    windows = (
        Window("sat", "satisfied_share", "%", 0.0, 3.0),
        Window("l", "load", "", -20.0, high),
    )
    found = match(model, windows, len(shown_factors(factors)), len(factors), request.settings)
    return Calibration(scenario, windows, factors, found, request, (), (), 0)


@pytest.fixture(scope="module")
def named(tiny):
    return made(tiny, Request(SETTINGS, KEYS), 5.0)


@pytest.fixture(scope="module")
def nothing(tiny):
    return made(tiny, Request(SETTINGS, KEYS), -9.0)


@pytest.fixture(scope="module")
def folder(named, tmp_path_factory):
    return named.save(tmp_path_factory.mktemp("out") / "found", report=False)


def test_the_ensemble_says_what_was_simulated(named, folder, tiny):
    draws = read_draws(folder / "ensemble")
    assert len(draws) == SETTINGS.draws
    for (laid_over,), simulated in zip(laid(draws, [tiny]), named.draws, strict=True):
        assert (
            laid_over.document == simulated.document.model_copy(update={"name": laid_over.name})
            or laid_over.document.model_dump() == simulated.document.model_dump()
        )


def test_lists_and_shares_of_a_whole_travel_in_an_overlay(tiny, tmp_path):
    families = made(tiny, Request(SETTINGS), 5.0)
    path = families.save(tmp_path / "all", report=False)
    draws = laid(read_draws(path / "ensemble"), [tiny])
    for (one,), simulated in zip(draws, families.draws, strict=True):
        assert one.document.model_dump() == simulated.document.model_dump()


def test_tables_and_summary_are_written(named, folder):
    targets = pd.read_csv(folder / "targets.csv")
    assert list(targets["target"]) == ["sat", "l"]
    assert targets["alone"][0] > 50.0
    numbers = pd.read_csv(folder / "numbers.csv").set_index("factor")
    assert numbers["said"]["closure.false_share"] == "narrowed"
    assert json.loads((folder / "summary.json").read_text())["draws"] == SETTINGS.draws
    points = pd.read_parquet(folder / "points.parquet")
    assert len(points) == SETTINGS.points


def test_the_report_says_what_is_narrowed(named):
    assert "Narrowed: " in named.answer("en")
    assert "已收窄" in named.answer("zh")
    assert "without emulators, it is about 40 %" in named.answer("en")
    assert "3 draws of it were simulated" in named.answer("en")
    report = named.report("zh")
    assert {chart.name for chart in report.charts} == {"plausible_ranges", "implausibility"}


def test_what_contradicts_is_answered_and_no_ensemble_written(nothing, tmp_path):
    assert nothing.contradictions == (("l",),)
    assert "Nothing meets l even alone" in nothing.answer()
    path = nothing.save(tmp_path / "nothing", report=False)
    assert not (path / "ensemble").exists()
    assert "contradictions" in nothing.tables


def test_what_the_scenario_as_given_meets_is_not_said_to_be_out_of_reach(nothing):
    """A window of load below -9 that the scenario meets, whatever the emulators say."""
    witness = replace(nothing, given={"satisfied_share": 1.0, "load": -9.5})
    assert witness.met_as_given == {"sat", "l"}
    assert witness.contradictions == ()
    assert "no proof that there is none" in witness.answer()
    assert "meets 2 of 2" in witness.answer()
    other = replace(nothing, given={"satisfied_share": 1.0, "load": 0.5})
    assert other.contradictions == (("l",),)


def test_few_draws_are_a_caution(named):
    assert any("only 3 draws" in said for said in named.cautions())


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request(Settings(replications=1)), "does not tell chance"),
        (Request(together=0.0), "hang together"),
        (Request(keys={"no.such_key": None}), "no scenario has this key"),
    ],
)
def test_bad_requests_are_refused(tiny, request_, said):
    with pytest.raises(CalibrationError, match=said):
        factors_of(tiny, request_)


def moving(factors):
    return {number.key for number in numbers(factors)}


def test_what_a_policy_beside_has_otherwise_does_not_move(tiny):
    other = tiny.revise({"name": "other", "closure.false_share": 0.2})
    every = moving(factors_of(tiny, Request(SETTINGS)))
    left = moving(factors_of(tiny, Request(SETTINGS, beside=(other,))))
    assert every - left == {"closure.false_share"}
    assert every == moving(factors_of(tiny, Request(SETTINGS, beside=(tiny,))))
    with pytest.raises(CalibrationError, match=r"closure\.false_share cannot move"):
        factors_of(tiny, Request(SETTINGS, KEYS, beside=(other,)))


def test_communities_stay_where_they_are_to_be_kept(tiny):
    every = moving(factors_of(tiny, Request(SETTINGS)))
    left = moving(factors_of(tiny, Request(SETTINGS, keep_communities=True)))
    assert "city.community_count" in every - left
    assert all(key.startswith("city.") for key in every - left)

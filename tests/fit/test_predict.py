"""Predictions from the ensemble of a fit, and their scores as the ledger grows."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from qipan.city.places import build_places
from qipan.cli import app
from qipan.cli.predicting import predict_and_keep
from qipan.engine.intensity import cumulative_intensity
from qipan.fit.ensemble import read
from qipan.fit.predict.births import births_of
from qipan.fit.predict.fitted import read_fitted
from qipan.fit.predict.predict import predict_weeks
from qipan.fit.predict.record import grown_old
from qipan.fit.predict.stay import Stay
from qipan.fit.requests import requests_of
from qipan.imports.ledgers.ledger import write_ledger

from .made import FIRST, made_frame, made_ledger

DAYS = 280
START = FIRST + np.timedelta64(DAYS, "D")


def typed(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def frame_until(days):
    """The ledger of so many days: what was closed later is open in it."""
    frame = made_frame(days=DAYS + 140, seed=4)
    end = pd.Timestamp(FIRST) + pd.Timedelta(days=days)
    frame = frame[frame["opened_at"] < end].copy()
    late = ~(frame["closed_at"] < end)
    frame.loc[late, "closed_at"] = pd.NaT
    frame.loc[late, "ending"] = None
    return frame


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    there = tmp_path_factory.mktemp("predict")
    for name, days in (("old", DAYS), ("new", DAYS + 105), ("newer", DAYS + 133)):
        write_ledger(made_ledger(frame_until(days)), there / f"{name}.parquet")
    done = typed("fit", there / "old.parquet", "--out", there / "fit", "--draws", "4")
    assert done.exit_code == 0, done.output
    return there


@pytest.fixture(scope="module")
def fitted(folder):
    return read_fitted(folder / "fit")


def test_births_are_those_that_the_simulation_would_draw(folder):
    """The engine's intensity with bursts and day factors off, a share of a day's births."""
    (member, *_) = read(folder / "fit" / "ensemble", 1)
    document = member.scenario.document
    steady = {"variance": 0.0}
    issues = document.issues.model_copy(
        update={
            "city_factor": document.issues.city_factor.model_copy(update=steady),
            "kind_factor": document.issues.kind_factor.model_copy(
                update={"variance": 0.0, "variances": {}}
            ),
        }
    )
    calm = document.model_copy(update={"issues": issues, "random_shocks": {}})
    levels, group, _ = cumulative_intensity(calm, 1, build_places(calm.city, 1.0))
    rate = np.diff(levels[:, ::24], axis=1)[:, document.horizon.warm_up_days :] / 24
    births = issues.community_births
    usual = {
        (c, k): b
        for c, k, b in zip(births.community, births.kind, births.births_per_year, strict=True)
    }
    kinds, places = list(issues.kinds), [place.id for place in document.city.communities]
    expected = sum(
        np.stack([usual[p, k] / 365 * rate[group[a] * len(kinds) + n] for n, k in enumerate(kinds)])
        for a, p in enumerate(places)
    )
    np.testing.assert_allclose(births_of(document).mean.T, expected, rtol=1e-9)


def test_what_comes_lies_in_the_intervals_about_as_often_as_they_say(fitted):
    told = predict_weeks(fitted, 4, made_ledger(frame_until(DAYS + 133)))
    scores = told.scores[told.scores["method"] == "fit"].groupby("grain")["coverage"].mean()
    assert set(scores.index) == {"day", "week", "kind", "area", "open"}
    assert scores["day"] > 0.8 and scores["kind"] > 0.75 and scores["open"] > 0.7
    assert told.first == str(START + np.timedelta64(133, "D"))


def test_a_week_is_predicted_alike_whenever_and_from_whatever_ledger(fitted):
    early = predict_weeks(fitted, 4).table
    late = predict_weeks(fitted, 2, made_ledger(frame_until(DAYS + 14))).table
    grains = ["day", "week", "kind", "area"]
    early = early[(early["first_day"] >= late["first_day"].min()) & early["grain"].isin(grains)]
    late = late[late["grain"].isin(grains)]
    pd.testing.assert_frame_equal(early.reset_index(drop=True), late.reset_index(drop=True))


def test_what_is_open_starts_from_what_was_open_and_does_not_grow_by_itself():
    stay = Stay(0.1, 0.6, np.array([[0.0, 1.0], [1.0, 11.0]]), ((0.3, 5.0),))
    np.testing.assert_allclose(stay.open_after(np.array([0.0, 6.0, 99.0])), [1.0, 0.4, 0.1])
    assert stay.still_open(np.array(6.0), np.array(5.0)) == pytest.approx(0.25)
    sure = Stay(0.0, 1.0, np.array([[0.0, 1.0], [1.0, 2.0]]), ())
    assert sure.still_open(np.array(9.0), np.array(7.0)) == 1.0


def test_scores_are_kept_and_a_week_is_told_once(folder):
    out = folder / "kept"
    first = typed("predict", folder / "fit", "--ledger", folder / "new.parquet", "--out", out)
    assert first.exit_code == 0, first.output
    once = (out / "scores.csv").read_bytes()
    again = typed("predict", folder / "fit", "--ledger", folder / "new.parquet", "--out", out)
    assert again.exit_code == 0 and (out / "scores.csv").read_bytes() == once
    words = ("--out", out, "--lang", "zh")
    done = typed("predict", folder / "fit", "--ledger", folder / "newer.parquet", *words)
    assert done.exit_code == 0 and "周末在办" in done.output
    scores = pd.read_csv(out / "scores.csv")
    assert not scores.duplicated(["fitted_until", "first_day", "grain", "method"]).any()
    assert scores["first_day"].nunique() == 19
    assert set(scores["method"]) == {"fit", "seasonal_naive", "weeks_bootstrap"}
    assert sorted(file.name for file in out.iterdir()) == [
        f"from_{START + np.timedelta64(105, 'D')}.csv",
        f"from_{START + np.timedelta64(133, 'D')}.csv",
        "scores.csv",
    ]


def test_a_fit_whose_weeks_miss_is_said_to_be_old():
    weeks = [f"2024-01-{day:02d}" for day in range(1, 9)]
    row = {"fitted_until": "2024-01-01", "grain": "week", "method": "fit", "cells": 1}
    table = pd.DataFrame([{**row, "first_day": day, "crps": 1.0} for day in weeks])
    assert grown_old(table.assign(coverage=[1, 1, 1, 1, 1, 1, 0, 0]), "2024-01-01") == ()
    assert grown_old(table.assign(coverage=[1, 0, 1, 0, 1, 1, 0, 0]), "2024-01-01") == ("week",)
    assert grown_old(table.head(7).assign(coverage=0.0), "2024-01-01") == ()


def test_a_failed_proof_is_told_before_the_numbers(fitted, folder, capsys):
    first, *others = fitted.members
    failed = replace(first, scenario=first.scenario.revise({"fit": "not_validated"}))
    fit = replace(fitted, members=(failed, *others))
    for one, told in ((fit, True), (fitted, fitted.validated is False)):
        predict_and_keep(one, 2, None, None, 1, folder / f"proof_{told}", "en")
        assert ("take no decision" in " ".join(capsys.readouterr().out.split())) == told


def test_bad_input_is_told_and_nothing_written(folder, tmp_path):
    fit, out = folder / "fit", tmp_path / "out"
    write_ledger(made_ledger(frame_until(100)), tmp_path / "short.parquet")
    other = frame_until(DAYS + 20)
    other["kind"] = "another"
    write_ledger(made_ledger(other), tmp_path / "other.parquet")
    for words, said in (
        ((tmp_path,), "is not the folder of a fit"),
        ((fit, "--ledger", tmp_path / "short.parquet"), "as it has grown since"),
        ((fit, "--ledger", tmp_path / "none.parquet"), "no such file"),
        ((fit, "--ledger", tmp_path / "other.parquet"), "that the fit knows"),
        ((fit, "--weeks", "60"), "--weeks: found 60"),
        ((fit, "--until", "May"), "--until: found May"),
    ):
        done = typed("predict", *words, "--out", out)
        assert done.exit_code == 2 and said in done.output, done.output
        assert not out.exists()
    out.mkdir()
    (out / "scores.csv").write_text("a,b\n1,2\n")
    done = typed("predict", fit, "--out", out)
    assert done.exit_code == 2 and "does not hold scores" in done.output
    assert [file.name for file in out.iterdir()] == ["scores.csv"]


def test_what_came_after_the_last_day_read_changes_nothing(fitted):
    """Predictions from a day are those of a ledger that ends there, whatever was closed since."""
    later = made_ledger(made_frame(days=DAYS + 140, seed=4))
    then = made_ledger(frame_until(DAYS + 42))
    read = predict_weeks(fitted, 4, later, START + np.timedelta64(42, "D"))
    pd.testing.assert_frame_equal(read.table, predict_weeks(fitted, 4, then).table)


def test_rows_before_the_fitted_window_are_not_counted_as_unknown(fitted):
    ledger = made_ledger(frame_until(DAYS + 42))
    since = replace(fitted, since=FIRST + np.timedelta64(70, "D"))
    assert predict_weeks(since, 1, ledger).left_out == 0
    unknown = frame_until(DAYS + 42)
    unknown.loc[unknown.index[-5:], "kind"] = "unheard of"
    assert predict_weeks(since, 1, made_ledger(unknown)).left_out == 5


def test_kinds_and_areas_are_predicted_under_their_own_names(folder, fitted):
    """The scenario's order of kinds is not that of the fit, which is by frequency."""
    table = predict_weeks(fitted, 8).table
    frame = frame_until(DAYS)
    for grain, column in (("kind", "kind"), ("area", "area")):
        weekly = table[table["grain"] == grain].groupby("name")["median"].mean()
        seen = frame[column].value_counts() / (DAYS / 7)
        assert set(weekly.index) == set(seen.index)
        np.testing.assert_allclose(weekly[seen.index], seen, rtol=0.5)
    names = tuple(
        kind.title.en for kind in fitted.members[0].scenario.document.issues.kinds.values()
    )
    assert fitted.kinds == names
    rows = frame.head(9).assign(kind=["none"] * 3 + ["b"] * 3 + ["a"] * 3)
    placed = requests_of(rows, names=(("a", "other", "b"), ("other",)))
    assert [int((placed.kind == k).sum()) for k in range(3)] == [3, 3, 3]

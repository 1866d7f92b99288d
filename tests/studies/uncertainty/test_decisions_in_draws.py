"""Allocations over an ensemble: what is told of a draw is what was simulated in it, on its seed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.planning.plan_file import load_plan
from qipan.planning.planned import plan_under_budget
from qipan.programs.objectives import Utilitarian
from qipan.report.allocation.in_draws import cautions, in_draws_sections, in_draws_tables, sentences
from qipan.runs.at_work import AtWork
from qipan.runs.runs import replication_seed
from qipan.runs.variants import ticket_days
from qipan.scenario import ScenarioError
from qipan.studies.allocation.allocate import Besides, carry_out
from qipan.studies.allocation.request import Request
from qipan.studies.resource_questions import allocation_asked
from qipan.studies.uncertainty.decision_trials import PLAN, RULE, cadre_trial, worth_trial
from qipan.studies.uncertainty.decisions_in_draws import check_draws
from qipan.studies.uncertainty.ensemble import read_draws
from qipan.studies.worth import worth
from qipan.studies.worth_asked import Steps
from qipan.words import LANGUAGES

from ..test_resumed import POSTS
from .test_ensemble import SCENARIOS, ensemble

TINY = SCENARIOS / "tiny.yaml"
TOWN = qipan.load(TINY).revise(
    {
        "horizon": {"start": "2019-03-01", "days": 20, "warm_up_days": 10},
        "policy": {"fund": {"on": True}, "orders": {"on": True}, "sent_down": {"on": True}},
        "policy.planner.hours.period_days": 7,
    }
)
VALUES = [0.05, 0.3, 0.6]
SMALL = {"replications": 2, "fresh": 2, "check": 0}
CADRES = Request(Utilitarian(), amount=3, cap=2, rounds=1, **SMALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return ensemble(tmp_path_factory.mktemp("divided") / "ensemble", VALUES, [0.5, 0.3, 0.2])


@pytest.fixture(scope="module")
def draws(folder):
    return read_draws(folder)


@pytest.fixture(scope="module")
def found(draws):
    return carry_out(TOWN, CADRES, AtWork(), Besides(ensemble=draws))


def test_in_a_draw_it_is_the_difference_of_what_was_simulated_there(found, draws) -> None:
    drawn, trial = found.ensemble, cadre_trial(found)
    for place in (0, 2):
        variants = trial.variants(draws[place].overlay.on(TOWN))
        seeds = [replication_seed(draws[place].seed, 0)]
        assert variants[PLAN].scenario.document.closure.false_share == VALUES[place]
        plan, rule = ticket_days([variants[PLAN], variants[RULE]], seeds)
        assert drawn.rows[0].by_draw[place] == pytest.approx((plan - rule).sum())
    assert drawn.seeds == tuple(replication_seed(draw.seed, 0) for draw in draws)


def test_the_plan_and_its_interval_over_chance_are_as_without(found) -> None:
    alone = carry_out(TOWN, CADRES, AtWork())
    assert np.array_equal(found.placed, alone.placed)
    loop = alone.loop
    own = loop.objective.difference(loop.chosen.outcome, loop.best_rule.outcome)
    assert found.ensemble.rows[0].given == own
    assert alone.ensemble is None and "ensemble" not in alone.tables


def test_draws_count_by_their_weights(found) -> None:
    row = found.ensemble.rows[0]
    below = row.by_draw < 0.0
    assert row.better == pytest.approx(np.array([0.5, 0.3, 0.2])[below].sum())
    assert np.isnan(row.low)  # of three draws no range of nine in ten can be told


@pytest.mark.parametrize("resource", ["funds", "hours"])
def test_funds_and_hours_are_tried_in_the_draws_too(resource, draws) -> None:
    request = Request(resource=resource, **SMALL)
    found = carry_out(TOWN, request, AtWork(), Besides(ensemble=draws))
    assert len(found.ensemble) == 3 and found.ensemble.rows[0].quantity.kind == "rule"
    assert {"ensemble", "draws"} <= set(found.tables)
    assert "3 draws of the ensemble" in str(found.report("en").sections)


def test_a_step_is_valued_in_each_draw(draws) -> None:
    found = worth(TOWN, steps=Steps(), replications=2, ensemble=draws)
    drawn, trial = found.ensemble, worth_trial(TOWN, Steps(), 2, 1)
    variants = trial.variants(draws[1].overlay.on(TOWN))
    more, base = ticket_days(
        [variants["more"], variants["base"]], [replication_seed(draws[1].seed, 0)]
    )
    assert drawn.rows[0].by_draw[1] == pytest.approx(0.1 * (more - base).sum() / len(base[0]))
    assert {"ensemble", "draws"} <= set(found.tables) and len(drawn.bottlenecks) == 3
    assert found.manifest()["asked"]["draw_seeds"] == list(drawn.seeds)
    said = [one for s in found.report("en").sections for one in s.paragraphs]
    assert any("of 3 draws" in one for one in said)
    assert not any("plan was made" in one for one in said)


@pytest.mark.parametrize("waiting", ["tickets", "issues"])
def test_a_plan_is_tried_as_it_is_in_each_draw(waiting, draws, folder, tmp_path) -> None:
    file = tmp_path / "plan.yaml"
    named = f"{POSTS}waiting: {waiting}\n".replace("TINY", str(TINY))
    file.write_text(named, encoding="utf-8")
    found = plan_under_budget(load_plan(file, folder), AtWork())
    alone = plan_under_budget(load_plan(file), AtWork())
    assert np.array_equal(found.found.heads, alone.found.heads)
    assert found.ensemble.rows[0].given.mean == pytest.approx(
        alone.found.against(alone.found.rules[alone.found.best_rule]).mean
    )
    assert [row.quantity.kind for row in found.ensemble.rows] == ["rule", "nobody"]
    unit = {"tickets": "ticket-days a year", "issues": "issue-days a year"}[waiting]
    assert set(found.tables["ensemble"].frame["unit"]) == {unit}
    assert {"ensemble", "draws"} <= set(found.tables) and "ensemble" not in alone.tables
    for language in LANGUAGES:
        drawn = [s for s in found.report(language).sections for c in s.charts if "data" in c.name]
        assert len(drawn) == 1


def test_draws_that_set_what_a_plan_sets_are_refused(tmp_path) -> None:
    said = "policy: {sent_down: {on: true, allocation: {c0001: 1}}}"
    drawn = overlays(tmp_path / "ensemble", said)
    file = tmp_path / "plan.yaml"
    file.write_text(POSTS.replace("TINY", str(TINY)), encoding="utf-8")
    with pytest.raises(ScenarioError, match="so does a plan of cadres"):
        load_plan(file, drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_tell_all_of_it(found, language) -> None:
    (section,) = in_draws_sections(found.ensemble, TOWN, 2, language)
    assert [chart.name for chart in section.charts] == ["chance_and_data"]
    said = " ".join([*sentences(found.ensemble, language), *cautions(found.ensemble, language)])
    assert "{" not in said and "20" in said
    headings = [section.heading for section in found.report(language).sections]
    assert section.heading in headings
    assert in_draws_sections(None, TOWN, 2, language) == ()


def test_files_have_every_draw(found) -> None:
    tables = in_draws_tables(found.ensemble)
    draws = tables["draws"].frame
    assert draws["rule"].tolist() == found.ensemble.rows[0].by_draw.tolist()
    assert list(tables["ensemble"].frame["quantity"]) == ["rule", "today", "cadres"]
    assert in_draws_tables(None) == {}
    assert found.manifest()["asked"]["draw_seeds"] == list(found.ensemble.seeds)


def overlays(folder: Path, said: str) -> Path:
    folder.mkdir()
    for j in (1, 2):
        text = f"extends: {TINY}\nname: one_draw\n{said}\n"
        (folder / f"draw_{j}.yaml").write_text(text, encoding="utf-8")
    index = "draw,file,weight,seed\n1,draw_1.yaml,0.5,1\n2,draw_2.yaml,0.5,2\n"
    (folder / "index.csv").write_text(index, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("resource", "said", "why"),
    [
        ("cadres", "policy: {sent_down: {allocation: {c0001: 1}}}", "so does a plan of cadres"),
        ("cadres", "city: {community_count: 3}", "in every draw there are other communities"),
        ("funds", "city: {community_count: 3}", "--keep-communities"),
    ],
)
def test_draws_that_a_plan_would_undo_are_refused(resource, said, why, tmp_path) -> None:
    draws = read_draws(overlays(tmp_path / "bad", said))
    scenario = qipan.load(TINY)
    with pytest.raises(ScenarioError, match=why):
        check_draws(draws, scenario, resource)


def test_it_is_refused_where_no_plan_is_simulated(folder, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["allocate", str(TINY), "--no-loop", "--ensemble", str(folder)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2 and "--ensemble  has no use" in done.output
    assert not list(tmp_path.iterdir())


def test_the_option_and_the_file_name_the_same_ensemble(folder, tmp_path) -> None:
    file = tmp_path / "question.yaml"
    file.write_text(
        "name: trial\ntitle: {en: Trial, zh: 试验}\nallocate:\n"
        f"  scenario: {{file: {TINY}, set: {{policy.sent_down.on: true}}}}\n"
        f"  ensemble: {folder}\n",
        encoding="utf-8",
    )
    of_file = allocation_asked(str(file), {})
    over = allocation_asked(str(file), {"allocate.ensemble": str(folder)})
    for question in (of_file, over):
        assert [draw.seed for draw in question.besides.ensemble] == [1, 2, 3]


def test_the_folder_has_both_intervals(found, tmp_path) -> None:
    folder = found.save(tmp_path / "out", report=False)
    table = pd.read_csv(folder / "ensemble.csv")
    assert table["draws"].tolist() == [3, 3, 3]
    assert {"low", "high", "data_low", "data_high"} <= set(table)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_for_what_failed_its_proof_says_so(found, language) -> None:
    marked = replace(found, scenario=found.scenario.revise({"fit": "not_validated"}))
    said = " ".join(item for section in marked.report(language).sections for item in section.items)
    assert ("not validated" if language == "en" else "未通过检验") in said.lower()

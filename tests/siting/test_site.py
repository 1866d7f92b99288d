"""Siting files: what is read, what is refused where it stands, what comes of it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qipan.city.circle import service_points
from qipan.city.places import build_places
from qipan.scenario import ScenarioError, load
from qipan.siting.site_file import load_sites
from qipan.siting.sited import TRIAL, NoSuchSitesError, site_centres
from qipan.studies.file import load_experiment
from tests.command import qipan

ROOT = Path(__file__).parents[2]
GOOD = f"""\
site: {{en: Test, zh: 测试}}
scenario: {ROOT}/scenarios/fuding.yaml
centres: 4
"""


def write(folder: Path, text: str, table: str | None = None) -> Path:
    if table is not None:
        (folder / "sites.csv").write_text(table, encoding="utf-8")
        text += "table: sites.csv\n"
    file = folder / "centres.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str, table: str | None = None) -> str:
    with pytest.raises(ScenarioError) as refused:
        load_sites(write(folder, text, table))
    return str(refused.value)


def test_existing_sites_stay_and_forbidden_ones_are_shut(tmp_path: Path) -> None:
    text = GOOD + "existing: [c0002]\nforbidden: [c0010, c0011]\n"
    found = site_centres(load_sites(write(tmp_path, text)))
    sites = found.tables["sites"].frame
    assert sites.set_index("site").loc["c0002", "status"] == "existing"
    assert not set(sites["site"]) & {"c0010", "c0011"}
    assert sites["residents"].sum() == found.file.places.residents.sum()
    ways = found.tables["ways"].frame.set_index("way")["mean_metres"]
    assert ways["chosen"] <= ways.drop("chosen").min() + 1e-9


def test_a_table_has_points_names_and_capacities(tmp_path: Path) -> None:
    table = (
        "选址,社区,x_km,y_km,状态,容量\n旧馆,c0001,,,现有,\n"
        "新馆,,2,1.5,备选,200000\n禁区,c0003,,,禁止,\n"
    )
    file = load_sites(write(tmp_path, GOOD.replace("4", "2"), table))
    assert file.given.sites == ("旧馆", "新馆")
    assert file.given.kept.tolist() == [True, False]
    assert file.given.capacity.tolist() == [np.inf, 200_000.0]
    assert (file.sites[1].x_km, file.sites[1].y_km) == (2.0, 1.5)


@pytest.mark.parametrize(
    ("more", "table", "said"),
    [
        ("", "site,x_km,y_km\na,99,1\n", "sites.csv:2  x_km: found 99: outside the city"),
        ("", "site,community\na,c0099\n", "sites.csv:2  community: found 'c0099'"),
        ("", "site,community\na,\n", "sites.csv:2  community: a is at no place"),
        ("", "site,community\na,c0001\na,c0002\n", "a stands in line 2 too"),
        ("", "site,community,status\na,c0001,opne\n", "status: found 'opne'"),
        ("", "site,community,capacity\na,c0001,-3\n", "capacity: found -3"),
        ("", "site,community\na,c0001\n", "centres: 4 centres are asked for, and only 1"),
        ("existing: [c001]\n", None, "existing: 'c001' is no site; did you mean 'c00"),
        ("existing: [c0001]\nforbidden: [c0001]\n", None, "is existing and forbidden"),
        ("residents_per_centre: 10\n", None, "centres: the largest 4 sites serve 40 residents"),
        ("objective: most_covered\n", None, "within_metres: not given"),
        ("share: 0.5\n", None, "only fewest_centres has a use for it"),
        ("objective: fewest_centres\nwithin_metres: 500\n", None, "finds the number itself"),
        ("within_meters: 500\n", None, "did you mean 'within_metres'"),
    ],
)
def test_bad_input_is_refused_where_it_stands(
    tmp_path: Path, more: str, table: str | None, said: str
) -> None:
    assert said in refusal(tmp_path, GOOD + more, table)


def test_rules_that_clash_are_told(tmp_path: Path) -> None:
    text = GOOD + "within_metres: 1200\nresidents_per_centre: 40000\n"
    with pytest.raises(NoSuchSitesError, match="together"):
        site_centres(load_sites(write(tmp_path, text)))


def test_the_command_writes_tables_a_report_and_a_trial(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD + "existing: [c0002]\n")
    done = qipan("site", file, "--out", tmp_path / "out", "--report", "--lang", "zh")
    assert done.exit_code == 0
    assert "已证明没有更好的选法" in done.output
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert TRIAL in page  # centres absorb visits in reformed Fuding
    places = pd.read_csv(tmp_path / "out" / "places.csv")
    assert len(places) == 16
    trial = load_experiment(tmp_path / "out" / TRIAL)
    own, existing, chosen = trial.scenarios.values()
    assert not own.document.policy.service_circle.points_km
    assert len(existing.document.policy.service_circle.points_km) == 1
    assert len(chosen.document.policy.service_circle.points_km) == 4


def test_run_takes_a_siting_file(tmp_path: Path) -> None:
    text = GOOD.replace("fuding.yaml", "tiny.yaml").replace("4", "1")
    done = qipan("run", write(tmp_path, text), "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert (tmp_path / "out" / "sites.csv").exists()


def test_the_report_says_where_sites_change_nothing(tmp_path: Path) -> None:
    text = GOOD.replace("fuding.yaml", "tiny.yaml").replace("4", "1")
    answer = site_centres(load_sites(write(tmp_path, text))).report("en")
    said = [p for section in answer.sections for p in section.paragraphs]
    assert any("change nothing that is simulated" in paragraph for paragraph in said)


def test_points_of_a_scenario_are_where_centres_stand(tmp_path: Path) -> None:
    own = f"extends: {ROOT}/scenarios/fuding.yaml\nname: here\ntitle: {{en: a, zh: b}}\n"
    circle = "policy: {service_circle: {facilities: 0, points_km: [[1.5, 2.5], [0, 0.25]]}}\n"
    file = tmp_path / "here.yaml"
    file.write_text(own + circle)
    document = load(file).document
    places = build_places(document.city, document.residents.reporting.heterogeneity_ratio)
    points = service_points(places, document.policy.service_circle)
    assert points.tolist() == [[1.5, 2.5], [0.0, 0.25]]
    file.write_text(own + circle.replace("facilities: 0, ", ""))
    with pytest.raises(ScenarioError, match="given with facilities 91"):
        load(file)

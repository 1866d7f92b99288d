"""One question at both ends of what a ledger cannot tell: which conclusions hold, and refusals."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from qipan.report.comparison import comparison_report
from qipan.runs.runner import Runner
from qipan.scenario import ScenarioError, load
from qipan.studies.comparison.compare import compare_experiment
from qipan.studies.comparison.compared import Compared
from qipan.studies.comparison.difference import difference
from qipan.studies.comparison.ends import AtBothEnds
from qipan.studies.file.given import Given, comparison_given
from qipan.studies.uncertainty.asked import ends_asked
from qipan.words import LANGUAGES

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
KINDS = load(TINY).document.issues.kinds
STAFF, PATROL = "closed_per_year", "patrol_finds_per_year"
POLICIES = {
    "as_it_is": "",
    "staffed": "desks: {community: {staff_per_10000_residents: 90}}\n",
    "patrolled": "policy: {patrol: {on: true}}\n",
}


def of_kinds(waits: str, work: str) -> str:
    rows = [f"    {kind}: {{outside_wait: {waits}, work_hours: {work}}}" for kind in KINDS]
    return "\n".join(["issues:", "  kinds:", *rows, ""])


WAITS, WORKS = of_kinds("{wait_days: 2, when: before}", "0"), of_kinds("null", "5")


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    """A scenario in which all waits, both its ends, and policies that extend it."""
    folder = tmp_path_factory.mktemp("fit")
    (folder / "ends").mkdir()
    texts = {
        "scenario": f"extends: {TINY}\nname: fitted\nfit: not_validated\nuntold_loads: [labour]\n"
        f"horizon: {{days: 20, warm_up_days: 5}}\npolicy: {{patrol: {{on: false}}}}\n{WAITS}",
        "ends/all_wait": "extends: ../scenario.yaml\nname: fitted_all_wait\n",
        "ends/all_work": f"extends: ../scenario.yaml\nname: fitted_all_work\n{WORKS}",
        **{
            name: f"extends: scenario.yaml\nname: {name}\ntitle: {{en: {name}, zh: {name}}}\n{own}"
            for name, own in POLICIES.items()
        },
    }
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def asked(fit, *policies, ends=None):
    files = [str(fit / f"{name}.yaml") for name in policies or POLICIES]
    given = Given(replications=6, metrics=(STAFF, PATROL), ends=str(ends or fit / "ends"))
    return comparison_given(files, given)


@pytest.fixture(scope="module")
def result(fit):
    experiment = asked(fit)
    with pytest.warns(match="not validated"), Runner() as runner:
        return Compared(compare_experiment(experiment, runner), experiment)


def row(result, scenario, metric):
    frame = result.tables["ends"].frame.set_index(["scenario", "metric"])
    return frame.loc[(scenario, metric)]


def test_a_plain_comparison_names_what_the_ledger_does_not_tell_and_both_ends(result, fit):
    (part,) = result.parts
    for language in LANGUAGES:
        plain = comparison_report([replace(part, ends=None)], language, command="")
        (said,) = [item for each in plain.sections for item in each.items if "--ends" in item]
        (brief,) = [
            item
            for each in plain.sections
            if each.brief
            for item in each.brief.items
            if "--ends" in item
        ]
        assert said == brief and "labour" in said
        held = comparison_report([part], language, command="")
        assert not any("--ends" in item for each in held.sections for item in each.items)


def test_patrols_find_more_at_both_ends(result):
    found = row(result, "patrolled", PATROL)
    assert found["standing"] == "holds"
    assert found["all_wait_low"] > 0 and found["all_work_low"] > 0


def test_more_staff_closes_more_only_where_all_is_work(result):
    found = row(result, "staffed", STAFF)
    assert found["standing"] == "all_work" and found["all_work_low"] > 0
    assert found["all_wait_difference"] == 0


def test_both_ends_are_on_the_same_seeds_and_the_one_that_is_there_is_not_made_again(result):
    (part,) = result.parts
    seeds = [
        [replication.seed for replication in runs.replications]
        for end in part.ends.by_name.values()
        for runs in end.runs
    ]
    assert len(seeds) == 6 and all(each == seeds[0] for each in seeds)
    assert part.ends.all_wait.runs is part.runs
    assert part.ends.all_work.runs is not part.runs


def test_the_report_says_which_conclusions_hold(result, fit, tmp_path):
    (part,) = result.parts
    for language, heading, standing, name in (
        ("en", "At both ends of what", "holds at both ends", "conclusion"),
        ("zh", "台账无法说明", "两端都成立", "结论"),
    ):
        report = comparison_report([part], language, command="")
        assert heading in report.answer[:30], "before what holds at one end at most"
        (section,) = [each for each in report.sections if heading in each.heading]
        assert standing in set(section.tables[0].frame[name])
        assert len(section.paragraphs) == 3 and not section.brief.charts
    said = comparison_report([part], "en", command="").sections
    (told,) = [p for s in said for p in s.paragraphs if "both ends" in p and "“staffed”" in p]
    assert "no conclusion holds at both" in told and "only where all is work" in told
    assert any("not validated" in said.lower() for said in result.cautions())
    assert str(fit) not in str(result.manifest())
    result.write_data(tmp_path)
    assert (tmp_path / "all_work.parquet").is_file()


def told(values, reference):
    def by_pair(_, metric):
        return difference(metric, ("a", "b"), values, reference, 0.95, 1)

    return SimpleNamespace(difference=by_pair)


@pytest.mark.parametrize(
    ("wait", "work", "standing"),
    [
        (3, 5, "holds"),
        (-3, -5, "holds"),
        (3, -5, "turns"),
        (3, 0, "all_wait"),
        (0, -5, "all_work"),
        (0, 0, "neither"),
        (np.nan, 3, "missing"),
    ],
)
def test_a_conclusion_holds_where_both_intervals_lie_on_one_side(wait, work, standing):
    chance, reference = np.random.default_rng(1).normal(size=(2, 20))
    ends = AtBothEnds(*(told(reference + chance + by, reference) for by in (wait, work)))
    assert ends.standing("a", STAFF) == standing


def test_a_question_file_names_its_ends_beside_itself(fit):
    file = fit / "question.yaml"
    file.write_text(
        "name: staff\ntitle: {en: staff, zh: 人员}\ncompare:\n  ends: ends\n"
        "  scenarios: [as_it_is.yaml, staffed.yaml]\n",
        encoding="utf-8",
    )
    found = ends_asked(comparison_given([str(file)], Given()))
    assert [Path(each.file) for each in (found.all_wait, found.all_work)] == [
        fit / "ends" / "all_wait.yaml",
        fit / "ends" / "all_work.yaml",
    ]


def refused(fit, *policies, ends=None):
    with pytest.raises(ScenarioError) as error, Runner() as runner:
        compare_experiment(asked(fit, *policies, ends=ends), runner)
    return str(error.value)


def test_a_folder_without_ends_is_refused(fit):
    said = refused(fit, ends=fit)
    assert "all_wait.yaml" in said and "all_work.yaml" in said and "qipan fit --staff" in said


def test_ends_of_another_scenario_are_refused(fit, tmp_path):
    (tmp_path / "ends").mkdir()
    (tmp_path / "scenario.yaml").write_text(
        f"extends: {TINY}\nname: other\n{of_kinds('{wait_days: 9, when: after}', '1')}",
        encoding="utf-8",
    )
    for file in (fit / "ends").iterdir():
        (tmp_path / "ends" / file.name).write_bytes(file.read_bytes())
    said = refused(fit, ends=tmp_path / "ends")
    assert "all_work.yaml" in said and "another value here than other" in said
    (tmp_path / "ends" / "all_work.yaml").write_text("name: alone\n", encoding="utf-8")
    assert "does not extend the scenario" in refused(fit, ends=tmp_path / "ends")

"""A plan under a budget, cadres placed by a program, and what an answer hangs on."""

import csv
import json
from dataclasses import asdict

import pytest

from qipan.planning.levers.of_plan import option_levers
from qipan.planning.plan_file import load_plan
from qipan.studies.file import load_experiment
from qipan.studies.measure_next_asked import measure_next_asked
from qipan.workbench.measuring import tell_of_worlds
from qipan.workbench.options import add_option, city_of, costs
from qipan.workbench.placed_costs import yuan_kept
from qipan.workbench.planned_options import posts_of_plan
from qipan.workbench.plans import (
    FIELDS,
    FILE,
    NEEDS,
    begun_with,
    levers_of_plans,
    plan_label,
)
from qipan.workbench.studies import ANSWER, EFFORTS, HANGS, MEASURE, PLACE, PLAN, WORLDS, study_of
from qipan.workbench.workspace import write_yaml

from .conftest import Bench

SMALLEST = {
    PLACE: {"replications": 2, "fresh": 2, "rounds": 1, "check": 0},
    PLAN: {"replications": 2, "fresh": 2, "rounds": 1, "further": 2},
    HANGS: {"replications": 2},
}
PLANNED = {
    "objective": "least_waiting",
    "waiting": "issues",
    "effort": "quick",
    "budgets_yuan": "180,000",
    "worker.yuan_year": "90000",
    "worker.price_from": "假设",
    "worker.cap": "2",
    "requirements.solved.days": "30",
    "requirements.solved.share": "0.1",
}


@pytest.fixture(scope="module")
def working(tmp_path_factory):
    """A workbench whose commands run, at the smallest sizes, and a question there; its address."""
    with pytest.MonkeyPatch.context() as patch:
        for name in SMALLEST:
            patch.setitem(EFFORTS[name], "quick", SMALLEST[name])
        bench = Bench(tmp_path_factory.mktemp("studies"), most=1)
        browser = bench.browser("zh")
        at = browser.post("/cities/tiny/ask").json()["go"].removesuffix("/city")
        browser.post(f"{at}/options", json={"do": "add", "of": 0})
        yield bench, browser, at, bench.workspace.questions()[0]


@pytest.fixture
def begun(bench):
    """As `working`, but nothing is begun."""
    browser = bench.browser()
    at = browser.post("/cities/tiny/ask").json()["go"].removesuffix("/city")
    return bench, browser, at, bench.workspace.questions()[0]


NOTHING_ASKED = {"requirements.solved.days": "", "requirements.solved.share": ""}


def planned(browser, at, **changes):
    return browser.post(f"{at}/plan", json={**PLANNED, **changes})


def program(browser, at, rows, **changes):
    asked = {"do": "program", "total": "2", "effort": "quick", "rows": rows, **changes}
    return browser.post(f"{at}/place", json=asked)


def bounds(*pairs):
    return [{"floor": floor, "cap": cap, "cadres": 0} for floor, cap in pairs]


# -- a plan under a budget -----------------------------------------------------------------------


def test_a_form_becomes_a_plan_and_the_commands_page_is_shown(working):
    bench, browser, at, question = working
    rows = [{"floor": "", "cap": "0", "today": ""}, {"floor": "1", "cap": "", "today": ""}]
    assert planned(browser, at, rows=rows).status_code == 200
    folder = study_of(question, PLAN)
    plan = load_plan(str(folder / FILE))
    assert plan.document.budgets_yuan == (180_000,)
    assert list(plan.bounds["worker"].caps[:2]) == [0, 2]
    assert list(plan.bounds["worker"].floors[:2]) == [0, 1]
    assert plan.document.requirements.solved.days == 30
    assert plan.document.waiting == "issues"
    assert bench.jobs.job(folder).command[:3] == ["qipan", "plan", FILE]
    told = bench.finished(folder)
    assert told.state == "done", told.words
    for language in ("zh", "en"):
        page = browser.get(f"{at}/plan", headers={"accept-language": language}).text
        summary = (folder / ANSWER / f"summary_{language}.md").read_text("utf-8")
        first = next(line[2:] for line in summary.splitlines() if line.startswith("- "))
        assert first in page
    assert 'value="180,000"' in page  # the form says what it said
    files = f"{at}/studies/files/plan"
    report = browser.get(f"{files}/report.docx").content
    assert report == (folder / ANSWER / "report.docx").read_bytes()
    for name in ("plan.yaml", "..%2Fplan.yaml", "manifest.json"):
        assert browser.get(f"{files}/{name}").status_code == 404


def test_a_plan_becomes_an_option_at_the_plans_cost(working):
    _, browser, at, question = working
    assert browser.get(f"{at}/plan").text.count("plan/option") == 1
    planned = posts_of_plan(question)
    before = len(question.options)
    made = browser.post(f"{at}/plan/option", json={"title": "增设社工"})
    assert made.json()["go"] == f"{at}/options"
    chosen = question.options[before]
    assert chosen["title"]["zh"] == "增设社工"
    world = city_of(working[0].workspace, question.city).revise(chosen["set"])
    assert sum(world.document.policy.sent_down.allocation.values()) == sum(planned.values()) > 0
    with open(study_of(question, PLAN) / ANSWER / "costs.csv", encoding="utf-8-sig") as stream:
        paid = sum(float(row["yuan"]) for row in csv.DictReader(stream) if row["row"] == "lever")
    assert 0 < paid <= 180_000
    cost = costs(working[0].workspace, question)[before]
    today = costs(working[0].workspace, question)[0]
    assert cost.yuan - today.yuan == pytest.approx(paid)
    assert cost.cadres == sum(planned.values())
    # As it was placed, so it costs: a copy costs as much, other posts are priced as any post.
    add_option(question, before, "", 6)
    assert costs(working[0].workspace, question)[-1].yuan == cost.yuan
    assert yuan_kept(question, {place: n + 1 for place, n in planned.items()}) is None
    for _ in range(2):
        question.undo()


def test_without_a_plan_there_is_no_option_of_it(begun):
    _, browser, at, question = begun
    assert "plan/option" not in browser.get(f"{at}/plan").text
    assert browser.post(f"{at}/plan/option", json={"title": ""}).status_code == 422
    assert len(question.options) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"worker.cap": "many"}, "community workers: most at each place"),
        ({"budgets_yuan": ""}, "budget, yuan a year"),
        ({"requirements.equity": "0.5"}, "longest wait of a community"),
        ({"worker.cap": ""}, "must have staff, hours"),
        ({"worker.floor": "3"}, "at most its cap"),
        ({"budgets_yuan": "1", "worker.floor": "2"}, "the floors alone cost"),
        ({"rows": [{"floor": "x"}, {}]}, "row 1, at least: found “x”"),
        ({"rows": [{"floor": "2", "cap": "1"}, {}]}, "at least: c0001 has floor 2"),
        ({"objective": "least_cost", **NOTHING_ASKED}, "What is sought: the least cost, and not"),
    ],
)
def test_what_no_plan_can_keep_is_told_and_nothing_is_kept(begun, changes, said):
    _, browser, at, question = begun
    answer = planned(browser, at, **changes)
    assert answer.status_code == 422
    assert said in "\n".join(answer.json()["faults"])
    assert not study_of(question, PLAN).exists()


def test_a_plan_that_runs_is_not_begun_twice(begun):
    bench, browser, at, question = begun
    assert planned(browser, at).status_code == 200
    before = (study_of(question, PLAN) / FILE).read_bytes()
    again = planned(browser, at, budgets_yuan="1")
    assert again.status_code == 422 and "still running" in again.json()["faults"][0]
    assert (study_of(question, PLAN) / FILE).read_bytes() == before
    assert browser.post(f"{at}/studies/stop/plan").status_code == 200
    assert bench.jobs.told(study_of(question, PLAN)).state == "stopped"


OPTIONAL = {  # all but posts and hours: what is typed, and what the plan file has
    "volunteers.cap": ("8", lambda document: document.volunteers.hours_per_year == 30),
    "paperwork.cap": ("2", lambda document: document.paperwork.cap == 2),
    "training.cap": ("9", lambda document: document.training.course_hours == 40),
    "officers.cap": ("1", lambda document: document.officers.yuan_year == 110_000),
    "patrols.cap": ("3", lambda document: document.patrols.cap == 3),
    "sites.cap": ("1", lambda document: document.sites.candidates == "centres.csv"),
    "meetings.cap": ("12", lambda document: document.meetings.yuan_per_sitting == 400),
    "service.cap": ("5,000", lambda document: document.funds["service"].cap == 5000),
}


AWAY = "东门、0.36、0.03；west 0.45, 0.3"  # out of reach of a circle of 150 metres


def test_every_lever_of_the_form_is_one_of_the_plan_file(begun, monkeypatch):
    _, browser, at, question = begun
    monkeypatch.setattr("qipan.workbench.plans.begin", lambda *given: None)
    page = browser.get(f"{at}/plan", headers={"accept-language": "zh"}).text
    offered = begun_with("zh")
    for name, lever in levers_of_plans().items():
        assert lever["title"]["zh"] in page
        assert f'name="{name}.{NEEDS[lever["kind"]]}"' in page
    monkeypatch.setattr("qipan.workbench.plans.city_into", _with_measures)
    typed = {key: text for key, (text, _) in OPTIONAL.items()} | {"sites.candidates": AWAY}
    assert planned(browser, at, **{**offered, **typed, "worker.cap": "2"}).status_code == 200
    document = load_plan(str(study_of(question, PLAN) / FILE)).document
    for key, (_, holds) in OPTIONAL.items():
        assert holds(document), key
    assert set(option_levers(document)) == {key.removesuffix(".cap") for key in OPTIONAL}
    assert document.staff["worker"].cap == 2
    assert not document.hours


def _with_measures(workspace, question, folder):
    """Write the city of a question with the measures that some levers need."""
    measures = {"orders": {"on": True}, "fund": {"on": True}, "councils": {"on": True}}
    measures["service_circle"] = {"on": True, "radius_metres": 150}
    city = {"extends": question.city, "name": question.city, "policy": measures}
    write_yaml(folder / "city.yaml", city)
    return "city.yaml"


def test_what_is_wrong_with_a_lever_of_the_form_is_told_by_its_name(begun):
    _, browser, at, _ = begun
    answer = planned(browser, at, **{"paperwork.cap": "0", "paperwork.yuan_year": "70000"})
    assert answer.status_code == 422
    assert "clerks for paperwork: most more at each place" in "\n".join(answer.json()["faults"])


def test_every_field_of_a_plan_has_a_name_in_both_languages():
    for name, lever in levers_of_plans().items():
        kind = lever["kind"]
        for field in FIELDS[kind]:
            label = plan_label(f"{kind}.{field}" if kind == name else f"{kind}.{name}.{field}")
            assert label.en != label.zh
    assert plan_label("staff.worker.at") is not None
    assert plan_label("policy.burden.on") is None


# -- cadres placed by a program ------------------------------------------------------------------


def test_a_program_places_within_floors_and_caps_and_fills_the_table(working):
    bench, browser, at, question = working
    answer = program(browser, at, bounds((0, 1), (1, 3)), total="3")
    assert answer.status_code == 200, answer.text
    folder = study_of(question, PLACE)
    told = bench.finished(folder)
    assert told.state == "done", told.words
    with open(folder / ANSWER / "plan.csv", encoding="utf-8-sig", newline="") as stream:
        plan = [int(float(row["plan"])) for row in csv.DictReader(stream)]
    assert sum(plan) == 3 and plan[0] <= 1
    page = browser.get(f"{at}/place").text
    shown = json.loads(page.partition('id="placing">')[2].partition("</script>")[0])
    assert [row["cadres"] for row in shown["rows"]] == plan
    assert [(row["floor"], row["cap"]) for row in shown["rows"]] == [(0, 1), (1, 3)]


@pytest.mark.parametrize(
    ("rows", "changes"),
    [
        (bounds((2, 9), (1, 9)), {}),
        (bounds((0, "x"), (0, 9)), {}),
        (bounds((0, 9)), {}),
        (bounds((0, 9), (0, 9)), {"effort": "endless"}),
    ],
)
def test_what_no_program_can_place_is_refused(begun, rows, changes):
    _, browser, at, question = begun
    assert program(browser, at, rows, **changes).status_code == 422
    assert not study_of(question, PLACE).exists()


# -- what an answer hangs on ---------------------------------------------------------------------


def hangs(browser, at, **changes):
    asked = {"metric": "fixed_cohort_p50", "option": "1", "effort": "quick", **changes}
    return browser.post(f"{at}/hangs", json=asked)


def test_assumed_numbers_are_moved_by_the_command_of_a_sweep(begun):
    bench, browser, at, question = begun
    browser.post(f"{at}/options", json={"do": "add", "of": 0})
    assert hangs(browser, at).status_code == 200
    folder = study_of(question, HANGS)
    asked = load_experiment(str(folder / "question.yaml")).document
    assert asked.sweep.design == "one_at_a_time"
    assert [each.name for each in asked.sweep.scenarios] == ["today", "option1"]
    assert bench.jobs.job(folder).command[:2] == ["qipan", "sweep"]


@pytest.mark.parametrize("changes", [{"option": "7"}, {"option": "-1"}, {"metric": "luck"}])
def test_what_cannot_be_moved_is_refused(begun, changes):
    _, browser, at, question = begun
    assert hangs(browser, at, **changes).status_code == 422
    assert not study_of(question, HANGS).exists()


def test_the_family_that_moves_the_answer_most_stands_first(begun):
    _, browser, at, question = begun
    folder = study_of(question, HANGS) / ANSWER
    folder.mkdir(parents=True)
    head = "metric,first,factor,as_given,at_low,at_high,change,distinguishable\n"
    rows = (
        "backlog_mean,today,trust,5,4,6,2,False\n"
        "backlog_mean,today,work,5,-9,nan,,False\n"
        "backlog_mean,today,births,5,9,1,-8,True\n"
    )
    (folder / "swings.csv").write_text(head + rows, "utf-8")
    page = browser.get(f"{at}/assumptions").text
    table = page.partition('id="tornado"')[2].partition("</table>")[0]
    assert table.index(">9<") < table.index(">6<") < table.index(">–<")
    assert table.count("beyond chance") == 1 and "nan" not in table


# -- what to measure next ------------------------------------------------------------------------


def measure(browser, at, **changes):
    asked = {"metric": "backlog_mean", "option": "1", "effort": "quick", **changes}
    return browser.post(f"{at}/measure", json=asked)


def test_worlds_are_told_of_by_the_commands_of_the_terminal(begun):
    bench, browser, at, question = begun
    browser.post(f"{at}/options", json={"do": "add", "of": 0})
    assert measure(browser, at).status_code == 200
    folder, said = study_of(question, WORLDS), study_of(question, MEASURE["zh"])
    asked = load_experiment(str(folder / "question.yaml")).document
    assert asked.compare.worlds.count == 24
    assert [each.name for each in asked.compare.scenarios] == ["today", "option1"]
    job = bench.jobs.job(folder)
    assert job.command[:3] == ["qipan", "compare", "question.yaml"]
    tell_of_worlds(bench.jobs, question, "zh")
    assert not said.exists()  # they are not there yet
    (folder / "job.json").write_text(json.dumps({**asdict(job), "pid": 1}), "utf-8")
    (folder / "progress.jsonl").write_text('{"event": "ended", "code": 0}\n', "utf-8")
    tell_of_worlds(bench.jobs, question, "zh")
    told = bench.jobs.job(said)
    assert told.command == [
        *("qipan", "measure-next", "question.yaml", "--out", "answer", "--lang", "zh")
    ]
    (folder / ANSWER).mkdir()
    of = measure_next_asked(str(said / "question.yaml"), {})
    assert of.source.resolve() == (folder / ANSWER).resolve() and of.metric == "backlog_mean"
    tell_of_worlds(bench.jobs, question, "zh")
    assert bench.jobs.job(said) == told  # told once


def test_families_are_ranked_with_the_sentence_of_the_command(begun):
    _, browser, at, question = begun
    browser.post(f"{at}/options", json={"do": "add", "of": 0})
    run = question.run_folder()
    said = study_of(question, MEASURE["en"]) / ANSWER
    for folder in (run / "answer_en", said):
        folder.mkdir(parents=True)
        report = {"answer": "Measure first: <births>.", "question": "", "sections": []}
        (folder / "report.json").write_text(json.dumps({**report, "language": "en"}), "utf-8")
    head = "metric,family,title_en,title_zh,value,error,explained,above_chance,by_chance,worlds\n"
    rows = (
        "backlog_mean,births,How often,多久,0.5,0.1,0.61,True,0.2,24\n"
        "backlog_mean,trust,Trust,信任,0,0,0.04,False,0.2,24\n"
    )
    (said / "measure_next.csv").write_text(head + rows, "utf-8")
    page = browser.get(f"{at}/answer").text
    table = page.partition('id="families"')[2].partition("</table>")[0]
    assert table.index("How often") < table.index("Trust") and ">61<" in table
    assert table.count("beyond chance") == 1
    assert "Measure first: &lt;births&gt;." in page and "over 24 worlds" in page


@pytest.mark.parametrize("changes", [{"option": "0"}, {"option": "9"}, {"metric": "luck"}])
def test_what_cannot_be_measured_is_refused(begun, changes):
    _, browser, at, question = begun
    assert measure(browser, at, **changes).status_code == 422
    assert not study_of(question, WORLDS).exists()

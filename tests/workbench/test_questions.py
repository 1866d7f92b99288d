"""A question: options, what differs, cost, and what is refused."""

import re

import pytest

from qipan.agents.calendars import weekly_hours
from qipan.city.calendars import build_calendars
from qipan.scenario import load
from qipan.studies.file import load_experiment
from qipan.workbench.city_table import places_of
from qipan.workbench.costs import Prices, cost_of
from qipan.workbench.options import costs, rows, set_prices

ON, RATIO = "policy.sent_down.on", "policy.burden.community_duties_ratio"


@pytest.fixture
def asked(bench):
    """A browser, and the question it has begun, with one option."""
    browser = bench.browser()
    at = browser.post("/cities/tiny/ask").json()["go"].removesuffix("/city")
    assert browser.post(f"{at}/options", json={"do": "add", "of": 0}).status_code == 200
    return browser, at, bench.workspace.questions()[0]


def put(browser, at, key, value, **more):
    asked = {"do": "set", "option": 1, "key": key, "value": value, **more}
    return browser.post(f"{at}/options", json=asked)


def differing(bench, question):
    return [row.lever.key for row in rows(bench.workspace, question) if row.differs]


def test_a_changed_lever_is_one_line_and_set_back_it_is_none(bench, asked):
    browser, at, question = asked
    before = question.content
    assert put(browser, at, RATIO, "0.5").status_code == 200
    assert put(browser, at, ON, True).status_code == 200
    assert set(differing(bench, question)) == {RATIO, ON}
    assert put(browser, at, ON, False).status_code == 200
    assert differing(bench, question) == [RATIO]
    assert put(browser, at, RATIO, "0.6").status_code == 200
    assert question.content == before


def test_the_file_is_an_experiment_that_the_command_takes(asked):
    browser, at, question = asked
    put(browser, at, ON, True)
    experiment = load_experiment(str(question.run_folder() / "question.yaml"))
    assert [variant.name for variant in experiment.document.compare.scenarios] == [
        "today",
        "option1",
    ]


def test_the_file_that_runs_states_the_costs_of_the_page(bench, asked):
    browser, at, question = asked
    put(browser, at, ON, True)
    put(browser, at, "policy.sent_down.full_time_per_community", "2")
    before, simulated = question.digest, question.simulated
    set_prices(question, "1700", "90000")
    assert question.digest != before  # an answer at other prices is told to be of before
    assert question.simulated == simulated
    run = bench.jobs.ask(question, "en")
    stated = load_experiment(str(run / "question.yaml")).document.compare.costs
    shown = costs(bench.workspace, question)
    assert shown[1].posts > shown[0].posts
    assert not stated.assumed
    for option, cost in zip(("today", "option1"), shown, strict=True):
        assert stated.yuan(option) == pytest.approx(cost.yuan)
        assert stated.hours(option) == pytest.approx(cost.hours)


@pytest.mark.parametrize("value", ["1.5", "-1", "many", "nan", ""])
def test_what_cannot_stand_there_is_refused_and_nothing_changed(asked, value):
    browser, at, question = asked
    before = question.content
    answer = put(browser, at, RATIO, value)
    assert answer.status_code in (409, 422)
    assert question.content == before


def test_beyond_its_bound_the_words_are_those_of_check(asked):
    browser, at, _ = asked
    answer = put(browser, at, RATIO, "1.5", reason="to see")
    assert answer.status_code == 422
    assert "must be from 0 to 1" in answer.json()["faults"][0]


def test_beyond_its_range_it_takes_a_reason_which_is_kept(bench, asked):
    browser, at, question = asked
    assert put(browser, at, RATIO, "0.2").json() == {"reason": [0.35, 1.0]}
    assert put(browser, at, RATIO, "0.2", reason="a pilot").status_code == 200
    kept = question.options[1]["set"][RATIO]
    assert kept["value"] == 0.2 and kept["assumed"] == "a pilot"


def test_undo_goes_back_one_change(asked):
    browser, at, question = asked
    before = question.content
    put(browser, at, ON, True)
    browser.post(f"{at}/options", json={"do": "undo"})
    assert question.content == before


def test_costs_add_up_by_hand():
    policy = {
        "policy.sent_down": {
            "on": True,
            "full_time_per_community": 2,
            "part_time_per_community": 4,
            "part_time_share": 0.25,
            "liaisons_per_community": 1,
            "liaison_share": 0.5,
        },
        "policy.patrol": {"on": True, "patrollers_per_grid": 0.5, "own_staff_share": 0.25},
    }
    tiny = load("tiny").revise(policy)
    cost = cost_of(tiny, places_of(tiny), Prices(hours=1000.0, yuan=50_000.0))
    assert cost.cadres == 2 * (2 + 1 + 0.5)  # two communities
    week = weekly_hours(tiny.document, build_calendars(tiny.document))
    walking = 0.375 * places_of(tiny).grids.sum() * week["patrol"] / week["office"]
    assert cost.patrollers == pytest.approx(walking)
    assert cost.hours == pytest.approx(1000 * (7 + walking))
    assert cost.yuan == pytest.approx(50_000 * (7 + walking))


def test_who_walks_day_and_night_takes_as_many_posts_as_have_the_hours():
    once = load("tiny").revise({"policy.patrol": {"on": True, "patrollers_per_grid": 1}})
    always = once.revise({"policy.patrol.calendar": "always"})
    prices = Prices(hours=1000.0, yuan=50_000.0)
    few, many = (cost_of(each, places_of(once), prices) for each in (once, always))
    assert many.patrollers == pytest.approx(few.patrollers * 168 / 42)
    assert many.yuan == pytest.approx(4 * few.yuan)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("screen", ["city", "options", "run", "answer", "assumptions", "pass_on"])
def test_every_screen_is_there_in_both_languages(bench, asked, screen, language):
    browser, at, _ = asked
    page = browser.get(f"{at}/{screen}", headers={"accept-language": language})
    assert page.status_code == 200
    assert "built-in method" not in page.text and ">None<" not in page.text
    shown = re.sub(r"<script type=.application.*?</script>|<[^>]*>", " ", page.text, flags=re.S)
    letters = re.findall(r"[\u4e00-\u9fff]", shown.replace("中文", ""))
    assert bool(letters) == (language == "zh")


def test_a_title_is_shown_as_text(bench, asked):
    browser, at, _ = asked
    title = "<img src=x onerror=alert(1)>"
    browser.post(f"{at}/options", json={"do": "rename", "option": 1, "title": title})
    page = browser.get(f"{at}/options").text
    assert "<img" not in page and "&lt;img" in page


def test_run_pressed_twice_is_one_run(bench, asked):
    browser, at, question = asked
    for _ in range(2):
        assert browser.post(f"{at}/run").status_code == 200
    assert len(list(question.runs())) == 1
    assert bench.jobs.told(next(question.runs())).place == 1
    browser.post(f"{at}/stop")
    assert bench.jobs.told(next(question.runs())).state == "stopped"


def test_nothing_to_compare_is_not_run(bench):
    browser = bench.browser()
    at = browser.post("/cities/tiny/ask").json()["go"].removesuffix("/city")
    assert browser.post(f"{at}/run").status_code == 422

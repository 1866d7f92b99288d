"""A table of communities becomes a city of one's own, and an option says what is in force there."""

import io
import json

import pytest
from openpyxl import Workbook

from qipan.scenario import load
from qipan.workbench.in_force import ALLOCATION, FULL_TIME

HEADER = (
    "社区名称",
    "所属街道",
    "常住人口（人）",
    "户数",
    "网格数",
    "工作人员",
    "下派干部",
    "面积",
)
ROWS = (
    ("东门社区", "城关街道", 4200, 1600, 4, 6, 1, 0.4),
    ("西门社区", "城关街道", 3100, 1200, 3, 5, 0, 0.3),
    ("滨河社区", "滨河街道", 5200, 2000, 5, 7, 2, 0.6),
)
NAME = {"name": "名册.xlsx"}


def workbook(rows=ROWS, header=HEADER):
    book = Workbook()
    for row in (["临江区社区情况表"], ["序号", *header], *([n, *r] for n, r in enumerate(rows, 1))):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def made(bench):
    browser = bench.browser("zh")
    said = {**NAME, "city": "临江区", "publisher": "区民政局", "date": "2026-10-31"}
    answer = browser.post("/roster/make", params=said, content=workbook())
    assert answer.status_code == 200, answer.text
    at = answer.json()["go"].removesuffix("/city")
    return bench, browser, at


@pytest.mark.parametrize(("language", "said"), [("en", "households"), ("zh", "户数")])
def test_the_page_names_what_a_table_can_say(bench, language, said):
    assert said in bench.browser(language).get("/roster").text


def test_a_roster_is_looked_at_and_nothing_is_kept(bench):
    browser = bench.browser("zh")
    seen = browser.post("/roster/look", params=NAME, content=workbook()).json()
    assert seen["faults"] == []
    assert seen["header"] == ["序号", *HEADER]
    assert seen["roles"]["residents"] == "常住人口（人）" and seen["roles"]["cadres"] == "下派干部"
    assert seen["told"][0] == "名册.xlsx：表头在第 2 行"
    assert list((bench.workspace.folder / "cities").iterdir()) == []


def test_what_is_wrong_is_told_by_row_and_no_city_is_made(bench):
    browser = bench.browser("zh")
    wrong = workbook([*ROWS[:2], ("滨河社区", "滨河街道", "五千", 2000, 5, 7, 2, 0.6)])
    answer = browser.post("/roster/make", params=NAME, content=wrong)
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert fault.startswith("名册.xlsx:5 ") and "五千" in fault
    assert list((bench.workspace.folder / "cities").iterdir()) == []


def test_a_column_that_no_name_tells_is_chosen(bench):
    browser = bench.browser("zh")
    table = workbook(header=("社区名称", "所属街道", "数量", *HEADER[3:]))
    seen = browser.post("/roster/look", params=NAME, content=table).json()
    assert seen["faults"] and "数量" in seen["header"]
    roles = json.dumps({**seen["roles"], "residents": "数量"})
    seen = browser.post("/roster/look", params={**NAME, "roles": roles}, content=table).json()
    assert seen["faults"] == []


@pytest.mark.parametrize(
    "said", [{"base": "../tiny"}, {"roles": "{"}, {"roles": '{"telephone": ""}'}]
)
def test_what_cannot_be_asked_is_refused(bench, said):
    answer = bench.browser().post("/roster/make", params={**NAME, **said}, content=workbook())
    assert answer.status_code == 422


def test_the_city_says_what_the_table_says(made):
    bench, browser, at = made
    city = load(str(bench.workspace.city_file("city")))
    assert city.document.title.zh == "临江区"
    assert [place.staff for place in city.document.city.communities] == [6, 5, 7]
    assert city.document.policy.sent_down.allocation == {
        "东门社区": 1,
        "西门社区": 0,
        "滨河社区": 2,
    }
    assert {row.status for row in city.provenance if "communities[0]" in row.key} == {"stated"}
    assert "区民政局" in bench.workspace.folder.joinpath("cities/city.yaml").read_text("utf-8")
    assert "工作人员" in browser.get(f"{at}/city").text


def test_a_cell_that_is_changed_loses_nothing_of_its_row(made):
    bench, browser, at = made
    rows = browser.get(f"{at}/city/table").json()
    rows[0]["residents"] = 4300
    assert browser.post(f"{at}/city/table", json={"rows": rows}).status_code == 200
    assert browser.get(f"{at}/city/table").json() == rows
    place = load(str(bench.workspace.city_file("city"))).document.city.communities[0]
    assert (place.residents, place.households, place.staff, place.area_km2) == (4300, 1600, 6, 0.4)


def test_cadres_of_each_community_take_the_place_of_those_one_by_one(made):
    bench, browser, at = made
    question = bench.workspace.question(at.rpartition("/")[2])

    def change(value):
        said = {"do": "set", "option": 1, "key": FULL_TIME, "value": value}
        assert browser.post(f"{at}/options", json=said).status_code == 200
        return question.options[1].get("set") or {}

    assert browser.post(f"{at}/options", json={"do": "add", "of": 0}).status_code == 200
    assert change(1) == {FULL_TIME: 1, ALLOCATION: None}
    assert '<td data-cost="posts">3</td><td data-cost="posts">3</td>' in _flat(browser, at)
    assert change("2")[FULL_TIME] == 2
    assert '<td data-cost="posts">3</td><td data-cost="posts">6</td>' in _flat(browser, at)
    assert change(None) == {}


def test_a_number_of_a_measure_that_is_off_is_said_to_do_nothing(made):
    _, browser, at = made
    browser.post(f"{at}/options", json={"do": "add", "of": 0})
    key = "policy.patrol.patrollers_per_grid"
    browser.post(f"{at}/options", json={"do": "set", "option": 1, "key": key, "value": 2})
    assert "未生效" in _flat(browser, at)
    browser.post(
        f"{at}/options", json={"do": "set", "option": 1, "key": "policy.patrol.on", "value": True}
    )
    assert "未生效" not in _flat(browser, at)


def test_a_scenario_that_names_a_file_beside_it_is_refused_in_words(bench):
    said = "extends: tiny\nname: mine\npolicy: {sent_down: {on: true, plan: today.csv}}\n"
    answer = bench.browser("zh").post("/cities", params={"name": "mine.yaml"}, content=said)
    assert answer.json()["faults"] == ["policy.sent_down.plan：无法读取 today.csv：没有此文件"]


def _flat(browser, at):
    return "".join(browser.get(f"{at}/options").text.split("\n"))

"""Plan files: what is read, and what is refused where it stands, before anything is simulated."""

from pathlib import Path

import pytest

import qipan
from qipan.city import build_city
from qipan.planning.plan_file import load_plan
from qipan.scenario import ScenarioError

ROOT = Path(__file__).parents[2]
GOOD = f"""\
plan: {{en: Test, zh: 测试}}
scenario: {ROOT}/scenarios/tiny.yaml
budgets_yuan: [180000]
staff:
  worker: {{yuan_year: 90000, price_from: assumed for the test, cap: 2}}
"""


def write(folder: Path, plan: str, table: str | None = None, encoding: str = "utf-8") -> Path:
    if table is not None:
        (folder / "places.csv").write_text(table, encoding=encoding)
        plan += "table: places.csv\n"
    file = folder / "plan.yaml"
    file.write_text(plan, encoding="utf-8")
    return file


def refusal(folder: Path, plan: str, table: str | None = None) -> str:
    with pytest.raises(ScenarioError) as refused:
        load_plan(write(folder, plan, table))
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_chinese_table_sets_floors_caps_and_todays_posts(tmp_path: Path, encoding: str) -> None:
    table = "社区,岗位,下限,上限,现有\nc0001,worker,1,2,1\nc0002,worker,0,0,0\n"
    plan = load_plan(write(tmp_path, GOOD, table, encoding))
    bounds = plan.bounds["worker"]
    assert plan.communities == ("c0001", "c0002")
    assert bounds.floors.tolist() == [1.0, 0.0, 0.0]
    assert bounds.caps.tolist() == [2.0, 0.0, 0.0]  # the second is exempt
    assert bounds.today.tolist() == [1.0, 0.0, 0.0]


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> str:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "places.xlsx")
    return GOOD + "table: places.xlsx\n"


ROWS: list[list[object]] = [["社区", "岗位", "下限", "上限"], ["c0001", "worker", 1, 2]]


def test_a_workbook_says_the_same_as_a_csv(tmp_path: Path) -> None:
    plan = workbook(tmp_path, {"表": [*ROWS, [], ["c0002", "worker", 0, 0]], "空": []})
    bounds = load_plan(write(tmp_path, plan)).bounds["worker"]
    assert bounds.floors.tolist() == [1.0, 0.0, 0.0]
    assert bounds.caps.tolist() == [2.0, 0.0, 0.0]


def test_a_bad_workbook_is_refused_with_its_row(tmp_path: Path) -> None:
    said = refusal(tmp_path, workbook(tmp_path, {"表": [*ROWS, [], ["c0009", "worker", 1, 1]]}))
    assert "places.xlsx:4" in said
    assert "c0009" in said
    assert "2 sheets" in refusal(tmp_path, workbook(tmp_path, {"一": ROWS, "二": ROWS}))
    (tmp_path / "places.xlsx").write_bytes(b"PK\x03\x04 damaged")
    assert "places.xlsx" in refusal(tmp_path, GOOD + "table: places.xlsx\n")


def test_a_subdistrict_stands_for_all_its_communities(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, GOOD, "place,type,cap\ns001,worker,0\n"))
    assert plan.bounds["worker"].caps.tolist() == [0.0, 0.0, 0.0]


def test_a_community_has_its_own_row_whatever_its_subdistrict_has(tmp_path: Path) -> None:
    rows = ["c0001,worker,0\n", "s001,worker,1\n"]
    for order in (rows, rows[::-1]):
        plan = load_plan(write(tmp_path, GOOD, "place,type,cap\n" + "".join(order)))
        assert plan.bounds["worker"].caps.tolist() == [0.0, 1.0, 0.0]


def test_least_cost_asks_for_something(tmp_path: Path) -> None:
    least = GOOD + "objective: least_cost\n"
    for asked in ("requirements: {equity: 2}\n", "requirements: {no_worse: true}\n"):
        assert load_plan(write(tmp_path, least + asked)).bounds
    assert load_plan(write(tmp_path, least.replace("cap: 2", "cap: 2, floor: 1"))).bounds


def test_posts_of_an_area_stand_at_the_subdistrict(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, GOOD.replace("cap: 2", "cap: 2, at: area")))
    assert plan.bounds["worker"].caps.tolist() == [0.0, 0.0, 2.0]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("place,type\nc0003,worker\n", ["places.csv:2", "place", "c0003", "did you mean 'c000"]),
        ("place,type\nc0001,workr\n", ["places.csv:2", "workr", "did you mean 'worker'?"]),
        ("place,type,cap\nc0001,worker,-1\n", ["places.csv:2", "cap", "-1"]),
        ("place,type,cap\nc0001,worker,1.5\n", ["cap", "1.5", "whole number"]),
        ("place,type,cap\nc0001,worker,many\n", ["cap", "many"]),
        ("place,type\nc0001,worker\nc0001,worker\n", ["places.csv:3", "line 2"]),
        ("place,cap\nc0001,1\n", ["places.csv:1", "type"]),
        ("place,type,floor,cap\nc0001,worker,2,1\n", ["places.csv:2", "c0001", "cap, 1"]),
        ("place,type\nc0003,worker\n", ["communities c0001 to c0002", "subdistricts s001"]),
        ("place,type,today\nc0001,worker,3\n", ["budgets_yuan", "¥270,000", "¥180,000"]),
    ],
)
def test_bad_tables_are_refused(tmp_path: Path, table: str, said: list[str]) -> None:
    found = refusal(tmp_path, GOOD, table)
    assert all(word in found for word in said), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("yuan_year: 90000, ", "", ["plan.yaml:5", "yuan_year", "missing"]),
        ("price_from: assumed for the test, ", "", ["price_from", "missing"]),
        ("yuan_year: 90000", "yuan_year: 0", ["plan.yaml:5", "staff.worker.yuan_year"]),
        ("cap: 2", "cap: 2, floor: 3", ["c0001", "floor 3"]),
        ("cap: 2", "cap: 2, floor: 2", ["plan.yaml:3", "¥360,000", "¥180,000"]),
        ("cap: 2", "cap: 2, floor: 1, most: 1", ["staff.worker.most", "need 2 posts"]),
        ("cap: 2", "cap: 2, colour: red", ["colour"]),
        ("[180000]", "[-1]", ["plan.yaml:3", "budgets_yuan"]),
        ("[180000]", "[180000]\nbudgets_by_source: {city: 1}", ["budgets_by_source.city"]),
        ("[180000]", "[180000]\nrequirements: {equity: 0.5}", ["requirements.equity"]),
        ("[180000]", "[180000]\nrequirements: {solved: {days: 30}}", ["requirements.solved.share"]),
        ("tiny.yaml", "tinny.yaml", ["tinny.yaml"]),
        ("assumed for the test", "'   '", ["staff.worker.price_from"]),
        ("[180000]", "[180000]\nbudgets_by_source: {'': 1000}", ["plan.yaml:4", "budgets_yuan"]),
        ("[180000]", "[180000]\nobjective: least_cost", ["plan.yaml:4", "to buy nothing costs"]),
        (
            "[180000]",
            "[180000]\nhours: {worker: {yuan_per_hour: 5, price_from: assumed, "
            "hours_per_community_year: 9}}",
            ["plan.yaml:4", "hours.worker", "a name of its own"],
        ),
    ],
)
def test_bad_plans_are_refused(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    assert old in GOOD
    found = refusal(tmp_path, GOOD.replace(old, new))
    assert all(word in found for word in said), found


def test_floors_of_all_levers_and_of_each_purse_are_held_against_its_budget(tmp_path: Path) -> None:
    walk = "patrols: {cap: 4, yuan_year: 60000, price_from: assumed}\n"
    said = refusal(tmp_path, GOOD + walk, "place,type,floor\nc0001,patrols,4\n")
    assert "plan.yaml:3" in said
    assert "¥240,000" in said
    paid = GOOD.replace("cap: 2", "cap: 2, floor: 1, source: city") + "budgets_by_source: {city: "
    assert "¥179,999" in refusal(tmp_path, paid + "179999}\n")
    assert load_plan(write(tmp_path, paid + "180000}\n")).bounds


def test_no_lever_is_no_plan(tmp_path: Path) -> None:
    assert "no lever" in refusal(tmp_path, GOOD.split("staff:")[0])


@pytest.mark.parametrize("file", sorted((ROOT / "experiments" / "plans").glob("*.yaml")))
def test_published_plans_are_sound(file: Path) -> None:
    assert load_plan(file).bounds


def test_floors_that_today_cannot_come_to_in_a_period_are_refused(tmp_path: Path) -> None:
    plan = GOOD.replace("cap: 2", "cap: 2, change: 1")
    said = refusal(tmp_path, plan, "place,type,floor,today\nc0001,worker,2,0\n")
    assert "c0001 has 0 today and floor 2" in said
    assert "staff.worker.change" in said
    assert load_plan(write(tmp_path, plan, "place,type,floor,today\nc0001,worker,2,1\n")).bounds


def test_patrollers_are_priced_by_the_scenario_or_here_and_say_from_where(tmp_path: Path) -> None:
    assert "patrols.yuan_year" in refusal(tmp_path, GOOD + "patrols: {cap: 2}\n")
    said = refusal(tmp_path, GOOD + "patrols: {cap: 2, yuan_year: 60000}\n")
    assert "patrols.price_from" in said
    priced = "patrols: {cap: 2, yuan_year: 60000, price_from: assumed}\n"
    table = "place,type,floor,cap\nc0001,patrols,1,1\n"
    bounds = load_plan(write(tmp_path, GOOD + priced, table)).bounds["patrols"]
    assert bounds.floors.tolist() == [1.0, 0.0, 0.0]
    assert bounds.caps.tolist() == [1.0, 2.0, 0.0]
    said = refusal(tmp_path, GOOD + priced, "place,type,today\nc0001,patrols,1\n")
    assert "must be left out" in said
    said = refusal(tmp_path, GOOD + priced, "place,type,floor\nc0001,patrols,3\n")
    assert "at most its cap" in said
    same = GOOD.replace("worker:", "patrols:") + priced
    assert "a name of its own" in refusal(tmp_path, same)


@pytest.mark.parametrize("lever", ["paperwork", "officers"])
def test_clerks_and_officers_are_priced_and_stand_where_they_work(
    tmp_path: Path, lever: str
) -> None:
    assert f"{lever}.yuan_year" in refusal(tmp_path, GOOD + f"{lever}: {{cap: 2}}\n")
    said = refusal(tmp_path, GOOD + f"{lever}: {{cap: 2, yuan_year: 60000}}\n")
    assert f"{lever}.price_from" in said
    priced = GOOD + f"{lever}: {{cap: 2, yuan_year: 60000, price_from: assumed}}\n"
    at, caps = ("s001", [0, 0, 1]) if lever == "officers" else ("c0002", [2, 1, 0])
    table = f"place,type,cap\n{at},{lever},1\n"
    assert load_plan(write(tmp_path, priced, table)).bounds[lever].caps.tolist() == caps
    if lever == "officers":
        said = refusal(tmp_path, priced, f"place,type,cap\nc0001,{lever},1\n")
        assert "s001" in said
    town = (tmp_path / "town.yaml").write_text  # a scenario without what the lever works on
    gone = "community: {paperwork: null}" if lever == "paperwork" else "enforcement_posts: []"
    town(f"extends: {ROOT}/scenarios/tiny.yaml\nname: town\ndesks: {{{gone}}}\n", "utf-8")
    said = refusal(tmp_path, priced.replace(f"{ROOT}/scenarios/tiny.yaml", "town.yaml"))
    assert "must" in said
    assert lever in said


def test_money_and_sittings_need_what_they_are_spent_on(tmp_path: Path) -> None:
    assert "policy.fund is off" in refusal(tmp_path, GOOD + "funds: {service: {cap: 1000}}\n")
    sat = "meetings: {cap: 6, yuan_per_sitting: 300, price_from: assumed}\n"
    assert "sits in the scenario" in refusal(tmp_path, GOOD + sat)
    city = f"extends: {ROOT}/scenarios/tiny.yaml\nname: funded\npolicy: {{fund: {{on: true}}}}\n"
    (tmp_path / "city.yaml").write_text(city, encoding="utf-8")
    funded = GOOD.replace(f"{ROOT}/scenarios/tiny.yaml", "city.yaml")
    said = refusal(tmp_path, funded + "funds: {services: {cap: 1000}}\n")
    assert "did you mean 'service'" in said
    plan = load_plan(write(tmp_path, funded + "funds: {service: {cap: 1000}}\n"))
    assert plan.bounds["service"].caps.tolist() == [1000.0, 1000.0, 0.0]


# -- sites of centres ------------------------------------------------------------------------------

TOWN = f"""\
extends: {ROOT}/scenarios/tiny.yaml
name: town
policy:
  service_circle: {{on: true, radius_metres: 150}}
"""
SITES = """\
plan: {en: Test, zh: 测试}
scenario: town.yaml
budgets_yuan: [180000]
sites: {candidates: centres.csv, m2: 200, clerks: 1, yuan_year: 90000, price_from: a test}
"""
AWAY = (0.15, 0.15)  # km east and north of a community's middle, beyond 150 metres


def middles() -> list[tuple[float, float]]:
    places = build_city(qipan.load(ROOT / "scenarios" / "tiny.yaml").document).places
    return list(zip(places.x_km.tolist(), places.y_km.tolist(), strict=True))


def with_sites(folder: Path, rows: str, plan: str = SITES) -> str:
    (folder / "town.yaml").write_text(TOWN, encoding="utf-8")
    (folder / "centres.csv").write_text(rows, encoding="utf-8")
    return plan


def two_sites() -> str:
    first, second = ((x + AWAY[0], y + AWAY[1]) for x, y in middles())
    rows = [f"东门,{first[0]},{first[1]},,,", f"west,{second[0]},{second[1]},400,2,120000"]
    return "\n".join(["选址,东向,北向,面积,人员,每年费用", *rows, ""])


def test_sites_are_read_with_what_each_has_and_the_rest_by_the_plan(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, with_sites(tmp_path, two_sites())))
    told = [(site.name, site.m2, site.clerks, site.yuan_year) for site in plan.sites]
    assert told == [("东门", 200.0, 1.0, None), ("west", 400.0, 2.0, 120_000.0)]
    bounds = plan.bounds["sites"]
    assert bounds.caps.tolist() == [1.0, 1.0, 0.0]
    exempt = SITES + "table: places.csv\n"
    (tmp_path / "places.csv").write_text("place,type,cap\nc0001,sites,0\n")
    plan = load_plan(write(tmp_path, with_sites(tmp_path, two_sites(), exempt)))
    assert plan.bounds["sites"].caps.tolist() == [0.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("site,x_km,y_km\nfar,99,0\n", ("centres.csv:2", "x_km", "outside the city")),
        ("site,community\nnew,c0009\n", ("centres.csv:2", "community", "c0001 to c0002")),
        ("site,community\na b,c0001\n", ("centres.csv:2", "site", "letters and digits")),
        ("site,community\nsites,c0001\n", ("centres.csv:2", "is a lever")),
        ("site,community,m2\nnew,c0001,-3\n", ("centres.csv:2", "m2", "above 0")),
        ("site,community,clerks\nnew,c0001,101\n", ("centres.csv:2", "clerks", "most 100")),
        ("site,community\nnew,c0001\nnew,c0002\n", ("centres.csv:3", "line 2 too")),
        ("site,community\n", ("plan.yaml:4", "sites.candidates", "no site")),
        ("site,community\nnew,c0001\n", ("plan.yaml:4", "sites", "no centre of today reaches")),
    ],
)
def test_sites_that_cannot_be_are_refused_where_they_stand(
    rows: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    refused = refusal(tmp_path, with_sites(tmp_path, rows))
    assert all(part in refused for part in said), refused


def test_sites_need_a_circle_a_price_and_as_many_places_as_floors_ask_for(tmp_path: Path) -> None:
    town = f"scenario: {ROOT}/scenarios/tiny.yaml"
    plan = with_sites(tmp_path, two_sites(), SITES.replace("scenario: town.yaml", town))
    assert "policy.service_circle is off" in refusal(tmp_path, plan)
    plan = with_sites(tmp_path, two_sites(), SITES.replace(", yuan_year: 90000", ""))
    assert "sites.yuan_year: no price" in refusal(tmp_path, plan)
    plan = with_sites(tmp_path, two_sites(), SITES.replace(", price_from: a test", ""))
    assert "sites.price_from" in refusal(tmp_path, plan)
    plan = with_sites(tmp_path, two_sites(), SITES.replace("candidates: centres.csv, ", ""))
    assert "in the middle of every community" in refusal(tmp_path, plan)
    plan = with_sites(tmp_path, two_sites())
    said = refusal(tmp_path, plan, "place,type,floor,cap\nc0001,sites,2,2\n")
    assert "c0001 has floor 2" in said
    assert "sites offered there, 1" in said
    said = refusal(tmp_path, plan, "place,type,floor\ns001,sites,1\n")
    assert "the floors alone cost ¥210,000 a year" in said


def test_where_no_centre_stands_there_is_a_site_by_default(tmp_path: Path) -> None:
    x, y = middles()[0]
    plan = with_sites(tmp_path, "", SITES.replace("candidates: centres.csv, ", ""))
    (tmp_path / "town.yaml").write_text(
        TOWN.replace("150}", f"150, points_km: [[{x}, {y}]]}}"), encoding="utf-8"
    )
    (site,) = load_plan(write(tmp_path, plan)).sites
    assert (site.name, site.x_km, site.y_km) == ("c0002", *middles()[1])

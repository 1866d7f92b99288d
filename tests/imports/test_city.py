"""A table of communities becomes a scenario, and the scenario the same table."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import qipan
from qipan.agents.city_model import CityModel
from qipan.cli import app
from qipan.imports.census.columns import ROLES, TYPE_WORDS
from qipan.imports.census.export import rows_of, table_of
from qipan.imports.census.place_row import PlaceRow, identifier
from qipan.imports.census.reading import read_census
from qipan.imports.tabular.column_map import find_map
from qipan.imports.tabular.table import read_tables

from .made import FORMS, csv_text, xlsx

TYPES = {name: name == "village" for name in TYPE_WORDS}
LINES = [
    ["社区名称", "所属街道", "社区类型", "常住人口", "户数", "网格数", "工作人员", "下派干部"],
    ["青山社区", "城东街道", "老旧小区", 7820, 3100, 5, 12, 1],
    ["绿水社区", "城东街道", "商品房", 6450, 2500, 4, 10, 0],
    ["明月社区", "城西街道", "安置房", 9100, 3300, 6, 13, 2],
]


def imported(folder: Path, lines: list[list[object]] = LINES, *options: str) -> tuple[int, str]:
    (folder / "t.csv").write_bytes(csv_text(lines).encode("gb18030"))
    table, out = str(folder / "t.csv"), str(folder / "c.yaml")
    return command("import", "city", table, "--out", out, *options)


def command(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_a_table_becomes_a_scenario(tmp_path: Path) -> None:
    code, said = imported(tmp_path, LINES, "--extends", "tiny", "--city", "青山市")
    assert code == 0, said
    assert "3 communities, 2 subdistricts, 23,370 residents" in said
    document = qipan.load(tmp_path / "c.yaml").document
    assert document.title.zh == "青山市"
    first = document.city.communities[0]
    assert (first.id, first.subdistrict, first.type) == ("青山社区", "城东街道", "old_urban")
    assert (first.residents, first.households, first.grids, first.staff) == (7820, 3100, 5, 12.0)
    assert document.policy.sent_down.on
    assert document.policy.sent_down.allocation == {"青山社区": 1, "绿水社区": 0, "明月社区": 2}
    assert (tmp_path / "c_today.csv").read_text("utf-8-sig").startswith("community,plan\n")


def test_all_numbers_of_the_table_are_stated(tmp_path: Path) -> None:
    assert imported(tmp_path)[0] == 0
    rows = qipan.load(tmp_path / "c.yaml").provenance
    own = [row for row in rows if row.key.startswith("city.communities[")]
    assert len(own) == 12
    assert {(row.status, row.source) for row in own} == {("stated", "city-table")}
    assert not [row for row in rows if row.status == "stated" and row.source != "city-table"]


def test_its_staff_households_and_areas_are_those_that_are_simulated(tmp_path: Path) -> None:
    lines = [[*line, area] for line, area in zip(LINES, ["面积（公顷）", 50, 60, 70], strict=True)]
    assert imported(tmp_path, lines, "--extends", "tiny")[0] == 0
    scenario = qipan.load(tmp_path / "c.yaml")
    model = CityModel(scenario, 1)
    level = scenario.document.desks.community
    heads = [
        c.own_heads(scenario.document) + model.own_staff.on_patrol(scenario.document, c.index)
        for c in model.communities
    ]
    assert heads == pytest.approx([n * level.ticket_share for n in (12, 10, 13)])
    places = model.city.places
    assert places.area_km2.tolist() == [0.5, 0.6, 0.7]
    np.testing.assert_allclose(places.residents / places.household_size, [3100, 2500, 3300])


def test_more_households_than_residents_are_refused(tmp_path: Path) -> None:
    assert imported(tmp_path)[0] == 0
    key = "city.communities"
    places = [{"id": "甲", "subdistrict": "乙", "residents": 10, "households": 11}]
    with pytest.raises(qipan.ScenarioError, match="must be at most 10: a resident per household"):
        qipan.load(tmp_path / "c.yaml").revise({key: places})


def test_types_that_are_not_told_are_drawn(tmp_path: Path) -> None:
    lines = [[line[0], line[1], line[3]] for line in LINES] + [["李家村", "城西街道", 800]]
    code, said = imported(tmp_path, lines)
    assert code == 0 and "taken for a village" in said
    scenario = qipan.load(tmp_path / "c.yaml")
    assert [place.type for place in scenario.document.city.communities] == [None] * 3 + ["village"]
    from qipan.city import build_city

    places = build_city(scenario.document).places
    assert {places.types[n] for n in places.type[:3]} <= set(TYPES)
    assert places.village.tolist() == [False, False, False, True]


def test_everything_wrong_is_said_at_once_and_nothing_written(tmp_path: Path) -> None:
    lines = [
        [*LINES[0], "经度", "纬度"],
        ["青山社区", "城东街道", "老旧小区", "七千", 3100, 5, 12, 1, 120.1, 30.2],
        ["青山社区", "城东街道", "老旧小曲", 6450, 2500, 4, 0, 0.5, 120.1, 30.2],
        ["", "城西街道", "", 9100, 93000, -1, 13, 2, 120.1, ""],
    ]
    code, said = imported(tmp_path, lines)
    assert code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
    told = said.splitlines()
    for row, column, found in (
        (2, "常住人口", "found '七千'"),
        (3, "社区名称", "a second community '青山社区'"),
        (3, "社区类型", "found '老旧小曲'"),
        (3, "工作人员", "found 0"),
        (3, "下派干部", "found 0.5"),
        (4, "社区名称", "found ''"),
        (4, "户数", "found 93000"),
        (4, "网格数", "found -1"),
        (4, "纬度", "found nothing"),
    ):
        assert any(f"t.csv:{row}  {column}: {found}" in line for line in told), (row, column, said)
    assert len(told) == 9


def test_what_a_scenario_refuses_is_told_by_row_and_column(tmp_path: Path) -> None:
    lines = [list(line) for line in LINES]
    lines[1][0] = "Aкт"  # Latin and Cyrillic letters
    (tmp_path / "t.csv").write_bytes(csv_text(lines).encode())
    code, said = command(
        "import", "city", str(tmp_path / "t.csv"), "--out", str(tmp_path / "c.yaml")
    )
    assert code == 2 and "t.csv:2  社区名称" in said and "mixes" in said


def test_a_map_is_kept_and_asks_nothing(tmp_path: Path) -> None:
    lines = [["地方名称", "归口", *LINES[0][2:]], *LINES[1:]]
    code, said = imported(tmp_path, lines)
    assert code == 2 and "no column name (社区名称)" in said
    mapped = tmp_path / "m.yaml"
    mapped.write_text(
        "columns: {name: 地方名称, subdistrict: 归口, residents: 常住人口}\n", "utf-8"
    )
    code, said = imported(tmp_path, lines, "--map", str(mapped))
    assert code == 0 and "Not read: 社区类型, 户数" in said
    assert not (tmp_path / "c.map.yaml").exists()
    (tmp_path / "c.yaml").unlink()
    mapped.write_text(
        "columns: {name: 地方明称, residents: 常住人口, people: x}\nunits: 1\n", "utf-8"
    )
    code, said = imported(tmp_path, lines, "--map", str(mapped))
    assert code == 2 and "columns.people: unknown" in said and "units: unknown key" in said
    mapped.write_text("columns: {name: 地方明称, residents: 常住人口}\n", "utf-8")
    code, said = imported(tmp_path, lines, "--map", str(mapped))
    assert code == 2 and "no column '地方明称'" in said and "did you mean '地方名称'?" in said


def test_the_map_that_was_kept_gives_the_same_again(tmp_path: Path) -> None:
    assert imported(tmp_path)[0] == 0
    first = (tmp_path / "c.yaml").read_bytes()
    kept = str(tmp_path / "c.map.yaml")
    assert imported(tmp_path)[0] == 2  # nothing is overwritten unasked
    assert imported(tmp_path, LINES, "--map", kept, "--replace")[0] == 0
    assert (tmp_path / "c.yaml").read_bytes() == first


def test_polygons_give_places_and_areas(tmp_path: Path) -> None:
    def square(name: str, west: float) -> dict[str, object]:
        ring = [
            [west, 30.0],
            [west + 0.01, 30.0],
            [west + 0.01, 30.01],
            [west, 30.01],
            [west, 30.0],
        ]
        shape = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": {"社区名称": name}, "geometry": shape}

    names = ["青山社区", "绿水社区", "明月社区"]
    said = {
        "type": "FeatureCollection",
        "features": [square(n, 120 + i) for i, n in enumerate(names)],
    }
    shapes = tmp_path / "s.geojson"
    shapes.write_text(json.dumps(said), "utf-8")
    assert imported(tmp_path, LINES, "--polygons", str(shapes))[0] == 0
    places = qipan.load(tmp_path / "c.yaml").document.city.communities
    # A hundredth of a degree: 1.112 km to the north, and cos 30 times that to the east.
    assert [place.area_km2 for place in places] == pytest.approx([1.0707] * 3, rel=1e-3)
    assert [place.x_km for place in places] == pytest.approx([0, 96.3, 192.6], rel=1e-3)
    said["features"] = said["features"][:2]
    shapes.write_text(json.dumps(said), "utf-8")
    code, text = imported(tmp_path, LINES, "--polygons", str(shapes), "--replace")
    assert code == 2 and "t.csv:4  社区名称: no polygon" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_export_and_import_are_each_others_inverse(tmp_path: Path, ending: str, lang: str) -> None:
    assert imported(tmp_path)[0] == 0
    table, again = tmp_path / f"out{ending}", tmp_path / "again" / "c.yaml"
    again.parent.mkdir()
    words = ("export", "city", str(tmp_path / "c.yaml"), "--out", str(table), "--lang", lang)
    assert command(*words)[0] == 0
    assert command(*words)[0] == 2
    assert command("import", "city", str(table), "--out", str(again))[0] == 0
    mine, theirs = qipan.load(tmp_path / "c.yaml").document, qipan.load(again).document
    assert mine.city == theirs.city
    assert mine.policy.sent_down.allocation == theirs.policy.sent_down.allocation


def test_a_generated_city_is_a_form_to_fill_in(tmp_path: Path) -> None:
    table = tmp_path / "form.xlsx"
    assert command("export", "city", "tiny", "--out", str(table))[0] == 0
    assert command("import", "city", str(table), "--out", str(tmp_path / "c.yaml"))[0] == 0
    communities = qipan.load(tmp_path / "c.yaml").document.city.communities
    assert [place.id for place in communities] == ["c0001", "c0002"]
    assert sum(place.residents for place in communities) == 6000


LETTERS = st.sampled_from("青山绿水明月东西南北新老路桥社区ABCxyz019")
NAMES = st.text(LETTERS, min_size=1, max_size=6).map(lambda text: f"社{text}")
AMOUNTS = st.integers(1, 5_000_000).map(lambda parts: parts / 1000)  # Excel keeps 15 digits
PLACES = st.integers(-20_000_000, 20_000_000).map(lambda metres: metres / 1000)


@st.composite
def tables(draw: st.DrawFn) -> list[PlaceRow]:
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    placed = draw(st.booleans())
    rows = []
    for name in names:
        residents = draw(st.integers(1, 1_000_000))
        within = st.none() | st.integers(1, residents)
        rows.append(
            PlaceRow(
                name=name,
                subdistrict=draw(st.sampled_from(["城东街道", "West"])),
                residents=residents,
                type=draw(st.none() | st.sampled_from(sorted(TYPES))),
                households=draw(within),
                grids=draw(within),
                staff=draw(st.none() | AMOUNTS),
                cadres=draw(st.none() | st.integers(0, 99)),
                area_km2=draw(st.none() | AMOUNTS),
                x_km=draw(PLACES) if placed else None,
                y_km=draw(PLACES) if placed else None,
            )
        )
    return rows


@settings(max_examples=25, deadline=None)
@given(rows=tables(), ending=st.sampled_from([".csv", ".xlsx"]), lang=st.sampled_from(["zh", "en"]))
def test_a_table_that_was_written_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[PlaceRow], ending: str, lang: str
) -> None:
    file = tmp_path_factory.mktemp("t") / f"t{ending}"
    file.write_bytes(table_of(rows, ending, lang))
    table, _ = read_tables([file], ROLES)
    census = read_census(table, find_map(table.header, ROLES), TYPES)
    assert list(census.rows) == rows


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_city(tmp_path: Path, form: str) -> None:
    (tmp_path / form).write_bytes(FORMS[form](LINES))
    table, _ = read_tables([tmp_path / form], ROLES)
    census = read_census(table, find_map(table.header, ROLES), TYPES)
    assert [row.name for row in census.rows] == ["青山社区", "绿水社区", "明月社区"]
    assert [(row.residents, row.staff, row.cadres) for row in census.rows] == [
        (7820, 12.0, 1),
        (6450, 10.0, 0),
        (9100, 13.0, 2),
    ]


def test_a_sheet_may_be_a_subdistrict_and_names_may_repeat(tmp_path: Path) -> None:
    head = ["社区", "人口（万人）"]
    book = xlsx(
        ("城东街道", [head, ["和平（一）", "０．７８"]]), ("城西街道", [head, ["和平（一）", 1.2]])
    )
    (tmp_path / "a.xlsx").write_bytes(book)
    table, _ = read_tables([tmp_path / "a.xlsx"], ROLES)
    rows = read_census(table, find_map(table.header, ROLES), TYPES).rows
    assert [row.name for row in rows] == ["城东街道-和平-一", "城西街道-和平-一"]
    assert [row.residents for row in rows] == [7800, 12000]


def test_names_become_such_as_a_scenario_can_have() -> None:
    assert identifier("东门社区（北）") == "东门社区-北"
    assert identifier(" 第１社区 ") == "第1社区"
    assert identifier("（）") == ""
    assert rows_of(qipan.load("tiny"))[0].name == "c0001"

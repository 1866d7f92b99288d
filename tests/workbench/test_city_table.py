"""The communities as a table: out, changed, in again, and all that is wrong at once."""

from pathlib import Path

import pytest

from qipan.scenario import load
from qipan.workbench.city_table import TableError, checked, read_table, table_of, workbook_of
from qipan.workbench.options import city_of
from qipan.workbench.workspace import Workspace


@pytest.fixture
def owned(bench):
    browser = bench.browser()
    at = browser.post("/cities/tiny/ask").json()["go"].removesuffix("/city")
    assert browser.post(f"{at}/city/own").status_code == 200
    return browser, at


@pytest.mark.parametrize("language", ["en", "zh"])
def test_out_and_in_again_is_the_same(language):
    tiny = load("tiny")
    rows = table_of(tiny)
    assert (
        checked(
            read_table(workbook_of(rows, language), language),
            list(tiny.document.city.types),
            language,
        )
        == rows
    )


def test_a_city_of_ones_own_has_the_same_communities(owned):
    browser, at = owned
    assert browser.get(f"{at}/city/table").json() == table_of(load("tiny"))


def test_a_change_is_kept(owned):
    browser, at = owned
    rows = browser.get(f"{at}/city/table").json()
    rows[1]["residents"] = "1,234"
    assert browser.post(f"{at}/city/table", json={"rows": rows}).status_code == 200
    assert browser.get(f"{at}/city/table").json()[1]["residents"] == 1234


def test_a_table_that_is_wrong_changes_nothing_and_says_where(owned):
    browser, at = owned
    before = browser.get(f"{at}/city/table").json()
    rows = [{**before[0], "residents": "many"}, {**before[1], "grids": 0}]
    answer = browser.post(f"{at}/city/table", json={"rows": rows})
    assert answer.status_code == 422
    first, second = answer.json()["faults"]
    assert "row 1" in first and "many" in first and "row 2" in second
    assert browser.get(f"{at}/city/table").json() == before


def test_csv_of_an_office_is_read_whatever_its_encoding():
    text = "社区,街道,常住人口\n甲,一街道,1000\n"
    expected = [{"id": "甲", "subdistrict": "一街道", "residents": "1000"}]
    for encoding in ("utf-8-sig", "gb18030"):
        assert read_table(text.encode(encoding), "zh") == expected


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00\xff\xfe", b"a,b\n1,2\n"])
def test_what_is_no_table_is_said(content):
    with pytest.raises(TableError):
        read_table(content, "en")


@pytest.fixture
def own(bench):
    """A browser, the address of a city of its own, its name and its rows."""
    browser = bench.browser()
    at = browser.post("/cities/tiny/ask").json()["go"]
    browser.post(f"{at}/own")
    (question,) = bench.workspace.questions()
    return browser, at, question.city, browser.get(f"{at}/table").json()


def test_an_edit_waits_for_no_loading_of_the_city_and_is_read_by_whoever_comes_next(
    bench, own, monkeypatch
):
    browser, at, city, rows = own
    browser.post(f"{at}/table", json={"rows": rows})  # the types of communities are known now

    def never(*_):
        raise AssertionError("the city was loaded")

    with monkeypatch.context() as patch:
        patch.setattr("qipan.workbench.drafts.load", never)
        patch.setattr("qipan.workbench.options._loaded", never)
        rows[-1]["residents"] += 7
        assert browser.post(f"{at}/table", json={"rows": rows}).status_code == 200
    assert browser.get(f"{at}/table").json()[-1]["residents"] == rows[-1]["residents"]
    assert city_of(bench.workspace, city).document.city.communities[-1].residents is not None
    assert browser.post(f"{at}/settle").json() == {"settled": False}  # it has been read since


def test_an_edit_is_there_after_the_server_was_killed(bench, own):
    browser, at, city, rows = own
    rows[0]["residents"] += 3
    browser.post(f"{at}/table", json={"rows": rows})
    again = Workspace(bench.workspace.folder)
    assert table_of(city_of(again, city))[0]["residents"] == rows[0]["residents"]


def test_what_the_city_refuses_as_a_whole_leaves_its_file_as_it_was(bench, own):
    browser, at, city, rows = own
    before = Path(bench.workspace.city_file(city)).read_bytes()
    for row in rows:
        row["x_km"] = 1e9
    assert browser.post(f"{at}/table", json={"rows": rows}).status_code == 200
    refused = browser.post(f"{at}/settle")
    assert refused.status_code == 422 and refused.json()["faults"]
    assert Path(bench.workspace.city_file(city)).read_bytes() == before
    assert browser.get(at).status_code == 200

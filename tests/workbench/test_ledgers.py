"""A ledger dropped on the page: its columns, what is kept of it, its fit, a question about it."""

import json
import time

import pyarrow.parquet as pq
import pytest

from qipan.imports.ledgers.ledger import STATUSES
from qipan.workbench.ledger_pages import STATUS_NAMES
from qipan.workbench.ledgers import (
    FIT,
    IMPORT,
    KEPT,
    PREDICT,
    PREVIEW,
    UPLOAD,
    forget_uploads,
    ledger_named,
)
from qipan.workbench.workspace import Question

from ..fit.made import made_frame
from .conftest import Bench

HEADERS = {
    "id": "工单编号",
    "opened_at": "受理时间",
    "closed_at": "办结时间",
    "kind": "诉求类型",
    "area": "区域",
    "department": "承办单位",
}
NAME, PHONE, TEXT = "王小明", "13812345678", "楼上每晚施工扰民"


def ledger_file(days=240):
    """A ledger as an office has it: with names, telephone numbers and texts."""
    frame = made_frame(days).drop(columns="ending")
    frame["id"] = [f"A{n:06d}" for n in frame["id"]]
    frame = frame.rename(columns=HEADERS).assign(来电人=NAME, 联系电话=PHONE, 诉求内容=TEXT)
    return frame.to_csv(index=False).encode()


def drop(browser, content=b"x", name="西潞.csv"):
    said = browser.post("/ledgers", params={"name": name}, content=content)
    assert said.status_code == 200, said.text
    return said.json()["go"]


def command(bench, folder):
    return " ".join(bench.jobs.job(folder).command)


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """A workbench whose commands run, and a ledger that was read in there; its address."""
    bench = Bench(tmp_path_factory.mktemp("ledgers"), most=1)
    browser = bench.browser("zh")
    at = drop(browser, ledger_file())
    ledger = ledger_named(bench.workspace, bench.jobs, at.rpartition("/")[2])
    assert bench.finished(ledger.step(PREVIEW)).state == "done"
    seen = browser.get(at).text
    said = browser.post(at, json={"do": "read", "title": "西潞街道台账", "zone": ""})
    assert said.status_code == 200, said.text
    assert bench.finished(ledger.step(IMPORT)).state == "done"
    return bench, browser, at, ledger, seen


def test_the_columns_that_were_found_are_shown_and_can_be_changed(read):
    *_, ledger, seen = read
    assert ledger.columns["roles"]["opened_at"] == ["受理时间"]
    assert '<option value="[&#34;受理时间&#34;]" selected>' in seen
    assert "联系电话" in seen and PHONE not in seen and NAME not in seen


def test_nothing_personal_is_kept_once_it_was_read_in(read):
    bench, browser, at, ledger, _ = read
    assert not (ledger.folder / UPLOAD).exists()
    kept = [path for path in bench.workspace.folder.rglob("*") if path.is_file()]
    assert any(path.name == "ledger.parquet" for path in kept)
    for each in (NAME, PHONE, TEXT, "A000001"):
        assert not any(each.encode() in path.read_bytes() for path in kept), each
    assert "西潞街道台账" in browser.get(at).text


def test_a_fit_has_its_proof_its_weeks_and_is_asked_about(read):
    bench, browser, at, ledger, _ = read
    asked = browser.post(at, json={"do": "fit", "draws": "2", "hold_out": "20"})
    assert asked.status_code == 200, asked.text
    assert bench.finished(ledger.step(FIT, "zh")).state == "done"
    report = json.loads((ledger.fitted("zh") / "report.json").read_text("utf-8"))
    page = browser.get(at).text
    assert report["answer"] in page
    said = json.loads((ledger.fitted() / "fit.json").read_text("utf-8"))["fit"]
    assert ("未通过检验：下文" in page) == (said == "not_validated")
    browser.post(at, json={"do": "predict", "weeks": "2"})
    assert bench.finished(ledger.step(PREDICT, "zh")).state == "done"
    assert browser.get(at).text.count("2022-0") >= 4  # first and last days of two weeks
    go = browser.post(at, json={"do": "question"}).json()["go"].removesuffix("/options")
    (question,) = bench.workspace.questions()
    assert browser.post(f"{go}/options", json={"do": "add", "of": 0}).status_code == 200
    folder = question.run_folder()
    copied = Question(folder)
    assert (folder / copied.content["compare"]["ensemble"] / "index.csv").exists()
    scenario = bench.workspace.city(question.city)
    from qipan.scenario import load

    assert load(folder / copied.options[0]["file"]).document == scenario.document
    assert browser.get(f"{go}/city").status_code == 200


def test_words_of_the_status_are_mapped_on_the_page(tmp_path):
    bench = Bench(tmp_path, most=1)
    browser = bench.browser("zh")
    words = ["已录入", "已办结", "驳回"]
    rows = [f"2023-01-{1 + n % 28:02d} 08:00,路灯,西潞,{words[n % 3]}" for n in range(60)]
    at = drop(browser, "\n".join(["受理时间,诉求类型,区域,工单状态", *rows]).encode())
    ledger = ledger_named(bench.workspace, bench.jobs, at.rpartition("/")[2])
    assert bench.finished(ledger.step(PREVIEW)).state == "done"
    found = {each["word"]: (each["status"], each["rows"]) for each in ledger.statuses}
    assert found == {"已录入": (None, 20), "已办结": ("closed", 20), "驳回": (None, 20)}
    table = browser.get(at).text.partition('id="statuses"')[2].partition("</table>")[0]
    assert table.count('class="changed"') == 2 and 'data-status="驳回"' in table
    said = {"已录入": "open", "驳回": "cancelled", "已办结": "closed"}
    asked = {"do": "look", "roles": ledger.columns["roles"], "statuses": said}
    assert browser.post(at, json=asked).status_code == 200
    assert bench.finished(ledger.step(PREVIEW)).state == "done"
    assert {each["word"]: each["status"] for each in ledger.statuses} == said
    assert browser.post(at, json={"do": "read", "title": "", "zone": ""}).status_code == 200
    assert bench.finished(ledger.step(IMPORT)).state == "done"
    assert ledger.map["statuses"] == said
    kept = pq.read_table(ledger.step(IMPORT) / "ledger.parquet").column("status").to_pylist()
    assert {word: kept.count(word) for word in kept} == dict.fromkeys(said.values(), 20)


def test_only_what_is_a_table_is_taken(bench):
    said = bench.browser().post("/ledgers", params={"name": "ledger.exe"}, content=b"x")
    assert said.status_code == 422 and ".xlsx" in said.json()["faults"][0]
    assert list((bench.workspace.folder / "ledgers").iterdir()) == []


def test_what_was_dropped_is_its_owners_alone_and_goes(bench):
    browser = bench.browser()
    at = drop(browser, name="../../etc/x.csv")
    ledger = ledger_named(bench.workspace, bench.jobs, at.rpartition("/")[2])
    upload = ledger.upload
    assert upload.parent.parent.parent == bench.workspace.folder / "ledgers"
    assert upload.stat().st_mode & 0o077 == 0 and upload.parent.stat().st_mode & 0o077 == 0
    bench.jobs.stop(ledger.step(PREVIEW))
    ledger.forget_upload()
    again = browser.post(at, json={"do": "look", "roles": {"opened_at": ["t"]}})
    assert again.status_code == 422 and "drop it again" in again.json()["faults"][0]
    assert browser.post(at, json={"do": "forget"}).json()["go"] == "/"
    assert not ledger.folder.exists() and browser.get(at).status_code == 404


def test_what_is_left_alone_goes_within_the_hour(bench, monkeypatch):
    at = drop(bench.browser())
    ledger = ledger_named(bench.workspace, bench.jobs, at.rpartition("/")[2])
    bench.jobs.stop(ledger.step(PREVIEW))
    forget_uploads(bench.workspace, bench.jobs)
    assert ledger.upload is not None
    later = time.time() + KEPT + 1
    monkeypatch.setattr("qipan.workbench.ledgers.time.time", lambda: later)
    bench.jobs.go_on()
    assert ledger.upload is None


def test_the_commands_are_those_of_the_terminal(bench):
    browser = bench.browser()
    at = drop(browser)
    ledger = ledger_named(bench.workspace, bench.jobs, at.rpartition("/")[2])
    looked = command(bench, ledger.step(PREVIEW))
    assert looked.startswith("qipan import ledger ../upload/ledger.csv") and "--preview" in looked
    said = {"do": "read", "title": "t", "zone": "Asia/Shanghai", "arrivals_only": True}
    assert browser.post(at, json=said).status_code == 200
    done = command(bench, ledger.step(IMPORT))
    assert "--zone Asia/Shanghai --arrivals-only" in done and "--map map.yaml" in done


def test_every_status_of_a_ledger_can_be_chosen():
    assert tuple(STATUS_NAMES) == STATUSES


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "look", "roles": {"resident_name": ["x"]}},
        {"do": "look", "roles": {"opened_at": "x"}},
        {"do": "look", "roles": {}, "dates": "any"},
        {"do": "look", "roles": {}, "statuses": {"办结": "forgotten"}},
        {"do": "look", "roles": {}, "statuses": ["办结"]},
        {"do": "fit", "draws": "1", "hold_out": "20"},
        {"do": "fit", "draws": "many", "hold_out": "20"},
        {"do": "nothing"},
    ],
)
def test_what_cannot_be_asked_of_it_is_refused(bench, asked):
    browser = bench.browser()
    at = drop(browser)
    assert browser.post(at, json=asked).status_code == 422
    assert browser.get(f"{at}x").status_code == 404
    assert browser.post(at, json={"do": "fit", "draws": "2", "hold_out": "20"}).status_code == 404

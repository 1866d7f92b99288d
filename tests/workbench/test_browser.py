"""The pages in a real browser, which can reach nothing but this machine.

Where no browser can be had these tests say so and are skipped; in CI they fail.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

import matplotlib
import pyarrow.parquet as pq
import pytest

from qipan.workbench.guard import COOKIE

from .loopback import Loopback
from .test_rosters import workbook

playwright = pytest.importorskip("playwright.sync_api")
pytest.importorskip("uvicorn")

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
WAIT = 120_000  # ms; never reached but on a machine that hangs
OPTION = "policy.burden.on"
SCREENS = ("city", "options", "place", "plan", "run", "answer", "whatif", "assumptions", "pass_on")
HAN = re.compile(r"[\u4e00-\u9fff]")

if BROWSER is None and os.environ.get("CI") == "true":
    raise RuntimeError("the workbench was not tried in a browser: install chromium")
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="NOT TRIED IN A BROWSER: there is no chromium on this machine"
)


class Server:
    """`qipan workbench` as a user starts it."""

    def __init__(self, folder: Path, within: Sequence[str] = ()) -> None:
        self.folder, self.port, self._within = folder, 0, within
        self.start()

    def start(self) -> None:
        command = ["workbench", "--folder", str(self.folder), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*self._within, sys.executable, "-m", "qipan.cli", *command, "--no-open"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\S+", self.process.stdout.readline())
        assert found is not None
        self.address, self.port = found.group(), int(found.group(1))

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def loopback():
    made = Loopback()
    yield made
    made.end()


@pytest.fixture(scope="module")
def server(tmp_path_factory, loopback):
    made = Server(tmp_path_factory.mktemp("workbench"), loopback.within)
    yield made
    made.kill()


@pytest.fixture(scope="module")
def chromium(loopback, tmp_path_factory):
    program = loopback.program(BROWSER, tmp_path_factory.mktemp("chromium"))
    with playwright.sync_playwright() as started:
        yield lambda **more: started.chromium.launch(
            executable_path=program, args=["--no-sandbox"], **more
        )


@pytest.fixture(scope="module")
def context(server, chromium):
    with chromium() as browser:
        context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(WAIT)
        page = context.new_page()
        page.goto(server.address)
        page.close()
        yield context


@contextmanager
def watched(context, server):
    """A page that must load nothing from elsewhere and report no error."""
    page = context.new_page()
    elsewhere, errors = [], []
    page.on("request", lambda r: elsewhere.append(r.url) if foreign(r.url, server) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    yield page
    page.close()
    assert elsewhere == []
    assert [error for error in errors if "status of 4" not in error] == []


@pytest.fixture
def page(context, server):
    with watched(context, server) as page:
        yield page


def foreign(url: str, server: Server) -> bool:
    return not url.startswith((server.root, "data:", "blob:"))


def begin(page, server) -> str:
    """Begin a question about the smallest city, with one option; return its address."""
    page.goto(server.root)
    page.click('[data-post="/cities/tiny/ask"]')
    page.wait_for_url("**/city")
    page.click("main a.first")
    page.wait_for_url("**/options")
    page.click("#add")
    page.wait_for_selector("[data-drop]")
    page.click("summary")
    page.check(f'details [data-lever="{OPTION}"]')
    page.wait_for_selector("tr.differs")
    return page.url.removesuffix("/options")


def run(page, at: str, replications: int) -> None:
    page.goto(f"{at}/run")
    page.fill("#replications", str(replications))
    with page.expect_response(lambda r: r.url.endswith("/options")):
        page.press("#replications", "Tab")
    page.click("#run")


def finished(page, state: str = "done") -> None:
    page.wait_for_selector(f'#progress[data-state="{state}"]')


def tab_to(page, selector: str) -> None:
    """Go on by the keyboard to something, as who has no mouse."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def asked_by_keyboard(page, server) -> str:
    """Ask a question as `begin` and `run` do, and wait for its end; return its address."""
    page.goto(server.root)
    tab_to(page, '[data-post="/cities/tiny/ask"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/city")
    page.wait_for_selector(".tabulator-row")
    tab_to(page, "main a.first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/options")
    tab_to(page, "#add")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-drop]")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, f'[data-lever="{OPTION}"]')
    page.keyboard.press("Space")
    page.wait_for_selector("tr.differs")
    tab_to(page, "main .next a.first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/run")
    tab_to(page, "#replications")
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    with page.expect_response(lambda r: r.url.endswith("/options")):
        tab_to(page, "#run")
    page.keyboard.press("Enter")
    finished(page)
    return page.url.removesuffix("/run")


@pytest.fixture(scope="module")
def answered(context, server):
    """A question with an answer in Chinese, asked by the keyboard alone.

    Its address and the folder of its run.
    """
    with watched(context, server) as page:
        at = asked_by_keyboard(page, server)
    (folder,) = (server.folder / "questions" / at.rpartition("/")[2] / "runs").iterdir()
    return at, folder


def test_the_browser_reaches_this_machine_alone(loopback, page, server):
    if loopback.why:
        pytest.skip(f"NOT ISOLATED, requests to elsewhere were only counted: {loopback.why}")
    listed = subprocess.run([*loopback.within, "cat", "/proc/net/dev"], capture_output=True)
    names = re.findall(r"(\w+):", listed.stdout.decode())
    assert names == ["lo"]
    page.goto(server.root)  # it answers there, and a browser outside would not reach it


def test_the_first_page_loads_nothing_from_elsewhere(page, server):
    page.goto(server.root)
    page.wait_for_function("() => !document.querySelector('main').textContent.includes('…')")
    assert HAN.search(page.inner_text("h1"))
    has_no_english_word(page)


def test_one_lever_is_one_line_and_a_reload_keeps_it(page, server):
    begin(page, server)
    for _ in range(2):
        assert page.locator("tr.differs").count() == 1
        page.reload()
    page.click("tr.differs button[data-value]")
    page.wait_for_selector("tr.differs", state="detached")


def test_a_plan_is_made_an_option(page, server):
    at = begin(page, server)
    folder = server.folder / "questions" / at.rpartition("/")[2] / "studies" / "plan" / "answer"
    folder.mkdir(parents=True)
    (folder / "summary_zh.md").write_text("# 增岗方案\n- 建议增设 3 名\n", "utf-8")
    (folder / "places.csv").write_text("community,heads\nc0001,1\nc0002,2\n", "utf-8")
    (folder / "costs.csv").write_text(
        "row,unit,year,yuan\nlever,posts,1,123456\nleft,,1,9\n", "utf-8"
    )
    page.goto(f"{at}/plan")
    page.click("#make_option button")
    page.wait_for_url("**/options")
    assert page.locator("thead th", has_text="规划岗位").count() == 1
    assert page.locator('[data-cost="yuan"]').last.inner_text() == "371,325"
    assert page.locator('[data-cost="posts"]').last.inner_text() == "6.1"


def test_what_to_measure_is_asked_on_the_answers_page(page, answered):
    page.goto(f"{answered[0]}/answer")
    page.select_option("#measure [name=metric]", "backlog_mean")
    page.click("#measure form button")
    page.wait_for_selector('[data-task$="/worlds"][data-state="running"]')
    page.click('[data-stop$="/worlds"]')
    page.wait_for_selector('[data-task$="/worlds"][data-state="stopped"]')
    page.reload()
    assert page.input_value("#measure [name=metric]") == "backlog_mean"
    assert overlapping(page) == []


def test_what_is_done_before_the_page_listens_is_not_lost(page, server):
    def late(route):
        page.wait_for_timeout(1000)
        route.continue_()

    page.route("**/static/js/options.js", late)
    begin(page, server)
    page.click("tr.differs button[data-value]")
    page.wait_for_selector("tr.differs", state="detached")


def test_beyond_its_bound_the_page_says_so(page, server):
    begin(page, server)
    number = page.locator('details [data-lever="policy.burden.community_duties_ratio"]').first
    number.fill("1.5")
    number.press("Tab")
    page.wait_for_selector("#ask[open]")
    page.fill("#reply", "试")
    page.press("#reply", "Enter")
    page.wait_for_selector("#faults:not([hidden])")
    assert "应为 0 至 1" in page.inner_text("#faults")
    page.reload()
    assert page.locator("tr.differs").count() == 1


def test_the_answer_is_that_of_the_command_in_both_languages(page, answered, tmp_path):
    at, folder = answered
    for language in ("zh", "en"):
        page.goto(
            f"{at.partition('/questions')[0]}/language/{language}?back={at[at.index('/q') :]}"
        )
        page.goto(f"{at}/answer")
        page.wait_for_selector("#sentence")
        # A process of its own, as the page starts one: pictures are compared to the byte.
        command = ["compare", "question.yaml", "--lang", language, "--store", "../../../../store"]
        subprocess.run(
            [sys.executable, "-m", "qipan.cli", *command, "--out", str(tmp_path / language)],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        said = json.loads((tmp_path / language / "report.json").read_text())["answer"]
        assert page.inner_text("#sentence") == said
        page.goto(f"{at}/pass_on")
        for name in ("report.docx", "tables.xlsx", "report.html"):
            with page.expect_download() as loading:
                page.click(f'a[href$="{name}"]')
            content = Path(loading.value.path()).read_bytes()
            assert content == (tmp_path / language / name).read_bytes()
    page.goto(f"{at.partition('/questions')[0]}/language/zh")


def test_a_number_that_does_not_exist_is_a_dash(page, answered):
    page.goto(f"{answered[0]}/answer")
    cells = page.locator("td").all_inner_texts()
    assert "–" in cells
    assert not {"NaN", "nan", "null", "None"} & set(cells)


def test_a_title_is_text(page, server):
    at = begin(page, server)
    page.click("[data-rename]")
    page.fill("#reply", "<img src=x onerror=alert(1)>")
    page.press("#reply", "Enter")
    page.wait_for_function("() => document.body.textContent.includes('onerror')")
    assert page.locator("img").count() == 0
    assert at


def test_killed_server_closed_page_and_cancel_lose_nothing(context, page, server):
    at = begin(page, server)
    run(page, at, 400)
    page.wait_for_function("() => document.getElementById('bar').value > 0")
    page.close()
    server.kill()
    server.start()
    folder = server.folder / "questions" / at.rpartition("/")[2]
    with watched(context, server) as page:
        page.goto(f"{at}/run")
        finished(page, "running")
        page.click("#cancel")
        finished(page, "stopped")
        (begun,) = (folder / "runs").iterdir()
        job = json.loads((begun / "job.json").read_text())
        deadline = time.monotonic() + 60
        while alive(job["pid"]) and time.monotonic() < deadline:
            page.wait_for_timeout(100)
        assert not alive(job["pid"])
        told = [json.loads(line) for line in (begun / "progress.jsonl").read_text().splitlines()]
        done = max(event["done"] for event in told if event["event"] == "progress")
        kept = in_the_store(server)
        assert len(kept) >= done > 0
        go_on_with(page, len(kept))
    after = in_the_store(server)
    assert set(kept) < set(after)
    assert len(set(after)) == len(after)  # none was made a second time


def go_on_with(page, kept: int) -> None:
    """Begin a stopped run again, until there are more replications than there were."""
    page.click("#run")
    finished(page, "running")
    page.wait_for_function(
        "n => Number(document.getElementById('count').textContent.match(/\\d+/)) > n",
        arg=kept,  # more than there are, so that one at least is new
    )
    page.click("#cancel")
    finished(page, "stopped")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_rows_of_a_large_city_can_be_reached_and_changed(page, server):
    page.goto(server.root)
    page.click('[data-post="/cities/dalian/ask"]')
    page.wait_for_url("**/city")
    page.wait_for_selector(".tabulator-row")
    count = page.evaluate("qipanTable.getDataCount()")
    assert count > 1000
    page.evaluate("n => qipanTable.scrollToRow(n - 1, 'center', true)", count)
    last = page.evaluate("n => qipanTable.getRow(n - 1).getData().id", count)
    page.wait_for_function("id => document.body.textContent.includes(id)", arg=last)
    page.click("[data-post$='/own']")
    page.wait_for_selector("input[type=file]", state="attached")
    page.wait_for_selector(".tabulator-row")
    page.evaluate("n => qipanTable.scrollToRow(n - 1, 'center', true)", count)
    with page.expect_response(lambda r: r.url.endswith("/city/table")) as edited:
        page.evaluate("n => qipanTable.getRow(n - 1).getCell('residents').setValue(4321)", count)
        page.evaluate("n => qipanTable.getRow(n - 1).getCell('grids').edit(true)", count)
        page.keyboard.press("Enter")
    assert edited.value.ok
    page.wait_for_selector("#table[data-settled=true]")
    page.reload()
    page.wait_for_selector(".tabulator-row")
    assert page.evaluate("n => qipanTable.getRow(n - 1).getData().residents", count) == 4321


DRAWN = """() => [..."福鼎社区"].map((letter) => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  pen.font = `40px ${getComputedStyle(document.body).fontFamily}`;
  pen.fillText(letter, 0, 60);
  return canvas.toDataURL();
})"""


def test_chinese_is_shown_where_no_font_has_it(context, chromium, server, tmp_path):
    """With no font but one of Latin letters, the one that the page brings along is taken."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    settings = tmp_path / "fonts.conf"
    settings.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{tmp_path}/c</cachedir>'
        "</fontconfig>"
    )
    latin = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    (folder / latin.name).write_bytes(latin.read_bytes())
    (cookie,) = [c for c in context.cookies() if c["name"] == COOKIE]
    with chromium(env={**os.environ, "FONTCONFIG_FILE": str(settings)}) as browser:
        bare = browser.new_context(locale="zh-CN")
        bare.set_default_timeout(WAIT)
        bare.add_cookies([cookie])
        page = bare.new_page()
        page.goto(server.root)
        page.wait_for_function(
            "() => [...document.fonts]"
            ".some((each) => each.family.includes('Han') && each.status == 'loaded')"
        )
        # What has no letter is drawn as the same box for every one.
        drawn = page.evaluate(DRAWN)
        assert len(set(drawn)) == len(drawn)


def overlapping(page) -> list[str]:
    """Return pairs of elements that show words or take clicks, and lie over each other."""
    return page.evaluate(
        """() => {
          const kinds = "h1,h2,p,button,.button,label,input,select,th,td,nav a,.brand,.language";
          const shown = [...document.querySelectorAll(kinds)].filter(
            (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true })
              && !each.closest(".tabulator, dialog, .unseen") && each.getClientRects().length);
          const found = [];
          const box = shown.map((each) => each.getBoundingClientRect());
          shown.forEach((one, i) => shown.forEach((other, k) => {
            if (k <= i || one.contains(other) || other.contains(one)) return;
            const wide = Math.min(box[i].right, box[k].right) - Math.max(box[i].left, box[k].left);
            const high = Math.min(box[i].bottom, box[k].bottom) - Math.max(box[i].top, box[k].top);
            if (wide > 2 && high > 2) found.push(`${one.outerHTML} / ${other.outerHTML}`);
          }));
          return found;
        }"""
    )


def words_of(page) -> str:
    """What a page shows, once it has come to rest."""
    page.wait_for_load_state("networkidle")
    return page.inner_text("main")


# Letters that stand on a Chinese page as they are: names, units, kinds of files, and what a user
# has called so.
LATIN = re.compile(r"[A-Za-z]{2,}")
ALLOWED = {
    *(
        "English",
        "Excel",
        "CSV",
        "Qipan",
        "km",
        "docx",
        "xlsx",
        "html",
        "yaml",
        "csv",
        "xls",
        "ods",
        "txt",
        "MB",
    ),
    *("Word", "pptx", "report", "tables", "plan", "Asia", "Shanghai", "scenario", "option"),
    "MSER",  # a rule for how long a warm-up must be
}


def has_no_english_word(page) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('code, pre, .path').forEach((e) => e.remove())")
    found = set(LATIN.findall(page.inner_text("body"))) - ALLOWED
    assert {word for word in found if not re.fullmatch(r"tiny\w*|[csg]\d+", word)} == set(), (
        page.url
    )


def loses_nothing_by_a_reload(page) -> None:
    before = words_of(page)
    fields = "[...document.querySelectorAll('main input, main select')].map((f) => f.value)"
    values = page.evaluate(fields)
    page.reload()
    assert words_of(page) == before, page.url
    assert page.evaluate(fields) == values, page.url


def nothing_lies_over_anything(page, screen: str, language: str) -> None:
    if screen == "answer":
        page.wait_for_selector("#sentence")
    assert overlapping(page) == [], page.url
    said = page.inner_text("nav") + page.inner_text("main h1")
    assert screen == "answer" or bool(HAN.search(said)) == (language == "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_screen_can_be_read_at_a_desk_and_on_a_telephone(page, answered, language):
    """What is looked for on several screens is looked for together: loading them takes longest."""
    at = answered[0]
    root, _, path = at.partition("/questions")
    page.goto(f"{root}/language/{language}?back=/questions{path}/city")
    for screen in SCREENS:
        page.set_viewport_size({"width": 390, "height": 900})
        page.goto(f"{at}/{screen}")
        nothing_lies_over_anything(page, screen, language)
        if language == "zh":
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, screen
        page.set_viewport_size({"width": 1280, "height": 900})
        page.reload()
        nothing_lies_over_anything(page, screen, language)
        if language == "zh":
            loses_nothing_by_a_reload(page)
            has_no_english_word(page)
    page.goto(f"{root}/language/zh")


def test_a_column_is_pasted_and_a_wrong_value_told_by_row(page, server):
    page.goto(server.root)
    page.click('[data-post="/cities/zhangjiagang/ask"]')
    page.wait_for_url("**/city")
    page.click("[data-post$='/own']")
    page.wait_for_selector("input[type=file]", state="attached")
    page.wait_for_selector(".tabulator-row")
    count = 100  # of the city's 273
    for third, shown in (("many", "#faults"), ("303", "#done")):
        values = [str(301 + n) for n in range(count)]
        values[2] = third
        page.locator('.tabulator-row [tabulator-field="residents"]').first.click()
        page.evaluate(
            """text => {
              const data = new DataTransfer();
              data.setData("text/plain", text);
              const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
              document.querySelector(".tabulator").dispatchEvent(event);
            }""",
            "\n".join(values),
        )
        page.wait_for_selector(f"{shown}:not([hidden])")
        said = page.inner_text(shown)
        assert ("3" in said and "many" in said) == (third == "many")
    page.reload()
    page.wait_for_selector(".tabulator-row")
    kept = page.evaluate("qipanTable.getData().map(row => row.residents)")
    assert kept[:count] == [301 + n for n in range(count)]


def test_the_whole_flow_by_keyboard(page, answered):
    """Up to the end of the run it is that of `answered`."""
    page.goto(f"{answered[0]}/run")
    finished(page)
    tab_to(page, "#see")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sentence")
    tab_to(page, "main .next a.first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pass_on")
    tab_to(page, 'a[href$="report.docx"]')
    with page.expect_download() as loading:
        page.keyboard.press("Enter")
    assert Path(loading.value.path()).read_bytes()[:2] == b"PK"


def test_levers_are_tried_on_release(page, answered):
    page.goto(f"{answered[0]}/whatif")
    slider = page.locator("details[open] input[type=range]").first
    slider.focus()
    slider.press("ArrowLeft")
    page.wait_for_selector("#shown[data-n]")
    assert page.locator("#results tr").count() == 4
    slider.press("ArrowLeft")
    page.wait_for_selector("#shown[data-n='8']")
    assert "[" in page.inner_text("#results")


def test_no_winner_where_nothing_can_be_told_apart(page, server):
    page.goto(server.root)
    page.click('[data-post="/cities/tiny/ask"]')
    page.wait_for_url("**/city")
    page.goto(page.url.replace("/city", "/options"))
    page.click("#add")  # as today in everything
    page.wait_for_selector("[data-drop]")
    at = page.url.removesuffix("/options")
    run(page, at, 2)
    finished(page)
    page.goto(f"{at}/answer")
    said = page.inner_text("#sentence")
    assert not re.search("最优|最好|胜出|优于", said), said
    assert page.locator(".winner, .best").count() == 0


def test_the_interrupt_of_the_terminal_ends_the_server(tmp_path):
    server = Server(tmp_path)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=60) in (0, 130, -signal.SIGINT)


def in_the_store(server) -> list[tuple[str, int]]:
    """Scenario and seed of every replication in the store."""
    tables = [
        pq.read_table(file, columns=["scenario", "seed"])
        for file in (server.folder / "store").rglob("*.parquet")
    ]
    return [(row["scenario"], row["seed"]) for table in tables for row in table.to_pylist()]


def test_a_table_of_communities_becomes_a_city(page, server, tmp_path):
    (tmp_path / "名册.xlsx").write_bytes(workbook())
    page.goto(f"{server.root}/roster")
    page.set_input_files("#file", tmp_path / "名册.xlsx")
    page.wait_for_selector("#make:not([disabled])")
    assert page.input_value('[data-role="residents"]') == "常住人口（人）"
    page.select_option('[data-role="residents"]', "")
    page.wait_for_selector("#faults:not([hidden])")
    assert page.is_disabled("#make")
    page.select_option('[data-role="residents"]', "常住人口（人）")
    page.wait_for_selector("#make:not([disabled])")
    page.click("#make")
    page.wait_for_url("**/city")
    page.wait_for_selector(".tabulator-row")
    assert "东门社区" in page.inner_text("#table")


def test_a_ledger_is_dropped_on_the_page(page, server):
    page.goto(server.root)
    text = "受理时间,诉求类型,区域,联系电话,处置情况\\n" + "".join(
        f"2023-01-{1 + n % 28:02d} 08:{n % 60:02d},路灯,西潞,13812345678,录入\\n" for n in range(60)
    )
    with page.expect_navigation(url="**/ledgers/*"):
        page.evaluate(
            """text => {
              const data = new DataTransfer();
              data.items.add(new File([text.replaceAll("\\\\n", "\\n")], "台账.csv"));
              const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true });
              document.querySelector(".drop").dispatchEvent(drop);
            }""",
            text,
        )
    page.wait_for_selector("[data-role=opened_at]")
    assert page.input_value("[data-role=opened_at]") == '["受理时间"]'
    page.select_option("[data-role=kind]", '["联系电话"]')
    assert page.is_disabled("#read")  # before it was looked at again
    page.click("button[value=look]")
    page.wait_for_selector(".fault")
    assert "电话号码" in page.inner_text(".fault") and "13812345678" not in page.content()
    assert overlapping(page) == []
    page.select_option("[data-role=kind]", '["诉求类型"]')
    page.select_option("[data-role=status]", '["处置情况"]')
    page.click("button[value=look]")
    page.wait_for_selector("#statuses")
    assert page.input_value('[data-status="录入"]') == ""
    page.select_option('[data-status="录入"]', "open")
    assert page.is_disabled("#read")  # before it was looked at again
    page.click("button[value=look]")
    page.wait_for_selector("#statuses tr:not(.changed) [data-status]")
    assert page.input_value('[data-status="录入"]') == "open"
    assert page.is_enabled("#read")
    page.click("button[value=forget]")
    page.wait_for_url(f"{server.root}/")
    assert not list((server.folder / "ledgers").rglob("ledger.csv"))

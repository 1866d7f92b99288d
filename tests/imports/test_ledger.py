"""A ledger is read by an allow-list of columns: alike in every form, and nothing personal kept."""

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from qipan.cli import app
from qipan.imports.ledgers.ledger import Ledger, read_ledger
from qipan.imports.ledgers.roles import status_of
from qipan.outcomes.ledger import CHANNELS, COLUMNS, STATUSES, VERDICTS

from .made import FORMS, Lines, csv_text, xlsx

HEADER = [
    *(
        "工单编号",
        "受理时间",
        "办结时间",
        "工单状态",
        "问题大类",
        "问题小类",
        "所属街道",
        "所属社区",
    ),
    *("承办单位", "工单来源", "主工单号", "催办次数", "是否满意", "主要内容", "联系电话"),
]
ENGLISH = [
    *("case id", "opened date", "closed date", "case status", "category", "subcategory"),
    *("subdistrict", "community", "agency", "channel", "parent SR number", "repeat calls"),
    *("satisfied", "description", "phone"),
]
SECRET = "13812345678"


def made(rows: int = 60) -> list[list[object]]:
    lines: list[list[object]] = [list(HEADER)]
    for n in range(rows):
        opened = pd.Timestamp("2024-03-01 08:00") + pd.Timedelta(hours=31 * n, minutes=7 * n)
        closed = opened + pd.Timedelta(hours=5 + n % 40)
        is_open, gone = n % 10 == 3, n % 15 == 7
        lines.append(
            [
                f"GD{20240000 + n}",
                opened.strftime("%Y-%m-%d %H:%M:%S"),
                "" if is_open else closed.strftime("%Y-%m-%d %H:%M:%S"),
                "处置中" if is_open else "已作废" if gone else "已办结",
                ("环境卫生", "噪声扰民", "物业管理")[n % 3],
                ("垃圾清运", "施工噪声", "停水停电")[n % 3],
                ("城东街道", "城西街道")[n % 2],
                ("青山社区", "明月社区", "绿水社区", "和平社区")[n % 4],
                ("城管局", "住建局")[n % 2],
                ("12345热线", "网格上报")[n % 2],
                f"GD{20240000 + n - 1}" if n % 6 == 5 else "",
                n % 3,
                ("是", "否", "")[n % 3],
                f"来电人张三反映，电话{SECRET}",
                SECRET,
            ]
        )
    return lines


def command(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def imported(folder: Path, content: bytes | Lines, *options: str, name: str = "t.csv") -> str:
    code, said = attempted(folder, content, *options, name=name)
    assert code == 0, said
    return said


def attempted(
    folder: Path, content: bytes | Lines, *options: str, name: str = "t.csv"
) -> tuple[int, str]:
    raw = content if isinstance(content, bytes) else csv_text(content).encode("gb18030")
    (folder / name).write_bytes(raw)
    out = str(folder / "l.parquet")
    return command("import", "ledger", str(folder / name), "--out", out, *options)


def ledger_in(folder: Path) -> Ledger:
    return read_ledger(folder / "l.parquet")


def test_a_ledger_is_read(tmp_path: Path) -> None:
    said = imported(tmp_path, made(), "--title", "工单台账", "--zone", "Asia/Shanghai")
    ledger = ledger_in(tmp_path)
    frame = ledger.frame
    assert list(frame.columns) == [
        *("id", "opened_at", "closed_at", "ended_at", "ending", "status", "kind", "kind_2"),
        *("area", "area_2", "department", "source", "parent", "repeats", "satisfied"),
    ]
    assert len(frame) == 60 and ledger.provenance.rows == 60
    assert frame["id"].tolist() == list(range(60))
    assert frame["opened_at"].is_monotonic_increasing
    assert frame["opened_at"][0] == pd.Timestamp("2024-03-01 08:00")
    assert set(frame["ending"].dropna()) == {"closed", "cancelled"}
    assert (frame["ending"] == "cancelled").sum() == (frame["ended_at"].notna()).sum() == 4 - 0
    assert not (frame["closed_at"].notna() & frame["ended_at"].notna()).any()
    assert frame["ending"].isna().sum() == 6
    assert frame["parent"][5] == 4 and pd.isna(frame["parent"][4])
    assert frame["satisfied"].tolist()[:2] == [True, False] and pd.isna(frame["satisfied"][2])
    assert ledger.provenance.zone == "Asia/Shanghai" and ledger.provenance.title == "工单台账"
    assert "Never read: 主要内容, 联系电话" in said


def everything_written(folder: Path, source: str) -> bytes:
    return b"".join(
        path.name.encode() + path.read_bytes() for path in folder.iterdir() if path.name != source
    )


def test_what_is_not_mapped_is_never_written(tmp_path: Path) -> None:
    said = imported(tmp_path, made())
    written = everything_written(tmp_path, "t.csv")
    for secret in (SECRET, "张三", "来电人", "GD2024"):
        assert secret not in said
        assert secret.encode() not in written
    kept = read_ledger(tmp_path / "l.parquet").frame.to_csv()
    assert "GD2024" not in kept and SECRET not in kept


PERSONAL: dict[str, Callable[[int], str]] = {
    "phone": lambda n: f"138{n:04d}{5678 + n}",
    "fixed line": lambda n: f"0571-8{7000000 + n}",
    "identity": lambda n: f"110105195{n % 10}0{1 + n % 9}12{100 + n}X",
    "mail": lambda n: f"wang{n}@example.com",
    "name": lambda n: "王李张刘陈杨黄赵吴周"[n % 10] + "伟芳娜敏静丽强磊"[n % 8] + "洋勇"[n % 2],
    "title": lambda n: "王李张刘陈"[n % 5] + "女士",
    "english name": lambda n: f"{('John', 'Mary', 'Linda')[n % 3]} Smith{'abcdefg'[n % 7]}",
    "address": lambda n: f"城东路{n + 1}号{n % 9 + 1}栋{n % 30 + 101}室",
    "street": lambda n: f"{100 + n} Main Street",
}


@pytest.mark.parametrize("sort", PERSONAL)
@pytest.mark.parametrize("column", range(13))
def test_personal_data_in_any_column_is_refused_or_dropped(
    tmp_path: Path, sort: str, column: int
) -> None:
    lines = made(120)
    secrets = [PERSONAL[sort](n) for n in range(len(lines) - 1)]
    for line, secret in zip(lines[1:], secrets, strict=True):
        line[column] = secret
    code, said = attempted(tmp_path, lines)
    written = everything_written(tmp_path, "t.csv") if code == 0 else b""
    if code == 0:
        assert HEADER[column] in ("工单编号", "主工单号", "是否满意")  # used or asked, and not kept
        written += read_ledger(tmp_path / "l.parquet").frame.to_csv().encode()
    else:
        assert code == 2 and HEADER[column] in said
        assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
    for secret in secrets:
        assert secret not in said
        assert secret.encode() not in written


DATED: dict[str, Callable[[pd.Timestamp, int], str]] = {
    "dash": lambda day, n: f"{day:%Y%m%d}-{n:04d}",
    "like an identity number": lambda day, n: f"440306{day:%Y%m%d}{n:04d}",
    "like a phone number": lambda day, n: f"{day:%y%m%d}{n:05d}",
}


def with_numbers(form: Callable[[pd.Timestamp, int], str]) -> list[list[object]]:
    lines = made(120)
    for n, line in enumerate(lines[1:]):
        line[0], line[10] = form(pd.Timestamp(str(line[1])), n), ""
    return lines


@pytest.mark.parametrize("form", DATED)
def test_a_day_in_the_numbers_of_requests_is_nothing_personal(tmp_path: Path, form: str) -> None:
    """Opened in 2015, a number that begins with the day looks like a phone: 150301 and on."""
    lines = with_numbers(DATED[form])
    if form == "like a phone number":
        for n, line in enumerate(lines[1:]):
            opened = pd.Timestamp(str(line[1])) - pd.DateOffset(years=9)
            line[1], line[2], line[3] = str(opened), "", "处置中"
            line[0] = DATED[form](opened, n)
    code, said = attempted(tmp_path, lines)
    assert code == 0, said
    assert "hold the day of opening" in said and " 0 hold another day" in said
    number = str(lines[5][0])
    assert number.encode() not in everything_written(tmp_path, "t.csv")
    assert number not in read_ledger(tmp_path / "l.parquet").frame.to_csv()


def test_numbers_of_another_day_than_the_opening_are_counted(tmp_path: Path) -> None:
    lines = with_numbers(DATED["dash"])
    for line in lines[1:7]:
        line[0] = "20230101" + str(line[0])[8:]
    code, said = attempted(tmp_path, lines)
    assert code == 0 and "6 hold another day" in said


def test_numbers_that_look_personal_and_hold_no_day_are_refused(tmp_path: Path) -> None:
    for form in (lambda _, n: f"138{n:08d}", lambda _, n: f"44030619800{n % 9 + 1:d}15{n:04d}"):
        code, said = attempted(tmp_path, with_numbers(form))
        assert code == 2 and "工单编号" in said


def test_a_row_of_data_taken_for_a_header_is_not_told(tmp_path: Path) -> None:
    lines = [["受理时间", "问题大类", f"电话{SECRET}"], ["2024-05-03 10:00", "噪声", "x"]]
    code, said = attempted(tmp_path, [*lines, *[lines[1]] * 9])
    assert code == 0 and SECRET not in said and "column" in said
    assert SECRET.encode() not in everything_written(tmp_path, "t.csv")


SAME: dict[str, Callable[[list[list[object]]], bytes]] = {
    **FORMS,
    "shuffled": lambda lines: csv_text(
        [lines[0], *random.Random(3).sample(lines[1:], len(lines) - 1)]
    ).encode(),
    "english": lambda lines: csv_text([ENGLISH, *lines[1:]]).encode(),
    "columns turned": lambda lines: csv_text([line[::-1] for line in lines]).encode(),
    "titled": lambda lines: xlsx(("一", [["某区工单明细表"], [], *lines, ["合计", 60]])),
    "two sheets": lambda lines: xlsx(("一", lines[:30]), ("二", [lines[0], *lines[30:]])),
    "chinese dates": lambda lines: csv_text([list(map(_chinese, line)) for line in lines]).encode(),
    "real times": lambda lines: xlsx(("一", [list(map(_as_time, line)) for line in lines])),
}


def _chinese(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith("2024-"):
        return pd.Timestamp(cell).strftime("%Y年%m月%d日 %H：%M：%S")
    return cell


def _as_time(cell: object) -> object:
    is_time = isinstance(cell, str) and cell.startswith("2024-")
    return pd.Timestamp(cell).to_pydatetime() if is_time else cell


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("reference")
    imported(folder, made())
    return (folder / "l.parquet").read_bytes()


@pytest.mark.parametrize("form", SAME)
def test_the_same_requests_are_the_same_bytes(tmp_path: Path, form: str, reference: bytes) -> None:
    lines = made()
    if form == "table.parquet":
        lines = [[str(cell) for cell in line] for line in lines]
    imported(tmp_path, SAME[form](lines), name="other.bin")
    assert (tmp_path / "l.parquet").read_bytes() == reference


def test_renamed_columns_are_read_by_a_map(tmp_path: Path, reference: bytes) -> None:
    lines = made()
    lines[0] = [f"字段{chr(65 + n)}" for n in range(len(HEADER))]
    roles = [
        *("id", "opened_at", "closed_at", "status", "kind", "kind_2", "area_2", "area_3"),
        *("department", "source", "parent", "repeats", "satisfied"),
    ]
    columns = "".join(f"  {role}: {name}\n" for role, name in zip(roles, lines[0], strict=False))
    (tmp_path / "m.yaml").write_text(f"columns:\n{columns}", "utf-8")
    imported(tmp_path, lines, "--map", str(tmp_path / "m.yaml"))
    assert (tmp_path / "l.parquet").read_bytes() == reference


def a_run(language: str) -> Lines:
    """Return a ledger as a run writes it: its headers, and each of its words."""
    lines: list[list[object]] = [list(COLUMNS if language == "en" else COLUMNS.values())]
    for n in range(60):
        status = list(STATUSES)[n % len(STATUSES)]
        closed = "2024-06-02T08:00:00" if status == "closed" else ""
        ended = "" if status in ("open", "closed") else "2024-06-03T08:00:00"
        verdict = list(VERDICTS)[n % 3]
        words = (STATUSES[status], VERDICTS[verdict]) if language == "zh" else (status, verdict)
        lines.append(
            [
                *(f"c0001-noise-{n}", f"2024-06-01T08:{n:02d}:00", "", closed, closed, ended),
                *("2024-06-08T08:00:00", words[0], "noise", "噪声", "c0001", "s001", "police"),
                *(list(CHANNELS)[n % 2], "estate", n % 3, 0, 0, words[1]),
            ]
        )
    return lines


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_run_of_qipan_is_read_without_a_map(tmp_path: Path, language: str) -> None:
    imported(tmp_path, a_run(language))
    frame = ledger_in(tmp_path).frame
    assert list(frame.columns) == [
        *("id", "opened_at", "closed_at", "ended_at", "due_at", "ending", "status", "kind"),
        *("area", "area_2", "department", "source", "repeats", "satisfied"),
    ]
    assert frame["status"].tolist()[:6] == [
        *("open", "closed", "cancelled", "cancelled", "duplicate", "transferred"),
    ]
    assert frame["ending"].tolist()[1:6] == frame["status"].tolist()[1:6]
    assert frame.loc[0, ["kind", "area", "area_2"]].tolist() == ["noise", "s001", "c0001"]
    assert frame["satisfied"].tolist()[1:3] == [False, True]


def test_date_and_time_may_be_apart(tmp_path: Path) -> None:
    rows = [[f"5/{day}/2024", "2:05 PM", "噪声"] for day in range(1, 29)]
    imported(tmp_path, [["CREATION DATE", "CREATION TIME", "category"], *rows])
    assert ledger_in(tmp_path).frame["opened_at"][2] == pd.Timestamp("2024-05-03 14:05")
    assert 'opened_at: ["CREATION DATE", "CREATION TIME"]' in (tmp_path / "l.map.yaml").read_text()


def test_times_of_a_zone_are_turned_into_local_ones(tmp_path: Path) -> None:
    rows = [[f"2024-05-{day:02d}T06:05:00Z", "噪声"] for day in range(1, 29)]
    lines = [["create_time", "category"], *rows]
    code, said = attempted(tmp_path, lines)
    assert code == 2 and "--zone" in said
    code, said = attempted(tmp_path, lines, "--zone", "Asia/Shangai")
    assert code == 2 and "did you mean 'Asia/Shanghai'" in said
    imported(tmp_path, lines, "--zone", "Asia/Shanghai")
    assert ledger_in(tmp_path).frame["opened_at"][2] == pd.Timestamp("2024-05-03 14:05")


def test_levels_in_one_column_are_taken_apart(tmp_path: Path) -> None:
    rows = [[f"2024-05-{day:02d} 10:00", "市容->垃圾->清运"] for day in range(1, 15)]
    imported(tmp_path, [["受理时间", "问题分类"], *rows])
    frame = ledger_in(tmp_path).frame
    assert frame.loc[0, ["kind", "kind_2", "kind_3"]].tolist() == ["市容", "垃圾", "清运"]


def change(lines: list[list[object]], column: str, values: dict[int, object]) -> None:
    place = HEADER.index(column)
    for row, value in values.items():
        lines[row][place] = value


def test_few_bad_rows_are_refused_by_number_and_reason(tmp_path: Path) -> None:
    lines = made()
    change(lines, "受理时间", {5: "", 9: "不详"})
    change(lines, "办结时间", {11: "2020-01-01 00:00"})
    imported(tmp_path, lines)
    rejected = (tmp_path / "l.rejected.csv").read_text("utf-8-sig").splitlines()
    assert rejected == [
        "table,row,reason",
        "1,6,no opening time",
        "1,10,opened_at is not a time that is known",
        "1,12,ended before it was opened",
    ]
    assert len(ledger_in(tmp_path).frame) == 57


BAD: dict[str, tuple[Callable[[list[list[object]]], None], str]] = {
    "no opening time": (lambda lines: change(lines, "受理时间", {0: "甲"}), "no column opened_at"),
    "unreadable times": (
        lambda lines: change(lines, "受理时间", dict.fromkeys(range(1, 20), "上周")),
        "19 of 60 rows hold no time",
    ),
    "closings first": (
        lambda lines: change(lines, "办结时间", dict.fromkeys(range(1, 10), "2020-01-01 00:00")),
        "ended before it was opened",
    ),
    "day or month": (
        lambda lines: change(lines, "受理时间", {n: f"{n % 6 + 1}/7/2024" for n in range(1, 61)}),
        "day and month cannot be told apart",
    ),
    "one number twice": (
        lambda lines: change(lines, "工单编号", {31: lines[30][0]}),
        "repeat the number of another",
    ),
    "status against times": (
        lambda lines: change(lines, "工单状态", dict.fromkeys(range(1, 31), "处置中")),
        "the status contradicts the times",
    ),
    "addresses": (
        lambda lines: change(lines, "所属社区", {n: f"城东路西段{n}旁" for n in range(1, 61)}),
        "looks like addresses",
    ),
    "no counts": (
        lambda lines: change(lines, "催办次数", {7: "很多"}),
        "1 rows hold no count",
    ),
}


@pytest.mark.parametrize("sort", BAD)
def test_bad_ledgers_are_refused_whole(tmp_path: Path, sort: str) -> None:
    spoil, said = BAD[sort]
    lines = made()
    spoil(lines)
    code, told = attempted(tmp_path, lines)
    assert code == 2 and said in told
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_everything_bad_is_told_at_once(tmp_path: Path) -> None:
    lines = made()
    for sort in ("closings first", "one number twice", "addresses", "no counts"):
        BAD[sort][0](lines)
    code, told = attempted(tmp_path, lines)
    assert code == 2
    assert all(BAD[s][1] in told for s in ("closings first", "one number twice", "addresses"))
    code, told = attempted(tmp_path, made(), "--arrivals-only")
    assert code == 0 and "closed_at" not in ledger_in(tmp_path).frame


def test_kinds_without_levels_may_not_be_too_many(tmp_path: Path) -> None:
    rows = [["2024-05-03 10:00", f"类别甲{n // 5}型"] for n in range(5 * 201)]
    code, said = attempted(tmp_path, [["受理时间", "问题分类"], *rows])
    assert code == 2 and "201 kinds and no levels" in said


def test_two_encodings_are_refused(tmp_path: Path) -> None:
    text = csv_text(made())
    code, said = attempted(tmp_path, text.encode() + csv_text(made()[1:]).encode("gb18030"))
    assert code == 2 and "two encodings in one file" in said


def test_numbers_that_a_spreadsheet_has_cut_name_nothing(tmp_path: Path) -> None:
    lines = made()
    change(lines, "工单编号", dict.fromkeys(range(1, 61), "1.23E+17"))
    said = imported(tmp_path, lines)
    assert "a spreadsheet has cut 60 numbers" in said
    assert len(ledger_in(tmp_path).frame) == 60 and "parent" not in ledger_in(tmp_path).frame


def test_repeated_rows_and_assisting_departments_count_once(tmp_path: Path) -> None:
    lines = made()
    lines = [[*line, "主协办" if n == 0 else "主办"] for n, line in enumerate(lines)]
    assisting = [*lines[4][:-1], "协办"]
    assisting[HEADER.index("承办单位")] = "住建局"
    said = imported(tmp_path, [*lines, lines[9], assisting])
    assert "1 repeated rows left out" in said
    assert "1 assisting departments (协办) left out" in said
    assert len(ledger_in(tmp_path).frame) == 60


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    said = imported(tmp_path, made(), "--preview")
    assert "60 requests" in said and [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_what_should_not_be_trusted_is_noted(tmp_path: Path) -> None:
    rows = [[f"2024-{1 + n // 28:02d}-{1 + n % 28:02d}", f"{n}"] for n in range(84)]
    rows += [["2024-05-03", "x"], ["2024-05-03", "y"]]
    lines = [["受理时间", "办结时间"], *([opened, opened] for opened, _ in rows)]
    said = imported(tmp_path, lines)
    for note in (
        "86 requests in 18 weeks",
        "no request between 2024-03-28 and 2024-05-03",
        "opened_at is stamped to the day",
        "all requests are closed",
        "86 of 86 were closed at once",
    ):
        assert note in said


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("已办结", "closed"),
        ("未办结", "open"),
        ("按期办结", "closed_in_time"),
        ("超期办结", "closed_late"),
        ("已作废", "cancelled"),
        ("退单", "transferred"),
        ("重复件", "duplicate"),
        ("处置中", "open"),
        ("In Progress", "open"),
        ("RESOL", "closed"),
        ("办理中", "open"),
        ("某某", None),
    ],
)
def test_words_of_the_status(word: str, status: str | None) -> None:
    assert status_of(word) == status


def test_words_that_are_not_known_are_said_by_the_map(tmp_path: Path) -> None:
    lines = made()
    change(lines, "工单状态", {n: "甲级" for n in range(1, 61) if lines[n][3] == "已办结"})
    said = imported(tmp_path, lines)
    assert "1 words of 工单状态 are not known" in said
    kept = tmp_path / "l.map.yaml"
    mapped = tmp_path / "m.yaml"
    mapped.write_text(kept.read_text("utf-8") + "statuses: {甲级: closed}\n", "utf-8")
    said = imported(tmp_path, lines, "--map", str(mapped), "--replace")
    assert "not known" not in said
    assert (ledger_in(tmp_path).frame["status"] == "closed").sum() == 50
    mapped.write_text(kept.read_text("utf-8") + "statuses: {甲级: done}\ndates: x\n", "utf-8")
    code, said = attempted(tmp_path, lines, "--map", str(mapped), "--replace")
    assert code == 2 and "statuses.甲级: unknown status" in said and "dates: unknown" in said

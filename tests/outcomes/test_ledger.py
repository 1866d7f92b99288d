"""A run as a ledger: what stands in it, that it is the run's, and that it is written whole."""

import csv
import datetime
import io
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli.__main__ import app
from qipan.outcomes.frames import ENDINGS
from qipan.outcomes.ledger import CHANNELS, COLUMNS, LEVELS, STATUSES
from qipan.runs.ledger_file import LedgerError, check_ledger, write_ledger

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
SCENARIO = qipan.load(TINY).revise(
    {
        "issues.kinds.refuse.never_share": 0.2,
        "issues.kinds.refuse.other_endings": {"cancelled": {"share": 0.2, "after_days": 1}},
    }
)
RUN = qipan.simulate(SCENARIO, 1)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_words_are_of_the_engine() -> None:
    from qipan.engine import codes

    assert tuple(STATUSES) == ENDINGS
    assert tuple(CHANNELS) == codes.CHANNELS and tuple(LEVELS) == codes.LEVELS


def test_a_ledger_has_a_row_for_each_ticket_of_the_measured_days() -> None:
    ledger = RUN.ledger()
    tickets = RUN.tickets[RUN.tickets.measured]
    assert list(ledger.columns) == list(COLUMNS)
    assert len(ledger) == len(tickets) > 50 and ledger["id"].is_unique
    assert ledger["status"].value_counts().to_dict() == {
        name: number for name, number in tickets.ending.value_counts().items() if number
    }
    assert {"open", "closed", "cancelled"} <= set(ledger["status"])


def test_its_times_are_those_of_the_run_and_say_nothing_of_what_has_not_happened() -> None:
    ledger, tickets = RUN.ledger(), RUN.tickets[RUN.tickets.measured]
    first = np.datetime64(SCENARIO.document.horizon.first_day.isoformat(), "s")
    ids = [f"{t.community}-{t.kind}-{t.ordinal}" for t in tickets.itertuples()]
    joined = tickets.assign(id=ids).merge(ledger, on="id", suffixes=("_of_run", ""))
    assert len(joined) == len(ledger)
    for column in ("opened", "responded", "first_closed", "closed"):
        hours = joined[f"{column}_hours"]
        assert ((joined[column] == "") == hours.isna()).all()
        told = joined.loc[hours.notna(), column].to_numpy("datetime64[s]")
        late = hours.dropna().to_numpy() * 3600 - (told - first).astype(float)
        assert (late >= -1e-3).all() and (late < 1).all()
    allowed = joined["deadline"].to_numpy("datetime64[s]") - joined["opened"].to_numpy(
        "datetime64[s]"
    )
    document = SCENARIO.document
    sla = [document.issues.sla_hours[document.issues.kinds[k].sla_class] for k in joined["kind"]]
    assert np.allclose(allowed.astype(float), np.array(sla) * 3600, atol=1.01)
    started = document.horizon.start.isoformat()
    assert (ledger["opened"] >= started).all() and ledger["opened"].is_monotonic_increasing


def test_names_are_those_of_the_scenario() -> None:
    ledger, document = RUN.ledger(), SCENARIO.document
    for row in ledger.itertuples():
        kind = document.issues.kinds[row.kind]
        assert (row.category, row.department) == (kind.title.en, kind.department)
        assert row.community in RUN.record.city.places.ids
        assert row.subdistrict in RUN.record.city.places.subdistrict_ids


def test_in_chinese_header_and_words_are_chinese_and_codes_the_same() -> None:
    english, chinese = RUN.ledger(), RUN.ledger("zh")
    assert list(chinese.columns) == list(COLUMNS.values())
    assert list(chinese["工单编号"]) == list(english["id"])
    assert list(chinese["工单状态"]) == [STATUSES[word] for word in english["status"]]
    assert list(chinese["受理渠道"]) == [CHANNELS[word] for word in english["channel"]]


# -- on disk ---------------------------------------------------------------------------------------


def test_equal_runs_give_equal_bytes_and_a_mark_only_if_asked(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    write_ledger(RUN.ledger("zh"), one, bom=True)
    write_ledger(qipan.simulate(SCENARIO, 1).ledger("zh"), two)
    assert one.read_bytes() == b"\xef\xbb\xbf" + two.read_bytes()
    assert rows(one) == rows(two) and len(rows(two)) == len(RUN.ledger())
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["one.csv", "two.csv"]


def test_an_older_ledger_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    for language in ("en", "zh", "en"):
        write_ledger(RUN.ledger(language), path, bom=True)
    other = tmp_path / "budget.csv"
    other.write_text("year,yuan\n2019,3\n")
    with pytest.raises(LedgerError, match="is there already and is no ledger"):
        write_ledger(RUN.ledger(), other)
    assert other.read_text() == "year,yuan\n2019,3\n"


@pytest.mark.parametrize(
    ("name", "said"), [("missing/ledger.csv", "there is no folder"), (".", "is a folder")]
)
def test_where_none_can_be_written_is_found_out_before_the_run(
    tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(LedgerError, match=said):
        check_ledger(tmp_path / name)
    out = tmp_path / "results"
    command = ["run", str(TINY), "--ledger", str(tmp_path / name), "--out", str(out)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2 and said in result.output
    assert not out.exists() and not list(tmp_path.iterdir())


def test_a_mark_without_a_ledger_is_refused(tmp_path: Path) -> None:
    command = ["run", str(TINY), "--bom", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2 and "--ledger" in result.output


def test_the_command_writes_the_first_replication(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    command = ["run", str(TINY), "--days", "10", "--replications", "1", "--lang", "zh", "--bom"]
    command += ["--ledger", str(path), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    first = qipan.replicate(qipan.load(TINY).revise({"horizon.days": 10}), 1, ledger="zh").ledger
    assert first is not None
    assert [row["工单编号"] for row in rows(path)] == list(first["工单编号"])
    assert all(datetime.datetime.fromisoformat(row["受理时间"]) for row in rows(path))

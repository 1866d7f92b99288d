"""What numbers stand on, told in both languages, on the terminal, in reports and manifests."""

import json
import re
import warnings
from pathlib import Path

import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.report.parts.cautions import caution_items
from qipan.report.parts.standing_items import standing_items
from qipan.runs.cautions import cautions

TINY = Path(__file__).parents[3] / "scenarios" / "tiny.yaml"
FUTURE = qipan.load(TINY).revise(
    {
        "horizon": {"start": "2026-03-01", "days": 40, "warm_up_days": 10},
        "policy": {"sent_down": {"on": True}, "fund": {"on": True}},
    }
)
OTHER = FUTURE.revise(
    {
        "name": "other",
        "title": {"en": "Another", "zh": "另一"},
        "policy.sent_down.full_time_per_community": 4,
    }
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("given for 2026", "2 in all", "budgets pay 41% at most", "40 days are measured"),
        ),
        ("zh", ("2026 年未给出法定节假日", "共 2 名", "其他预算最多支付其中 41%", "只统计 40 天")),
    ],
)
def test_a_report_tells_them(language, words) -> None:
    said = "\n".join(standing_items([FUTURE], language, of_money=True))
    assert all(word in said for word in words)
    assert len(standing_items([FUTURE], language)) < len(said.split("\n"))
    cautious = standing_items([FUTURE], language, cautions_only=True)
    assert words[0] in cautious[0] and words[1] not in "".join(cautious)


def test_what_is_true_of_all_is_told_once() -> None:
    en = standing_items([FUTURE, OTHER], "en")
    assert sum("given for 2026" in item for item in en) == 1
    assert any(item.startswith("Another: sends 4 full-time") and "8 in all" in item for item in en)


def test_runs_tell_them_in_cautions_and_reports() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", qipan.QipanWarning)
        runs = qipan.replicate(FUTURE, n=2)
    assert any("given for 2026" in sentence for sentence in cautions(runs))
    assert any("2 in all" in sentence for sentence in cautions(runs))
    assert any("2026 年未给出法定节假日" in item for item in caution_items([runs], "zh"))


def test_the_command_says_it_once_and_writes_it_down(tmp_path: Path) -> None:
    file = tmp_path / "future.yaml"
    file.write_text(
        f"extends: {TINY}\nname: future\nhorizon: {{start: 2026-03-01, days: 20}}\n"
        "policy: {sent_down: {on: true}}\n",
        encoding="utf-8",
    )
    other = tmp_path / "other.yaml"
    other.write_text("extends: future.yaml\nname: other\npolicy: {burden: {on: true}}\n")
    for arguments in (["run", file], ["compare", file, other]):
        folder = tmp_path / str(arguments[0])
        options = ["--replications", "2", "--out", str(folder)]
        options += ["--report"] if arguments[0] == "run" else []
        done = CliRunner().invoke(app, [*map(str, arguments), *options])
        assert done.exit_code == 0, done.output
        said = re.sub(r"\s+", " ", done.stdout).lower()
        assert said.count("no public holidays are given for 2026") == 1
        assert said.count("sends 1 full-time cadre to each of 2 communities: 2 in all") == 1
        assert "QipanWarning" not in done.output
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        assert any("2026" in line for line in manifest["scenarios"][0]["standing"])
        page = (folder / "report.html").read_text(encoding="utf-8")
        assert "o public holidays are given for 2026" in page

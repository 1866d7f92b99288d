"""A chart that cannot be drawn takes nothing with it."""

from pathlib import Path

import pytest

import qipan
from qipan.cli import pipeline
from qipan.report.attempted import NOTE, attempted
from qipan.runs.result_folder import MANIFEST, METRICS
from qipan.words import Words

ROOT = Path(__file__).parents[2]


def test_what_fails_leaves_a_note_and_the_others_their_files() -> None:
    files = attempted(lambda: {"a.png": b"a"}, lambda: {"b.png": 1 / 0}, lambda: {"c.png": b"c"})
    assert files.keys() == {"a.png", "c.png", NOTE}
    assert "ZeroDivisionError" in files[NOTE].decode()


def test_results_are_written_though_nothing_can_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_font(*_: object, **__: object) -> None:
        raise RuntimeError("no such letter")

    monkeypatch.setattr(pipeline, "chart_files", no_font)
    scenario = qipan.load(ROOT / "scenarios" / "tiny.yaml")
    short = scenario.revise({"horizon.days": 4, "horizon.warm_up_days": 0})
    folder = tmp_path / "out"
    nothing = Words.of("nothing", "无")
    assert pipeline.carried_out(
        lambda _: qipan.replicate(short, n=1), folder, jobs=1, nothing=nothing
    )
    assert (folder / MANIFEST).is_file() and (folder / METRICS).is_file()
    assert "no such letter" in (folder / NOTE).read_text()
    assert "no such letter" in capsys.readouterr().out

"""What a stopped run may do to results that are there already."""

import threading
from pathlib import Path

import qipan
from qipan.experiments.replications import Replication
from qipan.experiments.result_folder import read_result_folder
from qipan.report.run_command import _spared, run_and_report

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"


def test_a_stopped_run_keeps_what_is_finished_and_spares_a_complete_result(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    assert run_and_report(qipan.load(TINY), folder, 2, 1, 1, False)
    stop = threading.Event()

    def stop_after_three(replication: Replication) -> None:
        if replication.number == 2:
            stop.set()

    stopped = qipan.replicate(TINY, n=500, progress=stop_after_three, stop=stop)
    assert 3 <= len(stopped) < 500 and not stopped.complete
    assert _spared(folder, stopped) == tmp_path / "tiny-stopped"
    assert read_result_folder(folder).manifest["replications"] == {"finished": 2, "wanted": 2}

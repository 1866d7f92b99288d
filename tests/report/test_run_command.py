"""What a stopped run may do to results that are there already."""

import threading
from pathlib import Path

import qipan
from qipan.cli.pipeline import _spared, carried_out
from qipan.runs.result_folder import read_result_folder
from qipan.runs.runs import Replication
from qipan.words import Words

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"


def test_a_stopped_run_keeps_what_is_finished_and_spares_a_complete_result(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    runs = qipan.replicate(TINY, n=2)
    assert carried_out(lambda _: runs, folder, jobs=1, nothing=Words("", ""))
    stop = threading.Event()

    def stop_after_three(replication: Replication) -> None:
        if replication.number == 2:
            stop.set()

    stopped = qipan.replicate(TINY, n=500, progress=stop_after_three, stop=stop)
    assert 3 <= len(stopped) < 500 and not stopped.complete
    assert _spared(folder, stopped.complete) == tmp_path / "tiny-stopped"
    assert read_result_folder(folder).manifest["replications"] == {"finished": 2, "wanted": 2}

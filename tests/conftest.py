"""What holds for all tests: none may fail since of where, or beside what, the suite runs."""

import gc
import signal
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from .pictures import SMALL

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

TESTS = Path(__file__).parent
# Files that take longest, the longest first: where workers share the suite by files, none is left
# at its end with one of these while the others have nothing to do.
LONGEST = (
    "docs/test_code_blocks.py",
    "workbench/test_browser.py",
    "oracles/test_closed_forms.py",
    "test_cities.py",
    "runs/test_executors.py",
    "fuzz/test_scenario_files.py",
    "test_reproduce.py",
    "report/test_compare_command.py",
    "studies/sweep/test_sweep.py",
)


# Where tests are about what is drawn. Elsewhere the charts of a command take longer than what a
# test is about, and a small picture stands for each; one test of every kind of report is marked.
DRAWN = ("charts/", "report/comparison/", "report/render/", "report/run/", "report/test_run_charts")


@pytest.fixture(autouse=True)
def small_pictures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no charts, unless a test is about them or is marked so."""
    place = request.path.relative_to(TESTS).as_posix()
    if not place.startswith(DRAWN) and request.node.get_closest_marker("draws") is None:
        monkeypatch.setattr("qipan.report.document.Chart.files", SMALL)


def pytest_collection_finish() -> None:
    """Look for cycles in what tests make alone, not in libraries and tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


# What a shell starts in the background, as a server of tests does, ignores Ctrl-C, and so does all
# that it starts: tests that send one would wait for ever.
ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
if ignored and threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

"""A workbench without a server, its workspace in a folder of the test."""

import subprocess
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx")

from starlette.testclient import TestClient

from qipan.workbench.app import Workbench
from qipan.workbench.guard import ASKED, HEADER, Keys
from qipan.workbench.jobs import Jobs
from qipan.workbench.workspace import Workspace

from ..pictures import PROGRAM

HOST = "127.0.0.1:9"


def begun_without_charts(program: list[str], **more: object) -> "subprocess.Popen[bytes]":
    """Start what a workbench does, but that it draws no charts."""
    assert program[1:3] == ["-m", "qipan.cli"]
    return subprocess.Popen([*PROGRAM, *program[3:]], **more)


@pytest.fixture(autouse=True, scope="module")
def jobs_without_charts() -> Iterator[None]:
    """As in tests of commands; `test_browser` has a server of its own, and charts."""
    started = SimpleNamespace(Popen=begun_without_charts, DEVNULL=subprocess.DEVNULL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qipan.workbench.jobs.subprocess", started)
        yield


class Bench:
    def __init__(self, folder, most=0):
        self.workspace = Workspace(folder)
        self.keys = Keys(folder)
        self.jobs = Jobs(self.workspace, most=most)  # nothing is begun unless a test says so
        hosts = frozenset({HOST})
        self.app = Workbench(self.workspace, self.jobs, self.keys, lambda: hosts).app

    def stranger(self):
        return TestClient(self.app, base_url=f"http://{HOST}", follow_redirects=False)

    def browser(self, language="en"):
        client = self.stranger()
        client.headers.update({"accept-language": language, "origin": f"http://{HOST}"})
        client.headers[HEADER] = self.keys.header
        assert client.get("/", params={ASKED: self.keys.token}).status_code == 303
        return client

    def finished(self, folder):
        """Wait until the command of a folder is over, and return what it has told."""
        for child in list(self.jobs._children.values()):
            child.wait(timeout=120)
        self.jobs.go_on()
        return self.jobs.told(folder)


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)

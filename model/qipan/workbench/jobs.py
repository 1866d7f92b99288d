"""Runs as processes of their own: the same command that a user would type, and what it tells.

A process outlives the server and its pages. What it says of its progress goes into a file, so that
whoever comes later, in another page or another start of the server, can read how far it is.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from ..words import Language
from .options import stated_costs
from .workspace import QUESTION, Question, Workspace, seen_from

JOB, PROGRESS, SAID = "job.json", "progress.jsonl", "said.txt"
INTERRUPTED, STOPPED_BY_TERM = 130, -signal.SIGTERM
State = Literal["none", "waiting", "running", "stopping", "done", "stopped", "faulty"]
OVER = ("done", "stopped", "faulty")


@dataclass(frozen=True)
class Job:
    """What is kept of a run, beside what it tells itself.

    Attributes
    ----------
    command : list of str
        As a user would type it in the run's folder.
    asked : float
        When, in seconds.
    pid : int or None
        Of the process; None while it waits.
    begun : str
        When that process began, as the machine counts it: a number may be given to another.
    stopping : bool
        Whether it was told to stop.
    """

    command: list[str]
    asked: float
    pid: int | None = None
    begun: str = ""
    stopping: bool = False


@dataclass(frozen=True)
class Told:
    """How far a run is.

    Attributes
    ----------
    state : str
    done, expected : int or None
        Replications.
    place : int or None
        In the queue, the next being 1.
    compiling : int or None
        Seconds for which the engine has been compiled.
    seconds : float or None
        Since it was begun.
    left : float or None
        Seconds until it is over, by the pace so far.
    words : tuple of str
        What it had to say, errors above all.
    step : str
        What it does now, where it says so.
    """

    state: State
    done: int | None = None
    expected: int | None = None
    place: int | None = None
    compiling: int | None = None
    seconds: float | None = None
    left: float | None = None
    words: tuple[str, ...] = ()
    step: str = ""


def answer_folder(run: Path, language: Language) -> Path:
    """Return the result folder of a run in a language."""
    return run / f"answer_{language}"


class Queue:
    """Everybody's runs in the order in which they were asked for: so many at a time.

    Parameters
    ----------
    most : int
        Processes at the same time.
    """

    def __init__(self, most: int = 1) -> None:
        self._most, self._members = most, list[Jobs]()

    def join(self, jobs: "Jobs") -> None:
        """Have the runs of a workspace take their turn with those of the others."""
        self._members.append(jobs)

    def go_on(self) -> None:
        """Begin what waits, as far as there is room."""
        for jobs in self._members:
            jobs.besides()
        running = sum(jobs.running() for jobs in self._members)
        for jobs, run in self._waiting()[: max(0, self._most - running)]:
            jobs.start(run)

    def place(self, run: Path) -> int:
        """Return the place of a run that waits, the next being 1."""
        return 1 + [waiting for _, waiting in self._waiting()].index(run)

    def _waiting(self) -> "list[tuple[Jobs, Path]]":
        asked = [(when, run, jobs) for jobs in self._members for when, run in jobs.waiting()]
        return [(jobs, run) for _, run, jobs in sorted(asked, key=lambda each: each[:2])]


class Jobs:
    """The runs of a workspace: so many at a time, the others in a queue.

    Parameters
    ----------
    workspace : Workspace
    most : int
        Processes at the same time, where the queue is its own.
    cores : int
        Replications at the same time, of each.
    queue : Queue, optional
        Shared with the runs of other workspaces.
    """

    def __init__(
        self, workspace: Workspace, most: int = 1, cores: int = 1, queue: Queue | None = None
    ) -> None:
        self._workspace, self._cores = workspace, cores
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._queue = Queue(most) if queue is None else queue
        self.besides: Callable[[], None] = lambda: None  # done with each look at what runs
        self._queue.join(self)

    def ask(self, question: Question, language: Language) -> Path:
        """Have what a question says now run; what runs, waits or is there is not begun again."""
        run = question.run_folder(stated_costs(self._workspace, question))
        if self.told(run).state in ("waiting", "running", "stopping"):
            return run
        if (answer_folder(run, language) / "report.json").exists() and self._is_whole(run):
            return run
        out = answer_folder(run, language).name
        self.begin(run, self.compare(run, language, out))
        return run

    def begin(self, run: Path, command: list[str]) -> None:
        """Have a command run in a folder, as soon as there is room."""
        self._keep(run, Job(command, time.time()))
        (run / PROGRESS).unlink(missing_ok=True)
        self.go_on()

    def _is_whole(self, run: Path) -> bool:
        return self.told(run).state in ("done", "none")

    def ask_for(self, folder: Path, command: list[str]) -> None:
        """Have a command run in a folder, unless it waits or runs there."""
        if self.told(folder).state not in ("waiting", "running", "stopping"):
            self.begin(folder, command)

    def simulating(self, folder: Path, language: Language) -> list[str]:
        """Return the options of every command that simulates, in a folder."""
        store = seen_from(self._workspace.store, folder)
        return [
            *("--lang", language, "--jobs", str(self._cores), "--store", store),
            *("--progress", "json"),
        ]

    def compare(self, run: Path, language: Language, out: str, *more: str) -> list[str]:
        """Return the command that compares what a folder's question file says."""
        store = seen_from(self._workspace.store, run)
        return [
            *("qipan", "compare", QUESTION, "--lang", language),
            *("--jobs", str(self._cores), "--store", store),
            *("--out", out, "--progress", "json", *more),
        ]

    def stop(self, run: Path) -> None:
        """Tell a run to stop; what is finished is kept, and asking again goes on from there."""
        job, told = self.job(run), self.told(run)
        if job is None or told.state not in ("waiting", "running"):
            return
        self._keep(run, Job(job.command, job.asked, job.pid, job.begun, stopping=True))
        if job.pid is not None and _is_alive(job):
            os.kill(job.pid, signal.SIGTERM)
        self.go_on()

    def go_on(self) -> None:
        """Begin what waits, as far as there is room."""
        self._queue.go_on()

    def running(self) -> int:
        """Return how many processes there are now."""
        for pid, child in list(self._children.items()):
            if child.poll() is not None:
                del self._children[pid]
        return sum(
            self.told(run).state in ("running", "stopping") for run in self._workspace.tasks()
        )

    def start(self, run: Path) -> None:
        """Start the process of a run that waits."""
        job = self.job(run)
        assert job is not None
        program = [sys.executable, "-m", "qipan.cli", *job.command[1:]]
        with open(run / PROGRESS, "wb") as progress, open(run / SAID, "wb") as said:
            child = subprocess.Popen(
                program,
                cwd=run,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=progress,
                start_new_session=True,
            )
        self._children[child.pid] = child
        self._keep(run, Job(job.command, job.asked, child.pid, _begun(child.pid)))

    def job(self, run: Path) -> Job | None:
        """Return what is kept of a run; None if nothing was ever asked of it."""
        try:
            return Job(**json.loads((run / JOB).read_text("utf-8")))
        except FileNotFoundError:
            return None

    def told(self, run: Path) -> Told:
        """Return how far a run is, from what it has told."""
        job = self.job(run)
        if job is None:
            return Told("none")
        if job.pid is None:
            if job.stopping:
                return Told("stopped")
            return Told("waiting", place=self._queue.place(run))
        return self._from_events(run, job)

    def _from_events(self, run: Path, job: Job) -> Told:
        done = expected = compiling = code = None
        words, step = [], ""
        for event in events(run / PROGRESS):
            match event.get("event"):
                case "progress":
                    done, expected, compiling = event["done"], event["expected"], None
                case "compiling":
                    compiling = event["seconds"]
                case "step":
                    step = str(event["text"])
                case "said":
                    words.append(str(event["text"]))
                case "ended":
                    code = event["code"]
        state: State = "stopping" if job.stopping else "running"
        if code is None and not self._is_alive(job):
            code = INTERRUPTED  # killed, the machine switched off
        if code is not None:
            state = "done" if code == 0 else "stopped" if code == INTERRUPTED else "faulty"
        seconds = max(0.0, time.time() - job.asked) if state not in OVER else None
        left = None
        if seconds is not None and done and expected and expected >= done:
            left = seconds / done * (expected - done)
        return Told(state, done, expected, None, compiling, seconds, left, tuple(words), step)

    def _is_alive(self, job: Job) -> bool:
        child = self._children.get(job.pid or 0)
        return child.poll() is None if child is not None else _is_alive(job)

    def waiting(self) -> list[tuple[float, Path]]:
        """Return what waits, with when it was asked for."""
        return [
            (job.asked, run)
            for run in self._workspace.tasks()
            if (job := self.job(run)) is not None and job.pid is None and not job.stopping
        ]

    def _keep(self, run: Path, job: Job) -> None:
        trial = run / f"{JOB}.tmp"
        trial.write_text(json.dumps(asdict(job), indent=1), "utf-8")
        os.replace(trial, run / JOB)


def events(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the events that a command has told so far; a line that is half written comes later."""
    try:
        text = file.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return
    for line in text.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            event = {"event": "said", "text": line}
        if isinstance(event, dict):
            yield event


def _is_alive(job: Job) -> bool:
    """Whether the very process still runs that was begun for a job."""
    if job.pid is None or _begun(job.pid) != job.begun:
        return False
    try:
        os.kill(job.pid, 0)
    except OSError:
        return False
    return True


def _begun(pid: int) -> str:
    """When a process began, where the machine tells; '' where it does not, '-' if it is over."""
    if not os.path.isdir("/proc/self"):
        return ""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return "-"
    return "-" if fields[0] == "Z" else fields[19]

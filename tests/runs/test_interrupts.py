"""Ctrl-C ends the caller's loop too, gives up what is under way and hands over what is finished."""

import signal
import threading
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.runs.interrupted import Noted, noting_interrupts
from qipan.runs.opening import Workers, opened_runner
from qipan.runs.replication import Stopped
from qipan.runs.runner import Runner
from qipan.runs.side_by_side import side_by_side
from qipan.runs.store.store import Store
from qipan.studies.allocation.plans import PlanSimulator
from qipan.studies.attribution.attribute import Request as Attributed
from qipan.studies.attribution.attribute import attribute
from qipan.studies.file.document import Lever
from qipan.studies.seek.levels import scenario_maker
from qipan.studies.sweep.factors import KeyRange
from qipan.studies.sweep.sweep import Request as Swept
from qipan.studies.sweep.sweep import sweep

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml").revise(
    {"horizon.days": 30}
)
OTHER = TINY.revise({"policy.burden.on": True, "name": "other"})
MANY = 5_000

pytestmark = pytest.mark.skipif(
    threading.current_thread() is not threading.main_thread(), reason="signals reach one thread"
)


class CtrlC:
    """Sends a Ctrl-C when it has been called so often, from whichever thread."""

    def __init__(self, after):
        self.left = after

    def __call__(self, *_):
        self.left -= 1
        if self.left == 0:
            signal.raise_signal(signal.SIGINT)


class InALock:
    """Lock of the kind that threads and queues use, held at the moment of a Ctrl-C."""

    def __init__(self):
        self.lock = threading.Lock()

    def __call__(self, *_):
        self.lock.acquire()
        signal.raise_signal(signal.SIGINT)
        self.lock.release()


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_lock_is_left_by_a_ctrl_c(jobs):
    progress, calls = InALock(), InALock()
    with pytest.raises(qipan.Interrupted):
        qipan.replicate(TINY, 3, jobs=jobs, progress=progress)
    with Runner(progress=progress) as runner, pytest.raises(qipan.Interrupted):
        runner.replicate([TINY], range(3))
    with pytest.raises(KeyboardInterrupt):
        side_by_side(lambda item, stop: calls(), [1], 1)
    assert not progress.lock.locked() and not calls.lock.locked()


def test_the_second_ctrl_c_is_raised_at_once():
    with pytest.raises(KeyboardInterrupt), noting_interrupts(Noted()):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        pytest.fail("not reached")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("own", [signal.SIG_IGN, lambda *_: None])
def test_a_program_keeps_its_own_handler(own):
    before = signal.signal(signal.SIGINT, own)
    try:
        with noting_interrupts(noted := Noted()):
            signal.raise_signal(signal.SIGINT)
            assert signal.getsignal(signal.SIGINT) is own
    finally:
        signal.signal(signal.SIGINT, before)
    assert not noted.is_set()


@pytest.mark.parametrize("jobs", [1, 2])
def test_replicate_raises_and_hands_over_what_is_finished(jobs):
    with pytest.raises(KeyboardInterrupt) as caught:
        qipan.replicate(TINY, MANY, jobs=jobs, progress=CtrlC(after=3))
    partial = caught.value.partial
    assert isinstance(caught.value, qipan.Interrupted)
    assert 3 <= len(partial) < MANY and not partial.complete
    whole = qipan.replicate(TINY, 3)
    by_number = {each.number: each for each in partial.replications}
    for each in whole.replications:
        if each.number in by_number:
            assert each.table["load"] == by_number[each.number].table["load"]


def test_a_loop_around_it_ends():
    begun = []
    with pytest.raises(KeyboardInterrupt):
        for trial in range(3):
            begun.append(trial)
            qipan.replicate(TINY, MANY, progress=CtrlC(after=1))
    assert begun == [0]


def test_a_stop_sign_still_returns_what_is_finished():
    stop = threading.Event()
    runs = qipan.replicate(TINY, MANY, stop=stop, progress=lambda _: stop.set())
    assert 1 <= len(runs) < MANY


@pytest.mark.parametrize("processes", [False, True])
def test_compare_hands_over_what_is_finished_and_the_store_keeps_it(tmp_path, processes):
    asked = Workers(jobs=2, processes=processes, store=tmp_path / "s")
    with (
        pytest.raises(qipan.Interrupted) as caught,
        opened_runner(asked, progress=CtrlC(after=6)) as runner,
    ):
        qipan.compare([TINY, OTHER], n=MANY, runner=runner)
    partial = caught.value.partial
    assert len({len(runs) for runs in partial.runs}) == 1  # the same numbers of both
    assert len(partial.runs[0]) >= 3
    assert partial.stopping.reason == "stopped"
    with Store(tmp_path / "s") as store:
        assert 6 <= len(store) < 2 * MANY


def test_compare_without_a_runner_raises_too(monkeypatch):
    signals = CtrlC(after=2)
    noted = Runner._noted

    def and_ctrl_c(runner, one):
        signals()
        return noted(runner, one)

    monkeypatch.setattr(Runner, "_noted", and_ctrl_c)
    with pytest.raises(qipan.Interrupted):
        qipan.compare([TINY, OTHER], n=MANY)


def test_values_hand_over_what_is_finished():
    with Runner(jobs=2, progress=CtrlC(after=4)) as runner, pytest.raises(KeyboardInterrupt):
        runner.values([TINY] * 100, range(2), 1, ["load"])


def test_while_it_waits_what_is_under_way_is_given_up(monkeypatch):
    """A Ctrl-C that comes where most of the time is spent: waiting for a replication."""
    from concurrent.futures import Future

    signals = CtrlC(after=9)
    result = Future.result

    def waited(future, timeout=None):
        signals()
        return result(future, timeout)

    monkeypatch.setattr(Future, "result", waited)
    with Runner() as runner, pytest.raises(qipan.Interrupted) as caught:
        runner.values([TINY] * 100, range(2), 1, ["load"])
    partial = caught.value.partial
    assert np.isfinite(partial[0]).all() and len(partial) < 100


def test_a_sweep_and_an_attribution_are_of_no_use_before_all_is_there():
    request = Swept(("load",), "factorial", keys={"policy.burden.on": KeyRange(levels=(True,))})
    with Runner(progress=CtrlC(after=2)) as runner, pytest.raises(qipan.Interrupted) as caught:
        sweep([TINY], request, runner)
    assert caught.value.partial is None
    with Runner(progress=CtrlC(after=2)) as runner, pytest.raises(qipan.Interrupted) as caught:
        attribute(TINY, OTHER, Attributed(("load",)), runner)
    assert caught.value.partial is None


def test_plans_under_way_are_given_up():
    scenario = TINY.revise({"policy.sent_down.on": True})
    ran = []
    signals = CtrlC(after=2)

    def one_more():
        ran.append(None)
        signals()

    simulator = PlanSimulator(scenario, 2, ran=one_more)
    with pytest.raises(KeyboardInterrupt):
        simulator(np.zeros(len(simulator.communities), np.int64), range(MANY))
    assert 2 <= len(ran) < MANY
    simulator(np.zeros(len(simulator.communities), np.int64), range(2))  # it can be used again


def test_what_is_measured_before_cadres_are_placed_is_given_up():
    stop = threading.Event()
    stop.set()
    lever = Lever(key="cadres", low=0, high=3, placed_by="equal")
    with pytest.raises(Stopped):
        scenario_maker(TINY.revise({"policy.sent_down.on": True}), lever, 1, 1, stop)


def test_calls_end_when_one_has_failed():
    given_up = threading.Event()

    def one(item, stop):
        if item == 0:
            raise ValueError("nothing comes of it")
        while not stop.is_set():
            pass
        given_up.set()

    with pytest.raises(ValueError, match="nothing comes of it"):
        side_by_side(one, range(5), 2)
    assert given_up.is_set()

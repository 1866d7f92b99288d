"""A Ctrl-C or a scheduler's SIGTERM stops the work, unless the program was told to ignore it."""

import signal

import pytest

from qipan.cli.progress import stop_on_interrupt


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def number(request):
    before = signal.getsignal(request.param)
    yield request.param
    signal.signal(request.param, before)


def test_a_signal_sets_the_stop_sign(number):
    with stop_on_interrupt() as stop:
        signal.raise_signal(number)
    assert stop.is_set()


def test_what_runs_in_the_background_goes_on_ignoring_it(number):
    signal.signal(number, signal.SIG_IGN)
    with stop_on_interrupt() as stop:
        signal.raise_signal(number)
    assert not stop.is_set()
    assert signal.getsignal(number) is signal.SIG_IGN

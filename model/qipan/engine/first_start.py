"""What is said while the engine is compiled: a first start takes a minute, and looks like a hang.

By default a line on the standard error, and on a terminal or in a notebook a clock behind it. Who
shows progress of its own takes it over for a block by `told_by`.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

SENTENCE = "First start: the engine is compiled, once; this takes about a minute"

# Called now and then with the seconds since compiling began.
Clock = Callable[[float], None]
Teller = Callable[[str], AbstractContextManager[Clock]]


@contextmanager
def on_stderr(sentence: str) -> Iterator[Clock]:
    """Say a sentence on the standard error, and how long it has taken where that can be seen."""
    err = sys.stderr
    if err is None:  # a program without a console
        yield lambda _: None
        return
    live = err.isatty() or "ipykernel" in sys.modules
    print(f"{sentence} …", file=err, flush=True)
    shown = -1

    def clock(seconds: float) -> None:
        nonlocal shown
        if live and int(seconds) > shown:
            shown = int(seconds)
            print(f"\r  {shown} s ", end="", file=err, flush=True)

    try:
        yield clock
    finally:
        if live:
            print(file=err, flush=True)


_tellers: list[Teller] = [on_stderr]


@contextmanager
def told_by(teller: Teller) -> Iterator[None]:
    """Have `teller` say it for a block, whichever thread compiles."""
    _tellers.append(teller)
    try:
        yield
    finally:
        _tellers.remove(teller)


def telling(remark: str = "") -> AbstractContextManager[Clock]:
    """Say that the engine is compiled, with a remark, for as long as the block takes."""
    return _tellers[-1](f"{SENTENCE} ({remark})" if remark else SENTENCE)

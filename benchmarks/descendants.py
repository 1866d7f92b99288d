"""What this process and all that it has started take: time of the processor, and memory (Linux)."""

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def processor() -> float:
    """Seconds of processor of this process and its descendants, those that have ended too.

    Workers that are forked by a server are no children of this process: who asks the system for
    its children alone does not see them. Elsewhere than on Linux they are left out.
    """
    times = os.times()
    own = times.user + times.system + times.children_user + times.children_system
    return own + sum(map(_processor_of, _descendants(os.getpid())))


def memory() -> int:
    """Bytes in memory of this process and its descendants, what several share counted once."""
    return sum(map(_memory_of, [os.getpid(), *_descendants(os.getpid())]))


def _descendants(process: int) -> Iterator[int]:
    for child in _children(process):
        yield child
        yield from _descendants(child)


def _children(process: int) -> list[int]:
    found: list[int] = []
    for thread in PROC.glob(f"{process}/task/*/children"):
        try:
            found += map(int, thread.read_text().split())
        except OSError:  # it has ended meanwhile
            continue
    return found


def _processor_of(process: int) -> float:
    """Seconds of a process and of those of its children that have ended."""
    try:
        said = (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, said[11:15])) / os.sysconf("SC_CLK_TCK")


def _memory_of(process: int) -> int:
    """Its share of the pages that it holds, each divided by how many processes hold it."""
    try:
        said = (PROC / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in said.splitlines() if line[:4] == "Pss:")

"""What goes over the wire to the workers of a Dask cluster, on this machine.

    python -m benchmarks.cluster --replications 24

Two workers, each a process. The bytes are of all messages that a worker receives, from whomever,
while replications of one scenario are made; beside them is what they would be if each task carried
its scenario, and the size of a city, which is never sent: each worker builds its own, once.
"""

import argparse
import pickle
import tempfile
from pathlib import Path
from typing import Any

import qipan
from benchmarks.harness import machine
from qipan.city import build_city
from qipan.runs.execution.task import packed
from qipan.runs.opening import Workers, opened_runner

WORKERS = 2


def count_messages() -> None:
    """Have a worker count the bytes of the messages it receives from now on."""
    import distributed.comm.tcp as tcp

    wrapped: Any = tcp.from_frames
    tcp.received_bytes = 0

    async def counting(frames: Any, *arguments: Any, **options: Any) -> Any:
        tcp.received_bytes += sum(memoryview(frame).nbytes for frame in frames)
        return await wrapped(frames, *arguments, **options)

    tcp.from_frames = counting


def counted_bytes() -> int:
    """Bytes of the messages received so far."""
    import distributed.comm.tcp as tcp

    return tcp.received_bytes


def main() -> None:
    """Make replications on a cluster of two workers, and print what was sent."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scenario", default="fuding")
    parser.add_argument("--replications", type=int, default=24)
    given = parser.parse_args()
    from distributed import Client, LocalCluster

    scenario = qipan.load(given.scenario)
    carried = len(packed(scenario))
    city = len(pickle.dumps(build_city(scenario.regimes[0].document)))
    with (
        LocalCluster(WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster, set_as_default=False) as client,
        tempfile.TemporaryDirectory() as folder,
    ):
        client.wait_for_workers(WORKERS)
        asked = Workers(dask=cluster.scheduler_address, store=Path(folder))
        with opened_runner(asked) as runner:
            runner.values([scenario], [0], 2, ["load"])  # compiles, and builds cities
            client.run(count_messages)
            runner.values([scenario], range(given.replications), 1, ["load"])
            received = sum(client.run(counted_bytes).values())
    print(machine())
    print(f"{given.replications} replications of {scenario.name}, {WORKERS} workers")
    print(f"a scenario as it travels   {carried / 1e3:10,.1f} kB")
    print(f"with each replication      {given.replications * carried / 1e3:10,.1f} kB")
    print(f"received by all workers    {received / 1e3:10,.1f} kB")
    print(f"a city, which is not sent  {city / 1e3:10,.1f} kB")


if __name__ == "__main__":
    main()

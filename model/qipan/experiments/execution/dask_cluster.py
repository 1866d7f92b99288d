"""Workers of a Dask cluster, on this machine or others."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..store.key import engine_version
from ..trouble import ClusterError, WrongVersionError
from .crew import Crew

SECONDS_TO_ANSWER = 10
SHOWN = 3  # workers named in a message


class DaskCrew(Crew):
    """The workers of a cluster.

    They get scenarios as data and hand outcomes back, so that they need neither the scenario files
    nor the store; whoever asks writes the store. Dask itself gives the work of a worker that has
    died to another.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.5:8786``.

    Raises
    ------
    ClusterError
        If nobody answers, or no worker is there.
    WrongVersionError
        If a worker has other code.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _connected(address)
        try:
            _check_workers(self._client, address)
            workers = sum(self._client.nthreads().values())
        except BaseException:
            self._client.close()
            raise
        super().__init__(self._client.get_executor(), workers)

    def lost(self) -> str:
        """Say that the cluster has gone."""
        return f"the Dask cluster at {self._address} no longer answers"

    def close(self) -> None:
        """Leave the cluster; it goes on for others."""
        self._client.close()


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        needed = "a Dask cluster needs a package more: pip install 'qipan[cluster]'"
        raise ClusterError(needed) from None
    _find_scheduler(address)
    # When a cluster goes, its client says so in pages of tracebacks; `lost` says it in a sentence.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    client: Any = Client  # its package declares types and has few
    return client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)


def _find_scheduler(address: str) -> None:
    """Make sure that a scheduler answers: a client of Dask's tries for ever in some cases."""
    with ThreadPoolExecutor(1) as pool:  # a notebook's thread has an event loop already
        try:
            kind = pool.submit(lambda: asyncio.run(_kind(address))).result()
        except TimeoutError:
            raise _nobody(address, f"nothing came within {SECONDS_TO_ANSWER} s") from None
        except OSError as error:
            raise _nobody(address, str(error.__cause__ or error)) from error
        except ValueError as error:
            raise _nobody(address, "this is no address") from error
        except Exception as error:  # whatever another kind of server makes of it
            raise _nobody(address, "what listens there is something else") from error
    if kind != "Scheduler":
        raise _nobody(address, f"it is the address of a {kind.lower()}")


async def _kind(address: str) -> str:
    from distributed.core import rpc

    server: Any = rpc
    async with asyncio.timeout(SECONDS_TO_ANSWER), server(address) as asked:
        return str((await asked.identity())["type"])


def _nobody(address: str, reason: str) -> ClusterError:
    hint = "an address looks like tcp://10.0.0.5:8786"
    return ClusterError(f"no Dask scheduler answers at {address!r}: {reason}; {hint}")


def _check_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
    except TimeoutError as error:
        raise ClusterError(f"the Dask cluster at {address} has no workers") from error
    own = engine_version()
    said = client.run(_asker_of_version(), on_error="return")
    others = {worker: what for worker, what in said.items() if what != own}
    if others:
        shown = "; ".join(f"{worker}: {_told(what)}" for worker, what in [*others.items()][:SHOWN])
        raise WrongVersionError(
            f"{len(others)} of {len(said)} workers of the Dask cluster at {address} have another "
            f"version of qipan or its packages than this one ({own}): {shown}"
        )


def _asker_of_version() -> Any:
    """Return a function that travels as code, so that it arrives where there is no qipan."""

    def ask() -> str:
        from qipan.experiments.store.key import engine_version

        return engine_version()

    return ask


def _told(said: object) -> str:
    if isinstance(said, ImportError):
        return "qipan cannot be imported"
    return str(said) if isinstance(said, str) else f"{type(said).__name__}: {said}"

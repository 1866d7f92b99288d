"""Workers of a Dask cluster, on this machine or others."""

import asyncio
import ipaddress
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
        Of the scheduler, such as ``tls://10.0.0.5:8786``, with the certificates that Dask's own
        configuration names, or ``tcp://`` in a network where everybody is trusted.

    Raises
    ------
    ClusterError
        If nobody answers, no worker is there, or certificates are missing.
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
    security = _security(address)
    _find_scheduler(address, security)
    _quieten()
    client: Any = Client  # its package declares types and has few
    return client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False, security=security)


def _security(address: str) -> Any:
    """Certificates as Dask's own configuration names them; see `distributed.security`.

    Raises
    ------
    ClusterError
        If an address asks for encryption and there are none, or files of them cannot be read.
    """
    from distributed.security import Security

    declared: Any = Security
    try:
        security = declared()
        arguments = security.get_connection_args("client")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ClusterError(f"the certificates for {address!r} cannot be read: {reason}") from error
    if address.startswith("tls://") and arguments.get("ssl_context") is None:
        raise ClusterError(
            f"{address!r} needs certificates: name them in Dask's configuration, as "
            "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__CLIENT__CERT and …__TLS__CLIENT__KEY"
        )
    return security


def is_open(address: str) -> bool:
    """Whether others on the way to a scheduler can read along, and whoever reaches it can use it.

    Workers unpickle what they are sent: who can send to them can have any program run.
    """
    kind, _, place = address.rpartition("://")
    if kind not in ("", "tcp"):
        return False
    host = place.rsplit(":", 1)[0].strip("[]")
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _quieten() -> None:
    """Keep Dask from telling in pages of tracebacks that a cluster has gone; `lost` says it.

    Its loggers have levels of their own. What a task leaves behind is reported by asyncio.
    """
    for name in [*logging.root.manager.loggerDict]:
        if name == "distributed" or name.startswith("distributed."):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    of_asyncio = logging.getLogger("asyncio")
    if _is_not_of_dask not in of_asyncio.filters:
        of_asyncio.addFilter(_is_not_of_dask)


def _is_not_of_dask(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    of_dask = type(error).__module__.startswith(("distributed", "tornado"))
    return not of_dask and "distributed" not in record.getMessage()


def _find_scheduler(address: str, security: Any) -> None:
    """Make sure that a scheduler answers: a client of Dask's tries for ever in some cases."""
    with ThreadPoolExecutor(1) as pool:  # a notebook's thread has an event loop already
        try:
            kind = pool.submit(lambda: asyncio.run(_kind(address, security))).result()
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


async def _kind(address: str, security: Any) -> str:
    from distributed.core import rpc

    server: Any = rpc
    how = security.get_connection_args("client")
    async with asyncio.timeout(SECONDS_TO_ANSWER), server(address, connection_args=how) as asked:
        return str((await asked.identity())["type"])


def _nobody(address: str, reason: str) -> ClusterError:
    hint = "an address looks like tcp://10.0.0.5:8786 or tls://10.0.0.5:8786"
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
        from qipan.runs.store.key import engine_version

        return engine_version()

    return ask


def _told(said: object) -> str:
    if isinstance(said, ImportError):
        return "qipan cannot be imported"
    return str(said) if isinstance(said, str) else f"{type(said).__name__}: {said}"

"""Workers of a Dask cluster, on this machine or others."""

import asyncio
import ipaddress
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from ...words import Phrase, clauses, placed
from ..store.key import engine_version
from ..trouble import ClusterError, WrongVersionError
from .crew import Crew, carry_out_of
from .task import Made, Task

SECONDS_TO_ANSWER = 10
SHOWN = 3  # workers named in a message
SCENARIOS_HELD = 16  # by the cluster, of those asked for most lately


class DaskCrew(Crew):
    """The workers of a cluster.

    They get scenarios as data, each worker once, and hand outcomes back, so that they need neither
    the scenario files nor the store; whoever asks writes the store. Dask itself gives the work of a
    worker that has died to another.

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
        self._held: dict[bytes, Any] = {}  # by content, its place in the cluster; None after once
        super().__init__(self._client.get_executor(), workers)

    def submit(self, task: Task) -> Future[Made]:
        """Have a replication made.

        A scenario that is asked for again is sent to a worker once, and not with each replication:
        it may hold a ledger, or plans of thousands of communities. Workers build its city once.
        """
        content = task.scenario
        if content not in self._held:
            self._held[content] = None
            if len(self._held) > SCENARIOS_HELD:
                del self._held[next(iter(self._held))]
            return super().submit(task)
        if self._held[content] is None:
            # As a task of its own: Dask makes it anew where the worker that held it has died.
            self._held[content] = self._client.submit(bytes, content)
        lean, place = replace(task, scenario=b""), self._held[content]
        made: Future[Made] = self._executor.submit(carry_out_of, lean, place)
        return made

    def lost(self) -> str:
        """Say that the cluster has gone."""
        return Phrase("the Dask cluster at {address} no longer answers", address=self._address)

    def close(self) -> None:
        """Leave the cluster; it goes on for others."""
        self._client.close()


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        needed = Phrase("a Dask cluster needs a package more: pip install 'qipan[cluster]'")
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
        raise ClusterError(
            Phrase(
                "the certificates for {address!r} cannot be read: {reason}",
                address=address,
                reason=reason,
            )
        ) from error
    if address.startswith("tls://") and arguments.get("ssl_context") is None:
        raise ClusterError(
            Phrase(
                "{address!r} needs certificates: name them in Dask's configuration, as "
                "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__CLIENT__CERT and "
                "…__TLS__CLIENT__KEY",
                address=address,
            )
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
            raise _nobody(
                address,
                Phrase(
                    "nothing came within {seconds_to_answer} s", seconds_to_answer=SECONDS_TO_ANSWER
                ),
            ) from None
        except OSError as error:
            raise _nobody(address, str(error.__cause__ or error)) from error
        except ValueError as error:
            raise _nobody(address, Phrase("this is no address")) from error
        except Exception as error:  # whatever another kind of server makes of it
            raise _nobody(address, Phrase("what listens there is something else")) from error
    if kind != "Scheduler":
        raise _nobody(address, Phrase("it is the address of a {lower}", lower=kind.lower()))


async def _kind(address: str, security: Any) -> str:
    from distributed.core import rpc

    server: Any = rpc
    how = security.get_connection_args("client")
    async with asyncio.timeout(SECONDS_TO_ANSWER), server(address, connection_args=how) as asked:
        return str((await asked.identity())["type"])


def _nobody(address: str, reason: str) -> ClusterError:
    hint = Phrase("an address looks like tcp://10.0.0.5:8786 or tls://10.0.0.5:8786")
    return ClusterError(
        Phrase(
            "no Dask scheduler answers at {address!r}: {reason}; {hint}",
            address=address,
            reason=reason,
            hint=hint,
        )
    )


def _check_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
    except TimeoutError as error:
        raise ClusterError(
            Phrase("the Dask cluster at {address} has no workers", address=address)
        ) from error
    own = engine_version()
    said = client.run(_asker_of_version(), on_error="return")
    others = {worker: what for worker, what in said.items() if what != own}
    if others:
        shown = clauses(
            *(placed(worker, _told(what)) for worker, what in [*others.items()][:SHOWN])
        )
        raise WrongVersionError(
            Phrase(
                "{number} of {number2} workers of the Dask cluster at {address} have another "
                "version of qipan or its packages than this one ({own}): {shown}",
                number=len(others),
                number2=len(said),
                address=address,
                own=own,
                shown=shown,
            )
        )


def _asker_of_version() -> Any:
    """Return a function that travels as code, so that it arrives where there is no qipan."""

    def ask() -> str:
        from qipan.runs.store.key import engine_version

        return engine_version()

    return ask


def _told(said: object) -> str:
    if isinstance(said, ImportError):
        return Phrase("qipan cannot be imported")
    return str(said) if isinstance(said, str) else f"{type(said).__name__}: {said}"

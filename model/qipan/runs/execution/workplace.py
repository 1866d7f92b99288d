"""Where replications are made: keeps cities between them, and writes what is finished."""

import socket
import weakref
from collections import deque
from pathlib import Path
from threading import Lock, local

from ...agents.simulation import Simulation
from ...city import City, build_city
from ...city.synthetic import CITY_BLOCKS
from ...engine.compiling import StopSign
from ...scenario import Scenario
from ...scenario.document import ScenarioDocument
from ...words import Phrase, placed
from ..additions import classes_of
from ..kept import outcome_of_arrays
from ..outcome import outcome_of
from ..replication import Run, Stopped, run_once
from ..store.key import engine_version
from ..store.series import Series
from ..trouble import WrongVersionError
from ..variants import Variant
from .task import Beside, Made, Mishap, Task, Wish, unpacked

OTHER_VERSION = Phrase(
    "a worker has another version of qipan, or of the packages it computes with; "
    "install the same there, or results would not be the same"
)
CITIES_KEPT = 2  # beside those in use; a large one takes hundreds of megabytes


class Cities:
    """Cities by what they are built from, shared by the threads of a process."""

    def __init__(self) -> None:
        self._cities: weakref.WeakValueDictionary[str, City] = weakref.WeakValueDictionary()
        self._building: weakref.WeakValueDictionary[str, Lock] = weakref.WeakValueDictionary()
        self._last: deque[City] = deque(maxlen=CITIES_KEPT)
        self._lock = Lock()

    def of(self, document: ScenarioDocument) -> City:
        """Return the city of a scenario; built once, even if several threads ask for it."""
        key = document.model_dump_json(include=set(CITY_BLOCKS))
        with self._lock:
            building = self._building.setdefault(key, Lock())
        with building:
            city = self._cities.get(key)
            if city is None:
                self._cities[key] = city = build_city(document)
                self._last.append(city)
        return city


class Workplace:
    """A process that makes replications, with one thread or several.

    Parameters
    ----------
    folder : Path or None
        Folder of the store's version to write to; None where whoever asks writes the store.
    stop : event or None
        Once set, replications under way are given up.
    """

    def __init__(self, folder: Path | None = None, stop: StopSign | None = None) -> None:
        self._folder, self._stop = folder, stop
        self._cities = Cities()
        self._own = local()
        self._series: list[Series] = []

    def carry_out(self, task: Task) -> Made:
        """Make a replication.

        Raises
        ------
        Stopped
            If work was given up.
        StoreError
            If the outcome cannot be written.
        WrongVersionError
            If the task comes from other code.
        """
        if task.version != engine_version():
            raise WrongVersionError(placed(socket.gethostname(), OTHER_VERSION))
        if self._stop is not None and self._stop.is_set():
            raise Stopped
        wish, beside = task.wish, None
        try:
            scenario = unpacked(task.scenario)
            if wish.keep is not None:
                outcome = outcome_of_arrays(wish.keep(self._model(scenario, task)))
            else:
                run = self._run(scenario, task)
                wish.additions.measure(run)
                outcome = outcome_of(run, full=wish.full, by_community=wish.by_community)
                beside = _beside(run, wish) if wish.beside else None
        except Stopped:
            raise
        except Exception as error:
            return Made(Mishap.of(error), kept=False)
        if self._folder is not None and not task.there:
            self._own_series(self._folder).append(task.key, outcome)
        return Made(outcome, kept=task.there or self._folder is not None, beside=beside)

    def _run(self, scenario: Scenario, task: Task) -> Run:
        return run_once(
            scenario,
            task.key.seed,
            city=None if scenario.districts else self._cities.of(scenario.regimes[0].document),
            events=task.wish.events,
            stop=self._stop,
            institutions=classes_of(task.wish.additions.institutions),
        )

    def _model(self, scenario: Scenario, task: Task) -> Simulation:
        wish = task.wish
        variant = Variant(scenario, wish.newcomers, wish.additions.institutions)
        city = self._cities.of(scenario.regimes[0].document)
        return variant.simulated(task.key.seed, self._stop, city)

    def close(self) -> None:
        """Merge what its threads have written."""
        for series in self._series:
            series.close()

    def _own_series(self, folder: Path) -> Series:
        """Files of the calling thread."""
        if not hasattr(self._own, "series"):
            self._own.series = Series(folder)
            self._series.append(self._own.series)
        series: Series = self._own.series
        return series


def _beside(run: Run, wish: Wish) -> Beside:
    return Beside(
        events=run.events if wish.events else None,
        ledger=run.ledger(wish.ledger) if wish.ledger is not None else None,
    )

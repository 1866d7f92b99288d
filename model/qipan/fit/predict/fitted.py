"""The folder that a fit has written: its ensemble, and how its ledger was read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ...scenario import ScenarioError
from ..ensemble import Member, read
from ..findings import Finding, LedgerFaults
from ..requests import Requests, named_alike, requests_of
from ..world.names import ids_of
from ..world.write import ENSEMBLE

FIT = "fit.json"
_NOTHING_KNOWN = Finding(
    "--ledger: no row is of a kind and an area that the fit knows; was it imported with another "
    "map?",
    "--ledger：没有一行属于拟合所知的类别和区域；导入时所用的对应表是否不同？",
)


@dataclass(frozen=True)
class Fitted:
    """A fit as it lies on disk.

    Attributes
    ----------
    members : tuple of Member
    kinds, areas : tuple of str
        As the ledger names them, in the order of the scenario, which is not that of the fit.
    start : datetime64[D]
        First day after the ledger.
    days : int
        Days that the scenario reaches.
    kind_level, area_level : int
    sample : float
        Share of all requests that the ledger holds.
    since : datetime64[D], optional
        First day of the ledger that is read.
    timed : bool
        Whether times to close were fitted.
    """

    members: tuple[Member, ...]
    kinds: tuple[str, ...]
    areas: tuple[str, ...]
    start: np.datetime64
    days: int
    kind_level: int
    area_level: int
    sample: float
    since: np.datetime64 | None
    timed: bool

    @property
    def validated(self) -> bool:
        """Whether the fit passed its proof."""
        return self.members[0].scenario.document.fit != "not_validated"

    def requests(self, frame: pd.DataFrame, until: np.datetime64 | None) -> Requests:
        """Read a ledger as the fitted one was read; what has no name there is left out."""
        told = frame.copy()
        if self.since is not None:
            told = told[pd.to_datetime(told["opened_at"]) >= pd.Timestamp(self.since)]
        for name, level in (("kind", self.kind_level), ("area", self.area_level)):
            column = name if level == 1 else f"{name}_{level}"
            if level > 1 and column not in told:
                raise LedgerFaults([_no_level(name, level)])
            if level > 1:
                told[name] = told[column]
        names = self.kinds, self.areas
        if not named_alike(told, names).any():
            raise LedgerFaults([_NOTHING_KNOWN])
        return requests_of(told, until=until, names=names)


def read_fitted(folder: Path) -> Fitted:
    """Read the folder of a fit.

    Raises
    ------
    LedgerFaults
        If it is none.
    """
    try:
        told = json.loads((folder / FIT).read_text("utf-8"))
        asked = told["asked"]
        kinds, areas = tuple(told["kinds"]), tuple(told["areas"])
        levels = int(asked["kind_level"]), int(asked["area_level"])
        sample = float(asked["sample"])
        since = np.datetime64(asked["since"], "D") if asked.get("since") else None
        timed = told["shared_drift_of_times"] is not None
        members = read(folder / ENSEMBLE)
    except (OSError, ValueError, KeyError, TypeError, ScenarioError) as error:
        raise LedgerFaults(
            [
                Finding(
                    f"{folder} is not the folder of a fit ({error}); make one with `qipan fit`",
                    f"{folder} 不是拟合结果文件夹；请先运行 qipan fit",
                )
            ]
        ) from None
    document = members[0].scenario.document
    # A scenario has its kinds in an order of its own, which is that of all draws.
    titles = tuple(kind.title.en for kind in document.issues.kinds.values())
    _same(folder, "kinds", kinds, titles)
    # How long a queue takes is not known without running it: what is open is not told then.
    timed &= not any(
        kind.outside_wait is None and kind.never_share < 1.0
        for kind in document.issues.kinds.values()
    )
    _same(folder, "areas", ids_of(areas), [place.id for place in document.city.communities])
    areas = tuple(areas[ids_of(areas).index(place.id)] for place in document.city.communities)
    start = np.datetime64(document.horizon.start, "D")
    return Fitted(
        members, titles, areas, start, document.horizon.days, *levels, sample, since, timed
    )


def _same(folder: Path, what: str, named: Sequence[str], there: Sequence[str]) -> None:
    if sorted(named) != sorted(there):
        raise LedgerFaults(
            [
                Finding(
                    f"{folder}: {FIT} names other {what} than its ensemble; fit the ledger again",
                    f"{folder}：{FIT} 与情景集合不一致，请重新拟合",
                )
            ]
        )


def _no_level(name: str, level: int) -> Finding:
    word = {"kind": "类别", "area": "区域"}[name]
    return Finding(
        f"--ledger: the ledger has no level {level} of {name}s, at which it was fitted",
        f"--ledger：台账没有拟合时所用的第 {level} 级{word}",
    )

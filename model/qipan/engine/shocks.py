"""The shocks of one replication: those that are dated, and those that its seed draws."""

import datetime
import math

import numpy as np

from ..city.draws import keys_of_texts, seed_key, uniform
from ..scenario.document import ScenarioDocument
from ..scenario.shocks import RandomShock, Shock, ShockEffects
from . import columns
from .distributions import quantiles
from .purposes import P_SHOCK, P_SHOCK_LENGTH, P_SHOCK_SIZE
from .rules import HOURS_PER_DAY

DAYS_PER_YEAR = 365.0


def shocks_of(document: ScenarioDocument, seed: int) -> tuple[Shock, ...]:
    """Return all shocks of a replication; a random one begins on a simulated day."""
    drawn = [
        shock
        for name, sort in document.random_shocks.items()
        for shock in _drawn(document, name, sort, seed)
    ]
    return (*document.shocks, *drawn)


def _drawn(document: ScenarioDocument, name: str, sort: RandomShock, seed: int) -> list[Shock]:
    """Draw the shocks of a sort, day by day: a day's draws are those of its date."""
    horizon = document.horizon
    key = keys_of_texts(seed_key(seed, "run"), [name])
    days = horizon.first_day.toordinal() + np.arange(horizon.total_days)
    chance = -math.expm1(-sort.shocks_per_year / DAYS_PER_YEAR)
    begins = days[uniform(key, P_SHOCK, days) < chance]
    lengths = quantiles(sort.length_days, uniform(key, P_SHOCK_LENGTH, begins))
    sizes = quantiles(sort.size, uniform(key, P_SHOCK_SIZE, begins))
    effects = {field: getattr(sort, field) for field in ShockEffects.model_fields}
    return [
        Shock.model_construct(
            title=sort.title,
            start=datetime.date.fromordinal(day),
            days=max(1, round(length)),
            factors=dict.fromkeys(sort.kinds, size),
            other_kinds=1.0 if sort.kinds else size,
            **effects,
        )
        for day, length, size in zip(begins.tolist(), lengths.tolist(), sizes.tolist(), strict=True)
    ]


def held_reports(document: ScenarioDocument, seed: int) -> columns.Table:
    """On each simulated day the share of reports that shocks hold back, and until when."""
    horizon = document.horizon
    table = np.zeros(horizon.total_days, columns.HELD)
    for shock in shocks_of(document, seed):
        if shock.reports_held_share == 0.0:
            continue
        first = horizon.day_of(shock.start)
        length = min(shock.days, shock.reports_held_days or shock.days)
        rows = table[max(0, first) : max(0, first + length)]
        later = rows["until"] <= (first + length) * HOURS_PER_DAY
        rows["share"][later] = shock.reports_held_share
        rows["until"][later] = (first + length) * HOURS_PER_DAY
        rows["spread"][later] = shock.reports_released_days * HOURS_PER_DAY
    return table

"""An attribution as tables, and as a summary fit for JSON."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...outcomes.metrics import METRICS
from ...statistics.interval import Interval
from .result import Attribution

if TYPE_CHECKING:
    import pandas as pd


def contribution_table(found: Attribution) -> "pd.DataFrame":
    """Tabulate contributions, one row a metric and player.

    Columns: metric, unit, player, contribution, low, high, alone, alone_low, alone_high,
    last, last_low, last_high, se_of_orders.
    """
    import pandas as pd

    rows = [
        (
            each.metric,
            METRICS[each.metric].unit,
            one.player,
            *one.shapley[:3],
            *one.alone[:3],
            *one.last[:3],
            one.chance_of_orders,
        )
        for each in found.metrics
        for one in each.contributions
    ]
    names = ["metric", "unit", "player", "contribution", "low", "high"]
    names += [f"{name}{end}" for name in ("alone", "last") for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=[*names, "se_of_orders"])


def interaction_table(found: Attribution) -> "pd.DataFrame":
    """Tabulate interactions, one row a metric and pair of players.

    Columns: metric, unit, first, second, index, low, high, together_low, together_high: the
    interval of the pair alone, and as those of all pairs hold at once.
    """
    import pandas as pd

    rows = [
        (
            each.metric,
            METRICS[each.metric].unit,
            pair.first,
            pair.second,
            *pair.index[:3],
            *pair.together[1:3],
        )
        for each in found.metrics
        for pair in each.interactions
    ]
    names = ["metric", "unit", "first", "second", "index", "low", "high"]
    return pd.DataFrame(rows, columns=[*names, "together_low", "together_high"])


def replication_table(found: Attribution) -> "pd.DataFrame":
    """Tabulate each replication's contributions: metric, replication, then a column a player."""
    import pandas as pd

    frames = []
    for each in found.metrics:
        frame = pd.DataFrame(each.by_replication, columns=list(found.players))
        frame.insert(0, "replication", list(found.replications))
        frame.insert(0, "metric", each.metric)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def summary(found: Attribution) -> dict[str, Any]:
    """All that was found, by metric and player, fit for JSON."""
    return {
        "before": found.before.name,
        "after": found.after.name,
        "players": list(found.players),
        "exact": found.exact,
        "orders_per_replication": found.orders,
        "replications": len(found.replications),
        "seed": found.seed,
        "coalitions": found.coalitions,
        "runs": found.runs,
        "stand_ins": [
            {"players": each.players, "counted_as": each.counted_as, "reason": each.reason}
            for each in found.stand_ins
        ],
        "failures": [
            {"scenario": each.scenario, "seed": each.seed, "reason": each.reason}
            for each in found.failures
        ],
        "metrics": {each.metric: _metric(found, each.metric) for each in found.metrics},
    }


def _metric(found: Attribution, name: str) -> dict[str, Any]:
    each = found.metric(name)
    missing = each.missing
    return {
        "unit": METRICS[name].unit,
        "before": _interval(each.before),
        "after": _interval(each.after),
        "difference": _interval(each.difference),
        "contributions": {one.player: _interval(one.shapley) for one in each.contributions},
        "interactions": {
            f"{pair.first} x {pair.second}": _interval(pair.index) for pair in each.interactions
        },
        "does_not_exist_in": None if missing is None else missing.coalitions,
    }


def _interval(interval: Interval) -> dict[str, float]:
    return dict(zip(("mean", "low", "high", "n"), _values(interval), strict=True))


def _values(interval: Interval) -> Iterable[float]:
    return interval

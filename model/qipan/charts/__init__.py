"""Charts for a proposal, in Chinese and English: arrays in, a matplotlib figure out.

Each function draws one kind of chart, takes `title`, `note` and `language`, and returns a Figure;
`as_chart` makes it a `Chart` of a report. Names and units that are passed in are shown as they are;
a chart's own words are in `language`. It must not know results or scenarios.
"""

from .backlog import Backlog, Mark, backlog_fan
from .beyond import Ends, Ranged, beyond_chance
from .city_map import Centre, allocation_map, site_map
from .differences import Difference, forest
from .flow import flow
from .frontier import Trade, frontier_chart
from .heatmap import heatmap
from .knowing import Known, knowing
from .lorenz import Spread, lorenz
from .marginal import Marginal, marginal_values
from .picture import as_chart, chart_files
from .placed import placed_chart
from .precision import Precision, precision_chart
from .solved import SolvedCurve, time_to_solve
from .targets import Held, targets_chart
from .tornado import Swing, tornado
from .trend import Panel, Trend, trend_chart
from .waterfall import Contribution, waterfall

__all__ = [
    "Backlog",
    "Centre",
    "Contribution",
    "Difference",
    "Ends",
    "Held",
    "Known",
    "Marginal",
    "Mark",
    "Panel",
    "Precision",
    "Ranged",
    "SolvedCurve",
    "Spread",
    "Swing",
    "Trade",
    "Trend",
    "allocation_map",
    "as_chart",
    "backlog_fan",
    "beyond_chance",
    "chart_files",
    "flow",
    "forest",
    "frontier_chart",
    "heatmap",
    "knowing",
    "lorenz",
    "marginal_values",
    "placed_chart",
    "precision_chart",
    "site_map",
    "targets_chart",
    "time_to_solve",
    "tornado",
    "trend_chart",
    "waterfall",
]

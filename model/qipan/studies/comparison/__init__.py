"""Comparing policies on common random numbers.

It must not know tables or words of reports but through the lazy door of its result.
"""

from ...statistics.stopping import Stopping
from .compare import compare, compare_experiment
from .comparison import Comparison
from .difference import Difference
from .ranking import Ranking

__all__ = [
    "Comparison",
    "Difference",
    "Ranking",
    "Stopping",
    "compare",
    "compare_experiment",
]

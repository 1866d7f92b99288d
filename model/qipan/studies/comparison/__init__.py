"""Comparing policies on common random numbers."""

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

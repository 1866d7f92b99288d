"""How far conclusions depend on numbers that nobody has measured.

It must not know tables or words of reports but through the lazy door of its result.
"""

from .factors import Factor, KeyRange, SweepError
from .request import Request
from .result import Sensitivity, Sweep
from .sweep import sweep

__all__ = ["Factor", "KeyRange", "Request", "Sensitivity", "Sweep", "SweepError", "sweep"]

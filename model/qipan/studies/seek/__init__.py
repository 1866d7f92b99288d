"""The smallest value of a lever that reaches a target, by stochastic root search.

It must not know tables or words of reports but through the lazy door of its result.
"""

from ...statistics.decision import Decider, Decision
from ...statistics.root import Found, find_root

__all__ = ["Decider", "Decision", "Found", "find_root"]

"""The smallest value of a lever that reaches a target, by stochastic root search."""

from ...statistics.decision import Decider, Decision
from ...statistics.root import Found, find_root

__all__ = ["Decider", "Decision", "Found", "find_root"]

"""What each of several changes contributes to their joint effect.

It must not know tables or words of reports but through the lazy door of its result.
"""

from .attribute import Request, attribute
from .result import Attribution, Contribution, Interaction, MetricAttribution

__all__ = [
    "Attribution",
    "Contribution",
    "Interaction",
    "MetricAttribution",
    "Request",
    "attribute",
]

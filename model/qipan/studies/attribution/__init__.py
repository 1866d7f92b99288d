"""What each of several changes contributes to their joint effect."""

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

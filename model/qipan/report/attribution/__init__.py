"""The report of an attribution."""

from .build import attribution_report

__all__ = ["attribution_report"]

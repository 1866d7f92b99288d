"""The report of a search."""

from .build import search_report

__all__ = ["search_report"]

"""The report of a search: its answer, tables, charts and sections.

It must not simulate or decide: verdicts on levels come with the result.
"""

from .build import search_report

__all__ = ["search_report"]

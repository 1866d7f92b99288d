"""The report of a sweep: its answer, tables, charts and sections.

It must not simulate or compute: worlds, swings and indices come with the result.
"""

from .build import sweep_report

__all__ = ["sweep_report"]

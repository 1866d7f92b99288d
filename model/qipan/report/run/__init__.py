"""The report of the replications of one scenario.

It must not simulate or compute: replications and their metrics come with the result.
"""

from .build import run_report

__all__ = ["run_report"]

"""The report of the replications of one scenario."""

from .build import run_report

__all__ = ["run_report"]

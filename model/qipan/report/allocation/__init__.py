"""The report of an allocation of cadres."""

from .build import AllocationResults, allocation_report

__all__ = ["AllocationResults", "allocation_report"]

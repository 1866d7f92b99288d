"""Allocation: who gets what, what one more is worth, and why a plan cannot be had."""

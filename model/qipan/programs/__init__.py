"""Allocation: who gets what, what one more is worth, and why a plan cannot be had.

Programs and rules of thumb over arrays. It must not know any other room: neither scenarios nor
simulations, which reach it as numbers and functions.
"""

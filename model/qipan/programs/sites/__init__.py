"""Programs that choose sites: covering and p-median, with and without capacities.

Must not know whose places they are, or how far away was measured.
"""

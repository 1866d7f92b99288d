"""Replications: made once by any workers, kept in a store, handed out as runs, written to folders.

Must not know why somebody wants them: no question, no study, no program.
"""

"""Where service centres should stand: a file, a program, an answer that the simulation can try.

It knows cities and programs, and must not know reports but through the lazy door of its result.
"""

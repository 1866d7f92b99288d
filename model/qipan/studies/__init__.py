"""Studies: replications of scenarios, questions put to them, and their results on disk.

It must not know reports but through the lazy door of a result (`report()`, `tables`), nor the
command line.
"""

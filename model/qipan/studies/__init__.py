"""Studies: what is asked of a model (compare, attribute, sweep, seek, allocate ...), and answered.

Each takes scenarios and a runner, and returns a result. Must not simulate itself, draw or print.
"""

"""Programs that place cadres: the problem, its rules, objectives, and what one more is worth.

Must not know scenarios or simulations: curves and bounds come in, whole cadres go out.
"""

"""Programs that place cadres: the problem, its rules, its objectives, what one more is worth."""

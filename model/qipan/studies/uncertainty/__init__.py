"""How far an answer moves beyond chance: with what was assumed, and from city to city."""

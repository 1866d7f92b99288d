"""The static network as others would simulate it: one file per library, one function each."""

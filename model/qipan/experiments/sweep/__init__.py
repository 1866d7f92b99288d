"""How far conclusions depend on numbers that nobody has measured."""
